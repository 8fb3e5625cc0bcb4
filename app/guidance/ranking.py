"""What comes first: rules, then what fits now, then what was learned, then a little chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from app.guidance.bandit import Weights, learn
from app.guidance.features import AT, NAMES, Before, Matrix, features, reward
from app.guidance.fit import fit
from app.guidance.rules import allowed, pins
from app.guidance.situation import (
    CHECK_IN_COUNTS,
    Known,
    Situation,
    Surprise,
    what_counts,
)
from app.model.entities import CheckIn, Suggestion
from app.model.prompt import Prompt

CHANCE: Final = 0.3
CHANCE_WHERE_LEARNED: Final = 0.3
LEARNED_SHARE: Final = 4.0
ADVENTURE: Final = {Surprise.LESS: 0.1, Surprise.USUAL: 0.4, Surprise.MORE: 1.2}
LEARNED: Final = "learned."
PIN: Final = "pin"
SURPRISE: Final = "surprise"

_FORGET: Final[dict[str, Callable[[Known], Known]]] = {
    "check_in": lambda known: replace(known, valence=None, arousal=None),
    "reading": lambda known: replace(known, reading=None),
    "history.try_it": lambda known: replace(known, last_tried=None),
    "history.not_now": lambda known: replace(known, last_not_now=None),
    "history.not_like_this": lambda known: replace(known, not_liked=()),
}
FIELDS: Final = (*_FORGET, PIN, *(LEARNED + name for name in NAMES), SURPRISE)


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """A situation with the prompts, ready to be ranked, whole or without one field."""

    situation: Situation
    prompts: tuple[Prompt, ...]
    known: Known
    weights: Weights
    before: Before

    @classmethod
    def of(cls, situation: Situation, prompts: Sequence[Prompt]) -> Chooser:
        """Learn from the answers and read the situation."""
        said = answers(situation)
        weights = _learn(situation, said, prompts)
        known = what_counts(situation, prompts)
        return cls(situation, tuple(prompts), known, weights, Before(said))

    def rank(self, without: Collection[str] = ()) -> tuple[Prompt, ...]:
        """Return what may be offered, best first, as if some of `FIELDS` were not known."""
        known = self.known
        for field in without:
            known = _FORGET[field](known) if field in _FORGET else known
        candidates = allowed(self.situation, known, self.prompts)
        if not candidates:
            return ()
        scores = self._scores(candidates, known, without)
        pinned = {} if PIN in without else pins(self.situation)
        last = len(self.prompts)
        order = sorted(
            range(len(candidates)),
            key=lambda at: (pinned.get(candidates[at].uid, last), -scores[at]),
        )
        return tuple(candidates[at] for at in order)

    def row(self, prompt: Prompt) -> Matrix:
        """Return one prompt's features now, shape (features,)."""
        return self._rows([prompt], self.known).ravel()

    def _scores(
        self, candidates: Sequence[Prompt], known: Known, without: Collection[str]
    ) -> Matrix:
        scores = np.array([fit(prompt, known) for prompt in candidates])
        is_surprising = SURPRISE not in without
        if self.situation.may_learn:
            weights = self._weights(adventures=is_surprising)
            for name in NAMES:
                if LEARNED + name in without:
                    weights[AT[name]] = 0.0
            scores += LEARNED_SHARE * (self._rows(candidates, known) @ weights)
        return scores + self._chance(candidates) if is_surprising else scores

    def _weights(self, *, adventures: bool) -> Matrix:
        if not adventures:
            return self.weights.means.copy()
        return self.weights.sample(self.situation.seed, ADVENTURE[self.situation.surprise])

    def _rows(self, candidates: Sequence[Prompt], known: Known) -> Matrix:
        moods = [(known.valence, known.arousal)] * len(candidates)
        again = np.array([self.before.of(prompt.uid) for prompt in candidates])
        return features(candidates, moods, again)

    def _chance(self, candidates: Sequence[Prompt]) -> Matrix:
        """Return a little chance for each; a prompt's own does not change with the others."""
        drawn = np.random.default_rng(self.situation.seed).random(len(self.prompts))
        by_uid = {prompt.uid: drawn[at] for at, prompt in enumerate(self.prompts)}
        much = CHANCE_WHERE_LEARNED if self.situation.may_learn else CHANCE
        return much * np.array([by_uid[prompt.uid] for prompt in candidates])


def answers(situation: Situation) -> tuple[Suggestion, ...]:
    """Return the answers that may be learned from, oldest first."""
    if not situation.may_learn:
        return ()
    since = situation.learns_since
    said = (s for s in situation.history if reward(s) is not None)
    fresh = (s for s in said if since is None or (s.answered_at or s.at) > since)
    return tuple(sorted(fresh, key=lambda suggestion: suggestion.at))


def _learn(situation: Situation, said: Sequence[Suggestion], prompts: Sequence[Prompt]) -> Weights:
    by_uid = {prompt.uid: prompt for prompt in prompts}
    # a prompt may have gone since
    said = [suggestion for suggestion in said if suggestion.prompt_uid in by_uid]
    mood_at = _moods(situation.check_ins)
    before, again = Before(), []
    for suggestion in said:
        again.append(before.of(suggestion.prompt_uid))
        before.add(suggestion)
    rows = features(
        [by_uid[suggestion.prompt_uid] for suggestion in said],
        [mood_at(suggestion.at) for suggestion in said],
        np.array(again),
    )
    return learn(rows, np.array([reward(suggestion) or 0.0 for suggestion in said]))


def _moods(
    check_ins: Sequence[CheckIn],
) -> Callable[[datetime], tuple[float | None, float | None]]:
    ordered = sorted(check_ins, key=lambda check_in: check_in.at)
    times = [check_in.at for check_in in ordered]

    def at(moment: datetime) -> tuple[float | None, float | None]:
        place = bisect_right(times, moment) - 1
        if place < 0 or moment - times[place] > CHECK_IN_COUNTS:
            return None, None
        return ordered[place].valence, ordered[place].arousal

    return at
