"""The sentences of the program in other languages, from gettext catalogues."""

from __future__ import annotations

import gettext
from importlib.resources import files

from app.model.words import use_translations

LANGUAGES = ("en", "zh_CN")


def load_translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English is the message ids themselves.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.

    Raises
    ------
    ValueError
        If there is no such language here.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r} here, only {', '.join(LANGUAGES)}")
    if language == "en":
        return gettext.NullTranslations()
    folder = files("resources") / "translations" / language / "LC_MESSAGES"
    with (folder / "innerscape.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def use_language(language: str) -> None:
    """Speak a language from now on.

    Raises
    ------
    ValueError
        If there is no such language here.
    """
    use_translations(load_translations(language), language)


def nearest_language(locale_name: str) -> str:
    """Return the language here that is nearest to a system's locale ("zh_Hans_CN", "en_GB")."""
    return "zh_CN" if locale_name.lower().startswith("zh") else "en"
