"""Places as data: whole, in both languages, and what a person wishes for stays within limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.environments import environments, wishes
from app.model.environment import Environment, Wish, wished
from app.model.words import PersonError

PLACES = environments()
WISHES = wishes()
HAN = re.compile(r"[\u4e00-\u9fff]")
MEADOW = next(place for place in PLACES if place.name == "meadow")


def named(name: str) -> Wish:
    return next(wish for wish in WISHES if wish.name == name)


def test_there_are_at_least_nine_places_each_its_own() -> None:
    assert len(PLACES) >= 9
    for values in (
        [place.uid for place in PLACES],
        [place.name for place in PLACES],
        [place.title["en"] for place in PLACES],
        [place.title["zh_CN"] for place in PLACES],
    ):
        assert len(set(values)) == len(values)
    assert {"meadow", "shore", "forest_clearing", "mountain_lake", "desert_dusk", "snow_field"} <= {
        place.name for place in PLACES
    }
    assert {"night_sky", "plain_studio", "garden"} <= {place.name for place in PLACES}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_place_and_everything_to_turn_there_speaks_both_languages(place: Environment) -> None:
    wordings = [place.title, place.about]
    wordings += [place.knobs[name].title for name in place.numbers]
    wordings += [number.help for number in place.numbers.values()]
    for words in wordings:
        assert words["en"].strip()
        assert HAN.search(words["zh_CN"])
        assert not re.search(r"[,;?]", words["zh_CN"]), "Chinese has punctuation of its own"


def test_every_wish_speaks_both_languages_and_changes_numbers_that_exist() -> None:
    assert {"less_moving", "warmer", "quieter", "lighter", "softer", "darker"} <= {
        wish.name for wish in WISHES
    }
    for wish in WISHES:
        assert HAN.search(wish.title["zh_CN"])
        assert all(step.number in MEADOW.knobs for step in wish.steps)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_number_has_limits_a_unit_and_begins_within_them(place: Environment) -> None:
    assert {"hour", "warmth", "brightness", "softness", "fog"} <= set(place.numbers)
    for number in place.numbers.values():
        assert number.min <= number.default <= number.max
        assert number.unit


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_levels_go_from_little_to_all(place: Environment) -> None:
    shares = [(level.grass, level.leaves, level.air) for level in place.levels]
    assert shares == sorted(shares)
    assert shares[-1] == (1, 1, 1)


@given(
    place=st.sampled_from(PLACES),
    wanted=st.lists(st.sampled_from(WISHES), max_size=40),
    values=st.dictionaries(
        st.sampled_from(sorted(MEADOW.knobs)), st.floats(-1e9, 1e9, allow_nan=False)
    ),
)
def test_whatever_is_wished_for_stays_within_the_places_limits(
    place: Environment, wanted: list[Wish], values: dict[str, float]
) -> None:
    settings = dict(values)
    for wish in wanted:
        settings = wished(place, settings, wish)
    assert set(settings) <= set(place.numbers) | (set() if wanted else set(values))
    for name, value in place.values(settings).items():
        number = place.numbers.get(name)
        if number is None:
            assert value == place.knobs[name].absent
        else:
            assert number.min <= value <= number.max


def test_less_moving_said_often_enough_is_standing_still() -> None:
    settings: dict[str, float] = {}
    for _ in range(12):
        settings = wished(MEADOW, settings, named("less_moving"))
    values = MEADOW.values(settings)
    assert values["wind"] == 0
    assert values["drift"] == 0


def test_quieter_said_often_enough_is_silence() -> None:
    settings: dict[str, float] = {}
    for _ in range(12):
        settings = wished(MEADOW, settings, named("quieter"))
    values = MEADOW.values(settings)
    assert values["breeze"] == values["birds"] == values["crickets"] == 0


@pytest.mark.parametrize(("there", "back"), [("warmer", "cooler"), ("softer", "clearer")])
def test_a_wish_and_its_opposite_go_opposite_ways(there: str, back: str) -> None:
    begun = MEADOW.values({})
    name = named(there).steps[0].number
    one = MEADOW.values(wished(MEADOW, {}, named(there)))[name]
    other = MEADOW.values(wished(MEADOW, {}, named(back)))[name]
    assert other < begun[name] < one or other == begun[name] == 0 < one


def test_a_wish_for_the_evening_goes_there_step_by_step_and_no_further() -> None:
    settings: dict[str, float] = {"hour": 9.0}
    hours = []
    for _ in range(8):
        settings = wished(MEADOW, settings, named("evening"))
        hours.append(MEADOW.values(settings)["hour"])
    assert hours == sorted(hours)
    assert hours[0] == 11.0
    assert hours[-1] == hours[-2] == 18.6


def test_what_is_as_the_place_has_it_needs_no_setting() -> None:
    there = wished(MEADOW, {}, named("warmer"))
    assert set(there) == {"warmth"}
    assert wished(MEADOW, there, named("cooler")) == {}


def broken(tmp_path: Path, before: str, after: str) -> str:
    whole = Path("resources/environments/meadow.toml")
    text = (Path(__file__).parents[2] / whole).read_text("utf-8")
    assert before in text
    (tmp_path / "mine.toml").write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(PersonError) as caught:
        environments(tmp_path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('sky = "temperate"', 'sky = "purple"', "sky"),
        ("hour = { default = 16.6 }", "hour = { default = 25.0 }", "numbers.hour.default"),
        ("hour = { default = 16.6 }", "luck = { default = 1.0 }", "numbers.luck"),
        ('kind = "rolling"', 'kind = "upside_down"', "land.kind"),
    ],
)
def test_a_broken_place_is_named_with_its_field_and_what_is_safe(
    tmp_path: Path, before: str, after: str, field: str
) -> None:
    said = broken(tmp_path, before, after)
    assert "mine.toml" in said
    assert field in said
    assert "Your pictures and pages are not touched" in said
    assert "install Innerscape again" in said


def test_two_places_with_one_uid_are_refused(tmp_path: Path) -> None:
    whole = Path(__file__).parents[2] / "resources/environments/meadow.toml"
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_bytes(whole.read_bytes())
    with pytest.raises(PersonError, match="is used twice"):
        environments(tmp_path)
