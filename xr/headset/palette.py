"""The palette: what the other hand holds, or what stands beside who works with one hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.model.clay import ClayStart
from app.model.entities import Layer
from app.model.environment import Environment
from app.model.space import GuideShape
from app.model.words import Sentence, tr
from headset.cards import Rows, button, soft
from headset.kit import (
    MAX_SIZE_M,
    MIN_SIZE_M,
    InsideKit,
    InsideMirror,
    InsideTool,
    place_of_colour,
)
from headset.panels import Kind, Part

A_ROW: Final = 3
A_PAGE: Final = 9


class Tab(StrEnum):
    """The pages of the palette."""

    DRAW = "draw"
    BRUSHES = "brushes"
    CLAY = "clay"
    LAYERS = "layers"
    SPACE = "space"
    MORE = "more"


_TABS: Final = {
    Tab.DRAW: Sentence("Draw"),
    Tab.BRUSHES: Sentence("Brushes"),
    Tab.CLAY: Sentence("Clay"),
    Tab.LAYERS: Sentence("Layers"),
    Tab.SPACE: Sentence("Place"),
    Tab.MORE: Sentence("More"),
}
_MIRRORS: Final = {
    InsideMirror.NONE: Sentence("No mirror"),
    InsideMirror.ONE: Sentence("Mirror"),
    InsideMirror.TURNED: Sentence("Around"),
    InsideMirror.KALEIDOSCOPE: Sentence("Kaleidoscope"),
}
_GUIDES: Final = {
    GuideShape.PLANE: Sentence("Plane"),
    GuideShape.SPHERE: Sentence("Ball"),
    GuideShape.CUBE: Sentence("Box"),
    GuideShape.CAPSULE: Sentence("Capsule"),
}


@dataclass(frozen=True, slots=True)
class Shelves:
    """What there is to choose from, and what can be done from here."""

    environments: Sequence[Environment] = ()
    clay_starts: Sequence[ClayStart] = ()
    may_snap: bool = False
    has_companion: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the page is like now."""

    layers: tuple[Layer, ...]
    layer_uid: str
    environment_uid: str
    can_undo: bool
    can_redo: bool
    has_guides: bool


def rows_of(tab: Tab, number: int, kit: InsideKit, around: Around, shelves: Shelves) -> Rows:
    """Return one page of the palette; ``number`` turns the pages of a long shelf, from 0."""
    body = {
        Tab.DRAW: lambda: _draw(kit),
        Tab.BRUSHES: lambda: _brushes(kit, number),
        Tab.CLAY: lambda: _clay(kit, shelves, number),
        Tab.LAYERS: lambda: _layers(around, number),
        Tab.SPACE: lambda: _space(around, shelves, number),
        Tab.MORE: lambda: _more(shelves),
    }[tab]()
    tabs = [button(f"tab.{each}", str(said), is_on=each is tab) for each, said in _TABS.items()]
    always = [
        button("undo", tr("Undo"), is_enabled=around.can_undo),
        button("redo", tr("Redo"), is_enabled=around.can_redo),
        button("calm", tr("Calm scene")),
    ]
    return [*_in_rows(tabs), *body, always]


def size_at(share: float) -> float:
    """Return the size, metres, at a place of the slider: each step grows by as much."""
    return MIN_SIZE_M * math.exp(share * math.log(MAX_SIZE_M / MIN_SIZE_M))


def place_of_size(size_m: float) -> float:
    """Return the inverse of `size_at`, 0 to 1."""
    within = min(max(size_m, MIN_SIZE_M), MAX_SIZE_M)
    return math.log(within / MIN_SIZE_M) / math.log(MAX_SIZE_M / MIN_SIZE_M)


def pages_of(count: int) -> int:
    """Return on how many pages so many things stand."""
    return max(math.ceil(count / A_PAGE), 1)


def _draw(kit: InsideKit) -> Rows:
    tools = [
        button("tool.brush", kit.brush.label, is_on=kit.tool is InsideTool.BRUSH),
        button("tool.eraser", tr("Eraser"), is_on=kit.tool is InsideTool.ERASER),
        button("tool.clay", kit.clay_tool.label, is_on=kit.tool is InsideTool.CLAY),
    ]
    hue, light = place_of_colour(kit.colour)
    wheel = Part(Kind.WHEEL, "", "colour", hue, light, colour=kit.colour)
    rows = [tools, [_size(kit)], [wheel]]
    if kit.recent:
        rows.append(
            [
                Part(Kind.SWATCH, "", f"recent.{number}", colour=colour, is_on=colour == kit.colour)
                for number, colour in enumerate(kit.recent)
            ]
        )
    return rows


def _size(kit: InsideKit) -> Part:
    text = tr("Size {size} cm", size=f"{kit.size_m * 100:.1f}")
    return Part(Kind.SLIDER, text, "size", place_of_size(kit.size_m))


def _brushes(kit: InsideKit, number: int) -> Rows:
    rows = [
        button(f"brush.{each.uid}", each.label, is_on=each is kit.brush) for each in kit.brushes
    ]
    mirrors = [
        button(f"mirror.{each}", str(said), is_on=each is kit.mirror)
        for each, said in _MIRRORS.items()
    ]
    return [*_paged(rows, number), mirrors[:2], mirrors[2:]]


def _clay(kit: InsideKit, shelves: Shelves, number: int) -> Rows:
    is_clay = kit.tool is InsideTool.CLAY
    tools = [
        button(f"clay.{each.uid}", each.label, is_on=is_clay and each is kit.clay_tool)
        for each in kit.clay_tools
    ]
    starts = [button(f"begin.{each.uid}", each.label) for each in shelves.clay_starts]
    head = [soft(tr("Put new clay before me"))] if starts else []
    return [*_paged(tools, number), *head, *_in_rows(starts)]


def _layers(around: Around, number: int) -> Rows:
    rows: Rows = []
    first = number * (A_PAGE // 2)
    for layer in around.layers[first : first + A_PAGE // 2]:
        seen = tr("Hide") if layer.is_visible else tr("Show")
        rows.append(
            [
                button(f"layer.{layer.uid}", layer.name, is_on=layer.uid == around.layer_uid),
                button(f"seen.{layer.uid}", seen),
            ]
        )
    ways = [button("layer_add", tr("Add a layer"))]
    if len(around.layers) > A_PAGE // 2:
        ways.append(button("turn_page", tr("More …")))
    return [*rows, ways]


def _space(around: Around, shelves: Shelves, number: int) -> Rows:
    places = [
        button(
            f"place.{each.uid}",
            each.label,
            is_on=each.uid == around.environment_uid,
        )
        for each in shelves.environments
    ]
    guides = [button(f"guide.{each}", str(said)) for each, said in _GUIDES.items()]
    rows = [*_paged(places, number), soft(tr("Put up a guide")), guides[:2], guides[2:]]
    if around.has_guides:
        rows.append([button("guides_away", tr("Take the guides down"))])
    return rows


def _more(shelves: Shelves) -> Rows:
    found = [
        button("check_in", tr("How is it right now?")),
        button("help", tr("I need help")),
        button("leave", tr("Step out")),
        button("turn.left", tr("Turn left")),
        button("turn.right", tr("Turn right")),
        button("recentre", tr("Face this way")),
        button("swap", tr("Swap hands")),
        button("one_hand", tr("One hand")),
        button("later", tr("Write about this later")),
    ]
    if shelves.may_snap:
        found.append(button("snapshot", tr("Take a picture")))
    if shelves.has_companion:
        found.append(button("suggest", tr("Something guided")))
    return _in_rows(found, across=2)


def _paged(parts: Sequence[Part], number: int) -> Rows:
    count = pages_of(len(parts))
    first = number % count * A_PAGE
    rows = _in_rows(parts[first : first + A_PAGE])
    if count > 1:
        rows.append([button("turn_page", tr("More …"))])
    return rows


def _in_rows(parts: Sequence[Part], *, across: int = A_ROW) -> Rows:
    return [list(parts[first : first + across]) for first in range(0, len(parts), across)]
