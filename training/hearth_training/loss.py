"""The loss, only where it counts."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from peft.helpers import disable_input_dtype_casting
from torch.nn.functional import cross_entropy
from transformers import PreTrainedModel

from .examples import Pack


def summed_loss(model: PreTrainedModel, pack: Pack, device: torch.device) -> torch.Tensor:
    """Sum of the negative log-likelihoods of the pack's predicted tokens, each times its weight.

    The output layer is a quarter of a small model's work: it sees the hidden states that count only, as a matrix, because with a batch dimension
    PyTorch would copy the whole vocabulary's weights for the backward pass.
    """
    with arithmetic(model, device):
        hidden = model.model(
            input_ids=pack.input_ids.to(device), position_ids=pack.position_ids.to(device), use_cache=False).last_hidden_state.flatten(0, 1)
        logits = model.lm_head(hidden[pack.predicting.to(device)])
    return (cross_entropy(logits.float(), pack.targets.to(device), reduction="none") * pack.weights.to(device)).sum()


@contextmanager
def arithmetic(model: PreTrainedModel, device: torch.device) -> Iterator[None]:
    """On CUDA the LoRA's float32 weights compute in bfloat16: PEFT would cast every activation to float32 for them, more bytes than all else moves."""
    if device.type != "cuda":
        yield
        return
    with disable_input_dtype_casting(model), torch.autocast("cuda", dtype=torch.bfloat16):
        yield


@torch.no_grad()
def mean_loss(model: PreTrainedModel, packs: list[Pack], device: torch.device) -> float:
    """Mean over all predicted tokens of the packs."""
    total = sum(float(summed_loss(model, pack, device)) for pack in packs)
    return total / sum(len(pack.targets) for pack in packs)
