"""What may be tuned of being inside is data, and a slip in it is told kindly."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from app.catalogue.inside import tuning
from app.model.inside import CLINICAL, Choices
from app.model.words import PersonError

FILE = files("resources").joinpath("headset", "inside.toml")


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("[snap_deg]\ndefault = 30", "[snap_deg]\ndefault = 300", "snap_deg.default"),
        ("[snap_deg]\ndefault = 30", '[snap_deg]\ndefault = "far"', "snap_deg.default"),
        ("[snap_deg]", "[snap_degrees]", "the file itself"),
    ],
)
def test_a_slip_names_the_file_and_the_field(
    tmp_path: Path, before: str, after: str, field: str
) -> None:
    text = FILE.read_text("utf-8")
    assert before in text
    (tmp_path / "inside.toml").write_text(text.replace(before, after), "utf-8")
    with pytest.raises(PersonError) as told:
        tuning(tmp_path)
    assert "inside.toml" in str(told.value)
    assert field in str(told.value)
    assert "not touched" in str(told.value)


def test_words_can_never_be_tuned_too_small_or_panels_too_near() -> None:
    numbers = tuning().numbers
    assert numbers["text_deg"].min >= 1.3
    assert numbers["nearest_m"].min >= 0.5


def test_in_the_clinical_profile_nobody_takes_hold_of_the_world() -> None:
    assert not CLINICAL.may_grab_world
    assert Choices().is_seated
    with pytest.raises(ValueError, match="out of range"):
        Choices(reach=9.0)
