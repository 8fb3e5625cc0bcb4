"""The steps in which something is made: a prompt one may refuse, and every kind of page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.model.care import StepKind
from app.model.entities import WorkKind
from app.model.plan import Directive
from app.model.prompt import Medium
from app.model.words import tr
from app.services.sessions import NOT_LIKE_THIS, NOT_NOW, TRY_IT, Sessions
from widgets.parts import Card, CardButton, GhostButton, Heading, Prompt, Title, Words, spread
from widgets.session.beginning import column_of
from widgets.studio.kinds import DETAILS, ICONS, NAMES
from widgets.theme import Theme

Open = Callable[[WorkKind | None, str], object]
_IN_SPACE = (Medium.SPACE, Medium.HEADSET)


class Working(QWidget):
    """What this step offers, with three answers of equal weight, and the kinds of page.

    Parameters
    ----------
    open_page : callable
        Opens an empty page of a kind, None for words, with the uid of the prompt it is for.
    go_on_with : callable
        Opens the page made last in this session.
    """

    def __init__(
        self,
        theme: Theme,
        sessions: Sessions,
        *,
        open_page: Open,
        go_on_with: Callable[[], object],
    ) -> None:
        super().__init__()
        self._theme, self._sessions, self._open = theme, sessions, open_page
        self._is_warm_up = sessions.step is StepKind.WARM_UP
        column = column_of(self)
        planned = sessions.planned
        head = tr("Something small first") if self._is_warm_up else tr("Time to make something")
        column.addWidget(Title(head))
        if planned is not None:
            column.addWidget(Words(str(planned.aim), role="lead"))
        else:
            column.addWidget(Words(tr("Nothing has to come of it."), role="lead"))
        directive = sessions.offer()
        if directive is not None:
            column.addWidget(self._card(directive))
        if sessions.has_made:
            again = CardButton(
                theme, "mdi6.arrow-right", tr("Go on with your page"), "", go_on_with
            )
            again.setObjectName("session.again")
            column.addWidget(again)
        if not self._is_warm_up:
            column.addLayout(self._kinds())
        column.addStretch(1)

    def _card(self, directive: Directive) -> Card:
        card = Card(spacing=12)
        card.body.addWidget(Heading(str(directive.title)))
        card.body.addWidget(Prompt(str(directive.opening)))
        answers = (
            ("session.try", tr("Try it"), partial(self._try, directive)),
            ("session.not_now", tr("Not now"), self._not_now),
            (
                "session.not_like",
                tr("Not like this"),
                partial(self._sessions.answer, NOT_LIKE_THIS),
            ),
        )
        buttons = []
        for name, words, pressed in answers:
            button = GhostButton(words, pressed)
            button.setObjectName(name)
            buttons.append(button)
        card.body.addLayout(spread(*buttons))
        return card

    def _kinds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        for kind in WorkKind:
            row.addWidget(self._kind(ICONS[kind], str(NAMES[kind]), str(DETAILS[kind]), kind), 1)
        row.addWidget(self._kind("mdi6.pencil-outline", tr("Words"), tr("just write"), None), 1)
        return row

    def _kind(self, icon: str, title: str, detail: str, kind: WorkKind | None) -> CardButton:
        button = CardButton(self._theme, icon, title, detail, partial(self._open, kind, ""))
        button.setObjectName(f"session.{kind or 'words'}")
        button.row.setContentsMargins(16, 16, 16, 16)
        return button

    def _try(self, directive: Directive) -> None:
        self._sessions.answer(TRY_IT)
        if directive.medium is Medium.WORDS:
            self._open(None, directive.prompt_uid)
        else:
            kind = WorkKind.SPACE if directive.medium in _IN_SPACE else WorkKind.PAINTING
            self._open(kind, directive.prompt_uid)

    def _not_now(self) -> None:
        self._sessions.answer(NOT_NOW)
        if self._is_warm_up:
            self._sessions.skip()
