"""Measures works away from the window, one after the other; what nobody waits for is dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Final, TypeVar

import numpy as np

from app.formats.png import pixels_of
from app.geometry.facts import SpaceFacts, space_facts
from app.model.entities import Layer, Stroke, Work
from app.model.making import Making, making
from app.model.oklab import ColourShare
from app.model.space import Clay, SpaceStroke
from app.painting.composite import LayerPixels
from app.painting.facts import Counted, PictureFacts, Stopped, picture_facts
from app.services.library import LibraryService
from app.storage.reading import LoadedWork

LONGEST_WAIT_S: Final = 120.0
# in a small picture the paper's edges are mixed with paint
PAPER_FROM: Final = 250

Colours = tuple[ColourShare, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The measured facts of one work; ``picture`` of a painting, ``space`` of any other."""

    uid: str
    making: Making
    picture: PictureFacts | None = None
    space: SpaceFacts | None = None


def facts_of(uid: str, loaded: LoadedWork, stopped: Event | None = None) -> WorkFacts:
    """Return the facts of a work that was loaded.

    Raises
    ------
    Stopped
        If ``stopped`` is set on the way.
    """
    waiting = stopped or Event()
    if waiting.is_set():
        raise Stopped
    parts = loaded.entities
    work = parts[uid]
    if not isinstance(work, Work):
        raise KeyError(uid)
    made = making(p for p in parts.values() if isinstance(p, Stroke | SpaceStroke))
    if work.kind.is_flat:
        layers = [parts[name] for name in work.layers if name in loaded.grids]
        shown = [
            LayerPixels(loaded.grids[layer.uid], layer.mode, layer.opacity)
            for layer in layers
            if isinstance(layer, Layer) and layer.is_visible
        ]
        found = picture_facts(shown, work.width, work.height, is_stopped=waiting.is_set)
        return WorkFacts(uid, made, picture=found)
    strokes = [part for part in parts.values() if isinstance(part, SpaceStroke)]
    clay = [
        (part.pose, loaded.meshes[part.mesh_uid])
        for part in parts.values()
        if isinstance(part, Clay) and part.mesh_uid in loaded.meshes
    ]
    return WorkFacts(uid, made, space=space_facts(strokes, clay))


class Measurer:
    """Measures works of one library on a thread of its own; the library only reads them."""

    def __init__(self, library: LibraryService) -> None:
        self._library = library
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="facts")
        self._stopped = Event()

    def measure(self, uid: str) -> Future[WorkFacts]:
        """Return the facts of a work, by and by.

        The future is cancelled by `stop`; it raises KeyError where the work is gone.
        """
        stopped = self._stopped

        def run(answer: Future[WorkFacts]) -> None:
            if stopped.is_set():
                raise Stopped
            loading = self._library.submit(lambda library: library.load_work(uid))
            answer.set_result(facts_of(uid, loading.result(LONGEST_WAIT_S), stopped))

        return self._answered(run)

    def colours(self, uids: Sequence[str]) -> Future[dict[str, Colours]]:
        """Return the colours of paintings by uid, from the small pictures the library keeps.

        White counts as paper there, and is left out. A painting without a small picture is
        measured whole; one that is gone has no colours. Cancelled by `stop`.
        """
        stopped = self._stopped

        def run(answer: Future[dict[str, Colours]]) -> None:
            small = self._library.submit(lambda library: library.thumbnails(uids))
            pictures = small.result(LONGEST_WAIT_S)
            found: dict[str, Colours] = {}
            for uid in uids:
                if stopped.is_set():
                    raise Stopped
                found[uid] = self._colours(uid, pictures.get(uid), stopped)
            answer.set_result(found)

        return self._answered(run)

    def _colours(self, uid: str, png: bytes | None, stopped: Event) -> Colours:
        if png is not None:
            try:
                pixels = pixels_of(png).reshape(-1, 3)
            except ValueError:
                return ()
            counted = Counted()
            counted.add(pixels, np.any(pixels < PAPER_FROM, axis=1))
            return counted.facts().colours
        loading = self._library.submit(lambda library: library.load_work(uid))
        try:
            facts = facts_of(uid, loading.result(LONGEST_WAIT_S), stopped)
        except KeyError:
            return ()
        return facts.picture.colours if facts.picture is not None else ()

    def on_worker(self, call: Callable[[], T]) -> Future[T]:
        """Do something slow here, after what was asked for before; nobody stands still for it."""
        return self._worker.submit(call)

    def _answered(self, run: Callable[[Future[T]], None]) -> Future[T]:
        answer = Future[T]()

        def work() -> None:
            try:
                run(answer)
            except Stopped:
                answer.cancel()
            except BaseException as error:
                # whoever waits for it gets it
                answer.set_exception(error)

        self._worker.submit(work)
        return answer

    def stop(self) -> None:
        """Drop everything that was asked for and is not there yet."""
        self._stopped.set()
        self._stopped = Event()

    def close(self) -> None:
        """Drop what is left, and end the thread."""
        self.stop()
        self._worker.shutdown(wait=False)
