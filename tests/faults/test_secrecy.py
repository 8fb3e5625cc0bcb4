"""A whole day in the studio: nothing goes out, and nothing lies in clear text on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import power
from tests.faults.painted import runs
from tests.faults.secret_day import LANGUAGE
from tests.faults.watched_day import (
    NO_INTERNET,
    RECORDED,
    Recorder,
    WatchedDay,
    may_unshare,
)
from widgets.tour.journey import PASSPHRASE, SAID

pytestmark = [
    pytest.mark.faults,
    pytest.mark.qt,
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filters are Linux's"),
]
# parts of what the day writes, as they would stand in a file that holds only a part of it
PHRASES = (
    "有点累", "今晚是我自己的", "打电话之前我很紧张", "松了一口气", "电话之后", "蓝色比我想的更宽",
    "My sister phoned", "laughed for an hour", "grateful for her", PASSPHRASE,
)  # fmt: skip
MADE = {"private.library", "private.library-wal", "private.keys", "settings.json", "events.log"}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "unicode-escape", "gb18030")
ATTEMPTS = {
    "a socket": "import socket; socket.socket(socket.AF_INET)",
    "a socket of the newer kind": "import socket; socket.socket(socket.AF_INET6)",
    "a socket asked for in C": "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)",
    "a spawned child's socket": (
        "import multiprocessing, socket; "
        "child = multiprocessing.get_context('spawn').Process(target=socket.socket, args=(2,)); "
        "child.start(); child.join()"
    ),
}


def needles() -> list[bytes]:
    return [phrase.encode(name) for phrase in PHRASES for name in ENCODINGS]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> WatchedDay:
    """The day, spent once for all tests."""
    folder = tmp_path_factory.mktemp("day")
    for name in ("files", "beside"):
        (folder / name).mkdir()
    spent = WatchedDay(folder / "files", folder / "beside", needles(), may_unshare())
    spent.spend()
    return spent


def test_what_the_day_writes_is_what_is_looked_for() -> None:
    said = SAID[LANGUAGE]
    written = "\n".join((said.check_in, said.page, said.title, said.words, PASSPHRASE))
    assert [phrase for phrase in PHRASES if phrase not in written] == []


def test_the_whole_day_comes_about_without_a_network(day: WatchedDay) -> None:
    assert day.ended == 0, day.said


def test_requirement_01_no_flow_asks_for_an_outbound_socket(day: WatchedDay) -> None:
    assert day.attempts.read_text("utf-8", "replace") == ""
    banned = day.banned.read_bytes()
    # the studio and the inference child it spawned were both under the ban
    assert b"tests.faults.secret_day" in banned
    assert b"--multiprocessing-fork" in banned


def test_requirement_01_not_one_packet_left_a_network_of_its_own(day: WatchedDay) -> None:
    if not day.has_own_network:
        pytest.skip("this account may not have a network namespace of its own")
    devices, protocols = split_counts(day.counts.read_text("utf-8"))
    assert set(devices) == {"lo"}
    assert devices["lo"] == 0
    assert {name: protocols[name] for name in WAYS_OUT} == dict.fromkeys(WAYS_OUT, 0)


WAYS_OUT = ("Ip.OutRequests", "Ip.OutNoRoutes", "Tcp.ActiveOpens", "Udp.OutDatagrams")


def split_counts(text: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return bytes sent by device, and the counts of the protocols by name."""
    devices: dict[str, int] = {}
    protocols: dict[str, int] = {}
    lines = text.splitlines()
    for line in lines:
        name, _, counts = line.strip().partition(":")
        if len(counts.split()) == 16 and "|" not in line and not name[0].isupper():
            devices[name] = int(counts.split()[8])
    headed = [line for line in lines if line.partition(":")[0] in ("Ip", "Tcp", "Udp")]
    for names, values in zip(headed[::2], headed[1::2], strict=True):
        kind = names.partition(":")[0]
        for name, value in zip(names.split()[1:], values.split()[1:], strict=True):
            protocols[f"{kind}.{name}"] = int(value)
    return devices, protocols


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_ban_notices(attempt: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(NO_INTERNET),
        "INNERSCAPE_ATTEMPTS": str(tmp_path / "attempts"),
        "INNERSCAPE_BANNED": str(tmp_path / "banned"),
    }
    child = [sys.executable, "-c", ATTEMPTS[attempt]]
    subprocess.run(child, env=environment, capture_output=True, timeout=60, check=False)
    assert "most recent call first" in (tmp_path / "attempts").read_text("utf-8")


def test_the_ban_leaves_pipes_and_local_sockets_alone(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(NO_INTERNET),
        "INNERSCAPE_ATTEMPTS": str(tmp_path / "attempts"),
        "INNERSCAPE_BANNED": str(tmp_path / "banned"),
    }
    code = "import socket; a, b = socket.socketpair(); a.send(b'.'); socket.socket(socket.AF_UNIX)"
    done = subprocess.run([sys.executable, "-c", code], env=environment, timeout=60, check=False)
    assert done.returncode == 0
    assert (tmp_path / "attempts").read_bytes() == b""


def test_requirement_02_no_phrase_stands_in_clear_text_in_any_file_at_any_time(
    day: WatchedDay,
) -> None:
    assert day.samples > 20
    assert day.names >= MADE
    assert day.found == set()


def test_requirement_02_nothing_was_written_in_clear_be_it_for_a_millisecond(
    day: WatchedDay,
) -> None:
    if day.recorder is None:
        pytest.skip("strace is not here, or may not look")
    written = day.recorder.written
    names = {Path(path).name for path in written}
    assert names >= {"private.library", "private.library-wal", "private.keys.new", "events.log"}
    # a backup was made, and a page erased
    assert any(".unfinished/" in path for path in written)
    assert any(name.startswith("private.library.anew") for name in names)
    assert sum(written.values()) > 100_000
    beside = [path for path in day.recorder.found if Path(path).is_relative_to(day.beside)]
    assert day.recorder.found == set(beside)


def test_requirement_02_no_colour_stands_in_clear_in_any_file(day: WatchedDay) -> None:
    painted = runs(day.home, PASSPHRASE)
    assert len(painted) > 40
    files = [path for path in day.folder.rglob("*") if path.is_file()]
    contents = ((path.name, path.read_bytes()) for path in files)
    found = {name for name, content in contents if any(run in content for run in painted)}
    assert found == set()


def test_everything_the_day_writes_lies_where_it_is_looked_for(day: WatchedDay) -> None:
    assert day.elsewhere == set()
    strangers = [name for name in day.names if "onnxruntime" in name or name == "deviceid"]
    assert strangers == []


def test_the_recorder_finds_what_is_gone_at_once_and_what_is_written_in_two_parts(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "calls", needles())
    if not power.is_possible():
        pytest.skip("strace is not here, or may not look")
    recorder.start()
    code = (
        "import os, sys; words = sys.argv[1].encode('utf-16-le'); "
        "file = open('draft.tmp', 'wb', 0); file.write(words); os.unlink('draft.tmp'); "
        "file = open('halves.tmp', 'wb', 0); file.write(words[:5]); file.write(words[5:]); "
        "os.writev(os.open('lines.tmp', os.O_CREAT | os.O_WRONLY), [b'a', words]); "
        "print('nothing', file=open('clean.tmp', 'w'))"
    )
    command = [*RECORDED, str(tmp_path / "calls"), sys.executable, "-c", code, PHRASES[3]]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    recorder.join(60)
    found = {Path(path).name.removesuffix("(deleted)") for path in recorder.found}
    assert found == {"draft.tmp", "halves.tmp", "lines.tmp"}
    assert str(tmp_path / "clean.tmp") in recorder.written


def test_the_look_into_files_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    leaky = WatchedDay(tmp_path / "files", tmp_path, needles(), has_own_network=False)
    (tmp_path / "files" / "draft.tmp").write_bytes(b"\0\1" + PHRASES[3].encode("utf-16-be"))
    leaky.sample()
    assert leaky.found == {"draft.tmp"}
