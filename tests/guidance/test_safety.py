"""The safety list finds what it must and passes over what it must, however it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import prompts, safety_list
from app.guidance.safety import SafetyList
from app.model.safety import SafetyException, SafetyPhrase

WORDS = safety_list()
SAFETY = SafetyList(WORDS)
FOUND = [(phrase, text) for phrase in WORDS.phrases for text in phrase.examples]
PASSED_OVER = [(item, text) for item in WORDS.exceptions for text in item.examples]
TRADITIONAL = {own: other for other, own in WORDS.variants.items()}

EVERYDAY = (
    "Today I walked by the lake and felt strangely calm.",
    "My sister called; we laughed about the cake.",
    "I am tired and the meeting was too long.",
    "I felt angry at the noise, then I made tea.",
    "I'm sad that the summer is over.",
    "The garden is full of cut flowers.",
    "I miss my grandmother.",
    "Work was stressful, I need a break.",
    "We live near the river and like the bridge at night.",
    "I finished the painting, it took all week.",
    "今天心情不错，和朋友去公园散步。",
    "有点累，想早点睡觉。",
    "我很难过，因为夏天过去了。",
    "妈妈打来电话，聊了很久。",
    "工作压力大，想请假休息。",
    "我画了一座桥，桥下有一条河。",
    "想念外婆做的饭。",
    "今天生气了，后来喝了杯茶。",
    "他今天打扫了房间，我很开心。",
    "这部电影真好看，我们看了两遍。",
    "我跑步跑了五公里，出了一身汗。",
)


@pytest.mark.parametrize(("phrase", "text"), FOUND, ids=[t for _, t in FOUND])
def test_each_phrase_is_found(phrase: SafetyPhrase, text: str) -> None:
    match = SAFETY.find(text)
    assert match is not None
    assert phrase.uid in match.phrases
    assert set(phrase.tags) <= set(match.tags)


@pytest.mark.parametrize(("item", "text"), PASSED_OVER, ids=[t for _, t in PASSED_OVER])
def test_each_way_of_speaking_is_passed_over(item: SafetyException, text: str) -> None:
    assert SAFETY.find(text) is None


ORDINARY = Path(__file__).with_name("ordinary.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("text", [*EVERYDAY, *ORDINARY])
def test_an_ordinary_day_is_an_ordinary_day(text: str) -> None:
    assert SAFETY.find(text) is None


def test_the_sentence_an_earlier_list_missed_is_found() -> None:
    assert SAFETY.find("I keep thinking about ending my life")


def test_the_sentence_an_earlier_list_took_wrongly_is_passed_over() -> None:
    assert SAFETY.find("the deadline is killing me") is None


def test_an_idiom_does_not_hide_what_stands_beside_it() -> None:
    assert SAFETY.find("the deadline is killing me and I want to die")
    assert SAFETY.find("累死了，我不想活了")
    assert SAFETY.find("想死你了。我想自杀")


@pytest.mark.parametrize(
    "text",
    [
        "I DON’T WANT TO LIVE",
        "i dont want to live",
        "I don't  want\nto live",
        "I don't want… to live",
        "Ｉ　ｗａｎｔ　ｔｏ　ｄｉｅ",
        "i want to ***die***",
        "I want to kill my\u00adself",
        "我 想 死",
        "我想，死。",
        "我想自\u200b殺",
        "我沒有活下去的勇氣",
        "從樓頂跳下去",
        "我不想活瞭了，我不想活了",
    ],
)
def test_case_width_signs_and_old_characters_change_nothing(text: str) -> None:
    assert SAFETY.find(text)


@pytest.mark.parametrize(
    ("phrase", "text"), [(p, t) for p, t in FOUND if p.language == "zh"], ids=lambda x: str(x)[:40]
)
def test_a_phrase_is_found_in_traditional_characters_too(phrase: SafetyPhrase, text: str) -> None:
    match = SAFETY.find("".join(TRADITIONAL.get(character, character) for character in text))
    assert match is not None
    assert phrase.uid in match.phrases


@given(
    st.sampled_from(FOUND),
    st.sampled_from(EVERYDAY),
    st.sampled_from(EVERYDAY),
    st.sampled_from(["\n", " ", ". ", "。", " — "]),
)
def test_what_stands_around_a_phrase_never_hides_it(
    found: tuple[SafetyPhrase, str], before: str, after: str, between: str
) -> None:
    phrase, text = found
    match = SAFETY.find(f"{before}{between}{text}{between}{after}")
    assert match is not None
    assert phrase.uid in match.phrases


@given(st.sampled_from(FOUND), st.sampled_from(["upper", "title", "wide"]))
def test_how_it_is_typed_never_hides_a_phrase(found: tuple[SafetyPhrase, str], way: str) -> None:
    phrase, text = found
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    typed = {"upper": text.upper(), "title": text.title(), "wide": wide}[way]
    match = SAFETY.find(typed)
    assert match is not None
    assert phrase.uid in match.phrases


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    match = SAFETY.find(text)
    assert match is None or match.tags


def test_a_sentence_that_runs_over_a_line_end_marks_both_lines() -> None:
    lines = ["The garden is quiet.", "I think of ending", "my life", "The cat sleeps."]
    assert SAFETY.marked(lines) == frozenset({1, 2})
    assert SAFETY.marked(["quiet", "I want to die", "quiet"]) == frozenset({1})


def test_every_phrase_makes_prompts_wait_and_says_nothing_about_the_person() -> None:
    tags = {tag for prompt in prompts() for tag in prompt.not_after}
    for phrase in WORDS.phrases:
        assert tags & set(phrase.tags), phrase.uid


def test_a_hundred_thousand_characters_are_searched_whole() -> None:
    long = "The sea was grey and the wind was cold. " * 2500
    assert SAFETY.find(long) is None
    assert SAFETY.find(f"{long} I want to die")


def test_no_prompt_of_ours_is_taken_for_something_that_asks_for_care() -> None:
    for prompt in prompts():
        for wording in (prompt.title, prompt.intention, prompt.opening, *prompt.follow_ups):
            assert SAFETY.find(wording.en) is None, wording.en
            assert SAFETY.find(wording.zh) is None, wording.zh
