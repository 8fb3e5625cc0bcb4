"""GL tests need a real display; where there is none they run in a child on a private one.

One process has one Qt platform. So, without a display, everything else runs off-screen here, and
the tests marked ``gl`` run in one child process under Xvfb, whose reports are shown as our own.
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
from pathlib import Path

import pytest

REPORTS = "INNERSCAPE_TEST_REPORTS"
SCREEN = "-screen 0 1600x1000x24 -nolisten tcp"
LIMIT_S = 1200


def _is_without_display() -> bool:
    return sys.platform == "linux" and os.environ.get("QT_QPA_PLATFORM") == "offscreen"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say why GL tests are left out where there is neither a display nor Xvfb."""
    if not _is_without_display() or shutil.which("xvfb-run"):
        return
    reason = pytest.mark.skip(reason="no display here, and Xvfb is not installed")
    for item in items:
        if item.get_closest_marker("gl"):
            item.add_marker(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[object]:
    """Run the GL tests in a child after all others."""
    away: list[pytest.Item] = []
    if _is_without_display() and shutil.which("xvfb-run") and not session.config.option.collectonly:
        away = [item for item in session.items if item.get_closest_marker("gl")]
        session.items[:] = [item for item in session.items if item not in away]
    outcome = yield
    if away and not session.shouldfail and not session.shouldstop:
        _run_on_private_display(session, away)
    return outcome


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In the child: hand every report up."""
    path = os.environ.get(REPORTS)
    if path and _Config.current is not None:
        hook = _Config.current.hook
        row = hook.pytest_report_to_serializable(config=_Config.current, report=report)
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


class _Config:
    current: pytest.Config | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Remember the configuration that turns reports into rows."""
    _Config.current = config


def _run_on_private_display(session: pytest.Session, items: list[pytest.Item]) -> None:
    config = session.config
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports.jsonl"
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", REPORTS: str(reports)}
        command = ["xvfb-run", "-a", "-s", SCREEN, sys.executable, "-m", "pytest", "-q"]
        command += ["-p", "no:cacheprovider", *(item.nodeid for item in items)]
        child = _run(command, config.rootpath, environment)
        rows = reports.read_text("utf-8").splitlines() if reports.exists() else []
    ended = set()
    for row in rows:
        report = config.hook.pytest_report_from_serializable(config=config, data=json.loads(row))
        if report.when == "teardown":
            ended.add(report.nodeid)
        config.hook.pytest_runtest_logreport(report=report)
    for item in items:
        if item.nodeid not in ended:
            _report_as_crashed(item, child)


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


def _report_as_crashed(item: pytest.Item, child: subprocess.CompletedProcess[str]) -> None:
    words = (
        f"The run on the private display ended with {child.returncode} before this test did.\n"
        f"{child.stdout[-3000:]}\n{child.stderr[-3000:]}"
    )
    report = pytest.TestReport(
        item.nodeid, item.location, {}, outcome="failed", longrepr=words, when="call"
    )
    item.config.hook.pytest_runtest_logreport(report=report)
