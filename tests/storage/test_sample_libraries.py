"""A library of every released schema opens in this version with every word and colour."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from app.model.entities import Entity, Entry, Estimate
from app.storage import schema
from app.storage.keys import KeyFile
from app.storage.library import Library
from tests.libraries import make

SAMPLES = sorted(Path(make.__file__).parent.glob("schema-*"))


def test_there_is_a_sample_of_every_schema():
    assert [sample.name for sample in SAMPLES] == [f"schema-{n}" for n in schema.known()]


def room(library: Library) -> dict[str, Entity]:
    """The page in space, its clay as the hand left it."""
    entities, grids, meshes = library.load_work("room")
    assert not grids
    mesh, touch = make.mesh(), make.touch()
    mesh.values[touch.indices] = touch.after
    assert np.array_equal(meshes["mesh"].values, mesh.values)
    assert np.array_equal(meshes["mesh"].faces, mesh.faces)
    return entities


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_an_old_library_opens_with_everything_in_it(sample, tmp_path):
    folder = tmp_path / "library"
    shutil.copytree(sample, folder)
    key = KeyFile.read(folder / "private.keys").unlock_passphrase(make.PASSPHRASE)
    library = Library.open(folder / "private.library", key)
    assert library.check(deep=True) == []
    number = int(sample.name.removeprefix("schema-"))
    expected = {entity.uid: entity for entity in make.contents(number)}
    work, grids, _ = library.load_work("work")
    assert work == {uid: expected[uid] for uid in ("work", "layer", "stroke")}
    tile = make.tile()
    assert np.array_equal(grids["layer"].tiles[tile.row, tile.column], tile.after)
    pages = library.load_entry("entry") | library.load_entry("binned")
    assert pages == {uid: e for uid, e in expected.items() if isinstance(e, Entry | Estimate)}
    loose = [library.picture("picture"), *library.check_ins(), *library.suggestions(9)]
    loose += [*library.consents(), *library.safety_marks(), *library.own_places()]
    loose += [*library.administrations(), *library.own_prompts(), *library.standings()]
    loose += [*library.sessions(), *library.session_events("session")]
    loose += [page for page in (library.help_page(),) if page is not None]
    space = room(library) if number >= 2 else {}
    assert {entity.uid: entity for entity in loose} | work | pages | space == expected
    assert library.thumbnail("work") == b"PNG of the sea"
    assert [summary.uid for summary in library.entry_summaries(query="海边")] == ["entry"]
    library.close()
