"""Undo, redo and the mirror, whatever a person does."""

from __future__ import annotations

from hypothesis import settings

from tests.model.machine import PaintingMachine

TestUndoAndMirror = PaintingMachine.TestCase
TestUndoAndMirror.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
