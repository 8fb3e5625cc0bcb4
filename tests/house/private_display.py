"""GL tests need a real display; where there is none they run in a child on a private one.

One process has one Qt platform. So, without a display, everything else runs off-screen here (or
in the workers it is shared out to), and the tests marked ``gl`` run in one child process under
Xvfb, whose reports are shown as our own.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

REPORTS = "INNERSCAPE_TEST_REPORTS"
SCREEN = "-screen 0 1600x1000x24 -nolisten tcp"
LIMIT_S = 1200
_ENDED_WELL = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
_away = pytest.StashKey[bool]()


def _is_without_display() -> bool:
    return sys.platform == "linux" and os.environ.get("QT_QPA_PLATFORM") == "offscreen"


def _goes_away(config: pytest.Config) -> bool:
    return _is_without_display() and not config.option.collectonly


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the GL tests to the child, or say why nobody runs them."""
    if not _goes_away(config):
        return
    away = [item for item in items if item.get_closest_marker("gl")]
    if not shutil.which("xvfb-run"):
        reason = pytest.mark.skip(reason="no display here, and Xvfb is not installed")
        for item in away:
            item.add_marker(reason)
    elif away:
        items[:] = [item for item in items if item not in away]
        config.stash[_away] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[object]:
    """Run the GL tests in a child, beside the others where those are shared out to workers."""
    config = session.config
    # who shares out to workers has collected nothing; whether there is a GL test the child tells
    is_shared_out = bool(config.getoption("numprocesses", default=None)) and not _is_worker(config)
    is_mine = config.stash.get(_away, False) and not _is_worker(config)
    is_possible = _goes_away(config) and shutil.which("xvfb-run") is not None
    if is_shared_out and is_possible:
        with ThreadPoolExecutor(1) as beside:
            child = beside.submit(_run_on_private_display, config)
            outcome = yield
            _report(session, child.result())
        return outcome
    outcome = yield
    if is_mine and not session.shouldfail and not session.shouldstop:
        _report(session, _run_on_private_display(config))
    return outcome


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In the child: hand every report up."""
    path = os.environ.get(REPORTS)
    if path and _Config.current is not None:
        hook = _Config.current.hook
        row = hook.pytest_report_to_serializable(config=_Config.current, report=report)
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


@dataclass
class _Outcome:
    child: subprocess.CompletedProcess[str]
    rows: list[dict[str, object]]


class _Config:
    current: pytest.Config | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Remember the configuration that turns reports into rows."""
    _Config.current = config


def _run_on_private_display(config: pytest.Config) -> _Outcome:
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports.jsonl"
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", REPORTS: str(reports)}
        marked = config.option.markexpr
        command = ["xvfb-run", "-a", "-s", SCREEN, sys.executable, "-m", "pytest", "-q"]
        command += ["-p", "no:cacheprovider", "-m", f"({marked}) and gl" if marked else "gl"]
        command += ["-k", config.option.keyword] if config.option.keyword else []
        child = _run([*command, *config.args], config.rootpath, environment)
        rows = reports.read_text("utf-8").splitlines() if reports.exists() else []
    return _Outcome(child, [json.loads(row) for row in rows])


def _report(session: pytest.Session, outcome: _Outcome) -> None:
    config, child = session.config, outcome.child
    begun: list[str] = []
    for row in outcome.rows:
        report = config.hook.pytest_report_from_serializable(config=config, data=row)
        if report.when == "setup":
            session.testscollected += 1
            begun.append(report.nodeid)
        elif report.when == "teardown":
            begun.remove(report.nodeid)
        config.hook.pytest_runtest_logreport(report=report)
    if begun or child.returncode not in _ENDED_WELL:
        _report_as_crashed(session, begun, child)


def _run(
    command: list[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            out, err = child.communicate(timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            out, err = child.communicate()
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def _report_as_crashed(
    session: pytest.Session, begun: list[str], child: subprocess.CompletedProcess[str]
) -> None:
    words = (
        f"The run on the private display ended with {child.returncode} before it was done.\n"
        f"{child.stdout[-3000:]}\n{child.stderr[-3000:]}"
    )
    nodeid = begun[-1] if begun else "the run on the private display"
    report = pytest.TestReport(
        nodeid, (nodeid, None, nodeid), {}, outcome="failed", longrepr=words, when="call"
    )
    session.config.hook.pytest_runtest_logreport(report=report)
