"""The commands of pages in space; nothing heavy is imported for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.commands.row import Command
from app.model.words import Sentence
from widgets.space.mirror_places import TITLES, StandAt

if TYPE_CHECKING:
    from widgets.space.sheet import SpaceSheet
    from widgets.studio.sheet import Sheet

Verb = Callable[["SpaceSheet"], object]


class Studio(Protocol):
    """What the commands work on."""

    space: SpaceSheet | None

    @property
    def sheet(self) -> Sheet:
        """Return the kind of page that is shown."""
        ...

    def isVisible(self) -> bool:
        """Return whether the page is shown."""
        ...


class _Rows:
    """Makes rows that are possible while a page in space is open and shown."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def is_open(self) -> bool:
        space = self._studio.space
        if space is None or self._studio.sheet is not space:
            return False
        return self._studio.isVisible() and space.stand.work is not None

    def has_choice(self) -> bool:
        space = self._studio.space
        return self.is_open() and space is not None and bool(space.choice.uids)

    def row(
        self,
        name: str,
        title: Sentence,
        verb: Verb,
        *keys: str,
        icon: str = "",
        needs_choice: bool = False,
    ) -> Command:
        def run() -> None:
            space = self._studio.space
            if space is not None:
                space.finish_stroke()
                verb(space)

        possible = self.has_choice if needs_choice else self.is_open
        return Command(f"space.{name}", title, run, keys, possible, icon)

    def tools(self) -> list[Command]:
        row = self.row
        straight, cut = Sentence("Straight edge"), Sentence("Cut out a piece of a stroke")
        choose, repaint = Sentence("Choose and move things"), Sentence("Repaint strokes")
        other = Sentence("Tools for clay, or to draw with")
        return [
            row("line", straight, lambda it: it.take("line"), "L", icon="mdi6.vector-line"),
            row("cut", cut, lambda it: it.take("cut"), "X", icon="mdi6.content-cut"),
            row("select", choose, lambda it: it.take("select"), "V", icon="mdi6.selection-drag"),
            row("repaint", repaint, lambda it: it.take("repaint"), "P"),
            row("other_tools", other, lambda it: it.change_tools()),
            row("grid", Sentence("Snap to the grid"), lambda it: it.way.change_grid(), "G"),
            row("angle", Sentence("Snap to angles"), lambda it: it.way.change_angle(), "A"),
        ]

    def mirrors(self) -> list[Command]:
        def put(stand_at: StandAt) -> Verb:
            return lambda it: it.mirrors.put(stand_at)

        return [self.row(f"mirror_{at}", title, put(at)) for at, title in TITLES]

    def view(self) -> list[Command]:
        row = self.row
        fly, turn = (
            Sentence("Fly through the room, or circle"),
            Sentence("Let the room turn slowly"),
        )
        return [
            row("fly", fly, lambda it: it.pill.change_flying(), "F", icon="mdi6.airplane"),
            row("turntable", turn, lambda it: it.pill.change_turntable(), "T"),
        ]

    def chosen(self) -> list[Command]:
        row = self.row
        both = Sentence("Mirror what is chosen")
        remove, double = Sentence("Remove what is chosen"), Sentence("Double what is chosen")
        group, apart = Sentence("Group what is chosen"), Sentence("Ungroup what is chosen")
        invert = Sentence("Choose the others instead")
        return [
            row("choose_all", Sentence("Choose everything"), lambda it: it.deeds.all(), "Ctrl+A"),
            row("choose_others", invert, lambda it: it.deeds.invert(), "Ctrl+Shift+A"),
            row("remove", remove, lambda it: it.deeds.remove(), "Delete", needs_choice=True),
            row("double", double, lambda it: it.deeds.double(), "Ctrl+D", needs_choice=True),
            row("group", group, lambda it: it.deeds.group(), "Ctrl+G", needs_choice=True),
            row("ungroup", apart, lambda it: it.deeds.ungroup(), "Ctrl+Shift+G", needs_choice=True),
            row("flip", both, lambda it: it.deeds.flip(), "Ctrl+Shift+M", needs_choice=True),
        ]


def space_rows(studio: Studio) -> list[Command]:
    """Return the commands of pages in space; each ends what is under way before it runs."""
    made = _Rows(studio)
    return [*made.tools(), *made.mirrors(), *made.view(), *made.chosen()]
