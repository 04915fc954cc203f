"""Packing is only a way to be quick: the loss must be that of each example by itself."""

import unittest

import torch
from peft import PeftModel
from torch.nn.functional import cross_entropy

from hearth_training.examples import Example, in_steps, packs_of
from hearth_training.loss import mean_loss, summed_loss
from tests.tiny import examples, shaken, tiny_lora

CPU = torch.device("cpu")


def losses_of(model: PeftModel, given: list[Example]) -> list[torch.Tensor]:
    """Of each example by itself the losses of its tokens; entry i is of token i + 1."""
    with torch.no_grad():
        return [cross_entropy(model(input_ids=torch.tensor([each.tokens])).logits[0, :-1], torch.tensor(each.tokens[1:]), reduction="none") for each in given]


class Packs(unittest.TestCase):
    def test_hold_every_example_once_and_whole(self) -> None:
        given = examples(40)
        packs = packs_of(given, 64)
        found = []
        for pack in packs:
            starts = [i for i, position in enumerate(pack.position_ids[0].tolist()) if position == 0]
            tokens = pack.input_ids[0].tolist()
            found += [tokens[a:b] for a, b in zip(starts, [*starts[1:], len(tokens)])]
        self.assertEqual(sorted(found), sorted(each.tokens for each in given))
        self.assertTrue(all(pack.input_ids.shape[1] <= 64 for pack in packs))
        self.assertLess(len(packs), len(given) / 1.5)

    def test_predict_the_answers_and_nothing_else(self) -> None:
        given = examples(12)
        for pack in packs_of(given, 80):
            tokens = pack.input_ids[0].tolist()
            self.assertEqual(pack.targets.tolist(), [tokens[at + 1] for at in pack.predicting.tolist()])
        answers = sorted(token for each in given for token in each.tokens[each.answer_start:])
        self.assertEqual(sorted(token for pack in packs_of(given, 80) for token in pack.targets.tolist()), answers)

    def test_count_the_text_before_an_answer_as_much_as_is_asked(self) -> None:
        model = shaken(tiny_lora()).eval()
        given = examples(20)
        plain = sum(float(losses[each.answer_start - 1:].sum() + 0.25 * losses[max(0, each.text_start - 1):each.answer_start - 1].sum())
                    for each, losses in zip(given, losses_of(model, given)))
        with torch.no_grad():
            packed = sum(float(summed_loss(model.base_model.model, pack, CPU)) for pack in packs_of(given, 120, 0.25))
        self.assertAlmostEqual(packed, plain, delta=1e-3 * plain)
        self.assertEqual(sum(float((pack.weights == 1).sum()) for pack in packs_of(given, 120, 0.25)), sum(len(each.tokens) - each.answer_start for each in given))

    def test_have_the_loss_of_the_examples_one_by_one(self) -> None:
        model = shaken(tiny_lora()).eval()
        given = examples(20)
        plain = sum(float(losses[each.answer_start - 1:].sum()) for each, losses in zip(given, losses_of(model, given)))
        with torch.no_grad():
            packed = sum(float(summed_loss(model.base_model.model, pack, CPU)) for pack in packs_of(given, 120))
        self.assertAlmostEqual(packed, plain, delta=1e-3 * plain)
        answers = sum(len(each.tokens) - each.answer_start for each in given)
        self.assertAlmostEqual(mean_loss(model.base_model.model, packs_of(given, 120), CPU), plain / answers, delta=1e-3)

    def test_of_several_rows_have_the_same_loss(self) -> None:
        model = shaken(tiny_lora()).eval()
        given = examples(40)
        packs = packs_of(given, 96, 0.25, rows_at_once=4)
        self.assertGreater(len(packs), 1)
        self.assertEqual(packs[0].input_ids.shape[0], 4)
        with torch.no_grad():
            of_one, of_four = (sum(float(summed_loss(model.base_model.model, pack, CPU)) for pack in each) for each in (packs_of(given, 96, 0.25), packs))
        self.assertAlmostEqual(of_four, of_one, delta=1e-4 * of_one)


class Steps(unittest.TestCase):
    def test_go_through_all_examples_in_an_order_of_the_seed(self) -> None:
        given = examples(21)
        order = in_steps(given, 4, 0, 3)
        self.assertEqual([len(step) for step in order], [4, 4, 4, 4, 4, 1])
        self.assertCountEqual([id(each) for step in order for each in step], [id(each) for each in given])
        self.assertEqual(order, in_steps(given, 4, 0, 3))
        self.assertNotEqual(order, in_steps(given, 4, 1, 3))
