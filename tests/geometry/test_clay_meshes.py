"""New meshes for clay: out of voxels, simpler, from a beginning, from another program's shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trimesh import Trimesh

from app.catalogue.clay import clay_starts
from app.geometry.clay.dab import Dab
from app.geometry.clay.decimate import decimate
from app.geometry.clay.meshes import clay_mesh, copied, is_closed, surface_m2
from app.geometry.clay.remesh import coarsest_m, finest_m, remesh, voxel_for
from app.geometry.clay.shape import ClayShape
from app.geometry.clay.starts import begin
from app.model.clay import BallStart, ClayAction, ClayStart, Part, PartShape, PartsStart
from app.model.meshes import Mesh
from app.model.words import PersonError
from tests.geometry.clay_parts import ball, worked

BALL = ball()
STARTS = {start.name: start for start in clay_starts()}


def looked_at(mesh: Mesh) -> Trimesh:
    return Trimesh(mesh.values[:, :3], mesh.faces, process=False)


def is_whole(mesh: Mesh) -> bool:
    seen = looked_at(mesh)
    return bool(seen.is_watertight and seen.is_winding_consistent and seen.volume > 0)


def farthest(points: npt.NDArray[np.float32], mesh: Mesh) -> float:
    """Give how far the farthest point is from a mesh's vertices, a little above the truth."""
    away = [
        np.linalg.norm(mesh.values[None, :, :3] - block[:, None], axis=2).min(axis=1).max()
        for block in np.array_split(points, max(len(points) // 200, 1))
    ]
    return float(max(away))


pulls = st.lists(
    st.tuples(
        st.tuples(*(st.floats(-1, 1) for _ in range(3))).filter(
            lambda at: np.linalg.norm(at) > 0.2
        ),
        st.sampled_from([ClayAction.PULL, ClayAction.PUSH, ClayAction.INFLATE, ClayAction.TWIST]),
        st.floats(0.2, 0.8),
        st.floats(0.1, 0.5),
    ),
    max_size=4,
)


def lumpy(touches: list[tuple[tuple[float, float, float], ClayAction, float, float]]) -> Mesh:
    mesh = copied(BALL)
    shape = ClayShape(mesh)
    for at, action, radius, gain in touches:
        x, y, z = np.array(at) / np.linalg.norm(at)
        worked(shape, Dab(action, (float(x), float(y), float(z)), radius, 1.0, gain))
    return mesh


@settings(deadline=None, max_examples=20)
@given(pulls, st.floats(0.08, 0.2))
def test_a_remesh_is_watertight_and_near(
    touches: list[tuple[tuple[float, float, float], ClayAction, float, float]], voxel: float
) -> None:
    old = lumpy(touches)
    new = remesh(old, voxel_m=voxel)
    assert is_whole(new)
    assert np.isfinite(new.values).all()
    # vertices are compared with vertices, and neighbours are up to this far apart
    grain = max(looked_at(old).edges_unique_length.max(), voxel)
    assert farthest(new.values[:, :3], old) <= voxel + grain
    assert farthest(old.values[:, :3], new) <= voxel + grain


@settings(deadline=None, max_examples=15)
@given(st.floats(0.03, 0.2), st.tuples(*(st.floats(-3, 3) for _ in range(3))))
def test_a_ball_stays_a_ball_to_a_tenth_of_a_voxel(
    voxel: float, at: tuple[float, float, float]
) -> None:
    mesh = copied(ball(5))
    mesh.values[:, :3] += np.array(at, np.float32)
    new = remesh(mesh, voxel_m=voxel)
    away = np.linalg.norm(new.values[:, :3] - np.array(at, np.float32), axis=1)
    assert abs(away - 1).max() < 0.1 * voxel + 0.002
    assert np.degrees(looked_at(new).face_angles.min()) > 8


def test_a_remesh_gives_about_as_many_points_as_asked_for() -> None:
    for count in (10_000, 40_000):
        new = remesh(BALL, voxel_m=voxel_for(BALL, count))
        assert len(new.values) == pytest.approx(count, rel=0.1)


def test_colours_and_what_is_held_come_along() -> None:
    mesh = copied(ball(5))
    above = mesh.values[:, 1] > 0
    mesh.values[above, 3:6] = (0.8, 0.1, 0.2)
    mesh.values[above, 6] = 1
    for new in (remesh(mesh, voxel_m=0.05), decimate(mesh, vertices=3000)):
        high, low = new.values[:, 1] > 0.1, new.values[:, 1] < -0.1
        assert (new.values[high, 3:6] == np.array((0.8, 0.1, 0.2), np.float32)).all()
        assert (new.values[high, 6] == 1).all()
        assert (new.values[low, 3:6] == 1).all()
        assert (new.values[low, 6] == 0).all()


def test_two_pieces_that_overlap_become_one() -> None:
    other = BALL.values.copy()
    other[:, 0] += 1.2
    both = Mesh(
        np.concatenate([BALL.values, other]),
        np.concatenate([BALL.faces, BALL.faces + np.uint32(len(other))]),
    )
    new = remesh(both, voxel_m=0.06)
    assert is_whole(new)
    assert looked_at(new).body_count == 1
    # two balls less the lens that they share
    lens = np.pi * (4 + 1.2) * (2 - 1.2) ** 2 / 12
    assert looked_at(new).volume == pytest.approx(8 / 3 * np.pi - lens, rel=0.01)


def test_a_remesh_leaves_the_old_mesh_alone() -> None:
    before = BALL.values.copy()
    remesh(BALL, voxel_m=0.1)
    assert np.array_equal(BALL.values, before)


def told(error: pytest.ExceptionInfo[PersonError]) -> str:
    words = str(error.value)
    assert "as it was" in words or "Nothing was changed" in words
    return words


def test_too_fine_a_mesh_is_refused_with_the_finest_that_works() -> None:
    with pytest.raises(PersonError) as error:
        remesh(BALL, voxel_m=0.0005)
    assert "0.5 mm" in told(error)
    least = float(str(error.value).split("Choose ")[1].split(" mm")[0]) / 1000
    assert least == pytest.approx(finest_m(BALL), rel=0.02)
    assert least >= finest_m(BALL)
    with pytest.raises(PersonError):
        remesh(BALL, voxel_m=float("nan"))
    with pytest.raises(PersonError):
        remesh(BALL, voxel_m=-1.0)


def test_too_coarse_a_mesh_is_refused_with_the_coarsest_that_works() -> None:
    with pytest.raises(PersonError) as error:
        remesh(BALL, voxel_m=0.5)
    assert "lost" in told(error)
    most = float(str(error.value).split("Choose ")[1].split(" mm")[0]) / 1000
    assert most <= coarsest_m(BALL)
    assert is_whole(remesh(BALL, voxel_m=most))


def test_the_finest_mesh_of_a_small_piece_can_be_made() -> None:
    small = copied(ball(3))
    small.values[:, :3] *= 0.05
    new = remesh(small, voxel_m=finest_m(small))
    assert is_whole(new)
    assert 100_000 < len(new.values) < 230_000


def test_clay_thinner_than_the_mesh_is_not_made_to_nothing() -> None:
    sheet = copied(BALL)
    sheet.values[:, 1] *= 0.001
    sheet.values[:, 1] += 0.013
    with pytest.raises(PersonError) as error:
        remesh(sheet, voxel_m=0.2)
    assert "thinner" in told(error)


def test_clay_with_an_open_edge_cannot_get_a_new_mesh_and_says_why() -> None:
    open_ball = Mesh(BALL.values.copy(), BALL.faces[:-1].copy())
    assert is_closed(BALL)
    assert not is_closed(open_ball)
    with pytest.raises(PersonError) as error:
        remesh(open_ball, voxel_m=0.1)
    assert "open edge" in told(error)


@settings(deadline=None, max_examples=20)
@given(pulls, st.integers(200, 2000))
def test_a_simpler_mesh_is_whole_and_near(
    touches: list[tuple[tuple[float, float, float], ClayAction, float, float]], count: int
) -> None:
    old = lumpy([touch for touch in touches if touch[1] is not ClayAction.TWIST])
    new = decimate(old, vertices=count)
    assert len(new.values) == pytest.approx(count, rel=0.1, abs=10)
    assert is_closed(new)
    assert np.isfinite(new.values).all()
    assert looked_at(new).volume == pytest.approx(looked_at(old).volume, rel=0.05)


def test_too_few_points_and_not_fewer_points_are_refused() -> None:
    with pytest.raises(PersonError) as error:
        decimate(BALL, vertices=5)
    assert "lost" in told(error)
    with pytest.raises(PersonError) as error:
        decimate(BALL, vertices=len(BALL.values))
    assert str(len(BALL.values)) in told(error)


@pytest.mark.parametrize("name", list(STARTS))
def test_every_beginning_is_whole_even_and_alike_on_both_sides(name: str) -> None:
    mesh = begin(STARTS[name])
    assert is_whole(mesh)
    assert 20_000 <= len(mesh.values) <= 41_000
    assert np.degrees(looked_at(mesh).face_angles.min()) > 15
    assert looked_at(mesh).euler_number == 2
    places = {tuple(place) for place in mesh.values[:, :3].tolist()}
    mirrored = {tuple(place) for place in (mesh.values[:, :3] * (-1, 1, 1) + 0.0).tolist()}
    assert {(x + 0.0, y, z) for x, y, z in places} == mirrored
    assert 0.1 < np.ptp(mesh.values[:, 0]) < 0.4
    assert not mesh.values[:, 6].any()
    assert len(np.unique(mesh.values[:, 3:6], axis=0)) == 1


def test_there_are_a_ball_an_egg_a_head_a_slab_and_a_vessel() -> None:
    assert list(STARTS) == ["sphere", "egg", "bust", "slab", "vessel"]
    egg = begin(STARTS["egg"]).values
    above, below = egg[egg[:, 1] > 0.05], egg[egg[:, 1] < -0.05]
    assert abs(above[:, 0]).max() < abs(below[:, 0]).max()
    vessel = ClayShape(begin(STARTS["vessel"]))
    inside = vessel.pick((0.0, 1.0, 0.0), (0.0, -1.0, 0.0))
    assert inside is not None
    assert inside.point_m[1] < -0.1


def test_a_beginning_of_nothing_says_so() -> None:
    part = Part(PartShape.BOX, (0, 0, 0), (0.1, 0.1, 0.1))
    build = PartsStart(0.01, (part, replace(part, size_m=(0.2, 0.2, 0.2), is_taken_away=True)))
    with pytest.raises(PersonError) as error:
        begin(ClayStart("u", "gone", {"en": "Gone"}, 0, (1, 2, 3), build))
    assert "no surface" in told(error)


def test_a_shape_with_too_many_points_is_not_made_clay() -> None:
    side = 640
    rows, columns = (each.ravel() for each in np.mgrid[:side, :side])
    points = np.stack([rows, columns, np.zeros(side * side)], axis=1)
    corner = (rows * side + columns)[(rows < side - 1) & (columns < side - 1)]
    faces = np.concatenate(
        [np.stack([corner, corner + 1, corner + side], 1),
         np.stack([corner + 1, corner + side + 1, corner + side], 1)]
    )  # fmt: skip
    with pytest.raises(PersonError) as error:
        clay_mesh(points, faces)
    assert "409600" in told(error)
    assert "400000" in str(error.value)


def test_a_shape_that_lies_nowhere_is_not_made_clay() -> None:
    points = np.zeros((3, 3))
    with pytest.raises(PersonError) as error:
        clay_mesh(points, np.empty((0, 3), np.int64))
    assert "no surface" in told(error)
    points[1, 1] = np.nan
    with pytest.raises(PersonError) as error:
        clay_mesh(points, np.array([[0, 1, 2]]))
    assert "nowhere" in told(error)


def test_points_that_no_face_uses_are_left_out() -> None:
    points = np.array([[9, 9, 9], [0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float64)
    mesh = clay_mesh(points, np.array([[1, 2, 3]]), colours=points / 9)
    assert len(mesh.values) == 3
    corners = mesh.values[mesh.faces[0]]
    assert np.array_equal(corners[:, :3], points[1:])
    assert surface_m2(mesh) == pytest.approx(0.5)


def test_a_ball_has_as_many_points_as_its_data_says() -> None:
    start = replace(STARTS["sphere"], build=BallStart(0.1, 0.2, 0.0, 3))
    assert len(begin(start).values) == 642
