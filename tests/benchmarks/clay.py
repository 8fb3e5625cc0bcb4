"""Clay and picking: a touch, a new mesh, a simpler one, a ray through a million points.

A touch is timed as a person causes it: on 163,842 vertices (an icosphere of radius 1, divided
seven times), r = 0.2, inside an open edit that keeps what was there, each time at another place;
it ends with positions, normals and the ranges to upload. The bar is 0.4 ms for a touch on its
way (``median``); ``first`` are touches on clay that the edit has not kept yet.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from trimesh.creation import icosphere

from app.catalogue.clay import clay_starts
from app.geometry.clay.dab import Dab, Reached, Symmetry
from app.geometry.clay.decimate import decimate
from app.geometry.clay.meshes import clay_mesh, copied
from app.geometry.clay.remesh import remesh, voxel_for
from app.geometry.clay.shape import ClayShape
from app.geometry.clay.starts import begin
from app.geometry.picking import StrokePoints, pick_points, pick_triangles
from app.model.clay import ClayAction
from app.model.document import Document
from app.model.meshes import Mesh

TOUCHES = 300
POINTS = 1_000_000


def _ball(subdivisions: int) -> Mesh:
    made = icosphere(subdivisions=subdivisions)
    return clay_mesh(np.asarray(made.vertices), np.asarray(made.faces))


def _touches(mesh: Mesh, action: ClayAction, symmetry: Symmetry) -> dict[str, float]:
    document, shape, scope = Document(), ClayShape(mesh), "work"
    with document.edit("Put", scope=scope) as edit:
        edit.add_mesh("clay", mesh)
    turn = np.linspace(0, 6, TOUCHES)
    way = np.stack([np.cos(turn), 0.3 * np.sin(3 * turn), np.sin(turn)], axis=1)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    times: list[list[float]] = [[], []]
    with document.edit("Work", scope=scope) as edit:
        for again in range(2):
            for x, y, z in way:
                dab = Dab(action, (float(x), float(y), float(z)), 0.2, 0.5, 0.01, symmetry=symmetry)
                started = perf_counter()
                reached = Reached(shape, dab)
                reached.apply(edit.vertices("clay", reached.rows))
                shape.take_ranges()
                times[again].append((perf_counter() - started) * 1000)
    return {
        "first_median_ms": round(median(times[0]), 3),
        "median_ms": round(median(times[1]), 3),
        "p95_ms": round(float(np.percentile(times[1], 95)), 3),
    }


def _dabs() -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for subdivisions in (6, 7):
        mesh = _ball(subdivisions)
        found: dict[str, Any] = {
            action.value: _touches(copied(mesh), action, Symmetry()) for action in ClayAction
        }
        found["pull, mirrored"] = _touches(copied(mesh), ClayAction.PULL, Symmetry(x=True))
        figures[f"{len(mesh.values)} vertices"] = found
    return figures


def _best_ms(run: Callable[[], object], repeats: int) -> dict[str, float]:
    run()
    times = []
    for _ in range(repeats):
        started = perf_counter()
        run()
        times.append((perf_counter() - started) * 1000)
    return {"best_ms": round(min(times), 3), "median_ms": round(median(times), 3)}


def _meshes() -> dict[str, Any]:
    ball, fine = _ball(6), _ball(7)
    figures: dict[str, Any] = {}
    for name, mesh in (("41k", ball), ("164k", fine)):
        voxel = voxel_for(mesh, 40_000)
        figures[f"remesh {name} to 40k"] = _best_ms(partial(remesh, mesh, voxel_m=voxel), 5)
    figures["decimate 164k to 41k"] = _best_ms(lambda: decimate(fine, vertices=41_000), 3)
    figures["working cache of 164k"] = _best_ms(lambda: ClayShape(fine), 5)
    for start in clay_starts():
        figures[f"begin {start.name}"] = _best_ms(partial(begin, start), 3)
    return figures


def _picking() -> dict[str, Any]:
    chance = np.random.default_rng(1)
    points = chance.normal(0, 2, (POINTS, 3)).astype(np.float32)
    index = StrokePoints()
    for number, part in enumerate(np.array_split(points, 10_000)):
        index.put(str(number), part, spacing_m=100.0)
    fine = _ball(7)
    shape, places = ClayShape(fine), np.ascontiguousarray(fine.values[:, :3])
    ways = chance.normal((0, 0, -1), 0.2, (50, 3))
    eye = (0.0, 0.0, 6.0)

    def each(pick: Callable[[tuple[float, float, float]], object]) -> dict[str, float]:
        times = []
        for x, y, z in (ways[0], *ways):
            started = perf_counter()
            pick((float(x), float(y), float(z)))
            times.append((perf_counter() - started) * 1000)
        return {"median_ms": round(median(times[1:]), 3), "best_ms": round(min(times[1:]), 3)}

    return {
        "1 M points": each(lambda way: pick_points(points, eye, way, cone_deg=0.5)),
        "10 k strokes of 1 M points": each(lambda way: index.pick(eye, way, cone_deg=0.5)),
        "strokes in a ball": each(lambda way: index.touched(way, 0.05)),
        "328 k triangles, all of them": each(
            lambda way: pick_triangles(places, fine.faces, eye, way)
        ),
        "328 k triangles of clay": each(lambda way: shape.pick(eye, way)),
    }


def run() -> dict[str, Any]:
    """Measure and return the figures."""
    return {"touch": _dabs(), "meshes": _meshes(), "picking": _picking()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
