"""What works on this computer, in sections: for a person to read, or as JSON to send along.

Sections about windows, sound and headsets come from the rooms that may ask; they are passed in.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import as_file, files
from pathlib import Path

from app.model.words import Sentence
from inference.results import ModelError
from inference.settings import read_settings

PACKAGES = (
    "PySide6-Essentials",
    "vispy",
    "numpy",
    "numba",
    "sqlite-utils",
    "sqlcipher3",
    "onnxruntime",
    "tokenizers",
    "torch",
    "transformers",
    "pyopenxr",
)
MODEL = "emotion-en"


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that was looked at: whether it is well, in words and in facts for JSON."""

    name: str
    is_well: bool
    words: Sentence
    facts: Mapping[str, object] = field(default_factory=dict)


def examine(askers: Iterable[Callable[[], Section]]) -> list[Section]:
    """Return every section; a question that fails is a section too and stops no other."""
    return [_answer(ask) for ask in askers]


def as_json(sections: Iterable[Section]) -> dict[str, object]:
    """Return the sections as one object, by name, with the words in the language in use."""
    return {
        section.name: {"ok": section.is_well, "words": str(section.words), **section.facts}
        for section in sections
    }


def versions() -> Section:
    """Return what is installed."""
    found = {name: _version(name) for name in ("innerscape", *PACKAGES)}
    missing = [name for name, found_version in found.items() if not found_version]
    facts = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "interpreter": sys.implementation.name,
        "packages": found,
    }
    if missing:
        sentence = Sentence(
            "Some parts are not installed: {names}. Your pictures and pages are not touched. "
            "Please install Innerscape again.",
            {"names": ", ".join(missing)},
        )
        return Section("versions", False, sentence, facts)
    words = Sentence(
        "Innerscape {version} on Python {python}.",
        {"version": found["innerscape"], "python": platform.python_version()},
    )
    return Section("versions", True, words, facts)


def model() -> Section:
    """Return whether the emotion model is there and can be read; it is not loaded."""
    with as_file(files("resources") / "models" / MODEL) as folder:
        try:
            settings = read_settings(folder)
        except ModelError as error:
            words = Sentence(
                "The emotion model cannot be read ({reason}). Everything else works without it. "
                "Please install Innerscape again.",
                {"reason": error},
            )
            return Section("model", False, words, {"folder": str(folder)})
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    facts = {"name": settings.model, "version": settings.version, "megabytes": round(size / 1e6, 1)}
    words = Sentence("The emotion model {name} {version} is here.", facts)
    return Section("model", True, words, facts)


def library(folder: Path) -> Section:
    """Return how many libraries there are and whether each lies beside its keys; none is opened."""
    from app.services.library import Vault

    vault = Vault(folder)
    try:
        found = vault.profiles()
        alone = [profile for profile in found if not vault.library_path(profile).exists()]
        kind = vault.folder_kind
    finally:
        vault.close()
    facts: dict[str, object] = {"folder": str(folder), "libraries": len(found)}
    facts["folder_kind"] = kind.value
    if kind.note is not None:
        return Section("library", False, kind.note, facts)
    if not found:
        return Section("library", True, Sentence("There is no library here yet."), facts)
    if alone:
        words = Sentence(
            "The keys in {names} have no library beside them. Nothing was changed. If it is on "
            "another drive, please connect that drive.",
            {"names": ", ".join(alone)},
        )
        return Section("library", False, words, facts)
    words = Sentence("Every library has its keys. `innerscape library check` looks inside.")
    return Section("library", True, words, facts)


def _answer(ask: Callable[[], Section]) -> Section:
    try:
        return ask()
    except Exception as error:
        # the boundary: whatever is broken on this computer is what the doctor is asked about
        words = Sentence("This could not be looked at: {reason}", {"reason": repr(error)})
        return Section(getattr(ask, "__name__", "unknown"), False, words)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
