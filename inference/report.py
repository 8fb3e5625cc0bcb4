"""One JSON-ready line a text, as ``innerscape infer`` prints them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from inference.engine import EngineName
from inference.model import EmotionModel
from inference.results import Label, Weight
from inference.settings import shipped_folder


def lines(
    texts: Iterable[str],
    *,
    engine: EngineName = "onnx",
    with_evidence: bool = True,
    folder: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """Read texts one by one.

    Parameters
    ----------
    with_evidence : bool
        Also find the words behind the likeliest label; null in the line where it was not asked.
    folder : Path, optional
        The model folder; the shipped one where left out.

    Yields
    ------
    dict
        Keys text, language, emotions, ekman, valence, arousal, dominance, unsure, evidence,
        model, ms. ``ms`` covers the evidence too.

    Raises
    ------
    ModelError
        If the model folder is missing a part or a part cannot be read.
    """
    model = EmotionModel(folder or shipped_folder(), engine)
    for text in texts:
        yield _line(model, text, with_evidence=with_evidence)


def _line(model: EmotionModel, text: str, *, with_evidence: bool) -> dict[str, Any]:
    began = time.perf_counter()
    reading = model.estimate(text, by_sentence=False)
    weights: tuple[Weight, ...] = ()
    if with_evidence and reading.labels:
        weights = model.evidence(text, reading.labels[0].name).weights
    return {
        "text": text,
        "language": reading.language,
        "emotions": _pairs(reading.labels),
        "ekman": _pairs(reading.ekman),
        "valence": _rounded(reading.valence),
        "arousal": _rounded(reading.arousal),
        "dominance": _rounded(reading.dominance),
        "unsure": reading.is_unsure,
        "evidence": [
            {"start": each.start, "end": each.end, "weight": round(each.weight, 4)}
            for each in weights
        ]
        if with_evidence
        else None,
        "model": f"{reading.model} {reading.version} {reading.engine}",
        "ms": round((time.perf_counter() - began) * 1_000, 2),
    }


def _pairs(labels: tuple[Label, ...]) -> list[dict[str, Any]]:
    return [{"label": each.name, "p": round(each.p, 4)} for each in labels]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
