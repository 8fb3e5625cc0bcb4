"""Everything can be taken along and brought in again, equal; what is broken changes nothing."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.formats.ora import from_ora
from app.model.changes import TileChange
from app.model.entities import BlendMode, Consent, Entity, Layer, Stroke, Work, new_uid
from app.model.tiles import ONE, TILE_PX
from app.model.words import PersonError
from app.services.archive import export_library, free_name
from app.services.bring_in import bring_in, look, take_back
from app.services.library_worker import LibraryService
from app.services.runs import Run, Stopped
from app.storage.library import Library
from tests.storage import people

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=8)))
EAST = timezone(timedelta(hours=8))


@contextmanager
def a_library() -> Iterator[LibraryService]:
    with TemporaryDirectory() as folder:
        path, key = Path(folder) / "mine.library", os.urandom(32)
        service = LibraryService(lambda: Library.create(path, key))
        service.opened.result(20)
        try:
            yield service
        finally:
            service.close()


def records(service: LibraryService) -> dict[str, Entity]:
    def read(library: Library) -> dict[str, Entity]:
        found: dict[str, Entity] = {}
        for binned in (False, True):
            for work in library.work_summaries(binned=binned):
                found |= library.load_work(work.uid)[0]
            for entry in library.entry_summaries(binned=binned, limit=1 << 40):
                found |= library.load_entry(entry.uid)
        loose = [
            *map(library.picture, library.picture_uids()),
            *library.check_ins(),
            *library.suggestions(limit=-1),
            *library.consents(),
            *library.safety_marks(),
            *library.own_places(),
            *library.administrations(),
            *(page for page in (library.help_page(),) if page is not None),
        ]
        return found | {one.uid: one for one in loose}

    return service.submit(read).result(30)


def pixels(service: LibraryService, work: Work) -> dict[str, np.ndarray]:
    """What is on the canvas; a tile at its edge has room beside it that nobody sees."""
    _, grids, _ = service.submit(lambda library: library.load_work(work.uid)).result(30)
    flat = {}
    for uid, grid in grids.items():
        rows, columns = grid.tiles.shape[:2]
        whole = grid.tiles.transpose(0, 2, 1, 3, 4).reshape(rows * 64, columns * 64, 4)
        flat[uid] = whole[: work.height, : work.width]
    return flat


def clay(service: LibraryService, work: Work) -> dict[str, tuple[bytes, bytes]]:
    meshes = service.submit(lambda library: library.load_work(work.uid)).result(30).meshes
    return {uid: (mesh.values.tobytes(), mesh.faces.tobytes()) for uid, mesh in meshes.items()}


@st.composite
def lives(draw: st.DrawFn) -> list:
    """Steps that fill a library with all that a library can hold."""
    steps = []
    entry = draw(people.entries)
    steps.append(people.step(entry, *draw(st.lists(people.estimates_of(entry.uid), max_size=2))))
    steps.append(people.step(*draw(st.lists(people.loose, max_size=4))))
    for work in draw(st.lists(people.works, max_size=1)):
        layers = [draw(people.layers_of(work.uid)) for _ in range(2)]
        work = replace(work, layers=tuple(layer.uid for layer in layers))  # noqa: PLW2901
        strokes = draw(st.lists(people.strokes_of(work.uid, layers[0].uid), max_size=2))
        before = np.zeros((TILE_PX, TILE_PX, 4), np.uint16)
        tiles = tuple(TileChange(one.uid, 0, 0, before, draw(people.tiles)) for one in layers)
        steps.append(people.step(work, *layers, *strokes, tiles=tiles, scope=work.uid))
    for room, parts, meshes in draw(st.lists(people.pages_in_space(), max_size=1)):
        steps.append(people.step(room, *parts, meshes=meshes, scope=room.uid))
    steps.append(people.step(*draw(st.lists(people.own_places, max_size=1))))
    return steps


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(lives(), st.booleans())
def test_requirement_11_what_was_taken_along_comes_back_equal(steps, is_zip):
    with a_library() as old, a_library() as new, TemporaryDirectory() as folder:
        for step in steps:
            old.save(step).result(20)
        path = free_name(Path(folder), NOW, is_zip=is_zip)
        export_library(old, path, now=NOW)
        bring_in(new, path, zone=EAST, now=NOW)
        expected = records(old)
        assert records(new) == expected
        for work in expected.values():
            if isinstance(work, Work):
                before, after = pixels(old, work), pixels(new, work)
                assert before.keys() == after.keys()
                assert all(np.array_equal(before[uid], after[uid]) for uid in before)
                assert clay(old, work) == clay(new, work)
        assert new.submit(lambda library: library.check(deep=True)).result(30) == []


def fill(service: LibraryService) -> Work:
    work, layer = people.a_work(title="Shore", side=96)
    glaze = Layer(new_uid(), work.uid, "Glaze", BlendMode.MULTIPLY, 0.5)
    work = replace(work, layers=(layer.uid, glaze.uid))
    after = np.zeros((64, 64, 4), np.uint16)
    after[:8, :8] = (ONE, 0, 0, ONE)
    after.flags.writeable = False
    tile = TileChange(layer.uid, 0, 0, np.zeros_like(after), after)
    stroke = people.a_stroke(work, layer)
    service.save(people.step(work, layer, glaze, stroke, tiles=(tile,), scope=work.uid)).result(20)
    service.save(people.step(people.an_entry("Breathe.\n静かな海", uid="page"))).result(20)
    return work


@pytest.fixture
def old() -> Iterator[LibraryService]:
    with a_library() as service:
        yield service


@pytest.fixture
def new() -> Iterator[LibraryService]:
    with a_library() as service:
        yield service


def refused(service: LibraryService, path: Path) -> str:
    """What is said; and nothing has changed."""
    before = records(service)
    head = service.submit(lambda library: library.audit.last()).result(20)
    with pytest.raises(PersonError) as told:
        bring_in(service, path, zone=EAST, now=NOW)
    assert records(service) == before
    assert service.submit(lambda library: library.audit.last()).result(20) == head
    return str(told.value)


def test_the_folder_is_open_to_other_programs(old, tmp_path):
    work = fill(old)
    out = tmp_path / "out"
    exported = export_library(old, out, now=NOW)
    assert exported.counts["entries"] == exported.counts["works"] == 1
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    schema = json.loads((out / "manifest.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(manifest)
    assert {row["path"] for row in manifest["files"]} | {"manifest.json"} == {
        path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()
    }
    (page,) = out.glob("entries/*.md")
    assert "静かな海" in page.read_text("utf-8")
    (picture,) = out.glob("works/*/picture.ora")
    opened = from_ora(picture.read_bytes())
    assert (opened.width, opened.height) == (96, 96)
    assert [layer.name for layer in opened.layers] == ["Paper", "Layer 1", "Glaze"]
    assert opened.layers[2].mode is BlendMode.MULTIPLY
    assert opened.layers[1].pixels[0, 0].tolist() == [255, 0, 0, 255]
    (strokes,) = out.glob("works/*/strokes.jsonl")
    row = json.loads(strokes.read_text("utf-8"))
    assert row["work_uid"] == work.uid
    assert len(row["points"]) == 50
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_written_over(old, tmp_path):
    fill(old)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(PersonError, match="already"):
        export_library(old, tmp_path, now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert free_name(tmp_path, NOW, is_zip=True).name == "Innerscape 2026-11-22.zip"


def test_a_stopped_export_leaves_nothing(old, tmp_path):
    fill(old)
    with pytest.raises(Stopped):
        export_library(old, tmp_path / "out.zip", now=NOW, step=stop_at(2))
    assert list(tmp_path.iterdir()) == []


def stop_at(number: int):
    calls = iter(range(10_000))

    def step(_done: int, _total: int) -> None:
        if next(calls) == number:
            raise Stopped

    return step


def test_a_run_says_how_far_it_is_and_stops(old, tmp_path):
    fill(old)
    seen: list[tuple[int, int]] = []
    run = Run(lambda step: export_library(old, tmp_path / "a", now=NOW, step=step), name="export")
    run.progressed.connect(lambda done, total: seen.append((done, total)))
    run.start().future.result(30)
    assert seen == [(0, 3), (1, 3), (2, 3)]
    stopped = Run(
        lambda step: export_library(old, tmp_path / "b", now=NOW, step=step), name="export"
    )
    stopped.stop()
    with pytest.raises(Stopped):
        stopped.start().future.result(30)
    assert not (tmp_path / "b").exists()


def test_a_closed_library_ends_the_run(old, tmp_path):
    fill(old)
    old.close()
    run = Run(lambda step: export_library(old, tmp_path / "a", now=NOW, step=step), name="export")
    with pytest.raises((Stopped, RuntimeError)):
        run.start().future.result(30)
    assert not (tmp_path / "a").exists()


def test_brought_in_twice_is_there_once(old, new, tmp_path):
    fill(old)
    export_library(old, tmp_path / "out", now=NOW)
    first = bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert (first.entries, first.works, first.already_here) == (1, 1, 0)
    once = records(new)
    second = bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert (second.entries, second.works, second.already_here) == (0, 0, 2)
    assert records(new) == once


def test_what_is_here_is_not_written_over(old, new, tmp_path):
    fill(old)
    export_library(old, tmp_path / "out", now=NOW)
    new.save(people.step(people.an_entry("mine, and newer", uid="page"))).result(20)
    bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert records(new)["page"].text == "mine, and newer"


def test_what_was_brought_in_can_be_taken_back(old, new, tmp_path):
    fill(old)
    new.save(people.step(people.an_entry("mine", uid="mine"))).result(20)
    before = records(new)
    export_library(old, tmp_path / "out", now=NOW)
    brought = bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert len(records(new)) > len(before)
    take_back(new, brought)
    assert records(new) == before
    assert new.submit(lambda library: library.check(deep=True)).result(30) == []


def test_a_stop_in_the_middle_takes_back_what_was_added(old, new, tmp_path):
    fill(old)
    export_library(old, tmp_path / "out", now=NOW)
    files = len(list((tmp_path / "out").rglob("*")))
    for number in (1, files - 3):
        with pytest.raises(Stopped):
            bring_in(new, tmp_path / "out", zone=EAST, now=NOW, step=stop_at(number))
        assert records(new) == {}


def test_a_consent_from_elsewhere_grants_nothing_where_one_was_given(old, new, tmp_path):
    granted = Consent("granted", "inference", True, NOW, "Yes")
    old.save(people.step(granted)).result(20)
    export_library(old, tmp_path / "out", now=NOW)
    withdrawn = Consent("withdrawn", "inference", False, NOW - timedelta(days=1), "No")
    new.save(people.step(withdrawn)).result(20)
    bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert new.submit(lambda library: library.consents()).result(20) == [withdrawn]


def test_looking_changes_nothing_and_counts(old, tmp_path):
    fill(old)
    export_library(old, tmp_path / "out.zip", now=NOW)
    found = look(tmp_path / "out.zip", zone=EAST, now=NOW)
    assert (found.entries, found.works, str(found.first_day)) == (1, 1, "2026-05-17")


@pytest.mark.parametrize(
    "file", ["entries/*.json", "works/*/strokes.jsonl", "works/*/layers/*.png", "check_ins.csv"]
)
def test_one_changed_byte_or_missing_file_is_noticed(old, new, tmp_path, file):
    fill(old)
    out = tmp_path / "out"
    export_library(old, out, now=NOW)
    path = sorted(out.glob(file))[0]
    content = path.read_bytes()
    path.write_bytes(content[:10] + bytes([content[10] ^ 1]) + content[11:])
    assert path.name in refused(new, out)
    path.unlink()
    assert "was changed or is missing" in refused(new, out)


def forged(out: Path, name: str, change) -> None:
    """Change a file, and the manifest with it."""
    import hashlib

    path = sorted(out.glob(name))[0]
    content = change(path.read_bytes())
    path.write_bytes(content)
    place = out / "manifest.json"
    manifest = json.loads(place.read_text("utf-8"))
    for row in manifest["files"]:
        if row["path"] == path.relative_to(out).as_posix():
            row["sha256"] = hashlib.sha256(content).hexdigest()
    place.write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("entries/*.json", lambda content: b"[" * 100_000),
        ("entries/*.json", lambda content: content.replace(b'"day"', b'"dey"')),
        ("entries/*.json", lambda content: content.replace(b'"revision": 0', b'"revision": 1e999')),
        ("entries/*.json", lambda content: content.replace(b": 0", b": " + b"9" * 40)),
        ("works/*/work.json", lambda content: content.replace(b'"width": 96', b'"width": 97')),
        ("works/*/work.json", lambda content: content.replace(b"layers/000", b"../../../000")),
        ("works/*/work.json", lambda content: content.replace(b"straight-16", b"sideways")),
        ("works/*/layers/*.png", lambda content: content[:60]),
        ("works/*/picture.png", lambda content: b"no picture"),
        ("check_ins.csv", lambda content: b"uid,at\r\n1,2\r\n"),
        ("estimates.csv", lambda content: content + b'"' + b"x" * 100),
        (
            "works/*/strokes.jsonl",
            lambda content: content.replace(b'"points":[[', b'"points":[[1],['),
        ),
    ],
)
def test_a_forged_copy_is_refused_and_changes_no_record(old, new, tmp_path, name, change):
    fill(old)
    out = tmp_path / "out"
    export_library(old, out, now=NOW)
    forged(out, name, change)
    new.save(people.step(people.an_entry("mine", uid="mine"))).result(20)
    before = records(new)
    with pytest.raises(PersonError) as told:
        bring_in(new, out, zone=EAST, now=NOW)
    assert "your library is as it was" in str(told.value)
    assert records(new) == before
    assert new.submit(lambda library: library.check(deep=True)).result(30) == []


def test_a_stroke_cannot_take_the_place_of_another_works(old, new, tmp_path):
    fill(old)
    stolen = next(one for one in records(old).values() if isinstance(one, Stroke))
    other, layer = people.a_work(side=64)
    mine = replace(stolen, work_uid=other.uid, layer_uid=layer.uid)
    new.save(people.step(other, layer, mine, scope=other.uid)).result(20)
    before = records(new)
    export_library(old, tmp_path / "out", now=NOW)
    with pytest.raises(PersonError, match="could not be brought in"):
        bring_in(new, tmp_path / "out", zone=EAST, now=NOW)
    assert records(new) == before


def test_a_copy_of_a_newer_program_is_said_to_be_one(old, new, tmp_path):
    fill(old)
    out = tmp_path / "out"
    export_library(old, out, now=NOW)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (out / "manifest.json").write_text(json.dumps(manifest | {"version": 4}), "utf-8")
    assert "newer Innerscape" in refused(new, out)
    (out / "manifest.json").write_text(json.dumps(manifest | {"files": 3}), "utf-8")
    assert "manifest.json" in refused(new, out)


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name", ["../out.md", "/etc/out.md", "a/../../out.md", "C:/out.md", "..\\x.md"]
)
def test_a_zip_that_points_outside_is_refused(new, tmp_path, name):
    said = refused(new, zipped(tmp_path / "in.zip", {name: b"# words"}))
    assert "points to a place outside" in said
    assert [path.name for path in tmp_path.iterdir()] == ["in.zip"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(new, tmp_path):
    path = zipped(tmp_path / "in.zip", {"a.md": bytes(80 << 20)})
    assert "unpack to far more" in refused(new, path)


def test_a_zip_that_lies_about_its_size_is_refused(new, tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b'{"entries": [' + b" " * (1 << 20) + b"]}")
    raw = content.getvalue().replace(
        (1 << 20 | 15).to_bytes(4, "little"), (9).to_bytes(4, "little")
    )
    (tmp_path / "in.zip").write_bytes(raw)
    refused(new, tmp_path / "in.zip")


def test_a_locked_or_torn_zip_is_told_as_such(new, tmp_path):
    path = zipped(tmp_path / "in.zip", {"a.md": b"words " * 1000})
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "password" in refused(new, path)
    path.write_bytes(bytes(content)[: len(content) // 2])
    assert "nothing that can be brought in" in refused(new, path)


def test_what_is_not_there_or_unknown_is_said(new, tmp_path):
    assert "could not be read" in refused(new, tmp_path / "gone")
    (tmp_path / "picture.bin").write_bytes(b"\0\1\2")
    assert "nothing that can be brought in" in refused(new, tmp_path / "picture.bin")
    (tmp_path / "empty").mkdir()
    assert "nothing that can be brought in" in refused(new, tmp_path / "empty")


def test_utc_is_a_zone_too(new, tmp_path):
    (tmp_path / "diary.txt").write_text("[2020-01-02 03:04] A title.\nAnd more.\n", "utf-8")
    bring_in(new, tmp_path / "diary.txt", zone=UTC, now=NOW)
    (entry,) = records(new).values()
    assert entry.written_at == datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
    assert entry.text == "A title.\nAnd more."
