"""Sessions and their logs, as rows."""

from __future__ import annotations

from app.model.care import EventKind, Session, SessionEvent, StepKind
from app.storage.codec import pack_json, unpack_json
from app.storage.columns import (
    AS_IS,
    OPTIONAL_REAL,
    OPTIONAL_TIME,
    TEXT,
    TIME,
    Form,
    one_of,
    rows_of,
)

_STEPS: Form = (
    lambda steps: pack_json([StepKind(step).value for step in steps]),
    lambda content: tuple(StepKind(step) for step in unpack_json(content)),
)

SESSIONS = rows_of(
    "sessions",
    Session,
    {
        "uid": AS_IS,
        "client_uid": AS_IS,
        "began_at": TIME,
        "steps": _STEPS,
        "at_step": AS_IS,
        "ended_at": OPTIONAL_TIME,
        "plan_uid": AS_IS,
        "plan_step": AS_IS,
        "aim": TEXT,
    },
    sorted_by={"began_us": "began_at"},
)
SESSION_EVENTS = rows_of(
    "session_events",
    SessionEvent,
    {
        "uid": AS_IS,
        "session_uid": AS_IS,
        "at": TIME,
        "kind": one_of(EventKind),
        "subject_uid": AS_IS,
        "value": OPTIONAL_REAL,
        "word": TEXT,
    },
    sorted_by={"at_us": "at"},
)
