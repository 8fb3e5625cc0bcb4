"""A stroke of ten minutes: on its way to the disk all the time, whole at its end."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime

import numpy as np
import pytest

from app.catalogue.brushes import brushes
from app.commands.paint import LiveStroke, new_painting
from app.model.document import Document
from app.services.library_worker import LibraryService
from app.storage.library import Library

pytestmark = pytest.mark.faults
MINUTES, RATE_HZ, AT_MOST_S = 10, 40, 2.0
KEY = os.urandom(32)
NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


def drawn() -> np.ndarray:
    """One line that never ends, as a pen gives its points."""
    seconds = np.arange(MINUTES * 60 * RATE_HZ) / RATE_HZ
    points = np.zeros((len(seconds), 6), np.float32)
    points[:, 0] = 512 + 400 * np.cos(seconds * 0.7)
    points[:, 1] = 512 + 400 * np.sin(seconds * 0.53)
    points[:, 2], points[:, 5] = 0.5, seconds
    return points


def kept_points(folder, path, work, stroke) -> np.ndarray:
    """What is there after a crash now: the files as they are, opened elsewhere."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for one in path.parent.glob("private.*"):
        shutil.copyfile(one, folder / one.name)
    library = Library.open(folder / path.name, KEY)
    entities, _, _ = library.load_work(work.uid)
    assert library.check(deep=True) == []
    library.close()
    return entities[stroke.uid].points


def test_requirement_09_of_a_stroke_of_ten_minutes_all_but_two_seconds_are_on_the_disk(tmp_path):
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "private.library"
    Library.create(path, KEY).close()
    service = LibraryService(lambda: Library.open(path, KEY))
    service.opened.result(20)
    document = Document()
    document.committed.connect(service.save)
    work = new_painting(document, width=1024, height=1024, created_at=NOW)
    points = drawn()
    live = LiveStroke(
        document, work=work, layer_uid=work.layers[0], brush=brushes()[0], colour=(20, 30, 200),
        radius_px=6, opacity=1.0, is_eraser=False, seed=1, started_at=NOW,
    )  # fmt: skip
    live.begin(points[:1])
    for number in range(1, len(points), 8):
        live.move(points[number : number + 8])
        reached_s = float(points[min(number + 7, len(points) - 1), 5])
        assert reached_s - float(live.stroke.points[-1, 5]) < AT_MOST_S
        if number % 4001 == 1:
            # all that was handed over is acknowledged; then the program ends here
            service.submit(lambda _: None).result(20)
            found = kept_points(tmp_path / "crashed", path, work, live.stroke)
            assert reached_s - float(found[-1, 5]) < AT_MOST_S
            assert np.array_equal(found, points[: len(found)])
    live.finish()
    assert service.close(20)
    library = Library.open(path, KEY)
    entities, grids, _ = library.load_work(work.uid)
    assert np.array_equal(entities[live.stroke.uid].points, points)
    assert np.array_equal(grids[work.layers[0]].tiles, document.grid(work.layers[0]).tiles)
    library.close()


def test_a_work_is_in_the_library_from_its_first_point(tmp_path):
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "private.library"
    Library.create(path, KEY).close()
    service = LibraryService(lambda: Library.open(path, KEY))
    service.opened.result(20)
    document = Document()
    document.committed.connect(service.save)
    work = new_painting(document, width=64, height=64, created_at=NOW)
    live = LiveStroke(
        document, work=work, layer_uid=work.layers[0], brush=brushes()[0], colour=(20, 30, 200),
        radius_px=6, opacity=1.0, is_eraser=False, seed=1, started_at=NOW,
    )  # fmt: skip
    live.begin(np.array([[30, 30, 0.5, 0, 0, 0]], np.float32))
    service.submit(lambda _: None).result(20)
    found = kept_points(tmp_path / "crashed", path, work, live.stroke)
    assert len(found) == 1
    live.finish()
    service.close(20)
