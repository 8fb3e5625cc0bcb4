"""Things people make, as Hypothesis draws them: any text, any time, any stroke."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.model.changes import ChangeKind, Changes, EntityChange, TileChange
from app.model.entities import (
    Answer,
    Attachment,
    BlendMode,
    CheckIn,
    Consent,
    Entity,
    Entry,
    Estimate,
    LabelledProbability,
    Layer,
    Picture,
    SafetyMark,
    Span,
    SpanStyle,
    Stroke,
    Suggestion,
    Work,
    WorkKind,
    new_uid,
)
from app.model.tiles import TILE_PX
from app.model.words import Sentence

# lone surrogates and NUL too: Qt and the clipboard can bring both
texts = st.text(st.characters(exclude_categories=()), max_size=60)
# a fresh one every time: many examples share one library
uids = st.builds(new_uid)
unit = st.floats(-1, 1, allow_nan=False)
optional = st.none() | unit
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=zones)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
counts = st.integers(0, 1 << 40)

points = st.integers(1, 30).flatmap(
    lambda count: arrays.arrays(
        np.float32, (count, 6), elements=st.floats(-1e6, 1e6, width=32, allow_nan=False)
    )
)
sentences = st.recursive(
    st.builds(Sentence, texts, st.dictionaries(texts, texts | counts | st.booleans(), max_size=2)),
    lambda inner: st.builds(Sentence, texts, st.dictionaries(texts, inner, max_size=2)),
    max_leaves=3,
)

works = st.builds(
    Work,
    uid=uids,
    kind=st.sampled_from(WorkKind),
    title=texts,
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    layers=st.lists(uids, max_size=3).map(tuple),
    created_at=times,
    words=texts,
    prompt_uid=uids | st.just(""),
    is_finished=st.booleans(),
    binned_at=st.none() | times,
)
entries = st.builds(
    Entry,
    uid=uids,
    day=days,
    written_at=times,
    text=texts,
    spans=st.lists(st.builds(Span, counts, counts, st.sampled_from(SpanStyle)), max_size=3).map(
        tuple
    ),
    attachments=st.lists(
        st.builds(Attachment, counts, uids, st.just(""), texts)
        | st.builds(Attachment, counts, st.just(""), uids, texts),
        max_size=2,
    ).map(tuple),
    revision=counts,
    is_guessing_allowed=st.booleans(),
    binned_at=st.none() | times,
)
loose = st.one_of(
    st.builds(Picture, uids, texts.map(ascii), st.binary(), counts, counts, times),
    st.builds(CheckIn, uids, times, optional, optional, texts),
    st.builds(
        Suggestion,
        uids,
        uids,
        times,
        st.lists(sentences, max_size=2).map(tuple),
        st.none() | st.sampled_from(Answer),
        st.none() | times,
    ),
    st.builds(Consent, uids, st.sampled_from(["inference"]), st.booleans(), times, texts),
    st.builds(SafetyMark, uids, times, st.lists(texts, max_size=3).map(tuple), uids),
)


def layers_of(work_uid: str) -> st.SearchStrategy[Layer]:
    """Layers of a work."""
    return st.builds(
        Layer,
        uids,
        st.just(work_uid),
        texts,
        st.sampled_from(BlendMode),
        st.floats(0, 1),
        st.booleans(),
    )


def strokes_of(work_uid: str, layer_uid: str) -> st.SearchStrategy[Stroke]:
    """Strokes on a layer."""
    byte = st.integers(0, 255)
    return st.builds(
        Stroke,
        uids,
        st.just(work_uid),
        st.just(layer_uid),
        uids,
        st.tuples(byte, byte, byte),
        st.floats(0, 500),
        st.floats(0, 1),
        st.booleans(),
        st.integers(0, 2**64 - 1),
        times,
        points,
    )


def estimates_of(entry_uid: str) -> st.SearchStrategy[Estimate]:
    """Estimates of an entry."""
    labels = st.lists(st.builds(LabelledProbability, st.sampled_from(["joy", "fear"]), unit))
    return st.builds(
        Estimate,
        uid=uids,
        entry_uid=st.just(entry_uid),
        revision=counts,
        start=counts,
        end=counts,
        language=st.sampled_from(["en", "zh", ""]),
        labels=labels.map(tuple),
        valence=optional,
        arousal=optional,
        is_unsure=st.booleans(),
        model=st.just("emotion-en"),
        version=st.just("1"),
        engine=st.just("onnx"),
        ms=st.floats(0, 1e6),
        correction=st.lists(texts, max_size=2).map(tuple),
        is_refused=st.booleans(),
    )


tiles = arrays.arrays(
    np.uint16, (TILE_PX, TILE_PX, 4), elements=st.integers(0, 1 << 15), fill=st.just(0)
)


def step(
    *entities: Entity,
    tiles: tuple[TileChange, ...] = (),
    removed: tuple[Entity, ...] = (),
    scope: str = "",
    label: str = "Write",
    merge: str = "",
) -> Changes:
    """A committed step that puts and removes entities."""
    puts = tuple(EntityChange(entity.uid, None, entity) for entity in entities)
    gone = tuple(EntityChange(entity.uid, entity, None) for entity in removed)
    return Changes(new_uid(), label, scope, merge, ChangeKind.EDIT, puts + gone, tiles)


def an_entry(text: str, *, uid: str = "", day: date = date(2026, 5, 17)) -> Entry:
    """A page with these words."""
    return Entry(uid or new_uid(), day, datetime(2026, 5, 17, 21, 4, tzinfo=UTC), text)


def a_work(*, uid: str = "", title: str = "", side: int = 256) -> tuple[Work, Layer]:
    """A painting with one layer."""
    work_uid, layer_uid = uid or new_uid(), new_uid()
    created = datetime(2026, 5, 17, 20, 0, tzinfo=UTC)
    work = Work(work_uid, WorkKind.PAINTING, title, side, side, (layer_uid,), created)
    return work, Layer(layer_uid, work_uid, "Layer 1")


def a_stroke(work: Work, layer: Layer, *, seed: int = 1, count: int = 50) -> Stroke:
    """A stroke with wavy points."""
    generator = np.random.default_rng(seed)
    rows = np.cumsum(generator.normal(size=(count, 6)), axis=0).astype(np.float32)
    return Stroke(
        new_uid(), work.uid, layer.uid, "ink", (10, 20, 200), 6.0, 1.0, False, seed,
        datetime(2026, 5, 17, 20, 1, tzinfo=UTC), rows,
    )  # fmt: skip


def a_tile(layer: Layer, row: int = 0, column: int = 0, *, seed: int = 1) -> TileChange:
    """A painted tile of a layer."""
    after = np.random.default_rng(seed).integers(0, 300, (TILE_PX, TILE_PX, 4), np.uint16)
    after.flags.writeable = False
    return TileChange(layer.uid, row, column, np.zeros_like(after), after)
