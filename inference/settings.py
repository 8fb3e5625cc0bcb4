"""The small numbers beside the weights, read from ``settings.json`` of a model folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from inference.results import ModelError
from inference.taxonomy import LABELS

FILE: Final = "settings.json"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Everything about a trained model but its weights.

    ``threshold``, ``ekman_threshold``, ``sentiment_threshold``: from there on a label counts as
    said. ``unsure_below``: the top probability above which the model is right 80 % of the time on
    the dev split. ``vad_mean`` and ``vad_spread`` turn the network's standardised output back into
    EmoBank's 1 to 5; both empty where the model did not learn them.
    """

    model: str
    version: str
    threshold: float
    ekman_threshold: float
    sentiment_threshold: float
    unsure_below: float
    vad_mean: tuple[float, ...]
    vad_spread: tuple[float, ...]
    rank: int

    @property
    def has_vad(self) -> bool:
        """Whether the model learned valence, arousal and dominance."""
        return bool(self.vad_mean)


def write_settings(settings: ModelSettings, folder: Path) -> None:
    """Write ``settings.json`` into a model folder."""
    content = {"format": FORMAT, **asdict(settings), "labels": LABELS}
    (folder / FILE).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def read_settings(folder: Path) -> ModelSettings:
    """Read ``settings.json`` of a model folder.

    Raises
    ------
    ModelError
        If it is missing, not of this format, or lacks a field.
    """
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT or tuple(content.pop("labels")) != LABELS:
            raise ModelError(f"{FILE} in {folder.name} is of another format.")
        for name in ("vad_mean", "vad_spread"):
            content[name] = tuple(content[name])
        return ModelSettings(**content)
    except FileNotFoundError:
        raise ModelError(f"There is no {FILE} in {folder.name}.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ModelError(f"{FILE} in {folder.name} cannot be read.") from problem


def shipped_folder() -> Path:
    """The model folder that comes with the program."""
    return Path(__file__).resolve().parent.parent / "resources" / "models" / "emotion-en"
