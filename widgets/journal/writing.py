"""What is typed goes into the document within a second; undo comes back onto the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Entry, Estimate, new_uid
from widgets.journal.days import day_of
from widgets.journal.editor import Editor
from widgets.journal.lines import Words
from widgets.later import listen

COMMIT_MS = 600
PAUSE_MS = 1500


def new_entry(now: datetime) -> Entry:
    """Return an empty page of this moment; it is in no document yet."""
    return Entry(new_uid(), day_of(now), now)


class Writing(QObject):
    """One open page: the entry behind it, and what was typed and is not in the document yet.

    Undo is the document's, by the entry's scope. A run of typing without a pause or a new line
    is one step. An empty page that was never written on stays out of the document.

    Attributes
    ----------
    entry : Entry
        As the document has it, or a page that is in no document yet.
    """

    changed = Signal()
    paused = Signal()
    estimates_changed = Signal()

    def __init__(
        self, document: Document, editor: Editor, now: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._editor, self._now = document, editor, now
        self.entry = new_entry(now())
        self._revision = 0
        self._run = 0
        self._has_news = False
        self._is_line_ended = False
        self._commit = QTimer(self, singleShot=True)
        self._commit.timeout.connect(self._commit_when_idle)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._end_run)
        editor.mirror.changed.connect(self._typed)
        editor.slices.advanced.connect(self._commit_slice)
        editor.gesture_begins.connect(self._begin_step)
        editor.undo_asked.connect(self.undo)
        editor.redo_asked.connect(self.redo)
        listen(self, document.committed, self._committed)

    @property
    def is_kept(self) -> bool:
        """Whether the page is in the document, and so in the library."""
        return self._document.find(self.entry.uid) is not None

    @property
    def is_in_step(self) -> bool:
        """Whether the entry says what stands on the page."""
        return not self._commit.isActive() and not self._editor.slices.is_busy

    def open(self, entry: Entry) -> None:
        """Show another page; what was typed on this one is committed first."""
        self.flush()
        self._end_run()
        self.entry, self._revision = entry, entry.revision
        self._editor.show_words(Words.of(entry))
        self._commit.stop()
        self._pause.stop()
        self.changed.emit()

    def flush(self) -> None:
        """Bring everything typed so far into the document now."""
        self._editor.slices.finish()
        self._commit_words()

    def _commit_slice(self) -> None:
        # step by step: whoever looks at what is new would hold the window up for all of it
        if self._editor.is_taking_in:
            self._commit_words()

    def _commit_words(self) -> None:
        self._commit.stop()
        words = self._editor.mirror.words
        if words != Words.of(self.entry) and (self.is_kept or words != Words()):
            self._write(words)
        if self._is_line_ended:
            self._is_line_ended = False
            self._run += 1

    def _write(self, words: Words) -> None:
        self._has_news = True
        self._revision = max(self._revision, self.entry.revision) + 1
        self._put(
            replace(
                self.entry,
                text=words.text,
                spans=words.spans,
                attachments=words.attachments,
                revision=self._revision,
            ),
            label="Write",
            merge=f"write {self.entry.uid} {self._run}",
        )

    def set_day(self, day: date) -> None:
        """Give the page the day the person means."""
        self.flush()
        changed = replace(self.entry, day=day)
        if self.is_kept:
            self._put(changed, label="Change the day", merge="")
        else:
            self.entry = changed
            self.changed.emit()

    def set_binned(self, at: datetime | None) -> None:
        """Move the page to the bin, or bring it back (None)."""
        self.flush()
        if self.is_kept:
            self._put(replace(self.entry, binned_at=at), label="Move to the bin", merge="")

    def set_guessing(self, *, is_allowed: bool) -> None:
        """Allow guesses on this page, or not."""
        self.flush()
        if self.is_kept:
            changed = replace(self.entry, is_guessing_allowed=is_allowed)
            self._put(changed, label="Guess on this page", merge="")

    def undo(self) -> None:
        """Take the last step of this page back; steps that only guessed go along with it."""
        self.flush()
        self._run += 1
        # a reading now would be a new step, and take the way back to what was undone
        self._has_news = False
        while (step := self._document.undo(self.entry.uid)) and not self._touches(step):
            pass

    def redo(self) -> None:
        """Do the last undone step of this page again."""
        self.flush()
        self._has_news = False
        while (step := self._document.redo(self.entry.uid)) and not self._touches(step):
            pass

    def _put(self, entry: Entry, *, label: str, merge: str) -> None:
        with self._document.edit(label, scope=entry.uid, merge=merge) as edit:
            edit.put(entry)

    def _touches(self, step: Changes) -> bool:
        return any(change.uid == self.entry.uid for change in step.entities)

    def _typed(self, _first: int, before: int, after: int) -> None:
        self._pause.start()
        if self._editor.slices.is_busy:
            return
        if before != after:
            # a new line ends the run; not now, the page is still being told of the change
            self._is_line_ended = True
            self._commit.start(0)
        elif not self._commit.isActive():
            self._commit.start(COMMIT_MS)

    def _commit_when_idle(self) -> None:
        if self._editor.slices.is_busy:
            self._commit.start(COMMIT_MS)
            return
        self.flush()

    def _begin_step(self) -> None:
        if not self._editor.slices.is_busy:
            self.flush()
            self._run += 1

    def _end_run(self) -> None:
        if self._editor.slices.is_busy:
            self._pause.start()
            return
        self.flush()
        self._run += 1
        if self._has_news:
            self._has_news = False
            self.paused.emit()

    def _committed(self, changes: Changes) -> None:
        for change in changes.entities:
            if change.uid == self.entry.uid:
                self._take(change.after)
        if any(
            isinstance(entity, Estimate) and entity.entry_uid == self.entry.uid
            for change in changes.entities
            for entity in (change.before, change.after)
        ):
            self.estimates_changed.emit()

    def _take(self, entity: object) -> None:
        if isinstance(entity, Entry):
            self.entry = entity
        else:
            self.entry = replace(self.entry, text="", spans=(), attachments=())
        if not self._editor.is_taking_in:
            self._editor.slices.finish()
        if self._editor.mirror.words != Words.of(self.entry):
            self._editor.show_words(Words.of(self.entry))
        self.changed.emit()
