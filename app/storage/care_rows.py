"""Measures as they were answered and a person's help page, as rows."""

from __future__ import annotations

from app.model.care import Administration, HelpPage, Role
from app.storage.codec import pack_json, unpack_json
from app.storage.columns import AS_IS, TEXT, TIME, Form, one_of, rows_of


def _pack_answers(answers: tuple[float | None, ...]) -> bytes:
    return pack_json([None if answer is None else float(answer) for answer in answers])


def _unpack_answers(content: bytes) -> tuple[float | None, ...]:
    return tuple(None if answer is None else float(answer) for answer in unpack_json(content))


_ANSWERS: Form = (_pack_answers, _unpack_answers)
_ORDER: Form = (
    lambda order: pack_json([int(index) for index in order]),
    lambda content: tuple(int(index) for index in unpack_json(content)),
)

ADMINISTRATIONS = rows_of(
    "administrations",
    Administration,
    {
        "uid": AS_IS,
        "measure_uid": AS_IS,
        "at": TIME,
        "answers": _ANSWERS,
        "shown_order": _ORDER,
        "session_uid": AS_IS,
        "shown_to": one_of(Role),
    },
    fields={"shown_order": "order"},
    sorted_by={"at_us": "at"},
)
HELP_PAGES = rows_of(
    "help_pages",
    HelpPage,
    {
        "uid": AS_IS,
        "changed_at": TIME,
        "what_helps": TEXT,
        "who_to_call": TEXT,
        "where_to_go": TEXT,
    },
)
