"""A person on a page in space, for Hypothesis: whatever they do, undo, redo and the mirror agree.

Give `SpaceMachine` another ``new_mirror`` to hold a real library to it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.commands.layers import add_layer, move_layer, remove_layer, set_layer
from app.commands.space import place_of, visible_layers
from app.commands.space_choice import everything, inverted, touched
from app.commands.space_erase import cut_strokes, erase_strokes, remove_parts
from app.commands.space_looks import repaint
from app.commands.space_move import LiveMove, duplicate, flip, group, transform, ungroup
from app.commands.space_replay import Course
from app.commands.space_surroundings import (
    add_guide,
    add_reference,
    put_path,
    set_guide,
    set_place,
)
from app.geometry.mirrors import kaleidoscope, plane_mirror
from app.geometry.similarity import matrix_of
from app.model.document import Document
from app.model.entities import Layer, Picture, Work, WorkKind
from app.model.space import Clay, Guide, GuideShape, Place, Pose, SpaceStroke
from app.model.words import PersonError
from tests.commands.space_parts import BRUSHES, NOW, RED, a_box, live, new_page
from tests.model.space_mirror import Mirror, PlainMirror, snapshot

MOST_PARTS = 40
coordinate = st.floats(-2, 2, width=32)
places = st.tuples(coordinate, coordinate, coordinate)
matrices = st.builds(
    lambda shift, turn, scale: matrix_of(shift_m=shift, rotation=(*turn, 1.0), scale=scale),
    places,
    places,
    st.floats(0.5, 2),
)
indices = st.integers(0, 9)
chances = st.integers(0, 1 << 30)


class _SlippedError(Exception):
    """Something went wrong in the middle of an edit."""


class SpaceMachine(RuleBasedStateMachine):
    """Draws, cuts, repaints, moves, models, fails, undoes and redoes beside a list of what was."""

    def new_mirror(self) -> Mirror:
        return PlainMirror()

    @initialize(kind=st.sampled_from((WorkKind.SPACE, WorkKind.CLAY)))
    def open_a_page(self, kind: WorkKind) -> None:
        self.document = Document()
        self.mirror = self.new_mirror()
        self.document.committed.connect(self.mirror.apply)
        work = new_page(self.document, kind=kind, body=a_box())
        self.scope = work.uid
        self.states = [snapshot(self.document)]
        self.at = 0
        for height in (0, 1):
            stroke = live(self.document, self.work)
            stroke.begin(points_along([(-1, height, 0), (0, height, 0.5), (1, height, 0)]))
            stroke.finish()
            self._did()

    @property
    def work(self) -> Work:
        work = self.document.find(self.scope)
        assert isinstance(work, Work)
        return work

    def _layer(self, number: int) -> str:
        return self.work.layers[number % len(self.work.layers)]

    def _some(self, chance: int) -> list[str]:
        """Some of what can be chosen."""
        uids = everything(self.document, self.scope)
        return [uid for number, uid in enumerate(uids) if chance >> (number % 30) & 1]

    def _strokes(self, chance: int) -> list[str]:
        return [uid for uid in self._some(chance) if self._is_stroke(uid)]

    def _is_stroke(self, uid: str) -> bool:
        return isinstance(self.document.find(uid), SpaceStroke)

    def _has_room(self) -> bool:
        return len(self.document.entities) < MOST_PARTS

    def _did(self) -> None:
        now = snapshot(self.document)
        if now != self.states[self.at]:
            self.states = [*self.states[: self.at + 1], now]
            self.at += 1

    @rule(
        layer=indices,
        brush=st.integers(0, len(BRUSHES) - 1),
        path=st.lists(places, min_size=1, max_size=6),
        mirrors=st.sampled_from((0, 0, 0, 1, 3)),
        is_cancelled=st.sampled_from((False, False, False, True)),
    )
    def draw(self, layer: int, brush: int, path: list, mirrors: int, is_cancelled: bool) -> None:
        if not self._has_room():
            return
        copies = plane_mirror((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)) if mirrors == 1 else ()
        if mirrors == 3:
            copies = kaleidoscope(2, (0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
        stroke = live(
            self.document, self.work, layer_uid=self._layer(layer), brush=brush, mirrors=copies
        )
        points = points_along(path)
        stroke.begin(points[:1])
        for point in points[1:, None]:
            stroke.move(point)
        if not is_cancelled:
            stroke.finish()
            self._did()
            return
        drawn = snapshot(self.document)
        stroke.cancel()
        assert snapshot(self.document) == self.states[self.at]
        self.document.redo(self.scope)
        assert set(snapshot(self.document)[0]) <= set(drawn[0])
        self._did()

    @rule(drag=st.lists(places, min_size=1, max_size=3), radius=st.floats(0.05, 2))
    def erase(self, drag: list, radius: float) -> None:
        gesture = f"erase {len(self.states)} {self.at}"
        for place in drag:
            erase_strokes(self.document, self.scope, centre_m=place, radius_m=radius, merge=gesture)
        self._did()

    @rule(drag=st.lists(places, min_size=2, max_size=4), radius=st.floats(0.05, 1))
    def cut(self, drag: list, radius: float) -> None:
        gesture = f"cut {len(self.states)} {self.at}"
        for start, end in pairwise(drag):
            cut_strokes(
                self.document, self.scope, start_m=start, end_m=end, radius_m=radius, merge=gesture
            )
        self._did()

    @rule(
        chance=chances,
        colour=st.none() | st.just(RED),
        brush=st.none() | st.integers(0, len(BRUSHES) - 1),
        drag=st.lists(st.floats(0.5, 2), min_size=1, max_size=3),
    )
    def repaint(self, chance: int, colour: tuple | None, brush: int | None, drag: list) -> None:
        gesture = f"repaint {len(self.states)} {self.at}"
        for factor in drag:
            repaint(
                self.document, self.scope, self._strokes(chance), colour=colour,
                brush_uid=None if brush is None else BRUSHES[brush].uid, size_factor=factor,
                merge=gesture,
            )  # fmt: skip
        self._did()

    @rule(chance=chances, has_mirrors=st.booleans())
    def double(self, chance: int, has_mirrors: bool) -> None:
        copies = plane_mirror((0.0, 0.0, 0.0), (0.0, 0.0, 1.0)) if has_mirrors else None
        if self._has_room():
            duplicate(self.document, self.scope, self._some(chance)[:8], matrices=copies)
            self._did()

    @rule(chance=chances, is_apart=st.booleans())
    def group_or_ungroup(self, chance: int, is_apart: bool) -> None:
        (ungroup if is_apart else group)(self.document, self.scope, self._strokes(chance))
        self._did()

    @rule(chance=chances, drag=st.lists(matrices, min_size=1, max_size=3), is_live=st.booleans())
    def move_turn_and_scale(self, chance: int, drag: list, is_live: bool) -> None:
        chosen, gesture = self._some(chance), f"move {len(self.states)} {self.at}"
        live_move = LiveMove(self.document, self.scope, chosen)
        for matrix in drag:
            if is_live:
                live_move.to(matrix)
            else:
                transform(self.document, self.scope, chosen, matrix, merge=gesture)
        self._did()

    @rule(chance=chances, normal=places)
    def flip(self, chance: int, normal: tuple) -> None:
        if np.linalg.norm(normal) > 0.1:
            chosen = self._some(chance)
            flip(self.document, self.scope, chosen, point_m=(0.5, 0.0, 0.0), normal=normal)
            self._did()

    @rule(chance=chances)
    def remove_what_is_chosen(self, chance: int) -> None:
        remove_parts(self.document, self.scope, self._some(chance))
        self._did()

    @rule(above=indices)
    def add_a_layer(self, above: int) -> None:
        if len(self.work.layers) < 4:
            add_layer(self.document, self.scope, above=self._layer(above))
            self._did()

    @rule(layer=indices)
    def remove_a_layer(self, layer: int) -> None:
        hidden = {uid for uid in self.work.layers if not self._is_shown(uid)}
        uid = self._layer(layer)
        try:
            remove_layer(self.document, uid)
        except PersonError:
            assert len(self.work.layers) == 1
        # undo of a removed layer never shows one that was hidden
        assert {uid for uid in self.work.layers if not self._is_shown(uid)} == hidden - {uid} or (
            uid in self.work.layers
        )
        self._did()

    def _is_shown(self, uid: str) -> bool:
        layer = self.document.find(uid)
        assert isinstance(layer, Layer)
        return layer.is_visible

    @rule(layer=indices, place=st.integers(-2, 9), is_visible=st.booleans())
    def move_show_or_hide_a_layer(self, layer: int, place: int, is_visible: bool) -> None:
        move_layer(self.document, self._layer(layer), place=place)
        self._did()
        set_layer(self.document, self._layer(layer), is_visible=is_visible)
        self._did()

    @rule(shape=st.sampled_from(GuideShape), place=places, sizes=st.lists(places, max_size=2))
    def put_up_a_guide(self, shape: GuideShape, place: tuple, sizes: list) -> None:
        if not self._has_room():
            return
        guide = add_guide(self.document, self.scope, shape, pose=Pose(place))
        self._did()
        for size in sizes:
            set_guide(self.document, guide.uid, size_m=size, merge=f"size {guide.uid}")
        self._did()

    @rule(place=places)
    def take_a_guide_down(self, place: tuple) -> None:
        guides = [one for one in self.document.entities.values() if isinstance(one, Guide)]
        if guides:
            remove_parts(self.document, self.scope, [guides[0].uid])
            self._did()

    @rule(layer=indices, place=places)
    def put_up_a_picture(self, layer: int, place: tuple) -> None:
        if not self._has_room():
            return
        # its bytes come in beside the steps of the page
        if self.document.find("photo") is None:
            picture = Picture("photo", "image/png", b"bytes", 1, 1, NOW)
            with self.document.edit("Keep a picture", is_undoable=False) as edit:
                edit.put(picture)
            self.states = [({**state[0], "photo": picture}, state[1]) for state in self.states]
        add_reference(
            self.document, self.scope, self.document.find("photo"),
            layer_uid=self._layer(layer), name="sea", pose=Pose(place),
        )  # fmt: skip
        self._did()

    @rule(hours=st.lists(st.floats(0, 24), min_size=1, max_size=3), other=st.booleans())
    def change_the_place(self, hours: list, other: bool) -> None:
        gesture = f"hour {len(self.states)} {self.at}"
        environment = "shore" if other else None
        for hour in hours:
            set_place(
                self.document, self.scope, environment_uid=environment,
                settings={"hour": hour}, merge=gesture,
            )  # fmt: skip
        self._did()

    @rule(path=st.lists(places, min_size=1, max_size=4))
    def make_a_way_for_the_camera(self, path: list) -> None:
        if self._has_room():
            put_path(self.document, self.scope, points_along(path))
            self._did()

    @rule(drag=st.lists(st.tuples(st.sets(st.integers(0, 7), min_size=1), places), max_size=4))
    def work_the_clay(self, drag: list) -> None:
        clays = [one for one in self.document.entities.values() if isinstance(one, Clay)]
        gesture = f"pull {len(self.states)} {self.at}"
        for rows, by in drag:
            for clay in clays[:1]:
                with self.document.edit("Pull", scope=self.scope, merge=gesture) as edit:
                    touched_rows = np.array(sorted(rows), np.uint32)
                    values = edit.vertices(clay.mesh_uid, touched_rows)
                    values[touched_rows, :3] += np.array(by, np.float32)
        self._did()

    @rule(is_late=st.booleans())
    def fail_in_the_middle(self, is_late: bool) -> None:
        clays = [one for one in self.document.entities.values() if isinstance(one, Clay)]
        try:
            with self.document.edit("Fail", scope=self.scope) as edit:
                place = place_of(self.document, self.scope)
                assert place is not None
                edit.remove(place.uid)
                edit.add_mesh("new", a_box())
                edit.put(Clay("new", self.scope, self.work.layers[0], "new"))
                for clay in clays[:1]:
                    edit.vertices(clay.mesh_uid, np.array([1, 2], np.uint32))[1:3] = 7
                if is_late:
                    edit.put(Place("late", self.scope, "shore", 1))
                raise _SlippedError
        except _SlippedError:
            pass

    @rule(centre=places, radius=st.floats(0.1, 2), chance=chances)
    def choose(self, centre: tuple, radius: float, chance: int) -> None:
        layers = set(visible_layers(self.document, self.scope))
        hit = touched(self.document, self.scope, centre_m=centre, radius_m=radius)
        assert all(self.document.find(uid).layer_uid in layers for uid in hit)
        some = set(self._some(chance))
        others = set(inverted(self.document, self.scope, some))
        assert some | others == set(everything(self.document, self.scope))
        assert not some & others
        course = Course(self.document, self.scope)
        half, whole = (course.seconds_at(share * course.length_s) for share in (0.5, 1.0))
        assert all(half[uid] <= whole[uid] for uid in half)

    @rule()
    def undo(self) -> None:
        if self.at > 0:
            assert self.document.undo(self.scope) is not None
            self.at -= 1

    @rule()
    def redo(self) -> None:
        is_possible = self.at + 1 < len(self.states)
        assert (self.document.redo(self.scope) is not None) == is_possible
        self.at += is_possible

    @invariant()
    def the_document_is_where_it_should_be(self) -> None:
        if hasattr(self, "states"):
            assert snapshot(self.document) == self.states[self.at]

    @invariant()
    def nothing_lies_on_a_layer_that_is_gone(self) -> None:
        if hasattr(self, "states"):
            layers = {getattr(one, "layer_uid", None) for one in self.document.entities.values()}
            assert layers <= {None, *self.document.find(self.scope).layers}

    @invariant()
    def the_mirror_holds_the_same(self) -> None:
        if hasattr(self, "states"):
            assert self.mirror.snapshot() == snapshot(self.document)


def points_along(path: list) -> np.ndarray:
    """Return poses of a slow hand: a commit falls between most of them."""
    points = np.zeros((len(path), 9), np.float32)
    points[:, :3] = path
    points[:, 6] = 1
    points[:, 7] = 0.5
    points[:, 8] = np.arange(len(path)) * 0.6
    return points
