"""Something guided: the prompt in the middle of the page, asked for, never pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import tr
from widgets.companion.card import HelpView, PromptView, about_me
from widgets.companion.fit import FitView
from widgets.help.lines import HelpHere
from widgets.later import listen
from widgets.parts import Body, Card, GhostButton, Heading, LinkButton, spread
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.companion import Companion


class GuidedCard(Card):
    """Offers a prompt when asked; ``tried`` carries the suggestion that was accepted."""

    tried = Signal(object)
    help_wanted = Signal()
    all_wanted = Signal()
    about_wanted = Signal()

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
        self._fit = FitView(theme, companion, name="today.guided")
        for part in (self._prompt, self._help, self._fit, self._ask):
            self.body.addWidget(part, 1)
        all_prompts = LinkButton(tr("All prompts"), self.all_wanted.emit)
        all_prompts.setObjectName("today.guided.all")
        self._links = QWidget()
        self._links.setLayout(
            spread(all_prompts, about_me(self.about_wanted.emit, "today.guided"), spacing=16)
        )
        self.body.addWidget(self._links)
        listen(self, companion.changed, self.show_state)
        self.show_state()

    def offer(self) -> None:
        """Ask the companion for a prompt, or show the list where nothing is to be suggested."""
        if not self._companion.is_choosing:
            self.all_wanted.emit()
            return
        self._was_offered = True
        self._companion.suggest()
        self.show_state()

    def show_state(self) -> None:
        """Show help first, else the prompt, else the way to ask for one."""
        shows_help = self._companion.shows_help
        asks = self._companion.asked is not None and not shows_help
        has_prompt = self._companion.current is not None and not shows_help and not asks
        self._heading.setVisible(not shows_help and not asks)
        self._help.setVisible(shows_help)
        self._prompt.setVisible(has_prompt)
        self._fit.setVisible(asks)
        self._fit.show_state()
        self._links.setVisible(not shows_help)
        self._ask.setVisible(not shows_help and not has_prompt and not asks)
        self._prompt.show_prompt()
        self._words.setText(self._invitation())
        if not self._companion.is_choosing:
            self._offer.say(tr("Choose from the list"))
            return
        self._offer.say(tr("Something else") if self._was_offered else tr("Suggest something"))

    def _invitation(self) -> str:
        if not self._companion.is_choosing:
            return tr("Nothing is suggested. All prompts are there to choose from.")
        if not self._was_offered:
            return tr("One idea to begin with, and why it comes up. You can always say no.")
        return tr("Fine. Something else, or nothing: both are good.")
