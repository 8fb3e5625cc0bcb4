"""A library that does not open as it should: what happened, the newest good backup, a look."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.words import PersonError, tr, trn
from app.services.told import listed
from app.storage.errors import Damaged, InDoubt, Missing, NoBackup
from widgets import dates
from widgets.later import listen, when_done
from widgets.lock.door import Door, Opened
from widgets.parts import Body, GhostButton, HowFar, Soft, Words

if TYPE_CHECKING:
    from app.services.recovery import Restored
    from app.storage.backups import Backup
    from app.storage.salvage import Salvaged

T = TypeVar("T")


def is_trouble(error: BaseException) -> bool:
    """Whether a backup may help where opening failed with this."""
    return isinstance(error, Damaged | InDoubt | Missing)


def came_back(restored: Restored, now: datetime) -> str:
    """Say what was put back, what was taken along, and where the file from before is."""
    salvaged, backup = restored.salvaged, restored.backup
    lost = salvaged.unreadable + salvaged.without_owner
    if backup is None:
        parts = [_read_anew(salvaged)]
        if lost:
            parts.append(
                trn(
                    "{count} part of it could not be read.",
                    "{count} parts of it could not be read.",
                    lost,
                )
            )
    else:
        parts = [tr("Your library is back as of {when}.", when=dates.moment(backup.at, now))]
        parts += _taken_along(salvaged.taken, lost)
    parts.append(
        tr("The file from before was not changed; it is kept in {folder}.", folder=restored.kept)
    )
    return " ".join(parts)


def _read_anew(salvaged: Salvaged) -> str:
    count = salvaged.tables
    return tr(
        "This is a new library with what could be read: {parts}.",
        parts=listed(
            entries=count["entries"],
            works=count["works"],
            pictures=count["pictures"],
            check_ins=count["check_ins"],
        ),
    )


def _taken_along(taken: int, lost: int) -> list[str]:
    parts = []
    if taken:
        parts.append(
            trn(
                "{count} newer thing was taken along.",
                "{count} newer things were taken along.",
                taken,
            )
        )
    if lost:
        parts.append(
            trn(
                "{count} newer thing could not be read.",
                "{count} newer things could not be read.",
                lost,
            )
        )
    return parts


class Trouble(QWidget):
    """Ways on, all of equal weight; none of them overwrites anything.

    Parameters
    ----------
    width_px : int
        How wide the words may run.

    Attributes
    ----------
    opened : Signal(Opened)
        A library, put back or only looked at.
    go_on_wanted : Signal
        The person goes on with the file that is in doubt.
    left : Signal
        Nothing for now.
    """

    opened = Signal(object)
    go_on_wanted = Signal()
    left = Signal()

    def __init__(self, door: Door, now: Callable[[], datetime], *, width_px: int) -> None:
        super().__init__()
        self._width_px = width_px
        self._door, self._now = door, now
        self._uid = self._secret = ""
        self._backup: Backup | None = None
        self._restored: Opened | None = None
        self._is_doubt = self._is_here = self._can_rebuild = False
        self._make_parts()
        self.hide()

    def show_error(self, uid: str, secret: str, error: BaseException) -> None:
        """Say what happened, and look for a backup."""
        self._uid, self._secret, self._is_doubt = uid, secret, isinstance(error, InDoubt)
        self._backup, self._can_rebuild = None, False
        self._is_here = not isinstance(error, Missing)
        self._write(self.words, str(error))
        self.show()
        self._wait(
            tr("Looking for your newest whole backup …"),
            self._door.newest_backup(uid, secret),
            self._offer,
            self._none,
        )

    def forget(self) -> None:
        """Forget the passphrase and go."""
        self._secret = ""
        self.hide()

    def _make_parts(self) -> None:
        self.words = Body()
        self.words.setObjectName("lock.trouble")
        self._found = Body()
        self._found.setObjectName("lock.found")
        self._hint = Soft(
            tr(
                "What you made after it is taken along where it can still be read. The file of "
                "now is kept aside; nothing is overwritten."
            )
        )
        steps = self._door.steps
        self.far = HowFar(tr("Working on your library"), self._stop)
        self.far.stop.setObjectName("lock.stop")
        listen(self, steps.progressed, self.far.show_far)
        listen(self, steps.went_past_stopping, self.far.go_past_stopping)
        self.back = GhostButton(tr("Go back to this backup"), self._restore)
        self.back.setObjectName("lock.restore")
        self.rebuild = GhostButton(tr("Make a new library of what can be read"), self._rebuild)
        self.rebuild.setObjectName("lock.rebuild")
        self.look = GhostButton(tr("Look at the file without changing it"), self._look)
        self.look.setObjectName("lock.look")
        self.go_on = GhostButton(tr("Go on with the file as it is"), self.go_on_wanted.emit)
        self.go_on.setObjectName("lock.go_on")
        self.leave = GhostButton(tr("Not now"), self.left.emit)
        self.leave.setObjectName("lock.leave")
        self.begin = GhostButton(tr("Open it"), self._begin)
        self.begin.setObjectName("lock.begin")
        self._answer = Words("")
        self._answer.setObjectName("lock.trouble_answer")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (
            self.words, self._found, self._hint, self.far, self._answer,
            self.back, self.look, self.go_on, self.rebuild, self.leave, self.begin,
        ):  # fmt: skip
            column.addWidget(part)
            part.hide()
        self.words.show()

    @property
    def _ways(self) -> tuple[GhostButton, ...]:
        return (self.back, self.look, self.go_on, self.rebuild, self.leave)

    def _offer(self, backup: Backup) -> None:
        self._backup = backup
        said = tr(
            "Your newest whole backup is from {when} ({size}).",
            when=dates.moment(backup.at, self._now()),
            size=dates.locale().formattedDataSize(backup.size),
        )
        self._write(self._found, said)
        self._show_ways()

    def _none(self, error: BaseException) -> None:
        self._can_rebuild = self._is_here and isinstance(error, NoBackup)
        self._write(self._found, str(error) if isinstance(error, PersonError) else "")
        self._show_ways()
        if not isinstance(error, PersonError):
            raise error

    def _show_ways(self) -> None:
        self._found.setVisible(bool(self._found.text()))
        self._write(self._hint, self._hint.text())
        self._hint.setVisible(self._backup is not None)
        self.back.setVisible(self._backup is not None)
        self.rebuild.setVisible(self._can_rebuild)
        self.look.show()
        self.leave.show()
        self.leave.setFocus()
        self.go_on.setVisible(self._is_doubt)
        self.begin.hide()

    def _write(self, label: Words, words: str) -> None:
        # a card in the middle of a window does not ask its words how high they are
        label.setText(words)
        label.setMinimumHeight(label.heightForWidth(self._width_px))

    def _restore(self) -> None:
        if self._backup is not None:
            putting = self._door.restore(self._uid, self._secret, self._backup)
            self._wait(tr("Putting the backup in place …"), putting, self._came_back, self._failed)

    def _rebuild(self) -> None:
        making = self._door.rebuild(self._uid, self._secret)
        self._wait(tr("Reading what can be read …"), making, self._came_back, self._failed)

    def _stop(self) -> None:
        self.far.stop.setEnabled(False)
        self._door.steps.stop()

    def _came_back(self, restored: Restored) -> None:
        self._secret = ""
        self._restored = Opened(self._uid, restored.service)
        self._write(self.words, came_back(restored, self._now()))
        for part in (self._found, self._hint, *self._ways):
            part.hide()
        self.begin.show()
        self.begin.setFocus()

    def _begin(self) -> None:
        if self._restored is not None:
            restored, self._restored = self._restored, None
            self.opened.emit(restored)

    def _look(self) -> None:
        looking = self._door.look_at(self._uid, self._secret)
        self._wait(tr("Opening it …"), looking, self.opened.emit, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._show_ways()
        self._write(
            self._answer,
            str(error)
            if isinstance(error, PersonError)
            else tr("That did not work. Nothing was changed, and every backup is as it was."),
        )
        self._answer.show()
        if not isinstance(error, PersonError):
            raise error

    def _wait(
        self,
        words: str,
        future: Future[T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        for part in self._ways:
            part.hide()
        self._write(self._answer, words)
        self._answer.show()
        self.far.begin()

        def over() -> None:
            self.far.end()
            self._answer.hide()

        def finished(result: T) -> None:
            over()
            then(result)

        def refused(error: BaseException) -> None:
            over()
            failed(error)

        when_done(self, future, finished, refused)
