"""Starting from an adapter that exists already, so that a short training adds to what it knows."""

from pathlib import Path

import torch
from gguf import GGUFReader
from peft import PeftModel, load_peft_weights, set_peft_model_state_dict

PARTS = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
         "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
"""llama.cpp's names of the matrices and transformers'. Families whose q and k llama.cpp stores in another order (Llama's) are not among the bases."""


def start_from(model: PeftModel, file: Path) -> None:
    """Copies the weights of an adapter, a PEFT folder or a GGUF file, into `model`.

    Raises ValueError where a GGUF adapter has another rank, alpha or other matrices than the LoRA that is to be trained; a folder is held against it
    by PEFT.
    """
    if file.is_dir():
        set_peft_model_state_dict(model, load_peft_weights(str(file), device="cpu"))
        return
    reader = GGUFReader(file)
    alpha = float(reader.fields["adapter.lora.alpha"].contents())
    wanted = {name: each for name, each in model.named_parameters() if each.requires_grad}
    config = model.peft_config["default"]
    if alpha != config.lora_alpha:
        raise ValueError(f"its alpha is {alpha:g}, not {config.lora_alpha:g}")
    left = set(wanted)
    for tensor in reader.tensors:
        name = _peft_name(tensor.name)
        if name not in wanted:
            raise ValueError(f"it adapts {tensor.name}, which is not to be trained")
        # GGUFReader gives the rows first, as torch does.
        weights = torch.from_numpy(tensor.data.copy())
        if weights.shape != wanted[name].shape:
            raise ValueError(f"{tensor.name} has the shape {tuple(weights.shape)}, not {tuple(wanted[name].shape)}: another rank or another base")
        with torch.no_grad():
            wanted[name].copy_(weights)
        left.discard(name)
    if left:
        raise ValueError(f"it lacks {sorted(left)[0]}, which is to be trained")


def _peft_name(name: str) -> str:
    """`blk.3.attn_q.weight.lora_a` as PEFT names it."""
    block, number, part, _, matrix = name.split(".")
    if block != "blk" or part not in PARTS or matrix not in ("lora_a", "lora_b"):
        raise ValueError(f"it adapts {name}, which is unknown here")
    return f"base_model.model.model.layers.{number}.{PARTS[part]}.lora_{matrix[-1].upper()}.default.weight"
