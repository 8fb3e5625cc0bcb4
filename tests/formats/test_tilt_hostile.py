"""Broken and hostile files: told in words, nothing changed, no more memory than they are worth."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.model_files import WRITERS, read_model
from app.formats.models import Model, Part
from app.formats.tilt_layout import LaidStroke, pack, unpack
from app.formats.tilt_writer import not_understood, tilt_bytes
from app.model.words import PersonError
from tests.formats.sketches import a_table, a_tilt, laid, read

BOUND = 64 << 20
HEAD = struct.pack("<4sHHII", b"tilT", 16, 1, 0, 0)


def a_triangle() -> Model:
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    part = Part("leaf", positions, np.array([[0, 1, 2]], np.uint32), None, np.ones((3, 4), "f4"))
    return Model((part,))


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return HEAD + out.getvalue()


def a_sketch_of(count: int, points: int) -> bytes:
    head = struct.pack("<IiIIi", 0xC576A5CD, 5, 0, 0, count)
    stroke = struct.pack("<i5fII", 0, 1, 1, 1, 1, 1, 0, 3)
    return zipped({"data.sketch": head + stroke + struct.pack("<i", points) + b"\0" * 64})


BAD_TILTS = {
    "empty": b"",
    "header only": HEAD,
    "half a header": HEAD[:9],
    "no zip": HEAD + b"PK\x03\x04 torn",
    "no sketch": zipped({"metadata.json": b"{}"}),
    "another version": zipped({"data.sketch": struct.pack("<IiIIi", 0xC576A5CD, 99, 0, 0, 0)}),
    "a billion strokes": a_sketch_of(1_000_000_000, 1),
    "a billion points": a_sketch_of(1, 1_000_000_000),
    "fewer than none": a_sketch_of(1, -1),
    "metadata that is no table": zipped({"data.sketch": b"", "metadata.json": b"[]"}),
    "deep metadata": a_tilt(laid(), metadata="[" * 100_000),
    "a header that points far away": struct.pack("<4sHHII", b"tilT", 65535, 1, 0, 0),
    "a bomb": zipped({"data.sketch": b"\0" * (200 << 20)}),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
    "a million files": HEAD + b"PK\x01\x02" * 1_000_000,
    "a million empty strokes": zipped(
        {"data.sketch": struct.pack("<IiIIi", 0xC576A5CD, 5, 0, 0, 400_000) + b"\0" * 36 * 400_000}
    ),
    "long metadata": a_tilt(laid(), metadata='"' + "x" * (20 << 20) + '"'),
}


def told(action) -> str:
    tracemalloc.start()
    try:
        with pytest.raises(PersonError) as caught:
            action()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BOUND
    return str(caught.value)


@pytest.mark.parametrize("content", BAD_TILTS.values(), ids=BAD_TILTS)
def test_what_is_no_sketch_is_told_and_costs_little(content):
    words = told(lambda: read(content, "cat.tilt"))
    assert "“cat.tilt” could not be read as a sketch" in words
    assert "nothing of yours was changed" in words
    assert "save it anew" in words


def test_a_stroke_with_broken_numbers_is_left_out_and_told():
    good, bad, far = laid(), laid(), laid()
    bad.words[1, 0] = np.float32("nan").view(np.uint32)
    far.words[0, 1] = np.float32(1e30).view(np.uint32)
    loud = LaidStroke(0, (float("inf"), 0, 0, 1), 1.0, 3, {}, laid().words)
    sketch = read(a_tilt(good, bad, far, loud, laid(0)))
    assert len(sketch.strokes) == 1
    assert [str(words) for words in sketch.left_out] == ["strokes with broken numbers (4)"]
    assert "its numbers are no places in a room" in told(lambda: read(a_tilt(bad)))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(0, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)
FIELDS = ["BrushIndex", "Layers", "InnerscapeBrushes", "InnerscapeCuts", "InnerscapeBegunAt"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_whatever_stands_beside_the_strokes_they_are_read_and_written(metadata):
    sketch = read(a_tilt(laid(4), laid(3, brush=1), metadata=json.dumps(metadata)))
    again = read(tilt_bytes(sketch, a_table()))
    assert len(again.strokes) == 2
    not_understood(again, a_table())


@given(st.data())
def test_a_sketch_with_any_byte_flipped_or_cut_is_read_or_told(data):
    files = unpack(a_tilt(laid(4, extensions={0: b"\0" * 4, 16: b"blob"}), laid(3, mask=7)))
    sketch = bytearray(files.sketch)
    for place in data.draw(st.lists(st.integers(0, len(sketch) - 1), max_size=4)):
        sketch[place] = data.draw(st.integers(0, 255))
    kept = data.draw(st.integers(0, len(sketch)))
    content = pack(type(files)(bytes(sketch[:kept]), files.metadata))
    read_or_told(lambda: read(content))


@given(st.data())
def test_a_file_with_any_byte_flipped_or_cut_is_read_or_told(data):
    content = bytearray(a_tilt(laid(4), laid(2)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    read_or_told(lambda: read(bytes(content[: data.draw(st.integers(0, len(content)))])))


def read_or_told(action) -> None:
    tracemalloc.start()
    try:
        action()
    except PersonError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < BOUND


def a_glb(table: dict, binary: bytes = b"") -> bytes:
    text = json.dumps(table).encode()
    text += b" " * (-len(text) % 4)
    out = struct.pack("<I4s", len(text), b"JSON") + text
    out += struct.pack("<I4s", len(binary), b"BIN\0") + binary if binary else b""
    return struct.pack("<4sII", b"glTF", 2, 12 + len(out)) + out


def a_glb_with(**changes: object) -> bytes:
    view = {"buffer": 0, "byteLength": 36}
    accessor = {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}
    table = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [accessor],
        "bufferViews": [view],
        "buffers": [{"byteLength": 36}],
    }
    for name, change in changes.items():
        if isinstance(table[name], list) and isinstance(change, dict):
            table[name] = [table[name][0] | change]
        else:
            table[name] = change
    return a_glb(table, np.arange(9, dtype="<f4").tobytes())


NODES = [{"children": [1, 1]}, {"children": [2, 2]}, {"mesh": 0}]
PLY = b"ply\nformat binary_little_endian 1.0\nelement vertex %d\nproperty float x\n"
BAD_MODELS = {
    "a billion rows": a_glb_with(accessors={"count": 1_000_000_000}),
    "rows out of nothing": a_glb_with(accessors=[{"componentType": 5126, "count": 10**9}]),
    "a view beyond the end": a_glb_with(bufferViews={"byteOffset": 999}),
    "a stride beyond the end": a_glb_with(bufferViews={"byteStride": 1 << 39}),
    "a place below nothing": a_glb_with(accessors={"byteOffset": -8}),
    "nodes in a ring": a_glb_with(nodes=[{"children": [0]}]),
    "a node met twice": a_glb_with(nodes=NODES),
    "indices beyond the end": a_glb_with(
        meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "indices": 7}]}]
    ),
    "no numbers": a_glb_with(nodes={"matrix": ["x"] * 16}),
    "numbers without end": a_glb_with(nodes={"scale": [1e300, 1e300, 1e300]}),
    "packed another way": a_glb({"extensionsRequired": ["KHR_draco_mesh_compression"]}),
    "deep JSON": struct.pack("<4sIII4s", b"glTF", 2, 100_020, 100_000, b"JSON") + b"[" * 100_000,
    "a list for a table": a_glb([1]),
    "a header alone": b"glTF\2\0\0\0",
    "millions of vertices": PLY % 5_000_000 + b"end_header\n",
    "vertices below nothing": PLY % -1 + b"end_header\n",
    "no axis": PLY % 1 + b"end_header\n\0\0\0\0",
    "a header without end": b"ply\n" + b"comment x\n" * 99_999,
    "millions of lines": b"ply\nformat ascii 1.0\nelement vertex 5999999\nproperty float x\n"
    b"end_header\n1\n",
    "a billion triangles": b"\0" * 80 + struct.pack("<I", 10**9) + b"\0" * 50,
    "text that stops": b"solid x\nfacet normal 0 0 1\nouter loop\nvertex 1 2 3\n",
    "an endless line": b"v 0 0 0\nf" + b" 1" * (4 << 20),
    "nothing but line ends": b"solid facet" + b"\n" * (1 << 20),
    "a face without corners": b"v 0 0 0\nf\n",
    "no vertex of that number": b"v 0 0 0\nf 1 2 3\n",
    "no number": b"v 0 nought 0\nf 1 1 1\n",
    "not a number": b"v nan 0 0\nv 0 0 0\nv 1 0 0\nf 1 2 3\n",
    "nothing": b"",
    "words": b"Dear diary,\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
}


@pytest.mark.parametrize("content", BAD_MODELS.values(), ids=BAD_MODELS)
def test_what_is_no_model_is_told_and_costs_little(content):
    words = told(lambda: read_model(content, "leaf.glb"))
    assert "“leaf.glb” could not be read as a model" in words
    assert "nothing of yours was changed" in words
    assert "export it anew" in words


def test_a_model_larger_than_any_is_told():
    words = told(lambda: read_model(PLY % 9_000_000 + b"end_header\n", "leaf.ply"))
    assert "is larger than a model can be here" in words
    assert "nothing of yours was changed. Please make it coarser" in words


@pytest.mark.parametrize(
    "uri", ["/etc/passwd", "http://127.0.0.1/x.bin", "../x.bin", "data:application/gltf,AAAA"]
)
def test_a_model_that_names_another_place_is_refused_and_the_place_is_not_touched(uri):
    words = told(lambda: read_model(a_glb_with(buffers={"uri": uri}), "leaf.glb"))
    assert "parts of itself in other places, and those are never loaded" in words


def test_pictures_a_model_names_are_not_loaded_and_that_is_said():
    table = json.loads(a_glb_with()[20:].split(b"BIN")[0][:-4].decode())
    table["images"] = [{"uri": "/etc/passwd"}]
    content = a_glb(table, np.arange(9, dtype="<f4").tobytes())
    assert [str(words) for words in read_model(content, "x").left_out] == [
        "pictures on its surface"
    ]


@pytest.mark.parametrize("kind", sorted(WRITERS))
@given(st.data())
def test_a_model_with_any_byte_flipped_or_cut_is_read_or_told(kind, data):
    content = bytearray(WRITERS[kind](a_triangle()))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=5)):
        content[place] = data.draw(st.integers(0, 255))
    kept = data.draw(st.integers(0, len(content)))
    read_or_told(lambda: read_model(bytes(content[:kept]), "leaf"))
