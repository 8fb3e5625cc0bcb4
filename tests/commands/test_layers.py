"""Layers of a painting."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from app.catalogue.brushes import brushes
from app.commands.layers import add_layer, move_layer, remove_layer, rename_layer, set_layer
from app.commands.paint import LiveStroke, new_painting
from app.model.document import Document
from app.model.entities import BlendMode, Layer, Work
from app.model.words import PersonError

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def scope(document: Document) -> str:
    return new_painting(document, width=130, height=130, created_at=NOW).uid


def stack(document: Document, scope: str) -> tuple[str, ...]:
    work = document.find(scope)
    assert isinstance(work, Work)
    return work.layers


def layer(document: Document, uid: str) -> Layer:
    found = document.find(uid)
    assert isinstance(found, Layer)
    return found


def test_a_new_layer_lies_on_top_and_is_empty(document: Document, scope: str) -> None:
    added = add_layer(document, scope)
    assert stack(document, scope)[-1] == added.uid
    assert added.name == "Layer 2"
    assert not document.grid(added.uid).tiles.any()


def test_a_new_layer_can_lie_above_the_one_in_use(document: Document, scope: str) -> None:
    bottom = stack(document, scope)[0]
    top = add_layer(document, scope)
    between = add_layer(document, scope, above=bottom)
    assert stack(document, scope) == (bottom, between.uid, top.uid)


def test_no_two_layers_get_the_same_name(document: Document, scope: str) -> None:
    second, third = add_layer(document, scope), add_layer(document, scope)
    remove_layer(document, second.uid)
    fourth = add_layer(document, scope)
    assert len({third.name, fourth.name, "Layer 1"}) == 3


def test_a_removed_layer_comes_back_with_every_pixel(document: Document, scope: str) -> None:
    added = add_layer(document, scope)
    work = document.find(scope)
    assert isinstance(work, Work)
    live = LiveStroke(
        document, work=work, layer_uid=added.uid, brush=brushes()[5], colour=(9, 80, 90),
        radius_px=30, opacity=0.8, is_eraser=False, seed=2, started_at=NOW,
    )  # fmt: skip
    live.begin(np.array([[30, 30, 1, 0, 0, 0], [90, 90, 1, 0, 0, 0.4]], np.float32))
    live.finish()
    entities, tiles = dict(document.entities), document.grid(added.uid).tiles.copy()
    assert tiles.any()
    remove_layer(document, added.uid)
    assert document.find(added.uid) is None
    assert document.find(live.stroke.uid) is None
    document.undo(scope)
    assert dict(document.entities) == entities
    assert np.array_equal(document.grid(added.uid).tiles, tiles)


def test_the_only_layer_stays_and_the_person_is_told_kindly(document: Document, scope: str) -> None:
    with pytest.raises(PersonError) as caught:
        remove_layer(document, stack(document, scope)[0])
    assert str(caught.value) == (
        "This is the only layer, so it stays and nothing is lost. "
        "Add another layer first, then you can remove this one."
    )
    assert len(stack(document, scope)) == 1
    assert document.steps(scope) == ("New painting",)


@pytest.mark.parametrize(("place", "at"), [(0, 0), (1, 1), (-4, 0), (99, 2)])
def test_a_layer_moves_as_far_as_it_goes(
    document: Document, scope: str, place: int, at: int
) -> None:
    add_layer(document, scope)
    top = add_layer(document, scope)
    move_layer(document, top.uid, place=place)
    assert stack(document, scope).index(top.uid) == at
    assert len(stack(document, scope)) == 3


def test_dragging_a_layer_through_the_stack_is_one_step(document: Document, scope: str) -> None:
    add_layer(document, scope)
    top = add_layer(document, scope)
    before, steps = stack(document, scope), document.steps(scope)
    for place in (1, 0):
        move_layer(document, top.uid, place=place, merge="drag 1")
    assert document.steps(scope) == (*steps, "Move a layer")
    document.undo(scope)
    assert stack(document, scope) == before


def test_a_layer_is_called_what_the_person_wants(document: Document, scope: str) -> None:
    uid = stack(document, scope)[0]
    rename_layer(document, uid, name="  天空 ")
    assert layer(document, uid).name == "天空"
    rename_layer(document, uid, name="   ")
    assert layer(document, uid).name == "天空"


def test_how_a_layer_is_seen_changes_one_by_one(document: Document, scope: str) -> None:
    uid = stack(document, scope)[0]
    set_layer(document, uid, mode=BlendMode.MULTIPLY)
    set_layer(document, uid, is_visible=False)
    set_layer(document, uid, opacity=0.25)
    found = layer(document, uid)
    assert (found.mode, found.is_visible, found.opacity) == (BlendMode.MULTIPLY, False, 0.25)
    set_layer(document, uid, opacity=7.0)
    assert layer(document, uid).opacity == 1.0


def test_dragging_the_opacity_is_one_step(document: Document, scope: str) -> None:
    uid = stack(document, scope)[0]
    for opacity in (0.8, 0.5, 0.2):
        set_layer(document, uid, opacity=opacity, merge="drag 1")
    assert document.steps(scope) == ("New painting", "Change a layer")
    document.undo(scope)
    assert layer(document, uid).opacity == 1.0


def test_a_layer_that_is_not_there_cannot_be_changed(document: Document, scope: str) -> None:
    with pytest.raises(KeyError):
        rename_layer(document, "gone", name="x")
    with pytest.raises(KeyError):
        add_layer(document, "gone")
