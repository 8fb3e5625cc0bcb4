"""The column of tools for pages in space: those to draw with, or those for clay."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from app.model.clay import ClayAction, ClayTool
from app.model.words import Sentence, tr
from widgets.parts import Line, ToolButton
from widgets.parts.buttons import with_keys
from widgets.space.kit import SpaceKit, SpaceTool
from widgets.studio.tools import Swatch
from widgets.theme import Theme

TOOLS = (
    (SpaceTool.BRUSH, Sentence("Brush"), "mdi6.brush", "B"),
    (SpaceTool.LINE, Sentence("Straight edge"), "mdi6.vector-line", "L"),
    (SpaceTool.ERASER, Sentence("Eraser"), "mdi6.eraser", "E"),
    (SpaceTool.CUT, Sentence("Cut out a piece"), "mdi6.content-cut", "X"),
    (SpaceTool.SELECT, Sentence("Choose and move"), "mdi6.selection-drag", "V"),
    (SpaceTool.REPAINT, Sentence("Repaint"), "mdi6.format-paint", "P"),
    (SpaceTool.PICKER, Sentence("Pick a colour"), "mdi6.eyedropper", "I"),
    (SpaceTool.HAND, Sentence("Move the view"), "mdi6.hand-back-right-outline", "H"),
)
_SIMPLE = (SpaceTool.BRUSH, SpaceTool.ERASER)
_WITH_CLAY = (SpaceTool.SELECT, SpaceTool.HAND)
CLAY_ICONS = {
    ClayAction.PULL: "mdi6.arrow-up-bold-outline",
    ClayAction.PUSH: "mdi6.arrow-down-bold-outline",
    ClayAction.DRAG: "mdi6.gesture-tap-hold",
    ClayAction.SMOOTH: "mdi6.waves",
    ClayAction.PINCH: "mdi6.arrow-collapse-horizontal",
    ClayAction.FLATTEN: "mdi6.format-align-bottom",
    ClayAction.INFLATE: "mdi6.arrow-expand-all",
    ClayAction.CREASE: "mdi6.chevron-double-down",
    ClayAction.TWIST: "mdi6.rotate-3d-variant",
    ClayAction.PAINT: "mdi6.palette-outline",
    ClayAction.MASK: "mdi6.shield-half-full",
}
_SIMPLE_CLAY = (ClayAction.PULL, ClayAction.SMOOTH)


class SpaceToolColumn(QWidget):
    """Tools and the colour in use; a button at the foot changes between drawing and clay."""

    colour_asked = Signal()
    kind_asked = Signal()

    def __init__(self, theme: Theme, kit: SpaceKit) -> None:
        super().__init__()
        self._theme, self._kit = theme, kit
        self._is_full, self._is_clay = True, False
        self.setProperty("role", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._drawing: dict[SpaceTool, ToolButton] = {}
        self._clay: dict[ClayTool, ToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        for tool in kit.clay_tools:
            icon = CLAY_ICONS[tool.action]
            button = self._tool(f"space.clay.{tool.name}", tool.label, icon, "")
            button.clicked.connect(partial(self._take_clay, tool))
            self._clay[tool] = button
            column.addWidget(button)
        for each, title, icon, keys in TOOLS:
            button = self._tool(f"space.tool.{each}", str(title), icon, keys)
            button.clicked.connect(self._taking(each))
            self._drawing[each] = button
            column.addWidget(button)
        column.addWidget(Line())
        self.colour = Swatch(theme, tr("Colour"), kit.colour, side_px=40)
        self.colour.setObjectName("space.colour")
        self.colour.clicked.connect(self.colour_asked.emit)
        column.addWidget(self.colour)
        column.addStretch(1)
        self.other = ToolButton(theme, "mdi6.swap-horizontal", "", self._change_kind, role="soft")
        self.other.setObjectName("space.other_tools")
        column.addWidget(self.other)
        kit.changed.connect(self._follow)
        self._show()
        self._follow()

    @property
    def is_clay(self) -> bool:
        """Whether the tools for clay are shown."""
        return self._is_clay

    @property
    def title(self) -> str:
        """Return the name of the tool in the hand."""
        if self._kit.tool is SpaceTool.CLAY:
            return self._kit.clay.tool.label
        return self._drawing[self._kit.tool].accessibleName()

    def show_clay(self, *, is_clay: bool) -> None:
        """Show the tools for clay, or those to draw with."""
        self._is_clay = is_clay
        self._show()

    def show_mode(self, *, is_full: bool) -> None:
        """Show all tools, or the two one begins with."""
        self._is_full = is_full
        self._show()

    def _tool(self, name: str, title: str, icon: str, keys: str) -> ToolButton:
        button = ToolButton(self._theme, icon, title)
        button.setToolTip(with_keys(title, keys))
        button.setObjectName(name)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(button)
        return button

    def _taking(self, tool: SpaceTool) -> Callable[[], None]:
        return lambda: self._kit.take(tool)

    def _take_clay(self, tool: ClayTool, _is_checked: bool = False) -> None:
        self._kit.take_clay(tool)

    def _change_kind(self) -> None:
        self.kind_asked.emit()

    def _show(self) -> None:
        is_clay, is_full = self._is_clay, self._is_full
        for tool, button in self._drawing.items():
            is_meant = tool in _WITH_CLAY if is_clay else True
            is_simple = not is_clay and tool in _SIMPLE
            button.setVisible(is_meant and (is_full or is_simple))
        for clay, button in self._clay.items():
            button.setVisible(is_clay and (is_full or clay.action in _SIMPLE_CLAY))
        name = tr("Tools to draw with") if is_clay else tr("Tools for clay")
        self.other.show_icon("mdi6.brush" if is_clay else "mdi6.circle-opacity", "soft")
        self.other.setAccessibleName(name)
        self.other.setToolTip(name)
        self.other.setVisible(is_full)

    def _follow(self) -> None:
        kit = self._kit
        if kit.tool is SpaceTool.CLAY:
            self._clay[kit.clay.tool].setChecked(True)
        else:
            self._drawing[kit.tool].setChecked(True)
        self.colour.show_colour(kit.colour, tr("Colour"))
