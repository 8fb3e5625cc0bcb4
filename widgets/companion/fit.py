"""Did it fit? One tap, asked once, and as easy not to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import tr
from widgets.parts import GhostButton, Heading, Soft, spread
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.companion import Companion


class FitView(QWidget):
    """Asks about the prompt that was tried last, after it is over.

    Parameters
    ----------
    name : str
        What the buttons' object names begin with.
    """

    def __init__(self, theme: Theme, companion: Companion, *, name: str) -> None:
        super().__init__()
        self._companion = companion
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self._about = Soft()
        column.addWidget(Heading(tr("Did it fit?")))
        column.addWidget(self._about)
        answers: tuple[tuple[str, str, bool | None], ...] = (
            ("fit_yes", tr("It did"), True),
            ("fit_no", tr("Not really"), False),
            ("fit_skip", tr("Rather not say"), None),
        )
        buttons = [self._button(f"{name}.{suffix}", *said) for suffix, *said in answers]
        column.addLayout(spread(*buttons, spacing=6))
        column.addStretch(1)

    def show_state(self) -> None:
        """Show what it is about, if anything is asked."""
        asked = self._companion.asked
        prompt = self._companion.find_prompt(asked.prompt_uid) if asked else None
        self._about.setText(str(prompt.title) if prompt else "")

    def _button(self, name: str, words: object, did_fit: object) -> GhostButton:
        said = did_fit if isinstance(did_fit, bool) else None
        button = GhostButton(str(words), lambda: self._companion.say_fit(said))
        button.setObjectName(name)
        button.setToolTip(str(words))
        button.setProperty("dense", True)
        return button
