"""Tells Monado's remote driver where the head and the hands are (its wire format, version 3).

TCP 4242, little-endian, 376 bytes. Every packet replaces the whole state, which outlives the
connection: a test sends a known one first.
"""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import ClassVar, Self

MAGIC = b"mndrmt3\0"
VIEW = struct.Struct("<4f7fI")
HEAD = struct.Struct("<7f?3x")
HAND = struct.Struct("<7f3f3f5f3f2f1f2f13?3x")
SIZE = len(MAGIC) + 2 * VIEW.size + HEAD.size + 2 * HAND.size

SERVICE = "/run/xdg/monado_comp_ipc"
UPRIGHT = (0.0, 0.0, 0.0, 1.0)


def answers() -> bool:
    """Whether the runtime's service is there."""
    with socket.socket(socket.AF_UNIX) as asked:
        return asked.connect_ex(SERVICE) == 0


@dataclass
class RemoteHand:
    """A controller, or without one the hand itself; ``curl`` is little finger to thumb."""

    position: tuple[float, float, float]
    rotation: tuple[float, float, float, float] = UPRIGHT
    curl: tuple[float, float, float, float, float] = (0.0,) * 5
    trigger: float = 0.0
    squeeze: float = 0.0
    squeeze_force: float = 0.0
    stick: tuple[float, float] = (0.0, 0.0)
    pad_force: float = 0.0
    pad: tuple[float, float] = (0.0, 0.0)
    has_joints: bool = False
    is_active: bool = True
    system: bool = False
    a: bool = False
    b: bool = False
    trigger_press: bool = False
    stick_press: bool = False

    def packed(self) -> bytes:
        still = (0.0,) * 6
        presses = (
            self.has_joints, self.is_active, self.system, False, self.a, False, self.b, False,
            self.trigger_press, False, self.stick_press, False, False,
        )  # fmt: skip
        return HAND.pack(
            *self.rotation, *self.position, *still, *self.curl, self.trigger, self.squeeze,
            self.squeeze_force, *self.stick, self.pad_force, *self.pad, *presses,
        )  # fmt: skip


@dataclass
class RemoteBody:
    """All that the driver is told."""

    head: tuple[float, float, float] = (0.0, 1.6, 0.0)
    turn: tuple[float, float, float, float] = UPRIGHT
    left: RemoteHand = field(default_factory=lambda: RemoteHand((-0.2, 1.3, -0.5)))
    right: RemoteHand = field(default_factory=lambda: RemoteHand((0.2, 1.3, -0.5)))

    def packed(self) -> bytes:
        head = HEAD.pack(*self.turn, *self.head, False)
        packet = MAGIC + bytes(2 * VIEW.size) + head + self.left.packed() + self.right.packed()
        assert len(packet) == SIZE
        return packet


class Remote(RemoteBody):
    """The same, with a wire to the driver."""

    limit_s: ClassVar[float] = 10.0

    def __init__(self) -> None:
        super().__init__()
        self._wire = subprocess.Popen(
            [sys.executable, "-ES", str(Path(__file__).with_name("wire.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._wire.stdout is not None
        assert self._wire.stdout.readline() == b"connected\n"
        self.send()

    def send(self) -> None:
        """Let it be so."""
        assert self._wire.stdin is not None
        self._wire.stdin.write(self.packed())
        self._wire.stdin.flush()

    def forget(self) -> None:
        """Go back to where every test begins."""
        for each in fields(RemoteBody):
            setattr(self, each.name, getattr(RemoteBody(), each.name))
        self.send()

    def close(self) -> None:
        """Hang up; the state stays."""
        self._wire.communicate(timeout=self.limit_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
