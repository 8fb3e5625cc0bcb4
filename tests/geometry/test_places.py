"""Places as arrays: the same each time, whole, never too bright, and light that never jumps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.environments import environments
from app.geometry.place.daylight import Daylight, daylight, sun_direction
from app.geometry.place.noise import Noise, noise_tile
from app.geometry.place.scenery import Scenery, build
from app.geometry.terrain import Relief, terrain
from app.model.environment import Environment, Land, LandKind, SunPath

PLACES = environments()
BY_NAME = {place.name: place for place in PLACES}
EVERY_PLACE = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
COLOURS = ("zenith", "horizon", "glow", "cloud", "cloud_shade", "sun_disc")


@pytest.fixture(scope="module")
def built() -> dict[str, Scenery]:
    return {place.name: build(place, {}, 7) for place in PLACES}


def arrays(scenery: Scenery) -> Iterator[npt.NDArray[np.generic]]:
    for surface in (scenery.ground, scenery.plants, scenery.grass, scenery.water, scenery.specks):
        if surface is not None:
            yield from (surface.vertices, surface.triangles)
    yield from (scenery.ground_coarse, scenery.leaves, scenery.stars)
    if scenery.panorama is not None:
        yield scenery.panorama


@EVERY_PLACE
def test_a_place_is_there_and_is_the_same_each_time(
    place: Environment, built: dict[str, Scenery]
) -> None:
    again = list(arrays(build(place, {}, 7)))
    first = list(arrays(built[place.name]))
    assert len(built[place.name].ground.triangles) > 1000
    assert len(first) == len(again)
    for mine, other in zip(first, again, strict=True):
        assert mine.dtype == other.dtype
        assert np.array_equal(mine, other)


@EVERY_PLACE
def test_another_seed_is_another_place(place: Environment, built: dict[str, Scenery]) -> None:
    other = build(place, {}, 8)
    if place.land.kind is not LandKind.FLAT:
        assert not np.array_equal(other.ground.vertices, built[place.name].ground.vertices)


@EVERY_PLACE
def test_nothing_shown_is_brighter_than_white_or_not_a_number(
    place: Environment, built: dict[str, Scenery]
) -> None:
    scenery = built[place.name]
    for surface in (scenery.ground, scenery.plants, scenery.grass, scenery.specks):
        if surface is not None and len(surface.vertices):
            assert np.isfinite(surface.vertices).all()
            assert surface.vertices[:, 3:6].min() >= 0
            assert surface.vertices[:, 3:6].max() <= 1


@EVERY_PLACE
def test_every_triangle_names_vertices_that_are_there(
    place: Environment, built: dict[str, Scenery]
) -> None:
    scenery = built[place.name]
    for surface in (scenery.ground, scenery.plants, scenery.grass, scenery.water, scenery.specks):
        if surface is not None and len(surface.triangles):
            assert surface.triangles.max() < len(surface.vertices)
    assert scenery.ground_coarse.max() < len(scenery.ground.vertices)
    if len(scenery.leaves):
        assert scenery.leaves.max() < len(scenery.plants.vertices)
    assert len(scenery.ground_coarse) < len(scenery.ground.triangles) / 3


@EVERY_PLACE
def test_where_one_stands_and_draws_the_floor_is_level(
    place: Environment, built: dict[str, Scenery]
) -> None:
    turn = np.linspace(0, 2 * np.pi, 24)
    away = place.land.clear_m * 0.9
    x, z = (np.sin(turn) * away).astype(np.float32), (np.cos(turn) * away).astype(np.float32)
    assert np.abs(built[place.name].terrain.height_m(x, z)).max() < 0.12
    assert built[place.name].terrain.height_m(x[:1] * 0, z[:1] * 0)[0] == 0


@EVERY_PLACE
def test_no_tree_and_no_stone_stands_where_one_draws(
    place: Environment, built: dict[str, Scenery]
) -> None:
    vertices = built[place.name].plants.vertices
    if len(vertices):
        assert np.hypot(vertices[:, 0], vertices[:, 2]).min() > 2.0


@EVERY_PLACE
@pytest.mark.parametrize("clouds", [0.0, 0.8])
def test_light_is_continuous_over_the_24_hours(place: Environment, clouds: float) -> None:
    def at(hour: float) -> Daylight:
        wanted = {"hour": hour, "warmth": 0.5, "clouds": clouds, "brightness": 1.0}
        return daylight(place, place.values(wanted))

    hours = np.linspace(0, 24, 481)
    days = [at(hour) for hour in hours]
    assert largest_step(days[-1], days[0]) < 1e-6
    for place_in_day in range(480):
        step = largest_step(days[place_in_day], days[place_in_day + 1])
        if step > 0.02:
            # looked at closer, a quick change is many small ones, and a jump stays a jump
            closer = [at(h) for h in np.linspace(*hours[place_in_day : place_in_day + 2], 25)]
            steps = [largest_step(*pair) for pair in pairwise(closer)]
            assert max(steps) < step / 6
    for one in days:
        for name in COLOURS:
            colour = getattr(one, name)
            assert colour.min() >= 0
            assert colour.max() <= 1
        assert np.linalg.norm(one.towards_light) == pytest.approx(1)
        assert one.towards_light[1] > 0


def largest_step(one: Daylight, other: Daylight) -> float:
    """Return how much the most changed of all that light is has changed."""
    names = (*COLOURS, "shade", "bounce", "sun", "night")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    # what arrives, with where it comes from: it is dark when sun and moon change over
    pairs.append(
        (np.outer(one.direct, one.towards_light), np.outer(other.direct, other.towards_light))
    )
    return max(float(np.abs(a - b).max()) for a, b in pairs)


def test_it_is_dark_at_midnight_and_light_at_noon() -> None:
    place = BY_NAME["meadow"]
    noon, night = (daylight(place, place.values({"hour": hour})) for hour in (12.0, 0.0))
    assert night.direct.sum() < 0.35 * noon.direct.sum()
    assert night.shade.sum() < 0.5 * noon.shade.sum()
    assert (noon.night, night.night) == (0.0, 1.0)


def test_the_sun_rises_in_the_east_and_stands_highest_at_noon() -> None:
    path = SunPath(latitude_deg=45.0, declination_deg=0.0, noon_azimuth_deg=180.0)
    # with south behind, east is to the right
    assert sun_direction(path, 6.0) == pytest.approx([1, 0, 0], abs=1e-9)
    assert sun_direction(path, 18.0) == pytest.approx([-1, 0, 0], abs=1e-9)
    noon = sun_direction(path, 12.0)
    assert np.degrees(np.arcsin(noon[1])) == pytest.approx(45)
    assert noon[2] > 0


@settings(max_examples=25)
@given(place=st.sampled_from(PLACES), hour=st.floats(0, 24))
def test_a_darker_wish_is_never_lighter(place: Environment, hour: float) -> None:
    bright = daylight(place, place.values({"hour": hour, "brightness": 1.0}))
    dim = daylight(place, place.values({"hour": hour, "brightness": 0.4}))
    for name in ("zenith", "horizon", "shade", "direct"):
        assert (getattr(dim, name) <= getattr(bright, name) + 1e-9).all()


def test_warmer_is_redder_and_cooler_bluer() -> None:
    place = BY_NAME["meadow"]
    warm, cool = (daylight(place, place.values({"warmth": warmth})) for warmth in (1.0, -1.0))
    assert warm.shade[0] / warm.shade[2] > cool.shade[0] / cool.shade[2]


def test_more_trees_stand_beside_those_that_stood_there() -> None:
    place = BY_NAME["snow_field"]
    few, many = build(place, {"trees": 0.3}, 7), build(place, {"trees": 1.0}, 7)
    assert 0 < len(few.plants.vertices) < len(many.plants.vertices)
    spots = {tuple(row) for row in np.round(many.plants.vertices[:, :3], 3).tolist()}
    stood = {tuple(row) for row in np.round(few.plants.vertices[:, :3], 3).tolist()}
    assert len(stood & spots) > 0.6 * len(stood)


def test_without_grass_trees_and_drift_there_is_nothing_of_them() -> None:
    bare = build(BY_NAME["garden"], {"grass": 0.0, "trees": 0.0, "drift": 0.0}, 7)
    assert bare.grass is None
    assert bare.specks is None
    assert len(bare.plants.triangles) == len(bare.leaves) == 0


@pytest.mark.parametrize("name", ["shore", "mountain_lake", "garden"])
def test_water_lies_level_and_mirrors_what_stands_around_it(
    name: str, built: dict[str, Scenery]
) -> None:
    water, mirrored = built[name].water, built[name].panorama
    assert water is not None
    assert mirrored is not None
    assert np.ptp(water.vertices[:, 1]) == 0
    assert water.vertices[:, 1].max() < 0
    share = (mirrored[..., 3] > 0).mean()
    assert 0.001 < share < 0.9


@pytest.mark.parametrize("name", ["shore", "mountain_lake", "garden"])
@pytest.mark.parametrize("seed", [7, 8, 9])
def test_there_is_one_water_and_no_puddles_behind_one(name: str, seed: int) -> None:
    place = BY_NAME[name]
    scenery = build(place, {"water": place.numbers["water"].max}, seed)
    positions = scenery.terrain.positions_m.reshape(-1, 3)
    away = np.hypot(positions[:, 0], positions[:, 2] + place.land.basin_ahead_m)
    behind = (positions[:, 2] > 3) & (away > 1.6 * place.land.basin_radius_m)
    assert positions[behind, 1].min() > place.numbers["water"].max


def test_in_autumn_the_leaves_have_turned() -> None:
    place = BY_NAME["forest_clearing"]
    summer, autumn = (build(place, {"season": season}, 7) for season in (0.0, 1.0))
    red = [each.plants.vertices[:, 3].mean() for each in (summer, autumn)]
    assert red[1] > red[0] + 0.05


def test_a_leaf_left_out_is_missed_on_every_tree(built: dict[str, Scenery]) -> None:
    leaves = built["meadow"].leaves
    half = np.unique(leaves[: len(leaves) // 2] // 4000)
    assert set(np.unique(leaves // 4000)) - set(half) == set()


def test_noise_is_smooth_and_seeded() -> None:
    line = np.linspace(0, 20, 4001, dtype=np.float32)
    heights = Noise(4).sum(line, line * 0.3, 4)
    assert np.array_equal(heights, Noise(4).sum(line, line * 0.3, 4))
    assert not np.array_equal(heights, Noise(5).sum(line, line * 0.3, 4))
    assert np.abs(np.diff(heights)).max() < 0.06
    assert np.abs(heights).max() <= 1.2


def test_the_tile_of_clouds_repeats_without_a_seam() -> None:
    tile = noise_tile(64, 1).astype(float)
    for axis in range(2):
        within = np.abs(np.diff(tile, axis=axis)).max(axis=(0, 1))
        seam = np.abs(np.take(tile, 0, axis) - np.take(tile, -1, axis)).max(axis=0)
        assert (seam <= within * 1.2 + 2).all()


def test_between_its_vertices_the_ground_is_between_their_heights() -> None:
    land = Land(LandKind.ROLLING, hill_height_m=3, far_height_m=60, reach_m=400)
    ground = terrain(Relief(land, -100, 3), 400, rings=60, sectors=96)
    spots = ground.positions_m[10:50:7, 3:90:11].reshape(-1, 3)
    heights = ground.height_m(spots[:, 0], spots[:, 2])
    assert np.allclose(heights, spots[:, 1], atol=0.15)
    assert np.allclose(np.linalg.norm(ground.normals, axis=2), 1, atol=1e-4)
    assert (ground.normals[..., 1] > 0).all()
