"""How a person likes things: a small file beside the library, read before it is unlocked."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from app.model.words import Sentence

LANGUAGES = ("en", "zh_CN")
THEMES = ("system", "paper", "dusk", "high_contrast")
SURPRISES = ("off", "less", "usual", "more")
TEXT_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
BROKEN = Sentence(
    "The settings could not be read, so the usual ones are in use. Your pictures and pages are "
    "safe in the library. You can choose again under Settings."
)
UNSAVED = Sentence(
    "The settings could not be kept. Your pictures and pages are safe in the library. Please make "
    "some room on this computer and choose again."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose.

    ``language`` is ``""`` for that of the computer, or one of `LANGUAGES`; ``theme`` one of
    `THEMES`; ``text_scale`` 1 to 2; ``lock_minutes`` 0 for never; ``quick_hide_keys`` a portable
    shortcut or ``""``; ``own_help_line`` is shown while locked too, so it is kept here in clear;
    ``renderer_seen`` is what drew OpenGL when it was last looked for; ``may_flash`` stands once
    brushes that flash were asked for; ``surprise``, one of `SURPRISES`, is how much of what is
    suggested may be new, or that nothing is.
    """

    language: str = ""
    theme: str = "system"
    text_scale: float = 1.0
    is_motion_reduced: bool = False
    lock_minutes: int = 10
    quick_hide_keys: str = ""
    is_companion_folded: bool = False
    is_studio_full: bool = False
    may_flash: bool = False
    own_help_line: str = ""
    renderer_seen: str = ""
    surprise: str = "usual"

    def __post_init__(self) -> None:
        """Refuse what no window could show.

        Raises
        ------
        ValueError
            If a value is outside what is offered.
        """
        if self.language not in ("", *LANGUAGES) or self.theme not in THEMES:
            raise ValueError(f"no such language or theme: {self.language!r}, {self.theme!r}")
        if self.surprise not in SURPRISES:
            raise ValueError(f"no such surprise: {self.surprise!r}")
        if not 1.0 <= self.text_scale <= 2.0 or not 0 <= self.lock_minutes <= 24 * 60:
            raise ValueError(f"out of range: {self.text_scale}, {self.lock_minutes}")


def _known(found: Mapping[str, Any]) -> Settings:
    chosen = Settings()
    for field in fields(Settings):
        wanted = type(getattr(chosen, field.name))
        value = found.get(field.name)
        if wanted is float and type(value) is int:
            value = float(value)
        if type(value) is wanted:
            one: dict[str, Any] = {field.name: value}
            # a theme of a newer version, say: this one choice falls back, the others stand
            with suppress(ValueError):
                chosen = replace(chosen, **one)
    return chosen


class SettingsFile:
    """The settings in use and the file they are kept in.

    Parameters
    ----------
    path : Path
        A JSON file in the config folder; it need not exist. Fields of a newer version are kept.

    Attributes
    ----------
    current : Settings
        What is in use now.
    problem : Sentence | None
        What to tell the person when the file could not be read or written.
    """

    changed = Signal(Settings, Settings)
    """Emitted with the settings before and after."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rest: dict[str, Any] = {}
        self.problem: Sentence | None = None
        self.current = self._read()

    def change(self, **chosen: Any) -> None:
        """Use other values from now on and keep them.

        Raises
        ------
        TypeError, ValueError
            If a field does not exist or a value is outside what is offered.
        """
        before, self.current = self.current, replace(self.current, **chosen)
        if before == self.current:
            return
        self._write()
        self.changed.emit(before, self.current)

    def _read(self) -> Settings:
        try:
            found = json.loads(self._path.read_text("utf-8"))
            if not isinstance(found, dict):
                raise ValueError("not an object")
            known = _known(found)
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError):
            self.problem = BROKEN
            return Settings()
        self._rest = found
        return known

    def _write(self) -> None:
        text = json.dumps(self._rest | asdict(self.current), ensure_ascii=False, indent=2)
        aside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._path)
        except OSError:
            self.problem = UNSAVED
        else:
            self.problem = None
