"""What stands around on a page in space: guides, references, its place, the camera's ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from app.commands.space import parts_of, place_of
from app.model.document import Document
from app.model.entities import Layer, Picture, new_uid
from app.model.space import CameraPath, Guide, GuideShape, Place, Pose, Reference, Vector
from app.model.words import Sentence

ADD_GUIDE: Final = Sentence("Add a guide")
CHANGE_GUIDE: Final = Sentence("Change a guide")
REMOVE_GUIDE: Final = Sentence("Remove a guide")
KEEP_PICTURE: Final = Sentence("Keep a picture")
ADD_REFERENCE: Final = Sentence("Add a reference")
CHANGE_REFERENCE: Final = Sentence("Change a reference")
REMOVE_REFERENCE: Final = Sentence("Remove a reference")
SET_PLACE: Final = Sentence("Change the place")
SAVE_PLACE: Final = Sentence("Keep a place as your own")
FORGET_PLACE: Final = Sentence("Let go of a place")
SET_PATH: Final = Sentence("Change a way of the camera")
REMOVE_PATH: Final = Sentence("Remove a way of the camera")


def add_guide(
    document: Document,
    work_uid: str,
    shape: GuideShape,
    *,
    pose: Pose,
    size_m: Vector = (0.5, 0.5, 0.5),
) -> Guide:
    """Put a guide up and return it; ``size_m`` are its full extents before ``pose.scale``."""
    guide = Guide(new_uid(), work_uid, shape, pose, size_m)
    with document.edit(ADD_GUIDE.message, scope=work_uid) as edit:
        edit.put(guide)
    return guide


def set_guide(
    document: Document,
    guide_uid: str,
    *,
    pose: Pose | None = None,
    size_m: Vector | None = None,
    is_visible: bool | None = None,
    merge: str = "",
) -> None:
    """Move, resize, show or hide a guide; what is None stays."""
    guide = document.get(guide_uid, Guide)
    changed = replace(
        guide,
        pose=guide.pose if pose is None else pose,
        size_m=guide.size_m if size_m is None else size_m,
        is_visible=guide.is_visible if is_visible is None else is_visible,
    )
    with document.edit(CHANGE_GUIDE.message, scope=guide.work_uid, merge=merge) as edit:
        edit.put(changed)


def remove_guide(document: Document, guide_uid: str) -> None:
    """Take a guide down."""
    guide = document.get(guide_uid, Guide)
    with document.edit(REMOVE_GUIDE.message, scope=guide.work_uid) as edit:
        edit.remove(guide_uid)


def add_reference(
    document: Document, work_uid: str, picture: Picture, *, layer_uid: str, name: str, pose: Pose
) -> Reference:
    """Put a picture or a model into the room and return it.

    Its bytes go into the library on their own, beside the page's undo steps: they are large,
    and one picture may stand in several pages.

    Raises
    ------
    KeyError
        If there is no such layer.
    """
    document.get(layer_uid, Layer)
    if document.find(picture.uid) is None:
        with document.edit(KEEP_PICTURE.message, is_undoable=False) as edit:
            edit.put(picture)
    reference = Reference(new_uid(), work_uid, layer_uid, picture.uid, name, pose)
    with document.edit(ADD_REFERENCE.message, scope=work_uid) as edit:
        edit.put(reference)
    return reference


def set_reference(
    document: Document,
    reference_uid: str,
    *,
    pose: Pose | None = None,
    name: str | None = None,
    is_visible: bool | None = None,
    merge: str = "",
) -> None:
    """Move, rename, show or hide a reference; what is None stays."""
    reference = document.get(reference_uid, Reference)
    changed = replace(
        reference,
        pose=reference.pose if pose is None else pose,
        name=reference.name if name is None else name,
        is_visible=reference.is_visible if is_visible is None else is_visible,
    )
    with document.edit(CHANGE_REFERENCE.message, scope=reference.work_uid, merge=merge) as edit:
        edit.put(changed)


def remove_reference(document: Document, reference_uid: str) -> None:
    """Take a reference out of the room."""
    reference = document.get(reference_uid, Reference)
    with document.edit(REMOVE_REFERENCE.message, scope=reference.work_uid) as edit:
        edit.remove(reference_uid)


def set_place(
    document: Document,
    work_uid: str,
    *,
    environment_uid: str | None = None,
    seed: int | None = None,
    settings: Mapping[str, float] | None = None,
    name: str = "",
    merge: str = "",
) -> Place:
    """Change a page's surroundings and return them; what is None stays.

    Parameters
    ----------
    settings : mapping
        All numbers that differ from the environment's own; another environment begins with none.
    name : str
        Of the person's own place that was chosen.
    merge : str
        The key of the gesture (a slider): its steps become one.

    Raises
    ------
    KeyError
        If the page has none and no environment is named.
    """
    before = place_of(document, work_uid)
    if before is None:
        if environment_uid is None:
            raise KeyError(work_uid)
        before = Place(new_uid(), work_uid, environment_uid, 0)
    is_other = environment_uid not in (None, before.environment_uid)
    kept = () if is_other else before.settings
    place = replace(
        before,
        environment_uid=before.environment_uid if environment_uid is None else environment_uid,
        seed=before.seed if seed is None else seed,
        settings=kept if settings is None else _settings(settings),
        name=name,
    )
    with document.edit(SET_PLACE.message, scope=work_uid, merge=merge) as edit:
        edit.put(place)
    return place


def save_place(document: Document, work_uid: str, *, name: str) -> Place:
    """Keep a page's surroundings as the person's own, to be chosen elsewhere; return them.

    Raises
    ------
    KeyError
        If the page has none.
    """
    place = place_of(document, work_uid)
    if place is None:
        raise KeyError(work_uid)
    own = replace(place, uid=new_uid(), work_uid="", name=name.strip() or place.name)
    with document.edit(SAVE_PLACE.message) as edit:
        edit.put(own)
    return own


def own_places(document: Document) -> Iterator[Place]:
    """Give the places a person kept as their own."""
    return parts_of(document, "", Place)


def forget_place(document: Document, place_uid: str) -> None:
    """Let go of one of the person's own places; pages made there keep theirs.

    Raises
    ------
    KeyError
        If there is none.
    """
    place = document.find(place_uid)
    if not isinstance(place, Place) or place.work_uid:
        raise KeyError(place_uid)
    with document.edit(FORGET_PLACE.message) as edit:
        edit.remove(place_uid)


def put_path(
    document: Document,
    work_uid: str,
    keys: npt.ArrayLike,
    *,
    name: str = "",
    path_uid: str = "",
    merge: str = "",
) -> CameraPath:
    """Add a way of the camera, or replace one, and return it.

    Parameters
    ----------
    keys : ndarray, shape (n, 9), columns `CAMERA_COLUMNS`
        In rising time.
    """
    before = document.find(path_uid)
    kept = before.name if isinstance(before, CameraPath) else ""
    points = np.array(keys, np.float32).reshape(-1, 9)
    path = CameraPath(path_uid or new_uid(), work_uid, name or kept, points)
    with document.edit(SET_PATH.message, scope=work_uid, merge=merge) as edit:
        edit.put(path)
    return path


def remove_path(document: Document, path_uid: str) -> None:
    """Take a way of the camera away."""
    path = document.get(path_uid, CameraPath)
    with document.edit(REMOVE_PATH.message, scope=path.work_uid) as edit:
        edit.remove(path_uid)


def _settings(settings: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple((name, float(value)) for name, value in sorted(settings.items()))
