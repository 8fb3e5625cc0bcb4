"""A questionnaire over the window: one item at a time, and leaving is as easy as finishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.guidance.answering import Answering
from app.guidance.measures import offered
from app.model.care import Role
from app.model.entities import new_uid
from app.model.measure import Measure
from app.model.words import tr
from widgets.help.care import CareCard
from widgets.help.lines import HelpHere
from widgets.measures.steps import EndCard, ItemCard, OpeningCard
from widgets.overlay import Overlay
from widgets.parts import Body, Card, CardButton, GhostButton, Heading, PageScroll, spread

if TYPE_CHECKING:
    from widgets.context import Context

_WIDTH = 720


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who answers, whether in a clinician's session, and who was said to see it."""

    role: Role = Role.ALONE
    is_in_session: bool = False
    shown_to: Role = Role.ALONE
    session_uid: str = ""


ALONE = Sitting()


class Questionnaire(Overlay):
    """Asks one of some measures and keeps what was answered, if the person wants it kept.

    Parameters
    ----------
    measures : sequence of Measure
        Those to choose among; what may not be asked of whoever sits there is left out.

    Attributes
    ----------
    kept : Signal
        The `Administration` that was put into the document.
    help_shown : Signal
        An answer was met with help.
    clinician_told : Signal
        The client chose whether the clinician is told that help was shown.
    help_wanted : Signal
        The whole panel of help was asked for.
    """

    kept = Signal(object)
    help_shown = Signal()
    clinician_told = Signal(bool)
    help_wanted = Signal()

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        measures: Sequence[Measure],
        sitting: Sitting = ALONE,
    ) -> None:
        super().__init__(context.theme, parent)
        self.setObjectName("questionnaire")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._context, self._sitting = context, sitting
        self._measures = offered(sitting.role, measures, in_session=sitting.is_in_session)
        self._answering: Answering | None = None
        self._card: Card | None = None
        self._scroll = PageScroll(
            width=context.theme.px(_WIDTH), margin=40, spacing=16, is_centred=True
        )
        for _ in range(2):
            # the card as high as its words, in the middle
            self._scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    @property
    def answering(self) -> Answering | None:
        """Return the measure under way, or None."""
        return self._answering

    def open(self) -> None:
        """Show what there is to answer, or the one there is."""
        self._answering = None
        if len(self._measures) == 1:
            self.ask(self._measures[0])
        else:
            self.open_over(self._show_choice())

    def ask(self, measure: Measure) -> None:
        """Say who will see the answers, and offer to begin.

        Raises
        ------
        ValueError
            If it may not be asked of whoever sits here.
        """
        if measure not in self._measures:
            raise ValueError(f"{measure.name} is not asked here")
        self._answering = Answering.begin(measure, SystemRandom())
        card = OpeningCard(measure, self._sitting.shown_to, begin=self._show_step, leave=self.leave)
        self._show(card)
        self.open_over(card.begin)

    def leave(self) -> None:
        """Go back to what lay below; what was not kept is forgotten."""
        self._answering = None
        super().leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with digits, go on with Enter, back with Backspace, leave with Esc."""
        card = self._card
        if isinstance(card, ItemCard):
            digit = event.key() - Qt.Key.Key_0
            if 0 <= digit <= 9 and card.view.press_digit(digit):
                event.accept()
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
            elif event.key() == Qt.Key.Key_Backspace:
                self._go_back()
        super().keyPressEvent(event)

    # -- one card after the other --

    def _show_choice(self) -> QWidget:
        card = Card(spacing=12)
        card.setObjectName("measure.choice")
        card.body.addWidget(Heading(tr("A short scale")))
        card.body.addWidget(
            Body(tr("One number or a place on a line, for yourself. There is no right answer."))
        )
        buttons = [self._choice(measure) for measure in self._measures]
        for button in buttons:
            card.body.addWidget(button)
        away = GhostButton(tr("Not now"), self.leave)
        away.setObjectName("measure.not_now")
        card.body.addLayout(spread(away))
        self._show(card)
        return buttons[0] if buttons else away

    def _choice(self, measure: Measure) -> CardButton:
        button = CardButton(
            self.theme,
            "mdi6.tune-variant",
            str(measure.title),
            str(measure.about),
            lambda: self.ask(measure),
        )
        button.setObjectName(f"measure.choose.{measure.name}")
        return button

    def _show_step(self) -> None:
        answering = self._answering
        if answering is None:
            return
        if answering.is_through:
            end = EndCard(answering, keep=self._keep, back=self._go_back, leave=self.leave)
            self._show(end)
            end.keep.setFocus(Qt.FocusReason.TabFocusReason)
            return
        card = ItemCard(
            self.theme,
            answering,
            back=self._go_back,
            on=self._go_on,
            leave_open=self._leave_open,
            leave=self.leave,
        )
        card.view.said.connect(self._say)
        self._show(card)
        self.setAccessibleName(str(answering.item.text))
        if not card.view.take_focus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, value: float | None) -> None:
        if self._answering is not None and self._answering.say(value):
            self._show_care()

    def _show_care(self) -> None:
        # help first, and only then the record that it was shown
        is_with_clinician = self._sitting.shown_to is Role.CLINICIAN
        care = CareCard(HelpHere.of(self._context), is_with_clinician=is_with_clinician)
        care.go_on_wanted.connect(self._go_on)
        care.leave_wanted.connect(self.leave)
        care.help_wanted.connect(self.help_wanted)
        care.told.connect(self.clinician_told)
        self._show(care)
        care.go_on.setFocus(Qt.FocusReason.TabFocusReason)
        self._context.companion.help_requested()
        self.help_shown.emit()

    def _go_on(self) -> None:
        if self._answering is not None:
            self._answering.go_on()
            self._show_step()

    def _go_back(self) -> None:
        if self._answering is not None:
            self._answering.go_back()
            self._show_step()

    def _leave_open(self) -> None:
        if self._answering is not None:
            self._answering.say(None)
            self._go_on()

    def _keep(self) -> None:
        answering, sitting = self._answering, self._sitting
        if answering is None:
            return
        administration = answering.administration(
            new_uid(),
            self._context.now(),
            shown_to=sitting.shown_to,
            session_uid=sitting.session_uid,
        )
        with self._context.document.edit("Answer a scale") as edit:
            edit.put(administration)
        self.leave()
        self.kept.emit(administration)

    def _show(self, card: Card) -> None:
        before, self._card = self._card, card
        self._scroll.body.insertWidget(1, card)
        # now, not when the loop comes round: help must be there before the press returns
        card.show()
        if before is not None:
            before.hide()
            self._scroll.body.removeWidget(before)
            before.deleteLater()
        self._scroll.verticalScrollBar().setValue(0)
