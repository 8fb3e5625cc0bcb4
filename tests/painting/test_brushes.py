"""The brushes that come with the studio, and a brush file that is not as it should be."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from app.catalogue.brushes import brushes
from app.model.brush import Build
from app.model.words import PersonError, use_translations

SHIPPED = files("resources").joinpath("brushes")
INK = SHIPPED.joinpath("ink.toml").read_text("utf-8")


@pytest.fixture
def _english_again() -> Iterator[None]:
    yield
    use_translations(gettext.NullTranslations(), "en")


def test_six_brushes_lie_on_the_shelf_from_firm_to_flowing() -> None:
    assert [brush.name for brush in brushes()] == [
        "pencil", "ink", "chalk", "marker", "soft_round", "wet_wash",
    ]  # fmt: skip
    feels = [brush.feel for brush in brushes()]
    assert feels == sorted(feels)


def test_every_brush_is_found_by_a_uid_of_its_own() -> None:
    assert len({brush.uid for brush in brushes()}) == 6


@pytest.mark.usefixtures("_english_again")
def test_a_brush_is_called_by_its_name_in_both_languages() -> None:
    pencil = brushes()[0]
    assert pencil.label == "Pencil"
    use_translations(gettext.NullTranslations(), "zh_CN")
    assert pencil.label == "铅笔"


def test_every_number_says_what_it_does_and_how_far_it_goes() -> None:
    for brush in brushes():
        for number in brush.numbers.values():
            assert number.min <= number.default <= number.max
            assert set(number.help) == {"en", "zh_CN"}
            assert number.unit in {"px", "ratio", "radius", "deg"}


def test_a_number_is_read_by_its_name() -> None:
    ink = next(brush for brush in brushes() if brush.name == "ink")
    assert ink["radius_px"] == ink.numbers["radius_px"].default
    assert ink.build is Build.ACCUMULATE
    assert hash(ink) == hash(ink.uid)


@pytest.mark.parametrize(
    ("was", "becomes", "field"),
    [
        ('build = "accumulate"', 'build = "whatever"', "build"),
        ("feel = 0.2", 'feel = "soft"', "feel"),
        ('unit = "deg"', 'unit = "gallons"', "numbers.angle_deg.unit"),
        ('uid = "6d0f', 'uid = "6D0F', "uid"),
        ("[curves.tilt_flow]", "[curves.tilt_taste]", "curves"),
        ('zh_CN = "墨水笔"', "", "title"),
    ],
)
def test_a_broken_brush_file_is_named_with_its_field(
    tmp_path: Path, was: str, becomes: str, field: str
) -> None:
    assert was in INK
    (tmp_path / "mine.toml").write_text(INK.replace(was, becomes, 1), "utf-8")
    with pytest.raises(PersonError) as caught:
        brushes(tmp_path)
    assert "mine.toml" in str(caught.value)
    assert re.search(rf", {re.escape(field)} is not as it must be", str(caught.value))


@pytest.mark.parametrize(
    ("pattern", "becomes", "field"),
    [
        (r"(\[numbers\.flow\]\ndefault = )[\d.]+", r"\g<1>7.0", "numbers.flow.default"),
        (
            r"(\[curves\.tilt_size\]\npoints = ).*",
            r"\1[[0.2, 1.0], [1.0, 1.0]]",
            "curves.tilt_size.points",
        ),
    ],
)
def test_a_number_or_curve_out_of_range_is_named(
    tmp_path: Path, pattern: str, becomes: str, field: str
) -> None:
    (tmp_path / "mine.toml").write_text(re.sub(pattern, becomes, INK), "utf-8")
    with pytest.raises(PersonError, match=rf"mine\.toml, {re.escape(field)} is not"):
        brushes(tmp_path)


def test_two_brushes_with_one_uid_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(INK, "utf-8")
    (tmp_path / "b.toml").write_text(INK.replace('name = "ink"', 'name = "pen"'), "utf-8")
    with pytest.raises(PersonError, match=r"b\.toml, uid is not as it must be"):
        brushes(tmp_path)


def test_a_brush_file_that_is_no_toml_is_told_kindly(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("uid = [", "utf-8")
    with pytest.raises(PersonError, match=r"mine\.toml could not be read.*not\s+touched"):
        brushes(tmp_path)
