"""All prompts: to look through, to search, to keep, and to write one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.prompt import Prompt
from app.model.words import tr, trn
from widgets.companion.card import made_with
from widgets.context import Context
from widgets.later import listen
from widgets.parts import (
    Choice,
    GhostButton,
    LinkButton,
    PageScroll,
    Soft,
    Switch,
    TextLine,
    Title,
    spread,
)
from widgets.prompts.found import Wanted, found
from widgets.prompts.own import OwnPromptCard
from widgets.prompts.row import TAGS, PromptRow, tag_words

AT_ONCE = 20
MINUTES = (5, 10, 15, 20)
MEDIA = ("2d", "3d", "words", "any")


class AllPrompts(QWidget):
    """The list; ``tried`` carries the suggestion for a prompt that was taken.

    Parameters
    ----------
    leave : callable
        Called to go back.
    """

    tried = Signal(object)

    def __init__(self, context: Context, leave: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._rows: list[PromptRow] = []
        self._shown: list[Prompt] = []
        self._limit = AT_ONCE
        scroll = PageScroll(width=context.theme.px(860), spacing=16)
        back = LinkButton(tr("Back to Today"), leave)
        back.setObjectName("prompts.back")
        scroll.body.addLayout(spread(back))
        scroll.body.addWidget(Title(tr("All prompts")))
        self._fill_filters(scroll.body)
        self._count = Soft()
        self._count.setObjectName("prompts.count")
        scroll.body.addWidget(self._count)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        scroll.body.addLayout(self._list)
        self.more = GhostButton(tr("Show more"), self._show_more)
        self.more.setObjectName("prompts.more")
        scroll.body.addLayout(spread(self.more))
        self.own = OwnPromptCard(context.theme, context.companion)
        self.own.setHidden(context.document.is_read_only)
        scroll.body.addWidget(self.own)
        scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        listen(self, context.companion.changed, self._follow)

    def refresh(self) -> None:
        """Show what is looked for."""
        companion = self._context.companion
        wanted = Wanted(
            self.search.text(),
            self.minutes.currentData(),
            self.medium.currentData(),
            self.tag.currentData(),
            self.favourites.isChecked(),
        )
        self._shown = found(
            companion.open_prompts(), wanted, lambda uid: companion.standing(uid).is_favourite
        )
        self._count.setText(
            trn("{count} prompt", "{count} prompts", len(self._shown))
            if self._shown
            else tr("None like that. With fewer wishes there are more.")
        )
        self._fill_list()

    def _fill_filters(self, body: QVBoxLayout) -> None:
        self.search = TextLine(tr("Search in the prompts"))
        self.search.setObjectName("prompts.search")
        self.search.textEdited.connect(lambda _: self._look_again())
        body.addWidget(self.search)
        minutes = [
            (count, trn("up to {count} minute", "up to {count} minutes", count))
            for count in MINUTES
        ]
        self.minutes = self._choice("minutes", tr("Any length"), 0, minutes)
        media = [(medium, made_with(medium)) for medium in MEDIA]
        self.medium = self._choice("medium", tr("Any medium"), "", media)
        self.tag = self._choice("tag", tr("Any kind"), "", [(t, tag_words(t)) for t in TAGS])
        self.favourites = Switch(
            self._context.theme, tr("Favourites only"), lambda _: self._look_again()
        )
        self.favourites.setObjectName("prompts.favourites")
        body.addLayout(spread(self.minutes, self.medium, self.tag, self.favourites))

    def _choice(
        self, name: str, any_one: str, nothing: object, options: Sequence[tuple[object, str]]
    ) -> Choice:
        box = Choice(self._context.theme)
        box.setObjectName(f"prompts.{name}")
        box.setAccessibleName(any_one)
        box.addItem(any_one, nothing)
        for value, words in options:
            box.addItem(words, value)
        box.activated.connect(lambda _: self._look_again())
        return box

    def _look_again(self) -> None:
        self._limit = AT_ONCE
        self.refresh()

    def _show_more(self) -> None:
        self._limit += AT_ONCE
        self._fill_list()

    def _fill_list(self) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        take = self._take
        companion = self._context.companion
        self._rows = [PromptRow(companion, p, take) for p in self._shown[: self._limit]]
        for row in self._rows:
            self._list.addWidget(row)
            for button in (row.try_it, row.favourite):
                button.setHidden(self._context.document.is_read_only)
        self.more.setVisible(len(self._shown) > self._limit)

    def _take(self, uid: str) -> None:
        taken = self._context.companion.take(uid)
        if taken is not None:
            self.tried.emit(taken)

    def _follow(self) -> None:
        if self.isVisible() and not self._context.companion.shows_help:
            # the list is made anew in a turn of its own: the button that asked for it is in it
            QTimer.singleShot(0, self, self.refresh)
