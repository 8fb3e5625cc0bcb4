"""Making, opening and locking a library, as a person does."""

from __future__ import annotations

import hashlib
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.services.library import Vault
from app.services.tries import FREE_TRIES
from app.storage.errors import InDoubt, LibraryError, Missing, ReadOnly, TryLater, WrongPassphrase
from app.storage.folder import FolderKind
from app.storage.sealing import Argon
from tests.storage import people

QUICK = Argon(1, 64)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vault(tmp_path, clock):
    vault = Vault(tmp_path / "profiles", argon=QUICK, clock=clock)
    yield vault
    vault.close()


@pytest.fixture
def profile(vault):
    created = vault.create(passphrase="blue heron").result(20)
    created.service.save(people.step(people.an_entry("kept", uid="e"))).result(10)
    created.service.close()
    return created.profile


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def opened(vault, profile, *typed):
    (passphrase,) = typed or ("blue heron",)
    return vault.open_with_passphrase(profile, passphrase).result(20)


def test_what_was_written_before_locking_is_there_after_unlocking(vault, profile):
    service = opened(vault, profile)
    assert service.submit(lambda library: library.load_entry("e")).result(10)["e"].text == "kept"
    service.close()


def test_a_profile_is_a_uid_and_nothing_in_it_is_a_name(vault, profile):
    assert vault.profiles() == (profile,)
    assert len(profile) == 32
    assert vault.needs_passphrase(profile)


@pytest.mark.faults
def test_a_wrong_passphrase_opens_nothing_and_alters_nothing(vault, profile):
    before = digests(vault.folder / profile)
    with pytest.raises(WrongPassphrase):
        opened(vault, profile, "grey heron")
    assert digests(vault.folder / profile) == before


@pytest.mark.faults
def test_wrong_tries_take_longer_and_longer_and_a_right_one_starts_afresh(vault, profile, clock):
    waits = []
    for _ in range(FREE_TRIES + 4):
        clock.now += vault.wait_s(profile)
        with pytest.raises(WrongPassphrase):
            opened(vault, profile, "wrong")
        waits.append(vault.wait_s(profile))
    assert waits == [0, 0, 1, 2, 4, 8, 16]
    with pytest.raises(TryLater, match="Nothing is lost"):
        opened(vault, profile)
    clock.now += 16
    opened(vault, profile).close()
    assert vault.wait_s(profile) == 0


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_key(vault):
    created = vault.create(passphrase="forgotten").result(20)
    created.service.close()
    vault.forgotten_passphrase(created.profile, created.recovery_key, "remembered").result(20)
    with pytest.raises(WrongPassphrase):
        opened(vault, created.profile, "forgotten")
    opened(vault, created.profile, "remembered").close()
    vault.open_with_recovery_key(created.profile, created.recovery_key).result(20).close()


def test_a_new_passphrase_needs_the_old_one(vault, profile):
    with pytest.raises(WrongPassphrase):
        vault.change_passphrase(profile, "wrong", "new").result(20)
    vault.change_passphrase(profile, "blue heron", "new").result(20)
    opened(vault, profile, "new").close()


def test_without_a_passphrase_the_library_opens_and_a_pin_hides(vault):
    created = vault.create(passphrase=None).result(20)
    created.service.close()
    assert not vault.needs_passphrase(created.profile)
    vault.open_without_passphrase(created.profile).result(20).close()
    assert not vault.has_pin(created.profile)
    vault.set_pin(created.profile, "1357").result(20)
    assert vault.has_pin(created.profile)
    assert vault.check_pin(created.profile, "1357").result(20)
    assert not vault.check_pin(created.profile, "0000").result(20)


@pytest.mark.faults
def test_a_second_window_on_one_library_reads_only_and_says_so(vault, profile, tmp_path):
    first = opened(vault, profile)
    other = Vault(tmp_path / "profiles", argon=QUICK)
    second = opened(other, profile)
    assert second.is_read_only
    assert "already open in another Innerscape window" in str(second.notice)
    assert second.submit(lambda library: library.load_entry("e")).result(10)["e"].text == "kept"
    with pytest.raises(ReadOnly, match="reading only"):
        second.submit(lambda library: library.apply(people.step(people.an_entry("x")))).result(10)
    second.close()
    first.save(people.step(people.an_entry("first still writes"))).result(10)
    first.close()
    third = opened(other, profile)
    assert not third.is_read_only
    assert third.notice is None
    third.close()
    other.close()


def test_a_library_that_was_moved_away_is_missing_and_not_made_anew(vault, profile):
    vault.library_path(profile).rename(vault.folder / "elsewhere")
    with pytest.raises(Missing, match="another drive"):
        opened(vault, profile)
    assert not vault.library_path(profile).exists()


def test_a_library_in_doubt_opens_once_the_person_has_seen_it(vault, profile):
    vault.library_path(profile).with_suffix(".record").unlink()
    with pytest.raises(InDoubt, match="go on with it"):
        opened(vault, profile)
    vault.open_with_passphrase(profile, "blue heron", accept_doubt=True).result(20).close()
    assert len(list((vault.folder / profile / "kept-aside").iterdir())) == 1
    opened(vault, profile).close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_nobody_else_on_the_computer_may_read_the_files(vault, profile):
    service = opened(vault, profile)
    service.save(people.step(people.an_entry("x"))).result(10)
    folder = vault.folder / profile
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    service.close()
    assert modes == {0o600}


def test_a_failed_first_run_leaves_no_half_made_profile(tmp_path):
    (tmp_path / "profiles").write_text("a file where the folder should be")
    vault = Vault(tmp_path / "profiles", argon=QUICK)
    with pytest.raises(OSError, match="profiles"):
        vault.create(passphrase="x").result(20)
    assert vault.profiles() == ()
    vault.close()


def test_a_library_in_a_synced_folder_is_written_to_and_the_person_is_told(tmp_path):
    vault = Vault(tmp_path / "Dropbox" / "profiles", argon=QUICK)
    created = vault.create(passphrase="x").result(20)
    assert not created.service.is_read_only
    assert "another program copies elsewhere" in str(created.service.notice)
    created.service.close()
    vault.close()


@pytest.mark.faults
def test_nothing_is_made_on_another_computer_and_what_is_there_is_only_read(vault, profile):
    away = Vault(vault.folder, argon=QUICK, kind_of=lambda _: FolderKind.NETWORK)
    with pytest.raises(LibraryError, match="Nothing was made"):
        away.create(passphrase="x").result(20)
    service = opened(away, profile)
    assert service.is_read_only
    assert "another computer" in str(service.notice)
    assert service.submit(lambda library: library.load_entry("e")).result(10)["e"].text == "kept"
    service.close()
    away.close()


def test_what_lay_in_the_bin_for_a_month_is_gone_after_opening(vault, profile):
    service = opened(vault, profile)
    now = datetime.now(UTC)
    old = replace(people.an_entry("old", uid="old"), binned_at=now - timedelta(days=31))
    new = replace(people.an_entry("new", uid="new"), binned_at=now - timedelta(days=29))
    service.save(people.step(old, new)).result(10)
    service.close()
    service = opened(vault, profile)
    binned = service.submit(lambda library: library.entry_summaries(binned=True)).result(10)
    assert [summary.uid for summary in binned] == ["new"]
    assert service.submit(lambda library: library.check(deep=True)).result(10) == []
    service.close()
