"""A painting in the studio: canvas, tools, shelf, layers and steps."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import tr
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.canvas import Canvas
from widgets.canvas.choose_presenter import build, choose
from widgets.canvas.ring import Tool
from widgets.context import Context
from widgets.later import on_main
from widgets.studio.easel import Easel
from widgets.studio.history import HistoryFold
from widgets.studio.keeping import Keeping, Pixels
from widgets.studio.kit import Implement, Kit
from widgets.studio.layers_panel import LayersPanel
from widgets.studio.popups import PopupPalette
from widgets.studio.sheet import Sheet
from widgets.studio.shelf import Shelf
from widgets.studio.thumbs import layer_image
from widgets.studio.tools import ToolColumn
from widgets.studio.view_pill import TURN_DEG, ViewPill
from widgets.studio.warming import warm_up

_TOOLS = {
    Implement.BRUSH: Tool.DRAW,
    Implement.ERASER: Tool.DRAW,
    Implement.PICKER: Tool.PICK,
    Implement.HAND: Tool.HAND,
}
_GAP_PX = 16


class PaintSheet(Sheet):
    """The 2D page.

    Parameters
    ----------
    context : Context
    renderer : str
        What draws OpenGL here, "" where it is not known or there is none.
    """

    def __init__(self, context: Context, renderer: str) -> None:
        super().__init__()
        theme = context.theme
        self._theme = theme
        self.kit = self.flat = self._kit = Kit(context.brushes)
        self.shelf = shelf = Shelf(theme, self._kit)
        self.warm = warm_up(self._kit.brushes, on_main(self, shelf.show_sample))
        easel = Easel(context.document, context.library, self._kit, context.now, self.warm)
        easel.setParent(self)
        self.stand = self.easel = easel
        self.canvas = self.paper = Canvas(build(choose(renderer)), easel)
        self.paper.setObjectName("studio.canvas")
        self.tools = self._column = ToolColumn(theme, self._kit)
        self.colour_button = self._column.colour
        self._column.colour_asked.connect(self.colour_asked)
        self.pill = self.view_pill = ViewPill(theme, self.paper)
        self.layers = LayersPanel(theme, easel, self.told.emit, picture=self._layer_picture)
        self.history = HistoryFold(theme, easel)
        self.side = _side(self.layers, self.history)
        self.keeping = Keeping(self, context.library, easel, self._picture)
        self._lay_out(self.tools, self.shelf)
        easel.opened.connect(self._show_work)
        easel.drawn.connect(self.paper.refresh)
        self.paper.picked.connect(self._pick)
        self.paper.palette_asked.connect(self._open_palette)
        self._kit.changed.connect(self._hold)
        self._hold()

    def use_renderer(self, renderer: str) -> None:
        """Show the canvas as suits what draws OpenGL here."""
        choice = choose(renderer)
        if choice.name != self.paper.presenter.name:
            self.paper.finish_stroke()
            self.paper.use_presenter(build(choice))
            self.dress()

    # -- what is in the hand --

    def take(self, tool: str) -> None:
        """Take a tool."""
        self._kit.take(Implement(tool))

    def scale_size(self, factor: float) -> None:
        """Make the brush larger or smaller."""
        self._kit.set_radius(self._kit.radius_px * factor)

    def say_hand(self) -> None:
        """Tell the status line what is in the hand."""
        kit = self._kit
        name = tr("Eraser") if kit.is_erasing else kit.brush.label
        self.said.emit(tr("{brush}, {size} px", brush=name, size=round(2 * kit.radius_px)))

    def finish_stroke(self) -> None:
        """End the stroke under way."""
        self.paper.finish_stroke()

    def step_back(self) -> bool:
        """End the stroke, or take the brush again."""
        if self.easel.is_drawing:
            self.paper.finish_stroke()
        elif self._kit.implement is not Implement.BRUSH:
            self._kit.take(Implement.BRUSH)
        else:
            return False
        return True

    def add_layer(self) -> None:
        """Add a layer above the one in use."""
        self.layers.add_layer()

    # -- how it is looked at --

    def zoom(self, *, is_larger: bool) -> None:
        """Zoom a step."""
        self.view_pill.zoom(is_larger)

    def turn(self, steps: int) -> None:
        """Turn the page by steps of 15°."""
        self.view_pill.turn(steps * TURN_DEG)

    def show_all(self) -> None:
        """Show the whole page."""
        self.paper.fit()

    def show_exact(self) -> None:
        """Show a pixel as a pixel."""
        self.paper.zoom_to(1.0)

    def show_upright(self) -> None:
        """Turn the page upright."""
        self.paper.rotate_to(0.0)

    # -- manners --

    def show_mode(self, *, is_full: bool) -> None:
        """Show all, or brush, eraser and colour."""
        self._column.show_mode(is_full=is_full)
        for part in (self.shelf, self.pill):
            part.setVisible(is_full)

    def dress(self) -> None:
        """Take on the theme's colours."""
        ground = QColor(self._theme.colour("ground"))
        self.paper.presenter.set_surround(
            ground.darker(112) if self._theme.is_dark else ground.darker(102)
        )

    def place_overlays(self) -> None:
        """Put the pill at the foot of the canvas."""
        pill, canvas = self.pill, self.canvas
        pill.adjustSize()
        pill.move((canvas.width() - pill.width()) // 2, canvas.height() - pill.height() - _GAP_PX)

    # -- the rest --

    def _show_work(self) -> None:
        if self.easel.buffer is not None:
            self.paper.show_buffer(self.easel.buffer)

    def _hold(self) -> None:
        self.paper.finish_stroke()
        if self.paper.tool is not _TOOLS[self._kit.implement]:
            self.paper.set_tool(_TOOLS[self._kit.implement])
        self.paper.show_ring(self._kit.radius_px)
        self.say_hand()

    def _pick(self, x: float, y: float) -> None:
        colour = self.easel.pick(x, y)
        if colour is not None:
            self._kit.choose_colour(colour)

    def _open_palette(self, place: QPoint) -> None:
        palette = PopupPalette(self, self._theme, self._kit)
        palette.adjustSize()
        corner = QPoint(palette.width() // 2, palette.height() // 2)
        palette.open_at(self.paper.mapToGlobal(place) - corner)

    def _layer_picture(self, layer_uid: str) -> QImage | None:
        document = self.easel.document
        return layer_image(document.grid(layer_uid)) if document.has_grid(layer_uid) else None

    def _picture(self, longest_px: int) -> Pixels | None:
        buffer: CanvasBuffer | None = self.easel.buffer
        if buffer is None:
            return None
        side = max(buffer.width, buffer.height)
        level = next(n for n in range(4) if side >> n <= longest_px or n == 3)
        return buffer.level(level).copy()


def _side(*parts: QWidget) -> QWidget:
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    *heads, last = parts
    for head in heads:
        column.addWidget(head)
    column.addWidget(last, 1)
    column.addStretch(0)
    return side
