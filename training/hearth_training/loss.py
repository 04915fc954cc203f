"""The loss, only where it counts."""

import torch
from torch.nn.functional import cross_entropy
from transformers import PreTrainedModel

from .examples import Pack


def summed_loss(model: PreTrainedModel, pack: Pack, device: torch.device) -> torch.Tensor:
    """Sum of the negative log-likelihoods of the pack's predicted tokens, each times its weight.

    The output layer is a quarter of a small model's work: it sees the hidden states that count only, as a matrix, because with a batch dimension
    PyTorch would copy the whole vocabulary's weights for the backward pass.
    """
    hidden = model.model(
        input_ids=pack.input_ids.to(device), position_ids=pack.position_ids.to(device), use_cache=False).last_hidden_state[0]
    logits = model.lm_head(hidden[pack.predicting.to(device)])
    return (cross_entropy(logits.float(), pack.targets.to(device), reduction="none") * pack.weights.to(device)).sum()


@torch.no_grad()
def mean_loss(model: PreTrainedModel, packs: list[Pack], device: torch.device) -> float:
    """Mean over all predicted tokens of the packs."""
    total = sum(float(summed_loss(model, pack, device)) for pack in packs)
    return total / sum(len(pack.targets) for pack in packs)
