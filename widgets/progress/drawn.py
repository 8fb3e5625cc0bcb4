"""What a chart holds before anything is drawn: plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.oklab import ColourShare

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one kind: seconds since 1970, and where on the upright axis.

    ``token`` is a colour of the theme, ``symbol`` a shape of the chart ("o" a dot, "t" a
    triangle): kinds differ in shape, not in colour alone. ``is_joined`` draws a faint line.
    """

    name: str
    token: str
    symbol: str
    points: tuple[Point, ...]
    is_joined: bool = True


@dataclass(frozen=True, slots=True)
class Swatch:
    """The colours of one picture, as a column of its own."""

    day: str
    colours: tuple[ColourShare, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart: ``span`` are its first and last moment, ``low`` and ``high`` its upright ends.

    ``marks`` name places on the upright axis. Where there are ``swatches`` they stand side by
    side, and the span counts for nothing.
    """

    span: Point
    low: float
    high: float
    marks: tuple[tuple[float, str], ...] = ()
    series: tuple[Series, ...] = ()
    swatches: tuple[Swatch, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.swatches and not any(series.points for series in self.series)


@dataclass(frozen=True, slots=True)
class Told:
    """A chart three times over: drawn, in words, and as a table (newest row first)."""

    drawn: Drawn
    words: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
