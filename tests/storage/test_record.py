"""The record beside a library: what was acknowledged last."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.storage.record import SLOT_BYTES, Acknowledged, Record

KEY = b"k" * 32


def state(count: int) -> Acknowledged:
    return Acknowledged("a" * 32, "b" * 32, count, "c" * 64, count * 4096)


@pytest.fixture
def record(tmp_path):
    record = Record(tmp_path / "private.record", KEY)
    record.start(state(1))
    yield record
    record.close()


def test_the_newest_state_stands(record):
    for count in range(2, 9):
        record.write(state(count))
        assert record.read() == (state(count), 0)


def test_a_torn_write_leaves_the_state_before_it(record):
    record.write(state(2))
    whole = bytearray(record.path.read_bytes())
    record.write(state(3))
    torn = bytearray(record.path.read_bytes())
    half = SLOT_BYTES + 100
    torn[half : 2 * SLOT_BYTES] = whole[half : 2 * SLOT_BYTES]
    record.path.write_bytes(torn)
    assert record.read()[0] == state(2)


def test_a_record_that_is_gone_or_empty_says_so(record):
    record.path.write_bytes(b"")
    assert record.read() == (None, 2)
    record.path.unlink()
    assert record.read() == (None, 2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2 * SLOT_BYTES - 1), mask=st.integers(1, 255))
def test_a_flipped_byte_never_gives_a_state_that_was_not_written(record, place, mask):
    record.write(state(2))
    whole = record.path.read_bytes()
    try:
        flipped = bytearray(whole)
        flipped[place] ^= mask
        record.path.write_bytes(flipped)
        found, unreadable = record.read()
        assert found in (state(1), state(2))
        assert unreadable == 1
    finally:
        record.path.write_bytes(whole)


def test_a_record_with_another_key_is_no_record(record):
    assert Record(record.path, b"x" * 32).read() == (None, 2)
