from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from journal_parts import NOON, Clock, SmallModel, journal_context
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from app.commands.row import CommandTable
from app.formats.photograph import MAX_BYTES
from app.model.entities import Entry, Estimate, Picture, SpanStyle, new_uid
from app.services.consent import INFERENCE
from widgets.context import Context
from widgets.journal.clipboard import png_of
from widgets.journal.lines import Words
from widgets.journal.page import JournalPage
from widgets.journal.writing import COMMIT_MS, PAUSE_MS

pytestmark = pytest.mark.qt
RELIEF = "Afterwards I could breathe all the way down again."


class Journal:
    """A journal page that is open, and the parts behind it."""

    def __init__(self, context: Context, model: SmallModel, clock: Clock, qtbot) -> None:
        self.context, self.model, self.clock, self._qtbot = context, model, clock, qtbot
        self.page = JournalPage(context)
        self.page.resize(1100, 760)
        qtbot.addWidget(self.page)
        self.page.show()
        self.page.refresh()
        self.page.write()

    def type(self, text: str) -> None:
        for line, words in enumerate(text.split("\n")):
            if line:
                QTest.keyClick(self.page.editor, Qt.Key.Key_Return)
            QTest.keyClicks(self.page.editor, words)

    def wait(self, until) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=20000)

    @property
    def entry(self) -> Entry:
        return self.page.writing.entry

    @property
    def chips(self) -> list[str]:
        rows = [row for row in self.page.chips._rows if not row.isHidden()]
        return [row.first.text() for row in rows]

    def kept(self) -> Entry:
        uid = self.entry.uid
        return self.context.library.submit(lambda found: found.load_entry(uid)).result(10)[uid]

    def consent(self) -> None:
        self.context.consents.set(INFERENCE, True, "yes")


@pytest.fixture
def journal(qtbot, tmp_path: Path) -> Iterator[Journal]:
    clock, model = Clock(), SmallModel()
    with journal_context(tmp_path, clock, model=model) as context:
        opened = Journal(context, model, clock, qtbot)
        yield opened
        opened.page.close()


def test_what_is_typed_is_in_the_library_without_a_save_button(journal: Journal):
    journal.type("Boxes\neverywhere")
    journal.wait(lambda: journal.page.writing.is_kept and journal.page.writing.is_in_step)
    assert COMMIT_MS <= 1000
    assert journal.kept().text == "Boxes\neverywhere"
    assert journal.entry.day == date(2026, 11, 21)
    assert journal.entry.revision > 0


def test_an_empty_page_that_was_only_looked_at_is_not_kept(journal: Journal):
    journal.page.write()
    journal.page.flush()
    assert not journal.page.writing.is_kept
    assert not [e for e in journal.context.document.entities.values() if isinstance(e, Entry)]


def test_ctrl_z_takes_words_back_and_ctrl_y_brings_them_again(journal: Journal):
    journal.type("first\n")
    journal.page.flush()
    journal.type("second")
    QTest.keyClick(journal.page.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert journal.entry.text == journal.page.editor.mirror.words.text == "first\n"
    assert journal.kept().text == "first\n"
    journal.page.writing.redo()
    assert journal.entry.text == journal.page.editor.mirror.words.text == "first\nsecond"
    while journal.context.document.can_undo(journal.entry.uid):
        journal.page.writing.undo()
    assert journal.page.editor.mirror.words == Words()


def test_a_revision_never_stands_for_two_texts(journal: Journal):
    journal.type("one")
    journal.page.flush()
    first = journal.entry.revision
    journal.page.writing.undo()
    journal.type("two")
    journal.page.flush()
    assert journal.entry.revision > first


def test_a_guess_never_takes_away_what_can_be_done_again(journal: Journal):
    journal.consent()
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    journal.type(" And more.")
    journal.page.flush()
    journal.page.writing.undo()
    assert RELIEF in journal.entry.text or journal.entry.text == ""
    QTest.qWait(PAUSE_MS + 200)
    assert journal.context.document.can_redo(journal.entry.uid)


def test_consent_is_asked_once_and_nothing_is_read_before(journal: Journal):
    journal.page.side().show()
    journal.type(RELIEF)
    journal.wait(lambda: not journal.page.consent.isHidden())
    assert not journal.model.asked
    assert not journal.model.is_on
    assert not journal.chips
    QTest.mouseClick(journal.page.consent.decline, Qt.MouseButton.LeftButton)
    journal.type(" More.")
    QTest.qWait(PAUSE_MS + 200)
    assert journal.page.consent.isHidden()
    assert not journal.model.asked


def test_a_chip_stands_under_its_paragraph_and_says_perhaps(journal: Journal):
    journal.consent()
    journal.type(f"{RELIEF}\nThe house is empty now.")
    journal.wait(lambda: len(journal.chips) == 2)
    assert journal.chips[0] == "perhaps: relief, 62 %"
    assert journal.chips[1] == "not sure what this is; you know best"
    first, second = (row for row in journal.page.chips._rows if not row.isHidden())
    editor = journal.page.editor
    below = editor.cursorForPosition(QPoint(4, second.y() - 12)).block().text()
    assert below == "The house is empty now."
    assert first.y() < second.y()
    assert first.first.objectName() == "journal.chip.0"
    assert first.second.text() == "and some nervousness, 31 %"


def test_a_chinese_paragraph_hears_that_only_english_is_read(journal: Journal):
    journal.consent()
    journal.page.editor.insert_words(Words("今天我终于说出口了。"))
    journal.wait(lambda: journal.chips)
    assert journal.chips == ["I can only read English so far"]


def test_a_paragraph_that_asks_for_care_gets_no_chip(journal: Journal):
    journal.consent()
    journal.type(f"I want to kill myself\n{RELIEF}")
    journal.wait(lambda: journal.chips)
    assert len(journal.page.chips.notes) == 1
    assert journal.page.chips.notes[0].line == 1
    assert journal.context.companion.shows_help
    assert all("kill" not in text for text in journal.model.asked)


def test_why_shows_the_words_and_marks_them_on_the_page(journal: Journal):
    journal.consent()
    journal.page.side().show()
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    assert not journal.model.evidence_asked
    journal.page.chips._rows[0].first.click()
    journal.wait(lambda: journal.page.why._words.count() == 1)
    assert journal.page.why._words.itemAt(0).widget().text() == "breathe"
    assert "8 times in 10" in journal.page.why._sure.text()
    assert "emotion-en 1" in journal.page.why._sure.text()
    block = journal.page.editor.paper.firstBlock()
    formats = [(f.start, f.length) for f in block.layout().formats()]
    assert formats == [(RELIEF.index("breathe"), 7)]
    assert journal.page.step_back()
    assert not block.layout().formats()


def test_closing_why_cancels_what_was_asked(journal: Journal):
    journal.consent()
    journal.model.answers_evidence = False
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    journal.page.chips._rows[0].first.click()
    (asked,) = journal.model.evidence_asked
    journal.page.why.close_card()
    assert asked.cancelled()


def test_not_right_keeps_the_persons_own_words(journal: Journal):
    journal.consent()
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    journal.page.chips._rows[0].first.click()
    journal.page.why.not_right.click()
    journal.page.why._own.setText("light, quiet")
    journal.page.why._keep.click()
    journal.wait(lambda: journal.chips == ["you say: light, quiet"])
    journal.type(" And out.")
    estimates = [e for e in journal.context.document.entities.values() if isinstance(e, Estimate)]
    assert estimates[0].correction == ("light", "quiet")


def test_dont_guess_here_takes_the_chip_away(journal: Journal):
    journal.consent()
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    journal.page.chips._rows[0].first.click()
    journal.page.why.not_here.click()
    journal.wait(lambda: not journal.chips)


def test_never_guess_withdraws_consent_and_clears_the_page(journal: Journal):
    journal.consent()
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    journal.page.chips._rows[0].first.click()
    journal.page.why.never_guess.click()
    assert not journal.context.consents.is_granted(INFERENCE)
    assert not journal.model.is_on
    journal.wait(lambda: not journal.chips)


def test_pasting_brings_plain_text_and_nothing_is_lost(journal: Journal):
    pasted = QMimeData()
    pasted.setHtml('<b>bold</b> <img src="http://example.org/x.png">')
    pasted.setText("bold\r\n\u2029 end\ufffc\0")
    journal.page.editor.insertFromMimeData(pasted)
    journal.page.flush()
    assert journal.entry.text == "bold\r\n\u2029 end\ufffc\0"
    assert not journal.entry.spans
    assert not journal.entry.attachments
    assert journal.kept().text == journal.entry.text


def test_cutting_and_pasting_within_the_journal_keeps_every_form(journal: Journal):
    editor = journal.page.editor
    editor.toggle_line_style(SpanStyle.HEADING)
    journal.type("A day\nwith ")
    editor.toggle_style(SpanStyle.BOLD)
    journal.type("weight")
    before = editor.mirror.words
    editor.selectAll()
    copied = editor.createMimeDataFromSelection()
    assert copied.text() == "A day\nwith weight"
    editor.textCursor().removeSelectedText()
    editor.insertFromMimeData(copied)
    assert editor.mirror.words.text == before.text
    assert before.spans[-1] in editor.mirror.words.spans


def test_a_long_text_comes_in_slices_and_whole(journal: Journal):
    text = "\n".join(f"{n} the light came in sideways and stayed" for n in range(2500))
    pasted = QMimeData()
    pasted.setText(text)
    journal.page.editor.insertFromMimeData(pasted)
    assert journal.page.editor.slices.is_busy
    journal.wait(lambda: not journal.page.editor.slices.is_busy)
    journal.page.flush()
    assert len(text) > 100_000
    assert journal.kept().text == text
    assert not journal.page.editor.isReadOnly()


def test_leaving_in_the_middle_of_a_long_paste_keeps_all_of_it(journal: Journal):
    text = "much to say " * 9000
    pasted = QMimeData()
    pasted.setText(text)
    journal.page.editor.insertFromMimeData(pasted)
    journal.page.flush()
    assert journal.kept().text == text


def photograph(width: int = 60, height: int = 40) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return png_of(image)


def test_a_dropped_photograph_is_kept_as_its_own_bytes(journal: Journal, tmp_path: Path):
    path = tmp_path / "garden.png"
    path.write_bytes(photograph())
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    journal.page.editor.insertFromMimeData(dropped)
    journal.wait(lambda: journal.page.editor.mirror.words.attachments)
    journal.page.flush()
    (attachment,) = journal.entry.attachments
    path.unlink()
    picture = journal.context.library.submit(
        lambda found: found.picture(attachment.picture_uid)
    ).result(10)
    assert isinstance(picture, Picture)
    assert picture.content == photograph()
    assert (picture.width, picture.height, picture.media_type) == (60, 40, "image/png")
    name = f"innerscape:picture/{attachment.picture_uid}"
    journal.wait(lambda: journal.page.editor.paper.has_picture(name))


def test_a_picture_too_large_is_refused_with_a_sentence(journal: Journal, tmp_path: Path):
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    journal.page.pictures.add([path])
    journal.wait(lambda: "too large" in journal.page.notice.words.text())
    assert "as they were" in journal.page.notice.words.text()
    assert not journal.page.editor.mirror.words.attachments


def test_the_page_never_loads_a_path_or_an_address(journal: Journal, tmp_path: Path):
    path = tmp_path / "x.png"
    path.write_bytes(photograph(7, 7))
    paper = journal.page.editor.paper
    for address in (f"file://{path}", str(path), "http://example.org/x.png", "qrc:/x.png"):
        found = paper.loadResource(2, QUrl(address))
        assert isinstance(found, QImage)
        assert found.width() != 7


def test_backdating_moves_the_page_in_the_list(journal: Journal):
    journal.type("An old day")
    journal.page.flush()
    journal.page.day_choice.chosen.emit(date(2026, 11, 1))
    assert journal.entry.day == date(2026, 11, 1)
    assert "Sunday 1 November" in journal.page.header.day.text()
    journal.page.day_choice.chosen.emit(date(2027, 1, 1))
    assert journal.entry.day == date(2026, 11, 1)
    assert journal.kept().day == date(2026, 11, 1)


def test_a_page_begun_before_midnight_keeps_its_day(journal: Journal):
    journal.clock.time = NOON.replace(hour=23, minute=59)
    journal.page.write()
    journal.clock.time = NOON + timedelta(hours=11)
    journal.type("still the same evening")
    journal.page.flush()
    assert journal.entry.day == NOON.date()
    journal.page.refresh()
    assert journal.page.days.model.data(journal.page.days.model.index(0)).startswith("Yesterday")


def test_the_bin_keeps_the_page_and_gives_it_back(journal: Journal):
    journal.type("Not today")
    journal.page.flush()
    uid = journal.entry.uid
    journal.page.bin_page()
    assert journal.page.days.model.row_of(uid) == -1
    binned = journal.context.document.find(uid)
    assert isinstance(binned, Entry)
    assert binned.binned_at is not None
    journal.page._undo_bin.click()
    assert journal.entry.uid == uid
    assert journal.entry.binned_at is None
    assert journal.page.days.model.row_of(uid) >= 0


def test_ten_thousand_pages_are_fetched_as_one_scrolls(qtbot, tmp_path: Path):
    clock = Clock()
    with journal_context(tmp_path, clock) as context:
        for n in range(300):
            written = NOON - timedelta(days=n)
            entry = Entry(new_uid(), written.date(), written, f"Day {n}\nwords of 第{n}天")
            with context.document.edit("Write", scope=entry.uid) as edit:
                edit.put(entry)
        journal = Journal(context, SmallModel(), clock, qtbot)
        model = journal.page.days.model
        journal.wait(lambda: model.rowCount() > 0)
        assert model.rowCount() < 300
        while model.rowCount() < 300:
            assert model.canFetchMore(model.index(-1))
            rows = model.rowCount()
            journal.page.days.view.scrollToBottom()
            model.fetchMore(model.index(-1))
            journal.wait(lambda rows=rows: model.rowCount() > rows)
        days = [model._rows[n].day for n in range(300)]
        assert days == sorted(days, reverse=True)
        journal.page.days.search.setFocus()
        journal.page.days.search.setText("第77天")
        journal.page.days.search.textEdited.emit("第77天")
        journal.wait(lambda: model.query and model.rowCount() == 1)
        assert journal.page.step_back()
        journal.wait(lambda: model.rowCount() > 1)
        journal.page.close()


def test_everything_is_there_after_closing_and_opening_again(qtbot, tmp_path: Path):
    awkward = "kept\u2029\u2028\r\n\0\ufffc\ud83d😀 end"
    clock, model = Clock(), SmallModel()
    with journal_context(tmp_path, clock, model=model) as context:
        journal = Journal(context, model, clock, qtbot)
        journal.page.editor.insert_words(Words(awkward))
        journal.page.close()
        uid = journal.entry.uid
        kept = context.library.submit(lambda found: found.load_entry(uid)).result(10)[uid]
        assert isinstance(kept, Entry)
        context.document.unload(uid)
        journal.page.write()
        journal.page.open_entry(uid)
        journal.wait(lambda: journal.entry.uid == uid)
        assert journal.page.editor.mirror.words.text == awkward
        assert journal.entry == kept


def test_every_command_has_its_own_keys_and_works_from_the_table(journal: Journal):
    table = CommandTable()
    table.add(journal.page.rows())
    journal.type("heading me")
    assert table.run("journal.heading")
    assert table.run("journal.search")
    assert journal.page.days.search.hasFocus()
    journal.page.flush()
    assert table.run("journal.bin")
    assert not table.run("journal.why")


def test_every_control_has_a_name_and_can_be_reached_by_key(journal: Journal):
    journal.consent()
    journal.page.side().show()
    journal.type(RELIEF)
    journal.wait(lambda: journal.chips)
    journal.page.chips._rows[0].first.click()
    for root in (journal.page, journal.page.side()):
        for widget in root.findChildren(QWidget):
            if not isinstance(widget, QAbstractButton | QLineEdit) or not widget.isVisible():
                continue
            if widget.parent() in journal.page.findChildren(QLineEdit):
                continue  # Qt's own clear and search marks inside a line
            spoken = QAccessible.queryAccessibleInterface(widget)
            assert spoken.text(QAccessible.Text.Name), widget.objectName()
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.objectName()
    page = QAccessible.queryAccessibleInterface(journal.page.editor)
    assert page.text(QAccessible.Text.Name) == "Your page"


def test_a_saved_page_is_whole_or_says_why_not(journal: Journal, tmp_path: Path):
    journal.page.editor.toggle_line_style(SpanStyle.HEADING)
    journal.type("Shore\nwaves")
    journal.page.verbs.save_page_to(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert "not encrypted" in journal.page.notice.words.text()
    journal.page.verbs.save_page_to(tmp_path / "page.md")
    journal.wait((tmp_path / "page.md").exists)
    assert "# Shore\n\nwaves\n" in (tmp_path / "page.md").read_text("utf-8")
    journal.page.verbs.save_page_to(tmp_path / "gone" / "page.pdf")
    assert "is not there any more" in journal.page.notice.words.text()
    assert "safe in your library" in journal.page.notice.words.text()


def test_one_suggestion_comes_with_its_reason_when_it_is_asked_for(journal: Journal):
    journal.page.side().show()
    companion = journal.context.companion
    journal.type(RELIEF)
    journal.wait(lambda: not journal.page.suggest.isHidden())
    assert companion.current is None
    journal.page.suggest.click()
    assert companion.current is not None
    assert companion.current.reason
    assert journal.page.suggest.isHidden()
    assert not journal.page.can_suggest()


def test_no_suggestion_is_offered_for_words_that_ask_for_care(journal: Journal):
    journal.type("I want to kill myself")
    journal.page.flush()
    assert journal.context.companion.shows_help
    assert not journal.page.can_suggest()


def test_a_described_picture_keeps_its_words_and_can_be_taken_off(journal: Journal):
    journal.page.side().show()
    journal.page.pictures.add([photograph()])
    journal.wait(lambda: journal.page.editor.mirror.words.attachments)
    cursor = journal.page.editor.textCursor()
    cursor.setPosition(0)
    journal.page.editor.setTextCursor(cursor)
    assert not journal.page.picture.isHidden()
    journal.page.picture.words.setText("the garden")
    journal.page.picture.words.editingFinished.emit()
    journal.page.flush()
    assert journal.entry.attachments[0].description == "the garden"
    journal.page.picture._take_out()
    journal.page.flush()
    assert not journal.entry.attachments
    journal.page.writing.undo()
    assert journal.entry.attachments[0].description == "the garden"
