"""The power goes at any moment: what was said to be saved is there, and nothing is in doubt."""

from __future__ import annotations

import pytest

from app.storage.keys import KeyFile
from app.storage.library import Library
from tests.faults import power, steady
from tests.storage import people

pytestmark = pytest.mark.faults
CUTS = 60


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    if not power.is_possible():
        pytest.skip("strace is not here, or may not look")
    folder = tmp_path_factory.mktemp("steady")
    found = power.record(folder, tmp_path_factory.mktemp("log") / "strace.log")
    return found, str(folder)


def test_the_log_holds_the_whole_run(calls):
    found, _ = calls
    assert [call.other for call in found if call.name == "said"][-1] == "closed"
    assert sum(call.name == "sync" for call in found) > 2 * steady.STEPS


def test_a_power_cut_at_any_moment_loses_nothing_that_was_said_to_be_saved(calls, tmp_path):
    found, folder = calls
    opened = 0
    for place, said in power.cuts(found, folder, tmp_path, CUTS, seed=1):
        opened += stands(place, said)
    assert opened > CUTS // 2


def stands(place, said) -> bool:
    """Open what a power cut left, as a person would the next morning."""
    if "keys" not in said:
        return False
    key = KeyFile.read(place / "private.keys").unlock_passphrase(steady.PASSPHRASE)
    if "library" not in said:
        return False
    library = Library.open(place / "private.library", key)
    written = [int(line.split()[1]) for line in said if line.startswith("wrote")]
    for number in written:
        uid = f"e{number}"
        assert library.load_entry(uid)[uid].text == steady.words(number)
    if "erased" in said:
        with pytest.raises(KeyError):
            library.load_entry("thrown")
    if written:
        _, grids, _ = library.load_work("work")
        (grid,) = grids.values()
        last = written[-1]
        layer = people.a_work()[1]
        allowed = [
            people.a_tile(layer, last % 4, 0, seed=seed).after.tobytes()
            for seed in (last, last + 4)
        ]
        assert grid.tiles[last % 4, 0].tobytes() in allowed
    assert library.check(deep=True) == []
    library.close()
    return True
