"""Many strokes in one array: whatever comes and goes, exactly what is there is drawn."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.scene.pool import Pool

KEYS = st.sampled_from([f"stroke {n}" for n in range(6)])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, st.integers(1, 3000)),
        st.tuples(st.just("grow"), KEYS, st.integers(1, 900)),
        st.tuples(st.just("take"), KEYS, st.just(0)),
        st.tuples(st.just("hide"), KEYS, st.integers(0, 1)),
        st.tuples(st.just("compact"), KEYS, st.just(0)),
    ),
    max_size=30,
)


def made(number: int, count: int):
    vertices = np.full((count + 2, 14), number, np.float32)
    vertices[:, 1] = np.arange(count + 2)
    triangles = np.arange(count, dtype=np.uint32)[:, None] + np.arange(3, dtype=np.uint32)
    return vertices, triangles


def drawn(pool: Pool, uploaded) -> set[tuple[float, float, float]]:
    """Return the triangles the card would draw: whose, and the first corner's row."""
    rows = pool.shown(0, pool.used_triangles)
    rows = rows[rows[:, 0] != rows[:, 1]]
    corners = pool.vertices[rows[:, 0]]
    return set(zip(corners[:, 0].tolist(), corners[:, 1].tolist(), strict=True))


@given(STEPS)
def test_only_what_is_there_and_not_hidden_is_drawn(steps):
    pool, wanted, hidden = Pool(), {}, set()
    for number, (what, key, count) in enumerate(steps):
        if what == "put":
            pool.put(key, *made(number, count))
            wanted[key] = (number, count)
            hidden.discard(key)
        elif what == "grow" and key in wanted:
            owner, before = wanted[key]
            vertices, triangles = made(owner, before + count)
            keep = max(0, before - 5)
            pool.write(key, keep, vertices[keep:], keep, triangles[keep:])
            wanted[key] = (owner, before + count)
        elif what == "take":
            pool.take(key)
            wanted.pop(key, None)
            hidden.discard(key)
        elif what == "hide" and key in wanted:
            pool.hide([key], is_hidden=bool(count))
            (hidden.add if count else hidden.discard)(key)
        elif what == "compact":
            pool.compact()
    expected = {
        (float(owner), float(row))
        for key, (owner, count) in wanted.items()
        if key not in hidden
        for row in range(count)
    }
    assert drawn(pool, None) == expected
    for key, (owner, count) in wanted.items():
        assert np.array_equal(pool.vertices_of(key), made(owner, count)[0])
        assert np.array_equal(pool.triangles_of(key), made(owner, count)[1])


@given(STEPS)
def test_a_card_that_is_told_only_of_what_changed_holds_the_same(steps):
    pool = Pool()
    vertices = triangles = None
    for number, (what, key, count) in enumerate(steps):
        if what == "put":
            pool.put(key, *made(number, count))
        elif what == "take":
            pool.take(key)
        elif what == "hide":
            pool.hide([key], is_hidden=bool(count))
        else:
            pool.compact()
        seen, faces = pool.dirty_vertices.taken(), pool.dirty_triangles.taken()
        if seen.is_all:
            vertices = pool.vertices.copy()
        if faces.is_all:
            triangles = pool.shown(0, len(pool.triangles)).copy()
        for first, last in seen.spans:
            vertices[first:last] = pool.vertices[first:last]
        for first, last in faces.spans:
            triangles[first:last] = pool.shown(first, last)
        used = pool.used_triangles
        assert np.array_equal(triangles[:used], pool.shown(0, used))
        # what covers nothing may name any vertex
        real = triangles[:used][triangles[:used][:, 0] != triangles[:used][:, 1]]
        assert np.array_equal(vertices[real], pool.vertices[real])


def test_what_is_drawn_next_takes_the_place_of_what_was_erased():
    pool = Pool()
    for number in range(200):
        pool.put(f"{number}", *made(number, 500))
    before = len(pool.vertices)
    for _ in range(5):
        for number in range(0, 200, 2):
            pool.take(f"{number}")
        for number in range(0, 200, 2):
            pool.put(f"{number}", *made(number, 480))
    assert len(pool.vertices) == before


def test_holes_are_closed_when_they_are_more_than_half():
    pool = Pool()
    for number in range(40):
        pool.put(f"{number}", *made(number, 500))
    assert not pool.compact()
    for number in range(30):
        pool.take(f"{number}")
    assert pool.compact()
    assert pool.wasted_vertices == 0
    assert pool.used_vertices == 10 * 502
