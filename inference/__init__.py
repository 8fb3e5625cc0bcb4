"""Emotion inference on the person's own machine: engines, evidence, evaluation, training."""
