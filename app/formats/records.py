"""Every record as JSON and as a row of CSV, and back: equal, field by field."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from app.formats.fields import (
    COLOUR,
    DAY,
    REAL,
    SENTENCE,
    TEXT,
    TIME,
    WHOLE,
    YES_NO,
    Field,
    Json,
    checked,
    choice_of,
    list_of,
    numbers,
    optional,
    pair_of,
    part_of,
    points_of,
)
from app.model.care import (
    Administration,
    EventKind,
    HelpPage,
    OwnPrompt,
    Role,
    Session,
    SessionEvent,
    Standing,
    StepKind,
)
from app.model.entities import (
    POINT_COLUMNS,
    Answer,
    Attachment,
    BlendMode,
    CheckIn,
    Consent,
    Entry,
    Estimate,
    LabelledProbability,
    Layer,
    Picture,
    SafetyMark,
    Span,
    SpanStyle,
    Stroke,
    Suggestion,
    Work,
    WorkKind,
)
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

T = TypeVar("T")


def record(entity: object) -> dict[str, Json]:
    """Return an entity as what JSON can hold; pictures without their bytes."""
    fields = FIELDS[type(entity)]
    return {name: field.dump(getattr(entity, name)) for name, field in fields.items()}


def from_record(kind: type[T], row: Json, **more: object) -> T:
    """Return the entity.

    Parameters
    ----------
    more
        Values that do not stand in the record.

    Raises
    ------
    ValueError
        If a field is missing or is no such thing; it is named.
    """
    found = checked(dict, row)
    values = {}
    found = dict.fromkeys(LATER.get(kind, ())) | found
    for name, field in FIELDS[kind].items():
        try:
            values[name] = field.load(found[name])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{kind.__name__}.{name}") from error
    return kind(**values, **more)


_SPAN: Final = part_of(Span, {"start": WHOLE, "end": WHOLE, "style": choice_of(SpanStyle)})
_ATTACHMENT: Final = part_of(
    Attachment, {"position": WHOLE, "work_uid": TEXT, "picture_uid": TEXT, "description": TEXT}
)
_POSE: Final = part_of(Pose, {"position_m": numbers(3), "rotation": numbers(4), "scale": REAL})
_LABEL: Final = part_of(LabelledProbability, {"name": TEXT, "p": REAL})

FIELDS: Final[dict[type[Any], dict[str, Field]]] = {
    Work: {
        "uid": TEXT,
        "kind": choice_of(WorkKind),
        "title": TEXT,
        "width": WHOLE,
        "height": WHOLE,
        "layers": list_of(TEXT),
        "created_at": TIME,
        "words": TEXT,
        "prompt_uid": TEXT,
        "is_finished": YES_NO,
        "binned_at": optional(TIME),
    },
    Layer: {
        "uid": TEXT,
        "work_uid": TEXT,
        "name": TEXT,
        "mode": choice_of(BlendMode),
        "opacity": REAL,
        "is_visible": YES_NO,
    },
    Stroke: {
        "uid": TEXT,
        "work_uid": TEXT,
        "layer_uid": TEXT,
        "brush_uid": TEXT,
        "colour": COLOUR,
        "size_px": REAL,
        "opacity": REAL,
        "is_eraser": YES_NO,
        "seed": WHOLE,
        "started_at": TIME,
        "points": points_of(POINT_COLUMNS),
    },
    SpaceStroke: {
        "uid": TEXT,
        "work_uid": TEXT,
        "layer_uid": TEXT,
        "brush_uid": TEXT,
        "colour": COLOUR,
        "size_m": REAL,
        "seed": WHOLE,
        "started_at": TIME,
        "points": points_of(SPACE_COLUMNS),
        "opacity": REAL,
        "group_uid": TEXT,
        "foreign": TEXT,
        "begun_m": REAL,
        "left_m": REAL,
    },
    Clay: {
        "uid": TEXT,
        "work_uid": TEXT,
        "layer_uid": TEXT,
        "mesh_uid": TEXT,
        "name": TEXT,
        "pose": _POSE,
    },
    Reference: {
        "uid": TEXT,
        "work_uid": TEXT,
        "layer_uid": TEXT,
        "picture_uid": TEXT,
        "name": TEXT,
        "pose": _POSE,
        "is_visible": YES_NO,
    },
    Guide: {
        "uid": TEXT,
        "work_uid": TEXT,
        "shape": choice_of(GuideShape),
        "pose": _POSE,
        "size_m": numbers(3),
        "is_visible": YES_NO,
    },
    Place: {
        "uid": TEXT,
        "work_uid": TEXT,
        "environment_uid": TEXT,
        "seed": WHOLE,
        "settings": list_of(pair_of(TEXT, REAL)),
        "name": TEXT,
    },
    CameraPath: {"uid": TEXT, "work_uid": TEXT, "name": TEXT, "keys": points_of(CAMERA_COLUMNS)},
    Origin: {"uid": TEXT, "work_uid": TEXT, "foreign": TEXT},
    Entry: {
        "uid": TEXT,
        "day": DAY,
        "written_at": TIME,
        "text": TEXT,
        "spans": list_of(_SPAN),
        "attachments": list_of(_ATTACHMENT),
        "revision": WHOLE,
        "is_guessing_allowed": YES_NO,
        "binned_at": optional(TIME),
    },
    Picture: {"uid": TEXT, "media_type": TEXT, "width": WHOLE, "height": WHOLE, "added_at": TIME},
    CheckIn: {
        "uid": TEXT,
        "at": TIME,
        "valence": optional(REAL),
        "arousal": optional(REAL),
        "line": TEXT,
    },
    Estimate: {
        "uid": TEXT,
        "entry_uid": TEXT,
        "revision": WHOLE,
        "start": WHOLE,
        "end": WHOLE,
        "language": TEXT,
        "labels": list_of(_LABEL),
        "valence": optional(REAL),
        "arousal": optional(REAL),
        "is_unsure": YES_NO,
        "model": TEXT,
        "version": TEXT,
        "engine": TEXT,
        "ms": REAL,
        "correction": list_of(TEXT),
        "is_refused": YES_NO,
    },
    Suggestion: {
        "uid": TEXT,
        "prompt_uid": TEXT,
        "at": TIME,
        "reason": list_of(SENTENCE),
        "answer": optional(choice_of(Answer)),
        "answered_at": optional(TIME),
        "did_fit": optional(YES_NO),
    },
    Consent: {"uid": TEXT, "purpose": TEXT, "is_granted": YES_NO, "at": TIME, "wording": TEXT},
    SafetyMark: {"uid": TEXT, "at": TIME, "tags": list_of(TEXT), "source_uid": TEXT},
    Administration: {
        "uid": TEXT,
        "measure_uid": TEXT,
        "at": TIME,
        "answers": list_of(optional(REAL)),
        "order": list_of(WHOLE),
        "session_uid": TEXT,
        "shown_to": choice_of(Role),
    },
    OwnPrompt: {"uid": TEXT, "content": TEXT, "made_at": TIME},
    Standing: {
        "uid": TEXT,
        "prompt_uid": TEXT,
        "is_favourite": YES_NO,
        "is_barred": YES_NO,
        "pin": optional(WHOLE),
    },
    Session: {
        "uid": TEXT,
        "client_uid": TEXT,
        "began_at": TIME,
        "steps": list_of(choice_of(StepKind)),
        "at_step": WHOLE,
        "ended_at": optional(TIME),
        "plan_uid": TEXT,
        "plan_step": WHOLE,
        "aim": TEXT,
    },
    SessionEvent: {
        "uid": TEXT,
        "session_uid": TEXT,
        "at": TIME,
        "kind": choice_of(EventKind),
        "subject_uid": TEXT,
        "value": optional(REAL),
        "word": TEXT,
    },
    HelpPage: {
        "uid": TEXT,
        "changed_at": TIME,
        "what_helps": TEXT,
        "who_to_call": TEXT,
        "where_to_go": TEXT,
    },
}
# what came after the first archives: older ones have no such field, and it is empty there
LATER: Final[dict[type[Any], tuple[str, ...]]] = {Suggestion: ("did_fit",)}
