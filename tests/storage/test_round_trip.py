"""What a person keeps comes back exactly."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.care import (
    Administration,
    HelpPage,
    OwnPrompt,
    Session,
    SessionEvent,
    Standing,
)
from app.model.changes import TileChange
from app.model.entities import CheckIn, Consent, Picture, SafetyMark, Suggestion
from app.model.tiles import TILE_PX
from app.storage.library import Library
from tests.storage import people

KEY = os.urandom(32)
QUICK = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def shared():
    # one library for many examples: every example's uids are its own
    with tempfile.TemporaryDirectory() as folder:
        library = Library.create(Path(folder) / "private.library", KEY)
        yield library
        library.close()


@QUICK
@given(entry=people.entries, more=st.data())
def test_a_page_comes_back_exactly_with_its_estimates(shared, entry, more):
    estimates = more.draw(st.lists(people.estimates_of(entry.uid), max_size=2))
    shared.apply(people.step(entry, *estimates))
    expected = {entity.uid: entity for entity in (entry, *estimates)}
    assert shared.load_entry(entry.uid) == expected


@QUICK
@given(work=people.works, more=st.data())
def test_a_painting_comes_back_exactly_with_layers_strokes_and_pixels(shared, work, more):
    layer = more.draw(people.layers_of(work.uid))
    stroke = more.draw(people.strokes_of(work.uid, layer.uid))
    tile = more.draw(people.tiles)
    rows, columns = -(-work.height // TILE_PX), -(-work.width // TILE_PX)
    row, column = more.draw(st.integers(0, rows - 1)), more.draw(st.integers(0, columns - 1))
    change = TileChange(layer.uid, row, column, np.zeros_like(tile), tile)
    shared.apply(people.step(work, layer, stroke, tiles=(change,), scope=work.uid))
    entities, grids, _ = shared.load_work(work.uid)
    assert entities == {entity.uid: entity for entity in (work, layer, stroke)}
    assert list(grids) == [layer.uid]
    expected = np.zeros_like(grids[layer.uid].tiles)
    expected[row, column] = tile
    assert np.array_equal(grids[layer.uid].tiles, expected)


@QUICK
@given(entity=people.loose)
def test_check_ins_suggestions_consents_marks_and_photographs_come_back_exactly(shared, entity):
    shared.apply(people.step(entity))
    readers = {
        CheckIn: shared.check_ins,
        Suggestion: lambda: shared.suggestions(10_000),
        Consent: shared.consents,
        SafetyMark: shared.safety_marks,
        Administration: shared.administrations,
        HelpPage: lambda: [shared.help_page()],
        OwnPrompt: shared.own_prompts,
        Standing: shared.standings,
        Session: shared.sessions,
        SessionEvent: lambda: shared.session_events(""),
    }
    if isinstance(entity, Picture):
        assert shared.picture(entity.uid) == entity
    else:
        assert entity in readers[type(entity)]()


def test_what_was_kept_is_there_after_closing_and_opening(path, key):
    library = Library.create(path, key)
    entry = people.an_entry("Zoe\u0301 \ud83d \0 今天")
    library.apply(people.step(entry))
    library.close()
    with_it = Library.open(path, key)
    assert with_it.load_entry(entry.uid) == {entry.uid: entry}
    assert with_it.check(deep=True) == []
    with_it.close()


def test_removing_takes_the_row_and_its_words_away(library):
    entry = people.an_entry("lanterns on the water")
    library.apply(people.step(entry))
    library.apply(people.step(removed=(entry,)))
    assert library.entry_summaries(query="lanterns") == []
    with pytest.raises(KeyError):
        library.load_entry(entry.uid)
    assert library.check(deep=True) == []


def test_a_layer_taken_away_keeps_its_pixels_until_the_library_is_opened_next(path, key):
    library = Library.create(path, key)
    work, layer = people.a_work()
    tile = people.a_tile(layer)
    library.apply(people.step(work, layer, tiles=(tile,), scope=work.uid))
    library.apply(people.step(removed=(layer,), scope=work.uid))
    library.apply(people.step(layer, scope=work.uid))
    _, grids, _ = library.load_work(work.uid)
    assert np.array_equal(grids[layer.uid].tiles[0, 0], tile.after)
    library.apply(people.step(removed=(layer,), scope=work.uid))
    library.close()
    again = Library.open(path, key)
    again.apply(people.step(layer, scope=work.uid))
    _, grids, _ = again.load_work(work.uid)
    assert not grids[layer.uid].tiles.any()
    assert again.check(deep=True) == []
    again.close()


def test_a_tile_that_became_empty_takes_no_room(library):
    work, layer = people.a_work()
    tile = people.a_tile(layer)
    library.apply(people.step(work, layer, tiles=(tile,), scope=work.uid))
    library.apply(people.step(tiles=(tile.inverse(),), scope=work.uid))
    _, grids, _ = library.load_work(work.uid)
    assert not grids[layer.uid].tiles.any()
    assert library.check(deep=True) == []


def test_a_step_that_breaks_half_way_leaves_nothing_behind(library):
    work, layer = people.a_work()
    stranger = people.a_stroke(*people.a_work())
    with pytest.raises(Exception, match="FOREIGN KEY"):
        library.apply(people.step(work, layer, stranger))
    assert library.work_summaries() == []
    assert library.check(deep=True) == []
