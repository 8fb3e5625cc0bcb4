"""Points of a `.tilt` as points of ours and back, many strokes at once, exact to the last bit.

The file has decimetres in a left-handed room with y up and z ahead (Unity's); ours has metres in
a right-handed one with -z ahead. So z turns its sign, and of a quaternion x and y do. A tenth of a
single-precision number is rounded: what the way there and back would lose (a bit, seldom) is
noted as the difference of the words, a few bytes a point.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

from app.formats.tilt_layout import POSE_WORDS, LaidStroke, PointBit, Words
from app.model.space import SPACE_COLUMNS

METRES: Final = 0.1
KNOWN_MASK: Final = 1 << PointBit.PRESSURE | 1 << PointBit.TIMESTAMP
_FARTHEST_M: Final = 100_000.0
_MS: Final = 1000.0
# a stroke that has no times plays as a headset would have given it
_RATE_HZ: Final = 90.0
_SIGNS: Final = np.array([1, 1, -1, -1, -1, 1, 1], np.float32)
_MOST_UNPACKED: Final = 1 << 28

Points = npt.NDArray[np.float32]


def canonical_words(strokes: list[LaidStroke]) -> tuple[Words, npt.NDArray[np.int64]]:
    """Return all points, nine known words each, shape (n, 9), and where each stroke begins.

    A word that a stroke does not have is filled in: full pressure, even times.
    """
    starts = np.zeros(len(strokes) + 1, np.int64)
    np.cumsum([len(stroke.words) for stroke in strokes], out=starts[1:])
    words = np.empty((int(starts[-1]), len(SPACE_COLUMNS)), np.uint32)
    for stroke, start, end in zip(strokes, starts, starts[1:], strict=False):
        if stroke.point_mask == KNOWN_MASK:
            words[start:end] = stroke.words
        else:
            _fill(stroke, words[start:end])
    return words, starts


def _fill(stroke: LaidStroke, words: Words) -> None:
    words[:, :POSE_WORDS] = stroke.words[:, :POSE_WORDS]
    pressure, times = stroke.column(PointBit.PRESSURE), stroke.column(PointBit.TIMESTAMP)
    words[:, 7] = np.float32(1).view(np.uint32) if pressure is None else pressure
    even = np.arange(len(words)) * (_MS / _RATE_HZ)
    words[:, 8] = even.astype(np.uint32) if times is None else times


def points_from_words(words: Words, starts: npt.NDArray[np.int64]) -> Points:
    """Return points of ours, shape (n, 9), columns `SPACE_COLUMNS`."""
    points = np.empty(words.shape, np.float32)
    # a word that is no number is looked for afterwards
    with np.errstate(invalid="ignore", over="ignore"):
        pose = words[:, :POSE_WORDS].view(np.float32)
        points[:, :3] = pose[:, :3].astype(np.float64) * METRES
        points[:, 3:7] = pose[:, 3:]
        points[:, :7] *= _SIGNS
        points[:, 7] = np.clip(words[:, 7].view(np.float32), 0, 1)
    points[:, 8] = (words[:, 8].astype(np.int64) - first_ms(words, starts)) / _MS
    return points


def first_ms(words: Words, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for every point when its stroke began, milliseconds, shape (n,)."""
    counts = np.diff(starts)
    firsts = words[np.minimum(starts[:-1], len(words) - 1), 8].astype(np.int64)
    found: npt.NDArray[np.int64] = np.repeat(firsts, counts)
    return found


def words_from_points(points: Points, began_ms: npt.NDArray[np.int64]) -> Words:
    """Return the nine known words of points of ours, shape (n, 9)."""
    words = np.empty(points.shape, np.uint32)
    pose = points[:, :POSE_WORDS] * _SIGNS
    pose[:, :3] = pose[:, :3].astype(np.float64) * (1 / METRES)
    words[:, :POSE_WORDS] = pose.view(np.uint32)
    words[:, 7] = np.ascontiguousarray(points[:, 7]).view(np.uint32)
    times = np.rint(points[:, 8].astype(np.float64) * _MS).astype(np.int64) + began_ms
    words[:, 8] = (times & 0xFFFFFFFF).astype(np.uint32)
    return words


def are_sound(points: Points, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whether each stroke has points, all of them numbers, none of them beyond all places."""
    with np.errstate(invalid="ignore"):
        good = np.isfinite(points).all(axis=1) & (np.abs(points[:, :3]) < _FARTHEST_M).all(axis=1)
    bad = np.concatenate(([0], np.cumsum(~good)))
    found: npt.NDArray[np.bool_] = (np.diff(starts) > 0) & (bad[starts[1:]] == bad[starts[:-1]])
    return found


def turned_somehow(points: Points) -> None:
    """Give a direction to points whose quaternion has none, in place."""
    lengths = np.einsum("ij,ij->i", points[:, 3:7], points[:, 3:7])
    points[~(lengths > 1e-12), 3:7] = (0, 0, 0, 1)


def packed_differences(rows: Words, starts: npt.NDArray[np.int64]) -> list[str]:
    """Return for every stroke, as text, what has to be added to our words to have theirs.

    It is "" where nothing has. No stroke may be without points.
    """
    difference = rows.view(np.int32)
    lowest = np.minimum.reduceat(difference, starts[:-1]).min(axis=1).tolist()
    highest = np.maximum.reduceat(difference, starts[:-1]).max(axis=1).tolist()
    small = difference.astype(np.int8)
    found = []
    for low, high, start, end in zip(
        lowest, highest, starts.tolist(), starts[1:].tolist(), strict=False
    ):
        if low == high == 0:
            found.append("")
        elif low >= -127 and high <= 127:
            found.append(packed(small[start:end]))
        else:
            found.append(packed(difference[start:end]))
    return found


def added_difference(ours: Words, text: str) -> Words:
    """Return our words with a difference added; unchanged where it does not fit."""
    content = unpacked(text)
    kind = {ours.size: "i1", ours.size * 4: "<i4"}.get(len(content))
    if kind is None:
        return ours
    difference = np.frombuffer(content, kind).astype(np.int32).reshape(ours.shape)
    return ours + difference.view(np.uint32)


def packed(array: npt.NDArray[np.generic]) -> str:
    """Return an array's bytes as short text."""
    return base64.b64encode(zlib.compress(array.tobytes(), 1)).decode("ascii")


def unpacked(text: str) -> bytes:
    """Return the bytes again; none where the text is none of ours."""
    try:
        return zlib.decompressobj().decompress(
            base64.b64decode(text, validate=True), _MOST_UNPACKED
        )
    except (ValueError, binascii.Error, zlib.error):
        return b""
