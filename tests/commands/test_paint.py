"""Works, and the stroke under the pen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from app.catalogue.brushes import brushes
from app.commands.paint import (
    LiveStroke,
    bin_work,
    finish_work,
    layer_pixels,
    new_painting,
    pick_colour,
    restore_work,
)
from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer, Stroke, Work
from app.model.tiles import NOTHING, Rect, TileGrid

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
INK = next(brush for brush in brushes() if brush.name == "ink")
RED = (200, 30, 30)


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def work(document: Document) -> Work:
    return new_painting(document, width=300, height=200, created_at=NOW)


def path(seconds: float, *, events_s: int = 60) -> npt.NDArray[np.float32]:
    t = np.arange(0, seconds, 1 / events_s)
    points = np.zeros((len(t), 6), np.float32)
    points[:, 0], points[:, 1] = 40 + 200 * t / seconds, 100 + 40 * np.sin(3 * t)
    points[:, 2], points[:, 5] = 0.8, t
    return points


def stroke_on(document: Document, work: Work, *, is_eraser: bool = False) -> LiveStroke:
    return LiveStroke(
        document, work=work, layer_uid=work.layers[0], brush=INK, colour=RED, radius_px=9,
        opacity=1.0, is_eraser=is_eraser, seed=3, started_at=NOW,
    )  # fmt: skip


def draw(document: Document, work: Work, *, is_eraser: bool = False) -> Stroke:
    live, points = stroke_on(document, work, is_eraser=is_eraser), path(0.5)
    live.begin(points[:1])
    live.move(points[1:])
    live.finish()
    return live.stroke


def pixels(document: Document, work: Work) -> npt.NDArray[np.uint16]:
    return document.grid(work.layers[0]).tiles.copy()


def test_a_new_painting_has_one_empty_layer(document: Document, work: Work) -> None:
    assert document.find(work.uid) == work
    layer = document.find(work.layers[0])
    assert isinstance(layer, Layer)
    assert layer.name == "Layer 1"
    assert not pixels(document, work).any()
    assert not work.is_finished


def test_a_painting_is_as_large_as_one_wants_and_large_by_itself(document: Document) -> None:
    work = new_painting(document, created_at=NOW, title="Rain", prompt_uid="p1")
    grid = document.grid(work.layers[0])
    assert (grid.width, grid.height) == (work.width, work.height) == (2048, 2048)
    assert (work.title, work.prompt_uid) == ("Rain", "p1")
    with pytest.raises(ValueError, match="5000"):
        new_painting(document, width=5000, created_at=NOW)


def test_a_stroke_is_one_step_with_its_points(document: Document, work: Work) -> None:
    stroke = draw(document, work)
    assert document.steps(work.uid) == ("New painting", "Draw a stroke")
    assert document.find(stroke.uid) == stroke
    assert np.array_equal(stroke.points, path(0.5))
    assert stroke.brush_uid == INK.uid
    assert pixels(document, work).any()
    document.undo(work.uid)
    assert document.find(stroke.uid) is None
    assert not pixels(document, work).any()


def test_erasing_is_called_erasing(document: Document, work: Work) -> None:
    draw(document, work)
    before = pixels(document, work).sum()
    draw(document, work, is_eraser=True)
    assert document.steps(work.uid)[-1] == "Erase"
    assert pixels(document, work).sum() < 0.06 * before


def test_a_stroke_is_on_its_way_to_disk_while_it_is_drawn(document: Document, work: Work) -> None:
    told: list[Changes] = []
    document.committed.connect(told.append)
    live, points = stroke_on(document, work), path(4.5)
    live.begin(points[:1])
    assert len(told) == 1
    saved_s = [0.0]
    for point in points[1:, None]:
        count = len(told)
        live.move(point)
        if len(told) > count:
            saved_s.append(float(point[0, 5]))
    live.finish()
    assert len(told) == len(saved_s) + 1
    assert max(later - earlier for earlier, later in pairwise(saved_s)) < 2
    assert len({changes.merge for changes in told}) == 1
    assert document.steps(work.uid) == ("New painting", "Draw a stroke")
    stroke = document.find(live.stroke.uid)
    assert isinstance(stroke, Stroke)
    assert len(stroke.points) == len(points)
    document.undo(work.uid)
    assert not pixels(document, work).any()


def test_how_often_it_is_saved_does_not_change_the_stroke(document: Document, work: Work) -> None:
    points = path(3.0)
    slow = stroke_on(document, work)
    slow.begin(points[:1])
    for point in points[1:, None]:
        slow.move(point)
    slow.finish()
    with_saving = pixels(document, work)
    document.undo(work.uid)
    quick = stroke_on(document, work)
    quick.begin(points)
    quick.finish()
    assert np.array_equal(with_saving, pixels(document, work))


def test_the_stroke_says_what_to_redraw(document: Document, work: Work) -> None:
    live, points = stroke_on(document, work), path(0.5)
    whole = live.begin(points[:1])
    assert not whole.is_empty
    for point in points[1:, None]:
        whole = whole.united(live.move(point))
    whole = whole.united(live.finish())
    rows, columns = np.nonzero(
        document.grid(work.layers[0]).tiles[..., 3].transpose(0, 2, 1, 3).reshape(256, 320)
    )
    assert whole.left <= columns.min()
    assert columns.max() < whole.right
    assert whole.top <= rows.min()
    assert rows.max() < whole.bottom


def test_nothing_else_changes_the_painting_under_the_pen(document: Document, work: Work) -> None:
    live, points = stroke_on(document, work), path(0.5)
    live.begin(points[:1])
    assert live.is_open
    assert document.undo(work.uid) is None
    with pytest.raises(RuntimeError):
        draw(document, work)
    live.move(points[1:])
    live.finish()
    assert not live.is_open
    assert document.undo(work.uid) is not None


def test_a_pinch_takes_the_stroke_back(document: Document, work: Work) -> None:
    draw(document, work)
    before, steps = pixels(document, work), document.steps(work.uid)
    live, points = stroke_on(document, work), path(2.5)
    points[:, 1] += 30
    live.begin(points[:1])
    live.move(points[1:])
    live.cancel()
    assert np.array_equal(pixels(document, work), before)
    assert document.find(live.stroke.uid) is None
    assert document.steps(work.uid) == steps
    assert not document.is_editing(work.uid)
    live.cancel()
    assert document.steps(work.uid) == steps


def test_lifting_the_pen_twice_is_lifting_it_once(document: Document, work: Work) -> None:
    live = stroke_on(document, work)
    live.begin(path(0.5))
    live.finish()
    assert live.finish() == NOTHING
    assert len(document.steps(work.uid)) == 2


def test_a_stroke_on_a_layer_that_is_gone_changes_nothing(document: Document, work: Work) -> None:
    live = LiveStroke(
        document, work=work, layer_uid="gone", brush=INK, colour=RED, radius_px=9,
        opacity=1.0, is_eraser=False, seed=3, started_at=NOW,
    )  # fmt: skip
    with pytest.raises(KeyError):
        live.begin(path(0.5))
    assert not document.is_editing(work.uid)
    assert document.steps(work.uid) == ("New painting",)
    assert draw(document, work).uid in document.entities


def test_undoing_many_strokes_costs_little_memory(document: Document) -> None:
    work = new_painting(document, created_at=NOW)
    told: list[Changes] = []
    document.committed.connect(told.append)
    stroke = draw(document, work)
    tiles = {change.key for changes in told for change in changes.tiles}
    assert len(tiles) < 25
    assert stroke.uid in document.entities


def test_the_picker_takes_what_is_seen(document: Document, work: Work) -> None:
    assert pick_colour(document, work, 5, 5) == (255, 255, 255)
    draw(document, work)
    x, y = (int(value) for value in path(0.5)[15, :2])
    assert pick_colour(document, work, x, y) == RED
    with document.edit("Hide", scope=work.uid) as edit:
        layer = document.find(work.layers[0])
        assert isinstance(layer, Layer)
        edit.put(replace(layer, is_visible=False))
    assert pick_colour(document, work, x, y) == (255, 255, 255)
    assert layer_pixels(document, work) == []
    assert pick_colour(document, work, -1, 5) is None
    assert pick_colour(document, work, 5, 200) is None


def test_finishing_keeps_the_persons_own_words(document: Document, work: Work) -> None:
    finished = finish_work(document, work, title="Rain", words="It felt like leaving.")
    assert document.find(work.uid) == finished
    assert finished.is_finished
    assert (finished.title, finished.words) == ("Rain", "It felt like leaving.")
    document.undo(work.uid)
    assert document.find(work.uid) == work


def test_what_went_to_the_bin_can_come_back(document: Document, work: Work) -> None:
    binned = bin_work(document, work, binned_at=NOW)
    assert binned.binned_at == NOW
    assert restore_work(document, binned) == work
    assert document.find(work.uid) == work


def test_an_empty_grid_has_no_covering_tiles() -> None:
    assert TileGrid.empty(64, 64).covering(Rect(70, 70, 80, 80)) == []
