"""The studio and its inference process: it comes, dies, comes back, and goes for good."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest

from app.services.inference import InferenceClient, InferenceUnavailableError
from inference.settings import shipped_folder

pytestmark = pytest.mark.model

SAD = "I miss my grandmother so much, it makes me want to cry."
LONG = "I walked along the river and thought about the old bridge again. " * 120
WAIT_S = 120


class Watched:
    """A client with the states it went through."""

    def __init__(self, folder: Path) -> None:
        self.client = InferenceClient(folder)
        self.states: list[str] = []
        self._changed = threading.Condition()
        self.client.state_changed.connect(self._noted)

    def _noted(self, state: str) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait_for(self, state: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: state in self.states, WAIT_S), self.states


Start = Callable[[Path], Watched]


@pytest.fixture
def start() -> Iterator[Start]:
    begun: list[Watched] = []

    def _start(folder: Path) -> Watched:
        begun.append(Watched(folder))
        begun[-1].client.start()
        return begun[-1]

    yield _start
    for each in begun:
        each.client.stop().result(WAIT_S)


def _workers() -> list[psutil.Process]:
    """Spawned children of this process; Python's own resource tracker is not one of them."""
    return [child for child in psutil.Process().children() if _is_worker(child)]


def _is_worker(child: psutil.Process) -> bool:
    try:
        return any("spawn_main" in word for word in child.cmdline())
    except psutil.Error:  # it has just ended
        return False


def test_a_text_is_read_in_another_process(start: Start) -> None:
    watched = start(shipped_folder())
    reading = watched.client.estimate(SAD).result(WAIT_S)
    assert reading.labels[0].name == "sadness"
    assert watched.states[:2] == ["starting", "ready"]
    evidence = watched.client.evidence(SAD, "sadness").result(WAIT_S)
    assert evidence.weights
    assert [child.nice() > 0 for child in _workers()] == [True]


def test_a_killed_process_comes_back_and_the_next_text_is_read(start: Start) -> None:
    watched = start(shipped_folder())
    watched.client.estimate(SAD).result(WAIT_S)
    os.kill(_workers()[0].pid, signal.SIGKILL)
    assert watched.client.estimate(SAD).result(WAIT_S).labels[0].name == "sadness"
    watched.wait_for("restarting")
    assert watched.client.state == "ready"


def test_what_was_being_read_when_the_process_died_is_read_again(start: Start) -> None:
    watched = start(shipped_folder())
    watched.client.estimate(SAD).result(WAIT_S)
    reading = watched.client.estimate(LONG)
    os.kill(_workers()[0].pid, signal.SIGKILL)
    assert len(reading.result(WAIT_S).parts) == 120


def test_stopping_cancels_at_once_and_leaves_no_process(start: Start) -> None:
    watched = start(shipped_folder())
    watched.client.estimate(SAD).result(WAIT_S)
    waiting = [watched.client.estimate(LONG) for _ in range(20)]
    gone = watched.client.stop()
    assert all(each.cancelled() for each in waiting)
    gone.result(WAIT_S)
    assert _workers() == []
    assert watched.client.state == "off"
    with pytest.raises(InferenceUnavailableError, match=r"switched off.*pages are safe"):
        watched.client.estimate(SAD).result(WAIT_S)


def test_it_can_be_stopped_while_it_starts_and_started_again(start: Start) -> None:
    watched = start(shipped_folder())
    watched.client.stop().result(WAIT_S)
    assert _workers() == []
    watched.client.start()
    assert watched.client.estimate(SAD).result(WAIT_S).labels


def test_cancelled_evidence_ends_and_the_next_request_is_answered(start: Start) -> None:
    watched = start(shipped_folder())
    watched.client.estimate(SAD).result(WAIT_S)
    first = watched.client.evidence(LONG, "sadness")
    second = watched.client.evidence(LONG, "joy")
    watched.client.cancel_evidence()
    for each in (first, second):
        with pytest.raises(CancelledError):
            each.result(WAIT_S)
    third = watched.client.evidence(SAD, "sadness")
    assert third.result(WAIT_S).weights
    assert watched.client.state == "ready"


@pytest.mark.parametrize("damage", ["no folder", "no weights", "torn weights", "torn settings"])
def test_a_missing_or_torn_model_is_said_kindly(start: Start, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "model"
    if damage != "no folder":
        shutil.copytree(shipped_folder(), folder, ignore=shutil.ignore_patterns("adapter"))
    if damage == "no weights":
        (folder / "model.onnx").unlink()
    if damage == "torn weights":
        (folder / "model.onnx").write_bytes(b"\x08\x09torn")
    if damage == "torn settings":
        (folder / "settings.json").write_text('{"format": 1', encoding="utf-8")
    watched = start(folder)
    reading = watched.client.estimate(SAD)
    with pytest.raises(InferenceUnavailableError) as told:
        reading.result(WAIT_S)
    watched.wait_for("unavailable")
    assert "missing or damaged" in str(told.value)
    assert "pages are safe" in str(told.value)
    assert "Install Innerscape again" in str(watched.client.problem)


def test_a_process_that_keeps_dying_is_given_up_kindly(start: Start) -> None:
    watched = start(shipped_folder())
    watched.client.estimate(SAD).result(WAIT_S)
    is_over = threading.Event()

    def kill() -> None:
        while not is_over.wait(0.01):
            for child in _workers():
                child.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(InferenceUnavailableError, match="keeps stopping"):
            watched.client.estimate(LONG).result(WAIT_S)
    finally:
        is_over.set()
        killer.join()


def test_asking_never_holds_up_the_studio(start: Start) -> None:
    began = time.process_time()
    watched = start(shipped_folder())
    answers = [watched.client.estimate(SAD) for _ in range(50)]
    # Its own processor time, not the clock: other programs may be busy.
    assert time.process_time() - began < 0.25
    assert all(each.result(WAIT_S).labels for each in answers)


_PROGRAM = """
import sys
from app.services.inference import InferenceClient
from inference.settings import shipped_folder

if __name__ == "__main__":
    client = InferenceClient(shipped_folder())
    client.start()
    assert client.estimate("I miss my grandmother so very much.").result(120).labels
    heavy = {"torch", "transformers", "onnxruntime", "tokenizers", "peft", "numba"}
    print(sorted(heavy & set(sys.modules)))
    if "--die" in sys.argv:
        import os, multiprocessing
        print(multiprocessing.active_children()[0].pid, flush=True)
        os.kill(os.getpid(), 9)
    client.stop().result(60)
"""


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = folder / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    root = Path(__file__).resolve().parent.parent.parent
    return subprocess.run(
        [sys.executable, str(program), *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )


def test_the_studio_itself_never_loads_a_model_library(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0] == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not a thing there")
def test_a_killed_studio_leaves_no_inference_process(tmp_path: Path) -> None:
    pid = int(_run(tmp_path, "--die").stdout.split()[-1])
    try:
        psutil.Process(pid).wait(WAIT_S)
    except psutil.NoSuchProcess:
        return
    assert not psutil.pid_exists(pid)
