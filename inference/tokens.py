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

    ``spans`` are indexes into the stretch, one pair a token.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def windows(self) -> list[tuple[int, int]]:
        """Token ranges of at most 126, each sharing 32 with the one before."""
        longest = MAX_TOKENS - 2
        if len(self.ids) <= longest:
            return [(0, len(self.ids))]
        step = longest - _OVERLAP
        starts = range(0, len(self.ids) - _OVERLAP, step)
        return [(start, min(start + longest, len(self.ids))) for start in starts]

    def framed(self, start: int, end: int) -> tuple[int, ...]:
        """Ids of a token range between the special tokens, ready for the engine."""
        return (_CLS, *self.ids[start:end], _SEP)


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

    def encode(self, texts: Sequence[str]) -> list[Tokens]:
        """Tokens of each text; a lone surrogate is read as the replacement character."""
        clean = [_LONE_SURROGATE.sub("\ufffd", text) for text in texts]
        found = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return [Tokens(tuple(each.ids), tuple(each.offsets)) for each in found]
