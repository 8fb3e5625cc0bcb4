"""Print how good the shipped model is on the official test splits.

``python -m inference.evaluate emotion --data DIR [--json] [--engine onnx|torch]``
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from inference import corpus, scores
from inference.corpus import CorpusError
from inference.model import EmotionModel, Scores
from inference.results import ModelError
from inference.settings import shipped_folder
from inference.taxonomy import EKMAN, LABELS, SENTIMENT, members

Table = dict[str, dict[str, float]]
_GROUPINGS = (("ekman", EKMAN), ("sentiment", SENTIMENT))


@dataclass(frozen=True, eq=False)
class Judged:
    """Rows of one split beside what a model said of them."""

    truth: scores.Floats
    probabilities: scores.Floats

    def grouped(self, groups: dict[str, tuple[str, ...]]) -> Judged:
        """The same in a coarser taxonomy."""
        places = members(groups)
        return Judged(
            scores.grouped(self.truth, places), scores.grouped(self.probabilities, places)
        )


def run(model: EmotionModel, rows: corpus.Rows, title: str) -> Scores:
    """Scores of every row, with a progress bar on standard error."""
    tqdm.monitor_interval = 0  # no watching thread
    with tqdm(total=len(rows.texts), desc=title, mininterval=2) as bar:

        def show(done: int, _: int) -> None:
            bar.update(done - bar.n)

        return model.scores(rows.texts, progress=show)


def judge(model: EmotionModel, data: Path, split: str) -> Judged:
    """GoEmotions rows of one split and their probabilities."""
    rows = corpus.read_goemotions(data, split)
    return Judged(rows.targets, run(model, rows, f"GoEmotions {split}").probabilities)


def emotion_table(model: EmotionModel, data: Path) -> Table:
    """Macro and micro F1 in the three taxonomies; Pearson's r of V/A/D where EmoBank is there."""
    settings, judged = model.settings, judge(model, data, "test")
    limits = {"ekman": settings.ekman_threshold, "sentiment": settings.sentiment_threshold}
    table = {"28": _f1(judged, settings.threshold)}
    for name, groups in _GROUPINGS:
        table[name] = _f1(judged.grouped(groups), limits[name])
    if settings.has_vad and corpus.has_emobank(data):
        rows = corpus.read_emobank(data, "test")
        found = scores.pearson(rows.targets, run(model, rows, "EmoBank test").vad)
        table["vad"] = dict(zip("vad", found, strict=True))
    return table


def label_table(judged: Judged, threshold: float) -> dict[str, float]:
    """F1 of each label."""
    return {
        name: scores.f1(judged.truth[:, [at]], judged.probabilities[:, [at]], threshold)[0]
        for at, name in enumerate(LABELS)
    }


def unsure_level(judged: Judged, *, right: float = 0.8) -> float:
    """The lowest top probability from which on the top label is right this often."""
    top = judged.probabilities.max(1)
    is_right = judged.truth[np.arange(len(top)), judged.probabilities.argmax(1)] > 0
    order = np.argsort(-top)
    share = np.cumsum(is_right[order]) / np.arange(1, len(top) + 1)
    enough = np.flatnonzero(share >= right)
    return float(top[order][enough[-1]]) if len(enough) else 1.0


def _f1(judged: Judged, threshold: float) -> dict[str, float]:
    macro, micro = scores.f1(judged.truth, judged.probabilities, threshold)
    return {"macro_f1": macro, "micro_f1": micro}


def as_text(table: Table) -> str:
    """The table for reading."""
    lines = [f"{'':12}{'macro F1':>10}{'micro F1':>10}"]
    lines += [
        f"{name:12}{row['macro_f1']:10.4f}{row['micro_f1']:10.4f}"
        for name, row in table.items()
        if name != "vad"
    ]
    if "vad" in table:
        lines += ["", f"{'':12}{'valence':>10}{'arousal':>10}{'dominance':>10}"]
        lines.append(f"{'Pearson r':12}" + "".join(f"{r:10.4f}" for r in table["vad"].values()))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or say what is missing."""
    parser = argparse.ArgumentParser(prog="python -m inference.evaluate")
    parser.add_argument("task", choices=["emotion"])
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--engine", choices=["onnx", "torch"], default="onnx")
    parser.add_argument("--model", type=Path, default=shipped_folder())
    asked = parser.parse_args(arguments)
    try:
        table = emotion_table(EmotionModel(asked.model, asked.engine), asked.data)
    except (ModelError, CorpusError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write((json.dumps(table) if asked.json else as_text(table)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
