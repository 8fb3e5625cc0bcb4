"""Works, layers, strokes, tiles and thumbnails as rows."""

from __future__ import annotations

from typing import NamedTuple

from app.model.entities import BlendMode, Layer, Stroke, Work, WorkKind
from app.model.tiles import Tile
from app.storage.codec import pack_points, pack_tile, unpack_points, unpack_tile
from app.storage.columns import (
    AS_IS,
    COLOUR,
    FLAG,
    OPTIONAL_TIME,
    REAL,
    SEED,
    TEXT,
    TIME,
    one_of,
    rows_of,
)
from app.storage.journal_rows import WORDS


class TileRow(NamedTuple):
    """One tile of a layer."""

    layer_uid: str
    row: int
    column: int
    pixels: Tile


class Thumbnail(NamedTuple):
    """A work's small picture, PNG."""

    work_uid: str
    png: bytes


WORKS = rows_of(
    "works",
    Work,
    {
        "uid": AS_IS,
        "kind": one_of(WorkKind),
        "title": TEXT,
        "width": AS_IS,
        "height": AS_IS,
        "layers": WORDS,
        "created_at": TIME,
        "words": TEXT,
        "prompt_uid": AS_IS,
        "is_finished": FLAG,
        "binned_at": OPTIONAL_TIME,
    },
    sorted_by={"created_us": "created_at", "binned_us": "binned_at"},
)
LAYERS = rows_of(
    "layers",
    Layer,
    {
        "uid": AS_IS,
        "work_uid": AS_IS,
        "name": TEXT,
        "mode": one_of(BlendMode),
        "opacity": REAL,
        "is_visible": FLAG,
    },
)
STROKES = rows_of(
    "strokes",
    Stroke,
    {
        "uid": AS_IS,
        "work_uid": AS_IS,
        "layer_uid": AS_IS,
        "brush_uid": AS_IS,
        "colour": COLOUR,
        "size_px": REAL,
        "opacity": REAL,
        "is_eraser": FLAG,
        "seed": SEED,
        "started_at": TIME,
        "points": (pack_points, unpack_points),
    },
    sorted_by={"started_us": "started_at"},
)
TILES = rows_of(
    "tiles",
    TileRow,
    {
        "layer_uid": AS_IS,
        "tile_row": AS_IS,
        "tile_column": AS_IS,
        "pixels": (pack_tile, unpack_tile),
    },
    fields={"tile_row": "row", "tile_column": "column"},
    key=("layer_uid", "tile_row", "tile_column"),
)
THUMBNAILS = rows_of("thumbnails", Thumbnail, {"work_uid": AS_IS, "png": AS_IS}, key=("work_uid",))
