"""The everyday engine: ONNX Runtime, 8-bit weights, one thread, little memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import onnxruntime
from onnxruntime import GraphOptimizationLevel

from inference.engine import EngineName, Outputs, padded
from inference.results import ModelError

FILE: Final = "model.onnx"


class OnnxEngine:
    """Runs ``model.onnx`` of a model folder.

    Raises
    ------
    ModelError
        If the file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / FILE).is_file():
            raise ModelError(f"There is no {FILE} in {folder.name}.")
        # Windows' own event log is not asked by the environment's switch (see `inference`)
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # The graph is fused where it helps as it stands; more fusing makes it slower.
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as problem:  # the runtime raises its own kinds, undocumented
            raise ModelError(f"{FILE} in {folder.name} cannot be read.") from problem

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        return "onnx"

    def run(self, ids: Sequence[Sequence[int]]) -> Outputs:
        """Outputs of some sequences of token ids."""
        rows, mask = padded(ids)
        logits, vad = self._session.run(
            ["logits", "vad"], {"input_ids": rows, "attention_mask": mask}
        )
        return Outputs(logits, vad)
