"""OpenRaster 0.0.5 (freedesktop.org): written strictly, read leniently."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Xml

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.formats.png import small_png
from app.model.entities import BlendMode
from app.model.tiles import MAX_SIDE_PX

MIMETYPE: Final = "image/openraster"
THUMBNAIL_PX: Final = 256
MAX_LAYERS: Final = 200
_MAX_XML: Final = 4 << 20
_MAX_PNG: Final = 128 << 20
_MAX_DEPTH: Final = 32
_MOST_PIXELS: Final = 128_000_000
# every member with the same date: the archive says no more than the picture does
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_OPERATORS: Final = {
    BlendMode.NORMAL: "svg:src-over",
    BlendMode.MULTIPLY: "svg:multiply",
    BlendMode.SCREEN: "svg:screen",
    BlendMode.OVERLAY: "svg:overlay",
}
_MODES: Final = {operator: mode for mode, operator in _OPERATORS.items()}
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

U8 = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class OraLayer:
    """One layer; ``pixels`` (height, width, 4), uint8, straight RGBA, its corner at left, top."""

    name: str
    pixels: U8
    left: int = 0
    top: int = 0
    opacity: float = 1.0
    is_visible: bool = True
    mode: BlendMode = BlendMode.NORMAL


@dataclass(frozen=True, eq=False, slots=True)
class OraPicture:
    """A picture of layers, bottom first; width and height in pixels."""

    width: int
    height: int
    layers: tuple[OraLayer, ...]


def cropped(layer: OraLayer) -> OraLayer:
    """Return a layer without its empty edges; one that is all empty keeps a pixel."""
    filled = layer.pixels[..., 3] > 0
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if not len(rows):
        rows = columns = np.zeros(1, np.intp)
    top, left = int(rows[0]), int(columns[0])
    part = layer.pixels[top : rows[-1] + 1, left : columns[-1] + 1]
    return OraLayer(
        layer.name,
        part,
        layer.left + left,
        layer.top + top,
        layer.opacity,
        layer.is_visible,
        layer.mode,
    )


def ora_bytes(picture: OraPicture, merged: U8) -> bytes:
    """Return a picture as OpenRaster.

    Parameters
    ----------
    merged : ndarray, shape (height, width, 3), uint8
        The whole picture, sRGB.
    """
    out = io.BytesIO()
    layers = [cropped(layer) for layer in picture.layers]
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "mimetype", MIMETYPE.encode("ascii"))
        _add(archive, "stack.xml", _stack(picture, layers), packs=True)
        for number, layer in enumerate(layers):
            _add(archive, f"data/layer{number:03d}.png", _png(layer.pixels))
        _add(archive, "mergedimage.png", _png(merged))
        _add(archive, "Thumbnails/thumbnail.png", small_png(merged, THUMBNAIL_PX))
    return out.getvalue()


def from_ora(content: bytes) -> OraPicture:
    """Return what an OpenRaster file holds; missing parts take their defaults.

    Raises
    ------
    ValueError
        If no picture can be made of it; memory stays bounded by the canvas.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = _read_stack(archive)
            width, height = (int(_real(root.get(side), -1)) for side in ("w", "h"))
            if not (0 < width <= MAX_SIDE_PX and 0 < height <= MAX_SIDE_PX):
                raise ValueError("a canvas of another size")
            found = list(_read_layers(archive, _layers_of(root)))
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError) as error:
        raise ValueError(str(error)) from error
    return OraPicture(width, height, tuple(reversed(found)))


def _add(archive: zipfile.ZipFile, name: str, content: bytes, *, packs: bool = False) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED
    archive.writestr(entry, content)


def _stack(picture: OraPicture, layers: Sequence[OraLayer]) -> bytes:
    size = {"w": str(picture.width), "h": str(picture.height)}
    image = Xml.Element("image", {"version": "0.0.5", **size, "xres": "96", "yres": "96"})
    stack = Xml.SubElement(image, "stack")
    # the first element is the topmost
    for number, layer in reversed(list(enumerate(layers))):
        Xml.SubElement(
            stack,
            "layer",
            {
                "name": _NOT_XML.sub("\ufffd", layer.name),
                "src": f"data/layer{number:03d}.png",
                "x": str(layer.left),
                "y": str(layer.top),
                "opacity": repr(float(layer.opacity)),
                "visibility": "visible" if layer.is_visible else "hidden",
                "composite-op": _OPERATORS[layer.mode],
            },
        )
    content: bytes = Xml.tostring(image, "UTF-8", xml_declaration=True)
    return content


def _png(pixels: U8) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if pixels.shape[2] == 4 else "RGB"
    Image.fromarray(np.ascontiguousarray(pixels), mode).save(out, "PNG", compress_level=3)
    return out.getvalue()


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"{name} is too large")
    return content


def _read_stack(archive: zipfile.ZipFile) -> Xml.Element:
    content = _member(archive, "stack.xml", _MAX_XML)
    # a document type could make one line into a million
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a document type in stack.xml")
    try:
        return Xml.fromstring(content)  # noqa: S314  # no document type, so no entities
    except (Xml.ParseError, LookupError) as error:
        raise ValueError("stack.xml is damaged") from error


Place = tuple[Xml.Element, int, int, float, bool]


def _layers_of(root: Xml.Element) -> list[Place]:
    found = list(_walk(root, 0, 0, 1.0, is_visible=True, depth=0))
    if not found or len(found) > MAX_LAYERS:
        raise ValueError("no layers, or too many")
    return found


def _walk(
    stack: Xml.Element, x: int, y: int, opacity: float, *, is_visible: bool, depth: int
) -> Iterator[Place]:
    if depth > _MAX_DEPTH:
        raise ValueError("stacks too deep")
    for element in stack:
        here_x, here_y = x + int(_real(element.get("x"), 0)), y + int(_real(element.get("y"), 0))
        here = opacity * min(max(_real(element.get("opacity"), 1.0), 0.0), 1.0)
        shown = is_visible and element.get("visibility", "visible") != "hidden"
        if element.tag == "stack":
            yield from _walk(element, here_x, here_y, here, is_visible=shown, depth=depth + 1)
        elif element.tag == "layer" and element.get("src"):
            yield (element, here_x, here_y, here, shown)


def _read_layers(archive: zipfile.ZipFile, places: Sequence[Place]) -> Iterator[OraLayer]:
    left = _MOST_PIXELS
    for place in places:
        layer = _read_layer(archive, *place, most=left)
        left -= layer.pixels.shape[0] * layer.pixels.shape[1]
        yield layer


def _read_layer(
    archive: zipfile.ZipFile,
    element: Xml.Element,
    x: int,
    y: int,
    opacity: float,
    shown: bool,
    *,
    most: int,
) -> OraLayer:
    content = _member(archive, element.get("src", ""), _MAX_PNG)
    mode = _MODES.get(element.get("composite-op", ""), BlendMode.NORMAL)
    return OraLayer(element.get("name", ""), _pixels(content, most), x, y, opacity, shown, mode)


def _pixels(content: bytes, most: int) -> U8:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(content), formats=["PNG"])
    with image:
        if image.width * image.height > most:
            raise ValueError("too many pixels")
        try:
            return np.asarray(image.convert("RGBA"), np.uint8)
        except SyntaxError as error:
            raise ValueError("a damaged layer") from error


def _real(text: str | None, default: float) -> float:
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if abs(value) <= 1e6 else default
