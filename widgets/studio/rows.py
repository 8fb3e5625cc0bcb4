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


def rows(studio: Studio) -> list[Command]:
    """Return the Studio's commands; each ends a stroke under way before it runs."""
    kit, canvas, pill = studio.kit, studio.canvas, studio.pill

    def is_open() -> bool:
        return studio.isVisible() and studio.easel.work is not None

    def when(is_possible: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: is_open() and is_possible()

    def row(
        name: str,
        title: Sentence,
        run: Callable[[], object],
        *keys: str,
        icon: str = "",
        is_enabled: Callable[[], bool] = is_open,
    ) -> Command:
        def finished_first() -> None:
            canvas.finish_stroke()
            run()

        return Command(f"studio.{name}", title, finished_first, keys, is_enabled, icon)

    def take(implement: Implement) -> Callable[[], None]:
        return lambda: kit.take(implement)

    return [
        row(
            "undo", Sentence("Undo"), studio.easel.undo, "Ctrl+Z", icon="mdi6.undo",
            is_enabled=when(lambda: studio.easel.can_undo or studio.easel.is_drawing),
        ),
        row(
            "redo", Sentence("Redo"), studio.easel.redo, "Ctrl+Shift+Z", "Ctrl+Y", icon="mdi6.redo",
            is_enabled=when(lambda: studio.easel.can_redo),
        ),
        row("brush", Sentence("Brush"), take(Implement.BRUSH), "B", icon="mdi6.brush"),
        row("eraser", Sentence("Eraser"), take(Implement.ERASER), "E", icon="mdi6.eraser"),
        row("picker", Sentence("Pick a colour"), take(Implement.PICKER), "I", icon="mdi6.eyedropper"),
        row("hand", Sentence("Move the view"), take(Implement.HAND), "H", icon="mdi6.hand-back-right-outline"),
        row("colour", Sentence("Choose a colour"), studio.choose_colour, "C", icon="mdi6.palette"),
        row("smaller", Sentence("Smaller brush"), lambda: kit.set_radius(kit.radius_px / SIZE_STEP), "["),
        row("larger", Sentence("Larger brush"), lambda: kit.set_radius(kit.radius_px * SIZE_STEP), "]"),
        row("zoom_in", Sentence("Zoom in"), lambda: pill.zoom(is_larger=True), "+", "="),
        row("zoom_out", Sentence("Zoom out"), lambda: pill.zoom(is_larger=False), "-"),
        row("fit", Sentence("Show all of the page"), canvas.fit, "0", icon="mdi6.fit-to-page-outline"),
        row("actual", Sentence("Show the page at 100 %"), lambda: canvas.zoom_to(1.0), "1"),
        row("turn_left", Sentence("Turn the page left"), lambda: pill.turn(-TURN_DEG), "Shift+["),
        row("turn_right", Sentence("Turn the page right"), lambda: pill.turn(TURN_DEG), "Shift+]"),
        row("upright", Sentence("Turn the page upright"), lambda: canvas.rotate_to(0.0)),
        row("add_layer", Sentence("Add a layer"), studio.add_layer, "Ctrl+Shift+N", icon="mdi6.plus"),
        row("prompt", Sentence("Pin the prompt to the canvas"), studio.pin_prompt),
        row(
            "mode", Sentence("Simple or full Studio"), studio.change_mode,
            is_enabled=studio.isVisible,
        ),
        row("new", Sentence("An empty page"), studio.begin_page, is_enabled=studio.isVisible),
        row("done", Sentence("Done with this picture"), studio.ask_done, "Ctrl+Return"),
        row("save_png", Sentence("Save this picture as PNG"), studio.save_picture, "Ctrl+Shift+E"),
        row("print", Sentence("Print this picture"), studio.print_picture, "Ctrl+Shift+P"),
    ]  # fmt: skip
