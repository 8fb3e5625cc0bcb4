"""Every resource of this room loads, in both languages, with words a tired person can take."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.catalogue import grounding, help_lines, prompts, safety_list
from app.catalogue.files import read_file, read_folder, read_kind
from app.model.help import HelpKind, HelpLine
from app.model.prompt import Medium, NotWhen, Place, Prompt, Wording
from app.model.words import PersonError

PROMPTS = prompts()
KINDS = ("prompts", "safety", "help", "space_brushes", "headset/bindings")
HAN = re.compile(r"[\u4e00-\u9fff]")
FORBIDDEN_EN = (
    r"\bshould\b|\bmust\b|depress|anxi|\bptsd\b|trauma|psycho|bipolar|disorder|"
    r"diagnos|symptom|patholog|schizo|autis|adhd|\bwell done\b|great job|amazing|awesome|"
    r"congratulations|good job|proud of you|perfect!|\bstreak|\bscore\b|\bgoal|just relax|"
    r"cheer up|don't worry|think positive|heal\b|healing|fix yourself|!"
)
FORBIDDEN_ZH = (
    r"应该|必须|一定要|抑郁|焦虑|创伤|精神病|障碍|诊断|症状|病情|治愈|疗愈|真棒|太棒|好样的|"
    r"加油|打卡|坚持就是|别难过|想开点|正能量|您|你得|！"
)


def wordings(prompt: Prompt) -> Iterator[Wording]:
    yield from (prompt.title, prompt.intention, prompt.opening, prompt.not_when)
    yield from prompt.follow_ups


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_a_schema_and_every_file_keeps_to_it(kind: str) -> None:
    schema = json.loads(files("resources").joinpath(kind, "schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert read_kind(kind)


def test_there_are_at_least_150_prompts_for_every_medium_most_without_space_or_headset() -> None:
    flat = [p for p in PROMPTS if p.medium in (Medium.PAINTING, Medium.WORDS, Medium.ANY)]
    assert len(PROMPTS) >= 150
    assert len(flat) >= 100
    media = Counter(p.medium for p in PROMPTS)
    assert all(media[medium] >= 10 for medium in Medium)


def test_there_is_something_for_who_has_little_energy_one_hand_no_words_or_company() -> None:
    tags = Counter(tag for prompt in PROMPTS for tag in prompt.tags)
    for tag, least in (("low-energy", 40), ("one-hand", 100), ("seated", 60), ("no-words", 90)):
        assert tags[tag] >= least
    assert tags["group"] >= 6
    assert tags["any-age"] >= 80
    ways = {(p.place, is_fluid) for p in PROMPTS for is_fluid in [p.fluidity >= 0.5]}
    assert len(ways) >= 13, "every place has what holds and what loosens, plans excepted"


def test_what_asks_for_somebody_else_says_so() -> None:
    for prompt in PROMPTS:
        needs = re.search(r"somebody else|with others|in a group|one or more others",
                          prompt.opening.en.casefold())  # fmt: skip
        assert not needs or "group" in prompt.tags, prompt.name


def test_every_place_of_the_continuum_has_prompts_to_paint() -> None:
    found = Counter(p.place for p in PROMPTS if p.medium is Medium.PAINTING)
    assert all(found[place] >= 4 for place in Place)


def test_uids_names_and_titles_belong_to_one_prompt_each() -> None:
    for values in (
        [p.uid for p in PROMPTS],
        [p.name for p in PROMPTS],
        [p.title.en for p in PROMPTS],
        [p.title.zh for p in PROMPTS],
        [p.opening.en for p in PROMPTS],
    ):
        assert len(values) == len(set(values))


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
def test_a_prompt_is_whole_in_english_and_chinese(prompt: Prompt) -> None:
    for wording in wordings(prompt):
        assert wording.en.strip() == wording.en
        assert not HAN.search(wording.en)
        assert HAN.search(wording.zh)
        assert not re.search(r"[,;?]", wording.zh), "Chinese has punctuation of its own"


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
def test_a_prompt_never_orders_diagnoses_or_cheers(prompt: Prompt) -> None:
    for wording in wordings(prompt):
        assert not re.search(FORBIDDEN_EN, wording.en.casefold()), wording.en
        assert not re.search(FORBIDDEN_ZH, wording.zh), wording.zh


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
def test_a_prompt_speaks_to_you_and_suits_something(prompt: Prompt) -> None:
    assert prompt.valence.low < prompt.valence.high
    assert prompt.arousal.low < prompt.arousal.high
    assert prompt.opening.en[-1] in ".?…"
    assert all(follow_up.en[-1] in ".?" for follow_up in prompt.follow_ups)
    assert len(prompt.opening.en) <= 320


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
def test_words_that_could_hurt_after_a_mark_are_tagged(prompt: Prompt) -> None:
    text = f"{prompt.title.en} {prompt.opening.en} {prompt.follow_ups[0].en}".casefold()
    for word, tag in (
        ("bridge", "bridge"),
        ("river", "river"),
        ("blade", "weapon"),
        ("knife", "weapon"),
        ("family", "family"),
        ("body", "body"),
        ("fire", "fire"),
        ("window", "height"),
    ):
        if re.search(rf"\b{word}\b", text) and not re.search("breath on a window|edge of", text):
            assert tag in prompt.not_after, f"{prompt.name} says {word}"


def test_memory_and_people_come_after_something_was_tried() -> None:
    tender = [p for p in PROMPTS if {"memory", "closeness"} <= set(p.not_after)]
    assert tender
    assert all(NotWhen.FIRST in p.not_when_tags for p in tender)


def test_only_the_confirmed_help_line_ships_with_its_source_and_its_date() -> None:
    numbered = [line for line in help_lines() if line.number]
    assert [(line.country, line.number) for line in numbered] == [("CN", "12356")]
    assert numbered[0].checked == date(2026, 11, 1)
    assert "2025" in numbered[0].source.en
    assert "2025" in numbered[0].source.zh


def test_everywhere_else_there_is_the_emergency_number_and_a_line_of_ones_own() -> None:
    kinds = {line.kind for line in help_lines() if not line.country}
    assert kinds == {HelpKind.EMERGENCY, HelpKind.OWN}


@pytest.mark.parametrize(
    ("today", "is_old"),
    [
        (date(2026, 11, 21), False),
        (date(2027, 11, 30), False),
        (date(2027, 12, 1), True),
        (date(2030, 1, 1), True),
    ],
)
def test_a_number_older_than_twelve_months_asks_to_be_checked(today: date, is_old: bool) -> None:
    line = next(line for line in help_lines() if line.number)
    assert line.is_old(today) is is_old


def test_a_line_of_ones_own_is_never_called_old() -> None:
    own: HelpLine = next(line for line in help_lines() if line.kind is HelpKind.OWN)
    assert not own.is_old(date(2099, 1, 1))


def test_grounding_is_breath_senses_and_feet_in_both_languages() -> None:
    assert {item.uid for item in grounding()} == {"ground-feet", "ground-breath", "ground-senses"}
    for item in grounding():
        assert all(HAN.search(step.zh) and step.en for step in (item.title, *item.steps))


def test_every_kind_of_phrase_makes_some_prompts_wait_but_never_all() -> None:
    asked = set(safety_list().asked_tags)
    waiting = [p for p in PROMPTS if asked & set(p.not_after)]
    assert 15 <= len(waiting) <= len(PROMPTS) - 20
    assert all(set(p.not_after) <= asked for p in PROMPTS), "asking for help covers every tag"


def test_a_broken_file_is_named_with_its_field_and_what_is_safe(tmp_path: Path) -> None:
    schema = json.loads(files("resources").joinpath("help", "schema.json").read_text("utf-8"))
    broken = tmp_path / "mine.toml"
    broken.write_text('[[lines]]\nuid = "help-x"\nkind = "line"\n', "utf-8")
    with pytest.raises(PersonError) as caught:
        read_file(broken, schema)
    said = str(caught.value)
    assert "mine.toml" in said
    assert "lines.0" in said
    assert "Your pictures and pages are not touched" in said
    assert "install Innerscape again" in said


def test_a_file_that_is_no_toml_says_so_kindly(tmp_path: Path) -> None:
    (tmp_path / "torn.toml").write_text("[[prompts\n", "utf-8")
    with pytest.raises(PersonError) as caught:
        read_folder(tmp_path, {})
    assert "torn.toml could not be read" in str(caught.value)
    assert "they are in your library" in str(caught.value)
