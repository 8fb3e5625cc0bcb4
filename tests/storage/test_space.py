"""A page in space comes back exactly: its strokes, its clay, what stands around it."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from app.model.entities import Attachment, Picture
from app.model.space import Place, Reference
from app.storage.erase import Scope
from app.storage.errors import Damaged
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.mesh_rows import CHUNK_VERTICES
from app.storage.store import utc_now
from tests.libraries import make
from tests.storage import people
from tests.storage.test_sample_libraries import SAMPLES

KEY = os.urandom(32)


@pytest.fixture(scope="module")
def shared():
    with tempfile.TemporaryDirectory() as folder:
        library = Library.create(Path(folder) / "private.library", KEY)
        yield library
        library.close()


def count(library, table):
    return library._database.table(table).count


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(page=people.pages_in_space())
def test_a_page_in_space_comes_back_exactly_with_everything_in_it(shared, page):
    work, parts, meshes = page
    shared.apply(people.step(work, *parts, meshes=meshes, scope=work.uid))
    found = shared.load_work(work.uid)
    assert found.entities == {entity.uid: entity for entity in (work, *parts)}
    assert found.grids == {}
    assert found.meshes.keys() == meshes.keys()
    for uid, mesh in found.meshes.items():
        assert np.array_equal(mesh.values, meshes[uid].values)
        assert np.array_equal(mesh.faces, meshes[uid].faces)
        assert mesh.values.flags.writeable
    assert shared.check(deep=True) == []


@pytest.fixture
def clay(library):
    """A page with a piece of clay of three chunks."""
    work, layer = people.a_page_in_space(uid="room")
    clay, meshes = people.some_clay(work, layer)
    library.apply(people.step(work, layer, clay, meshes=meshes, scope="room"))
    return clay, meshes[clay.mesh_uid]


def test_a_hand_on_the_clay_writes_only_the_chunks_it_touched(library, clay):
    clay, mesh = clay
    marks = "SELECT chunk, digest FROM mesh_values ORDER BY chunk"
    before = dict(library._database.conn.execute(marks).fetchall())
    touch = people.touched(clay.mesh_uid, mesh, [5, CHUNK_VERTICES + 1, CHUNK_VERTICES + 9], 0.5)
    library.apply(people.step(vertices=(touch,), scope="room"))
    after = dict(library._database.conn.execute(marks).fetchall())
    assert [chunk for chunk in before if before[chunk] != after[chunk]] == [0, 1]
    expected = mesh.values.copy()
    expected[touch.indices] = touch.after
    assert np.array_equal(library.load_work("room").meshes[clay.mesh_uid].values, expected)
    library.apply(people.step(vertices=(touch.inverse(),), scope="room"))
    assert np.array_equal(library.load_work("room").meshes[clay.mesh_uid].values, mesh.values)
    assert library.check(deep=True) == []


def test_a_hand_on_clay_that_is_not_there_leaves_nothing_behind(library, clay):
    clay, mesh = clay
    head = library.audit.last()
    with pytest.raises(KeyError):
        library.apply(people.step(vertices=(people.touched("other", mesh, [5], 1.0),)))
    assert library.audit.last() == head
    assert library.check(deep=True) == []


def test_clay_taken_away_keeps_its_mesh_until_the_library_is_opened_next(path, key):
    library = Library.create(path, key)
    work, layer = people.a_page_in_space(uid="room")
    clay, meshes = people.some_clay(work, layer)
    library.apply(people.step(work, layer, clay, meshes=meshes, scope="room"))
    library.apply(people.step(removed=(clay,), scope="room"))
    assert library.load_work("room").meshes == {}
    library.apply(people.step(clay, scope="room"))
    found = library.load_work("room").meshes[clay.mesh_uid]
    assert np.array_equal(found.values, meshes[clay.mesh_uid].values)
    library.apply(people.step(removed=(clay,), scope="room"))
    library.close()
    again = Library.open(path, key)
    assert count(again, "meshes") == count(again, "mesh_values") == 0
    assert again.check(deep=True) == []
    again.close()


def test_a_page_erased_from_the_list_takes_all_of_its_parts_along(library, clay):
    work, layer = people.a_page_in_space(uid="other")
    library.apply(people.step(work, layer, people.a_space_stroke(work, layer), scope="other"))
    own = Place("own", "", "shore", 3, (), "mine")
    library.apply(people.step(own))
    library.take_out([(type(work), "room")])
    assert count(library, "clays") == count(library, "meshes") == count(library, "mesh_values") == 0
    assert len(library.load_work("other").entities) == 3
    library.take_out([(type(work), "other")])
    assert count(library, "space_strokes") == 0
    assert library.own_places() == [own]
    assert library.check(deep=True) == []


def test_clay_that_lost_a_chunk_is_seen_by_every_check(library, clay):
    library._database.conn.execute("DELETE FROM mesh_values WHERE chunk = 1")
    assert [found.code for found in library.check()] == ["sum"]
    with pytest.raises(Damaged):
        library.load_work("room")


def test_clay_that_lost_its_mesh_is_damage_that_is_told(library, clay):
    library._database.conn.execute("DELETE FROM meshes")
    with pytest.raises(Damaged):
        library.load_work("room")


def test_clay_that_was_altered_is_seen_by_a_deep_check(library, clay):
    library._database.conn.execute(
        "UPDATE mesh_values SET vertices = (SELECT vertices FROM mesh_values WHERE chunk = 2) "
        "WHERE chunk = 1"
    )
    assert "rows" in {found.code for found in library.check(deep=True)}


def test_what_is_newer_in_space_than_the_backup_is_salvaged(key, tmp_path):
    path = tmp_path / "newer" / "private.library"
    path.parent.mkdir()
    library = Library.create(path, key)
    work, layer = people.a_page_in_space(uid="room")
    clay, meshes = people.some_clay(work, layer)
    library.apply(people.step(work, layer, clay, meshes=meshes, scope="room"))
    library.close()
    shutil.copytree(path.parent, tmp_path / "older")
    library = Library.open(path, key)
    stroke = people.a_space_stroke(work, layer)
    touch = people.touched(clay.mesh_uid, meshes[clay.mesh_uid], [9, 9000], 0.25)
    more, other = people.some_clay(work, layer, count=5000)
    library.apply(people.step(stroke, vertices=(touch,), scope="room"))
    library.apply(people.step(more, meshes=other, scope="room"))
    expected = library.load_work("room")
    library.close()
    broken = Library.open(path, key)
    broken._database.conn.execute(
        "DELETE FROM mesh_values WHERE chunk = 1 AND mesh_uid = ?", (more.mesh_uid,)
    )
    broken.close()
    into = Library.open(tmp_path / "older" / path.name, key)
    counts = into.salvage(path)
    found = into.load_work("room")
    # the one that is not whole stays behind, and the page opens
    assert (counts.taken, counts.unreadable, counts.without_owner) == (6, 0, 1)
    assert found.entities.keys() == expected.entities.keys() - {more.uid}
    values = expected.meshes[clay.mesh_uid].values
    assert np.array_equal(found.meshes[clay.mesh_uid].values, values)
    into.close()
    again = Library.open(tmp_path / "older" / path.name, key)
    assert again.check(deep=True) == []
    again.close()


def test_a_file_of_the_schema_before_opens_to_read_and_has_no_places_of_its_own(tmp_path):
    # reading alone leaves files beside it, and the samples stay as they are
    folder = shutil.copytree(SAMPLES[0], tmp_path / "library")
    key = KeyFile.read(folder / "private.keys").unlock_passphrase(make.PASSPHRASE)
    library = Library.open(folder / "private.library", key, read_only=True)
    assert library.own_places() == []
    assert set(library.load_work("work").entities) == {"work", "layer", "stroke"}
    library.close()


def test_a_reference_keeps_its_picture_as_long_as_anything_shows_it(library):
    picture = Picture("photo", "image/png", b"bytes", 0, 0, utc_now())
    library.apply(people.step(picture))
    for uid in ("one", "two"):
        work, layer = people.a_page_in_space(uid=uid)
        stands = Reference(f"of {uid}", uid, layer.uid, "photo", "postcard")
        library.apply(people.step(work, layer, stands, scope=uid))
    library.erase(Scope(works=("one",)))
    assert library.picture("photo") == picture
    library.erase(Scope(works=("two",)))
    assert library.picture_uids() == []
    assert library.check(deep=True) == []


def test_a_picture_taken_out_of_the_room_is_let_go_when_the_library_is_opened_next(path, key):
    library = Library.create(path, key)
    pictures = [Picture(uid, "image/png", b"bytes", 0, 0, utc_now()) for uid in ("one", "two")]
    work, layer = people.a_page_in_space(uid="room")
    stand = [Reference(f"of {one.uid}", "room", layer.uid, one.uid, "") for one in pictures]
    library.apply(people.step(*pictures, work, layer, *stand, scope="room"))
    library.apply(people.step(removed=tuple(stand), scope="room"))
    library.apply(people.step(stand[1], scope="room"))
    assert library.picture_uids() == ["one", "two"]
    library.close()
    again = Library.open(path, key)
    assert again.picture_uids() == ["two"]
    assert again.check(deep=True) == []
    again.close()


def test_erasing_a_page_takes_along_a_picture_that_stood_in_it_before(library):
    picture = Picture("photo", "image/png", b"bytes", 0, 0, utc_now())
    work, layer = people.a_page_in_space(uid="room")
    stands = Reference("stands", "room", layer.uid, "photo", "")
    library.apply(people.step(picture, work, layer, stands, scope="room"))
    library.apply(people.step(removed=(stands,), scope="room"))
    library.erase(Scope(works=("room",)))
    assert library.picture_uids() == []
    assert library.check(deep=True) == []


def test_emptying_the_bin_takes_pictures_along_that_nothing_else_shows(library):
    picture = Picture("photo", "image/png", b"bytes", 0, 0, utc_now())
    shared = replace(picture, uid="shared")
    page = replace(people.an_entry("see"), attachments=(Attachment(0, picture_uid="shared"),))
    library.apply(people.step(picture, shared, page))
    work, layer = people.a_page_in_space(uid="room")
    stand = (Reference(uid, "room", layer.uid, uid, "postcard") for uid in ("photo", "shared"))
    long_ago = utc_now() - timedelta(days=40)
    library.apply(people.step(replace(work, binned_at=long_ago), layer, *stand, scope="room"))
    assert library.purge_bin(utc_now()) == 1
    assert library.picture_uids() == ["shared"]
    assert library.check(deep=True) == []


def test_a_stroke_whose_points_are_no_points_is_damage_that_is_told(library):
    work, layer = people.a_page_in_space(uid="room")
    stroke = people.a_space_stroke(work, layer)
    library.apply(people.step(work, layer, stroke, scope="room"))
    library._database.conn.execute("UPDATE space_strokes SET points = x'00'")
    with pytest.raises(Damaged):
        library.load_work("room")


def test_a_page_moved_to_the_bin_and_back_keeps_everything(library, clay):
    found = library.load_work("room")
    work = found.entities["room"]
    library.apply(people.step(replace(work, binned_at=utc_now()), scope="room"))
    assert [one.uid for one in library.work_summaries(binned=True)] == ["room"]
    library.apply(people.step(work, scope="room"))
    assert library.load_work("room").entities == found.entities
