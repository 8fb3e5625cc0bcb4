"""Whatever a person does on a page in space can be taken back and done again."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.model.space_machine import SpaceMachine

TestSpaceUndo = SpaceMachine.TestCase
TestSpaceUndo.settings = settings(
    max_examples=60, stateful_step_count=30, suppress_health_check=list(HealthCheck)
)
