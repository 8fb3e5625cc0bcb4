"""OpenRaster: written as the specification says, read from whoever wrote it."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.formats.ora import OraLayer, OraPicture, from_ora, ora_bytes
from app.model.entities import BlendMode

MERGED = np.full((30, 40, 3), 200, np.uint8)


def a_picture(name: str = "Glaze") -> OraPicture:
    low = np.zeros((30, 40, 4), np.uint8)
    low[5:10, 6:20] = (255, 0, 0, 255)
    high = np.full((30, 40, 4), 128, np.uint8)
    layers = (
        OraLayer("Ground", low),
        OraLayer(name, high, opacity=0.25, is_visible=False, mode=BlendMode.OVERLAY),
    )
    return OraPicture(40, 30, layers)


def on_canvas(picture: OraPicture, layer: OraLayer) -> np.ndarray:
    out = np.zeros((picture.height, picture.width, 4), np.uint8)
    height, width = layer.pixels.shape[:2]
    out[layer.top : layer.top + height, layer.left : layer.left + width] = layer.pixels
    return out


def test_the_type_comes_first_and_stored_and_nothing_is_missing():
    content = ora_bytes(a_picture(), MERGED)
    assert content[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        root = Xml.fromstring(archive.read("stack.xml"))  # noqa: S314  # written just before
        assert (root.tag, root.get("version")) == ("image", "0.0.5")
        assert (root.get("w"), root.get("h")) == ("40", "30")
        top, bottom = root.findall("./stack/layer")
        assert top.get("composite-op") == "svg:overlay"
        assert (top.get("opacity"), top.get("visibility")) == ("0.25", "hidden")
        assert (bottom.get("x"), bottom.get("y")) == ("6", "5")
        assert {top.get("src"), bottom.get("src")} <= set(archive.namelist())
        with Image.open(io.BytesIO(archive.read("mergedimage.png"))) as merged:
            assert merged.size == (40, 30)
        with Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png"))) as small:
            assert max(small.size) <= 256


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_layers_come_back_whatever_they_are_called(name):
    picture = a_picture(name)
    read = from_ora(ora_bytes(picture, MERGED))
    assert (read.width, read.height) == (40, 30)
    for before, after in zip(picture.layers, read.layers, strict=True):
        assert np.array_equal(on_canvas(read, after), on_canvas(picture, before))
        assert (after.opacity, after.mode) == (before.opacity, before.mode)
        assert after.is_visible == before.is_visible
    assert read.layers[0].name == "Ground"


def an_ora(stack: str, files: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stack.xml", stack)
        for name, content in (files or {}).items():
            archive.writestr(name, content)
        archive.writestr("mimetype", "image/openraster")
    return out.getvalue()


def a_png(mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (4, 4), 255 if mode == "L" else (1, 2, 3, 255)[: len(mode)]).save(out, "PNG")
    return out.getvalue()


def test_stacks_in_stacks_and_missing_words_are_understood():
    stack = (
        '<image w="9" h="8"><stack><stack x="2" y="1" opacity="0.5">'
        '<layer src="a.png" x="1" composite-op="vendor:glow"/></stack>'
        '<layer src="a.png" visibility="hidden" opacity="nonsense"/><text/></stack></image>'
    )
    bottom, top = from_ora(an_ora(stack, {"a.png": a_png("L")})).layers
    assert (top.left, top.top, top.opacity, top.mode) == (3, 1, 0.5, BlendMode.NORMAL)
    assert (bottom.is_visible, bottom.opacity) == (False, 1.0)
    assert bottom.pixels[0, 0].tolist() == [255, 255, 255, 255]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 torn",
        an_ora("<image"),
        an_ora('<image w="9" h="8"/>'),
        an_ora('<image w="99999" h="8"><stack><layer src="a.png"/></stack></image>'),
        an_ora('<image w="9" h="8"><stack><layer src="gone.png"/></stack></image>'),
        an_ora('<image w="9" h="8"><stack><layer src="a"/></stack></image>', {"a": b"no png"}),
        an_ora('<!DOCTYPE x [<!ENTITY a "aaaa">]><image w="9" h="8"><stack/></image>'),
        an_ora('<image w="9" h="8">' + "<stack>" * 99 + "</stack>" * 99 + "</image>"),
        an_ora('<image w="9" h="8"><stack>' + '<layer src="a"/>' * 999 + "</stack></image>"),
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011  # the sentence is made above this room
        from_ora(content)


def samples() -> list[Path]:
    place = os.environ.get("INNERSCAPE_DATA", "")
    folder = Path(place).parent / "samples" / "ora"
    return sorted(folder.glob("*.ora")) if place and folder.is_dir() else []


def test_pictures_of_other_programs_are_read():
    if not samples():
        pytest.skip("the sample pictures are not on this computer")
    for path in samples():
        picture = from_ora(path.read_bytes())
        assert picture.layers
        again = from_ora(ora_bytes(picture, np.zeros((picture.height, picture.width, 3), np.uint8)))
        assert len(again.layers) == len(picture.layers)
