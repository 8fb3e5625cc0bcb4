"""One visit with a real runtime: draw, choose, answer, rest, and step out with all of it kept."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from headset.hands import Side
from headset.placing import facing
from headset.visit import Visit
from inside_parts import room_to_enter
from space_parts import page

from app.catalogue.prompts import prompts
from app.catalogue.safety import safety_list
from app.commands.space import parts_of
from app.guidance.safety import SafetyList
from app.model.entities import Answer, CheckIn, Suggestion
from app.model.inside import Choices
from app.model.space import SpaceStroke
from app.scene.turning import multiplied, turned
from app.services.companion import Companion
from tests.headset.visit_parts import BRUSHES, CLAY_TOOLS, TUNING, Painted

pytestmark = [pytest.mark.headset]

START = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
WAYS = (
    ((-0.3, 1.3, -0.8), (0.3, 1.35, -0.8)),
    ((-0.3, 1.5, -0.8), (0.3, 1.5, -0.9)),
    ((-0.3, 1.7, -0.8), (0.3, 1.6, -0.8)),
)


def moved(room, body, *, frames: int = 2) -> None:
    body.send()
    room.next(frames)


def drawn(room, body, way) -> np.ndarray:
    """Draw along a way; return where the frames had the hand while it was pulled."""
    seen = []

    def see(frame) -> None:
        if frame.right.trigger > 0.5:
            seen.append(frame.right.aim.position_m)

    room.acting.append(see)
    body.right.position = way[0]
    moved(room, body)
    for share in np.linspace(0, 1, 8):
        a, b = np.array(way[0]), np.array(way[1])
        body.right.position, body.right.trigger = tuple((a + share * (b - a)).tolist()), 1.0
        moved(room, body)
    body.right.trigger = 0.0
    moved(room, body)
    room.acting.remove(see)
    return np.array(seen)


def place_of(visit, name: str, at: float):
    for standing in visit.board.standings:
        part = standing.layout.find(name)
        if part is not None:
            x = part.box.x_m + at * part.box.width_m - standing.layout.width_m / 2
            y = standing.layout.height_m / 2 - part.box.y_m - part.box.height_m / 2
            shift = turned(standing.pose.rotation, (x, y, 0.0))
            return tuple(np.add(standing.pose.position_m, shift).tolist())
    raise AssertionError(name)


def press(room, body, visit, name: str, *, at: float = 0.5) -> None:
    """Point the right hand at something, pull and let go."""
    body.right.position = (0.25, 1.1, -0.2)
    for _ in range(3):
        hand = room.frame.right
        x, y, z, w = hand.grip.rotation
        bent = multiplied((-x, -y, -z, w), hand.aim.rotation)
        wanted = facing(place_of(visit, name, at), hand.aim.position_m)
        body.right.rotation = multiplied(wanted, (-bent[0], -bent[1], -bent[2], bent[3]))
        moved(room, body)
    for trigger in (1.0, 0.0):
        body.right.trigger = trigger
        moved(room, body)
    body.right.rotation = (0.0, 0.0, 0.0, 1.0)
    moved(room, body)


def test_a_visit_from_stepping_in_to_stepping_out(qapp, body) -> None:
    document, work = page()
    companion = Companion(document, prompts(), SafetyList(safety_list()), lambda: START)
    with room_to_enter(document, work) as room:
        visit = Visit(
            document, room.stage, work_uid=work.uid, companion=companion, painter=Painted(),
            brushes=BRUSHES, clay_tools=CLAY_TOOLS, tuning=TUNING, choices=Choices(),
            now=lambda: START,
        )  # fmt: skip
        visit.attach(room.immersion)
        room.immersion.sight = visit.sight
        room.acting.append(visit.on_frame)
        body.left.position = (-0.5, 1.0, -0.2)
        room.enter()
        moved(room, body)

        for way in WAYS:
            seen = drawn(room, body, way)
            stroke = list(parts_of(document, work.uid, SpaceStroke))[-1]
            ends = stroke.points[[0, -1], :3]
            assert np.abs(ends[0] - seen[0]).max() <= 0.001
            assert np.linalg.norm(seen - ends[1], axis=1).min() <= 0.001
        before = visit.kit.colour
        press(room, body, visit, "colour", at=0.8)
        assert visit.kit.colour != before

        body.right.stick = (-1.0, 0.0)
        moved(room, body)
        body.right.stick = (0.0, 0.0)
        moved(room, body)
        assert len(list(parts_of(document, work.uid, SpaceStroke))) == 2

        visit.dialogue.ask_check_in()
        room.next(2)
        press(room, body, visit, "check_in.valence", at=0.75)
        press(room, body, visit, "check_in.keep")
        (kept,) = [each for each in document.entities.values() if isinstance(each, CheckIn)]
        assert kept.valence is not None
        assert kept.valence > 0.2

        companion.suggest()
        room.next(2)
        press(room, body, visit, "prompt.try_it")
        (told,) = [each for each in document.entities.values() if isinstance(each, Suggestion)]
        assert told.answer is Answer.TRY_IT

        calm_at = []
        visit.calmed.connect(lambda _: calm_at.append(room.frame.number))
        # on an Index the menu is a firm press on the pad
        body.left.pad_force = 1.0
        pressed = len(room.frames)
        moved(room, body, frames=4)
        menus = [f.number for f in room.frames[pressed:] if f.hand(Side.LEFT).pressed]
        assert visit.is_calm
        assert calm_at[0] == menus[0], "the calm scene waited for another frame"
        visit.leave()
        room.leave()
        assert room.ends == [None]
        assert len(list(parts_of(document, work.uid, SpaceStroke))) == 2
        assert not document.is_editing(work.uid)
