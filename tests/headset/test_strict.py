"""Held to the letter: under Khronos's validation, without an X server, for many frames."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys

import pytest
from inside_parts import room_to_enter
from space_parts import line, page, stroke

pytestmark = [pytest.mark.headset]

STAY = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
application = QApplication([])
from inside_parts import room_to_enter
from remote import Remote
from space_parts import line, page, stroke
from headset.hands import Side
with Remote() as body, room_to_enter(*page(stroke("one", line((-1, 1, -1), (1, 1, -1))))) as room:
    for _ in range(2):
        room.enter()
        body.right.trigger, body.left.is_active = 1.0, False
        body.left.has_joints = True
        body.send()
        room.next(3)
        room.immersion.pulse(Side.RIGHT)
        room.immersion.recentre()
        room.next(2)
        room.leave()
    print(json.dumps([str(each) for each in room.ends]))
"""

LAYER = "XR_APILAYER_LUNARG_core_validation"

BARE = """
import ctypes, json, os, sys
os.environ["PYOPENGL_PLATFORM"] = "egl"
sys.path[:0] = json.loads(sys.argv[1])
from remote import Remote
from surfaceless import surfaceless
from app.catalogue.controllers import controller_profiles
from headset.immersion import Immersion, Phase
from inside_parts import MainThread
from space_parts import brushes, line, page, stroke
from app.scene.stage import Stage
from headset.mirror import Mirror
with Remote(), surfaceless() as gl:
    gl.make_current()
    stage = Stage(brushes())
    stage.show_work(*page(stroke("one", line((-1, 1.6, -1), (1, 1.6, -1)), name="marker",
                                 colour=(255, 0, 255))))
    stage.settle()
    main, frames, ends, pictures = MainThread(), [], [], []
    immersion = Immersion(gl, stage, controller_profiles(), post=main.post,
                          on_frame=frames.append)
    immersion.ended.connect(ends.append)
    immersion.mirror = Mirror(height_px=240, period_s=0.0)
    immersion.mirror.pictured.connect(lambda _eye, seen: pictures.append(seen))
    immersion.begin()
    main.until(lambda: immersion.phase is Phase.FOCUSED and len(pictures) > 2)
    seen = pictures[-1].astype(int)
    paint = (seen[..., 0] > 150) & (seen[..., 2] > 150) & (seen[..., 1] < 110)
    immersion.end()
    main.until(lambda: not immersion.is_inside)
    print(json.dumps([int(paint.sum()), [str(each) for each in ends], frames[3].left.is_active]))
"""


def alone(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own."""
    names = {**os.environ, **environment}
    run = subprocess.run(
        [sys.executable, "-c", program, json.dumps(sys.path)],
        env={name: value for name, value in names.items() if value},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    return run


def is_complaint(line: str) -> bool:
    return "VALID_ERROR" in line or "VALID_WARNING" in line


def test_khronos_s_validation_has_nothing_to_say(service, tmp_path):
    report = tmp_path / "validation.txt"
    run = alone(
        STAY, XR_ENABLE_API_LAYERS=LAYER, XR_CORE_VALIDATION_EXPORT_TYPE="text",
        XR_CORE_VALIDATION_FILE_NAME=str(report),
    )  # fmt: skip
    assert json.loads(run.stdout.splitlines()[-1]) == ["None", "None"]
    assert report.exists(), "the layer was not loaded"
    lines = report.read_text("utf-8").splitlines()
    assert any("Core Validation Layer is initialized" in line for line in lines)
    assert [line for line in lines if is_complaint(line)] == []


def test_validation_would_have_something_to_say(service, tmp_path):
    report = tmp_path / "validation.txt"
    wrong = "import xr\nxr.create_instance(xr.InstanceCreateInfo())\nxr.get_system(None)\n"
    run = subprocess.run(
        [sys.executable, "-c", wrong],
        env={**os.environ, "XR_ENABLE_API_LAYERS": LAYER, "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
             "XR_CORE_VALIDATION_FILE_NAME": str(report)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    assert any(is_complaint(line) for line in report.read_text("utf-8").splitlines())


def test_without_an_x_server_it_is_the_same(service):
    run = alone(BARE, DISPLAY="")
    painted, ends, is_active = json.loads(run.stdout.splitlines()[-1])
    assert painted > 200
    assert ends == ["None"]
    assert is_active


def test_five_hundred_frames_leave_nothing_in_memory(qapp, body):
    seen = [0]
    with room_to_enter(*page(stroke("one", line((-0.8, 0.7, -1), (0.4, 1.4, -1.1))))) as room:
        room.enter()

        def forget(_frame):
            seen[0] += 1
            room.frames.clear()

        room.acting.append(forget)
        room.until(lambda: seen[0] > 250)
        gc.collect()
        before = sys.getallocatedblocks()
        room.until(lambda: seen[0] > 500)
        gc.collect()
        grown = sys.getallocatedblocks() - before
        room.leave()
    # Python's own stores still fill a little; one thing a frame would be 250 and more
    assert grown < 100
