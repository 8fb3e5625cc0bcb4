"""The look: readable in every theme, one table of tokens, fonts that cover both languages."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files

import jsonschema
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QRawFont
from PySide6.QtWidgets import QApplication

from widgets import fonts, icons
from widgets.style import _RULES, SHAPE_PAIRS, TEXT_PAIRS
from widgets.theme import NAMES, Theme, tokens

pytestmark = pytest.mark.qt


def luminance(colour: str) -> float:
    """Return relative luminance as WCAG 2.2 defines it."""
    parts = [channel / 255 for channel in QColor(colour).getRgb()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_every_text_can_be_read_on_its_ground(name: str, pair: tuple[str, str]) -> None:
    colours = tokens(name).colours
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", SHAPE_PAIRS)
def test_every_outline_and_icon_can_be_seen_on_its_ground(name: str, pair: tuple[str, str]) -> None:
    colours = tokens(name).colours
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3.0


def test_high_contrast_is_high() -> None:
    colours = tokens("high_contrast").colours
    assert all(contrast(colours[ink], colours[ground]) >= 7 for ink, ground in TEXT_PAIRS)


def test_the_style_sheet_puts_no_words_on_a_ground_nobody_computed() -> None:
    known = set(TEXT_PAIRS)
    for rule in re.findall(r"\{([^{}]*)\}", re.sub(r"\$\{\w+\}", "0", _RULES.template)):
        ink = re.search(r"(?<![-\w])color: \$(\w+)", rule)
        ground = re.search(r"(?<![-\w])background: \$(\w+)", rule)
        if ink and ground and ground[1] != "line":
            assert (ink[1], ground[1]) in known, rule


@pytest.mark.parametrize("name", NAMES)
def test_every_theme_file_keeps_to_its_schema(name: str) -> None:
    folder = files("resources") / "themes"
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    jsonschema.validate(tomllib.loads((folder / f"{name}.toml").read_text("utf-8")), schema)


def test_an_icon_changes_its_colour_with_the_theme(qapp: QApplication) -> None:
    theme = Theme("paper")
    icon = theme.icon("mdi6.square", "ink")

    def middle() -> str:
        return icon.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8).name()

    before = middle()
    theme.use("dusk")
    assert before == tokens("paper").colours["ink"].lower()
    assert middle() == tokens("dusk").colours["ink"].lower()
    assert icon.pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage().pixelColor(8, 8).alpha() < 128


def test_text_twice_as_large_is_twice_as_large(qapp: QApplication) -> None:
    theme = Theme("paper")
    before = theme.font("title").pixelSize()
    theme.use(text_scale=2.0)
    assert theme.font("title").pixelSize() == 2 * before
    assert qapp.font().pixelSize() == theme.px(15)
    theme.use("paper", text_scale=1.0)


def test_nothing_moves_when_motion_is_reduced(qapp: QApplication) -> None:
    theme = Theme("paper")
    assert 0 < theme.motion_ms() <= 180
    theme.use(is_motion_reduced=True)
    assert theme.motion_ms() == 0


def test_the_computer_decides_unless_the_person_did(qapp: QApplication) -> None:
    assert Theme("system").name in NAMES
    assert Theme("dusk").name == "dusk"


def test_every_character_of_gb2312_has_a_glyph(qapp: QApplication) -> None:
    hanzi = [
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    ]
    text = "".join(hanzi) + "，。！？：；“”‘’（）《》、…—"
    for weight in (400, 700):
        path = files("resources") / "fonts" / f"noto-sans-sc-subset-{weight}.ttf"
        font = QRawFont(str(path), 16)
        assert sum(map(bool, hanzi)) == 6763
        assert all(font.supportsCharacter(ord(character)) for character in text)


def test_every_font_that_is_shipped_loads_and_has_its_licence(qapp: QApplication) -> None:
    fonts.load_fonts()
    for family in (fonts.WORDS, fonts.HEADINGS, fonts.CHINESE):
        assert family in QFontDatabase.families()
    shipped = {path.name for path in (files("resources") / "fonts").iterdir()}
    assert set(fonts._LATIN + fonts._LATER + fonts._CHINESE) <= shipped
    assert len([name for name in shipped if name.startswith("OFL-")]) == 3
    assert fonts.words(15, weight=QFont.Weight.Bold).families()[-1] == fonts.CHINESE


def test_an_icon_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(KeyError):
        icons.shape("mdi6.no-such-icon")
    box = icons.shape("mdi6.undo").boundingRect()
    assert 0 <= box.left() < box.right() <= 1
    assert abs(box.center().x() - 0.5) < 0.01
