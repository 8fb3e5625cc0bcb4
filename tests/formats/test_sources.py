"""Pages of Day One, jrnl and Markdown folders come in with their days, zones and pictures."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.formats.container import opened
from app.formats.from_markdown import page_of
from app.formats.source import LONGEST_TEXT, Batch, Found
from app.formats.sources import source_of
from app.formats.tilt_source import InSpace
from app.model.entities import Entry, Picture, SpanStyle, Work
from app.model.words import PersonError
from tests.formats.sketches import a_table

IN_SPACE = InSpace(a_table(), "plain")
EAST = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=EAST)


def read(path: Path) -> tuple[Found, list[Batch]]:
    with opened(path) as container:
        source = source_of(container, zone=EAST, now=NOW, schema={}, in_space=lambda: IN_SPACE)
        source.verify(lambda done, total: None)
        return source.found, list(source.batches())


def pages(path: Path) -> list[Entry]:
    found = [one for batch in read(path)[1] for one in batch.entities if isinstance(one, Entry)]
    return sorted(found, key=lambda entry: entry.written_at)


def a_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (6, 4), (10, 200, 30)).save(out, "JPEG")
    return out.getvalue()


def day_one(path: Path, *entries: dict[str, object], photo: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        table = {"metadata": {"version": "1.0"}, "entries": list(entries)}
        archive.writestr("Journal.json", json.dumps(table))
        if photo:
            archive.writestr("photos/0123abcd.jpeg", photo)
    return path


ENTRY = {
    "uuid": "F00DF00DF00DF00DF00DF00DF00DF00D",
    "creationDate": "2019-05-17T20:30:05Z",
    "timeZone": "Asia/Shanghai",
    "text": "# By the sea\n\nIt was **quiet**\\. 静かな海\n\n"
    "![](dayone-moment://ABCD12)\n\nThen home\\!",
    "photos": [{"identifier": "ABCD12", "md5": "0123abcd", "type": "jpeg"}],
    "tags": ["long walk"],
}


def test_a_day_one_page_keeps_its_words_its_local_day_and_its_photograph(tmp_path):
    found, batches = read(day_one(tmp_path / "in.zip", ENTRY, photo=a_jpeg()))
    entry, picture = batches[0].entities
    assert isinstance(entry, Entry)
    assert isinstance(picture, Picture)
    assert entry.written_at == datetime(2019, 5, 17, 20, 30, 5, tzinfo=UTC)
    assert (entry.day, entry.written_at.utcoffset()) == (date(2019, 5, 18), timedelta(hours=8))
    assert entry.text == "By the sea\n\nIt was quiet. 静かな海\n\n\n\nThen home!\n\n#long_walk"
    assert [(entry.text[s.start : s.end], s.style) for s in entry.spans] == [
        ("By the sea", SpanStyle.HEADING),
        ("quiet", SpanStyle.BOLD),
    ]
    assert picture.content == a_jpeg()
    assert (picture.width, picture.height) == (6, 4)
    (attachment,) = entry.attachments
    assert attachment.picture_uid == picture.uid
    assert entry.text[: attachment.position].endswith("海\n\n")
    assert (found.entries, found.pictures, found.first_day) == (1, 1, date(2019, 5, 18))


def test_a_photograph_that_is_none_is_left_out_and_said(tmp_path):
    entry = ENTRY | {"audios": [{"identifier": "X"}], "starred": True}
    found, batches = read(day_one(tmp_path / "in.zip", entry, photo=b"<html>"))
    assert len(batches[0].entities) == 1
    assert batches[0].entities[0].attachments == ()
    said = [str(sentence) for sentence in found.left_out]
    assert said == [
        "places, weather and stars",
        "1 recordings, films and documents",
        "1 pictures that cannot be read as pictures",
    ]


def test_an_unpacked_day_one_folder_and_a_single_file_are_read_too(tmp_path):
    table = json.dumps({"entries": [ENTRY]})
    (tmp_path / "folder" / "photos").mkdir(parents=True)
    (tmp_path / "folder" / "Journal.json").write_text(table, "utf-8")
    (tmp_path / "folder" / "photos" / "0123abcd.jpeg").write_bytes(a_jpeg())
    assert read(tmp_path / "folder")[0].pictures == 1
    assert read(tmp_path / "folder" / "Journal.json")[0].entries == 1


@pytest.mark.parametrize(
    "change",
    [
        {"creationDate": 12},
        {"creationDate": "yesterday"},
        {"text": ["a"]},
        {"uuid": {"a": 1}},
        {"photos": [{"identifier": "../../etc/passwd"}]},
        {"photos": ["a"]},
        {"tags": [3]},
        {"audios": 7},
    ],
)
def test_a_day_one_page_of_another_shape_is_refused_by_name(tmp_path, change):
    with pytest.raises(PersonError, match=r"Journal\.json, 1"):
        read(day_one(tmp_path / "in.zip", ENTRY | change))


def test_an_odd_zone_is_no_reason_to_lose_a_page(tmp_path):
    for zone in ("Mars/Olympus", "../../etc/passwd", "GMT+0530", "", None, 7):
        (entry,) = pages(day_one(tmp_path / "in.zip", ENTRY | {"timeZone": zone}))
        assert entry.written_at == datetime(2019, 5, 17, 20, 30, 5, tzinfo=UTC)


def test_jsons_that_nest_without_end_or_end_too_early_are_refused(tmp_path):
    for content in ("[" * 200_000, '{"entries": [', "\x00", '{"entries": ' + "9" * 10_000 + "}"):
        (tmp_path / "in.json").write_text(content, "utf-8")
        with pytest.raises(PersonError, match="your library is as it was"):
            read(tmp_path / "in.json")


def test_a_page_without_end_is_refused(tmp_path):
    (tmp_path / "in.json").write_text(
        json.dumps({"entries": [ENTRY | {"text": "a" * (LONGEST_TEXT + 1)}]}), "utf-8"
    )
    with pytest.raises(PersonError, match="longer than a page can be"):
        read(tmp_path / "in.json")
    (tmp_path / "in.md").write_text("a" * (LONGEST_TEXT + 1), "utf-8")
    with pytest.raises(PersonError, match="longer than a page can be"):
        read(tmp_path / "in.md")


JRNL = """[2023-05-17 21:04] A quiet evening. Tea.
And rain.

[not a date] stays with the page.

[2023-05-18 09:05:06 PM] Morning, late. @walk
"""


def test_a_jrnl_file_is_read_page_by_page(tmp_path):
    (tmp_path / "journal.txt").write_text(JRNL, "utf-8")
    first, second = pages(tmp_path / "journal.txt")
    assert first.text == "A quiet evening. Tea.\nAnd rain.\n\n[not a date] stays with the page."
    assert first.written_at == datetime(2023, 5, 17, 21, 4, tzinfo=EAST)
    assert (second.text, second.day) == ("Morning, late. @walk", date(2023, 5, 18))
    assert second.written_at.hour == 21


def test_jrnls_json_holds_the_same_pages(tmp_path):
    rows = [
        {"title": "A quiet evening.", "body": "And rain.", "date": "2023-05-17", "time": "21:04"}
    ]
    (tmp_path / "in.json").write_text(json.dumps({"tags": {}, "entries": rows}), "utf-8")
    (entry,) = pages(tmp_path / "in.json")
    assert entry.text == "A quiet evening.\nAnd rain."
    assert entry.written_at == datetime(2023, 5, 17, 21, 4, tzinfo=EAST)
    for broken in ({"date": 5}, {"time": "late"}, {"body": [1]}, {"title": None}):
        table = json.dumps({"entries": [rows[0] | broken]})
        (tmp_path / "in.json").write_text(table, "utf-8")
        with pytest.raises(PersonError, match="not laid out"):
            read(tmp_path / "in.json")


def test_a_folder_of_markdown_keeps_days_titles_and_pictures(tmp_path):
    (tmp_path / "notes" / "img").mkdir(parents=True)
    (tmp_path / "notes" / "img" / "a b.jpg").write_bytes(a_jpeg())
    words = (
        "---\ntitle: Shore\ndate: 2020-02-29T08:00:00+01:00\n---\n\nSalt ![sea](img/a%20b.jpg) wind"
    )
    (tmp_path / "notes" / "one.md").write_text(words, "utf-8")
    (tmp_path / "notes" / "2021-03-04 walk.markdown").write_text("- rain\n- *sun*", "utf-8")
    (tmp_path / "notes" / ".hidden.md").write_text("no", "utf-8")
    first, second = pages(tmp_path / "notes")
    assert first.text == "Shore\n\nSalt  wind"
    assert first.written_at == datetime(2020, 2, 29, 7, 0, tzinfo=UTC)
    assert first.written_at.utcoffset() == timedelta(hours=1)
    assert first.attachments[0].description == "sea"
    assert (second.day, second.text) == (date(2021, 3, 4), "rain\nsun")
    assert {span.style for span in second.spans} == {SpanStyle.LIST, SpanStyle.ITALIC}
    assert read(tmp_path / "notes")[0].pictures == 1


def test_a_picture_outside_the_folder_or_behind_a_link_is_not_fetched(tmp_path):
    (tmp_path / "secret.jpg").write_bytes(a_jpeg())
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    words = "![a](../secret.jpg) ![b](link.jpg) ![c](https://example.org/c.jpg)"
    (tmp_path / "notes" / "one.md").write_text(words, "utf-8")
    found, batches = read(tmp_path / "notes")
    assert found.pictures == 0
    assert batches[0].entities[0].text == words


def test_a_page_that_is_no_text_is_named(tmp_path):
    (tmp_path / "one.md").write_bytes(b"\xff\xfe\x00words")
    with pytest.raises(PersonError, match=r"one\.md"):
        read(tmp_path)


def test_an_openraster_picture_comes_in_as_a_work(tmp_path):
    from tests.formats.test_ora import MERGED, a_picture, ora_bytes

    (tmp_path / "Shore.ora").write_bytes(ora_bytes(a_picture(), MERGED))
    found, batches = read(tmp_path / "Shore.ora")
    work, *layers = batches[0].entities
    assert isinstance(work, Work)
    assert (work.title, work.width, work.height, found.works) == ("Shore", 40, 30, 1)
    assert [layer.name for layer in layers] == ["Ground", "Glaze"]
    assert sum(len(batch.tiles) for batch in batches) == 2
    (tmp_path / "Shore.ora").write_bytes(b"PK nothing")
    with pytest.raises(PersonError, match="could not be read"):
        read(tmp_path / "Shore.ora")


@given(st.text(alphabet="ab *_#-![]()\\`\n静", max_size=80))
def test_no_letter_of_a_markdown_text_is_lost(text):
    kept = [letter for letter in page_of(text).text if letter in "ab静"]
    assert kept == [letter for letter in text if letter in "ab静"]


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_every_span_lies_in_its_text(text):
    page = page_of(text)
    assert all(0 <= span.start < span.end <= len(page.text) for span in page.spans)
