"""Trains a LoRA adapter for a GGUF base. Started by `npm run train`, which makes the examples and the configuration.

    python train.py CONFIG.json

The configuration: base (GGUF), train and validation (JSON lines), out (folder), lora {rank, alpha, targets}, loop (see loop.LoopConfig), threads,
start (an adapter to start from, a PEFT folder or a GGUF file; absent: from nothing).
Ends with 0 and `best/` (a PEFT folder) and `run.json` in the out folder; with 2 and one sentence for what a person can mend.
"""

import hashlib
import json
import sys
import time
from pathlib import Path


def main(config_file: str) -> None:
    config = json.loads(Path(config_file).read_text(encoding="utf-8"))
    try:
        import torch
        from peft import LoraConfig, get_peft_model

        from hearth_training.base import device_in_use, load_base
        from hearth_training.examples import read_examples
        from hearth_training.loop import LoopConfig, Run
        from hearth_training.start import start_from
    except ImportError as error:
        raise Mendable(f"The training packages are not complete ({error}): delete the virtual environment and run `npm run train` again.") from error

    if config.get("threads"):
        torch.set_num_threads(config["threads"])
    torch.manual_seed(config["loop"]["seed"])
    training = read_examples(Path(config["train"]), config["longest"])
    validation = read_examples(Path(config["validation"]), config["longest"])
    if not training or not validation:
        raise Mendable(f"There are no examples in {config['train']} or {config['validation']}: name folders with more source files.")
    device = device_in_use()
    print(f"{len(training)} examples, {sum(len(each.tokens) for each in training)} tokens; device {device}", flush=True)
    try:
        base = load_base(Path(config["base"]), device)
    except (OSError, ValueError, NotImplementedError) as error:
        raise Mendable(f"The base {config['base']} can't be loaded for training ({error}).") from error
    model = get_peft_model(base, LoraConfig(
        r=config["lora"]["rank"], lora_alpha=config["lora"]["alpha"], target_modules=config["lora"]["targets"], task_type="CAUSAL_LM"))
    if config.get("start"):
        try:
            start_from(model, Path(config["start"]))
        except (OSError, ValueError, KeyError) as error:
            raise Mendable(f"The adapter {config['start']} can't be started from: {error}.") from error
    out = Path(config["out"])
    out.mkdir(parents=True, exist_ok=True)
    run = Run(model, device, LoopConfig(**config["loop"]), out, fingerprint(config))
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        curve = run.train(training, validation)
    except torch.OutOfMemoryError as error:
        raise Mendable("The GPU has too little free memory for this base: close what else uses it, take a smaller base, or hide it (CUDA_VISIBLE_DEVICES=\"\") to train on the CPU.") from error
    (out / "run.json").write_text(json.dumps({
        "started": started, "device": str(device), "threads": torch.get_num_threads(), "config": config, "curve": curve,
        "trainableParameters": sum(each.numel() for each in run.parameters), "tokensPerSecond": round(run.progress.tokens / max(run.progress.seconds, 1e-9), 1)
    }, indent=2), encoding="utf-8")


def fingerprint(config: dict) -> str:
    """Of all that a checkpoint depends on: another configuration or other data starts afresh."""
    digest = hashlib.sha256(json.dumps({key: config[key] for key in ("lora", "loop", "longest")}, sort_keys=True).encode())
    for name in ("train", "validation"):
        digest.update(Path(config[name]).read_bytes())
    digest.update(str(Path(config["base"]).stat().st_size).encode())
    if config.get("start"):
        start = Path(config["start"])
        digest.update((start / "adapter_model.safetensors" if start.is_dir() else start).read_bytes())
    return digest.hexdigest()


class Mendable(Exception):
    """What a person can mend: its message is the whole story."""


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Mendable as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except MemoryError:
        print("There is not enough memory for training: close other programs, or take a smaller base.", file=sys.stderr)
        sys.exit(2)
