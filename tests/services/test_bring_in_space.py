"""Sketches and models of other programs come into the library as pages in space."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.formats.model_files import WRITERS
from app.formats.models import Model, Part
from app.formats.tilt_layout import unpack
from app.model.entities import Layer, Work, WorkKind
from app.model.space import Clay, Origin, Place, SpaceStroke
from app.model.words import PersonError
from app.services.bring_in import bring_in, look
from app.services.library_worker import LibraryService
from app.services.space_files import page_bytes
from app.services.told import what_was_added, what_was_found
from app.storage.library import Library
from tests.formats.sketches import a_tilt, laid

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LibraryService]:
    path, key = tmp_path / "a.library", os.urandom(32)
    made = LibraryService(lambda: Library.create(path, key))
    made.opened.result(20)
    yield made
    made.close()


def the_page(service: LibraryService):
    (summary,) = service.submit(lambda library: library.work_summaries()).result(20)
    return service.submit(lambda library: library.load_work(summary.uid)).result(20)


def of(kind, page):
    return [one for one in page.entities.values() if isinstance(one, kind)]


def test_a_sketch_becomes_a_page_and_goes_back_as_it_came(service, tmp_path):
    path = tmp_path / "Blue bird.tilt"
    metadata = '{"BrushIndex": ["x"], "Sweets": 3, "Layers": [{"Name": "Wings"}]}'
    path.write_bytes(a_tilt(laid(4, extensions={16: b"blob"}), laid(3), metadata=metadata))
    assert what_was_found(look(path, zone=UTC, now=NOW)).startswith("Found a sketch in space")
    brought = bring_in(service, path, zone=UTC, now=NOW)
    assert what_was_added(brought) == "Added: 1 picture."
    page = the_page(service)
    (work,) = of(Work, page)
    assert (work.title, work.kind) == ("Blue bird", WorkKind.SPACE)
    assert len(of(SpaceStroke, page)) == 2
    assert [layer.name for layer in of(Layer, page)] == ["Wings"]
    assert len(of(Origin, page)) == len(of(Place, page)) == 1
    content = page_bytes("tilt", work.uid, page.entities, page.meshes)
    assert unpack(content).sketch == unpack(path.read_bytes()).sketch
    assert b'"Sweets": 3' in unpack(content).metadata
    again = bring_in(service, path, zone=UTC, now=NOW)
    assert (again.works, again.already_here) == (0, 1)


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_a_model_becomes_a_page_with_clay(service, tmp_path, kind):
    corners = np.array([[0, 0, 0], [4, 0, 0], [0, 4, 0], [0, 0, 4]], np.float32) / 10
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.uint32)
    path = tmp_path / f"Tent.{kind}"
    path.write_bytes(WRITERS[kind](Model((Part("tent", corners - [0, 1, 0], faces),))))
    bring_in(service, path, zone=UTC, now=NOW)
    page = the_page(service)
    (work,), (clay,) = of(Work, page), of(Clay, page)
    assert (work.kind, work.title, clay.name) == (WorkKind.CLAY, "Tent", "Tent")
    assert page.meshes[clay.mesh_uid].values.shape == (4, 7)
    # it stands on the floor, over its middle
    assert clay.pose.position_m == pytest.approx((-0.2, 1.0, -0.2))
    assert clay.pose.scale == 1.0


def test_a_model_as_large_as_a_mountain_is_shown_as_large_as_a_head(service, tmp_path):
    path = tmp_path / "hill.obj"
    path.write_text("v 0 0 0\nv 3000 0 0\nv 0 1500 0\nf 1 2 3\n")
    bring_in(service, path, zone=UTC, now=NOW)
    (clay,) = of(Clay, the_page(service))
    assert clay.pose.scale == pytest.approx(0.0001)


@pytest.mark.parametrize("name", ["cat.tilt", "cat.glb", "cat.stl"])
def test_what_is_broken_changes_nothing(service, tmp_path, name):
    (tmp_path / name).write_bytes(b"tilTglTFsolid")
    with pytest.raises(PersonError, match="nothing of yours was changed"):
        bring_in(service, tmp_path / name, zone=UTC, now=NOW)
    assert service.submit(lambda library: library.work_summaries()).result(20) == []
