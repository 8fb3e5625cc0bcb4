"""Clay in the document: what a hand did to it comes back exactly, and nothing else is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.changes import Changes
from app.model.document import Document
from app.model.meshes import Mesh

SCOPE, MESH = "work", "mesh"

touches = st.lists(
    st.tuples(
        st.sets(st.integers(0, 19), min_size=1, max_size=8),
        st.floats(-2, 2, width=32),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def new_clay() -> Document:
    document = Document()
    values = np.arange(140, dtype=np.float32).reshape(20, 7)
    faces = np.array([[0, 1, 2], [2, 3, 19]], np.uint32)
    with document.edit("Put clay", scope=SCOPE) as edit:
        edit.add_mesh(MESH, Mesh(values, faces))
    return document


def touch(document: Document, rows: set[int], by: float, *, merge: str = "") -> None:
    with document.edit("Pull", scope=SCOPE, merge=merge) as edit:
        indices = np.array(sorted(rows), np.uint32)
        values = edit.vertices(MESH, indices)
        values[indices, 1] += np.float32(by)


def slip(document: Document) -> None:
    with document.edit("Pull", scope=SCOPE) as edit:
        indices = np.array([3, 4], np.uint32)
        edit.vertices(MESH, indices)[indices] = 7.0
        edit.vertices(MESH, indices)[indices] = 9.0
        raise RuntimeError


@given(touches)
def test_undo_and_redo_bring_clay_back_to_every_state_it_was_in(
    steps: list[tuple[set[int], float, bool]],
) -> None:
    document = new_clay()
    states = [document.mesh(MESH).values.copy()]
    mirror = states[0].copy()

    def follow(changes: Changes) -> None:
        for change in changes.vertices:
            assert np.array_equal(mirror[change.indices], change.before)
            mirror[change.indices] = change.after

    document.committed.connect(follow)
    for number, (rows, by, goes_on) in enumerate(steps):
        before = len(document.steps(SCOPE))
        touch(document, rows, by, merge=f"drag {number - goes_on if goes_on else number}")
        if len(document.steps(SCOPE)) == before:
            states.pop()
        states.append(document.mesh(MESH).values.copy())
    assert np.array_equal(mirror, document.mesh(MESH).values)
    while document.undo(SCOPE):
        assert np.array_equal(mirror, document.mesh(MESH).values)
    assert np.array_equal(document.mesh(MESH).values, states[0])
    while document.redo(SCOPE):
        pass
    assert np.array_equal(document.mesh(MESH).values, states[-1])
    assert np.array_equal(mirror, states[-1])


def test_a_hand_that_slips_leaves_the_clay_as_it_was() -> None:
    document = new_clay()
    before = document.mesh(MESH).values.copy()
    with pytest.raises(RuntimeError):
        slip(document)
    assert np.array_equal(document.mesh(MESH).values, before)
    assert not document.can_undo(SCOPE)


def test_a_step_keeps_only_the_vertices_that_were_touched() -> None:
    document = new_clay()
    told: list[Changes] = []
    document.committed.connect(told.append)
    touch(document, {2, 5}, 1.0)
    (change,) = told[0].vertices
    assert change.indices.tolist() == [2, 5]
    assert change.before.shape == change.after.shape == (2, 7)


def test_clay_whose_faces_name_no_vertex_is_refused() -> None:
    with pytest.raises(ValueError, match="not there"):
        Mesh(np.zeros((3, 7), np.float32), np.array([[0, 1, 3]], np.uint32))


def test_what_is_put_away_takes_its_clay_along() -> None:
    document = new_clay()
    document.unload(SCOPE)
    assert not document.has_mesh(MESH)
