"""Models go out to other programs and come in from them."""

from __future__ import annotations

import io
import json
import struct

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from app.formats.glb_writer import glb_bytes
from app.formats.model_files import WRITERS, kind_of, read_model
from app.formats.models import Model, Part, as_clay, linear_of, srgb_of
from app.model.meshes import MAX_VERTICES
from app.model.space_brush import Material
from app.model.words import PersonError
from tests.formats.khronos import validated

KINDS = sorted(WRITERS)


def a_ball(name: str = "Moon", *, at: float = 0.0, group: str = "") -> Part:
    ball = trimesh.creation.icosphere(subdivisions=2, radius=0.25)
    positions = ball.vertices.astype(np.float32) + np.float32(at)
    colours = np.tile(np.array([[0.5, 0.1, 0.9, 1.0]], np.float32), (len(positions), 1))
    return Part(name, positions, ball.faces.astype(np.uint32), None, colours, group=group)


def a_ribbon(material: Material = Material.SOFT) -> Part:
    positions = np.array([[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0]], np.float32)
    colours = np.full((4, 4), 0.25, np.float32)
    faces = np.array([[0, 2, 1], [2, 3, 1]], np.uint32)
    return Part("Ribbon", positions, faces, None, colours, material, "Birds")


def corners(positions: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Return triangles as a set of rows that does not hang on their order."""
    found = np.round(positions[faces], 5).reshape(len(faces), 9)
    return found[np.lexsort(found.T)]


def read_by_trimesh(content: bytes, kind: str) -> trimesh.Trimesh:
    return trimesh.load(io.BytesIO(content), file_type=kind, force="mesh", process=False)


@pytest.mark.parametrize("kind", KINDS)
def test_another_program_reads_what_we_write(kind):
    model = Model((a_ball(), a_ball("Sun", at=1)))
    mesh = read_by_trimesh(WRITERS[kind](model), kind)
    assert len(mesh.faces) == model.triangle_count
    scale = 1000 if kind == "stl" else 1
    low, high = model.bounds_m
    assert np.allclose(mesh.bounds, np.array([low, high]) * scale, atol=1e-5 * scale)


@pytest.mark.parametrize("kind", KINDS)
def test_we_read_what_another_program_writes(kind):
    mesh = trimesh.creation.box(extents=(0.2, 0.4, 0.6))
    if kind == "stl":
        mesh.apply_scale(1000)
    model = read_model(mesh.export(file_type=kind) if kind != "obj" else an_obj(mesh), "box")
    assert model.triangle_count == 12
    assert np.allclose(model.bounds_m, [[-0.1, -0.2, -0.3], [0.1, 0.2, 0.3]], atol=1e-6)


def an_obj(mesh: trimesh.Trimesh) -> bytes:
    return mesh.export(file_type="obj").encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_is_the_same_after_going_out_and_coming_in(kind):
    before = Model((a_ball(group="Sky"), a_ribbon()))
    content = WRITERS[kind](before)
    assert kind_of(content) == kind
    after = read_model(content, "model")
    shapes = [
        np.concatenate([corners(part.positions, part.faces) for part in model.parts])
        for model in (before, after)
    ]
    assert np.allclose(*(shape[np.lexsort(shape.T)] for shape in shapes), atol=2e-5)
    if kind != "stl":
        colours = np.concatenate([part.colours for part in after.parts])
        expected = np.concatenate([part.colours for part in before.parts])
        assert np.allclose(colours[:, :3], expected[:, :3], atol=0.01)


def test_a_glb_has_no_errors_and_says_what_its_parts_are_called():
    parts = [a_ball(group="Sky"), a_ball("Sun", at=1)]
    parts += [a_ribbon(material) for material in Material]
    content = glb_bytes(Model(tuple(parts)))
    report = validated(content)
    assert report["issues"]["numErrors"] == 0, report["issues"]["messages"][:5]
    assert report["issues"]["numWarnings"] == 0, report["issues"]["messages"][:5]
    after = read_model(content, "model")
    assert [(part.name, part.group) for part in after.parts] == [
        ("Sun", ""),
        ("Moon", "Sky"),
        *[("Ribbon", "Birds")] * len(Material),
    ]
    table = json.loads(content[20 : 20 + struct.unpack_from("<I", content, 12)[0]])
    assert {one["name"] for one in table["materials"]} == {str(material) for material in Material}


def test_a_page_with_nothing_on_it_is_a_glb_without_errors():
    assert validated(glb_bytes(Model(())))["issues"]["numErrors"] == 0


@given(st.integers(1, 40), st.integers(0, 60), st.randoms(use_true_random=False))
def test_any_mesh_becomes_a_glb_that_comes_back(count, triangles, random):
    positions = np.array([[random.uniform(-9, 9) for _ in range(3)] for _ in range(count)])
    faces = np.array([[random.randrange(count) for _ in range(3)] for _ in range(triangles)])
    part = Part("x", positions.astype(np.float32), faces.reshape(-1, 3).astype(np.uint32))
    if not triangles:
        with pytest.raises(PersonError):
            read_model(glb_bytes(Model((part,))), "x")
        return
    (after,) = read_model(glb_bytes(Model((part,))), "x").parts
    assert np.array_equal(after.positions, part.positions)
    assert np.array_equal(after.faces, part.faces)


def test_a_model_becomes_one_piece_of_clay_without_seams():
    model = read_model(WRITERS["stl"](Model((a_ball(),))), "ball")
    mesh = as_clay(model, "ball")
    assert len(mesh.values) == 162
    assert len(mesh.faces) == 320
    assert len(np.unique(mesh.faces)) == 162


def test_a_model_that_is_too_fine_for_clay_is_told():
    side = int(np.sqrt(MAX_VERTICES)) + 2
    rows, columns = np.mgrid[:side, :side].reshape(2, -1)
    positions = np.column_stack((rows, columns, rows * 0)).astype(np.float32)
    first = np.arange(len(positions) - side - 1, dtype=np.uint32)
    faces = np.column_stack((first, first + 1, first + side))
    with pytest.raises(PersonError, match="finer than clay") as caught:
        as_clay(Model((Part("field", positions, faces),)), "field.ply")
    assert "as a reference" in str(caught.value)


def test_colours_are_the_same_there_and_back():
    levels = np.arange(256)[:, None] / 255 * np.ones((1, 4))
    assert (srgb_of(linear_of(levels))[:, 0] == np.arange(256)).all()


def test_a_quad_with_a_colour_is_read_from_text():
    text = b"""ply\nformat ascii 1.0\ncomment by hand\nelement vertex 4
property double x\nproperty double y\nproperty double z\nproperty uchar red
property uchar green\nproperty uchar blue\nelement face 1
property list uchar int vertex_index\nend_header
0 0 0 255 0 0\n1 0 0 255 0 0\n1 1 0 255 0 0\n0 1 0 255 0 0\n4 0 1 2 3\n"""
    (part,) = read_model(text, "quad.ply").parts
    assert part.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert part.colours[0].tolist() == [1, 0, 0, 1]


def test_polygons_and_triangles_may_be_mixed():
    head = b"ply\nformat binary_big_endian 1.0\nelement vertex 5\nproperty float x\n"
    head += b"property float y\nproperty float z\nelement face 2\n"
    head += b"property list uchar int vertex_indices\nproperty uchar flags\nend_header\n"
    body = np.arange(15, dtype=">f4").tobytes()
    body += struct.pack(">B3iB", 3, 0, 1, 2, 9) + struct.pack(">B5iB", 5, 0, 1, 2, 3, 4, 9)
    (part,) = read_model(head + body, "mixed.ply").parts
    assert part.faces.tolist() == [[0, 1, 2], [0, 1, 2], [0, 2, 3], [0, 3, 4]]


def test_faces_of_an_obj_may_count_from_the_end_and_name_what_we_do_not_use():
    text = b"mtllib ../../secret.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nvt 0 0\nvn 0 0 1\n"
    text += b"f -3/1/1 -2/1/1 -1//1\n"
    model = read_model(text, "a.obj")
    assert model.parts[0].faces.tolist() == [[0, 1, 2]]
    assert [str(sentence) for sentence in model.left_out] == ["materials kept in another file"]
