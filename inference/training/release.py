"""Write a trained network as the model folder that ships: weights, ONNX, numbers, card, licence."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from inference.corpus import read_goemotions
from inference.evaluate import (
    Judged,
    Table,
    as_text,
    emotion_table,
    judge,
    label_table,
    unsure_level,
)
from inference.model import EmotionModel
from inference.network import EmotionNetwork, base_folder, load_trained, save_trained
from inference.scores import best_threshold
from inference.settings import ModelSettings, write_settings
from inference.taxonomy import EKMAN, SENTIMENT
from inference.tokens import WordPieces
from inference.training.card import Recipe, card, licence
from inference.training.export import write_onnx
from inference.training.language import write_table

VERSION: Final = "1"
SAMPLE_ROWS: Final = 400


def write_model(
    network: EmotionNetwork,
    *,
    data: Path,
    out: Path,
    vad_mean: Sequence[float],
    vad_spread: Sequence[float],
    rank: int,
    how: str,
    flags: str,
) -> Table:
    """Write the folder and return its table on the test splits.

    Thresholds come from the 8-bit model's own answers on the dev split, since that one ships.

    Parameters
    ----------
    vad_mean, vad_spread : sequence of float
        Of EmoBank's ratings in training; empty where it was not used.
    rank : int
        Of the adapter; 0 for a full fine-tune.
    how : str
        One line on the recipe, for the card.
    flags : str
        Of the training command, for the card.
    """
    out.mkdir(parents=True, exist_ok=True)
    for stale in (out / "adapter", out / "encoder.safetensors"):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink(missing_ok=True)
    save_trained(network, out)
    shutil.copyfile(base_folder() / "tokenizer.json", out / "tokenizer.json")
    write_onnx(load_trained(out), out / "model.onnx", sample=_sample(data, out))
    write_table(out)
    (out / "language-LICENSE.txt").write_text(_py3langid_licence(), encoding="utf-8")
    settings = ModelSettings(
        model="emotion-en",
        version=VERSION,
        threshold=0.3,
        ekman_threshold=0.3,
        sentiment_threshold=0.3,
        unsure_below=0.5,
        vad_mean=tuple(vad_mean),
        vad_spread=tuple(vad_spread),
        rank=rank,
    )
    write_settings(settings, out)
    tuned = _tuned(settings, judge(EmotionModel(out), data, "dev"))
    write_settings(tuned, out)
    return _describe(tuned, data, out, Recipe(how, flags))


def _py3langid_licence() -> str:
    files = importlib.metadata.files("py3langid") or []
    return next(each for each in files if each.name == "LICENSE").read_text()


def _sample(data: Path, out: Path) -> list[tuple[int, ...]]:
    pieces = WordPieces(out)
    texts = read_goemotions(data, "train").texts[:SAMPLE_ROWS]
    return [pieces.encode(text, [(0, len(text))])[0].framed for text in texts]


def _tuned(settings: ModelSettings, dev: Judged) -> ModelSettings:
    thresholds = [
        best_threshold(each.truth, each.probabilities)
        for each in (dev, dev.grouped(EKMAN), dev.grouped(SENTIMENT))
    ]
    return replace(
        settings,
        threshold=thresholds[0],
        ekman_threshold=thresholds[1],
        sentiment_threshold=thresholds[2],
        unsure_below=round(unsure_level(dev), 4),
    )


def _describe(settings: ModelSettings, data: Path, out: Path, recipe: Recipe) -> Table:
    model = EmotionModel(out)
    table = emotion_table(model, data)
    each = label_table(judge(model, data, "test"), settings.threshold)
    (out / "MODEL_CARD.md").write_text(
        card(settings, as_text(table), each, recipe), encoding="utf-8"
    )
    (out / "LICENSE").write_text(licence(has_emobank=settings.has_vad), encoding="utf-8")
    for path in out.rglob("*.safetensors"):
        path.chmod(0o644)
    return table
