"""What every test stands on: a home of its own, no network, a display, nothing left behind."""

from __future__ import annotations

import gettext
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "house"))

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
if (ROOT / ".venv").is_dir():
    os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".venv" / "numba-cache"))
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=400, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

pytest_plugins = ["private_display", "nothing_left"]

_HOME = tempfile.TemporaryDirectory(prefix="innerscape-tests-", ignore_cleanup_errors=True)


def _no_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        import socket

        family = getattr(arguments[0], "family", None)
        if family in (socket.AF_INET, socket.AF_INET6):
            raise OSError(f"the program reached for the network: {arguments[1]}")


def pytest_configure() -> None:
    """Give the whole run a home of its own and take the network away."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = _HOME.name
    os.environ["INNERSCAPE_HOME"] = str(Path(_HOME.name) / "innerscape")
    sys.addaudithook(_no_network)


def pytest_unconfigure() -> None:
    """Take the home away again."""
    _HOME.cleanup()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call what has a uid by its name: its repr may differ from process to process."""
    return getattr(val, "name", None) if hasattr(val, "uid") else None


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test find another one's library or settings."""
    monkeypatch.setenv("INNERSCAPE_HOME", str(tmp_path / "innerscape-home"))


@pytest.fixture(autouse=True)
def _speaking_english() -> Iterator[None]:
    """Put the language back that a test changed."""
    from app.model.words import use_translations

    yield
    use_translations(gettext.NullTranslations(), "en")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """Let GL canvases share their objects; it must be said before there is a QApplication."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtWidgets import QApplication

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return QApplication
