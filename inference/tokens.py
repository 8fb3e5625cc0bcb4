"""Token ids of a text with the characters each stands for."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference.results import ModelError

MAX_TOKENS: Final = 128
_OVERLAP: Final = 32
_CLS: Final = 101
_SEP: Final = 102
MASK: Final = 103
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one stretch of text, without the two special ones.

    ``spans`` are the characters of each token, Python string indexes of the whole text.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def framed(self) -> tuple[int, ...]:
        """Ids between the special tokens, ready for the engine."""
        return (_CLS, *self.ids, _SEP)

    def windows(self) -> list[Tokens]:
        """Itself, or stretches of at most 126 tokens, each sharing 32 with the one before."""
        longest = MAX_TOKENS - 2
        if len(self.ids) <= longest:
            return [self]
        starts = range(0, len(self.ids) - _OVERLAP, longest - _OVERLAP)
        return [self._some(start, start + longest) for start in starts]

    def masked(self, start: int, end: int) -> tuple[int, ...]:
        """Framed ids with the tokens of some characters hidden."""
        ids = [
            MASK if first < end and last > start else token
            for token, (first, last) in zip(self.ids, self.spans, strict=True)
        ]
        return (_CLS, *ids, _SEP)

    def _some(self, start: int, end: int) -> Tokens:
        return Tokens(self.ids[start:end], self.spans[start:end])


def packed(sentences: Sequence[Tokens]) -> list[Tokens]:
    """Neighbouring sentences together, up to 126 tokens; a longer one in its own windows."""
    found: list[Tokens] = []
    is_open = False
    for each in sentences:
        if is_open and len(found[-1].ids) + len(each.ids) <= MAX_TOKENS - 2:
            found[-1] = Tokens(found[-1].ids + each.ids, found[-1].spans + each.spans)
            continue
        windows = each.windows()
        found.extend(windows)
        is_open = len(windows) == 1
    return found


class WordPieces:
    """The tokenizer of the model folder; deterministic, one thread.

    Raises
    ------
    ModelError
        If the folder has no readable ``tokenizer.json``.
    """

    def __init__(self, folder: Path) -> None:
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        from tokenizers import Tokenizer

        path = folder / "tokenizer.json"
        if not path.is_file():
            raise ModelError(f"There is no {path.name} in {folder.name}.")
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def encode(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Tokens]:
        """Tokens of some stretches; a lone surrogate is read as the replacement character."""
        clean = [_LONE_SURROGATE.sub("\ufffd", text[start:end]) for start, end in spans]
        found = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return [
            Tokens(
                tuple(each.ids),
                tuple((start + first, start + last) for first, last in each.offsets),
            )
            for (start, _), each in zip(spans, found, strict=True)
        ]
