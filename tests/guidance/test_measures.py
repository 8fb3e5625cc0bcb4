"""Measures: the published tables at every boundary, and nothing totalled that was not answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.measures import measures, worded
from app.guidance.measures import (
    asks_for_help,
    band_of,
    bands_of,
    change,
    check_answers,
    is_positive,
    offered,
    score_of,
    scored,
)
from app.model.care import Administration, Role
from app.model.measure import Measure, MeasureKind, MeasureWording, Score, Showing

ALL = measures()
BY_NAME = {one.name: one for one in ALL}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WELLNESS = {"affective_slider", "fms", "suds", "vas_mood"}


def total(name: str, score: str = "total") -> Score:
    return next(one for one in BY_NAME[name].scores if one.name == score)


def given_at(days: int, *answers: float | None) -> Administration:
    return Administration(f"a{days}", "m", NOON + timedelta(days=days), answers)


# the tables as they are published: Kroenke 2001, Spitzer 2006, Kroenke 2009, Topp 2015
def phq_9(value: int) -> str:
    names = ["minimal", "mild", "moderate", "moderately severe", "severe"]
    return names[min(value // 5, 4)]


def gad_7(value: int) -> str:
    return ["minimal", "mild", "moderate", "severe"][min(value // 5, 3)]


def phq_4(value: int) -> str:
    return ["normal", "mild", "moderate", "severe"][min(value // 3, 3)]


def who_5(value: int) -> str:
    if value <= 28:
        return "very low well-being"
    return "low well-being" if value <= 50 else "above the cut-off"


@pytest.mark.parametrize(
    ("name", "table", "cut_off"),
    [("phq_9", phq_9, 10), ("gad_7", gad_7, 10), ("phq_4", phq_4, None), ("who_5", who_5, None)],
)
def test_every_total_lies_in_the_band_the_authors_published(
    name: str, table: Callable[[int], str], cut_off: int | None
) -> None:
    score = total(name)
    for value in range(int(score.low), int(score.high) + 1):
        band = band_of(score, value, Role.CLINICIAN)
        assert band is not None
        assert band.title.en == table(value)
        positive = None if cut_off is None else value >= cut_off
        assert is_positive(score, value, Role.CLINICIAN) == positive


@pytest.mark.parametrize(("name", "count"), [("phq_9", 9), ("gad_7", 7), ("phq_4", 4)])
def test_every_combination_of_answers_sums_to_what_it_counts(name: str, count: int) -> None:
    score = total(name)
    assert len(score.items) == count
    for answers in product((0.0, 1.0, 2.0, 3.0), repeat=count):
        assert score_of(score, answers) == sum(answers)


@pytest.mark.parametrize("name", ["phq_9", "gad_7", "phq_4", "ssq", "who_5"])
def test_no_total_is_ever_made_with_an_item_missing(name: str) -> None:
    measure = BY_NAME[name]
    whole = [measure.scale.high] * len(measure.items)
    assert [one.score for one in scored(measure, whole)] == list(measure.scores)
    for missing in range(len(whole)):
        answers: list[float | None] = [*whole]
        answers[missing] = None
        found = [one.score for one in scored(measure, answers)]
        assert all(missing not in score.items for score in found)
        assert found == [score for score in measure.scores if missing not in score.items]
        assert "total" not in [score.name for score in found]
    assert scored(measure, [None] * len(whole)) == ()


def test_the_sub_scales_of_the_phq_4_are_anxiety_first_and_three_is_the_cut_off() -> None:
    measure = BY_NAME["phq_4"]
    for answers in product((0.0, 1.0, 2.0, 3.0), repeat=4):
        found = {one.score.name: one.value for one in scored(measure, answers)}
        assert found["gad_2"] == answers[0] + answers[1]
        assert found["phq_2"] == answers[2] + answers[3]
        assert found["total"] == sum(answers)
    assert "nervous" in measure.items[0].text.en
    assert "interest" in measure.items[2].text.en
    for value in range(7):
        assert is_positive(total("phq_4", "phq_2"), value, Role.CLINICIAN) == (value >= 3)


def test_the_sickness_questionnaire_reaches_exactly_the_published_maxima() -> None:
    measure = BY_NAME["ssq"]
    highest = {one.score.name: one.value for one in scored(measure, [3.0] * 16)}
    assert highest == {
        "nausea": 200.34,
        "oculomotor": 159.18,
        "disorientation": 292.32,
        "total": 235.62,
    }
    assert {one.value for one in scored(measure, [0.0] * 16)} == {0.0}


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=16, max_size=16))
def test_the_sickness_questionnaire_follows_kennedy_s_formula(answers: list[float]) -> None:
    def raw(*numbers: int) -> float:
        return sum(answers[number - 1] for number in numbers)

    nausea, eyes = raw(1, 6, 7, 8, 9, 15, 16), raw(1, 2, 3, 4, 5, 9, 11)
    balance = raw(5, 8, 10, 11, 12, 13, 14)
    found = {one.score.name: one.value for one in scored(BY_NAME["ssq"], answers)}
    assert found["nausea"] == pytest.approx(nausea * 9.54)
    assert found["oculomotor"] == pytest.approx(eyes * 7.58)
    assert found["disorientation"] == pytest.approx(balance * 13.92)
    assert found["total"] == pytest.approx((nausea + eyes + balance) * 3.74)


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_well_being_is_four_times_the_sum(answers: list[int]) -> None:
    (found,) = scored(BY_NAME["who_5"], [float(answer) for answer in answers])
    assert found.value == 4 * sum(answers)


def test_the_two_sliders_are_apart_and_an_untouched_one_takes_nothing_from_the_other() -> None:
    measure = BY_NAME["affective_slider"]
    assert measure.is_shuffled
    (found,) = scored(measure, [0.25, None])
    assert (found.score.name, found.value) == ("pleasure", 0.25)


def test_an_answer_the_scale_does_not_have_is_refused() -> None:
    for name, wrong in (("phq_9", 4.0), ("suds", 2.5), ("suds", 11.0), ("vas_mood", 100.5)):
        answers: list[float | None] = [None] * len(BY_NAME[name].items)
        answers[0] = wrong
        with pytest.raises(ValueError, match="no answer"):
            check_answers(BY_NAME[name], answers)
    with pytest.raises(ValueError, match="items"):
        check_answers(BY_NAME["phq_9"], [0.0] * 8)


def test_only_a_clinician_sees_a_band_or_a_cut_off() -> None:
    for measure in ALL:
        for score in measure.scores:
            for role in (Role.ALONE, Role.CLIENT):
                assert band_of(score, score.high, role) is None
                assert is_positive(score, score.high, role) is None


def test_in_the_rural_elderly_of_china_eight_is_the_cut_off() -> None:
    score, locale = total("phq_9"), "zh_CN-rural-elderly"
    for value in range(28):
        assert is_positive(score, value, Role.CLINICIAN, locale=locale) == (value >= 8)
    bands = bands_of(score, locale)
    assert bands is not None
    assert "PLoS ONE 2016" in bands.source


def test_a_place_without_bands_of_its_own_has_everybody_s() -> None:
    assert bands_of(total("phq_9"), "fr_FR") == bands_of(total("phq_9"))
    assert bands_of(total("suds", "value"), "fr_FR") is None


def test_a_clinic_can_set_bands_of_its_own() -> None:
    score = total("phq_9")
    (usual, *_) = score.bands
    own = replace(usual, locale="our-clinic", cut_off=12.0)
    changed = replace(score, bands=(*score.bands, own))
    assert is_positive(changed, 11, Role.CLINICIAN, locale="our-clinic") is False
    assert is_positive(changed, 12, Role.CLINICIAN, locale="our-clinic") is True


@pytest.mark.parametrize("in_session", [False, True])
def test_a_person_alone_is_offered_wellness_scales_and_nothing_clinical(in_session: bool) -> None:
    names = {one.name for one in offered(Role.ALONE, ALL, in_session=in_session)}
    assert names == WELLNESS


@pytest.mark.parametrize("role", [Role.CLIENT, Role.CLINICIAN])
def test_clinical_measures_are_asked_inside_a_session_and_never_as_homework(role: Role) -> None:
    assert {one.name for one in offered(role, ALL, in_session=False)} == WELLNESS
    inside = {one.name for one in offered(role, ALL, in_session=True)}
    assert inside == WELLNESS | {"phq_9", "gad_7", "phq_4", "ssq"}


def test_a_measure_without_words_in_the_language_is_not_asked_until_they_are_brought() -> None:
    measure = BY_NAME["who_5"]
    assert not measure.can_be_asked
    words = MeasureWording("who_5", "en", "lead", tuple("abcde"), tuple("uvwxyz"), "own")
    brought = worded(measure, words)
    assert brought.can_be_asked
    assert not brought.is_worded("zh_CN")
    assert [one.name for one in offered(Role.CLIENT, [brought], in_session=True)] == ["who_5"]
    assert offered(Role.ALONE, [brought], in_session=True) == ()


def test_the_ninth_item_asks_for_help_whatever_the_others_are() -> None:
    measure = BY_NAME["phq_9"]
    for others in (0.0, 3.0, None):
        for ninth in (None, 0.0, 1.0, 2.0, 3.0):
            answers = [others] * 8 + [ninth]
            assert asks_for_help(measure, answers) == (ninth is not None and ninth > 0)
    for other in ALL:
        if other.name != "phq_9":
            assert not asks_for_help(other, [other.scale.high] * len(other.items))


def test_a_change_is_counted_from_the_last_and_from_the_first_time() -> None:
    score = total("phq_9")
    eighteen, fourteen, eight = [2.0] * 9, [2.0] * 7 + [0.0] * 2, [1.0] * 8 + [0.0]
    found = change(score, [given_at(7, *fourteen), given_at(0, *eighteen), given_at(14, *eight)])
    assert found is not None
    assert (found.value, found.since_last, found.since_first) == (8, -6, -10)
    assert found.is_reliable_since_last
    assert found.is_reliable_since_first
    assert "NHS" in found.source
    smaller = change(score, [given_at(0, *eighteen), given_at(7, *fourteen)])
    assert smaller is not None
    assert smaller.is_reliable_since_last is False


@given(st.integers(0, 21), st.integers(0, 21))
def test_a_reliable_change_of_the_gad_7_is_four_points_either_way(first: int, now: int) -> None:
    def spread(value: int) -> list[float]:
        return [float(value // 7 + (index < value % 7)) for index in range(7)]

    found = change(total("gad_7"), [given_at(0, *spread(first)), given_at(1, *spread(now))])
    assert found is not None
    assert found.since_first == now - first
    assert found.is_reliable_since_last == (abs(now - first) >= 4)


def test_a_time_with_an_item_missing_is_no_part_of_a_change() -> None:
    whole, torn = [1.0] * 9, [1.0] * 8 + [None]
    assert change(total("phq_9"), [given_at(0, *whole), given_at(1, *torn)]) is None
    found = change(total("phq_9"), [given_at(0, *whole), given_at(1, *torn), given_at(2, *whole)])
    assert found is not None
    assert found.since_last == 0


def test_no_reliable_change_is_claimed_where_no_source_gives_one() -> None:
    found = change(total("suds", "value"), [given_at(0, 8.0), given_at(1, 1.0)])
    assert found is not None
    assert found.is_reliable_since_last is None


def test_wellness_scales_have_no_bands_and_no_cut_off() -> None:
    for measure in ALL:
        if measure.kind is MeasureKind.WELLNESS:
            assert all(not score.bands for score in measure.scores)
            assert all(item.help_from is None for item in measure.items)


def test_every_measure_says_its_licence_and_where_it_is_from() -> None:
    for measure in ALL:
        assert measure.licence
        assert measure.citation
        assert all(bands.source for score in measure.scores for bands in score.bands)


def whole_measure(measure: Measure) -> bool:
    return measure.is_worded("en") and measure.is_worded("zh_CN")


def test_what_is_not_cleared_is_not_shipped() -> None:
    who_5_words = BY_NAME["who_5"]
    assert not any(item.text.en or item.text.zh for item in who_5_words.items)
    assert not any(choice.text.en or choice.text.zh for choice in who_5_words.scale.choices)
    assert {one.name for one in ALL if whole_measure(one)} == WELLNESS | {"ssq"}


def test_codes_that_were_only_probable_are_left_out() -> None:
    phq = BY_NAME["phq_9"]
    assert [item.loinc for item in phq.items[7:]] == ["", ""]
    assert phq.scale.choices[3].loinc == ""
    assert (phq.loinc, total("phq_9").loinc) == ("44249-1", "44261-6")
    assert total("gad_7").loinc == "70274-6"
    assert all(item.loinc for item in BY_NAME["gad_7"].items)


def test_a_line_has_no_numbers_to_fall_between() -> None:
    assert BY_NAME["vas_mood"].scale.showing is Showing.SLIDER
    assert BY_NAME["vas_mood"].scale.takes(33.3)
    assert not BY_NAME["fms"].scale.takes(3.5)
