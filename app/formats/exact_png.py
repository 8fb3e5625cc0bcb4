"""A layer's pixels as a 16-bit PNG that gives the same pixels again (PNG, third edition, W3C).

Pixels are kept premultiplied, 15 bits; PNG wants straight ones. With 16 bits for a straight value
the way back is exact: its rounding error times alpha stays under half a step. Pixels that no
premultiplied picture has (a colour above its alpha) are written raw.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from app.model.changes import TileChange
from app.model.tiles import MAX_SIDE_PX, ONE, TILE_PX, TileGrid

STRAIGHT: Final = "straight-16"
RAW: Final = "premultiplied-15"
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TOP: Final = 65535
_UP: Final = 2
_LEVEL: Final = 3
_EMPTY: Final = np.zeros((TILE_PX, TILE_PX, 4), np.uint16)
_EMPTY.flags.writeable = False

Rows = npt.NDArray[np.uint16]


def layer_png(grid: TileGrid) -> tuple[bytes, str]:
    """Return a layer as PNG, and which of `STRAIGHT` and `RAW` its values are."""
    is_straight = all(_is_premultiplied(rows) for rows in _bands(grid))
    packer = zlib.compressobj(_LEVEL)
    parts = []
    above = np.zeros((1, grid.width * 8), np.uint8)
    for rows in _bands(grid):
        values = _straight(rows) if is_straight else rows
        plain = values.astype(">u2").reshape(len(rows), -1).view(np.uint8)
        shifted = np.concatenate((above, plain[:-1]))
        above = plain[-1:]
        lines = np.full((len(rows), plain.shape[1] + 1), _UP, np.uint8)
        np.subtract(plain, shifted, out=lines[:, 1:])
        parts.append(packer.compress(lines.tobytes()))
    parts.append(packer.flush())
    header = struct.pack(">IIBBBBB", grid.width, grid.height, 16, 6, 0, 0, 0)
    content = _chunk(b"IHDR", header) + _chunk(b"IDAT", b"".join(parts)) + _chunk(b"IEND", b"")
    return _SIGNATURE + content, STRAIGHT if is_straight else RAW


def layer_grid(png: bytes, values: str) -> TileGrid:
    """Return the pixels of a PNG that `layer_png` made.

    Raises
    ------
    ValueError
        If it is not such a PNG; never more is unpacked than the picture needs.
    """
    if values not in (STRAIGHT, RAW):
        raise ValueError("unknown values")
    width, height, packed = _opened(png)
    grid = TileGrid.empty(width, height)
    unpacker = zlib.decompressobj()
    above = np.zeros(width * 8, np.uint8)
    line = width * 8 + 1
    for top in range(0, height, TILE_PX):
        count = min(TILE_PX, height - top)
        packed, content = _unpacked(unpacker, packed, count * line)
        lines = np.frombuffer(content, np.uint8).reshape(count, line)
        if (lines[:, 0] != _UP).any():
            raise ValueError("another filter")
        plain = np.cumsum(np.vstack((above, lines[:, 1:])), axis=0, dtype=np.uint8)[1:]
        above = plain[-1]
        rows = np.ascontiguousarray(plain).view(">u2").reshape(count, width, 4).astype(np.uint16)
        if (rows > (_TOP if values == STRAIGHT else ONE)).any():
            raise ValueError("a value above one")
        _put(grid, top // TILE_PX, _premultiplied(rows) if values == STRAIGHT else rows)
    return grid


def painted_tiles(layer_uid: str, grid: TileGrid) -> Iterator[TileChange]:
    """Give every tile of a new layer that is not empty, as the change that paints it."""
    for row, column in np.argwhere(grid.tiles.any(axis=(2, 3, 4))).tolist():
        after = grid.tiles[row, column].copy()
        after.flags.writeable = False
        yield TileChange(layer_uid, row, column, _EMPTY, after)


def eight_bit(grid: TileGrid) -> npt.NDArray[np.uint8]:
    """Return a layer's pixels as everybody knows them: (height, width, 4), straight RGBA."""
    out = np.empty((grid.height, grid.width, 4), np.uint8)
    top = 0
    for rows in _bands(grid):
        values = _straight(np.minimum(rows, rows[..., 3:])).astype(np.uint32)
        out[top : top + len(rows)] = (values + 128) // 257
        top += len(rows)
    return out


def from_eight_bit(pixels: npt.NDArray[np.uint8], grid: TileGrid, left: int, top: int) -> None:
    """Put straight 8-bit RGBA onto an empty grid; what lies beside the canvas is left out."""
    height, width = pixels.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, grid.width), min(top + height, grid.height)
    for row, column in _tiles_of(x0, y0, x1, y1):
        ty, tx = row * TILE_PX, column * TILE_PX
        ya, yb = max(y0, ty), min(y1, ty + TILE_PX)
        xa, xb = max(x0, tx), min(x1, tx + TILE_PX)
        part = pixels[ya - top : yb - top, xa - left : xb - left].astype(np.uint16) * 257
        grid.tiles[row, column, ya - ty : yb - ty, xa - tx : xb - tx] = _premultiplied(part)


def _tiles_of(x0: int, y0: int, x1: int, y1: int) -> Iterator[tuple[int, int]]:
    if x0 < x1 and y0 < y1:
        for row in range(y0 // TILE_PX, (y1 - 1) // TILE_PX + 1):
            for column in range(x0 // TILE_PX, (x1 - 1) // TILE_PX + 1):
                yield row, column


def _bands(grid: TileGrid) -> Iterator[Rows]:
    for number, band in enumerate(grid.tiles):
        rows = band.transpose(1, 0, 2, 3).reshape(TILE_PX, -1, 4)
        yield rows[: grid.height - number * TILE_PX, : grid.width]


def _put(grid: TileGrid, row: int, rows: Rows) -> None:
    for column in range(grid.tiles.shape[1]):
        part = rows[:, column * TILE_PX : (column + 1) * TILE_PX]
        grid.tiles[row, column, : part.shape[0], : part.shape[1]] = part


def _is_premultiplied(rows: Rows) -> bool:
    return bool((rows <= rows[..., 3:]).all() and (rows <= ONE).all())


def _straight(rows: Rows) -> Rows:
    if not rows.any():
        return rows
    # the largest sum is 2 * 65535 * 32768 + 32768: it just fits
    alpha = rows[..., 3:].astype(np.uint32)
    colour = (rows[..., :3] * np.uint32(2 * _TOP) + alpha) // np.maximum(2 * alpha, 1)
    wide = (alpha * np.uint32(_TOP) + np.uint32(ONE // 2)) // np.uint32(ONE)
    return np.concatenate((colour, wide), axis=-1).astype(np.uint16)


def _premultiplied(values: Rows) -> Rows:
    if not values.any():
        return values
    # the largest sum is 2**32 - 1
    alpha = (values[..., 3:] * np.uint32(ONE) + np.uint32(_TOP // 2)) // np.uint32(_TOP)
    colour = (values[..., :3] * alpha * np.uint32(2) + np.uint32(_TOP)) // np.uint32(2 * _TOP)
    return np.concatenate((colour, alpha), axis=-1).astype(np.uint16)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _opened(png: bytes) -> tuple[int, int, bytes]:
    chunks = dict(_chunks(png))
    header = chunks.get(b"IHDR", b"")
    if len(header) != 13 or b"IDAT" not in chunks:
        raise ValueError("not a PNG")
    width, height, *kind = struct.unpack(">IIBBBBB", header)
    if kind != [16, 6, 0, 0, 0] or not (0 < width <= MAX_SIDE_PX and 0 < height <= MAX_SIDE_PX):
        raise ValueError("another kind of PNG")
    return width, height, chunks[b"IDAT"]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    place = len(_SIGNATURE)
    while place + 12 <= len(png):
        length, name = struct.unpack_from(">I4s", png, place)
        content = png[place + 8 : place + 8 + length]
        place += 12 + length
        if place > len(png) or zlib.crc32(name + content) != _check_of(png, place):
            raise ValueError("a damaged PNG")
        yield name, content


def _check_of(png: bytes, end: int) -> int:
    (check,) = struct.unpack_from(">I", png, end - 4)
    return int(check)


def _unpacked(unpacker: zlib._Decompress, packed: bytes, wanted: int) -> tuple[bytes, bytes]:
    try:
        content = unpacker.decompress(packed, wanted)
    except zlib.error as error:
        raise ValueError("a damaged PNG") from error
    if len(content) != wanted:
        raise ValueError("a PNG that ends early")
    return unpacker.unconsumed_tail, content
