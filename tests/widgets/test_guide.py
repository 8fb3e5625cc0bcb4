"""F1 opens the guide, in the person's language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.catalogue.translations import use_language
from widgets.guide import Guide, guide_text
from widgets.theme import Theme

pytestmark = pytest.mark.qt


@pytest.fixture
def guide(qtbot, qapp) -> Guide:
    window = QWidget()
    window.resize(1200, 800)
    qtbot.addWidget(window)
    theme = Theme("paper")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return Guide(theme, window)


def test_it_is_read_from_the_beginning_and_esc_leads_back(qtbot, guide: Guide) -> None:
    guide.open()
    assert guide.isVisible()
    assert "The guide to Innerscape" in guide.page.toPlainText()
    assert guide.page.verticalScrollBar().value() == 0
    qtbot.keyClick(guide.page, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_it_speaks_chinese(guide: Guide) -> None:
    use_language("zh_CN")
    guide.open()
    assert "使用指南" in guide.page.toPlainText()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_mark_of_its_making_is_shown(language: str) -> None:
    assert "<!--" not in guide_text(language)
