"""The session of a person alone: kept as it happens, so that nothing of it is lost or forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from psygnal import Signal

from app.guidance import plans as planning
from app.guidance import session as rules
from app.model.care import EventKind, Session, SessionEvent, StepKind
from app.model.changes import ChangeKind, Changes
from app.model.document import Document
from app.model.entities import CheckIn, Entry, Layer, SafetyMark, Work, new_uid
from app.model.plan import ALL_STEPS, Directive, Plan, PlannedSession, as_directive
from app.model.prompt import Prompt

if TYPE_CHECKING:
    from app.services.companion import Companion

WORKING: Final = (StepKind.WARM_UP, StepKind.MAKING)
NOT_LIKE_THIS: Final = "not_like_this"
NOT_NOW: Final = "not_now"
TRY_IT: Final = "try_it"


class Sessions:
    """All sessions of an open library, and the one under way.

    Every move and every line of the log is an edit of its own: it is on disk as soon as all else
    is. A session that was not ended is under way again when the library opens.

    Parameters
    ----------
    plans : iterable of Plan
        All there are.
    prompts : iterable of Prompt
        Where a warm-up comes from when there is no plan.
    companion : Companion, optional
        Whose help is written into the log ("help shown", nothing more).

    Attributes
    ----------
    changed : Signal
        The session moved, or its log grew.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        plans: Iterable[Plan],
        prompts: Iterable[Prompt],
        now: Callable[[], datetime],
        *,
        companion: Companion | None = None,
    ) -> None:
        self._document, self._now, self._companion = document, now, companion
        self.plans, self._prompts = tuple(plans), tuple(prompts)
        self._sessions: dict[str, Session] = {}
        self._log: list[SessionEvent] = []
        self._uid = ""
        self._has_told_help = False
        document.committed.connect(self._follow)
        if companion is not None:
            companion.changed.connect(self._follow_help)

    def load(self, sessions: Iterable[Session], log: Iterable[SessionEvent]) -> None:
        """Take in what the library holds, in place of all that was known."""
        self._sessions = {one.uid: one for one in sessions}
        is_over = self._document.is_read_only
        current = None if is_over else rules.newest_open(self._sessions.values())
        self._uid = current.uid if current else ""
        self._log = [event for event in log if event.session_uid == self._uid]
        self._document.load(dict(self._sessions), {}, scope="")
        self._document.load({event.uid: event for event in self._log}, {}, scope="")
        self.changed.emit()

    @property
    def current(self) -> Session | None:
        """The session that was not ended, or None."""
        return self._sessions.get(self._uid)

    @property
    def log(self) -> tuple[SessionEvent, ...]:
        """The log of the present session, or of the one that ended last, in its order."""
        return tuple(self._log)

    @property
    def step(self) -> StepKind | None:
        """The step the session stands at."""
        return rules.step_of(self.current) if self.current else None

    @property
    def is_running(self) -> bool:
        """Whether the person is in a session now, and has not left it for later."""
        return self.current is not None and not rules.is_away(self._log)

    @property
    def pages(self) -> tuple[str, ...]:
        """The uids of what was made in this session, oldest first."""
        return rules.pages_made(self._log)

    @property
    def has_made(self) -> bool:
        """Whether something was made since this step began."""
        return rules.has_in_step(self._log, EventKind.PAGE_MADE)

    @property
    def plan(self) -> Plan | None:
        """The plan of the present session."""
        uid = self.current.plan_uid if self.current else ""
        return next((plan for plan in self.plans if plan.uid == uid), None)

    @property
    def planned(self) -> PlannedSession | None:
        """What the plan says of the present session."""
        plan, current = self.plan, self.current
        if plan is None or current is None or current.plan_step >= len(plan.sessions):
            return None
        return plan.sessions[current.plan_step]

    @property
    def directive(self) -> Directive | None:
        """What this step offers; None where it offers nothing, or nothing more was wanted."""
        if any(event.word == NOT_NOW for event in self._since_step()):
            return None
        refused = self._refused()
        if self.planned is not None and self.plan is not None and self.step in WORKING:
            is_warm_up = self.step is StepKind.WARM_UP
            planned = self.planned.warm_up if is_warm_up else self.planned.making
            wanted = planning.offered(self.plan, planned, self.today())
            ways = dict.fromkeys((wanted, self.plan.gentle))
            return next(iter(list(ways)[refused:]), None)
        return self._turn(refused) if self.step is StepKind.WARM_UP else None

    def today(self) -> planning.Today:
        """Return what speaks against something today."""
        known = self._document.entities.values()
        check_ins = [one for one in known if isinstance(one, CheckIn)]
        marks = [one for one in known if isinstance(one, SafetyMark)]
        return planning.today(self._now(), check_ins, marks)

    def next_of(self, plan: Plan) -> int:
        """Return the index of the plan's session that comes next."""
        return planning.next_session(plan, self._sessions.values())

    def begin(self, plan: Plan | None = None) -> Session:
        """Begin a session; one that was still open is ended where it stands."""
        self.end()
        index = self.next_of(plan) if plan else 0
        planned = plan.sessions[index] if plan else None
        steps = planned.steps if planned else ALL_STEPS
        session = Session(
            new_uid(), "", self._now(), steps, plan_uid=plan.uid if plan else "", plan_step=index
        )
        self._log, self._uid = [], session.uid
        self._has_told_help = False
        self._keep("Begin a session", rules.begin(session))
        return session

    def go_on(self) -> None:
        """Go to the next step; after the last one the session has ended."""
        if self.current is not None:
            self._keep("Go on in a session", rules.go_on(self.current, at=self._now()))

    def skip(self) -> None:
        """Go past this step."""
        if self.current is not None:
            move = rules.go_on(self.current, at=self._now(), value=rules.PASSED)
            self._keep("Go on in a session", move)

    def go_back(self) -> bool:
        """Go to the step before; False at the first one."""
        if self.current is None or self.current.at_step == 0:
            return False
        self._keep("Go back in a session", rules.go_back(self.current))
        return True

    def leave(self) -> None:
        """Leave it for later: it stays where it is."""
        if self.is_running:
            self.record(EventKind.CONTROL, word=rules.LEFT)

    def come_back(self) -> None:
        """Go on where it was left."""
        if self.current is not None and not self.is_running:
            self.record(EventKind.CONTROL, word=rules.CAME_BACK)

    def end(self) -> None:
        """End it where it stands; all that was made stays."""
        if self.current is not None:
            self._keep("End a session", rules.end(self.current, at=self._now()))

    def offer(self) -> Directive | None:
        """Return what this step offers, and log it once that it was."""
        directive = self.directive
        if directive is not None:
            said = [event for event in self._since_step() if event.kind is EventKind.PROMPT_OFFERED]
            name = directive.prompt_uid or directive.title.en
            if not said or said[-1].word != name:
                self.record(EventKind.PROMPT_OFFERED, directive.prompt_uid, word=name)
        return directive

    def answer(self, word: str) -> None:
        """Log what the person said to it: `TRY_IT`, `NOT_NOW` or `NOT_LIKE_THIS`."""
        directive = self.directive
        uid = directive.prompt_uid if directive else ""
        self.record(EventKind.PROMPT_ANSWERED, uid, word=word)

    def record(
        self, kind: EventKind, subject_uid: str = "", *, value: float | None = None, word: str = ""
    ) -> None:
        """Write a line of the log."""
        if self.current is not None:
            line = rules.Line(kind, subject_uid, value, word)
            self._keep("Write a session's log", rules.Move(self.current, (line,)))

    def _keep(self, label: str, move: rules.Move) -> None:
        at, session = self._now(), move.session
        events = [
            SessionEvent(new_uid(), session.uid, at, one.kind, one.subject_uid, one.value, one.word)
            for one in move.lines
        ]
        with self._document.edit(label, is_undoable=False) as edit:
            if self._document.find(session.uid) != session:
                edit.put(session)
            for event in events:
                edit.put(event)
        if self._document.is_read_only:
            return
        self._sessions[session.uid] = session
        self._log += events
        if session.ended_at is not None:
            self._uid = ""
        self.changed.emit()

    def _since_step(self) -> list[SessionEvent]:
        begun = [n for n, event in enumerate(self._log) if event.kind is EventKind.STEP_BEGUN]
        return self._log[begun[-1] :] if begun else []

    def _refused(self) -> int:
        return sum(
            event.kind is EventKind.PROMPT_ANSWERED and event.word == NOT_LIKE_THIS
            for event in self._since_step()
        )

    def _turn(self, refused: int) -> Directive | None:
        count = len(self._sessions) - 1 + refused
        prompt = planning.warm_up(self._prompts, self.today(), count)
        return as_directive(prompt) if prompt else None

    def _follow(self, changes: Changes) -> None:
        if changes.kind is not ChangeKind.EDIT or not self.is_running or self.step not in WORKING:
            return
        page = self._document.find(changes.scope) if changes.scope else None
        if isinstance(page, Work | Entry) and not self._is_known(page.uid) and _is_made(changes):
            self.record(EventKind.PAGE_MADE, page.uid)

    def _is_known(self, uid: str) -> bool:
        return any(
            event.kind is EventKind.PAGE_MADE and event.subject_uid == uid
            for event in self._since_step()
        )

    def _follow_help(self) -> None:
        shows = self._companion is not None and self._companion.shows_help
        if shows and not self._has_told_help and self.is_running:
            self._has_told_help = True
            self.record(EventKind.HELP_SHOWN)
        elif not shows:
            self._has_told_help = False


def _is_made(changes: Changes) -> bool:
    """Whether a change leaves more than an empty page."""
    if changes.tiles or changes.vertices:
        return True
    for change in changes.entities:
        one = change.after
        if isinstance(one, Entry):
            if one.text.strip():
                return True
        elif one is not None and not isinstance(one, Work | Layer):
            return True
    return False
