"""The one style sheet: rules by role, colours by token, sizes by the text size in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

# every pair of words and ground that a rule below puts together; a test computes each
TEXT_PAIRS = (
    *((ink, ground) for ink in ("ink", "soft") for ground in ("ground", "surface", "raised")),
    *((ink, "surface") for ink in ("accent", "warm", "calm", "danger")),
    *((ink, "ground") for ink in ("accent", "danger")),
    *((ink, "raised") for ink in ("accent", "danger")),
    ("on_accent", "accent"),
    ("on_warm", "warm"),
    ("on_calm", "calm"),
    ("ink", "accent_wash"),
    ("accent", "accent_wash"),
    ("ink", "warm_wash"),
    ("warm", "warm_wash"),
)
SHAPE_PAIRS = (
    *(("outline", ground) for ground in ("ground", "surface", "raised")),
    *(("accent", ground) for ground in ("ground", "surface", "raised", "accent_wash")),
    *(("calm", ground) for ground in ("ground", "surface", "raised")),
    *(("soft", ground) for ground in ("ground", "surface", "raised")),
)

_RULES = Template("""
QWidget { color: $ink; }
QToolTip { background: $raised; color: $ink; border: 1px solid $outline; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-family: $headings; font-size: ${title}px; font-weight: 500; }
QLabel[role="prompt"] { font-family: $headings; font-size: ${prompt}px; font-weight: 500; }
QLabel[role="heading"] { font-family: $headings; font-size: ${heading}px; font-weight: 500; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="key"] { font-size: ${lead}px; font-weight: 600; }
QLabel[role="soft"] { color: $soft; font-size: ${soft_px}px; }
QLabel[role="lead"] { color: $soft; font-size: ${lead}px; }
QLabel[role="quiet"] { color: $soft; }
QLabel[role="why"] { font-size: ${soft_px}px; font-weight: 600; }
QLabel[role="problem"] { color: $danger; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 12px; }
QFrame[role="notice"] { background: $warm_wash; border: none; border-radius: 8px; }
QFrame[role="notice"] QLabel { color: $ink; }
QFrame[role="banner"] { background: $accent_wash; border: none; border-bottom: 1px solid $line; }
QFrame[role="banner"] QLabel { color: $ink; }
QFrame[role="line"] { background: $line; border: none; }
QWidget[role="ground"] { background: $ground; }
QWidget[role="surface"] { background: $surface; }
QWidget[role="raised"] { background: $raised; }
QWidget[role="railbar"] { background: $surface; border: none; border-right: 1px solid $line; }
QWidget[role="side"] { background: $raised; border: none; border-left: 1px solid $line; }
QWidget[role="left"] { background: $raised; border: none; border-right: 1px solid $line; }
QWidget[role="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QWidget[role="statusbar"] { background: $raised; border: none; border-top: 1px solid $line; }

QPushButton { background: $surface; color: $ink; border: 1px solid $outline; border-radius: 8px;
  padding: 0 ${pad}px; min-height: ${control}px; font-weight: 600; }
QPushButton:hover { background: $accent_wash; }
QPushButton:pressed { background: $accent_wash; border-color: $accent; }
QPushButton:checked { background: $accent_wash; border-color: $accent; color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${pad_focus}px;
  min-height: ${control_focus}px; }
QPushButton:disabled { color: $soft; border-color: $line; background: transparent; }
QPushButton[dense="true"] { font-size: ${small_button}px; padding: 0 ${pad_small}px;
  min-height: ${control_small}px; }
QPushButton[dense="true"]:focus { padding: 0 ${pad_small_focus}px;
  min-height: ${control_small_focus}px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover { border: 2px solid $ink; padding: 0 ${pad_focus}px;
  min-height: ${control_focus}px; }
QPushButton[role="primary"]:focus { border: 3px double $on_accent; padding: 0 ${pad_primary}px;
  min-height: ${control_primary}px; }
QPushButton[role="primary"]:disabled { background: $line; color: $ink; border-color: $line; }
QPushButton[role="calm"] { background: $calm; color: $on_calm; border-color: $calm; }
QPushButton[role="calm"]:focus { border: 3px double $on_calm; padding: 0 ${pad_primary}px;
  min-height: ${control_primary}px; }
QPushButton[role="plain"] { background: transparent; border: 1px solid transparent;
  color: $ink; font-weight: 400; padding: 0 8px; }
QPushButton[role="plain"]:hover { background: $accent_wash; }
QPushButton[role="plain"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  font-weight: 400; font-size: ${soft_px}px; padding: 0 4px; min-height: ${link}px;
  border-radius: 4px; }
QPushButton[role="link"]:hover { color: $ink; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 0 3px; }
QPushButton[role="link"]:disabled { color: $soft; }
QPushButton[role="status"] { background: transparent; border: 1px solid transparent; color: $soft;
  font-weight: 400; font-size: ${small}px; padding: 0 6px; min-height: ${status}px;
  border-radius: 4px; }
QPushButton[role="status"]:hover { color: $ink; background: $accent_wash; }
QPushButton[role="status"]:focus { border: 2px solid $accent; padding: 0 5px; }
QLabel[role="status"] { color: $soft; font-size: ${small}px; }
QPushButton[role="row"] { background: transparent; border: 1px solid transparent;
  text-align: left; font-weight: 400; }
QPushButton[role="row"]:hover, QPushButton[role="row"]:checked { background: $accent_wash; }
QPushButton[role="row"]:focus { border: 2px solid $accent; }
QPushButton[role="cardbutton"] { background: $surface; border: 1px solid $line;
  border-radius: 12px; padding: 0; font-weight: 400; }
QPushButton[role="cardbutton"]:hover { border: 1px solid $outline; background: $surface; }
QPushButton[role="cardbutton"]:focus { border: 2px solid $accent; }
QPushButton[role="picture"] { background: transparent; border: none; padding: 0; }

QPushButton[role="chip"] { background: $raised; color: $soft; border: 1px solid $outline;
  border-radius: ${chip_radius}px; padding: 0 ${chip_pad}px; min-height: ${chip}px;
  font-size: ${soft_px}px; font-weight: 400; }
QPushButton[role="chip"]:hover { color: $ink; }
QPushButton[role="chip"]:checked, QPushButton[role="chip"][tone="accent"] {
  background: $accent_wash; color: $accent; border-color: $accent_wash; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 ${chip_pad_focus}px;
  min-height: ${chip_focus}px; }
QLabel[role="chip"] { background: $raised; color: $soft; border: 1px solid $line;
  border-radius: ${chip_radius}px; padding: 0 ${chip_pad}px; min-height: ${chip}px;
  font-size: ${soft_px}px; }
QLabel[role="chip"][tone="accent"] { background: $accent_wash; color: $accent;
  border-color: $accent_wash; }
QLabel[role="chip"][tone="warm"] { background: $warm_wash; color: $warm;
  border-color: $warm_wash; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 8px;
  color: $ink; padding: 4px; }
QToolButton:hover { background: $accent_wash; }
QToolButton:checked { background: $accent_wash; color: $accent; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $soft; }
QToolButton[role="rail"] { color: $soft; font-size: ${small}px; padding: 6px 0 4px 0;
  border-radius: 12px; }
QToolButton[role="rail"]:checked { color: $accent; font-weight: 600; }
QToolButton[role="rail"]:focus { border: 2px solid $accent; padding: 5px 0 3px 0; }

QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QKeySequenceEdit { background: $surface;
  color: $ink; border: 1px solid $outline; border-radius: 8px; padding: 0 ${field}px;
  selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $soft; }
QLineEdit { min-height: ${control}px; }
QTextEdit, QPlainTextEdit { padding: 8px ${field}px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent;
  padding-left: ${field_focus}px; padding-right: ${field_focus}px; }
QLineEdit:focus { min-height: ${control_focus}px; }
QLineEdit[role="bare"], QTextEdit[role="bare"], QPlainTextEdit[role="bare"] {
  background: transparent; border: none; padding: 0; }

QComboBox { background: $surface; color: $ink; border: 1px solid $outline; border-radius: 8px;
  padding: 0 ${field}px; min-height: ${control}px; }
QComboBox:focus { border: 2px solid $accent; padding: 0 ${field_focus}px;
  min-height: ${control_focus}px; }
QComboBox::drop-down { border: none; width: ${control}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $ink; border: 1px solid $outline;
  selection-background-color: $accent_wash; selection-color: $ink; outline: none; }

QSlider { min-height: ${handle_box}px; background: transparent; }
QSlider::groove:horizontal { height: 6px; border-radius: 3px; background: $outline; }
QSlider::sub-page:horizontal { height: 6px; border-radius: 3px; background: $accent; }
QSlider::handle:horizontal { width: ${handle}px; height: ${handle}px; margin: -${handle_up}px 0;
  border: 2px solid $accent; border-radius: ${handle_radius}px; background: $surface; }
QSlider::handle:horizontal:hover { background: $accent_wash; }
QSlider::handle:horizontal:focus { border: 3px solid $accent; background: $accent_wash; }
QSlider[said="false"]::sub-page:horizontal { background: $outline; }
QSlider[said="false"]::handle:horizontal { border-color: $outline; background: $surface; }
QSlider[said="false"]::handle:horizontal:focus { border: 3px solid $accent; }

QScrollArea { background: transparent; border: none; }
QScrollArea[role="ground"] { background: $ground; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $outline; border-radius: 4px; min-height: 32px;
  min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QListView, QTreeView, QTableView { background: transparent; color: $ink; border: none;
  outline: none; selection-background-color: $accent_wash; selection-color: $ink; }
QHeaderView, QTableCornerButton::section { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $soft; font-size: ${soft_px}px; border: none;
  border-bottom: 1px solid $line; padding: 6px 12px 6px 4px; }
QMenu { background: $surface; color: $ink; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: $accent_wash; color: $ink; }
QMenu::item:disabled { color: $soft; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
""")


def style_sheet(
    colours: Mapping[str, str], sizes: Mapping[str, int], px: Callable[[float], int]
) -> str:
    """Return the style sheet.

    Parameters
    ----------
    colours : Mapping[str, str]
        Token to ``#RRGGBB``.
    sizes : Mapping[str, int]
        Role of a text to its size in pixels.
    px : callable
        Scales a length with the text.
    """
    control, handle, chip = px(38), 22, px(24)
    lengths = {
        **{("soft_px" if role == "soft" else role): size for role, size in sizes.items()},
        "lead": px(17),
        "pad": px(18),
        "pad_focus": px(18) - 1,
        "pad_primary": px(18) - 2,
        "control": control,
        "control_focus": control - 2,
        "control_primary": control - 4,
        "small_button": px(14),
        "pad_small": px(9),
        "pad_small_focus": px(9) - 1,
        "control_small": px(32),
        "control_small_focus": px(32) - 2,
        "link": px(22),
        "status": px(22),
        "field": 14,
        "field_focus": 13,
        "chip": chip,
        "chip_focus": chip - 2,
        "chip_radius": chip // 2 + 1,
        "chip_pad": 11,
        "chip_pad_focus": 10,
        "handle": handle,
        "handle_up": 10,
        "handle_radius": handle // 2 + 2,
        "handle_box": handle + 8,
    }
    names = {"headings": '"Literata", "Noto Sans SC Subset"'}
    return _RULES.substitute(
        colours, **{key: str(value) for key, value in lengths.items()}, **names
    )
