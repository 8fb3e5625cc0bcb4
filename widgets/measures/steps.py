"""The cards a questionnaire shows, one at a time: who will see it, an item, and the end."""

from __future__ import annotations

from collections.abc import Callable

from app.guidance.answering import Answering
from app.model.care import Role
from app.model.measure import Measure
from app.model.words import tr
from widgets.measures.item import ItemView
from widgets.parts import Body, Card, GhostButton, Heading, LinkButton, Prompt, Soft, Strong, spread
from widgets.theme import Theme


def seen_by(role: Role) -> str:
    """Return who sees the answers, in words; it is said before the first question."""
    if role is Role.CLINICIAN:
        return tr("Your clinician sees what you answer here, and how it adds up. Nobody else does.")
    return tr("Only you see what you answer. It stays in your library on this computer.")


class OpeningCard(Card):
    """What it is, who will see the answers, and whether to begin."""

    def __init__(
        self,
        measure: Measure,
        shown_to: Role,
        *,
        begin: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(spacing=12)
        self.setObjectName("measure.opening")
        self.body.addWidget(Heading(str(measure.title)))
        self.body.addWidget(Body(str(measure.about)))
        seen = Strong(seen_by(shown_to))
        seen.setObjectName("measure.seen_by")
        self.body.addWidget(seen)
        self.body.addWidget(
            Body(
                tr(
                    "You can leave any question open, go back, or leave at any time. It is not a "
                    "test, and it is not a diagnosis."
                )
            )
        )
        self.begin = GhostButton(tr("Begin"), begin)
        self.begin.setObjectName("measure.begin")
        later = GhostButton(tr("Not now"), leave)
        later.setObjectName("measure.not_now")
        self.body.addLayout(spread(self.begin, later))
        self.body.addWidget(Soft(f"{measure.citation} {measure.licence}"))


class ItemCard(Card):
    """One item, alone."""

    def __init__(
        self,
        theme: Theme,
        answering: Answering,
        *,
        back: Callable[[], object],
        on: Callable[[], object],
        leave_open: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(spacing=14)
        self.setObjectName("measure.item")
        measure, item = answering.measure, answering.item
        count = tr("{number} of {all}", number=answering.at + 1, all=len(measure.items))
        self.body.addWidget(Soft(count))
        self.body.addWidget(Body(str(measure.lead)))
        question = Prompt(str(item.text))
        question.setObjectName("measure.question")
        self.body.addWidget(question)
        self.view = ItemView(theme, item, measure.scale, answering.answer)
        self.body.addWidget(self.view)
        self.next = GhostButton(tr("Next"), on)
        self.next.setObjectName("measure.next")
        self.back = GhostButton(tr("Back"), back)
        self.back.setObjectName("measure.back")
        out = GhostButton(tr("Leave"), leave)
        out.setObjectName("measure.leave")
        skip = LinkButton(tr("Leave this one open"), leave_open)
        skip.setObjectName("measure.skip")
        self.body.addSpacing(8)
        self.body.addLayout(spread(self.back, self.next, out, skip))


class EndCard(Card):
    """How much was answered, and whether it is kept."""

    def __init__(
        self,
        answering: Answering,
        *,
        keep: Callable[[], object],
        back: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(spacing=12)
        self.setObjectName("measure.end")
        self.body.addWidget(Heading(tr("That was all of it.")))
        said, count = answering.said, len(answering.order)
        self.body.addWidget(Body(_how_much(said, count)))
        self.keep = GhostButton(tr("Keep this"), keep)
        self.keep.setObjectName("measure.keep")
        self.keep.setEnabled(said > 0)
        away = GhostButton(tr("Don’t keep it"), leave)
        away.setObjectName("measure.away")
        return_ = GhostButton(tr("Back"), back)
        return_.setObjectName("measure.back")
        self.body.addLayout(spread(self.keep, away, return_))


def _how_much(said: int, count: int) -> str:
    if said == count:
        return tr("Nothing was left open.")
    if not said:
        return tr("Everything was left open. That is fine; there is nothing to keep.")
    return tr(
        "{said} of {all} were answered. What was left open stays open, and where it is missing "
        "nothing is added up.",
        said=said,
        all=count,
    )
