"""Questionnaires: who sees it is said first, nothing is made up, help comes before all else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot
from window_room import Room

from app.catalogue.measures import measures
from app.model.care import Administration, HelpPage, Role
from app.model.entities import SafetyMark
from app.services.own_help import UID, OwnHelp
from widgets.measures.faces import Face
from widgets.measures.questionnaire import ALONE, Questionnaire, Sitting

pytestmark = pytest.mark.qt
ALL = measures()
IN_SESSION = Sitting(Role.CLIENT, is_in_session=True, shown_to=Role.CLINICIAN, session_uid="s1")


def asking(room: Room, name: str, sitting: Sitting = ALONE) -> Questionnaire:
    chosen = [one for one in ALL if one.name == name]
    made = Questionnaire(room.context, room.window, chosen, sitting)
    made.open()
    return made


def button(asked: Questionnaire, name: str) -> QPushButton:
    found = [one for one in asked.findChildren(QPushButton, name) if one.isVisible()]
    assert found, f"there is no {name}"
    return found[0]


def press(asked: Questionnaire, name: str) -> None:
    QTest.mouseClick(button(asked, name), Qt.MouseButton.LeftButton)


def words(asked: QWidget) -> str:
    return "\n".join(one.text() for one in asked.findChildren(QLabel) if one.isVisible())


def kept(room: Room) -> list[Administration]:
    found = room.context.document.entities.values()
    return [one for one in found if isinstance(one, Administration)]


def marks(room: Room) -> list[SafetyMark]:
    found = room.context.document.entities.values()
    return [one for one in found if isinstance(one, SafetyMark)]


def to_item_nine(asked: Questionnaire) -> None:
    press(asked, "measure.begin")
    for _ in range(8):
        QTest.keyClick(asked, Qt.Key.Key_0)
        QTest.keyClick(asked, Qt.Key.Key_Return)
    assert "better off dead" in words(asked)


def test_who_will_see_the_answers_is_said_before_the_first_question(room: Room) -> None:
    asked = asking(room, "phq_9", IN_SESSION)
    said = words(asked)
    assert "Your clinician sees what you answer here" in said
    assert "not a diagnosis" in said
    assert "Little interest" not in said
    alone = asking(room, "suds")
    assert "Only you see what you answer" in words(alone)


def test_a_person_alone_is_never_asked_a_clinical_measure(room: Room) -> None:
    asked = Questionnaire(room.context, room.window, ALL, ALONE)
    asked.open()
    shown = {one.objectName() for one in asked.findChildren(QPushButton)}
    chosen = {name.rpartition(".")[2] for name in shown if name.startswith("measure.choose.")}
    assert chosen == {"affective_slider", "fms", "suds", "vas_mood"}
    with pytest.raises(ValueError, match="not asked here"):
        asked.ask(next(one for one in ALL if one.name == "phq_9"))


def test_a_whole_questionnaire_can_be_answered_with_the_keyboard(room: Room) -> None:
    asked = asking(room, "gad_7", IN_SESSION)
    press(asked, "measure.begin")
    for digit in (0, 1, 2, 3, 2, 1, 0):
        QTest.keyClick(asked, Qt.Key(Qt.Key.Key_0 + digit))
        QTest.keyClick(asked, Qt.Key.Key_Return)
    assert "Nothing was left open" in words(asked)
    press(asked, "measure.keep")
    (one,) = kept(room)
    assert one.answers == (0, 1, 2, 3, 2, 1, 0)
    assert (one.shown_to, one.session_uid) == (Role.CLINICIAN, "s1")
    assert one.order == tuple(range(7))


def test_a_digit_the_scale_does_not_have_says_nothing(room: Room) -> None:
    asked = asking(room, "gad_7", IN_SESSION)
    press(asked, "measure.begin")
    QTest.keyClick(asked, Qt.Key.Key_7)
    assert asked.answering is not None
    assert asked.answering.answer is None


def test_two_digits_make_the_larger_number(room: Room) -> None:
    asked = asking(room, "fms")
    press(asked, "measure.begin")
    QTest.keyClick(asked, Qt.Key.Key_1)
    QTest.keyClick(asked, Qt.Key.Key_2)
    assert asked.answering is not None
    assert asked.answering.answer == 12


def test_what_was_left_open_stays_open_and_nothing_is_added_up(room: Room) -> None:
    asked = asking(room, "gad_7", IN_SESSION)
    press(asked, "measure.begin")
    QTest.keyClick(asked, Qt.Key.Key_3)
    for _ in range(7):
        press(asked, "measure.next")
    assert "1 of 7 were answered" in words(asked)
    press(asked, "measure.keep")
    assert kept(room)[0].answers == (3, None, None, None, None, None, None)


def test_an_answer_can_be_taken_back(room: Room) -> None:
    asked = asking(room, "suds")
    press(asked, "measure.begin")
    press(asked, "measure.answer.7")
    press(asked, "measure.answer.7")
    press(asked, "measure.next")
    assert "Everything was left open" in words(asked)
    assert not button(asked, "measure.keep").isEnabled()
    press(asked, "measure.back")
    press(asked, "measure.answer.4")
    press(asked, "measure.skip")
    assert "Everything was left open" in words(asked)


def test_an_untouched_line_says_nothing_and_a_touched_one_its_place(
    room: Room, qtbot: QtBot
) -> None:
    asked = asking(room, "affective_slider")
    press(asked, "measure.begin")
    (track,) = asked.findChildren(QSlider, "measure.line")
    qtbot.keyClick(track, Qt.Key.Key_Right)
    press(asked, "measure.next")
    press(asked, "measure.next")
    press(asked, "measure.keep")
    (one,) = kept(room)
    first, second = one.order
    assert one.answers[first] == pytest.approx(0.525)
    assert one.answers[second] is None


@pytest.mark.parametrize("way", ["measure.leave", "esc"])
def test_leaving_is_one_press_asks_nothing_and_keeps_nothing(room: Room, way: str) -> None:
    asked = asking(room, "suds")
    press(asked, "measure.begin")
    press(asked, "measure.answer.9")
    if way == "esc":
        QTest.keyClick(asked, Qt.Key.Key_Escape)
    else:
        press(asked, way)
    assert not asked.isVisible()
    assert kept(room) == []


def test_requirement_20_declining_is_as_large_as_accepting(room: Room) -> None:
    asked = asking(room, "suds")
    begin, later = button(asked, "measure.begin"), button(asked, "measure.not_now")
    assert begin.property("role") == later.property("role")
    assert begin.height() == later.height()
    press(asked, "measure.begin")
    pair = button(asked, "measure.next"), button(asked, "measure.leave")
    assert pair[0].property("role") == pair[1].property("role")
    press(asked, "measure.answer.3")
    press(asked, "measure.next")
    pair = button(asked, "measure.keep"), button(asked, "measure.away")
    assert pair[0].property("role") == pair[1].property("role")
    assert pair[0].height() == pair[1].height()


@pytest.mark.parametrize("digit", [1, 2, 3])
def test_requirement_18_item_nine_shows_local_help_before_the_press_returns(
    room: Room, digit: int
) -> None:
    asked = asking(room, "phq_9", IN_SESSION)
    to_item_nine(asked)
    # nothing is waited for: the very press that answers shows the number
    QTest.keyClick(asked, Qt.Key(Qt.Key.Key_0 + digit))
    said = words(asked)
    assert "12356" in said
    assert "Source:" in said
    assert "better off dead" not in said
    assert room.context.companion.shows_help


def test_requirement_18_the_log_says_only_that_help_was_shown(room: Room) -> None:
    asked = asking(room, "phq_9", IN_SESSION)
    to_item_nine(asked)
    before = set(room.context.document.entities)
    steps = []
    room.context.document.committed.connect(lambda changes: steps.append(changes.label))
    QTest.keyClick(asked, Qt.Key.Key_3)
    assert steps == ["Show help"]
    (new,) = set(room.context.document.entities) - before
    mark = room.context.document.entities[new]
    assert isinstance(mark, SafetyMark)
    assert mark.source_uid == ""
    room.context.library.submit(lambda library: library.uid).result(20)
    rows = room.context.library.submit(lambda library: list(library.audit.rows())).result(20)
    assert rows[-1].action == "Show help"
    assert kept(room) == []


def test_requirement_18_whether_the_clinician_is_told_is_chosen_on_that_card(
    room: Room, qtbot: QtBot
) -> None:
    for name, is_told in (("care.tell", True), ("care.keep", False)):
        asked = asking(room, "phq_9", IN_SESSION)
        told: list[bool] = []
        asked.clinician_told.connect(told.append)
        to_item_nine(asked)
        QTest.keyClick(asked, Qt.Key.Key_1)
        assert told == []
        tell, keep = button(asked, "care.tell"), button(asked, "care.keep")
        assert tell.property("role") == keep.property("role")
        assert tell.height() == keep.height()
        press(asked, name)
        assert told == [is_told]
        press(asked, "care.stop")


def test_requirement_18_zero_or_nothing_at_item_nine_is_only_the_end(room: Room) -> None:
    asked = asking(room, "phq_9", IN_SESSION)
    to_item_nine(asked)
    QTest.keyClick(asked, Qt.Key.Key_0)
    assert "12356" not in words(asked)
    press(asked, "measure.next")
    assert "Nothing was left open" in words(asked)
    assert marks(room) == []


def test_after_help_one_can_go_on_or_stop_and_both_are_one_press(room: Room) -> None:
    asked = asking(room, "phq_9", IN_SESSION)
    to_item_nine(asked)
    QTest.keyClick(asked, Qt.Key.Key_1)
    press(asked, "care.go_on")
    press(asked, "measure.keep")
    assert kept(room)[0].answers[8] == 1
    again = asking(room, "phq_9", IN_SESSION)
    to_item_nine(again)
    QTest.keyClick(again, Qt.Key.Key_1)
    press(again, "care.stop")
    assert not again.isVisible()
    assert len(kept(room)) == 1


@pytest.mark.parametrize("answer", ["yes", "no", "rather_not"])
def test_the_direct_question_is_plain_and_its_answer_is_kept_nowhere(
    room: Room, answer: str
) -> None:
    asked = asking(room, "phq_9", IN_SESSION)
    to_item_nine(asked)
    QTest.keyClick(asked, Qt.Key.Key_1)
    assert "Are you thinking about hurting yourself?" in words(asked)
    before = dict(room.context.document.entities)
    sizes = {button(asked, f"care.{name}").height() for name in ("yes", "no", "rather_not")}
    assert len(sizes) == 1
    press(asked, f"care.{answer}")
    assert room.context.document.entities == before
    assert "12356" in words(asked)


def test_a_chinese_reader_is_not_asked_in_english(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.model import words as language

    monkeypatch.setattr(language._Catalogue, "language", "zh_CN")
    asked = Questionnaire(room.context, room.window, ALL, IN_SESSION)
    names = {one.name for one in asked._measures}
    assert "phq_9" not in names
    assert "ssq" in names


@pytest.mark.parametrize("kind", ["pleasure", "arousal"])
def test_the_faces_at_the_two_ends_differ(room: Room, kind: str) -> None:
    pictures = []
    for is_high in (False, True):
        face = Face(room.context.theme, kind, is_high=is_high)
        pictures.append(face.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
        face.deleteLater()
    assert pictures[0] != pictures[1]


# -- the help page in one's own words --


def own_help(room: Room) -> OwnHelp:
    own = OwnHelp(room.context.document, room.context.now)
    room.window.take_own_help(own)
    return own


def field(room: Room, number: int) -> QPlainTextEdit:
    found = room.find(f"help.own_page.{number}", QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


def write(room: Room, *texts: str) -> None:
    press_in(room, "help.own_page.write")
    for number, text in enumerate(texts):
        field(room, number).setPlainText(text)
    press_in(room, "help.own_page.keep")


def press_in(room: Room, name: str) -> None:
    QTest.mouseClick(room.find(name), Qt.MouseButton.LeftButton)


def test_one_s_own_help_page_stands_inside_help_and_is_kept(room: Room) -> None:
    own = own_help(room)
    room.window.show_help()
    write(room, "the sea", "Mira 555 0100", "the bench by the mill")
    assert own.page is not None
    assert (own.page.uid, own.page.what_helps) == (UID, "the sea")
    said = words(room.find("help"))
    assert "Mira 555 0100" in said
    assert "What helps me" in said
    found = room.context.library.submit(lambda library: library.help_page()).result(20)
    assert found == own.page


def test_what_was_not_written_on_the_help_page_takes_no_room(room: Room) -> None:
    own_help(room)
    room.window.show_help()
    write(room, "the sea", "", "")
    said = words(room.find("help"))
    assert "the sea" in said
    assert "Who I can call" not in said


def test_when_the_library_locks_the_help_page_is_forgotten(room: Room) -> None:
    own_help(room)
    room.window.show_help()
    write(room, "the sea", "Mira", "")
    room.window.take_own_help(None)
    everything = [one.text() for one in room.find("help").findChildren(QLabel)]
    assert not [text for text in everything if "Mira" in text or "the sea" in text]
    assert not room.find("help.own_page").isVisible()


def test_leaving_the_help_page_as_it_was_changes_nothing(room: Room) -> None:
    own = own_help(room)
    own.write("the sea", "", "")
    room.window.show_help()
    press_in(room, "help.own_page.write")
    field(room, 0).setPlainText("something else")
    press_in(room, "help.own_page.leave")
    assert own.page is not None
    assert own.page.what_helps == "the sea"


def test_the_help_page_prints_black_on_white_with_what_was_written(room: Room) -> None:
    own = own_help(room)
    own.load(HelpPage(UID, room.context.now(), "the sea", "Mira 555 0100", ""))
    room.window.show_help()
    printed = room.window._help_panel().own_page.printable()
    text = printed.toPlainText()
    assert "What helps me\nthe sea" in text
    assert "Mira 555 0100" in text
    assert "Where I can go" not in text
