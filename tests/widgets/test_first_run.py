"""The first run: three short cards, a choice, a key shown once, and then an empty page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.services.library import Created, Vault
from app.storage.folder import FolderKind
from app.storage.sealing import Argon
from widgets.first_run.recovery import RecoveryKey
from widgets.first_run.screen import FirstRun
from widgets.theme import Theme

pytestmark = pytest.mark.qt

PASSPHRASE = "the blue door by the sea"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "people", argon=Argon(1, 1024))
    yield vault
    vault.close()


@pytest.fixture
def begun() -> Iterator[list[Created]]:
    found: list[Created] = []
    yield found
    for one in found:
        one.service.close()


@pytest.fixture
def screen(qtbot: QtBot, vault: Vault, begun: list[Created]) -> FirstRun:
    made = FirstRun(
        Theme("paper"), lambda typed: vault.create(passphrase=typed), help_wanted=lambda: None
    )
    made.finished.connect(begun.append)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    return made


def press(screen: FirstRun, qtbot: QtBot) -> Callable[[str], None]:
    def go(name: str) -> None:
        button = screen.findChild(QPushButton, f"first_run.{name}")
        assert isinstance(button, QPushButton)
        assert button.isVisible()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    return go


def said(screen: FirstRun) -> str:
    return " ".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def key_shown(screen: FirstRun) -> str:
    label = screen.findChild(QLabel, "first_run.recovery_key")
    return label.text() if isinstance(label, QLabel) and label.isVisible() else ""


def test_three_cards_a_passphrase_a_key_and_one_begins(
    screen: FirstRun, vault: Vault, begun: list[Created], qtbot: QtBot
) -> None:
    go = press(screen, qtbot)
    go("next")
    assert "stays on this computer" in said(screen)
    go("next")
    typed = screen.findChild(QLineEdit, "first_run.passphrase")
    assert isinstance(typed, QLineEdit)
    qtbot.keyClicks(typed, PASSPHRASE)
    go("create")
    qtbot.waitUntil(lambda: bool(key_shown(screen)), timeout=20000)
    assert begun == []
    key = key_shown(screen)
    go("next")
    assert begun[0].recovery_key == key
    assert vault.needs_passphrase(begun[0].profile)
    assert typed.text() == ""


def test_going_on_without_a_passphrase_is_as_easy_and_says_what_it_means(
    screen: FirstRun, vault: Vault, begun: list[Created], qtbot: QtBot
) -> None:
    go = press(screen, qtbot)
    go("next")
    go("next")
    assert "Lock only hides it" in said(screen)
    roles = {button.property("role") for button in (screen.create_button, screen.without_button)}
    assert roles == {"ghost"}
    go("without")
    qtbot.waitUntil(lambda: bool(key_shown(screen)), timeout=20000)
    go("next")
    assert not vault.needs_passphrase(begun[0].profile)


def test_a_passphrase_that_is_too_short_is_said_and_nothing_is_made(
    screen: FirstRun, vault: Vault, qtbot: QtBot
) -> None:
    go = press(screen, qtbot)
    go("next")
    go("next")
    screen.passphrase.setText("short")
    go("create")
    assert "at least 8" in said(screen)
    assert vault.profiles() == ()


def test_one_can_look_at_what_one_types_and_go_back(screen: FirstRun, qtbot: QtBot) -> None:
    go = press(screen, qtbot)
    go("next")
    go("next")
    screen._reveal(True)
    assert screen.passphrase.echoMode() == QLineEdit.EchoMode.Normal
    go("back")
    assert "stays on this computer" in said(screen)


def test_the_language_can_be_changed_from_the_first_card(screen: FirstRun, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.language_chosen) as caught:
        press(screen, qtbot)("language.zh_CN")
    assert caught.args == ["zh_CN"]


def test_a_library_that_cannot_be_made_is_said_and_one_can_try_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "people").write_text("a file where the folder should be", "utf-8")
    vault = Vault(tmp_path / "people", argon=Argon(1, 1024))
    screen = FirstRun(
        Theme("paper"), lambda typed: vault.create(passphrase=typed), help_wanted=lambda: None
    )
    qtbot.addWidget(screen)
    screen.show()
    with qtbot.captureExceptions() as logged:
        screen.create_without()
        qtbot.waitUntil(lambda: "nothing in it yet" in screen._answer.text(), timeout=20000)
    vault.close()
    assert len(logged) == 1
    assert screen.without_button.isEnabled()
    assert key_shown(screen) == ""


def test_the_key_can_be_saved_as_a_sheet_that_names_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    shown = RecoveryKey(Theme("paper"), has_passphrase=True)
    qtbot.addWidget(shown)
    shown.show_key("8FQK-2M7X")
    shown.write_to(tmp_path / "key.txt")
    sheet = (tmp_path / "key.txt").read_text("utf-8")
    assert "8FQK-2M7X" in sheet
    assert "away from this computer" in sheet
    shown.write_to(tmp_path / "no such folder" / "key.txt")
    answers = [label.text() for label in shown.findChildren(QLabel)]
    assert any("Nothing is lost" in answer for answer in answers)


def test_a_folder_that_is_copied_elsewhere_is_said_before_anything_is_made(qtbot: QtBot) -> None:
    note = FolderKind.SYNCED.note
    screen = FirstRun(Theme("paper"), lambda _: Future(), help_wanted=lambda: None, place_note=note)
    qtbot.addWidget(screen)
    (label,) = screen.findChildren(QLabel, "place.note")
    assert "another program copies elsewhere" in label.text()
