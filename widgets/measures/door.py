"""Where scales are opened from: the palette, and whoever else wants one answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.commands.row import Command
from app.model.words import PersonError, Sentence, tr
from widgets.measures.questionnaire import ALONE, Questionnaire, Sitting

if TYPE_CHECKING:
    from app.services.measures import OwnMeasures
    from widgets.context import Context
    from widgets.window import Window


class Scales:
    """Opens questionnaires over the window, and takes in those that come as a file.

    Parameters
    ----------
    say : callable
        Tells the person how bringing one in went.
    """

    def __init__(
        self,
        context: Context,
        window: Window,
        measures: OwnMeasures,
        *,
        say: Callable[[Sentence], object],
    ) -> None:
        self._context, self._window, self._measures = context, window, measures
        self._say = say

    def rows(self) -> list[Command]:
        """Return the commands."""
        return [
            Command(
                "scales.answer",
                Sentence("Answer a short scale"),
                self._answer,
                is_enabled=lambda: not self._context.document.is_read_only,
                icon="mdi6.tune-variant",
            ),
            Command(
                "scales.bring_in",
                Sentence("Bring in a questionnaire"),
                self._choose_file,
                icon="mdi6.file-import-outline",
            ),
        ]

    def open(self, sitting: Sitting = ALONE, *, only: str = "") -> Questionnaire:
        """Show what may be asked of whoever sits there; ``only`` names one measure."""
        found = [one for one in self._measures.all if only in ("", one.name)]
        # inside the screen, so that it goes with it when the library locks
        screen = self._window.screen_shown or self._window
        asked = Questionnaire(self._context, screen, found, sitting)
        asked.left.connect(asked.deleteLater)
        asked.help_wanted.connect(self._window.show_help)
        asked.open()
        return asked

    def bring_in(self, path: Path) -> None:
        """Take in a measure or the words of one, and say how it went."""
        try:
            name = self._measures.bring_in(path)
        except PersonError as error:
            self._say(error.sentence)
            return
        title = next(str(one.title) for one in self._measures.all if one.name == name)
        self._say(
            Sentence(
                "{title} was brought in. What is clinical is asked in a clinician’s session only.",
                {"title": title},
            )
        )

    def _answer(self) -> None:
        self.open()

    def _choose_file(self) -> None:
        kinds = tr("Questionnaires (*.toml *.json)")
        title = tr("Bring in a questionnaire")
        path, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        if path:
            self.bring_in(Path(path))
