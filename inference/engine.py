"""What every engine is: token ids in, logits and affect out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from inference.results import ModelError

Floats = npt.NDArray[np.float32]
EngineName = Literal["onnx", "torch"]


@dataclass(frozen=True, eq=False, slots=True)
class Outputs:
    """What the network says of n token sequences.

    Attributes
    ----------
    logits : ndarray, shape (n, 28), float32
    vad : ndarray, shape (n, 3), float32, standardised as in training
    """

    logits: Floats
    vad: Floats


class Engine(Protocol):
    """Runs the network on one thread."""

    @property
    def name(self) -> EngineName:
        """Which engine this is, for the provenance."""

    def run(self, ids: Sequence[Sequence[int]]) -> Outputs:
        """Outputs of some sequences of token ids, framed by the special tokens."""


def padded(ids: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Ids and attention mask, both of shape (n, longest), int64."""
    longest = max(len(each) for each in ids)
    rows = np.zeros((len(ids), longest), np.int64)
    mask = np.zeros_like(rows)
    for row, each in enumerate(ids):
        rows[row, : len(each)] = each
        mask[row, : len(each)] = 1
    return rows, mask


def load_engine(folder: Path, name: EngineName) -> Engine:
    """Load the engine of that name from a model folder.

    Raises
    ------
    ModelError
        If the folder lacks a part or a part cannot be read.
    """
    # Imported here: each engine pulls in libraries that the other does without.
    if name == "onnx":
        from inference.onnx_engine import OnnxEngine

        return OnnxEngine(folder)
    if name == "torch":
        from inference.torch_engine import TorchEngine

        return TorchEngine(folder)
    raise ModelError(f"There is no engine called {name}.")
