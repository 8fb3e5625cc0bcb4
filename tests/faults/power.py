"""Power cuts: a run's writes, syncs, truncates and renames, replayed up to a random moment.

What was synced stays. Of what was not, any part may be on the disk: each write may be missing,
whole, or torn at a 512-byte sector, and of renames and new names any first part may have happened.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SECTOR = 512
_CALLS = "openat,lseek,pwrite64,write,fsync,fdatasync,ftruncate,link,linkat,rename,unlink,close"
_LINE = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+)(?:<(.*)>)?")
# a file that has lost its name for certain is followed no further
_HANDLE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>(?!\(deleted\))")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One system call: its name, its file's path, and what else it was given."""

    name: str
    path: str
    other: str = ""
    offset: int = 0
    content: bytes = field(default=b"", repr=False)


def record(folder: Path, log: Path) -> list[Call]:
    """Run the steady writer under strace in ``folder`` and return its calls there, in order."""
    subprocess.run(
        [
            *("strace", "-f", "-y", "-xx", "-s", "4000000", "-e", f"trace={_CALLS}", "-o", log),
            *(sys.executable, "-m", "tests.faults.steady", folder),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=120,
    )
    return list(_calls(log, str(folder)))


def _calls(log: Path, folder: str) -> Iterator[Call]:
    positions: dict[str, int] = {}
    with log.open() as lines:
        for line in lines:
            match = _LINE.match(line)
            if match is None or int(match[3]) < 0:
                continue
            name, given, result, made = match.groups()
            if name in ("link", "linkat", "rename", "unlink"):
                first, *rest = [_plain(text).decode() for text in _TEXT.findall(given)]
                if first.startswith(folder):
                    yield Call(name.removesuffix("at"), first, rest[0] if rest else "")
                continue
            if name == "openat":
                path = _plain(made or "").decode()
                positions[result] = 0
                if path.startswith(folder) and "O_CREAT" in given:
                    yield Call("create", path, "O_TRUNC" if "O_TRUNC" in given else "")
                continue
            yield from _on_handle(name, given, int(result), folder, positions)


def _on_handle(
    name: str, given: str, result: int, folder: str, positions: dict[str, int]
) -> Iterator[Call]:
    handle = _HANDLE.match(given)
    if handle is None:
        return
    number, path = handle[1], _plain(handle[2]).decode()
    texts = _TEXT.findall(given)
    content = _plain(texts[0])[:result] if texts else b""
    if number == "1" and content.startswith(b"said "):
        yield Call("said", "", content.decode().removeprefix("said ").strip())
    if not path.startswith(folder) or path.endswith("-shm"):
        return
    if name == "lseek":
        positions[number] = result
    elif name == "write":
        yield Call("write", path, offset=positions.get(number, 0), content=content)
        positions[number] = positions.get(number, 0) + result
    elif name == "pwrite64":
        yield Call("write", path, offset=int(given.rsplit(", ", 1)[1]), content=content)
    elif name == "ftruncate":
        yield Call("truncate", path, offset=int(given.rsplit(", ", 1)[1]))
    elif name in ("fsync", "fdatasync"):
        yield Call("sync", path)


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class Disk:
    """What is on the disk for certain, and what may be."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._files: list[bytearray] = []
        self._waiting: list[list[Call]] = []
        self._names: dict[str, int] = {}
        self._sure_names: dict[str, int] = {}
        self._moves: list[dict[str, int]] = []

    def do(self, call: Call) -> None:
        """Take one call in."""
        if call.name == "create" and call.path not in self._names:
            self._files.append(bytearray())
            self._waiting.append([])
            self._move(self._names | {call.path: len(self._files) - 1})
        elif call.name == "link":
            self._move(self._names | {call.other: self._names[call.path]})
        elif call.name == "rename":
            names = dict(self._names)
            names[call.other] = names.pop(call.path)
            self._move(names)
        elif call.name == "unlink":
            self._move({path: file for path, file in self._names.items() if path != call.path})
        elif call.name == "sync" and call.path == self._folder:
            self._sure_names, self._moves = self._names, []
        elif call.name == "sync":
            file = self._names[call.path]
            for waiting in self._waiting[file]:
                _apply(self._files[file], waiting, len(waiting.content))
            self._waiting[file] = []
        if call.name in ("write", "truncate") or call.other == "O_TRUNC":
            self._waiting[self._names[call.path]].append(call)

    def cut(self, target: Path, generator: np.random.Generator) -> None:
        """Write what a power cut now leaves into ``target``."""
        states = [self._sure_names, *self._moves]
        names = states[generator.integers(len(states))]
        kept = {file: bytearray(self._files[file]) for file in set(names.values())}
        for file, content in kept.items():
            for waiting in self._waiting[file]:
                _apply(content, waiting, _surviving(waiting, generator))
        written: dict[int, Path] = {}
        for path, file in names.items():
            place = target / Path(path).name
            if path.endswith("-shm"):
                continue
            if file in written:
                # two names of one file
                place.hardlink_to(written[file])
            else:
                place.write_bytes(kept[file])
                written[file] = place

    def _move(self, names: dict[str, int]) -> None:
        self._names = names
        self._moves.append(names)


def _surviving(call: Call, generator: np.random.Generator) -> int:
    """How many bytes of a write that was not synced reached the disk; -1: not even begun."""
    fate = generator.integers(3)
    if fate == 0:
        return -1
    if fate == 1 or not call.content:
        return len(call.content)
    return int(generator.integers(len(call.content) // SECTOR + 1)) * SECTOR


def _apply(content: bytearray, call: Call, count: int) -> None:
    if count < 0:
        return
    if call.name in ("truncate", "create"):
        del content[call.offset :]
        content.extend(bytes(call.offset - len(content)))
        return
    end = call.offset + min(count, len(call.content))
    content.extend(bytes(max(0, end - len(content))))
    content[call.offset : end] = call.content[: end - call.offset]


def cuts(
    calls: list[Call], folder: str, target: Path, count: int, *, seed: int = 1
) -> Iterator[tuple[Path, list[str]]]:
    """Yield ``count`` folders as power cuts at random moments leave them, and what was said."""
    generator = np.random.default_rng(seed)
    moments = sorted(generator.integers(1, len(calls) + 1, count).tolist())
    disk, said, done = Disk(folder), [], 0
    for number, moment in enumerate(moments):
        for call in calls[done:moment]:
            if call.name == "said":
                said.append(call.other)
            else:
                disk.do(call)
        done = moment
        place = target / str(number)
        place.mkdir(parents=True)
        disk.cut(place, generator)
        yield place, list(said)


def is_possible() -> bool:
    """Whether this computer has strace and lets it look."""
    try:
        done = subprocess.run(
            ["strace", "-o", os.devnull, sys.executable, "-c", ""],
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
