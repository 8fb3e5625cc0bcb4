"""The Studio: the canvas first, tools beside it, layers and steps at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.commands.paint import finish_work
from app.commands.row import Command
from app.model.brush import Brush
from app.model.words import Sentence, tr
from widgets.canvas.canvas import Canvas
from widgets.canvas.choose_presenter import build, choose
from widgets.canvas.ring import Tool
from widgets.context import Context
from widgets.later import listen, on_main
from widgets.reading_only import READING, tell_refusals
from widgets.studio.done_sheet import DoneSheet
from widgets.studio.easel import Easel
from widgets.studio.history import HistoryFold
from widgets.studio.keeping import Keeping
from widgets.studio.kit import Implement, Kit
from widgets.studio.layers_panel import LayersPanel
from widgets.studio.pinned import PinnedPrompt, Word
from widgets.studio.popups import ColourDialog, PopupPalette
from widgets.studio.renderer import RendererMemory
from widgets.studio.rows import rows
from widgets.studio.shelf import Shelf
from widgets.studio.tools import ToolColumn
from widgets.studio.top_bar import TopBar
from widgets.studio.view_pill import ViewPill
from widgets.studio.warming import Coverage, warm_up

_TOOLS = {
    Implement.BRUSH: Tool.DRAW,
    Implement.ERASER: Tool.DRAW,
    Implement.PICKER: Tool.PICK,
    Implement.HAND: Tool.HAND,
}
_PROGRESS_MS = 500
_GAP_PX = 16


class StudioPage(QWidget):
    """The page "studio".

    Attributes
    ----------
    finished : Signal(str)
        The work of this uid is done for now.
    said : Signal(str)
        What is in the hand, for the status line ("Ink pen, 12 px").
    """

    finished = Signal(str)
    said = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("studio")
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, theme = context, context.theme
        self.kit = Kit(context.brushes)
        show_sample = on_main(self, self._show_sample)
        self._renderer = RendererMemory(context.settings)
        self.warm = warm_up(self.kit.brushes, show_sample)
        self.easel = Easel(context.document, context.library, self.kit, context.now, self.warm)
        self.easel.setParent(self)
        self.canvas = Canvas(build(choose(self._renderer.known)), self.easel)
        self.canvas.setObjectName("studio.canvas")
        self.top_bar = TopBar(theme)
        self.tools = ToolColumn(theme, self.kit)
        self.shelf = Shelf(theme, self.kit)
        self.pill = ViewPill(theme, self.canvas)
        self.layers = LayersPanel(theme, self.easel, self.tell)
        self.history = HistoryFold(theme, self.easel)
        self.prompt = PinnedPrompt(theme, self.canvas, self.pin_prompt)
        self.word = Word(theme, self.canvas)
        self.progress = QProgressBar(self.canvas)
        self.keeping = Keeping(self, context.library, self.easel)
        self._sheet: DoneSheet | None = None
        self._is_pinned = context.settings.current.is_companion_folded
        self._is_full = context.settings.current.is_studio_full
        self._progress_timer = QTimer(self)
        self._lay_out()
        self._connect()
        self._show_mode()
        self._dress()

    # -- what the frame asks --

    def refresh(self) -> None:
        """Bring the page up to date; an empty easel gets what was left unfinished."""
        self.canvas.setFocus()
        self._show_prompt()
        self._renderer.look(self, self._use_renderer)
        if self.easel.is_empty:
            self.keeping.left_unfinished(self.easel.open, self.begin_page)

    def rows(self) -> list[Command]:
        """Return the page's commands."""
        return rows(self)

    def side(self) -> QWidget:
        """Return what stands in the right column: layers and steps."""
        return self._side

    def step_back(self) -> bool:
        """Close the sheet or take the brush again; False when there was nothing to close."""
        if self._sheet is not None and self._sheet.isVisible():
            self._sheet.leave()
        elif self.easel.is_drawing:
            self.canvas.finish_stroke()
        elif self.kit.implement is not Implement.BRUSH:
            self.kit.take(Implement.BRUSH)
        else:
            return False
        return True

    def flush(self) -> None:
        """Finish what is under the pen and keep the thumbnail: before a lock or the end."""
        self.canvas.finish_stroke()
        self.keeping.keep_thumbnail()

    # -- works --

    def open_work(self, uid: str) -> None:
        """Put a work of the library on the easel."""
        self.flush()
        self.easel.open(uid)

    def begin_page(self, prompt_uid: str = "") -> None:
        """Put an empty page on the easel; ``prompt_uid`` names the prompt it is for."""
        if self._context.document.is_read_only:
            self.tell(READING)
            return
        self.flush()
        self.easel.begin_page(prompt_uid=prompt_uid)

    def ask_done(self) -> None:
        """Ask for a title and a few words, both skippable."""
        work = self.easel.work
        if self._context.document.is_read_only:
            self.tell(READING)
            return
        if work is None:
            return
        if self._sheet is None:
            self._sheet = DoneSheet(self._context.theme, self)
            self._sheet.finished.connect(self._finish)
        self._sheet.ask(work.title, work.words)

    def add_layer(self) -> None:
        """Add a layer above the one in use."""
        self.layers.add_layer()

    def save_picture(self) -> None:
        """Save this one picture as PNG, where the person says."""
        self.keeping.ask_where(self.tell)

    def print_picture(self) -> None:
        """Print this one picture."""
        self.keeping.print_picture()

    # -- manners --

    def change_mode(self) -> None:
        """Change between simple and full."""
        self._is_full = not self._is_full
        self._context.settings.change(is_studio_full=self._is_full)
        self._show_mode()

    def pin_prompt(self) -> None:
        """Pin the prompt small over the canvas, or take it off."""
        self._is_pinned = not self._is_pinned
        self._show_prompt()

    def choose_colour(self) -> None:
        """Open the colour wheel."""
        dialog = ColourDialog(self, self._context.theme, self.kit)
        button = self.tools.colour
        dialog.open_at(button.mapToGlobal(QPoint(button.width() + 12, -120)))

    def tell(self, sentence: Sentence) -> None:
        """Say something over the canvas for a while."""
        self.word.tell(sentence)
        self._place_overlays()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what lies over the canvas in its place."""
        if event.type() == QEvent.Type.Resize and watched is self.canvas:
            self._place_overlays()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the thumbnail when the page is left."""
        self.flush()
        super().hideEvent(event)

    # -- the rest --

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.tools)
        middle.addWidget(self.shelf)
        middle.addWidget(self.canvas, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(middle, 1)
        self._side = QWidget(self)
        self._side.hide()
        self._side_parts = QWidget()
        parts = QVBoxLayout(self._side_parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(12)
        parts.addWidget(self.layers)
        parts.addWidget(self.history, 1)
        parts.addStretch(0)
        outer = QVBoxLayout(self._side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._side_parts)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(180, 6)
        self.progress.setAccessibleName(tr("Opening the picture"))
        self.progress.hide()

    def _connect(self) -> None:
        bar, easel, canvas = self.top_bar, self.easel, self.canvas
        bar.undo_asked.connect(self._before(easel.undo))
        bar.redo_asked.connect(self._before(easel.redo))
        bar.mode_asked.connect(self._before(self.change_mode))
        bar.done_asked.connect(self._before(self.ask_done))
        self.tools.colour_asked.connect(self._before(self.choose_colour))
        easel.opened.connect(self._show_work)
        easel.drawn.connect(canvas.refresh)
        easel.changed.connect(self._follow)
        easel.refused.connect(self.tell)
        easel.opening.connect(self._show_progress)
        canvas.picked.connect(self._pick)
        canvas.palette_asked.connect(self._open_palette)
        canvas.installEventFilter(self)
        self.kit.changed.connect(self._hold)
        self._context.theme.changed.connect(self._dress)
        listen(self, self._context.companion.changed, self._show_prompt)
        tell_refusals(self, self._context.document, self.tell)
        self._progress_timer.setSingleShot(True)
        self._progress_timer.timeout.connect(self.progress.show)
        self._hold()
        self._follow()

    def _before(self, run: object) -> object:
        def finished_first() -> None:
            self.canvas.finish_stroke()
            if callable(run):
                run()

        return finished_first

    def _show_work(self) -> None:
        if self.easel.buffer is not None:
            self.canvas.show_buffer(self.easel.buffer)
        self._follow()
        self._show_prompt()

    def _follow(self) -> None:
        work = self.easel.work
        self.top_bar.show_work(work.title if work else "")
        self.top_bar.show_steps(
            can_undo=self.easel.can_undo,
            can_redo=self.easel.can_redo,
            is_open=work is not None,
        )

    def _hold(self) -> None:
        self.canvas.finish_stroke()
        if self.canvas.tool is not _TOOLS[self.kit.implement]:
            self.canvas.set_tool(_TOOLS[self.kit.implement])
        self.canvas.show_ring(self.kit.radius_px)
        name = tr("Eraser") if self.kit.is_erasing else self.kit.brush.label
        self.said.emit(tr("{brush}, {size} px", brush=name, size=round(2 * self.kit.radius_px)))

    def _pick(self, x: float, y: float) -> None:
        colour = self.easel.pick(x, y)
        if colour is not None:
            self.kit.choose_colour(colour)

    def _open_palette(self, place: QPoint) -> None:
        palette = PopupPalette(self, self._context.theme, self.kit)
        palette.adjustSize()
        corner = QPoint(palette.width() // 2, palette.height() // 2)
        palette.open_at(self.canvas.mapToGlobal(place) - corner)

    def _finish(self, title: str, words: str) -> None:
        work = self.easel.work
        if work is not None:
            finish_work(self._context.document, work, title=title, words=words)
            self.keeping.keep_thumbnail()
            self.finished.emit(work.uid)

    def _show_sample(self, brush: Brush, coverage: Coverage) -> None:
        self.shelf.show_sample(brush, coverage)

    def _use_renderer(self, renderer: str) -> None:
        choice = choose(renderer)
        if choice.name != self.canvas.presenter.name:
            self.canvas.finish_stroke()
            self.canvas.use_presenter(build(choice))
            self._dress()

    def _show_mode(self) -> None:
        self.top_bar.show_mode(is_full=self._is_full)
        self.tools.show_mode(is_full=self._is_full)
        self.shelf.setVisible(self._is_full)
        self.pill.setVisible(self._is_full)
        self._side_parts.setVisible(self._is_full)

    def _show_prompt(self) -> None:
        work = self.easel.work
        uid = work.prompt_uid if work else ""
        shown = next((each for each in self._context.prompts if each.uid == uid), None)
        shown = self._context.companion.prompt or shown
        if shown is None or not self._is_pinned or self._context.companion.shows_help:
            self.prompt.show_prompt("", "")
        else:
            self.prompt.show_prompt(str(shown.title), str(shown.opening))
        self._place_overlays()

    def _show_progress(self, is_opening: bool) -> None:
        if is_opening:
            self._progress_timer.start(_PROGRESS_MS)
        else:
            self._progress_timer.stop()
            self.progress.hide()

    def _place_overlays(self) -> None:
        width, height = self.canvas.width(), self.canvas.height()
        self.pill.adjustSize()
        pill = self.pill
        pill.move((width - pill.width()) // 2, height - pill.height() - _GAP_PX)
        self.prompt.move(width - self.prompt.width() - _GAP_PX, _GAP_PX)
        self.word.move((width - self.word.width()) // 2, _GAP_PX)
        self.progress.move((width - self.progress.width()) // 2, height // 2)

    def _dress(self) -> None:
        theme = self._context.theme
        ground = QColor(theme.colour("ground"))
        self.canvas.presenter.set_surround(
            ground.darker(112) if theme.is_dark else ground.darker(102)
        )
