"""Full text that finds two-character Chinese words, English beginnings, and emoji.

FTS5's ``unicode61`` takes a run of Han characters as one word and its ``trigram`` finds no two
of them, so characters of scripts without spaces are indexed one by one and asked for as a phrase.
"""

from __future__ import annotations

import unicodedata

_ALONE = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x30FF),
    (0x3100, 0x318F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA000, 0xA4CF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_WORD_CATEGORIES = ("L", "N")
TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* Co So'"


def spaced(text: str) -> str:
    """Return text as it is indexed: characters that are words by themselves stand alone."""
    parts: list[str] = []
    for character in text:
        if _stands_alone(character):
            parts += (" ", character, " ")
        else:
            parts.append(character if _is_word(character) else " ")
    return "".join(parts)


def match_query(typed: str) -> str:
    """Return an FTS5 query for anything a person may type; "" when there is nothing to find.

    Every word must be found; the last token of each may be the beginning of a longer one.
    """
    words = [spaced(word).split() for word in typed.split()]
    phrases = [" ".join(tokens) for tokens in words if tokens]
    return " ".join(f'"{phrase}" *' for phrase in phrases)


def _stands_alone(character: str) -> bool:
    point = ord(character)
    if point < 0x2000:
        return False
    return any(first <= point <= last for first, last in _ALONE) or (
        unicodedata.category(character) == "So"
    )


def _is_word(character: str) -> bool:
    # combining marks stay with their letter; everything else parts words, NUL and quotes too
    category = unicodedata.category(character)
    return category[0] in _WORD_CATEGORIES or category in ("Mn", "Mc", "Co")
