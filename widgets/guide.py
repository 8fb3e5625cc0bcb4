"""The guide, as `F1` opens it: one long page over the window."""

from __future__ import annotations

import re
from importlib.resources import files

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.model.words import language, tr
from widgets.overlay import Overlay
from widgets.parts import Card, GhostButton
from widgets.theme import Theme

WIDTH = 780
LINE_PERCENT = 130.0
HEADINGS = {1: "title", 2: "prompt", 3: "heading"}
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


def guide_text(language_name: str) -> str:
    """Return the guide in a language, as Markdown."""
    text = (files("resources") / "guide" / f"{language_name}.md").read_text("utf-8")
    return re.sub(r"<!--.*?-->\n?", "", text)


class Guide(Overlay):
    """Shows the guide; opens no address and no file."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("guide")
        self.back = GhostButton(tr("Back"), self.leave)
        self.back.setObjectName("guide.back")
        self.back.setToolTip(tr("Back to where you were (Esc)"))
        self.page = QTextBrowser()
        self.page.setObjectName("guide.page")
        self.page.setAccessibleName(tr("The guide"))
        self.page.setOpenLinks(False)
        self.page.setFrameStyle(0)
        self._lay_out()

    def open(self) -> None:
        """Show it from its beginning, in the language in use."""
        self.page.document().setDefaultFont(self.theme.font("body"))
        self.page.document().setDocumentMargin(self.theme.px(24))
        colours = self.page.palette()
        colours.setColor(QPalette.ColorRole.Text, self.theme.colour("ink"))
        colours.setColor(QPalette.ColorRole.Base, self.theme.colour("surface"))
        self.page.setPalette(colours)
        self.page.setMarkdown(guide_text(language()))
        self._give_room()
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self.open_over(self.page)

    def _give_room(self) -> None:
        block = self.page.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            room = QTextBlockFormat()
            room.setTopMargin(self.theme.px(24 if level == 2 else 12 if level else 0))
            room.setBottomMargin(self.theme.px(4 if block.textList() else 8))
            room.setLineHeight(LINE_PERCENT, _PROPORTIONAL)
            cursor.mergeBlockFormat(room)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                letters = QTextCharFormat()
                letters.setFont(self.theme.font(HEADINGS.get(level, "heading")))
                cursor.mergeCharFormat(letters)
            block = block.next()

    def _lay_out(self) -> None:
        card = Card(margin=8)
        card.setMaximumWidth(self.theme.px(WIDTH))
        card.body.addWidget(self.page)
        head = QHBoxLayout()
        head.addStretch()
        head.addWidget(self.back)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(card, 10)
        middle.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.addLayout(head)
        column.addLayout(middle, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
