"""A program that paints, writes and models, and says each thing only once it is acknowledged.

Every line "path seed" on standard input starts one, a fork of this process so that starting is
quick; every line on standard output is one acknowledged edit. It ends when it is killed.
"""

from __future__ import annotations

import itertools
import os
import sys
from concurrent.futures import Future
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from app.model.document import Document
from app.model.entities import Entry, Layer, Stroke, Work, WorkKind
from app.model.meshes import Mesh
from app.model.space import Clay, SpaceStroke
from app.model.tiles import ONE, TILE_PX, Rect, TileGrid
from app.services.library_worker import LibraryService
from app.storage.library import Library

KEY = bytes(range(32))
SIDE = 512
AT = datetime(2026, 5, 17, 20, 0, tzinfo=UTC)
# what edit 0, 1, 2, ... of a run does, again and again
KINDS = ("page", "stroke", "ribbon", "clay")
VERTICES = 6_000
FIRST_FAR = 4_500


def page(seed: int, number: int) -> Entry:
    """The page that edit ``number`` of a run writes."""
    text = f"run {seed} page {number} " + "and on " * (number % 50)
    return Entry(f"{seed}-{number % 7}", date(2026, 5, 17), AT, text, revision=number)


def stroke(seed: int, number: int) -> Stroke:
    """The stroke that edit ``number`` of a run draws."""
    points = np.random.default_rng([seed, number]).random((20 + number % 80, 6), np.float32)
    return Stroke(
        f"{seed}-stroke-{number}", f"work-{seed}", f"layer-{seed}", "ink", (1, 2, 3), 5.0, 1.0,
        False, number, AT, points,
    )  # fmt: skip


def kind(number: int) -> str:
    """What edit ``number`` of a run does."""
    return KINDS[number % len(KINDS)]


def ribbon(seed: int, number: int) -> SpaceStroke:
    """The stroke in space that edit ``number`` of a run draws."""
    points = np.random.default_rng([seed, number, 1]).random((20 + number % 80, 9), np.float32)
    return SpaceStroke(
        f"{seed}-ribbon-{number}", f"room-{seed}", f"shelf-{seed}", "oil", (1, 2, 3), 0.02,
        number, AT, points,
    )  # fmt: skip


def vertices(number: int) -> list[int]:
    """The vertices of the clay that edit ``number`` of a run moves, one in each chunk."""
    return [number // 4 % 97, FIRST_FAR + number // 4 % 97]


def pixels(seed: int, number: int) -> tuple[int, int, int]:
    """Row, column and value of the tile that edit ``number`` of a run fills."""
    return number % 8, number // 8 % 8, (seed * 7919 + number) % ONE + 1


def main(path: Path, seed: int) -> None:
    """Write until killed."""
    document = Document()
    service = LibraryService(lambda: Library.open(path, KEY))
    service.opened.result()
    # three edits may wait: the worker is never idle, and never far behind
    waiting: list[Future[None]] = []
    document.committed.connect(lambda changes: waiting.append(service.save(changes)))
    start_work(document, seed)
    waiting.pop().result()
    for number in itertools.count():
        act(document, seed, number)
        waiting[-1].add_done_callback(lambda _, number=number: say(f"{number}"))
        if len(waiting) > 3:
            waiting.pop(0).result()


def start_work(document: Document, seed: int) -> None:
    """Begin this run's painting and its page in space."""
    room = Work(f"room-{seed}", WorkKind.CLAY, "", 0, 0, (f"shelf-{seed}",), AT)
    values = np.zeros((VERTICES, 7), np.float32)
    with document.edit("New piece of clay", scope=room.uid) as edit:
        edit.put(room)
        edit.put(Layer(f"shelf-{seed}", room.uid, "Layer 1"))
        edit.add_mesh(f"mesh-{seed}", Mesh(values, np.array([[0, 1, 2]], np.uint32)))
        edit.put(Clay(f"clay-{seed}", room.uid, f"shelf-{seed}", f"mesh-{seed}"))
    work = Work(f"work-{seed}", WorkKind.PAINTING, "", SIDE, SIDE, (f"layer-{seed}",), AT)
    with document.edit("New painting", scope=work.uid) as edit:
        edit.put(work)
        edit.put(Layer(f"layer-{seed}", work.uid, "Layer 1"))
        edit.add_grid(f"layer-{seed}", TileGrid.empty(SIDE, SIDE))


def act(document: Document, seed: int, number: int) -> None:
    """Write a page, draw a stroke on a painting or in space, or touch the clay."""
    if kind(number) == "ribbon":
        with document.edit("Draw in space", scope=f"room-{seed}") as edit:
            edit.put(ribbon(seed, number))
    elif kind(number) == "clay":
        with document.edit("Pull", scope=f"room-{seed}") as edit:
            rows = np.array(vertices(number), np.uint32)
            edit.vertices(f"mesh-{seed}", rows)[rows] = number
    elif kind(number) == "stroke":
        row, column, value = pixels(seed, number)
        with document.edit("Draw stroke", scope=f"work-{seed}") as edit:
            edit.put(stroke(seed, number))
            left, top = column * TILE_PX, row * TILE_PX
            grid = edit.grid(f"layer-{seed}", Rect(left, top, left + 1, top + 1))
            grid.tiles[row, column] = value
    else:
        entry = page(seed, number)
        with document.edit("Write page", scope=entry.uid) as edit:
            edit.put(entry)


def say(line: str) -> None:
    """Print in one piece: the worker and the main thread may both do so at once."""
    os.write(1, f"{line}\n".encode())


def serve() -> None:
    """Fork a writer for every line of standard input, and say when it has died."""
    for line in sys.stdin:
        path, seed = line.split()
        child = os.fork()
        if not child:
            say(f"child {os.getpid()}")
            main(Path(path), int(seed))
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    serve()
