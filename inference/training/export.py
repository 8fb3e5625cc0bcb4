"""Turn a trained network into the 8-bit ONNX file of the everyday engine.

The encoder's matrix products get one scale a column (dynamic quantisation); the two small heads
stay in float. The word embeddings get one scale
a row: a single scale for the whole table cost .017 of macro F1.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from inference.network import EmotionNetwork

OPSET: Final = 18


def write_onnx(network: EmotionNetwork, path: Path) -> None:
    """Write the 8-bit model.

    Parameters
    ----------
    network : EmotionNetwork
        As `inference.network.load_trained` gives it: adapter merged, float32.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "float.onnx", Path(folder) / "small.onnx"
        _write_float(network, whole)
        products = [n.name for n in onnx.load(whole).graph.node if n.op_type == "MatMul"]
        quantize_dynamic(
            whole,
            small,
            nodes_to_quantize=products,
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
        model = onnx.load(small)
    _shrink_embeddings(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _write_float(network: EmotionNetwork, path: Path) -> None:
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    rows, tokens = torch.export.Dim("rows"), torch.export.Dim("tokens", max=512)
    shape = {0: rows, 1: tokens}
    torch.onnx.export(
        network.eval(),
        (ids, (ids > 0).long()),
        path,
        input_names=["input_ids", "attention_mask"],
        output_names=["logits", "vad"],
        dynamic_shapes=(shape, shape),
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    model = onnx.load(path)
    # The exporter's notes on shapes name transposed weights; the quantiser stumbles over them.
    model.graph.ClearField("value_info")
    onnx.save(model, path)


def _shrink_embeddings(graph: onnx.GraphProto) -> None:
    """Keep the word table as int8 with a float scale a row, dequantised after the look-up."""
    table = max(graph.initializer, key=lambda each: each.ByteSize())
    weights = numpy_helper.to_array(table)
    scale = np.abs(weights).max(1, keepdims=True) / 127
    scale[scale == 0] = 1
    small = np.round(weights / scale).astype(np.int8)
    gather = next(n for n in graph.node if n.op_type == "Gather" and n.input[0] == table.name)
    ids, out = gather.input[1], gather.output[0]
    nodes = [
        helper.make_node("Gather", ["words_int8", ids], ["words_of_ids"]),
        helper.make_node("Cast", ["words_of_ids"], ["words_float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["words_scale", ids], ["scale_of_ids"]),
        helper.make_node("Mul", ["words_float", "scale_of_ids"], [out]),
    ]
    at = list(graph.node).index(gather)
    graph.node.remove(gather)
    for offset, node in enumerate(nodes):
        graph.node.insert(at + offset, node)
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(small, "words_int8"))
    graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), "words_scale"))
