"""What a file or folder is that somebody wants to bring in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any, Final

from app.formats.archive_reader import Archive
from app.formats.archive_writer import MANIFEST
from app.formats.container import Container, told
from app.formats.day_one import MAX_JSON, day_one, is_day_one
from app.formats.jrnl import MAX_TEXT, is_jrnl_json, is_jrnl_text, jrnl_json, jrnl_text
from app.formats.markdown_folder import ENDINGS, markdown_folder
from app.formats.model_source import ENDINGS as MODELS
from app.formats.model_source import ModelSource
from app.formats.ora_source import OraSource
from app.formats.source import Source, not_this_kind
from app.formats.tilt_source import InSpace, TiltSource
from app.model.words import Sentence

UNKNOWN: Final = Sentence(
    "“{name}” is nothing that can be brought in. Your library is as it was. Please choose a copy "
    "made by Innerscape, an export of Day One or jrnl, a folder of Markdown pages, an OpenRaster "
    "picture, a sketch in space (.tilt) or a model (.glb, .obj, .ply, .stl)."
)
_MOST_JSON: Final = 200


def source_of(
    container: Container,
    *,
    zone: tzinfo,
    now: datetime,
    schema: dict[str, Any],
    in_space: Callable[[], InSpace],
) -> Source:
    """Return what pages and pictures can be brought in from.

    Parameters
    ----------
    zone : tzinfo
        Where the person is, for pages that say no zone.
    schema : dict
        The JSON Schema of an archive's manifest.
    in_space : callable
        Returns what a page in space is made with.

    Raises
    ------
    PersonError
        If it is none of what is known, or is damaged.
    """
    names = [name for name in container.names() if not _is_hidden(name)]
    if MANIFEST in names:
        return Archive(container, schema)
    one = _one_page(container, names, now, in_space)
    if one is not None:
        return one
    pages = [name for name in names if name.lower().endswith(ENDINGS)]
    files = [] if pages else [name for name in names if name.lower().endswith(".json")]
    tables = _tables(container, files)
    if is_day_one(tables):
        return day_one(container, tables)
    if is_jrnl_json(tables):
        return jrnl_json(container, tables, zone)
    if len(names) == 1:
        text = _text(container, names[0])
        if text is not None and is_jrnl_text(text):
            return jrnl_text(container, text, zone)
    if pages:
        return markdown_folder(container, pages, zone)
    raise told(UNKNOWN, container.name)


def _one_page(
    container: Container, names: list[str], now: datetime, in_space: Callable[[], InSpace]
) -> Source | None:
    """Return the source of a file that is one work by itself, None where it is none."""
    name = names[0] if len(names) == 1 else ""
    if name.lower().endswith(".ora"):
        return OraSource(container, name, now)
    if name.lower().endswith(".tilt"):
        return TiltSource(container, name, now, in_space())
    if name.lower().endswith(MODELS):
        return ModelSource(container, name, now, in_space())
    return None


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _tables(container: Container, names: list[str]) -> dict[str, Any]:
    found = {}
    left = MAX_JSON
    # journals lie at the top; what lies deeper is somebody's settings
    for name in [name for name in names if name.count("/") <= 1][:_MOST_JSON]:
        content = container.read(name, limit=left)
        left -= len(content)
        try:
            found[name] = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise not_this_kind(container.name, name) from error
    return found


def _text(container: Container, name: str) -> str | None:
    if not name.lower().endswith((".txt", ".jrnl", ".md", ".journal")) and "." in name:
        return None
    try:
        return container.read(name, limit=MAX_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
