"""Strokes in space: what a person draws is what stands there, however it came."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from hands import BRUSHES, brush, builder, drawn, hostile_hands, line, odd_hands, poses, wander

from app.geometry.similarity import Similarity, matrix_of
from app.geometry.strokes import build, build_many
from app.geometry.vertex import COLOUR, NORMAL, PHASE, POSITION, TIME, Geometry, Patch
from app.model.space_brush import Family, Material, SpaceBrush

KINDS = [
    "flat", "tape", "felt", "ink", "oil", "ruffles", "toon", "faceted", "spikes", "icing",
    "beads", "hull", "gem", "stars", "smoke", "leaves", "dry_brush", "dots",
]  # fmt: skip
every_brush = pytest.mark.parametrize("found", BRUSHES, ids=lambda found: found.name)
some_brush = st.sampled_from(KINDS).map(brush)


def together(patches: list[Patch]) -> Geometry:
    """What a scene has that writes each patch into its buffers."""
    vertices, triangles = np.empty((0, 14), np.float32), np.empty((0, 3), np.uint32)
    for patch in patches:
        assert patch.first_vertex <= len(vertices)
        assert patch.first_triangle <= len(triangles)
        vertices = np.concatenate([vertices[: patch.first_vertex], patch.vertices])
        triangles = np.concatenate([triangles[: patch.first_triangle], patch.triangles])
    return Geometry(vertices, triangles)


def same(one: Geometry, other: Geometry) -> bool:
    return np.array_equal(one.vertices, other.vertices) and np.array_equal(
        one.triangles, other.triangles
    )


def area_m2(geometry: Geometry) -> float:
    """How much there is to see; a billboard is as large as it is shown."""
    places = geometry.vertices[:, POSITION].astype(float)
    a, b, c = (places[geometry.triangles[:, corner]] for corner in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def is_seen(found: SpaceBrush, geometry: Geometry) -> bool:
    if found.family is Family.PARTICLES:
        return bool((geometry.vertices[:, 5] > 1e-4).any())
    return area_m2(geometry) > 1e-8


def chunked(points: npt.NDArray[np.float32], cuts: list[int]) -> list[npt.NDArray[np.float32]]:
    return np.split(points, sorted(cut % (len(points) + 1) for cut in cuts))


@settings(max_examples=150)
@given(some_brush, odd_hands(), st.lists(st.integers(0, 30), max_size=6))
def test_what_is_shown_bit_by_bit_is_the_whole_stroke(
    found: SpaceBrush, points: npt.NDArray[np.float32], cuts: list[int]
) -> None:
    growing, patches = builder(found), []
    for part in chunked(points, cuts):
        growing.add(part)
        patches.append(growing.fresh())
    at_once = builder(found)
    at_once.add(points)
    assert same(together(patches), growing.geometry())
    assert same(growing.geometry(), at_once.geometry())
    assert growing.fresh().is_empty


@settings(max_examples=100)
@given(some_brush, odd_hands())
def test_a_finished_stroke_is_exactly_what_is_built_from_its_points_later(
    found: SpaceBrush, points: npt.NDArray[np.float32]
) -> None:
    growing = builder(found)
    growing.add(points)
    kept = growing.finish()
    later = build(drawn(found, kept), found)
    assert same(growing.geometry(), later)
    assert same(together([growing.fresh()]), later)
    assert np.array_equal(growing.points, kept)


@settings(max_examples=150)
@given(some_brush, odd_hands())
def test_whatever_the_hand_does_the_triangles_are_sound(
    found: SpaceBrush, points: npt.NDArray[np.float32]
) -> None:
    geometry = build(drawn(found, points), found)
    assert np.isfinite(geometry.vertices).all()
    assert geometry.triangles.max() < len(geometry.vertices)
    assert (geometry.vertices[:, COLOUR] >= 0).all()
    assert (geometry.vertices[:, COLOUR] <= 1).all()
    if found.family is not Family.PARTICLES:
        lengths = np.linalg.norm(geometry.vertices[:, NORMAL], axis=1)
        assert np.allclose(lengths, 1, atol=1e-4)


@settings(max_examples=300)
@given(some_brush, hostile_hands(), st.floats(-1, 1e30), st.integers(-(2**70), 2**70))
def test_a_broken_file_full_of_numbers_is_built_all_the_same(
    found: SpaceBrush, points: npt.NDArray[np.float32], size_m: float, seed: int
) -> None:
    geometry = build(drawn(found, points, size_m=size_m, seed=seed), found)
    assert np.isfinite(geometry.vertices).all()
    assert geometry.triangles.max(initial=0) < max(len(geometry.vertices), 1)
    assert len(geometry.vertices) < 250_000
    growing = builder(found, size_m=size_m, seed=seed)
    growing.add(points)
    assert np.isfinite(growing.geometry().vertices).all()
    assert len(growing.finish()) <= len(points) + 1


@settings(max_examples=60)
@given(some_brush, odd_hands())
def test_nothing_of_a_stroke_is_far_from_where_the_hand_was(
    found: SpaceBrush, points: npt.NDArray[np.float32]
) -> None:
    vertices = build(drawn(found, points), found).vertices[:, POSITION].astype(float)
    reach = 3 * found["size_m"]
    low, high = points[:, :3].min(axis=0) - reach, points[:, :3].max(axis=0) + reach
    assert (vertices >= low).all()
    assert (vertices <= high).all()


@every_brush
def test_a_tap_leaves_a_mark(found: SpaceBrush) -> None:
    growing = builder(found)
    growing.add(poses([[0.1, 1.0, -0.4]]))
    assert is_seen(found, growing.geometry())
    assert len(growing.finish()) == 1
    assert is_seen(found, growing.geometry())


@every_brush
def test_a_hand_that_rests_leaves_what_a_tap_leaves(found: SpaceBrush) -> None:
    tap, rest = poses([[0.1, 1.0, -0.4]]), poses([[0.1, 1.0, -0.4]] * 12)
    assert same(build(drawn(found, rest), found), build(drawn(found, tap), found))


@every_brush
def test_the_lightest_touch_is_seen(found: SpaceBrush) -> None:
    lightest = build(drawn(found, line(pressure=0.0)), found)
    assert is_seen(found, lightest)


@every_brush
def test_the_same_points_and_seed_give_the_same_stroke(found: SpaceBrush) -> None:
    assert same(build(drawn(found, wander(1)), found), build(drawn(found, wander(1)), found))


@pytest.mark.parametrize("name", ["stars", "leaves", "smoke", "splatter"])
def test_chance_comes_from_the_seed(name: str) -> None:
    one = build(drawn(brush(name), wander(1), seed=1), brush(name))
    other = build(drawn(brush(name), wander(1), seed=2), brush(name))
    assert len(one.vertices) == len(other.vertices)
    assert not np.allclose(one.vertices[:, POSITION], other.vertices[:, POSITION])


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("column", range(9))
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_number_that_is_none_is_refused_and_the_stroke_goes_on(
    name: str, column: int, value: float
) -> None:
    growing = builder(brush(name))
    growing.add(line(5))
    before = growing.geometry()
    broken = line(5)
    broken[3, column] = value
    with pytest.raises(ValueError, match=r"point 3 has (nan|inf) for .*a finite number"):
        growing.add(broken)
    assert same(growing.geometry(), before)


def test_points_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="9 columns"):
        builder(brush("flat")).add(np.zeros((4, 3), np.float32))


def test_a_finished_stroke_takes_no_more_points() -> None:
    growing = builder(brush("flat"))
    growing.add(line(5))
    growing.finish()
    with pytest.raises(ValueError, match="finished"):
        growing.add(line(5))


@pytest.mark.parametrize("name", KINDS)
def test_a_stroke_without_points_is_nothing(name: str) -> None:
    growing = builder(brush(name))
    growing.add(np.empty((0, 9), np.float32))
    assert growing.fresh().is_empty
    assert len(growing.finish()) == 0
    assert len(growing.geometry().triangles) == 0


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=12)
@given(st.integers(0, 1000), st.floats(0.2, 4), st.floats(-3, 3), st.floats(-1, 1))
def test_a_stroke_that_is_moved_turned_and_scaled_keeps_its_look(
    name: str, seed: int, scale: float, shift: float, turn: float
) -> None:
    found, points = brush(name), wander(seed)
    matrix = matrix_of(shift_m=(shift, 0.5, -shift), rotation=(0.3, turn, 0.2, 1.0), scale=scale)
    moves = Similarity.of(matrix)
    before = build(drawn(found, points), found)
    after = build(drawn(found, moves.points(points), size_m=found["size_m"] * scale), found)
    # a hull is only as fine as its directions, and those stand still
    if found.family is Family.HULL or len(before.vertices) != len(after.vertices):
        return
    wanted = moves.places(before.vertices[:, POSITION])
    assert np.abs(after.vertices[:, POSITION] - wanted).max() < 2e-3 * scale


def test_many_strokes_at_once_are_each_as_if_alone() -> None:
    strokes = [
        drawn(found, wander(seed), seed=seed, uid=f"{found.name}-{seed}")
        for seed in range(4)
        for found in BRUSHES
    ]
    by_uid = {found.uid: found for found in BRUSHES}
    batches = build_many(strokes, by_uid)
    assert set(batches) == {found.material for found in BRUSHES}
    for stroke in strokes:
        found = by_uid[stroke.brush_uid]
        batch, alone = batches[found.material], build(stroke, found)
        span = batch.spans[stroke.uid]
        rows = slice(span.first_vertex, span.first_vertex + span.vertex_count)
        faces = slice(span.first_triangle, span.first_triangle + span.triangle_count)
        assert np.array_equal(batch.vertices[rows], alone.vertices)
        assert np.array_equal(batch.triangles[faces] - span.first_vertex, alone.triangles)


def test_a_page_of_strokes_fills_each_batch_without_gaps() -> None:
    strokes = [drawn(found, line(), uid=found.uid) for found in BRUSHES]
    for batch in build_many(strokes, {found.uid: found for found in BRUSHES}).values():
        vertex = triangle = 0
        for span in batch.spans.values():
            assert (span.first_vertex, span.first_triangle) == (vertex, triangle)
            vertex, triangle = vertex + span.vertex_count, triangle + span.triangle_count
        assert (vertex, triangle) == (len(batch.vertices), len(batch.triangles))


def test_a_stroke_of_a_brush_that_is_not_here_is_drawn_all_the_same() -> None:
    known = brush("flat")
    stroke = drawn(brush("leaves"), line())
    batches = build_many([stroke], {known.uid: known})
    assert batches[Material.MATTE].spans["s"].triangle_count > 0


def test_nothing_is_built_of_nothing() -> None:
    assert build_many([], {found.uid: found for found in BRUSHES}) == {}
    assert build_many([drawn(brush("flat"), line())], {}) == {}


def test_a_stroke_without_points_takes_no_room_among_others() -> None:
    for found in BRUSHES:
        strokes = [
            drawn(found, line(0), uid="none"),
            drawn(found, line(), uid="line"),
            drawn(found, line(0), uid="none again"),
        ]
        (batch,) = build_many(strokes, {found.uid: found}).values()
        assert batch.spans["none"].vertex_count == batch.spans["none again"].vertex_count == 0
        assert batch.spans["line"].vertex_count == len(batch.vertices)


@pytest.mark.parametrize("found", [b for b in BRUSHES if b.family is Family.TUBE])
def test_a_tube_shows_its_outside(found: SpaceBrush) -> None:
    geometry = build(drawn(found, line(60)), found)
    places = geometry.vertices[:, POSITION].astype(float)
    a, b, c = (places[geometry.triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    normals = geometry.vertices[geometry.triangles, NORMAL].sum(axis=1)
    is_large = np.linalg.norm(faces, axis=1) > 1e-9
    agree = np.einsum("ij,ij->i", faces, normals)[is_large] > 0
    assert agree.mean() > 0.97
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6
    assert volume > 0


def test_a_round_tube_is_as_thick_as_it_says() -> None:
    found = brush("toon")
    geometry = build(drawn(found, line(80, length_m=1.0), size_m=0.04), found)
    places = geometry.vertices[:, POSITION]
    away = np.hypot(places[:, 1] - 1, places[:, 2] + 0.5)
    assert away.max() == pytest.approx(0.02, rel=1e-3)
    assert places[:, 0].min() == pytest.approx(-0.02, abs=1e-4), "the cap is round"
    assert places[:, 0].max() == pytest.approx(1.02, abs=1e-4)


def test_a_light_hand_draws_a_thinner_line() -> None:
    found = brush("ink")
    heavy = area_m2(build(drawn(found, line(pressure=1.0)), found))
    light = area_m2(build(drawn(found, line(pressure=0.2)), found))
    assert light < 0.5 * heavy


def test_a_brush_pen_is_thin_at_both_ends_and_a_short_dash_is_seen() -> None:
    found = brush("brush_pen")
    geometry = build(drawn(found, line(60, length_m=0.6)), found)
    wide = np.linalg.norm(
        geometry.vertices[0::2, POSITION] - geometry.vertices[1::2, POSITION], axis=1
    )
    assert wide[0] < 0.1 * wide.max() > wide[-1]
    dash = build(drawn(found, line(3, length_m=0.002)), found)
    assert area_m2(dash) > 0.2 * 0.002 * found["size_m"]


def test_every_vertex_knows_when_it_was_drawn() -> None:
    for found in BRUSHES:
        points = line(30)
        times = build(drawn(found, points), found).vertices[:, TIME]
        assert times.min() >= 0
        assert times.max() <= points[-1, 8] + 1e-6
        if found.family is not Family.HULL:
            assert times.max() > 0.5 * points[-1, 8]


def test_only_a_flashing_brush_flashes_and_never_above_three_hertz() -> None:
    for found in BRUSHES:
        phases = build(drawn(found, wander(3)), found).vertices[:, PHASE]
        tenths = np.floor(phases)
        if found.is_flashing:
            assert set(tenths) == {round(10 * found["flash_hz"])}
            assert tenths.max() <= 30
        else:
            assert set(tenths) == {0.0}


def test_an_end_is_where_the_hand_was_lifted() -> None:
    growing = builder(brush("flat"))
    points = line(30)
    growing.add(points)
    assert not np.allclose(growing.points[-1, :3], points[-1, :3], atol=1e-4), "it lags behind"
    assert np.array_equal(growing.finish()[-1, :3], points[-1, :3])
