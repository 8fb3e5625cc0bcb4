"""The log: which kind of thing happened, how often and when; never what somebody wrote.

Only the sentences in `EVENTS` are written, filled in with numbers, members of enums and the names
of error types. Whatever else is logged, by us or by a library, is left out. An error nobody caught
is written as its type and the lines it went through, without its message.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Final

EVENTS: Final = frozenset(
    {
        "the studio began",
        "the studio ended",
        "a library was opened",
        "a library was closed",
        "the computer goes to sleep",
        "the run before this one ended in a crash",
        "an error was not caught: %s",
        "kernels not filled: %s",
        "one copy of a key file was mended",
        "a change was refused: %s",
        "no backup was made at the end: %s",
        "no thumbnail was made: %s",
    }
)
ROOMS: Final = ("app", "widgets", "inference", "headset")
FILE: Final = "events.log"
CRASHES: Final = "crash.log"
LARGEST_BYTES: Final = 256 * 1024
OLD_FILES: Final = 3
# the same thing again and again must not push out what came before it
MOST_REPEATS: Final = 20
_DEEPEST: Final = 30


class OnlyEvents(logging.Filter):
    """Lets through what `EVENTS` knows, with harmless arguments, and no more often than needed."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: Counter[tuple[object, ...]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record may be written."""
        arguments = _arguments(record)
        if record.msg not in EVENTS or not all(map(is_harmless, arguments)):
            return False
        key = (record.msg, *map(str, arguments), *_places(record))
        self._seen[key] += 1
        return self._seen[key] <= MOST_REPEATS


class _Plain(logging.Formatter):
    """A line for an event, and one for every line of code an error went through."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines; the message of an error is not among them."""
        event = f"{self.formatTime(record)} {record.levelname} {record.name}: {record.getMessage()}"
        return "\n".join([event, *(f"    {place}" for place in _places(record))])


def is_harmless(argument: object) -> bool:
    """Whether a value can hold nothing that somebody wrote."""
    if isinstance(argument, Enum | bool | int | float):
        return True
    return isinstance(argument, str) and argument in _names_of_errors()


class Logs:
    """Writes the log of one home folder, from `begin` to `end`.

    Parameters
    ----------
    folder : Path
        Made if needed. Where it cannot be made or written, nothing is logged and all else works.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handler: logging.Handler | None = None
        self._crashes: IO[bytes] | None = None
        self._hooks_before = (sys.__excepthook__, threading.__excepthook__)

    def begin(self) -> None:
        """Log from now on, errors nobody catches too; keep no memory image of a crash."""
        _keep_no_core()
        self._hooks_before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handler = _file_handler(self._folder / FILE)
            has_crashed = self._watch_for_crashes()
        except OSError:
            return
        logging.getLogger().addHandler(self._handler)
        for room in ROOMS:
            logging.getLogger(room).setLevel(logging.INFO)
        if has_crashed:
            logging.getLogger(__name__).warning("the run before this one ended in a crash")

    def end(self) -> None:
        """Let go of the files and put back what was there before."""
        sys.excepthook, threading.excepthook = self._hooks_before
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            self._handler = None
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
            self._crashes = None

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _note(kind, error, trace)
        before = self._hooks_before[0]
        if before is not sys.__excepthook__:
            # somebody who runs us asked to be told
            before(kind, error, trace)

    def _uncaught_in_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and given.exc_type is not SystemExit:
            _note(given.exc_type, given.exc_value, given.exc_traceback)

    def _watch_for_crashes(self) -> bool:
        """Let a crash of the interpreter leave its lines; return whether the last run did."""
        path = self._folder / CRASHES
        has_crashed = path.exists() and path.stat().st_size > 0
        if has_crashed:
            path.replace(path.with_suffix(".before.log"))
        if not faulthandler.is_enabled():
            # the interpreter writes into it while it falls: only files, lines and functions
            self._crashes = path.open("wb")
            faulthandler.enable(self._crashes, all_threads=True)
        return has_crashed


def files_of(folder: Path) -> list[Path]:
    """Return the log files in a folder, the newest of each kind first."""
    return sorted(path for path in folder.glob("*.log*") if path.is_file())


def _file_handler(path: Path) -> logging.Handler:
    handler = RotatingFileHandler(
        path, maxBytes=LARGEST_BYTES, backupCount=OLD_FILES, encoding="utf-8"
    )
    handler.addFilter(OnlyEvents())
    handler.setFormatter(_Plain())
    return handler


def _arguments(record: logging.LogRecord) -> tuple[object, ...]:
    if isinstance(record.args, tuple):
        return record.args
    return (record.args,) if record.args else ()


def _places(record: logging.LogRecord) -> list[str]:
    """Return the lines of code an error went through, the last one last."""
    if not isinstance(record.exc_info, tuple) or record.exc_info[2] is None:
        return []
    frames = traceback.extract_tb(record.exc_info[2])[-_DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(path: str) -> str:
    """Return the end of a path: its beginning may hold the name of a person."""
    return "/".join(Path(path).parts[-3:])


def _names_of_errors() -> set[str]:
    return {kind.__name__ for kind in _kinds(BaseException)}


def _kinds(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an error nobody caught, and say it in the same words where the program was started."""
    logger = logging.getLogger(__name__)
    event, found = "an error was not caught: %s", (kind, error, trace)
    logger.error("an error was not caught: %s", kind.__name__, exc_info=found)
    # a desktop keeps what programs say here in a file of its own: the message stays out of it too
    record = logger.makeRecord(logger.name, logging.ERROR, "", 0, event, (kind.__name__,), found)
    sys.stderr.write(_Plain().format(record) + "\n")


def _keep_no_core() -> None:
    """Let the system write no image of our memory, which would hold pages in clear."""
    try:
        import resource
    except ImportError:
        # Windows keeps none unless its owner asked for it
        return
    hardest = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0, hardest))
