"""Pages in space are taken along in open formats and come back equal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import trimesh

from app.formats.clay_ply import clay_ply, from_clay_ply
from app.formats.png import png_bytes
from app.model.entities import Attachment, Picture, Work
from app.model.meshes import Mesh
from app.model.space import Place, Reference
from app.model.words import PersonError
from app.services.archive import export_library
from app.services.bring_in import bring_in, take_back
from app.services.export import NO_PICTURE, kept_png
from app.services.library_worker import LibraryService
from tests.commands.space_parts import a_box
from tests.services.test_archive import EAST, NOW, a_library, clay, forged, records
from tests.storage import people


def fill(service: LibraryService, *, uid: str = "room") -> Work:
    """A page with a stroke, a box of clay and a postcard, and a place of one's own."""
    work, layer = people.a_page_in_space(uid=uid)
    stroke = people.a_space_stroke(work, layer)
    made, _ = people.some_clay(work, layer)
    photo = Picture("photo", "model/ply", b"a model", 0, 0, NOW)
    stands = Reference("stands", uid, layer.uid, "photo", "postcard")
    own = Place("own", "", "shore", 3, (("hour", 6.5),), "My morning")
    meshes = {made.mesh_uid: a_box()}
    parts = (work, layer, stroke, made, stands)
    service.save(people.step(*parts, meshes=meshes, scope=uid)).result(20)
    service.save(people.step(photo, own)).result(20)
    return work


@pytest.fixture
def old() -> Iterator[LibraryService]:
    with a_library() as service:
        yield service


@pytest.fixture
def new() -> Iterator[LibraryService]:
    with a_library() as service:
        yield service


def test_a_page_in_space_is_open_to_other_programs(old, tmp_path):
    fill(old)
    out = tmp_path / "out"
    exported = export_library(old, out, now=NOW)
    assert (exported.counts["works"], exported.counts["strokes"]) == (1, 1)
    (ply,) = out.glob("works/*/clay/*.ply")
    opened = trimesh.load(ply, process=False)
    assert np.allclose(opened.vertices, a_box().positions_m)
    assert np.array_equal(opened.faces, a_box().faces)
    assert opened.volume == pytest.approx(0.125)
    assert opened.visual.vertex_colors[0].tolist() == [188, 188, 188, 255]
    (strokes,) = out.glob("works/*/strokes.jsonl")
    row = json.loads(strokes.read_text("utf-8"))
    assert (row["size_m"], len(row["points"]), len(row["points"][0])) == (0.02, 50, 9)
    (space,) = out.glob("works/*/space.json")
    assert json.loads(space.read_text("utf-8"))["references"][0]["picture_uid"] == "photo"
    assert (out / "pictures" / "photo.ply").read_bytes() == b"a model"
    assert "My morning" in (out / "places.csv").read_text("utf-8")


def test_a_page_in_space_comes_back_once_and_can_be_taken_back(old, new, tmp_path):
    work = fill(old)
    export_library(old, tmp_path / "out.zip", now=NOW)
    brought = bring_in(new, tmp_path / "out.zip", zone=EAST, now=NOW)
    assert records(new) == records(old)
    assert clay(new, work) == clay(old, work)
    again = bring_in(new, tmp_path / "out.zip", zone=EAST, now=NOW)
    assert again.is_nothing
    take_back(new, brought)
    assert records(new) == {}
    assert new.submit(lambda library: library._database.table("meshes").count).result(20) == 0
    assert new.submit(lambda library: library.check(deep=True)).result(30) == []


def test_a_page_in_space_has_its_picture_wherever_it_is_shown(old, new, tmp_path):
    work = fill(old)
    entry = people.an_entry("see")
    entry = replace(entry, attachments=(Attachment(0, work_uid=work.uid, description="room"),))
    old.save(people.step(entry)).result(20)
    assert old.submit(lambda library: kept_png(library, work.uid)).result(20) is None
    export_library(old, tmp_path / "before", now=NOW)
    png = png_bytes(np.full((40, 60, 3), 99, np.uint8))
    old.submit(lambda library: library.put_thumbnail(work.uid, png)).result(20)
    assert old.submit(lambda library: kept_png(library, work.uid)).result(20) == png
    export_library(old, tmp_path / "after", now=NOW)
    (page,) = (tmp_path / "after").glob("entries/*.md")
    assert "picture.png" in page.read_text("utf-8")
    (page,) = (tmp_path / "before").glob("entries/*.md")
    assert "picture.png" not in page.read_text("utf-8")
    bring_in(new, tmp_path / "after", zone=EAST, now=NOW)
    assert new.submit(lambda library: library.thumbnail(work.uid)).result(20) is not None


def swap(before: bytes, after: bytes):
    return lambda content: content.replace(before, after)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("works/*/clay/*.ply", lambda content: content[:-1]),
        ("works/*/clay/*.ply", lambda content: content[:-4] + b"\xff\xff\xff\x7f"),
        ("works/*/clay/*.ply", swap(b"vertex 8\n", b"vertex 999999999\n")),
        ("works/*/clay/*.ply", lambda content: b"ply\n" + b"\n" * 5000),
        ("works/*/space.json", swap(b"clay/000", b"../../clay/000")),
        ("works/*/space.json", swap(b'"room"', b'"hall"')),
        ("works/*/space.json", swap(b'"guides": []', b'"guides": 3')),
        ("works/*/space.json", lambda content: b"[" * 100_000),
        ("works/*/strokes.jsonl", swap(b'"points":[[', b'"points":[[1,')),
        ("works/*/strokes.jsonl", swap(b'"#0a14c8"', b'"#0a14"')),
        ("works/*/work.json", swap(b'"space"', b'"hyperspace"')),
        ("places.csv", swap(b"own,,", b"own,room,")),
    ],
)
def test_a_forged_page_in_space_is_refused_and_changes_no_record(old, new, tmp_path, name, change):
    fill(old)
    out = tmp_path / "out"
    export_library(old, out, now=NOW)
    forged(out, name, change)
    with pytest.raises(PersonError) as told:
        bring_in(new, out, zone=EAST, now=NOW)
    assert "your library is as it was" in str(told.value)
    assert records(new) == {}
    assert new.submit(lambda library: library.check(deep=True)).result(30) == []


def test_clay_from_elsewhere_can_not_take_the_place_of_mine(old, new, tmp_path):
    work = fill(old)
    mine = fill(new, uid="mine")
    shape = old.submit(lambda library: library.load_work(work.uid)).result(20).meshes
    stolen = people.some_clay(*people.a_page_in_space(uid="mine"))[0]
    stolen = replace(stolen, mesh_uid=next(iter(shape)))
    box = {stolen.mesh_uid: Mesh(a_box().values + 1, a_box().faces)}
    new.save(people.step(stolen, meshes=box, scope="mine")).result(20)
    before = clay(new, mine)
    export_library(old, tmp_path / "out", now=NOW)
    with pytest.raises(PersonError, match="could not be brought in"):
        bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert clay(new, mine) == before


@pytest.mark.parametrize("count", [1, 3, 500])
def test_clay_comes_back_from_ply_to_the_last_bit(count):
    values = np.random.default_rng(count).normal(size=(count, 7)).astype(np.float32)
    values[0, 3:] = (np.nan, np.inf, -0.0, 1e-40)
    faces = np.arange(3 * (count // 3), dtype=np.uint32).reshape(-1, 3)
    found = from_clay_ply(clay_ply(Mesh(values, faces)))
    assert found.values.tobytes() == values.tobytes()
    assert np.array_equal(found.faces, faces)


def test_no_picture_of_a_page_says_what_to_do():
    assert str(NO_PICTURE) == (
        "There is no picture of this page yet, so none was saved. The page itself is safe in your "
        "library. Please open it once and try again."
    )
