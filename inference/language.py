"""Which language a text is in: share of scripts first, then byte n-grams, all offline.

The n-gram table is a cut of py3langid's naive Bayes model (BSD-3): the languages written in Latin
letters that people here are likeliest to write, and the grams that tell English from them. The
whole model takes a second and 100 MB to load; this one takes milliseconds.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from inference.results import Language, ModelError
from inference.sentences import words

FILE: Final = "language.npz"
_LOOKED_AT: Final = 4_000
_FEWEST_WORDS: Final = 4
_ENGLISH_FROM: Final = 0.15
_OTHER_BELOW: Final = 0.15
_KANA_SHARE: Final = 0.1


@cache
def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    for script, prefix in (("latin", "LATIN"), ("latin", "FULLWIDTH LATIN"), ("han", "CJK")):
        if name.startswith(prefix):
            return script
    return "kana" if name.startswith(("HIRAGANA", "KATAKANA")) else "other"


def scripts(text: str) -> Counter[str]:
    """How many letters of a text are "latin", "han", "kana" and "other"."""
    return Counter(_script(each) for each in text if each.isalpha())


def is_mostly_latin(text: str) -> bool:
    """Whether half of the letters or more are Latin; false where there are none."""
    found = scripts(text)
    return found["latin"] > 0 and 2 * found["latin"] >= found.total()


@dataclass(frozen=True, eq=False)
class LanguageTable:
    """Naive Bayes over byte n-grams.

    Attributes
    ----------
    grams : dict of bytes to int
        Row of each gram, 2 to 6 bytes of UTF-8.
    weights : ndarray, shape (grams, languages), float32
        Log probability of a gram in a language, centred over the languages.
    prior : ndarray, shape (languages,), float32
    languages : tuple of str
        ISO 639-1 codes.
    """

    grams: dict[bytes, int]
    weights: npt.NDArray[np.float32]
    prior: npt.NDArray[np.float32]
    languages: tuple[str, ...]

    def shares(self, text: str) -> dict[str, float]:
        """Probability of each language."""
        content = _as_read(text)
        seen: Counter[int] = Counter()
        for end in range(2, len(content) + 1):
            for size in range(min(6, end), 1, -1):
                row = self.grams.get(content[end - size : end])
                if row is not None:
                    seen[row] += 1
                    break
        counts = np.log1p(np.fromiter(seen.values(), np.float32, len(seen)))
        score = counts @ self.weights[list(seen)] + self.prior
        # The square root of the length keeps the softmax calibrated, as in py3langid.
        share = np.exp((score - score.max()) / np.sqrt(max(1, len(content))))
        return dict(zip(self.languages, (share / share.sum()).tolist(), strict=True))


def _as_read(text: str) -> bytes:
    text = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")


def read_table(folder: Path) -> LanguageTable:
    """Read ``language.npz`` of a model folder.

    Raises
    ------
    ModelError
        If it is missing or damaged.
    """
    try:
        with np.load(folder / FILE, allow_pickle=False) as file:
            grams = {bytes(gram): row for row, gram in enumerate(file["grams"].tolist())}
            weights = file["weights"].astype(np.float32) * file["scale"]
            return LanguageTable(grams, weights, file["prior"], tuple(file["languages"].tolist()))
    except FileNotFoundError:
        raise ModelError(f"There is no {FILE} in {folder.name}.") from None
    except (OSError, ValueError, KeyError) as problem:
        raise ModelError(f"{FILE} in {folder.name} cannot be read.") from problem


def language_of(text: str, table: LanguageTable) -> Language:
    """The language of a text, judged by its first 4,000 characters.

    Scripts decide where they can; Latin letters of fewer than four words, and texts without
    letters, are "unsure".
    """
    looked_at = text[:_LOOKED_AT]
    found = scripts(looked_at)
    if not found:
        return "unsure"
    if 2 * found["latin"] < found.total():
        is_chinese = found["han"] > found["other"] and found["kana"] < _KANA_SHARE * found["han"]
        return "zh" if is_chinese else "other"
    spans = words(looked_at)
    if len(spans) < _FEWEST_WORDS:
        return "unsure"
    shares = table.shares(" ".join(looked_at[start:end] for start, end in spans))
    if shares["en"] == max(shares.values()) and shares["en"] >= _ENGLISH_FROM:
        return "en"
    return "other" if shares["en"] < _OTHER_BELOW else "unsure"
