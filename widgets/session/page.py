"""The page "session": begins one, and shows the step it is at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.commands.row import Command
from app.guidance.session import pages_made
from app.model.care import EventKind, StepKind
from app.model.entities import CheckIn, Entry, WorkKind
from app.model.help import Grounding
from app.model.plan import Plan
from app.model.words import Sentence, tr
from app.services.sessions import Sessions
from widgets.companion.card import HelpView
from widgets.context import Context
from widgets.help.lines import HelpHere
from widgets.help.panel import GroundingCard
from widgets.later import listen
from widgets.parts import PageScroll, Title, Words
from widgets.session.bar import move_on
from widgets.session.beginning import Beginning, Ended, PlanView, column_of
from widgets.session.looking_back import LookingBack
from widgets.session.working import Working
from widgets.today.check_in import CheckInCard


class SessionPage(QWidget):
    """One step at a time; what happens is written into the session's log.

    Attributes
    ----------
    new_page : Signal(object, str)
        An empty page of a `WorkKind` is wanted, for the prompt of this uid.
    write : Signal
        A page to write on is wanted.
    open_work, open_entry : Signal(str)
        A page that was made is wanted again.
    go : Signal(str)
        Another page of the program is wanted.
    help_wanted : Signal
    """

    new_page = Signal(object, str)
    write = Signal()
    open_work = Signal(str)
    open_entry = Signal(str)
    go = Signal(str)
    help_wanted = Signal()

    def __init__(self, context: Context, sessions: Sessions) -> None:
        super().__init__()
        self.setObjectName("session")
        self._context, self._sessions = context, sessions
        self._plan: Plan | None = None
        self._has_ended, self._was_running = False, False
        self._key: tuple[object, ...] = ()
        self._content = QWidget()
        self._scroll = PageScroll(width=context.theme.px(860), is_centred=True)
        self._help = HelpView(
            context.theme,
            context.companion,
            HelpHere.of(context),
            open_help=self.help_wanted.emit,
        )
        self._scroll.body.addWidget(self._help)
        self._scroll.body.addWidget(self._content, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)
        listen(self, sessions.changed, self._show)
        listen(self, context.companion.changed, self._show)
        self._show()

    def refresh(self) -> None:
        """Show the step the session is at, or how one begins."""
        self._show()

    def rows(self) -> list[Command]:
        """Return the commands of a session."""
        return [
            Command(
                "session.on",
                Sentence("Go on in the session"),
                self._go_on,
                is_enabled=lambda: self._sessions.is_running,
                icon="mdi6.arrow-right",
            ),
            Command(
                "session.back",
                Sentence("Go a step back in the session"),
                self._go_back,
                is_enabled=lambda: self._sessions.is_running,
                icon="mdi6.arrow-left",
            ),
            Command(
                "session.leave",
                Sentence("Leave the session for later"),
                self._leave,
                is_enabled=lambda: self._sessions.is_running,
                icon="mdi6.pause",
            ),
        ]

    def step_back(self) -> bool:
        """Go a step back; from the first one, leave the session for later."""
        if self._plan is not None:
            self._look(None)
            return True
        if self._sessions.go_back():
            return True
        self._sessions.leave()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Let a session that has ended be over once it was seen."""
        self._has_ended = False
        super().hideEvent(event)

    def flush(self) -> None:
        """Bring what was typed into the document."""
        if isinstance(self._content, LookingBack):
            self._content.flush()

    # -- what is shown --

    def _show(self) -> None:
        self._has_ended |= self._was_running and self._sessions.current is None
        self._was_running = self._sessions.is_running
        shows_help = self._context.companion.shows_help
        self._help.setVisible(shows_help)
        self._help.show_own_line()
        self._content.setVisible(not shows_help)
        key = self._key_now()
        if key == self._key:
            return
        self.flush()
        self._key = key
        before, self._content = self._content, self._make()
        self._scroll.body.replaceWidget(before, self._content)
        before.hide()
        before.deleteLater()
        self._content.setVisible(not shows_help)
        # offering a prompt writes a line of the log
        self._key = self._key_now()
        self._scroll.verticalScrollBar().setValue(0)
        if self.isVisible():
            # what was pressed is gone: Tab goes on from the page, not from the rail
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key_now(self) -> tuple[object, ...]:
        sessions = self._sessions
        uid = sessions.current.uid if sessions.current and sessions.is_running else ""
        step = sessions.step
        made = pages_made(sessions.log) if step in (StepKind.WARM_UP, StepKind.MAKING) else ()
        is_waiting = sessions.current is not None
        return (uid, is_waiting, step, made, sessions.directive, self._plan, self._has_ended)

    def _make(self) -> QWidget:
        sessions, theme = self._sessions, self._context.theme
        step = sessions.step if sessions.is_running else None
        if step is StepKind.CHECK_IN:
            return self._checking_in()
        if step in (StepKind.WARM_UP, StepKind.MAKING):
            return Working(theme, sessions, open_page=self._open, go_on_with=self._open_made)
        if step is StepKind.REFLECTION:
            write = self.write.emit
            return LookingBack(self._context, sessions, done=sessions.go_on, write=write)
        return self._closing() if step is StepKind.CLOSING else self._outside()

    def _outside(self) -> QWidget:
        sessions, theme = self._sessions, self._context.theme
        if self._has_ended:
            return Ended(go_today=self._go_home)
        if self._plan is not None:
            back = self._look_around
            return PlanView(sessions, self._plan, begin=self._begin, back=back)
        return Beginning(
            theme, sessions, begin=self._begin, look=self._look, go_on=sessions.come_back
        )

    def _checking_in(self) -> QWidget:
        page = QWidget()
        column = column_of(page)
        column.addWidget(Title(tr("How do you come to this?")))
        planned = self._sessions.planned
        if planned is not None:
            lead = tr("Today: {title}. {aim}", title=planned.title, aim=planned.aim)
            column.addWidget(Words(lead, role="lead"))
        column.addWidget(self._check_in("session.before", self._sessions.go_on))
        column.addStretch(1)
        return page

    def _closing(self) -> QWidget:
        page = QWidget()
        column = column_of(page)
        column.addWidget(Title(tr("Coming back")))
        lead = tr("Take what you need from this, or nothing. Then the session can end.")
        column.addWidget(Words(lead, role="lead"))
        if self._context.grounding:
            column.addWidget(GroundingCard(self._grounding()))
        column.addWidget(self._check_in("session.after", lambda: None))
        column.addStretch(1)
        return page

    def _check_in(self, name: str, then: Callable[[], object]) -> CheckInCard:
        card = CheckInCard(self._context.document, self._context.now, name=name)

        def keep(check_in: CheckIn) -> None:
            self._sessions.record(EventKind.CHECKED_IN, check_in.uid, word=name.split(".")[1])
            # what asks for care comes first: one goes on when one wants to
            if not self._context.companion.shows_help:
                then()

        card.kept.connect(keep)
        card.passed.connect(self._sessions.skip if name == "session.before" else lambda: None)
        return card

    def _grounding(self) -> Sequence[Grounding]:
        planned = self._sessions.planned
        first = planned.grounding if planned else ""
        return sorted(self._context.grounding, key=lambda way: way.uid != first)

    # -- what is done --

    def _begin(self, plan: Plan | None) -> None:
        self._plan, self._has_ended = None, False
        self._sessions.begin(plan)

    def _look(self, plan: Plan | None) -> None:
        self._plan = plan
        self._show()

    def _look_around(self) -> None:
        self._look(None)

    def _go_on(self) -> None:
        self.go.emit("session")
        move_on(self._sessions)

    def _go_back(self) -> None:
        self._sessions.go_back()
        self.go.emit("session")

    def _leave(self) -> None:
        self._sessions.leave()
        self.go.emit("today")

    def _go_home(self) -> None:
        self._has_ended = False
        self.go.emit("today")
        self._show()

    def _open(self, kind: WorkKind | None, prompt_uid: str) -> None:
        if kind is None:
            self.write.emit()
        else:
            self.new_page.emit(kind, prompt_uid)

    def _open_made(self) -> None:
        uid = self._sessions.pages[-1]
        if isinstance(self._context.document.find(uid), Entry):
            self.open_entry.emit(uid)
        else:
            self.open_work.emit(uid)
