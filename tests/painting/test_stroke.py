"""What a stroke does to the pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.brushes import brushes
from app.model.brush import Brush, Build
from app.model.tiles import NOTHING, ONE, Rect, TileGrid
from app.painting.engine import Dabs, StrokeEngine
from tests.painting.reference import dab, dabs_one_by_one, flat

BRUSHES = {brush.name: brush for brush in brushes()}
SIDE = 150
BLUE = (40, 90, 200)
PLAIN = ("grain", "wet_edge", "bleed", "glaze")

Rows = npt.NDArray[np.float32]


def tuned(brush: Brush, **values: float) -> Brush:
    numbers = {
        name: replace(number, default=values.get(name, number.default))
        for name, number in brush.numbers.items()
    }
    return replace(brush, numbers=numbers)


def engine(
    brush: Brush, *, opacity: float = 1.0, is_eraser: bool = False, seed: int = 5, radius: float = 9
) -> StrokeEngine:
    return StrokeEngine(
        brush, colour=BLUE, radius_px=radius, opacity=opacity, is_eraser=is_eraser, seed=seed
    )


def painted(stroke: StrokeEngine, rows: Rows, grid: TileGrid | None = None) -> TileGrid:
    grid = grid or TileGrid.empty(SIDE, SIDE)
    stroke.paint(lambda _: grid, Dabs(np.array(rows, np.float32)))
    return grid


def drawn(stroke: StrokeEngine, points: Rows, grid: TileGrid, *, a_time: int = 1) -> TileGrid:
    for at in range(0, len(points), a_time):
        stroke.paint(lambda _: grid, stroke.add(points[at : at + a_time]))
    stroke.paint(lambda _: grid, stroke.finish())
    return grid


def curve(count: int, *, pressure: float = 0.7, seconds: float = 0.8) -> Rows:
    t = np.linspace(0, 1, count)
    points = np.zeros((count, 6), np.float32)
    points[:, 0], points[:, 1] = 20 + 110 * t, 75 + 45 * np.sin(5 * t)
    points[:, 2], points[:, 5] = pressure, seconds * t
    return points


dab_rows = st.lists(
    st.tuples(
        st.floats(-20, SIDE + 20),
        st.floats(-20, SIDE + 20),
        st.floats(0.2, 50),
        st.floats(0, 1),
        st.floats(0.1, 1),
        st.floats(-3, 3),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=20)
@given(
    rows=dab_rows,
    hardness=st.floats(0, 1),
    cap=st.floats(0.05, 1),
    seed=st.integers(0, 9),
    is_eraser=st.booleans(),
)
def test_dabs_are_those_of_the_plain_formulas(
    rows: list[tuple[float, ...]], hardness: float, cap: float, seed: int, is_eraser: bool
) -> None:
    grid = TileGrid.empty(SIDE, SIDE)
    alpha = np.random.default_rng(seed).integers(0, ONE, (*grid.tiles.shape[:4], 1))
    grid.tiles[:] = alpha * np.random.default_rng(seed + 1).random((1, 1, 1, 1, 4))
    grid.tiles[..., 3:] = alpha
    before, dabs = flat(grid), np.array(rows, np.float32)
    brush = tuned(BRUSHES["soft_round"], hardness=hardness, opacity=1.0)
    painted(engine(brush, opacity=cap, is_eraser=is_eraser), dabs, grid)
    colour = (0.0,) * 4 if is_eraser else (*(channel / 255 for channel in BLUE), 1.0)
    wanted = dabs_one_by_one(before, dabs, colour, hardness=hardness, cap=cap)
    assert np.abs(flat(grid) - wanted).max() <= 2e-4


@settings(max_examples=10)
@given(rows=dab_rows, cut=st.integers(0, 8))
def test_dabs_give_the_same_pixels_in_any_batches(rows: list[tuple[float, ...]], cut: int) -> None:
    brush, dabs = BRUSHES["wet_wash"], np.array(rows, np.float32)
    together = painted(engine(brush), dabs)
    parts, stroke = TileGrid.empty(SIDE, SIDE), engine(brush)
    painted(stroke, dabs[:cut], parts)
    painted(stroke, dabs[cut:], parts)
    assert np.array_equal(together.tiles, parts.tiles)


def test_two_hundred_faint_touches_build_up() -> None:
    rows = np.tile(np.float32([75.5, 75.5, 20, 0.01, 1, 0]), (200, 1))
    brush = tuned(BRUSHES["soft_round"], opacity=1.0)
    grid, stroke = TileGrid.empty(SIDE, SIDE), engine(brush)
    for row in rows:
        painted(stroke, row[None], grid)
    assert flat(grid)[75, 75, 3] == pytest.approx(0.864, abs=0.003)


def test_faint_strokes_build_up_too() -> None:
    brush, grid = tuned(BRUSHES["soft_round"], opacity=1.0), TileGrid.empty(SIDE, SIDE)
    for _ in range(200):
        painted(engine(brush), np.float32([[75.5, 75.5, 20, 0.01, 1, 0]]), grid)
    assert flat(grid)[75, 75, 3] == pytest.approx(0.864, abs=0.003)


@pytest.mark.parametrize("name", sorted(BRUSHES))
@settings(max_examples=4)
@given(opacity=st.floats(0.05, 1), pressure=st.floats(0.05, 1), seed=st.integers(0, 999))
def test_one_stroke_never_covers_more_than_its_opacity(
    name: str, opacity: float, pressure: float, seed: int
) -> None:
    brush, points = BRUSHES[name], curve(30, pressure=pressure)
    to_and_fro = np.concatenate([points, points[::-1], points])
    to_and_fro[:, 5] = np.linspace(0, 2, len(to_and_fro))
    grid = drawn(
        engine(brush, opacity=opacity, seed=seed), to_and_fro, TileGrid.empty(SIDE, SIDE), a_time=9
    )
    most = flat(grid)[..., 3].max()
    assert 0 < most <= opacity * brush["opacity"] + 1 / ONE


@pytest.mark.parametrize("name", sorted(BRUSHES))
def test_pixels_stay_premultiplied(name: str) -> None:
    grid = TileGrid.empty(SIDE, SIDE)
    for seed in range(4):
        stroke = StrokeEngine(
            BRUSHES[name], colour=(255, 3, 120), radius_px=14, opacity=0.9,
            is_eraser=seed == 2, seed=seed,
        )  # fmt: skip
        drawn(stroke, curve(40), grid)
    assert (grid.tiles[..., :3] <= grid.tiles[..., 3:]).all()
    assert grid.tiles.max() <= ONE


@pytest.mark.parametrize("name", sorted(BRUSHES))
def test_a_stroke_drawn_again_is_the_same_stroke(name: str) -> None:
    grids = [
        drawn(engine(BRUSHES[name]), curve(50), TileGrid.empty(SIDE, SIDE), a_time=a_time)
        for a_time in (1, 7, 50)
    ]
    assert grids[0].tiles.any()
    assert np.array_equal(grids[0].tiles, grids[1].tiles)
    assert np.array_equal(grids[0].tiles, grids[2].tiles)


@pytest.mark.parametrize("name", ["pencil", "chalk"])
def test_another_seed_is_another_grain_of_the_hand(name: str) -> None:
    one, other = (
        drawn(engine(BRUSHES[name], seed=seed), curve(50), TileGrid.empty(SIDE, SIDE))
        for seed in (1, 2)
    )
    assert not np.array_equal(one.tiles, other.tiles)


@pytest.mark.parametrize("name", sorted(BRUSHES))
def test_a_slow_tablet_and_a_quick_one_draw_the_same_line(name: str) -> None:
    brush = tuned(BRUSHES[name], scatter=0.0, size_jitter=0.0, flow_jitter=0.0)
    slow, quick = (
        flat(drawn(engine(brush, radius=16), curve(count), TileGrid.empty(SIDE, SIDE)))[..., 3]
        for count in (49, 241)
    )
    assert np.abs(slow - quick).mean() / max(slow.mean(), 1e-6) < 0.12
    assert abs(slow.sum() / quick.sum() - 1) < 0.06


def test_the_eraser_leaves_nothing_at_all() -> None:
    grid = TileGrid.empty(SIDE, SIDE)
    for name in sorted(BRUSHES):
        drawn(engine(BRUSHES[name]), curve(40), grid)
    assert grid.tiles.any()
    rows = [[x, y, 16, 1, 1, 0] for x in range(0, SIDE + 16, 6) for y in range(0, SIDE + 16, 6)]
    painted(engine(tuned(BRUSHES["ink"], opacity=1.0), is_eraser=True), np.float32(rows), grid)
    assert not grid.tiles.any()


def test_the_soft_eraser_gets_there_too() -> None:
    grid = painted(engine(tuned(BRUSHES["ink"], opacity=1.0)), [[75, 75, 12, 1, 1, 0]])
    rows = np.tile(np.float32([75, 75, 60, 0.3, 1, 0]), (40, 1))
    for _ in range(3):
        painted(engine(tuned(BRUSHES["soft_round"], opacity=1.0), is_eraser=True), rows, grid)
    assert not grid.tiles.any()


@settings(max_examples=12)
@given(radius=st.floats(0.7, 30), hardness=st.floats(0, 1))
def test_a_round_touch_is_round(radius: float, hardness: float) -> None:
    brush = tuned(BRUSHES["soft_round"], hardness=hardness, opacity=1.0)
    alpha = flat(painted(engine(brush), [[64, 64, radius, 1, 1, 0]]))[..., 3]
    square = alpha[64 - 40 : 64 + 40, 64 - 40 : 64 + 40]
    for turned in (square[::-1], square[:, ::-1], square.T):
        assert np.abs(square - turned).max() <= 1 / ONE
    assert square.sum() > 0


@settings(max_examples=12)
@given(x=st.floats(60, 80), y=st.floats(60, 80), radius=st.floats(8, 30), aspect=st.floats(0.4, 1))
def test_a_hard_touch_has_the_area_it_should(
    x: float, y: float, radius: float, aspect: float
) -> None:
    brush = tuned(BRUSHES["soft_round"], hardness=1.0, opacity=1.0)
    alpha = flat(painted(engine(brush), [[x, y, radius, 1, aspect, 0.7]]))[..., 3]
    assert alpha.sum() == pytest.approx(np.pi * radius * radius * aspect, rel=0.03)


def test_a_touch_between_pixels_lies_between_them() -> None:
    brush = tuned(BRUSHES["soft_round"], opacity=1.0)
    for x in (70.0, 70.25, 70.5, 70.9):
        alpha = flat(painted(engine(brush), [[x, 64, 8, 1, 1, 0]]))[..., 3]
        middle = (alpha.sum(axis=0) * (np.arange(SIDE) + 0.5)).sum() / alpha.sum()
        assert middle == pytest.approx(x, abs=0.01)


def test_a_marker_crossing_itself_stays_flat() -> None:
    marker = BRUSHES["marker"]
    assert marker.build is Build.MAXIMUM
    points = curve(60)
    both = np.concatenate([points, points[::-1]])
    both[:, 5] = np.linspace(0, 2, len(both))
    once, twice = (
        flat(drawn(engine(tuned(marker, grain=0.0)), rows, TileGrid.empty(SIDE, SIDE)))
        for rows in (points, both)
    )
    assert np.percentile(twice[..., 3], 99.9) == pytest.approx(np.percentile(once[..., 3], 99.9))


def test_a_wash_is_darkest_where_it_ends() -> None:
    brush = tuned(BRUSHES["wet_wash"], bleed=0.0)
    alpha = flat(painted(engine(brush), [[75, 75, 60, 1, 1, 0]]))[75, :, 3]
    rim = 15 + np.argmax(alpha[15:75])
    assert alpha[rim] > 1.2 * alpha[75]
    assert rim < 40


def test_a_wash_lets_the_colour_under_it_shine_through() -> None:
    grid = painted(
        StrokeEngine(
            tuned(BRUSHES["ink"], opacity=1.0),
            colour=(255, 220, 0),
            radius_px=60,
            opacity=1,
            is_eraser=False,
            seed=1,
        ),
        [[75, 75, 60, 1, 1, 0]],
    )
    over = StrokeEngine(
        tuned(BRUSHES["wet_wash"], opacity=1.0, wet_edge=0.0, bleed=0.0, glaze=1.0),
        colour=(0, 120, 255), radius_px=30, opacity=1, is_eraser=False, seed=1,
    )  # fmt: skip
    painted(over, [[75.5, 75.5, 30, 1, 1, 0]], grid)
    red, green, blue = flat(grid)[75, 75, :3] * 255
    assert red < 5
    assert blue < 5
    assert green == pytest.approx(120 * 220 / 255, abs=2)


def test_paper_shows_under_a_light_hand_and_less_under_a_firm_one() -> None:
    def uneven(pressure: float) -> float:
        grid = drawn(
            engine(BRUSHES["chalk"], radius=22), curve(50, pressure=pressure),
            TileGrid.empty(SIDE, SIDE),
        )  # fmt: skip
        alpha = flat(grid)[..., 3]
        inside = alpha[alpha > 0.02]
        return float(inside.std() / inside.mean())

    assert uneven(0.3) > 1.3 * uneven(1.0)


@pytest.mark.parametrize("name", sorted(BRUSHES))
def test_a_firmer_hand_leaves_more(name: str) -> None:
    light, middle, firm = (
        flat(drawn(engine(BRUSHES[name]), curve(40, pressure=p), TileGrid.empty(SIDE, SIDE)))[
            ..., 3
        ].sum()
        for p in (0.1, 0.5, 1.0)
    )
    assert light < middle < firm


def test_a_leaning_pencil_shades_wider() -> None:
    upright, leaning = curve(40), curve(40)
    leaning[:, 4] = 55
    widths = [
        (flat(drawn(engine(BRUSHES["pencil"], radius=5), rows, TileGrid.empty(SIDE, SIDE)))[
            ..., 3
        ] > 0.02).sum()
        for rows in (upright, leaning)
    ]  # fmt: skip
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize("name", sorted(BRUSHES))
def test_a_tap_leaves_a_dot(name: str) -> None:
    grid, stroke = TileGrid.empty(SIDE, SIDE), engine(BRUSHES[name])
    tap = np.float32([[75, 75, 0.6, 0, 0, 0]])
    rect = stroke.paint(lambda _: grid, stroke.add(tap))
    assert not rect.is_empty
    assert grid.tiles.any()
    stroke.paint(lambda _: grid, stroke.finish())
    assert flat(grid)[..., 3].max() > 0.02


@pytest.mark.parametrize("name", sorted(BRUSHES))
def test_a_stroke_ends_where_the_pen_was_lifted(name: str) -> None:
    stroke = engine(BRUSHES[name])
    quick = curve(6, seconds=0.05)
    ends = [stroke.add(quick), stroke.finish()]
    last = np.concatenate([dabs.rows for dabs in ends])[-1]
    reach = 1.5 * max(float(last[2]), 1)
    assert np.hypot(*(last[:2] - quick[-1, :2])) <= reach


def test_the_ink_line_begins_thin() -> None:
    rows = engine(BRUSHES["ink"]).add(curve(60)).rows
    assert rows[0, 2] < 0.5 * rows[len(rows) // 2, 2]


def test_only_what_changed_is_redrawn() -> None:
    before = TileGrid.empty(300, 200)
    for points in (curve(30), curve(30)[::-1].copy()):
        points[:, 5] = np.linspace(0, 1, len(points))
        grid, stroke = TileGrid.empty(300, 200), engine(BRUSHES["wet_wash"])
        rects = [stroke.paint(lambda _, g=grid: g, stroke.add(point)) for point in points[:, None]]
        rects.append(stroke.paint(lambda _, g=grid: g, stroke.finish()))
        whole = NOTHING
        for rect in rects:
            whole = whole.united(rect)
        changed = np.argwhere(flat(grid)[..., 3] != flat(before)[..., 3])
        assert changed[:, 0].min() >= whole.top
        assert changed[:, 0].max() < whole.bottom
        assert changed[:, 1].min() >= whole.left
        assert changed[:, 1].max() < whole.right


def test_a_stroke_beside_the_canvas_changes_nothing() -> None:
    grid, stroke = TileGrid.empty(SIDE, SIDE), engine(BRUSHES["ink"])
    points = curve(20)
    points[:, 0] += 1000
    asked: list[Rect] = []

    def grid_for(rect: Rect) -> TileGrid:
        asked.append(rect)
        return grid

    assert stroke.paint(grid_for, stroke.add(points)) == NOTHING
    assert not grid.tiles.any()
    assert asked == [NOTHING]


def test_undo_is_asked_only_for_the_tiles_that_are_painted() -> None:
    grid, stroke = TileGrid.empty(640, 640), engine(BRUSHES["ink"], radius=3)
    points = curve(60)
    points[:, 0] = points[:, 1] = np.linspace(20, 620, 60)
    asked: set[tuple[int, int]] = set()

    def grid_for(rect: Rect) -> TileGrid:
        asked.update(grid.covering(rect))
        return grid

    stroke.paint(grid_for, stroke.add(points))
    painted_tiles = {(int(r), int(c)) for r, c in np.argwhere(grid.tiles.any(axis=(2, 3, 4)))}
    assert painted_tiles <= asked
    assert len(asked) <= 28


def test_a_stroke_without_points_has_no_end() -> None:
    stroke = engine(BRUSHES["ink"])
    assert len(stroke.finish()) == 0
    assert stroke.paint(lambda _: TileGrid.empty(5, 5), stroke.finish()) == NOTHING


def test_the_plain_dab_is_full_in_its_middle() -> None:
    assert dab((41, 41), np.float32([20.5, 20.5, 9, 1, 1, 0]), 0.0)[20, 20] == pytest.approx(1)


def test_a_marker_begins_at_its_full_width() -> None:
    rows = engine(BRUSHES["marker"], radius=18).add(curve(60)).rows
    assert rows[0, 2] == pytest.approx(rows[5, 2], rel=0.05)
