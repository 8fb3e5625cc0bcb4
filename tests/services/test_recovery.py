"""A library that broke: the newest good backup is put back, and what is newer is taken along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.services.backups import Backups
from app.services.library import Vault
from app.services.recovery import Recovery
from app.storage.errors import Damaged, InDoubt, LibraryError, ReadOnly
from app.storage.sealing import Argon
from tests.storage import people

QUICK = Argon(1, 64)
START = datetime(2026, 5, 17, 8, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def vault(tmp_path):
    vault = Vault(tmp_path / "profiles", argon=QUICK)
    yield vault
    vault.close()


@pytest.fixture
def recovery(vault):
    recovery = Recovery(vault)
    yield recovery
    recovery.close()


@pytest.fixture
def profile(vault):
    """A person with a backup of page one, who then wrote page two."""
    created = vault.create(passphrase="heron").result(20)
    path = vault.library_path(created.profile)
    clock = Clock()
    backups = Backups(created.service, path, now=clock)
    created.service.save(people.step(people.an_entry("first", uid="one"))).result(10)
    assert backups.make().result(20) is not None
    assert backups.make().result(20) is None
    clock.now += timedelta(hours=1)
    created.service.save(people.step(people.an_entry("second", uid="two"))).result(10)
    assert backups.make().result(20) is None
    assert backups.check(backups.all()[0]).result(20) == []
    backups.close()
    created.service.close()
    return created.profile


def texts(service):
    listed = service.submit(lambda library: library.entry_summaries()).result(10)
    return {summary.title for summary in listed}


def spoil(vault, profile, byte=700):
    with vault.library_path(profile).open("r+b") as file:
        file.seek(byte)
        file.write(b"\xff\x00\xff")


def test_a_broken_library_comes_back_from_its_backup(vault, recovery, profile):
    spoil(vault, profile)
    with pytest.raises(Damaged, match="newest backup"):
        vault.open_with_passphrase(profile, "heron").result(20)
    restored = recovery.restore(profile, "heron").result(20)
    assert "first" in texts(restored.service)
    assert restored.kept.is_dir()
    assert restored.service.submit(lambda library: library.check(deep=True)).result(10) == []
    restored.service.close()
    vault.open_with_passphrase(profile, "heron").result(20).close()


def test_what_was_written_after_the_backup_is_taken_along(vault, recovery, profile):
    vault.library_path(profile).with_suffix(".record").write_bytes(b"spoilt")
    with pytest.raises(InDoubt):
        vault.open_with_passphrase(profile, "heron").result(20)
    restored = recovery.restore(profile, "heron").result(20)
    assert texts(restored.service) == {"first", "second"}
    assert restored.salvaged.taken == 1
    restored.service.close()


def test_a_backup_and_a_doubtful_library_can_be_looked_at_without_changing_them(
    vault, recovery, profile
):
    (backup,) = recovery.backups(profile)
    vault.library_path(profile).with_suffix(".record").unlink()
    before = vault.library_path(profile).read_bytes()
    for service, expected in (
        (recovery.look_at(profile, "heron", backup).result(20), {"first"}),
        (recovery.look_at_library(profile, "heron").result(20), {"first", "second"}),
    ):
        assert service.is_read_only
        assert texts(service) == expected
        service.close()
    assert vault.library_path(profile).read_bytes() == before


def test_a_library_that_is_open_is_not_replaced(vault, recovery, profile):
    service = vault.open_with_passphrase(profile, "heron").result(20)
    with pytest.raises(ReadOnly):
        recovery.restore(profile, "heron").result(20)
    assert texts(service) == {"first", "second"}
    service.close()


def test_without_a_whole_backup_it_says_so_and_touches_nothing(vault, recovery, profile):
    (backup,) = recovery.backups(profile)
    backup.path.write_bytes(backup.path.read_bytes()[:5000])
    before = vault.library_path(profile).read_bytes()
    with pytest.raises(LibraryError, match="no whole backup"):
        recovery.restore(profile, "heron").result(20)
    assert vault.library_path(profile).read_bytes() == before


def test_a_new_passphrase_opens_old_backups_only_when_asked_to(vault, recovery, profile):
    vault.change_passphrase(profile, "heron", "wagtail").result(20)
    assert recovery.share_passphrase(profile).result(20) == 1
    (backup,) = recovery.backups(profile)
    service = recovery.look_at(profile, "wagtail", backup).result(20)
    assert texts(service) == {"first"}
    service.close()


def test_backups_are_whole_while_the_person_writes_without_a_pause(vault):
    created = vault.create(passphrase="heron").result(20)
    service = created.service
    clock = Clock()
    backups = Backups(service, vault.library_path(created.profile), now=clock)
    written = []
    for number in range(6):
        written += [
            service.save(people.step(people.an_entry(f"{number} {k} " * 300))) for k in range(25)
        ]
        clock.now += timedelta(days=1)
        made = backups.make().result(30)
        assert made is not None
        assert backups.check(made).result(30) == []
    assert [future.result(30) for future in written] == [None] * len(written)
    backups.close()
    service.close()


def test_closing_does_not_wait_for_a_backup_and_keeps_no_half_of_it(vault):
    created = vault.create(passphrase="heron").result(20)
    work, layer = people.a_work(side=2048)
    tiles = tuple(
        people.a_tile(layer, row, column, seed=row * 32 + column)
        for row in range(12)
        for column in range(12)
    )
    created.service.save(people.step(work, layer, tiles=tiles, scope=work.uid)).result(20)
    backups = Backups(created.service, created.service.path)
    made = backups.make()
    backups.close()
    assert made.cancelled() or made.result(20) is None or len(backups.all()) == 1
    folder = created.service.path.parent / "backups"
    assert not list(folder.glob("*unfinished*"))
    assert created.service.close()
