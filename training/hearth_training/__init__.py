"""Trains a LoRA adapter on token arrays that Hearth's own planner has made."""
