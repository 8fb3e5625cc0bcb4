"""The companion: one prompt with its reason, or help, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, TypeVar
from zlib import crc32

from psygnal import Signal

from app.catalogue.prompts import own_prompt, written
from app.guidance.choose import Situation, Surprise, choose
from app.guidance.learned import Learned, what_is_learned
from app.guidance.rules import listed
from app.guidance.safety import SafetyList, across
from app.model.care import OwnPrompt, Standing
from app.model.changes import Changes, EntityChange
from app.model.document import Document
from app.model.entities import (
    Answer,
    CheckIn,
    Entry,
    Estimate,
    SafetyMark,
    Suggestion,
    Work,
    new_uid,
)
from app.model.prompt import Medium, Prompt
from app.model.words import Sentence
from app.services.consent import INFERENCE, Consents
from app.services.learning import Learning
from app.services.paragraphs import paragraphs

MEDIA_AT_HAND: Final = frozenset({Medium.PAINTING, Medium.SPACE, Medium.WORDS})
STILL_OPEN: Final = timedelta(hours=12)
READING_COUNTS: Final = timedelta(hours=24)

_Kind = Suggestion | CheckIn | SafetyMark | Standing
_Kept = TypeVar("_Kept", Suggestion, CheckIn, SafetyMark, Standing)


class Companion:
    """Offers prompts, keeps the answers, and puts safety before every suggestion.

    It reads every check-in line and journal page as it is committed: where one matches the
    safety list, help is shown and nothing is offered for it. ``changed`` is emitted when what
    the card shows may have changed.

    Parameters
    ----------
    document : Document
        Where suggestions and marks are kept.
    prompts : iterable of Prompt
        All there are.
    safety : SafetyList
        What asks for care.
    now : callable
        The clock; the time carries a zone.
    consents : Consents, optional
        Without it nothing that the model read is ever used.
    learning : Learning, optional
        Without it nothing is learned from answers.
    media_at_hand : frozenset of Medium
        What the person can work with here.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        prompts: Iterable[Prompt],
        safety: SafetyList,
        now: Callable[[], datetime],
        *,
        consents: Consents | None = None,
        learning: Learning | None = None,
        media_at_hand: frozenset[Medium] = MEDIA_AT_HAND,
    ) -> None:
        self._document = document
        self._prompts = {prompt.uid: prompt for prompt in prompts}
        self._safety = safety
        self._now = now
        self._consents = consents
        self._learning = learning
        self._media_at_hand = media_at_hand
        self._kept: dict[str, _Kind] = {}
        self._own: dict[str, Prompt] = {}
        self._found: dict[str, frozenset[str]] = {}
        self._current_uid = self._asked_uid = ""
        self.shows_help = False
        self.words_used = ""
        document.committed.connect(self._follow)

    @property
    def current(self) -> Suggestion | None:
        """The suggestion on the card, or None."""
        found = self._kept.get(self._current_uid)
        return found if isinstance(found, Suggestion) else None

    @property
    def prompt(self) -> Prompt | None:
        """The prompt on the card, or None."""
        current = self.current
        return self.find_prompt(current.prompt_uid) if current else None

    @property
    def asked(self) -> Suggestion | None:
        """What the person may say whether it fitted, now that it is over; or None."""
        found = self._kept.get(self._asked_uid)
        return found if isinstance(found, Suggestion) else None

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """All prompts, the person's own first."""
        return (*self._own.values(), *self._prompts.values())

    def open_prompts(self) -> tuple[Prompt, ...]:
        """Return the prompts a person may choose from: what waits, or is barred, is not there."""
        return listed(self._situation(None), self.prompts)

    @property
    def is_choosing(self) -> bool:
        """Whether something is suggested when asked; else there is a plain list."""
        return self._learning is None or self._learning.is_choosing

    def find_prompt(self, uid: str) -> Prompt | None:
        """Return a prompt, or None where there is none of this uid."""
        return self._own.get(uid) or self._prompts.get(uid)

    def load(
        self,
        suggestions: Iterable[Suggestion],
        check_ins: Iterable[CheckIn],
        marks: Iterable[SafetyMark],
        standings: Iterable[Standing] = (),
        own_prompts: Iterable[OwnPrompt] = (),
    ) -> None:
        """Take in what the library holds, in place of all that was known."""
        found: list[_Kind] = [*suggestions, *check_ins, *marks, *standings]
        self._kept = {item.uid: item for item in found}
        own = {one.uid: one for one in own_prompts}
        self._own = {}
        for one in own.values():
            self._know_own(one)
        self._document.load({**self._kept, **own}, {}, scope="")
        self._found.clear()
        self._asked_uid, self._current_uid = "", self._left_open()
        self.shows_help, self.words_used = False, ""
        self.changed.emit()

    def suggest(self, *, reading: Estimate | None = None) -> Suggestion | None:
        """Offer a prompt; None while help is shown, or where nothing fits.

        Parameters
        ----------
        reading : Estimate, optional
            The paragraph to go by; else the surest of the newest page that is open.
        """
        if self.shows_help or not self.is_choosing:
            return None
        situation = self._situation(reading)
        offer = choose(situation, self.prompts)
        if offer is None:
            self.put_away()
            return None
        suggestion = Suggestion(new_uid(), offer.prompt.uid, situation.now, offer.reason)
        is_read = "reading" in offer.used and situation.reading is not None
        self.words_used = self._paragraph(situation.reading) if is_read else ""
        self._current_uid, self._asked_uid = suggestion.uid, ""
        with self._document.edit("Offer a prompt") as edit:
            edit.put(suggestion)
        return suggestion

    def take(self, prompt_uid: str) -> Suggestion | None:
        """Begin with a prompt the person chose themselves; None while help is shown."""
        if self.shows_help or self.find_prompt(prompt_uid) is None:
            return None
        now, why = self._now(), (Sentence("You chose it yourself."),)
        taken = Suggestion(new_uid(), prompt_uid, now, why, Answer.TRY_IT, now)
        self._current_uid, self._asked_uid, self.words_used = taken.uid, "", ""
        with self._document.edit("Choose a prompt") as edit:
            edit.put(taken)
        return taken

    def answer(self, answer: Answer) -> None:
        """Keep what the person said to the suggestion; all but *try it* clear the card."""
        current = self.current
        if current is None:
            return
        if answer is not Answer.TRY_IT:
            self._current_uid, self.words_used = "", ""
        with self._document.edit("Answer a prompt") as edit:
            edit.put(replace(current, answer=answer, answered_at=self._now()))

    def put_away(self) -> None:
        """Clear the card without an answer; what was tried may be asked about once."""
        current = self.current
        self._current_uid, self.words_used = "", ""
        if current is not None and current.answer is Answer.TRY_IT:
            self._ask_about(current)
        self.changed.emit()

    def say_fit(self, did_fit: bool | None) -> None:
        """Keep whether it fitted; None is that one would rather not say, and keeps nothing."""
        asked, self._asked_uid = self.asked, ""
        if asked is None or did_fit is None:
            self.changed.emit()
            return
        with self._document.edit("Say whether a prompt fitted") as edit:
            edit.put(replace(asked, did_fit=did_fit))

    def learned(self) -> tuple[Learned, ...]:
        """Return every weight the chooser has from this person's answers, in words."""
        return what_is_learned(self._situation(None), self.prompts)

    def standing(self, prompt_uid: str) -> Standing:
        """Return how a prompt stands with the person."""
        uid = f"standing-{prompt_uid}"
        found = self._kept.get(uid)
        return found if isinstance(found, Standing) else Standing(uid, prompt_uid)

    def stand(self, standing: Standing) -> None:
        """Keep how a prompt stands: a favourite, or barred or put first by the clinician."""
        with self._document.edit("Keep a prompt in mind") as edit:
            edit.put(standing)

    def write_prompt(self, title: str, opening: str, medium: Medium, minutes: int) -> None:
        """Keep a prompt in the person's own words."""
        uid = new_uid()
        content = written(uid, title=title, opening=opening, medium=medium, minutes=minutes)
        with self._document.edit("Write a prompt") as edit:
            edit.put(OwnPrompt(own_prompt(content).uid, content, self._now()))
        self.note_text(f"{title}. {opening}", uid)

    def take_out_prompt(self, uid: str) -> None:
        """Take one of the person's own prompts away."""
        with self._document.edit("Take a prompt away") as edit:
            edit.remove(uid)

    def help_requested(self) -> None:
        """Show help because the person asked for it; nothing has to be detected."""
        self._care(self._safety.asked_tags, source_uid="")

    def close_help(self) -> None:
        """Put help away; it comes back whenever it is asked for."""
        self.shows_help = False
        self.changed.emit()

    def note_text(self, text: str, source_uid: str) -> bool:
        """Look at words a person wrote; return whether they ask for care.

        Help is shown once for what was found in one place: it does not come back with every
        letter that is typed after it was put away.
        """
        match = self._safety.find(text)
        if match is None:
            return False
        found = self._found.get(source_uid, frozenset())
        if not match.phrases <= found:
            self._found[source_uid] = found | match.phrases
            self._care(match.tags, source_uid=source_uid)
        return True

    def _care(self, tags: tuple[str, ...], *, source_uid: str) -> None:
        self.shows_help = True
        self._current_uid, self._asked_uid, self.words_used = "", "", ""
        # help first, then the record: a full disk must not stand between
        self.changed.emit()
        if self._document.is_read_only:
            return
        with self._document.edit("Show help") as edit:
            edit.put(SafetyMark(new_uid(), self._now(), tags, source_uid))

    def _situation(self, reading: Estimate | None) -> Situation:
        now = self._now()
        history, learning = tuple(self._of(Suggestion)), self._learning
        return Situation(
            now=now,
            media_at_hand=self._media_at_hand,
            check_in=self._check_in(),
            reading=reading if reading and self._may_use(reading) else self._newest_reading(now),
            may_use_reading=self._consents is not None and self._consents.is_granted(INFERENCE),
            history=history,
            marks=tuple(self._of(SafetyMark)),
            seed=crc32(f"{now.date()} {len(history)}".encode()),
            check_ins=tuple(self._of(CheckIn)),
            may_learn=learning is not None and learning.may_learn,
            learns_since=learning.since if learning else None,
            surprise=learning.surprise if learning else Surprise.USUAL,
            standings=tuple(self._of(Standing)),
        )

    def _check_in(self) -> CheckIn | None:
        newest = max(self._of(CheckIn), key=lambda check_in: check_in.at, default=None)
        return newest if newest and self._safety.find(newest.line) is None else None

    def _newest_reading(self, now: datetime) -> Estimate | None:
        estimates = [e for e in self._document.entities.values() if isinstance(e, Estimate)]
        usable = [(self._entry(e), e) for e in estimates if not e.is_unsure and self._may_use(e)]
        fresh = [
            (entry.written_at, max((label.p for label in estimate.labels), default=0.0), estimate)
            for entry, estimate in usable
            if entry is not None and now - entry.written_at < READING_COUNTS
        ]
        return max(fresh, key=lambda item: item[:2])[2] if fresh else None

    def _may_use(self, estimate: Estimate) -> bool:
        """Whether it is for the page as it stands, and nothing on that page asks for care."""
        entry = self._entry(estimate)
        if entry is None or entry.revision != estimate.revision or entry.binned_at is not None:
            return False
        return entry.is_guessing_allowed and not self._safety.marked(_lines(entry))

    def _entry(self, estimate: Estimate) -> Entry | None:
        entry = self._document.find(estimate.entry_uid)
        return entry if isinstance(entry, Entry) else None

    def _paragraph(self, estimate: Estimate | None) -> str:
        # kept for the card only, never in the suggestion: erasing the page erases its words
        entry = self._entry(estimate) if estimate else None
        return entry.text[estimate.start : estimate.end] if entry and estimate else ""

    def _of(self, kind: type[_Kept]) -> Iterator[_Kept]:
        return (item for item in self._kept.values() if isinstance(item, kind))

    def _ask_about(self, suggestion: Suggestion) -> None:
        may_learn = self._learning is not None and self._learning.may_learn
        if may_learn and suggestion.did_fit is None:
            self._asked_uid = suggestion.uid

    def _know_own(self, one: OwnPrompt) -> None:
        # one that a later version wrote is left alone
        with suppress(ValueError):
            self._own[one.uid] = own_prompt(one.content)

    def _left_open(self) -> str:
        newest = max(self._of(Suggestion), key=lambda suggestion: suggestion.at, default=None)
        if newest is None or newest.answer is not None or self._now() - newest.at > STILL_OPEN:
            return ""
        return newest.uid

    def _follow(self, changes: Changes) -> None:
        for change in changes.entities:
            if isinstance(change.after, Suggestion | CheckIn | SafetyMark | Standing):
                self._kept[change.uid] = change.after
            elif change.after is None:
                self._kept.pop(change.uid, None)
                self._own.pop(change.uid, None)
            elif isinstance(change.after, OwnPrompt):
                self._know_own(change.after)
            self._follow_work(change)
            for words in _new_words(change):
                self.note_text(words, change.uid)
        if any(_is_about_prompts(change) for change in changes.entities):
            self.changed.emit()

    def _follow_work(self, change: EntityChange) -> None:
        """Ask about a prompt when the page that was made to it is finished."""
        before, after, current = change.before, change.after, self.current
        if not isinstance(after, Work) or not after.is_finished or current is None:
            return
        was_finished = isinstance(before, Work) and before.is_finished
        if not was_finished and after.prompt_uid == current.prompt_uid:
            self.put_away()


def _is_about_prompts(change: EntityChange) -> bool:
    kinds = Suggestion | Standing | OwnPrompt
    return isinstance(change.after, kinds) or isinstance(change.before, kinds)


def _new_words(change: EntityChange) -> Iterator[str]:
    """Yield what was written just now: a check-in's line, the paragraphs a page did not have.

    Beside each stands where it meets the one before, for a sentence may run over a line's end.
    """
    before, after = change.before, change.after
    if isinstance(after, CheckIn) and after.line:
        yield after.line
    if isinstance(after, Entry):
        had = set(pairwise(_lines(before))) if isinstance(before, Entry) else set()
        for previous, line in pairwise(_lines(after)):
            if (previous, line) not in had:
                yield line
                yield across(previous, line)


def _lines(entry: Entry) -> tuple[str, ...]:
    return ("", *(paragraph.text for paragraph in paragraphs(entry.text)))
