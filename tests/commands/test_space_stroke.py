"""The stroke in space under the hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from app.commands import space
from app.commands.space import new_space, parts_of
from app.geometry.mirrors import MOST_COPIES, plane_mirror, turned
from app.geometry.strokes import build
from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer, Work, WorkKind
from app.model.space import Clay, Place, SpaceStroke
from app.model.words import PersonError
from tests.commands.space_parts import BRUSHES, NOW, a_box, draw, live, new_page, path


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def work(document: Document) -> Work:
    return new_page(document)


def strokes(document: Document, work: Work) -> list[SpaceStroke]:
    return list(parts_of(document, work.uid, SpaceStroke))


def test_a_new_page_has_a_layer_and_a_place_to_be_in(document: Document) -> None:
    work = new_page(document, kind=WorkKind.CLAY, body=a_box())
    (layer,) = (document.find(uid) for uid in work.layers)
    assert isinstance(layer, Layer)
    assert [place.environment_uid for place in parts_of(document, work.uid, Place)] == ["meadow"]
    (clay,) = parts_of(document, work.uid, Clay)
    assert len(document.mesh(clay.mesh_uid).values) == 8
    assert document.steps(work.uid) == ("New piece of clay",)
    document.undo(work.uid)
    assert not document.entities


def test_a_painting_is_no_page_in_space(document: Document) -> None:
    with pytest.raises(ValueError, match="painting"):
        new_space(
            document, kind=WorkKind.PAINTING, created_at=NOW, environment_uid="meadow", seed=1
        )


def test_a_stroke_is_one_step_that_undo_takes_back(document: Document, work: Work) -> None:
    stroke = draw(document, work)
    assert document.steps(work.uid) == ("New page in space", "Draw in space")
    assert document.find(stroke.uid) == stroke
    document.undo(work.uid)
    assert not strokes(document, work)
    document.redo(work.uid)
    assert document.find(stroke.uid) == stroke


def test_what_is_kept_is_what_was_seen(document: Document, work: Work) -> None:
    for number, brush in enumerate(BRUSHES):
        stroke = live(document, work, brush=number)
        points = path()
        stroke.begin(points[:3])
        stroke.move(points[3:])
        stroke.finish()
        seen, kept = stroke.builders[0].geometry(), build(stroke.strokes[0], brush)
        assert np.array_equal(seen.vertices, kept.vertices), brush.name
        assert np.array_equal(seen.triangles, kept.triangles)
        assert len(stroke.strokes[0].points) <= len(points)


def test_a_long_stroke_is_on_its_way_to_disk_while_it_is_drawn(
    document: Document, work: Work
) -> None:
    told: list[Changes] = []
    document.committed.connect(told.append)
    points, stroke = path(seconds=5, count=400), live(document, work)
    stroke.begin(points[:1])
    for point in points[1:, None]:
        stroke.move(point)
    times = [change.entities[0].after.points[-1, 8] for change in told]
    assert len(told) >= 5
    assert all(later - earlier <= 1.1 for earlier, later in pairwise(times))
    assert points[-1, 8] - times[-1] <= 1.1
    stroke.finish()
    assert len({change.merge for change in told}) == 1
    assert document.steps(work.uid)[1:] == ("Draw in space",)


def test_mirrors_draw_their_own_strokes_in_the_same_step(document: Document, work: Work) -> None:
    (mirror,) = plane_mirror((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    draw(document, work, path((0.1, 1, 0), (0.9, 1, 0)), mirrors=[mirror])
    mine, image = strokes(document, work)
    assert np.allclose(image.points[[0, -1], 0], -mine.points[[0, -1], 0], atol=1e-5)
    assert image.uid != mine.uid
    document.undo(work.uid)
    assert not strokes(document, work)


def test_a_mirror_that_makes_things_smaller_makes_the_brush_smaller(
    document: Document, work: Work
) -> None:
    draw(document, work, mirrors=[np.diag([0.5, 0.5, 0.5, 1])])
    mine, image = strokes(document, work)
    assert image.size_m == pytest.approx(mine.size_m / 2)


def test_too_many_mirrors_are_refused_before_anything_is_drawn(
    document: Document, work: Work
) -> None:
    most = turned(MOST_COPIES, (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    with pytest.raises(PersonError, match="These mirrors would draw 63 strokes at once"):
        live(document, work, mirrors=[*most, *most])
    draw(document, work, mirrors=most)
    assert len(strokes(document, work)) == MOST_COPIES


def test_a_page_that_is_full_says_so_and_stays_as_it_is(
    document: Document, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "MOST_STROKES", 4)
    for _ in range(3):
        draw(document, work)
    most = turned(3, (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    with pytest.raises(PersonError) as told:
        live(document, work, mirrors=most)
    assert str(told.value) == (
        "This page would hold 6 strokes, and 4 is as many as stay quick. What is there stays as it "
        "is. Please draw with fewer mirrors, or begin another page."
    )
    draw(document, work)
    assert len(strokes(document, work)) == 4


def test_a_grab_with_the_other_hand_takes_the_stroke_back(document: Document, work: Work) -> None:
    stroke, points = live(document, work), path(seconds=3)
    stroke.begin(points[:1])
    stroke.move(points[1:])
    stroke.cancel()
    assert not strokes(document, work)
    assert not stroke.is_open
    assert document.steps(work.uid) == ("New page in space",)
    draw(document, work)


def test_a_hand_that_the_tracker_loses_for_a_moment_draws_on(
    document: Document, work: Work
) -> None:
    expected = draw(document, work, np.delete(path(), 7, axis=0))
    points = path()
    points[7, 2] = np.nan
    assert np.array_equal(draw(document, work, points).points, expected.points)


def test_a_hand_that_was_never_there_leaves_what_was_drawn_before(
    document: Document, work: Work
) -> None:
    kept = draw(document, work)
    stroke = live(document, work)
    stroke.begin(np.full((3, 9), np.nan, np.float32))
    stroke.cancel()
    assert strokes(document, work) == [kept]
    stroke.begin(np.full((3, 9), np.nan, np.float32))
    stroke.finish()
    assert strokes(document, work) == [kept]


def test_a_stroke_that_fails_is_taken_back_and_the_page_is_free(
    document: Document, work: Work
) -> None:
    kept = draw(document, work)
    stroke, points = live(document, work), path()
    stroke.begin(points[:5])
    with pytest.raises(ValueError, match="columns"):
        stroke.move(points[5:, :6])
    assert strokes(document, work) == [kept]
    assert not document.is_editing(work.uid)


def test_a_touch_is_a_dot(document: Document, work: Work) -> None:
    stroke = live(document, work)
    stroke.begin(path()[:1])
    stroke.finish()
    assert len(strokes(document, work)[0].points) == 1
    stroke.finish()
    stroke.cancel()
    assert len(strokes(document, work)) == 1


def test_a_layer_that_is_not_there_can_not_be_drawn_on(document: Document, work: Work) -> None:
    with pytest.raises(KeyError):
        live(document, work, layer_uid="nowhere")
    with pytest.raises(RuntimeError):
        live(document, work).move(path())
