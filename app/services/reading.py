"""Reads a page with the model, where the person agreed to it, and keeps what the person says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import Final, Protocol

from psygnal import Signal

from app.guidance.safety import SafetyList
from app.model.document import Document
from app.model.entities import Entry, Estimate
from app.model.words import PersonError, Sentence
from app.services.consent import INFERENCE, Consents
from app.services.estimates import PageEstimates
from app.services.paragraphs import Paragraph, paragraphs, windows
from inference.results import Evidence, Reading

KEPT_READINGS: Final = 2000

CANNOT_READ: Final = Sentence(
    "The words could not be read just now. Your page is saved as you wrote it. You can go on "
    "writing; it is tried again when you change the page or open it next time."
)

Post = Callable[[Callable[[], None]], None]


class ReadingClient(Protocol):
    """Who asks the model; answers arrive on a thread of its own."""

    def start(self) -> None:
        """Have the model ready; asking twice does nothing."""

    def stop(self) -> Future[None]:
        """End the model's process, and whatever waits for it."""

    def estimate(self, text: str) -> Future[Reading]:
        """Ask what a text reads like."""

    def evidence(self, text: str, label: str) -> Future[Evidence]:
        """Ask which words a label came from."""


class Reader:
    """Reads the paragraphs of a page and keeps what came of it as estimates.

    Nothing is asked without consent, and the model's process lives only while it is given;
    withdrawing it ends the process, cancels what waits and drops what arrives.
    Paragraphs that match the safety list are never read. ``changed(entry_uid)`` is emitted when
    the estimates of a page may have changed; ``notice`` says what is wrong, or is None.

    Parameters
    ----------
    document : Document
        Where entries are and estimates go, in the scope of their entry.
    client : ReadingClient or None
        None while there is no model; see `use`.
    consents : Consents
        Asked before every request and every result.
    safety : SafetyList
        Finds the paragraphs that are left alone.
    post : callable
        Runs a function on the main thread.
    """

    changed = Signal(str)

    def __init__(
        self,
        document: Document,
        client: ReadingClient | None,
        consents: Consents,
        safety: SafetyList,
        *,
        post: Post,
    ) -> None:
        self._document = document
        self._client = client
        self._consents = consents
        self._safety = safety
        self._post = post
        self._pages = PageEstimates(document)
        self._wanted: dict[str, int] = {}
        self._asked: dict[str, Future[Reading]] = {}
        self._known: dict[str, Reading] = {}
        self.notice: Sentence | None = None
        consents.changed.connect(self._on_consent)
        self._start()

    def use(self, client: ReadingClient | None) -> None:
        """Ask another client from now on, or none."""
        self.stop()
        self._client = client
        self._start()

    def stop(self) -> None:
        """Cancel what waits, drop what is under way, forget what was read."""
        self._wanted.clear()
        self._known.clear()
        self._drop(set(self._asked))

    def is_reading(self, entry_uid: str) -> bool:
        """Whether something of this page is still with the model."""
        return entry_uid in self._wanted

    def read(self, entry_uid: str) -> None:
        """Read what of a page was not read yet."""
        entry = self._readable(entry_uid)
        if entry is None:
            self._wanted.pop(entry_uid, None)
            return
        self._wanted[entry_uid] = entry.revision
        unread = self._unread(entry)
        self._drop(self._asked.keys() - self._texts_wanted())
        for text in sorted(unread - self._asked.keys()):
            self._ask(text)
        self._settle(entry_uid)

    def estimates(self, entry_uid: str) -> tuple[Estimate, ...]:
        """Return what may be shown for a page, in its order, with places in its text of now.

        An estimate whose paragraph still stands stays while the rest is written. There is none
        without consent, where guessing is off, or for what matches the safety list.
        """
        entry = self._readable(entry_uid)
        return tuple(self._pages.anchored(entry, self._pieces(entry))) if entry else ()

    def evidence(self, estimate: Estimate) -> Future[Evidence]:
        """Ask which words an estimate came from; places count from its ``start``.

        The future may be cancelled. It fails with a `PersonError` where nothing may be asked.
        """
        text = self._pages.text_of(estimate) if self._readable(estimate.entry_uid) else ""
        if self._client is None or not text or not estimate.labels or self._safety.find(text):
            refused: Future[Evidence] = Future()
            refused.set_exception(PersonError(CANNOT_READ))
            return refused
        top = max(estimate.labels, key=lambda label: label.p)
        return self._client.evidence(text, top.name)

    def correct(self, estimate: Estimate, words: Iterable[str]) -> None:
        """Keep the person's own words for a paragraph; none takes them back."""
        chosen = tuple(word.strip() for word in words if word.strip())
        self._change(replace(estimate, correction=chosen, is_refused=False), "Choose my own words")

    def refuse(self, estimate: Estimate) -> None:
        """Keep that the person wants no guess for this paragraph."""
        self._change(replace(estimate, is_refused=True), "Don't guess here")

    def _change(self, estimate: Estimate, label: str) -> None:
        with self._document.edit(label, scope=estimate.entry_uid) as edit:
            edit.put(estimate)
        self.changed.emit(estimate.entry_uid)

    def _readable(self, entry_uid: str) -> Entry | None:
        entry = self._document.find(entry_uid)
        if not isinstance(entry, Entry) or not self._consents.is_granted(INFERENCE):
            return None
        return entry if entry.is_guessing_allowed and entry.binned_at is None else None

    def _pieces(self, entry: Entry) -> list[Paragraph]:
        found = tuple(paragraphs(entry.text))
        marked = self._safety.marked([paragraph.text for paragraph in found])
        calm = (paragraph for index, paragraph in enumerate(found) if index not in marked)
        return [piece for paragraph in calm for piece in windows(paragraph)]

    def _unread(self, entry: Entry) -> set[str]:
        texts = {piece.text for piece in self._pieces(entry)}
        return texts - self._known.keys() - self._pages.by_text(entry.uid).keys()

    def _texts_wanted(self) -> set[str]:
        entries = (self._readable(uid) for uid in self._wanted)
        return {text for entry in entries if entry for text in self._unread(entry)}

    def _ask(self, text: str) -> None:
        if self._client is None:
            self._fail(CANNOT_READ)
            return
        future = self._asked[text] = self._client.estimate(text)
        future.add_done_callback(lambda done: self._post(lambda: self._arrived(text, done)))

    def _drop(self, texts: set[str]) -> None:
        # first out of the books: a cancelled future calls back at once
        for future in [self._asked.pop(text) for text in texts]:
            future.cancel()

    def _arrived(self, text: str, future: Future[Reading]) -> None:
        if self._asked.get(text) is not future:
            return  # dropped, or asked anew since
        del self._asked[text]
        problem = CancelledError() if future.cancelled() else future.exception()
        if problem is not None:
            self._fail(problem.sentence if isinstance(problem, PersonError) else CANNOT_READ)
            return
        self._known[text] = future.result()
        if self._asked:
            return  # a long page is looked through once, not once a paragraph
        for entry_uid in tuple(self._wanted):
            self._settle(entry_uid)
        # only now: a page of more paragraphs than are kept needs all of them to settle
        while len(self._known) > KEPT_READINGS:
            self._known.pop(next(iter(self._known)))

    def _settle(self, entry_uid: str) -> None:
        """Store a page once all of it is read; let go of it where it has changed since."""
        entry = self._readable(entry_uid)
        if entry is None or entry.revision != self._wanted.get(entry_uid):
            self._wanted.pop(entry_uid, None)
            return
        if self._unread(entry):
            return
        del self._wanted[entry_uid]
        self.notice = None
        self._pages.store(entry, self._pieces(entry), self._known)
        self.changed.emit(entry_uid)

    def _fail(self, notice: Sentence) -> None:
        failed = tuple(self._wanted)
        self._wanted.clear()
        self._drop(set(self._asked))
        self.notice = notice
        for entry_uid in failed:
            self.changed.emit(entry_uid)

    def _on_consent(self, purpose: str, granted: bool) -> None:
        if purpose != INFERENCE:
            return
        if granted:
            self._start()
            return
        self.stop()
        self.notice = None
        if self._client is not None:
            self._client.stop()

    def _start(self) -> None:
        if self._client is not None and self._consents.is_granted(INFERENCE):
            self._client.start()
