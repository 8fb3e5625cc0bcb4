"""Panels in space as values: what stands where, in metres on the panel. Pure; nothing is drawn.

A panel is a flat card. Its places are metres from its top left corner, x right and y down.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

LEAST_TEXT_DEG: Final = 1.3
NEAREST_M: Final = 0.5
LINE: Final = 1.35
_PAD: Final = 0.9
_GAP: Final = 0.45
_LETTER: Final = 0.56
_WIDE_LETTER: Final = 1.0

Colour = tuple[int, int, int]


class Kind(StrEnum):
    """What a part of a panel is."""

    TITLE = "title"
    WORDS = "words"
    SOFT = "soft"
    BUTTON = "button"
    SLIDER = "slider"
    SWATCH = "swatch"
    WHEEL = "wheel"


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of a panel."""

    x_m: float
    y_m: float
    width_m: float
    height_m: float

    def holds(self, x_m: float, y_m: float) -> bool:
        """Whether a place lies in it."""
        is_across = self.x_m <= x_m <= self.x_m + self.width_m
        return is_across and self.y_m <= y_m <= self.y_m + self.height_m


@dataclass(frozen=True, slots=True)
class Part:
    """One thing on a panel.

    ``name`` is what is done when it is pressed ("answer.try_it"), "" for what is only read.
    ``value`` is a slider's place, 0 to 1, None where nothing was said yet; of a `WHEEL` it is the
    hue and ``second`` the brightness. ``ends`` are the words at a slider's two ends. ``colour``
    (sRGB, 0 to 255) is a swatch's. ``text_m`` is the height of the letters' em.
    """

    kind: Kind
    words: str = ""
    name: str = ""
    value: float | None = None
    second: float = 1.0
    ends: tuple[str, str] = ("", "")
    colour: Colour | None = None
    is_on: bool = False
    is_enabled: bool = True
    is_pressed: bool = False
    steps: int = 0
    text_m: float = 0.0
    box: Box = Box(0.0, 0.0, 0.0, 0.0)

    @property
    def can_press(self) -> bool:
        """Whether a hand does something with it."""
        return bool(self.name) and self.is_enabled


@dataclass(frozen=True, slots=True)
class PanelLayout:
    """A panel that is ready to be painted: ``parts`` have their boxes."""

    name: str
    width_m: float
    height_m: float
    parts: tuple[Part, ...]
    is_high_contrast: bool = False

    def part_at(self, x_m: float, y_m: float) -> Part | None:
        """Return what can be pressed at a place, or None."""
        for part in self.parts:
            if part.can_press and part.box.holds(x_m, y_m):
                return part
        return None

    def find(self, name: str) -> Part | None:
        """Return the part with a name, or None."""
        return next((part for part in self.parts if part.name == name), None)

    def pressed(self, name: str) -> PanelLayout:
        """Return the same panel with one part shown as pressed, or none."""
        parts = tuple(
            replace(each, is_pressed=bool(name) and each.name == name) for each in self.parts
        )
        return replace(self, parts=parts)


def text_m(degrees: float, away_m: float) -> float:
    """Return how tall something is that is seen so many degrees tall, so far away."""
    return 2 * away_m * math.tan(math.radians(degrees) / 2)


def seen_deg(tall_m: float, away_m: float) -> float:
    """Return the inverse of `text_m`."""
    return math.degrees(2 * math.atan(tall_m / 2 / away_m))


def words_lines(words: str, text_m: float, width_m: float) -> int:
    """Return on how many lines words stand, on the safe side: fonts differ."""
    room = max(width_m / text_m, 1.0)
    count, used = 1, 0.0
    for word in _pieces(words):
        if word == "\n":
            count, used = count + 1, 0.0
            continue
        wide = sum(_letter(letter) for letter in word)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        used += wide
        while used > room:
            count, used = count + 1, used - room
    return count


def laid_out(
    name: str,
    rows: Sequence[Sequence[Part]],
    *,
    width_m: float,
    text_m: float,
    is_high_contrast: bool = False,
) -> PanelLayout:
    """Return a panel: rows below each other, the parts of a row beside each other, equally wide.

    Parameters
    ----------
    rows : sequence of sequence of Part
        What stands on it; boxes and letter heights are set here.
    width_m : float
        Of the panel.
    text_m : float
        The em of the words; a title's is larger.
    """
    pad, gap = _PAD * text_m, _GAP * text_m
    y_m = pad
    placed: list[Part] = []
    for row in rows:
        wide = (width_m - 2 * pad - gap * (len(row) - 1)) / len(row)
        sized = [replace(each, text_m=_em(each, text_m)) for each in row]
        tall = max(_height(each, wide) for each in sized)
        for column, each in enumerate(sized):
            placed.append(replace(each, box=Box(pad + column * (wide + gap), y_m, wide, tall)))
        y_m += tall + gap
    return PanelLayout(name, width_m, y_m - gap + pad, tuple(placed), is_high_contrast)


def track(part: Part) -> tuple[float, float]:
    """Return where a slider's way begins and how long it is, metres; a wheel is all of its box."""
    if part.kind is Kind.WHEEL:
        return part.box.x_m, part.box.width_m
    # the knob at either end stays on the panel
    inset = part.text_m * 0.8
    return part.box.x_m + inset, part.box.width_m - 2 * inset


def _em(part: Part, text_m: float) -> float:
    return text_m * 1.25 if part.kind is Kind.TITLE else text_m


def _height(part: Part, width_m: float) -> float:
    em = part.text_m
    lines = words_lines(part.words, em, width_m - (em if part.kind is Kind.BUTTON else 0.0))
    if part.kind is Kind.BUTTON:
        return max(2.4, lines * LINE + 0.9) * em
    if part.kind is Kind.SLIDER:
        return (
            (lines * LINE if part.words else 0.0) + 2.0 + (LINE if any(part.ends) else 0.0)
        ) * em
    if part.kind is Kind.SWATCH:
        return 2.2 * em
    if part.kind is Kind.WHEEL:
        return min(width_m, 10.0 * em)
    return lines * LINE * em


def _letter(letter: str) -> float:
    return _WIDE_LETTER if unicodedata.east_asian_width(letter) in "WF" else _LETTER


def _pieces(words: str) -> list[str]:
    """Return what stays together on a line: words with the space behind them, single signs."""
    found: list[str] = []
    for letter in words:
        is_joined = found and not found[-1].endswith((" ", "\n")) and letter != "\n"
        if is_joined and _letter(letter) == _LETTER and _letter(found[-1][-1]) == _LETTER:
            found[-1] += letter
        else:
            found.append(letter)
    return found
