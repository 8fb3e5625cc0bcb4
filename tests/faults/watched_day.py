"""Runs a day in the studio where every file and every socket of it is watched."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.faults import power

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 280.0
BETWEEN_S = 0.4
OWN_NETWORK = ("unshare", "--net", "--map-root-user")
# strace reads what each write is given before it happens, so that nothing is too short-lived
_WRITES = "write,pwrite64,writev,pwritev,pwritev2"
RECORDED = (
    *("strace", "-f", "-qq", "-y", "-xx", "-s", "67108864", "--seccomp-bpf"),
    *("-e", f"trace={_WRITES}", "-e", "signal=none", "-o"),
)
_HANDLE = re.compile(r"^\d+ +\w+\(\d+<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
# the last thing in the namespace: what its interfaces and its protocols have counted
DAY = (
    'counts="$1"; shift 1; "$@"; ended=$?; '
    'cat /proc/net/dev /proc/net/snmp > "$counts"; exit $ended'
)


class Recorder(threading.Thread):
    """Looks into every byte that is written to a file, as it is written.

    Attributes
    ----------
    found : set
        The files that clear text was written to; ``written`` has all of them, with how much.
    """

    def __init__(self, pipe: Path, needles: list[bytes]) -> None:
        super().__init__(name="recorder", daemon=True)
        self.found: set[str] = set()
        self.written: Counter[str] = Counter()
        self._pipe, self._needles = pipe, needles
        self._tails: dict[str, bytes] = {}
        self._longest = max(map(len, needles))
        os.mkfifo(pipe)

    def run(self) -> None:
        """Read what strace says until it ends."""
        with self._pipe.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                self.hear(line)

    def hear(self, line: str) -> None:
        """Look into one call."""
        handle = _HANDLE.match(line)
        path = _plain(handle[1]).decode("utf-8", "replace") if handle else ""
        # pipes and sockets between the program and its child are no files
        if not path.startswith("/") or path.startswith(("/dev/", "/proc/")):
            return
        written = b"".join(_plain(text) for text in _TEXT.findall(line, handle.end()))
        content = self._tails.get(path, b"") + written
        self._tails[path] = content[-self._longest :]
        self.written[path] += len(written)
        if any(needle in content for needle in self._needles):
            self.found.add(path)


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def may_unshare() -> bool:
    """Whether this account may have a network namespace of its own."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*OWN_NETWORK, "true"], capture_output=True, check=False).returncode == 0


@dataclass
class WatchedDay:
    """Where everything lies, and what was seen while the day went by.

    ``folder`` holds every file the program can make; the tour's own pictures and what watches
    it lie beside. ``found`` has files with clear text in them, ``elsewhere`` those written
    outside of the folder.
    """

    folder: Path
    beside: Path
    needles: list[bytes]
    has_own_network: bool
    ended: int = -1
    said: str = ""
    samples: int = 0
    names: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    recorder: Recorder | None = None
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "innerscape"

    @property
    def attempts(self) -> Path:
        return self.beside / "attempts"

    @property
    def banned(self) -> Path:
        return self.beside / "banned"

    @property
    def counts(self) -> Path:
        return self.beside / "counts"

    def spend(self) -> None:
        """Run the day to its end."""
        log = self.beside / "said"
        if power.is_possible():
            self.recorder = Recorder(self.beside / "calls", self.needles)
            self.recorder.start()
        with log.open("wb") as said:
            child = subprocess.Popen(
                self._command(),
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            self._watch(child)
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            self.ended = child.wait()
            self._hear_the_end()
            self.said = "".join(_read(path) for path in (log, *self._logs()))
        self.sample()

    def sample(self) -> None:
        """Look into every file that is new or has changed since the last time."""
        self.samples += 1
        # unlike `rglob`, a walk goes on where a folder went while we looked
        walked = ((Path(at), names) for at, _, names in os.walk(self.folder))
        for path in [at / name for at, names in walked for name in names]:
            try:
                status = path.stat()
                is_known = self._seen.get(path) == (status.st_mtime_ns, status.st_size)
                if not path.is_file() or is_known:
                    continue
                content = path.read_bytes()
            except OSError:
                # it went while we looked
                continue
            self._seen[path] = (status.st_mtime_ns, status.st_size)
            self.names.add(path.name)
            if any(needle in content for needle in self.needles):
                self.found.add(str(path.relative_to(self.folder)))

    def _hear_the_end(self) -> None:
        if self.recorder is None:
            return
        # where strace never began, nobody else has opened the other end
        os.close(os.open(self.beside / "calls", os.O_RDWR | os.O_NONBLOCK))
        self.recorder.join(60)
        inside = self.folder.parent
        for path in self.recorder.written:
            if not Path(path).is_relative_to(inside):
                self.elsewhere.add(path)
        for path in self.recorder.found:
            if not Path(path).is_relative_to(self.beside):
                self.found.add(path)

    def _logs(self) -> list[Path]:
        return sorted((self.home / "logs").glob("*.log"))

    def _watch(self, child: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + LIMIT_S
        while time.monotonic() < end:
            try:
                child.wait(BETWEEN_S)
            except subprocess.TimeoutExpired:
                self.sample()
                self._look_elsewhere(child.pid)
            else:
                return

    def _look_elsewhere(self, pid: int) -> None:
        """Note the files the program and its children have open to write outside of the folder."""
        try:
            for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
                for file in process.open_files():
                    is_written = getattr(file, "mode", "r") != "r"
                    is_inside = Path(file.path).is_relative_to(self.folder.parent)
                    if is_written and not is_inside:
                        self.elsewhere.add(file.path)
        except psutil.Error:
            # a process ended while we looked
            return

    def _command(self) -> list[str]:
        network = list(OWN_NETWORK) if self.has_own_network else []
        recorded = [*RECORDED, str(self.beside / "calls")] if self.recorder else []
        spent = [sys.executable, "-m", "tests.faults.secret_day"]
        spent += [str(self.home), str(self.beside / "pictures")]
        return [*network, "sh", "-c", DAY, "day", str(self.counts), *recorded, *spent]

    def _environment(self) -> dict[str, str]:
        folders = {"HOME": self.folder, "TMPDIR": self.folder / "tmp"}
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            folders[f"XDG_{name}_HOME"] = self.folder / f"xdg-{name.lower()}"
        folders["XDG_RUNTIME_DIR"] = self.folder / "xdg-runtime"
        folders["NUMBA_CACHE_DIR"] = self.folder / "compiled"
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = os.environ.get("NUMBA_CACHE_DIR", "")
        if Path(known).is_dir():
            # compiling is not what is looked at here
            shutil.copytree(known, folders["NUMBA_CACHE_DIR"], dirs_exist_ok=True)
        return {
            **os.environ,
            **{name: str(folder) for name, folder in folders.items()},
            "INNERSCAPE_HOME": str(self.home),
            "INNERSCAPE_ATTEMPTS": str(self.attempts),
            "INNERSCAPE_BANNED": str(self.banned),
            "PYTHONPATH": os.pathsep.join([str(NO_INTERNET), str(ROOT), str(ROOT / "xr")]),
            "QT_QPA_PLATFORM": screen(self.beside),
        }


def _read(path: Path) -> str:
    return f"--- {path.name}\n{path.read_text('utf-8', 'replace')[-4000:]}\n"


NO_INTERNET = ROOT / "tests" / "faults" / "no_internet"


def screen(folder: Path) -> str:
    """Return a platform without a display whose screen is large enough for the window."""
    one = {"name": "one", "x": 0, "y": 0, "width": 1600, "height": 1000}
    one |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = folder / "screen.json"
    config.write_text(json.dumps({"screens": [one]}), "utf-8")
    return f"offscreen:configfile={config}"
