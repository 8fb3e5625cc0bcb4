"""Frozen entities of care: clients, sessions, measures, tasks, notes and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """Who sits in front of the studio."""

    ALONE = "alone"
    CLIENT = "client"
    CLINICIAN = "clinician"


class StepKind(StrEnum):
    """A step of a session; every one is optional, and they may stand in any order."""

    CHECK_IN = "check_in"
    WARM_UP = "warm_up"
    MAKING = "making"
    REFLECTION = "reflection"
    CLOSING = "closing"


class EventKind(StrEnum):
    """What a session's log can hold."""

    STEP_BEGUN = "step_begun"
    STEP_LEFT = "step_left"
    PROMPT_OFFERED = "prompt_offered"
    PROMPT_ANSWERED = "prompt_answered"
    PAGE_MADE = "page_made"
    CHECKED_IN = "checked_in"
    MEASURED = "measured"
    COMFORT = "comfort"
    SICKNESS = "sickness"
    HELP_SHOWN = "help_shown"
    CONTROL = "control"


class NoteKind(StrEnum):
    """Process notes are the clinician's own thoughts, left out of every export by default."""

    SESSION = "session"
    PROCESS = "process"


@dataclass(frozen=True, slots=True)
class Client:
    """One row of a clinician's roster: a code or initials, never a name.

    ``profile`` names the folder of the client's pair of libraries. ``guardian_agreed_at`` is
    wanted where ``is_minor``.
    """

    uid: str
    code: str
    profile: str
    added_at: datetime
    is_minor: bool = False
    guardian_agreed_at: datetime | None = None
    plan_uid: str = ""
    plan_step: int = 0
    binned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Administration:
    """A measure as it was answered; None where an item was left out.

    ``answers`` stand in the order of the measure's items, ``order`` is the order they were shown
    in. ``shown_to`` says who the person was told would see it.
    """

    uid: str
    measure_uid: str
    at: datetime
    answers: tuple[float | None, ...]
    order: tuple[int, ...] = ()
    session_uid: str = ""
    shown_to: Role = Role.ALONE


@dataclass(frozen=True, slots=True)
class Session:
    """A session: its steps in their order, and how far it has come.

    ``at_step`` is an index into ``steps``; it may stand at their end. ``client_uid`` is empty
    for a person alone.
    """

    uid: str
    client_uid: str
    began_at: datetime
    steps: tuple[StepKind, ...]
    at_step: int = 0
    ended_at: datetime | None = None
    plan_uid: str = ""
    plan_step: int = 0
    aim: str = ""


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """One line of a session's log.

    ``subject_uid`` names what it is about (a work, a check-in, a prompt, an administration);
    ``value`` is a number where there is one (a sickness answer, a measure's total).
    """

    uid: str
    session_uid: str
    at: datetime
    kind: EventKind
    subject_uid: str = ""
    value: float | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A clinician's note; ``moment_s`` is the place in the replay of ``work_uid``, in seconds."""

    uid: str
    client_uid: str
    session_uid: str
    at: datetime
    text: str
    kind: NoteKind = NoteKind.SESSION
    keep_until: date | None = None
    work_uid: str = ""
    moment_s: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something small to do between sessions, composed by the clinician.

    ``answers`` are the person's own words to the two ``questions``; ``work_uid`` what they made
    and chose to share.
    """

    uid: str
    client_uid: str
    prompt_uid: str
    medium: str
    minutes: int
    questions: tuple[str, str]
    composed_at: datetime
    words: str = ""
    answers: tuple[str, str] = ("", "")
    work_uid: str = ""
    answered_at: datetime | None = None
    is_declined: bool = False


@dataclass(frozen=True, slots=True)
class AdaptedPlan:
    """A plan changed for one client: the whole of it as JSON; the original stays as it is."""

    uid: str
    client_uid: str
    plan_uid: str
    content: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """The parts of a report that are the clinician's own words."""

    uid: str
    client_uid: str
    session_uid: str
    at: datetime
    assessment: str = ""
    plan: str = ""
    keep_until: date | None = None


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A person's own help page, in their own words; there is one."""

    uid: str
    changed_at: datetime
    what_helps: str = ""
    who_to_call: str = ""
    where_to_go: str = ""


@dataclass(frozen=True, slots=True)
class OwnPrompt:
    """A prompt a person or a clinician wrote: JSON by the schema of the prompts."""

    uid: str
    content: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How one prompt stands with this person: kept as a favourite, or set by the clinician.

    ``uid`` is the prompt's own with ``standing-`` before it. ``pin`` orders what is pinned,
    smallest first; None is not pinned.
    """

    uid: str
    prompt_uid: str
    is_favourite: bool = False
    is_barred: bool = False
    pin: int | None = None


CareEntity = (
    Client
    | Administration
    | Session
    | SessionEvent
    | Note
    | Task
    | AdaptedPlan
    | Report
    | HelpPage
    | OwnPrompt
    | Standing
)
