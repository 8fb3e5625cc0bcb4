"""Sentences for people, translatable wherever they are made.

The message id is the English sentence, as gettext does it. Rooms below the window make a
`Sentence` where words are kept or travel; whoever shows it asks for `str(sentence)`.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field


class _Catalogue:
    """The translations in use; one for the process, as gettext has it."""

    current: gettext.NullTranslations = gettext.NullTranslations()
    language: str = "en"


def use_translations(translations: gettext.NullTranslations, language: str) -> None:
    """Show sentences in another language from now on.

    Parameters
    ----------
    translations : gettext.NullTranslations
        The catalogue, already read.
    language : str
        ``"en"`` or ``"zh_CN"``.
    """
    _Catalogue.current = translations
    _Catalogue.language = language


def language() -> str:
    """Return the language in use, ``"en"`` or ``"zh_CN"``."""
    return _Catalogue.language


def tr(message: str, **fields: object) -> str:
    """Return a sentence in the person's language, its ``{fields}`` filled in."""
    # gettext gives the catalogue's header for the empty message id
    words = _Catalogue.current.gettext(message) if message else ""
    return words.format(**fields) if fields else words


def trn(singular: str, plural: str, count: int, **fields: object) -> str:
    """Return a sentence that counts, in the person's language; ``{count}`` is filled in."""
    return _Catalogue.current.ngettext(singular, plural, count).format(count=count, **fields)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is translated when it is shown, not when it is made.

    Parameters
    ----------
    message : str
        The English sentence, with ``{fields}``.
    fields : Mapping[str, object]
        Values for the fields; a value may itself be a `Sentence`.
    """

    message: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.message, **self.fields)


class PersonError(Exception):
    """An error a person is told of: what happened, that nothing is lost, one thing to do.

    Parameters
    ----------
    sentence : Sentence
        The whole text shown.
    """

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
