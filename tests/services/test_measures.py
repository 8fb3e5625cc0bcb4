"""Questionnaires a person brought in: kept as files, told apart, and never in the others' way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.measure import Measure
from app.model.words import PersonError
from app.services.measures import OwnMeasures

WORDS = """
wording_of = "who_5"
language = "en"
lead = "lead"
items = ["a", "b", "c", "d", "e"]
choices = ["0", "1", "2", "3", "4", "5"]
source = "a licence of our own"
"""
SCALE = """
uid = "measure-own-1"
name = "own_scale"
title = { en = "Our scale", zh = "我们的量表" }
about = { en = "One number.", zh = "一个数字。" }
kind = "clinical"
lead = { en = "Today" }
licence = "ours"
citation = "ours"
source = ""
scale = { showing = "numbers", low = 1, high = 5 }
items = [{ name = "1", text = { en = "One" } }]
scores = []
"""


def brought(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> OwnMeasures:
    return OwnMeasures(tmp_path / "measures")


def test_words_that_were_brought_in_are_there_the_next_time(
    own: OwnMeasures, tmp_path: Path
) -> None:
    assert not words_of(own).is_worded("en")
    own.bring_in(brought(tmp_path / "from", "mine.toml", WORDS))
    assert words_of(own).is_worded("en")
    assert words_of(OwnMeasures(tmp_path / "measures")).is_worded("en")


def words_of(own: OwnMeasures) -> Measure:
    found = own.find("measure-who-5-1")
    assert found is not None
    return found


def test_a_whole_measure_can_be_brought_in_anew(own: OwnMeasures, tmp_path: Path) -> None:
    path = brought(tmp_path / "from", "scale.toml", SCALE)
    assert own.bring_in(path) == "own_scale"
    path.write_text(SCALE.replace("high = 5", "high = 7"), "utf-8")
    own.bring_in(path)
    found = own.find("measure-own-1")
    assert found is not None
    assert found.scale.high == 7
    assert own.problems == ()


def test_what_cannot_be_used_is_refused_and_leaves_no_file(
    own: OwnMeasures, tmp_path: Path
) -> None:
    before = own.all
    bad = (
        brought(tmp_path / "from", "words.docx", WORDS),
        brought(tmp_path / "from", "half.toml", "uid = "),
        brought(tmp_path / "from", "short.toml", WORDS.replace('"a", ', "")),
        brought(tmp_path / "from", "twin.toml", SCALE.replace("own_scale", "phq_9")),
    )
    for path in (*bad, tmp_path / "not-there.toml"):
        with pytest.raises(PersonError) as refused:
            own.bring_in(path)
        assert path.name in str(refused.value) or "phq_9" in str(refused.value)
    assert own.all == before
    assert not (tmp_path / "measures").exists()


def test_one_file_that_went_bad_is_told_and_leaves_the_others(
    own: OwnMeasures, tmp_path: Path
) -> None:
    own.bring_in(brought(tmp_path / "from", "scale.toml", SCALE))
    brought(tmp_path / "measures", "a.toml", "uid = ")
    again = OwnMeasures(tmp_path / "measures")
    assert again.find("measure-own-1") is not None
    assert again.find("measure-phq-9-1") is not None
    (problem,) = again.problems
    assert "a.toml" in str(problem)
