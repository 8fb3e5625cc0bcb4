"""What an edit changed: the one thing views, autosave and undo are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.model.entities import Entity
from app.model.tiles import NOTHING, TILE_PX, Rect, Tile


class ChangeKind(StrEnum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """An entity before and after; None where it did not or does not exist."""

    uid: str
    before: Entity | None
    after: Entity | None

    def inverse(self) -> EntityChange:
        """Return the change that takes this one back."""
        return EntityChange(self.uid, self.after, self.before)


@dataclass(frozen=True, eq=False, slots=True)
class TileChange:
    """A tile's pixels before and after, read-only arrays of shape (64, 64, 4), uint16."""

    layer_uid: str
    row: int
    column: int
    before: Tile = field(repr=False)
    after: Tile = field(repr=False)

    @property
    def key(self) -> tuple[str, int, int]:
        """Return layer, row and column."""
        return (self.layer_uid, self.row, self.column)

    @property
    def rect(self) -> Rect:
        """Return the tile's place on the canvas."""
        left, top = self.column * TILE_PX, self.row * TILE_PX
        return Rect(left, top, left + TILE_PX, top + TILE_PX)

    def inverse(self) -> TileChange:
        """Return the change that takes this one back."""
        return TileChange(self.layer_uid, self.row, self.column, self.after, self.before)


@dataclass(frozen=True, eq=False, slots=True)
class Changes:
    """One committed step.

    ``label`` is a message id that can be translated; ``scope`` names the undo stack (the uid of
    a work or an entry, or ``""``); ``merge`` is the key of the gesture it belongs to.
    """

    edit_uid: str
    label: str
    scope: str
    merge: str
    kind: ChangeKind
    entities: tuple[EntityChange, ...]
    tiles: tuple[TileChange, ...]

    @property
    def dirty(self) -> Rect:
        """Return the smallest rectangle that holds every changed tile."""
        rect = NOTHING
        for change in self.tiles:
            rect = rect.united(change.rect)
        return rect

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.entities and not self.tiles


def merged_entities(
    earlier: Iterable[EntityChange], later: Iterable[EntityChange]
) -> tuple[EntityChange, ...]:
    """Return two runs of entity changes as one: first before, last after."""
    found = {change.uid: change for change in earlier}
    for change in later:
        first = found.pop(change.uid, change)
        found[change.uid] = EntityChange(change.uid, first.before, change.after)
    return tuple(change for change in found.values() if change.before != change.after)


def merged_tiles(
    earlier: Iterable[TileChange], later: Iterable[TileChange]
) -> tuple[TileChange, ...]:
    """Return two runs of tile changes as one: first before, last after."""
    found = {change.key: change for change in earlier}
    for change in later:
        before = found[change.key].before if change.key in found else change.before
        found[change.key] = TileChange(*change.key, before, change.after)
    return tuple(found.values())
