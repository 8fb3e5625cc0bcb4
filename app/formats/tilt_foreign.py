"""What a `.tilt` knows of a stroke and we do not: kept as JSON with it, and written back.

A kept value is used only while ours still is what was made of it, so that a stroke that was
recoloured, moved or cut is written as it is now.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from app.formats.tilt_layout import POSE_WORDS, LaidStroke, PointBit, StrokeBit, Words
from app.formats.tilt_points import (
    KNOWN_MASK,
    METRES,
    Points,
    added_difference,
    packed,
    unpacked,
)
from app.model.space import SpaceStroke

KEY: Final = "tilt"
_WORD: Final = struct.Struct("<I")
_REAL: Final = struct.Struct("<f")
_FOUR: Final = struct.Struct("<4f")
_SMALLEST_M: Final = 1e-5
_LARGEST_M: Final = 1000.0
_WHITE: Final = 255
_AS_JSON: Final = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a stroke; the defaults are those of a stroke of our own."""

    guid: str = ""
    index: int = -1
    colour: tuple[float, ...] = ()
    size: float = 0.0
    extensions: Mapping[int, bytes] = field(default_factory=dict)
    mask: int = KNOWN_MASK
    began_ms: int | None = None
    checksum: int = -1
    difference: str = ""
    more: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the stroke never was in a `.tilt`."""
        return self.checksum < 0


class Foreign(NamedTuple):
    """What is kept of a stroke, as JSON, and what of it is ours as well."""

    text: str
    colour: tuple[int, int, int]
    opacity: float
    first_ms: int


def foreign_of(laid: LaidStroke, guid: str, points: Points, first: int, difference: str) -> Foreign:
    """Return what is kept of a stroke.

    Parameters
    ----------
    first : int
        When it began, milliseconds.
    """
    table: dict[str, Any] = {"guid": guid} if guid else {"index": laid.brush_index}
    rgb, opacity = colour_of(laid.colour)
    if _FOUR.pack(*laid.colour) != _FOUR.pack(*(part / _WHITE for part in rgb), opacity):
        table["colour"] = laid.colour
    table["size"] = laid.size
    if laid.extensions:
        table["ext"] = {str(bit): word.hex() for bit, word in laid.extensions.items()}
    if laid.point_mask != KNOWN_MASK:
        table["mask"] = laid.point_mask
        if laid.point_mask & ~KNOWN_MASK:
            table["more"] = packed(laid.words[:, _unknown(laid.point_mask)])
    table |= {"ms": first, "crc": checksum(points)}
    if difference:
        table["diff"] = difference
    return Foreign(_AS_JSON({KEY: table}), rgb, opacity, first)


def kept_of(stroke: SpaceStroke) -> Kept:
    """Return what was kept of a stroke; nothing where it is none of a `.tilt`."""
    if not stroke.foreign:
        return Kept()
    try:
        return _kept(json.loads(stroke.foreign)[KEY])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error):
        return Kept()


def _kept(table: Mapping[str, Any]) -> Kept:
    colour = tuple(float(part) for part in table.get("colour", ()))
    mask = int(table.get("mask", KNOWN_MASK))
    if len(colour) not in (0, 4) or not 0 <= mask < 1 << 32:
        raise ValueError("a colour or a mask")
    return Kept(
        guid=str(table.get("guid", "")),
        index=int(table.get("index", -1)),
        colour=colour,
        size=float(table["size"]),
        extensions=dict(_extensions(table.get("ext", {}))),
        mask=mask,
        began_ms=int(table["ms"]) & 0xFFFFFFFF,
        checksum=int(table["crc"]),
        difference=str(table.get("diff", "")),
        more=str(table.get("more", "")),
    )


def _extensions(table: Mapping[str, str]) -> list[tuple[int, bytes]]:
    found = [(int(bit), bytes.fromhex(word)) for bit, word in table.items()]
    if any(not 0 <= bit < 32 or (bit < 16 and len(word) != 4) for bit, word in found):
        raise ValueError("an extension")
    return found


def colour_of(laid: tuple[float, float, float, float]) -> tuple[tuple[int, int, int], float]:
    """Return a colour as sRGB, 0 to 255, and its opacity, 0 to 1."""
    red, green, blue = (round(min(max(part, 0.0), 1.0) * _WHITE) for part in laid[:3])
    return (red, green, blue), min(max(laid[3], 0.0), 1.0)


def laid_colour(stroke: SpaceStroke, kept: Kept) -> tuple[float, float, float, float]:
    """Return a stroke's colour as the file has it."""
    now = [part / _WHITE for part in stroke.colour]
    opacity = stroke.opacity
    if kept.colour:
        rgb, alpha = colour_of((kept.colour[0], kept.colour[1], kept.colour[2], kept.colour[3]))
        now = list(kept.colour[:3]) if rgb == stroke.colour else now
        opacity = kept.colour[3] if alpha == stroke.opacity else opacity
    red, green, blue, alpha = _as_laid([*now, opacity])
    return red, green, blue, alpha


def size_m(size: float, scale: float) -> float:
    """Return a stroke's full width, metres, within what can be drawn."""
    return min(max(abs(size * scale) * METRES, _SMALLEST_M), _LARGEST_M)


def scale_of(extensions: Mapping[int, bytes]) -> float:
    """Return by what a size is scaled; 1 where nothing sensible is said."""
    word = extensions.get(StrokeBit.SCALE)
    if word is None:
        return 1.0
    scale = float(_REAL.unpack(word)[0])
    return scale if 1e-9 < abs(scale) < 1e9 else 1.0


def laid_size(stroke: SpaceStroke, kept: Kept) -> float:
    """Return a stroke's size as the file has it, before its scale."""
    scale = scale_of(kept.extensions)
    if not kept.is_ours and size_m(kept.size, scale) == stroke.size_m:
        return kept.size
    return stroke.size_m / METRES / abs(scale)


def seed_of(laid: LaidStroke) -> int:
    """Return a stroke's seed; where there is none, always the same one for the same points."""
    word = laid.word(StrokeBit.SEED)
    return _WORD.unpack(word)[0] if word is not None else zlib.crc32(laid.words.tobytes())


def number_of(laid: LaidStroke, bit: StrokeBit) -> int:
    """Return a word of a stroke as a number, 0 where there is none."""
    word = laid.word(bit)
    return int(_WORD.unpack(word)[0]) if word is not None else 0


def laid_points(kept: Kept, points: Points, ours: Words) -> tuple[Words, int]:
    """Return a stroke's words as they are written, and the mask of its points.

    Parameters
    ----------
    ours : ndarray, shape (n, 9), uint32
        The known words of the points.
    """
    is_as_it_was = not kept.is_ours and checksum(points) == kept.checksum
    if is_as_it_was and kept.difference:
        ours = added_difference(ours, kept.difference)
    if kept.mask != KNOWN_MASK and (is_as_it_was or kept.more):
        more = unpacked(kept.more)
        columns = (kept.mask & ~KNOWN_MASK).bit_count()
        if len(more) == len(ours) * columns * 4:
            return _interleaved(
                kept.mask, ours, np.frombuffer(more, "<u4").reshape(len(ours), columns)
            )
    return ours, KNOWN_MASK


def _interleaved(mask: int, ours: Words, more: Words) -> tuple[Words, int]:
    """Put the words of every bit of a mask in their order."""
    words = np.empty((len(ours), POSE_WORDS + mask.bit_count()), np.uint32)
    words[:, :POSE_WORDS] = ours[:, :POSE_WORDS]
    words[:, _unknown(mask)] = more
    for bit in PointBit:
        if mask >> bit & 1:
            place = POSE_WORDS + (mask & ((1 << bit) - 1)).bit_count()
            words[:, place] = ours[:, POSE_WORDS + bit]
    return words, mask


def _unknown(mask: int) -> list[int]:
    bits = [bit for bit in range(32) if mask >> bit & 1]
    return [POSE_WORDS + place for place, bit in enumerate(bits) if not KNOWN_MASK >> bit & 1]


def checksum(points: Points) -> int:
    """Return a number that tells whether points are what they were."""
    return zlib.crc32(np.ascontiguousarray(points).data)


def as_text(content: bytes) -> str:
    """Return bytes as text that JSON can hold."""
    return base64.b64encode(content).decode("ascii")


def as_bytes(text: object) -> bytes:
    """Return the bytes again; none where the text is none of ours."""
    try:
        return base64.b64decode(str(text), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _as_laid(parts: list[float]) -> list[float]:
    return [float(part) for part in np.array(parts, np.float32)]
