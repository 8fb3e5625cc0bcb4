"""The Studio: the canvas first, tools beside it, layers and steps at the right."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.commands.paint import finish_work
from app.commands.row import Command
from app.model.entities import Work, WorkKind
from app.model.words import Sentence, tr
from widgets.context import Context
from widgets.later import listen, when_done
from widgets.reading_only import READING, tell_refusals
from widgets.space.ahead import space_room
from widgets.space.rows import space_rows
from widgets.studio.done_sheet import DoneSheet
from widgets.studio.from_file import FromFile
from widgets.studio.paint_sheet import PaintSheet
from widgets.studio.pinned import PinnedPrompt, Word
from widgets.studio.popups import ColourDialog
from widgets.studio.renderer import RendererMemory
from widgets.studio.rows import rows
from widgets.studio.sheet import Sheet
from widgets.studio.top_bar import TopBar

if TYPE_CHECKING:
    # the parts in space are imported when the first such page is opened
    from app.storage.reading import LoadedWork
    from widgets.space.ahead import SpaceRoom
    from widgets.space.sheet import SpaceSheet

_PROGRESS_MS = 500
_GAP_PX = 16


class StudioPage(QWidget):
    """The page "studio": one sheet a kind of page, the same undo, colours and steps for all.

    Attributes
    ----------
    finished : Signal(str)
        The work of this uid is done for now.
    said : Signal(str)
        What is in the hand, for the status line ("Ink pen, 12 px").
    sheet : Sheet
        The kind of page that is shown.
    paint, space
        The sheet to paint on; the one for drawing in space and clay, None until it is wanted.
    """

    finished = Signal(str)
    said = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("studio")
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, theme = context, context.theme
        self._renderer = RendererMemory(context.settings)
        self.paint = PaintSheet(context, self._renderer.known)
        self.space: SpaceSheet | None = None
        self.sheet: Sheet = self.paint
        self.easel, self.canvas, self.kit = self.paint.easel, self.paint.paper, self.paint.flat
        self.tools, self.shelf, self.pill = self.paint.tools, self.paint.shelf, self.paint.pill
        self.layers, self.history = self.paint.layers, self.paint.history
        self.keeping, self.warm = self.paint.keeping, self.paint.warm
        self.top_bar = TopBar(theme)
        self.prompt = PinnedPrompt(theme, self, self.pin_prompt)
        self.word = Word(theme, self)
        self.from_file = FromFile(self, context)
        self.progress = QProgressBar(self)
        self._sheets = QStackedWidget()
        self._sheet: DoneSheet | None = None
        self._is_pinned = context.settings.current.is_companion_folded
        self._is_full = context.settings.current.is_studio_full
        self._asked = 0
        self._is_awaited = False
        self._progress_timer = QTimer(self)
        self._lay_out()
        self._connect()
        self._take_in(self.paint)
        self._show_mode()
        self._dress()

    @property
    def work(self) -> Work | None:
        """Return the work that is open, of whatever kind."""
        return self.sheet.stand.work

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self.sheet.stand.is_drawing

    # -- what the frame asks --

    def refresh(self) -> None:
        """Bring the page up to date; where nothing is open, open what was left unfinished."""
        self.sheet.canvas.setFocus()
        self._show_prompt()
        self._renderer.look(self, self.paint.use_renderer)
        if self.sheet.stand.is_empty and not self._is_awaited:
            self.sheet.keeping.left_unfinished(self.open_work, self.begin_page)

    def rows(self) -> list[Command]:
        """Return the page's commands."""
        return [*rows(self), *space_rows(self)]

    def side(self) -> QWidget:
        """Return what stands in the right column: layers and steps."""
        return self._side

    def step_back(self) -> bool:
        """Close the sheet or take the brush again; False when there was nothing to close."""
        if self._sheet is not None and self._sheet.isVisible():
            self._sheet.leave()
            return True
        return self.sheet.step_back()

    def flush(self) -> None:
        """Finish what is under the pen and keep the thumbnail: before a lock or the end."""
        self.sheet.finish_stroke()
        self.sheet.keeping.keep_thumbnail()

    # -- works --

    def open_work(self, uid: str) -> None:
        """Open a work of the library, on the sheet that is for its kind."""
        self.flush()
        work = self._context.document.find(uid)
        if isinstance(work, Work):
            self._on_sheet(work.kind, lambda sheet: sheet.stand.open(uid))
        else:
            self._asked += 1
            self.sheet.stand.open(uid)

    def begin_page(self, prompt_uid: str = "", *, kind: WorkKind = WorkKind.PAINTING) -> None:
        """Begin an empty page; ``prompt_uid`` names the prompt it is for."""
        if self._context.document.is_read_only:
            self.tell(READING)
            return
        self.flush()

        def begin(sheet: Sheet) -> None:
            sheet.stand.begin_page(kind=kind, prompt_uid=prompt_uid)

        self._on_sheet(kind, begin)

    def open_file(self) -> None:
        """Ask for a file and open it as a page."""
        self.from_file.ask()

    def ask_done(self) -> None:
        """Ask for a title and a few words, both skippable."""
        work = self.work
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
        self.sheet.add_layer()

    def undo(self) -> None:
        """Take the last step back."""
        self.sheet.stand.undo()

    def redo(self) -> None:
        """Do the last undone step again."""
        self.sheet.stand.redo()

    def save_picture(self) -> None:
        """Save this one picture as PNG, where the person says."""
        self.sheet.keeping.ask_where(self.tell)

    def print_picture(self) -> None:
        """Print this one picture."""
        self.sheet.keeping.print_picture()

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
        dialog = ColourDialog(self, self._context.theme, self.sheet.kit)
        button = self.sheet.colour_button
        dialog.open_at(button.mapToGlobal(QPoint(button.width() + 12, -120)))

    def tell(self, sentence: Sentence) -> None:
        """Say something over the canvas for a while."""
        self.word.tell(sentence)
        self._place_overlays()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what lies over the canvas in its place."""
        moves = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Move)
        if event.type() in moves and watched is self.sheet.canvas:
            self._place_overlays()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the thumbnail when the page is left."""
        self.flush()
        super().hideEvent(event)

    # -- kinds of page --

    def _on_sheet(self, kind: WorkKind, then: Callable[[Sheet], object]) -> None:
        """Show the sheet for a kind, then go on; it is made where it was not wanted before."""
        self._asked += 1
        asked = self._asked

        def go_on(sheet: Sheet) -> None:
            if asked == self._asked:
                self._is_awaited = False
                self._show_sheet(sheet)
                then(sheet)

        if kind.is_flat or self.space is not None:
            go_on(self.paint if kind.is_flat or self.space is None else self.space)
            return
        self._is_awaited = True
        self._show_progress(is_opening=True)
        room: Future[SpaceRoom] = space_room()
        when_done(self, room, lambda found: go_on(self._space_sheet(found)))

    def _space_sheet(self, room: SpaceRoom) -> SpaceSheet:
        if self.space is None:
            self.space = room.sheet(self._context, self.paint.flat, self._renderer.known)
            self._take_in(self.space)
            self.space.show_mode(is_full=self._is_full)
            self.space.dress()
        return self.space

    def _take_in(self, sheet: Sheet) -> None:
        self._sheets.addWidget(sheet)
        self._side_parts.addWidget(sheet.side)
        stand = sheet.stand
        stand.opened.connect(self._show_work)
        stand.changed.connect(self._follow)
        stand.refused.connect(self.tell)
        stand.opening.connect(self._show_progress)
        stand.elsewhere.connect(self._send_elsewhere)
        sheet.told.connect(self.tell)
        sheet.said.connect(lambda words: self.said.emit(words) if sheet is self.sheet else None)
        sheet.canvas.installEventFilter(self)
        sheet.colour_asked.connect(self._before(self.choose_colour))
        sheet.say_hand()
        self._follow()

    def _show_sheet(self, sheet: Sheet) -> None:
        if sheet is self.sheet:
            return
        self.sheet.stand.leave()
        self.sheet = sheet
        self._sheets.setCurrentWidget(sheet)
        self._side_parts.setCurrentWidget(sheet.side)
        sheet.canvas.setFocus()
        sheet.say_hand()
        self._show_mode()
        self._follow()
        self._place_overlays()

    def _send_elsewhere(self, uid: str, loaded: LoadedWork) -> None:
        work = loaded.entities[uid]
        if isinstance(work, Work):
            self._on_sheet(work.kind, lambda sheet: sheet.stand.take(uid, loaded))

    # -- the rest --

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self._sheets, 1)
        self._side = QWidget(self)
        self._side.hide()
        self._side_parts = QStackedWidget()
        outer = QVBoxLayout(self._side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._side_parts)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(180, 6)
        self.progress.setAccessibleName(tr("Opening the picture"))
        self.progress.hide()

    def _connect(self) -> None:
        bar = self.top_bar
        bar.undo_asked.connect(self._before(self.undo))
        bar.redo_asked.connect(self._before(self.redo))
        bar.mode_asked.connect(self._before(self.change_mode))
        bar.done_asked.connect(self._before(self.ask_done))
        bar.page_asked.connect(lambda kind: self.begin_page(kind=kind))
        bar.file_asked.connect(self._before(self.from_file.ask))
        self.from_file.opened.connect(self.open_work)
        self.from_file.told.connect(self.tell)
        self.from_file.busy.connect(self._show_progress)
        self._context.theme.changed.connect(self._dress)
        listen(self, self._context.companion.changed, self._show_prompt)
        tell_refusals(self, self._context.document, self.tell)
        self._progress_timer.setSingleShot(True)
        self._progress_timer.timeout.connect(self.progress.show)

    def _before(self, run: Callable[[], object]) -> Callable[[], None]:
        def finished_first() -> None:
            self.sheet.finish_stroke()
            run()

        return finished_first

    def _show_work(self) -> None:
        self._follow()
        self._show_prompt()

    def _follow(self) -> None:
        work, stand = self.work, self.sheet.stand
        kind = work.kind if work else WorkKind.PAINTING
        self.top_bar.show_work(work.title if work else "", kind)
        self.top_bar.show_steps(
            can_undo=stand.can_undo,
            can_redo=stand.can_redo,
            is_open=work is not None,
        )

    def _finish(self, title: str, words: str) -> None:
        work = self.work
        if work is not None:
            finish_work(self._context.document, work, title=title, words=words)
            self.sheet.keeping.keep_thumbnail()
            self.finished.emit(work.uid)

    def _show_mode(self) -> None:
        self.top_bar.show_mode(is_full=self._is_full)
        self.sheet.show_mode(is_full=self._is_full)
        self._side_parts.setVisible(self._is_full)

    def _show_prompt(self) -> None:
        work = self.work
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
        self.sheet.place_overlays()
        canvas = self.sheet.canvas
        corner = canvas.mapTo(self, QPoint(0, 0))
        middle = corner.x() + canvas.width() // 2
        right = corner.x() + canvas.width()
        self.prompt.move(right - self.prompt.width() - _GAP_PX, corner.y() + _GAP_PX)
        self.word.move(middle - self.word.width() // 2, corner.y() + _GAP_PX)
        self.progress.move(middle - self.progress.width() // 2, corner.y() + canvas.height() // 2)
        for part in (self.prompt, self.word, self.progress):
            part.raise_()

    def _dress(self) -> None:
        self.paint.dress()
        if self.space is not None:
            self.space.dress()
