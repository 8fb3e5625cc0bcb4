"""What a plan offers now: its next session, and something gentle where a directive has to wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.guidance.continuum import FLUIDITY_STEP, levels_apart
from app.guidance.rules import MARK_WAITS
from app.guidance.situation import CHECK_IN_COUNTS, VERY
from app.model.care import Session, StepKind
from app.model.entities import CheckIn, SafetyMark
from app.model.plan import Directive, Plan, PlannedSession
from app.model.prompt import Medium, NotWhen, Place, Prompt

WARM_PLACES: Final = (Place.KINESTHETIC, Place.SENSORY)
WARM_MINUTES: Final = 8


@dataclass(frozen=True, slots=True)
class Today:
    """What speaks against something today: how it is, and what must wait after a mark."""

    tags: frozenset[NotWhen] = frozenset()
    waiting: frozenset[str] = frozenset()


def today(now: datetime, check_ins: Iterable[CheckIn], marks: Iterable[SafetyMark]) -> Today:
    """Return what speaks against something, from the newest check-in and the last week's marks."""
    newest = max(check_ins, key=lambda one: one.at, default=None)
    tags = set()
    if newest is not None and abs(now - newest.at) <= CHECK_IN_COUNTS:
        if newest.arousal is not None and newest.arousal > VERY:
            tags.add(NotWhen.TENSE)
        if newest.valence is not None and newest.valence < -VERY:
            tags.add(NotWhen.HEAVY)
    fresh = (mark for mark in marks if now - mark.at < MARK_WAITS)
    return Today(frozenset(tags), frozenset(tag for mark in fresh for tag in mark.tags))


def may_begin(plan: Plan, now: Today) -> bool:
    """Whether nothing known speaks against a session of this plan now."""
    return now.tags.isdisjoint(plan.not_when_tags) and now.waiting.isdisjoint(plan.not_after)


def offered(plan: Plan, directive: Directive, now: Today) -> Directive:
    """Return the directive, or the plan's gentle one where it has to wait."""
    return directive if _may(directive, now) and may_begin(plan, now) else plan.gentle


def warm_up(prompts: Iterable[Prompt], now: Today, count: int) -> Prompt | None:
    """Return a small thing for a session without a plan; ``count`` earlier ones take turns."""
    found = [
        prompt
        for prompt in prompts
        if prompt.place in WARM_PLACES
        and prompt.medium is Medium.PAINTING
        and prompt.minutes <= WARM_MINUTES
        and now.waiting.isdisjoint(prompt.not_after)
        and now.tags.isdisjoint(prompt.not_when_tags)
        and NotWhen.FIRST not in prompt.not_when_tags
    ]
    return found[count % len(found)] if found else None


def next_session(plan: Plan, sessions: Iterable[Session]) -> int:
    """Return the index of the plan's session that comes next; after the last, the first again.

    One that was ended before its making began has still to come.
    """
    done = [one.plan_step for one in sessions if one.plan_uid == plan.uid and _was_made(one)]
    return (max(done) + 1) % len(plan.sessions) if done else 0


def is_small_step(one: Directive, other: Directive) -> bool:
    """Whether two directives lie at most one level and one step of fluidity apart."""
    is_near = abs(one.fluidity - other.fluidity) <= FLUIDITY_STEP + 1e-9
    return is_near and levels_apart(one.place, other.place) <= 1


def moves(plan: Plan) -> Iterator[tuple[str, Directive, Directive]]:
    """Yield every move of a plan: into each making, and from one making to the next."""
    earlier: PlannedSession | None = None
    for session in plan.sessions:
        yield session.title.en, session.warm_up, session.making
        if earlier is not None:
            yield session.title.en, earlier.making, session.making
        earlier = session


def _may(directive: Directive, now: Today) -> bool:
    suits: Collection[NotWhen] = directive.not_when_tags
    return now.tags.isdisjoint(suits) and now.waiting.isdisjoint(directive.not_after)


def _was_made(session: Session) -> bool:
    if session.ended_at is None:
        return False
    if StepKind.MAKING not in session.steps:
        return True
    return session.at_step > session.steps.index(StepKind.MAKING)
