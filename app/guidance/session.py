"""A session: what comes next, what comes back, and what its log says. Pure; no clock runs here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.model.care import EventKind, Session, SessionEvent, StepKind

DONE: Final = 1.0
PASSED: Final = 0.0
LEFT: Final = "left"
CAME_BACK: Final = "came_back"


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the log, before it has its uid and time."""

    kind: EventKind
    subject_uid: str = ""
    value: float | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A session after a move, and what its log says of it."""

    session: Session
    lines: tuple[Line, ...]


def step_of(session: Session) -> StepKind | None:
    """Return the step it stands at; None at the end."""
    if session.ended_at is not None or session.at_step >= len(session.steps):
        return None
    return session.steps[session.at_step]


def begin(session: Session) -> Move:
    """Return a session at its first step."""
    return _to(replace(session, at_step=0, ended_at=None), 0, ())


def go_on(session: Session, *, at: datetime, value: float = DONE) -> Move:
    """Return the session a step further; past the last one it has ended.

    Parameters
    ----------
    value : float
        `DONE`, or `PASSED` where the person went past the step.
    """
    step = step_of(session)
    if step is None:
        return Move(session, ())
    left = (Line(EventKind.STEP_LEFT, value=value, word=step),)
    following = session.at_step + 1
    if following >= len(session.steps):
        return Move(replace(session, at_step=following, ended_at=at), left)
    return _to(session, following, left)


def go_back(session: Session) -> Move:
    """Return the session a step earlier; at the first one it stays."""
    step = step_of(session)
    if step is None or session.at_step == 0:
        return Move(session, ())
    left = (Line(EventKind.STEP_LEFT, word=step),)
    return _to(session, session.at_step - 1, left)


def end(session: Session, *, at: datetime) -> Move:
    """Return the session ended where it stands; nothing that was made is lost by it."""
    step = step_of(session)
    if step is None:
        return Move(session, ())
    left = (Line(EventKind.STEP_LEFT, value=PASSED, word=step),)
    return Move(replace(session, ended_at=at), left)


def arrange(session: Session, ahead: Iterable[StepKind]) -> Session:
    """Return the session with other steps ahead; what is done, and the present step, stay.

    Raises
    ------
    ValueError
        If a step is in it twice.
    """
    kept = session.steps[: session.at_step + 1]
    steps = (*kept, *ahead)
    if len(set(steps)) != len(steps):
        raise ValueError(f"a step stands twice: {steps}")
    return replace(session, steps=steps)


def is_away(log: Sequence[SessionEvent]) -> bool:
    """Whether the person left the session open and has not come back to it."""
    words = [event.word for event in log if event.kind is EventKind.CONTROL]
    return bool(words) and words[-1] == LEFT


def pages_made(log: Iterable[SessionEvent]) -> tuple[str, ...]:
    """Return the uids of the pages made in a session, oldest first, each once."""
    made = (event.subject_uid for event in log if event.kind is EventKind.PAGE_MADE)
    return tuple(dict.fromkeys(made))


def has_in_step(log: Sequence[SessionEvent], kind: EventKind) -> bool:
    """Whether something of a kind was logged since the present step began last."""
    for event in reversed(log):
        if event.kind is kind:
            return True
        if event.kind is EventKind.STEP_BEGUN:
            return False
    return False


def newest_open(sessions: Iterable[Session]) -> Session | None:
    """Return the session of a person alone that was begun last and has not ended."""
    still_open = (one for one in sessions if one.ended_at is None and not one.client_uid)
    return max(still_open, key=lambda one: one.began_at, default=None)


def _to(session: Session, index: int, lines: tuple[Line, ...]) -> Move:
    begun = Line(EventKind.STEP_BEGUN, word=session.steps[index])
    return Move(replace(session, at_step=index), (*lines, begun))
