"""Why a sketch or a model cannot be read, in a few words."""

from __future__ import annotations

from typing import Final

from app.model.words import Sentence

ENDS_EARLY: Final = Sentence("it ends too early")
NO_NUMBERS: Final = Sentence("its numbers are no places in a room")
NOTHING_IN_IT: Final = Sentence("there is nothing in it to show")
DOES_NOT_FIT: Final = Sentence("its parts do not fit together")
OTHER_KIND: Final = Sentence("it is another kind of file")
OTHER_VERSION: Final = Sentence("it is of a version that is not known")
UNPACKS_TO_MORE: Final = Sentence("it would unpack to far more than such a file holds")
TOO_MANY_STROKES: Final = Sentence("it holds more strokes than can be read at once")
NEEDS_MORE: Final = Sentence("it needs what is not known here: {what}")


class NotReadableError(ValueError):
    """A file is not what it should be; ``why`` says so in a few words."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.message)
        self.why = why
