"""The small parts every page is made of; their look comes from the theme, by role."""

from widgets.parts.buttons import (
    CardButton,
    Chip,
    GhostButton,
    LinkButton,
    PlainButton,
    PrimaryButton,
    ToolButton,
)
from widgets.parts.card import Card, Line, Notice, spread
from widgets.parts.choice import Choice
from widgets.parts.flow import FlowLayout
from widgets.parts.how_far import HowFar
from widgets.parts.labels import Body, Heading, Icon, Prompt, Soft, Strong, Tag, Title, Words
from widgets.parts.scroll import PageScroll, scrolled
from widgets.parts.slider import LabelledSlider
from widgets.parts.switch import Switch
from widgets.parts.text_line import TextLine
from widgets.parts.thumbnail import Thumbnail

__all__ = [
    "Body",
    "Card",
    "CardButton",
    "Chip",
    "Choice",
    "FlowLayout",
    "GhostButton",
    "Heading",
    "HowFar",
    "Icon",
    "LabelledSlider",
    "Line",
    "LinkButton",
    "Notice",
    "PageScroll",
    "PlainButton",
    "PrimaryButton",
    "Prompt",
    "Soft",
    "Strong",
    "Switch",
    "Tag",
    "TextLine",
    "Thumbnail",
    "Title",
    "ToolButton",
    "Words",
    "scrolled",
    "spread",
]
