"""Measures and wordings a person brought: kept as files beside the settings, never content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.catalogue.measures import checked_wording, measures, read_own
from app.model.measure import Measure, MeasureWording
from app.model.words import PersonError, Sentence
from app.services.export import save_file

_ENDINGS: Final = (".toml", ".json")
NOT_READ: Final = Sentence(
    "The file {file} could not be read. Nothing was changed, and your library is as it was. "
    "Please choose a TOML or JSON file."
)


class OwnMeasures:
    """Every measure there is: the shipped ones, and those of a folder of the person's own.

    Parameters
    ----------
    folder : Path
        Where files that were brought in are kept; it need not exist.

    Attributes
    ----------
    problems : tuple of Sentence
        What to tell the person of files that are there and cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: tuple[Sentence, ...] = ()
        self._found: tuple[Measure, ...] | None = None

    @property
    def all(self) -> tuple[Measure, ...]:
        """Return every measure, by name; a file that went bad leaves the others."""
        if self._found is None:
            self._found = self._read()
        return self._found

    def find(self, uid: str) -> Measure | None:
        """Return a measure by its uid."""
        return next((measure for measure in self.all if measure.uid == uid), None)

    def bring_in(self, path: Path) -> str:
        """Take in a measure or a wording; return the name of the measure.

        Raises
        ------
        PersonError
            If it cannot be read, does not fit, or the disk refuses; nothing is changed then.
        """
        if path.suffix.lower() not in _ENDINGS:
            raise PersonError(Sentence(NOT_READ.message, {"file": path.name}))
        brought = read_own(path)
        if isinstance(brought, MeasureWording):
            checked_wording(self.all, brought, path.name)
            name = f"words-{brought.measure}-{brought.language}"
            uid = brought.measure
        else:
            others = [file for file in self._files() if file.stem != brought.name]
            measures([*others, path])
            name = uid = brought.name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
        except OSError as error:
            raise PersonError(Sentence(NOT_READ.message, {"file": path.name})) from error
        save_file(self._folder / f"{name}{path.suffix.lower()}", content)
        self._found = None
        return uid

    def _read(self) -> tuple[Measure, ...]:
        sound: list[Path] = []
        problems: list[Sentence] = []
        found = measures()
        for path in self._files():
            try:
                found = measures([*sound, path])
            except PersonError as error:
                problems.append(error.sentence)
            else:
                sound.append(path)
        self.problems = tuple(problems)
        return found

    def _files(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        # whole measures first: a wording may be for one of them
        files = [path for path in self._folder.iterdir() if path.suffix in _ENDINGS]
        return sorted(files, key=lambda path: (path.name.startswith("words-"), path.name))
