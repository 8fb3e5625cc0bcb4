"""The bytes of a `.tilt` file: its header, its zip, and the strokes in `data.sketch`.

Layout: the Open Brush documentation, "Open Brush File Format", and its extension masks. All is
little-endian. What is not known is kept as it stands, so that it can be written back.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from app.formats.reasons import (
    DOES_NOT_FIT,
    ENDS_EARLY,
    OTHER_KIND,
    OTHER_VERSION,
    TOO_MANY_STROKES,
    UNPACKS_TO_MORE,
    NotReadableError,
)

SKETCH: Final = "data.sketch"
METADATA: Final = "metadata.json"
THUMBNAIL: Final = "thumbnail.png"
POSE_WORDS: Final = 7

_TILT: Final = struct.Struct("<4sHHII")
_MAGIC: Final = b"tilT"
_SENTINEL: Final = 0xC576A5CD
_VERSIONS: Final = (5, 6)
_HEAD: Final = struct.Struct("<IiII")
_STROKE: Final = struct.Struct("<i5fII")
_COUNT: Final = struct.Struct("<i")
_WORD: Final = struct.Struct("<I")
_BLOBS_FROM: Final = 16
_MOST_MEMBERS: Final = 10_000
_MEMBER: Final = b"PK\x01\x02"
MAX_STROKES: Final = 200_000
# sketches pack to about a third: what unpacks to far more was made to do harm
_SMALL: Final = 16 << 20
_HONEST_RATIO: Final = 40
_MOST: Final = 512 << 20
_DATE: Final = (1980, 1, 1, 0, 0, 0)

Words = npt.NDArray[np.uint32]


class StrokeBit(IntEnum):
    """The bits of a stroke's mask whose words are known."""

    FLAGS = 0
    SCALE = 1
    GROUP = 2
    SEED = 3
    LAYER = 4


class PointBit(IntEnum):
    """The bits of a point's mask whose words are known."""

    PRESSURE = 0
    TIMESTAMP = 1


class NotSketchError(NotReadableError):
    """It is no sketch, or one that is damaged."""


@dataclass(frozen=True, eq=False, slots=True)
class LaidStroke:
    """A stroke as it lies in the file.

    ``colour`` is RGBA, 0 to 1; ``size`` decimetres before its scale. ``extensions`` : bytes by bit
    of the stroke's mask: four, or a blob from bit 16 on. ``words`` : ndarray, shape (n, 7 + k),
    uint32: position, orientation, then one word for each bit of ``point_mask``.
    """

    brush_index: int
    colour: tuple[float, float, float, float]
    size: float
    point_mask: int
    extensions: Mapping[int, bytes]
    words: Words = field(repr=False)

    def word(self, bit: StrokeBit) -> bytes | None:
        """Return the four bytes of a bit of the mask, None where there are none."""
        return self.extensions.get(bit)

    def column(self, bit: PointBit) -> Words | None:
        """Return a word of every point, shape (n,), None where there is none."""
        if not self.point_mask >> bit & 1:
            return None
        place = POSE_WORDS + (self.point_mask & ((1 << bit) - 1)).bit_count()
        found: Words = self.words[:, place]
        return found


@dataclass(frozen=True, eq=False, slots=True)
class LaidSketch:
    """All strokes, and what stands before them."""

    strokes: tuple[LaidStroke, ...]
    version: int = 5
    header: bytes = b""


@dataclass(frozen=True, eq=False, slots=True)
class TiltFiles:
    """The files in a `.tilt`; ``others`` are those of unknown names."""

    sketch: bytes = field(repr=False)
    metadata: bytes = field(repr=False)
    thumbnail: bytes = field(default=b"", repr=False)
    others: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def is_tilt(content: bytes) -> bool:
    """Whether this begins as a `.tilt` does."""
    return content.startswith(_MAGIC)


def unpack(content: bytes) -> TiltFiles:
    """Return the files in a `.tilt`.

    Raises
    ------
    NotSketchError
        If it is none, is damaged, or would unpack to far more than it should.
    """
    start = 0
    if is_tilt(content):
        if len(content) < _TILT.size:
            raise NotSketchError(OTHER_KIND)
        _, start, *_ = _TILT.unpack_from(content)
    # the table of files is read whole before anybody can count it
    if content.count(_MEMBER) > _MOST_MEMBERS:
        raise NotSketchError(UNPACKS_TO_MORE)
    try:
        with zipfile.ZipFile(io.BytesIO(memoryview(content)[start:])) as archive:
            files = dict(_members(archive, len(content)))
    except (*_ZIP_ERRORS, UnicodeDecodeError) as error:
        raise NotSketchError(DOES_NOT_FIT) from error
    if SKETCH not in files:
        raise NotSketchError(DOES_NOT_FIT)
    return TiltFiles(
        files.pop(SKETCH), files.pop(METADATA, b"{}"), files.pop(THUMBNAIL, b""), files
    )


_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    struct.error,
    OverflowError,
)


def _members(archive: zipfile.ZipFile, size: int) -> Iterator[tuple[str, bytes]]:
    left = min(_MOST, _SMALL + _HONEST_RATIO * size)
    for member in archive.infolist():
        if member.is_dir():
            continue
        with archive.open(member) as file:
            found = file.read(left + 1)
        left -= len(found)
        if left < 0:
            raise NotSketchError(UNPACKS_TO_MORE)
        yield member.filename, found


def pack(files: TiltFiles) -> bytes:
    """Return files as a `.tilt`."""
    out = io.BytesIO()
    out.write(_TILT.pack(_MAGIC, _TILT.size, 1, 0, 0))
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in (
            (THUMBNAIL, files.thumbnail),
            (SKETCH, files.sketch),
            (METADATA, files.metadata),
            *files.others.items(),
        ):
            if not content and name == THUMBNAIL:
                continue
            entry = zipfile.ZipInfo(name, _DATE)
            is_picture = name.lower().endswith((".png", ".jpg", ".jpeg"))
            entry.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=3)
    out.write(body.getbuffer())
    return out.getvalue()


def from_sketch(content: bytes) -> LaidSketch:
    """Return the strokes of a `data.sketch`; counts are checked before memory is taken.

    Raises
    ------
    NotSketchError
        If it is none, of a version that is not known, or ends too early.
    """
    reader = _Reader(content)
    sentinel, version, _, length = reader.take(_HEAD)
    if sentinel != _SENTINEL or version not in _VERSIONS:
        raise NotSketchError(OTHER_VERSION)
    header = reader.bytes(length)
    (count,) = reader.take(_COUNT)
    if not 0 <= count <= reader.left // (_STROKE.size + _COUNT.size):
        raise NotSketchError(ENDS_EARLY)
    if count > MAX_STROKES:
        raise NotSketchError(TOO_MANY_STROKES)
    return LaidSketch(tuple(_read_stroke(reader) for _ in range(count)), version, header)


def sketch_bytes(sketch: LaidSketch) -> bytes:
    """Return strokes as a `data.sketch`."""
    out = bytearray(_HEAD.pack(_SENTINEL, sketch.version, 0, len(sketch.header)))
    out += sketch.header
    out += _COUNT.pack(len(sketch.strokes))
    for stroke in sketch.strokes:
        mask = sum(1 << bit for bit in stroke.extensions)
        out += _STROKE.pack(
            stroke.brush_index, *stroke.colour, stroke.size, mask, stroke.point_mask
        )
        for bit, content in sorted(stroke.extensions.items()):
            out += content if bit < _BLOBS_FROM else _WORD.pack(len(content)) + content
        out += _COUNT.pack(len(stroke.words))
        out += stroke.words.astype("<u4", copy=False).tobytes()
    return bytes(out)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._content) - self._at

    def take(self, layout: struct.Struct) -> tuple[int, ...]:
        start = self._step(layout.size)
        return layout.unpack_from(self._content, start)

    def bytes(self, count: int) -> bytes:
        start = self._step(count)
        return self._content[start : start + count]

    def words(self, rows: int, columns: int) -> Words:
        start = self._step(rows * columns * 4)
        flat = np.frombuffer(self._content, "<u4", rows * columns, start)
        return flat.reshape(rows, columns)

    def _step(self, count: int) -> int:
        start = self._at
        if not 0 <= count <= self.left:
            raise NotSketchError(ENDS_EARLY)
        self._at += count
        return start


def _read_stroke(reader: _Reader) -> LaidStroke:
    index, red, green, blue, alpha, size, mask, point_mask = reader.take(_STROKE)
    extensions = {}
    bits = mask
    while bits:
        bit = (bits & -bits).bit_length() - 1
        bits &= bits - 1
        length = 4 if bit < _BLOBS_FROM else reader.take(_WORD)[0]
        extensions[bit] = reader.bytes(length)
    (count,) = reader.take(_COUNT)
    if count < 0:
        raise NotSketchError(DOES_NOT_FIT)
    words = reader.words(count, POSE_WORDS + point_mask.bit_count())
    return LaidStroke(index, (red, green, blue, alpha), size, point_mask, extensions, words)
