"""Finds phrases that ask for care. High recall on purpose; it says nothing about the person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from app.model.safety import SafetyException, SafetyPhrase, SafetyWords

REMEMBERED: Final = 4096
ACROSS_CHARS: Final = 80

# neither "." nor "\w" matches it, so no phrase reaches across what was passed over
_PASSED_OVER = "\n"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc\u00b4`\uff07]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_SPACE_IN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_SIGNS: Final = {"en": re.compile("[a-z]"), "zh": re.compile(f"[{_HAN}]")}
_EDGE_OF_HAN = re.compile(f"(?<=[{_HAN}])(?=[^{_HAN} ])|(?<=[^{_HAN} ])(?=[{_HAN}])")


@dataclass(frozen=True, slots=True)
class Match:
    """Which phrases were found, and the tags of the prompts that wait because of them."""

    phrases: frozenset[str]
    tags: tuple[str, ...]


def normalised(text: str, variants: Mapping[str, str]) -> str:
    """Return a text as the list's patterns want it.

    Full-width forms become ordinary ones, case and apostrophes go, punctuation becomes one
    space, traditional and variant characters become the list's own. Spaces between Chinese
    characters go; between Chinese and other writing there is always one.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = plain.translate({ord(other): own for other, own in variants.items()})
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    plain = _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()
    return _EDGE_OF_HAN.sub(" ", _SPACE_IN_HAN.sub("", plain))


class SafetyList:
    """The safety list, ready to search.

    What was searched is remembered by its digest, never by its words.

    Parameters
    ----------
    words : SafetyWords
        What the catalogue loaded.
    """

    def __init__(self, words: SafetyWords) -> None:
        self._variants = words.variants
        self._phrases = tuple((_compiled(phrase), phrase) for phrase in words.phrases)
        self._exceptions = tuple(_compiled(exception) for exception in words.exceptions)
        self._searched: dict[bytes, Match | None] = {}
        self.asked_tags = words.asked_tags

    def find(self, text: str) -> Match | None:
        """Return what was found in a text of any language, or None."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest not in self._searched:
            while len(self._searched) >= REMEMBERED:
                self._searched.pop(next(iter(self._searched)))
            self._searched[digest] = self._search(normalised(text, self._variants))
        return self._searched[digest]

    def marked(self, texts: Sequence[str]) -> frozenset[int]:
        """Return the places of the texts that match, alone or read on into the next one."""
        alone = {index for index, text in enumerate(texts) if self.find(text)}
        for index, (text, following) in enumerate(pairwise(texts)):
            if alone.isdisjoint((index, index + 1)) and self.find(across(text, following)):
                alone |= {index, index + 1}
        return frozenset(alone)

    def _search(self, plain: str) -> Match | None:
        written = _languages(plain)
        found = [
            (pattern, phrase)
            for pattern, phrase in self._phrases
            if phrase.language in written and pattern.search(plain)
        ]
        if not found:
            return None  # passing over only takes away, it never makes a phrase
        for exception in self._exceptions:
            plain = exception.sub(_PASSED_OVER, plain)
        left = [phrase for pattern, phrase in found if pattern.search(plain)]
        return Match(frozenset(phrase.uid for phrase in left), _tags(left)) if left else None


def across(text: str, following: str) -> str:
    """Return the end of one text and the beginning of the next, as one."""
    return f"{text[-ACROSS_CHARS:]} {following[:ACROSS_CHARS]}"


def _languages(plain: str) -> tuple[str, ...]:
    """Return which of the list's languages a text can hold, by its characters."""
    return tuple(name for name, sign in _SIGNS.items() if sign.search(plain))


def _tags(found: Iterable[SafetyPhrase]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for phrase in found for tag in phrase.tags))


def _compiled(item: SafetyPhrase | SafetyException) -> re.Pattern[str]:
    # Chinese has no spaces, so a word's edge means something in the other languages only
    edged = item.pattern if item.language == "zh" else rf"\b(?:{item.pattern})\b"
    return re.compile(edged)
