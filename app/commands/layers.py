"""Layers of a work, a painting or a page in space: add, remove, move, rename, set."""

from __future__ import annotations

from dataclasses import replace

from app.model.document import Document
from app.model.entities import BlendMode, Layer, Stroke, Work, new_uid
from app.model.space import Clay, Reference, SpaceStroke
from app.model.tiles import TileGrid
from app.model.words import PersonError, Sentence, tr

_ON_A_LAYER = Stroke | SpaceStroke | Clay | Reference

ADD = Sentence("Add a layer")
REMOVE = Sentence("Remove a layer")
MOVE = Sentence("Move a layer")
RENAME = Sentence("Rename a layer")
CHANGE = Sentence("Change a layer")

LAST_LAYER = Sentence(
    "This is the only layer, so it stays and nothing is lost. "
    "Add another layer first, then you can remove this one."
)


def _free_name(document: Document, work: Work) -> str:
    taken = {document.get(uid, Layer).name for uid in work.layers}
    numbers = range(len(work.layers) + 1, 2 * len(work.layers) + 2)
    names = (tr("Layer {number}", number=number) for number in numbers)
    return next(name for name in names if name not in taken)


def add_layer(document: Document, work_uid: str, *, above: str = "") -> Layer:
    """Add an empty layer above another one, or on top; return it."""
    work = document.get(work_uid, Work)
    layer = Layer(new_uid(), work_uid, _free_name(document, work))
    place = work.layers.index(above) + 1 if above else len(work.layers)
    layers = (*work.layers[:place], layer.uid, *work.layers[place:])
    with document.edit(ADD.message, scope=work_uid) as edit:
        if work.kind.is_flat:
            edit.add_grid(layer.uid, TileGrid.empty(work.width, work.height))
        edit.put(layer)
        edit.put(replace(work, layers=layers))
    return layer


def remove_layer(document: Document, layer_uid: str) -> None:
    """Remove a layer with its strokes, clay and references; undo brings all of it back.

    Its pixels and meshes stay beside the document until the work is opened again.

    Raises
    ------
    PersonError
        If it is the only one.
    """
    layer = document.get(layer_uid, Layer)
    work = document.get(layer.work_uid, Work)
    if len(work.layers) == 1:
        raise PersonError(LAST_LAYER)
    parts = [
        entity.uid
        for entity in document.entities.values()
        if isinstance(entity, _ON_A_LAYER) and entity.layer_uid == layer_uid
    ]
    with document.edit(REMOVE.message, scope=work.uid) as edit:
        edit.put(replace(work, layers=tuple(uid for uid in work.layers if uid != layer_uid)))
        for uid in (*parts, layer_uid):
            edit.remove(uid)


def move_layer(document: Document, layer_uid: str, *, place: int, merge: str = "") -> None:
    """Move a layer to a place in the stack, 0 at the bottom; too far is as far as it goes."""
    work = document.get(document.get(layer_uid, Layer).work_uid, Work)
    others = [uid for uid in work.layers if uid != layer_uid]
    others.insert(min(max(place, 0), len(others)), layer_uid)
    with document.edit(MOVE.message, scope=work.uid, merge=merge) as edit:
        edit.put(replace(work, layers=tuple(others)))


def rename_layer(document: Document, layer_uid: str, *, name: str) -> None:
    """Give a layer another name; an empty one leaves it as it is."""
    layer = document.get(layer_uid, Layer)
    with document.edit(RENAME.message, scope=layer.work_uid) as edit:
        edit.put(replace(layer, name=name.strip() or layer.name))


def set_layer(
    document: Document,
    layer_uid: str,
    *,
    mode: BlendMode | None = None,
    opacity: float | None = None,
    is_visible: bool | None = None,
    merge: str = "",
) -> None:
    """Change how a layer is seen; what is None stays.

    ``opacity`` 0 to 1. ``merge`` is the key of a drag: its steps become one.
    """
    layer = document.get(layer_uid, Layer)
    changed = replace(
        layer,
        mode=layer.mode if mode is None else mode,
        opacity=layer.opacity if opacity is None else min(max(opacity, 0.0), 1.0),
        is_visible=layer.is_visible if is_visible is None else is_visible,
    )
    with document.edit(CHANGE.message, scope=layer.work_uid, merge=merge) as edit:
        edit.put(changed)
