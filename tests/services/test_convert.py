"""Sketches and models become other kinds of file, without a window."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from app.cli import main
from app.formats.container import FILE_TOO_LARGE
from app.formats.glb_writer import glb_bytes
from app.formats.model_files import WRITERS, read_model
from app.formats.models import MAX_MODEL_BYTES, Model, Part
from app.formats.tilt_layout import THUMBNAIL, TiltFiles, pack, unpack
from app.model.words import PersonError
from app.services.archive import export_library
from app.services.bring_in import bring_in
from app.services.convert import as_model, convert, inspect, read_file
from app.services.library_worker import LibraryService
from app.services.space_files import tables
from app.storage.library import Library
from tests.formats.khronos import validated
from tests.formats.sketches import INK, NEW, SMOKE, a_tilt, laid, samples
from tests.storage import people

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KINDS = sorted(WRITERS)


def run(*words: object) -> tuple[int, str]:
    ran = CliRunner().invoke(main, [str(word) for word in words])
    return ran.exit_code, ran.output


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    layered = {4: b"\1\0\0\0", 2: b"\7\0\0\0"}
    metadata = json.dumps({"BrushIndex": [INK, SMOKE, NEW], "Sweets": 3})
    strokes = [laid(6), laid(5, brush=1), laid(4, brush=2, extensions=layered)]
    path = tmp_path / "cat.tilt"
    path.write_bytes(a_tilt(*strokes, metadata=metadata))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_sketch_becomes_a_model_other_programs_show(cat, kind):
    out = cat.with_suffix(f".{kind}")
    code, words = run("convert", cat, out)
    assert (code, words.startswith("Written: ")) == (0, True)
    model = read_model(out.read_bytes(), out.name)
    assert model.triangle_count > 20
    if kind == "glb":
        assert validated(out.read_bytes())["issues"]["numErrors"] == 0
        assert [part.name for part in model.parts] == ["ink 1", "smoke 1", "flat 1"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_becomes_another_kind_of_model(tmp_path, kind):
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    model = Model((Part("leaf", positions, np.array([[0, 1, 2]], np.uint32)),))
    (tmp_path / "leaf.glb").write_bytes(glb_bytes(model))
    out = tmp_path / f"out.{kind}"
    assert run("convert", tmp_path / "leaf.glb", out)[0] == 0
    low, high = read_model(out.read_bytes(), "out").bounds_m
    assert (low, high) == ([0, 0, 0], [1, 1, 0])


def test_a_sketch_is_written_back_whole_and_with_a_picture(cat):
    out = cat.with_name("again.tilt")
    assert run("convert", cat, out)[0] == 0
    before, after = unpack(cat.read_bytes()), unpack(out.read_bytes())
    assert after.sketch == before.sketch
    assert json.loads(after.metadata)["Sweets"] == 3
    bare = cat.with_name("bare.tilt")
    bare.write_bytes(pack(TiltFiles(before.sketch, before.metadata)))
    convert(bare, cat.with_name("drawn.tilt"), now=NOW)
    drawn = unpack(cat.with_name("drawn.tilt").read_bytes()).thumbnail
    (cat.parent / THUMBNAIL).write_bytes(drawn)
    with Image.open(cat.parent / THUMBNAIL) as picture:
        assert picture.size == (256, 256)
        assert len(picture.getcolors(1 << 16)) > 1


def test_it_says_what_a_sketch_holds(cat):
    code, words = run("inspect", cat, "--json")
    table = json.loads(words)
    assert code == 0
    assert (table["kind"], table["strokes"], table["points"], table["groups"]) == ("tilt", 3, 15, 1)
    assert {brush["name"]: brush["drawn_with"] for brush in table["brushes"]} == {
        None: "flat",
        "Smoke": "smoke",
        "Ink": "ink",
    }
    assert [layer["strokes"] for layer in table["layers"]] == [2, 1]
    low, high = table["bounds_m"]
    assert low == pytest.approx([0.01, 0, -0.7])
    assert high == pytest.approx([0.51, 0, -0.7])
    assert table["not_understood"] == {"brushes": [NEW], "metadata": ["Sweets"]}
    code, words = run("inspect", cat)
    assert "3 strokes\n15 points\n" in words
    assert "Kept and not used (metadata): Sweets" in words


def test_it_says_what_a_model_holds(tmp_path):
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    part = Part("leaf", positions, np.array([[0, 1, 2]], np.uint32), group="Tree")
    # what it is counts, not what it is called
    path = tmp_path / "leaf.obj"
    path.write_bytes(glb_bytes(Model((part,))))
    table = json.loads(run("inspect", path, "--json")[1])
    assert (table["kind"], table["vertices"], table["triangles"]) == ("glb", 3, 1)
    assert (table["strokes"], table["layers"], table["parts"]) == (0, ["Tree"], ["leaf"])
    assert "1 triangle\n" in run("inspect", path)[1]


def test_real_sketches_have_the_counts_they_are_known_to_have():
    if not samples("tilt"):
        pytest.skip("the sample sketches are not on this computer")
    known = {"OneStroke": (1, 4), "Simple": (3, 32), "Blue_Tit": (471, 9403)}
    for path in samples("tilt"):
        table = inspect(path, now=NOW)
        counts = table["strokes"], table["points"]
        assert counts == known.get(path.stem, counts)
        model = glb_bytes(as_seen(path))
        assert validated(model)["issues"]["numErrors"] == 0, path.name


def as_seen(path: Path) -> Model:
    brushes, table = tables()
    return as_model(read_file(path, table=table, now=NOW), brushes)


def test_a_model_has_no_strokes_and_that_is_told(tmp_path):
    (tmp_path / "leaf.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    code, words = run("convert", tmp_path / "leaf.obj", tmp_path / "leaf.tilt")
    assert code == 1
    assert "holds no strokes" in words
    assert "“leaf.obj” is as it was. Please choose .glb" in " ".join(words.split())
    assert not (tmp_path / "leaf.tilt").exists()


def test_nothing_is_written_over(cat):
    out = cat.with_suffix(".glb")
    out.write_text("mine")
    code, words = run("convert", cat, out)
    assert (code, "nothing is ever written over" in words) == (1, True)
    assert out.read_text() == "mine"


@pytest.mark.parametrize("name", ["cat", "cat.docx", "cat.tilt.bak"])
def test_an_ending_nobody_knows_is_told(cat, name):
    code, words = run("convert", cat, cat.with_name("out-" + name))
    assert (code, "its ending says no kind of file that is known here" in words) == (1, True)
    assert "Please end the name with .tilt, .glb" in words


def test_a_file_that_is_not_there_is_told(tmp_path):
    code, words = run("convert", tmp_path / "gone.tilt", tmp_path / "o.glb")
    assert (code, "“gone.tilt” could not be read" in words) == (1, True)
    assert not (tmp_path / "o.glb").exists()
    code, words = run("inspect", tmp_path)
    assert (code, "holds no page in space. Nothing was written" in words) == (1, True)
    assert "Please choose a copy with one, a sketch or a model." in words


@pytest.fixture
def copy(tmp_path: Path, cat: Path) -> Path:
    """A copy of a library with two pages in space and a painting."""
    key = os.urandom(32)
    service = LibraryService(lambda: Library.create(tmp_path / "a.library", key))
    try:
        service.opened.result(20)
        (tmp_path / "leaf.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
        for path in (cat, tmp_path / "leaf.obj"):
            bring_in(service, path, zone=UTC, now=NOW)
        work, layer = people.a_work(side=64)
        service.save(people.step(work, layer, scope=work.uid)).result(20)
        export_library(service, tmp_path / "copy.zip", now=NOW)
    finally:
        service.close()
    return tmp_path / "copy.zip"


def test_a_page_of_a_copy_becomes_a_file_of_its_own(copy, cat):
    table = json.loads(run("inspect", copy, "--json")[1])
    assert (table["kind"], table["strokes"], table["points"]) == ("archive", 3, 15)
    titles = [page["title"] for page in table["pages"]]
    assert sorted(titles) == ["cat", "leaf"]
    out = copy.with_name("page.glb")
    code, words = run("convert", copy, out)
    assert (code, "holds several pages in space" in words, "--page" in words) == (1, True, True)
    assert not out.exists()
    number = titles.index("leaf") + 1
    assert run("convert", copy, out, "--page", number)[0] == 0
    assert validated(out.read_bytes())["issues"]["numErrors"] == 0
    assert read_model(out.read_bytes(), "page").triangle_count == 1
    back = copy.with_name("back.tilt")
    assert run("convert", copy, back, "--page", titles.index("cat") + 1)[0] == 0
    assert unpack(back.read_bytes()).sketch == unpack(cat.read_bytes()).sketch
    code, words = run("convert", copy, copy.with_name("leaf.tilt"), "--page", number)
    assert (code, "no strokes on this page yet" in words) == (1, True)
    assert "your page is safe in your library" in words


def test_a_file_without_end_is_not_read(tmp_path):
    path = tmp_path / "huge.tilt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), MAX_MODEL_BYTES + 1)
    with pytest.raises(PersonError) as caught:
        inspect(path, now=NOW)
    assert caught.value.sentence.message == FILE_TOO_LARGE.message


def test_a_place_that_takes_nothing_is_told(cat):
    out = cat.parent / "no such folder" / "cat.glb"
    code, words = run("convert", cat, out)
    assert code == 1
    assert "The file it comes from is as it was. Please try another place." in words
