"""Who may open a library, and what a wrong key, a crash or a damaged key file does."""

from __future__ import annotations

import json
import stat
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.storage import keys as key_files
from app.storage.errors import KeysDamaged, Missing, NewerSchema, WrongPassphrase
from app.storage.keys import CLINICIAN, OWNER, KeyFile
from app.storage.recovery_key import new_recovery_key, read_recovery_key
from app.storage.sealing import Argon, seal_to, subkey, tuned_argon, unseal_own

QUICK = Argon(1, 64)


class PocketKeyring:
    """A keyring that lives as long as the test."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.secrets.get(name)

    def put(self, name: str, secret: str) -> bool:
        self.secrets[name] = secret
        return True


@pytest.fixture
def keys_path(tmp_path):
    return tmp_path / "private.keys"


@pytest.fixture
def made(keys_path):
    return KeyFile.create(keys_path, passphrase="blue heron 蓝鹭", argon=QUICK)


def test_the_passphrase_and_the_recovery_key_open_the_same_library(made, keys_path):
    _, key, recovery = made
    file = KeyFile.read(keys_path)
    assert file.unlock_passphrase("blue heron 蓝鹭") == key
    assert file.unlock_recovery(recovery) == key
    assert file.unlock_recovery(recovery.lower().replace("-", " ")) == key


@pytest.mark.faults
def test_a_wrong_passphrase_opens_nothing_and_alters_nothing(made, keys_path):
    before = {path.name: path.read_bytes() for path in keys_path.parent.iterdir()}
    file = KeyFile.read(keys_path)
    for wrong in ("blue heron", "", "Blue heron 蓝鹭", "\ud800"):
        with pytest.raises(WrongPassphrase, match="Nothing was changed"):
            file.unlock_passphrase(wrong)
    assert {path.name: path.read_bytes() for path in keys_path.parent.iterdir()} == before


def test_one_passphrase_typed_in_two_ways_is_one_passphrase(keys_path):
    _, key, _ = KeyFile.create(keys_path, passphrase="caf\u00e9", argon=QUICK)
    assert KeyFile.read(keys_path).unlock_passphrase("cafe\u0301") == key


def test_a_slip_in_the_recovery_key_is_told_as_a_slip(made, keys_path):
    recovery = made[2]
    other = "7" if recovery[0] != "7" else "8"
    with pytest.raises(WrongPassphrase, match="typing slip"):
        KeyFile.read(keys_path).unlock_recovery(other + recovery[1:])
    with pytest.raises(WrongPassphrase):
        KeyFile.read(keys_path).unlock_recovery(new_recovery_key())


@given(place=st.integers(0, 43), letter=st.sampled_from("ABCDEFGHJKMNPQRSTVWXYZ0123456789"))
def test_any_one_wrong_letter_of_a_recovery_key_is_noticed(place, letter):
    recovery = new_recovery_key()
    if recovery[place] not in ("-", letter):
        with pytest.raises(WrongPassphrase):
            read_recovery_key(recovery[:place] + letter + recovery[place + 1 :])


def test_a_new_passphrase_opens_and_the_old_one_no_more_in_neither_copy(made, keys_path):
    file, key, recovery = made
    file.change_passphrase(key, "grey wagtail", argon=QUICK)
    for copy in (keys_path, keys_path.with_name("private.keys.prev")):
        changed = KeyFile.read(copy)
        assert changed.unlock_passphrase("grey wagtail") == key
        assert changed.unlock_recovery(recovery) == key
        with pytest.raises(WrongPassphrase):
            changed.unlock_passphrase("blue heron 蓝鹭")


def test_a_new_recovery_key_replaces_the_old_one(made, keys_path):
    file, key, old = made
    _, new = file.change_recovery(key, argon=QUICK)
    assert KeyFile.read(keys_path).unlock_recovery(new) == key
    with pytest.raises(WrongPassphrase):
        KeyFile.read(keys_path).unlock_recovery(old)


def test_without_a_passphrase_the_key_lies_in_a_file_only_the_account_can_read(keys_path):
    _, key, _ = KeyFile.create(keys_path, passphrase=None, argon=QUICK)
    file = KeyFile.read(keys_path)
    assert not file.has_passphrase
    assert file.unlock_local() == key
    if sys.platform != "win32":
        assert stat.S_IMODE(keys_path.stat().st_mode) == 0o600


def test_the_keyring_holds_the_secret_where_there_is_one(keys_path):
    keyring = PocketKeyring()
    _, key, _ = KeyFile.create(keys_path, passphrase=None, keyring=keyring, argon=QUICK)
    assert KeyFile.read(keys_path).unlock_local(keyring) == key
    assert key.hex() not in keys_path.read_text()
    with pytest.raises(WrongPassphrase):
        KeyFile.read(keys_path).unlock_local(PocketKeyring())


def test_a_pin_is_known_again_and_opens_nothing(keys_path):
    file, key, _ = KeyFile.create(keys_path, passphrase=None, argon=QUICK)
    file.set_pin(key, "2580", argon=QUICK)
    again = KeyFile.read(keys_path)
    assert again.has_pin
    assert again.check_pin("2580")
    assert not again.check_pin("0000")
    with pytest.raises(WrongPassphrase):
        again.unlock_passphrase("2580")


def test_keys_are_never_written_over(made, keys_path):
    with pytest.raises(FileExistsError):
        KeyFile.create(keys_path, passphrase="other", argon=QUICK)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(more=st.data())
def test_any_flipped_byte_of_one_copy_is_noticed_and_the_other_copy_opens(more, made, keys_path):
    _, key, _ = made
    copy = more.draw(st.sampled_from([keys_path, keys_path.with_name("private.keys.prev")]))
    whole = copy.read_bytes()
    place = more.draw(st.integers(0, len(whole) - 1))
    mask = more.draw(st.integers(1, 255))
    try:
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :])
        file = KeyFile.read(keys_path)
        assert file.is_uneven or copy.read_bytes().split() == whole.split()
        assert file.unlock_passphrase("blue heron 蓝鹭") == key
    finally:
        copy.write_bytes(whole)


def test_two_damaged_copies_are_told_as_damage_and_not_as_a_wrong_passphrase(made, keys_path):
    for copy in (keys_path, keys_path.with_name("private.keys.prev")):
        copy.write_bytes(copy.read_bytes()[:-40])
    with pytest.raises(KeysDamaged, match="from a backup"):
        KeyFile.read(keys_path)


def test_a_key_file_that_was_rewritten_by_somebody_else_is_damage(made, keys_path):
    assert made
    outer = json.loads(keys_path.read_text())
    content = json.loads(outer["content"])
    content["public_key"] = content["public_key"][::-1].replace("=", "A")[:-1] + "="
    outer["content"] = json.dumps(content)
    outer["sha256"] = key_files._digest(outer["content"])
    keys_path.write_text(json.dumps(outer))
    with pytest.raises(KeysDamaged):
        KeyFile.read(keys_path).unlock_passphrase("blue heron 蓝鹭")


def test_no_key_file_and_a_newer_one_each_have_their_sentence(made, keys_path, tmp_path):
    with pytest.raises(Missing, match="another drive"):
        KeyFile.read(tmp_path / "nowhere.keys")
    outer = json.loads(keys_path.read_text())
    content = json.loads(outer["content"]) | {"version": 2}
    outer["content"] = json.dumps(content)
    outer["sha256"] = key_files._digest(outer["content"])
    keys_path.write_text(json.dumps(outer))
    with pytest.raises(NewerSchema, match="update Innerscape"):
        KeyFile.read(keys_path)


def test_what_is_sealed_to_a_person_only_that_person_reads(made):
    file, key, _ = made
    sealed = seal_to(file.public_key, b"kept to myself")
    assert file.open_sealed(key, sealed) == b"kept to myself"
    assert b"kept" not in sealed
    with pytest.raises(WrongPassphrase):
        unseal_own(subkey(b"x" * 32, "another person"), sealed)


def test_a_shared_library_opens_for_both_and_the_private_one_only_for_the_client(tmp_path):
    private, private_key, _ = KeyFile.create(
        tmp_path / "private.keys", passphrase="client", argon=QUICK
    )
    shared, shared_key, _ = KeyFile.create(
        tmp_path / "shared.keys", passphrase="client", argon=QUICK
    )
    own = subkey(private_key, "shared library")
    shared = shared.add_secret_slot(shared_key, OWNER, own)
    shared = shared.add_passphrase_slot(shared_key, CLINICIAN, "clinician", argon=QUICK)
    assert KeyFile.read(shared.path).unlock_secret(OWNER, own) == shared_key
    assert KeyFile.read(shared.path).unlock_passphrase("clinician", slot=CLINICIAN) == shared_key
    for slot in (key_files.PASSPHRASE, CLINICIAN):
        with pytest.raises(WrongPassphrase):
            KeyFile.read(private.path).unlock_passphrase("clinician", slot=slot)


@pytest.mark.faults
def test_the_cost_of_a_try_is_stored_and_at_least_64_mebibytes(made, keys_path):
    argon = tuned_argon()
    assert argon.memory_kib >= 64 << 10
    file, key, _ = made
    file.change_passphrase(key, "next", argon=Argon(3, 128))
    assert KeyFile.read(keys_path).slots["passphrase"].argon == Argon(3, 128)
