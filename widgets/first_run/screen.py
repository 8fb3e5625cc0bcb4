"""The first run: what this is, what stays here, a passphrase or not; then an empty page."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.model.words import PersonError, Sentence, language, tr
from widgets.first_run.recovery import RecoveryKey
from widgets.later import when_done
from widgets.parts import (
    Body,
    Card,
    GhostButton,
    LinkButton,
    Soft,
    Switch,
    TextLine,
    Title,
    Words,
    spread,
)
from widgets.parts.centred import fill_with_card
from widgets.parts.labels import Icon
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.library import Created

SHORTEST = 8


class FirstRun(QWidget):
    """Three short cards.

    ``finished`` carries what ``create`` made; ``language_chosen`` a language, upon which whoever
    built this builds it again.

    Parameters
    ----------
    create : callable
        Gets the passphrase, or None for none; slow, so it returns a future.
    help_wanted : callable
        Help stays one press away.
    place_note : Sentence, optional
        Something to say about the folder the library will lie in.
    """

    finished = Signal(object)
    language_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        create: Callable[[str | None], Future[Created]],
        *,
        help_wanted: Callable[[], object],
        place_note: Sentence | None = None,
    ) -> None:
        super().__init__()
        self._place_note = place_note
        self._theme, self._create = theme, create
        self._created: Created | None = None
        self._has_passphrase = False
        self.setObjectName("first_run")
        self._cards = QStackedWidget()
        self.next_button = GhostButton(tr("Next"), self.go_on)
        self.next_button.setObjectName("first_run.next")
        self.back_button = LinkButton(tr("Back"), self._go_back)
        self.back_button.setObjectName("first_run.back")
        self._step = Soft(wraps=False)
        for card in (self._what(), self._where(), self._choice()):
            self._cards.addWidget(card)
        self._lay_out(help_wanted)
        self._show(0)

    def go_on(self) -> None:
        """Show the next card, or begin."""
        if self._created is not None:
            self.finished.emit(self._created)
        else:
            self._show(self._cards.currentIndex() + 1)

    def create_with_passphrase(self) -> None:
        """Create the library with what was typed."""
        if len(self.passphrase.text()) < SHORTEST:
            few = tr("Please use at least {count} characters, or go on without.", count=SHORTEST)
            self._answer.setText(few)
            self.passphrase.setFocus()
        else:
            self._begin(self.passphrase.text())

    def create_without(self) -> None:
        """Create the library without a passphrase."""
        self._begin(None)

    def _lay_out(self, help_wanted: Callable[[], object]) -> None:
        card = Card(margin=40, spacing=16)
        card.setFixedWidth(self._theme.px(600))
        card.setMinimumHeight(self._theme.px(430))
        card.body.addWidget(self._cards, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._step)
        foot.addStretch()
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        card.body.addLayout(foot)
        fill_with_card(
            self,
            card,
            help_name="first_run.help",
            help_wanted=help_wanted,
            head=self._languages(),
            note=str(self._place_note or ""),
        )

    def _languages(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        for code, name in (("en", "English"), ("zh_CN", "中文")):
            button = LinkButton(name, self._choosing(code))
            button.setObjectName(f"first_run.language.{code}")
            button.setEnabled(code != language())
            row.addWidget(button)
        return row

    def _choosing(self, code: str) -> Callable[[], None]:
        return lambda: self.language_chosen.emit(code)

    def _what(self) -> QWidget:
        page, column = _page(tr("A quiet place to paint and write."))
        column.addWidget(
            Body(
                tr(
                    "Innerscape is a studio and a journal. You can paint, write a few words, and "
                    "ask for an idea when you want one. Nothing has to come of it, and nobody "
                    "keeps score."
                )
            )
        )
        column.addWidget(
            Soft(
                tr(
                    "It does not diagnose, and it does not replace a person to talk to. Help is at "
                    "the foot of every screen."
                )
            )
        )
        column.addStretch(1)
        return page

    def _where(self) -> QWidget:
        page, column = _page(tr("What stays here, and who can see it."))
        facts = (
            ("mdi6.laptop", tr("Everything stays on this computer. Nothing is sent, ever.")),
            ("mdi6.lock-outline", tr("Pictures, pages and check-ins are kept encrypted.")),
            ("mdi6.eye-off-outline", tr("Who can open them is your choice, on the next card.")),
            ("mdi6.head-heart-outline", tr("No words are guessed at unless you turn that on.")),
        )
        for icon, words in facts:
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(Icon(self._theme, icon, role="accent", size=24))
            row.addWidget(Body(words), 1)
            column.addLayout(row)
        column.addStretch(1)
        return page

    def _choice(self) -> QWidget:
        page, column = _page(tr("A passphrase, or not."))
        column.addWidget(
            Body(tr("With a passphrase only you can open your library. A short sentence is good."))
        )
        self.passphrase = TextLine(tr("Your passphrase"), is_secret=True)
        self.passphrase.setObjectName("first_run.passphrase")
        self.passphrase.returnPressed.connect(self.create_with_passphrase)
        column.addWidget(self.passphrase)
        column.addWidget(Switch(self._theme, tr("Show what I type"), self._reveal))
        column.addWidget(
            Soft(
                tr(
                    "Without one, whoever uses this computer as you can open everything, and Lock "
                    "only hides it. You can choose one later."
                )
            )
        )
        self.create_button = GhostButton(tr("Use this passphrase"), self.create_with_passphrase)
        self.create_button.setObjectName("first_run.create")
        self.without_button = GhostButton(tr("Go on without"), self.create_without)
        self.without_button.setObjectName("first_run.without")
        self._answer = Words("")
        self._answer.setObjectName("first_run.answer")
        column.addLayout(spread(self.create_button, self.without_button))
        column.addWidget(self._answer)
        column.addStretch(1)
        return page

    def _reveal(self, is_shown: bool) -> None:
        modes = TextLine.EchoMode
        self.passphrase.setEchoMode(modes.Normal if is_shown else modes.Password)

    def _begin(self, passphrase: str | None) -> None:
        self._has_passphrase = passphrase is not None
        self._set_busy(is_busy=True)
        self._answer.setText(tr("One moment."))
        when_done(self, self._create(passphrase), self._show_key, self._failed)

    def _show_key(self, created: Created) -> None:
        self._created = created
        self.passphrase.clear()
        recovery = RecoveryKey(self._theme, has_passphrase=self._has_passphrase)
        recovery.show_key(created.recovery_key)
        self._cards.addWidget(recovery)
        self._show(self._cards.count() - 1)

    def _failed(self, error: BaseException) -> None:
        self._set_busy(is_busy=False)
        if isinstance(error, PersonError):
            self._answer.setText(str(error))
            return
        self._answer.setText(
            tr(
                "Your library could not be made. Nothing is lost: there is nothing in it yet. "
                "Please see that there is room on this computer, and try again."
            )
        )
        raise error

    def _set_busy(self, *, is_busy: bool) -> None:
        for widget in (self.passphrase, self.create_button, self.without_button, self.back_button):
            widget.setEnabled(not is_busy)

    def _go_back(self) -> None:
        self._show(self._cards.currentIndex() - 1)

    def _show(self, index: int) -> None:
        self._cards.setCurrentIndex(index)
        is_done = self._created is not None
        self.next_button.setVisible(index != 2)
        self.next_button.say(tr("I have kept it, begin") if is_done else tr("Next"))
        self.back_button.setVisible(0 < index < 3)
        step = tr("{number} of {count}", number=index + 1, count=3)
        self._step.setText("" if is_done else step)
        self.setFocusProxy(self.passphrase if index == 2 else self.next_button)
        self.setFocus()


def _page(title: str) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    column.addWidget(Title(title))
    return page, column
