"""What Qt made ends on the main thread, whatever thread makes the garbage."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.services.garbage import put_off
from widgets.sweeper import Sweeper

pytestmark = pytest.mark.qt


@pytest.fixture
def sweeper(qtbot: QtBot) -> Iterator[Sweeper]:
    made = Sweeper(None)
    made.start()
    yield made
    made.stop()
    made.deleteLater()


class Ring:
    """Part of a cycle that notes where it ended."""

    def __init__(self, ended: list[int]) -> None:
        self.me, self._ended = self, ended

    def __del__(self) -> None:
        self._ended.append(threading.get_ident())


def make_much(ended: list[int]) -> None:
    for _ in range(5000):
        Ring(ended)


def test_a_ring_ends_on_the_main_thread_though_another_made_much(
    sweeper: Sweeper, qtbot: QtBot
) -> None:
    ended: list[int] = []
    thread = threading.Thread(target=make_much, args=(ended,))
    thread.start()
    thread.join()
    assert ended == []
    qtbot.waitUntil(lambda: bool(ended))
    assert set(ended) == {threading.get_ident()}


def test_putting_collection_off_meanwhile_does_not_give_it_back(sweeper: Sweeper) -> None:
    with put_off():
        assert not gc.isenabled()
    assert not gc.isenabled()
    sweeper.stop()
    assert gc.isenabled()


def test_it_goes_with_its_owner(qtbot: QtBot) -> None:
    owner = QObject()
    made = Sweeper(owner)
    assert made.parent() is owner


class Page:
    """Something of a person's that refers to itself."""

    def __init__(self) -> None:
        self.me, self.words = self, "what nobody may read"


def test_importing_later_keeps_nothing_of_a_persons_in_memory() -> None:
    page = weakref.ref(Page())
    with put_off():
        import_module("wave")
    gc.collect()
    assert page() is None
