"""What the doctor asks about windows, sound and fonts.

Qt ends the process where a display or a library is missing, and a sound server may hang: so Qt is
asked in a child process, ``python -m widgets.diagnosis``, which answers in JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from app.model.words import Sentence
from app.services.doctor import Section

LIMIT_S = 20.0


def graphics() -> Section:
    """Return what draws the canvas here, and why."""
    from widgets.canvas.choose_presenter import choose, renderer_from_child

    renderer = renderer_from_child()
    choice = choose(renderer)
    facts = {"renderer": renderer, "presenter": choice.name, "reason": str(choice.reason)}
    return Section("graphics", True, choice.reason, facts)


def audio() -> Section:
    """Return where sound can go."""
    outputs = _asked()["audio_outputs"]
    if outputs:
        words = Sentence("Sound can go to: {names}.", {"names": ", ".join(map(str, outputs))})
    else:
        words = Sentence("There is no sound output here: everything works, in silence.")
    return Section("audio", True, words, {"outputs": outputs})


def fonts() -> Section:
    """Return whether the fonts of the program load."""
    missing = _asked()["missing_fonts"]
    if missing:
        words = Sentence(
            "Some fonts do not load: {names}. The system's own stand in for them. "
            "Please install Innerscape again.",
            {"names": ", ".join(map(str, missing))},
        )
        return Section("fonts", False, words, {"missing": missing})
    return Section("fonts", True, Sentence("All fonts of the program load."), {"missing": []})


def _asked() -> dict[str, list[str]]:
    """Return the child's answer.

    Raises
    ------
    RuntimeError
        If Qt cannot start at all; with the last line it said.
    """
    child = subprocess.run(
        [sys.executable, "-m", "widgets.diagnosis"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    if child.returncode:
        raise RuntimeError((child.stderr.strip().splitlines() or [str(child.returncode)])[-1])
    answer: dict[str, list[str]] = json.loads(child.stdout.splitlines()[-1])
    return answer


def _answer() -> dict[str, list[str]]:
    from PySide6.QtGui import QFontDatabase, QGuiApplication
    from PySide6.QtMultimedia import QMediaDevices

    from widgets.fonts import CHINESE, HEADINGS, WORDS, load_fonts

    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    families = set(QFontDatabase.families())
    answer = {
        "audio_outputs": [device.description() for device in QMediaDevices.audioOutputs()],
        "missing_fonts": [name for name in (WORDS, HEADINGS, CHINESE) if name not in families],
    }
    application.quit()
    return answer


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_answer()) + "\n")
