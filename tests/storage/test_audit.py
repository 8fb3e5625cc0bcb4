"""The log of changes: no content in it, and no line of it can be altered unnoticed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.model.care import Administration, HelpPage
from app.model.entities import CheckIn, SafetyMark
from app.storage.codec import microseconds
from app.storage.connection import connect
from app.storage.errors import InDoubt
from app.storage.library import Library
from app.storage.sealing import subkey
from app.storage.store import record_path
from tests.storage import people

AT = datetime(2026, 5, 17, 20, 4, tzinfo=UTC)


@pytest.fixture
def closed(path, key):
    library = Library.create(path, key)
    for number in range(6):
        library.apply(people.step(people.an_entry(f"secret {number}", uid="e"), label="Write"))
    library.close()
    return path


def tampered(path, key, *statements: str) -> None:
    """What somebody with the key and a SQL shell could do."""
    database = connect(path, subkey(key, "library file"), mode="rw")
    for trigger in ("audit_is_never_changed", "audit_is_never_shortened"):
        database.conn.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        database.conn.execute(statement)
    database.conn.close()


def codes(path, key) -> set[str]:
    library = Library.open(path, key, read_only=True)
    found = {finding.code for finding in library.check()}
    library.close()
    return found


def test_every_step_has_a_line_that_says_what_kind_and_when(library):
    library.apply(people.step(people.an_entry("private words"), label="Write page"))
    last = library.audit.last()
    assert (last.action, last.kinds, last.actor) == ("Write page", ("entries",), "person")
    assert microseconds(last.at) > 0
    assert "private words" not in repr(list(library.audit.rows()))


def test_a_line_cannot_be_changed_or_taken_away_through_sql(library):
    library.apply(people.step(people.an_entry("x")))
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(Exception, match="append-only"):
            library._database.conn.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'Erase' WHERE seq = 3",
        "UPDATE audit SET at_us = at_us + 1 WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 1",
    ],
)
def test_requirement_06_an_edited_or_dropped_line_is_found(closed, key, statement):
    tampered(closed, key, statement)
    assert "chain" in codes(closed, key)


def altered(value: object, place: int) -> object:
    """The same with one bit of one byte turned."""
    if isinstance(value, int):
        return value ^ (1 << place % 40)
    content = bytearray(value if isinstance(value, bytes) else str(value).encode())
    content[place % len(content)] ^= 1
    return bytes(content) if isinstance(value, bytes) else content.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "column", ["at_us", "actor", "action", "kinds", "edit_uid", "rows_sum", "mark"]
)
@pytest.mark.parametrize("place", [0, 3, 11])
def test_requirement_06_one_edited_byte_of_any_line_is_found(closed, key, column, place):
    database = connect(closed, subkey(key, "library file"), mode="rw")
    database.conn.execute("DROP TRIGGER audit_is_never_changed")
    find, change = f"SELECT {column} FROM audit", f"UPDATE audit SET {column} = ?"  # noqa: S608
    (value,) = database.conn.execute(f"{find} WHERE seq = 4").fetchone()
    database.conn.execute(f"{change} WHERE seq = 4", (altered(value, place),))
    database.conn.close()
    assert "chain" in codes(closed, key)


def test_requirement_07_the_log_holds_nothing_of_what_was_kept(library):
    work, layer = people.a_work(title="lighthouse")
    kept = (
        people.an_entry("moonlit words"),
        CheckIn("c", AT, 0.1, 0.2, "tiredness"),
        SafetyMark("s", AT, ("river",)),
        Administration("a", "measure-phq-9-1", AT, (3.0,) * 9),
        HelpPage("help-page", AT, "the sea", "Mira", "the bench"),
    )
    for entity in kept:
        library.apply(people.step(entity))
    library.apply(people.step(work, layer, scope=work.uid))
    library.apply(people.step(removed=(kept[0],)))
    said = repr(list(library.audit.rows()))
    for words in ("moonlit", "tiredness", "river", "phq", "Mira", "bench", "lighthouse", "3.0"):
        assert words not in said


def test_lines_in_another_order_are_found(closed, key):
    tampered(
        closed,
        key,
        "UPDATE audit SET seq = 900 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 900",
    )
    assert "chain" in codes(closed, key)


def test_a_cut_tail_is_found_at_once(closed, key):
    tampered(closed, key, "DELETE FROM audit WHERE seq > 4")
    with pytest.raises(InDoubt, match="3 saved changes are not in this file"):
        Library.open(closed, key)


def test_a_record_of_another_library_is_found(closed, key, tmp_path):
    (tmp_path / "other").mkdir()
    other = Library.create(tmp_path / "other" / "private.library", key)
    other.close()
    record_path(closed).write_bytes(
        record_path(tmp_path / "other" / "private.library").read_bytes()
    )
    with pytest.raises(InDoubt, match="another library"):
        Library.open(closed, key)
