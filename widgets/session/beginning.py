"""How a session begins: without a plan, with one, or where the last one was left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.guidance.plans import may_begin
from app.model.plan import Plan
from app.model.words import tr
from app.services.sessions import Sessions
from widgets.parts import (
    Body,
    Card,
    CardButton,
    GhostButton,
    Heading,
    Soft,
    Strong,
    Title,
    Words,
    spread,
)
from widgets.session.names import NAMES
from widgets.theme import Theme

Begin = Callable[[Plan | None], object]


def column_of(page: QWidget, *, spacing: int = 16) -> QVBoxLayout:
    """Return the column of a page of the session."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


class Beginning(QWidget):
    """The plans there are, each with its next session; and one without any.

    Parameters
    ----------
    begin, look : callable
        Begins a session, of a plan or without; shows more of a plan.
    go_on : callable
        Goes on with the session that was left.
    """

    def __init__(
        self,
        theme: Theme,
        sessions: Sessions,
        *,
        begin: Begin,
        look: Callable[[Plan], object],
        go_on: Callable[[], object],
    ) -> None:
        super().__init__()
        column = column_of(self)
        column.addWidget(Title(tr("A session")))
        lead = tr(
            "A few steps, one after the other, at your own pace. Each can be left out, and when "
            "you leave, it waits for you."
        )
        column.addWidget(Words(lead, role="lead"))
        if sessions.current is not None and sessions.step is not None:
            column.addWidget(self._left_open(sessions, go_on))
        free = CardButton(
            theme,
            "mdi6.leaf",
            tr("Without a plan"),
            tr("Check in, warm up, make something, look back, close"),
            partial(begin, None),
        )
        free.setObjectName("session.free")
        column.addWidget(free)
        column.addWidget(Heading(tr("With a plan")))
        for plan in sessions.plans:
            column.addWidget(self._card(theme, sessions, plan, look))
        column.addStretch(1)

    def _left_open(self, sessions: Sessions, go_on: Callable[[], object]) -> Card:
        card = Card(spacing=12)
        step = NAMES[sessions.step] if sessions.step else ""
        words = tr("A session is waiting. You were at: {step}.", step=step)
        card.body.addWidget(Body(words))
        on = GhostButton(tr("Go on there"), go_on)
        on.setObjectName("session.go_on_there")
        end = GhostButton(tr("End it here"), sessions.end)
        end.setObjectName("session.end_here")
        end.setToolTip(tr("What you made stays"))
        card.body.addLayout(spread(on, end))
        return card

    def _card(
        self, theme: Theme, sessions: Sessions, plan: Plan, look: Callable[[Plan], object]
    ) -> CardButton:
        index = sessions.next_of(plan)
        detail = tr(
            "Next: {title} ({number} of {count})",
            title=plan.sessions[index].title,
            number=index + 1,
            count=len(plan.sessions),
        )
        card = CardButton(theme, "mdi6.map-outline", str(plan.title), detail, partial(look, plan))
        card.setObjectName(f"session.{plan.name}")
        return card


class PlanView(QWidget):
    """A plan before it is begun: what it is for, when not, and what its sessions are."""

    def __init__(
        self, sessions: Sessions, plan: Plan, *, begin: Begin, back: Callable[[], object]
    ) -> None:
        super().__init__()
        column, index = column_of(self), sessions.next_of(plan)
        column.addWidget(Title(str(plan.title)))
        column.addWidget(Words(str(plan.about), role="lead"))
        card = Card(spacing=8)
        for number, session in enumerate(plan.sessions):
            words = f"{number + 1} · {session.title}"
            card.body.addWidget(Strong(words) if number == index else Soft(words))
            if number == index:
                card.body.addWidget(Body(str(session.aim)))
        column.addWidget(card)
        column.addWidget(Soft(str(plan.not_when)))
        if not may_begin(plan, sessions.today()):
            waits = tr(
                "Going by today, something gentler takes the place of what this plan would ask."
            )
            column.addWidget(Body(waits))
        start = GhostButton(tr("Begin"), partial(begin, plan))
        start.setObjectName("session.begin")
        other = GhostButton(tr("Choose another"), back)
        other.setObjectName("session.other")
        column.addLayout(spread(start, other))
        column.addWidget(Soft(plan.source))
        column.addStretch(1)


class Ended(QWidget):
    """After a session: that it is over, and a way back to Today."""

    def __init__(self, *, go_today: Callable[[], object]) -> None:
        super().__init__()
        column = column_of(self)
        column.addWidget(Title(tr("That was your session.")))
        column.addWidget(
            Words(
                tr("What you made is kept. Nothing more has to happen now."),
                role="lead",
            )
        )
        home = GhostButton(tr("Back to Today"), go_today)
        home.setObjectName("session.home")
        column.addLayout(spread(home))
        column.addStretch(1)
