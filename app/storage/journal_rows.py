"""Entries, pictures and estimates as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.model.entities import (
    Attachment,
    Entry,
    Estimate,
    LabelledProbability,
    Picture,
    Span,
    SpanStyle,
)
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


def unpack_attachments(content: bytes) -> tuple[Attachment, ...]:
    """Return an entry's attachments."""
    return tuple(Attachment(*attachment) for attachment in unpack_json(content))


def _entry(row: Any) -> Entry:
    uid, day, written_at, text, spans, attachments, revision, is_allowed, binned_at = row
    return Entry(
        uid=uid,
        day=date.fromisoformat(day),
        written_at=unpack_time(written_at),
        text=unpack_text(text),
        spans=tuple(Span(start, end, SpanStyle(style)) for start, end, style in unpack_json(spans)),
        attachments=unpack_attachments(attachments),
        revision=revision,
        is_guessing_allowed=bool(is_allowed),
        binned_at=unpack_optional_time(binned_at),
    )


def _entry_row(entry: Entry) -> Row:
    return (
        entry.uid,
        entry.day.isoformat(),
        pack_time(entry.written_at),
        pack_text(entry.text),
        pack_json([[span.start, span.end, span.style.value] for span in entry.spans]),
        pack_json(
            [
                [picture.position, picture.work_uid, picture.picture_uid, picture.description]
                for picture in entry.attachments
            ]
        ),
        entry.revision,
        int(entry.is_guessing_allowed),
        pack_optional_time(entry.binned_at),
    )


def _entry_order(entry: Entry) -> Row:
    binned = None if entry.binned_at is None else microseconds(entry.binned_at)
    return (microseconds(entry.written_at), binned)


ENTRIES = RowKind(
    "entries",
    (
        "uid",
        "day",
        "written_at",
        "text",
        "spans",
        "attachments",
        "revision",
        "is_guessing_allowed",
        "binned_at",
    ),
    _entry_row,
    _entry,
    ("written_us", "binned_us"),
    _entry_order,
)


def _picture(row: Any) -> Picture:
    uid, media_type, content, width, height, added_at = row
    return Picture(uid, media_type, content, width, height, unpack_time(added_at))


def _picture_row(picture: Picture) -> Row:
    return (
        picture.uid,
        picture.media_type,
        picture.content,
        picture.width,
        picture.height,
        pack_time(picture.added_at),
    )


PICTURES = RowKind(
    "pictures",
    ("uid", "media_type", "content", "width", "height", "added_at"),
    _picture_row,
    _picture,
)


def _estimate(row: Any) -> Estimate:
    uid, entry_uid, revision, start, end, language, labels, valence, arousal, *rest = row
    is_unsure, model, version, engine, ms, correction, is_refused = rest
    return Estimate(
        uid=uid,
        entry_uid=entry_uid,
        revision=revision,
        start=start,
        end=end,
        language=language,
        labels=tuple(LabelledProbability(name, p) for name, p in unpack_json(labels)),
        valence=valence,
        arousal=arousal,
        is_unsure=bool(is_unsure),
        model=model,
        version=version,
        engine=engine,
        ms=ms,
        correction=tuple(unpack_json(correction)),
        is_refused=bool(is_refused),
    )


def _estimate_row(estimate: Estimate) -> Row:
    return (
        estimate.uid,
        estimate.entry_uid,
        estimate.revision,
        estimate.start,
        estimate.end,
        estimate.language,
        pack_json([[label.name, float(label.p)] for label in estimate.labels]),
        _real(estimate.valence),
        _real(estimate.arousal),
        int(estimate.is_unsure),
        estimate.model,
        estimate.version,
        estimate.engine,
        float(estimate.ms),
        pack_json(list(estimate.correction)),
        int(estimate.is_refused),
    )


def _real(value: float | None) -> float | None:
    # numpy's own floats are not numbers to SQLite
    return None if value is None else float(value)


ESTIMATES = RowKind(
    "estimates",
    (
        "uid",
        "entry_uid",
        "revision",
        "start",
        "stop",
        "language",
        "labels",
        "valence",
        "arousal",
        "is_unsure",
        "model",
        "version",
        "engine",
        "ms",
        "correction",
        "is_refused",
    ),
    _estimate_row,
    _estimate,
)
