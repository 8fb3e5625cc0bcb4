"""A colour in words, as one would tell it on the telephone; no word says what it means."""

from __future__ import annotations

from math import atan2, degrees, hypot

from app.model.oklab import Rgb, oklab
from app.model.words import Sentence, tr

# where one hue's name ends, degrees of OKLab's a and b
_HUES = (
    (12.0, Sentence("pink")),
    (42.0, Sentence("red")),
    (78.0, Sentence("orange")),
    (118.0, Sentence("yellow")),
    (165.0, Sentence("green")),
    (218.0, Sentence("blue-green")),
    (282.0, Sentence("blue")),
    (325.0, Sentence("violet")),
    (361.0, Sentence("pink")),
)
_GREYS = ((0.2, Sentence("black")), (0.93, Sentence("grey")), (1.1, Sentence("white")))
_LEAST_CHROMA, _DARK, _LIGHT, _BROWN, _PALE = 0.03, 0.45, 0.82, 0.6, 0.75


def colour_words(colour: Rgb) -> str:
    """Return a colour's name, "dark blue"."""
    light, a, b = (float(value) for value in oklab([colour])[0])
    if hypot(a, b) < _LEAST_CHROMA:
        return str(next(name for end, name in _GREYS if light < end))
    angle = degrees(atan2(b, a)) % 360
    hue = next(name for end, name in _HUES if angle < end)
    if hue.message == "red" and light > _PALE:
        hue = Sentence("pink")
    if hue.message == "orange" and light < _BROWN:
        hue = Sentence("brown")
    if light < _DARK:
        return tr("dark {colour}", colour=str(hue))
    if light > _LIGHT and hue.message != "yellow":
        return tr("light {colour}", colour=str(hue))
    return str(hue)
