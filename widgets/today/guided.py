"""Something guided: the prompt in the middle of the page, asked for, never pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import tr
from widgets.companion.card import HelpView, PromptView
from widgets.help.lines import HelpHere
from widgets.later import listen
from widgets.parts import Body, Card, GhostButton, Heading, spread
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.companion import Companion


class GuidedCard(Card):
    """Offers a prompt when asked; ``tried`` carries the suggestion that was accepted."""

    tried = Signal(object)
    help_wanted = Signal()

    def __init__(self, theme: Theme, companion: Companion, lines: HelpHere) -> None:
        super().__init__()
        self._companion = companion
        self._was_offered = False
        self._heading = Heading(tr("Something guided"))
        self.body.addWidget(self._heading)
        self._prompt = PromptView(
            theme, companion, name="today.guided", tried=self.tried.emit, is_wide=True
        )
        self._help = HelpView(theme, companion, lines, open_help=self.help_wanted.emit)
        self._ask = QWidget()
        column = QVBoxLayout(self._ask)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._words = Body()
        self._offer = GhostButton("", self.offer)
        self._offer.setObjectName("today.guided")
        column.addWidget(self._words)
        column.addLayout(spread(self._offer))
        column.addStretch(1)
        for part in (self._prompt, self._help, self._ask):
            self.body.addWidget(part, 1)
        listen(self, companion.changed, self.show_state)
        self.show_state()

    def offer(self) -> None:
        """Ask the companion for a prompt."""
        self._was_offered = True
        self._companion.suggest()
        self.show_state()

    def show_state(self) -> None:
        """Show help first, else the prompt, else the way to ask for one."""
        shows_help = self._companion.shows_help
        has_prompt = self._companion.current is not None and not shows_help
        self._heading.setVisible(not shows_help)
        self._help.setVisible(shows_help)
        self._prompt.setVisible(has_prompt)
        self._ask.setVisible(not shows_help and not has_prompt)
        self._prompt.show_prompt()
        self._words.setText(self._invitation())
        self._offer.say(tr("Something else") if self._was_offered else tr("Suggest something"))

    def _invitation(self) -> str:
        if not self._was_offered:
            return tr("One idea to begin with, and why it comes up. You can always say no.")
        return tr("Fine. Something else, or nothing: both are good.")
