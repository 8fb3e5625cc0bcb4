"""The panel behind "I need help": no question first, nothing to wait for, nothing sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.help import Grounding, HelpKind, HelpLine
from app.model.words import tr
from app.services.own_help import OwnHelp
from app.services.settings import SettingsFile
from widgets.help.lines import help_line
from widgets.help.own_page import OwnPageCard
from widgets.overlay import Overlay
from widgets.parts import (
    Card,
    GhostButton,
    Heading,
    Line,
    PageScroll,
    Soft,
    Strong,
    TextLine,
    Title,
    Words,
    spread,
)
from widgets.theme import Theme


class HelpPanel(Overlay):
    """Whom to call, one's own line, and ways to come back to the ground."""

    calm_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        *,
        lines: Sequence[HelpLine],
        grounding: Sequence[Grounding],
        settings: SettingsFile,
        today: Callable[[], date],
    ) -> None:
        super().__init__(theme, parent)
        self.setObjectName("help")
        self._settings, self._today = settings, today
        self.back = GhostButton(tr("Back"), self.leave)
        self.back.setObjectName("help.back")
        self.back.setToolTip(tr("Back to where you were (Esc)"))
        self._scroll = PageScroll(width=theme.px(820), margin=40, spacing=16, is_centred=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(tr("Help"))
        self._add_head()
        self._scroll.body.addWidget(self._lines_card(lines))
        self.own_page = OwnPageCard(theme)
        self._scroll.body.addWidget(self.own_page)
        if grounding:
            self._scroll.body.addWidget(GroundingCard(grounding))
        self._scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def take_own_help(self, own: OwnHelp | None) -> None:
        """Show the help page of the library that is open, or none."""
        self.own_page.take(own)

    def open(self) -> None:
        """Show it, at once."""
        self.open_over(self.back)

    def _add_head(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Title(tr("You don’t have to be alone with this.")), 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self._scroll.body.addLayout(head)
        lead = Words(
            tr(
                "If you or somebody else may be in danger, call the local emergency number now. "
                "Nothing here is sent anywhere, and your work is safe."
            ),
            role="lead",
        )
        self._scroll.body.addWidget(lead)
        calm = GhostButton(tr("Calm scene"), self._to_calm)
        calm.setObjectName("help.calm")
        calm.setToolTip(tr("Something quiet to look at (F9)"))
        self._scroll.body.addLayout(spread(calm))

    def _to_calm(self) -> None:
        self.leave()
        self.calm_wanted.emit()

    def _lines_card(self, lines: Sequence[HelpLine]) -> Card:
        card = Card(spacing=12)
        card.body.addWidget(Heading(tr("Somebody to talk to")))
        for line in lines:
            if line.kind is not HelpKind.OWN:
                card.body.addLayout(help_line(line, self._today()))
                card.body.addWidget(Line())
        card.body.addWidget(Strong(tr("Your own line")))
        self.own = TextLine(tr("A name and a number you trust"))
        self.own.setObjectName("help.own")
        self.own.setText(self._settings.current.own_help_line)
        self.own.editingFinished.connect(
            lambda: self._settings.change(own_help_line=self.own.text())
        )
        card.body.addWidget(self.own)
        hint = tr("It is kept in the settings of this computer, so that it is here while locked.")
        card.body.addWidget(Soft(hint))
        return card


class GroundingCard(Card):
    """Ways back to the ground, one step at a time, with the way out always there."""

    def __init__(self, ways: Sequence[Grounding]) -> None:
        super().__init__(spacing=12)
        self._ways, self._way, self._step = ways, ways[0], -1
        self.body.addWidget(Heading(tr("Something to hold on to")))
        self._words = Words("", role="prompt")
        self._words.setObjectName("help.step")
        self._choices = [GhostButton(str(way.title), self._starting(way)) for way in ways]
        self._next = GhostButton(tr("Next"), self._go_on)
        self._next.setObjectName("help.next")
        self._stop = GhostButton(tr("That’s enough"), self._rest)
        self.body.addWidget(self._words)
        self.body.addLayout(spread(*self._choices, self._next, self._stop))
        self._rest()

    def _starting(self, way: Grounding) -> Callable[[], None]:
        def start() -> None:
            self._way, self._step = way, -1
            self._go_on()
            self._next.setFocus()

        return start

    def _go_on(self) -> None:
        self._step += 1
        if self._step >= len(self._way.steps):
            self._rest()
        else:
            self._show(str(self._way.steps[self._step]))

    def _rest(self) -> None:
        self._step = -1
        self._show("")

    def _show(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._next.setVisible(bool(words))
        self._stop.setVisible(bool(words))
        for choice in self._choices:
            choice.setVisible(not words)
