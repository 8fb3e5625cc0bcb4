"""The doctor looks at everything, even where something is broken."""

from __future__ import annotations

from pathlib import Path

from app.catalogue.translations import use_language
from app.model.words import Sentence
from app.services.doctor import Section, as_json, examine, library, versions
from app.services.places import home, kernel_cache, libraries, settings_file


def broken_driver() -> Section:
    raise RuntimeError("no such device")


def well() -> Section:
    return Section("fonts", True, Sentence("All fonts of the program load."), {"missing": []})


def test_a_broken_driver_stops_no_other_question() -> None:
    sections = examine([broken_driver, well])
    assert [section.is_well for section in sections] == [False, True]
    assert "no such device" in str(sections[0].words)
    assert as_json(sections)["fonts"] == {
        "ok": True,
        "words": "All fonts of the program load.",
        "missing": [],
    }


def test_it_names_what_is_installed() -> None:
    found = versions()
    assert found.is_well
    packages = found.facts["packages"]
    assert isinstance(packages, dict)
    assert packages["innerscape"]
    assert packages["torch"]


def test_no_library_yet_is_no_fault(tmp_path: Path) -> None:
    found = library(tmp_path / "nowhere")
    assert found.is_well
    assert found.facts["libraries"] == 0


def test_it_speaks_the_persons_language() -> None:
    use_language("zh_CN")
    assert str(well().words) != "All fonts of the program load."


def test_everything_lies_in_one_folder_that_the_person_may_choose(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("INNERSCAPE_HOME", str(tmp_path / "from-the-environment"))
    assert home() == tmp_path / "from-the-environment"
    chosen = home(tmp_path / "said")
    assert chosen == tmp_path / "said"
    assert {
        libraries(chosen).parent,
        settings_file(chosen).parent,
        kernel_cache(chosen).parent,
    } == {chosen}
