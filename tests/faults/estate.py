"""A library with known contents, the files a crash leaves of it, and what is shown of it later."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from app.model.entities import Entity
from app.model.words import PersonError
from app.storage.backups import check_backup, make_backup
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.mesh_rows import CHUNK_VERTICES
from app.storage.sealing import Argon
from app.storage.store import Keys
from tests.storage import people

PASSPHRASE = "blue heron"
QUICK = Argon(1, 64)
NAME = "private.library"
FILES = (NAME, f"{NAME}-wal", "private.record", "private.keys", "private.keys.prev")


@dataclass(slots=True)
class Contents:
    """Everything that was ever acknowledged: each uid's versions, the last one last.

    ``tiles`` hold chunks of clay too, by mesh and number.
    """

    versions: dict[str, list[Entity]]
    tiles: dict[tuple[str, int, int], list[bytes]]
    works: list[str]
    entries: list[str]

    def keep(self, *entities: Entity) -> None:
        for entity in entities:
            self.versions.setdefault(entity.uid, []).append(entity)


def fill(library: Library, *, seed: int = 0, works: int = 2, entries: int = 8) -> Contents:
    """Write works, pages and later versions of them."""
    contents = Contents({}, {}, [], [])
    for number in range(works):
        work, layer = people.a_work(title=f"work {number}")
        strokes = [people.a_stroke(work, layer, seed=seed + k) for k in range(4)]
        tiles = tuple(people.a_tile(layer, row, 1, seed=seed + row) for row in range(3))
        library.apply(people.step(work, layer, *strokes, tiles=tiles, scope=work.uid))
        repainted = people.a_tile(layer, 0, 1, seed=seed + 99)
        library.apply(people.step(tiles=(repainted,), scope=work.uid))
        contents.keep(work, layer, *strokes)
        for tile in (*tiles, repainted):
            contents.tiles.setdefault(tile.key, []).append(tile.after.tobytes())
        contents.works.append(work.uid)
    _fill_space(library, contents, seed)
    for number in range(entries):
        entry = people.an_entry(f"page {number} of the wanderer 漫步者 {seed}")
        for revision in range(3):
            entry = replace(entry, revision=revision, text=entry.text + f" line {revision}")
            library.apply(people.step(entry, scope=entry.uid))
            contents.keep(entry)
        contents.entries.append(entry.uid)
    return contents


def _fill_space(library: Library, contents: Contents, seed: int) -> None:
    room, shelf = people.a_page_in_space()
    ribbons = [people.a_space_stroke(room, shelf, seed=seed + k) for k in range(4)]
    clay, meshes = people.some_clay(room, shelf, count=CHUNK_VERTICES + 100)
    library.apply(people.step(room, shelf, *ribbons, clay, meshes=meshes, scope=room.uid))
    values = meshes[clay.mesh_uid].values
    touch = people.touched(clay.mesh_uid, meshes[clay.mesh_uid], [5, 6 + seed % 99], 0.5)
    library.apply(people.step(vertices=(touch,), scope=room.uid))
    contents.keep(room, shelf, *ribbons, clay)
    later = values.copy()
    later[touch.indices] = touch.after
    for chunk, start in enumerate(range(0, len(values), CHUNK_VERTICES)):
        part = slice(start, start + CHUNK_VERTICES)
        versions = [values[part].tobytes(), later[part].tobytes()]
        contents.tiles[clay.mesh_uid, chunk, 0] = versions
    contents.works.append(room.uid)


def build(folder: Path) -> tuple[Contents, bytes]:
    """Make a library with its keys in ``folder``, closed, and return its contents and key."""
    folder.mkdir(parents=True)
    _, key, _ = KeyFile.create(folder / "private.keys", passphrase=PASSPHRASE, argon=QUICK)
    library = Library.create(folder / NAME, key)
    contents = fill(library)
    library.close()
    return contents, bytes(key)


def build_crashed(folder: Path, aside: Path) -> tuple[Contents, bytes]:
    """As `build`, but as a crash leaves it: much of it in the WAL only."""
    contents, key = build(aside)
    library = Library.open(aside / NAME, key)
    more = fill(library, seed=1000)
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy2(aside / name, folder / name)
    library.close()
    contents.versions |= more.versions
    contents.tiles |= more.tiles
    contents.works += more.works
    contents.entries += more.entries
    return contents, key


def build_backup(home: Path) -> tuple[Path, Contents, bytes]:
    """Make a library in ``home`` and a backup of it; return the backup's folder."""
    contents, key = build(home)
    made = make_backup(home / NAME, Keys.of(key), now=datetime(2026, 5, 17, tzinfo=UTC))
    assert made is not None
    return made.path.parent, contents, key


def copied(source: Path, target: Path) -> Path:
    """A copy of the files to play with."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
    return target


@dataclass(slots=True)
class Shown:
    """What a person sees: how much is as it was last, how much is older, wrong, or refused."""

    newest: int = 0
    older: int = 0
    wrong: int = 0
    refused: int = 0

    @property
    def is_whole(self) -> bool:
        return not (self.older or self.wrong or self.refused)


def look(library: Library, contents: Contents) -> Shown:
    """Read everything, as the screens do, and compare it with what was written."""
    shown = Shown()
    for uid in contents.works:
        try:
            entities, grids, meshes = library.load_work(uid)
        except (PersonError, KeyError):
            shown.refused += 1
            continue
        of_work = [key for key, versions in contents.versions.items() if _is_of(versions[-1], uid)]
        for key in of_work:
            _judge(shown, contents.versions[key], entities.get(key))
        for (layer_uid, row, column), versions in contents.tiles.items():
            if layer_uid in grids:
                tile = grids[layer_uid].tiles[row, column]
                _judge(shown, versions, tile.tobytes() if tile.any() else None)
            elif layer_uid in meshes:
                start = row * CHUNK_VERTICES
                values = meshes[layer_uid].values[start : start + CHUNK_VERTICES]
                _judge(shown, versions, values.tobytes())
    for uid in contents.entries:
        try:
            _judge(shown, contents.versions[uid], library.load_entry(uid)[uid])
        except (PersonError, KeyError):
            shown.refused += 1
    _look_at_lists(library, contents, shown)
    return shown


def _look_at_lists(library: Library, contents: Contents, shown: Shown) -> None:
    try:
        listed = {summary.uid for summary in library.entry_summaries(limit=10_000)}
        found = {summary.uid for summary in library.entry_summaries(query="漫步", limit=10_000)}
        walls = {summary.uid for summary in library.work_summaries()}
    except PersonError:
        shown.refused += 1
        return
    shown.wrong += len((listed | found) - set(contents.entries)) + len(walls - set(contents.works))
    shown.older += len(set(contents.entries) - listed) + len(set(contents.works) - walls)
    shown.older += len(set(contents.entries) - found)


def _is_of(entity: Entity, work_uid: str) -> bool:
    return work_uid in (entity.uid, getattr(entity, "work_uid", ""))


def _judge(shown: Shown, versions: list[Entity] | list[bytes], found: object) -> None:
    if found == versions[-1]:
        shown.newest += 1
    elif found is None or found in versions:
        shown.older += 1
    else:
        shown.wrong += 1


def flipped(path: Path, place: int, mask: int) -> None:
    """Change one byte of a file."""
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ mask]))


def random_flip(folder: Path, generator: np.random.Generator, names: tuple[str, ...]) -> str:
    """Flip a byte of one of the files, each byte of all of them as likely as any other file's."""
    paths = [folder / name for name in names]
    present = [path.name for path in paths if path.exists() and path.stat().st_size]
    name = present[generator.integers(len(present))]
    path = folder / name
    flipped(path, int(generator.integers(path.stat().st_size)), int(generator.integers(1, 256)))
    return name


def outcome(folder: Path, contents: Contents) -> str:
    """Open as a person would: ``"noticed"``, ``"harmless"``, or what went wrong."""
    noticed = False
    try:
        keys = KeyFile.read(folder / "private.keys")
        noticed = keys.is_uneven
        key = keys.unlock_passphrase(PASSPHRASE)
        library = Library.open(folder / NAME, key)
    except PersonError as error:
        return "noticed" if type(error).__name__ != "WrongPassphrase" else "called wrong passphrase"
    try:
        return _judged(library, contents, noticed=noticed or bool(library.check(deep=True)))
    finally:
        library.close()


def backup_outcome(folder: Path, contents: Contents, key: bytes) -> str:
    """Check a backup as the Library screen does, then look into it: as `outcome`."""
    try:
        noticed = bool(check_backup(folder / NAME, Keys.of(key)))
        library = Library.open(folder / NAME, key, read_only=True)
    except PersonError:
        return "noticed"
    try:
        if not noticed:
            keys = KeyFile.read(folder / "private.keys")
            assert keys.unlock_passphrase(PASSPHRASE) == key
        return _judged(library, contents, noticed=noticed)
    finally:
        library.close()


def _judged(library: Library, contents: Contents, *, noticed: bool) -> str:
    shown = look(library, contents)
    if shown.wrong:
        return "wrong shown"
    if noticed:
        return "noticed"
    return "harmless" if shown.is_whole else "loss unnoticed"
