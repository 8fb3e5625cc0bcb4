"""A journal with real parts: a library on disk, the document, the reader, and a small model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from app.catalogue.prompts import prompts as load_prompts
from app.catalogue.safety import safety_list
from app.commands.row import CommandTable
from app.guidance.safety import SafetyList
from app.model.document import Document
from app.services.autosave import Autosave
from app.services.companion import Companion
from app.services.consent import Consents
from app.services.library import LibraryService
from app.services.reading import Reader
from app.services.settings import SettingsFile
from app.storage.library import Library
from inference.results import Evidence, Label, Reading, Weight
from widgets.context import Context
from widgets.later import post
from widgets.theme import Theme

NOON = datetime(2026, 11, 21, 14, 2, tzinfo=timezone(timedelta(hours=8)))


class Clock:
    """A clock the test turns."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


class SmallModel:
    """Reads a paragraph by one word of it; a stand-in for the process, not for its answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.evidence_asked: list[Future[Evidence]] = []
        self.answers_evidence = True
        self.is_on = False

    def start(self) -> None:
        self.is_on = True

    def stop(self) -> Future[None]:
        self.is_on = False
        stopped: Future[None] = Future()
        stopped.set_result(None)
        return stopped

    def estimate(self, text: str) -> Future[Reading]:
        self.asked.append(text)
        future: Future[Reading] = Future()
        future.set_result(self._reading(text))
        return future

    def evidence(self, text: str, label: str) -> Future[Evidence]:
        future: Future[Evidence] = Future()
        self.evidence_asked.append(future)
        at = text.find("breathe")
        if self.answers_evidence:
            weights = (Weight(at, at + 7, 0.4), Weight(0, 1, -0.1))
            future.set_result(Evidence(label, weights, False, 12.0))
        return future

    def _reading(self, text: str) -> Reading:
        language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
        is_sure = "breathe" in text
        labels = (Label("relief", 0.62), Label("nervousness", 0.31), Label("joy", 0.1))
        shown = labels if language == "en" else ()
        return Reading(
            language, (), shown, (), 0.4, 0.1, 0.1, not is_sure, False, "emotion-en", "1", "onnx", 6
        )


@contextmanager
def opened_library(path: Path) -> Iterator[LibraryService]:
    """Give a library on disk, with its thread."""
    key = os.urandom(32)
    make = Library.open if path.exists() else Library.create
    service = LibraryService(lambda: make(path, key), post=post)
    service.opened.result(20)
    try:
        yield service
    finally:
        service.close()


@contextmanager
def journal_context(
    folder: Path, clock: Clock, *, theme: str = "paper", model: SmallModel | None = None
) -> Iterator[Context]:
    """Give everything a page is given."""
    with opened_library(folder / "mine.library") as library:
        document = Document()
        consents = Consents(document, now=clock.now)
        safety = SafetyList(safety_list())
        prompts = load_prompts()
        autosave = Autosave(document, library)
        look = Theme(theme)
        look.apply()
        yield Context(
            document=document,
            library=library,
            autosave=autosave,
            companion=Companion(document, prompts, safety, clock.now, consents=consents),
            reader=Reader(document, model, consents, safety, post=post),
            consents=consents,
            settings=SettingsFile(folder / "settings.json"),
            theme=look,
            commands=CommandTable(),
            brushes=(),
            prompts=prompts,
            help_lines=(),
            grounding=(),
            inference=None,
            now=clock.now,
        )
        autosave.close()
