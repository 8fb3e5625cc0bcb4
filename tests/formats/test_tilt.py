"""Sketches of the open VR painting programs: read, drawn with what we have, and given back."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.foreign_brushes import foreign_brushes
from app.formats.tilt import TiltSketch
from app.formats.tilt_layout import THUMBNAIL, from_sketch, unpack
from app.formats.tilt_writer import not_understood, tilt_bytes
from app.model.entities import Layer
from tests.formats.sketches import (
    INK,
    NEW,
    NOW,
    a_sketch,
    a_stroke,
    a_table,
    a_tilt,
    laid,
    laid_strokes,
    read,
    samples,
    space_strokes,
)

COUNTS = {"OneStroke": (1, 4), "Simple": (3, 32), "Blue_Tit": (471, 9403)}


def test_sketches_of_other_programs_are_read_and_written_back_to_the_last_bit():
    if not samples("tilt"):
        pytest.skip("the sample sketches are not on this computer")
    for path in samples("tilt"):
        content = path.read_bytes()
        sketch = read(content, path.name)
        counts = len(sketch.strokes), sum(len(stroke.points) for stroke in sketch.strokes)
        assert counts == COUNTS.get(path.stem, counts)
        before, after = unpack(content), unpack(tilt_bytes(sketch, a_table()))
        assert after.sketch == before.sketch
        assert after.thumbnail == before.thumbnail
        assert json.loads(after.metadata) == json.loads(before.metadata.decode("utf-8-sig"))


@given(st.lists(laid_strokes(), min_size=1, max_size=4))
def test_masks_fields_and_blobs_nobody_knows_come_back_byte_for_byte(strokes):
    content = a_tilt(*strokes, metadata='{"BrushIndex": ["a", "b"], "Sweets": [1.50, null]}')
    sketch = read(content)
    again = unpack(tilt_bytes(sketch, a_table()))
    if len(sketch.strokes) == len(strokes) and len(sketch.layers) == most_layers(strokes):
        assert again.sketch == unpack(content).sketch
    assert json.loads(again.metadata)["Sweets"] == [1.5, None]


def most_layers(strokes):
    numbers = [int.from_bytes(stroke.extensions.get(4, b"\0"), "little") for stroke in strokes]
    return max(numbers) + 1


@given(st.lists(space_strokes(), min_size=1, max_size=4))
def test_strokes_of_ours_are_the_same_after_going_out_and_coming_in(strokes):
    layers = (Layer("l0", "w", "Ground"), Layer("l1", "w", "Birds", is_visible=False))
    again = read(tilt_bytes(TiltSketch(layers, tuple(strokes)), a_table()))
    assert [(layer.name, layer.is_visible) for layer in again.layers] == [
        ("Ground", True),
        ("Birds", False),
    ]
    for before, after in zip(strokes, again.strokes, strict=True):
        for name in ("brush_uid", "colour", "opacity", "seed", "started_at", "begun_m", "left_m"):
            assert getattr(after, name) == getattr(before, name), name
        assert after.size_m == pytest.approx(before.size_m, rel=1e-6)
        # the file holds tenths of a metre and whole milliseconds
        assert np.allclose(after.points[:, :8], before.points[:, :8], rtol=2e-7, atol=1e-30)
        assert np.allclose(after.points[:, 8], before.points[:, 8], atol=1e-4)
        number = ("l0", "l1").index(before.layer_uid)
        assert after.layer_uid == again.layers[number].uid
    groups = {}
    for before, after in zip(strokes, again.strokes, strict=True):
        assert bool(after.group_uid) == bool(before.group_uid)
        assert groups.setdefault(before.group_uid, after.group_uid) == after.group_uid


def test_the_last_stroke_of_a_sketch_was_drawn_before_now():
    early, late = laid(), laid()
    early.words[:, 8] += np.uint32(1_000)
    late.words[:, 8] += np.uint32(61_000)
    first, last = read(a_tilt(early, late)).strokes
    assert (last.started_at, first.started_at) == (NOW, NOW - timedelta(minutes=1))
    for said in ('"nonsense"', "7", '"9999-12-31T00:00:00+00:00"', '"2020-01-01T00:00:00"'):
        sketch = read(a_tilt(late, metadata=f'{{"InnerscapeBegunAt": {said}}}'))
        assert sketch.strokes[0].started_at == NOW


def test_a_page_that_was_drawn_over_a_year_keeps_its_order():
    days = (0, 1, 100, 300)
    strokes = [replace(a_stroke(str(day)), started_at=NOW + timedelta(days=day)) for day in days]
    again = read(tilt_bytes(a_sketch(*strokes), a_table())).strokes
    assert [stroke.started_at for stroke in again][:2] == [NOW, NOW + timedelta(days=1)]
    assert again[1].started_at < again[2].started_at == again[3].started_at
    assert np.allclose([stroke.points for stroke in again], strokes[0].points, atol=1e-3)


def test_what_is_ahead_there_is_ahead_here_and_tenths_become_metres():
    stroke = read(a_tilt(laid())).strokes[0]
    assert stroke.points[0, :3].tolist() == pytest.approx([0.01, 0, -0.7])
    assert stroke.size_m == pytest.approx(0.025)
    assert stroke.points[:, 8].tolist() == [0, 0, 0]


def test_a_turn_to_the_left_there_is_a_turn_to_the_left_here():
    # Unity turns clockwise seen from the tip of the axis: +90° about y takes z to x
    words = laid(1)
    half = np.float32(np.sqrt(0.5))
    words.words[:, 3:7] = np.array([[0, half, 0, half]], np.float32).view(np.uint32)
    x, y, z, w = read(a_tilt(words)).strokes[0].points[0, 3:7].tolist()
    forward = np.array([0.0, 0.0, -1.0])
    axis = np.array([x, y, z])
    turned = forward + 2 * np.cross(axis, np.cross(axis, forward) + w * forward)
    assert turned == pytest.approx([1, 0, 0], abs=1e-6)


def test_a_brush_nobody_knows_is_drawn_with_another_and_keeps_its_name():
    sketch = read(a_tilt(laid(brush=0), laid(brush=1), laid(brush=2), laid(brush=77)))
    drawn = [stroke.brush_uid for stroke in sketch.strokes]
    assert drawn == ["u-ink", "u-smoke", "u-flat", "u-flat"]
    assert not_understood(sketch, a_table())["brushes"] == ["", NEW]
    again = unpack(tilt_bytes(sketch, a_table()))
    assert [stroke.brush_index for stroke in from_sketch(again.sketch).strokes] == [0, 1, 2, 77]
    assert json.loads(again.metadata)["BrushIndex"][2] == NEW


def test_a_brush_only_we_have_is_drawn_with_another_there_and_is_itself_here():
    strokes = tuple(replace(a_stroke(uid), brush_uid=uid) for uid in ("u-own", "u-ink", "u-flat"))
    content = tilt_bytes(a_sketch(*strokes), a_table())
    index = json.loads(unpack(content).metadata)["BrushIndex"]
    assert len(index) == 3
    assert index[0] == INK
    sketch = read(content)
    assert [stroke.brush_uid for stroke in sketch.strokes] == ["u-own", "u-ink", "u-flat"]
    again = unpack(tilt_bytes(sketch, a_table()))
    assert again.sketch == unpack(content).sketch
    assert json.loads(again.metadata) == json.loads(unpack(content).metadata)


def test_every_brush_of_the_table_is_drawn_with_one_of_ours():
    hints = foreign_brushes()
    assert len({hint.guid for hint in hints}) == len(hints) > 60
    assert {hint.family for hint in hints} == {"ribbon", "tube", "hull", "particles", "spray"}


def test_a_stroke_that_was_changed_is_written_as_it_is_now():
    scaled = laid(4, extensions={1: np.float32(2).tobytes(), 16: b"blob"})
    sketch = read(a_tilt(scaled, laid(), laid(4)))
    first, second, third = sketch.strokes
    moved = first.points + np.array([1, 0, 0, 0, 0, 0, 0, 0, 0], np.float32)
    changed = (
        replace(first, points=moved, size_m=0.5),
        replace(second, colour=(1, 2, 3), brush_uid="u-wire"),
        replace(third, points=third.points[:2].copy()),
    )
    again = read(tilt_bytes(replace(sketch, strokes=changed), a_table()))
    assert np.allclose(again.strokes[0].points, moved)
    assert again.strokes[0].size_m == pytest.approx(0.5)
    assert json.loads(again.strokes[0].foreign)["tilt"]["ext"]["16"] == b"blob".hex()
    assert (again.strokes[1].colour, again.strokes[1].brush_uid) == ((1, 2, 3), "u-wire")
    assert len(again.strokes[2].points) == 2


def test_a_stroke_of_ours_can_be_added_to_a_sketch_of_theirs():
    sketch = read(a_tilt(laid(extensions={2: b"\x05\0\0\0"}), metadata='{"BrushIndex": []}'))
    mine = a_stroke("mine", layer=sketch.layers[0].uid, group="ours")
    again = read(tilt_bytes(replace(sketch, strokes=(*sketch.strokes, mine)), a_table()))
    theirs, ours = again.strokes
    assert ours.brush_uid == "u-ink"
    assert theirs.group_uid
    assert ours.group_uid not in ("", theirs.group_uid)
    assert theirs.brush_uid == "u-flat"


def test_words_that_were_kept_and_are_damaged_hurt_nothing():
    for foreign in ("{", "[]", '{"tilt": 3}', '{"tilt": {"size": 1}}', '{"tilt": {"ext": "x"}}'):
        sketch = a_sketch(replace(a_stroke(), foreign=foreign))
        assert read(tilt_bytes(replace(sketch, foreign=foreign), a_table())).strokes


def test_the_file_holds_a_picture_of_it_and_what_was_beside_it():
    sketch = replace(a_sketch(), thumbnail=b"\x89PNG\r\n", others={"media/cat.png": b"cat"})
    content = tilt_bytes(sketch, a_table())
    assert content[:8] == b"tilT\x10\x00\x01\x00"
    with zipfile.ZipFile(io.BytesIO(content[16:])) as archive:
        assert archive.read(THUMBNAIL) == b"\x89PNG\r\n"
        metadata = json.loads(archive.read("metadata.json"))
    assert metadata["BrushIndex"] == [INK]
    assert read(content).others == {"media/cat.png": b"cat"}


def test_a_sketch_has_the_same_names_every_time_it_is_read():
    content = a_tilt(laid(), laid())
    assert [one.uid for one in read(content).strokes] == [one.uid for one in read(content).strokes]


def test_layers_come_with_their_names_and_go_back_with_what_else_was_said_of_them():
    metadata = json.dumps(
        {
            "BrushIndex": [INK],
            "Layers": [
                {"Name": "Main", "Visible": True},
                {"Name": "Wings", "Visible": False, "Locked": True},
            ],
        }
    )
    sketch = read(a_tilt(laid(), laid(extensions={4: b"\1\0\0\0"}), metadata=metadata))
    main, wings = sketch.layers
    assert (main.name, wings.name, wings.is_visible) == ("Main", "Wings", False)
    assert [stroke.layer_uid for stroke in sketch.strokes] == [main.uid, wings.uid]
    renamed = replace(wings, name="Feathers", is_visible=True)
    again = tilt_bytes(replace(sketch, layers=(renamed,), strokes=sketch.strokes[1:]), a_table())
    rows = json.loads(unpack(again).metadata)["Layers"]
    assert rows == [{"Name": "Feathers", "Visible": True, "Locked": True}]
    assert read(again).strokes[0].layer_uid == read(again).layers[0].uid
