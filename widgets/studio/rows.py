"""The Studio's commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from app.commands.row import Command
from app.model.entities import WorkKind
from app.model.words import Sentence
from widgets.studio.kinds import NEW_PAGES
from widgets.studio.kit import Implement
from widgets.studio.sheet import Sheet

SIZE_STEP = 1.15
FILE_ICON = "mdi6.folder-open-outline"


class Studio(Protocol):
    """What the commands work on."""

    @property
    def sheet(self) -> Sheet:
        """Return the kind of page that is shown."""
        ...

    def isVisible(self) -> bool:
        """Return whether the page is shown."""
        ...

    def change_mode(self) -> None:
        """Change between simple and full."""
        ...

    def ask_done(self) -> None:
        """Ask for title and words."""
        ...

    def begin_page(self, prompt_uid: str = "", *, kind: WorkKind = WorkKind.PAINTING) -> None:
        """Begin an empty page."""
        ...

    def open_file(self) -> None:
        """Ask for a file and open it as a page."""
        ...

    def choose_colour(self) -> None:
        """Open the colour wheel."""
        ...

    def pin_prompt(self) -> None:
        """Pin the prompt or take it off."""
        ...

    def save_picture(self) -> None:
        """Save the picture as PNG."""
        ...

    def print_picture(self) -> None:
        """Print the picture."""
        ...


class _Rows:
    """Makes rows that are possible while a picture is open and shown."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio

    def is_open(self) -> bool:
        return self.studio.isVisible() and self.studio.sheet.stand.work is not None

    def when(self, is_possible: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: self.is_open() and is_possible()

    def row(
        self,
        name: str,
        title: Sentence,
        run: Callable[[], object],
        *keys: str,
        icon: str = "",
        is_enabled: Callable[[], bool] | None = None,
    ) -> Command:
        def finished_first() -> None:
            self.studio.sheet.finish_stroke()
            run()

        return Command(
            f"studio.{name}", title, finished_first, keys, is_enabled or self.is_open, icon
        )

    def on(self, verb: Callable[[Sheet], object]) -> Callable[[], object]:
        # whichever sheet is shown when the command runs
        return lambda: verb(self.studio.sheet)

    def steps(self) -> list[Command]:
        row, on, studio = self.row, self.on, self.studio
        can_undo = self.when(lambda: studio.sheet.stand.can_undo or studio.sheet.stand.is_drawing)
        can_redo = self.when(lambda: studio.sheet.stand.can_redo)
        undo, redo = Sentence("Undo"), Sentence("Redo")
        redo_keys = ("Ctrl+Shift+Z", "Ctrl+Y")
        return [
            row("undo", undo, on(lambda sheet: sheet.stand.undo()), "Ctrl+Z", is_enabled=can_undo),
            row(
                "redo", redo, on(lambda sheet: sheet.stand.redo()), *redo_keys, is_enabled=can_redo
            ),
        ]

    def hand(self) -> list[Command]:
        row, studio = self.row, self.studio

        def take(implement: Implement) -> Callable[[], None]:
            return lambda: studio.sheet.take(implement)

        def scale(factor: float) -> Callable[[], None]:
            return lambda: studio.sheet.scale_size(factor)

        return [
            row("brush", Sentence("Brush"), take(Implement.BRUSH), "B", icon="mdi6.brush"),
            row("eraser", Sentence("Eraser"), take(Implement.ERASER), "E", icon="mdi6.eraser"),
            row("picker", Sentence("Pick a colour"), take(Implement.PICKER), "I"),
            row("hand", Sentence("Move the view"), take(Implement.HAND), "H"),
            row("colour", Sentence("Choose a colour"), studio.choose_colour, "C"),
            row("smaller", Sentence("Smaller brush"), scale(1 / SIZE_STEP), "["),
            row("larger", Sentence("Larger brush"), scale(SIZE_STEP), "]"),
        ]

    def view(self) -> list[Command]:
        row, on = self.row, self.on
        left, right = Sentence("Turn the page left"), Sentence("Turn the page right")
        zoom_in, zoom_out = Sentence("Zoom in"), Sentence("Zoom out")
        whole, exact = Sentence("Show all of the page"), Sentence("Show the page at 100 %")
        upright = Sentence("Turn the page upright")
        return [
            row("zoom_in", zoom_in, on(lambda sheet: sheet.zoom(is_larger=True)), "+", "="),
            row("zoom_out", zoom_out, on(lambda sheet: sheet.zoom(is_larger=False)), "-"),
            row("fit", whole, on(lambda sheet: sheet.show_all()), "0"),
            row("actual", exact, on(lambda sheet: sheet.show_exact()), "1"),
            row("turn_left", left, on(lambda sheet: sheet.turn(-1)), "Shift+["),
            row("turn_right", right, on(lambda sheet: sheet.turn(1)), "Shift+]"),
            row("upright", upright, on(lambda sheet: sheet.show_upright())),
        ]

    def picture(self) -> list[Command]:
        row, studio = self.row, self.studio
        shown = studio.isVisible
        add = Sentence("Add a layer")
        pin = Sentence("Pin the prompt to the canvas")
        save = Sentence("Save this picture as PNG")
        mode = Sentence("Simple or full Studio")
        from_file = Sentence("Begin a page from a file")
        return [
            row("add_layer", add, self.on(lambda sheet: sheet.add_layer()), "Ctrl+Shift+N"),
            row("prompt", pin, studio.pin_prompt, icon="mdi6.pin-outline"),
            row("mode", mode, studio.change_mode, is_enabled=shown),
            *(
                row(name, title, partial(studio.begin_page, kind=kind), is_enabled=shown, icon=icon)
                for name, title, kind, icon in NEW_PAGES
            ),
            row("from_file", from_file, studio.open_file, is_enabled=shown, icon=FILE_ICON),
            row("done", Sentence("Done with this picture"), studio.ask_done, "Ctrl+Return"),
            row("save_png", save, studio.save_picture, "Ctrl+Shift+E"),
            row("print", Sentence("Print this picture"), studio.print_picture, "Ctrl+Shift+P"),
        ]


def rows(studio: Studio) -> list[Command]:
    """Return the Studio's commands; each ends a stroke under way before it runs."""
    made = _Rows(studio)
    return [*made.steps(), *made.hand(), *made.view(), *made.picture()]
