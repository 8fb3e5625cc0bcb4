"""What the chooser looks at: a few named features of a prompt, each about -1 to 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from app.guidance.fit import suits_how_well
from app.model.entities import Answer, Suggestion
from app.model.prompt import Medium, Place, Prompt

Matrix = npt.NDArray[np.float64]

IN_GENERAL: Final = "in_general"
MOOD: Final = "mood"
FLUID: Final = "fluid"
LONG: Final = "long"
AGAIN: Final = "again"
PLACES: Final = {place: f"place.{place.value}" for place in Place}
MEDIA: Final = {
    Medium.PAINTING: "medium.2d",
    Medium.SPACE: "medium.3d",
    Medium.HEADSET: "medium.vr",
    Medium.WORDS: "medium.words",
}
NAMES: Final = (IN_GENERAL, MOOD, FLUID, LONG, AGAIN, *PLACES.values(), *MEDIA.values())
AT: Final = {name: at for at, name in enumerate(NAMES)}
USUAL_MINUTES: Final = 10


class Before:
    """How it went with each prompt so far: only what was said, never how long anything took."""

    def __init__(self, said: Iterable[Suggestion] = ()) -> None:
        self._sums: dict[str, tuple[float, int]] = {}
        for suggestion in said:
            self.add(suggestion)

    def add(self, suggestion: Suggestion) -> None:
        """Count one suggestion in, if it was answered."""
        value = reward(suggestion)
        if value is not None:
            total, count = self._sums.get(suggestion.prompt_uid, (0.0, 0))
            self._sums[suggestion.prompt_uid] = (total + value, count + 1)

    def of(self, prompt_uid: str) -> float:
        """Return -1 to 1; 0 where nothing was said, near it where little was."""
        total, count = self._sums.get(prompt_uid, (0.0, 0))
        return total / (count + 1)


def reward(suggestion: Suggestion) -> float | None:
    """Return what an answer says about the fit, -1 to 1; None where there was none.

    *Not now* says something about the moment and hardly anything about the prompt.
    """
    if suggestion.did_fit is not None:
        return 1.0 if suggestion.did_fit else -0.6
    by_answer = {Answer.TRY_IT: 0.4, Answer.NOT_NOW: -0.25, Answer.NOT_LIKE_THIS: -1.0}
    return None if suggestion.answer is None else by_answer[suggestion.answer]


def features(
    prompts: Sequence[Prompt], moods: Sequence[tuple[float | None, float | None]], again: Matrix
) -> Matrix:
    """Return one row a prompt, columns `NAMES`.

    Parameters
    ----------
    moods : sequence of pairs
        Valence and arousal beside each prompt; None is "not said".
    again : ndarray, shape (n,), float64
        How it went with each before.
    """
    rows = np.zeros((len(prompts), len(NAMES)))
    for row, prompt, (valence, arousal) in zip(rows, prompts, moods, strict=True):
        row[AT[MOOD]] = suits_how_well(prompt, valence, arousal)
        row[AT[FLUID]] = 2 * prompt.fluidity - 1
        row[AT[LONG]] = min(max((prompt.minutes - USUAL_MINUTES) / USUAL_MINUTES, -1.0), 1.5)
        row[AT[PLACES[prompt.place]]] = 1.0
        if prompt.medium in MEDIA:
            row[AT[MEDIA[prompt.medium]]] = 1.0
    rows[:, AT[IN_GENERAL]] = 1.0
    rows[:, AT[AGAIN]] = again
    return rows
