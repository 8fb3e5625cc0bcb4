"""A library that does not open as it should: calm words, the newest good backup, a look."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.services.backups import Backups
from app.services.library import Vault
from app.services.recovery import LOOKING, Recovery, Restored
from app.storage.backups import Backup, backups_of
from app.storage.salvage import Salvaged
from app.storage.sealing import Argon
from tests.libraries import make
from tests.storage import people
from widgets.lock.door import Opened, VaultDoor
from widgets.lock.screen import LockScreen
from widgets.lock.trouble import came_back
from widgets.theme import Theme

pytestmark = pytest.mark.qt
PASSPHRASE = "the blue door by the sea"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Shown:
    """A lock screen and what a person sees and presses on it."""

    def __init__(self, screen: LockScreen, qtbot: QtBot) -> None:
        self.screen, self._qtbot = screen, qtbot
        self.opened: list[Opened] = []
        screen.opened.connect(self.opened.append)

    def button(self, name: str) -> QPushButton:
        found = self.screen.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def press(self, name: str) -> None:
        self.wait(self.button(name).isVisible)
        self._qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def said(self) -> str:
        labels = self.screen.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def wait(self, until) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=20000)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        field = self.screen.findChild(QLineEdit, "lock.passphrase")
        # Qt's test keyboard has no Chinese keys
        field.insert(passphrase)
        self._qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "people", argon=Argon(1, 64))
    yield vault
    vault.close()


@pytest.fixture
def profile(vault: Vault) -> str:
    """A person with a backup of yesterday, who then wrote one page more."""
    created = vault.create(passphrase=PASSPHRASE).result(20)
    backups = Backups(created.service, created.service.path, now=lambda: NOW - timedelta(days=1))
    created.service.save(people.step(people.an_entry("first", uid="one"))).result(10)
    assert backups.make().result(20) is not None
    created.service.save(people.step(people.an_entry("second", uid="two"))).result(10)
    backups.close()
    created.service.close()
    return created.profile


@pytest.fixture
def shown(vault: Vault, profile: str, qtbot: QtBot) -> Iterator[Shown]:
    recovery = Recovery(vault)
    screen = LockScreen(
        Theme("paper"), VaultDoor(vault, recovery), help_wanted=lambda: None, now=lambda: NOW
    )
    qtbot.addWidget(screen)
    screen.resize(1000, 900)
    screen.show()
    found = Shown(screen, qtbot)
    yield found
    for one in found.opened:
        one.service.close()
    recovery.close()


def spoil(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(700)
        file.write(b"\xff\x00\xff")


def texts(opened: Opened) -> set[str]:
    listed = opened.service.submit(lambda library: library.entry_summaries()).result(10)
    return {summary.title for summary in listed}


def test_a_broken_library_is_told_calmly_with_the_date_of_its_newest_backup(
    shown: Shown, vault: Vault, profile: str
) -> None:
    spoil(vault.library_path(profile))
    before = vault.library_path(profile).read_bytes()
    shown.unlock()
    shown.wait(shown.button("lock.restore").isVisible)
    said = shown.said()
    assert "One thing first." in said
    assert "Nothing was changed and the file is kept as it is." in said
    assert "Your newest whole backup is from yesterday, 09:30" in said
    assert "nothing is overwritten" in said
    assert not shown.button("lock.go_on").isVisible()
    assert vault.library_path(profile).read_bytes() == before


def test_going_back_says_what_came_back_and_where_the_old_file_is(
    shown: Shown, vault: Vault, profile: str
) -> None:
    vault.library_path(profile).with_suffix(".record").write_bytes(b"spoilt")
    before = vault.library_path(profile).read_bytes()
    shown.unlock()
    shown.press("lock.restore")
    shown.wait(shown.button("lock.begin").isVisible)
    assert "Your library is back as of yesterday, 09:30." in shown.said()
    assert "1 newer thing was taken along." in shown.said()
    (kept,) = (vault.library_path(profile).parent / "kept-aside").iterdir()
    assert f"it is kept in {kept}." in shown.said()
    assert (kept / "private.library").read_bytes() == before
    assert shown.opened == []
    shown.press("lock.begin")
    assert texts(shown.opened[0]) == {"first", "second"}
    assert not shown.opened[0].service.is_read_only


def test_the_file_can_be_looked_at_without_changing_it(
    shown: Shown, vault: Vault, profile: str
) -> None:
    vault.library_path(profile).with_suffix(".record").write_bytes(b"spoilt")
    before = vault.library_path(profile).read_bytes()
    shown.unlock()
    shown.press("lock.look")
    shown.wait(lambda: shown.opened)
    assert shown.opened[0].service.is_read_only
    assert shown.opened[0].service.notice is LOOKING
    assert texts(shown.opened[0]) == {"first", "second"}
    assert vault.library_path(profile).read_bytes() == before


def test_what_can_not_even_be_looked_at_is_said_and_the_backup_still_offered(
    shown: Shown, vault: Vault, profile: str
) -> None:
    spoil(vault.library_path(profile))
    shown.unlock()
    shown.press("lock.look")
    shown.wait(lambda: shown.button("lock.restore").isVisible())
    assert "can't be read" in shown.said()
    assert shown.opened == []


def test_without_a_whole_backup_it_says_so_and_offers_a_look(
    shown: Shown, vault: Vault, profile: str
) -> None:
    (folder,) = (vault.library_path(profile).parent / "backups").iterdir()
    spoil(folder / "private.library")
    vault.library_path(profile).with_suffix(".record").write_bytes(b"spoilt")
    shown.unlock()
    shown.wait(shown.button("lock.look").isVisible)
    assert "There is no whole backup" in shown.said()
    assert not shown.button("lock.restore").isVisible()
    shown.press("lock.go_on")
    shown.wait(lambda: shown.opened)
    assert texts(shown.opened[0]) == {"first", "second"}


def test_a_library_that_is_gone_can_come_back_from_its_backup(
    shown: Shown, vault: Vault, profile: str
) -> None:
    for path in vault.library_path(profile).parent.glob("private.library*"):
        path.unlink()
    shown.unlock()
    shown.wait(shown.button("lock.restore").isVisible)
    assert "not where it was" in shown.said()
    shown.press("lock.restore")
    shown.press("lock.begin")
    assert texts(shown.opened[0]) == {"first"}
    assert "could not be read" not in shown.said()


def test_without_a_whole_backup_a_new_library_is_made_of_what_can_be_read(
    shown: Shown, vault: Vault, profile: str
) -> None:
    path = vault.library_path(profile)
    (folder,) = (path.parent / "backups").iterdir()
    spoil(folder / "private.library")
    path.with_suffix(".record").write_bytes(b"spoilt")
    before = path.read_bytes()
    shown.unlock()
    shown.press("lock.rebuild")
    shown.wait(shown.button("lock.begin").isVisible)
    assert "This is a new library with what could be read: 2 pages." in shown.said()
    (kept,) = (path.parent / "kept-aside").iterdir()
    assert f"it is kept in {kept}." in shown.said()
    assert (kept / "private.library").read_bytes() == before
    shown.press("lock.begin")
    assert texts(shown.opened[0]) == {"first", "second"}
    assert not shown.opened[0].service.is_read_only


def test_where_nothing_can_be_read_it_says_so_and_leaves_the_file(
    shown: Shown, vault: Vault, profile: str
) -> None:
    path = vault.library_path(profile)
    (folder,) = (path.parent / "backups").iterdir()
    for one in (folder / "private.library", path):
        spoil(one)
    before = path.read_bytes()
    shown.unlock()
    shown.press("lock.rebuild")
    shown.wait(lambda: "Nothing in this file can be read any more." in shown.said())
    assert "Please look for a copy of it" in shown.said()
    assert path.read_bytes() == before
    assert not (path.parent / "kept-aside").exists()


def test_with_a_whole_backup_no_new_library_is_offered(
    shown: Shown, vault: Vault, profile: str
) -> None:
    spoil(vault.library_path(profile))
    shown.unlock()
    shown.wait(shown.button("lock.restore").isVisible)
    assert not shown.button("lock.rebuild").isVisible()


def test_the_search_for_a_backup_can_be_stopped(shown: Shown, vault: Vault, profile: str) -> None:
    spoil(vault.library_path(profile))
    is_pressed, steps = Event(), shown.screen._trouble._door.steps
    steps.progressed.connect(lambda *_: is_pressed.wait(20))
    shown.unlock()
    shown.press("lock.stop")
    is_pressed.set()
    shown.wait(lambda: "Stopped. Nothing was changed." in shown.said())
    assert shown.button("lock.look").isVisible()
    assert not shown.button("lock.rebuild").isVisible()


def test_what_was_found_and_what_was_not_is_told(tmp_path: Path) -> None:
    found = Salvaged(9, 2, 1, Counter(entries=1, works=2, strokes=6))
    said = came_back(Restored(None, None, found, tmp_path / "kept"), NOW)
    assert "This is a new library with what could be read: 1 page, 2 pictures." in said
    assert "3 parts of it could not be read." in said
    assert f"kept in {tmp_path / 'kept'}." in said


def test_an_older_library_is_copied_first_and_that_can_be_stopped(
    vault: Vault, qtbot: QtBot
) -> None:
    sample = Path(make.__file__).parent / "schema-1"
    path = vault.library_path("a" * 32)
    shutil.copytree(sample, path.parent)
    before = path.read_bytes()
    recovery = Recovery(vault)
    screen = LockScreen(
        Theme("paper"), VaultDoor(vault, recovery), help_wanted=lambda: None, now=lambda: NOW
    )
    qtbot.addWidget(screen)
    screen.resize(1000, 900)
    screen.show()
    shown = Shown(screen, qtbot)
    is_pressed = Event()
    vault.steps.progressed.connect(lambda *_: is_pressed.wait(20))
    shown.unlock(make.PASSPHRASE)
    shown.wait(lambda: "copied before it is brought up to date" in shown.said())
    shown.press("lock.stop_opening")
    is_pressed.set()
    shown.wait(lambda: "Stopped. Nothing was changed." in shown.said())
    assert path.read_bytes() == before
    assert backups_of(path) == ()
    shown.wait(shown.button("lock.unlock").isEnabled)
    shown.unlock(make.PASSPHRASE)
    shown.wait(lambda: shown.opened)
    assert len(backups_of(path)) == 1
    assert not screen.far.isVisible()
    shown.opened[0].service.close()
    recovery.close()


def test_not_now_leads_back_to_the_passphrase(shown: Shown, vault: Vault, profile: str) -> None:
    spoil(vault.library_path(profile))
    shown.unlock()
    shown.press("lock.leave")
    shown.wait(shown.button("lock.unlock").isVisible)
    assert "Welcome back." in shown.said()
    assert "can't be read" not in shown.said()
    assert shown.screen.findChild(QLineEdit, "lock.passphrase").text() == ""


def test_what_could_not_be_read_is_counted(tmp_path: Path) -> None:
    backup = Backup(tmp_path, NOW, 1000)
    restored = Restored(None, backup, Salvaged(2, 3, 1), tmp_path / "kept")
    said = came_back(restored, NOW)
    assert "2 newer things were taken along." in said
    assert "4 newer things could not be read." in said
    assert f"kept in {tmp_path / 'kept'}." in said
