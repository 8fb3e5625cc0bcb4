"""Touching clay: what moves, what is held, what is alike on both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.geometry.clay.dab import Dab, Symmetry
from app.geometry.clay.shape import ClayShape
from app.model.clay import ClayAction
from app.model.meshes import Mesh
from tests.geometry.clay_parts import ball, normals_by_hand, worked

BALL = ball()
MOVING = [each for each in ClayAction if each not in (ClayAction.PAINT, ClayAction.MASK)]

places = st.tuples(*(st.floats(-1.2, 1.2) for _ in range(3)))
directions = st.none() | st.sampled_from(
    [(1.0, 0.0, 0.0), (0.0, 0.6, 0.8), (0.48, -0.6, 0.64), (-0.8, 0.0, -0.6)]
)
dabs = st.builds(
    Dab,
    action=st.sampled_from(list(ClayAction)),
    centre_m=places,
    radius_m=st.floats(0.05, 1.5),
    strength=st.floats(0, 1),
    gain=st.floats(0, 1),
    direction=directions,
    edge=st.floats(0, 1),
    is_inverted=st.booleans(),
    drag_m=st.tuples(*(st.floats(-0.3, 0.3) for _ in range(3))),
    colour=st.tuples(*(st.floats(0, 1) for _ in range(3))),
)
symmetries = st.builds(Symmetry, st.booleans(), st.booleans(), st.booleans())


def fresh(mesh: Mesh = BALL) -> ClayShape:
    return ClayShape(Mesh(mesh.values.copy(), mesh.faces))


def mirror_rows(mesh: Mesh, axis: int) -> npt.NDArray[np.int64]:
    """Give for each vertex the row of its mirror image."""
    here = {tuple(place): row for row, place in enumerate(mesh.values[:, :3].tolist())}
    sign = np.ones(3)
    sign[axis] = -1
    return np.array([here[tuple(place)] for place in (mesh.values[:, :3] * sign + 0.0).tolist()])


PARTNERS = [mirror_rows(BALL, axis) for axis in range(3)]


@settings(deadline=None)
@given(st.lists(dabs, min_size=1, max_size=6))
def test_clay_stays_clay_whatever_one_does(touches: list[Dab]) -> None:
    shape = fresh()
    for dab in touches:
        worked(shape, dab)
    assert np.isfinite(shape.values).all()
    assert np.isfinite(shape.normals).all()
    assert (shape.values[:, 3:] >= 0).all()
    assert (shape.values[:, 3:] <= 1).all()
    assert abs(shape.values[:, :3]).max() < 1.3 + 6 * 1.5


@settings(deadline=None)
@given(st.lists(dabs, min_size=1, max_size=5))
def test_normals_are_those_of_the_whole_mesh_after_any_touch(touches: list[Dab]) -> None:
    shape = fresh()
    for dab in touches:
        worked(shape, replace(dab, strength=dab.strength * 0.3))
    expected = normals_by_hand(shape.mesh)
    is_sure = np.linalg.norm(expected, axis=1) > 0.5
    again = ClayShape(shape.mesh)
    assert np.array_equal(shape.normals[is_sure], again.normals[is_sure])
    assert abs(shape.normals - expected)[is_sure].max() < 2e-2


@settings(deadline=None)
@given(st.lists(dabs, min_size=1, max_size=5), symmetries)
def test_symmetry_holds_to_the_last_bit(touches: list[Dab], symmetry: Symmetry) -> None:
    shape = fresh()
    for dab in touches:
        worked(shape, replace(dab, symmetry=symmetry))
    for axis, is_mirrored in enumerate(symmetry.sides):
        if is_mirrored:
            sign = np.ones(7, np.float32)
            sign[axis] = -1
            assert np.array_equal(shape.values[PARTNERS[axis]], shape.values * sign)


@settings(deadline=None)
@given(st.lists(dabs, min_size=1, max_size=5), symmetries, st.integers(0, 9))
def test_what_the_mask_holds_stays(touches: list[Dab], symmetry: Symmetry, seed: int) -> None:
    shape = fresh()
    is_held = np.random.default_rng(seed).random(len(shape)) < 0.3
    shape.values[is_held, 6] = 1
    before = shape.values[is_held].copy()
    for dab in touches:
        if dab.action is not ClayAction.MASK:
            worked(shape, replace(dab, symmetry=symmetry))
    assert np.array_equal(shape.values[is_held], before)


@settings(deadline=None)
@given(dabs, symmetries)
def test_a_touch_reaches_no_further_than_its_radius(dab: Dab, symmetry: Symmetry) -> None:
    shape, dab = fresh(), replace(dab, symmetry=symmetry)
    before = shape.values.copy()
    reached = worked(shape, dab)
    assert len(set(reached.rows.tolist())) == len(reached.rows)
    far = np.ones(len(shape), np.bool_)
    fold = dab.symmetry.folded(dab.centre_m)
    for signs in symmetry.images():
        centre = np.array(dab.centre_m) * fold * signs
        far &= np.linalg.norm(before[:, :3] - centre, axis=1) > dab.radius_m + 1e-6
    assert np.array_equal(shape.values[far], before[far])
    assert not far[reached.rows].any()


@settings(deadline=None)
@given(st.integers(0, 50), st.floats(0.1, 1))
def test_smoothing_makes_rough_clay_smoother(seed: int, strength: float) -> None:
    shape = fresh()
    noise = np.random.default_rng(seed).normal(1, 0.03, (len(shape), 1)).astype(np.float32)
    shape.values[:, :3] *= noise
    everything = np.arange(len(shape), dtype=np.uint32)
    shape.refresh(everything)
    before = roughness(shape)
    worked(shape, Dab(ClayAction.SMOOTH, (0, 0, 0), 5, strength, 1))
    assert roughness(shape) < before


def roughness(shape: ClayShape) -> float:
    """Give how much neighbouring faces differ in direction."""
    corners = shape.values[:, :3].astype(np.float64)[shape.faces]
    vectors = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    around = np.linalg.norm(units[:, None] - shape.normals[shape.faces], axis=2)
    return float(around.mean())


TOP = Dab(ClayAction.PULL, (0.0, 0.0, 1.0), 0.4, 1.0, 0.2, direction=(0.0, 0.0, 1.0))


def height(shape: ClayShape) -> float:
    return float(shape.values[:, 2].max())


def test_pulling_raises_and_pushing_lowers_the_clay() -> None:
    pulled, pushed, turned_round = fresh(), fresh(), fresh()
    worked(pulled, TOP)
    worked(pushed, replace(TOP, action=ClayAction.PUSH))
    worked(turned_round, replace(TOP, is_inverted=True))
    assert height(pulled) == pytest.approx(1.08, abs=0.005)
    assert height(pushed) < 1
    assert np.array_equal(pushed.values, turned_round.values)


def test_pulling_follows_the_eye_or_the_surface() -> None:
    by_surface, by_eye = fresh(), fresh()
    worked(by_surface, replace(TOP, direction=None))
    worked(by_eye, replace(TOP, direction=(1.0, 0.0, 0.0)))
    assert height(by_surface) > 1.07
    moved = by_eye.values[:, :3] - BALL.values[:, :3]
    assert abs(moved[:, 1:]).max() == 0
    assert moved[:, 0].max() == pytest.approx(0.08, abs=0.005)


def test_dragging_takes_the_clay_along() -> None:
    shape = fresh()
    worked(shape, replace(TOP, action=ClayAction.DRAG, drag_m=(0.1, 0.0, 0.2)))
    moved = shape.values[:, :3] - BALL.values[:, :3]
    assert moved.max(axis=0) == pytest.approx([0.1, 0.0, 0.2], abs=0.01)


def test_pinching_draws_together_and_its_opposite_spreads() -> None:
    near = np.linalg.norm(BALL.values[:, :3] - (0, 0, 1), axis=1) < 0.3
    widths = []
    for is_inverted in (False, True):
        shape = fresh()
        worked(shape, replace(TOP, action=ClayAction.PINCH, is_inverted=is_inverted))
        widths.append(np.linalg.norm(shape.values[near, :2], axis=1).mean())
    plain = np.linalg.norm(BALL.values[near, :2], axis=1).mean()
    assert widths[0] < plain < widths[1]


def test_flattening_ends_in_a_plane() -> None:
    shape = fresh()
    near = np.linalg.norm(BALL.values[:, :3] - (0, 0, 1), axis=1) < 0.25
    for _ in range(20):
        worked(shape, replace(TOP, action=ClayAction.FLATTEN, gain=1.0, edge=0.7))
    assert np.ptp(shape.values[near, 2]) < 0.1 * np.ptp(BALL.values[near, 2])


def test_inflating_goes_outward_everywhere() -> None:
    shape = fresh()
    worked(shape, Dab(ClayAction.INFLATE, (0, 0, 0), 3, 1, 0.1, edge=0.95))
    away = np.linalg.norm(shape.values[:, :3], axis=1)
    assert away == pytest.approx(1.3, abs=0.01)


def test_a_crease_is_deep_and_narrow() -> None:
    shape = fresh()
    for _ in range(3):
        worked(shape, replace(TOP, action=ClayAction.CREASE))
    assert shape.values[np.argmax(BALL.values[:, 2]), 2] < 0.9
    near = np.linalg.norm(BALL.values[:, :2], axis=1) < 0.2
    near &= BALL.values[:, 2] > 0
    assert (
        np.linalg.norm(shape.values[near, :2], axis=1).mean()
        < np.linalg.norm(BALL.values[near, :2], axis=1).mean()
    )


def test_twisting_turns_about_the_direction_and_keeps_the_height() -> None:
    shape = fresh()
    worked(shape, replace(TOP, action=ClayAction.TWIST, gain=0.5, edge=0.9))
    near = (np.linalg.norm(BALL.values[:, :3] - (0, 0, 1), axis=1) < 0.3) & (
        np.linalg.norm(BALL.values[:, :2], axis=1) > 0.05
    )
    turn = np.arctan2(shape.values[near, 1], shape.values[near, 0])
    turn -= np.arctan2(BALL.values[near, 1], BALL.values[near, 0])
    assert (turn + np.pi) % (2 * np.pi) - np.pi == pytest.approx(0.5, abs=1e-3)
    assert shape.values[near, 2] == pytest.approx(BALL.values[near, 2], abs=1e-6)


def test_paint_changes_colours_and_nothing_else() -> None:
    shape = fresh()
    for _ in range(30):
        worked(shape, replace(TOP, action=ClayAction.PAINT, gain=0.5, colour=(0.2, 0.4, 0.6)))
    top = np.argmax(BALL.values[:, 2])
    assert shape.values[top, 3:6] == pytest.approx([0.2, 0.4, 0.6], abs=1e-4)
    assert np.array_equal(shape.values[:, :3], BALL.values[:, :3])
    assert (shape.values[BALL.values[:, 2] < 0, 3:6] == 1).all()


def test_a_mask_is_painted_and_taken_away() -> None:
    shape, mask = fresh(), replace(TOP, action=ClayAction.MASK, gain=1.0, edge=0.5)
    worked(shape, mask)
    top = np.argmax(BALL.values[:, 2])
    assert shape.values[top, 6] == 1
    worked(shape, TOP)
    assert shape.values[top, 2] == BALL.values[top, 2]
    for _ in range(2):
        worked(shape, replace(mask, is_inverted=True, radius_m=1.0))
    assert not shape.values[:, 6].any()


@pytest.mark.parametrize("action", MOVING)
def test_on_a_mirrors_plane_a_touch_is_as_strong_as_one(action: ClayAction) -> None:
    once, mirrored = fresh(), fresh()
    dab = replace(TOP, action=action, drag_m=(0.0, 0.0, 0.1), gain=0.15)
    worked(once, dab)
    worked(mirrored, replace(dab, symmetry=Symmetry(x=True)))
    if action is ClayAction.TWIST:
        # a turn and its mirror image undo each other there
        assert abs(mirrored.values - BALL.values).max() < 1e-2
    else:
        assert abs(mirrored.values - once.values).max() < 1e-5


@pytest.mark.parametrize(
    "broken",
    [
        replace(TOP, centre_m=(float("nan"), 0, 0)),
        replace(TOP, radius_m=float("inf")),
        replace(TOP, radius_m=0.0),
        replace(TOP, strength=0.0),
        replace(TOP, direction=(0, float("nan"), 0)),
    ],
)
def test_a_touch_that_is_none_does_nothing(broken: Dab) -> None:
    shape = fresh()
    assert not len(worked(shape, broken).rows)
    assert np.array_equal(shape.values, BALL.values)


def test_all_of_a_new_shape_is_to_be_shown_and_then_only_what_changed() -> None:
    shape = fresh()
    assert len(shape.take_touched()) == len(shape)
    assert not len(shape.take_touched())
    reached = worked(shape, TOP)
    before = shape.normals.copy()
    told = set(shape.take_touched().tolist())
    assert set(reached.rows.tolist()) <= told
    assert len(told) < len(shape) / 4
    changed = (before != ClayShape(BALL).normals).any(axis=1)
    assert set(np.flatnonzero(changed).tolist()) <= told


@given(st.sets(st.integers(0, 2561), max_size=40), st.integers(0, 300))
def test_the_stretches_to_show_hold_all_that_changed(rows: set[int], gap: int) -> None:
    shape = fresh()
    shape.take_touched()
    shape.tint(np.array(sorted(rows), np.uint32))
    ranges = shape.take_ranges(gap=gap)
    held = {row for start, stop in ranges for row in range(start, stop)}
    assert rows <= held
    assert {start for start, _ in ranges} | {stop - 1 for _, stop in ranges} <= rows
    assert shape.take_ranges() == []


@given(places, st.tuples(*(st.floats(-1, 1) for _ in range(3))))
def test_a_ray_meets_a_ball_where_the_sum_says(
    aim: tuple[float, float, float], way: tuple[float, float, float]
) -> None:
    direction = np.array(way)
    if np.linalg.norm(direction) < 0.1:
        return
    direction /= np.linalg.norm(direction)
    start = np.array(aim) - 5 * direction
    half = -(start @ direction)
    aside = start @ start - half * half
    hit = fresh().pick(tuple(start), tuple(3 * direction))
    if aside > 1.0001:
        assert hit is None
    elif aside < 0.9:
        assert hit is not None
        assert hit.distance_m == pytest.approx(half - (1 - aside) ** 0.5, abs=0.02)
        assert np.linalg.norm(hit.point_m) == pytest.approx(1, abs=0.01)
        assert np.dot(hit.normal, hit.point_m) > 0.9


def test_clay_that_was_pulled_far_is_still_met_and_reached() -> None:
    shape = fresh()
    for _ in range(30):
        worked(shape, replace(TOP, centre_m=(0, 0, height(shape)), gain=0.4))
    assert height(shape) > 2
    for _ in range(2):
        hit = shape.pick((5, 0, height(shape) - 0.05), (-1, 0, 0))
        assert hit is not None
        assert abs(hit.point_m[0]) < 0.5
        low, high = shape.bounds_m
        assert high[2] >= height(shape)
        assert low[2] <= -1
        shape.tighten(np.arange(len(shape), dtype=np.uint32))
    assert high[2] == pytest.approx(height(shape))


def test_a_ray_without_direction_is_none() -> None:
    with pytest.raises(ValueError, match="length"):
        fresh().pick((0, 0, 5), (0, 0, 0))


def test_what_was_made_of_older_clay_can_be_told() -> None:
    shape = fresh()
    before = shape.revision
    worked(shape, replace(TOP, strength=0.0))
    assert shape.revision == before
    for action in (ClayAction.PULL, ClayAction.PAINT):
        worked(shape, replace(TOP, action=action))
        assert shape.revision > before
        before = shape.revision


def test_clay_that_may_not_be_written_is_not_worked() -> None:
    values = BALL.values.copy()
    values.flags.writeable = False
    with pytest.raises(ValueError, match="written"):
        ClayShape(Mesh(values, BALL.faces))


@settings(deadline=None)
@given(st.lists(dabs, min_size=1, max_size=4))
def test_tightening_where_one_worked_is_tightening_everywhere(touches: list[Dab]) -> None:
    shape = fresh()
    rows = [worked(shape, dab).rows for dab in touches]
    shape.tighten(np.unique(np.concatenate(rows)))
    some = shape.bounds_m
    shape.tighten()
    assert shape.bounds_m == some
