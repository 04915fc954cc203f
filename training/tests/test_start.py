"""Starting from an adapter gives that adapter, and refuses one that does not fit."""

import shutil
import tempfile
import unittest
from pathlib import Path

import torch
from gguf import GGUFWriter
from peft import PeftModel

from hearth_training.start import PARTS, start_from
from tests.tiny import shaken, tiny_lora


def write_gguf(model: PeftModel, file: Path, alpha: float, without: str = "nothing") -> None:
    """As Hearth's importer writes it."""
    names = {theirs: ours for ours, theirs in PARTS.items()}
    writer = GGUFWriter(file, "qwen2")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for name, weights in model.named_parameters():
        if weights.requires_grad and without not in name.split("."):
            parts = name.split(".")
            at = parts.index("layers")
            writer.add_tensor(f"blk.{parts[at + 1]}.{names['.'.join(parts[at + 2:at + 4])]}.weight.{parts[at + 4].lower()}", weights.detach().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def same(a: PeftModel, b: PeftModel) -> bool:
    return all(torch.equal(one, other) for one, other in zip(a.parameters(), b.parameters()))


class Start(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "a.gguf"

    def test_from_a_gguf_file(self) -> None:
        given, fresh = shaken(tiny_lora()), tiny_lora()
        write_gguf(given, self.file, 8)
        self.assertFalse(same(given, fresh))
        start_from(fresh, self.file)
        self.assertTrue(same(given, fresh))

    def test_from_a_peft_folder(self) -> None:
        given, fresh = shaken(tiny_lora()), tiny_lora()
        given.save_pretrained(self.folder / "best")
        start_from(fresh, self.folder / "best")
        self.assertTrue(same(given, fresh))

    def test_refuses_another_alpha(self) -> None:
        write_gguf(shaken(tiny_lora()), self.file, 16)
        with self.assertRaisesRegex(ValueError, "alpha is 16, not 8"):
            start_from(tiny_lora(), self.file)

    def test_refuses_another_rank(self) -> None:
        write_gguf(shaken(tiny_lora(rank=2)), self.file, 8)
        with self.assertRaisesRegex(ValueError, "another rank"):
            start_from(tiny_lora(), self.file)

    def test_refuses_one_that_lacks_a_matrix(self) -> None:
        write_gguf(shaken(tiny_lora()), self.file, 8, without="v_proj")
        with self.assertRaisesRegex(ValueError, "lacks .*v_proj"):
            start_from(tiny_lora(), self.file)
