"""How fast a plain peft loop trains on the same examples: what Hearth's trainer is held against.

    python bare_loop.py CONFIG.json STEPS      the configuration of train.py

As the field's tutorials write it: bfloat16 weights, examples padded to the longest of the batch, labels of -100 outside the answer, the model's own loss.
Both loops take the same examples, by turns of one optimizer step each, and the medians are printed as JSON.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model

from hearth_training.base import device_in_use, load_base
from hearth_training.examples import Example, in_steps, packs_of, read_examples
from hearth_training.loss import summed_loss
from hearth_training.packing import Packing, packing_on

BATCH = 2
"""Examples in a padded batch: what 9 GB of memory hold with the whole vocabulary's logits."""


def main(config_file: str, steps: int) -> None:
    config = json.loads(Path(config_file).read_text(encoding="utf-8"))
    torch.set_num_threads(config["threads"])
    torch.manual_seed(1)
    device = device_in_use()
    model = get_peft_model(load_base(Path(config["base"]), device), LoraConfig(
        r=config["lora"]["rank"], lora_alpha=config["lora"]["alpha"], target_modules=config["lora"]["targets"], task_type="CAUSAL_LM"))
    optimizer = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=1e-5)
    packing = packing_on(device, model.base_model.model, config["loop"]["pack_tokens"])
    drawn = in_steps(read_examples(Path(config["train"]), config["longest"]), config["loop"]["examples_per_step"], 0, 1)[:steps + 1]
    speeds: dict[str, list[float]] = {"bare": [], "hearth": []}
    for number, examples in enumerate(drawn):
        for name, backward in (("bare", bare), ("hearth", packed)):
            started = time.monotonic()
            backward(model, examples, device, packing)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if number > 0:  # the first one warms up
                speeds[name].append(sum(len(each.tokens) for each in examples) / (time.monotonic() - started))
                print(f"step {number} {name}: {speeds[name][-1]:.0f} tokens/s", file=sys.stderr, flush=True)
    medians = {name: round(statistics.median(each), 1) for name, each in speeds.items()}
    print(json.dumps({"device": str(device), "steps": steps, **medians, "ratio": round(medians["hearth"] / medians["bare"], 2)}))


def bare(model, examples: list[Example], device: torch.device, _packing: Packing) -> None:
    for at in range(0, len(examples), BATCH):
        batch = examples[at:at + BATCH]
        longest = max(len(each.tokens) for each in batch)
        tokens = torch.tensor([each.tokens + [0] * (longest - len(each.tokens)) for each in batch], device=device)
        mask = torch.tensor([[1] * len(each.tokens) + [0] * (longest - len(each.tokens)) for each in batch], device=device)
        labels = torch.tensor([[-100] * each.answer_start + each.tokens[each.answer_start:] + [-100] * (longest - len(each.tokens)) for each in batch], device=device)
        (model(input_ids=tokens, attention_mask=mask, labels=labels).loss * len(batch) / len(examples)).backward()


def packed(model, examples: list[Example], device: torch.device, packing: Packing) -> None:
    packs = packs_of(examples, packing.room, rows_at_once=packing.rows)
    answers = sum(len(pack.targets) for pack in packs)
    for pack in packs:
        (summed_loss(model.base_model.model, pack, device) / answers).backward()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
