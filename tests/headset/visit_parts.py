"""Hands, frames and a visit, without any headset."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
from headset.frames import Frame
from headset.hands import Button, Hand, HandJoint, Head, Side
from headset.palette import Shelves
from headset.panels import PanelLayout
from headset.placing import facing
from headset.visit import Visit

from app.catalogue.clay import clay_starts, clay_tools
from app.catalogue.inside import tuning
from app.catalogue.space_brushes import space_brushes
from app.commands.space import new_space
from app.model.document import Document
from app.model.entities import WorkKind
from app.model.inside import Choices
from app.model.meshes import Mesh
from app.model.space import Pose, Vector
from app.scene.stage import Stage
from app.scene.turning import multiplied, turn_about, turned

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BRUSHES, CLAY_TOOLS, TUNING = space_brushes(), clay_tools(), tuning()
HEAD = Head(Pose((0.0, 1.2, 0.0)), True)
HZ = 72.0
AWAY = Hand(Side.LEFT)


@dataclass
class Painted:
    """A painter that paints nothing and remembers what it was asked for."""

    panels: list[PanelLayout] = field(default_factory=list)

    def paint(self, panel: PanelLayout, size_px: tuple[int, int]):
        self.panels.append(panel)
        return np.zeros((size_px[1], size_px[0], 4), np.uint8)


class Floor:
    """Where one stands."""

    def __init__(self) -> None:
        self.stand = Pose()
        self.pulses = 0

    def recentre(self) -> None:
        self.stand = Pose((0.0, 0.0, 0.5))

    def pulse(self, side: Side, strength: float = 0.4, seconds: float = 0.02) -> None:
        self.pulses += 1


def controller(side: Side, at: Vector, *, towards: Vector | None = None, **more) -> Hand:
    """A controller at a place; it points ahead, or at something."""
    rotation = (0.0, 0.0, 0.0, 1.0)
    if towards is not None:
        # a hand points along its -z
        rotation = facing(towards, at)
    pose = Pose(at, rotation)
    return Hand(side, True, True, pose, pose, profile="/touch", **more)


def bare_hand(side: Side, at: Vector, *, apart_m: float = 0.08, middle_m: float = 0.08,
              palm_to: Vector | None = None) -> Hand:  # fmt: skip
    """A hand without a controller, index tip at a place; thumb so far from index and middle."""
    joints = np.zeros((26, 8))
    joints[:, :3], joints[:, 6], joints[:, 7] = at, 1.0, 0.008
    index = np.asarray(at)
    thumb = index + np.array((0.0, -apart_m, 0.0))
    joints[HandJoint.INDEX_TIP, :3] = index
    joints[HandJoint.THUMB_TIP, :3] = thumb
    joints[HandJoint.MIDDLE_TIP, :3] = thumb + np.array((middle_m, 0.0, 0.0))
    joints[HandJoint.WRIST, :3] = index + np.array((0.0, -0.05, 0.15))
    palm = index + np.array((0.0, -0.05, 0.05))
    joints[HandJoint.PALM, :3] = palm
    if palm_to is not None:
        # its back, +y, is turned away from what the palm faces
        turn = multiplied(facing(tuple(palm_to), tuple(palm)), turn_about((1.0, 0.0, 0.0), 90.0))
        joints[HandJoint.PALM, 3:7] = turn
    return Hand(side, True, True, Pose(at), Pose(at), joints=joints)


class Inside:
    """A visit with everything it needs, driven frame by frame."""

    def __init__(
        self, choices: Choices | None = None, *, kind=WorkKind.SPACE, body: Mesh | None = None,
        companion=None, document: Document | None = None, **more,
    ) -> None:  # fmt: skip
        self.document = document or Document()
        work = new_space(
            self.document, kind=kind, created_at=NOW, environment_uid="meadow", seed=3, body=body,
            body_pose=Pose((0.0, 1.0, -0.5)),
        )  # fmt: skip
        self.work_uid = work.uid
        self.stage = Stage({each.uid: each for each in BRUSHES})
        self.stage.show_work(self.document, work)
        self.document.committed.connect(lambda changes: self.stage.apply(changes, self.document))
        self.painter = Painted()
        self.floor = Floor()
        more.setdefault("shelves", Shelves(clay_starts=clay_starts()))
        self.visit = Visit(
            self.document, self.stage, work_uid=work.uid, companion=companion,
            painter=self.painter, brushes=BRUSHES, clay_tools=CLAY_TOOLS, tuning=TUNING,
            choices=choices or Choices(), now=lambda: NOW, **more,
        )  # fmt: skip
        self.visit.attach(self.floor)
        self.number, self.time_s, self.head = 0, 100.0, HEAD

    def frame(self, *hands: Hand, seconds: float = 1 / HZ, is_focused: bool = True) -> Frame:
        found = {Side.LEFT: Hand(Side.LEFT), Side.RIGHT: Hand(Side.RIGHT)}
        found |= {hand.side: hand for hand in hands}
        self.number, self.time_s = self.number + 1, self.time_s + seconds
        frame = Frame(
            self.number, self.time_s, 1 / HZ, (), found[Side.LEFT], found[Side.RIGHT], self.head,
            is_focused,
        )  # fmt: skip
        self.visit.on_frame(frame)
        return frame

    def press(self, name: str, side: Side = Side.RIGHT, *, at: float = 0.5) -> None:
        """Point at what is called so, pull, and let go; a slider is met ``at`` 0 to 1."""
        spot = self.place_of(name, at)
        hand = controller(side, self.near(side), towards=spot)
        for trigger in (0.0, 1.0, 0.0):
            self.frame(replace(hand, trigger=trigger))

    def near(self, side: Side) -> Vector:
        x = -0.2 if side is Side.LEFT else 0.2
        return (x, 0.9, -0.15)

    def place_of(self, name: str, at: float = 0.5) -> Vector:
        for standing in self.visit.board.standings:
            part = standing.layout.find(name)
            if part is None:
                continue
            layout, box = standing.layout, part.box
            x = box.x_m + at * box.width_m - layout.width_m / 2
            y = layout.height_m / 2 - (box.y_m + box.height_m / 2)
            pose = standing.pose
            dx, dy, dz = turned(pose.rotation, (x * pose.scale, y * pose.scale, 0.0))
            return tuple(a + b for a, b in zip(pose.position_m, (dx, dy, dz), strict=True))
        raise AssertionError(f"nothing is called {name}: {[p.name for p in self.visit.panels]}")


def menu(side: Side) -> Hand:
    return controller(side, (0.2, 1.0, -0.3), pressed=frozenset({Button.MENU}))
