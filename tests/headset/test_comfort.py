"""One stays well inside: questions on time, a stop where it was set, dark edges while moving."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from headset.comfort import SicknessQuestion, Vignette, edge_near
from headset.dialogue import Care
from headset.hands import Side
from headset.kit import InsideMirror, InsideTool, colour_at, place_of_colour

from app.catalogue.clay import clay_starts
from app.catalogue.help import grounding, help_lines
from app.catalogue.prompts import prompts
from app.catalogue.safety import safety_list
from app.commands.space import parts_of
from app.geometry.clay.starts import begin
from app.guidance.safety import SafetyList
from app.model.care import Administration, EventKind, Role, SessionEvent, StepKind
from app.model.document import Document
from app.model.entities import Answer, Suggestion, WorkKind
from app.model.inside import Choices
from app.model.space import Clay, Pose, SpaceStroke
from app.model.words import Sentence
from app.services.companion import Companion
from tests.headset.visit_parts import TUNING, Inside, controller

START = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def with_companion() -> tuple[Inside, Companion]:
    document = Document()
    companion = Companion(document, prompts(), SafetyList(safety_list()), lambda: START)
    care = Care(help_lines(), grounding(), may_tell=True)
    return Inside(document=document, companion=companion, care=care), companion


def pass_minutes(inside: Inside, minutes: float) -> None:
    for _ in range(round(minutes * 60 / 0.5)):
        inside.frame(seconds=0.5)


def names(inside: Inside) -> list[str]:
    return [panel.name for panel in inside.visit.panels]


def test_every_ten_minutes_one_is_asked_and_never_before() -> None:
    inside = Inside(Choices(stop_minutes=0))
    pass_minutes(inside, 9.9)
    assert "sickness" not in names(inside)
    pass_minutes(inside, 0.2)
    assert "sickness" in names(inside)
    # who does not answer is left alone until the next time
    pass_minutes(inside, 3)
    assert "sickness" not in names(inside)
    pass_minutes(inside, 7.2)
    assert "sickness" in names(inside)


def test_the_clinician_sets_how_often_and_where_to_stop() -> None:
    choices = Choices(sickness_minutes=2, sickness_stop=5)
    question = SicknessQuestion.of(TUNING, choices)
    assert question.every_s == 120
    assert [question.is_stop(each) for each in (0.0, 4.0, 5.0, 20.0)] == [False, False, True, True]


@pytest.mark.parametrize("session_uid", ["", "a session"])
def test_an_answer_at_the_threshold_is_kept_and_leads_to_the_calm_scene(session_uid: str) -> None:
    care = Care(session_uid=session_uid, shown_to=Role.CLIENT)
    inside = Inside(Choices(sickness_stop=10), care=care)
    inside.visit.dialogue.ask_sickness()
    inside.frame()
    inside.press("sickness.value", at=0.9)
    inside.press("sickness.keep")
    kind = SessionEvent if session_uid else Administration
    (kept,) = [each for each in inside.document.entities.values() if isinstance(each, kind)]
    if isinstance(kept, SessionEvent):
        assert (kept.kind, kept.session_uid) == (EventKind.SICKNESS, session_uid)
        assert kept.value >= 18
    else:
        assert kept.answers[0] >= 18
    assert inside.visit.is_calm
    inside.frame()
    assert "Let us rest" in inside.visit.panels[0].parts[1].words


def test_a_low_answer_goes_on_and_nothing_said_keeps_nothing() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_sickness()
    inside.frame()
    inside.press("sickness.keep")
    assert "sickness" in names(inside), "nothing was said yet"
    inside.press("sickness.value", at=0.1)
    inside.press("sickness.keep")
    assert not inside.visit.is_calm


def test_a_rest_is_offered_and_may_be_declined() -> None:
    inside = Inside(Choices(stop_minutes=3))
    pass_minutes(inside, 3.1)
    assert "break" in names(inside)
    inside.press("break.stay")
    pass_minutes(inside, 0.2)
    assert "break" not in names(inside)


def test_a_pause_of_the_runtime_is_no_time_inside() -> None:
    inside = Inside()
    for _ in range(10):
        inside.frame(seconds=1 / 72)
    inside.frame(seconds=3600.0)
    assert inside.visit.clock.minutes < 0.1


def test_the_edges_darken_only_while_one_is_moved() -> None:
    vignette = Vignette(TUNING, is_wanted=True)
    for _ in range(30):
        vignette.follow(1 / 72, is_moving=True)
    assert vignette.strength == pytest.approx(TUNING["vignette_strength"])
    for _ in range(80):
        vignette.follow(1 / 72, is_moving=False)
    assert vignette.strength == 0
    unwanted = Vignette(TUNING, is_wanted=False)
    assert unwanted.follow(1.0, is_moving=True) == 0


def test_nothing_ever_moves_one_but_a_turn_or_ones_own_hands() -> None:
    inside = Inside()
    rng = np.random.default_rng(3)
    for _ in range(200):
        x, y = rng.uniform(-1, 1, 2)
        hand = controller(Side.RIGHT, tuple(rng.normal((0, 1, -0.4), 0.1)),
                          trigger=float(rng.uniform()), stick=(float(x), float(y)))  # fmt: skip
        inside.frame(hand)
    assert inside.floor.stand == Pose()


def test_the_edge_of_the_area_is_shown_when_it_is_near() -> None:
    assert edge_near(((0.9, 1.0, 0.0),), (2.0, 2.0), 0.35)
    assert not edge_near(((0.2, 1.0, 0.0),), (2.0, 2.0), 0.35)
    assert not edge_near(((9.0, 1.0, 0.0),), None, 0.35)
    inside = Inside(bounds_m=lambda: (2.0, 2.0))
    inside.frame(controller(Side.RIGHT, (0.9, 1.0, 0.0)))
    assert inside.visit.sight._edge.used_triangles
    inside.frame(controller(Side.RIGHT, (0.2, 1.0, 0.0)))
    assert not inside.visit.sight._edge.used_triangles


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("prompt.try_it", Answer.TRY_IT),
        ("prompt.not_now", Answer.NOT_NOW),
        ("prompt.not_like_this", Answer.NOT_LIKE_THIS),
    ],
)
def test_a_prompt_is_answered_inside_as_at_the_desk(name: str, answer: Answer) -> None:
    inside, companion = with_companion()
    assert companion.suggest() is not None
    inside.frame()
    inside.press(name)
    (kept,) = [each for each in inside.document.entities.values() if isinstance(each, Suggestion)]
    assert kept.answer is answer
    inside.frame()
    assert "prompt" not in names(inside)


def test_help_comes_before_everything_and_telling_is_ones_own_choice() -> None:
    inside, companion = with_companion()
    companion.suggest()
    inside.visit.dialogue.ask_check_in()
    inside.frame()
    inside.press("tab.more")
    inside.press("help")
    inside.frame()
    assert names(inside)[0] == "help"
    told = []
    inside.visit.dialogue.help_told.connect(lambda: told.append(True))
    inside.press("help.tell")
    assert told
    assert not companion.shows_help


def test_what_others_do_to_the_world_is_said_one_after_the_other() -> None:
    inside = Inside()
    inside.visit.say(Sentence("The place is another one now."))
    inside.visit.say(Sentence("It is evening now."))
    inside.frame()
    assert "another one" in inside.visit.panels[0].parts[0].words
    inside.press("note.close")
    inside.frame()
    assert "evening" in inside.visit.panels[0].parts[0].words
    inside.press("note.close")
    inside.frame()
    assert "note" not in names(inside)


def test_a_step_of_the_session_is_shown_and_can_be_put_away() -> None:
    inside = Inside()
    inside.visit.show_step(StepKind.WARM_UP)
    inside.frame()
    inside.press("step.close")
    inside.frame()
    assert "step" not in names(inside)


def test_two_hands_work_the_clay_as_one_step_of_undo() -> None:
    body = begin(next(each for each in clay_starts() if each.name == "sphere"))
    inside = Inside(kind=WorkKind.CLAY, body=body)
    inside.visit.kit.take(InsideTool.CLAY)
    (clay,) = parts_of(inside.document, inside.work_uid, Clay)
    before = inside.document.mesh(clay.mesh_uid).values.copy()
    shape = inside.stage.clay.shape_of(clay.uid)
    low, high = np.array(shape.bounds_m) + clay.pose.position_m
    middle = (low + high) / 2
    left, right = (low[0], middle[1], middle[2]), (high[0], middle[1], middle[2])
    steps = len(inside.document.steps(inside.work_uid))
    for step in range(40):
        pull = 0.0 if step in (0, 39) else 0.9
        up = 0.002 * step
        inside.frame(
            controller(Side.LEFT, (left[0], left[1] + up, left[2]), trigger=pull),
            controller(Side.RIGHT, (right[0], right[1] + up, right[2]), trigger=pull),
        )
    inside.frame()
    moved = np.linalg.norm((inside.document.mesh(clay.mesh_uid).values - before)[:, :3], axis=1)
    x = before[:, 0]
    assert moved[x < 0].max() > 1e-4
    assert moved[x > 0].max() > 1e-4
    assert len(inside.document.steps(inside.work_uid)) == steps + 1
    inside.document.undo(inside.work_uid)
    assert np.allclose(inside.document.mesh(clay.mesh_uid).values, before)


def test_clay_is_held_and_goes_where_the_hand_goes() -> None:
    body = begin(next(each for each in clay_starts() if each.name == "sphere"))
    inside = Inside(kind=WorkKind.CLAY, body=body)
    (clay,) = parts_of(inside.document, inside.work_uid, Clay)
    for step in range(21):
        at = (0.01 * step, 1.1, -0.5)
        inside.frame(controller(Side.RIGHT, at, squeeze=0.0 if step == 0 else 1.0))
    inside.frame()
    (now,) = parts_of(inside.document, inside.work_uid, Clay)
    shift = np.subtract(now.pose.position_m, clay.pose.position_m)
    assert shift == pytest.approx((0.19, 0.0, 0.0), abs=0.002)
    assert inside.floor.stand == Pose(), "the world stays where it is"
    inside.document.undo(inside.work_uid)
    (back,) = parts_of(inside.document, inside.work_uid, Clay)
    assert back.pose == clay.pose


def test_a_mirror_draws_what_stands_beside_it() -> None:
    inside = Inside()
    inside.visit.kit.use_mirror(InsideMirror.ONE)
    other = controller(Side.LEFT, (-0.6, 0.6, 0.1))
    for step in range(10):
        hand = controller(Side.RIGHT, (0.1, 1.0 + 0.01 * step, -0.4), trigger=0.8 * (step > 0))
        inside.frame(other, hand)
    inside.frame()
    drawn = list(parts_of(inside.document, inside.work_uid, SpaceStroke))
    assert sorted(round(float(each.points[0, 0]), 3) for each in drawn) == [-0.1, 0.1]


def test_every_colour_of_the_field_is_found_where_it_was_taken() -> None:
    for x in np.linspace(0.02, 0.98, 13):
        for y in (0.3, 0.5, 0.7):
            place = place_of_colour(colour_at(float(x), float(y)))
            assert place == pytest.approx((x, y), abs=0.02)


def test_reading_only_draws_nothing_and_says_why() -> None:
    inside = Inside()
    inside.document.is_read_only = True
    other = controller(Side.LEFT, (-0.6, 0.6, 0.1))
    for pull in (0.0, 0.8, 0.8, 0.0):
        inside.frame(other, controller(Side.RIGHT, (0.1, 1.0, -0.4), trigger=pull))
    assert not list(parts_of(inside.document, inside.work_uid, SpaceStroke))
    assert "nothing here is changed" in inside.visit.panels[0].parts[0].words
