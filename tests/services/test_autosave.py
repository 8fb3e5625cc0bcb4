"""Everything a person does is on its way to the library the moment it is committed."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from app.model.document import Document
from app.model.tiles import Rect, TileGrid
from app.services.autosave import Autosave, works_of
from app.services.library_worker import LibraryService
from app.storage.library import Library
from tests.commands.space_parts import a_box, clay_on, new_page
from tests.storage import people

KEY = bytes(32)


@pytest.fixture
def service(tmp_path):
    service = LibraryService(lambda: Library.create(tmp_path / "private.library", KEY))
    service.opened.result(10)
    yield service
    service.close()


@pytest.fixture
def document():
    return Document()


def start_painting(document):
    work, layer = people.a_work()
    with document.edit("New painting", scope=work.uid) as edit:
        edit.put(work)
        edit.put(layer)
        edit.add_grid(layer.uid, TileGrid.empty(work.width, work.height))
    return work, layer


def dab(document, work, layer, value, merge=""):
    with document.edit("Draw stroke", scope=work.uid, merge=merge) as edit:
        edit.grid(layer.uid, Rect(0, 0, 80, 20)).tiles[0, 0, 3, :, 0] = value


def test_painting_undo_and_redo_stand_in_the_library_as_on_the_canvas(document, service):
    autosave = Autosave(document, service)
    work, layer = start_painting(document)
    for value in (5, 9, 13):
        dab(document, work, layer, value)
    document.undo(work.uid)
    document.undo(work.uid)
    document.redo(work.uid)
    entities, grids, _ = service.submit(lambda library: library.load_work(work.uid)).result(10)
    assert entities == dict(document.entities)
    assert np.array_equal(grids[layer.uid].tiles, document.grid(layer.uid).tiles)
    autosave.close()


def test_a_stroke_in_many_pieces_is_whole_in_the_library(document, service):
    autosave = Autosave(document, service)
    work, layer = start_painting(document)
    stroke = people.a_stroke(work, layer, count=200)
    for count in range(1, 201, 7):
        with document.edit("Draw stroke", scope=work.uid, merge=stroke.uid) as edit:
            edit.put(replace(stroke, points=stroke.points[:count].copy()))
            edit.grid(layer.uid, Rect(0, 0, 9, 9)).tiles[0, 0, 0, 0, 0] = count
    entities, grids, _ = service.submit(lambda library: library.load_work(work.uid)).result(10)
    assert len(entities[stroke.uid].points) == 197
    assert grids[layer.uid].tiles[0, 0, 0, 0, 0] == 197
    autosave.close()


def test_a_thumbnail_is_made_once_the_work_is_left_alone(document, service):
    made = threading.Event()
    rendered = []

    def render(work, layers, grids):
        rendered.append((work.uid, [layer.uid for layer in layers]))
        made.set()
        return bytes([int(grids[layers[0].uid].tiles.max())])

    autosave = Autosave(document, service, render=render, quiet_s=0.05)
    work, layer = start_painting(document)
    dab(document, work, layer, 77)
    assert made.wait(10)
    autosave.close()
    assert {uid for uid, _ in rendered} == {work.uid}
    thumbnail = service.submit(lambda library: library.thumbnail(work.uid)).result(10)
    assert thumbnail == bytes([77])


def test_closing_makes_the_thumbnails_that_wait(document, service):
    autosave = Autosave(document, service, render=lambda *_: b"png", quiet_s=3600)
    work, _ = start_painting(document)
    autosave.close()
    found = service.submit(lambda library: library.thumbnails([work.uid, "other"])).result(10)
    assert found == {work.uid: b"png"}


def test_a_thumbnail_of_a_work_that_was_taken_back_harms_nothing(document, service):
    autosave = Autosave(document, service, render=lambda *_: b"png", quiet_s=3600)
    work, _ = start_painting(document)
    document.undo(work.uid)
    autosave.close()
    assert service.submit(lambda library: library.check(deep=True)).result(10) == []
    assert service.submit(lambda library: library.thumbnail(work.uid)).result(10) is None


def test_a_page_in_space_is_saved_and_its_picture_is_left_to_who_shows_it(document, service):
    autosave = Autosave(document, service, render=lambda *_: b"flat", quiet_s=3600)
    work = new_page(document, body=a_box())
    clay = clay_on(document, work)
    for number in range(3):
        with document.edit("Pull", scope=work.uid, merge="drag") as edit:
            edit.vertices(clay.mesh_uid, np.array([number], np.uint32))[number, 0] = number
    document.undo(work.uid)
    document.redo(work.uid)
    found = service.submit(lambda library: library.load_work(work.uid)).result(10)
    assert found.entities == dict(document.entities)
    assert np.array_equal(found.meshes[clay.mesh_uid].values, document.mesh(clay.mesh_uid).values)
    autosave.close()
    assert service.submit(lambda library: library.thumbnail(work.uid)).result(10) is None


def test_a_line_in_the_journal_touches_no_work(document):
    found = []
    document.committed.connect(lambda changes: found.append(works_of(changes)))
    entry = people.an_entry("words")
    with document.edit("Write", scope=entry.uid) as edit:
        edit.put(entry)
    start = start_painting(document)
    assert found == [set(), {start[0].uid}]


def test_after_closing_nothing_more_is_sent(document, service):
    autosave = Autosave(document, service)
    autosave.close()
    start_painting(document)
    assert service.submit(lambda library: library.work_summaries()).result(10) == []
