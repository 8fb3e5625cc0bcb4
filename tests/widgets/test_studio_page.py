"""The Studio around the canvas: shelf, colours, layers, steps, done, and getting about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSlider,
    QWidget,
)
from studio_parts import Pen, opened, pixel, studio_context

from app.commands.row import CommandTable
from app.model.entities import BlendMode
from widgets.shortcuts import bind
from widgets.studio.kit import PALETTE, Implement
from widgets.studio.popups import ColourDialog, PopupPalette
from widgets.studio.thumbs import png
from widgets.studio.warming import sample

pytestmark = pytest.mark.qt

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QSlider)


@pytest.fixture
def studio(qtbot, tmp_path: Path):
    with studio_context(tmp_path) as context:
        page = opened(context, qtbot)
        yield page
        page.flush()
        page.close()


def layers_of(page):
    return list(page.easel.layers)


def draw(page, dx: float = 0.0) -> None:
    x, y = page.canvas.width() / 2 + dx, page.canvas.height() / 2
    Pen().draw(page.canvas, (x - 60, y), (x + 60, y))


def nameless(root: QWidget) -> list[str]:
    """Return the controls that a screen reader could not name."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not isinstance(widget, CONTROLS) or widget.objectName().startswith("qt_"):
            continue
        inner = widget.parent()
        if isinstance(inner, QComboBox):
            continue
        name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not name.strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_every_control_has_a_name_for_a_screen_reader(studio, qtbot):
    draw(studio)
    studio.history.fold.click()
    studio.ask_done()
    dialog = ColourDialog(studio, studio._context.theme, studio.kit)
    palette = PopupPalette(studio, studio._context.theme, studio.kit)
    for root in (studio, studio.side(), dialog, palette):
        assert nameless(root) == []
    dialog.close()
    palette.close()


def test_every_button_says_what_it_does_in_a_tooltip_and_can_be_reached_by_keys(studio):
    for button in [*studio.findChildren(QAbstractButton)]:
        if button.objectName().startswith("qt_") or isinstance(button.parent(), QComboBox):
            continue
        assert button.toolTip() or button.text(), button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button.accessibleName()


def test_the_shelf_goes_from_firm_to_flowing_and_each_brush_shows_a_stroke_it_drew(studio, qtbot):
    rows = list(studio.shelf.rows.values())
    assert [row.brush.feel for row in rows] == sorted(row.brush.feel for row in rows)
    qtbot.waitUntil(lambda: all(row._coverage is not None for row in rows), timeout=60000)
    for row in rows:
        assert np.array_equal(row._coverage, sample(row.brush))
        assert row._coverage.max() > 60
    image = rows[1].grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ink = studio._context.theme.colour("ink").lightness()
    dark = [
        QColor(image.pixel(x, y)).lightness()
        for x in range(8, 90)
        for y in range(4, image.height() - 4)
    ]
    assert min(dark) < ink + 60


def test_choosing_a_brush_a_colour_and_a_size_is_what_the_next_stroke_is_drawn_with(studio):
    marker = next(row for row in studio.shelf.rows.values() if row.brush.name == "marker")
    QTest.mouseClick(marker, Qt.MouseButton.LeftButton)
    swatch = studio.findChild(QWidget, "studio.colour.4")
    QTest.mouseClick(swatch, Qt.MouseButton.LeftButton)
    size = studio.findChild(QSlider, "studio.size")
    size.setFocus()
    QTest.keyClick(size, Qt.Key.Key_End)
    draw(studio)
    stroke = next(
        each for each in studio.easel.document.entities.values() if hasattr(each, "brush_uid")
    )
    assert stroke.brush_uid == marker.brush.uid
    assert stroke.colour == PALETTE[4][1]
    assert stroke.size_px == pytest.approx(200)
    assert studio.kit.recent[0] == PALETTE[4][1]


def test_the_wheel_and_the_colour_code_choose_any_colour(studio):
    dialog = ColourDialog(studio, studio._context.theme, studio.kit)
    dialog.show()
    dialog.code.clear()
    QTest.keyClicks(dialog.code, "#12ab9f")
    assert studio.kit.colour == (0x12, 0xAB, 0x9F)
    dialog.wheel.setFocus()
    side = dialog.wheel.width()
    QTest.mouseClick(dialog.wheel, Qt.MouseButton.LeftButton, pos=QPoint(side - 8, side // 2))
    hue = QColor(*studio.kit.colour).hueF()
    assert hue < 0.02 or hue > 0.98
    QTest.keyClick(dialog.wheel, Qt.Key.Key_PageUp)
    assert QColor(*studio.kit.colour).hueF() == pytest.approx(1 / 72, abs=0.02)
    dialog.close()


def test_the_right_button_opens_the_palette_under_the_pointer(studio, qtbot):
    QTest.mouseClick(studio.canvas, Qt.MouseButton.RightButton, pos=QPoint(200, 200))
    palette = studio.findChild(PopupPalette)
    assert palette is not None
    assert palette.isVisible()
    chip = next(each for each in palette.findChildren(QAbstractButton) if each.text() == "Chalk")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert studio.kit.brush.name == "chalk"
    assert not studio.easel.steps


def test_the_pen_button_opens_the_palette_too(studio):
    Pen().send(studio.canvas, "press", 200, 200, button=Qt.MouseButton.RightButton)
    assert studio.findChild(PopupPalette).isVisible()
    studio.findChild(PopupPalette).close()


def test_layers_are_added_painted_on_hidden_moved_and_removed_and_undo_brings_each_back(
    studio, qtbot
):
    draw(studio)
    first = studio.easel.layer_uid
    studio.layers.add.click()
    assert len(layers_of(studio)) == 2
    assert studio.easel.layer_uid != first
    draw(studio, dx=30)
    with_both = studio.easel.buffer.pixels.copy()
    studio.layers.rows[0].eye.click()
    qtbot.waitUntil(lambda: not studio.easel._bands.is_busy)
    assert not np.array_equal(studio.easel.buffer.pixels, with_both)
    studio.easel.undo()
    studio.layers.down.click()
    assert [each.uid for each in layers_of(studio)][-1] == first
    studio.easel.undo()
    studio.layers.remove.click()
    assert [each.uid for each in layers_of(studio)] == [first]
    studio.easel.undo()
    qtbot.waitUntil(lambda: not studio.easel._bands.is_busy)
    assert np.array_equal(studio.easel.buffer.pixels, with_both)


def test_the_only_layer_cannot_be_taken_away(studio):
    assert not studio.layers.remove.isEnabled()


def test_opacity_and_mixing_change_what_is_seen_and_a_drag_is_one_step(studio, qtbot):
    draw(studio)
    x, y = studio.canvas.width() / 2, studio.canvas.height() / 2
    before, steps = pixel(studio, x, y), len(studio.easel.steps)
    slider = studio.layers.opacity.slider
    slider.setSliderDown(True)
    for position in (150, 100, 50, 0):
        slider.setSliderPosition(position)
        slider.actionTriggered.emit(7)
    slider.setSliderDown(False)
    qtbot.waitUntil(lambda: not studio.easel._bands.is_busy)
    assert pixel(studio, x, y) == (255, 255, 255)
    assert len(studio.easel.steps) == steps + 1
    studio.easel.undo()
    qtbot.waitUntil(lambda: not studio.easel._bands.is_busy)
    assert pixel(studio, x, y) == before
    studio.layers.mode.activated.emit(1)
    assert layers_of(studio)[0].mode is BlendMode.MULTIPLY


def test_a_layer_can_be_given_another_name(studio):
    name = studio.layers.rows[0].name
    QTest.mouseDClick(name, Qt.MouseButton.LeftButton)
    QTest.keyClicks(name, "Water")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert layers_of(studio)[0].name == "Water"
    assert studio.layers.rows[0].name.text() == "Water"


def test_the_steps_lead_back_to_any_of_them(studio, qtbot):
    for dx in (-60, 0, 60):
        draw(studio, dx)
    studio.history.fold.click()
    shown = studio.history.list
    assert shown.count() == 4
    shown.itemClicked.emit(shown.item(2))
    qtbot.waitUntil(lambda: len(studio.easel.steps) == 1)
    assert shown.count() == 2


def test_simple_shows_brush_eraser_undo_colour_and_done_and_is_remembered(studio):
    studio.top_bar.mode.click()
    visible = {
        each.objectName()
        for each in studio.findChildren(QAbstractButton)
        if each.isVisible() and each.objectName().startswith("studio.")
    }
    assert visible == {
        "studio.undo", "studio.mode", "studio.done", "studio.tool.brush",
        "studio.tool.eraser", "studio.colour",
    }  # fmt: skip
    assert not studio._context.settings.current.is_studio_full
    studio.top_bar.mode.click()
    assert studio.shelf.isVisible()


def test_done_asks_for_a_title_and_words_and_both_can_be_skipped(studio, qtbot):
    draw(studio)
    with qtbot.waitSignal(studio.finished) as done:
        studio.top_bar.done.click()
        studio._sheet.skip.click()
    work = studio.easel.work
    assert done.args == [work.uid]
    assert (work.title, work.words, work.is_finished) == ("", "", True)
    studio.top_bar.done.click()
    QTest.keyClicks(studio._sheet.title, "The other shore")
    QTest.keyClicks(studio._sheet.words, "quiet")
    studio._sheet.keep.click()
    work = studio.easel.work
    assert (work.title, work.words) == ("The other shore", "quiet")
    assert studio.top_bar.title.text() == "The other shore"


def test_esc_closes_the_question_and_nothing_is_lost(studio):
    draw(studio)
    studio.top_bar.done.click()
    QTest.keyClick(studio._sheet.title, Qt.Key.Key_Escape)
    assert not studio._sheet.isVisible()
    assert not studio.easel.work.is_finished
    assert len(studio.easel.steps) == 1


def test_a_finished_picture_has_a_small_one_in_the_library(studio, qtbot):
    draw(studio)
    studio.flush()
    uid = studio.easel.work.uid
    kept = studio._context.library.submit(lambda library: library.thumbnail(uid)).result(20)
    image = QImage.fromData(kept)
    assert max(image.width(), image.height()) == 512
    assert image.pixelColor(image.width() // 2, image.height() // 2) != QColor("white")


def test_letters_choose_tools_but_not_while_one_writes(studio, qtbot):
    table = CommandTable()
    table.add(studio.rows())
    shortcuts = bind(studio, table)
    studio.activateWindow()
    studio.canvas.setFocus()
    qtbot.waitUntil(studio.isActiveWindow)
    QTest.keyClick(studio.canvas, Qt.Key.Key_E)
    assert studio.kit.implement is Implement.ERASER
    QTest.keyClick(studio.canvas, Qt.Key.Key_B)
    assert studio.kit.implement is Implement.BRUSH
    draw(studio)
    studio.top_bar.done.click()
    studio._sheet.title.clear()
    studio._sheet.title.setFocus()
    QTest.keyClicks(studio._sheet.title, "be hi 01[]")
    assert studio._sheet.title.text() == "be hi 01[]"
    assert studio.kit.implement is Implement.BRUSH
    studio._sheet.leave()
    studio.canvas.setFocus()
    QTest.keyClick(studio.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not studio.easel.steps
    radius = studio.kit.radius_px
    QTest.keyClick(studio.canvas, Qt.Key.Key_BracketRight)
    assert studio.kit.radius_px > radius
    for shortcut in shortcuts:
        shortcut.deleteLater()


def test_the_commands_zoom_turn_and_fit(studio):
    rows = {row.id: row for row in studio.rows()}
    studio.canvas.fit()
    fitted = studio.canvas.view
    rows["studio.zoom_in"].run()
    assert studio.canvas.view.zoom > fitted.zoom
    rows["studio.actual"].run()
    assert studio.canvas.view.is_exact
    rows["studio.turn_right"].run()
    assert studio.canvas.view.angle_deg == pytest.approx(15)
    rows["studio.fit"].run()
    assert studio.canvas.view == fitted
    studio.hide()
    assert not rows["studio.undo"].is_enabled()


def test_a_picture_is_saved_as_png_with_every_pixel(studio, qtbot, tmp_path):
    draw(studio)
    path = tmp_path / "mine.png"
    studio.keeping.save(path, studio.tell)
    qtbot.waitUntil(lambda: "mine.png" in studio.word.words.text(), timeout=20000)
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(2048, 2048, 4)
    assert np.array_equal(raw[..., :3], studio.easel.buffer.pixels[..., :3])


def test_a_picture_that_cannot_be_saved_is_said_to_be_safe(studio, qtbot, tmp_path):
    draw(studio)
    studio.keeping.save(tmp_path / "nowhere" / "mine.png", studio.tell)
    qtbot.waitUntil(lambda: bool(studio.word.words.text()), timeout=20000)
    assert "library" in studio.word.words.text()
    assert studio.word.isVisible()


def test_an_unreadable_work_leaves_the_one_on_the_easel(studio, qtbot):
    uid = studio.easel.work.uid
    studio.open_work("0" * 32)
    qtbot.waitUntil(lambda: bool(studio.word.words.text()), timeout=20000)
    assert studio.easel.work.uid == uid
    assert not studio.progress.isVisible()


def test_a_small_picture_is_made_of_a_large_one():
    pixels = np.full((700, 1400, 4), 255, np.uint8)
    image = QImage.fromData(png(pixels))
    assert (image.width(), image.height()) == (512, 256)


def test_the_studio_comes_back_to_the_picture_that_was_left_unfinished(qtbot, tmp_path):
    with studio_context(tmp_path) as context:
        page = opened(context, qtbot)
        draw(page)
        uid = page.easel.work.uid
        page.flush()
        context.library.submit(lambda library: library.work_summaries()).result(20)
        page.easel.document.unload(uid)
        again = opened(context, qtbot)
        assert again.easel.work.uid == uid
        for each in (page, again):
            each.flush()
            each.close()
