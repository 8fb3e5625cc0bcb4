"""The whole program on a library of a test's own: real window, real services, quick keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.commands.paint import new_painting
from app.main import Studio
from app.main.session import Session
from app.model.document import Document
from app.model.entities import Entry, Work, new_uid
from app.model.tiles import ONE, Rect
from app.services import places
from app.services.library import LibraryService, Vault
from app.services.settings import SettingsFile
from app.storage.sealing import Argon
from widgets.later import post

PASSPHRASE = "the blue door by the sea"
QUICK = Argon(1, 64)
WAIT_MS = 30_000


class Program:
    """A started program, and what a person does with it."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.studio, self._qtbot = studio, qtbot

    def wait(self, until: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=WAIT_MS)

    def part(self, name: str, kind: type[QWidget] = QPushButton) -> QWidget:
        found = [w for w in self.studio.window.findChildren(kind, name) if w.isVisible()]
        assert found, f"there is no {name}; on the screen: {self.said()}"
        return found[0]

    def has(self, name: str) -> bool:
        return any(w.isVisible() for w in self.studio.window.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        button = self.part(name)
        assert isinstance(button, QPushButton)
        self.wait(button.isEnabled)
        button.click()

    def type(self, name: str, words: str) -> None:
        field = self.part(name, QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setFocus()
        self._qtbot.keyClicks(field, words)

    def said(self) -> str:
        window = self.studio.window
        return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.wait(lambda: self.has("lock.passphrase"))
        self.type("lock.passphrase", passphrase)
        self.press("lock.unlock")

    @property
    def session(self) -> Session:
        found = self.studio.shown_session
        assert found is not None
        return found

    def is_open(self) -> bool:
        shown = self.studio.shown_session
        return shown is not None and shown.frame is not None and bool(shown.frame.current)

    def go(self, name: str) -> QWidget:
        self.wait(self.is_open)
        assert self.session.frame is not None
        self.session.frame.go(name)
        return self.session.frame.page(name)


@contextmanager
def program(
    application: QCoreApplication,
    home: Path,
    qtbot: QtBot,
    *,
    theme: str = "paper",
    language: str = "en",
) -> Iterator[Program]:
    """Start the program in a home folder, and end it as a person would."""
    SettingsFile(places.settings_file(home)).change(theme=theme, language=language)
    studio = Studio(application, home)
    studio._vault = Vault(places.libraries(home), post=post, argon=QUICK)
    studio.start()
    begun = Program(studio, qtbot)
    try:
        yield begun
    finally:
        if begun.is_open() and "studio" in begun.session.frame.built:
            begun.wait(begun.session.studio_page.warm.done)
        with qtbot.waitSignal(studio.ended, timeout=WAIT_MS):
            studio.close()
        studio.window.deleteLater()
        studio.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def kept(service: LibraryService, *entities: str) -> list[Entry]:
    """Write pages with these words into an open library."""
    document = Document()
    document.committed.connect(service.save)
    pages = []
    for words in entities:
        now = datetime.now(UTC)
        entry = Entry(new_uid(), now.date(), now, words)
        with document.edit("Write", scope=entry.uid) as edit:
            edit.put(entry)
        pages.append(entry)
    service.submit(lambda _: None).result(20)
    return pages


def painted(service: LibraryService, title: str, *, side: int = 256) -> Work:
    """Put a painting with one red corner into an open library."""
    document = Document()
    document.committed.connect(service.save)
    now = datetime.now(UTC)
    work = new_painting(document, width=side, height=side, created_at=now, title=title)
    with document.edit("Paint", scope=work.uid) as edit:
        tile = np.array((ONE, 0, 0, ONE), np.uint16)
        edit.grid(work.layers[0], Rect(0, 0, 64, 64)).tiles[0, 0] = tile
    service.submit(lambda _: None).result(20)
    return work


def new_person(home: Path, *words: str, passphrase: str | None = PASSPHRASE) -> str:
    """Make a library with pages in a home folder, closed again; return its profile."""
    vault = Vault(places.libraries(home), argon=QUICK)
    try:
        created = vault.create(passphrase=passphrase).result(30)
        kept(created.service, *words)
        created.service.close()
        return created.profile
    finally:
        vault.close()
