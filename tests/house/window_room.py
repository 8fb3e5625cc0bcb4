"""The window with real parts behind it: a document, a companion, an encrypted library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.catalogue.help import grounding, help_lines
from app.catalogue.prompts import prompts
from app.catalogue.safety import safety_list
from app.commands.row import Command, CommandTable
from app.guidance.safety import SafetyList
from app.model.document import Document
from app.model.prompt import Prompt
from app.model.words import Sentence
from app.services.autosave import Autosave
from app.services.companion import Companion
from app.services.consent import Consents
from app.services.learning import Learning
from app.services.library import LibraryService
from app.services.reading import Reader
from app.services.settings import SettingsFile
from app.storage.library import Library
from widgets import fonts
from widgets.context import Context, PageSpec
from widgets.frame import Frame
from widgets.settings.page import SettingsPage
from widgets.theme import Theme
from widgets.today.page import Today
from widgets.window import Window

AFTERNOON = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)


@cache
def all_prompts() -> tuple[Prompt, ...]:
    return tuple(prompts())


# read once a run: checking the resources against their schemas is most of a room's cost
all_lines, all_grounding = cache(help_lines), cache(grounding)


@cache
def all_safety() -> SafetyList:
    return SafetyList(safety_list())


class BlankPage(QWidget):
    """A page that counts how often it was shown and knows one step back."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.refreshed = 0
        self.steps = 0
        self.beside = QWidget(self)
        self.card = QLabel("Layers")
        QVBoxLayout(self.beside).addWidget(self.card)
        self.card.hide()

    def refresh(self) -> None:
        self.refreshed += 1

    def rows(self) -> list[Command]:
        return [Command(f"{self.objectName()}.test", Sentence("Water the plants"), self.refresh)]

    def side(self) -> QWidget:
        return self.beside

    def step_back(self) -> bool:
        self.steps -= 1
        return self.steps >= 0


@dataclass
class Room:
    """Everything a test of the window touches."""

    context: Context
    window: Window
    frame: Frame
    today: Today
    settings: SettingsFile
    clock: list[datetime] = field(default_factory=lambda: [AFTERNOON])
    built: list[str] = field(default_factory=list)

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        found = self.window.findChildren(kind, name)
        assert found, f"there is no {name}"
        return found[0]


@contextmanager
def window_room(tmp_path: Path, *, text_scale: float = 1.0, theme: str = "paper") -> Iterator[Room]:
    """Open a window on a new library, and leave nothing behind."""
    fonts.load_fonts()
    settings = SettingsFile(tmp_path / "settings.json")
    look = Theme(theme, text_scale=text_scale)
    look.apply()
    key, path = bytes(range(32)), tmp_path / "private.library"
    service = LibraryService(lambda: Library.create(path, bytearray(key)))
    service.opened.result(20)
    clock, built = [AFTERNOON], cast(list[str], [])
    context = _context(service, settings, look, lambda: clock[0])
    window = Window(
        look, settings, help_lines=all_lines, grounding=all_grounding, now=lambda: clock[0]
    )
    frame = Frame(context, list(_pages(built)), window)
    frame.go("today")
    window.show_screen(frame)
    today = frame.page("today")
    assert isinstance(today, Today)
    try:
        yield Room(context, window, frame, today, settings, clock, built)
    finally:
        window.let_go()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        service.close()


def _context(
    service: LibraryService, settings: SettingsFile, theme: Theme, now: Callable[[], datetime]
) -> Context:
    document = Document()
    consents = Consents(document, now=now)
    companion = Companion(
        document,
        all_prompts(),
        all_safety(),
        now,
        consents=consents,
        learning=Learning(consents, settings),
    )
    return Context(
        document=document,
        library=service,
        autosave=Autosave(document, service),
        companion=companion,
        reader=cast(Reader, None),  # no page here reads
        consents=consents,
        settings=settings,
        theme=theme,
        commands=CommandTable(),
        brushes=(),
        prompts=all_prompts(),
        help_lines=all_lines(),
        grounding=all_grounding(),
        inference=None,
        now=now,
    )


def _pages(built: list[str]) -> Sequence[PageSpec]:
    def today(context: Context) -> QWidget:
        built.append("today")
        return Today(context)

    def settings(context: Context) -> QWidget:
        built.append("settings")
        return SettingsPage(context)

    def blank(name: str) -> Callable[[Context], QWidget]:
        def make(_: Context) -> QWidget:
            built.append(name)
            return BlankPage(name)

        return make

    titles = {"studio": "Studio", "journal": "Journal", "progress": "Progress"}
    return (
        PageSpec("today", Sentence("Today"), "mdi6.white-balance-sunny", today),
        *(
            PageSpec(name, Sentence(title), "mdi6.brush", blank(name))
            for name, title in titles.items()
        ),
        PageSpec("library", Sentence("Library"), "mdi6.view-grid-outline", blank("library")),
        PageSpec("settings", Sentence("Settings"), "mdi6.cog-outline", settings),
    )
