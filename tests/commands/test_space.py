"""What can be done with what is drawn in space; all of it is taken back exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from app.commands import space
from app.commands.layers import add_layer, remove_layer, set_layer
from app.commands.space import parts_of
from app.commands.space_choice import (
    bounds_m,
    boxed,
    everything,
    grouped,
    inverted,
    touched,
)
from app.commands.space_erase import cut_strokes, erase_strokes, remove_parts
from app.commands.space_looks import LARGEST_M, look_of, repaint
from app.commands.space_move import LiveMove, duplicate, flip, group, transform, ungroup
from app.commands.space_replay import Course
from app.commands.space_surroundings import (
    add_guide,
    add_reference,
    forget_place,
    own_places,
    put_path,
    remove_guide,
    remove_path,
    remove_reference,
    save_place,
    set_guide,
    set_place,
    set_reference,
)
from app.geometry.mirrors import turned
from app.geometry.picking import StrokePoints, put_all
from app.geometry.similarity import matrix_of
from app.geometry.strokes import build
from app.model.document import Document
from app.model.entities import Layer, Picture, Work
from app.model.space import Clay, GuideShape, Pose, SpaceStroke
from app.model.space_brush import SpaceBrush
from app.model.words import PersonError
from tests.commands.space_parts import BRUSHES, NOW, a_box, clay_on, draw, live, new_page, path


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def work(document: Document) -> Work:
    return new_page(document, body=a_box())


def strokes(document: Document, work: Work) -> list[SpaceStroke]:
    return list(parts_of(document, work.uid, SpaceStroke))


def picture(uid: str = "photo") -> Picture:
    return Picture(uid, "image/png", b"bytes", 3, 2, NOW)


# erase and cut


def test_the_eraser_takes_whole_strokes_that_it_touches(document: Document, work: Work) -> None:
    near = draw(document, work)
    far = draw(document, work, path((0, 3, 0), (1, 3, 0)))
    assert erase_strokes(document, work.uid, centre_m=(0.5, 1, 0), radius_m=0.1) == (near.uid,)
    assert strokes(document, work) == [far]
    document.undo(work.uid)
    assert set(strokes(document, work)) == {near, far}


def test_the_eraser_feels_the_width_of_a_stroke(document: Document, work: Work) -> None:
    stroke = draw(document, work, path((0, 3, 0), (1, 3, 0)))
    repaint(document, work.uid, [stroke.uid], size_factor=20)
    assert erase_strokes(document, work.uid, centre_m=(0.5, 3.2, 0), radius_m=0.05)


def test_hidden_strokes_can_not_be_erased_or_cut_by_mistake(document: Document, work: Work) -> None:
    draw(document, work)
    set_layer(document, work.layers[0], is_visible=False)
    there = {"centre_m": (0.5, 1, 0), "radius_m": 5.0}
    assert erase_strokes(document, work.uid, **there) == ()
    way = {"start_m": (0, 1, 0), "end_m": (1, 1, 0), "radius_m": 5.0}
    assert cut_strokes(document, work.uid, **way) == ()
    assert len(strokes(document, work)) == 1


@pytest.mark.parametrize("has_index", [True, False])
def test_a_cut_leaves_pieces_that_look_and_are_played_as_before(
    document: Document, work: Work, has_index: bool
) -> None:
    stroke = draw(document, work)
    index = StrokePoints()
    put_all(index, [(stroke.uid, stroke.points, stroke.size_m)])
    met = cut_strokes(
        document, work.uid, start_m=(0.5, 0.9, 0), end_m=(0.5, 1.1, 0), radius_m=0.05,
        index=index if has_index else None,
    )  # fmt: skip
    assert met == (stroke.uid,)
    first, second = sorted(strokes(document, work), key=lambda one: one.points[0, 8])
    assert first.uid == stroke.uid
    assert (second.seed, second.started_at, second.brush_uid) == (7, NOW, stroke.brush_uid)
    assert np.array_equal(first.points[0], stroke.points[0])
    assert np.array_equal(second.points[-1], stroke.points[-1])
    assert first.points[-1, 0] == pytest.approx(0.45, abs=1e-3)
    assert second.points[0, 0] == pytest.approx(0.55, abs=1e-3)
    document.undo(work.uid)
    assert strokes(document, work) == [stroke]


@pytest.mark.parametrize("brush", BRUSHES, ids=lambda brush: brush.name)
def test_what_a_cut_leaves_looks_as_before_with_every_brush(
    document: Document, work: Work, brush: SpaceBrush
) -> None:
    stroke = draw(document, work, brush=BRUSHES.index(brush))
    before = build(stroke, brush).vertices[:, :3]
    centre = stroke.points[len(stroke.points) // 2, :3]
    cut_strokes(document, work.uid, start_m=centre, end_m=centre, radius_m=0.06)
    pieces = strokes(document, work)
    assert len(pieces) == 2
    after = np.concatenate([build(piece, brush).vertices[:, :3] for piece in pieces])
    # a stroke's width from the cut everything is where it was
    away = before[np.linalg.norm(before - centre, axis=1) > 0.06 + 2 * stroke.size_m]
    nearest = np.linalg.norm(away[:, None] - after[None], axis=2).min(axis=1)
    assert len(away) > 10
    assert nearest.max() < 1e-4


def test_a_drag_of_the_eraser_is_one_step(document: Document, work: Work) -> None:
    for height in (1, 2, 3):
        draw(document, work, path((0, height, 0), (1, height, 0)))
    before = set(strokes(document, work))
    for height in (1, 2, 3):
        erase_strokes(document, work.uid, centre_m=(0.5, height, 0), radius_m=0.1, merge="drag")
    assert not strokes(document, work)
    document.undo(work.uid)
    assert set(strokes(document, work)) == before


# looks


def test_the_dropper_says_what_a_stroke_is_made_of(document: Document, work: Work) -> None:
    stroke = draw(document, work, brush=3)
    look = look_of(document, stroke.uid)
    assert (look.brush_uid, look.colour, look.size_m, look.opacity) == (
        BRUSHES[3].uid, (200, 30, 30), 0.02, 1.0,
    )  # fmt: skip
    with pytest.raises(KeyError):
        look_of(document, work.uid)


def test_repainting_changes_what_is_asked_for_and_nothing_else(
    document: Document, work: Work
) -> None:
    stroke = draw(document, work)
    repaint(document, work.uid, [stroke.uid], colour=(1, 2, 3))
    repaint(document, work.uid, [stroke.uid], brush_uid=BRUSHES[5].uid, opacity=7)
    repaint(document, work.uid, [stroke.uid], size_factor=1e9)
    (found,) = strokes(document, work)
    assert (found.colour, found.brush_uid, found.size_m) == ((1, 2, 3), BRUSHES[5].uid, LARGEST_M)
    assert found.opacity == 1.0
    assert np.array_equal(found.points, stroke.points)
    for _ in range(3):
        document.undo(work.uid)
    assert strokes(document, work) == [stroke]


# choosing


def test_everything_is_all_that_can_be_seen(document: Document, work: Work) -> None:
    other = add_layer(document, work.uid)
    one, two = draw(document, work), draw(document, work, layer_uid=other.uid)
    shown = add_reference(document, work.uid, picture(), layer_uid=other.uid, name="a", pose=Pose())
    hidden = add_reference(
        document, work.uid, picture(), layer_uid=other.uid, name="b", pose=Pose()
    )
    set_reference(document, hidden.uid, is_visible=False)
    clay = clay_on(document, work)
    assert set(everything(document, work.uid)) == {one.uid, two.uid, clay.uid, shown.uid}
    assert set(inverted(document, work.uid, [one.uid, clay.uid])) == {two.uid, shown.uid}
    set_layer(document, other.uid, is_visible=False)
    assert set(everything(document, work.uid)) == {one.uid, clay.uid}
    assert set(inverted(document, work.uid, [one.uid])) == {clay.uid}


def test_a_touch_chooses_a_stroke_with_its_group(document: Document, work: Work) -> None:
    near = draw(document, work)
    friend = draw(document, work, path((0, 3, 0), (1, 3, 0)))
    draw(document, work, path((0, 5, 0), (1, 5, 0)))
    ball = {"centre_m": (0.5, 1.0, 0), "radius_m": 0.1}
    assert touched(document, work.uid, **ball) == (near.uid,)
    group(document, work.uid, [near.uid, friend.uid])
    assert set(touched(document, work.uid, **ball)) == {near.uid, friend.uid}
    ungroup(document, work.uid, [near.uid, friend.uid])
    assert touched(document, work.uid, **ball) == (near.uid,)


def test_clay_is_chosen_by_its_skin_where_it_stands(document: Document, work: Work) -> None:
    clay = clay_on(document, work)
    transform(document, work.uid, [clay.uid], matrix_of(shift_m=(4, 0, 0)))
    assert touched(document, work.uid, centre_m=(4.25, 0.25, 0.25), radius_m=0.05) == (clay.uid,)
    assert touched(document, work.uid, centre_m=(0.25, 0.25, 0.25), radius_m=0.05) == ()


def test_a_box_chooses_what_lies_in_it_on_every_visible_layer(
    document: Document, work: Work
) -> None:
    other = add_layer(document, work.uid)
    low = draw(document, work)
    high = draw(document, work, path((0, 3, 0), (1, 3, 0)), layer_uid=other.uid)
    above = np.array([[0, 1, 0, -0.5]], np.float32)
    index = StrokePoints()
    put_all(index, ((one.uid, one.points, one.size_m) for one in (low, high)))
    assert boxed(document, work.uid, above) == (low.uid, high.uid)
    set_layer(document, other.uid, is_visible=False)
    assert boxed(document, work.uid, above, index=index) == (low.uid,)


def test_a_group_with_a_hidden_part_is_chosen_as_far_as_it_is_seen(
    document: Document, work: Work
) -> None:
    other = add_layer(document, work.uid)
    one, two = draw(document, work), draw(document, work, layer_uid=other.uid)
    group(document, work.uid, [one.uid, two.uid])
    set_layer(document, other.uid, is_visible=False)
    assert grouped(document, work.uid, [one.uid]) == (one.uid,)


def test_what_is_chosen_has_a_size(document: Document, work: Work) -> None:
    stroke, clay = draw(document, work), clay_on(document, work)
    low, high = bounds_m(document, [stroke.uid, clay.uid])
    assert low.tolist() == pytest.approx([-0.25, -0.25, -0.25])
    assert high[0] == pytest.approx(1, abs=0.02)
    assert bounds_m(document, []) is None


# moving


def test_a_stroke_that_grows_has_a_larger_brush(document: Document, work: Work) -> None:
    stroke, clay = draw(document, work), clay_on(document, work)
    transform(document, work.uid, [stroke.uid, clay.uid], matrix_of(scale=3, about_m=(1, 0, 0)))
    (found,) = strokes(document, work)
    assert found.size_m == pytest.approx(0.06)
    assert np.allclose(found.points[:, 0], 3 * stroke.points[:, 0] - 2, atol=1e-5)
    assert clay_on(document, work).pose.scale == pytest.approx(3)
    assert clay_on(document, work).mesh_uid == clay.mesh_uid
    document.undo(work.uid)
    assert strokes(document, work) == [stroke]
    assert clay_on(document, work) == clay


def test_a_drag_is_one_step_and_does_not_drift(document: Document, work: Work) -> None:
    stroke = draw(document, work)
    before = len(document.steps(work.uid))
    drag = LiveMove(document, work.uid, [stroke.uid])
    for number in range(200):
        drag.to(matrix_of(shift_m=(number / 7, 0, 0), rotation=(0, 1, 0, number % 5)))
    drag.to(np.eye(4))
    (found,) = strokes(document, work)
    assert np.array_equal(found.points[:, :3], stroke.points[:, :3])
    assert len(document.steps(work.uid)) <= before + 1
    with pytest.raises(ValueError, match="mirror"):
        drag.to(np.diag([-1, 1, 1, 1]))


def test_dragging_much_for_long_does_not_fill_the_memory() -> None:
    document = Document(undo_bytes=200_000)
    work = new_page(document)
    uids = [draw(document, work).uid for _ in range(10)]
    held = sum(one.points.nbytes for one in strokes(document, work))
    for number in range(60):
        LiveMove(document, work.uid, uids).to(matrix_of(shift_m=(number, 0, 0)))
    steps = document.steps(work.uid).count("Move")
    assert 3 <= steps <= 200_000 // (2 * held) + 1 < 60
    for _ in range(steps):
        assert document.undo(work.uid) is not None


def test_flipped_clay_shows_its_outside(document: Document, work: Work) -> None:
    clay = clay_on(document, work)
    with document.edit("Push", scope=work.uid) as edit:
        edit.vertices(clay.mesh_uid, np.array([0], np.uint32))[0, 0] -= 1
    mesh = document.mesh(clay.mesh_uid)
    before = volume(mesh)
    flip(document, work.uid, [clay.uid], point_m=(0, 0, 0), normal=(1, 0, 0))
    flipped = document.mesh(clay_on(document, work).mesh_uid)
    assert flipped is not mesh
    assert volume(flipped) == pytest.approx(before)
    assert before > 0
    document.undo(work.uid)
    assert clay_on(document, work) == clay
    assert document.mesh(clay.mesh_uid) is mesh


def volume(mesh) -> float:
    a, b, c = (mesh.positions_m[mesh.faces[:, corner]] for corner in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def test_doubles_are_their_own_and_groups_stay_groups(document: Document, work: Work) -> None:
    one, two = draw(document, work), draw(document, work)
    group_uid = group(document, work.uid, [one.uid, two.uid])
    clay = clay_on(document, work)
    made = duplicate(document, work.uid, [one.uid, two.uid, clay.uid], shift_m=(1, 0, 0))
    doubles = [document.find(uid) for uid in made]
    assert [double.group_uid for double in doubles[:2]].count(doubles[0].group_uid) == 2
    assert doubles[0].group_uid not in ("", group_uid)
    assert np.allclose(doubles[0].points[:, 0], one.points[:, 0] + 1)
    other = doubles[2]
    assert isinstance(other, Clay)
    with document.edit("Push", scope=work.uid) as edit:
        edit.vertices(other.mesh_uid, np.array([0], np.uint32))[0, 0] = 9
    assert document.mesh(clay.mesh_uid).values[0, 0] != 9
    document.undo(work.uid)
    document.undo(work.uid)
    assert all(document.find(uid) is None for uid in made)


def test_mirror_images_are_made_in_every_mirror_and_not_without_end(
    document: Document, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    stroke = draw(document, work)
    copies = turned(6, (0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    assert len(duplicate(document, work.uid, [stroke.uid], matrices=copies)) == 5
    assert document.steps(work.uid)[-1] == "Mirror"
    monkeypatch.setattr(space, "MOST_STROKES", 20)
    held = len(strokes(document, work))
    with pytest.raises(PersonError, match="This page would hold 36 strokes"):
        duplicate(document, work.uid, [one.uid for one in strokes(document, work)], matrices=copies)
    assert len(strokes(document, work)) == held


def test_what_would_bend_things_is_refused_and_nothing_moves(
    document: Document, work: Work
) -> None:
    stroke = draw(document, work)
    with pytest.raises(ValueError, match="scales evenly"):
        transform(document, work.uid, [stroke.uid], np.diag([1, 2, 1, 1]))
    with pytest.raises(KeyError):
        transform(document, work.uid, ["nothing"], np.eye(4))
    assert strokes(document, work) == [stroke]


# layers


def test_removing_a_layer_takes_all_on_it_and_undo_brings_all_of_it_back(
    document: Document, work: Work
) -> None:
    base = draw(document, work)
    top, hidden = add_layer(document, work.uid), add_layer(document, work.uid)
    set_layer(document, hidden.uid, is_visible=False)
    draw(document, work, layer_uid=top.uid)
    add_reference(document, work.uid, picture(), layer_uid=top.uid, name="a", pose=Pose())
    clay = clay_on(document, work)
    with document.edit("Move", scope=work.uid) as edit:
        edit.put(Clay(clay.uid, work.uid, top.uid, clay.mesh_uid))
    before, values = dict(document.entities), document.mesh(clay.mesh_uid).values.copy()
    remove_layer(document, top.uid)
    assert set(everything(document, work.uid)) == {base.uid}
    document.undo(work.uid)
    assert dict(document.entities) == before
    assert np.array_equal(document.mesh(clay.mesh_uid).values, values)
    # Open Brush: undo showed layers that were hidden
    kept = document.find(hidden.uid)
    assert isinstance(kept, Layer)
    assert not kept.is_visible


# what stands around


def test_guides_are_put_up_moved_and_taken_down(document: Document, work: Work) -> None:
    guide = add_guide(document, work.uid, GuideShape.SPHERE, pose=Pose((0.0, 1.0, 0.0)))
    set_guide(document, guide.uid, size_m=(2.0, 2.0, 2.0), is_visible=False)
    transform(document, work.uid, [guide.uid], matrix_of(shift_m=(1, 0, 0)))
    found = document.find(guide.uid)
    assert (found.pose.position_m, found.size_m, found.is_visible) == (
        (1.0, 1.0, 0.0), (2.0, 2.0, 2.0), False,
    )  # fmt: skip
    remove_guide(document, guide.uid)
    assert document.find(guide.uid) is None
    for _ in range(4):
        document.undo(work.uid)
    assert document.find(guide.uid) is None
    with pytest.raises(KeyError):
        remove_guide(document, guide.uid)


def test_a_reference_stands_in_the_room_and_its_picture_outlives_it(
    document: Document, work: Work
) -> None:
    layer = work.layers[0]
    one = add_reference(document, work.uid, picture(), layer_uid=layer, name="sea", pose=Pose())
    add_reference(document, work.uid, picture(), layer_uid=layer, name="sea", pose=Pose())
    set_reference(document, one.uid, name="shore", pose=Pose((0.0, 2.0, 0.0)))
    remove_reference(document, one.uid)
    assert document.find("photo") == picture()
    document.undo(work.uid)
    assert document.find(one.uid).name == "shore"
    with pytest.raises(KeyError):
        add_reference(document, work.uid, picture(), layer_uid="nowhere", name="", pose=Pose())


def test_a_place_is_changed_by_sliding_and_begins_anew_elsewhere(
    document: Document, work: Work
) -> None:
    before = space.place_of(document, work.uid)
    for hour in (7.0, 8.5, 9.0):
        set_place(document, work.uid, settings={"hour": hour, "fog_m": 40}, merge="slide")
    place = space.place_of(document, work.uid)
    assert place.settings == (("fog_m", 40.0), ("hour", 9.0))
    assert set_place(document, work.uid, environment_uid="shore").settings == ()
    document.undo(work.uid)
    document.undo(work.uid)
    assert space.place_of(document, work.uid) == before


def test_a_place_is_kept_as_ones_own_and_chosen_elsewhere(document: Document, work: Work) -> None:
    set_place(document, work.uid, settings={"hour": 6.5})
    own = save_place(document, work.uid, name=" My morning ")
    assert (own.name, own.work_uid) == ("My morning", "")
    assert list(own_places(document)) == [own]
    document.unload(work.uid)
    assert list(own_places(document)) == [own]
    other = new_page(document)
    placed = set_place(
        document, other.uid, environment_uid=own.environment_uid, seed=own.seed,
        settings=dict(own.settings), name=own.name,
    )  # fmt: skip
    assert (placed.settings, placed.seed, placed.name) == (own.settings, own.seed, own.name)
    forget_place(document, own.uid)
    assert list(own_places(document)) == []
    assert space.place_of(document, other.uid) == placed
    with pytest.raises(KeyError):
        forget_place(document, placed.uid)


def test_a_way_for_the_camera_is_kept_changed_and_taken_away(
    document: Document, work: Work
) -> None:
    way = put_path(document, work.uid, path(), name="around")
    put_path(document, work.uid, path()[:3], path_uid=way.uid)
    found = document.find(way.uid)
    assert (found.name, len(found.keys)) == ("around", 3)
    remove_path(document, way.uid)
    assert document.find(way.uid) is None


def test_a_chosen_lot_is_removed_together(document: Document, work: Work) -> None:
    stroke, clay = draw(document, work), clay_on(document, work)
    before = dict(document.entities)
    remove_parts(document, work.uid, [stroke.uid, clay.uid])
    assert everything(document, work.uid) == ()
    document.undo(work.uid)
    assert dict(document.entities) == before
    with pytest.raises(KeyError):
        remove_parts(document, work.uid, [stroke.uid, work.uid])
    assert dict(document.entities) == before


# replay


def test_a_replay_goes_as_the_hand_went_and_shortens_long_pauses(
    document: Document, work: Work
) -> None:
    late = live(document, work)
    late.drawn[0].stroke = space_stroke_at(late.drawn[0].stroke, minutes=9)
    early = draw(document, work, path(seconds=2))
    points = path(seconds=3)
    late.begin(points[:1])
    late.move(points[1:])
    late.finish()
    later = late.strokes[0].uid
    course = Course(document, work.uid)
    assert course.length_s == pytest.approx(2 + 2 + 3)
    assert course.seconds_at(0.0) == {}
    assert course.seconds_at(1.5) == pytest.approx({early.uid: 1.5})
    assert later not in course.seconds_at(3.9)
    assert course.seconds_at(5.0)[later] == pytest.approx(1.0)
    assert course.seconds_at(7.0)[later] == pytest.approx(3.0)
    assert course.moment_of(NOW + timedelta(seconds=1)) == pytest.approx(1)
    assert course.moment_of(NOW + timedelta(minutes=9, seconds=1)) == pytest.approx(5)
    assert course.moment_of(NOW - timedelta(hours=1)) == 0
    assert course.moment_of(NOW + timedelta(hours=1)) == pytest.approx(7)


def test_a_hand_that_rests_within_a_stroke_is_not_waited_for(
    document: Document, work: Work
) -> None:
    points = path(seconds=2, count=40)
    points[20:, 8] += 60
    stroke = draw(document, work, points)
    course = Course(document, work.uid)
    assert course.length_s == pytest.approx(4, abs=0.2)
    assert 1 < course.seconds_at(2.0)[stroke.uid] < 61
    assert course.seconds_at(course.length_s)[stroke.uid] == pytest.approx(62)


def test_a_long_line_that_is_kept_as_two_points_is_no_pause(document: Document, work: Work) -> None:
    stroke = draw(document, work, path(seconds=2))
    ends = stroke.points[[0, -1]].copy()
    ends[:, 8] = 0, 6
    with document.edit("Two points", scope=work.uid) as edit:
        edit.put(replace(stroke, points=ends))
    assert Course(document, work.uid).length_s == pytest.approx(6)


def test_an_empty_page_has_nothing_to_replay(document: Document, work: Work) -> None:
    course = Course(document, work.uid)
    assert (course.length_s, course.begun_at, course.ended_at) == (0, None, None)
    assert course.seconds_at(0) == {}


def space_stroke_at(stroke: SpaceStroke, *, minutes: int) -> SpaceStroke:
    return SpaceStroke(
        stroke.uid, stroke.work_uid, stroke.layer_uid, stroke.brush_uid, stroke.colour,
        stroke.size_m, stroke.seed, stroke.started_at + timedelta(minutes=minutes), stroke.points,
    )  # fmt: skip
