"""The lock screen: a passphrase, the recovery key, or a choice without names."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import PersonError, Sentence, tr, trn
from widgets.later import listen, when_done
from widgets.lock.door import Door, Opened, Profile, Way
from widgets.lock.trouble import Trouble, is_trouble
from widgets.parts import (
    Body,
    Card,
    GhostButton,
    HowFar,
    LinkButton,
    PrimaryButton,
    Soft,
    TextLine,
    Title,
    Words,
    spread,
)
from widgets.parts.centred import fill_with_card
from widgets.theme import Theme

SHORTEST = 8
WIDTH, MARGIN = 440, 32


class LockScreen(QWidget):
    """Says nothing about anybody; ``opened`` carries an `Opened`.

    Parameters
    ----------
    help_wanted : callable
        Help stays one press away.
    now : callable
        Returns the aware local time.
    uid : str
        Whose place is shown first.
    place_note : Sentence, optional
        Something to say about the folder the libraries lie in.
    """

    opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        door: Door,
        *,
        help_wanted: Callable[[], object],
        now: Callable[[], datetime],
        uid: str = "",
        place_note: Sentence | None = None,
    ) -> None:
        super().__init__()
        self._place_note = place_note
        self._theme, self._door = theme, door
        self._profiles = list(door.profiles())
        known = [profile for profile in self._profiles if profile.uid == uid]
        self._profile = next(iter(known or self._profiles), None)
        self._is_recovering = self._is_opening = False
        self._trouble = Trouble(door, now, width_px=theme.px(WIDTH) - 2 * MARGIN)
        self._trouble.opened.connect(self._open)
        self._trouble.go_on_wanted.connect(self.open_in_doubt)
        self._trouble.left.connect(self._leave_trouble)
        self.setObjectName("lock")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._pause_over)
        self._make_parts()
        self._lay_out(help_wanted)
        self._choices.setVisible(len(self._profiles) > 1)
        self._show_way()

    def unlock(self) -> None:
        """Try what was typed."""
        if self._profile is None or not self.unlock_button.isEnabled():
            return
        typed, uid = self.secret.text(), self._profile.uid
        if not self._is_recovering:
            self._wait(self._door.unlock(uid, typed))
        elif len(self.new_secret.text()) < SHORTEST:
            few = tr(
                "Please choose a new passphrase of at least {count} characters.", count=SHORTEST
            )
            self._say(few)
            self.new_secret.setFocus()
        else:
            self._wait(self._door.recover(uid, typed, self.new_secret.text()))

    def open_in_doubt(self) -> None:
        """Open what is there, though something is missing: the person was asked."""
        if self._profile is not None:
            self._wait(self._door.unlock(self._profile.uid, self.secret.text(), accept_doubt=True))

    def show_error(self, error: BaseException) -> None:
        """Say why it did not open; where a backup may help, offer it."""
        profile, typed = self._profile, self.secret.text()
        has_key = profile is not None and (bool(typed) or profile.way is Way.OPEN)
        if profile is None or self._is_recovering or not (has_key and is_trouble(error)):
            self._try_again(str(error))
            return
        self._say("")
        self._show_trouble(is_shown=True)
        self._trouble.show_error(profile.uid, typed, error)

    def _leave_trouble(self) -> None:
        self._trouble.forget()
        self._show_trouble(is_shown=False)
        self._set_busy(is_busy=False)
        self._choices.setVisible(len(self._profiles) > 1)
        self._show_way()

    def _show_trouble(self, *, is_shown: bool) -> None:
        self._title.setText(tr("One thing first.") if is_shown else self._welcome)
        for part in (self._lead, self.secret, self.unlock_button, self._other_way, self._choices):
            part.setHidden(is_shown)

    def _make_parts(self) -> None:
        self._welcome = tr("Welcome back.")
        self._title = Title(self._welcome)
        self._lead = Body()
        self.secret = TextLine(tr("Passphrase"), is_secret=True)
        self.secret.setObjectName("lock.passphrase")
        self.secret.returnPressed.connect(self.unlock)
        self.new_secret = TextLine(tr("New passphrase"), is_secret=True)
        self.new_secret.setObjectName("lock.new_passphrase")
        self.new_secret.returnPressed.connect(self.unlock)
        self._answer = Words("")
        self._answer.setObjectName("lock.answer")
        self._answer.hide()
        steps = self._door.steps
        self.far = HowFar(tr("Opening your library"), self._stop)
        self.far.stop.setObjectName("lock.stop_opening")
        listen(self, steps.progressed, self._show_far)
        self.unlock_button = PrimaryButton(tr("Open"), self.unlock)
        self.unlock_button.setObjectName("lock.unlock")
        self.unlock_button.setToolTip(tr("Open your library"))
        self._other_way = LinkButton("", self._turn)
        self._other_way.setObjectName("lock.recovery")

    def _lay_out(self, help_wanted: Callable[[], object]) -> None:
        card = Card(margin=MARGIN, spacing=14)
        card.setFixedWidth(self._theme.px(WIDTH))
        for part in (
            self._title,
            self._lead,
            self._chooser(),
            self.secret,
            self.new_secret,
            self._answer,
            self.far,
        ):
            card.body.addWidget(part)
        card.body.addWidget(self._trouble)
        card.body.addSpacing(4)
        card.body.addWidget(self.unlock_button)
        card.body.addWidget(self._other_way, 0, Qt.AlignmentFlag.AlignHCenter)
        fill_with_card(
            self,
            card,
            help_name="lock.help",
            help_wanted=help_wanted,
            note=str(self._place_note or ""),
        )

    def _chooser(self) -> QWidget:
        self._choices = QWidget()
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Soft(tr("Several people use this computer. Which place is yours?")))
        buttons = []
        for number, profile in enumerate(self._profiles, 1):
            button = GhostButton(tr("Place {number}", number=number), self._choosing(profile))
            button.setObjectName(f"lock.place.{number}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(profile is self._profile)
            buttons.append(button)
        column.addLayout(spread(*buttons))
        return self._choices

    def _choosing(self, profile: Profile) -> Callable[[], None]:
        def choose() -> None:
            self._profile, self._is_recovering = profile, False
            self._say("")
            self._show_way()

        return choose

    def _turn(self) -> None:
        self._is_recovering = not self._is_recovering
        self._say("")
        self._show_way()

    def _show_way(self) -> None:
        way = self._profile.way if self._profile else Way.OPEN
        self.secret.clear()
        has_secret = self._is_recovering or way is not Way.OPEN
        self.secret.setVisible(has_secret)
        self.new_secret.clear()
        self.new_secret.setVisible(self._is_recovering)
        self._lead.setText(self._said(way))
        name = tr("PIN") if way is Way.PIN else tr("Passphrase")
        name = tr("Recovery key") if self._is_recovering else name
        self.secret.setPlaceholderText(name)
        self.secret.setAccessibleName(name)
        # a recovery key is copied from paper: it must be seen while one types it
        echo = self.secret.EchoMode.Normal if self._is_recovering else self.secret.EchoMode.Password
        self.secret.setEchoMode(echo)
        self._other_way.setVisible(way is Way.PASSPHRASE)
        back = tr("Use the passphrase instead")
        self._other_way.say(back if self._is_recovering else tr("I forgot my passphrase"))
        self.setFocusProxy(self.secret if has_secret else self.unlock_button)
        self.setFocus()

    def _said(self, way: Way) -> str:
        if self._is_recovering:
            return tr(
                "Type the recovery key you kept when you began, and choose a new passphrase. "
                "Nothing is lost while you look for it."
            )
        if way is Way.PASSPHRASE:
            return tr("Everything is where you left it. Your passphrase opens it.")
        if way is Way.PIN:
            return tr(
                "Everything is where you left it. The PIN keeps eyes away; it does not encrypt."
            )
        return tr("Everything is where you left it. There is no passphrase, so this only hides it.")

    def _wait(self, opening: Future[Opened]) -> None:
        self._set_busy(is_busy=True)
        self._say(tr("One moment."))
        self._is_opening = True
        when_done(self, opening, self._open, self._failed)

    def _show_far(self, done: int, total: int) -> None:
        # a library of an older version is backed up before it is brought up to date
        if self._is_opening:
            if not self.far.is_under_way:
                self._say(tr("One moment: your library is copied before it is brought up to date."))
                self.far.begin()
            self.far.show_far(done, total)

    def _stop(self) -> None:
        self.far.stop.setEnabled(False)
        self._door.steps.stop()

    def _end_opening(self) -> None:
        self._is_opening = False
        self.far.end()

    def _open(self, opened: Opened) -> None:
        self._end_opening()
        self.secret.clear()
        self.new_secret.clear()
        self._trouble.forget()
        self._say("")
        self.opened.emit(opened)

    def _failed(self, error: BaseException) -> None:
        self._end_opening()
        if not isinstance(error, PersonError):
            self._try_again(
                tr("Your library could not be opened. Nothing was changed. Please try once more.")
            )
            raise error
        wait_s = float(getattr(error, "wait_s", 0.0))
        if wait_s > 0:
            seconds = max(1, round(wait_s))
            self._say(
                trn(
                    "Let us pause for about {count} second. Nothing is lost.",
                    "Let us pause for about {count} seconds. Nothing is lost.",
                    seconds,
                )
            )
            self._pause.start(round(wait_s * 1000))
        else:
            self.show_error(error)

    def _pause_over(self) -> None:
        self._try_again(tr("You can try again now."))

    def _try_again(self, words: str) -> None:
        self._set_busy(is_busy=False)
        self._say(words)
        self.secret.setFocus()
        self.secret.selectAll()

    def _set_busy(self, *, is_busy: bool) -> None:
        self.secret.setEnabled(not is_busy)
        self.unlock_button.setEnabled(not is_busy)

    def _say(self, words: str) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
