"""The reference engine: the base package, the adapter and the heads, in float32."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError

from inference.engine import EngineName, Outputs, padded
from inference.network import load_trained
from inference.results import ModelError


class TorchEngine:
    """Runs the adapter and heads of a model folder over the base weights.

    Raises
    ------
    ModelError
        If a part is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        torch.set_num_threads(1)
        try:
            self._network = load_trained(folder)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as problem:
            raise ModelError(f"The adapter or heads in {folder.name} cannot be read.") from problem

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        return "torch"

    def run(self, ids: Sequence[Sequence[int]]) -> Outputs:
        """Outputs of some sequences of token ids."""
        rows, mask = padded(ids)
        with torch.inference_mode():
            logits, vad = self._network(torch.from_numpy(rows), torch.from_numpy(mask))
        return Outputs(logits.numpy(), vad.numpy())
