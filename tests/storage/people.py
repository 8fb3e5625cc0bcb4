"""Things people make, as Hypothesis draws them: any text, any time, any stroke."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.model.care import (
    Administration,
    EventKind,
    HelpPage,
    OwnPrompt,
    Role,
    Session,
    SessionEvent,
    Standing,
    StepKind,
)
from app.model.changes import ChangeKind, Changes, EntityChange, NewMesh, TileChange, VertexChange
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
from app.model.meshes import Mesh
from app.model.space import (
    CameraPath,
    Clay,
    Guide,
    GuideShape,
    Origin,
    Place,
    Pose,
    Reference,
    SpaceStroke,
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
    kind=st.just(WorkKind.PAINTING),
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
        st.none() | st.booleans(),
    ),
    st.builds(OwnPrompt, uids, texts, times),
    st.builds(Standing, uids, uids, st.booleans(), st.booleans(), st.none() | counts),
    st.builds(Consent, uids, st.sampled_from(["inference"]), st.booleans(), times, texts),
    st.builds(SafetyMark, uids, times, st.lists(texts, max_size=3).map(tuple), uids),
    st.builds(
        Administration,
        uids,
        uids,
        times,
        st.lists(optional, max_size=9).map(tuple),
        st.lists(counts, max_size=9).map(tuple),
        uids | st.just(""),
        st.sampled_from(Role),
    ),
    st.builds(HelpPage, uids, times, texts, texts, texts),
    st.builds(
        Session,
        uids,
        st.just(""),
        times,
        st.lists(st.sampled_from(StepKind), unique=True, max_size=5).map(tuple),
        counts,
        st.none() | times,
        uids | st.just(""),
        counts,
        texts,
    ),
    st.builds(SessionEvent, uids, uids, times, st.sampled_from(EventKind), uids, optional, texts),
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


numbers = st.floats(-1e6, 1e6, allow_nan=False)
vectors = st.tuples(numbers, numbers, numbers)
poses = st.builds(Pose, vectors, st.tuples(unit, unit, unit, unit), st.floats(1e-3, 1e3))
bytes_3 = st.tuples(*[st.integers(0, 255)] * 3)


def rows_of(columns: int, *, most: int = 30) -> st.SearchStrategy[np.ndarray]:
    """Points, keys or vertices."""
    element = st.floats(-1e6, 1e6, width=32, allow_nan=False)
    return st.integers(1, most).flatmap(
        lambda count: arrays.arrays(np.float32, (count, columns), elements=element)
    )


@st.composite
def meshes(draw: st.DrawFn) -> Mesh:
    """A small piece of clay."""
    values = draw(rows_of(7, most=40))
    corners = st.integers(0, len(values) - 1)
    faces = draw(st.lists(st.tuples(corners, corners, corners), max_size=20))
    return Mesh(values, np.array(faces, np.uint32).reshape(-1, 3))


own_places = st.builds(
    Place,
    uids,
    st.just(""),
    uids,
    st.integers(0, 2**64 - 1),
    st.lists(st.tuples(texts, numbers), max_size=2).map(tuple),
    texts,
)


@st.composite
def pages_in_space(draw: st.DrawFn) -> tuple[Work, list[Entity], dict[str, Mesh]]:
    """A page in space with a few of all that can stand in it, its layers first."""
    work_uid, layer_uid = draw(uids), draw(uids)
    kind = st.sampled_from((WorkKind.SPACE, WorkKind.CLAY))
    work = Work(work_uid, draw(kind), draw(texts), 0, 0, (layer_uid,), draw(times), draw(texts))
    owner, layer = st.just(work_uid), st.just(layer_uid)
    seeds = st.integers(0, 2**64 - 1)
    found: list[Entity] = [draw(st.builds(Layer, layer, owner, texts))]
    parts = (
        st.builds(
            SpaceStroke, uids, owner, layer, uids, bytes_3, st.floats(0, 4), seeds, times,
            rows_of(9), st.floats(0, 1), uids | st.just(""), texts, st.floats(0, 9),
            st.floats(0, 9),
        ),
        st.builds(Reference, uids, owner, layer, uids, texts, poses, st.booleans()),
        st.builds(Guide, uids, owner, st.sampled_from(GuideShape), poses, vectors, st.booleans()),
        st.builds(
            Place, uids, owner, uids, seeds, st.lists(st.tuples(texts, numbers)).map(tuple), texts
        ),
        st.builds(CameraPath, uids, owner, texts, rows_of(9)),
        st.builds(Origin, uids, owner, texts),
    )  # fmt: skip
    found += draw(st.lists(st.one_of(parts), max_size=5))
    clays = draw(st.lists(st.builds(Clay, uids, owner, layer, uids, texts, poses), max_size=2))
    return work, [*found, *clays], {clay.mesh_uid: draw(meshes()) for clay in clays}


tiles = arrays.arrays(
    np.uint16, (TILE_PX, TILE_PX, 4), elements=st.integers(0, 1 << 15), fill=st.just(0)
)


def step(
    *entities: Entity,
    tiles: tuple[TileChange, ...] = (),
    meshes: dict[str, Mesh] | None = None,
    vertices: tuple[VertexChange, ...] = (),
    removed: tuple[Entity, ...] = (),
    scope: str = "",
    label: str = "Write",
    merge: str = "",
) -> Changes:
    """A committed step that puts and removes entities."""
    puts = tuple(EntityChange(entity.uid, None, entity) for entity in entities)
    gone = tuple(EntityChange(entity.uid, entity, None) for entity in removed)
    new = tuple(NewMesh(uid, mesh) for uid, mesh in (meshes or {}).items())
    return Changes(
        new_uid(), label, scope, merge, ChangeKind.EDIT, puts + gone, tiles, vertices, new
    )


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


def a_page_in_space(*, uid: str = "") -> tuple[Work, Layer]:
    """A page in space with one layer."""
    work_uid, layer_uid = uid or new_uid(), new_uid()
    created = datetime(2026, 5, 17, 20, 0, tzinfo=UTC)
    work = Work(work_uid, WorkKind.SPACE, "", 0, 0, (layer_uid,), created)
    return work, Layer(layer_uid, work_uid, "Layer 1")


def a_space_stroke(work: Work, layer: Layer, *, seed: int = 1, count: int = 50) -> SpaceStroke:
    """A stroke in space with wavy points."""
    generator = np.random.default_rng(seed)
    rows = np.cumsum(generator.normal(size=(count, 9)), axis=0).astype(np.float32)
    return SpaceStroke(
        new_uid(), work.uid, layer.uid, "ribbon", (10, 20, 200), 0.02, seed,
        datetime(2026, 5, 17, 20, 1, tzinfo=UTC), rows,
    )  # fmt: skip


def some_clay(work: Work, layer: Layer, *, count: int = 10_000) -> tuple[Clay, dict[str, Mesh]]:
    """A piece of clay with its mesh; it is no sphere, but a library does not mind."""
    generator = np.random.default_rng(count)
    values = generator.normal(size=(count, 7)).astype(np.float32)
    faces = generator.integers(0, count, (2 * count, 3), np.uint32)
    clay = Clay(new_uid(), work.uid, layer.uid, new_uid())
    return clay, {clay.mesh_uid: Mesh(values, faces)}


def touched(mesh_uid: str, mesh: Mesh, rows: list[int], by: float) -> VertexChange:
    """A hand on the clay; the mesh given stays as it was."""
    indices = np.array(rows, np.uint32)
    before = mesh.values[indices]
    return VertexChange(mesh_uid, indices, before, before + np.float32(by))


def a_tile(layer: Layer, row: int = 0, column: int = 0, *, seed: int = 1) -> TileChange:
    """A painted tile of a layer."""
    after = np.random.default_rng(seed).integers(0, 300, (TILE_PX, TILE_PX, 4), np.uint16)
    after.flags.writeable = False
    return TileChange(layer.uid, row, column, np.zeros_like(after), after)
