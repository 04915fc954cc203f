"""How many tokens a device computes at once."""

from dataclasses import dataclass

import torch
from transformers import PreTrainedModel

GPU_ROOM = 1024
"""Tokens of a row on a GPU: attention costs by the row's length, padding by what does not fit."""
MOST_ROWS = 16
"""Beyond some ten thousand tokens a large GPU no longer waits for the CPU."""


@dataclass(frozen=True)
class Packing:
    room: int
    """Tokens of a row."""
    rows: int


def packing_on(device: torch.device, model: PreTrainedModel, room: int) -> Packing:
    """On CUDA as many rows as its free memory holds, up to MOST_ROWS. Elsewhere one row of `room` tokens."""
    if device.type != "cuda":
        return Packing(room, 1)
    config = model.config
    # Kept for the backward pass, in two bytes each: about 20 vectors of the hidden and 8 of the inner size in each layer.
    per_token = 2 * config.num_hidden_layers * (20 * config.hidden_size + 8 * config.intermediate_size)
    free, _ = torch.cuda.mem_get_info(device)
    return Packing(GPU_ROOM, max(1, min(MOST_ROWS, int(0.7 * free / (per_token * GPU_ROOM)))))
