"""The guided tour, and what it leaves out: searching, copying, locking. Run as a program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # a spawned child imports this module again: nothing heavy here
    from PySide6.QtWidgets import QWidget

    from app.main.stage import Stage
    from widgets.tour.walk import Step, Wait

LANGUAGE = "zh_CN"
SOUGHT = "松了一口气"


class Day:
    """What is done between the steps of the tour."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def opening(self) -> Iterator[Wait]:
        """Start the program."""
        self._stage.open()
        yield 400.0

    def after_writing(self) -> list[Step]:
        """Return copying the page, searching it, and a lock in the middle of the day."""
        from widgets.tour.walk import Step

        return [
            Step("copied", self._copy, has_picture=False),
            Step("searched", self._search, has_picture=False),
            Step("lock", self._lock, has_picture=False),
            Step("unlock", self._unlock, has_picture=False),
        ]

    @property
    def _window(self) -> QWidget:
        return self._stage.window

    def _copy(self) -> Iterator[Wait]:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QGuiApplication

        from widgets.tour.hands import click, press

        yield from click(self._window, "journal.page", at=(0.5, 0.3))
        for key in (Qt.Key.Key_A, Qt.Key.Key_C):
            yield from press(self._window, key, Qt.KeyboardModifier.ControlModifier)
        yield lambda: SOUGHT in QGuiApplication.clipboard().text()

    def _search(self) -> Iterator[Wait]:
        from PySide6.QtWidgets import QListView

        from widgets.tour.hands import click, find, write

        yield from click(self._window, "journal.search")
        yield from write(self._window, SOUGHT)
        days = find(self._window, "journal.days")
        assert isinstance(days, QListView)
        yield 600.0
        yield lambda: days.model().rowCount() > 0

    def _lock(self) -> Iterator[Wait]:
        from widgets.tour.hands import click, is_there

        yield from click(self._window, "rail.lock")
        yield lambda: is_there(self._window, "lock.unlock")
        yield 600.0

    def _unlock(self) -> Iterator[Wait]:
        from widgets.tour.hands import click, is_there, write
        from widgets.tour.journey import PASSPHRASE

        yield from click(self._window, "lock.passphrase")
        yield from write(self._window, PASSPHRASE)
        yield from click(self._window, "lock.unlock")
        yield lambda: is_there(self._window, "rail.today")
        yield 400.0

    def looking_after(self) -> list[Step]:
        """Return a backup and its check, a check of the library, and a page that is erased."""
        from widgets.tour.walk import Step

        return [
            Step("backed-up", self._back_up, has_picture=False),
            Step("checked", self._check, has_picture=False),
            Step("erased", self._erase, has_picture=False),
        ]

    def _back_up(self) -> Iterator[Wait]:
        from widgets.tour.hands import click, is_there

        for name in ("rail.library", "library.show.backups", "library.back_up"):
            yield from click(self._window, name)
        yield lambda: is_there(self._window, "library.back_up")
        yield from click(self._window, "library.backup.check")
        yield lambda: is_there(self._window, "library.back_up")

    def _check(self) -> Iterator[Wait]:
        from widgets.tour.hands import click, is_there

        for name in ("library.show.stored", "library.check"):
            yield from click(self._window, name)
        yield lambda: is_there(self._window, "library.check")

    def _erase(self) -> Iterator[Wait]:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QScrollArea

        from widgets.library.page import LibraryPage
        from widgets.tour.hands import click, find, is_there, press, write

        yield from click(self._window, "library.show.yours")
        page = find(self._window, "library")
        assert isinstance(page, LibraryPage)
        erase = page.yours.erase
        for area in page.yours.findChildren(QScrollArea):
            area.ensureWidgetVisible(erase)
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        # the second kind: a page
        erase.kind.setFocus()
        yield from press(self._window, Qt.Key.Key_Down)
        yield lambda: erase._going is not None
        for area in page.yours.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        yield from click(self._window, "library.erase_typed")
        assert erase._going is not None
        yield from write(self._window, erase._going.phrase)
        yield from click(self._window, "library.erase")
        yield 400.0
        yield lambda: is_there(self._window, "library.erase_kind")


def spend(home: Path, out: Path) -> None:
    """Spend a day in the studio, as `widgets.tour.journey.take_tour` and a little more."""
    from app.main.stage import Stage
    from app.services import places
    from app.services.settings import SettingsFile
    from widgets.application import make_application
    from widgets.tour.journey import SAID, Journey
    from widgets.tour.walk import Step, Walk

    make_application()
    SettingsFile(places.settings_file(home)).change(language=LANGUAGE, theme="paper")
    stage = Stage(home)
    day, journey = Day(stage), Journey(stage, SAID[LANGUAGE])
    walk = Walk(out, lambda: stage.window)
    try:
        walk.take(
            [
                Step("open", day.opening),
                *journey.first_steps(),
                *journey.making(),
                *journey.writing(),
                *day.after_writing(),
                *journey.guided(),
                Step("close", journey.close, has_picture=False),
                Step("open-again", day.opening),
                *journey.finding_again(),
                *day.looking_after(),
            ]
        )
    finally:
        walk.write(out / "journey.json")
        stage.close()


if __name__ == "__main__":
    spend(Path(sys.argv[1]), Path(sys.argv[2]))
