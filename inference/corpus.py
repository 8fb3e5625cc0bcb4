"""Reading the two annotated corpora from a data folder; none of it ships."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from inference.taxonomy import LABELS

Floats = npt.NDArray[np.float32]

AXES: Final = ("V", "A", "D")


@dataclass(frozen=True, eq=False)
class Rows:
    """Texts of one split and what people said of them.

    Attributes
    ----------
    texts : tuple of str
    targets : ndarray, shape (n, 28) or (n, 3), float32
        GoEmotions: 0 or 1 a label; EmoBank: valence, arousal, dominance on its own 1..5.
    """

    texts: tuple[str, ...]
    targets: Floats


class CorpusError(Exception):
    """The data folder is not what was expected; the message names the file."""


def _open(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CorpusError(f"There is no {path.name} in {path.parent}.") from None


def read_goemotions(data: Path, split: str) -> Rows:
    """Rows of ``goemotions/{split}.tsv`` (text, label ids, rater; tab-separated).

    Raises
    ------
    CorpusError
        If the file is missing or its labels are not the 28 in their order.
    """
    folder = data / "goemotions"
    if tuple(_open(folder / "labels.txt").split()) != LABELS:
        raise CorpusError(f"labels.txt in {folder} does not hold the 28 labels in their order.")
    # Not splitlines(): a text may hold U+0085 or U+2028.
    lines = [line for line in _open(folder / f"{split}.tsv").split("\n") if line]
    targets = np.zeros((len(lines), len(LABELS)), np.float32)
    texts = []
    for row, line in enumerate(lines):
        text, ids = line.split("\t")[:2]
        texts.append(text)
        targets[row, [int(each) for each in ids.split(",")]] = 1
    return Rows(tuple(texts), targets)


def read_emobank(data: Path, split: str) -> Rows:
    """Rows of ``emobank/emobank.csv`` whose split column says `split`.

    Raises
    ------
    CorpusError
        If the file is missing.
    """
    _open(data / "emobank" / "emobank.csv")
    with (data / "emobank" / "emobank.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    targets = np.array([[float(row[axis]) for axis in AXES] for row in rows], np.float32)
    return Rows(tuple(row["text"] for row in rows), targets.reshape(-1, len(AXES)))


def has_emobank(data: Path) -> bool:
    """Whether the data folder holds EmoBank."""
    return (data / "emobank" / "emobank.csv").is_file()
