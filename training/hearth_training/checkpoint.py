"""Checkpoints that a kill at any moment cannot damage."""

import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from peft import PeftModel, get_peft_model_state_dict, set_peft_model_state_dict


@dataclass
class Progress:
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    best_validation: float = float("inf")
    worse_in_a_row: int = 0


STATE = "state.pt"


def save(folder: Path, model: PeftModel, optimizer: torch.optim.Optimizer, progress: Progress, curve: list[dict], config_hash: str) -> None:
    """Writes beside the last checkpoint and then takes its place."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    torch.save({
        "adapter": get_peft_model_state_dict(model), "optimizer": optimizer.state_dict(), "progress": asdict(progress),
        "curve": curve, "config": config_hash}, fresh / STATE)
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, model: PeftModel, optimizer: torch.optim.Optimizer, config_hash: str) -> tuple[Progress, list[dict]] | None:
    """Continues from the last whole checkpoint of the same configuration; None where there is none.

    A kill between the two renames of `save` leaves the last one under the name of the old.
    """
    for candidate in (folder, folder.with_name(folder.name + ".old")):
        if not (candidate / STATE).is_file():
            continue
        state = torch.load(candidate / STATE, weights_only=True)
        if state["config"] != config_hash:
            return None
        set_peft_model_state_dict(model, state["adapter"])
        optimizer.load_state_dict(state["optimizer"])
        return Progress(**state["progress"]), state["curve"]
    return None
