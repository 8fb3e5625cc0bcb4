"""The companion's card: one prompt with its reason, or help, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.model.entities import Answer, Suggestion
from app.model.help import HelpKind
from app.model.words import tr, trn
from widgets.companion.fit import FitView
from widgets.help.lines import HelpHere, help_line
from widgets.later import listen
from widgets.parts import (
    Body,
    Card,
    GhostButton,
    Heading,
    LinkButton,
    Prompt,
    Soft,
    Strong,
    Tag,
    ToolButton,
    Words,
    scrolled,
    spread,
)
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.companion import Companion

_ANSWERS = (
    (Answer.TRY_IT, "try"),
    (Answer.NOT_NOW, "not_now"),
    (Answer.NOT_LIKE_THIS, "not_like"),
)


def _said(answer: Answer) -> str:
    said = {
        Answer.TRY_IT: tr("Try it"),
        Answer.NOT_NOW: tr("Not now"),
        Answer.NOT_LIKE_THIS: tr("Not like this"),
    }
    return said[answer]


class PromptView(QWidget):
    """A prompt, its reason and the three answers, each as easy as the others.

    Parameters
    ----------
    name : str
        What the buttons' object names begin with.
    tried : callable
        Called with the suggestion after *try it* was kept.
    is_wide : bool
        True where the prompt stands in the middle of a page.
    """

    def __init__(
        self,
        theme: Theme,
        companion: Companion,
        *,
        name: str,
        tried: Callable[[Suggestion], object],
        is_wide: bool = False,
    ) -> None:
        super().__init__()
        self._companion, self._tried = companion, tried
        self._opening = Prompt() if is_wide else Heading()
        self._intention = Words(role="quiet") if is_wide else Soft()
        self._medium, self._minutes = Tag(), Tag()
        self._why = Soft()
        self._why.setObjectName(f"{name}.why")
        self._why_head = Words(tr("Why this?"), role="why", wraps=False)
        self._follow_ups = Soft()
        self._words = Soft()
        self.put_away = LinkButton(tr("Put this away"), companion.put_away)
        self.put_away.setObjectName(f"{name}.put_away")
        self.answers = {}
        for answer, suffix in _ANSWERS:
            button = GhostButton(_said(answer), self._answering(answer))
            button.setObjectName(f"{name}.{suffix}")
            button.setToolTip(_said(answer))
            button.setProperty("dense", not is_wide)
            self.answers[answer] = button
        self._lay_out(theme, is_wide=is_wide)

    def show_prompt(self) -> None:
        """Show what the companion offers now, if anything."""
        prompt, current = self._companion.prompt, self._companion.current
        if prompt is None or current is None:
            return
        self._opening.setText(str(prompt.opening))
        self._intention.setText(str(prompt.intention))
        self._medium.setText(made_with(prompt.medium.value))
        self._minutes.setText(trn("about {count} minute", "about {count} minutes", prompt.minutes))
        reason = _reason(current)
        self._why.setText(reason)
        self._why_head.setVisible(bool(reason))
        words = self._companion.words_used
        self._words.setText(tr("Your words: “{words}”", words=words) if words else "")
        self._words.setVisible(bool(words))
        is_tried = current.answer is Answer.TRY_IT
        self._follow_ups.setText("\n".join(str(follow_up) for follow_up in prompt.follow_ups))
        self._follow_ups.setVisible(is_tried)
        self.put_away.setVisible(is_tried)
        for button in self.answers.values():
            button.setVisible(not is_tried)

    def _lay_out(self, theme: Theme, *, is_wide: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._opening)
        column.addWidget(self._intention)
        column.addLayout(spread(self._medium, self._minutes))
        column.addWidget(self._follow_ups)
        column.addStretch(1)
        column.addSpacing(4)
        # beside each other where there is room for it
        why = QBoxLayout(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        why.setSpacing(6 if is_wide else 2)
        why.addWidget(self._why_head, 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self._why, 1)
        column.addLayout(why)
        column.addWidget(self._words)
        column.addSpacing(4)
        column.addLayout(spread(*self.answers.values(), self.put_away, spacing=8 if is_wide else 6))

    def _answering(self, answer: Answer) -> Callable[[], None]:
        def say() -> None:
            self._companion.answer(answer)
            current = self._companion.current
            if answer is Answer.TRY_IT and current is not None:
                self._tried(current)

        return say


class HelpView(QWidget):
    """What the companion shows when help comes first: calm, short, without a claim."""

    def __init__(
        self,
        theme: Theme,
        companion: Companion,
        lines: HelpHere,
        *,
        open_help: Callable[[], object],
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(Heading(tr("I’m here, and there is help.")))
        for line in lines.lines:
            if line.kind is not HelpKind.OWN:
                column.addLayout(help_line(line, lines.today(), is_narrow=True))
        self.own = Strong()
        self.own.setObjectName("companion.own_line")
        column.addWidget(self.own)
        column.addWidget(
            Body(
                tr(
                    "What you write stays on this computer. If it is heavy right now, you can look "
                    "at who to talk to, or at something to hold on to. Or just go on."
                )
            )
        )
        self.show_help = GhostButton(tr("Show help"), open_help)
        self.show_help.setObjectName("companion.help")
        self.go_on = GhostButton(tr("Go on"), companion.close_help)
        self.go_on.setObjectName("companion.go_on")
        column.addLayout(spread(self.show_help, self.go_on))
        self._own_line = lines.own_line

    def show_own_line(self) -> None:
        """Bring the person's own line up to date."""
        own = self._own_line()
        self.own.setText(own)
        self.own.setVisible(bool(own))


class CompanionColumn(QWidget):
    """The right side of the frame: the card, and below it what the page puts there.

    It takes no room where there is nothing to show, and stays folded once it was folded.
    """

    tried = Signal(object)
    help_wanted = Signal()
    about_wanted = Signal()
    folded = Signal(bool)

    def __init__(
        self, theme: Theme, companion: Companion, lines: HelpHere, *, is_folded: bool
    ) -> None:
        super().__init__()
        self._companion = companion
        self._is_folded, self._is_welcome = is_folded, True
        self._side: QWidget | None = None
        self._had_side = False
        self.setObjectName("companion")
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._width = theme.px(242) + 75
        self._fold = ToolButton(
            theme, "mdi6.chevron-right", tr("Fold away"), lambda: self.fold(is_folded=True)
        )
        self._fold.setObjectName("companion.fold")
        self._unfold = ToolButton(
            theme, "mdi6.chevron-left", tr("Show the companion"), lambda: self.fold(is_folded=False)
        )
        self._unfold.setObjectName("companion.unfold")
        self._tag = Tag("", tone="warm")
        self._prompt = PromptView(theme, companion, name="companion", tried=self.tried.emit)
        self._help = HelpView(theme, companion, lines, open_help=self.help_wanted.emit)
        self._fit = FitView(theme, companion, name="companion")
        self._about = about_me(self.about_wanted.emit, "companion")
        self._card = self._make_card()
        inside = QWidget()
        inside.setProperty("role", "side")
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(16)
        self._column.addWidget(self._unfold)
        self._column.addWidget(self._card)
        self._column.addStretch(1)
        # a long reason above a page's own part: whole words, and a way to scroll
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))
        listen(self, companion.changed, self.show_state)
        self.show_state()

    def fold(self, *, is_folded: bool) -> None:
        """Fold it away or out; it stays so."""
        self._is_folded = is_folded
        self.show_state()
        (self._unfold if is_folded else self._fold).setFocus()
        self.folded.emit(is_folded)

    @property
    def is_folded(self) -> bool:
        """Whether it is folded away."""
        return self._is_folded

    def welcome(self, *, is_welcome: bool) -> None:
        """Say whether the page that is shown wants the card beside it."""
        self._is_welcome = is_welcome
        self.show_state()

    def take_side(self, side: QWidget | None) -> None:
        """Show what a page puts below the card; the one before is only hidden."""
        if self._side is not None:
            self._side.removeEventFilter(self)
            self._side.hide()
        self._side = side
        if side is not None:
            if self._column.indexOf(side) < 0:
                self._column.insertWidget(2, side, 100)
            side.installEventFilter(self)
            side.show()
        self.show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room, or give it back, when the page fills or empties its part."""
        is_changed = event.type() == QEvent.Type.LayoutRequest and watched is self._side
        if is_changed and self._has_side() != self._had_side:
            self.show_state()
        return False

    def _has_side(self) -> bool:
        children = self._side.children() if self._side is not None else []
        return any(isinstance(child, QWidget) and not child.isHidden() for child in children)

    def show_state(self) -> None:
        """Show the card, help, or nothing at all."""
        shows_help = self._companion.shows_help
        current = self._companion.current
        asks = self._companion.asked is not None and not shows_help
        has_card = shows_help or (self._is_welcome and (asks or current is not None))
        # help is never folded away: it came because somebody may need it
        is_narrow = self._is_folded and not shows_help
        self._prompt.setVisible(not shows_help and not asks)
        self._fit.setVisible(asks)
        self._fit.show_state()
        self._about.setVisible(not shows_help)
        self._help.setVisible(shows_help)
        self._help.show_own_line()
        self._prompt.show_prompt()
        is_tried = asks or (current is not None and current.answer is Answer.TRY_IT)
        self._tag.setText(tr("your prompt") if is_tried else tr("a suggestion"))
        self._tag.setVisible(not shows_help)
        self._fold.setVisible(not shows_help)
        self._card.setVisible(has_card and not is_narrow)
        self._unfold.setVisible(is_narrow)
        if self._side is not None:
            self._side.setVisible(not is_narrow)
        margin = 4 if is_narrow else 18
        self._column.setContentsMargins(margin, 18, margin, 18)
        self.setFixedWidth(self._unfold.width() + 9 if is_narrow else self._width)
        self._had_side = self._has_side()
        self.setVisible(has_card or self._had_side)

    def _make_card(self) -> Card:
        card = Card(margin=18)
        head = QHBoxLayout()
        head.addWidget(self._tag)
        head.addStretch()
        head.addWidget(self._fold)
        card.body.addLayout(head)
        card.body.addWidget(self._prompt)
        card.body.addWidget(self._help)
        card.body.addWidget(self._fit)
        card.body.addWidget(self._about, 0, Qt.AlignmentFlag.AlignLeft)
        return card


def about_me(pressed: Callable[[], object], name: str) -> LinkButton:
    """Return the way to what is known about the person."""
    button = LinkButton(tr("What do you know about me?"), pressed)
    button.setObjectName(f"{name}.about_me")
    return button


def _reason(suggestion: Suggestion) -> str:
    # Chinese sentences join without a space
    sentences = [str(sentence) for sentence in suggestion.reason]
    return "".join(
        sentence if not at or sentences[at - 1].endswith("。") else f" {sentence}"
        for at, sentence in enumerate(sentences)
    )


def made_with(medium: str) -> str:
    """Return what a prompt is made with, in words."""
    made = {
        "2d": tr("paint or pencil"),
        "3d": tr("in space"),
        "vr": tr("in the headset"),
        "words": tr("words"),
        "any": tr("anything you like"),
    }
    return made[medium]
