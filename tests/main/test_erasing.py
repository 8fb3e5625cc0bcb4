"""What is erased while it stands on the easel or the page does not come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from whole_program import new_person, painted, program

from app.services.consent import INFERENCE
from app.storage.erase import Scope
from widgets.journal.page import JournalPage
from widgets.library.page import LibraryPage

pytestmark = pytest.mark.qt


def test_an_open_work_and_page_are_erased_and_stay_so(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    new_person(tmp_path, "the orchard")
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        session = begun.session
        work = painted(session.library, "Shore")
        summaries = session.library.submit(lambda library: library.entry_summaries()).result(20)
        session.open_work(work.uid)
        begun.wait(lambda: session.studio_page.easel.work is not None)
        session.open_entry(summaries[0].uid)
        begun.wait(lambda: session.journal_page.writing.entry.uid == summaries[0].uid)
        journal = begun.go("journal")
        assert isinstance(journal, JournalPage)
        QTest.keyClicks(journal.editor, "typed and not kept yet ")
        session.consents.set(INFERENCE, False, "No")
        library = begun.go("library")
        assert isinstance(library, LibraryPage)
        library.show_room("yours")
        library.yours.erase.erase_wanted.emit(Scope(is_everything=True))
        begun.wait(lambda: "It is erased" in begun.said())
        assert session.studio_page.easel.work is None
        begun.go("journal")
        begun.go("studio")
        begun.go("library")
        left = session.library.submit(
            lambda found: (found.work_summaries(), found.entry_summaries(), found.consents())
        ).result(20)
        assert left == ([], [], [])
        begun.wait(lambda: not session.consents.was_asked(INFERENCE))
        assert session.library.submit(lambda found: found.check(deep=True)).result(20) == []
