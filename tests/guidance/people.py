"""Five kinds of people who do not exist: what fits them is hidden from the chooser.

What they go by is not among the chooser's features: tags, and what a prompt's words are about.
They answer as people might: sometimes *not now* to what fits, sometimes yes to what does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Final

import numpy as np

from app.guidance.continuum import is_small_move
from app.guidance.ranking import Chooser
from app.guidance.rules import MARK_WAITS, allowed
from app.guidance.situation import NOT_LIKE_THIS_COUNTS, Situation, what_counts
from app.model.entities import Answer, CheckIn, SafetyMark, Suggestion
from app.model.prompt import Medium, Prompt

AT_HAND: Final = frozenset({Medium.PAINTING, Medium.SPACE, Medium.WORDS})
BEGAN: Final = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
LEANING: Final = 1.2
CROWD: Final = 6

_NATURE = r"\b(tree|sky|weather|cloud|seed|island|animal|river|rain|leaf|light|shore|stone)s?"
_COLOUR = r"\b(colours?|paint|wet|soft|brush\w*|wash)\b"
_WORDS = r"\b(words?|write|sentences?|lines? of|list|name|letters?|poem)\b"
_ORDER = r"\b(first|then|steps?|order|list|lines?|frames?|circles?|squares?|corners?|plan|map)\b"
_SELF = r"\b(feel\w*|today|mood|body|helps?|kind\w*|comfort\w*|worr\w*|carry)\b"


@dataclass(frozen=True)
class Kind:
    """Somebody with likings: ``likes`` and ``dislikes`` are patterns over tags and words."""

    likes: tuple[str, ...]
    dislikes: tuple[str, ...]
    valence: float
    arousal: float


# what one of them likes another does not: nothing suits everybody
KINDS: Final = {
    "tired, wants little": Kind(("low-energy", "short"), (_ORDER, _NATURE), -0.4, -0.6),
    "restless, wants to hold on": Kind(("grounding", _ORDER), (_COLOUR, "resource"), -0.2, 0.7),
    "thinks in words": Kind((_WORDS, _SELF), ("no-words", "low-energy"), 0.1, 0.0),
    "has had enough of words": Kind(("no-words", _COLOUR), (_WORDS, _SELF), -0.3, 0.2),
    "likes stories": Kind((_NATURE, "resource"), ("grounding", "short"), 0.4, -0.1),
}


class Tastes:
    """How likely each prompt is to fit each kind of person, 0 to 1."""

    def __init__(self, prompts: Sequence[Prompt]) -> None:
        texts = [f"{p.title.en} {p.opening.en} {p.intention.en}".casefold() for p in prompts]

        def has(pattern: str) -> np.ndarray:
            found = [
                bool(re.search(pattern, text)) or pattern in prompt.tags
                for prompt, text in zip(prompts, texts, strict=True)
            ]
            # a liking is a leaning over all prompts, not a count of how many there are
            return np.array(found, float) - np.mean(found)

        self.of: dict[str, Mapping[str, float]] = {}
        for name, kind in KINDS.items():
            likes = sum(has(pattern) for pattern in kind.likes)
            dislikes = sum(has(pattern) for pattern in kind.dislikes)
            chances = 1 / (1 + np.exp(0.4 - 2 * LEANING * (likes - dislikes)))
            self.of[name] = {p.uid: float(c) for p, c in zip(prompts, chances, strict=True)}
        self.accepted = self._crowd(prompts)

    def _crowd(self, prompts: Sequence[Prompt]) -> dict[str, float]:
        """How often each was tried by an earlier crowd, of those it was offered to by chance."""
        chance = np.random.default_rng(2026)
        fits = np.array([[taste[p.uid] for p in prompts] for taste in self.of.values()])
        tried = chance.binomial(CROWD, 0.15 + 0.75 * fits).sum(axis=0) / (CROWD * len(KINDS))
        return {p.uid: float(share) for p, share in zip(prompts, tried, strict=True)}


Policy = Callable[[Situation, Sequence[Prompt], np.random.Generator], Prompt | None]


def ours(situation: Situation, prompts: Sequence[Prompt], _: np.random.Generator) -> Prompt | None:
    """The chooser."""
    ranked = Chooser.of(situation, prompts).rank()
    return ranked[0] if ranked else None


def by_chance(
    situation: Situation, prompts: Sequence[Prompt], chance: np.random.Generator
) -> Prompt | None:
    """Any one that the rules allow."""
    open_to = allowed(situation, what_counts(situation, prompts), prompts)
    return open_to[int(chance.integers(len(open_to)))] if open_to else None


def most_popular(tastes: Tastes) -> Policy:
    """The one of those the rules allow that most people of an earlier crowd said yes to."""

    def pick(
        situation: Situation, prompts: Sequence[Prompt], _: np.random.Generator
    ) -> Prompt | None:
        open_to = allowed(situation, what_counts(situation, prompts), prompts)
        return max(open_to, key=lambda prompt: tastes.accepted[prompt.uid], default=None)

    return pick


@dataclass(frozen=True)
class Life:
    """What became of one person: how well each offer fitted, and how many rules were broken."""

    fit: float
    fit_last_half: float
    broken: int
    nothing: int


def live(
    policy: Policy, taste: Mapping[str, float], kind: Kind, prompts: Sequence[Prompt],
    *, count: int, seed: int,
) -> Life:  # fmt: skip
    """Let one person be offered ``count`` things, about two a day."""
    chance, picks = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    now, fits, broken, nothing = BEGAN, [], 0, 0
    history: list[Suggestion] = []
    check_ins: list[CheckIn] = []
    marks: tuple[SafetyMark, ...] = ()
    for number in range(count):
        now += timedelta(hours=float(chance.uniform(6, 18)))
        if chance.random() < 0.7:
            mood = chance.normal((kind.valence, kind.arousal), 0.4).clip(-1, 1)
            check_ins.append(CheckIn(f"c{number}", now, float(mood[0]), float(mood[1])))
        if chance.random() < 0.02:
            marks = (*marks, SafetyMark(f"m{number}", now, ("night", "body", "memory")))
        situation = Situation(
            now=now,
            media_at_hand=AT_HAND,
            check_in=check_ins[-1] if check_ins else None,
            check_ins=tuple(check_ins),
            history=tuple(history),
            marks=marks,
            may_learn=True,
            seed=seed * 1000 + number,
        )
        prompt = policy(situation, prompts, picks)
        said = chance.random(3)
        if prompt is None:
            nothing += 1
            continue
        broken += _breaks(prompt, situation, prompts)
        fits.append(taste[prompt.uid])
        history.append(_answered(Suggestion(f"s{number}", prompt.uid, now, ()), fits[-1], said))
    half = fits[len(fits) // 2 :]
    return Life(fmean(fits), fmean(half), broken, nothing)


def _answered(offered: Suggestion, fit: float, said: np.ndarray) -> Suggestion:
    if said[0] < 0.15 + 0.75 * fit:
        # half of the time nobody feels like saying whether it did
        did_fit = bool(said[1] < fit) if said[2] < 0.5 else None
        return replace(offered, answer=Answer.TRY_IT, did_fit=did_fit)
    is_refused = said[1] < 0.2 * (1 - fit)
    return replace(offered, answer=Answer.NOT_LIKE_THIS if is_refused else Answer.NOT_NOW)


def _breaks(prompt: Prompt, situation: Situation, prompts: Sequence[Prompt]) -> bool:
    """Whether an offer breaks a rule, worked out again and not as the chooser does it."""
    by_uid = {one.uid: one for one in prompts}
    history, now = situation.history, situation.now
    tried = [by_uid[s.prompt_uid] for s in history if s.answer is Answer.TRY_IT]
    refused = {
        s.prompt_uid
        for s in history
        if s.answer is Answer.NOT_LIKE_THIS and now - s.at < NOT_LIKE_THIS_COUNTS
    }
    waiting = {tag for m in situation.marks if now - m.at < MARK_WAITS for tag in m.tags}
    mood = situation.check_in
    is_fresh = mood is not None and now - mood.at <= timedelta(hours=12)
    tense = is_fresh and mood is not None and (mood.arousal or 0) > 0.6
    heavy = is_fresh and mood is not None and (mood.valence or 0) < -0.6
    return any(
        (
            prompt.medium not in situation.media_at_hand | {Medium.ANY},
            "group" in prompt.tags,
            bool(waiting & set(prompt.not_after)),
            prompt.uid in refused,
            bool(history) and history[-1].prompt_uid == prompt.uid,
            bool(tried) and not is_small_move(tried[-1], prompt),
            not tried and "first" in prompt.not_when_tags,
            tense and "tense" in prompt.not_when_tags,
            heavy and "heavy" in prompt.not_when_tags,
        )
    )


def compare(prompts: Sequence[Prompt], *, seeds: int, count: int = 200) -> dict[str, object]:
    """Return the table: mean fit of the three ways for each kind of person, and all together."""
    tastes = Tastes(prompts)
    policies: dict[str, Policy] = {
        "ours": ours,
        "random": by_chance,
        "most_popular": most_popular(tastes),
    }
    lives = {
        (kind, name): [
            live(policy, tastes.of[kind], KINDS[kind], prompts, count=count, seed=7919 * seed + 1)
            for seed in range(seeds)
        ]
        for kind in KINDS
        for name, policy in policies.items()
    }
    table: dict[str, object] = {
        kind: {name: fmean(life.fit for life in lives[kind, name]) for name in policies}
        for kind in KINDS
    }
    mean = {
        name: fmean(life.fit for kind in KINDS for life in lives[kind, name]) for name in policies
    }
    every = [life for found in lives.values() for life in found]
    return table | {
        "all": mean,
        "over_random": mean["ours"] / mean["random"] - 1,
        "over_most_popular": mean["ours"] / mean["most_popular"] - 1,
        "last_half": {
            name: fmean(life.fit_last_half for kind in KINDS for life in lives[kind, name])
            for name in policies
        },
        "best_possible_without_rules": fmean(max(taste.values()) for taste in tastes.of.values()),
        "rules_broken": sum(life.broken for life in every),
        "times_nothing_was_left": sum(life.nothing for life in every),
        "people": len(KINDS) * seeds,
        "suggestions_each": count,
    }
