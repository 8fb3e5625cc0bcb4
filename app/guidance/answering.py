"""A questionnaire under way: which item is shown, what was said, what was left open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from app.model.care import Administration, Role
from app.model.measure import Item, Measure


@dataclass(slots=True)
class Answering:
    """Answers as they come. An item that was never touched stays None.

    ``order`` is the order in which the items are shown; ``at`` how many are behind.
    """

    measure: Measure
    order: tuple[int, ...]
    answers: list[float | None] = field(default_factory=list)
    at: int = 0

    @classmethod
    def begin(cls, measure: Measure, random: Random) -> Answering:
        """Begin a measure, its items in their order, or in one drawn now where it says so."""
        order = list(range(len(measure.items)))
        if measure.is_shuffled:
            random.shuffle(order)
        return cls(measure, tuple(order), [None] * len(order))

    @property
    def is_through(self) -> bool:
        """Whether every item was shown."""
        return self.at >= len(self.order)

    @property
    def item(self) -> Item:
        """Return the item that is shown."""
        return self.measure.items[self.order[self.at]]

    @property
    def answer(self) -> float | None:
        """Return what was said to it."""
        return self.answers[self.order[self.at]]

    @property
    def said(self) -> int:
        """Return how many items were answered."""
        return sum(answer is not None for answer in self.answers)

    def say(self, value: float | None) -> bool:
        """Keep an answer to the item that is shown, or None to leave it open.

        Returns
        -------
        bool
            Whether help must be shown before anything else: it asks for it, and did not before.

        Raises
        ------
        ValueError
            If it is no answer of the scale.
        """
        if value is not None and not self.measure.scale.takes(value):
            raise ValueError(f"{value} is no answer to {self.measure.name}")
        before, limit = self.answer, self.item.help_from
        self.answers[self.order[self.at]] = value
        if limit is None or value is None or value < limit:
            return False
        return before is None or before < limit

    def go_on(self) -> None:
        """Go to the next item, or past the last."""
        self.at = min(self.at + 1, len(self.order))

    def go_back(self) -> None:
        """Go to the item before."""
        self.at = max(self.at - 1, 0)

    def administration(
        self, uid: str, at: datetime, *, shown_to: Role, session_uid: str = ""
    ) -> Administration:
        """Return what is kept of it."""
        return Administration(
            uid,
            self.measure.uid,
            at,
            tuple(self.answers),
            self.order,
            session_uid,
            shown_to,
        )
