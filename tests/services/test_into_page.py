"""Files of other programs come onto a page that is open, and undo takes them off again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.commands.space import MOST_STROKES, new_space
from app.formats.glb_writer import glb_bytes
from app.formats.models import Model, Part
from app.formats.png import png_bytes
from app.formats.tilt import TiltSketch
from app.model.document import Document
from app.model.entities import WorkKind
from app.model.space import Clay, SpaceStroke
from app.model.words import PersonError
from app.services.into_page import add_model, add_sketch, read_for_page
from app.services.space_files import page_bytes, reference_picture, save_page_in_space, shown_model
from tests.formats.sketches import a_tilt, laid

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def page(document: Document):
    return new_space(document, kind=WorkKind.SPACE, created_at=NOW, environment_uid="plain", seed=1)


def a_leaf() -> bytes:
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    colours = np.array([[1, 0, 0, 1]] * 3, np.float32)
    faces = np.array([[0, 1, 2]], np.uint32)
    return glb_bytes(Model((Part("leaf", positions, faces, None, colours),)))


def test_a_sketch_comes_onto_a_page_and_undo_takes_it_off(document, page, tmp_path: Path):
    (tmp_path / "cat.tilt").write_bytes(a_tilt(laid(4), laid(3)))
    before = dict(document.entities)
    for times in (1, 2):
        sketch = read_for_page(tmp_path / "cat.tilt", page.uid, now=NOW)
        assert isinstance(sketch, TiltSketch)
        assert len(add_sketch(document, page.uid, sketch)) == 2
        work = document.find(page.uid)
        assert len(work.layers) == 1 + times
    strokes = [one for one in document.entities.values() if isinstance(one, SpaceStroke)]
    assert len({stroke.uid for stroke in strokes}) == 4
    assert {stroke.layer_uid for stroke in strokes} == set(work.layers[1:])
    document.undo(page.uid)
    document.undo(page.uid)
    assert dict(document.entities) == before


def test_a_model_comes_onto_a_page_as_clay(document, page, tmp_path: Path):
    (tmp_path / "leaf.glb").write_bytes(a_leaf())
    model = read_for_page(tmp_path / "leaf.glb", page.uid, now=NOW)
    assert isinstance(model, Model)
    (uid,) = add_model(document, page.uid, model, layer_uid=page.layers[0], name="leaf")
    clay = document.find(uid)
    assert isinstance(clay, Clay)
    assert len(document.mesh(clay.mesh_uid).values) == 3
    content = page_bytes(
        "ply", page.uid, document.entities, {clay.mesh_uid: document.mesh(clay.mesh_uid)}
    )
    assert b"element face 1\n" in content
    document.undo(page.uid)
    assert document.find(uid) is None


def test_a_page_that_would_be_too_full_stays_as_it_is(document, page, tmp_path: Path):
    (tmp_path / "cat.tilt").write_bytes(a_tilt(*[laid(1)] * (MOST_STROKES + 1)))
    sketch = read_for_page(tmp_path / "cat.tilt", page.uid, now=NOW)
    before = dict(document.entities)
    with pytest.raises(PersonError, match="as many as stay quick"):
        add_sketch(document, page.uid, sketch)
    assert dict(document.entities) == before


def test_a_model_and_a_picture_can_be_references(tmp_path: Path):
    (tmp_path / "leaf.obj").write_bytes(a_leaf())
    picture = reference_picture(tmp_path / "leaf.obj", now=NOW)
    assert (picture.media_type, picture.width, picture.content) == (
        "model/gltf-binary",
        0,
        a_leaf(),
    )
    positions, triangles, colours = shown_model(picture)
    assert (positions.shape, triangles.shape, colours[0].tolist()) == ((3, 3), (1, 3), [1, 0, 0])
    (tmp_path / "sky.png").write_bytes(png_bytes(np.zeros((4, 6, 3), np.uint8)))
    sky = reference_picture(tmp_path / "sky.png", now=NOW)
    assert (sky.media_type, sky.width, sky.height) == ("image/png", 6, 4)
    assert shown_model(sky) is None
    (tmp_path / "words.txt").write_text("Dear diary")
    with pytest.raises(PersonError, match="could not be read as a picture"):
        reference_picture(tmp_path / "words.txt", now=NOW)


def test_an_empty_page_is_no_sketch_and_that_is_told(document, page, tmp_path: Path):
    with pytest.raises(PersonError, match="your page is safe in your library") as caught:
        save_page_in_space(tmp_path / "a.tilt", page.uid, document.entities, {})
    assert "or draw something first" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    save_page_in_space(tmp_path / "a.glb", page.uid, document.entities, {})
    assert (tmp_path / "a.glb").read_bytes()[:4] == b"glTF"
