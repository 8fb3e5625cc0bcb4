"""A library of 10,000 pages and 2,000 works: opening, searching, saving, and its size.

``python -m tests.benchmarks.library [entries works]`` prints the figures. The peers are plain
sqlite3 with the same texts (what encryption, the record and the log cost) and jrnl, encrypted.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import zstandard

from app.catalogue.brushes import brushes
from app.commands.paint import LiveStroke, new_painting
from app.model.changes import ChangeKind, Changes, EntityChange, TileChange
from app.model.document import Document
from app.model.entities import Entity, Entry, Layer, Stroke, Work, WorkKind, new_uid
from app.model.tiles import TILE_PX
from app.services.library_worker import LibraryService
from app.storage.codec import pack_points, pack_text, pack_tile
from app.storage.library import Library
from tests.benchmarks import jrnl

ENTRIES, WORKS, STROKES = 10_000, 2_000, 100
TILES_PER_WORK = 45
ENGLISH = [
    *("walk", "river", "morning", "tired", "bright", "garden", "letter", "quiet", "friend"),
    *("rain", "kitchen", "window", "paint", "heavy", "light", "breath", "slow", "music"),
    *("remember", "forget", "begin", "table", "winter", "warm", "blue", "careful"),
]
CHINESE = [
    *("今天", "心情", "公园", "散步", "下雨", "朋友", "画画", "安静", "妈妈", "工作"),
    *("晚上", "咖啡", "想起", "春天", "呼吸", "一点"),
]
NOW = datetime(2026, 5, 17, tzinfo=UTC)


def run(entries: int = ENTRIES, works: int = WORKS) -> dict[str, object]:
    """Return the figures; the full size takes some minutes and 4 GB of disk."""
    generator = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "private.library", os.urandom(32)
        library = Library.create(path, key)
        payload = _write(library, generator, entries, works)
        library.close()
        figures: dict[str, object] = {"entries": entries, "works": works}
        opened = _median_ms(lambda: Library.open(path, key).close(), 9)
        figures["open_ms"] = opened
        library = Library.open(path, key)
        first = _timed_ms(lambda: (library.work_summaries(), library.entry_summaries()))
        figures["first_lists_ms"] = first
        figures |= _searches(library)
        river = _median_ms(lambda: library.entry_summaries(query="river", limit=50), 9)
        uids = [work.uid for work in library.work_summaries()[:24]]
        figures["page_of_thumbnails_ms"] = _median_ms(lambda: library.thumbnails(uids), 9)
        figures["load_work_ms"] = _median_ms(lambda: library.load_work(uids[0]), 5)
        page = library.entry_summaries(limit=1)[0].uid
        save = _saves(library, library.load_entry(page)[page])
        figures["save_entry_ms"] = save
        library.close()
        figures["bytes"] = path.stat().st_size
        figures["size_ratio_to_zstd"] = round(path.stat().st_size / payload, 3)
        figures |= _main_thread(path, key)
        figures |= _pen_up(path, key)
        plain = _plain(Path(folder) / "plain.db", generator, entries)
        figures |= plain
        figures["search_ratio_to_plain"] = round(river / plain["plain_sqlite_search_ms"], 1)
        figures["save_ratio_to_plain"] = round(save / plain["plain_sqlite_save_ms"], 1)
        pages = [_page(_entry(generator, number)) for number in range(entries)]
        ours = {"open": opened + first, "search": river, "save": save}
        figures |= jrnl.figures(Path(folder), pages, word="river", ours=ours)
        return figures


def _write(library: Library, generator: np.random.Generator, entries: int, works: int) -> int:
    payload = 0
    for start in range(0, entries, 250):
        batch = [_entry(generator, number) for number in range(start, min(start + 250, entries))]
        payload += sum(len(_packed(pack_text(entry.text))) for entry in batch)
        library.apply(_step(batch, ()))
    brushes = [_tile(generator) for _ in range(40)]
    for number in range(works):
        entities, tiles = _work(generator, number, brushes)
        payload += sum(len(pack_tile(tile.after)) for tile in tiles)
        payload += sum(len(pack_points(one.points)) for one in entities if isinstance(one, Stroke))
        library.apply(_step(entities, tiles))
        library.put_thumbnail(entities[0].uid, generator.bytes(15_000))
        payload += 15_000
    return payload


def _packed(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(3).compress(content)


def _entry(generator: np.random.Generator, number: int) -> Entry:
    words = int(generator.lognormal(np.log(80), 0.5)) + 3
    pool = np.array(CHINESE if number % 3 == 0 else ENGLISH)
    text = ("" if number % 3 == 0 else " ").join(generator.choice(pool, words))
    day = date(2026, 5, 17) - timedelta(days=number // 3)
    rare = f" lighthouse{number}" if number % 97 == 0 else ""
    return Entry(new_uid(), day, NOW - timedelta(hours=8 * number), text + rare)


def _page(entry: Entry) -> tuple[datetime, str]:
    return entry.written_at, entry.text


def _tile(generator: np.random.Generator) -> np.ndarray:
    # a smooth wash with a little grain: compresses about as paint does
    ramp = np.linspace(0, 20000, TILE_PX)[None, :, None] * generator.random((TILE_PX, 1, 4))
    grain = generator.integers(0, 12, (TILE_PX, TILE_PX, 4))
    return (ramp + grain).astype(np.uint16)


def _work(
    generator: np.random.Generator, number: int, brushes: list[np.ndarray]
) -> tuple[list[Entity], tuple[TileChange, ...]]:
    created = NOW - timedelta(hours=number)
    layer_uid, uid = new_uid(), new_uid()
    work = Work(uid, WorkKind.PAINTING, f"work {number}", 2048, 2048, (layer_uid,), created)
    layer = Layer(layer_uid, uid, "Layer 1")
    strokes = [
        Stroke(
            new_uid(), uid, layer_uid, "ink", (1, 2, 3), 6.0, 1.0, False, k, created,
            np.cumsum(generator.normal(size=(60, 6)), axis=0).astype(np.float32),
        )
        for k in range(STROKES)
    ]  # fmt: skip
    empty = np.zeros((TILE_PX, TILE_PX, 4), np.uint16)
    tiles = tuple(
        TileChange(layer_uid, k // 32, k % 32, empty, brushes[int(generator.integers(40))])
        for k in range(TILES_PER_WORK)
    )
    return [work, layer, *strokes], tiles


def _step(entities: list[Entity] | list[Entry], tiles: tuple[TileChange, ...]) -> Changes:
    changes = tuple(EntityChange(entity.uid, None, entity) for entity in entities)
    return Changes(new_uid(), "Write", "", "", ChangeKind.EDIT, changes, tiles)


def _searches(library: Library) -> dict[str, object]:
    queries = ["river", "心情", "lighthouse970", "rain garden", "散步 朋友", "wint", "没有"]
    times = {
        query: _median_ms(lambda query=query: library.entry_summaries(query=query, limit=50), 5)
        for query in queries
    }
    return {"search_median_ms": statistics.median(times.values()), "searches_ms": times}


def _saves(library: Library, entry: Entry) -> float:
    times = []
    for number in range(60):
        step = _step([replace(entry, text=entry.text + f" {number}", revision=number)], ())
        times.append(_timed_ms(lambda step=step: library.apply(step)))
    return statistics.median(times)


def _main_thread(path: Path, key: bytes) -> dict[str, object]:
    service = LibraryService(lambda: Library.open(path, key))
    service.opened.result()
    entry = Entry(new_uid(), date(2026, 5, 17), NOW, "")
    times = []
    for number in range(200):
        changes = _step([replace(entry, revision=number, text="x" * 400)], ())
        times.append(_timed_ms(lambda changes=changes: service.save(changes)))
    service.close(60)
    times.sort()
    return {"save_main_thread_median_ms": times[100], "save_main_thread_p99_ms": times[197]}


def _pen_up(path: Path, key: bytes) -> dict[str, object]:
    """How long after the pen is lifted a stroke of two seconds is acknowledged."""
    service = LibraryService(lambda: Library.open(path, key))
    service.opened.result()
    document = Document()
    document.committed.connect(service.save)
    work = new_painting(document, width=2048, height=2048, created_at=NOW)
    times = []
    for number in range(20):
        points = np.zeros((240, 6), np.float32)
        points[:, 0] = np.linspace(100, 1800, 240)
        points[:, 1] = 200 + 60 * number
        points[:, 2] = 0.5
        points[:, 5] = np.linspace(0, 2, 240)
        stroke = LiveStroke(
            document,
            work=work,
            layer_uid=work.layers[0],
            brush=brushes()[0],
            colour=(20, 30, 200),
            radius_px=12,
            opacity=1.0,
            is_eraser=False,
            seed=number,
            started_at=NOW,
        )
        stroke.begin(points[:1])
        for start in range(1, 240, 8):
            stroke.move(points[start : start + 8])
        times.append(_timed_ms(lambda stroke=stroke: (stroke.finish(), _wait(service))))
    service.close(60)
    return {
        "pen_up_to_saved_median_ms": statistics.median(times),
        "pen_up_to_saved_worst_ms": max(times),
    }


def _wait(service: LibraryService) -> None:
    service.submit(lambda _: None).result()


def _plain(path: Path, generator: np.random.Generator, entries: int) -> dict[str, float]:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    database.execute("BEGIN")
    for number in range(entries):
        text = _entry(generator, number).text
        database.execute("INSERT INTO words(text) VALUES (?)", (text,))
    database.execute("COMMIT")
    find = "SELECT rowid, text FROM words WHERE words MATCH 'river' ORDER BY rowid DESC LIMIT 50"
    search = _median_ms(lambda: database.execute(find).fetchall(), 9)

    def save() -> None:
        database.execute("UPDATE words SET text = text || ' more' WHERE rowid = 1")

    figures = {"plain_sqlite_search_ms": search, "plain_sqlite_save_ms": _median_ms(save, 60)}
    database.close()
    return figures


def _timed_ms(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return round(1000 * (time.perf_counter() - start), 3)


def _median_ms(call: Callable[[], object], times: int) -> float:
    return statistics.median(_timed_ms(call) for _ in range(times))


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]]
    sys.stdout.write(json.dumps(run(*sizes), ensure_ascii=False, indent=1) + "\n")
