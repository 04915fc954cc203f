"""A run: it learns, stops early, and a kill at any moment costs no more than what came after the last checkpoint."""

import dataclasses
import shutil
import tempfile
import unittest
from pathlib import Path

import torch
from peft import PeftModel

from hearth_training.examples import Example
from hearth_training.loop import LoopConfig, Run, learning_rate
from tests.tiny import examples, tiny_lora

LOOP = LoopConfig(epochs=3, examples_per_step=4, learning_rate=1e-2, warmup_share=0.1, pack_tokens=128, text_weight=0.2, seed=3, validations=4, patience=3, checkpoint_minutes=1e9)


class Killed(Exception):
    pass


def weights(model: PeftModel) -> torch.Tensor:
    return torch.cat([each.detach().flatten() for each in model.parameters() if each.requires_grad])


def run_in(folder: Path, config: LoopConfig = LOOP, config_hash: str = "one") -> Run:
    return Run(tiny_lora(), torch.device("cpu"), config, folder, config_hash)


class Runs(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_learn(self) -> None:
        run = run_in(self.folder, dataclasses.replace(LOOP, epochs=25, learning_rate=5e-2))
        always = [Example([*each.tokens[:each.answer_start], 7, 8], each.answer_start, each.text_start) for each in examples(24)]
        curve = run.train(always[:16], always[16:])
        self.assertLess(min(point["validation"] for point in curve), 0.7 * curve[0]["validation"])
        self.assertTrue((self.folder / "best" / "adapter_model.safetensors").is_file())

    def test_killed_at_any_step_goes_on_to_the_same_end(self) -> None:
        # What is learned of chance does not validate: an early stop would end it before the kill.
        patient = dataclasses.replace(LOOP, patience=99)
        whole = run_in(self.folder / "whole", patient)
        whole.train(examples(16), examples(8, 2))
        for killed_at in (1, 5, 9):
            folder = self.folder / str(killed_at)
            often = dataclasses.replace(patient, checkpoint_minutes=0)
            run = run_in(folder, often)
            step = run._step

            def until_killed(*args, of=step, at=killed_at, running=run):
                if running.progress.step == at:
                    raise Killed
                return of(*args)

            run._step = until_killed
            with self.assertRaises(Killed):
                run.train(examples(16), examples(8, 2))
            again = run_in(folder, often)
            self.assertEqual(again.progress.step, killed_at)
            again.train(examples(16), examples(8, 2))
            torch.testing.assert_close(weights(again.model), weights(whole.model))

    def test_killed_between_the_renames_goes_on_from_the_old_checkpoint(self) -> None:
        run_in(self.folder).train(examples(8), examples(8, 2))
        (self.folder / "checkpoint").rename(self.folder / "checkpoint.old")
        self.assertGreater(run_in(self.folder).progress.step, 0)

    def test_of_another_configuration_begins_afresh(self) -> None:
        run_in(self.folder).train(examples(8), examples(8, 2))
        self.assertEqual(run_in(self.folder, config_hash="other").progress.step, 0)

    def test_that_no_longer_improves_stops(self) -> None:
        still = dataclasses.replace(LOOP, learning_rate=0.0, validations=12, epochs=12)
        run = run_in(self.folder, still)
        run.train(examples(8), examples(8, 2))
        self.assertLess(run.progress.step, 24)
        self.assertGreaterEqual(run.progress.worse_in_a_row, still.patience)

    def test_ends_when_the_time_asked_for_is_over(self) -> None:
        run = run_in(self.folder, dataclasses.replace(LOOP, epochs=2000, patience=99, minutes=0.02))
        curve = run.train(examples(16), examples(8, 2))
        self.assertLess(run.progress.step, 8000)
        self.assertGreaterEqual(run.progress.seconds, 1.2)
        self.assertEqual(curve[-1]["step"], run.progress.step)


class Rate(unittest.TestCase):
    def test_rises_and_falls_to_a_twentieth(self) -> None:
        rates = [learning_rate((step + 1) / 100, LOOP) for step in range(100)]
        self.assertAlmostEqual(rates[0], 1e-3)
        self.assertAlmostEqual(max(rates), 1e-2)
        self.assertEqual(rates[10:], sorted(rates[10:], reverse=True))
        self.assertAlmostEqual(rates[-1], 5e-4, delta=1e-4)
