"""A broken library without a whole backup: all that can be read goes into a fresh one."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from app.services.runs import Stopped
from app.storage.aside import SALVAGING
from app.storage.connection import PAGE_BYTES
from app.storage.errors import CannotWrite, LibraryError, Missing
from app.storage.library import Library
from app.storage.progress import Progress, nothing_more
from app.storage.rebuild import rebuild
from tests.faults import estate
from tests.storage import people

pytestmark = pytest.mark.faults
NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    contents, key = estate.build(tmp_path / "home")
    return tmp_path / "home" / estate.NAME, contents, key


def made_anew(path, key, step=lambda *_: None, past=nothing_more):
    return rebuild(path, key, now=lambda: NOW, progress=Progress(step), past_stopping=past)


def break_pages(path, numbers):
    for number in numbers:
        estate.flipped(path, int(number) * PAGE_BYTES + 700, 255)


def files(path):
    # what SQLite leaves beside a file that was only read holds nothing
    found = [one for one in path.parent.iterdir() if one.is_file() and one.suffix != ".library-shm"]
    return {one.name: one.read_bytes() for one in found if one.stat().st_size}


def test_requirement_10_all_that_can_be_read_is_in_a_new_file_and_the_old_one_is_kept(home):
    path, contents, key = home
    before = path.read_bytes()
    kept, found = made_anew(path, key)
    library = Library.open(path, key)
    assert library.check(deep=True) == []
    assert estate.look(library, contents).is_whole
    assert found.tables["entries"] == len(contents.entries)
    assert (found.unreadable, found.without_owner) == (0, 0)
    library.apply(people.step(people.an_entry("and on")))
    library.close()
    assert (kept / path.name).read_bytes() == before


def test_wherever_it_is_broken_nothing_wrong_is_shown_and_what_is_missing_is_counted(
    home, tmp_path
):
    path, contents, key = home
    generator = np.random.default_rng(4)
    pages = path.stat().st_size // PAGE_BYTES
    rescued = 0
    for number in range(16):
        copy = estate.copied(path.parent, tmp_path / f"copy {number}") / estate.NAME
        break_pages(copy, generator.choice(np.arange(1, pages), 1 + number % 4, replace=False))
        before = files(copy)
        try:
            kept, found = made_anew(copy, key)
        except LibraryError:
            # where the list of all tables stands, nothing can be read
            after = files(copy)
            assert {name: after[name] for name in before} == before
            continue
        library = Library.open(copy, key)
        shown = estate.look(library, contents)
        assert library.check(deep=True) == []
        library.close()
        assert shown.wrong == 0
        if not shown.is_whole:
            assert found.unreadable + found.without_owner > 0
        assert (kept / copy.name).read_bytes() == before[copy.name]
        assert not (copy.parent / SALVAGING).exists()
        rescued += 1
    assert rescued >= 9


def test_where_not_even_the_first_page_can_be_read_nothing_is_changed(home):
    path, _, key = home
    estate.flipped(path, 100, 1)
    before = files(path)
    with pytest.raises(LibraryError, match=r"Nothing in this file.*not changed.*look for a copy"):
        made_anew(path, key)
    assert files(path) == before
    assert not (path.parent / SALVAGING).exists()


def test_a_library_that_is_gone_is_told_as_gone(home):
    path, _, key = home
    path.unlink()
    with pytest.raises(Missing):
        made_anew(path, key)


def test_it_stops_at_any_step_until_it_is_put_in_place(home):
    path, contents, key = home
    before, steps = files(path), 0
    while True:
        left = steps

        def step(_done, _total):
            nonlocal left
            if left == 0:
                raise Stopped
            left -= 1

        def past():
            nonlocal left
            left = 1 << 30

        try:
            made_anew(path, key, step, past)
        except Stopped:
            assert files(path) == before
            assert not (path.parent / SALVAGING).exists()
            steps += 1
        else:
            break
    assert steps > 10
    library = Library.open(path, key)
    assert estate.look(library, contents).is_whole
    library.close()


def test_where_the_disk_refuses_the_broken_file_stays(home):
    path, _, key = home
    (path.parent / f"{path.name}.new").mkdir()
    before = files(path)
    with pytest.raises(CannotWrite):
        made_anew(path, key)
    assert files(path) == before
