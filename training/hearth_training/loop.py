"""The training loop: cosine schedule, gradient clipping, validation with early stop, checkpoints by the clock."""

import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from peft import PeftModel

from . import checkpoint
from .checkpoint import Progress
from .examples import Example, Pack, in_steps, packs_of
from .loss import mean_loss, summed_loss
from .packing import packing_on


@dataclass(frozen=True)
class LoopConfig:
    epochs: int
    examples_per_step: int
    learning_rate: float
    warmup_share: float
    """Share of all steps in which the learning rate rises."""
    pack_tokens: int
    text_weight: float
    """How much a token of the text before an answer counts, against an answer's: 0 leaves it out."""
    seed: int
    validations: int
    """How often, evenly over the run, the validation loss is measured."""
    patience: int
    """Validations in a row without a better loss that end the run."""
    checkpoint_minutes: float
    minutes: float = 0.0
    """The run ends after so many minutes of learning, its schedule made for them; 0: when the examples are through."""


class Run:
    """One training run; what it learned best is kept in `best`, as PEFT writes it."""

    def __init__(self, model: PeftModel, device: torch.device, config: LoopConfig, folder: Path, config_hash: str):
        self.model, self.device, self.config, self.folder, self.hash = model, device, config, folder, config_hash
        parameters = [each for each in model.parameters() if each.requires_grad]
        self.optimizer = torch.optim.AdamW(parameters, lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=0.0)
        self.parameters = parameters
        self.packing = packing_on(device, self.base, config.pack_tokens)
        self.progress, self.curve = checkpoint.load(folder / "checkpoint", model, self.optimizer, config_hash) or (Progress(), [])

    @property
    def base(self):
        """The transformers model inside, adapter layers included."""
        return self.model.base_model.model

    def train(self, training: list[Example], validation: list[Example]) -> list[dict]:
        """Trains to the end or to an early stop. @returns the curve: step, tokens, seconds, losses"""
        config, progress = self.config, self.progress
        epochs = [in_steps(training, config.examples_per_step, epoch, config.seed) for epoch in range(config.epochs)]
        steps = [step for epoch in epochs for step in epoch]
        validated = self._packs(validation)
        saved = time.monotonic()
        if progress.step == 0:
            self._validate(validated, math.nan)
        else:
            print(f"continuing at step {progress.step} of {len(steps)}", flush=True)
        share = self._share(progress.step, len(steps))
        while share < 1:
            before = share
            loss = self._step(steps[progress.step], len(steps))
            share = self._share(progress.step, len(steps))
            if share >= 1 or int(share * config.validations) > int(before * config.validations):
                self._validate(validated, loss)
                if progress.worse_in_a_row >= config.patience:
                    print(f"early stop: the validation loss has not improved {config.patience} times in a row", flush=True)
                    break
            if time.monotonic() - saved > config.checkpoint_minutes * 60:
                checkpoint.save(self.folder / "checkpoint", self.model, self.optimizer, progress, self.curve, self.hash)
                saved = time.monotonic()
        return self.curve

    def _share(self, step: int, of: int) -> float:
        """How much of the run is over after so many steps: by steps or by the clock, whichever is further."""
        limit = self.config.minutes * 60
        return max(step / of, self.progress.seconds / limit if limit > 0 else 0.0)

    def _packs(self, examples: list[Example], text_weight: float = 0.0) -> list[Pack]:
        return packs_of(examples, self.packing.room, text_weight, self.packing.rows)

    def _step(self, examples: list[Example], of: int) -> float:
        started = time.monotonic()
        config, progress = self.config, self.progress
        rate = learning_rate(self._share(progress.step + 1, of), config)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        packs = self._packs(examples, config.text_weight)
        weight = sum(float(pack.weights.sum()) for pack in packs)
        total = 0.0
        for pack in packs:
            loss = summed_loss(self.base, pack, self.device) / weight
            loss.backward()
            total += float(loss.detach())
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        progress.step += 1
        progress.tokens += sum(len(each.tokens) for each in examples)
        progress.seconds += time.monotonic() - started
        share = self._share(progress.step, of)
        left = progress.seconds / share * max(0.0, 1 - share) / 60
        print(f"step {progress.step}/{of}  loss {total:.3f}  {progress.tokens / progress.seconds:.0f} tokens/s  about {left:.0f} min left", flush=True)
        return total

    def _validate(self, packs: list[Pack], training_loss: float) -> None:
        progress = self.progress
        self.model.eval()
        loss = mean_loss(self.base, packs, self.device)
        self.model.train()
        self.curve.append({"step": progress.step, "tokens": progress.tokens, "seconds": round(progress.seconds, 1),
                           "training": None if math.isnan(training_loss) else round(training_loss, 4), "validation": round(loss, 4)})
        better = loss < progress.best_validation
        progress.best_validation = min(loss, progress.best_validation)
        progress.worse_in_a_row = 0 if better else progress.worse_in_a_row + 1
        print(f"validation loss {loss:.4f}{' (best so far)' if better else ''}", flush=True)
        if better and progress.step > 0:
            self.model.save_pretrained(self.folder / "best")
            checkpoint.save(self.folder / "checkpoint", self.model, self.optimizer, progress, self.curve, self.hash)


def learning_rate(share: float, config: LoopConfig) -> float:
    """Linear warm-up, then half a cosine down to a twentieth (Loshchilov and Hutter 2017). `share`: how much of the run is over at the step's end."""
    if share < config.warmup_share:
        return config.learning_rate * share / config.warmup_share
    falling = min(1.0, (share - config.warmup_share) / (1 - config.warmup_share))
    return config.learning_rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * falling)))
