"""Every committed step goes to the library at once; thumbnails follow when it is quiet."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from psygnal import Signal

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer, Stroke, Work
from app.model.space import SpaceEntity
from app.model.tiles import TileGrid
from app.model.words import PersonError
from app.services.library_worker import LibraryService

QUIET_S = 2.0
_PATIENCE_S = 20.0
Render = Callable[[Work, Sequence[Layer], Mapping[str, TileGrid]], bytes]


class Autosave:
    """Saves what a document commits. Nothing is ever dropped: see `LibraryService.save`.

    ``acknowledged(edit_uid)`` is emitted on the library's thread when a step is on the disk.

    Parameters
    ----------
    render : callable, optional
        Makes a thumbnail, PNG, from a work, its layers (bottom first) and their pixels; called
        on a thread of its own.
    quiet_s : float
        A thumbnail is made when its work was left alone this long.
    """

    acknowledged = Signal(str)

    def __init__(
        self,
        document: Document,
        library: LibraryService,
        *,
        render: Render | None = None,
        quiet_s: float = QUIET_S,
    ) -> None:
        self._document = document
        self._library = library
        self._thumbnails = _Thumbnails(library, render, quiet_s) if render else None
        document.committed.connect(self._save)

    def close(self) -> None:
        """Make the thumbnails that wait, and listen no more; the library stays open."""
        self._document.committed.disconnect(self._save)
        if self._thumbnails is not None:
            self._thumbnails.close()

    def _save(self, changes: Changes) -> None:
        saving = self._library.save(changes)
        saving.add_done_callback(partial(self._saved, changes.edit_uid))
        if self._thumbnails is not None:
            for work_uid in works_of(changes):
                self._thumbnails.want(work_uid)

    def _saved(self, edit_uid: str, saving: Future[None]) -> None:
        if saving.exception() is None:
            self.acknowledged.emit(edit_uid)


def works_of(changes: Changes) -> set[str]:
    """Return the uids of the works whose looks a step may have changed."""
    works = {changes.scope} if changes.tiles or changes.vertices else set()
    for change in changes.entities:
        entity = change.after or change.before
        if isinstance(entity, Work):
            works.add(entity.uid)
        if isinstance(entity, Layer | Stroke | SpaceEntity) and entity.work_uid:
            works.add(entity.work_uid)
    return works


class _Thumbnails:
    """A thread that renders thumbnails of works that were left alone for a while."""

    def __init__(self, library: LibraryService, render: Render, quiet_s: float) -> None:
        self._library = library
        self._render = render
        self._quiet_s = quiet_s
        self._due: dict[str, float] = {}
        self._wake = threading.Condition()
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name="thumbnails", daemon=True)
        self._thread.start()

    def want(self, work_uid: str) -> None:
        with self._wake:
            self._due[work_uid] = time.monotonic() + self._quiet_s
            self._wake.notify()

    def close(self) -> None:
        with self._wake:
            self._is_closing = True
            self._wake.notify()
        self._thread.join(_PATIENCE_S)

    def _work(self) -> None:
        while (work_uid := self._next()) is not None:
            try:
                self._make(work_uid)
            except (PersonError, KeyError, RuntimeError, TimeoutError) as error:
                # a picture of a picture: the work itself is safe, and the next change tries again
                name = type(error).__name__
                logging.getLogger(__name__).warning("no thumbnail was made: %s", name)

    def _next(self) -> str | None:
        with self._wake:
            while True:
                now = time.monotonic()
                work_uid = min(self._due, key=self._due.__getitem__, default=None)
                if work_uid is not None and (self._is_closing or self._due[work_uid] <= now):
                    del self._due[work_uid]
                    return work_uid
                if work_uid is None and self._is_closing:
                    return None
                due = math.inf if work_uid is None else self._due[work_uid]
                self._wake.wait(None if due == math.inf else due - now)

    def _make(self, work_uid: str) -> None:
        loading = self._library.submit(lambda library: library.load_pixels(work_uid))
        work, layers, grids = loading.result(_PATIENCE_S)
        if not work.kind.is_flat:
            # a page in space is seen through a camera: whoever shows it keeps its picture
            return
        png = self._render(work, layers, grids)
        self._library.submit(lambda library: library.put_thumbnail(work_uid, png)).result(
            _PATIENCE_S
        )
