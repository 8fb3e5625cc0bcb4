"""No word and no colour of a person stands in clear text in any file the library makes."""

from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from app.model.entities import Attachment, CheckIn, Picture, Suggestion
from app.model.meshes import Mesh
from app.model.space import CameraPath, Place, Reference, SpaceStroke
from app.model.words import Sentence
from app.services.backups import Backups
from app.services.library import Vault
from app.storage.codec import pack_points, pack_tile
from app.storage.sealing import Argon
from tests.storage import people

pytestmark = pytest.mark.faults
NOW = datetime(2026, 5, 17, tzinfo=UTC)
PHRASES = ("quiet-lantern-harbour", "灯塔在雾里", "grandmother's blue door")


def encodings(phrase: str) -> list[bytes]:
    return [phrase.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]


def scan(folder, needles: list[bytes]) -> list[str]:
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file()
        for needle in needles
        if needle in path.read_bytes()
    ]


def use_everything(service) -> list[bytes]:
    """Write the phrases wherever a person can; return what must be found nowhere."""
    service.submit(lambda library: library.check(deep=True)).result(10)
    work, layer = people.a_work(title=PHRASES[0])
    stroke = people.a_stroke(work, layer)
    tile = people.a_tile(layer)
    flat = np.full_like(tile.after, 0x1357)
    service.save(people.step(work, layer, stroke, tiles=(tile,), scope=work.uid)).result(10)
    entry = people.an_entry(f"{PHRASES[1]} and {PHRASES[2]}")
    picture = Attachment(0, work_uid=work.uid, description=PHRASES[0])
    service.save(people.step(entry)).result(10)
    for further in (
        people.an_entry(PHRASES[2]),
        Picture("photo", "image/png", PHRASES[0].encode() * 50, 1, 1, NOW),
        CheckIn("check-in", NOW, 0.1, 0.2, PHRASES[1]),
        Suggestion("suggestion", "prompt", NOW, (Sentence(PHRASES[0]),)),
        people.an_entry("with a picture", uid="p").__class__(
            "p", entry.day, NOW, PHRASES[1], attachments=(picture,)
        ),
    ):
        service.save(people.step(further)).result(10)
    ribbon, mesh = use_space(service)
    service.submit(lambda library: library.put_thumbnail(work.uid, b"PNG" + PHRASES[0].encode()))
    service.submit(lambda library: library.entry_summaries(query=PHRASES[1])).result(10)
    needles = [needle for phrase in PHRASES for needle in encodings(phrase)]
    needles += [pack_tile(tile.after)[:64], tile.after.tobytes()[:64], flat.tobytes()[:64]]
    for rows in (stroke.points, ribbon.points, mesh.values[:4096], mesh.values[4096:]):
        needles += [pack_points(rows)[:64], rows.tobytes()[:48]]
    return [*needles, mesh.faces.tobytes()[:48]]


def use_space(service) -> tuple[SpaceStroke, Mesh]:
    """Write the phrases wherever a page in space has words, and model; return what was made."""
    work, layer = people.a_page_in_space()
    ribbon = replace(people.a_space_stroke(work, layer), foreign=PHRASES[0])
    clay, meshes = people.some_clay(work, layer)
    mesh = meshes[clay.mesh_uid]
    parts = (
        replace(work, title=PHRASES[1]),
        layer,
        ribbon,
        replace(clay, name=PHRASES[2]),
        Reference("postcard", work.uid, layer.uid, "photo", PHRASES[0]),
        Place("place", work.uid, "shore", 3, (("hour", 6.5),), PHRASES[1]),
        CameraPath("path", work.uid, PHRASES[2], ribbon.points),
    )
    service.save(people.step(*parts, meshes=meshes, scope=work.uid)).result(10)
    touch = people.touched(clay.mesh_uid, mesh, [1, 5000], 0.5)
    service.save(people.step(vertices=(touch,), scope=work.uid)).result(10)
    service.save(people.step(Place("own", "", "shore", 3, (), PHRASES[1]))).result(10)
    return ribbon, mesh


def test_no_phrase_and_no_colour_is_in_any_file_while_open_and_after(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    vault = Vault(tmp_path / "profiles", argon=Argon(1, 64))
    created = vault.create(passphrase="blue heron on the wall").result(20)
    needles = use_everything(created.service) + encodings("blue heron on the wall")
    needles += encodings(created.recovery_key)
    # what a crash would leave: the WAL, while it is full
    shutil.copytree(tmp_path / "profiles", tmp_path / "crashed")
    assert (tmp_path / "crashed" / created.profile / "private.library-wal").stat().st_size > 0
    backups = Backups(created.service, created.service.path)
    assert backups.make().result(20) is not None
    backups.close()
    created.service.close()
    vault.close()
    assert scan(tmp_path, needles) == []
    assert not any(phrase in caplog.text for phrase in (*PHRASES, "blue heron"))


def test_the_scan_itself_finds_a_phrase_that_is_there(tmp_path):
    (tmp_path / "leak").write_bytes(b"..." + PHRASES[1].encode("utf-16-le"))
    assert len(scan(tmp_path, encodings(PHRASES[1]))) == 1
