"""The base model: the very GGUF file that Hearth runs, dequantized, so that an adapter makes good for its rounding."""

from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, GgufConfig, PreTrainedModel


def device_in_use() -> torch.device:
    """CUDA, then Apple's GPU, then the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def load_base(file: Path, device: torch.device) -> PreTrainedModel:
    """Loads the GGUF `file` with its weights in bfloat16, frozen.

    bfloat16 rather than autocast over float32: autocast would cast every frozen weight anew in each step.
    """
    model = AutoModelForCausalLM.from_pretrained(str(file.parent), gguf_file=file.name, dtype=torch.bfloat16, quantization_config=GgufConfig(dequantize=True))
    model.requires_grad_(False)
    model.config.use_cache = False
    return model.to(device)
