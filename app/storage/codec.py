"""How values lie in a row: exact, and small.

A person's text is stored as UTF-8 bytes that also carry lone surrogates and NUL, because a text
column of SQLite refuses the first and shortens at the second in its own functions.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import zstandard

from app.model.entities import POINT_COLUMNS
from app.model.meshes import Indices
from app.model.tiles import TILE_PX, Tile

_LEVEL = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TILE_SHAPE = (TILE_PX, TILE_PX, 4)
_MICROSECOND = timedelta(microseconds=1)


def pack_text(text: str) -> bytes:
    """Return any Python text as bytes."""
    return text.encode("utf-8", "surrogatepass")


def unpack_text(content: bytes) -> str:
    """Return the text, exactly."""
    return content.decode("utf-8", "surrogatepass")


def pack_json(value: object) -> bytes:
    """Return lists, dicts, texts and numbers as bytes."""
    return pack_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def unpack_json(content: bytes) -> Any:
    """Return the value, exactly."""
    return json.loads(unpack_text(content))


def pack_time(at: datetime) -> str:
    """Return a time as ISO 8601 text with its offset."""
    return at.isoformat()


def unpack_time(text: str) -> datetime:
    """Return the time."""
    return datetime.fromisoformat(text)


def pack_optional_time(at: datetime | None) -> str | None:
    """Return a time as text, or None."""
    return None if at is None else pack_time(at)


def unpack_optional_time(text: str | None) -> datetime | None:
    """Return the time, or None."""
    return None if text is None else unpack_time(text)


def microseconds(at: datetime) -> int:
    """Return microseconds since 1970 (UTC), to sort by; a naive time is taken as UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the time in UTC."""
    return _EPOCH + value * _MICROSECOND


def pack_tile(tile: Tile) -> bytes:
    """Return a tile's pixels, little-endian, plane by plane, compressed."""
    planes = np.ascontiguousarray(tile.astype("<u2", copy=False).transpose(2, 0, 1))
    return zstandard.ZstdCompressor(_LEVEL).compress(planes.tobytes())


def unpack_tile(content: bytes) -> Tile:
    """Return the pixels, shape (64, 64, 4), uint16.

    Raises
    ------
    ValueError
        If the bytes are not a tile.
    """
    planes = np.frombuffer(_unpacked(content), "<u2").reshape(4, TILE_PX, TILE_PX)
    return planes.transpose(1, 2, 0).astype(np.uint16)


def pack_points(points: npt.NDArray[np.float32]) -> bytes:
    """Return a stroke's points, little-endian, column by column, compressed."""
    columns = np.ascontiguousarray(points.astype("<f4", copy=False).T)
    return zstandard.ZstdCompressor(_LEVEL).compress(columns.tobytes())


def unpack_points(content: bytes, columns: int = len(POINT_COLUMNS)) -> npt.NDArray[np.float32]:
    """Return the points, shape (n, columns), float32.

    Raises
    ------
    ValueError
        If the bytes are not points.
    """
    rows = np.frombuffer(_unpacked(content), "<f4").reshape(columns, -1)
    # a copy, also where there is one row only: the bytes it came from may not be written
    return np.array(rows.T, np.float32, order="C")


def pack_faces(faces: Indices) -> bytes:
    """Return a mesh's triangles, little-endian, corner by corner, compressed."""
    corners = np.ascontiguousarray(faces.astype("<u4", copy=False).T)
    return zstandard.ZstdCompressor(_LEVEL).compress(corners.tobytes())


def unpack_faces(content: bytes) -> Indices:
    """Return the triangles, shape (n, 3), uint32.

    Raises
    ------
    ValueError
        If the bytes are none.
    """
    corners = np.frombuffer(_unpacked(content), "<u4").reshape(3, -1)
    return np.array(corners.T, np.uint32, order="C")


def pack_colour(colour: tuple[int, int, int]) -> int:
    """Return a colour, 0 to 255 a channel, as one number."""
    red, green, blue = colour
    return int(red) << 16 | int(green) << 8 | int(blue)


def unpack_colour(number: int) -> tuple[int, int, int]:
    """Return the colour."""
    return (number >> 16 & 255, number >> 8 & 255, number & 255)


def _unpacked(content: bytes) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompress(content)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
