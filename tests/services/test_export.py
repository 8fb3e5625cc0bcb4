from __future__ import annotations

import errno
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.entities import Attachment, Entry
from app.model.words import PersonError
from app.services import export
from app.services.export import save_file, save_page

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_saved_file_is_whole_and_alone(tmp_path: Path):
    save_file(tmp_path / "page.md", b"words")
    save_file(tmp_path / "page.md", b"other words")
    assert [p.name for p in tmp_path.iterdir()] == ["page.md"]
    assert (tmp_path / "page.md").read_bytes() == b"other words"


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path):
    resource = pytest.importorskip("resource")
    (tmp_path / "page.md").write_bytes(b"before")
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(PersonError) as told:
            save_file(tmp_path / "page.md", b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert str(told.value) == (
        f"There is no room left at {tmp_path}, so “page.md” was not saved there. It is safe in "
        "your library. You can make some room or choose another place."
    )
    assert [p.name for p in tmp_path.iterdir()] == ["page.md"]
    assert (tmp_path / "page.md").read_bytes() == b"before"


def test_a_folder_that_is_gone_is_said(tmp_path: Path):
    with pytest.raises(PersonError, match="is not there any more") as told:
        save_file(tmp_path / "gone" / "page.md", b"words")
    assert "safe in your library" in str(told.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "Nothing may be saved at"),
        (errno.EROFS, "Nothing may be saved at"),
        (errno.EIO, "could not be saved at"),
    ],
)
def test_each_refusal_has_its_sentence(tmp_path: Path, code: int, words: str):
    told = export.not_saved(OSError(code, "no"), tmp_path / "page.md")
    assert words in str(told)
    assert "safe in your library" in str(told)


def test_a_folder_one_may_not_write_to_is_said(tmp_path: Path):
    with pytest.raises(PersonError) as told:
        save_file(Path("/proc/page.md"), b"words")
    assert "was not saved" in str(told.value)


def test_a_page_is_saved_with_its_pictures_beside_it(tmp_path: Path):
    picture = Attachment(3, picture_uid="p", description="sea")
    entry = Entry("u", NOON.date(), NOON, "all here", (), (picture,))
    files = save_page(tmp_path / "day.md", entry, {picture: ("image/jpeg", b"jpeg bytes")})
    assert [p.relative_to(tmp_path).as_posix() for p in files] == [
        "day.md",
        "day pictures/01.jpg",
    ]
    assert "![sea](<day pictures/01.jpg>)" in files[0].read_text("utf-8")
    assert files[1].read_bytes() == b"jpeg bytes"
