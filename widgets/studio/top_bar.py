"""The bar over the canvas: what is open, undo and redo, simple or full, done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.model.entities import WorkKind
from app.model.words import tr
from widgets.parts import PlainButton, PrimaryButton, Strong, Tag, ToolButton
from widgets.parts.buttons import without_state
from widgets.studio.kinds import ICONS, NAMES, TAGS
from widgets.theme import Theme


class _Title(Strong):
    """A name that gives way where there is no room; all of it is in the tooltip."""

    def __init__(self) -> None:
        super().__init__(wraps=False)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)


class TopBar(QWidget):
    """Asks upward through its signals; shows what it is told."""

    undo_asked = Signal()
    redo_asked = Signal()
    mode_asked = Signal()
    done_asked = Signal()
    page_asked = Signal(object)
    file_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = _Title()
        self.undo = ToolButton(theme, "mdi6.undo", tr("Undo"), self.undo_asked.emit, keys="Ctrl+Z")
        self.redo = ToolButton(
            theme, "mdi6.redo", tr("Redo"), self.redo_asked.emit, keys="Ctrl+Shift+Z"
        )
        self.new = ToolButton(theme, "mdi6.file-plus-outline", tr("New page"))
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.new.setMenu(self._kinds(theme))
        self.mode = PlainButton(tr("Simple"), self.mode_asked.emit)
        self.done = PrimaryButton(tr("Done"), self.done_asked.emit)
        for name in ("undo", "redo", "new", "mode", "done"):
            getattr(self, name).setObjectName(f"studio.{name}")
        self._chips: tuple[QLabel, ...] = (Tag(str(TAGS[WorkKind.PAINTING])), Tag(tr("private")))
        self._chips[1].setToolTip(tr("It is kept on this computer only."))
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self.title)
        for chip in self._chips:
            row.addWidget(chip)
        row.addStretch(1)
        for button in (self.undo, self.redo, self.new, self.mode, self.done):
            row.addWidget(button)
        self.setMinimumHeight(theme.px(52))

    def _kinds(self, theme: Theme) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("studio.new.menu")
        for kind, name in NAMES.items():
            asked = partial(self.page_asked.emit, kind)
            action = menu.addAction(theme.icon(ICONS[kind], "ink"), str(name))
            action.setObjectName(f"studio.new.{kind}")
            action.triggered.connect(without_state(asked))
        menu.addSeparator()
        icon = theme.icon("mdi6.folder-open-outline", "ink")
        file = menu.addAction(icon, tr("From a file …"))
        file.setObjectName("studio.new.file")
        file.triggered.connect(without_state(self.file_asked.emit))
        return menu

    def show_work(self, title: str, kind: WorkKind) -> None:
        """Show the work's name, or that it has none yet, and what kind of page it is."""
        self._chips[0].setText(str(TAGS[kind]))
        self.title.setText(title or tr("Untitled"))
        self.title.setToolTip(title)

    def show_steps(self, *, can_undo: bool, can_redo: bool, is_open: bool) -> None:
        """Offer only what can be done."""
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self.done.setEnabled(is_open)

    def show_mode(self, *, is_full: bool) -> None:
        """Offer the other of the two: simple or full."""
        self.mode.say(tr("Simple") if is_full else tr("Full"))
        self.mode.setToolTip(
            tr("Show only brush, eraser, undo, colour and done")
            if is_full
            else tr("Show all brushes, layers and steps")
        )
        self.redo.setVisible(is_full)
        self.new.setVisible(is_full)
        for chip in self._chips:
            chip.setVisible(is_full)
