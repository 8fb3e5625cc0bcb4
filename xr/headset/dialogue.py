"""What is asked and answered inside: check-in, prompt, step, help, how one feels.

Answers go into the document like those at the desk, and are on their way to disk at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from psygnal import Signal

from app.model.care import Administration, EventKind, Role, SessionEvent, StepKind
from app.model.document import Document
from app.model.entities import Answer, Attachment, CheckIn, Entry, new_uid
from app.model.help import Grounding, HelpLine
from app.model.words import Sentence
from app.services.companion import Companion
from headset import cards
from headset.board import Board
from headset.pointing import Deed

LATER_KEPT: Final = Sentence("An empty page with this picture waits for you on Today.")
STOP: Final = Sentence("That is a lot. Let us rest here; your work is kept.")


@dataclass(frozen=True, slots=True)
class Care:
    """Whose visit this is: what help is shown, and where answers go.

    ``session_uid`` is empty where nobody leads a session. ``sickness_uid`` is the measure that
    holds answers then.
    """

    help_lines: Sequence[HelpLine] = ()
    grounding: Sequence[Grounding] = ()
    own_line: str = ""
    session_uid: str = ""
    shown_to: Role = Role.ALONE
    sickness_uid: str = "measure-fms-1"
    may_tell: bool = False


class Dialogue:
    """Opens cards and keeps what is answered.

    Attributes
    ----------
    calm_wanted : Signal(Sentence)
        Lead to the calm scene, saying this; an empty sentence says what it always says.
    leave_wanted : Signal()
        The person wants to step out.
    checked_in : Signal(object)
        A `CheckIn` was kept.
    sickness_answered : Signal(float)
        0 to 20.
    help_told : Signal()
        The person wants their clinician to know that they asked for help.
    """

    calm_wanted = Signal(Sentence)
    leave_wanted = Signal()
    checked_in = Signal(object)
    sickness_answered = Signal(float)
    help_told = Signal()

    def __init__(
        self, document: Document, companion: Companion | None, board: Board,
        now: Callable[[], datetime], *, care: Care, is_stop: Callable[[float], bool],
    ) -> None:  # fmt: skip
        self._document, self._companion, self._board = document, companion, board
        self._now, self._care, self._is_stop = now, care, is_stop
        self._said: dict[str, float | None] = {}
        self._waits: list[Sentence] = []
        self._deeds: dict[str, Callable[[Deed], None]] = {
            "check_in.valence": self._slide,
            "check_in.arousal": self._slide,
            "check_in.keep": lambda _: self._keep_check_in(),
            "check_in.skip": lambda _: board.close("check_in"),
            "prompt.try_it": lambda _: self._answer(Answer.TRY_IT),
            "prompt.not_now": lambda _: self._answer(Answer.NOT_NOW),
            "prompt.not_like_this": lambda _: self._answer(Answer.NOT_LIKE_THIS),
            "step.close": lambda _: board.close("step"),
            "note.close": lambda _: self._next_note(),
            "help.close": lambda _: self.close_help(),
            "help.tell": lambda _: self._tell(),
            "help.calm": lambda _: self._calm_from_help(),
            "help.leave": lambda _: self.leave_wanted.emit(),
            "sickness.value": self._slide_sickness,
            "sickness.keep": lambda _: self._keep_sickness(),
            "sickness.skip": lambda _: board.close("sickness"),
            "sickness.leave": lambda _: self.leave_wanted.emit(),
            "break.leave": lambda _: self.leave_wanted.emit(),
            "break.stay": lambda _: board.close("break"),
        }
        if companion is not None:
            companion.changed.connect(self._follow_companion)
            self._follow_companion()

    def close(self) -> None:
        """Follow the companion no longer."""
        if self._companion is not None:
            self._companion.changed.disconnect(self._follow_companion)

    def does(self, deed: Deed) -> bool:
        """Do what was pressed on a card; return whether it was one of these."""
        do = self._deeds.get(deed.name)
        if do is not None:
            do(deed)
        return do is not None

    def ask_check_in(self) -> None:
        """Ask how it is; what is not touched stays "not said"."""
        self._said = {"check_in.valence": None, "check_in.arousal": None}
        self._show_check_in()

    def ask_sickness(self) -> None:
        """Ask how sick one feels."""
        self._said["sickness.value"] = None
        self._show_sickness()

    def ask_break(self, minutes: int) -> None:
        """Offer a rest."""
        self._board.open("break", lambda: cards.break_card(minutes))

    def show_step(self, kind: StepKind) -> None:
        """Say what the session has come to."""
        self._board.open("step", lambda: cards.step(kind))

    def say(self, sentence: Sentence) -> None:
        """Say something; one thing after the other."""
        if sentence not in self._waits:
            self._waits.append(sentence)
        if len(self._waits) == 1:
            self._show_note()

    def suggest(self) -> None:
        """Offer something guided, if anything fits."""
        if self._companion is not None:
            self._companion.suggest()

    def ask_help(self) -> None:
        """Show where help is, before anything else."""
        self._show_help()
        if self._companion is not None:
            self._companion.help_requested()

    def close_help(self) -> None:
        """Put help away; it comes back whenever it is asked for."""
        self._board.close("help")
        if self._companion is not None:
            self._companion.close_help()

    def write_later(self, work_uid: str) -> None:
        """Put an empty page with the picture on Today."""
        at = self._now()
        entry = Entry(new_uid(), at.date(), at, attachments=(Attachment(0, work_uid=work_uid),))
        with self._document.edit("New page", scope=entry.uid) as edit:
            edit.put(entry)
        self.say(LATER_KEPT)

    def _follow_companion(self) -> None:
        companion, board = self._companion, self._board
        if companion is None:
            return
        if companion.shows_help:
            self._show_help()
        else:
            board.close("help")
        current, prompt = companion.current, companion.prompt
        if prompt is not None and current is not None and current.answer is None:
            board.open("prompt", lambda: cards.prompt(prompt))
        else:
            board.close("prompt")

    def _answer(self, answer: Answer) -> None:
        self._board.close("prompt")
        if self._companion is not None:
            self._companion.answer(answer)

    def _show_help(self) -> None:
        care = self._care
        self._board.open(
            "help",
            lambda: cards.help_card(
                care.help_lines, care.grounding, care.own_line, may_tell=care.may_tell
            ),
        )

    def _tell(self) -> None:
        self.help_told.emit()
        self.close_help()

    def _calm_from_help(self) -> None:
        self.close_help()
        self.calm_wanted.emit(Sentence(""))

    def _show_check_in(self) -> None:
        said = self._said
        self._board.open(
            "check_in",
            lambda: cards.check_in(said.get("check_in.valence"), said.get("check_in.arousal")),
        )

    def _slide(self, deed: Deed) -> None:
        self._said[deed.name] = round(2 * deed.x - 1, 2)
        self._show_check_in()

    def _keep_check_in(self) -> None:
        self._board.close("check_in")
        valence, arousal = self._said.get("check_in.valence"), self._said.get("check_in.arousal")
        if valence is None and arousal is None:
            return
        check_in = CheckIn(new_uid(), self._now(), valence, arousal)
        with self._document.edit("Check in") as edit:
            edit.put(check_in)
        self.checked_in.emit(check_in)

    def _show_sickness(self) -> None:
        said = self._said
        self._board.open("sickness", lambda: cards.sickness(said.get("sickness.value")))

    def _slide_sickness(self, deed: Deed) -> None:
        self._said["sickness.value"] = float(round(deed.x * cards.SICKNESS_STEPS))
        self._show_sickness()

    def _keep_sickness(self) -> None:
        self._board.close("sickness")
        value = self._said.get("sickness.value")
        if value is None:
            return
        care, at = self._care, self._now()
        with self._document.edit("How it feels inside") as edit:
            if care.session_uid:
                edit.put(
                    SessionEvent(new_uid(), care.session_uid, at, EventKind.SICKNESS, value=value)
                )
            else:
                edit.put(
                    Administration(
                        new_uid(), care.sickness_uid, at, (value,), (0,), shown_to=care.shown_to
                    )
                )
        self.sickness_answered.emit(value)
        if self._is_stop(value):
            self.calm_wanted.emit(STOP)

    def _show_note(self) -> None:
        sentence = self._waits[0]
        self._board.open("note", lambda: cards.note(str(sentence)))

    def _next_note(self) -> None:
        self._waits.pop(0)
        if self._waits:
            self._show_note()
        else:
            self._board.close("note")
