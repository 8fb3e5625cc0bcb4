"""Works, layers, strokes, tiles and thumbnails as rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.model.entities import BlendMode, Layer, Stroke, Work, WorkKind
from app.model.tiles import Tile
from app.storage.codec import (
    microseconds,
    pack_colour,
    pack_json,
    pack_optional_time,
    pack_points,
    pack_text,
    pack_tile,
    pack_time,
    unpack_colour,
    unpack_json,
    unpack_optional_time,
    unpack_points,
    unpack_text,
    unpack_tile,
    unpack_time,
)
from app.storage.connection import Row
from app.storage.rows import RowKind


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


def _work(row: Any) -> Work:
    uid, kind, title, width, height, layers, created_at, words, prompt_uid, finished, binned = row
    return Work(
        uid=uid,
        kind=WorkKind(kind),
        title=unpack_text(title),
        width=width,
        height=height,
        layers=tuple(unpack_json(layers)),
        created_at=unpack_time(created_at),
        words=unpack_text(words),
        prompt_uid=prompt_uid,
        is_finished=bool(finished),
        binned_at=unpack_optional_time(binned),
    )


def _work_row(work: Work) -> Row:
    return (
        work.uid,
        work.kind.value,
        pack_text(work.title),
        work.width,
        work.height,
        pack_json(list(work.layers)),
        pack_time(work.created_at),
        pack_text(work.words),
        work.prompt_uid,
        int(work.is_finished),
        pack_optional_time(work.binned_at),
    )


def _work_order(work: Work) -> Row:
    binned = None if work.binned_at is None else microseconds(work.binned_at)
    return (microseconds(work.created_at), binned)


WORKS = RowKind(
    "works",
    (
        "uid",
        "kind",
        "title",
        "width",
        "height",
        "layers",
        "created_at",
        "words",
        "prompt_uid",
        "is_finished",
        "binned_at",
    ),
    _work_row,
    _work,
    ("created_us", "binned_us"),
    _work_order,
)


def _layer(row: Any) -> Layer:
    uid, work_uid, name, mode, opacity, is_visible = row
    return Layer(uid, work_uid, unpack_text(name), BlendMode(mode), opacity, bool(is_visible))


def _layer_row(layer: Layer) -> Row:
    return (
        layer.uid,
        layer.work_uid,
        pack_text(layer.name),
        layer.mode.value,
        float(layer.opacity),
        int(layer.is_visible),
    )


LAYERS = RowKind(
    "layers",
    ("uid", "work_uid", "name", "mode", "opacity", "is_visible"),
    _layer_row,
    _layer,
)


def _stroke(row: Any) -> Stroke:
    uid, work_uid, layer_uid, brush_uid, colour, size, opacity, eraser, seed, started, points = row
    return Stroke(
        uid=uid,
        work_uid=work_uid,
        layer_uid=layer_uid,
        brush_uid=brush_uid,
        colour=unpack_colour(colour),
        size_px=size,
        opacity=opacity,
        is_eraser=bool(eraser),
        seed=int(seed),
        started_at=unpack_time(started),
        points=unpack_points(points),
    )


def _stroke_row(stroke: Stroke) -> Row:
    return (
        stroke.uid,
        stroke.work_uid,
        stroke.layer_uid,
        stroke.brush_uid,
        pack_colour(stroke.colour),
        float(stroke.size_px),
        float(stroke.opacity),
        int(stroke.is_eraser),
        # a seed may be larger than SQLite's signed integers
        str(int(stroke.seed)),
        pack_time(stroke.started_at),
        pack_points(stroke.points),
    )


STROKES = RowKind(
    "strokes",
    (
        "uid",
        "work_uid",
        "layer_uid",
        "brush_uid",
        "colour",
        "size_px",
        "opacity",
        "is_eraser",
        "seed",
        "started_at",
        "points",
    ),
    _stroke_row,
    _stroke,
    ("started_us",),
    lambda stroke: (microseconds(stroke.started_at),),
)


def _tile(row: Any) -> TileRow:
    layer_uid, tile_row, tile_column, pixels = row
    return TileRow(layer_uid, tile_row, tile_column, unpack_tile(pixels))


TILES = RowKind(
    "tiles",
    ("layer_uid", "tile_row", "tile_column", "pixels"),
    lambda tile: (tile.layer_uid, tile.row, tile.column, pack_tile(tile.pixels)),
    _tile,
    key=("layer_uid", "tile_row", "tile_column"),
)


def _thumbnail(row: Any) -> Thumbnail:
    return Thumbnail(*row)


THUMBNAILS = RowKind(
    "thumbnails",
    ("work_uid", "png"),
    lambda thumbnail: (thumbnail.work_uid, thumbnail.png),
    _thumbnail,
    key=("work_uid",),
)
