"""The lock screen: kind, patient, and without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.model.document import Document
from app.model.entities import CheckIn
from app.services.library import Vault
from app.services.recovery import Recovery
from app.storage.sealing import Argon
from widgets.lock.door import Opened, VaultDoor
from widgets.lock.screen import LockScreen
from widgets.theme import Theme

pytestmark = pytest.mark.qt

PASSPHRASE = "the blue door by the sea"
QUICK = Argon(1, 1024)


class Clock:
    """Seconds that a test turns by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Iterator[Vault]:
    vault = Vault(tmp_path / "people", argon=QUICK, clock=clock)
    yield vault
    vault.close()


@pytest.fixture
def recovery(vault: Vault) -> Iterator[Recovery]:
    recovery = Recovery(vault)
    yield recovery
    recovery.close()


@pytest.fixture
def opened(vault: Vault) -> Iterator[list[Opened]]:
    found: list[Opened] = []
    yield found
    for one in found:
        one.service.close()


Show = Callable[[], LockScreen]


@pytest.fixture
def show(qtbot: QtBot, vault: Vault, recovery: Recovery, opened: list[Opened]) -> Show:
    def make() -> LockScreen:
        screen = LockScreen(
            Theme("paper"),
            VaultDoor(vault, recovery),
            help_wanted=lambda: None,
            now=lambda: datetime.now(UTC),
        )
        screen.opened.connect(opened.append)
        qtbot.addWidget(screen)
        screen.resize(1000, 800)
        screen.show()
        return screen

    return make


def person(vault: Vault, passphrase: str | None = PASSPHRASE) -> tuple[str, str]:
    created = vault.create(passphrase=passphrase).result(30)
    created.service.close()
    return created.profile, created.recovery_key


def field(screen: LockScreen, name: str) -> QLineEdit:
    found = screen.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def button(screen: LockScreen, name: str) -> QPushButton:
    found = screen.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def said(screen: LockScreen) -> str:
    return " ".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_the_passphrase_opens_what_is_one_s_own(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    uid, _ = person(vault)
    screen = show()
    qtbot.keyClicks(field(screen, "lock.passphrase"), PASSPHRASE)
    qtbot.keyClick(field(screen, "lock.passphrase"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)
    assert opened[0].uid == uid
    assert field(screen, "lock.passphrase").text() == ""


def test_what_is_typed_cannot_be_read_over_the_shoulder(show: Show, vault: Vault) -> None:
    person(vault)
    assert field(show(), "lock.passphrase").echoMode() == QLineEdit.EchoMode.Password


def test_a_wrong_passphrase_is_answered_kindly_and_can_be_typed_again(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    person(vault)
    screen = show()
    field(screen, "lock.passphrase").setText("something else")
    screen.unlock()
    qtbot.waitUntil(button(screen, "lock.unlock").isEnabled, timeout=20000)
    assert "Nothing was changed" in said(screen)
    assert opened == []
    assert not button(screen, "lock.go_on").isVisible()


def test_after_a_few_wrong_ones_it_asks_for_a_pause_and_then_goes_on(
    show: Show, vault: Vault, opened: list[Opened], clock: Clock, qtbot: QtBot
) -> None:
    person(vault)
    screen = show()
    for _ in range(4):
        field(screen, "lock.passphrase").setText("wrong again")
        screen.unlock()
        qtbot.waitUntil(lambda: "One moment" not in said(screen), timeout=20000)
    assert "pause for about 1 second" in said(screen)
    assert "Nothing is lost" in said(screen)
    assert not field(screen, "lock.passphrase").isEnabled()
    clock.now += 2
    qtbot.waitUntil(button(screen, "lock.unlock").isEnabled, timeout=5000)
    field(screen, "lock.passphrase").setText(PASSPHRASE)
    screen.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)


def test_the_recovery_key_opens_and_chooses_a_new_passphrase(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    uid, recovery = person(vault)
    screen = show()
    qtbot.mouseClick(button(screen, "lock.recovery"), Qt.MouseButton.LeftButton)
    assert field(screen, "lock.passphrase").echoMode() == QLineEdit.EchoMode.Normal
    field(screen, "lock.passphrase").setText(recovery)
    screen.unlock()
    assert "at least 8" in said(screen)
    field(screen, "lock.new_passphrase").setText("a garden, from memory")
    screen.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)
    opened.pop().service.close()
    again = vault.open_with_passphrase(uid, "a garden, from memory").result(20)
    again.close()


def test_several_people_choose_their_place_and_nobody_is_named(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    people = sorted(person(vault)[0] for _ in range(2))
    screen = show()
    assert not any(uid in said(screen) for uid in people)
    qtbot.mouseClick(button(screen, "lock.place.2"), Qt.MouseButton.LeftButton)
    field(screen, "lock.passphrase").setText(PASSPHRASE)
    screen.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)
    assert opened[0].uid == people[1]


def test_one_person_is_asked_nothing_about_places(show: Show, vault: Vault) -> None:
    person(vault)
    assert "Several people" not in said(show())


def test_without_a_passphrase_it_says_plainly_that_it_only_hides(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    person(vault, passphrase=None)
    screen = show()
    assert "this only hides it" in said(screen)
    assert not field(screen, "lock.passphrase").isVisible()
    screen.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)


def test_a_pin_is_asked_for_and_a_wrong_one_opens_nothing(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    uid, _ = person(vault, passphrase=None)
    vault.set_pin(uid, "2718").result(20)
    screen = show()
    assert "does not encrypt" in said(screen)
    field(screen, "lock.passphrase").setText("1111")
    screen.unlock()
    qtbot.waitUntil(lambda: "not the PIN" in said(screen), timeout=20000)
    assert opened == []
    field(screen, "lock.passphrase").setText("2718")
    screen.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)


def test_work_that_is_missing_is_said_before_anything_opens(
    show: Show, vault: Vault, opened: list[Opened], qtbot: QtBot
) -> None:
    uid, _ = person(vault)
    before = vault.library_path(uid).read_bytes()
    service = vault.open_with_passphrase(uid, PASSPHRASE).result(20)
    document = Document()
    document.committed.connect(service.save)
    with document.edit("Check in") as edit:
        edit.put(CheckIn("c" * 32, datetime(2026, 11, 21, 14, 2, tzinfo=UTC), line="here"))
    service.close()
    vault.library_path(uid).write_bytes(before)
    screen = show()
    field(screen, "lock.passphrase").setText(PASSPHRASE)
    screen.unlock()
    qtbot.waitUntil(button(screen, "lock.go_on").isVisible, timeout=20000)
    assert opened == []
    assert "in doubt" in said(screen)
    assert "no whole backup" in said(screen)
    qtbot.mouseClick(button(screen, "lock.go_on"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened), timeout=20000)


def test_help_is_on_the_lock_screen_too(qtbot: QtBot, vault: Vault, recovery: Recovery) -> None:
    asked: list[bool] = []
    screen = LockScreen(
        Theme("paper"),
        VaultDoor(vault, recovery),
        help_wanted=lambda: asked.append(True),
        now=lambda: datetime.now(UTC),
    )
    qtbot.addWidget(screen)
    qtbot.mouseClick(button(screen, "lock.help"), Qt.MouseButton.LeftButton)
    assert asked == [True]
