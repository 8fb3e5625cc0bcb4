"""Measures a person brings as a file: whole ones, or the words of one; or a sentence why not."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.catalogue.files import SCHEMA_NAME
from app.catalogue.measures import checked_wording, measures, read_own
from app.model.measure import Measure, MeasureWording
from app.model.words import PersonError

OWN = """
uid = "measure-own-1"
name = "own_scale"
title = { en = "Our scale", zh = "我们的量表" }
about = { en = "Two numbers.", zh = "两个数字。" }
kind = "clinical"
lead = { en = "Today", zh = "今天" }
licence = "ours"
citation = "ours"
source = ""
scale = { showing = "numbers", low = 1, high = 5 }
items = [ { name = "1", text = { en = "One", zh = "一" } }, { name = "2", text = { en = "Two" } } ]
[[scores]]
name = "total"
title = { en = "Total", zh = "总分" }
items = [1, 2]
"""
WORDS = """
wording_of = "who_5"
language = "en"
lead = "lead"
items = ["a", "b", "c", "d", "e"]
choices = ["0", "1", "2", "3", "4", "5"]
source = "a licence of our own"
"""


def kept(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_schema_is_a_schema() -> None:
    text = files("resources").joinpath("measures", SCHEMA_NAME).read_text("utf-8")
    Draft202012Validator.check_schema(json.loads(text))


def test_a_whole_measure_comes_in_beside_the_shipped_ones(tmp_path: Path) -> None:
    found = {one.name: one for one in measures([kept(tmp_path, "own.toml", OWN)])}
    own = found["own_scale"]
    assert "phq_9" in found
    assert own.is_worded("en")
    assert not own.is_worded("zh_CN")
    assert (own.scores[0].low, own.scores[0].high) == (2, 10)


def test_words_from_a_file_make_a_measure_that_can_be_asked(tmp_path: Path) -> None:
    found = {one.name: one for one in measures([kept(tmp_path, "words.toml", WORDS)])}
    assert found["who_5"].is_worded("en")
    assert [item.text.en for item in found["who_5"].items] == list("abcde")
    assert [choice.text.en for choice in found["who_5"].scale.choices] == list("012345")


def test_json_is_read_as_well(tmp_path: Path) -> None:
    row = {"wording_of": "phq_9", "language": "zh", "lead": "x", "items": ["y"] * 9}
    row |= {"choices": ["z"] * 4, "source": "a licence"}
    path = kept(tmp_path, "words.json", json.dumps(row))
    found = {one.name: one for one in measures([path])}
    assert found["phq_9"].is_worded("zh_CN")
    assert found["phq_9"].is_worded("en")


def test_words_that_do_not_fit_are_refused_and_nothing_changes(tmp_path: Path) -> None:
    text = WORDS.replace('"a", ', "")
    words = read_own(kept(tmp_path, "short.toml", text))
    assert isinstance(words, MeasureWording)
    with pytest.raises(PersonError, match="another number of questions") as refused:
        checked_wording(measures(), words, "short.toml")
    assert "Nothing was changed" in str(refused.value)
    assert "short.toml" in str(refused.value)
    (who_5,) = [one for one in measures([tmp_path / "short.toml"]) if one.name == "who_5"]
    assert not who_5.is_worded("en")


def test_words_for_a_measure_that_is_not_here_say_which(tmp_path: Path) -> None:
    words = read_own(kept(tmp_path, "k.toml", WORDS.replace("who_5", "k_10")))
    assert isinstance(words, MeasureWording)
    with pytest.raises(PersonError, match="bring in the measure first") as refused:
        checked_wording(measures(), words, "k.toml")
    assert "k_10" in str(refused.value)


def test_scoring_that_names_a_question_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = kept(tmp_path, "wrong.toml", OWN.replace("items = [1, 2]", "items = [1, 3]"))
    with pytest.raises(PersonError, match="question or a score that is not there") as refused:
        read_own(path)
    assert "Nothing was changed" in str(refused.value)


def test_a_file_that_is_neither_names_itself(tmp_path: Path) -> None:
    with pytest.raises(PersonError) as refused:
        read_own(kept(tmp_path, "else.toml", 'note = "hello"\n'))
    assert "else.toml" in str(refused.value)


def test_a_measure_that_takes_a_shipped_one_s_place_is_refused(tmp_path: Path) -> None:
    path = kept(tmp_path, "own.toml", OWN.replace("own_scale", "phq_9"))
    assert isinstance(read_own(path), Measure)
    with pytest.raises(PersonError):
        measures([path])
