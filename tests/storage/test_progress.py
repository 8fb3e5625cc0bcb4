"""Long work on a library says how far it is, and stops in its middle without leaving anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlcipher3 import dbapi2

from app.services.runs import Stopped
from app.storage.backups import FOLDER, backups_of, check_backup, make_backup
from app.storage.connection import PAGE_BYTES, connect
from app.storage.progress import WHOLE, Progress
from app.storage.seals import Pages, broken_seals
from app.storage.store import Keys
from tests.faults import estate

NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


class Watcher:
    """Hears every step; stops at one of them."""

    def __init__(self, stop_at: int = -1) -> None:
        self.heard: list[int] = []
        self._stop_at = stop_at

    def __call__(self, done: int, total: int) -> None:
        assert total == WHOLE
        if len(self.heard) == self._stop_at:
            raise Stopped
        self.heard.append(done)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home") / "library"
    _, key = estate.build(folder)
    return folder, Keys.of(key)


def count(pages: Pages, keys: Keys) -> int:
    return broken_seals(pages, keys.file, Progress())


def told_by_sqlcipher(path: Path, keys: Keys) -> list[object]:
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{bytes(keys.file).hex()}'\"")
    told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    connection.close()
    return told


def test_parts_follow_each_other_and_end_at_the_whole():
    watcher = Watcher()
    first, second = Progress(watcher).split(1, 3)
    first.at(1, 2)
    for _ in second.over(range(200), 200):
        pass
    assert watcher.heard == [125, 250, 490, 730, 970, 1000]


def test_the_seals_are_found_broken_where_sqlcipher_finds_them_broken(home, tmp_path):
    folder, keys = home
    generator = np.random.default_rng(2)
    for number in range(60):
        copy = estate.copied(folder, tmp_path / "copy")
        path = copy / estate.NAME
        size = path.stat().st_size
        for _ in range(number % 4):
            # the first 16 bytes are the salt: every seal rests on them
            estate.flipped(path, int(generator.integers(16, size)), 1 << number % 8)
        if number % 7 == 6:
            with path.open("r+b") as file:
                file.truncate(size - int(generator.integers(1, PAGE_BYTES)))
        pages = Pages(path)
        assert count(pages, keys) == len(told_by_sqlcipher(path, keys))
        pages.close()


def test_two_may_look_at_the_seals_of_one_file_at_once(home):
    folder, keys = home
    pages = Pages(folder / estate.NAME)
    with ThreadPoolExecutor(4) as workers:
        looks = [workers.submit(count, pages, keys) for _ in range(24)]
        assert [look.result(60) for look in looks] == [0] * 24
    pages.close()


def test_the_first_page_has_a_seal_too(home, tmp_path):
    folder, keys = home
    for place in (16, 100, PAGE_BYTES - 1):
        path = estate.copied(folder, tmp_path / "copy") / estate.NAME
        estate.flipped(path, place, 1)
        pages = Pages(path)
        assert count(pages, keys) == 1
        pages.close()


def test_a_backup_says_how_far_it_is_from_its_beginning_to_its_end(home, tmp_path):
    folder, keys = home
    library = estate.copied(folder, tmp_path / "copy") / estate.NAME
    watcher = Watcher()
    made = make_backup(library, keys, now=NOW, progress=Progress(watcher))
    assert watcher.heard == sorted(watcher.heard)
    assert len(set(watcher.heard)) > 10
    assert watcher.heard[-1] == WHOLE
    again = Watcher()
    assert check_backup(made.path, keys, progress=Progress(again)) == []
    assert again.heard == sorted(again.heard)
    assert again.heard[-1] == WHOLE


def test_a_backup_stops_at_any_step_and_nothing_of_it_is_kept(home, tmp_path):
    folder, keys = home
    library = estate.copied(folder, tmp_path / "copy") / estate.NAME
    steps = 0
    while True:
        watcher = Watcher(stop_at=steps)
        try:
            made = make_backup(library, keys, now=NOW, progress=Progress(watcher))
        except Stopped:
            assert backups_of(library) == ()
            assert not list((library.parent / FOLDER).glob("*"))
            steps += 1
        else:
            break
    assert steps > 20
    assert check_backup(made.path, keys) == []


def test_a_check_stops_at_any_step_and_alters_nothing(home, tmp_path):
    folder, keys = home
    library = estate.copied(folder, tmp_path / "copy") / estate.NAME
    before = library.read_bytes()
    whole = Watcher()
    assert check_backup(library, keys, progress=Progress(whole)) == []
    for step in range(len(whole.heard)):
        with pytest.raises(Stopped):
            check_backup(library, keys, progress=Progress(Watcher(stop_at=step)))
    assert library.read_bytes() == before


def test_sqlite_itself_is_stopped_in_the_middle_of_its_check(home):
    folder, keys = home
    database = connect(folder / estate.NAME, keys.file, mode="ro")
    watcher = Watcher(stop_at=2)
    count_far = (
        "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) SELECT max(k) FROM n"
    )
    with pytest.raises(Stopped), Progress(watcher).during(database, 1 << 20):
        database.conn.execute(f"{count_far} WHERE k < 1e12")
    assert len(watcher.heard) == 2
    # and goes on afterwards
    assert database.conn.execute("PRAGMA quick_check").fetchone() == ("ok",)
    database.conn.close()
