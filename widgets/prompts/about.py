"""What do you know about me? Every weight in words, and the ways to change or forget it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import tr
from app.services.learning import Learning
from app.services.settings import SURPRISES
from widgets import dates
from widgets.context import Context
from widgets.later import listen
from widgets.parts import (
    Body,
    Card,
    Choice,
    GhostButton,
    Heading,
    LinkButton,
    PageScroll,
    Soft,
    Strong,
    Switch,
    Title,
    spread,
)
from widgets.reading_only import READING


def wording() -> str:
    """Return what a person agrees to when learning is switched on."""
    return tr(
        "When something is suggested, your answers (try it, not now, not like this) and whether "
        "it fitted can shape what comes up next. Nothing else is learned from: not how long you "
        "take, not your pictures, not your words. It stays in your library on this computer."
    )


class AboutMe(QWidget):
    """What was learned, and whether it may be.

    Parameters
    ----------
    leave : callable
        Called to go back.
    """

    def __init__(self, context: Context, leave: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._learning = Learning(context.consents, context.settings)
        scroll = PageScroll(width=context.theme.px(760), spacing=24)
        back = LinkButton(tr("Back to Today"), leave)
        back.setObjectName("about_me.back")
        scroll.body.addLayout(spread(back))
        scroll.body.addWidget(Title(tr("What do you know about me?")))
        scroll.body.addWidget(self._leave_card())
        scroll.body.addWidget(self._learned_card())
        scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        listen(self, context.companion.changed, self._follow)
        listen(self, context.consents.changed, lambda *_: self._follow())

    def refresh(self) -> None:
        """Bring it up to date."""
        companion, is_on = self._context.companion, self._learning.may_learn
        self.switch.setChecked(is_on)
        since = self._learning.since
        self._since.setVisible(since is not None)
        if since is not None:
            day = dates.day(since.astimezone().date(), self._context.now().date())
            self._since.setText(tr("Answers count since {day}.", day=day))
        learned = companion.learned()
        said = [str(one.sentence) for one in learned]
        self._said.setText("\n".join(said) or self._nothing(is_on=is_on))
        self.forget.setVisible(bool(learned))
        self._ask(is_asking=False)
        chosen = self.surprise.findData(self._context.settings.current.surprise)
        self.surprise.setCurrentIndex(max(0, chosen))

    def _leave_card(self) -> Card:
        card = Card(spacing=12)
        card.body.addWidget(Heading(tr("Learning from my answers")))
        card.body.addWidget(Body(wording()))
        self.switch = Switch(self._context.theme, tr("Learn from my answers"), self._allow)
        self.switch.setObjectName("about_me.learn")
        card.body.addWidget(self.switch)
        self._since = Soft()
        card.body.addWidget(self._since)
        card.body.addWidget(Strong(tr("What comes up")))
        self.surprise = Choice(self._context.theme)
        self.surprise.setObjectName("about_me.surprise")
        self.surprise.setAccessibleName(tr("What comes up"))
        for value in SURPRISES:
            self.surprise.addItem(_surprise(value), value)
        self.surprise.activated.connect(self._set_surprise)
        card.body.addWidget(self.surprise)
        return card

    def _learned_card(self) -> Card:
        card = Card(spacing=12)
        card.body.addWidget(Heading(tr("This is all of it")))
        self._said = Body()
        self._said.setObjectName("about_me.learned")
        card.body.addWidget(self._said)
        self.forget = GhostButton(tr("Forget all of this"), lambda: self._ask(is_asking=True))
        self.forget.setObjectName("about_me.forget")
        card.body.addLayout(spread(self.forget))
        self._sure = QWidget()
        column = QVBoxLayout(self._sure)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            Body(tr("What was learned is forgotten for good. Your pages and pictures stay."))
        )
        yes, no = GhostButton(tr("Forget it"), self._forget), GhostButton(tr("Keep it"), self._keep)
        yes.setObjectName("about_me.forget_yes")
        no.setObjectName("about_me.forget_no")
        column.addLayout(spread(yes, no))
        card.body.addWidget(self._sure)
        return card

    def _nothing(self, *, is_on: bool) -> str:
        if is_on:
            return tr("Nothing yet. It begins with your next answer to a suggestion.")
        return tr("Nothing. What is suggested goes by your last check-in and by chance.")

    def _allow(self, is_on: bool) -> None:
        if self._context.document.is_read_only:
            self._since.setText(str(READING))
            self._since.show()
            self.switch.setChecked(not is_on)
            return
        self._learning.allow(is_on, wording())

    def _set_surprise(self, index: int) -> None:
        self._context.settings.change(surprise=self.surprise.itemData(index))
        self._context.companion.changed.emit()

    def _ask(self, *, is_asking: bool) -> None:
        self._sure.setVisible(is_asking)
        self.forget.setEnabled(not is_asking)

    def _forget(self) -> None:
        self._learning.forget()
        self.refresh()

    def _keep(self) -> None:
        self._ask(is_asking=False)

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()


def _surprise(value: str) -> str:
    said = {
        "off": tr("Suggest nothing: show me the list"),
        "less": tr("Surprise me less"),
        "usual": tr("As usual"),
        "more": tr("Surprise me more"),
    }
    return said[value]
