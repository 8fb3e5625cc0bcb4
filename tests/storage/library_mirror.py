"""A real library as the mirror that a state machine is held to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from app.model.changes import Changes
from app.services.library_worker import LibraryService
from app.storage.library import Library

KEY = bytes(range(32))
S = TypeVar("S")


class LibraryMirror(Generic[S]):
    """A library behind its worker, as the program has it; gestures are merged on the way."""

    def __init__(self, read: Callable[[Library], S]) -> None:
        self._read = read
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "private.library"
        self._service = LibraryService(lambda: Library.create(path, KEY))

    def apply(self, changes: Changes) -> None:
        self._service.save(changes)

    def snapshot(self) -> S:
        return self._service.submit(self._read).result(30)

    def close(self) -> None:
        try:
            assert self._service.submit(lambda library: library.check(deep=True)).result(30) == []
        finally:
            assert self._service.close()
            self._folder.cleanup()


class HeldToALibrary(Generic[S]):
    """A state machine whose mirror is a real library; ``read`` says what it holds."""

    read: Callable[[Library], S]

    def new_mirror(self) -> LibraryMirror[S]:
        self.library = LibraryMirror(type(self).read)
        return self.library

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
