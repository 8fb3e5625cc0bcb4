"""One byte changes somewhere, as old disks do: it is noticed, or it changes nothing."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.faults import estate

pytestmark = pytest.mark.faults
# five places, a hundred flips; the long counts make a thousand
FLIPS = 20
WAL = f"{estate.NAME}-wal"
KEYS = ("private.keys", "private.keys.prev")


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("closed") / "library"
    contents, _ = estate.build(folder)
    return folder, lambda copy: estate.outcome(copy, contents)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crashed")
    contents, _ = estate.build_crashed(folder / "library", folder / "aside")
    return folder / "library", lambda copy: estate.outcome(copy, contents)


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    home = tmp_path_factory.mktemp("backed_up") / "library"
    folder, contents, key = estate.build_backup(home)
    return folder, lambda copy: estate.backup_outcome(copy, contents, key)


def flip_often(source, tmp_path, names):
    generator = np.random.default_rng(20260517)
    folder, outcome = source
    outcomes = Counter()
    for _ in range(FLIPS):
        copy = estate.copied(folder, tmp_path / "copy")
        name = estate.random_flip(copy, generator, names)
        outcomes[outcome(copy), name] += 1
    bad = {key: count for key, count in outcomes.items() if key[0] not in ("noticed", "harmless")}
    assert not bad, outcomes
    return outcomes


def test_without_a_flip_everything_is_there(closed, crashed, backup, tmp_path):
    for folder, outcome in (closed, crashed, backup):
        assert outcome(estate.copied(folder, tmp_path / "copy")) == "harmless"


def test_every_flipped_byte_of_the_library_itself_is_noticed(closed, tmp_path):
    outcomes = flip_often(closed, tmp_path, (estate.NAME,))
    assert outcomes == {("noticed", estate.NAME): FLIPS}


def test_a_flipped_byte_in_the_keys_never_makes_the_passphrase_wrong(closed, tmp_path):
    flip_often(closed, tmp_path, KEYS)


def test_a_flipped_byte_in_the_record_changes_nothing_for_its_other_half_stands(closed, tmp_path):
    outcomes = flip_often(closed, tmp_path, ("private.record",))
    assert outcomes == {("harmless", "private.record"): FLIPS}


def test_a_flipped_byte_in_what_a_crash_left_hides_no_loss(crashed, tmp_path):
    assert flip_often(crashed, tmp_path, (WAL,))["noticed", WAL] > FLIPS // 2


def test_a_flipped_byte_in_a_backup_is_found_by_its_check_or_changes_nothing(backup, tmp_path):
    outcomes = flip_often(backup, tmp_path, estate.FILES)
    assert outcomes["noticed", estate.NAME] > 0
    assert outcomes["harmless", estate.NAME] == 0


def test_a_backup_whose_key_file_is_broken_says_so_and_still_opens(backup, tmp_path):
    folder, outcome = backup
    copy = estate.copied(folder, tmp_path / "copy")
    (copy / "private.keys").write_bytes(b"{}")
    assert outcome(copy) == "noticed"
