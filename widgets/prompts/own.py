"""A prompt in a person's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.model.prompt import Medium
from app.model.words import tr, trn
from widgets.companion.card import made_with
from widgets.parts import Card, Choice, GhostButton, Heading, TextLine, spread
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.companion import Companion

MINUTES = (5, 10, 15, 20, 30)
_MEDIA = (Medium.ANY, Medium.PAINTING, Medium.SPACE, Medium.WORDS)


class OwnPromptCard(Card):
    """Writes a prompt and keeps it in the library."""

    def __init__(self, theme: Theme, companion: Companion) -> None:
        super().__init__(spacing=12)
        self._companion = companion
        self.body.addWidget(Heading(tr("One of your own")))
        self.title, self.opening = TextLine(tr("A title")), TextLine(tr("What to do"))
        self.title.setObjectName("prompts.own_title")
        self.opening.setObjectName("prompts.own_opening")
        self.title.setMaxLength(80)
        self.opening.setMaxLength(400)
        self.medium, self.minutes = Choice(theme), Choice(theme)
        self.medium.setAccessibleName(tr("What it is made with"))
        self.minutes.setAccessibleName(tr("How long it takes"))
        for medium in _MEDIA:
            self.medium.addItem(made_with(medium.value), medium)
        for minutes in MINUTES:
            words = trn("about {count} minute", "about {count} minutes", minutes)
            self.minutes.addItem(words, minutes)
        self.keep_button = GhostButton(tr("Keep this prompt"), self.keep)
        self.keep_button.setObjectName("prompts.own_keep")
        for widget in (self.title, self.opening):
            self.body.addWidget(widget)
            widget.textEdited.connect(self._show_ready)
        self.body.addLayout(spread(self.medium, self.minutes, self.keep_button))
        self._show_ready()

    def keep(self) -> None:
        """Keep what was written."""
        title, opening = self.title.text().strip(), self.opening.text().strip()
        if not title or not opening:
            return
        self._companion.write_prompt(
            title, opening, Medium(self.medium.currentData()), self.minutes.currentData()
        )
        self.title.clear()
        self.opening.clear()
        self._show_ready()

    def _show_ready(self) -> None:
        is_ready = bool(self.title.text().strip() and self.opening.text().strip())
        self.keep_button.setEnabled(is_ready)
