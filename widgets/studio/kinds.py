"""The kinds of page: how they are called, and how one begins."""

from __future__ import annotations

from typing import Final

from app.model.entities import WorkKind
from app.model.words import Sentence

NAMES: Final = {
    WorkKind.PAINTING: Sentence("Painting"),
    WorkKind.SPACE: Sentence("In space"),
    WorkKind.CLAY: Sentence("Clay"),
}
TAGS: Final = {
    WorkKind.PAINTING: Sentence("2D"),
    WorkKind.SPACE: Sentence("in space"),
    WorkKind.CLAY: Sentence("clay"),
}
DETAILS: Final = {
    WorkKind.PAINTING: Sentence("just paint"),
    WorkKind.SPACE: Sentence("draw around you"),
    WorkKind.CLAY: Sentence("shape something"),
}
ICONS: Final = {
    WorkKind.PAINTING: "mdi6.file-outline",
    WorkKind.SPACE: "mdi6.cube-outline",
    WorkKind.CLAY: "mdi6.circle-opacity",
}
NEW_PAGES: Final = (
    ("new", Sentence("Begin an empty page"), WorkKind.PAINTING, ICONS[WorkKind.PAINTING]),
    ("new_space", Sentence("Begin a page in space"), WorkKind.SPACE, ICONS[WorkKind.SPACE]),
    ("new_clay", Sentence("Begin a page with clay"), WorkKind.CLAY, ICONS[WorkKind.CLAY]),
)
