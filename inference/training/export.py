"""Write a trained network as the 8-bit ONNX file of the everyday engine.

The graph is laid out here, node by node, with ONNX Runtime's fused operators: a traced one kept
hundreds of shape nodes. The encoder's matrices get one scale a column (dynamic quantisation of
what they multiply). Before that its loudest channels are split into several quieter ones (Zhao et
al. 2019, "Improving neural network quantization without retraining using outlier channel
splitting"): two or three are fifteen times as loud as the rest, and unsplit the top label agreed
with the float network's on .985 of the dev rows where that is sure. The word table gets one scale
a row: a single scale cost .017 of macro F1. Attention, norms and the two heads stay in float.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from inference.network import EmotionNetwork
from inference.taxonomy import LABELS

OPSET: Final = 17
_FUSED: Final = "com.microsoft"
_HEADS: Final = 12
_EPSILON: Final = 1e-12
_SPLITS: Final = {384: 16, 1536: 64}

Array = npt.NDArray[Any]


def write_onnx(network: EmotionNetwork, path: Path, *, sample: Sequence[Sequence[int]]) -> None:
    """Write the 8-bit model.

    Parameters
    ----------
    network : EmotionNetwork
        As `inference.network.load_trained` gives it: adapter merged, float32.
    sample : sequence of sequences of int
        Token ids of some texts, to see how loud each channel gets.
    """
    weights = {name: each.detach().numpy() for name, each in network.state_dict().items()}
    graph = _Graph(weights, _loudness(network, sample))
    hidden = graph.embeddings()
    layers = sum(name.endswith("intermediate.dense.weight") for name in weights)
    for number in range(layers):
        hidden = graph.layer(f"encoder.encoder.layer.{number}", hidden)
    graph.heads(hidden)
    model = graph.model()
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _loudness(network: EmotionNetwork, sample: Sequence[Sequence[int]]) -> dict[str, Array]:
    """Largest magnitude of each channel that goes into each linear layer, over a sample."""
    found: dict[str, Array] = {}

    def listen(name: str) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
        def heard(_: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            loud = inputs[0].abs().amax((0, 1)).numpy()
            found[name] = np.maximum(found[name], loud) if name in found else loud

        return heard

    ears = [
        each.register_forward_pre_hook(listen(f"encoder.{name}"))
        for name, each in network.encoder.named_modules()
        if isinstance(each, nn.Linear)
    ]
    with torch.inference_mode():
        for ids in sample:
            network(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.int64))
    for ear in ears:
        ear.remove()
    return found


def _splits(loudness: Array) -> tuple[Array, Array]:
    """Channels to repeat, and by how many each channel is divided.

    One by one the channel that is loudest after its division is divided once more.
    """
    parts = np.ones(len(loudness), np.int64)
    for _ in range(_SPLITS.get(len(loudness), 0)):
        parts[int((loudness / parts).argmax())] += 1
    return np.repeat(np.arange(len(parts)), parts - 1), parts


class _Graph:
    """The graph as it grows; every method adds nodes and returns the name of their output."""

    def __init__(self, weights: dict[str, Array], loudness: dict[str, Array]) -> None:
        self._weights, self._loudness = weights, loudness
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def embeddings(self) -> str:
        """Words from their 8-bit table, places, and the one token type there is."""
        base = "encoder.embeddings"
        words = self._weights[f"{base}.word_embeddings.weight"]
        scale = np.maximum(np.abs(words).max(1, keepdims=True), 1e-12) / 127
        small = self._constant("words", np.round(words / scale).astype(np.int8))
        rows = self._constant("words.scale", scale.astype(np.float32))
        found = self._add("Cast", [self._add("Gather", [small, "input_ids"])], to=1)
        word = self._add("Mul", [found, self._add("Gather", [rows, "input_ids"])])
        places = self._weights[f"{base}.position_embeddings.weight"]
        kind = self._weights[f"{base}.token_type_embeddings.weight"][0]
        table = self._constant("places", places + kind)
        shape = self._add("Shape", ["input_ids"], start=1, end=2)
        zero = self._constant("zero", np.array([0], np.int64))
        place = self._add("Slice", [table, zero, shape, zero])
        self._add("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        norm = [self._weight(f"{base}.LayerNorm.{each}") for each in ("weight", "bias")]
        summed = self._add("Add", [word, place])
        return self._add("LayerNormalization", [summed, *norm], epsilon=_EPSILON)

    def layer(self, base: str, hidden: str) -> str:
        """One transformer layer: attention, then the feed-forward part."""
        three = [f"{base}.attention.self.{name}" for name in ("query", "key", "value")]
        joined = self._product(three, hidden)
        parts = [f"{base}.{name}" for name in ("q", "k", "v")]
        self._nodes.append(helper.make_node("Split", [joined], parts, axis=2))
        seen = self._add(
            "MultiHeadAttention", [*parts, "", "mask"], domain=_FUSED, num_heads=_HEADS
        )
        told = self._product([f"{base}.attention.output.dense"], seen)
        hidden = self._norm(f"{base}.attention.output.LayerNorm", hidden, told)
        wide = self._product([f"{base}.intermediate.dense"], hidden, has_bias=False)
        bias = self._weight(f"{base}.intermediate.dense.bias")
        wide = self._add("BiasGelu", [wide, bias], domain=_FUSED)
        narrow = self._product([f"{base}.output.dense"], wide)
        return self._norm(f"{base}.output.LayerNorm", hidden, narrow)

    def heads(self, hidden: str) -> None:
        """Mean over the tokens that are there, then the two heads."""
        last = self._constant("last", np.array([2], np.int64))
        middle = self._constant("middle", np.array([1], np.int64))
        mask = self._add("Cast", [self._add("Unsqueeze", ["attention_mask", last])], to=1)
        total = self._add("ReduceSum", [self._add("Mul", [hidden, mask]), middle], keepdims=0)
        count = self._add("ReduceSum", [mask, middle], keepdims=0)
        pooled = self._add("Div", [total, count])
        for name, out in (("labels", "logits"), ("vad", "vad")):
            head = [self._weight(f"{name}.{each}") for each in ("weight", "bias")]
            self._add("Gemm", [pooled, *head], out, transB=1)

    def model(self) -> onnx.ModelProto:
        """The finished model."""
        shape = ("rows", "tokens")
        graph = helper.make_graph(
            self._nodes,
            "emotion",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, shape)
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info("logits", TensorProto.FLOAT, ("rows", len(LABELS))),
                helper.make_tensor_value_info("vad", TensorProto.FLOAT, ("rows", 3)),
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def _product(self, names: Sequence[str], given: str, *, has_bias: bool = True) -> str:
        """An 8-bit matrix product, of several layers' matrices side by side."""
        weight = np.concatenate([self._weights[f"{name}.weight"] for name in names]).T
        again, parts = _splits(self._loudness[names[0]])
        weight = np.concatenate([weight, weight[again]])
        scale = np.maximum(np.abs(weight).max(0), 1e-12) / 127
        inputs = [
            self._split(names[0], given, again, parts),
            self._constant(f"{names[0]}.int8", np.round(weight / scale).astype(np.int8)),
            self._constant(f"{names[0]}.scale", scale.astype(np.float32)),
            self._constant(f"{names[0]}.zero", np.zeros(len(scale), np.int8)),
        ]
        if has_bias:
            bias = np.concatenate([self._weights[f"{name}.bias"] for name in names])
            inputs.append(self._constant(f"{names[0]}.bias", bias))
        return self._add("DynamicQuantizeMatMul", inputs, domain=_FUSED)

    def _split(self, name: str, given: str, again: Array, parts: Array) -> str:
        """What is multiplied, its loud channels repeated and each copy a part."""
        which = self._constant(f"{name}.again", again)
        shares = 1 / np.concatenate([parts, parts[again]])
        share = self._constant(f"{name}.share", shares.astype(np.float32))
        more = self._add("Gather", [given, which], axis=2)
        return self._add("Mul", [self._add("Concat", [given, more], axis=2), share])

    def _norm(self, name: str, hidden: str, told: str) -> str:
        norm = [self._weight(f"{name}.{each}") for each in ("weight", "bias")]
        # Not SkipLayerNormalization: on the CPU it takes five times as long as its two parts.
        summed = self._add("Add", [hidden, told])
        return self._add("LayerNormalization", [summed, *norm], epsilon=_EPSILON)

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, values: Array) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _add(self, kind: str, inputs: Sequence[str], out: str = "", **how: Any) -> str:
        out = out or f"{kind}.{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [out], **how))
        return out
