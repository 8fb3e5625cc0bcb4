"""The question that is asked once: whether the program may guess at feelings here."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.model.words import Sentence
from app.services.consent import INFERENCE, Consents
from widgets.parts import Card, GhostButton, Soft, Strong, spread

WORDING = Sentence(
    "A small model on this computer can offer a word for what a paragraph may hold. It reads "
    "English only and it is often wrong; you can say so. Nothing leaves this computer, and you "
    "can take this back at any time."
)


class ConsentCard(Card):
    """Both answers weigh the same; until one is given nothing is read."""

    answered = Signal()

    def __init__(self, consents: Consents) -> None:
        super().__init__(margin=18, spacing=10)
        self.setObjectName("journal.consent")
        self._consents = consents
        self.body.addWidget(Strong(str(Sentence("May I guess at feelings here?"))))
        self.body.addWidget(Soft(str(WORDING)))
        self.grant = GhostButton(str(Sentence("Yes, guess")), lambda: self._say(granted=True))
        self.decline = GhostButton(str(Sentence("No, thank you")), lambda: self._say(granted=False))
        self.grant.setObjectName("journal.consent.grant")
        self.decline.setObjectName("journal.consent.decline")
        self.body.addLayout(spread(self.grant, self.decline))
        self.hide()

    def ask(self, *, has_words: bool) -> None:
        """Show the question if there is something to read and it was never answered."""
        self.setVisible(has_words and not self._consents.was_asked(INFERENCE))

    def _say(self, *, granted: bool) -> None:
        self.hide()
        self._consents.set(INFERENCE, granted, str(WORDING))
        self.answered.emit()
