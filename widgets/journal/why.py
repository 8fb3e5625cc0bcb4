"""Why a guess was made: the words that carried it, how sure it is, who made it, and saying no."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from app.guidance.emotion_words import EMOTION_WORDS, emotion_word
from app.model.entities import Estimate
from app.model.words import PersonError, tr
from app.services.chips import chip
from app.services.reading import Reader
from inference.results import Evidence
from widgets.journal.evidence import Carrier, carriers
from widgets.later import when_done
from widgets.parts import (
    Card,
    Chip,
    FlowLayout,
    GhostButton,
    PlainButton,
    Soft,
    Strong,
    Tag,
    TextLine,
    ToolButton,
)
from widgets.theme import Theme


class WhyCard(Card):
    """One estimate, explained; ``marked`` carries the stretches to highlight on the page.

    The evidence is asked for when the card opens, and no longer wanted when it closes.
    """

    marked = Signal(object, list)
    never = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, reader: Reader) -> None:
        super().__init__(margin=18, spacing=10)
        self.setObjectName("journal.why")
        self.setAccessibleName(tr("Why this guess"))
        self._theme, self._reader = theme, reader
        self._asked: Future[Evidence] | None = None
        self.estimate: Estimate | None = None
        self._paragraph = ""
        self._title = Strong("")
        self._lead = Soft("")
        self._words = FlowLayout(spacing=6)
        self._sure = Soft("")
        self._build_choice()
        self._lay_out(theme)
        self.hide()

    def open(self, estimate: Estimate, paragraph: str) -> None:
        """Explain the estimate of a paragraph and ask for the words that carried it."""
        self._drop()
        self._paragraph = paragraph
        is_same = self.estimate is not None and self.estimate.uid == estimate.uid
        self.estimate = estimate
        if not is_same:
            self._choice.hide()
        self._title.setText(title(estimate))
        self._sure.setText(how_sure(estimate))
        _clear(self._words)
        self._lead.setText("")
        if estimate.labels and not estimate.is_unsure and not estimate.correction:
            self._lead.setText(tr("Looking for the words that carried it …"))
            self._asked = self._reader.evidence(estimate)
            when_done(self, self._asked, self._found, self._not_found)
        self.show()

    def close_card(self) -> None:
        """Close it; what was asked is no longer wanted."""
        if self.isVisible() or self.estimate:
            self._drop()
            self.estimate = None
            self.hide()
            self.closed.emit()

    def _drop(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        self.marked.emit(self.estimate, [])

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        close = ToolButton(theme, "mdi6.close", tr("Close"), self.close_card, role="soft", size=18)
        close.setObjectName("journal.why.close")
        close.setFixedSize(theme.px(28), theme.px(28))
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self._lead)
        self.body.addLayout(self._words)
        self.body.addWidget(self._sure)
        self.not_right = GhostButton(tr("That's not it …"), self._choose)
        self.not_here = GhostButton(tr("Don't guess here"), self._refuse)
        self.never_guess = PlainButton(tr("Never guess"), self.never.emit)
        self.not_right.setObjectName("journal.why.not_right")
        self.not_here.setObjectName("journal.why.not_here")
        self.never_guess.setObjectName("journal.why.never")
        self.not_right.setToolTip(tr("Choose other words for it"))
        self.not_here.setToolTip(tr("No guess for this paragraph any more"))
        self.never_guess.setToolTip(tr("Take back your consent: nothing is read any more"))
        self.body.addWidget(self.not_right)
        self.body.addWidget(self._choice)
        self.body.addWidget(self.not_here)
        self.body.addWidget(self.never_guess)

    def _build_choice(self) -> None:
        self._choice = QWidget()
        self._own = TextLine(tr("In your own words"))
        self._own.setObjectName("journal.why.own_words")
        self._own.returnPressed.connect(self._keep_choice)
        flow = FlowLayout(self._choice, spacing=6)
        self._offered = []
        for name, words in EMOTION_WORDS.items():
            if name != "neutral":
                button = Chip(str(words))
                button.setCheckable(True)
                flow.addWidget(button)
                self._offered.append(button)
        self._own.setMinimumWidth(self._theme.px(200))
        flow.addWidget(self._own)
        self._keep = GhostButton(tr("Keep these words"), self._keep_choice)
        self._keep.setObjectName("journal.why.keep_words")
        flow.addWidget(self._keep)
        self._choice.hide()

    def _choose(self) -> None:
        if self.estimate is None:
            return
        known = set(self.estimate.correction)
        for button in self._offered:
            button.setChecked(button.text() in known)
        own = [words for words in self.estimate.correction if words not in self._offered_words()]
        self._own.setText(", ".join(own))
        self._choice.setVisible(self._choice.isHidden())
        self._own.setFocus()

    def _offered_words(self) -> set[str]:
        return {button.text() for button in self._offered}

    def _keep_choice(self) -> None:
        if self.estimate is None:
            return
        chosen = [button.text() for button in self._offered if button.isChecked()]
        own = [words.strip() for words in self._own.text().replace("，", ",").split(",")]
        self._choice.hide()
        estimate = self.estimate
        self.close_card()
        self._reader.correct(estimate, [*chosen, *filter(None, own)])

    def _refuse(self) -> None:
        if self.estimate is not None:
            estimate = self.estimate
            self.close_card()
            self._reader.refuse(estimate)

    def _found(self, evidence: Evidence) -> None:
        if self.estimate is None:
            return
        self._asked = None
        found = carriers(evidence)
        self._lead.setText(
            tr("These words carried it:") if found else tr("No single word carried it.")
        )
        self._show_words(found)
        self.marked.emit(self.estimate, found)

    def _show_words(self, found: Sequence[Carrier]) -> None:
        _clear(self._words)
        for carrier in sorted(found, key=lambda carrier: -carrier.weight):
            words = self._paragraph[carrier.start : carrier.end]
            self._words.addWidget(Tag(words, tone="accent"))

    def _not_found(self, error: BaseException) -> None:
        self._asked = None
        is_told = isinstance(error, PersonError)
        self._lead.setText(
            str(error) if is_told else tr("The words that carried it could not be found now.")
        )


def title(estimate: Estimate) -> str:
    """Return the question the card answers."""
    if estimate.correction:
        return str(chip(estimate) or "")
    if estimate.is_unsure or not estimate.labels:
        return tr("Why no word here?")
    top = max(estimate.labels, key=lambda label: label.p)
    return tr("Why “{emotion}”?", emotion=emotion_word(top.name))


def how_sure(estimate: Estimate) -> str:
    """Return how sure it is and who said so, in words; only what was measured."""
    made = tr(
        "Guessed here on this computer by {model} {version}, in {ms} ms.",
        model=estimate.model,
        version=estimate.version,
        ms=max(1, round(estimate.ms)),
    )
    if estimate.language in ("zh", "other"):
        return tr("I can only read English so far, so nothing was guessed.")
    if estimate.is_unsure:
        return tr("Nothing stood out enough to name it. You know best.") + " " + made
    # settings.json, unsure_below: above it the top word is right 80 % of the time on dev texts
    sure = tr("When it is sure enough to offer a word, it is right about 8 times in 10.")
    return f"{sure} {made} " + tr("You know best.")


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
