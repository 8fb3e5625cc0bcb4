"""The command table: menus, palette, shortcuts and the headset's panel read the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.model.words import Sentence


def always() -> bool:
    """Return True: a command that is never greyed out."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One row.

    ``id`` is stable and dotted ("studio.undo"); ``keys`` are portable shortcuts ("Ctrl+Z"),
    possibly none; ``icon`` is a name of the icon font ("mdi6.undo") or "".
    """

    id: str
    title: Sentence
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    is_enabled: Callable[[], bool] = always
    icon: str = ""


class CommandTable:
    """All rows by id, in the order they were added.

    Raises
    ------
    ValueError
        From `add`, where an id or a shortcut is taken already.
    """

    def __init__(self) -> None:
        self._rows: dict[str, Command] = {}
        self._keys: dict[str, str] = {}

    def add(self, rows: Iterable[Command]) -> None:
        """Add rows; an id and a shortcut belong to one row only."""
        for row in rows:
            if row.id in self._rows:
                raise ValueError(f"two commands are called {row.id}")
            for keys in row.keys:
                if keys in self._keys:
                    raise ValueError(f"{keys} is taken by {self._keys[keys]}, wanted by {row.id}")
            self._rows[row.id] = row
            self._keys.update(dict.fromkeys(row.keys, row.id))

    def __iter__(self) -> Iterator[Command]:
        return iter(self._rows.values())

    def __getitem__(self, command_id: str) -> Command:
        return self._rows[command_id]

    def run(self, command_id: str) -> bool:
        """Run a command if it is enabled; return whether it ran."""
        row = self._rows[command_id]
        if not row.is_enabled():
            return False
        row.run()
        return True
