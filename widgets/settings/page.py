"""Settings: how it looks, what may be guessed, when it locks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QKeySequenceEdit,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.commands.row import Command
from app.model.words import language, tr, trn
from app.services.settings import LANGUAGES, TEXT_SCALES, THEMES
from widgets import dates
from widgets.context import Context
from widgets.later import listen
from widgets.parts import Body, Card, Choice, Heading, Notice, PageScroll, Soft, Switch, Title
from widgets.reading_only import READING
from widgets.settings.lock import Keys, LockCard
from widgets.settings.recovery import RecoveryCard
from widgets.theme import tokens

INFERENCE = "inference"
LOCK_MINUTES = (0, 1, 5, 10, 20, 60)
_NAMES = {"en": "English", "zh_CN": "中文（简体）"}


def wording() -> str:
    """Return what a person agrees to when guessing is switched on."""
    return tr(
        "A model on this computer reads what you write in the journal and guesses which feeling "
        "may be in it. It can be wrong, and you can correct it or say “don’t guess here”. Nothing "
        "leaves this computer. You can switch it off whenever you like; then no model runs."
    )


class SettingsPage(QWidget):
    """The settings.

    ``consent_changed`` carries whether guessing was allowed just now.

    Parameters
    ----------
    keys : Keys, optional
        Who keeps passphrase and PIN; without it that card is left out.
    """

    consent_changed = Signal(bool)

    def __init__(self, context: Context, keys: Keys | None = None) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("settings")
        self._problem = Notice(context.theme)
        scroll = PageScroll(width=context.theme.px(760), spacing=24)
        scroll.body.addWidget(Title(tr("Settings")))
        scroll.body.addWidget(self._problem)
        scroll.body.addWidget(self._look_card())
        scroll.body.addWidget(self._guess_card())
        scroll.body.addWidget(self._quiet_card())
        if keys is not None:
            scroll.body.addWidget(LockCard(context.theme, keys))
            scroll.body.addWidget(RecoveryCard(context.theme, keys))
        scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        listen(self, context.consents.changed, lambda *_: self._show_consent())
        self.refresh()

    def refresh(self) -> None:
        """Show what is in use."""
        problem = self._context.settings.problem
        self._problem.say(str(problem) if problem else "")
        self._show_consent()
        for card in self.findChildren(LockCard):
            card.show_state()

    def rows(self) -> list[Command]:
        """Return no command: each setting has its own place here."""
        return []

    def _look_card(self) -> Card:
        current = self._context.settings.current
        card, grid = _card(tr("Look"))
        chosen = current.language or language()
        self.language = self._choice(
            tr("Language"), [(code, _NAMES[code]) for code in LANGUAGES], chosen, "language"
        )
        self.theme = self._choice(
            tr("Theme"), [(name, _theme_title(name)) for name in THEMES], current.theme, "theme"
        )
        scales = [(scale, f"{scale:.0%}") for scale in TEXT_SCALES]
        self.text_size = self._choice(tr("Text size"), scales, current.text_scale, "text_scale")
        for row, box in enumerate((self.language, self.theme, self.text_size)):
            _add(grid, row, box.accessibleName(), box)
        self.motion = Switch(
            self._context.theme,
            tr("Reduce motion"),
            self._change("is_motion_reduced"),
            is_on=current.is_motion_reduced,
        )
        self.motion.setObjectName("settings.motion")
        grid.addWidget(self.motion, 3, 1)
        return card

    def _guess_card(self) -> Card:
        card = Card(spacing=12)
        card.body.addWidget(Heading(tr("Guessing at feelings")))
        card.body.addWidget(Body(wording()))
        self.consent = Switch(self._context.theme, tr("Guess in my journal"), self._set_consent)
        self.consent.setObjectName("settings.inference")
        card.body.addWidget(self.consent)
        self._since = Soft()
        card.body.addWidget(self._since)
        return card

    def _quiet_card(self) -> Card:
        current = self._context.settings.current
        card, grid = _card(tr("Privacy while you are away"))
        minutes = [(count, _minutes(count)) for count in LOCK_MINUTES]
        self.lock = self._choice(tr("Lock after"), minutes, current.lock_minutes, "lock_minutes")
        _add(grid, 0, tr("Lock after"), self.lock)
        self.hide_keys = QKeySequenceEdit(QKeySequence(current.quick_hide_keys))
        self.hide_keys.setObjectName("settings.quick_hide")
        self.hide_keys.setAccessibleName(tr("Quick-hide key"))
        self.hide_keys.setMaximumSequenceLength(1)
        self.hide_keys.setClearButtonEnabled(True)
        for line in self.hide_keys.findChildren(QLineEdit):
            line.setPlaceholderText(tr("Press the key you want"))
            line.setAccessibleName(tr("Quick-hide key"))
        self.hide_keys.editingFinished.connect(self._set_hide_keys)
        _add(grid, 1, tr("Quick-hide key"), self.hide_keys)
        self._hide_said = Soft(
            tr("It puts a plain calendar in front at once. The same key brings you back.")
        )
        grid.addWidget(self._hide_said, 2, 1)
        self.fold = Switch(
            self._context.theme,
            tr("Keep the companion folded away"),
            self._change("is_companion_folded"),
            is_on=current.is_companion_folded,
        )
        self.fold.setObjectName("settings.companion")
        grid.addWidget(self.fold, 3, 1)
        return card

    def _choice(
        self, name: str, options: Sequence[tuple[object, str]], chosen: object, field: str
    ) -> Choice:
        box = Choice(self._context.theme)
        box.setObjectName(f"settings.{field}")
        box.setAccessibleName(name)
        box.setToolTip(name)
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        change = self._change(field)
        box.activated.connect(lambda index: change(box.itemData(index)))
        return box

    def _change(self, field: str) -> Callable[[Any], None]:
        def change(value: Any) -> None:
            self._context.settings.change(**{field: value})
            self.refresh()

        return change

    def _set_hide_keys(self) -> None:
        keys = self.hide_keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if keys == self._context.settings.current.quick_hide_keys:
            return
        taken = next((row for row in self._context.commands if keys and keys in row.keys), None)
        if taken is None:
            self._hide_said.setText(
                tr("It puts a plain calendar in front at once. The same key brings you back.")
            )
            self._context.settings.change(quick_hide_keys=keys)
            return
        said = tr(
            "{keys} is taken by “{command}”. Please try another.", keys=keys, command=taken.title
        )
        self._hide_said.setText(said)
        self.hide_keys.setKeySequence(QKeySequence(self._context.settings.current.quick_hide_keys))

    def _set_consent(self, is_on: bool) -> None:
        if self._context.document.is_read_only:
            self._since.setText(str(READING))
            self.consent.setChecked(not is_on)
            return
        self._context.consents.set(INFERENCE, is_on, wording())
        self.consent_changed.emit(is_on)

    def _show_consent(self) -> None:
        consents = self._context.consents
        self.consent.setChecked(consents.is_granted(INFERENCE))
        latest = consents.latest(INFERENCE)
        if latest is None:
            self._since.setText(tr("Off, and never asked for yet."))
            return
        when = dates.day(latest.at.astimezone().date(), self._context.now().date())
        time = dates.clock(latest.at.astimezone())
        if latest.is_granted:
            self._since.setText(tr("Allowed {day}, {time}.", day=when, time=time))
        else:
            self._since.setText(tr("Off since {day}, {time}.", day=when, time=time))


def _card(title: str) -> tuple[Card, QGridLayout]:
    card = Card(spacing=16)
    card.body.addWidget(Heading(title))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    card.body.addLayout(grid)
    return card, grid


def _add(grid: QGridLayout, row: int, name: str, widget: QWidget) -> None:
    grid.addWidget(Body(name), row, 0, Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(widget, row, 1)


def _minutes(count: int) -> str:
    return trn("{count} minute", "{count} minutes", count) if count else tr("never")


def _theme_title(name: str) -> str:
    if name == "system":
        return tr("Like this computer")
    return tokens(name).title[language()]
