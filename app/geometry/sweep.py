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
Three = tuple[float, float, float]

# what a stroke is like, whatever its family
LOOK_COLUMNS = ("size_m", "red", "green", "blue", "opacity", "phase", "begun_m", "left_m")
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
def width_of(
    along: float, total: float, pressure: float, size: float, settings: F64
) -> tuple[float, float]:
    """Return half the width of a ring, and how much its normals lean where it swells."""
    half = 0.5 * size * (settings[0] + (1 - settings[0]) * pressure)
    half *= tapered(along, total, size, settings)
    if settings[6] <= 0:
        return half, 0.0
    wave = 2 * math.pi / (settings[7] * size)
    slope = half * settings[6] * wave * math.cos(wave * along)
    swelling = 1 + settings[6] * math.sin(wave * along)
    return half * swelling, -slope / math.sqrt(1 + slope * slope)


@inlined
def axes_of(nodes: F64, at: int, angle: float) -> tuple[Three, Three, Three]:
    """Return side, normal and tangent of a node, turned about the tangent."""
    tx, ty, tz = nodes[at, 3], nodes[at, 4], nodes[at, 5]
    sx, sy, sz = nodes[at, 6], nodes[at, 7], nodes[at, 8]
    nx, ny, nz = ty * sz - tz * sy, tz * sx - tx * sz, tx * sy - ty * sx
    if angle != 0:
        c, s = math.cos(angle), math.sin(angle)
        sx, nx = c * sx + s * nx, c * nx - s * sx
        sy, ny = c * sy + s * ny, c * ny - s * sy
        sz, nz = c * sz + s * nz, c * nz - s * sz
    return (sx, sy, sz), (nx, ny, nz), (tx, ty, tz)


@inlined
def put_ring(
    place: Three, axes: tuple[Three, Three, Three], half: float, lean: float, ruffle: float,
    profile: F64, vertices: F32,
) -> None:  # fmt: skip
    """Write the places and normals of one ring, and how far around it each vertex is."""
    side, normal, tangent = axes
    flat = math.sqrt(1 - lean * lean)
    for k in range(len(profile)):
        a = half * profile[k, 0]
        b = half * (profile[k, 1] + ruffle * profile[k, 0] * abs(profile[k, 0]))
        p, q = flat * profile[k, 2], flat * profile[k, 3]
        row = vertices[k]
        for axis in range(3):
            row[axis] = place[axis] + a * side[axis] + b * normal[axis]
            row[3 + axis] = p * side[axis] + q * normal[axis] + lean * tangent[axis]
        row[11] = profile[k, 4]


@inlined
def put_rings(
    nodes: F64, first_ring: int, caps: int, closed: bool, look: F64, settings: F64, profile: F64,
    vertices: F32,
) -> None:  # fmt: skip
    """Write the vertices of rings from one on to the end."""
    last, size, corners = len(nodes) - 1, look[0], len(profile)
    rings = len(nodes) + 2 * caps
    total = look[6] + nodes[last, 10] + look[7]
    for ring in range(first_ring, rings):
        wide, out, lean, way = 1.0, 0.0, 0.0, 1.0
        at = min(max(ring - caps, 0), last)
        if ring < caps or ring >= rings - caps:
            way = -1.0 if ring < caps else 1.0
            wide, out, lean = cap_of(min(ring, rings - 1 - ring), closed, settings[2])
        along = look[6] + nodes[at, 10]
        pressure = min(max(nodes[at, 9], 0.0), 1.0)
        half, slant = width_of(along, total, pressure, size, settings)
        lean = lean * way if lean != 0 else slant
        ruffle = 0.0
        if settings[8] > 0:
            ruffle = settings[8] * math.sin(2 * math.pi * along / (settings[9] * size))
        axes = axes_of(nodes, at, 2 * math.pi * settings[10] * along / size)
        shift, tangent = way * out * half, axes[2]
        place = (
            nodes[at, 0] + shift * tangent[0],
            nodes[at, 1] + shift * tangent[1],
            nodes[at, 2] + shift * tangent[2],
        )
        mine = vertices[ring * corners : (ring + 1) * corners]
        put_ring(place, axes, half * wide, lean, ruffle, profile, mine)
        u, time = (along + shift) / size, nodes[at, 11]
        alpha = look[4] * (settings[1] + (1 - settings[1]) * pressure)
        for k in range(corners):
            row = mine[k]
            row[6], row[7], row[8], row[9] = look[1], look[2], look[3], alpha
            row[10], row[12], row[13] = u, look[5], time


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

    ``starts`` : (strokes + 1,), where the nodes of each begin. ``looks`` : (strokes, 8). ``base``
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
