"""Check-ins, suggestions, consents and safety marks as rows."""

from __future__ import annotations

from typing import Any

from app.model.entities import Answer, CheckIn, Consent, SafetyMark, Suggestion
from app.model.words import Sentence
from app.storage.codec import (
    microseconds,
    pack_json,
    pack_optional_time,
    pack_text,
    pack_time,
    unpack_json,
    unpack_optional_time,
    unpack_text,
    unpack_time,
)
from app.storage.connection import Row
from app.storage.rows import RowKind


def _check_in(row: Any) -> CheckIn:
    uid, at, valence, arousal, line = row
    return CheckIn(uid, unpack_time(at), valence, arousal, unpack_text(line))


def _check_in_row(check_in: CheckIn) -> Row:
    valence, arousal = (
        None if value is None else float(value) for value in (check_in.valence, check_in.arousal)
    )
    return (check_in.uid, pack_time(check_in.at), valence, arousal, pack_text(check_in.line))


CHECK_INS = RowKind(
    "check_ins",
    ("uid", "at", "valence", "arousal", "line"),
    _check_in_row,
    _check_in,
    ("at_us",),
    lambda check_in: (microseconds(check_in.at),),
)


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


def _suggestion(row: Any) -> Suggestion:
    uid, prompt_uid, at, reason, answer, answered_at = row
    return Suggestion(
        uid=uid,
        prompt_uid=prompt_uid,
        at=unpack_time(at),
        reason=tuple(sentence_from_json(sentence) for sentence in unpack_json(reason)),
        answer=None if answer is None else Answer(answer),
        answered_at=unpack_optional_time(answered_at),
    )


def _suggestion_row(suggestion: Suggestion) -> Row:
    return (
        suggestion.uid,
        suggestion.prompt_uid,
        pack_time(suggestion.at),
        pack_json([sentence_to_json(sentence) for sentence in suggestion.reason]),
        None if suggestion.answer is None else suggestion.answer.value,
        pack_optional_time(suggestion.answered_at),
    )


SUGGESTIONS = RowKind(
    "suggestions",
    ("uid", "prompt_uid", "at", "reason", "answer", "answered_at"),
    _suggestion_row,
    _suggestion,
    ("at_us",),
    lambda suggestion: (microseconds(suggestion.at),),
)


def _consent(row: Any) -> Consent:
    uid, purpose, is_granted, at, wording = row
    return Consent(uid, purpose, bool(is_granted), unpack_time(at), unpack_text(wording))


CONSENTS = RowKind(
    "consents",
    ("uid", "purpose", "is_granted", "at", "wording"),
    lambda consent: (
        consent.uid,
        consent.purpose,
        int(consent.is_granted),
        pack_time(consent.at),
        pack_text(consent.wording),
    ),
    _consent,
    ("at_us",),
    lambda consent: (microseconds(consent.at),),
)


def _safety_mark(row: Any) -> SafetyMark:
    uid, at, tags, source_uid = row
    return SafetyMark(uid, unpack_time(at), tuple(unpack_json(tags)), source_uid)


SAFETY_MARKS = RowKind(
    "safety_marks",
    ("uid", "at", "tags", "source_uid"),
    lambda mark: (mark.uid, pack_time(mark.at), pack_json(list(mark.tags)), mark.source_uid),
    _safety_mark,
    ("at_us",),
    lambda mark: (microseconds(mark.at),),
)
