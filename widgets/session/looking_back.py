"""Looking back: a title and a few words for what was made, all of it skippable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.commands.paint import finish_work
from app.model.entities import Work
from app.model.words import tr
from app.services.sessions import Sessions
from widgets.context import Context
from widgets.later import when_done
from widgets.parts import Card, GhostButton, Prompt, TextLine, Title, Words, spread
from widgets.session.beginning import column_of

if TYPE_CHECKING:
    from app.storage.reading import LoadedWork


class LookingBack(QWidget):
    """Asks about the picture made last; where none was made, offers a page to write on.

    Parameters
    ----------
    done : callable
        Goes on to the next step.
    write : callable
        Opens a page to write on.
    """

    def __init__(
        self,
        context: Context,
        sessions: Sessions,
        *,
        done: Callable[[], object],
        write: Callable[[], object],
    ) -> None:
        super().__init__()
        self._context, self._done = context, done
        self._work: Work | None = None
        column = column_of(self)
        column.addWidget(Title(tr("Looking back")))
        planned = sessions.planned
        question = str(planned.question) if planned else tr("What would you like to keep of this?")
        column.addWidget(Words(tr("Only if you like. It can stay without an answer."), role="lead"))
        column.addWidget(Prompt(question))
        self.title = TextLine(tr("A title, if you like"))
        self.title.setObjectName("session.title")
        self.words = QPlainTextEdit()
        self.words.setObjectName("session.words")
        self.words.setPlaceholderText(tr("A few words, if you like"))
        self.words.setAccessibleName(tr("A few words, if you like"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(context.theme.px(96))
        self.card = Card(spacing=12)
        self.card.body.addWidget(self.title)
        self.card.body.addWidget(self.words)
        keep = GhostButton(tr("Keep it"), self._keep_and_go_on)
        keep.setObjectName("session.keep")
        self.card.body.addLayout(spread(keep))
        self.card.hide()
        column.addWidget(self.card)
        other = GhostButton(tr("Write on a page of its own"), write)
        other.setObjectName("session.write")
        column.addLayout(spread(other))
        column.addStretch(1)
        for uid in reversed(sessions.pages):
            if self._take(uid):
                break

    def flush(self) -> None:
        """Keep what was typed, if anything was."""
        work = self._context.document.find(self._work.uid) if self._work else None
        if not isinstance(work, Work):
            return
        title, words = self.title.text().strip(), self.words.toPlainText().strip()
        if (title, words) != (work.title, work.words):
            finish_work(self._context.document, work, title=title, words=words)

    def _keep_and_go_on(self) -> None:
        self.flush()
        self._done()

    def _take(self, uid: str) -> bool:
        found = self._context.document.find(uid)
        if isinstance(found, Work):
            self._show(found)
        elif found is None:
            read = self._context.library.submit(lambda library: library.load_work(uid))

            def show(loaded: LoadedWork) -> None:
                entities, grids, meshes = loaded
                # opened in the studio meanwhile, it may hold more than was read
                if self._context.document.find(uid) is None:
                    self._context.document.load(entities, grids, scope=uid, meshes=meshes)
                work = entities.get(uid)
                if isinstance(work, Work):
                    self._show(work)

            # it may have been a page to write on, or be gone: then there is nothing to ask
            when_done(self, read, show, lambda _: None)
        return isinstance(found, Work) or found is None

    def _show(self, work: Work) -> None:
        self._work = work
        self.title.setText(work.title)
        self.words.setPlainText(work.words)
        self.card.show()
