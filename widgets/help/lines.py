"""A place to call, with its number, its source and when it was checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.model.help import HelpLine
from app.model.words import tr
from widgets.parts import Body, Soft, Strong, Words

if TYPE_CHECKING:
    from widgets.context import Context


@dataclass(frozen=True, slots=True)
class HelpHere:
    """The lines a help card shows at once: those of the data, and the person's own."""

    lines: Sequence[HelpLine]
    own_line: Callable[[], str]
    today: Callable[[], date]

    @classmethod
    def of(cls, context: Context) -> HelpHere:
        """Return the lines of an open library's context."""
        return cls(
            context.help_lines,
            own_line=lambda: context.settings.current.own_help_line,
            today=lambda: context.now().date(),
        )


def help_line(line: HelpLine, today: date, *, is_narrow: bool = False) -> QVBoxLayout:
    """Return the rows of one line; in a narrow place the number stands below its title."""
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QVBoxLayout() if is_narrow else QHBoxLayout()
    head.addWidget(Strong(str(line.title)), 1)
    if line.number:
        number = Words(line.number, role="prompt", wraps=False)
        number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        number.setAccessibleName(f"{line.title}: {line.number}")
        head.addWidget(number)
    column.addLayout(head)
    if str(line.note) and not is_narrow:
        column.addWidget(Body(str(line.note)))
    column.addWidget(Soft(_provenance(line, today)))
    return column


def _provenance(line: HelpLine, today: date) -> str:
    if line.checked is None:
        return str(line.source)
    checked = line.checked.strftime("%Y-%m")
    said = tr("Source: {source}. Checked {month}.", source=line.source, month=checked)
    if line.is_old(today):
        old = tr("Please check this number: it was looked up a while ago.")
        return f"{said} {old}"
    return said
