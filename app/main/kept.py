"""What guidance goes by, read from the library when it opens, and when something came or went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.main.clock import local_now

if TYPE_CHECKING:
    from app.model.entities import CheckIn, Consent, SafetyMark, Suggestion
    from app.storage.library import Library

SUGGESTIONS_KEPT: Final = 200
DAYS_KEPT: Final = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """What guidance goes by, as the library holds it."""

    consents: list[Consent]
    suggestions: list[Suggestion]
    check_ins: list[CheckIn]
    marks: list[SafetyMark]


def kept_in(library: Library) -> Kept:
    """Read what guidance goes by; on the library's thread."""
    since = local_now() - timedelta(days=DAYS_KEPT)
    return Kept(
        library.consents(),
        library.suggestions(SUGGESTIONS_KEPT),
        library.check_ins(since),
        library.safety_marks(since),
    )
