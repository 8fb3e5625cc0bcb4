"""The frame around the pages: rail, companion, status line, and the commands that lead about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.commands.row import Command, CommandTable
from app.model.words import Sentence
from widgets.companion.card import CompanionColumn
from widgets.context import Context, HasSide, Page, PageSpec, StepsBack
from widgets.help.lines import HelpHere
from widgets.later import listen
from widgets.rail import Rail
from widgets.reading_only import ReadingBanner
from widgets.shortcuts import bind
from widgets.status import StatusLine
from widgets.window import Window

HOME = "today"
# pages that have no place on the rail: settings open from its foot, a session from Today
OFF_RAIL = ("settings", "session")


class Frame(QWidget):
    """What stands in the window once a library is open.

    A page is built when it is first shown, and the rest one by one while the window is idle, so
    that every command is in the palette soon. A page's commands are added to the table and its
    keys bound when it is built.

    Parameters
    ----------
    context : Context
        Given to every page; its command table must be new, for the frame fills it.
    pages : sequence of PageSpec
        The places of the rail in their order; one called "settings" opens from the rail's foot.
    window : Window
        Where the frame is shown.

    Attributes
    ----------
    lock_wanted, guide_wanted : Signal
        The person wants to lock, or to read the guide.
    tried : Signal
        Carries the suggestion accepted on the companion's card.
    shown : Signal
        Carries the name of the page that is shown now.
    status : StatusLine
    """

    lock_wanted = Signal()
    guide_wanted = Signal()
    tried = Signal(object)
    shown = Signal(str)

    def __init__(self, context: Context, pages: Sequence[PageSpec], window: Window) -> None:
        super().__init__()
        self._context, self._window = context, window
        self._specs = {page.name: page for page in pages}
        self._built: dict[str, QWidget] = {}
        self._prepared: dict[str, QWidget] = {}
        self._current = ""
        self.setObjectName("frame")
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        places = [page for page in pages if page.name not in OFF_RAIL]
        self.rail = Rail(context.theme, places)
        self.status = StatusLine(context.theme)
        self.companion = CompanionColumn(
            context.theme,
            context.companion,
            HelpHere.of(context),
            is_folded=context.settings.current.is_companion_folded,
        )
        self._pages = QStackedWidget()
        self._idle = QTimer(self)
        self._idle.setInterval(30)
        self._idle.timeout.connect(self._build_next)
        self._lay_out()
        self._connect()
        context.commands.add(window.rows())
        self.add_rows(self.rows())

    def rows(self) -> list[Command]:
        """Return the commands that lead about."""
        go = [
            Command(
                f"go.{page.name}",
                Sentence("Go to {place}", {"place": page.title}),
                self._going(page.name),
                ("Ctrl+,",) if page.name == "settings" else (f"Alt+{number}",),
                icon=page.icon,
            )
            for number, page in enumerate(self._specs.values(), 1)
        ]
        return [
            *go,
            Command("palette.show", Sentence("All commands"), self.show_palette, ("Ctrl+K",)),
            Command("guide.show", Sentence("Open the guide"), self.guide_wanted.emit, ("F1",)),
            Command("lock.now", Sentence("Lock"), self.lock_wanted.emit, ("Ctrl+L",)),
            Command(
                "companion.fold",
                Sentence("Fold the companion away or out"),
                self._toggle_companion,
                ("Ctrl+Shift+C",),
            ),
            Command("step.back", Sentence("Step back"), self.step_back, ("Esc",)),
        ]

    @property
    def commands(self) -> CommandTable:
        """Return the one table of commands; a page's rows are in it once it is built."""
        return self._context.commands

    def go(self, name: str) -> None:
        """Show a page.

        Raises
        ------
        KeyError
            If there is no page with this name.
        """
        page = self.page(name)
        self._current = name
        self._pages.setCurrentWidget(page)
        self.rail.show_place(name)
        self.companion.take_side(page.side() if isinstance(page, HasSide) else None)
        self.companion.welcome(is_welcome=name not in (HOME, *OFF_RAIL))
        # the focus is on the page itself: Tab goes to its first control, and no ring shows yet
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocusProxy(page)
        if isinstance(page, Page):
            page.refresh()
        self.shown.emit(name)

    def prepare(self, name: str) -> None:
        """Build a page without taking it in: that is for a later turn of the loop."""
        if name not in self._built and name not in self._prepared:
            spec = self._specs[name]
            page = self._prepared[name] = spec.factory(self._context)
            # ours already: it goes when the frame goes
            page.setParent(self)
            page.setAccessibleName(str(spec.title))

    def page(self, name: str) -> QWidget:
        """Return a page; it is built if it was not yet."""
        if name not in self._built:
            self.prepare(name)
            page = self._built[name] = self._prepared.pop(name)
            self._pages.addWidget(page)
            if isinstance(page, Page):
                self.add_rows(page.rows())
        return self._built[name]

    @property
    def current(self) -> str:
        """Return the name of the page that is shown."""
        return self._current

    @property
    def built(self) -> tuple[str, ...]:
        """Return the names of the pages that exist already."""
        return tuple(self._built)

    def build_rest(self) -> None:
        """Build the other pages one by one while the window is idle; call after first paint."""
        self._idle.start()

    def step_back(self) -> None:
        """Do what Esc means here: a step inside the page, else back to Today."""
        page = self._built.get(self._current)
        if isinstance(page, StepsBack) and page.step_back():
            return
        if self._current != HOME:
            self.go(HOME)

    def show_palette(self) -> None:
        """Show every command; pages that are not built yet are built first."""
        for name in self._specs:
            self.page(name)
        self._window.show_palette(self._context.commands)

    def show_reading_only(
        self, why: Sentence, *, way_out: tuple[Sentence, Callable[[], object]] | None = None
    ) -> None:
        """Say above every page that this library is open for reading only, and why."""
        self.status.show_reading()
        self._right.insertWidget(0, ReadingBanner(self._context.theme, why, way_out=way_out))

    def show_above(self, bar: QWidget) -> None:
        """Put something above every page."""
        self._right.insertWidget(0, bar)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._pages, 1)
        middle.addWidget(self.companion)
        right = self._right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(middle, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        context = self._context
        self.rail.chosen.connect(self._choose)
        self.status.palette_wanted.connect(self.show_palette)
        self.companion.help_wanted.connect(self._window.show_help)
        self.companion.tried.connect(self.tried)
        self.companion.about_wanted.connect(self._show_about)
        self.companion.folded.connect(
            lambda is_folded: context.settings.change(is_companion_folded=is_folded)
        )
        listen(self, context.library.saved, self.status.show_saved)
        listen(self, context.library.save_failed, self.status.show_problem)
        listen(self, context.library.pending_changed, self.status.show_pending)

    def _choose(self, name: str) -> None:
        if name == "help":
            self._window.show_help()
        elif name == "lock":
            self.lock_wanted.emit()
        elif name in self._specs:
            self.go(name)

    def _show_about(self) -> None:
        self.go(HOME)
        self._context.commands.run("today.about_me")

    def _going(self, name: str) -> Callable[[], None]:
        return lambda: self.go(name)

    def _toggle_companion(self) -> None:
        self.companion.fold(is_folded=not self.companion.is_folded)

    def add_rows(self, rows: Sequence[Command]) -> None:
        """Add commands to the table, and bind their keys."""
        self._context.commands.add(rows)
        bind(self, rows)

    def _build_next(self) -> None:
        waiting = next((name for name in self._specs if name not in self._built), None)
        if waiting is None:
            if not self._window.warm():
                self._idle.stop()
        elif waiting in self._prepared:
            self.page(waiting)
        else:
            self.prepare(waiting)
