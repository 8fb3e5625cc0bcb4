"""The fonts that come with the program: words, headings, and Chinese characters."""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtGui import QFont, QFontDatabase

WORDS = "Atkinson Hyperlegible Next"
HEADINGS = "Literata"
CHINESE = "Noto Sans SC Subset"
CHINESE_HEADINGS = CHINESE

_LATIN = (
    "atkinson-hyperlegible-next-400.ttf",
    "atkinson-hyperlegible-next-600.ttf",
    "literata-500.ttf",
)
_LATER = (
    "atkinson-hyperlegible-next-700.ttf",
    "atkinson-hyperlegible-next-400-italic.ttf",
    "atkinson-hyperlegible-next-700-italic.ttf",
)
_CHINESE = ("noto-sans-sc-subset-400.ttf", "noto-sans-sc-subset-700.ttf")


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        with as_file(files("resources") / "fonts" / name) as path:
            QFontDatabase.addApplicationFont(str(path))


def load_fonts() -> None:
    """Make every font of the program known; once a process, before the first window."""
    if CHINESE not in QFontDatabase.families():
        _load(_LATIN + _LATER + _CHINESE)


def words(px: int, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of running text; characters it lacks come from the computer's own."""
    font = QFont([WORDS, CHINESE])
    font.setPixelSize(px)
    font.setWeight(weight)
    return font


def headings(px: int) -> QFont:
    """Return the font of headings and prompts."""
    font = QFont([HEADINGS, CHINESE_HEADINGS])
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.Medium)
    return font
