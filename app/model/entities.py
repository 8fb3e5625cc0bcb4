"""Frozen entities with stable uids; change one with `dataclasses.replace` inside an edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from app.model.arrays import HoldsArray
from app.model.care import CareEntity
from app.model.space import SpaceEntity
from app.model.words import Sentence

POINT_COLUMNS = ("x_px", "y_px", "pressure", "tilt_x_deg", "tilt_y_deg", "time_s")


def new_uid() -> str:
    """Return a fresh uid: 32 hex digits."""
    return uuid4().hex


class WorkKind(StrEnum):
    """What kind of page a work is."""

    PAINTING = "painting"
    SPACE = "space"
    CLAY = "clay"

    @property
    def is_flat(self) -> bool:
        """Whether it is made of pixels; the others stand in a room of their own."""
        return self is WorkKind.PAINTING


class BlendMode(StrEnum):
    """How a layer meets what lies under it (W3C Compositing and Blending, level 1)."""

    NORMAL = "normal"
    MULTIPLY = "multiply"
    SCREEN = "screen"
    OVERLAY = "overlay"


class Answer(StrEnum):
    """What a person said to a suggestion."""

    TRY_IT = "try_it"
    NOT_NOW = "not_now"
    NOT_LIKE_THIS = "not_like_this"


class SpanStyle(StrEnum):
    """How a span of a journal page is formatted. Heading and list spans cover whole lines."""

    BOLD = "bold"
    ITALIC = "italic"
    HEADING = "heading"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Work:
    """A page that was made: its kind, its size and its layers, bottom first.

    ``binned_at`` stands while the work lies in the bin; ``prompt_uid`` names the prompt it was
    made to. ``width`` and ``height`` are pixels, 0 for a page in space.
    """

    uid: str
    kind: WorkKind
    title: str
    width: int
    height: int
    layers: tuple[str, ...]
    created_at: datetime
    words: str = ""
    prompt_uid: str = ""
    is_finished: bool = False
    binned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a work; ``opacity`` 0 to 1."""

    uid: str
    work_uid: str
    name: str
    mode: BlendMode = BlendMode.NORMAL
    opacity: float = 1.0
    is_visible: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Stroke(HoldsArray):
    """One stroke as it was drawn.

    ``points`` : ndarray, shape (n, 6), float32, columns `POINT_COLUMNS`: canvas pixels,
    pressure 0 to 1, tilt in degrees -90 to 90, seconds since the stroke began. Read-only.
    ``colour`` is sRGB, 0 to 255. ``size_px`` is the radius at full pressure, in canvas pixels.
    """

    uid: str
    work_uid: str
    layer_uid: str
    brush_uid: str
    colour: tuple[int, int, int]
    size_px: float
    opacity: float
    is_eraser: bool
    seed: int
    started_at: datetime
    points: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """A formatted stretch of an entry's text, in characters (Python string indexes)."""

    start: int
    end: int
    style: SpanStyle


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that stands in an entry before the character at ``position``.

    Exactly one of ``work_uid`` (a work of the studio) and ``picture_uid`` (a photograph) is set.
    """

    position: int
    work_uid: str = ""
    picture_uid: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph or a model a person put into the library: the bytes as they were.

    ``width`` and ``height`` are pixels, 0 for a model.
    """

    uid: str
    media_type: str
    content: bytes
    width: int
    height: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal page. ``day`` is the local date the person means; ``written_at`` is aware.

    ``revision`` grows with every edit of the text; an estimate for an older one is dropped.
    """

    uid: str
    day: date
    written_at: datetime
    text: str = ""
    spans: tuple[Span, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    revision: int = 0
    is_guessing_allowed: bool = True
    binned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How it is right now. ``valence`` and ``arousal`` -1 to 1; None is "not said"."""

    uid: str
    at: datetime
    valence: float | None = None
    arousal: float | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class LabelledProbability:
    """One emotion word with its probability, 0 to 1."""

    name: str
    p: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the model made of one paragraph of an entry, and what the person said of that.

    ``start`` and ``end`` are characters of the entry's text at ``revision``. ``correction``
    holds the person's own words for it; ``is_refused`` is "don't guess here".
    """

    uid: str
    entry_uid: str
    revision: int
    start: int
    end: int
    language: str
    labels: tuple[LabelledProbability, ...]
    valence: float | None
    arousal: float | None
    is_unsure: bool
    model: str
    version: str
    engine: str
    ms: float
    correction: tuple[str, ...] = ()
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A prompt that was offered, with its reason, and how it was answered.

    ``did_fit`` is what the person said afterwards, where they did.
    """

    uid: str
    prompt_uid: str
    at: datetime
    reason: tuple[Sentence, ...]
    answer: Answer | None = None
    answered_at: datetime | None = None
    did_fit: bool | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """One change of one consent: the ledger has a row for each, and the last one stands."""

    uid: str
    purpose: str
    is_granted: bool
    at: datetime
    wording: str


@dataclass(frozen=True, slots=True)
class SafetyMark:
    """Since when prompts with these tags wait (see ``not_after``); no content, no claim."""

    uid: str
    at: datetime
    tags: tuple[str, ...]
    source_uid: str = ""


Entity = (
    Work
    | Layer
    | Stroke
    | SpaceEntity
    | CareEntity
    | Entry
    | Picture
    | CheckIn
    | Estimate
    | Suggestion
    | Consent
    | SafetyMark
)
