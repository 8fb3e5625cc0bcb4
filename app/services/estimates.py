"""Keeps a page's estimates beside its paragraphs while the page changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Entry, Estimate, LabelledProbability, new_uid
from app.services.paragraphs import Paragraph
from inference.results import Reading

KEPT_LABELS: Final = 6


class PageEstimates:
    """The estimates of the document's pages, found by what their paragraph says.

    An estimate holds places in the text it was made for; once the page has changed, this knows
    which paragraph it was, so that words of the person's own survive an edit elsewhere.

    Parameters
    ----------
    document : Document
        Where entries and estimates are.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._texts: dict[str, str] = {}
        document.committed.connect(self._remember_texts)

    def text_of(self, estimate: Estimate) -> str:
        """Return the paragraph an estimate was made for, or "" where it is not known."""
        entry = self._document.find(estimate.entry_uid)
        if isinstance(entry, Entry) and entry.revision == estimate.revision:
            return entry.text[estimate.start : estimate.end]
        return self._texts.get(estimate.uid, "")

    def by_text(self, entry_uid: str) -> dict[str, list[Estimate]]:
        """Return a page's estimates by the paragraph they were made for, in its order."""
        found: dict[str, list[Estimate]] = {}
        for estimate in sorted(self._of(entry_uid), key=lambda estimate: estimate.start):
            found.setdefault(self.text_of(estimate), []).append(estimate)
        return found

    def anchored(self, entry: Entry, pieces: Iterable[Paragraph]) -> Iterator[Estimate]:
        """Yield the estimates whose paragraph still stands, with its places of now."""
        by_text = self.by_text(entry.uid)
        for piece in pieces:
            if by_text.get(piece.text):
                yield _moved(by_text[piece.text].pop(0), entry, piece)

    def store(
        self, entry: Entry, pieces: Iterable[Paragraph], readings: Mapping[str, Reading]
    ) -> None:
        """Put one estimate a piece into the document, and take away those of no piece."""
        old = self.by_text(entry.uid)
        kept = {}
        for piece in pieces:
            before = old[piece.text].pop(0) if old.get(piece.text) else None
            estimate = _estimate(entry, piece, before, readings.get(piece.text))
            kept[estimate.uid] = estimate
        gone = [estimate.uid for left in old.values() for estimate in left]
        with self._document.edit("Read the page", scope=entry.uid, is_undoable=False) as edit:
            for uid in gone:
                edit.remove(uid)
            for estimate in kept.values():
                edit.put(estimate)

    def _of(self, entry_uid: str) -> Iterator[Estimate]:
        for entity in self._document.entities.values():
            if isinstance(entity, Estimate) and entity.entry_uid == entry_uid:
                yield entity

    def _remember_texts(self, changes: Changes) -> None:
        for change in changes.entities:
            before = change.before
            if isinstance(before, Entry):
                for estimate in self._of(before.uid):
                    if estimate.revision == before.revision:
                        self._texts[estimate.uid] = before.text[estimate.start : estimate.end]


def _moved(estimate: Estimate, entry: Entry, piece: Paragraph) -> Estimate:
    return replace(estimate, revision=entry.revision, start=piece.start, end=piece.end)


def _estimate(
    entry: Entry, piece: Paragraph, before: Estimate | None, reading: Reading | None
) -> Estimate:
    if reading is None:
        if before is None:
            raise ValueError("a paragraph that nobody read has no estimate")
        return _moved(before, entry, piece)
    return Estimate(
        uid=before.uid if before else new_uid(),
        entry_uid=entry.uid,
        revision=entry.revision,
        start=piece.start,
        end=piece.end,
        language=reading.language,
        labels=tuple(LabelledProbability(x.name, x.p) for x in reading.labels[:KEPT_LABELS]),
        valence=reading.valence,
        arousal=reading.arousal,
        is_unsure=reading.is_unsure,
        model=reading.model,
        version=reading.version,
        engine=reading.engine,
        ms=reading.ms,
        correction=before.correction if before else (),
        is_refused=before.is_refused if before else False,
    )
