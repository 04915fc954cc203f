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
    """Index of the answer's first token: the loss counts from here on."""


@dataclass(frozen=True)
class Pack:
    """Tensors of shape (1, length). Positions start at 0 for each example, which keeps attention inside it."""

    input_ids: torch.Tensor
    position_ids: torch.Tensor
    predicting: torch.Tensor
    """Indices (answers,) of the tokens whose successor is an answer's."""
    targets: torch.Tensor
    """The successors (answers,)."""


def read_examples(file: Path, longest: int) -> list[Example]:
    """Reads JSON lines; examples of more than `longest` tokens are left out."""
    with file.open(encoding="utf-8") as lines:
        found = [Example(item["tokens"], item["answerStart"]) for item in map(json.loads, lines)]
    return [example for example in found if len(example.tokens) <= longest]


def in_steps(examples: list[Example], per_step: int, epoch: int, seed: int) -> list[list[Example]]:
    """The epoch's examples in random order, `per_step` for each step of the optimizer; the same for the same seed."""
    order = list(examples)
    random.Random(seed * 1_000_003 + epoch).shuffle(order)
    return [order[i:i + per_step] for i in range(0, len(order), per_step)]


def packs_of(examples: list[Example], room: int) -> list[Pack]:
    """First-fit decreasing into rows of at most `room` tokens; a longer example has a row of its own."""
    rows: list[list[Example]] = []
    for example in sorted(examples, key=lambda each: -len(each.tokens)):
        fitting = next((row for row in rows if sum(len(each.tokens) for each in row) + len(example.tokens) <= room), None)
        if fitting is None:
            rows.append([example])
        else:
            fitting.append(example)
    return [_pack(row) for row in rows]


def _pack(row: list[Example]) -> Pack:
    tokens: list[int] = []
    positions: list[int] = []
    predicting: list[int] = []
    for example in row:
        # The last token predicts nothing that counts.
        predicting += range(len(tokens) + example.answer_start - 1, len(tokens) + len(example.tokens) - 1)
        tokens += example.tokens
        positions += range(len(example.tokens))
    return Pack(
        input_ids=torch.tensor([tokens]), position_ids=torch.tensor([positions]), predicting=torch.tensor(predicting),
        targets=torch.tensor([tokens[at + 1] for at in predicting]))
