"""What `pip install` puts on a computer works there, away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S = 240


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command,
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the scripts' folder of an empty environment with nothing of ours but the wheel."""
    folder = tmp_path_factory.mktemp("away")
    source = folder / "source"
    # setuptools writes into the folder it builds from
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "tests", "__pycache__"),
    )
    built = run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)],
        source,
    )
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (wheel,) = folder.glob("innerscape-*.whl")
    made = run([sys.executable, "-m", "venv", "--without-pip", str(folder / "empty")], folder)
    assert made.returncode == 0, made.stderr
    python = _python(folder / "empty")
    _install(wheel, python, folder)
    return python.parent


def _python(environment: Path) -> Path:
    name = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    return environment / name


def _install(wheel: Path, python: Path, folder: Path) -> None:
    """Install the wheel; what it needs of others comes from here, our editable self does not."""
    done = run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "-q",
            "--no-deps",
            "--no-index",
            str(wheel),
        ],
        folder,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder
    )
    # a path in a .pth is only searched: the .pth files in there, our editable one, are not read
    names = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site.stdout.strip(), "of-others.pth").write_text("\n".join(sorted(names)), "utf-8")


def test_the_headset_room_and_pyopenxr_keep_their_names_apart(
    installed: Path, tmp_path: Path
) -> None:
    words = (
        "import xr, headset, app, widgets, inference, resources\n"
        "print(xr.__version__ if hasattr(xr, '__version__') else xr.XR_CURRENT_API_VERSION)\n"
        "print(headset.__file__)\nprint(app.__file__)\n"
        "import headset.runtime\n"
    )
    done = run([str(installed / "python"), "-c", words], tmp_path)
    assert done.returncode == 0, done.stderr
    _version, ours, application = done.stdout.split("\n")[:3]
    assert str(ROOT) not in ours + application
    assert Path(ours).parts[-3:] == ("site-packages", "headset", "__init__.py")


def test_the_doctor_answers_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    done = run(
        [str(installed / "innerscape"), "--home", str(tmp_path / "home"), "doctor", "--json"],
        tmp_path,
    )
    assert done.stdout, done.stderr
    sections = json.loads(done.stdout)
    assert {"versions", "graphics", "audio", "openxr", "fonts", "model", "library"} <= set(sections)
    assert sections["openxr"]["binding"]
    assert sections["fonts"]["ok"], "the fonts were not packed"
    assert sections["model"]["ok"], "the model was not packed"


def test_the_wheel_carries_every_resource(installed: Path, tmp_path: Path) -> None:
    words = "import resources, pathlib; print(pathlib.Path(resources.__file__).parent)"
    folder = Path(run([str(installed / "python"), "-c", words], tmp_path).stdout.strip())
    wanted = {
        path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted == {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
