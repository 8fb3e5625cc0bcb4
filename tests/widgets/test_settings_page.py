"""Settings: what one chooses holds at once, and guessing is off until one says so."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from window_room import Room

from app.model.entities import Consent
from app.services.library import Created, Vault
from app.services.recovery import Recovery
from app.services.settings import BROKEN, SettingsFile
from app.storage.sealing import Argon
from widgets.parts import Choice, Switch
from widgets.settings.lock import LockCard
from widgets.settings.page import SettingsPage, wording
from widgets.settings.vault_keys import VaultKeys
from widgets.theme import Theme

pytestmark = pytest.mark.qt


def page(room: Room) -> SettingsPage:
    room.frame.go("settings")
    found = room.frame.page("settings")
    assert isinstance(found, SettingsPage)
    return found


def choose(box: Choice, qtbot: QtBot, steps: int) -> None:
    for _ in range(steps):
        qtbot.keyClick(box, Qt.Key.Key_Down)


def test_a_theme_chosen_with_the_keyboard_is_kept(room: Room, qtbot: QtBot) -> None:
    shown = page(room)
    assert shown.theme.currentText() == "Like this computer"
    choose(shown.theme, qtbot, 2)
    assert room.settings.current.theme == "dusk"
    assert SettingsFile(room.settings._path).current.theme == "dusk"


def test_text_size_language_and_lock_are_kept(room: Room, qtbot: QtBot) -> None:
    shown = page(room)
    choose(shown.text_size, qtbot, 4)
    choose(shown.language, qtbot, 1)
    choose(shown.lock, qtbot, 1)
    current = room.settings.current
    assert (current.text_scale, current.language, current.lock_minutes) == (2.0, "zh_CN", 20)


def test_guessing_is_off_until_one_agrees_to_the_words_on_the_card(
    room: Room, qtbot: QtBot
) -> None:
    shown = page(room)
    assert not shown.consent.isChecked()
    with qtbot.waitSignal(shown.consent_changed):
        shown.consent.click()
    (consent,) = [it for it in room.context.document.entities.values() if isinstance(it, Consent)]
    assert (consent.purpose, consent.is_granted, consent.wording) == ("inference", True, wording())
    words = [label.text() for label in shown.findChildren(QLabel)]
    assert wording() in words
    shown.consent.click()
    assert not room.context.consents.is_granted("inference")


def test_a_consent_given_elsewhere_shows_here(room: Room) -> None:
    shown = page(room)
    room.context.consents.set("inference", True, "words")
    assert shown.consent.isChecked()


def test_a_switch_can_be_turned_with_the_space_key(room: Room, qtbot: QtBot) -> None:
    shown = page(room)
    qtbot.keyClick(shown.motion, Qt.Key.Key_Space)
    assert room.settings.current.is_motion_reduced
    assert isinstance(shown.motion, Switch)


def test_settings_that_could_not_be_read_are_said_here(room: Room) -> None:
    room.settings.problem = BROKEN
    shown = page(room)
    assert str(BROKEN) in [label.text() for label in shown.findChildren(QLabel)]
    assert shown._problem.isVisible()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "people", argon=Argon(1, 1024))
    yield vault
    vault.close()


@pytest.fixture
def recovery(vault: Vault) -> Iterator[Recovery]:
    recovery = Recovery(vault)
    yield recovery
    recovery.close()


def made(vault: Vault, passphrase: str | None) -> Created:
    created = vault.create(passphrase=passphrase).result(30)
    created.service.close()
    return created


def opens(future: Future) -> bool:
    try:
        future.result(20).close()
    except Exception:
        return False
    return True


def test_a_passphrase_can_be_changed_and_the_old_one_opens_no_more(
    vault: Vault, recovery: Recovery, qtbot: QtBot
) -> None:
    uid = made(vault, "the blue door by the sea").profile
    card = LockCard(Theme("paper"), VaultKeys(vault, recovery, uid))
    qtbot.addWidget(card)
    card.show()
    card.old.setText("the blue door by the sea")
    card.new.setText("short")
    card.keep.click()
    assert "at least 8" in card._answer.text()
    card.new.setText("a garden, from memory")
    card.keep.click()
    qtbot.waitUntil(lambda: "Done" in card._answer.text(), timeout=20000)
    assert card.old.text() == card.new.text() == ""
    assert not opens(vault.open_with_passphrase(uid, "the blue door by the sea"))
    assert opens(vault.open_with_passphrase(uid, "a garden, from memory"))


def test_a_wrong_old_passphrase_changes_nothing_and_says_so(
    vault: Vault, recovery: Recovery, qtbot: QtBot
) -> None:
    uid = made(vault, "the blue door by the sea").profile
    card = LockCard(Theme("paper"), VaultKeys(vault, recovery, uid))
    qtbot.addWidget(card)
    card.old.setText("something else")
    card.new.setText("a garden, from memory")
    card.keep.click()
    qtbot.waitUntil(lambda: "Nothing was changed" in card._answer.text(), timeout=20000)
    assert opens(vault.open_with_passphrase(uid, "the blue door by the sea"))


def test_without_a_passphrase_a_pin_or_a_passphrase_can_be_chosen(
    vault: Vault, recovery: Recovery, qtbot: QtBot
) -> None:
    uid = made(vault, None).profile
    card = LockCard(Theme("paper"), VaultKeys(vault, recovery, uid))
    qtbot.addWidget(card)
    card.show()
    assert card.pin.isVisible()
    assert not card.old.isVisible()
    card.pin.setText("2718")
    card.keep_pin.click()
    qtbot.waitUntil(card.drop_pin.isVisible, timeout=20000)
    assert vault.has_pin(uid)
    card.new.setText("a garden, from memory")
    card.keep.click()
    qtbot.waitUntil(card.old.isVisible, timeout=20000)
    assert vault.needs_passphrase(uid)
