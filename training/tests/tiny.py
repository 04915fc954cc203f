"""A Qwen2 of a few thousand weights, made from nothing: the same code as the real one, in milliseconds."""

import random

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import Qwen2Config, Qwen2ForCausalLM

from hearth_training.examples import Example

VOCABULARY = 97
TARGETS = ["q_proj", "v_proj", "o_proj", "down_proj"]


def tiny_base() -> Qwen2ForCausalLM:
    torch.manual_seed(5)
    model = Qwen2ForCausalLM(Qwen2Config(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=256,
        # With the usual 0.02 so small a model could say nothing with certainty, and nothing could be learned.
        initializer_range=0.3))
    model.requires_grad_(False)
    model.config.use_cache = False
    return model


def tiny_lora(rank: int = 4, alpha: int = 8, seed: int = 6) -> PeftModel:
    base = tiny_base()
    torch.manual_seed(seed)
    return get_peft_model(base, LoraConfig(r=rank, lora_alpha=alpha, target_modules=TARGETS, task_type="CAUSAL_LM"))


def shaken(model: PeftModel) -> PeftModel:
    """With a B that is not zero: a fresh LoRA changes nothing."""
    torch.manual_seed(7)
    with torch.no_grad():
        for each in model.parameters():
            if each.requires_grad:
                each.copy_(torch.randn_like(each) * 0.1)
    return model


def examples(count: int, seed: int = 1) -> list[Example]:
    """Of lengths 8 to 40, answers of 1 to 6 tokens."""
    drawn = random.Random(seed)
    found = []
    for _ in range(count):
        length = drawn.randint(8, 40)
        answer_start = length - drawn.randint(1, 6)
        found.append(Example([drawn.randrange(VOCABULARY) for _ in range(length)], answer_start, drawn.randint(0, answer_start)))
    return found
