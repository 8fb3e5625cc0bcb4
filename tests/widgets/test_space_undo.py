"""Every tool of a page in space, used as it is wired: undone it leaves nothing, redone all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from room_parts import OpenRoom, open_room

from app.model.entities import WorkKind
from app.model.space import Clay, GuideShape
from widgets.studio.kit import PALETTE

pytestmark = [pytest.mark.qt, pytest.mark.gl]


def held(room: OpenRoom) -> tuple[dict, dict]:
    """Return what the page holds: its entities and the values of its clay."""
    uid = room.page.work.uid
    parts = {each.uid: each for each in room.sheet.room.parts}
    parts[uid] = room.page.work
    meshes = {each.mesh_uid for each in room.parts(Clay)}
    return parts, {each: room.document.mesh(each).values.copy() for each in meshes}


def same(first: tuple[dict, dict], second: tuple[dict, dict]) -> bool:
    meshes = first[1].keys() == second[1].keys()
    return (
        first[0] == second[0]
        and meshes
        and all(np.array_equal(first[1][uid], second[1][uid]) for uid in first[1])
    )


def test_every_tool_undone_leaves_nothing_and_redone_brings_all_back(qtbot, tmp_path: Path):
    with open_room(tmp_path, qtbot, WorkKind.CLAY) as room:
        states = [held(room)]

        def did() -> None:
            assert not same(held(room), states[-1])
            states.append(held(room))

        room.draw((0.55, 0.5), (0.6, 0.45))
        did()
        room.sheet.change_tools()
        room.draw((0.2, 0.4), (0.4, 0.4))
        did()
        room.run("space.mirror_work")
        room.draw((0.2, 0.6), (0.4, 0.6))
        did()
        room.run("space.line")
        room.draw((0.2, 0.8), (0.4, 0.8))
        did()
        room.run("space.cut")
        room.drag(room.at(0.3, 0.36), room.at(0.3, 0.44))
        did()
        room.kit.choose_colour(PALETTE[4][1])
        room.run("space.repaint")
        room.click(*room.at(0.3, 0.6))
        did()
        room.run("space.select")
        for verb in ("double", "flip", "group", "ungroup", "remove"):
            room.sheet.choice.choose([each.uid for each in room.strokes[-2:]])
            room.run(f"space.{verb}")
            did()
        room.sheet.add_guide(GuideShape.SPHERE)
        did()
        room.sheet.layers.add.click()
        did()
        room.sheet.film.remember.click()
        did()
        room.run("studio.eraser")
        room.drag(room.at(0.25, 0.35), room.at(0.25, 0.45))
        did()
        for state in reversed(states[:-1]):
            room.page.undo()
            assert same(held(room), state)
        for state in states[1:]:
            room.page.redo()
            assert same(held(room), state)
