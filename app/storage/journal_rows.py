"""Entries, pictures and estimates as rows."""

from __future__ import annotations

from datetime import date

from app.model.entities import (
    Attachment,
    Entry,
    Estimate,
    LabelledProbability,
    Picture,
    Span,
    SpanStyle,
)
from app.storage.codec import pack_json, unpack_json
from app.storage.columns import (
    AS_IS,
    FLAG,
    OPTIONAL_REAL,
    OPTIONAL_TIME,
    REAL,
    TEXT,
    TIME,
    Form,
    rows_of,
)


def unpack_attachments(content: bytes) -> tuple[Attachment, ...]:
    """Return an entry's attachments."""
    return tuple(Attachment(*attachment) for attachment in unpack_json(content))


def _pack_attachments(attachments: tuple[Attachment, ...]) -> bytes:
    return pack_json(
        [[one.position, one.work_uid, one.picture_uid, one.description] for one in attachments]
    )


def _pack_spans(spans: tuple[Span, ...]) -> bytes:
    return pack_json([[span.start, span.end, span.style.value] for span in spans])


def _unpack_spans(content: bytes) -> tuple[Span, ...]:
    return tuple(Span(start, end, SpanStyle(style)) for start, end, style in unpack_json(content))


def _pack_labels(labels: tuple[LabelledProbability, ...]) -> bytes:
    return pack_json([[label.name, float(label.p)] for label in labels])


def _unpack_labels(content: bytes) -> tuple[LabelledProbability, ...]:
    return tuple(LabelledProbability(name, p) for name, p in unpack_json(content))


DAY: Form = (date.isoformat, date.fromisoformat)
WORDS: Form = (lambda words: pack_json(list(words)), lambda content: tuple(unpack_json(content)))

ENTRIES = rows_of(
    "entries",
    Entry,
    {
        "uid": AS_IS,
        "day": DAY,
        "written_at": TIME,
        "text": TEXT,
        "spans": (_pack_spans, _unpack_spans),
        "attachments": (_pack_attachments, unpack_attachments),
        "revision": AS_IS,
        "is_guessing_allowed": FLAG,
        "binned_at": OPTIONAL_TIME,
    },
    sorted_by={"written_us": "written_at", "binned_us": "binned_at"},
)
PICTURES = rows_of(
    "pictures",
    Picture,
    {
        "uid": AS_IS,
        "media_type": AS_IS,
        "content": AS_IS,
        "width": AS_IS,
        "height": AS_IS,
        "added_at": TIME,
    },
)
ESTIMATES = rows_of(
    "estimates",
    Estimate,
    {
        "uid": AS_IS,
        "entry_uid": AS_IS,
        "revision": AS_IS,
        "start": AS_IS,
        "stop": AS_IS,
        "language": AS_IS,
        "labels": (_pack_labels, _unpack_labels),
        "valence": OPTIONAL_REAL,
        "arousal": OPTIONAL_REAL,
        "is_unsure": FLAG,
        "model": AS_IS,
        "version": AS_IS,
        "engine": AS_IS,
        "ms": REAL,
        "correction": WORDS,
        "is_refused": FLAG,
    },
    fields={"stop": "end"},
)
