"""Clay's tools and beginnings are data, and broken data is named."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from app.catalogue.clay import clay_starts, clay_tools
from app.model.clay import ClayAction, PartsStart, TurnedStart
from app.model.words import PersonError

TOOLS, STARTS = (files("resources").joinpath("clay", kind) for kind in ("tools", "starts"))


def changed(folder: Path, source: str, *, old: str, new: str) -> Path:
    assert old in source
    (folder / "changed.toml").write_text(source.replace(old, new, 1), "utf-8")
    return folder


def test_there_is_a_tool_for_everything_clay_does() -> None:
    tools = clay_tools()
    assert {tool.action for tool in tools} == set(ClayAction)
    assert [tool.feel for tool in tools] == sorted(tool.feel for tool in tools)
    for tool in tools:
        for number in tool.numbers.values():
            assert number.min <= number.default <= number.max
            assert all(number.help.values())
        assert tool["radius_m"] < 0.3
        assert tool.label == tool.title["en"]


def test_beginnings_come_in_order() -> None:
    starts = clay_starts()
    assert [start.order for start in starts] == list(range(len(starts)))
    bust, vessel = starts[2].build, starts[4].build
    assert isinstance(bust, PartsStart)
    assert any(part.is_mirrored for part in bust.parts)
    assert isinstance(vessel, TurnedStart)
    assert len({start.uid for start in starts} | {tool.uid for tool in clay_tools()}) == 16


def test_a_tool_beyond_its_own_limits_is_named(tmp_path: Path) -> None:
    source = TOOLS.joinpath("pull.toml").read_text("utf-8")
    folder = changed(tmp_path, source, old="default = 0.03\n", new="default = 7.0\n")
    with pytest.raises(PersonError) as error:
        clay_tools(folder)
    assert "changed.toml" in str(error.value)
    assert "numbers.radius_m.default" in str(error.value)
    assert "not touched" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [('action = "pull"', 'action = "bake"', "action"), ('unit = "m"', 'unit = "inch"', "numbers")],
)
def test_a_tool_that_does_what_there_is_not_is_named(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    source = TOOLS.joinpath("pull.toml").read_text("utf-8")
    with pytest.raises(PersonError) as error:
        clay_tools(changed(tmp_path, source, old=old, new=new))
    assert field in str(error.value)


def test_a_beginning_of_an_unknown_family_is_named(tmp_path: Path) -> None:
    source = STARTS.joinpath("slab.toml").read_text("utf-8")
    with pytest.raises(PersonError) as error:
        clay_starts(changed(tmp_path, source, old='family = "parts"', new='family = "dream"'))
    assert "build" in str(error.value)


def test_two_tools_of_one_name_are_told_apart(tmp_path: Path) -> None:
    source = TOOLS.joinpath("pull.toml").read_text("utf-8")
    (tmp_path / "one.toml").write_text(source, "utf-8")
    (tmp_path / "two.toml").write_text(source, "utf-8")
    with pytest.raises(PersonError) as error:
        clay_tools(tmp_path)
    assert "two.toml" in str(error.value)
