"""A client's private and shared files: one schema, two keys."""

from __future__ import annotations

import pytest

from app.storage.errors import WrongPassphrase
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.pair import create_shared, open_pair, open_shared
from app.storage.sealing import Argon
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
