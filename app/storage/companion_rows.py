"""Check-ins, suggestions, consents and safety marks as rows."""

from __future__ import annotations

from typing import Any

from app.model.entities import Answer, CheckIn, Consent, SafetyMark, Suggestion
from app.model.words import Sentence
from app.storage.codec import pack_json, unpack_json
from app.storage.columns import (
    AS_IS,
    FLAG,
    OPTIONAL_FLAG,
    OPTIONAL_REAL,
    OPTIONAL_TIME,
    TEXT,
    TIME,
    Form,
    rows_of,
)
from app.storage.journal_rows import WORDS


def sentence_to_json(sentence: Sentence) -> list[object]:
    """Return a sentence as a list; its values are numbers, texts, or sentences again."""
    return [sentence.message, {name: _value(value) for name, value in sentence.fields.items()}]


def _value(value: object) -> object:
    if isinstance(value, Sentence):
        return {"sentence": sentence_to_json(value)}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def sentence_from_json(row: list[Any]) -> Sentence:
    """Return the sentence."""
    message, fields = row
    return Sentence(message, {name: _field(value) for name, value in fields.items()})


def _field(value: object) -> object:
    return sentence_from_json(value["sentence"]) if isinstance(value, dict) else value


def _pack_sentences(sentences: tuple[Sentence, ...]) -> bytes:
    return pack_json([sentence_to_json(sentence) for sentence in sentences])


def _unpack_sentences(content: bytes) -> tuple[Sentence, ...]:
    return tuple(sentence_from_json(sentence) for sentence in unpack_json(content))


_ANSWER: Form = (
    lambda answer: None if answer is None else answer.value,
    lambda value: None if value is None else Answer(value),
)
_BY_TIME = {"at_us": "at"}

CHECK_INS = rows_of(
    "check_ins",
    CheckIn,
    {
        "uid": AS_IS,
        "at": TIME,
        "valence": OPTIONAL_REAL,
        "arousal": OPTIONAL_REAL,
        "line": TEXT,
    },
    sorted_by=_BY_TIME,
)
SUGGESTIONS = rows_of(
    "suggestions",
    Suggestion,
    {
        "uid": AS_IS,
        "prompt_uid": AS_IS,
        "at": TIME,
        "reason": (_pack_sentences, _unpack_sentences),
        "answer": _ANSWER,
        "answered_at": OPTIONAL_TIME,
        "did_fit": OPTIONAL_FLAG,
    },
    sorted_by=_BY_TIME,
    added=1,
)
CONSENTS = rows_of(
    "consents",
    Consent,
    {"uid": AS_IS, "purpose": AS_IS, "is_granted": FLAG, "at": TIME, "wording": TEXT},
    sorted_by=_BY_TIME,
)
SAFETY_MARKS = rows_of(
    "safety_marks",
    SafetyMark,
    {"uid": AS_IS, "at": TIME, "tags": WORDS, "source_uid": AS_IS},
    sorted_by=_BY_TIME,
)
