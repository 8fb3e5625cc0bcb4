"""What stands on a page in space, as rows: strokes, clay, references, guides, place, paths."""

from __future__ import annotations

from typing import Any

from app.model.space import (
    CAMERA_COLUMNS,
    SPACE_COLUMNS,
    CameraPath,
    Clay,
    Guide,
    GuideShape,
    Origin,
    Place,
    Pose,
    Reference,
    SpaceStroke,
)
from app.storage.codec import (
    microseconds,
    pack_colour,
    pack_json,
    pack_points,
    pack_text,
    pack_time,
    unpack_colour,
    unpack_json,
    unpack_points,
    unpack_text,
    unpack_time,
)
from app.storage.connection import Row
from app.storage.rows import RowKind


def pack_pose(pose: Pose) -> bytes:
    """Return a pose as bytes, exactly."""
    numbers = (*pose.position_m, *pose.rotation, pose.scale)
    return pack_json([float(number) for number in numbers])


def unpack_pose(content: bytes) -> Pose:
    """Return the pose.

    Raises
    ------
    ValueError
        If the bytes are none.
    """
    x, y, z, qx, qy, qz, qw, scale = (float(number) for number in unpack_json(content))
    return Pose((x, y, z), (qx, qy, qz, qw), scale)


def _stroke(row: Any) -> SpaceStroke:
    uid, work, layer, brush, colour, size, opacity, seed, started, *more = row
    group, foreign, begun_m, left_m, points = more
    return SpaceStroke(
        uid=uid,
        work_uid=work,
        layer_uid=layer,
        brush_uid=brush,
        colour=unpack_colour(colour),
        size_m=size,
        seed=int(seed),
        started_at=unpack_time(started),
        points=unpack_points(points, len(SPACE_COLUMNS)),
        opacity=opacity,
        group_uid=group,
        foreign=unpack_text(foreign),
        begun_m=begun_m,
        left_m=left_m,
    )


def _stroke_row(stroke: SpaceStroke) -> Row:
    return (
        stroke.uid,
        stroke.work_uid,
        stroke.layer_uid,
        stroke.brush_uid,
        pack_colour(stroke.colour),
        float(stroke.size_m),
        float(stroke.opacity),
        # a seed may be larger than SQLite's signed integers
        str(int(stroke.seed)),
        pack_time(stroke.started_at),
        stroke.group_uid,
        pack_text(stroke.foreign),
        float(stroke.begun_m),
        float(stroke.left_m),
        pack_points(stroke.points),
    )


SPACE_STROKES = RowKind(
    "space_strokes",
    (
        "uid",
        "work_uid",
        "layer_uid",
        "brush_uid",
        "colour",
        "size_m",
        "opacity",
        "seed",
        "started_at",
        "group_uid",
        "foreign_part",
        "begun_m",
        "left_m",
        "points",
    ),
    _stroke_row,
    _stroke,
    ("started_us",),
    lambda stroke: (microseconds(stroke.started_at),),
)


def _clay(row: Any) -> Clay:
    uid, work_uid, layer_uid, mesh_uid, name, pose = row
    return Clay(uid, work_uid, layer_uid, mesh_uid, unpack_text(name), unpack_pose(pose))


def _clay_row(clay: Clay) -> Row:
    name, pose = pack_text(clay.name), pack_pose(clay.pose)
    return (clay.uid, clay.work_uid, clay.layer_uid, clay.mesh_uid, name, pose)


CLAYS = RowKind(
    "clays", ("uid", "work_uid", "layer_uid", "mesh_uid", "name", "pose"), _clay_row, _clay
)


def _reference(row: Any) -> Reference:
    uid, work_uid, layer_uid, picture_uid, name, pose, is_visible = row
    return Reference(
        uid,
        work_uid,
        layer_uid,
        picture_uid,
        unpack_text(name),
        unpack_pose(pose),
        bool(is_visible),
    )


def _reference_row(reference: Reference) -> Row:
    return (
        reference.uid,
        reference.work_uid,
        reference.layer_uid,
        reference.picture_uid,
        pack_text(reference.name),
        pack_pose(reference.pose),
        int(reference.is_visible),
    )


REFERENCES = RowKind(
    "room_references",
    ("uid", "work_uid", "layer_uid", "picture_uid", "name", "pose", "is_visible"),
    _reference_row,
    _reference,
)


def _guide(row: Any) -> Guide:
    uid, work_uid, shape, pose, size_m, is_visible = row
    x, y, z = (float(number) for number in unpack_json(size_m))
    return Guide(uid, work_uid, GuideShape(shape), unpack_pose(pose), (x, y, z), bool(is_visible))


def _guide_row(guide: Guide) -> Row:
    size_m = pack_json([float(number) for number in guide.size_m])
    pose = pack_pose(guide.pose)
    return (guide.uid, guide.work_uid, guide.shape.value, pose, size_m, int(guide.is_visible))


GUIDES = RowKind(
    "guides", ("uid", "work_uid", "shape", "pose", "size_m", "is_visible"), _guide_row, _guide
)


def _place(row: Any) -> Place:
    uid, work_uid, environment_uid, seed, settings, name = row
    numbers = tuple((str(key), float(value)) for key, value in unpack_json(settings))
    return Place(uid, work_uid, environment_uid, int(seed), numbers, unpack_text(name))


def _place_row(place: Place) -> Row:
    return (
        place.uid,
        place.work_uid,
        place.environment_uid,
        str(int(place.seed)),
        pack_json([[name, float(value)] for name, value in place.settings]),
        pack_text(place.name),
    )


PLACES = RowKind(
    "places",
    ("uid", "work_uid", "environment_uid", "seed", "settings", "name"),
    _place_row,
    _place,
)


def _path(row: Any) -> CameraPath:
    uid, work_uid, name, keys = row
    return CameraPath(uid, work_uid, unpack_text(name), unpack_points(keys, len(CAMERA_COLUMNS)))


CAMERA_PATHS = RowKind(
    "camera_paths",
    ("uid", "work_uid", "name", "keys"),
    lambda path: (path.uid, path.work_uid, pack_text(path.name), pack_points(path.keys)),
    _path,
)


def _origin(row: Any) -> Origin:
    uid, work_uid, foreign = row
    return Origin(uid, work_uid, unpack_text(foreign))


ORIGINS = RowKind(
    "origins",
    ("uid", "work_uid", "foreign_part"),
    lambda origin: (origin.uid, origin.work_uid, pack_text(origin.foreign)),
    _origin,
)

SPACE_KINDS: dict[type[Any], RowKind[Any]] = {
    SpaceStroke: SPACE_STROKES,
    Clay: CLAYS,
    Reference: REFERENCES,
    Guide: GUIDES,
    Place: PLACES,
    CameraPath: CAMERA_PATHS,
    Origin: ORIGINS,
}
