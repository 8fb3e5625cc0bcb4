"""What the studio asks of a kind of page: a painting, a room to draw in, clay."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.studio.keeping import Keeping
from widgets.studio.kit import HasColours
from widgets.studio.stand import Stand


class Sheet(QWidget):
    """One kind of page with its tools at the left: made once, it shows one work after another.

    Attributes
    ----------
    stand : Stand
        Holds the work.
    canvas : QWidget
        Where one draws; what lies over it finds its place by it.
    tools, shelf, side : QWidget
        The column of tools, what stands beside it, and what stands in the right column.
    pill : QWidget
        How it is looked at.
    colour_button : QWidget
        The colour in use.
    kit : HasColours
        The colours; the same for all kinds.
    keeping : Keeping
        What leaves the studio.
    said : Signal(str)
        What is in the hand, for the status line.
    told : Signal(object)
        A `Sentence` to say over the canvas.
    colour_asked : Signal()
        The colour in use was pressed.
    """

    said = Signal(str)
    told = Signal(object)
    colour_asked = Signal()
    stand: Stand
    canvas: QWidget
    tools: QWidget
    shelf: QWidget
    side: QWidget
    pill: QWidget
    colour_button: QWidget
    kit: HasColours
    keeping: Keeping

    # -- what is in the hand --

    def take(self, tool: str) -> None:
        """Take a tool that all kinds have: brush, eraser, picker, hand."""
        raise NotImplementedError

    def scale_size(self, factor: float) -> None:
        """Make the tip larger or smaller."""
        raise NotImplementedError

    def say_hand(self) -> None:
        """Tell the status line what is in the hand."""
        raise NotImplementedError

    def finish_stroke(self) -> None:
        """End the stroke under way: before a command, another page, a lock."""
        raise NotImplementedError

    def step_back(self) -> bool:
        """Do what Esc means; False when there was nothing to step back from."""
        raise NotImplementedError

    def add_layer(self) -> None:
        """Add a layer above the one in use."""
        raise NotImplementedError

    # -- how it is looked at --

    def zoom(self, *, is_larger: bool) -> None:
        """Come nearer or go away a step."""
        raise NotImplementedError

    def turn(self, steps: int) -> None:
        """Turn by steps, to the right where positive."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Show all of it."""
        raise NotImplementedError

    def show_exact(self) -> None:
        """Show it as large as it is."""
        raise NotImplementedError

    def show_upright(self) -> None:
        """Turn it upright."""
        raise NotImplementedError

    # -- manners --

    def show_mode(self, *, is_full: bool) -> None:
        """Show everything, or brush, eraser and colour only."""
        raise NotImplementedError

    def dress(self) -> None:
        """Take on the theme's colours."""
        raise NotImplementedError

    def place_overlays(self) -> None:
        """Bring what lies over the canvas to its place."""
        raise NotImplementedError

    def _lay_out(self, *columns: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for column in columns:
            row.addWidget(column)
        row.addWidget(self.canvas, 1)
