"""Examples as the data maker writes them, and packs of them: several in one row, without padding."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import torch


@dataclass(frozen=True)
class Example:
    tokens: list[int]
    """Prompt, answer, end token."""
    answer_start: int
    """Index of the answer's first token: the loss counts in full from here on."""
    text_start: int
    """Index of the first token of the text that the answer continues: the file's code up to the cursor, of which something can be learned as well."""


@dataclass(frozen=True)
class Pack:
    """Tensors of shape (1, length). Positions start at 0 for each example, which keeps attention inside it."""

    input_ids: torch.Tensor
    position_ids: torch.Tensor
    predicting: torch.Tensor
    """Indices (predicted,) of the tokens whose successor is an answer's, or the text's before it where that counts."""
    targets: torch.Tensor
    """The successors (predicted,)."""
    weights: torch.Tensor
    """How much each counts (predicted,): an answer's 1."""


def read_examples(file: Path, longest: int) -> list[Example]:
    """Reads JSON lines; examples of more than `longest` tokens are left out."""
    with file.open(encoding="utf-8") as lines:
        found = [Example(item["tokens"], item["answerStart"], item["textStart"]) for item in map(json.loads, lines)]
    return [example for example in found if len(example.tokens) <= longest]


def in_steps(examples: list[Example], per_step: int, epoch: int, seed: int) -> list[list[Example]]:
    """The epoch's examples in random order, `per_step` for each step of the optimizer; the same for the same seed."""
    order = list(examples)
    random.Random(seed * 1_000_003 + epoch).shuffle(order)
    return [order[i:i + per_step] for i in range(0, len(order), per_step)]


def packs_of(examples: list[Example], room: int, text_weight: float = 0.0) -> list[Pack]:
    """First-fit decreasing into rows of at most `room` tokens; a longer example has a row of its own. `text_weight`: how much a token of the text before an answer counts."""
    rows: list[list[Example]] = []
    for example in sorted(examples, key=lambda each: -len(each.tokens)):
        fitting = next((row for row in rows if sum(len(each.tokens) for each in row) + len(example.tokens) <= room), None)
        if fitting is None:
            rows.append([example])
        else:
            fitting.append(example)
    return [_pack(row, text_weight) for row in rows]


def _pack(row: list[Example], text_weight: float) -> Pack:
    tokens: list[int] = []
    positions: list[int] = []
    predicting: list[int] = []
    weights: list[float] = []
    for example in row:
        first = example.answer_start if text_weight == 0 else max(1, example.text_start)
        # The last token predicts nothing that counts.
        predicting += range(len(tokens) + first - 1, len(tokens) + len(example.tokens) - 1)
        weights += [text_weight] * (example.answer_start - first) + [1.0] * (len(example.tokens) - example.answer_start)
        tokens += example.tokens
        positions += range(len(example.tokens))
    return Pack(
        input_ids=torch.tensor([tokens]), position_ids=torch.tensor([positions]), predicting=torch.tensor(predicting),
        targets=torch.tensor([tokens[at + 1] for at in predicting]), weights=torch.tensor(weights))
