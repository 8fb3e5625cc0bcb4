"""Cut the language table of the studio from py3langid's model; run once, by the project.

``python -m inference.training.language --out DIR`` writes ``language.npz``.
"""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

from inference.language import FILE

LANGUAGES: Final = (
    *("en", "af", "ca", "cs", "cy", "da", "de", "eo", "es", "et", "eu", "fi", "fr", "ga", "hr"),
    *("hu", "id", "is", "it", "lt", "lv", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv"),
    *("sw", "tl", "tr", "vi"),
)
GRAMS_KEPT: Final = 12_000


def _states(moves: npt.NDArray[np.integer], rows: npt.NDArray[np.integer]) -> dict[int, bytes]:
    """The bytes each state of the automaton stands for: its shortest way from the start."""
    found = {0: b""}
    waiting = deque([0])
    while waiting:
        state = waiting.popleft()
        for byte, target in enumerate(moves[rows[state]].tolist()):
            if target not in found:
                found[target] = found[state] + bytes([byte])
                waiting.append(target)
    return found


def write_table(folder: Path) -> None:
    """Write ``language.npz``: the grams that differ most between English and the others."""
    weights, prior, languages, moves, rows, out = load_model(MODEL_DIR / MODEL_FILE)
    columns = [list(languages).index(each) for each in LANGUAGES]
    table = np.asarray(weights)[:, columns].astype(np.float32)
    often = np.exp(table).max(1)
    table -= table.mean(1, keepdims=True)
    features = np.asarray(out)
    names = _states(np.asarray(moves).reshape(-1, 256), np.asarray(rows))
    of_gram = {int(features[s]): g for s, g in names.items() if features[s] >= 0 and len(g) > 1}
    row_numbers = np.array(sorted(of_gram))
    # A rare gram tells much and is seldom there: weigh what it tells by how often it is.
    use = often[row_numbers] * (np.abs(table[row_numbers, 0]) + table[row_numbers].std(1))
    kept = row_numbers[np.argsort(-use, kind="stable")[:GRAMS_KEPT]]
    scale = np.float32(np.abs(table[kept]).max() / 127)
    np.savez_compressed(
        folder / FILE,
        grams=np.array([of_gram[int(row)] for row in kept], "S6"),
        weights=np.round(table[kept] / scale).astype(np.int8),
        scale=scale,
        prior=np.asarray(prior)[columns].astype(np.float32),
        languages=np.array(LANGUAGES),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(prog="python -m inference.training.language")
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    write_table(out)


if __name__ == "__main__":
    main()
