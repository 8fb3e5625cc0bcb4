"""What a hand draws inside is on the page where the hand was, and the eyes see it there."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from headset.immersion import Phase
from headset.lens import view_projection
from headset.mirror import Mirror
from inside_parts import room_to_enter
from space_parts import NOW, brush, page

from app.commands.space_stroke import LiveSpaceStroke
from app.model.space import SpaceStroke
from app.scene.camera import look_at

pytestmark = [pytest.mark.headset]

SIZE = (320, 240)
DESKTOP = look_at((0.4, 1.3, 2.4), (0.0, 1.2, -0.6))
# magenta: nothing else in the room is
COLOUR = (255, 0, 255)
WAYS = (
    ((-0.3, 1.3, -0.8), (-0.05, 1.55, -0.9)),
    ((0.1, 1.5, -0.8), (0.35, 1.3, -1.0)),
    ((-0.2, 1.2, -0.9), (0.2, 1.2, -0.7)),
)


class Pencil:
    """The least tool there can be: the trigger of the right hand draws."""

    def __init__(self, room, document, work, name="marker") -> None:
        self.room, self.document, self.work, self.brush = room, document, work, brush(name)
        self.live, self.begun_s = None, 0.0
        room.acting.append(self.act)

    def act(self, frame) -> None:
        hand = frame.right
        if not hand.is_active or hand.trigger < 0.5:
            self.let_go()
            return
        if self.live is None:
            self.begun_s = frame.time_s
            self.live = LiveSpaceStroke(
                self.document, work=self.work, layer_uid="layer", brush=self.brush,
                colour=COLOUR, size_m=0.03, opacity=1.0, seed=1, started_at=NOW,
            )  # fmt: skip
            self.live.begin(self.row(frame))
        else:
            self.live.move(self.row(frame))
        self.room.stage.draw_live(self.live.builders, [s.uid for s in self.live.strokes])

    def row(self, frame) -> np.ndarray:
        pose = frame.right.grip
        seconds = frame.time_s - self.begun_s
        return np.array([[*pose.position_m, *pose.rotation, 1.0, seconds]], np.float32)

    def let_go(self) -> None:
        live, self.live = self.live, None
        if live is not None:
            live.finish()
            self.room.stage.draw_live([])


@contextmanager
def drawing(**options):
    document, work = page()
    with room_to_enter(document, work, **options) as room:
        yield room, document, Pencil(room, document, work)


def drawn(room, body, way, *, steps=6) -> None:
    """Draw along a way, and let go."""
    for share in np.linspace(0, 1, steps):
        x, y, z = ((1 - share) * np.array(way[0]) + share * np.array(way[1])).tolist()
        body.right.position, body.right.trigger = (x, y, z), 1.0
        body.send()
        room.next(2)
    body.right.trigger = 0.0
    body.send()
    room.next(3)


def strokes_of(document) -> list[SpaceStroke]:
    return [each for each in document.entities.values() if isinstance(each, SpaceStroke)]


def off_the_way(points, way) -> float:
    """Return how far the farthest point is from the way, metres."""
    start, end = np.array(way[0]), np.array(way[1])
    along = end - start
    share = np.clip(((points - start) @ along) / (along @ along), 0, 1)
    return float(np.linalg.norm(points - (start + share[:, None] * along), axis=1).max())


def is_paint(picture) -> np.ndarray:
    red, green, blue = (picture[..., i].astype(int) for i in range(3))
    return (red > 150) & (blue > 150) & (green < 110)


def predicted(places, view) -> np.ndarray:
    """Return the pixels where an eye must see places, shape (n, 2)."""
    clip = np.c_[places, np.ones(len(places))] @ view_projection(view.pose, view.fov).T
    across = (clip[:, 0] / clip[:, 3] + 1) / 2 * view.size_px[0]
    down = (1 - clip[:, 1] / clip[:, 3]) / 2 * view.size_px[1]
    return np.stack((across, down), axis=1)


@pytest.mark.parametrize("samples", [1, 4])
def test_strokes_are_where_the_hand_was_and_the_eyes_see_them_there(qapp, body, samples):
    with drawing(samples=samples) as (room, document, _pencil):
        before = room.renderer.render(SIZE, DESKTOP)
        room.enter()
        for way in WAYS:
            drawn(room, body, way)
        made = strokes_of(document)
        assert len(made) == len(WAYS)
        for stroke, way in zip(made, WAYS, strict=True):
            places = stroke.points[:, :3].astype(float)
            assert off_the_way(places, way) < 1e-3
            assert places[0] == pytest.approx(way[0], abs=1e-3)
            assert places[-1] == pytest.approx(way[1], abs=1e-3)
        pictures = seen_by_both(room)
        for eye, view in enumerate(room.frame.views):
            paint = is_paint(pictures[eye])
            for way in WAYS:
                middle = np.mean(way, axis=0)
                spots = predicted(np.array([way[0], middle, way[1]]), view)
                for x, y in spots:
                    around = paint[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3]
                    assert around.any(), "the stroke is not where the eye must see it"
            whole = predicted(np.concatenate([np.linspace(*way, 200) for way in WAYS]), view)
            rows, columns = np.nonzero(paint)
            far = np.linalg.norm(
                np.stack((columns, rows), axis=1)[:, None] - whole[None], axis=2
            ).min(axis=1)
            # three centimetres wide and most of a metre away
            assert far.max() < 12, "there is paint where no hand has been"
        room.leave()
        room.stage.settle()
        after = room.renderer.render(SIZE, DESKTOP)
        assert not np.array_equal(before, after)
        with room_to_enter(document, document.find("work")) as fresh:
            anew = fresh.renderer.render(SIZE, DESKTOP)
            # the shadow was drawn for another box
            assert np.abs(after.astype(int) - anew.astype(int)).max() < 5


def seen_by_both(room) -> dict[int, np.ndarray]:
    """Return the picture of each eye in full."""
    pictures: dict[int, np.ndarray] = {}
    height = room.frame.views[0].size_px[1]
    room.immersion.mirror = Mirror(height_px=height, period_s=0.0, eyes=(0, 1))
    room.immersion.mirror.pictured.connect(lambda eye, seen: pictures.update({eye: seen.copy()}))
    room.next(3)
    room.immersion.mirror = None
    return pictures


def test_both_eyes_see_it_from_their_own_side(qapp, body):
    with drawing() as (room, _document, _pencil):
        room.enter()
        drawn(room, body, ((0.0, 1.6, -0.5), (0.0, 1.61, -0.5)), steps=3)
        pictures = seen_by_both(room)
        left, right = (np.nonzero(is_paint(pictures[eye]))[1].mean() for eye in (0, 1))
        width = room.frame.views[0].size_px[0]
        assert left > width / 2 + 3
        assert right < width / 2 - 3


def test_a_stroke_is_kept_when_the_runtime_dies_under_the_hand(qapp, body, service):
    with drawing() as (room, document, pencil):
        before = room.renderer.render(SIZE, DESKTOP)
        room.enter()
        body.right.position, body.right.trigger = (0.0, 1.3, -0.6), 1.0
        body.send()
        room.next(3)
        body.right.position = (0.3, 1.3, -0.6)
        body.send()
        room.next(3)
        assert pencil.live is not None
        os.kill(int(service.read_text()), signal.SIGKILL)
        room.until(lambda: bool(room.ends))
        assert "What you drew is here and safe" in str(room.ends[0])
        assert room.immersion.phase is Phase.OUTSIDE
        assert pencil.live is None
        (stroke,) = strokes_of(document)
        assert stroke.points[-1, :3] == pytest.approx((0.3, 1.3, -0.6), abs=1e-3)
        room.stage.settle()
        assert not np.array_equal(before, room.renderer.render(SIZE, DESKTOP))
        document.undo("work")
        room.stage.settle()
        assert np.array_equal(before, room.renderer.render(SIZE, DESKTOP))


def test_after_the_runtime_came_back_one_can_step_inside_again(qapp, body, service):
    from remote import Remote, answers

    with drawing() as (room, document, _pencil):
        room.enter()
        os.kill(int(service.read_text()), signal.SIGKILL)
        room.until(lambda: bool(room.ends))
        room.until(answers)
        with Remote() as again:
            room.enter()
            drawn(room, again, WAYS[0])
            room.leave()
        assert len(strokes_of(document)) == 1
        assert room.ends[1:] == [None]


def test_going_in_and_out_leaves_nothing_and_the_desktop_as_it_was(qapp, body):
    with drawing() as (room, _document, _pencil):
        room.enter()
        drawn(room, body, WAYS[0])
        room.leave()
        room.stage.settle()
        before = room.renderer.render(SIZE, DESKTOP)
        room.enter()
        room.leave()
        kept = what_is_kept(room)
        for _ in range(5):
            room.enter()
            room.next(2)
            room.leave()
            assert np.array_equal(before, room.renderer.render(SIZE, DESKTOP))
        assert what_is_kept(room) == kept
        assert room.ends == [None] * 7


def what_is_kept(room) -> dict[str, int]:
    """Return how many OpenGL objects and open files there are."""
    from OpenGL import GL

    room.gl.make_current()
    asked = {
        "textures": GL.glIsTexture,
        "buffers": GL.glIsBuffer,
        "renderbuffers": GL.glIsRenderbuffer,
        "programs": GL.glIsProgram,
        "framebuffers": GL.glIsFramebuffer,
    }
    found = {name: sum(bool(ask(n)) for n in range(1, 2000)) for name, ask in asked.items()}
    room.gl.done()
    return found | {"files": len(list(Path("/proc/self/fd").iterdir()))}
