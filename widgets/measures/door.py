"""Where scales are opened from: the palette, and whoever else wants one answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.commands.row import Command
from app.model.words import Sentence
from widgets.measures.questionnaire import ALONE, Questionnaire, Sitting

if TYPE_CHECKING:
    from app.model.measure import Measure
    from widgets.context import Context
    from widgets.window import Window


class Scales:
    """Opens questionnaires over the window.

    Parameters
    ----------
    measures : callable
        Returns every measure; called when one is first wanted.
    """

    def __init__(
        self, context: Context, window: Window, measures: Callable[[], Sequence[Measure]]
    ) -> None:
        self._context, self._window, self._measures = context, window, measures

    def rows(self) -> list[Command]:
        """Return the commands."""
        return [
            Command(
                "scales.answer",
                Sentence("Answer a short scale"),
                self._answer,
                is_enabled=lambda: not self._context.document.is_read_only,
                icon="mdi6.tune-variant",
            )
        ]

    def open(self, sitting: Sitting = ALONE, *, only: str = "") -> Questionnaire:
        """Show what may be asked of whoever sits there; ``only`` names one measure."""
        found = [one for one in self._measures() if only in ("", one.name)]
        asked = Questionnaire(self._context, self._window, found, sitting)
        asked.left.connect(asked.deleteLater)
        asked.help_wanted.connect(self._window.show_help)
        asked.open()
        return asked

    def _answer(self) -> None:
        self.open()
