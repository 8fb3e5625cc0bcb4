"""Saving from the window's side: told when it is safe, told at once when it is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.library_worker import LibraryService
from app.storage.errors import Damaged
from app.storage.library import Library
from tests.storage import people

KEY = bytes(32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "private.library"


@pytest.fixture
def service(path):
    service = LibraryService(lambda: Library.create(path, KEY))
    service.opened.result(10)
    yield service
    service.close()


class Gate:
    """Keeps the worker busy until it is opened."""

    def __init__(self, service: LibraryService) -> None:
        self._open = threading.Event()
        service.submit(lambda _: self._open.wait(10))

    def open(self) -> None:
        self._open.set()


@contextmanager
def no_room(path: Path) -> Iterator[None]:
    """Let the system refuse every file that grows beyond the library's size of now."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(file.stat().st_size for file in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 8192, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_save_is_acknowledged_and_can_be_read_back(service):
    entry = people.an_entry("kept")
    service.save(people.step(entry)).result(10)
    assert service.submit(lambda library: library.load_entry(entry.uid)).result(10) == {
        entry.uid: entry
    }


def test_saved_is_said_after_it_is_on_the_disk_and_pending_goes_to_nothing(service, path):
    said = []
    entry = people.an_entry("kept")

    def on_saved(at):
        # a second connection sees it: it is committed
        other = Library.open(path, KEY, read_only=True)
        said.append(entry.uid in other.load_entry(entry.uid))
        other.close()

    pending = []
    service.saved.connect(on_saved)
    service.pending_changed.connect(pending.append)
    service.save(people.step(entry)).result(10)
    service.submit(lambda _: None).result(10)
    assert said == [True]
    assert pending[-1] == 0
    assert service.pending == 0


def test_steps_of_one_gesture_that_wait_become_one_and_all_are_told(service):
    gate = Gate(service)
    entry = people.an_entry("")
    steps = [
        people.step(replace(entry, revision=number), scope=entry.uid, merge="typing")
        for number in range(20)
    ]
    futures = [service.save(step) for step in steps]
    assert service.pending == 1
    gate.open()
    wait(futures, 10)
    lines = service.submit(lambda library: len(list(library.audit.rows()))).result(10)
    assert lines == 2
    kept = service.submit(lambda library: library.load_entry(entry.uid)).result(10)
    assert kept[entry.uid].revision == 19


def test_gestures_that_are_not_the_same_stay_apart(service):
    gate = Gate(service)
    entry = people.an_entry("")
    for merge in ("a", "a", "b", "", ""):
        service.save(people.step(entry, scope=entry.uid, merge=merge))
    assert service.pending == 4
    gate.open()
    service.submit(lambda _: None).result(10)
    assert service.pending == 0


def test_a_refused_write_is_told_at_once_and_saved_as_soon_as_there_is_room(service, path):
    told = threading.Event()
    sentences = []

    def on_failed(sentence):
        sentences.append(str(sentence))
        told.set()

    service.save_failed.connect(on_failed)
    entry = people.an_entry("x" * 3_000_000)
    with no_room(path):
        future = service.save(people.step(entry))
        assert told.wait(10)
        assert "It is still here, and what was saved before is safe." in sentences[0]
        # reading does not wait for the disk
        assert service.submit(lambda library: library.entry_summaries()).result(10) == []
        assert not future.done()
        assert service.pending == 1
    future.result(20)
    kept = service.submit(lambda library: library.load_entry(entry.uid)).result(10)
    assert kept == {entry.uid: entry}


def test_closing_writes_what_waits_first(service, path):
    gate = Gate(service)
    entries = [people.an_entry(f"page {number}") for number in range(30)]
    for entry in entries:
        service.save(people.step(entry))
    gate.open()
    assert service.close()
    again = Library.open(path, KEY)
    assert len(again.entry_summaries()) == 30
    again.close()


def test_closing_while_the_disk_refuses_says_that_not_all_is_saved(service, path):
    with no_room(path):
        future = service.save(people.step(people.an_entry("y" * 3_000_000)))
        assert not service.close(timeout=0.6)
    assert service.pending == 1
    assert not future.done()


def test_a_fault_of_ours_does_not_keep_later_work_from_being_saved(service):
    sentences = []
    service.save_failed.connect(lambda sentence: sentences.append(str(sentence)))
    stranger = people.a_stroke(*people.a_work())
    broken = service.save(people.step(stranger))
    entry = people.an_entry("afterwards")
    service.save(people.step(entry)).result(10)
    assert broken.exception(10) is not None
    assert "a fault in Innerscape" in sentences[0]
    assert service.pending == 1


def test_a_library_that_does_not_open_tells_whoever_waits(path):
    path.write_bytes(b"not a library" * 1000)
    service = LibraryService(lambda: Library.open(path, KEY))
    with pytest.raises(Damaged):
        service.opened.result(10)
    with pytest.raises(RuntimeError):
        service.save(people.step(people.an_entry("x")))


def test_an_error_in_reading_goes_to_whoever_asked(service):
    with pytest.raises(KeyError):
        service.submit(lambda library: library.load_work("nowhere")).result(10)
    assert service.submit(lambda library: library.work_summaries()).result(10) == []


def test_signals_go_through_the_window_s_thread_where_there_is_one(path):
    calls = []
    service = LibraryService(lambda: Library.create(path, KEY), post=calls.append)
    said = []
    service.saved.connect(said.append)
    service.save(people.step(people.an_entry("x"))).result(10)
    service.close()
    assert said == []
    for call in calls:
        call()
    assert len(said) == 1


def test_a_write_that_was_not_acknowledged_is_not_written_twice(path):
    library = Library.create(path, KEY)
    step = people.step(people.an_entry("once"))
    library.apply(step)
    library.apply(step)
    assert len(list(library.audit.rows())) == 2
    library.close()
