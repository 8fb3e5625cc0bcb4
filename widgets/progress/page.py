"""Progress: own words first, then what can be shown over time. No streaks, no scores."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from types import ModuleType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.commands.row import Command
from app.model.care import Administration
from app.model.changes import Changes
from app.model.entities import CheckIn, Entry, Suggestion, Work, WorkKind
from app.model.measure import Measure, MeasureKind
from app.model.words import Sentence, tr
from app.services.facts import Colours, Measurer
from app.services.garbage import put_off
from app.storage.summaries import WorkSummary
from widgets.context import Context
from widgets.later import listen, when_done
from widgets.parts import Body, Chip, PageScroll, Title
from widgets.progress.own_words import OwnWords
from widgets.progress.records import Records, Time, records_of, tried
from widgets.progress.section import Section
from widgets.progress.told import (
    check_ins_told,
    colours_told,
    continuum_told,
    measure_told,
    media_told,
)

ALL = 0
SPANS = (
    (7, "week", Sentence("A week"), Sentence("Progress over a week")),
    (30, "month", Sentence("A month"), Sentence("Progress over a month")),
    (90, "quarter", Sentence("Three months"), Sentence("Progress over three months")),
    (ALL, "all", Sentence("All"), Sentence("Progress over all the time there is")),
)
MOST_SWATCHES = 48
_SOON_MS = 400


class ProgressPage(QWidget):
    """The page "progress" of the frame."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("progress")
        self.setProperty("role", "ground")
        self._context = context
        self._records = Records()
        self._days = 30
        self._measurer = Measurer(context.library)
        self.destroyed.connect(self._measurer.close)
        self._colours: dict[tuple[str, object], Colours] = {}
        self._measures: tuple[Measure, ...] | None = None
        self._plots: ModuleType | None = None
        self._is_asked = False
        self.own = OwnWords()
        self.empty = Body(
            tr(
                "Nothing stands here yet, and nothing has to. What you check in, make or write "
                "will show here over time, for you to look at when you like."
            )
        )
        self._group = QButtonGroup(self)
        self.check_ins, self.media, self.colours, self.continuum = self._make_sections()
        self.measures: dict[str, Section] = {}
        # after the save that is on its way: the library answers in order
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        # charts are made one a turn: each takes longer than a frame
        self._next = QTimer(self, interval=1, singleShot=True)
        self._next.timeout.connect(self._make_a_plot)
        self._lay_out()
        listen(self, context.document.committed, self._follow)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every chart there is, from the top."""
        return (
            self.check_ins,
            self.media,
            self.colours,
            self.continuum,
            *self.measures.values(),
        )

    def refresh(self) -> None:
        """Ask the library for what is shown; called each time the page is shown."""
        when_done(self, self._context.library.submit(records_of), self._take)

    def rows(self) -> list[Command]:
        """Return the page's commands."""

        def is_shown() -> bool:
            return self.isVisible()

        return [
            Command(
                f"progress.{name}",
                title,
                partial(self.show_days, days),
                (),
                is_shown,
                "mdi6.chart-line",
            )
            for days, name, _, title in SPANS
        ]

    def show_days(self, days: int) -> None:
        """Show the last days, or all there is."""
        self._days = days
        self._group.button(days).setChecked(True)
        self._measurer.stop()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no colours that nobody looks at."""
        super().hideEvent(event)
        self._measurer.stop()

    @property
    def _time(self) -> Time:
        return Time(self._context.now(), self._days or None, self._records.first_at)

    def _take(self, records: Records) -> None:
        self._records = records
        self._show()
        if records.administrations and self._measures is None:
            # reading the measures takes longer than a frame
            when_done(self, self._measurer.on_worker(_wellness), self._take_measures)
        if not records.is_empty and not self._is_asked:
            self._is_asked = True
            future = self._measurer.on_worker(_plots)
            when_done(self, future, self._take_plots)

    def _follow(self, changes: Changes) -> None:
        after = [change.after for change in changes.entities]
        new = {found.uid: found for found in after if isinstance(found, CheckIn)}
        if new:
            kept = [c for c in self._records.check_ins if c.uid not in new]
            r = self._records
            self._records = Records(
                (*kept, *new.values()), r.works, r.entries, r.suggestions, r.administrations
            )
            self._show()
        kinds = Work | Entry | Suggestion | Administration
        if self.isVisible() and any(isinstance(found, kinds) for found in after):
            self._soon.start()

    def _show(self) -> None:
        records, time = self._records, self._time
        is_empty = records.is_empty
        self.empty.setVisible(is_empty)
        self._spans.setVisible(not is_empty)
        self.own.show_lines(records.check_ins, time.now)
        self.own.setVisible(not is_empty)
        attempts = tried(records, self._context.prompts)
        self.check_ins.show_told(check_ins_told(records, time))
        self.check_ins.setVisible(bool(records.check_ins))
        self.media.show_told(media_told(records, time))
        self.media.setVisible(bool(records.works or records.entries))
        self.continuum.show_told(continuum_told(attempts, time))
        self.continuum.setVisible(bool(attempts))
        self._show_colours()
        self._show_measures()
        self._next.start()

    def _paintings(self) -> list[WorkSummary]:
        time = self._time
        shown = [
            work
            for work in self._records.works
            if work.kind is WorkKind.PAINTING and time.holds(work.created_at)
        ]
        return sorted(shown, key=lambda work: work.created_at)[-MOST_SWATCHES:]

    def _show_colours(self) -> None:
        works = self._paintings()
        kinds = [work.kind for work in self._records.works]
        self.colours.setVisible(WorkKind.PAINTING in kinds)
        self._tell_colours(works)
        missing = [work for work in works if (work.uid, work.changed_at) not in self._colours]
        if missing and self.isVisible():
            # what was asked before is asked again in this
            self._measurer.stop()
            future = self._measurer.colours([work.uid for work in missing])
            when_done(self, future, lambda found: self._take_colours(missing, found))

    def _tell_colours(self, works: list[WorkSummary]) -> None:
        known = {w.uid: self._colours.get((w.uid, w.changed_at), ()) for w in works}
        self.colours.show_told(colours_told(works, known, self._time))

    def _take_colours(self, works: list[WorkSummary], found: dict[str, Colours]) -> None:
        for work in works:
            self._colours[work.uid, work.changed_at] = found.get(work.uid, ())
        self._tell_colours(self._paintings())
        self._next.start()

    def _take_measures(self, measures: tuple[Measure, ...]) -> None:
        self._measures = measures
        self._show_measures()
        self._next.start()

    def _show_measures(self) -> None:
        given = self._records.administrations
        for measure in self._measures or ():
            answered = [one for one in given if one.measure_uid == measure.uid]
            fitting = [one for one in answered if len(one.answers) == len(measure.items)]
            if not fitting:
                continue
            if measure.uid not in self.measures:
                hint = tr("As you answered it; no number here is better than another.")
                section = Section(
                    self._context.theme, measure.name, str(measure.title), hint=hint, height=180
                )
                self.measures[measure.uid] = section
                self._below.addWidget(section)
            self.measures[measure.uid].show_told(measure_told(measure, fitting, self._time))

    def _take_plots(self, module: ModuleType) -> None:
        self._plots = module
        self._next.start()

    def _make_a_plot(self) -> None:
        if self._plots is None:
            return
        waiting = [s for s in self.sections if s.plot is None and s.is_wanted]
        if waiting:
            waiting[0].take_plot(self._plots.Plot(self._context.theme))
            self._next.start()

    def _make_sections(self) -> tuple[Section, Section, Section, Section]:
        theme = self._context.theme
        return (
            Section(theme, "check_ins", tr("Check-ins over time")),
            Section(theme, "media", tr("What you made, and with what"), height=190),
            Section(
                theme,
                "colours",
                tr("Colours over time"),
                hint=tr(
                    "One column for each painting, oldest first. The white of the paper is left "
                    "out."
                ),
                height=200,
            ),
            Section(theme, "continuum", tr("What the prompts you tried were about"), height=270),
        )

    def _lay_out(self) -> None:
        scroll = PageScroll(width=860, margin=48, spacing=20)
        scroll.body.addWidget(Title(tr("Progress")))
        scroll.body.addWidget(self.empty)
        scroll.body.addWidget(self.own)
        self._spans = self._span_chips()
        scroll.body.addWidget(self._spans)
        for section in self.sections:
            scroll.body.addWidget(section)
            section.hide()
        self._below = QVBoxLayout()
        self._below.setSpacing(20)
        scroll.body.addLayout(self._below)
        scroll.body.addStretch()
        for part in (self.empty, self.own, self._spans):
            part.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _span_chips(self) -> QWidget:
        chips = QWidget()
        row = QHBoxLayout(chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for days, name, title, _ in SPANS:
            chip = Chip(str(title), partial(self.show_days, days))
            chip.setCheckable(True)
            chip.setChecked(days == self._days)
            chip.setObjectName(f"progress.span.{name}")
            self._group.addButton(chip, days)
            row.addWidget(chip)
        row.addStretch()
        return chips


def _plots() -> ModuleType:
    with put_off():
        return import_module("widgets.progress.plot")


def _wellness() -> tuple[Measure, ...]:
    from app.catalogue.measures import measures

    return tuple(measure for measure in measures() if measure.kind is MeasureKind.WELLNESS)
