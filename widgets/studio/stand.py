"""What holds the work that is open, whatever kind of page it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Signal

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer, Stroke, Work, WorkKind
from app.model.space import Clay, Reference, SpaceStroke
from app.model.words import PersonError, Sentence
from widgets.later import listen, when_done

if TYPE_CHECKING:
    from app.services.library_worker import LibraryService
    from app.storage.library import Library
    from app.storage.reading import LoadedWork

HIDDEN = Sentence("This layer is hidden. Show it in the list of layers, and you can paint on it.")
UNREAD = Sentence(
    "This picture could not be opened. Nothing is lost: it stays in your library as it was. "
    "Please close Innerscape and open it again."
)


def read(library: Library, work_uid: str) -> LoadedWork:
    """Return a work with all that belongs to it; runs on the library's worker."""
    loaded = library.load_work(work_uid)
    shown = {each.picture_uid for each in loaded.entities.values() if isinstance(each, Reference)}
    for uid in shown:
        # what stands in the page to be looked at is missed; the page itself opens
        with suppress(KeyError, PersonError):
            loaded.entities[uid] = library.picture(uid)
    return loaded


class Stand(QObject):
    """Holds one work, opens others, takes steps back; each kind of page shows it in its own way.

    Parameters
    ----------
    document, library
        Where works are, open and kept.
    now : callable
        Returns the aware local time.
    warm : Future
        Done when the compiled code is loaded; nothing is opened before.

    Attributes
    ----------
    opened : Signal()
        Another work stands here, all of it to be seen.
    drawn : Signal(object)
        What is shown changed.
    changed : Signal()
        Title, layers or what can be undone changed.
    refused : Signal(object)
        A `Sentence`: why nothing was drawn or opened.
    opening : Signal(bool)
        A work is on its way from the library.
    elsewhere : Signal(str, object)
        A work that was read is another kind of page: its uid, and all of it.
    """

    opened = Signal()
    drawn = Signal(object)
    changed = Signal()
    refused = Signal(object)
    opening = Signal(bool)
    elsewhere = Signal(str, object)
    kinds: ClassVar[frozenset[WorkKind]]

    def __init__(
        self,
        document: Document,
        library: LibraryService,
        now: Callable[[], datetime],
        warm: Future[None],
    ) -> None:
        super().__init__()
        self._document, self._library, self._now, self._warm = document, library, now, warm
        self._work_uid = self._layer_uid = self._wanted_uid = ""
        self._is_ready = False
        listen(self, document.committed, self._heard)

    # -- what each kind of page does in its own way -------------------------------------------

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is under way."""
        raise NotImplementedError

    def finish(self) -> None:
        """End the stroke under way, if there is one."""
        raise NotImplementedError

    def _new(self, kind: WorkKind, prompt_uid: str) -> Work:
        """Put an empty page into the document."""
        raise NotImplementedError

    def _set_up(self, work: Work) -> None:
        """Show a work that stands here now; `_ready` follows when it is all there."""
        raise NotImplementedError

    def _clear(self) -> None:
        """Show nothing."""
        raise NotImplementedError

    def _follow(self, changes: Changes) -> None:
        """Show what changed of the work; `changed` is told where more than a stroke grew."""
        raise NotImplementedError

    # -- what stands on it --------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """Return the document, for commands."""
        return self._document

    @property
    def work(self) -> Work | None:
        """Return the work as it is now, None before one is open."""
        work = self._document.find(self._work_uid)
        return work if isinstance(work, Work) else None

    @property
    def layer_uid(self) -> str:
        """Return the layer that is painted on."""
        return self._layer_uid

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the work's layers, bottom first."""
        found = [self._document.find(uid) for uid in self.work.layers] if self.work else []
        return tuple(layer for layer in found if isinstance(layer, Layer))

    @property
    def steps(self) -> tuple[str, ...]:
        """Return what can be undone, oldest first, as message ids; the page itself stays."""
        steps = self._document.steps(self._work_uid) if self._work_uid else ()
        return steps[1:] if steps and steps[0] in self._beginnings() else steps

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.steps)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._work_uid) and self._document.can_redo(self._work_uid)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it and nothing is on its way."""
        return self.work is None and not self._wanted_uid

    @property
    def is_ready(self) -> bool:
        """Whether the picture is all there, to see and to paint on."""
        return self._is_ready

    # -- opening ------------------------------------------------------------------------------

    def begin_page(self, *, kind: WorkKind, prompt_uid: str = "") -> Work:
        """Put an empty page here; one that is still blank is used again."""
        work = self.work
        if work is not None and work.kind is kind and self._is_blank(work):
            return self._dedicate(work, prompt_uid)
        work = self._new(kind, prompt_uid)
        self._wanted_uid = work.uid
        self._when_warm(lambda: self._stand(work.uid))
        return work

    def open(self, work_uid: str) -> None:
        """Put a work of the library here, as soon as it is read."""
        self._wanted_uid = work_uid
        if work_uid == self._work_uid:
            return
        self.opening.emit(True)
        if self._is_here(work_uid):
            self._when_warm(lambda: self._stand(work_uid))
            return
        future: Future[LoadedWork] = self._library.submit(lambda library: read(library, work_uid))
        when_done(self, future, lambda loaded: self._arrive(work_uid, loaded), self._fail)

    def take(self, work_uid: str, loaded: LoadedWork) -> None:
        """Put a work here that was read already."""
        self._wanted_uid = work_uid
        self.opening.emit(True)
        self._document.load(loaded.entities, loaded.grids, scope=work_uid, meshes=loaded.meshes)
        self._when_warm(lambda: self._stand(work_uid))

    def leave(self) -> None:
        """Let go of the work: another kind of page is opened."""
        self.finish()
        before, self._work_uid, self._wanted_uid = self._work_uid, "", ""
        self._layer_uid, self._is_ready = "", False
        if before:
            self._document.unload(before)
            self._clear()

    def _arrive(self, work_uid: str, loaded: LoadedWork) -> None:
        if work_uid != self._wanted_uid:
            return
        work = loaded.entities.get(work_uid)
        if isinstance(work, Work) and work.kind not in self.kinds:
            self._wanted_uid = self._work_uid
            self.opening.emit(False)
            self.elsewhere.emit(work_uid, loaded)
        else:
            self.take(work_uid, loaded)

    def _is_blank(self, work: Work) -> bool:
        drawn = (
            each
            for each in self._document.entities.values()
            if isinstance(each, Stroke | SpaceStroke) and each.work_uid == work.uid
        )
        was_drawn_on = next(drawn, None) is not None
        return not (was_drawn_on or self.steps or work.title or work.words or work.is_finished)

    def _dedicate(self, work: Work, prompt_uid: str) -> Work:
        meant = replace(work, prompt_uid=prompt_uid)
        with self._document.edit("New painting", scope=work.uid, is_undoable=False) as edit:
            edit.put(meant)
        self._wanted_uid = work.uid
        return meant

    def _is_here(self, work_uid: str) -> bool:
        work = self._document.find(work_uid)
        if not isinstance(work, Work):
            return False
        if work.kind.is_flat:
            return all(map(self._document.has_grid, work.layers))
        clay = (
            each
            for each in self._document.entities.values()
            if isinstance(each, Clay) and each.work_uid == work_uid
        )
        return all(self._document.has_mesh(each.mesh_uid) for each in clay)

    def _when_warm(self, then: Callable[[], None]) -> None:
        # compiled code is loaded on another thread: here it would stop the window
        if self._warm.done():
            then()
        else:
            when_done(self, self._warm, lambda _: then())

    def _fail(self, error: BaseException) -> None:
        self._wanted_uid = self._work_uid
        self.opening.emit(False)
        self.refused.emit(error.sentence if isinstance(error, PersonError) else UNREAD)

    def _stand(self, work_uid: str) -> None:
        if work_uid != self._wanted_uid:
            return
        self.finish()
        before, self._work_uid = self._work_uid, work_uid
        if before and before != work_uid:
            self._document.unload(before)
        work = self.work
        if work is None:
            return
        self._layer_uid = work.layers[-1]
        self._is_ready = False
        self._set_up(work)

    def _ready(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            self.opened.emit()
            self.opening.emit(False)
            self.changed.emit()

    # -- commands -----------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        self.finish()
        if self.can_undo:
            self._document.undo(self._work_uid)

    def redo(self) -> None:
        """Do the last undone step again."""
        self.finish()
        if self._work_uid:
            self._document.redo(self._work_uid)

    def choose_layer(self, layer_uid: str) -> None:
        """Paint on another layer from now on."""
        self.finish()
        self._layer_uid = layer_uid
        self.changed.emit()

    # -- following the document ---------------------------------------------------------------

    def _beginnings(self) -> tuple[str, ...]:
        """Return the labels of steps that made the page itself."""
        raise NotImplementedError

    def _heard(self, changes: Changes) -> None:
        if self._work_uid and changes.scope == self._work_uid:
            work = self.work
            if work is not None and self._layer_uid not in work.layers:
                self._layer_uid = work.layers[-1]
            self._follow(changes)
