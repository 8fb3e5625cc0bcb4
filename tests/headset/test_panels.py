"""Panels can be read and reached by everybody: large words, never near, one hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from headset import cards
from headset.board import PALETTE, Board
from headset.cards import Rows
from headset.hands import Button, Head, Side
from headset.palette import Tab
from headset.panels import LEAST_TEXT_DEG, NEAREST_M, Kind, PanelLayout, laid_out, seen_deg
from headset.placing import ahead, at_hand, on_panel
from headset.pointing import Pointer, Standing
from headset.working import HandReader
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.help import grounding, help_lines
from app.catalogue.inside import tuning
from app.catalogue.prompts import prompts
from app.catalogue.translations import use_language
from app.model.care import StepKind
from app.model.inside import Choices
from app.model.space import Pose
from app.scene.turning import turn_about
from tests.headset.visit_parts import HEAD, TUNING, Inside, bare_hand, controller

EVERY = {
    "check_in": lambda: cards.check_in(0.2, None),
    "prompt": lambda: cards.prompt(max(prompts(), key=lambda one: len(str(one.opening)))),
    "step": lambda: cards.step(StepKind.REFLECTION),
    "note": lambda: cards.note("Your clinician changed the place to the shore."),
    "help": lambda: cards.help_card(help_lines(), grounding(), "My sister, 555", may_tell=True),
    "sickness": lambda: cards.sickness(4.0),
    "break": lambda: cards.break_card(20),
    "calm": lambda: cards.calm("", may_go_back=True),
}


@pytest.fixture(params=["en", "zh_CN"])
def language(request):
    use_language(request.param)
    yield request.param
    use_language("en")


def board(rows: Rows, choices: Choices, name: str = "note") -> Standing:
    made = Board(TUNING, choices)
    made.open(name, lambda: rows)
    made.follow(HEAD.pose, 1.0)
    if name == PALETTE:
        made.place_palette(ahead(HEAD.pose, TUNING["palette_far_m"]))
    (standing,) = made.standings
    return standing


def palettes() -> dict[str, Rows]:
    inside = Inside()
    inside.frame()
    deeds = inside.visit._deeds
    found = {}
    for tab in Tab:
        deeds._turn_to(tab.value)
        found[f"palette {tab}"] = deeds.rows()
    return found


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_word_is_large_enough_and_stands_on_its_panel(language: str, scale: float) -> None:
    choices = Choices(text_scale=scale)
    every = {name: rows() for name, rows in EVERY.items()} | palettes()
    for name, rows in every.items():
        standing = board(rows, choices, PALETTE if "palette" in name else name)
        away = math.dist(standing.pose.position_m, HEAD.pose.position_m)
        assert away >= NEAREST_M, name
        layout = standing.layout
        for part in layout.parts:
            assert seen_deg(part.text_m, away) >= LEAST_TEXT_DEG * scale, (name, part.words)
            box = part.box
            assert box.x_m >= 0, name
            assert box.x_m + box.width_m <= layout.width_m + 1e-9, name
            assert box.y_m + box.height_m <= layout.height_m + 1e-9, name


def test_parts_never_lie_on_each_other(language: str) -> None:
    for name, rows in EVERY.items():
        parts = board(rows(), Choices(), name).layout.parts
        for number, first in enumerate(parts):
            for second in parts[number + 1 :]:
                a, b = first.box, second.box
                is_apart = (
                    a.x_m + a.width_m <= b.x_m + 1e-9
                    or b.x_m + b.width_m <= a.x_m + 1e-9
                    or a.y_m + a.height_m <= b.y_m + 1e-9
                    or b.y_m + b.height_m <= a.y_m + 1e-9
                )
                assert is_apart, (name, first.words, second.words)


def test_the_three_answers_to_a_prompt_are_there_and_equally_large() -> None:
    layout = board(EVERY["prompt"](), Choices(), "prompt").layout
    names = ("prompt.try_it", "prompt.not_now", "prompt.not_like_this")
    sizes = {
        (layout.find(name).box.width_m, layout.find(name).box.height_m, layout.find(name).text_m)
        for name in names
    }
    assert len({tuple(round(each, 6) for each in size) for size in sizes}) == 1


@given(
    yaw=st.floats(-180, 180), pitch=st.floats(-80, 80), x=st.floats(-1, 1), y=st.floats(0.3, 2),
    scale=st.floats(0.1, 10),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_panels_are_upright_level_and_never_near(yaw, pitch, x, y, scale) -> None:
    from app.scene.turning import multiplied, turned

    turn = multiplied(turn_about((0, 1, 0), yaw), turn_about((1, 0, 0), pitch))
    head = Pose((0.0, y, 0.0), turn)
    near, far = TUNING["nearest_m"], TUNING["palette_far_m"]
    for pose in (
        ahead(head, TUNING["panel_m"], scale=scale),
        at_hand(head, (x, y - 0.1, -0.2), nearest_m=near, farthest_m=far, scale=scale),
    ):
        away = math.dist(pose.position_m, head.position_m) / scale
        assert away >= NEAREST_M - 1e-9
        right = turned(pose.rotation, (1.0, 0.0, 0.0))
        assert abs(right[1]) < 1e-9, "a panel is tilted"
        # its middle is met by a look at it, from before
        look = np.subtract(pose.position_m, head.position_m)
        met = on_panel(pose, 0.4, 0.2, head.position_m, tuple(look / np.linalg.norm(look)))
        assert met == pytest.approx((0.2, 0.1, away), abs=1e-6)


def test_a_card_stays_where_it_opened_when_the_head_turns() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_check_in()
    inside.frame()
    before = next(s.pose for s in inside.visit.board.standings if s.layout.name == "check_in")
    inside.head = Head(Pose((0.1, 1.25, 0.0), turn_about((0, 1, 0), 50.0)), True)
    for _ in range(30):
        inside.frame()
    after = next(s.pose for s in inside.visit.board.standings if s.layout.name == "check_in")
    assert after == before


def reachable(inside: Inside, side: Side) -> None:
    """Press with one hand everything that is shown, from where that hand rests."""
    pointer = Pointer(side, TUNING)
    reader = HandReader(TUNING, inside.visit.choices)
    for standing in inside.visit.board.standings:
        for part in standing.layout.parts:
            if not part.can_press or part.kind not in (Kind.BUTTON, Kind.SWATCH):
                continue
            spot = inside.place_of(part.name)
            hand = controller(side, inside.near(side), towards=spot)
            seen = [
                pointer.look(reader.read(_pulled(hand, pull), HEAD), inside.visit.board.standings)
                for pull in (0.0, 1.0, 0.0)
            ]
            assert seen[-1].deed is not None, (standing.layout.name, part.name)
            assert seen[-1].deed.name == part.name


def _pulled(hand, pull):
    from dataclasses import replace

    return replace(hand, trigger=pull)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("name", [*EVERY, PALETTE])
def test_every_panel_is_reached_with_either_hand_alone(side: Side, name: str) -> None:
    inside = Inside(Choices(is_one_handed=True, is_left_handed=side is Side.LEFT))
    if name != PALETTE:
        inside.visit.board.open(name, EVERY[name])
    inside.frame(controller(side, inside.near(side)))
    shown = [each.name for each in inside.visit.panels]
    assert name in shown
    reachable(inside, side)


def test_a_fingertip_presses_a_button_once() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_break(20)
    inside.frame()
    spot = np.array(inside.place_of("break.stay"))
    for before in (0.08, 0.04, 0.02, 0.008, 0.0, -0.005, 0.004, 0.02, 0.06):
        inside.frame(bare_hand(Side.RIGHT, tuple(spot + np.array((0, 0, before)))))
    assert "break" not in inside.visit.board


def test_a_slip_off_a_button_presses_nothing() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_break(20)
    inside.frame()
    spot = inside.place_of("break.leave")
    left = []
    inside.visit.leave_wanted.connect(lambda: left.append(True))
    hand = controller(Side.RIGHT, inside.near(Side.RIGHT), towards=spot)
    away = controller(Side.RIGHT, inside.near(Side.RIGHT), towards=(0.0, 2.0, -1.0))
    for each in (hand, _pulled(hand, 1.0), _pulled(away, 1.0), away):
        inside.frame(each)
    assert not left


def test_the_palette_is_hidden_and_shown_with_the_second_button() -> None:
    inside = Inside()
    second = frozenset({Button.SECONDARY})
    hand = controller(Side.RIGHT, (0.2, 0.9, -0.2))
    inside.frame(hand)
    assert PALETTE in [each.name for each in inside.visit.panels]
    inside.frame(controller(Side.RIGHT, (0.2, 0.9, -0.2), pressed=second))
    inside.frame(hand)
    assert PALETTE not in [each.name for each in inside.visit.panels]


def test_a_panel_is_painted_only_when_it_says_something_else() -> None:
    inside = Inside()
    for _ in range(50):
        inside.frame(controller(Side.RIGHT, (0.2, 0.9, -0.2)))
    assert len(inside.painter.panels) == 1


def test_high_contrast_is_told_to_whoever_paints() -> None:
    inside = Inside(Choices(is_high_contrast=True))
    inside.frame()
    assert inside.painter.panels[0].is_high_contrast


def test_long_words_make_a_panel_taller_and_not_smaller() -> None:
    def made(words: str) -> PanelLayout:
        return laid_out("note", cards.note(words), width_m=0.6, text_m=0.028)

    short, long, chinese = made("Hello"), made("Hello " * 60), made("你好" * 60)
    assert short.height_m < chinese.height_m
    assert short.height_m < long.height_m
    assert {part.text_m for part in long.parts} == {0.028}


def test_every_number_that_may_be_tuned_is_explained_in_both_languages() -> None:
    for name, number in tuning().numbers.items():
        assert number.min <= number.default <= number.max, name
        assert set(number.help) == {"en", "zh_CN"}, name


def test_help_lines_that_are_shown_carry_their_number() -> None:
    rows = cards.help_card(help_lines(), (), "", may_tell=False)
    shown = " ".join(part.words for row in rows for part in row)
    for line in help_lines():
        assert not line.number or line.number in shown


def test_a_slider_that_is_drawn_along_is_painted_ten_times_a_second_and_ends_right() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_check_in()
    inside.frame()
    inside.painter.panels.clear()
    for step in range(72):
        spot = inside.place_of("check_in.valence", 0.2 + step / 120)
        hand = controller(Side.RIGHT, inside.near(Side.RIGHT), towards=spot)
        inside.frame(_pulled(hand, 1.0 if step else 0.0))
    for _ in range(10):
        inside.frame(hand)
    assert len(inside.painter.panels) <= 12
    last = inside.painter.panels[-1].find("check_in.valence")
    assert last == inside.visit.panels[0].find("check_in.valence")
