"""The settings stay as the person left them, whatever happens to their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.services.settings import BROKEN, UNSAVED, Settings, SettingsFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_what_one_chose_is_there_the_next_time(path: Path) -> None:
    SettingsFile(path).change(theme="dusk", text_scale=1.5, quick_hide_keys="F12")
    again = SettingsFile(path)
    assert again.current == Settings(theme="dusk", text_scale=1.5, quick_hide_keys="F12")
    assert again.problem is None


def test_a_newer_version_finds_its_own_settings_again(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "dusk", "headset_hand": "left"}', "utf-8")
    SettingsFile(path).change(text_scale=2.0)
    kept = json.loads(path.read_text("utf-8"))
    assert kept["headset_hand"] == "left"
    assert kept["theme"] == "dusk"


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b""])
def test_a_broken_file_gives_the_usual_settings_and_says_so(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = SettingsFile(path)
    assert settings.current == Settings()
    assert settings.problem == BROKEN
    assert "safe in the library" in str(BROKEN)


def test_one_choice_nobody_knows_leaves_the_others_as_they_are(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "ocean", "text_scale": 2, "lock_minutes": true}', "utf-8")
    assert SettingsFile(path).current == Settings(text_scale=2.0)


def test_a_full_disk_is_said_and_the_choice_holds_for_now(tmp_path: Path) -> None:
    in_the_way = tmp_path / "config"
    in_the_way.write_text("a file where the folder should be", "utf-8")
    settings = SettingsFile(in_the_way / "settings.json")
    settings.change(theme="dusk")
    assert settings.current.theme == "dusk"
    assert settings.problem == UNSAVED
    assert "safe in the library" in str(UNSAVED)


def test_everybody_hears_of_a_change_once_and_of_no_change_never(path: Path) -> None:
    settings, heard = SettingsFile(path), []
    settings.changed.connect(lambda before, after: heard.append((before.theme, after.theme)))
    settings.change(theme="dusk")
    settings.change(theme="dusk")
    assert heard == [("system", "dusk")]


def test_a_theme_that_does_not_exist_cannot_be_chosen(path: Path) -> None:
    settings = SettingsFile(path)
    with pytest.raises(ValueError, match="no such"):
        settings.change(theme="ocean")
    assert settings.current == Settings()
