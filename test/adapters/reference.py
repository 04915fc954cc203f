"""Converts a PEFT adapter to GGUF as llama.cpp's convert_lora_to_gguf.py does it, with the gguf package's own table of names: what Hearth's converter is held against.

    python reference.py PEFT_FOLDER OUTPUT.gguf ARCHITECTURE LAYERS HEADS GROUPS
"""

import json
import math
import re
import struct
import sys
from pathlib import Path

import gguf
import numpy as np
import safetensors


def read_tensors(path):
    """Every tensor as float32, by name. Raw, because numpy has no bfloat16."""
    tensors = {}
    for name, entry in safetensors.deserialize(path.read_bytes()):
        data, shape = bytes(entry["data"]), entry["shape"]
        if entry["dtype"] == "F32":
            values = np.frombuffer(data, np.float32)
        elif entry["dtype"] == "F16":
            values = np.frombuffer(data, np.float16).astype(np.float32)
        else:
            values = (np.frombuffer(data, np.uint16).astype(np.uint32) << 16).view(np.float32)
        tensors[name] = values.reshape(shape)
    return tensors


def pattern_value(patterns, module, default):
    """PEFT's get_pattern_key."""
    for key, value in patterns.items():
        if re.match(rf"(.*\.)?({key})$", module):
            return value
    return default


def permute(weights, heads):
    """convert_hf_to_gguf.py's, for Llama's q and k."""
    return weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:]).swapaxes(1, 2).reshape(weights.shape)


def main(folder, output, architecture, layers, heads, groups):
    config = json.loads((folder / "adapter_config.json").read_text())
    tensors = read_tensors(folder / "adapter_model.safetensors")
    arch = next(arch for arch, name in gguf.MODEL_ARCH_NAMES.items() if name == architecture)
    names = gguf.get_tensor_name_map(arch, layers)

    pairs = {}
    for name, tensor in tensors.items():
        base = name.replace("base_model.model.", "").replace(".lora_A.weight", "").replace(".lora_B.weight", "")
        base = base.replace(".lora_embedding_A", "").replace(".lora_embedding_B", "")
        pairs.setdefault(base, {})["a" if "_A" in name else "b"] = tensor

    wanted = {}
    for module, pair in pairs.items():
        alpha = pattern_value(config["alpha_pattern"], module, config["lora_alpha"])
        wanted[module] = alpha * math.sqrt(pair["a"].shape[0]) if config["use_rslora"] else alpha
    values = [struct.unpack("f", struct.pack("f", value))[0] for value in wanted.values()]
    alpha = max(values, key=values.count)

    writer = gguf.GGUFWriter(output, architecture)
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    for module, pair in pairs.items():
        target = names.get_name(module + ".weight", try_suffixes=(".weight",))
        a, b = pair["a"], pair["b"]
        if architecture == "llama" and module.endswith("q_proj"):
            b = permute(b, heads)
        if architecture == "llama" and module.endswith("k_proj"):
            b = permute(b, groups)
        if target == "token_embd.weight":
            a = a.T
        if np.float32(wanted[module]) != np.float32(alpha):
            b = (b.astype(np.float64) * (wanted[module] / alpha)).astype(np.float32)
        writer.add_tensor(target + ".lora_a", np.ascontiguousarray(a).astype(np.float16))
        writer.add_tensor(target + ".lora_b", np.ascontiguousarray(b).astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:7]))
