"""Cross-sections swept along the nodes of strokes: ribbons and tubes; importing imports numba."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.geometry.compiled import compiled, inlined, reading, types

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

# what a stroke is like, whatever its family
LOOK_COLUMNS = ("size_m", "red", "green", "blue", "opacity", "phase")
# what a brush is like; lengths are in widths
SWEEP_COLUMNS = (
    "least_width", "least_opacity", "cap", "taper_start", "taper_end", "point",
    "bump", "bump_length", "ruffle", "ruffle_length", "twist",
)  # fmt: skip
CAP_RINGS = 3

_NODES = reading(types.float64, 2)
_SETTINGS = reading(types.float64, 1)
_EDGES = reading(types.int64, 2)
_STARTS = reading(types.int64, 1)
_VERTICES = types.float32[:, ::1]
_TRIANGLES = types.uint32[:, ::1]


@inlined
def tapered(along: float, total: float, size: float, settings: F64) -> float:
    """Return how much of its width a stroke has so far along; short ones are left as they are."""
    left = 1.0
    for end in range(2):
        length = min(settings[3 + end] * size, total / 2)
        way = along if end == 0 else total - along
        if length > 0 and way < length:
            part = max(way / length, 0.0)
            bow = math.sqrt(part * (2 - part))
            left *= bow + (part - bow) * settings[5]
    return 1 - (1 - left) * min(total / size, 1.0)


@inlined
def cap_of(ring: int, closed: bool, cap: float) -> tuple[float, float, float]:
    """Return how wide a ring of a cap is, how far out, and how much its normals point out.

    ``ring`` 0 is the outermost.
    """
    angle = (CAP_RINGS - ring) * math.pi / (2 * CAP_RINGS)
    if cap > 0:
        wide = 0.0 if ring == 0 else math.cos(angle)
        return wide, cap * math.sin(angle), math.sin(angle) if closed else 0.0
    return 0.0 if ring == 0 else 1.0, 0.0, 1.0


@inlined
def put_rings(
    nodes: F64,
    first_ring: int,
    caps: int,
    closed: bool,
    look: F64,
    settings: F64,
    profile: F64,
    vertices: F32,
) -> None:
    """Write the vertices of rings from one on to the end."""
    count, size = len(nodes), look[0]
    total = nodes[count - 1, 10]
    for ring in range(first_ring, count + 2 * caps):
        wide, out, lean, way = 1.0, 0.0, 0.0, 1.0
        at = ring - caps
        if at < 0:
            at, way = 0, -1.0
            wide, out, lean = cap_of(ring, closed, settings[2])
        elif at >= count:
            wide, out, lean = cap_of(count + 2 * caps - 1 - ring, closed, settings[2])
            at = count - 1
        along = nodes[at, 10]
        pressure = min(max(nodes[at, 9], 0.0), 1.0)
        half = 0.5 * size * (settings[0] + (1 - settings[0]) * pressure)
        half *= tapered(along, total, size, settings)
        if settings[6] > 0:
            wave = 2 * math.pi / (settings[7] * size)
            if lean == 0:
                slope = half * settings[6] * wave * math.cos(wave * along)
                lean = -slope / math.sqrt(1 + slope * slope)
            half *= 1 + settings[6] * math.sin(wave * along)
        alpha = look[4] * (settings[1] + (1 - settings[1]) * pressure)
        tx, ty, tz = nodes[at, 3], nodes[at, 4], nodes[at, 5]
        sx, sy, sz = nodes[at, 6], nodes[at, 7], nodes[at, 8]
        nx, ny, nz = ty * sz - tz * sy, tz * sx - tx * sz, tx * sy - ty * sx
        if settings[10] != 0:
            angle = 2 * math.pi * settings[10] * along / size
            c, s = math.cos(angle), math.sin(angle)
            sx, nx = c * sx + s * nx, c * nx - s * sx
            sy, ny = c * sy + s * ny, c * ny - s * sy
            sz, nz = c * sz + s * nz, c * nz - s * sz
        ruffle = 0.0
        if settings[8] > 0:
            ruffle = settings[8] * math.sin(2 * math.pi * along / (settings[9] * size))
        shift = way * out * half
        x, y, z = nodes[at, 0] + shift * tx, nodes[at, 1] + shift * ty, nodes[at, 2] + shift * tz
        u = (along + shift) / size
        flat = math.sqrt(1 - lean * lean)
        lean *= way
        for k in range(len(profile)):
            a = half * wide * profile[k, 0]
            b = half * wide * (profile[k, 1] + ruffle * profile[k, 0] * abs(profile[k, 0]))
            p, q = flat * profile[k, 2], flat * profile[k, 3]
            row = vertices[ring * len(profile) + k]
            row[0], row[1], row[2] = x + a * sx + b * nx, y + a * sy + b * ny, z + a * sz + b * nz
            row[3] = p * sx + q * nx + lean * tx
            row[4] = p * sy + q * ny + lean * ty
            row[5] = p * sz + q * nz + lean * tz
            row[6], row[7], row[8], row[9] = look[1], look[2], look[3], alpha
            row[10], row[11], row[12], row[13] = u, profile[k, 4], look[5], nodes[at, 11]


@inlined
def put_faces(
    first_ring: int, rings: int, width: int, edges: I64, base: int, triangles: U32
) -> None:
    """Write the triangles between rings, from one on."""
    faces = 2 * len(edges)
    for ring in range(first_ring, rings - 1):
        here = base + ring * width
        for k in range(len(edges)):
            a, b = here + edges[k, 0], here + edges[k, 1]
            row = triangles[ring * faces + 2 * k]
            row[0], row[1], row[2] = a, b, b + width
            row = triangles[ring * faces + 2 * k + 1]
            row[0], row[1], row[2] = a, b + width, a + width


@compiled(
    types.void(
        _NODES, types.int64, types.int64, types.int64, types.boolean, _SETTINGS, _SETTINGS,
        _NODES, _EDGES, _VERTICES, _TRIANGLES,
    )
)  # fmt: skip
def sweep_on(
    nodes: F64,
    first_ring: int,
    first_face: int,
    caps: int,
    closed: bool,
    look: F64,
    settings: F64,
    profile: F64,
    edges: I64,
    vertices: F32,
    triangles: U32,
) -> None:
    """Write one stroke's rings and the faces between them from some of them on.

    ``nodes`` : `NODE_COLUMNS`. ``look`` : `LOOK_COLUMNS`. ``settings`` : `SWEEP_COLUMNS`.
    ``profile``, ``edges`` of a `Profile`. ``vertices``, ``triangles`` are the stroke's.
    """
    put_rings(nodes, first_ring, caps, closed, look, settings, profile, vertices)
    put_faces(first_face, len(nodes) + 2 * caps, len(profile), edges, 0, triangles)


@compiled(
    types.void(
        _NODES, _STARTS, types.int64, types.boolean, _NODES, _SETTINGS, _NODES, _EDGES,
        types.int64, _VERTICES, _TRIANGLES,
    )
)  # fmt: skip
def sweep(
    nodes: F64,
    starts: I64,
    caps: int,
    closed: bool,
    looks: F64,
    settings: F64,
    profile: F64,
    edges: I64,
    base: int,
    vertices: F32,
    triangles: U32,
) -> None:
    """Write many strokes of one brush one behind the other.

    ``starts`` : (strokes + 1,), where the nodes of each begin. ``looks`` : (strokes, 6). ``base``
    is added to what triangles name.
    """
    vertex, face = 0, 0
    for stroke in range(len(looks)):
        mine = nodes[starts[stroke] : starts[stroke + 1]]
        rings = len(mine) + 2 * caps if len(mine) else 0
        if rings:
            put_rings(mine, 0, caps, closed, looks[stroke], settings, profile, vertices[vertex:])
            put_faces(0, rings, len(profile), edges, base + vertex, triangles[face:])
            vertex += rings * len(profile)
            face += (rings - 1) * 2 * len(edges)
