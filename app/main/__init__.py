"""The composition root: builds everything, wires it, joins the command rows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.main.ahead import Resources, read_ahead
from app.main.clock import local_now
from app.main.place import NEW, Place
from app.model.words import Sentence, tr
from app.services import places
from app.services.futures import after
from app.services.kernels import use_cache
from app.services.logs import Logs
from app.services.settings import Settings, SettingsFile
from app.storage.folder import folder_kind
from widgets import dates
from widgets.application import Speech, make_application
from widgets.copies import Copies
from widgets.dialogs import put_away
from widgets.fonts import load_fonts
from widgets.idle import IdleWatch
from widgets.later import listen, post, when_done
from widgets.sleep import SleepNews
from widgets.sweeper import Sweeper
from widgets.theme import Theme
from widgets.waiting import Waiting
from widgets.window import Window

if TYPE_CHECKING:
    from app.main.session import Session
    from app.services.library import Created, LibraryService, Vault
    from app.services.recovery import Recovery, Restored
    from widgets.lock.door import Opened

CLOSE_S: Final = 20.0
log = logging.getLogger(__name__)


class Studio(QObject):
    """The program: one window, and at most one open library.

    Parameters
    ----------
    home : Path
        The folder everything lies in.
    """

    ended = Signal()
    session_opened = Signal(object)

    def __init__(self, application: QApplication, home: Path) -> None:
        super().__init__()
        self.home = home
        self._application = application
        self._logs = Logs(places.logs(home))
        self.settings = SettingsFile(places.settings_file(home))
        chosen = self.settings.current
        self._speech = Speech(application)
        self._speech.speak(chosen.language)
        self.theme = Theme(
            chosen.theme,
            text_scale=chosen.text_scale,
            is_motion_reduced=chosen.is_motion_reduced,
        )
        self.theme.apply()
        self.window = self._make_window()
        self.session: Session | None = None
        self._vault: Vault | None = None
        self._recovery: Recovery | None = None
        self._visit: Session | None = None
        self._ahead: Future[Resources] = Future()
        self._closer = ThreadPoolExecutor(1, thread_name_prefix="closing")
        self._was = Place()
        self._idle = IdleWatch(self, limit_s=lambda: self.settings.current.lock_minutes * 60.0)
        self._idle.left.connect(self.lock)
        self._copies = Copies(application.clipboard(), self)
        self._sleep = SleepNews(self)
        self._sweeper = Sweeper(self)
        self._sleep.going_to_sleep.connect(self._fall_asleep)
        listen(self, self.settings.changed, self._follow)

    def start(self) -> None:
        """Show the first screen: the first run, or the lock screen."""
        self._logs.begin()
        self._sweeper.start()
        log.info("the studio began")
        self._show_beginning()
        self.window.show()
        self._idle.follow(self._application)
        self._idle.start()
        # the first screen is painted before anything else is read
        QTimer.singleShot(0, self._begin_reading)

    def show_guide(self) -> None:
        """Show the guide over whatever is there."""
        from widgets.guide import Guide

        guide = Guide(self.theme, self.window)
        guide.left.connect(guide.deleteLater)
        guide.open()

    def lock(self) -> None:
        """Save everything, close the library, forget what was decrypted, show the lock screen."""
        if self.session is None:
            return
        if put_away():
            # a name to save under says enough; who opened the dialog ends first
            QTimer.singleShot(0, self, self._lock_now)
        else:
            self._lock_now()

    def _lock_now(self) -> None:
        if self.session is None:
            return
        self._was = self.session.place()
        self._copies.leave()
        closing = self._let_go_of_session()
        self._show_beginning(closing)

    def _fall_asleep(self) -> None:
        log.info("the computer goes to sleep")
        self.lock()

    def close(self) -> None:
        """Save everything and end the program."""
        self.window.setEnabled(False)
        when_done(self, self._let_go_of_session(), lambda _: self._end())

    @property
    def vault(self) -> Vault:
        """Where the libraries are; slow to import, so only once it is needed."""
        if self._vault is None:
            self._vault = _vault(self.home)
        return self._vault

    @property
    def recovery(self) -> Recovery:
        """What brings a broken library back; slow to import, so only once it is needed."""
        if self._recovery is None:
            from app.services.recovery import Recovery

            self._recovery = Recovery(self.vault)
        return self._recovery

    @property
    def shown_session(self) -> Session | None:
        """Return whose pages are shown: the library's, or those of a backup looked into."""
        return self._visit or self.session

    def visit(self, service: LibraryService, at: datetime) -> None:
        """Show a backup to read; the open library waits until the person comes back."""
        if self.session is None or self._visit is not None:
            service.close()
            return
        from app.main.session import Session

        session = self.session
        session.rest()
        service.notice = Sentence(
            "This is the backup of {when}. You can look at everything in it; nothing is changed.",
            {"when": dates.moment(at, local_now())},
        )

        self._visit = Session(self, session.profile, service, self._ahead.result())
        self._visit.lead_out(Sentence("Back to your library"), self.leave_visit)
        self._visit.begin(Place(page="library"))

    def leave_visit(self) -> None:
        """Close the backup that was looked into, and go back to the library."""
        self._end_visit()
        if self.session is not None:
            self.session.come_back()

    def put_back(self, restore: Callable[[], Future[Restored]]) -> None:
        """Close the library, let another take its place, and open that."""
        if self.session is None:
            return
        from app.main.restored import told

        profile = self.session.profile
        closing = self._let_go_of_session()
        words = tr("Putting your library in order …")
        screen = Waiting(self.theme, words, self.recovery.steps)
        self.window.show_screen(screen)

        def show(restored: Restored) -> None:
            self._open(
                profile, restored.service, Place(profile, "library"), told(restored, local_now())
            )

        def fail(error: BaseException) -> None:
            self._was = Place(profile)
            self._show_lock(closing, said=error)

        when_done(screen, after(closing, lambda _: restore()), show, fail)

    def _end_visit(self) -> None:
        visit, self._visit = self._visit, None
        if visit is not None:
            visit.stop()
            self._closer.submit(visit.close, CLOSE_S)

    def _begin_reading(self) -> None:
        self._sleep.listen()

        def carry(done: Future[Resources]) -> None:
            error = done.exception()
            if error is not None:
                self._ahead.set_exception(error)
            else:
                self._ahead.set_result(done.result())

        read_ahead().add_done_callback(carry)

    def _show_beginning(self, closing: Future[None] | None = None) -> None:
        if places.is_used(self.home) and self.vault.profiles():
            self._show_lock(closing)
        else:
            self._show_first_run()

    def _show_first_run(self) -> None:
        from widgets.first_run.screen import FirstRun

        screen = FirstRun(
            self.theme,
            self._create,
            help_wanted=self.window.show_help,
            place_note=folder_kind(places.libraries(self.home)).note,
        )
        screen.finished.connect(self._begin)
        screen.language_chosen.connect(lambda code: self.settings.change(language=code))
        self.window.show_screen(screen)
        screen.setFocus()

    def _show_lock(
        self, closing: Future[None] | None, *, said: BaseException | None = None
    ) -> None:
        from widgets.lock.door import VaultDoor
        from widgets.lock.screen import LockScreen

        screen = LockScreen(
            self.theme,
            VaultDoor(self.vault, self.recovery, closing=closing),
            help_wanted=self.window.show_help,
            now=local_now,
            uid=self._was.profile,
            place_note=self.vault.folder_kind.note,
        )
        screen.opened.connect(self._go_on)
        self.window.show_screen(screen)
        screen.setFocus()
        if said is not None:
            screen.show_error(said)

    def _create(self, passphrase: str | None) -> Future[Created]:
        def create(_: Resources) -> Future[Created]:
            return self.vault.create(passphrase=passphrase, use_keyring=passphrase is None)

        return after(self._ahead, create)

    def _begin(self, created: Created) -> None:
        self._open(created.profile, created.service, NEW)

    def _go_on(self, opened: Opened) -> None:
        is_same = self._was.profile in ("", opened.uid)
        self._open(opened.uid, opened.service, self._was if is_same else Place())

    def _open(
        self, profile: str, library: LibraryService, place: Place, said: Sentence | None = None
    ) -> None:
        def begin(resources: Resources) -> None:
            self._copies.come_back()
            log.info("a library was opened")
            from app.main.session import Session

            self.session = Session(self, profile, library, resources)
            if library.is_read_only:
                self.session.lead_out(Sentence("Lock"), self.lock)
            self.session_opened.emit(self.session)
            self.session.begin(place, said=said)

        when_done(self, self._ahead, begin)

    def _let_go_of_session(self) -> Future[None]:
        self._end_visit()
        session, self.session = self.session, None
        if session is None:
            return self._closer.submit(lambda: None)
        session.stop()
        log.info("a library was closed")
        return self._closer.submit(session.close, CLOSE_S)

    def _end(self) -> None:
        self._idle.stop()
        self._copies.take_back()
        self.window.let_go()
        self._closer.shutdown(wait=True)
        if self._recovery is not None:
            self._recovery.close()
        if self._vault is not None:
            self._vault.close()
        self._sweeper.stop()
        log.info("the studio ended")
        self._logs.end()
        self.ended.emit()

    def _make_window(self) -> Window:
        from app.catalogue.help import grounding, help_lines

        window = Window(
            self.theme, self.settings, help_lines=help_lines, grounding=grounding, now=local_now
        )
        window.close_wanted.connect(self.close)
        return window

    def _follow(self, before: Settings, after: Settings) -> None:
        if before.language != after.language:
            self._speech.speak(after.language)
        self.theme.use(
            after.theme,
            text_scale=after.text_scale,
            is_motion_reduced=after.is_motion_reduced,
        )
        if (before.language, before.text_scale) != (after.language, after.text_scale):
            # the widget that was pressed must outlive its own signal
            post(self._build_again)

    def _build_again(self) -> None:
        self.window.forget_words()
        if self.shown_session is not None:
            self.shown_session.build_again()
        else:
            self._show_beginning()


def _vault(home: Path) -> Vault:
    from app.services.library import Vault
    from app.storage.system_keyring import SystemKeyring

    return Vault(places.libraries(home), post=post, keyring=SystemKeyring())


def prepare(home: Path | None) -> Studio:
    """Build the program without showing it."""
    folder = places.home(home)
    use_cache(places.kernel_cache(folder))
    application = make_application()
    load_fonts()
    return Studio(application, folder)


def run_studio(home: Path | None = None) -> int:
    """Open the studio; return the exit code."""
    studio = prepare(home)
    studio.ended.connect(QApplication.quit)
    studio.start()
    return QApplication.exec()


def run_tour(
    out: Path,
    *,
    language: str,
    theme: str,
    home: Path | None = None,
    ledger: Path | None = None,
) -> int:
    """Take the guided tour; return the exit code. See `app.main.stage.take`."""
    from app.main.stage import take

    return take(out, language=language, theme=theme, home=home, ledger=ledger)
