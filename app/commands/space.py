"""Pages in space: a new one, what is on it, and how much fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeVar

from app.model.document import Document
from app.model.entities import Layer, Work, WorkKind, new_uid
from app.model.meshes import Mesh
from app.model.space import CameraPath, Clay, Guide, Place, Pose, Reference, SpaceStroke
from app.model.words import PersonError, Sentence, tr

MOST_STROKES: Final = 20_000

NEW_SPACE: Final = Sentence("New page in space")
NEW_CLAY: Final = Sentence("New piece of clay")
TOO_MANY_STROKES: Final = Sentence(
    "This page would hold {count} strokes, and {most} is as many as stay quick. What is there "
    "stays as it is. Please draw with fewer mirrors, or begin another page."
)

Part = SpaceStroke | Clay | Reference | Guide
P = TypeVar("P", SpaceStroke, Clay, Reference, Guide, CameraPath, Place)


def new_space(
    document: Document,
    *,
    kind: WorkKind,
    created_at: datetime,
    environment_uid: str,
    seed: int,
    title: str = "",
    prompt_uid: str = "",
    body: Mesh | None = None,
    body_pose: Pose = Pose(),  # noqa: B008  # it is frozen
) -> Work:
    """Put an empty page in space with one layer and its place into the document; return it.

    Its first undo step takes the page itself back.

    Parameters
    ----------
    kind : WorkKind
        `SPACE` or `CLAY`; it only says which tools show first.
    environment_uid : str
        The surroundings.
    seed : int
        Of the surroundings.
    body : Mesh, optional
        Clay to begin with; it is the document's from now on.
    body_pose : Pose
        Where that stands.

    Raises
    ------
    ValueError
        If the kind is a flat one.
    """
    if kind.is_flat:
        raise ValueError(f"{kind} is no page in space")
    uid = new_uid()
    layer = Layer(new_uid(), uid, tr("Layer {number}", number=1))
    work = Work(uid, kind, title, 0, 0, (layer.uid,), created_at, prompt_uid=prompt_uid)
    label = NEW_CLAY if kind is WorkKind.CLAY else NEW_SPACE
    with document.edit(label.message, scope=uid) as edit:
        edit.put(work)
        edit.put(layer)
        edit.put(Place(new_uid(), uid, environment_uid, seed))
        if body is not None:
            clay = Clay(new_uid(), uid, layer.uid, new_uid(), pose=body_pose)
            edit.add_mesh(clay.mesh_uid, body)
            edit.put(clay)
    return work


def parts_of(document: Document, work_uid: str, kind: type[P]) -> Iterator[P]:
    """Give a page's parts of one kind, in the order they came."""
    for entity in document.entities.values():
        if isinstance(entity, kind) and entity.work_uid == work_uid:
            yield entity


def part(document: Document, uid: str) -> Part:
    """Return a stroke, clay, reference or guide.

    Raises
    ------
    KeyError
        If there is none.
    """
    found = document.find(uid)
    if not isinstance(found, Part):
        raise KeyError(uid)
    return found


def visible_layers(document: Document, work_uid: str) -> tuple[str, ...]:
    """Return the uids of the layers that are shown, bottom first."""
    layers = (document.find(uid) for uid in document.get(work_uid, Work).layers)
    return tuple(one.uid for one in layers if isinstance(one, Layer) and one.is_visible)


def place_of(document: Document, work_uid: str) -> Place | None:
    """Return a page's surroundings."""
    return next(parts_of(document, work_uid, Place), None)


def check_room(document: Document, work_uid: str, more: int) -> None:
    """See that a page may hold some strokes more.

    Raises
    ------
    PersonError
        If it would be more than `MOST_STROKES`.
    """
    count = more + sum(1 for _ in parts_of(document, work_uid, SpaceStroke))
    if more and count > MOST_STROKES:
        fields = {"count": count, "most": MOST_STROKES}
        raise PersonError(Sentence(TOO_MANY_STROKES.message, fields))
