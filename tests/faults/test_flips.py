"""One byte changes somewhere, as old disks do: it is noticed, or it changes nothing."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.faults import estate

pytestmark = pytest.mark.faults
FLIPS = 50


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("closed") / "library"
    return folder, *estate.build(folder)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crashed")
    return folder / "library", *estate.build_crashed(folder / "library", folder / "aside")


def flip_often(source, contents, tmp_path, names, count):
    generator = np.random.default_rng(20260517)
    outcomes = Counter()
    for _ in range(count):
        folder = estate.copied(source, tmp_path / "copy")
        name = estate.random_flip(folder, generator, names)
        outcomes[estate.outcome(folder, contents), name] += 1
    return outcomes


def assert_nothing_bad(outcomes):
    bad = {key: count for key, count in outcomes.items() if key[0] not in ("noticed", "harmless")}
    assert not bad, outcomes


def test_without_a_flip_everything_is_there(closed, crashed, tmp_path):
    for source, contents, _ in (closed, crashed):
        folder = estate.copied(source, tmp_path / "copy")
        assert estate.outcome(folder, contents) == "harmless"


def test_a_flipped_byte_in_any_file_shows_no_wrong_word_and_no_wrong_colour(closed, tmp_path):
    source, contents, _ = closed
    outcomes = flip_often(source, contents, tmp_path, estate.FILES, FLIPS)
    assert_nothing_bad(outcomes)
    assert outcomes["noticed", estate.NAME] > 0


def test_every_flipped_byte_of_the_library_itself_is_noticed(closed, tmp_path):
    source, contents, _ = closed
    outcomes = flip_often(source, contents, tmp_path, (estate.NAME,), FLIPS // 2)
    assert outcomes == {("noticed", estate.NAME): FLIPS // 2}


def test_a_flipped_byte_in_what_a_crash_left_hides_no_loss(crashed, tmp_path):
    source, contents, _ = crashed
    wal = f"{estate.NAME}-wal"
    outcomes = flip_often(source, contents, tmp_path, (wal,), FLIPS)
    assert_nothing_bad(outcomes)
    assert outcomes["noticed", wal] > FLIPS // 2
