"""A sketch or a model put into a page in space that is open, as one step that can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from app.commands.space import check_room
from app.formats.model_files import read_model
from app.formats.model_source import standing
from app.formats.models import Model, as_clay
from app.formats.tilt import TiltSketch, read_tilt
from app.formats.tilt_layout import is_tilt
from app.model.document import Document
from app.model.entities import Work, new_uid
from app.model.space import Clay
from app.model.words import Sentence
from app.services.space_files import content_of, tables

BRING_IN: Final = Sentence("Bring in a file")
Made = tuple[str, ...]


def read_for_page(path: Path, work_uid: str, *, now: datetime) -> TiltSketch | Model:
    """Return what is in a file, its parts with new uids; fit for a thread of its own.

    Raises
    ------
    PersonError
        If it is neither a sketch nor a model, or is damaged.
    """
    content = content_of(path)
    if not is_tilt(content):
        return read_model(content, path.name)
    return read_tilt(
        content,
        name=path.name,
        table=tables()[1],
        work_uid=work_uid,
        uid_base=new_uid(),
        made_at=now,
    )


def add_sketch(document: Document, work_uid: str, sketch: TiltSketch) -> Made:
    """Put a sketch that was read for a page onto it, its layers on top; return its strokes.

    Raises
    ------
    PersonError
        If the page would hold more strokes than stay quick.
    KeyError
        If there is no such page.
    """
    work = document.get(work_uid, Work)
    check_room(document, work_uid, len(sketch.strokes))
    above = tuple(layer.uid for layer in sketch.layers)
    with document.edit(BRING_IN.message, scope=work_uid) as edit:
        for layer in sketch.layers:
            edit.put(layer)
        for stroke in sketch.strokes:
            edit.put(stroke)
        edit.put(replace(work, layers=(*work.layers, *above)))
    return tuple(stroke.uid for stroke in sketch.strokes)


def add_model(
    document: Document, work_uid: str, model: Model, *, layer_uid: str, name: str
) -> Made:
    """Put a model onto a page as a piece of clay; return it.

    Raises
    ------
    PersonError
        If it is too fine for clay.
    KeyError
        If there is no such page or layer.
    """
    work = document.get(work_uid, Work)
    if layer_uid not in work.layers:
        raise KeyError(layer_uid)
    mesh = as_clay(model, name)
    clay = Clay(new_uid(), work_uid, layer_uid, new_uid(), name, standing(mesh))
    with document.edit(BRING_IN.message, scope=work_uid) as edit:
        edit.add_mesh(clay.mesh_uid, mesh)
        edit.put(clay)
    return (clay.uid,)
