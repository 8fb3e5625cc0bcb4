"""What is to be seen of a page in space becomes a model: strokes, clay, layers by their names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.catalogue.space_brushes import space_brushes
from app.formats.glb_writer import glb_bytes
from app.formats.space_parts import in_room, space_model
from app.model.entities import Layer
from app.model.meshes import Mesh
from app.model.space import Clay, Pose
from app.model.space_brush import Material
from tests.formats.khronos import validated
from tests.formats.sketches import a_stroke

BRUSHES = space_brushes()
LAYERS = (Layer("l", "w", "Birds"), Layer("hidden", "w", "Notes", is_visible=False))


def strokes_of_every_brush():
    return [
        replace(a_stroke(brush.name, points=9), brush_uid=brush.uid, opacity=0.5 + number / 200)
        for number, brush in enumerate(BRUSHES)
    ]


def test_every_brush_goes_out_without_an_error_under_its_name():
    model = space_model(layers=LAYERS, strokes=strokes_of_every_brush(), brushes=BRUSHES)
    assert {part.name for part in model.parts} == {f"{brush.name} 1" for brush in BRUSHES}
    assert {part.group for part in model.parts} == {"Birds"}
    for part in model.parts:
        assert np.isfinite(part.positions).all(), part.name
        assert int(part.faces.max()) < len(part.positions), part.name
    report = validated(glb_bytes(model))["issues"]
    assert (report["numErrors"], report["numWarnings"]) == (0, 0), report["messages"][:5]


def test_strokes_of_one_brush_are_numbered_in_their_order():
    strokes = [a_stroke("a"), a_stroke("b"), a_stroke("c")]
    model = space_model(layers=LAYERS, strokes=strokes, brushes=BRUSHES)
    first = BRUSHES[0].name
    assert [part.name for part in model.parts] == [f"{first} {n}" for n in (1, 2, 3)]


def test_what_is_hidden_stays_behind():
    strokes = [a_stroke("seen"), a_stroke("not seen", layer="hidden")]
    clay = Clay("c", "w", "hidden", "m")
    model = space_model(layers=LAYERS, strokes=strokes, brushes=BRUSHES, clays=[clay])
    assert len(model.parts) == 1


def test_particles_stand_as_cards_as_large_as_they_are_drawn():
    sparks = [brush for brush in BRUSHES if brush.material is Material.SPARKLE]
    assert sparks
    for brush in sparks:
        stroke = replace(a_stroke(points=30), brush_uid=brush.uid, size_m=0.1)
        (part,) = space_model(layers=LAYERS, strokes=[stroke], brushes=BRUSHES).parts
        cards = part.positions.reshape(-1, 4, 3)
        sizes = np.ptp(cards[:, :, 1], axis=1)
        across = np.linalg.norm(np.ptp(cards[:, :, ::2], axis=1), axis=1)
        assert (sizes > 0).all(), brush.name
        assert across == pytest.approx(sizes, rel=1e-3), brush.name


def test_clay_stands_where_its_pose_has_it():
    values = np.zeros((3, 7), np.float32)
    values[:, :3] = [[0, 0, 0], [1, 0, 0], [0, 1, 0]]
    values[:, 3:6] = 0.25
    half = float(np.sqrt(0.5))
    clay = Clay("c", "w", "l", "m", "Pot", Pose((0, 1, -2), (0, half, 0, half), 2))
    mesh = Mesh(values, np.array([[0, 1, 2]], np.uint32))
    model = space_model(
        layers=LAYERS, strokes=[], brushes=BRUSHES, clays=[clay], meshes={"m": mesh}
    )
    (part,) = model.parts
    assert (part.name, part.group) == ("Pot", "Birds")
    # +90° about y takes x to -z
    assert np.allclose(part.positions, [[0, 1, -2], [0, 1, -4], [0, 3, -2]], atol=1e-6)
    assert part.colours[0].tolist() == [0.25, 0.25, 0.25, 1]
    assert validated(glb_bytes(model))["issues"]["numErrors"] == 0


def test_a_pose_without_a_turn_only_moves():
    moved = in_room(np.ones((2, 3), np.float32), Pose((1, 2, 3), (0, 0, 0, 0)))
    assert moved.tolist() == [[2, 3, 4], [2, 3, 4]]
