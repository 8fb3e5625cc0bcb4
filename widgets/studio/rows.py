"""The Studio's commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.commands.row import Command
from app.model.words import Sentence
from widgets.canvas.canvas import Canvas
from widgets.studio.easel import Easel
from widgets.studio.kit import Implement, Kit
from widgets.studio.view_pill import TURN_DEG, ViewPill

SIZE_STEP = 1.15


class Studio(Protocol):
    """What the commands work on."""

    canvas: Canvas
    easel: Easel
    kit: Kit
    pill: ViewPill

    def isVisible(self) -> bool:
        """Return whether the page is shown."""
        ...

    def add_layer(self) -> None:
        """Add a layer above the one in use."""
        ...

    def change_mode(self) -> None:
        """Change between simple and full."""
        ...

    def ask_done(self) -> None:
        """Ask for title and words."""
        ...

    def begin_page(self) -> None:
        """Put an empty page on the easel."""
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
        return self.studio.isVisible() and self.studio.easel.work is not None

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
            self.studio.canvas.finish_stroke()
            run()

        return Command(
            f"studio.{name}", title, finished_first, keys, is_enabled or self.is_open, icon
        )

    def steps(self) -> list[Command]:
        row, easel = self.row, self.studio.easel
        can_undo = self.when(lambda: easel.can_undo or easel.is_drawing)
        can_redo = self.when(lambda: easel.can_redo)
        redo_keys = ("Ctrl+Shift+Z", "Ctrl+Y")
        return [
            row("undo", Sentence("Undo"), easel.undo, "Ctrl+Z", is_enabled=can_undo),
            row("redo", Sentence("Redo"), easel.redo, *redo_keys, is_enabled=can_redo),
        ]

    def hand(self) -> list[Command]:
        row, kit = self.row, self.studio.kit

        def take(implement: Implement) -> Callable[[], None]:
            return lambda: kit.take(implement)

        def scale(factor: float) -> Callable[[], None]:
            return lambda: kit.set_radius(kit.radius_px * factor)

        return [
            row("brush", Sentence("Brush"), take(Implement.BRUSH), "B", icon="mdi6.brush"),
            row("eraser", Sentence("Eraser"), take(Implement.ERASER), "E", icon="mdi6.eraser"),
            row("picker", Sentence("Pick a colour"), take(Implement.PICKER), "I"),
            row("hand", Sentence("Move the view"), take(Implement.HAND), "H"),
            row("colour", Sentence("Choose a colour"), self.studio.choose_colour, "C"),
            row("smaller", Sentence("Smaller brush"), scale(1 / SIZE_STEP), "["),
            row("larger", Sentence("Larger brush"), scale(SIZE_STEP), "]"),
        ]

    def view(self) -> list[Command]:
        row, canvas, pill = self.row, self.studio.canvas, self.studio.pill
        left, right = Sentence("Turn the page left"), Sentence("Turn the page right")
        return [
            row("zoom_in", Sentence("Zoom in"), lambda: pill.zoom(is_larger=True), "+", "="),
            row("zoom_out", Sentence("Zoom out"), lambda: pill.zoom(is_larger=False), "-"),
            row("fit", Sentence("Show all of the page"), canvas.fit, "0"),
            row("actual", Sentence("Show the page at 100 %"), lambda: canvas.zoom_to(1.0), "1"),
            row("turn_left", left, lambda: pill.turn(-TURN_DEG), "Shift+["),
            row("turn_right", right, lambda: pill.turn(TURN_DEG), "Shift+]"),
            row("upright", Sentence("Turn the page upright"), lambda: canvas.rotate_to(0.0)),
        ]

    def picture(self) -> list[Command]:
        row, studio = self.row, self.studio
        shown = studio.isVisible
        pin = Sentence("Pin the prompt to the canvas")
        save = Sentence("Save this picture as PNG")
        mode = Sentence("Simple or full Studio")
        return [
            row("add_layer", Sentence("Add a layer"), studio.add_layer, "Ctrl+Shift+N"),
            row("prompt", pin, studio.pin_prompt, icon="mdi6.pin-outline"),
            row("mode", mode, studio.change_mode, is_enabled=shown),
            row("new", Sentence("Begin an empty page"), studio.begin_page, is_enabled=shown),
            row("done", Sentence("Done with this picture"), studio.ask_done, "Ctrl+Return"),
            row("save_png", save, studio.save_picture, "Ctrl+Shift+E"),
            row("print", Sentence("Print this picture"), studio.print_picture, "Ctrl+Shift+P"),
        ]


def rows(studio: Studio) -> list[Command]:
    """Return the Studio's commands; each ends a stroke under way before it runs."""
    made = _Rows(studio)
    return [*made.steps(), *made.hand(), *made.view(), *made.picture()]
