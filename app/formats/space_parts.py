"""A page in space as a model: a part for each stroke and each piece of clay, a group a layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from app.formats.models import F32, Model, Part
from app.geometry.strokes import build_many
from app.geometry.vertex import COLOUR, NORMAL, PHASE, POSITION, Vertices
from app.model.entities import Layer
from app.model.meshes import Mesh
from app.model.space import Clay, Pose, SpaceStroke
from app.model.space_brush import Material, SpaceBrush
from app.model.words import tr


def space_model(
    *,
    layers: Sequence[Layer],
    strokes: Iterable[SpaceStroke],
    brushes: Sequence[SpaceBrush],
    clays: Iterable[Clay] = (),
    meshes: Mapping[str, Mesh] | None = None,
) -> Model:
    """Return what is to be seen of a page as a model; hidden layers stay behind, and the place.

    Parameters
    ----------
    meshes : mapping, optional
        The vertices of the clay, by the uid of the mesh.
    """
    shown = {layer.uid: layer.name for layer in layers if layer.is_visible}
    drawn = [stroke for stroke in strokes if stroke.layer_uid in shown]
    parts = [
        *_stroke_parts(drawn, brushes, shown),
        *_clay_parts([clay for clay in clays if clay.layer_uid in shown], meshes or {}, shown),
    ]
    return Model(tuple(parts))


def _stroke_parts(
    strokes: Sequence[SpaceStroke], brushes: Sequence[SpaceBrush], groups: Mapping[str, str]
) -> Iterator[Part]:
    by_uid = {brush.uid: brush for brush in brushes}
    names = _names(strokes, by_uid)
    layer_of = {stroke.uid: stroke.layer_uid for stroke in strokes}
    found: dict[str, Part] = {}
    for material, batch in build_many(strokes, by_uid).items():
        for uid, span in batch.spans.items():
            rows = slice(span.first_vertex, span.first_vertex + span.vertex_count)
            faces = slice(span.first_triangle, span.first_triangle + span.triangle_count)
            vertices = batch.vertices[rows]
            triangles = batch.triangles[faces] - np.uint32(span.first_vertex)
            if len(triangles):
                positions, normals = _placed(vertices, material)
                colours = np.clip(vertices[:, COLOUR], 0, 1)
                group = groups[layer_of[uid]]
                found[uid] = Part(
                    names[uid], positions, triangles, normals, colours, material, group
                )
    yield from (found[stroke.uid] for stroke in strokes if stroke.uid in found)


def _names(strokes: Iterable[SpaceStroke], by_uid: Mapping[str, SpaceBrush]) -> dict[str, str]:
    """Return a name for each stroke: its brush's, and which of them it is."""
    counts: dict[str, int] = {}
    found = {}
    for stroke in strokes:
        brush = by_uid.get(stroke.brush_uid) or next(iter(by_uid.values()))
        counts[brush.name] = counts.get(brush.name, 0) + 1
        found[stroke.uid] = f"{brush.name} {counts[brush.name]}"
    return found


def _placed(vertices: Vertices, material: Material) -> tuple[F32, F32]:
    """Return positions and normals; what turns to the eye stands upright, each its own way."""
    positions = np.ascontiguousarray(vertices[:, POSITION])
    if material is not Material.SPARKLE:
        return positions, np.ascontiguousarray(vertices[:, NORMAL])
    angle = (vertices[:, PHASE] % 1) * (2 * np.pi)
    right = np.column_stack((np.cos(angle), np.zeros_like(angle), np.sin(angle)))
    across, up, half = vertices[:, NORMAL].T
    moved = positions + right * (across * half)[:, None]
    moved[:, 1] += up * half
    normals = np.column_stack((-np.sin(angle), np.zeros_like(angle), np.cos(angle)))
    return moved.astype(np.float32), normals.astype(np.float32)


def _clay_parts(
    clays: Sequence[Clay], meshes: Mapping[str, Mesh], groups: Mapping[str, str]
) -> Iterator[Part]:
    for number, clay in enumerate(clays, 1):
        mesh = meshes.get(clay.mesh_uid)
        if mesh is None or not len(mesh.faces):
            continue
        colours = np.ones((len(mesh.values), 4), np.float32)
        colours[:, :3] = np.clip(mesh.values[:, 3:6], 0, 1)
        yield Part(
            clay.name or tr("Clay {number}", number=number),
            in_room(mesh.positions_m, clay.pose),
            mesh.faces,
            colours=colours,
            group=groups[clay.layer_uid],
        )


def in_room(positions: F32, pose: Pose) -> F32:
    """Return positions of a thing's own space, shape (n, 3), where its pose has them."""
    x, y, z, w = np.array(pose.rotation, np.float64) / (np.linalg.norm(pose.rotation) or 1.0)
    axis = np.array([x, y, z])
    scaled = positions.astype(np.float64) * pose.scale
    turned = scaled + 2 * np.cross(axis, np.cross(axis, scaled) + w * scaled)
    found: F32 = (turned + np.array(pose.position_m)).astype(np.float32)
    return found
