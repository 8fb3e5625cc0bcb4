"""What a person erases is nowhere: not in a row, a free page, the index, the WAL or a backup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.model.care import Administration, HelpPage
from app.model.entities import Attachment, CheckIn, Estimate, Picture, SafetyMark
from app.services.runs import Stopped
from app.storage.backups import backups_of, make_backup
from app.storage.codec import pack_points, pack_tile
from app.storage.erase import Scope
from app.storage.errors import CannotWrite
from app.storage.examining import examine
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.progress import Progress
from app.storage.sealing import Argon, subkey
from app.storage.store import Keys
from tests.storage import people

pytestmark = pytest.mark.faults
PAGE, RESERVED, IV = 4096, 80, 16
NOW = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
PHRASE = "zephyrine lanternfish"


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of a file or WAL as somebody with the old key could read it, free ones too.

    SQLCipher 4: AES-256-CBC, its IV the first 16 of a page's last 80 bytes (then comes the HMAC).
    """
    file_key = subkey(key, "library file")
    content = path.read_bytes()
    starts, first = range(0, len(content) - PAGE + 1, PAGE), True
    if path.name.endswith("-wal"):
        starts, first = range(32 + 24, len(content) - PAGE + 1, PAGE + 24), False
    plain = []
    for start in starts:
        page = content[start : start + PAGE]
        skip = 16 if first and start == 0 else 0
        body, vector = page[skip : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + IV]
        cipher = Cipher(algorithms.AES(file_key), modes.CBC(vector)).decryptor()
        plain.append(cipher.update(body))
    return b"".join(plain)


def everywhere(folder: Path, key: bytes) -> bytes:
    files = [path for path in folder.rglob("private.library*") if path.is_file()]
    return b"".join(decrypted(path, key) for path in files if not path.name.endswith("-shm"))


@pytest.fixture
def home(tmp_path):
    _, key, _ = KeyFile.create(tmp_path / "private.keys", passphrase="x", argon=Argon(1, 64))
    library = Library.create(tmp_path / "private.library", key)
    yield tmp_path, library, bytes(key)
    library.close()


def fill(library):
    """A page with everything around it, a painting, and another page that stays."""
    entry = people.an_entry(f"{PHRASE} " * 30 + "unsaid", uid="secret")
    entry = replace(entry, attachments=(Attachment(0, picture_uid="photo"),))
    photo = Picture("photo", "image/png", b"PHOTOGRAPH" * 900, 1, 1, NOW)
    estimate = Estimate(
        "estimate", "secret", 0, 0, 3, "en", (), None, None, True, "m", "1", "onnx", 1.0,
        (f"correction {PHRASE}",),
    )  # fmt: skip
    mark = SafetyMark("mark", NOW, (PHRASE,), "secret")
    library.apply(people.step(entry, photo, estimate, mark))
    library.apply(people.step(replace(entry, text=f"{PHRASE} rewritten " * 200)))
    work, layer = people.a_work(uid="painting", title=PHRASE)
    stroke, tile = people.a_stroke(work, layer), people.a_tile(layer)
    removed = people.a_tile(people.a_work()[1], seed=5)
    library.apply(people.step(work, layer, stroke, tiles=(tile, removed), scope=work.uid))
    library.put_thumbnail("painting", b"THUMBNAIL" * 500)
    room, shelf = people.a_page_in_space(uid="room")
    ribbon, (clay, meshes) = people.a_space_stroke(room, shelf), people.some_clay(room, shelf)
    parts = (room, shelf, ribbon, replace(clay, name=PHRASE))
    library.apply(people.step(*parts, meshes=meshes, scope="room"))
    touch = people.touched(clay.mesh_uid, meshes[clay.mesh_uid], [3, 5000], 0.5)
    library.apply(people.step(vertices=(touch,), scope="room"))
    second = meshes[clay.mesh_uid].values[4096:8192].copy()
    second[5000 - 4096] += 0.5
    library.apply(people.step(people.an_entry("this one stays, with its lighthouse", uid="kept")))
    return [
        *(PHRASE.encode(), b"zephyrin", b"lanternfis", b"PHOTOGRAPH", b"THUMBNAIL"),
        *(pack_tile(tile.after)[40:120], pack_points(stroke.points)[40:120]),
        *(pack_points(ribbon.points)[40:120], pack_points(second)[40:120]),
    ]


def found(folder, key, needles):
    plain = everywhere(folder, key)
    return [needle for needle in needles if needle in plain]


def test_the_scan_finds_what_is_there(home):
    folder, library, key = home
    needles = fill(library)
    assert found(folder, key, needles) == needles
    assert b"lighthouse" in everywhere(folder, key)


def test_requirement_12_an_erased_page_and_painting_are_nowhere_and_the_rest_stays(home):
    folder, library, key = home
    needles = fill(library)
    make_backup(library.path, Keys.of(key), now=NOW)
    erased = library.erase(Scope(works=("painting", "room"), entries=("secret",)))
    assert (erased.works, erased.entries, erased.copies, erased.removed_copies) == (2, 1, 1, 0)
    assert found(folder, key, needles) == []
    assert library.load_entry("kept")["kept"].text == "this one stays, with its lighthouse"
    assert [summary.uid for summary in library.entry_summaries(query="lighthouse")] == ["kept"]
    assert library.check(deep=True) == []
    (backup,) = backups_of(library.path)
    assert examine(backup.path, Keys.of(key), deep=True) == []


def test_the_log_keeps_that_something_was_erased_and_not_what(home):
    _, library, _ = home
    fill(library)
    library.erase(Scope(entries=("secret",)))
    *_, erased, anew = library.audit.rows()
    assert (erased.action, erased.kinds) == ("Erase", ("entries",))
    assert (anew.action, anew.kinds) == ("Write the library anew", ())
    assert "secret" not in repr(list(library.audit.rows()))


def test_days_are_erased_with_what_was_kept_on_them(home):
    folder, library, key = home
    needles = fill(library)
    inside = CheckIn("inside", NOW, 0.1, 0.1, f"line {PHRASE}")
    outside = CheckIn("outside", NOW.replace(month=6), 0.1, 0.1, "stays")
    library.apply(people.step(inside, outside))
    other = people.an_entry("a day later", uid="later", day=date(2026, 5, 18))
    library.apply(people.step(other))
    library.erase(Scope(first_day=date(2026, 5, 17), last_day=date(2026, 5, 17)))
    assert [summary.uid for summary in library.entry_summaries()] == ["later"]
    assert [check_in.uid for check_in in library.check_ins()] == ["outside"]
    assert library.work_summaries() == []
    assert found(folder, key, needles) == []
    assert library.check(deep=True) == []


def test_requirement_12_answered_scales_go_with_their_day_and_the_help_page_with_everything(home):
    folder, library, key = home
    inside = Administration("inside", "measure-suds-1", NOW, (7.0,), (0,))
    outside = Administration("outside", "measure-suds-1", NOW.replace(month=6), (3.0,), (0,))
    page = HelpPage("help-page", NOW, PHRASE, f"call {PHRASE}", "the mill")
    library.apply(people.step(inside, outside, page))
    library.erase(Scope(first_day=date(2026, 5, 17), last_day=date(2026, 5, 17)))
    assert library.administrations() == [outside]
    assert library.help_page() == page
    assert library.check(deep=True) == []
    library.erase(Scope(is_everything=True))
    assert library.administrations() == []
    assert library.help_page() is None
    assert found(folder, key, [PHRASE.encode(), b"measure-suds-1"]) == []
    assert library.check(deep=True) == []


def test_everything_erased_leaves_an_empty_library_and_no_copy(home):
    folder, library, key = home
    needles = fill(library)
    make_backup(library.path, Keys.of(key), now=NOW)
    erased = library.erase(Scope(is_everything=True))
    assert erased.removed_copies == 1
    assert backups_of(library.path) == ()
    assert found(folder, key, [*needles, b"lighthouse"]) == []
    assert library.entry_summaries() == []
    assert library.check(deep=True) == []


def test_a_copy_that_can_not_be_cleaned_is_taken_away(home):
    _, library, key = home
    fill(library)
    made = make_backup(library.path, Keys.of(key), now=NOW)
    made.path.write_bytes(made.path.read_bytes()[:-5000])
    assert library.erase(Scope(entries=("secret",))).removed_copies == 1
    assert backups_of(library.path) == ()


def test_erasing_survives_closing_and_opening(home, tmp_path):
    _, library, key = home
    fill(library)
    library.erase(Scope(entries=("secret",)))
    library.close()
    again = Library.open(tmp_path / "private.library", key)
    with pytest.raises(KeyError):
        again.load_entry("secret")
    assert again.check(deep=True) == []
    again.close()


def test_a_crash_right_after_erasing_leaves_nothing_in_doubt(home):
    folder, library, key = home
    needles = fill(library)
    library.erase(Scope(entries=("kept",)))
    record = library.path.with_suffix(".record")
    before = record.read_bytes()
    library.erase(Scope(works=("painting", "room"), entries=("secret",)))
    library.close()
    record.write_bytes(before)
    again = Library.open(library.path, key)
    assert again.check(deep=True) == []
    assert found(folder, key, needles) == []
    again.close()


def test_the_old_file_is_overwritten_and_nothing_half_written_stays(home):
    folder, library, _ = home
    fill(library)
    with library.path.open("rb") as old:
        library.erase(Scope(works=("painting",)))
        assert not any(old.read())
    beside = [library.path.with_name(library.path.name + end) for end in (".anew", ".old", ".new")]
    assert not any(path.exists() for path in beside)
    library.close()
    for path in beside:
        path.write_bytes(b"a crash left this")
    again = Library.open(library.path, home[2])
    assert not any(path.exists() for path in beside)
    assert again.check(deep=True) == []
    again.close()
    assert {path.name for path in folder.iterdir()} == {
        *("private.library", "private.keys", "private.keys.prev", "private.record"),
    }


def test_a_salvage_that_a_crash_left_half_made_goes_too(home):
    folder, library, key = home
    needles = fill(library)
    half_made = folder / "being-salvaged"
    half_made.mkdir()
    Library.create(half_made / library.path.name, key).close()
    copy = Library.open(half_made / library.path.name, key)
    fill(copy)
    copy.close()
    library.erase(Scope(works=("painting", "room"), entries=("secret",)))
    assert found(folder, key, needles) == []


def test_a_crash_before_the_swap_leaves_a_second_name_that_is_not_overwritten(home):
    _, library, key = home
    fill(library)
    library.close()
    library.path.with_name(library.path.name + ".old").hardlink_to(library.path)
    again = Library.open(library.path, key)
    assert again.check(deep=True) == []
    assert again.load_entry("kept")["kept"].text == "this one stays, with its lighthouse"
    assert not library.path.with_name(library.path.name + ".old").exists()
    again.close()


def test_what_was_being_kept_aside_at_a_crash_is_not_erased_as_a_copy(home):
    folder, library, key = home
    needles = fill(library)
    aside = folder / "kept-aside" / "2026-05-17 12-00-00"
    aside.mkdir(parents=True)
    (aside / library.path.name).hardlink_to(library.path)
    # somebody reads: the file is written anew in its place
    reader = Library.open(library.path, key, read_only=True)
    reader._database.conn.execute("BEGIN")
    reader.load_entry("kept")
    assert library.erase(Scope(works=("painting", "room"), entries=("secret",))).removed_copies == 1
    reader._database.conn.execute("COMMIT")
    reader.close()
    assert not aside.exists()
    assert library.check(deep=True) == []
    library.close()
    assert found(folder, key, needles) == []


def test_somebody_who_reads_meanwhile_hinders_no_erasing(home):
    folder, library, key = home
    needles = fill(library)
    reader = Library.open(library.path, key, read_only=True)
    reader._database.conn.execute("BEGIN")
    reader.load_entry("kept")
    library.erase(Scope(works=("painting", "room"), entries=("secret",)))
    assert library.check(deep=True) == []
    assert reader.load_entry("kept")["kept"].text == "this one stays, with its lighthouse"
    reader._database.conn.execute("COMMIT")
    reader.close()
    library.close()
    assert found(folder, key, needles) == []


def test_where_there_is_no_room_for_a_second_file_all_that_stays_is_whole(home):
    _, library, _ = home
    fill(library)
    library.path.with_name(library.path.name + ".anew").mkdir()
    with pytest.raises(CannotWrite):
        library.erase(Scope(entries=("secret",)))
    assert library.load_entry("kept")["kept"].text == "this one stays, with its lighthouse"
    assert library.check(deep=True) == []


def test_it_stops_at_any_step_until_it_goes_for_good_and_all_is_as_it_was(home):
    _, library, key = home
    fill(library)
    make_backup(library.path, Keys.of(key), now=NOW)
    (backup,) = backups_of(library.path)
    before = (backup.path.read_bytes(), library.audit.last(), library.load_entry("secret"))
    steps: list[int] = []
    past: list[int] = []

    def stops(number: int) -> bool:
        steps.clear()
        past.clear()

        def step(done: int, _: int) -> None:
            if len(steps) == number and not past:
                raise Stopped
            steps.append(done)

        try:
            library.erase(
                Scope(works=("painting", "room"), entries=("secret",)),
                progress=Progress(step),
                past_stopping=lambda: past.append(len(steps)),
            )
        except Stopped:
            return True
        return False

    number = 0
    while stops(number):
        after = (backup.path.read_bytes(), library.audit.last(), library.load_entry("secret"))
        assert after == before
        assert library.check(deep=True) == []
        number += 1
    assert past == [number]
    assert number >= 4
    # it is said once, and what follows goes on to the end
    assert steps == sorted(steps)
    assert len(steps) > number + 10
    with pytest.raises(KeyError):
        library.load_entry("secret")
    assert examine(backup.path, Keys.of(key), deep=True) == []


def test_the_search_index_can_be_made_anew(home):
    _, library, _ = home
    fill(library)
    library._database.conn.execute("INSERT INTO entry_words(entry_words) VALUES ('delete-all')")
    assert {finding.code for finding in library.check()} == {"search"}
    library.index_anew()
    assert library.check(deep=True) == []
    assert [summary.uid for summary in library.entry_summaries(query="lighthouse")] == ["kept"]


def test_a_day_is_the_day_where_the_person_was(home):
    _, library, _ = home
    east = timezone(timedelta(hours=8))
    early = datetime(2026, 5, 17, 1, 0, tzinfo=east)
    work, layer = people.a_work(uid="early")
    library.apply(people.step(replace(work, created_at=early), layer, scope=work.uid))
    library.apply(people.step(CheckIn("early check-in", early, 0.1, 0.1, "")))
    day_before = Scope(first_day=date(2026, 5, 16), last_day=date(2026, 5, 16))
    assert library.would_erase(day_before) == ([], [])
    library.erase(day_before)
    assert [check_in.uid for check_in in library.check_ins()] == ["early check-in"]
    same_day = Scope(first_day=date(2026, 5, 17), last_day=date(2026, 5, 17))
    assert library.would_erase(same_day) == (["early"], [])
    library.erase(same_day)
    assert (library.work_summaries(), library.check_ins()) == ([], [])
