"""What guidance goes by, and the person's own places, read when a library opens or changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.main.clock import local_now

if TYPE_CHECKING:
    from app.model.care import HelpPage, OwnPrompt, Session, SessionEvent, Standing
    from app.model.entities import CheckIn, Consent, SafetyMark, Suggestion
    from app.model.space import Place
    from app.storage.library import Library

SUGGESTIONS_KEPT: Final = 400
DAYS_KEPT: Final = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """What guidance goes by and the person's own places, as the library holds them."""

    consents: list[Consent]
    suggestions: list[Suggestion]
    check_ins: list[CheckIn]
    marks: list[SafetyMark]
    places: list[Place]
    own_prompts: list[OwnPrompt]
    standings: list[Standing]
    sessions: list[Session]
    session_events: list[SessionEvent]
    help_page: HelpPage | None


def kept_in(library: Library) -> Kept:
    """Read it; on the library's thread."""
    since = local_now() - timedelta(days=DAYS_KEPT)
    return Kept(
        library.consents(),
        library.suggestions(SUGGESTIONS_KEPT),
        library.check_ins(since),
        library.safety_marks(since),
        library.own_places(),
        library.own_prompts(),
        library.standings(),
        library.sessions(""),
        library.session_events(),
        library.help_page(),
    )
