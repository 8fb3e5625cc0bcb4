"""What a person may send along when something does not work: facts and events, no content.

Everything that goes in is listed first, with its size and what it is.
"""

from __future__ import annotations

import contextlib
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.model.words import PersonError, Sentence
from app.services import places
from app.services.doctor import Section, as_json
from app.services.logs import files_of
from app.services.settings import SettingsFile

# a number of somebody's own may say who they are
_PERSONAL: Final = ("own_help_line",)
# as the program names files; a file somebody else put there may say what it is about
_OURS: Final = re.compile(r"[a-z]+\.(library|keys|record|lock)([-.][a-z]+)?|[a-z.]+\.log(\.\d+)?")


class BundleRefused(PersonError):  # noqa: N818  # it is an answer, not a fault
    """The bundle could not be written."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle, and what it is."""

    name: str
    content: bytes
    what: Sentence


def parts(sections: Iterable[Section], home: Path) -> list[Part]:
    """Return what a bundle holds.

    Parameters
    ----------
    sections : Iterable[Section]
        What the doctor found.
    home : Path
        The folder everything lies in. Its own path and that of the account become ``~``.
    """
    found = [
        Part(
            "doctor.json",
            _without_places(_as_bytes(as_json(sections)), home),
            Sentence("What the doctor found: versions, drawing, sound, fonts"),
        ),
        Part(
            "settings.json",
            _as_bytes(_settings(home)),
            Sentence("Your settings, without your own help line"),
        ),
        Part(
            "files.json",
            _as_bytes(_files(home)),
            Sentence("Names and sizes of the files; none of them is opened"),
        ),
    ]
    return found + [
        Part(
            f"logs/{path.name}",
            _without_places(path.read_bytes(), home),
            Sentence("Events and lines of code; no words and no pictures"),
        )
        for path in files_of(places.logs(home))
    ]


def write(path: Path, bundle: Sequence[Part]) -> None:
    """Write a bundle; no file is ever overwritten.

    Raises
    ------
    BundleRefused
        With the sentence for the person.
    """
    try:
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
            for part in bundle:
                archive.writestr(part.name, part.content)
    except FileExistsError:
        raise BundleRefused(
            Sentence(
                "There is a file called {name} already, and it was not touched. "
                "Please choose another name.",
                {"name": path.name},
            )
        ) from None
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise BundleRefused(
            Sentence(
                "The file {name} could not be written. Nothing else was changed. "
                "Please choose another folder.",
                {"name": path.name},
            )
        ) from error


def _settings(home: Path) -> dict[str, object]:
    chosen = asdict(SettingsFile(places.settings_file(home)).current)
    return {name: value for name, value in chosen.items() if name not in _PERSONAL}


def _files(home: Path) -> dict[str, int]:
    """Return sizes by place below the home folder; only of files that bear our names."""
    folders = (places.libraries(home), places.logs(home))
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    found = (path for path in found if _OURS.fullmatch(path.name))
    return {path.relative_to(home).as_posix(): path.stat().st_size for path in found}


def _without_places(content: bytes, home: Path) -> bytes:
    for place in (home, Path.home()):
        for written in {str(place), json.dumps(str(place))[1:-1]}:
            content = content.replace(written.encode("utf-8"), b"~")
    return content


def _as_bytes(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
