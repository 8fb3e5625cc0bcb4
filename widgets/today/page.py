"""Today: how it is, and three ways in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.entities import Work, WorkKind
from app.model.prompt import Prompt
from app.model.words import Sentence, tr
from widgets import dates
from widgets.context import Context
from widgets.help.lines import HelpHere
from widgets.later import listen, when_done
from widgets.parts import CardButton, FlowLayout, Heading, PageScroll, Thumbnail, Title, Words
from widgets.parts.labels import Icon
from widgets.prompts.about import AboutMe
from widgets.prompts.page import AllPrompts
from widgets.studio.kinds import DETAILS, ICONS, NAMES
from widgets.today.check_in import CheckInCard
from widgets.today.guided import GuidedCard

if TYPE_CHECKING:
    from app.model.changes import Changes
    from app.services.sessions import Sessions
    from app.storage.library import Library
    from app.storage.summaries import WorkSummary

LATELY = 4
Shown = tuple[tuple["WorkSummary", QImage], ...]


def greeting(hour: int) -> str:
    """Return a greeting by the hour of the day, 0 to 23."""
    if 5 <= hour < 11:
        return tr("Good morning.")
    if 11 <= hour < 18:
        return tr("Good afternoon.")
    return tr("Good evening.")


def newest_works(library: Library) -> Shown:
    """Return the works changed last with their thumbnails; runs on the library's worker."""
    summaries = sorted(library.work_summaries(), key=lambda work: work.changed_at, reverse=True)
    # decoded here, off the main thread
    return tuple(
        (work, QImage.fromData(library.thumbnail(work.uid) or b"")) for work in summaries[:LATELY]
    )


class Today(QWidget):
    """The first page.

    ``open_work`` carries a work's uid, ``new_page`` asks for an empty page of a `WorkKind`,
    ``tried`` carries the suggestion to paint to, ``go`` the name of a page, ``help_wanted`` asks
    for help.
    """

    open_work = Signal(str)
    new_page = Signal(object)
    tried = Signal(object)
    go = Signal(str)
    help_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("today")
        theme = context.theme
        self._greeting, self._lead = Title(), Words(role="lead")
        self._greeting.setObjectName("today.greeting")
        self.check_in = CheckInCard(context.document, context.now)
        self.check_in.kept.connect(self._offer)
        self.guided = GuidedCard(theme, context.companion, HelpHere.of(context))
        self.guided.tried.connect(self.tried)
        self.guided.help_wanted.connect(self.help_wanted)
        self.guided.all_wanted.connect(self.show_prompts)
        self.guided.about_wanted.connect(self.show_about)
        self._stack = QStackedWidget()
        self._continue = self._continue_button()
        self._continued = ""
        ways = [self._way_in(kind) for kind in WorkKind]
        self._session = CardButton(theme, "mdi6.leaf", "", "", partial(self.go.emit, "session"))
        self._session.row.setContentsMargins(16, 16, 16, 16)
        self._session.row.setSpacing(12)
        self._session.setObjectName("today.session")
        self._session.hide()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out(ways)
        for way in (self.guided, *ways):
            way.setHidden(context.document.is_read_only)
        listen(self, context.document.committed, self._follow)

    def take_sessions(self, sessions: Sessions) -> None:
        """Offer a session among the ways in, or to go on with the one that waits."""

        def show() -> None:
            is_waiting = sessions.current is not None
            detail = tr("go on where you were") if is_waiting else tr("step by step")
            self._session.say(tr("A session"), detail)

        self._session.setHidden(self._context.document.is_read_only)
        listen(self, sessions.changed, show)
        show()

    @property
    def prompt(self) -> Prompt | None:
        """Return what is offered now."""
        return self._context.companion.prompt

    def refresh(self) -> None:
        """Greet by the time of day and show what was made lately."""
        self._greeting.setText(greeting(self._context.now().hour))
        self._lead.setText(tr("Nothing has to come of it. Start wherever you like."))
        self.guided.show_state()
        when_done(self, self._context.library.submit(newest_works), self._show_works)
        self._show_inner(self._stack.currentWidget())

    def show_prompts(self) -> None:
        """Show all prompts."""
        self._show_inner(self._inner(AllPrompts))

    def show_about(self) -> None:
        """Show what is known about the person."""
        self._show_inner(self._inner(AboutMe))

    def step_back(self) -> bool:
        """Go back to the greeting; False when it is shown already."""
        if self._stack.currentIndex() == 0:
            return False
        self._stack.setCurrentIndex(0)
        return True

    def rows(self) -> list[Command]:
        """Return the commands of this page."""
        return [
            Command(
                "today.empty_page",
                Sentence("New empty page"),
                partial(self.new_page.emit, WorkKind.PAINTING),
                ("Ctrl+N",),
                icon="mdi6.file-outline",
            ),
            Command(
                "today.guided",
                Sentence("Suggest something to make"),
                self._offer_here,
                icon="mdi6.lightbulb-outline",
            ),
            Command(
                "today.prompts",
                Sentence("All prompts"),
                lambda: self._go_inner(self.show_prompts),
                icon="mdi6.format-list-bulleted",
            ),
            Command(
                "today.about_me",
                Sentence("What do you know about me?"),
                lambda: self._go_inner(self.show_about),
                icon="mdi6.account-question-outline",
            ),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where they would be too narrow."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._context.theme.px(900)
        direction = QBoxLayout.Direction
        way = direction.TopToBottom if is_narrow else direction.LeftToRight
        self._top.setDirection(way)
        self._ways.setDirection(way)

    def _way_in(self, kind: WorkKind) -> CardButton:
        is_paper = kind is WorkKind.PAINTING
        title = tr("Empty page") if is_paper else str(NAMES[kind])
        begin = partial(self.new_page.emit, kind)
        button = CardButton(self._context.theme, ICONS[kind], title, str(DETAILS[kind]), begin)
        button.row.setContentsMargins(16, 16, 16, 16)
        button.row.setSpacing(12)
        button.setObjectName("today.empty_page" if is_paper else f"today.{kind}")
        return button

    def _lay_out(self, ways: list[CardButton]) -> None:
        scroll = PageScroll(spacing=24)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._greeting)
        head.addWidget(self._lead)
        scroll.body.addLayout(head)
        scroll.body.addSpacing(8)
        self._top.setSpacing(24)
        self._top.addWidget(self.check_in, 39)
        self._top.addWidget(self.guided, 61)
        scroll.body.addLayout(self._top)
        self._ways.setSpacing(16)
        for way in ways:
            self._ways.addWidget(way, 1)
        self._ways.addWidget(self._session, 1)
        scroll.body.addWidget(self._continue)
        scroll.body.addLayout(self._ways)
        scroll.body.addSpacing(8)
        self._lately = Heading(tr("Lately"))
        self._wall = QWidget()
        FlowLayout(self._wall, spacing=16)
        scroll.body.addWidget(self._lately)
        scroll.body.addWidget(self._wall)
        scroll.body.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)
        self._stack.addWidget(scroll)
        self._show_works(())

    def _inner(self, kind: type[AllPrompts] | type[AboutMe]) -> QWidget:
        """Return one of the pages within; it is built when it is first wanted."""
        for at in range(self._stack.count()):
            built = self._stack.widget(at)
            if isinstance(built, kind):
                return built
        page = kind(self._context, self.step_back)
        if isinstance(page, AllPrompts):
            page.tried.connect(self._take)
        self._stack.addWidget(page)
        return page

    def _show_inner(self, page: QWidget | None) -> None:
        if page is not None:
            self._stack.setCurrentWidget(page)
        if isinstance(page, AllPrompts | AboutMe):
            page.refresh()

    def _go_inner(self, show: Callable[[], None]) -> None:
        self.go.emit("today")
        show()

    def _take(self, suggestion: object) -> None:
        self._stack.setCurrentIndex(0)
        self.tried.emit(suggestion)

    def _continue_button(self) -> CardButton:
        button = CardButton(self._context.theme, "", "", "", self._go_on)
        button.setObjectName("today.continue")
        self._picture = Thumbnail(
            self._context.theme, "", width=120, height=84, shows_caption=False
        )
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        button.row.setContentsMargins(16, 12, 24, 12)
        button.row.insertWidget(0, self._picture)
        button.row.addWidget(Icon(self._context.theme, "mdi6.arrow-right", role="ink", size=22))
        return button

    def _go_on(self) -> None:
        if self._continued:
            self.open_work.emit(self._continued)

    def _offer(self) -> None:
        # a check-in that asks for care shows help instead: the companion sees to that
        self._context.companion.suggest()

    def _offer_here(self) -> None:
        self.go.emit("today")
        self.guided.offer()

    def _show_works(self, works: Shown) -> None:
        self._continue.setVisible(bool(works))
        self._lately.setVisible(len(works) > 1)
        self._wall.setVisible(len(works) > 1)
        if not works:
            return
        (newest, picture), today = works[0], self._context.now().date()
        self._continued = newest.uid
        name, when = _title(newest), dates.day(newest.changed_at.astimezone().date(), today)
        self._continue.say(tr("Go on with “{title}”", title=name), when)
        self._picture.show_picture(picture)
        self._fill_wall(works)

    def _fill_wall(self, works: Shown) -> None:
        wall = self._wall.layout()
        while wall is not None and (item := wall.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for work, picture in works:
            thumbnail = Thumbnail(self._context.theme, _title(work), self._opening(work.uid))
            thumbnail.show_picture(picture)
            if wall is not None:
                wall.addWidget(thumbnail)

    def _opening(self, uid: str) -> Callable[[], None]:
        return lambda: self.open_work.emit(uid)

    def _follow(self, changes: Changes) -> None:
        if self.isVisible() and any(isinstance(c.after, Work) for c in changes.entities):
            self.refresh()


def _title(work: WorkSummary) -> str:
    return work.title or tr("Untitled")
