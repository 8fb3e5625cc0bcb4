"""Clay on a page: put, worked, given a new mesh; all of it is taken back exactly."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.clay import clay_tools
from app.commands.clay import (
    MOST_PIECES,
    REMESH,
    LiveClay,
    clear_mask,
    invert_mask,
    put_clay,
    remesh_clay,
    simplify_clay,
    use_mesh,
)
from app.commands.space import new_space, parts_of
from app.geometry.clay.dab import Symmetry
from app.geometry.clay.meshes import copied
from app.geometry.clay.remesh import remesh
from app.geometry.clay.shape import ClayShape
from app.geometry.clay.wheel import Wheel
from app.model.changes import Changes
from app.model.clay import ClayTool
from app.model.document import Document
from app.model.entities import Work, WorkKind
from app.model.meshes import Mesh
from app.model.space import Clay, Pose
from app.model.words import PersonError
from tests.geometry.clay_parts import ball, normals_by_hand

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TOOLS = {tool.name: tool for tool in clay_tools()}
BALL = ball()


class Room:
    """A page with a ball of clay and its working cache."""

    def __init__(self, *, pose: Pose = Pose()) -> None:  # noqa: B008
        self.document = Document()
        self.work = new_space(
            self.document, kind=WorkKind.CLAY, created_at=NOW, environment_uid="e", seed=1
        )
        mesh = Mesh(BALL.values.copy(), BALL.faces)
        self.clay = put_clay(
            self.document, work=self.work, layer_uid=self.work.layers[0], mesh=mesh, pose=pose
        )
        self.kept: dict[str, ClayShape] = {}
        self.document.committed.connect(self.follow)

    def follow(self, changes: Changes) -> None:
        """Keep the working caches true, as whoever shows the clay does."""
        for change in changes.vertices:
            if change.mesh_uid in self.kept:
                self.kept[change.mesh_uid].refresh(change.indices)

    @property
    def shape(self) -> ClayShape:
        uid = self.clay.mesh_uid
        return self.kept.setdefault(uid, ClayShape(self.document.mesh(uid)))

    @property
    def values(self) -> npt.NDArray[np.float32]:
        return self.document.mesh(self.clay.mesh_uid).values.copy()

    def live(self, tool: str | ClayTool = "pull", **settings: Any) -> LiveClay:
        options: dict[str, Any] = {"radius_m": 0.4, "strength": 1.0} | settings
        return LiveClay(
            self.document, work=self.work, clay=self.clay, shape=self.shape,
            tool=TOOLS[tool] if isinstance(tool, str) else tool, **options,
        )  # fmt: skip

    def stroke(self, tool: str = "pull", *, seconds: float = 0.5, **settings: Any) -> None:
        live = self.live(tool, **settings)
        for time_s in np.arange(0, seconds, 1 / 60):
            live.touch(place_at(time_s), time_s=float(time_s))
        live.finish()


def place_at(time_s: float) -> tuple[float, float, float]:
    angle = 0.3 + 0.8 * time_s
    return math.cos(angle), 0.1, math.sin(angle)


def is_true(shape: ClayShape) -> bool:
    """Whether the working cache is what a new one would be."""
    again = ClayShape(shape.mesh)
    return np.array_equal(shape.normals, again.normals)


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_stroke_on_clay_is_one_step(room: Room) -> None:
    before = room.values
    room.stroke()
    assert room.document.steps(room.work.uid)[-1] == "Work the clay"
    assert len(room.document.steps(room.work.uid)) == 3
    after = room.values
    assert not np.array_equal(before, after)
    room.document.undo(room.work.uid)
    assert np.array_equal(room.values, before)
    assert is_true(room.shape)
    room.document.redo(room.work.uid)
    assert np.array_equal(room.values, after)
    assert is_true(room.shape)


strokes = st.lists(
    st.tuples(
        st.sampled_from(list(TOOLS)),
        st.lists(st.tuples(*(st.floats(-1.2, 1.2) for _ in range(3))), min_size=1, max_size=4),
        st.booleans(),
        st.builds(Symmetry, st.booleans(), st.booleans(), st.booleans()),
        st.sampled_from(["finish", "cancel", "undo"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=40)
@given(strokes)
def test_undo_brings_back_every_state_whatever_the_tools_did(
    made: list[tuple[str, list[tuple[float, float, float]], bool, Symmetry, str]],
) -> None:
    room = Room()
    states = [room.values]
    for tool, way, is_inverted, symmetry, end in made:
        count = len(room.document.steps(room.work.uid))
        live = room.live(tool, symmetry=symmetry, is_inverted=is_inverted, colour=(90, 20, 200))
        for number, place in enumerate(way):
            live.touch(place, time_s=number * 0.7, pressure=0.8)
        if end == "cancel":
            live.cancel()
            assert np.array_equal(room.values, states[-1])
            assert len(room.document.steps(room.work.uid)) == count
        else:
            live.finish()
            if len(room.document.steps(room.work.uid)) > count:
                states.append(room.values)
                if end == "undo":
                    room.document.undo(room.work.uid)
                    states.pop()
        assert np.isfinite(room.values).all()
        assert is_true(room.shape)
    while len(states) > 1:
        assert np.array_equal(room.values, states.pop())
        room.document.undo(room.work.uid)
    assert np.array_equal(room.values, BALL.values)


def test_a_step_keeps_only_the_vertices_that_were_touched(room: Room) -> None:
    told: list[Changes] = []
    room.document.committed.connect(told.append)
    live = room.live(radius_m=0.1)
    live.touch((1.0, 0.0, 0.0), time_s=0)
    live.finish()
    (change,) = told[0].vertices
    near = np.linalg.norm(BALL.values[:, :3] - (1, 0, 0), axis=1) < 0.1
    assert set(change.indices.tolist()) <= set(np.flatnonzero(near).tolist())


def test_a_long_stroke_is_on_its_way_to_disk_while_it_works(room: Room) -> None:
    told: list[Changes] = []
    room.document.committed.connect(told.append)
    live, saved_s = room.live(radius_m=0.2), [0.0]
    for time_s in np.arange(0, 4.5, 1 / 60):
        count = len(told)
        live.touch(place_at(time_s), time_s=float(time_s))
        if len(told) > count:
            saved_s.append(float(time_s))
    live.finish()
    assert len(told) >= 5
    assert max(later - earlier for earlier, later in pairwise(saved_s)) < 2
    assert len({changes.merge for changes in told}) == 1
    assert len(room.document.steps(room.work.uid)) == 3
    room.document.undo(room.work.uid)
    assert np.array_equal(room.values, BALL.values)


def test_nothing_else_changes_the_clay_under_the_tool(room: Room) -> None:
    live = room.live()
    live.touch((1.0, 0.0, 0.0), time_s=0)
    assert live.is_open
    assert room.document.undo(room.work.uid) is None
    with pytest.raises(RuntimeError):
        room.live().touch((0.0, 1.0, 0.0), time_s=0)
    live.finish()
    assert not live.is_open
    assert room.document.undo(room.work.uid) is not None


def test_a_pinch_of_two_fingers_takes_the_stroke_back_and_nothing_before_it(room: Room) -> None:
    room.stroke()
    before, steps = room.values, room.document.steps(room.work.uid)
    for place in ((1.0, 0.0, 0.0), (9.0, 9.0, 9.0)):
        live = room.live()
        live.touch(place, time_s=0)
        live.touch((place[0], 0.3, 0.1), time_s=2)
        live.cancel()
        live.cancel()
        assert np.array_equal(room.values, before)
        assert room.document.steps(room.work.uid) == steps
        assert is_true(room.shape)
    assert not room.document.is_editing(room.work.uid)


def test_touching_beside_the_clay_is_no_step(room: Room) -> None:
    live = room.live()
    live.touch((5.0, 5.0, 5.0), time_s=0)
    live.finish()
    assert len(room.document.steps(room.work.uid)) == 2


def test_a_tool_that_slips_leaves_the_clay_as_it_was(room: Room) -> None:
    live = room.live()
    live.touch((1.0, 0.0, 0.0), time_s=0)
    live.touch((float("nan"), 0.0, 0.0), time_s=0.1)
    live.touch((1.0, 0.1, 0.0), time_s=float("inf"))
    live.finish()
    assert np.isfinite(room.values).all()
    assert len(room.document.steps(room.work.uid)) == 3


def test_pressing_harder_does_more(room: Room) -> None:
    heights = []
    for pressure in (0.0, 0.3, 1.0):
        live = room.live()
        live.touch((1.0, 0.0, 0.0), time_s=0, pressure=pressure)
        live.finish()
        heights.append(room.values[:, 0].max())
        room.document.undo(room.work.uid)
        room.stroke(seconds=0)
    assert heights[0] == 1
    assert heights[0] < heights[1] < heights[2]


def test_the_eye_can_say_where_clay_goes(room: Room) -> None:
    live = room.live()
    live.touch((1.0, 0.0, 0.0), time_s=0, direction=(0.0, 0.0, 5.0))
    live.finish()
    moved = room.values[:, :3] - BALL.values[:, :3]
    assert abs(moved[:, :2]).max() == 0
    assert moved[:, 2].max() > 0.01


def test_how_often_the_hand_is_seen_changes_little(room: Room) -> None:
    states = []
    for count in (9, 65):
        live = room.live("inflate", radius_m=0.3)
        for share in np.linspace(0, 1, count):
            live.touch((0.9, -0.5 + float(share), 0.0), time_s=float(share) * 0.5)
        live.finish()
        states.append(room.values)
        room.document.undo(room.work.uid)
    moved = np.linalg.norm(states[0][:, :3] - BALL.values[:, :3], axis=1).max()
    assert abs(states[0] - states[1]).max() < 0.05 * moved


@pytest.mark.parametrize("tool", ["pull", "drag"])
def test_passing_beside_the_clay_touches_nothing_on_the_way(room: Room, tool: str) -> None:
    live = room.live(tool, radius_m=0.2)
    live.touch((1.0, 0.0, 0.0), time_s=0)
    live.leave()
    live.touch((0.0, 1.0, 0.0), time_s=0.3)
    live.finish()
    near = np.linalg.norm(BALL.values[:, :3] - (1, 0, 0), axis=1) < 0.2
    near |= np.linalg.norm(BALL.values[:, :3] - (0, 1, 0), axis=1) < 0.2
    assert np.array_equal(room.values[~near], BALL.values[~near])
    assert np.array_equal(room.values, BALL.values) == (tool == "drag")


def test_dragging_pulls_the_clay_along_with_the_hand(room: Room) -> None:
    live = room.live("drag")
    for share in np.linspace(0, 1, 30):
        live.touch((1.0 + 0.5 * float(share), 0.0, 0.0), time_s=float(share))
    live.finish()
    assert room.values[:, 0].max() == pytest.approx(1.5, abs=0.05)


def test_twisting_goes_on_about_where_it_was_begun(room: Room) -> None:
    live = room.live("twist", radius_m=0.6)
    for share in np.linspace(0, 1, 30):
        live.touch((1.0, float(share), 0.0), time_s=float(share), direction=(1.0, 0.0, 0.0))
    live.finish()
    moved = np.linalg.norm(room.values[:, :3] - BALL.values[:, :3], axis=1)
    far = np.linalg.norm(BALL.values[:, :3] - (1, 0, 0), axis=1) > 0.6
    assert not moved[far].any()
    assert moved.max() > 0.05


def test_clay_that_stands_turned_and_small_is_worked_where_it_is_seen() -> None:
    quarter = math.sqrt(0.5)
    room = Room(pose=Pose((0.0, 1.0, -2.0), (0.0, quarter, 0.0, quarter), 0.1))
    live = room.live(radius_m=0.04)
    # a quarter turn about y takes the clay's x to the room's -z
    live.touch((0.0, 1.0, -2.1), time_s=0)
    live.finish()
    moved = np.linalg.norm(room.values[:, :3] - BALL.values[:, :3], axis=1)
    assert BALL.values[np.argmax(moved), 0] == pytest.approx(1, abs=0.05)
    far = np.linalg.norm(BALL.values[:, :3] - (1, 0, 0), axis=1) > 0.401
    assert not moved[far].any()


def test_a_held_tool_works_the_turning_clay_all_around(room: Room) -> None:
    wheel = Wheel()
    wheel.set_speed(60)
    live = room.live("push", radius_m=0.25, strength=0.5)
    for frame in range(62):
        before, now = wheel.advance(1 / 60)
        live.hold((1.0, 0.0, 0.0), time_s=frame / 60, from_rad=before, to_rad=now)
    live.finish()
    values = room.values
    belt = abs(BALL.values[:, 1]) < 0.04
    away = np.hypot(values[belt, 0], values[belt, 2])
    assert away.max() < 0.97
    # the groove is even: no place is left out and none is worked much more
    assert np.ptp(away) < 0.35 * (1 - away.mean())
    far = abs(BALL.values[:, 1]) > 0.3
    assert np.array_equal(values[far], BALL.values[far])
    assert len(room.document.steps(room.work.uid)) == 3


def test_pressing_the_middle_of_turning_clay_opens_it(room: Room) -> None:
    wheel = Wheel()
    wheel.set_speed(120)
    live = room.live("push", radius_m=0.3)
    for frame in range(30):
        before, now = wheel.advance(1 / 60)
        live.hold((0.0, 1.0, 0.0), time_s=frame / 60, from_rad=before, to_rad=now)
    live.finish()
    middle = np.argmax(BALL.values[:, 1])
    assert room.values[middle, 1] < 0.8


def test_a_wall_is_drawn_up_while_the_clay_turns(room: Room) -> None:
    wheel = Wheel()
    wheel.set_speed(120)
    live = room.live("drag", radius_m=0.4)
    for frame in range(60):
        before, now = wheel.advance(1 / 60)
        place = (0.7, 0.7 + 0.005 * frame, 0.0)
        live.hold(place, time_s=frame / 60, from_rad=before, to_rad=now)
    live.finish()
    ring = abs(np.hypot(BALL.values[:, 0], BALL.values[:, 2]) - 0.7) < 0.05
    ring &= BALL.values[:, 1] > 0
    rise = room.values[ring, 1] - BALL.values[ring, 1]
    assert rise.mean() > 0.02
    swirl = np.arctan2(room.values[ring, 2], room.values[ring, 0])
    swirl -= np.arctan2(BALL.values[ring, 2], BALL.values[ring, 0])
    assert abs(np.sin(swirl)).max() < 0.02


def test_what_the_mask_holds_is_swapped_and_let_go(room: Room) -> None:
    room.stroke("mask")
    held = room.values[:, 6].copy()
    assert held.max() == 1
    assert room.document.steps(room.work.uid)[-1] == "Hold part of the clay"
    invert_mask(room.document, room.clay.uid)
    assert np.array_equal(room.values[:, 6], 1 - held)
    clear_mask(room.document, room.clay.uid)
    assert not room.values[:, 6].any()
    for _ in range(2):
        room.document.undo(room.work.uid)
    assert np.array_equal(room.values[:, 6], held)


def test_a_mask_that_is_swapped_twice_is_the_same(room: Room) -> None:
    room.stroke("mask")
    invert_mask(room.document, room.clay.uid)
    once = room.values
    invert_mask(room.document, room.clay.uid)
    invert_mask(room.document, room.clay.uid)
    assert abs(room.values - once).max() < 1e-6


def test_painting_is_called_painting(room: Room) -> None:
    room.stroke("paint", colour=(255, 0, 0))
    assert room.document.steps(room.work.uid)[-1] == "Paint the clay"
    painted = room.values[(room.values[:, 4] < 0.5)]
    assert len(painted)
    assert (painted[:, 3] == 1).all()


def test_a_new_mesh_is_a_step_and_the_old_one_comes_back(room: Room) -> None:
    room.stroke()
    before, old = room.values, room.clay
    room.clay = remesh_clay(room.document, room.clay.uid, voxel_m=0.1)
    assert room.document.find(old.uid) == room.clay
    assert room.clay.mesh_uid != old.mesh_uid
    assert len(room.shape) != len(before)
    room.stroke()
    assert is_true(room.shape)
    for _ in range(2):
        room.document.undo(room.work.uid)
    assert room.document.find(old.uid) == old
    room.clay = old
    assert np.array_equal(room.values, before)
    room.stroke()
    assert is_true(room.shape)


def test_clay_can_be_made_simpler_and_that_is_a_step(room: Room) -> None:
    room.clay = simplify_clay(room.document, room.clay.uid, vertices=800)
    assert len(room.shape) == pytest.approx(800, abs=10)
    assert room.document.steps(room.work.uid)[-1] == "Make the clay simpler"
    room.stroke()


def test_a_new_mesh_of_older_clay_does_not_take_newer_work_away(room: Room) -> None:
    old = copied(room.document.mesh(room.clay.mesh_uid))
    new = remesh(old, voxel_m=0.1)
    room.stroke()
    before = room.values
    with pytest.raises(PersonError) as error:
        use_mesh(room.document, room.clay.uid, new, label=REMESH, made_of=old)
    assert "as you left it" in str(error.value)
    assert room.document.find(room.clay.uid) == room.clay
    assert np.array_equal(room.values, before)
    room.document.undo(room.work.uid)
    use_mesh(room.document, room.clay.uid, new, label=REMESH, made_of=old)
    assert room.document.find(room.clay.uid) != room.clay


def test_a_mesh_that_cannot_be_made_changes_nothing(room: Room) -> None:
    with pytest.raises(PersonError):
        remesh_clay(room.document, room.clay.uid, voxel_m=0.00001)
    assert room.document.find(room.clay.uid) == room.clay
    assert len(room.document.steps(room.work.uid)) == 2


def test_a_page_holds_so_many_pieces_and_says_so(room: Room) -> None:
    def put() -> Clay:
        mesh = Mesh(BALL.values.copy(), BALL.faces)
        return put_clay(room.document, work=room.work, layer_uid=room.work.layers[0], mesh=mesh)

    for _ in range(MOST_PIECES - 1):
        put()
    with pytest.raises(PersonError) as error:
        put()
    assert str(MOST_PIECES) in str(error.value)
    assert "Nothing was changed" in str(error.value)
    assert len(list(parts_of(room.document, room.work.uid, Clay))) == MOST_PIECES
    room.document.undo(room.work.uid)
    put()


def test_another_pieces_shape_is_not_taken(room: Room) -> None:
    with pytest.raises(ValueError, match="another"):
        LiveClay(
            room.document, work=room.work, clay=room.clay, shape=ClayShape(ball(2)),
            tool=TOOLS["pull"], radius_m=0.1, strength=1,
        )  # fmt: skip


def read_only() -> tuple[Document, Work, Clay]:
    room = Room()
    document = Document(is_read_only=True)
    entities = {entity.uid: entity for entity in room.document.entities.values()}
    meshes = {room.clay.mesh_uid: room.document.mesh(room.clay.mesh_uid)}
    document.load(entities, {}, scope=room.work.uid, meshes=meshes)
    return document, room.work, room.clay


def test_clay_that_may_only_be_read_is_shown_as_it_is() -> None:
    document, work, clay = read_only()
    shape = ClayShape(document.mesh(clay.mesh_uid))
    live = LiveClay(
        document, work=work, clay=clay, shape=shape, tool=TOOLS["pull"], radius_m=0.3, strength=1
    )
    live.touch((1.0, 0.0, 0.0), time_s=0)
    live.touch((1.0, 0.5, 0.0), time_s=0.2)
    live.finish()
    assert np.array_equal(document.mesh(clay.mesh_uid).values, BALL.values)
    assert is_true(shape)


def test_normals_are_true_after_a_long_stroke(room: Room) -> None:
    room.stroke(seconds=2.0, symmetry=Symmetry(x=True, y=True))
    expected = normals_by_hand(room.shape.mesh)
    assert abs(room.shape.normals - expected).max() < 0.02
