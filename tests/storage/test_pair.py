"""A client's private and shared files: one schema, two keys."""

from __future__ import annotations

import pytest

from app.storage.erase import Scope
from app.storage.errors import Damaged, Missing, WrongPassphrase
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.pair import create_shared, open_pair, open_shared
from app.storage.sealing import Argon
from app.storage.waiting import leave_for_owner, open_left, take_away, waiting
from tests.storage import people

QUICK = Argon(1, 64)


@pytest.fixture
def private_key(tmp_path):
    _, key, _ = KeyFile.create(tmp_path / "private.keys", passphrase="client", argon=QUICK)
    library = Library.create(tmp_path / "private.library", key)
    library.apply(people.step(people.an_entry("mine alone", uid="private page")))
    library.close()
    return bytes(key)


def test_a_person_alone_has_one_file(tmp_path, private_key):
    pair = open_pair(tmp_path, private_key)
    assert pair.shared is None
    pair.close()


def test_the_client_opens_both_with_one_passphrase(tmp_path, private_key):
    shared = create_shared(tmp_path, private_key, clinician_passphrase="clinic", argon=QUICK)
    shared.apply(people.step(people.an_entry("for us both", uid="shared page")))
    shared.close()
    pair = open_pair(tmp_path, private_key)
    assert pair.shared is not None
    assert pair.shared.load_entry("shared page")["shared page"].text == "for us both"
    assert pair.private.load_entry("private page")["private page"].text == "mine alone"
    pair.close()


def test_the_clinician_opens_what_is_shared_and_nothing_private(tmp_path, private_key):
    create_shared(tmp_path, private_key, clinician_passphrase="clinic", argon=QUICK).close()
    shared = open_shared(tmp_path, "clinic")
    assert shared.entry_summaries() == []
    shared.close()
    with pytest.raises(WrongPassphrase):
        KeyFile.read(tmp_path / "private.keys").unlock_passphrase("clinic")
    with pytest.raises(WrongPassphrase):
        open_shared(tmp_path, "client")


def test_what_the_client_keeps_to_themselves_waits_sealed_and_only_they_can_read_it(
    tmp_path, private_key
):
    create_shared(tmp_path, private_key, clinician_passphrase="clinic", argon=QUICK).close()
    # only the shared file is open: its key reads nothing of it
    shared = KeyFile.read(tmp_path / "shared.keys")
    clinicians = shared.unlock_passphrase("clinic")
    first = leave_for_owner(tmp_path, "for me alone 只给我".encode())
    second = leave_for_owner(tmp_path, b"and this")
    assert waiting(tmp_path) == (first, second)
    assert "只给我".encode() not in first.read_bytes()
    with pytest.raises(Damaged):
        open_left(tmp_path, bytes(clinicians), first)
    with pytest.raises(WrongPassphrase):
        shared.open_sealed(clinicians, first.read_bytes())
    assert open_left(tmp_path, private_key, first).decode() == "for me alone 只给我"
    take_away(first)
    assert waiting(tmp_path) == (second,)
    assert leave_for_owner(tmp_path, b"a third") == waiting(tmp_path)[1]


def test_what_waits_and_was_altered_is_told_as_damage(tmp_path, private_key):
    path = leave_for_owner(tmp_path, b"for me alone")
    content = bytearray(path.read_bytes())
    for place in (0, 40, len(content) - 1):
        path.write_bytes(
            bytes(content[:place]) + bytes([content[place] ^ 1]) + content[place + 1 :]
        )
        with pytest.raises(Damaged, match="Nothing was changed"):
            open_left(tmp_path, private_key, path)
    path.write_bytes(b"")
    with pytest.raises(Damaged):
        open_left(tmp_path, private_key, path)


def test_erasing_everything_erases_what_waits_and_erasing_the_shared_one_does_not(
    tmp_path, private_key
):
    shared = create_shared(tmp_path, private_key, clinician_passphrase="clinic", argon=QUICK)
    left = leave_for_owner(tmp_path, b"for me alone")
    shared.erase(Scope(is_everything=True))
    shared.close()
    assert waiting(tmp_path) == (left,)
    private = Library.open(tmp_path / "private.library", private_key)
    private.erase(Scope(is_everything=True))
    private.close()
    assert waiting(tmp_path) == ()


def test_nothing_can_be_left_where_nobody_has_keys(tmp_path):
    with pytest.raises(Missing):
        leave_for_owner(tmp_path, b"for nobody")
    assert waiting(tmp_path) == ()


def test_a_new_passphrase_and_the_recovery_key_open_the_pair_as_before(tmp_path):
    file, key, recovery = KeyFile.create(
        tmp_path / "private.keys", passphrase="client", argon=QUICK
    )
    Library.create(tmp_path / "private.library", key).close()
    create_shared(tmp_path, key, clinician_passphrase="clinic", argon=QUICK).close()
    left = leave_for_owner(tmp_path, b"before")
    file.change_passphrase(key, "new", argon=QUICK)
    for opened in (
        KeyFile.read(tmp_path / "private.keys").unlock_passphrase("new"),
        KeyFile.read(tmp_path / "private.keys").unlock_recovery(recovery),
    ):
        pair = open_pair(tmp_path, opened)
        assert pair.shared is not None
        pair.close()
        assert open_left(tmp_path, opened, left) == b"before"
