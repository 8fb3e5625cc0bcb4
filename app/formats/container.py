"""A folder or a zip with files in it, read without trusting it and written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Final, Protocol

from app.model.words import PersonError, Sentence

MOST_FILES: Final = 500_000
_HONEST_RATIO: Final = 100
_SMALL: Final = 64 << 20
_PIECE: Final = 1 << 20
# zips to those who look inside, one thing to a person
_ONE_THING: Final = (".ora", ".tilt")
_PACKED: Final = (".png", ".ora", ".jpg", ".jpeg", ".webp", ".gif", ".zip")

NOT_READABLE: Final = Sentence(
    "“{name}” could not be read. Your library is as it was. Please check that the file is all "
    "there, or make it anew."
)
NOT_SAFE: Final = Sentence(
    "“{name}” has a file in it that points to a place outside of it. Nothing was brought in and "
    "your library is as it was. Please only bring in files you know."
)
TOO_LARGE: Final = Sentence(
    "“{name}” would unpack to far more than such a file holds. Nothing was brought in and your "
    "library is as it was. Please only bring in files you know."
)
FILE_TOO_LARGE: Final = Sentence(
    "“{name}” is too large to bring in (more than {megabytes} MB). Nothing was brought in and "
    "your library is as it was. Please bring in smaller parts."
)
LOCKED: Final = Sentence(
    "“{name}” is locked with a password of its own. Nothing was brought in and your library is as "
    "it was. Please unpack it first and bring in the folder."
)


def told(sentence: Sentence, name: str, **more: object) -> PersonError:
    """Return an error that names a file."""
    return PersonError(Sentence(sentence.message, {"name": name, **more}))


class Container(Protocol):
    """Files by their relative names, with ``/`` between the parts."""

    name: str

    def names(self) -> tuple[str, ...]:
        """Return all names, in order."""

    def read(self, name: str, *, limit: int) -> bytes:
        """Return a file of at most ``limit`` bytes; KeyError if there is none."""

    def changed_at(self, name: str) -> datetime:
        """Return when a file was last written."""

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file; KeyError if there is none."""


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Open a folder, a zip, or one file as if it stood in a folder of its own.

    Raises
    ------
    PersonError
        If it cannot be read, or is not safe to.
    """
    with ExitStack() as stack:
        try:
            container: Container
            if path.is_dir():
                container = _Folder(path)
            elif zipfile.is_zipfile(path) and path.suffix.lower() not in _ONE_THING:
                container = _Zip(stack.enter_context(zipfile.ZipFile(path)), path)
            else:
                container = _OneFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise told(NOT_READABLE, path.name) from error
        yield container


class _Folder:
    def __init__(self, root: Path) -> None:
        self.name = root.name
        self._root = root
        self._files: dict[str, Path] = {}
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                self._add(Path(folder) / name)

    def _add(self, path: Path) -> None:
        # a link may lead anywhere, so it is no file of this folder
        if not stat.S_ISREG(path.lstat().st_mode):
            return
        if len(self._files) >= MOST_FILES:
            raise told(TOO_LARGE, self.name)
        self._files[path.relative_to(self._root).as_posix()] = path

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._files))

    def read(self, name: str, *, limit: int) -> bytes:
        with self._open(name) as file:
            return bounded(file, name, limit)

    def changed_at(self, name: str) -> datetime:
        return datetime.fromtimestamp(self._files[name].stat().st_mtime, UTC)

    def digest(self, name: str) -> str:
        with self._open(name) as file:
            return _digest(file)

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self._files[name].open("rb")
        except OSError as error:
            raise told(NOT_READABLE, name) from error


class _OneFile(_Folder):
    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(path)
        self.name = path.name
        self._root = path.parent
        self._files = {path.name: path}


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.name = path.name
        self._archive = archive
        self._members = {one.filename: one for one in archive.infolist() if not one.is_dir()}
        for member in self._members.values():
            self._examine(member)
        total = sum(member.file_size for member in self._members.values())
        is_blown_up = total > _SMALL + _HONEST_RATIO * path.stat().st_size
        if is_blown_up or len(self._members) > MOST_FILES:
            raise told(TOO_LARGE, self.name)

    def _examine(self, member: zipfile.ZipInfo) -> None:
        place = PurePosixPath(member.filename.replace("\\", "/"))
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        is_drive = ":" in place.parts[0] if place.parts else True
        if place.is_absolute() or ".." in place.parts or is_drive or is_link:
            raise told(NOT_SAFE, self.name)
        if member.flag_bits & 1:
            raise told(LOCKED, self.name)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._members))

    def read(self, name: str, *, limit: int) -> bytes:
        try:
            with self._archive.open(self._members[name]) as file:
                return bounded(file, name, limit)
        except _ZIP_ERRORS as error:
            raise told(NOT_READABLE, self.name) from error

    def changed_at(self, name: str) -> datetime:
        try:
            return datetime(*self._members[name].date_time, tzinfo=UTC)
        except ValueError:
            return datetime(1980, 1, 1, tzinfo=UTC)

    def digest(self, name: str) -> str:
        try:
            with self._archive.open(self._members[name]) as file:
                return _digest(file)
        except _ZIP_ERRORS as error:
            raise told(NOT_READABLE, self.name) from error


_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.hexdigest()


def bounded(file: IO[bytes], name: str, limit: int) -> bytes:
    """Return what a file holds.

    Raises
    ------
    PersonError
        If it is more than ``limit`` bytes, however few it claimed to be.
    """
    content = file.read(limit + 1)
    if len(content) > limit:
        raise told(FILE_TOO_LARGE, name, megabytes=limit >> 20)
    return content


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


class Writing:
    """Writes a folder, or a zip where the name ends so; it appears when all of it is there.

    Raises
    ------
    FileExistsError
        If there is something already: nothing is ever written over.
    """

    def __init__(self, path: Path) -> None:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise FileExistsError(path)
        self.files: list[Written] = []
        self._path = path
        self._aside = path.with_name(f".{secrets.token_hex(8)}.part")
        self._zip: zipfile.ZipFile | None = None

    def __enter__(self) -> Writing:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.suffix.lower() == ".zip":
            self._zip = zipfile.ZipFile(self._aside, "x", zipfile.ZIP_DEFLATED)
        else:
            self._aside.mkdir()
        return self

    def add(self, name: str, content: bytes) -> None:
        """Write a file."""
        if self._zip is not None:
            is_packed = name.endswith(_PACKED)
            method = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            self._zip.writestr(name, content, method)
        else:
            place = self._aside / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        self.files.append(Written(name, len(content), hashlib.sha256(content).hexdigest()))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._zip is not None:
                self._zip.close()
            if error is None:
                self._sync()
                if self._path.is_dir():
                    self._path.rmdir()
                self._aside.replace(self._path)
        finally:
            self._clear()

    def _sync(self) -> None:
        files = [self._aside] if self._zip is not None else self._aside.rglob("*")
        for path in files:
            if path.is_file():
                with path.open("r+b") as file:
                    os.fsync(file.fileno())

    def _clear(self) -> None:
        if self._aside.is_dir():
            shutil.rmtree(self._aside, ignore_errors=True)
        with suppress(OSError):
            self._aside.unlink(missing_ok=True)
