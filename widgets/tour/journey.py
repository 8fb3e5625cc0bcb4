"""The main job, as a person would do it: from the first run to finding everything again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.model.prompt import Medium
from widgets.studio.page import StudioPage
from widgets.today.page import Today
from widgets.tour.hands import click, drag, find, is_there, paint, starting_with, wave, write
from widgets.tour.meter import FirstPaint
from widgets.tour.walk import Step, StepFailed, Wait, Walk

PASSPHRASE = "a quiet river stone"  # noqa: S105
SETTLE_MS = 400.0
READ_MS = 1500.0


class Stage(Protocol):
    """What the tour is taken on: the real program, opened and closed as a person would."""

    @property
    def window(self) -> QWidget:
        """The window, while it is open."""

    def open(self) -> None:
        """Start the program and show its window."""

    def close(self) -> None:
        """Close the window and wait until everything is on the disk."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is written on the tour."""

    check_in: str
    page: str
    title: str
    words: str


SAID = {
    "en": Said(
        "Tired, but the evening is mine.",
        "I was so nervous before the call, and then it went well. I am really relieved.\n"
        "My sister phoned and we laughed for an hour. I am so grateful for her.",
        "After the call",
        "The blue got wider than I thought it would.",
    ),
    "zh_CN": Said(
        "有点累，不过今晚是我自己的。",
        "打电话之前我很紧张，后来一切顺利，松了一口气。\n"
        "My sister phoned and we laughed for an hour. I am so grateful for her.",
        "电话之后",
        "蓝色比我想的更宽。",
    ),
}


def take_tour(stage: Stage, out: Path, *, language: str) -> None:
    """Take the tour; pictures and ``journey.json`` go to a folder.

    Raises
    ------
    StepFailed
        Where something did not come about; ``journey.json`` then holds what did, and why.
    """
    first_paint, again = FirstPaint(), FirstPaint()
    walk = Walk(out, lambda: stage.window)
    journey = Journey(stage, SAID[language])
    failure = ""
    try:
        walk.take(
            [
                Step("open", lambda: _opening(stage, first_paint), is_watched=False),
                *journey.first_steps(),
                *journey.making(),
                *journey.writing(),
                *journey.guided(),
                Step("close", journey.close, has_picture=False, is_watched=False),
                Step("open-again", lambda: _opening(stage, again), is_watched=False),
                *journey.finding_again(),
            ]
        )
    except StepFailed as error:
        failure = str(error)
        raise
    finally:
        ms = first_paint.ms
        walk.write(
            out / "journey.json",
            first_paint_ms=None if ms is None else round(ms, 1),
            language=language,
            failure=failure,
        )


def _opening(stage: Stage, paint: FirstPaint) -> Iterator[Wait]:
    application = QCoreApplication.instance()
    if application is None:
        raise StepFailed("there is no application")
    application.installEventFilter(paint)
    try:
        stage.open()
        yield lambda: paint.ms is not None
    finally:
        application.removeEventFilter(paint)
    yield SETTLE_MS


class Journey:
    """The steps; what they do to the window is in `widgets.tour.hands`.

    Parameters
    ----------
    stage : Stage
        The program.
    said : Said
        What is written.
    """

    def __init__(self, stage: Stage, said: Said) -> None:
        self._stage, self._said = stage, said

    @property
    def _window(self) -> QWidget:
        return self._stage.window

    def first_steps(self) -> list[Step]:
        """Return the first run: three cards, a passphrase, the recovery key."""
        return [
            Step("what-this-is", lambda: iter([self._sees("first_run.next")])),
            Step("what-stays-here", lambda: self._click("first_run.next")),
            Step("a-passphrase-or-not", self._type_passphrase),
            Step("recovery-key", self._create),
            Step("empty-page-first", self._begin),
        ]

    def making(self) -> list[Step]:
        """Return the check-in and a first picture."""
        return [
            Step("today", lambda: self._go("today")),
            Step("check-in", self._check_in),
            Step("empty-page", self._begin_page),
            Step("everything-shown", lambda: self._click("studio.mode")),
            Step("painting", self._paint_freely),
            Step("undo-and-redo", self._undo_and_redo),
        ]

    def writing(self) -> list[Step]:
        """Return the journal: words, consent, the model's note, why."""
        return [
            Step("journal", lambda: self._go("journal")),
            Step("words", self._write_page),
            Step("consent", lambda: self._click("journal.consent.grant")),
            Step("a-quiet-note", lambda: iter([lambda: bool(self._chips()), SETTLE_MS])),
            Step("why", self._ask_why),
        ]

    def guided(self) -> list[Step]:
        """Return a suggestion, and a picture made to it."""
        return [
            Step("today-again", lambda: self._go("today")),
            Step("a-suggestion", self._ask_for_one),
            Step("try-it", self._try_it),
            Step("painting-to-it", self._paint_to_it),
            Step("done", self._finish),
        ]

    def close(self) -> Iterator[Wait]:
        """Close the program."""
        self._stage.close()
        yield SETTLE_MS

    def finding_again(self) -> list[Step]:
        """Return unlocking, and everything being there."""
        return [
            Step("locked", lambda: iter([self._sees("lock.passphrase")])),
            Step("unlocked", self._unlock),
            Step("page-still-there", self._find_page),
            Step("pictures-still-there", lambda: self._go("library")),
            Step("progress", lambda: self._go("progress")),
        ]

    def _sees(self, name: str) -> Callable[[], bool]:
        return lambda: is_there(self._window, name)

    def _click(self, name: str, *, then: str = "") -> Iterator[Wait]:
        yield from click(self._window, name)
        if then:
            yield self._sees(then)
        yield SETTLE_MS

    def _go(self, place: str) -> Iterator[Wait]:
        yield from self._click(f"rail.{place}", then=place)

    def _type_passphrase(self) -> Iterator[Wait]:
        yield from self._click("first_run.next")
        yield from click(self._window, "first_run.passphrase")
        yield from write(self._window, PASSPHRASE)

    def _create(self) -> Iterator[Wait]:
        yield from self._click("first_run.create", then="first_run.recovery_key")

    def _begin(self) -> Iterator[Wait]:
        yield from self._click("first_run.next", then="studio.canvas")
        yield self._is_ready_to_paint
        yield SETTLE_MS

    def _check_in(self) -> Iterator[Wait]:
        yield from click(self._window, "today.valence", at=(0.7, 0.5))
        yield from click(self._window, "today.arousal", at=(0.3, 0.5))
        yield from click(self._window, "today.line")
        yield from write(self._window, self._said.check_in)
        yield from self._click("today.keep")

    def _is_ready_to_paint(self) -> bool:
        page = find(self._window, "studio")
        return isinstance(page, StudioPage) and page.easel.is_ready

    def _begin_page(self) -> Iterator[Wait]:
        yield from self._click("today.empty_page", then="studio.canvas")
        yield self._is_ready_to_paint
        yield SETTLE_MS

    def _ask_for_one(self) -> Iterator[Wait]:
        yield from self._be_offered()
        # what comes up may be for clay or for words; the tour goes on with a painting
        while not self._is_to_paint():
            yield from click(self._window, "today.guided.not_now")
            yield SETTLE_MS
            yield from self._be_offered()
        yield SETTLE_MS

    def _be_offered(self) -> Iterator[Wait]:
        if not is_there(self._window, "today.guided.try"):
            yield from click(self._window, "today.guided")
        yield self._sees("today.guided.try")

    def _is_to_paint(self) -> bool:
        page = find(self._window, "today")
        prompt = page.prompt if isinstance(page, Today) else None
        return prompt is not None and prompt.medium in (Medium.PAINTING, Medium.ANY)

    def _try_it(self) -> Iterator[Wait]:
        yield from self._click("today.guided.try", then="studio.canvas")
        yield self._is_ready_to_paint
        yield SETTLE_MS

    def _paint_freely(self) -> Iterator[Wait]:
        canvas = find(self._window, "studio.canvas")
        colours = starting_with(self._window, "studio.colour.")
        brushes = starting_with(self._window, "studio.brush.")
        for index, height in enumerate((0.3, 0.5, 0.7)):
            yield from self._take(brushes, index)
            yield from self._take(colours, 2 * index + 1)
            yield from paint(canvas, wave(canvas, height=height, turns=1 + index))
            yield SETTLE_MS
        yield from drag(canvas, wave(canvas, height=0.4, turns=2.5, depth=0.2))
        yield SETTLE_MS

    def _paint_to_it(self) -> Iterator[Wait]:
        canvas = find(self._window, "studio.canvas")
        colours = starting_with(self._window, "studio.colour.")
        for index in range(3):
            yield from self._take(colours, 2 * index)
            strokes = wave(canvas, height=0.35 + 0.15 * index, turns=0.5 + index, depth=0.18)
            yield from paint(canvas, strokes)
        yield from paint(canvas, wave(canvas, height=0.5, turns=0.5)[:30], is_eraser=True)
        yield SETTLE_MS

    def _take(self, names: Sequence[str], index: int) -> Iterator[Wait]:
        if names:
            yield from click(self._window, names[index % len(names)])

    def _undo_and_redo(self) -> Iterator[Wait]:
        yield from click(self._window, "studio.undo")
        yield SETTLE_MS
        yield from self._click("studio.redo")

    def _write_page(self) -> Iterator[Wait]:
        yield from self._click("journal.write")
        yield from click(self._window, "journal.page", at=(0.5, 0.3))
        yield from write(self._window, self._said.page)
        yield self._sees("journal.consent.grant")
        yield SETTLE_MS

    def _chips(self) -> list[str]:
        return starting_with(self._window, "journal.chip.")

    def _ask_why(self) -> Iterator[Wait]:
        # the last paragraph is English in both languages
        yield from self._click(self._chips()[-1], then="journal.why")
        yield READ_MS

    def _finish(self) -> Iterator[Wait]:
        yield from self._click("studio.done", then="studio.done.title")
        yield from click(self._window, "studio.done.title")
        yield from write(self._window, self._said.title)
        yield from click(self._window, "studio.done.words")
        yield from write(self._window, self._said.words)
        yield from self._click("studio.done.keep")

    def _unlock(self) -> Iterator[Wait]:
        yield from click(self._window, "lock.passphrase")
        yield from write(self._window, PASSPHRASE)
        yield from self._click("lock.unlock", then="rail.today")

    def _find_page(self) -> Iterator[Wait]:
        yield from self._go("journal")
        yield from click(self._window, "journal.days", at=(0.5, 0.12))
        yield lambda: _words_of(find(self._window, "journal.page")) == self._said.page
        yield SETTLE_MS


def _words_of(widget: QWidget) -> str:
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QLineEdit):
        return widget.text()
    raise StepFailed(f"{widget.objectName()} holds no words")
