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
    """Tensors of shape (rows, length). Positions start at 0 for each example, which keeps attention inside it; what fills a row up is one more example, of which nothing counts."""

    input_ids: torch.Tensor
    position_ids: torch.Tensor
    predicting: torch.Tensor
    """Indices (predicted,), over all rows, of the tokens whose successor is an answer's, or the text's before it where that counts."""
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


def packs_of(examples: list[Example], room: int, text_weight: float = 0.0, rows_at_once: int = 1) -> list[Pack]:
    """First-fit decreasing into rows of at most `room` tokens; a longer example has a row of its own. `text_weight`: how much a token of the text before an answer counts."""
    rows: list[list[Example]] = []
    used: list[int] = []
    for example in sorted(examples, key=lambda each: -len(each.tokens)):
        size = len(example.tokens)
        fitting = next((i for i, tokens in enumerate(used) if tokens + size <= room), None)
        if fitting is None:
            rows.append([example])
            used.append(size)
        else:
            rows[fitting].append(example)
            used[fitting] += size
    return [_pack(rows[i:i + rows_at_once], text_weight) for i in range(0, len(rows), rows_at_once)]


def _pack(rows: list[list[Example]], text_weight: float) -> Pack:
    length = max(sum(len(example.tokens) for example in row) for row in rows)
    if len(rows) > 1:
        length += -length % 64  # the sizes that a GPU's kernels are made for
    tokens: list[int] = []
    positions: list[int] = []
    predicting: list[int] = []
    weights: list[float] = []
    for number, row in enumerate(rows, 1):
        for example in row:
            first = example.answer_start if text_weight == 0 else max(1, example.text_start)
            # The last token predicts nothing that counts.
            predicting += range(len(tokens) + first - 1, len(tokens) + len(example.tokens) - 1)
            weights += [text_weight] * (example.answer_start - first) + [1.0] * (len(example.tokens) - example.answer_start)
            tokens += example.tokens
            positions += range(len(example.tokens))
        left = number * length - len(tokens)
        tokens += [0] * left
        positions += range(left)
    return Pack(
        input_ids=torch.tensor(tokens).view(len(rows), length), position_ids=torch.tensor(positions).view(len(rows), length), predicting=torch.tensor(predicting),
        targets=torch.tensor([tokens[at + 1] for at in predicting]), weights=torch.tensor(weights))
