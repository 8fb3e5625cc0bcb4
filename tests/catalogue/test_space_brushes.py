"""The brushes for space, what they promise, and a file that is not as it should be."""

from __future__ import annotations

import gettext
import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.catalogue.space_brushes import space_brushes
from app.model.space_brush import Family, Flag, Material, SpaceBrush
from app.model.words import PersonError, use_translations

SHIPPED = files("resources").joinpath("space_brushes")
BRUSHES = space_brushes()
HAN = re.compile(r"[\u4e00-\u9fff]")
ASKED = {
    "matte", "oil", "ink", "marker", "felt", "velvet", "paper", "tape", "wire", "light", "neon",
    "toon", "spikes", "petals", "icing", "bubbles", "embers", "snow", "smoke", "stars", "leaves",
    "highlighter", "faceted", "hull",
}  # fmt: skip
every_brush = pytest.mark.parametrize("brush", BRUSHES, ids=lambda brush: brush.name)


def text(name: str) -> str:
    return SHIPPED.joinpath(f"{name}.toml").read_text("utf-8")


def by_name(name: str) -> SpaceBrush:
    return next(brush for brush in BRUSHES if brush.name == name)


@pytest.fixture
def _english_again() -> Iterator[None]:
    yield
    use_translations(gettext.NullTranslations(), "en")


def test_every_brush_that_was_asked_for_is_on_the_shelf() -> None:
    assert {brush.name for brush in BRUSHES} >= ASKED
    assert len(BRUSHES) >= 24


def test_the_shelf_goes_from_firm_to_flowing_and_each_brush_has_a_place_of_its_own() -> None:
    feels = [brush.feel for brush in BRUSHES]
    assert feels == sorted(feels)
    assert len(set(feels)) == len(BRUSHES)
    assert feels[0] == 0
    assert feels[-1] == 1


def test_every_family_and_every_material_has_brushes() -> None:
    assert set(Counter(brush.family for brush in BRUSHES)) == set(Family)
    assert set(Counter(brush.material for brush in BRUSHES)) == set(Material)


def test_no_two_brushes_look_alike() -> None:
    def look(brush: SpaceBrush) -> tuple[object, ...]:
        numbers = sorted((name, number.default) for name, number in brush.numbers.items())
        own = [pair for pair in numbers if pair[0] not in {"size_m", "opacity", "flash_hz"}]
        return (brush.family, brush.material, brush.sprite, brush.stamp, tuple(own))

    looks = Counter(look(brush) for brush in BRUSHES if not brush.is_flashing)
    assert set(looks.values()) == {1}


def test_uids_names_titles_and_foreign_names_belong_to_one_brush_each() -> None:
    for values in (
        [brush.uid for brush in BRUSHES],
        [brush.name for brush in BRUSHES],
        [brush.title["en"] for brush in BRUSHES],
        [brush.title["zh_CN"] for brush in BRUSHES],
        [guid for brush in BRUSHES for guid in brush.foreign_guids],
    ):
        assert len(values) == len(set(values))


@every_brush
def test_a_brush_is_told_in_english_and_chinese(brush: SpaceBrush) -> None:
    for words in (brush.title, brush.help, *(n.help for n in brush.numbers.values())):
        assert not HAN.search(words["en"])
        assert HAN.search(words["zh_CN"])
        assert not re.search(r"[,;?.!]", words["zh_CN"]), "Chinese has punctuation of its own"


@every_brush
def test_every_number_stands_within_its_soft_limits(brush: SpaceBrush) -> None:
    for number in brush.numbers.values():
        assert number.min <= number.default <= number.max


@every_brush
def test_thin_ends_have_places_to_get_thin_at(brush: SpaceBrush) -> None:
    if brush.family not in {Family.RIBBON, Family.TUBE}:
        return
    shortest = min((brush[n] for n in ("taper_start", "taper_end") if brush[n] > 0), default=0)
    waves = [
        brush[f"{n}_length"] for n in ("bump", "ruffle") if n in brush.numbers and brush[n] > 0
    ]
    if shortest:
        assert 0 < brush["step"] <= max(0.5, shortest / 2)
    for wave in waves:
        assert 0 < brush["step"] <= wave / 3


def test_only_particles_are_billboards_and_they_say_what_they_look_like() -> None:
    for brush in BRUSHES:
        is_billboard = brush.family is Family.PARTICLES
        assert (brush.material is Material.SPARKLE) == is_billboard
        assert (brush.sprite is not None) == is_billboard
        assert (brush.stamp is not None) == (brush.family is Family.SPRAY)


def test_what_flashes_says_so_and_never_above_three_times_a_second() -> None:
    flashing = [brush for brush in BRUSHES if brush.is_flashing]
    assert flashing
    for brush in flashing:
        assert brush.is_animated
        assert brush["flash_hz"] <= brush.numbers["flash_hz"].max <= 3
        assert not brush.foreign_guids, "no file from elsewhere makes a page flash"
    assert all("flash_hz" not in brush.numbers for brush in BRUSHES if not brush.is_flashing)


def test_what_glows_is_called_self_lit_and_what_drifts_animated() -> None:
    for brush in BRUSHES:
        if brush.material in {Material.GLOW, Material.SELF_LIT}:
            assert brush.is_self_lit
        if "drift_m_s" in brush.numbers and brush["drift_m_s"]:
            assert brush.is_animated


@pytest.mark.usefixtures("_english_again")
def test_a_brush_is_called_by_its_name_in_both_languages() -> None:
    oil = by_name("oil")
    assert oil.label == "Oil paint"
    use_translations(gettext.NullTranslations(), "zh_CN")
    assert oil.label == "油画"
    assert hash(oil) == hash(oil.uid)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(
        json.loads(SHIPPED.joinpath("schema.json").read_text("utf-8"))
    )


def refused(folder: Path, was: str, becomes: str, name: str) -> str:
    shipped = text(name)
    assert was in shipped
    (folder / "mine.toml").write_text(shipped.replace(was, becomes, 1), "utf-8")
    with pytest.raises(PersonError) as caught:
        space_brushes(folder)
    assert "mine.toml" in str(caught.value)
    assert "Your pictures and pages are not touched" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("pulse", "default = 0.5\nmin = 0.1\nmax = 3.0", "default = 8.0\nmin = 0.1\nmax = 3.0"),
        ("pulse", "min = 0.1\nmax = 3.0", "min = 0.1\nmax = 12.0"),
        ("pulse", "[numbers.flash_hz]", "[numbers.flash_often]"),
        ("pulse", '["animated", "self_lit", "flashing"]', '["self_lit", "flashing"]'),
        ("pulse", '["animated", "self_lit", "flashing"]', '["animated", "self_lit"]'),
    ],
)
def test_no_file_makes_a_brush_flash_faster_or_in_secret(
    tmp_path: Path, name: str, was: str, becomes: str
) -> None:
    refused(tmp_path, was, becomes, name)


@pytest.mark.parametrize(
    ("name", "was", "becomes", "field"),
    [
        ("ink", 'family = "ribbon"', 'family = "carpet"', "family"),
        ("ink", 'material = "matte"', 'material = "fur"', "material"),
        ("ink", 'uid = "', 'uid = "X', "uid"),
        ("ink", "feel = 0.36", 'feel = "soft"', "feel"),
        ("ink", 'zh_CN = "墨"', "", "title"),
        ("ink", 'unit = "width"', 'unit = "gallons"', "numbers"),
        ("ink", "[numbers.curl]", "[numbers.sides]", "numbers"),
        ("stars", 'sprite = "star"', "", "file"),
        ("stars", 'sprite = "star"', 'stamp = "star"', "file"),
        ("leaves", 'stamp = "leaf"', 'sprite = "star"', "file"),
        ("stars", 'material = "sparkle"', 'material = "matte"', "material"),
    ],
)
def test_a_broken_brush_file_is_named_with_its_field(
    tmp_path: Path, name: str, was: str, becomes: str, field: str
) -> None:
    assert field in refused(tmp_path, was, becomes, name)


def test_a_number_outside_its_limits_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path, "default = 0.02\nmin", "default = 7.0\nmin", "ink")
    assert "numbers.size_m.default" in said


@pytest.mark.parametrize("field", ["uid", "name", "foreign_guids"])
def test_two_brushes_with_one_name_are_refused(tmp_path: Path, field: str) -> None:
    other = text("ink")
    for own, changed in (("uid", 'uid = "0'), ("name", 'name = "other_'), ("foreign_guids", "")):
        if own == field:
            continue
        if own == "foreign_guids":
            other = re.sub(r"foreign_guids = \[.*?\]", "foreign_guids = []", other, flags=re.S)
        elif own == "uid":
            other = re.sub(r'uid = "[0-9a-f]{2}', f"{changed}0", other, count=1)
        else:
            other = other.replace('name = "', changed, 1)
    (tmp_path / "a.toml").write_text(text("ink"), "utf-8")
    (tmp_path / "b.toml").write_text(other, "utf-8")
    with pytest.raises(PersonError, match=rf"b\.toml, {field} is not as it must be"):
        space_brushes(tmp_path)


def test_flags_are_what_a_person_may_want_to_leave_out() -> None:
    assert {flag.value for flag in Flag} == {"animated", "self_lit", "flashing"}
