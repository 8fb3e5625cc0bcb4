"""The log says what kind of thing happened and never what somebody wrote."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.logs import CRASHES, EVENTS, FILE, MOST_REPEATS, Logs, files_of

ROOT = Path(__file__).resolve().parents[2]
LOGGING = {"debug", "info", "warning", "error", "exception", "critical", "log"}
# what people write; no part of a file name or of an event
phrases = st.text(min_size=6).map(lambda words: f"[{words}] dear diary")
OURS = logging.getLogger("app.somewhere")


class Colour(Enum):
    BLUE = 1


@pytest.fixture(autouse=True)
def _as_started_by_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the ear of the test runner, which is told of errors in words."""
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    logs = Logs(tmp_path / "logs")
    logs.begin()
    yield tmp_path / "logs"
    logs.end()


def written(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in files_of(folder))


def raise_from_afar(phrase: str, kind: type[BaseException]) -> None:
    inner = phrase.upper()
    if inner is not None:
        raise kind(phrase) from ValueError(inner)


@given(phrase=phrases, kind=st.sampled_from([ValueError, KeyError, OSError, RuntimeError]))
def test_an_error_is_logged_by_its_type_and_its_lines_and_never_by_its_message(
    tmp_path_factory: pytest.TempPathFactory, phrase: str, kind: type[BaseException]
) -> None:
    folder = tmp_path_factory.mktemp("logs")
    logs = Logs(folder)
    logs.begin()
    try:
        try:
            raise_from_afar(phrase, kind)
        except BaseException as error:
            sys.excepthook(type(error), error, error.__traceback__)
            OURS.warning("a change was refused: %s", error)
            OURS.error(phrase)
            OURS.error(phrase, exc_info=error)
    finally:
        logs.end()
    found = written(folder)
    assert f"an error was not caught: {kind.__name__}" in found
    assert "test_logs.py:" in found
    assert "raise_from_afar" in found
    assert "dear diary" not in found
    assert "DEAR DIARY" not in found
    assert "a change was refused" not in found


@given(phrase=phrases)
def test_no_argument_that_could_hold_words_is_written(
    tmp_path_factory: pytest.TempPathFactory, phrase: str
) -> None:
    folder = tmp_path_factory.mktemp("logs")
    logs = Logs(folder)
    logs.begin()
    try:
        for argument in (phrase, "mother", [phrase], {"a": phrase}, Path(phrase.strip("\0"))):
            OURS.warning("a change was refused: %s", argument)
            logging.getLogger("a.library").error("a change was refused: %s", argument)
    finally:
        logs.end()
    assert written(folder) == ""


def test_numbers_enums_and_types_of_errors_are_written(folder: Path) -> None:
    OURS.info("the studio began")
    OURS.warning("a change was refused: %s", Colour.BLUE)
    OURS.warning("a change was refused: %s", 17)
    OURS.warning("a change was refused: %s", "ZeroDivisionError")
    found = written(folder)
    assert "INFO app.somewhere: the studio began\n" in found
    assert "refused: 17\n" in found
    assert "Colour.BLUE" in found
    assert "ZeroDivisionError" in found


def test_an_error_in_a_thread_is_logged_without_its_message(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise LookupError("dear diary")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    for place in (written(folder), said):
        assert "LookupError" in place
        assert "dear diary" not in place


def test_the_same_error_again_and_again_pushes_nothing_out(folder: Path) -> None:
    OURS.info("the studio began")
    for _ in range(5000):
        OURS.warning("kernels not filled: %s", "OSError")
    found = written(folder)
    assert found.count("kernels not filled") == MOST_REPEATS
    assert "the studio began" in found


def test_a_crash_leaves_lines_of_code_no_words_and_no_image_of_memory(tmp_path: Path) -> None:
    program = (
        "import resource, ctypes\n"
        "from pathlib import Path\n"
        "from app.services.logs import Logs\n"
        f"Logs(Path({str(tmp_path)!r})).begin()\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0\n"
        "words = 'dear ' + 'diary'\n"
        "ctypes.string_at(0)\n"
    )
    if sys.platform == "win32":
        pytest.skip("Windows keeps no such image")
    child = [sys.executable, "-c", program]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode < 0
    found = (tmp_path / CRASHES).read_text("utf-8")
    assert "Segmentation fault" in found
    assert "dear diary" not in found
    logs = Logs(tmp_path)
    logs.begin()
    logs.end()
    assert "the run before this one ended in a crash" in (tmp_path / FILE).read_text("utf-8")


def test_where_nothing_can_be_written_the_studio_works_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file stands here", "utf-8")
    logs = Logs(tmp_path / "logs")
    logs.begin()
    OURS.info("the studio ended")
    logs.end()
    assert (tmp_path / "logs").read_text("utf-8") == "a file stands here"


def test_every_event_the_program_logs_is_known_and_every_known_one_is_logged() -> None:
    found = set()
    for room in ("app", "widgets", "inference", "xr"):
        for path in (ROOT / room).rglob("*.py"):
            if "training" not in path.parts:
                found |= set(events_in(path))
    assert found == EVENTS


def events_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        on = ast.unparse(node.func.value)
        if node.func.attr in LOGGING and ("logg" in on or on == "log"):
            assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
            yield str(node.args[0].value)
