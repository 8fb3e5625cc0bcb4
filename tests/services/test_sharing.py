"""A client and a clinician: what is shared opens for both, what is private for the client only."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.services.backups import Backups
from app.services.library import Vault
from app.services.sharing import Sharing
from app.storage.backups import backups_of
from app.storage.erase import Scope
from app.storage.errors import TryLater, WrongPassphrase
from app.storage.keys import KeyFile
from app.storage.sealing import Argon
from tests.storage import people

QUICK = Argon(1, 64)
CLIENT, CLINIC = "the heron", "the clinic"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vault(tmp_path, clock):
    vault = Vault(tmp_path / "people", argon=QUICK, clock=clock)
    yield vault
    vault.close()


@pytest.fixture
def sharing(vault):
    return Sharing(vault)


@pytest.fixture
def profile(vault):
    created = vault.create(passphrase=CLIENT).result(20)
    created.service.save(people.step(people.an_entry("mine alone", uid="one"))).result(10)
    created.service.close()
    return created.profile


@pytest.fixture
def shared(sharing, profile):
    service = sharing.begin(profile, CLIENT, clinician_passphrase=CLINIC).result(20)
    service.save(people.step(people.an_entry("for us both", uid="two"))).result(10)
    service.close()
    return profile


def titles(service):
    listed = service.submit(lambda library: library.entry_summaries()).result(10)
    return [summary.title for summary in listed]


def test_who_shares_nothing_has_one_library(sharing, profile):
    assert not sharing.shares(profile)
    both = sharing.open_both(profile, CLIENT).result(20)
    assert both.shared is None
    assert titles(both.private) == ["mine alone"]
    both.private.close()


def test_the_client_opens_both_with_their_own_passphrase(sharing, shared):
    assert sharing.shares(shared)
    both = sharing.open_both(shared, CLIENT).result(20)
    assert titles(both.private) == ["mine alone"]
    assert titles(both.shared) == ["for us both"]
    assert both.private.path.parent == both.shared.path.parent
    for service in (both.shared, both.private):
        assert service.close()


def test_the_clinician_opens_what_is_shared_and_nothing_private(vault, sharing, shared):
    service = sharing.open_as_clinician(shared, CLINIC).result(20)
    assert titles(service) == ["for us both"]
    assert not service.is_read_only
    service.close()
    with pytest.raises(WrongPassphrase):
        vault.open_with_passphrase(shared, CLINIC).result(20)
    with pytest.raises(WrongPassphrase):
        sharing.open_both(shared, CLINIC).result(20)
    with pytest.raises(WrongPassphrase):
        sharing.open_as_clinician(shared, CLIENT).result(20)


def test_a_new_passphrase_of_either_leaves_the_other_s_as_it_was(vault, sharing, shared):
    vault.change_passphrase(shared, CLIENT, "a new heron").result(20)
    sharing.change_clinician_passphrase(shared, CLINIC, "a new clinic").result(20)
    both = sharing.open_both(shared, "a new heron").result(20)
    assert titles(both.shared) == ["for us both"]
    both.shared.close()
    both.private.close()
    sharing.open_as_clinician(shared, "a new clinic").result(20).close()
    with pytest.raises(WrongPassphrase):
        sharing.open_as_clinician(shared, CLINIC).result(20)


def test_wrong_tries_at_the_shared_one_take_longer_and_do_not_delay_the_client(
    vault, sharing, shared, clock
):
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            sharing.open_as_clinician(shared, "guess").result(20)
    with pytest.raises(TryLater):
        sharing.open_as_clinician(shared, CLINIC).result(20)
    vault.open_with_passphrase(shared, CLIENT).result(20).close()
    clock.now += 2.0
    sharing.open_as_clinician(shared, CLINIC).result(20).close()


def test_what_is_shared_already_is_never_made_anew(sharing, shared):
    with pytest.raises(FileExistsError):
        sharing.begin(shared, CLIENT, clinician_passphrase="other").result(20)
    sharing.open_as_clinician(shared, CLINIC).result(20).close()


def test_a_shared_library_that_lost_its_keys_is_not_written_over(vault, sharing, shared):
    folder = vault.keys_path(shared).parent
    for path in folder.glob("shared.keys*"):
        path.unlink()
    before = (folder / "shared.library").read_bytes()
    assert not sharing.shares(shared)
    with pytest.raises(FileExistsError):
        sharing.begin(shared, CLIENT, clinician_passphrase=CLINIC).result(20)
    assert (folder / "shared.library").read_bytes() == before
    assert not sharing.shares(shared)


def test_a_damaged_copy_of_the_shared_keys_is_mended_by_the_other(vault, sharing, shared):
    path = vault.keys_path(shared).with_name("shared.keys")
    path.write_bytes(b"gone")
    sharing.open_as_clinician(shared, CLINIC).result(20).close()
    assert not KeyFile.read(path).is_uneven


def test_backups_of_the_two_lie_beside_each_other_and_one_leaves_the_other_s_alone(sharing, shared):
    both = sharing.open_both(shared, CLIENT).result(20)
    now = datetime(2026, 5, 17, 12, tzinfo=UTC)
    services = (both.private, both.shared)
    desks = [Backups(service, service.path, now=lambda: now) for service in services]
    for desk in desks:
        assert desk.make().result(20) is not None
        assert len(desk.all()) == 1
    erased = both.shared.submit(lambda library: library.erase(Scope(entries=("two",)))).result(20)
    assert (erased.copies, erased.removed_copies) == (1, 0)
    everything = Scope(is_everything=True)
    erased = both.shared.submit(lambda library: library.erase(everything)).result(20)
    assert erased.removed_copies == 1
    assert len(backups_of(both.private.path)) == 1
    assert desks[0].check(desks[0].all()[0]).result(20) == []
    for desk, service in zip(desks, services, strict=True):
        desk.close()
        service.close()
