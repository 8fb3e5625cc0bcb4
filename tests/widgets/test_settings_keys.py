"""A new passphrase for the backups too, and a new recovery key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.backups import Backups
from app.services.library import Vault
from app.services.recovery import Recovery
from app.storage.errors import WrongPassphrase
from app.storage.sealing import Argon
from widgets.settings.lock import LockCard
from widgets.settings.recovery import RecoveryCard
from widgets.settings.vault_keys import VaultKeys
from widgets.theme import Theme

pytestmark = pytest.mark.qt
OLD, NEW = "the blue door by the sea", "a garden, from memory"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "people", argon=Argon(1, 64))
    yield vault
    vault.close()


@pytest.fixture
def recovery(vault: Vault) -> Iterator[Recovery]:
    recovery = Recovery(vault)
    yield recovery
    recovery.close()


@pytest.fixture
def profile(vault: Vault) -> str:
    """A person with one backup."""
    created = vault.create(passphrase=OLD).result(20)
    backups = Backups(created.service, created.service.path)
    assert backups.make().result(20) is not None
    backups.close()
    created.service.close()
    return created.profile


@pytest.fixture
def card(vault: Vault, recovery: Recovery, profile: str, qtbot: QtBot) -> LockCard:
    card = LockCard(Theme("paper"), VaultKeys(vault, recovery, profile))
    qtbot.addWidget(card)
    card.show()
    return card


def change(card: LockCard, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.old, OLD)
    qtbot.keyClicks(card.new, NEW)
    card.keep.click()
    qtbot.waitUntil(lambda: "Done" in card._answer.text(), timeout=20000)


def look(recovery: Recovery, profile: str, passphrase: str) -> None:
    (backup,) = recovery.backups(profile)
    recovery.look_at(profile, passphrase, backup).result(20).close()


def test_the_new_passphrase_may_hold_for_the_backups_too(
    card: LockCard, vault: Vault, recovery: Recovery, profile: str, qtbot: QtBot
) -> None:
    assert card.with_backups.text() == "Also for my 1 backup"
    qtbot.keyClick(card.with_backups, Qt.Key.Key_Space)
    assert "with the old one no more" in card._backups_said.text()
    assert "Copies you put elsewhere" in card._backups_said.text()
    change(card, qtbot)
    assert "your library and 1 backup" in card._answer.text()
    (backup,) = recovery.backups(profile)
    assert vault.keys_path(profile).read_bytes() == backup.path.with_suffix(".keys").read_bytes()
    look(recovery, profile, NEW)


def test_otherwise_it_is_said_that_old_copies_keep_the_old_passphrase(
    card: LockCard, vault: Vault, recovery: Recovery, profile: str, qtbot: QtBot
) -> None:
    (backup,) = recovery.backups(profile)
    before = backup.path.with_suffix(".keys").read_bytes()
    assert not card.with_backups.isChecked()
    assert "keep opening with the old passphrase" in card._backups_said.text()
    change(card, qtbot)
    assert "backup" not in card._answer.text()
    assert backup.path.with_suffix(".keys").read_bytes() == before
    vault.open_with_passphrase(profile, NEW).result(20).close()


def test_a_passphrase_where_there_was_none_says_what_backups_do(
    vault: Vault, recovery: Recovery, qtbot: QtBot
) -> None:
    created = vault.create(passphrase=None).result(20)
    backups = Backups(created.service, created.service.path)
    assert backups.make().result(20) is not None
    backups.close()
    created.service.close()
    card = LockCard(Theme("paper"), VaultKeys(vault, recovery, created.profile))
    qtbot.addWidget(card)
    assert "keep opening without a passphrase" in card._backups_said.text()


def test_without_a_backup_nothing_is_asked_about_backups(
    vault: Vault, recovery: Recovery, qtbot: QtBot
) -> None:
    created = vault.create(passphrase=OLD).result(20)
    created.service.close()
    card = LockCard(Theme("paper"), VaultKeys(vault, recovery, created.profile))
    qtbot.addWidget(card)
    card.show()
    assert not card.with_backups.isVisible()
    assert not card._backups_said.isVisible()


def test_a_new_recovery_key_is_shown_once_and_the_old_one_opens_nothing(
    vault: Vault, recovery: Recovery, qtbot: QtBot, tmp_path: Path
) -> None:
    created = vault.create(passphrase=OLD).result(20)
    created.service.close()
    card = RecoveryCard(Theme("paper"), VaultKeys(vault, recovery, created.profile))
    qtbot.addWidget(card)
    card.show()
    card.passphrase.setText("not this one")
    card.make.click()
    qtbot.waitUntil(lambda: "did not open" in card._answer.text(), timeout=20000)
    card.passphrase.clear()
    qtbot.keyClicks(card.passphrase, OLD)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(card.kept.isVisible, timeout=20000)
    key = card._sheet.key.text()
    card._sheet.write_to(tmp_path / "sheet.txt")
    assert key in (tmp_path / "sheet.txt").read_text("utf-8")
    card.kept.click()
    assert card._sheet is None
    assert card.make.isVisible()
    with pytest.raises(WrongPassphrase):
        vault.open_with_recovery_key(created.profile, created.recovery_key).result(20)
    vault.open_with_recovery_key(created.profile, key).result(20).close()


def test_the_new_key_goes_from_the_screen_when_the_page_is_left(
    vault: Vault, recovery: Recovery, profile: str, qtbot: QtBot
) -> None:
    card = RecoveryCard(Theme("paper"), VaultKeys(vault, recovery, profile))
    qtbot.addWidget(card)
    card.show()
    card.passphrase.setText(OLD)
    card.make.click()
    qtbot.waitUntil(card.kept.isVisible, timeout=20000)
    card.hide()
    card.show()
    assert card._sheet is None
    assert not card.kept.isVisible()
