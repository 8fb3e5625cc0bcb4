"""Which brush of ours is drawn for a brush of another program, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

# the plainest ribbon there is, for brushes that stand for none
_PLAIN: Final = "2d35bcf0-e4d8-452c-97b1-3311be063130"


class Ours(Protocol):
    """A brush of ours, as far as it matters here; `SpaceBrush` is one."""

    @property
    def uid(self) -> str:
        """Return its uid."""

    @property
    def name(self) -> str:
        """Return its stable name."""

    @property
    def family(self) -> str:
        """Return its family."""

    @property
    def material(self) -> str:
        """Return its material."""

    @property
    def foreign_guids(self) -> tuple[str, ...]:
        """Return the brushes it stands for."""


class Theirs(Protocol):
    """A brush of another program, and what of ours is like it."""

    @property
    def guid(self) -> str:
        """Return its identifier."""

    @property
    def name(self) -> str:
        """Return what it is called there."""

    @property
    def family(self) -> str:
        """Return the family of ours it belongs to."""

    @property
    def like(self) -> str:
        """Return the name of a brush of ours."""


@dataclass(frozen=True, slots=True)
class BrushTable:
    """Brushes by each other; ``names`` are those of the other program's."""

    uids: Mapping[str, str]
    guids: Mapping[str, str]
    names: Mapping[str, str]
    default_uid: str

    def uid(self, guid: str) -> str:
        """Return the brush of ours that is drawn for an identifier; there always is one."""
        return self.uids.get(guid.lower(), self.default_uid)

    def guid(self, uid: str) -> str:
        """Return the identifier that is written for a brush of ours; there always is one."""
        return self.guids.get(uid, _PLAIN)

    def knows(self, guid: str) -> bool:
        """Whether the identifier is one that is known."""
        return guid.lower() in self.uids


def brush_table(ours: Iterable[Ours], theirs: Iterable[Theirs]) -> BrushTable:
    """Return the table; a brush that says what it stands for goes before a hint.

    Raises
    ------
    ValueError
        If there is no brush of ours.
    """
    ours, theirs = tuple(ours), tuple(theirs)
    if not ours:
        raise ValueError("there are no brushes")
    by_name = {brush.name: brush for brush in ours}
    by_family = {str(brush.family): brush for brush in reversed(ours)}
    uids = {
        hint.guid: by_name.get(hint.like, by_family.get(hint.family, ours[0])).uid
        for hint in theirs
    }
    uids |= {guid.lower(): brush.uid for brush in ours for guid in brush.foreign_guids}
    mapped = {uid: guid for guid, uid in reversed(uids.items())}
    guids = {
        brush.uid: mapped[brush.uid]
        if brush.uid in mapped and not brush.foreign_guids
        else _nearest(brush, ours)
        for brush in ours
    }
    names = {hint.guid: hint.name for hint in theirs}
    return BrushTable(uids, guids, names, uids.get(_PLAIN, ours[0].uid))


def _nearest(brush: Ours, ours: tuple[Ours, ...]) -> str:
    """Return the identifier another program should draw for a brush: its own, or a likely one."""

    def likeness(other: Ours) -> int:
        is_same, is_family = other.uid == brush.uid, other.family == brush.family
        return 4 * is_same + 2 * is_family + (other.material == brush.material)

    known = [other for other in ours if other.foreign_guids]
    best = max(known, key=likeness, default=None)
    return best.foreign_guids[0].lower() if best is not None else _PLAIN
