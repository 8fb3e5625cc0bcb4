"""Qt's own buttons speak the person's language too."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from widgets.qt_words import QtWords

pytestmark = pytest.mark.qt


def cancel(qtbot) -> str:
    box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    return box.findChild(QDialogButtonBox).buttons()[0].text().replace("&", "")


def test_a_dialogs_cancel_is_chinese_and_english_again(qtbot) -> None:
    words = QtWords()
    assert words.use("zh_CN")
    assert cancel(qtbot) == "取消"
    assert words.use("en")
    assert cancel(qtbot) == "Cancel"


def test_a_language_qt_does_not_have_is_said(qtbot) -> None:
    assert not QtWords().use("tlh")
