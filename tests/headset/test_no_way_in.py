"""Where there is no way inside, a person is told why and what to do, and nothing is begun."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from headset.immersion import Phase
from inside_parts import room_to_enter
from space_parts import page

pytestmark = [pytest.mark.headset]

# in a process of its own: the loader keeps what it found first
TRY = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
application = QApplication([])
from inside_parts import room_to_enter
from space_parts import page
from app.model.words import PersonError
with room_to_enter(*page()) as room:
    before = room.renderer.render((64, 48), __import__("app.scene.camera").scene.camera.Camera())
    told = []
    for _ in range(2):
        try:
            room.immersion.begin()
        except PersonError as error:
            told.append(str(error))
    after = room.renderer.render((64, 48), __import__("app.scene.camera").scene.camera.Camera())
    print(json.dumps([told, bool((before == after).all()), room.immersion.phase]))
"""


def tried(**environment: str) -> str:
    """Return what a person is told who tries twice in such surroundings."""
    run = subprocess.run(
        [sys.executable, "-c", TRY, json.dumps(sys.path)],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told, is_desktop_same, phase = json.loads(run.stdout.splitlines()[-1])
    assert is_desktop_same
    assert phase == Phase.OUTSIDE
    assert len(told) == 2
    assert told[0] == told[1]
    return told[0]


def test_without_a_runtime(service, tmp_path):
    told = tried(XR_RUNTIME_JSON=f"{tmp_path}/none.json")
    assert "no software for headsets" in told
    assert "Your work is safe" in told


def test_with_a_runtime_whose_service_is_down(service, tmp_path):
    told = tried(XDG_RUNTIME_DIR=str(tmp_path))
    assert "does not answer" in told
    assert "Start the headset's software" in told


SECOND = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
application = QApplication([])
from inside_parts import room_to_enter
from space_parts import page
with room_to_enter(*page()) as room:
    room.enter()
    print("inside", flush=True)
    sys.stdin.read()
"""


@contextmanager
def a_second_program():
    """Another program steps in, and is there until it is told to go."""
    with subprocess.Popen(
        [sys.executable, "-c", SECOND, json.dumps(sys.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        yield child
        child.communicate("", timeout=30)


def test_when_a_second_program_takes_the_headset_one_is_told_and_gets_it_back(qapp, body):
    body.right.trigger = 1.0
    body.send()
    with room_to_enter(*page()) as room:
        notices = []
        room.immersion.noticed.connect(notices.append)
        room.enter()
        assert room.frame.right.trigger > 0.9
        with a_second_program() as second:
            room.until(lambda: room.immersion.phase in {Phase.VISIBLE, Phase.HIDDEN})
            room.until(lambda: not room.frame.is_focused)
            assert not room.frame.right.is_active
            assert "Something else is in front" in str(notices[-1])
            assert room.ends == []
            assert second.stdout.readline() == "inside\n"
        room.until(lambda: room.immersion.phase is Phase.FOCUSED)
        room.next(3)
        assert notices[-1] is None
        assert room.frame.right.trigger > 0.9
        room.leave()


def test_a_headset_that_lets_nobody_in_is_waited_for_only_so_long(qapp, body):
    with room_to_enter(*page(), begin_limit_s=0.0) as room:
        room.immersion.begin()
        room.until(lambda: bool(room.ends))
        assert "The headset did not begin" in str(room.ends[0])
        assert not room.immersion.is_inside
        assert room.frames == []
