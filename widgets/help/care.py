"""Help that comes at once, before anything else: calm, short, without a claim."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.model.help import HelpKind
from app.model.words import tr
from widgets.help.lines import HelpHere, help_line
from widgets.parts import Body, Card, GhostButton, Heading, Line, Soft, Strong, spread


class CareCard(Card):
    """The lines there are, a question that may be left, and the way on or out.

    Parameters
    ----------
    is_with_clinician : bool
        Whether somebody could be told; the choice is the client's.

    Attributes
    ----------
    told : Signal
        Whether the clinician is to be told that help was shown; nothing else is ever told.
    """

    told = Signal(bool)
    go_on_wanted = Signal()
    leave_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, lines: HelpHere, *, is_with_clinician: bool) -> None:
        super().__init__(spacing=12)
        self.setObjectName("care")
        self.body.addWidget(Heading(tr("I’m here, and there is help.")))
        for line in lines.lines:
            if line.kind is not HelpKind.OWN:
                self.body.addLayout(help_line(line, lines.today()))
        own = lines.own_line()
        if own:
            self.body.addWidget(Strong(own))
        self.body.addWidget(Line())
        self.body.addWidget(DirectQuestion())
        if is_with_clinician:
            self.body.addWidget(Line())
            self._add_choice()
        self.body.addWidget(Line())
        self._add_ways()

    def _add_choice(self) -> None:
        self.choice = Body(
            tr(
                "Your clinician can be told that help was shown here: that, and nothing else. It "
                "is yours to decide; until you do, nobody is told."
            )
        )
        self.choice.setObjectName("care.choice")
        self.body.addWidget(self.choice)
        tell = GhostButton(tr("Tell my clinician"), self._telling(is_told=True))
        tell.setObjectName("care.tell")
        keep = GhostButton(tr("Don’t tell"), self._telling(is_told=False))
        keep.setObjectName("care.keep")
        self._choices = (tell, keep)
        self.body.addLayout(spread(*self._choices))

    def _telling(self, *, is_told: bool) -> Callable[[], None]:
        def tell() -> None:
            for button in self._choices:
                button.hide()
            told, kept = tr("Your clinician is told that help was shown."), tr("Nobody is told.")
            self.choice.setText(told if is_told else kept)
            self.told.emit(is_told)

        return tell

    def _add_ways(self) -> None:
        self.go_on = GhostButton(tr("Go on"), self.go_on_wanted.emit)
        self.go_on.setObjectName("care.go_on")
        self.stop = GhostButton(tr("Stop here"), self.leave_wanted.emit)
        self.stop.setObjectName("care.stop")
        self.more = GhostButton(tr("Show help"), self.help_wanted.emit)
        self.more.setObjectName("care.help")
        self.body.addLayout(spread(self.go_on, self.stop, self.more))


class DirectQuestion(Card):
    """One question, asked plainly, with three answers of the same size; none of them is kept."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=10)
        self.setProperty("role", "")
        self.setObjectName("care.question")
        self.body.addWidget(Strong(tr("Are you thinking about hurting yourself?")))
        self._said = Body()
        self._said.setObjectName("care.said")
        self._said.hide()
        answers = (
            ("yes", tr("Yes")),
            ("no", tr("No")),
            ("rather_not", tr("Rather not say")),
        )
        self.buttons = {}
        for name, words in answers:
            self.buttons[name] = GhostButton(words, self._saying(name))
            self.buttons[name].setObjectName(f"care.{name}")
        self._note = Soft(tr("Your answer is not kept. It only changes what stands here."))
        self.body.addLayout(spread(*self.buttons.values()))
        self.body.addWidget(self._said)
        self.body.addWidget(self._note)

    def _saying(self, name: str) -> Callable[[], None]:
        def say() -> None:
            said = {
                "yes": tr(
                    "Thank you for saying it. Please don’t stay alone with this: call one of the "
                    "numbers above, or go to somebody you trust, now. If you are in danger, call "
                    "the local emergency number."
                ),
                "no": tr("Thank you for saying so. The numbers stay here if that changes."),
                "rather_not": tr("That is fine. The numbers stay here, whatever the answer is."),
            }
            self._said.setText(said[name])
            self._said.show()
            for button in self.buttons.values():
                button.hide()
            self.answered.emit(name)

        return say
