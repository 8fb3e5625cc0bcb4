"""The charts of Progress: what each shows, the same in words, and as a table. No judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from app.guidance.measures import score_of
from app.model.care import Administration
from app.model.entities import CheckIn, WorkKind
from app.model.measure import Measure, Score, Showing
from app.model.oklab import ColourShare
from app.model.prompt import Place
from app.model.words import Sentence, tr, trn
from app.storage.summaries import WorkSummary
from widgets.colour_words import colour_words
from widgets.dates import clock, locale
from widgets.journal.dates import short_day
from widgets.journal.days import day_of
from widgets.progress.axis import day_on_axis
from widgets.progress.drawn import Drawn, Series, Swatch, Told
from widgets.progress.records import Records, Time, Tried
from widgets.progress.twin import rows_of, twin

NOTHING: Final = Sentence("Nothing of this kind in this time.")
ALL_DAY_COLOURS: Final = 3
# the top of the continuum stands at the top: creative runs across all of it
LEVELS: Final = (
    Place.KINESTHETIC,
    Place.SENSORY,
    Place.PERCEPTUAL,
    Place.AFFECTIVE,
    Place.COGNITIVE,
    Place.SYMBOLIC,
    Place.CREATIVE,
)
WAYS: Final = {
    Place.KINESTHETIC: Sentence("moving and making marks"),
    Place.SENSORY: Sentence("using touch and the senses"),
    Place.PERCEPTUAL: Sentence("looking closely at shapes"),
    Place.AFFECTIVE: Sentence("working with feelings"),
    Place.COGNITIVE: Sentence("putting things in order"),
    Place.SYMBOLIC: Sentence("painting what stands for something"),
    Place.CREATIVE: Sentence("making freely"),
}
PAGES: Final = Sentence("Journal")
MEDIA: Final = {
    WorkKind.PAINTING: Sentence("Painting"),
    WorkKind.SPACE: Sentence("In space"),
    WorkKind.CLAY: Sentence("Clay"),
}
_ROUND, _POINTED = "o", "t"


def when(at: datetime, time: Time) -> str:
    """Return a moment as the tables write it: "Today, 14:02"."""
    there = at.astimezone(time.now.tzinfo)
    return f"{short_day(day_of(there), day_of(time.now))}, {clock(there)}"


def check_ins_told(records: Records, time: Time) -> Told:
    """Return the check-ins: two kinds of dots between low and high."""
    shown = sorted((c for c in records.check_ins if time.holds(c.at)), key=lambda c: c.at)
    series = (
        Series(tr("Unpleasant to pleasant"), "accent", _ROUND, _said(shown, "valence")),
        Series(tr("Calm to activated"), "warm", _POINTED, _said(shown, "arousal")),
    )
    marks = ((-1.0, tr("low")), (0.0, ""), (1.0, tr("high")))
    rows = tuple(
        (when(row.at, time), row.pleasant, row.activated, row.line) for row in rows_of(shown)
    )
    headers = (
        tr("When"),
        tr("Unpleasant to pleasant"),
        tr("Calm to activated"),
        tr("Your words"),
    )
    return Told(Drawn(time.span, -1, 1, marks, series), twin(shown), headers, rows)


def _said(shown: Iterable[CheckIn], axis: str) -> tuple[tuple[float, float], ...]:
    said = ((c.at.timestamp(), getattr(c, axis)) for c in shown)
    return tuple((at, value) for at, value in said if value is not None)


def media_told(records: Records, time: Time) -> Told:
    """Return what was made and with what, a lane for each medium; one dot a page."""
    made = [(w.created_at, str(MEDIA[w.kind]), w.title) for w in records.works]
    # the page itself stays in the journal; only that there is one is told
    made += [(e.written_at, str(PAGES), "") for e in records.entries]
    made = sorted((m for m in made if time.holds(m[0])), key=lambda m: m[0])
    lanes = [str(name) for name in (PAGES, *reversed(MEDIA.values()))]
    rows = tuple((when(at, time), medium, title) for at, medium, title in reversed(made))
    drawn = _in_lanes(time, lanes, [(at, medium) for at, medium, _ in made])
    headers = (tr("When"), tr("Made with"), tr("Title"))
    if not made:
        return Told(drawn, str(NOTHING), headers, ())
    days = len({at.astimezone(time.now.tzinfo).date() for at, *_ in made})
    words = trn("Something was made on {count} day.", "Something was made on {count} days.", days)
    counts = Counter(medium for _, medium, _ in made)
    listed = _listed(
        tr("{name}: {count}", name=lane, count=counts[lane])
        for lane in reversed(lanes)
        if counts[lane]
    )
    return Told(drawn, f"{words} {listed}", headers, rows)


def continuum_told(tried: Sequence[Tried], time: Time) -> Told:
    """Return where on the continuum the prompts lay that were tried."""
    shown = [one for one in tried if time.holds(one.at)]
    lanes = [_begun(str(WAYS[place])) for place in LEVELS]
    drawn = _in_lanes(time, lanes, [(one.at, _begun(str(WAYS[one.prompt.place]))) for one in shown])
    headers = (tr("When"), tr("Prompt"), tr("About"))
    if not shown:
        return Told(drawn, str(NOTHING), headers, ())
    rows = tuple(
        (when(one.at, time), str(one.prompt.title), _begun(str(WAYS[one.prompt.place])))
        for one in reversed(shown)
    )
    words = trn("{count} prompt was tried.", "{count} prompts were tried.", len(shown))
    counts = Counter(one.prompt.place for one in shown)
    listed = _listed(
        tr("{name}: {count}", name=_begun(str(WAYS[place])), count=counts[place])
        for place in LEVELS
        if counts[place]
    )
    return Told(drawn, f"{words} {listed}", headers, rows)


def colours_told(
    works: Sequence[WorkSummary], colours: Mapping[str, tuple[ColourShare, ...]], time: Time
) -> Told:
    """Return the colours of pictures, oldest first; those not counted yet are left out."""
    known = [work for work in works if colours.get(work.uid)]
    shown = sorted(known, key=lambda work: work.created_at)
    swatches = tuple(
        Swatch(day_on_axis(work.created_at.timestamp()), colours[work.uid]) for work in shown
    )
    marks = ((0.0, ""), (1.0, ""))
    drawn = Drawn(time.span, 0, 1, marks, (), swatches)
    headers = (tr("When"), tr("Picture"), tr("Colours"))
    if not shown:
        return Told(drawn, str(NOTHING), headers, ())
    rows = tuple(
        (when(work.created_at, time), work.title or tr("Untitled"), told(colours[work.uid]))
        for work in reversed(shown)
    )
    words = trn("The colours of {count} painting.", "The colours of {count} paintings.", len(shown))
    newest = shown[-1]
    last = tr("The newest one: {colours}.", colours=told(colours[newest.uid][:ALL_DAY_COLOURS]))
    return Told(drawn, f"{words} {last}", headers, rows)


def told(colours: Iterable[ColourShare]) -> str:
    """Return colours with their shares in words, the largest first; no word is said twice."""
    by_word: dict[str, float] = {}
    for colour in colours:
        word = colour_words(colour.colour)
        by_word[word] = by_word.get(word, 0.0) + colour.share
    return tr(", ").join(
        tr("{name} {share} %", name=word, share=round(100 * share))
        for word, share in sorted(by_word.items(), key=lambda one: -one[1])
    )


def measure_told(measure: Measure, given: Sequence[Administration], time: Time) -> Told:
    """Return the answers to one measure over time, as they were given: no bands, no verdict."""
    shown = sorted((one for one in given if time.holds(one.at)), key=lambda one: one.at)
    looks = (("accent", _ROUND), ("warm", _POINTED))
    scores = measure.scores[: len(looks)]
    series = tuple(
        Series(str(score.title), token, symbol, _scored(score, shown))
        for score, (token, symbol) in zip(scores, looks, strict=False)
    )
    low = min(score.low for score in scores)
    high = max(score.high for score in scores)
    marks = ((low, _end(measure, low)), (high, _end(measure, high)))
    drawn = Drawn(time.span, low, high, marks, series)
    headers = (tr("When"), *(str(score.title) for score in scores))
    rows = tuple(
        (when(one.at, time), *(_said_of(measure, score_of(s, one.answers)) for s in scores))
        for one in reversed(shown)
    )
    if drawn.is_empty:
        return Told(drawn, str(NOTHING), headers, rows)
    words = [trn("Answered {count} time.", "Answered {count} times.", len(shown))]
    words += [_reach(measure, one) for one in series if one.points]
    return Told(drawn, " ".join(words), headers, rows)


def _scored(score: Score, shown: Iterable[Administration]) -> tuple[tuple[float, float], ...]:
    values = ((one.at.timestamp(), score_of(score, one.answers)) for one in shown)
    return tuple((at, value) for at, value in values if value is not None)


def _end(measure: Measure, value: float) -> str:
    """Name an end of the scale in the item's own words where one item is all there is."""
    is_low = value == min(score.low for score in measure.scores)
    if len(measure.items) == 1:
        item = measure.items[0]
        return str(item.low_end if is_low else item.high_end) or _said_of(measure, value)
    if measure.scale.showing is Showing.SLIDER:
        return tr("low") if is_low else tr("high")
    return _said_of(measure, value)


def _reach(measure: Measure, series: Series) -> str:
    values = [value for _, value in series.points]
    low, high, last = (_said_of(measure, v) for v in (min(values), max(values), values[-1]))
    if low == high:
        return tr("{axis}: {last}.", axis=series.name, last=last)
    return tr(
        "{axis}: between {low} and {high}, last {last}.",
        axis=series.name,
        low=low,
        high=high,
        last=last,
    )


def _said_of(measure: Measure, value: float | None) -> str:
    """Return a number; a slider shows none, so there it is the part of the line."""
    if value is None:
        return tr("not said")
    if measure.scale.showing is Showing.SLIDER:
        part = (value - measure.scale.low) / (measure.scale.high - measure.scale.low)
        return tr("{part} % of the line", part=round(100 * part))
    return locale().toString(round(value, 2), "g", 6)


def _in_lanes(time: Time, lanes: Sequence[str], dots: Iterable[tuple[datetime, str]]) -> Drawn:
    points = tuple((at.timestamp(), float(lanes.index(lane))) for at, lane in dots)
    marks = tuple((float(number), lane) for number, lane in enumerate(lanes))
    series = (Series("", "accent", _ROUND, points, is_joined=False),)
    return Drawn(time.span, -0.3, len(lanes) - 0.7, marks, series)


def _listed(parts: Iterable[str]) -> str:
    return tr("{parts}.", parts=tr(", ").join(parts))


def _begun(words: str) -> str:
    """Return words as they stand at the beginning of a line."""
    return words[:1].upper() + words[1:]
