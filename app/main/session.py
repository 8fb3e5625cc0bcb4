"""What lives while a library is open: the document, its services and the pages."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.main.clock import local_now
from app.main.kept import Kept, kept_in
from app.main.pages import page_specs
from app.main.place import Place
from app.main.way import go_there
from app.model.entities import WorkKind
from app.model.words import PersonError, Sentence
from app.services import places
from app.storage.folder import FolderKind
from widgets.later import post, when_done
from widgets.reading_only import READING

if TYPE_CHECKING:
    from app.main import Studio
    from app.main.ahead import Resources
    from app.main.desk import BackupDesk
    from app.model.entities import Suggestion
    from app.services.backups import Backups
    from app.services.library import LibraryService
    from widgets.context import Context
    from widgets.frame import Frame
    from widgets.journal.page import JournalPage
    from widgets.library.page import LibraryPage
    from widgets.settings.vault_keys import VaultKeys
    from widgets.studio.page import StudioPage

INFERENCE_WORDS: Final[dict[str, Sentence | None]] = {
    "off": None,
    "starting": Sentence("Guessing is getting ready"),
    "ready": Sentence("Guessing is on, nothing leaves"),
    "restarting": Sentence("Guessing is starting again"),
    "unavailable": Sentence("Guessing is not available; everything else works"),
}
ELSEWHERE_WORDS: Final = {
    FolderKind.SYNCED: Sentence("Encrypted, in a folder that is copied elsewhere"),
    FolderKind.NETWORK: Sentence("Encrypted, on another computer"),
}
P = TypeVar("P", bound=QWidget)


@runtime_checkable
class Flushes(Protocol):
    """A page that may hold what is not in the document yet: a stroke, a sentence."""

    def flush(self) -> None:
        """Bring it into the document now."""


class Session(QObject):
    """What lives while a library is open: document, services, pages.

    Parameters
    ----------
    studio : Studio
        The program; the window, the look and the settings are its.
    """

    def __init__(
        self, studio: Studio, profile: str, library: LibraryService, resources: Resources
    ) -> None:
        super().__init__()
        from app.main.regular import RegularBackups
        from app.model.document import Document
        from app.services.autosave import Autosave
        from app.services.consent import Consents
        from app.services.inference import InferenceClient

        self._studio = studio
        self._resources = resources
        self.profile = profile
        self.library = library
        self.document = Document(is_read_only=library.is_read_only)
        self.autosave = Autosave(self.document, self.library)
        self.regular = RegularBackups(
            library, self, is_drawing=self._is_drawing, failed=self._tell_no_backup
        )
        self.consents = Consents(self.document, now=local_now)
        model = Path(str(files("resources"))) / "models" / "emotion-en"
        self.inference = InferenceClient(model, post=post)
        self.frame: Frame | None = None
        self._wanted = Place(profile)
        self._way_out: tuple[Sentence, Callable[[], object]] | None = None
        self._build_services()
        self.consents.changed.connect(self._follow_consent)
        self.inference.state_changed.connect(self._show_inference)

    @property
    def backups(self) -> Backups:
        """Return the backups of this library."""
        return self.regular.backups

    def begin(self, place: Place, *, said: Sentence | None = None) -> None:
        """Read what the guidance needs, then show the person their place, and tell something."""
        self.regular.start()

        when_done(self, self.library.submit(kept_in), lambda kept: self._go_on(kept, place, said))

    def place(self) -> Place:
        """Return where the person is."""
        if self.frame is None or not self.frame.current:
            return self._wanted
        work = self.studio_page.work if "studio" in self.frame.built else None
        entry = self.journal_page.writing.entry if "journal" in self.frame.built else None
        is_kept = entry is not None and self.document.find(entry.uid) is not None
        return Place(
            self.profile,
            self.frame.current,
            work.uid if work else "",
            entry.uid if entry is not None and is_kept else "",
        )

    def build_again(self) -> None:
        """Build the frame anew: the language or the text size changed."""
        place = self.place()
        self._flush()
        self._show_frame(place)

    def rest(self) -> None:
        """Step aside for another session: the library stays open, the frame goes."""
        self._flush()
        self._wanted, self.frame = self.place(), None

    def come_back(self) -> None:
        """Show the person their place again."""
        self._show_frame(self.place())

    def say(self, sentence: Sentence) -> None:
        """Say something that matters in the status line."""
        if self.frame is not None:
            self.frame.status.show_problem(sentence)

    def lead_out(self, title: Sentence, pressed: Callable[[], object]) -> None:
        """Give the banner of a library that is only read a button; before `begin`."""
        self._way_out = (title, pressed)

    def stop(self) -> None:
        """Bring everything into the document and let no more come; then `close`."""
        self._flush()
        self.regular.stop()
        self.reader.stop()
        self._ending = self.inference.stop()
        self._studio.window.take_own_help(None)
        self.consents.changed.disconnect(self._follow_consent)

    def close(self, timeout_s: float) -> None:
        """Write what waits and close the library; may take a while, so not on the main thread."""
        self.autosave.close()
        self.regular.close()
        self.library.close(timeout_s)
        self._ending.result(timeout_s)

    def _tell_no_backup(self, error: BaseException) -> None:
        from app.storage.errors import Damaged
        from widgets.library.page import LibraryPage

        if isinstance(error, PersonError):
            self.say(error.sentence)
        if isinstance(error, Damaged) and self.frame is not None:
            self._page("library", LibraryPage).show_ways()

    def _is_drawing(self) -> bool:
        is_there = self.frame is not None and "studio" in self.frame.built
        return is_there and self.studio_page.is_drawing

    def _build_services(self) -> None:
        from app.services.companion import Companion
        from app.services.learning import Learning
        from app.services.measures import OwnMeasures
        from app.services.own_help import OwnHelp
        from app.services.reading import Reader
        from app.services.sessions import Sessions

        prompts, safety = self._resources.prompts, self._resources.safety
        self.own_help = OwnHelp(self.document, local_now)
        self.measures = OwnMeasures(places.own_measures(self._studio.home))
        self.learning = Learning(self.consents, self._studio.settings)
        self.companion = Companion(
            self.document,
            prompts,
            safety,
            local_now,
            consents=self.consents,
            learning=self.learning,
        )
        self.sessions = Sessions(
            self.document, self._resources.plans, prompts, local_now, companion=self.companion
        )
        self.reader = Reader(self.document, self.inference, self.consents, safety, post=post)

    def _go_on(self, kept: Kept, place: Place, said: Sentence | None) -> None:
        if self._studio.shown_session is not self:
            return  # locked before it could be shown
        self._know(kept)
        self._show_frame(place)
        if said is not None:
            self.say(said)

    def _know(self, kept: Kept) -> None:
        self.consents.load(kept.consents)
        # what was offered can't be answered where nothing can be written
        offered = [] if self.library.is_read_only else kept.suggestions
        self.companion.load(offered, kept.check_ins, kept.marks, kept.standings, kept.own_prompts)
        self.sessions.load(kept.sessions, kept.session_events)
        self.document.load({place.uid: place for place in kept.places}, {}, scope="")
        self.own_help.load(kept.help_page)

    def _show_frame(self, place: Place) -> None:
        from widgets.frame import Frame
        from widgets.measures.door import Scales

        self._wanted, window = place, self._studio.window
        context = self._context()
        frame = self.frame = Frame(context, page_specs(self), window)
        self.scales = Scales(context, window, self.measures, say=self.say)
        frame.add_rows(self.scales.rows())
        window.take_own_help(self.own_help)
        frame.lock_wanted.connect(self._studio.lock)
        frame.guide_wanted.connect(self._studio.show_guide)
        frame.tried.connect(self.try_it)
        if self.library.is_read_only:
            frame.show_reading_only(self.library.notice or READING, way_out=self._way_out)
        elif self.library.notice is not None:
            frame.status.show_problem(self.library.notice)
        kind = self._studio.vault.folder_kind
        if kind in ELSEWHERE_WORDS:
            frame.status.show_place(str(ELSEWHERE_WORDS[kind]), icon="mdi6.cloud-outline")
        self._show_inference(self.inference.state)
        self._show_bar(frame)
        window.show_screen(frame)
        go_there(self, frame, place)

    def _show_bar(self, frame: Frame) -> None:
        from widgets.session.bar import SessionBar

        if not self.library.is_read_only:
            frame.show_above(SessionBar(self._studio.theme, self.sessions, frame.go))

    def shows(self, frame: Frame) -> bool:
        """Whether this frame of this session is what the person sees."""
        return self._studio.shown_session is self and self.frame is frame

    def _context(self) -> Context:
        from app.commands.row import CommandTable
        from widgets.context import Context

        return Context(
            document=self.document,
            library=self.library,
            autosave=self.autosave,
            companion=self.companion,
            reader=self.reader,
            consents=self.consents,
            settings=self._studio.settings,
            theme=self._studio.theme,
            commands=CommandTable(),
            brushes=self._resources.brushes,
            prompts=self._resources.prompts,
            help_lines=self._resources.help_lines,
            grounding=self._resources.grounding,
            inference=self.inference,
            now=local_now,
        )

    def let_go(self, job: Callable[[LibraryPage], object]) -> None:
        """Let go of everything that is open, then let the library do something about it.

        What is erased while it stands on the easel or the page would be written again.
        """
        from app.model.entities import Entry, Work

        self._flush()
        open_ones = [
            uid for uid, one in self.document.entities.items() if isinstance(one, Work | Entry)
        ]
        for scope in (*open_ones, ""):
            self.document.unload(scope)
        self._show_frame(Place(self.profile, "library"))
        post(lambda: self._do_quietly(job))

    def know_again(self) -> None:
        """Read anew what guidance goes by: something came into the library, or went."""
        when_done(self, self.library.submit(kept_in), self._know)

    def _do_quietly(self, job: Callable[[LibraryPage], object]) -> None:
        from widgets.library.page import LibraryPage

        if self.frame is None or self._studio.shown_session is not self:
            return
        page = self._page("library", LibraryPage)
        page.show_room("yours")
        job(page)

    # -- what pages ask of each other --

    @property
    def studio_page(self) -> StudioPage:
        """The studio; built if it was not yet."""
        from widgets.studio.page import StudioPage

        return self._page("studio", StudioPage)

    @property
    def journal_page(self) -> JournalPage:
        """The journal; built if it was not yet."""
        from widgets.journal.page import JournalPage

        return self._page("journal", JournalPage)

    def empty_page(self, prompt_uid: str = "", *, kind: WorkKind = WorkKind.PAINTING) -> None:
        """Begin an empty page of a kind and show it."""
        self.studio_page.begin_page(prompt_uid, kind=kind)
        self.go("studio")

    def open_work(self, uid: str) -> None:
        """Show a work in the studio."""
        self.studio_page.open_work(uid)
        self.go("studio")

    def try_it(self, suggestion: Suggestion) -> None:
        """Make room for what was suggested: a page to paint or to write on."""
        from app.model.prompt import Medium

        prompt = self.companion.find_prompt(suggestion.prompt_uid)
        if prompt is not None and prompt.medium is Medium.SPACE:
            kind = WorkKind.CLAY if "clay" in prompt.tags else WorkKind.SPACE
            self.empty_page(suggestion.prompt_uid, kind=kind)
        elif prompt is not None and prompt.medium is Medium.WORDS:
            self.write()
        else:
            self.empty_page(suggestion.prompt_uid)

    def write(self) -> None:
        """Begin a page to write on and show it."""
        self.journal_page.write()
        self.go("journal")

    def finish_page(self) -> None:
        """Go where one goes when a page is done: on in the session, or back to Today."""
        from app.services.sessions import WORKING

        if self.sessions.is_running:
            self.go("session")
            if self.sessions.step in WORKING:
                self.sessions.go_on()
        else:
            self.go("today")

    def open_entry(self, uid: str) -> None:
        """Show a page of the journal."""
        self.journal_page.open_entry(uid)
        self.go("journal")

    def help(self) -> None:
        """Show help."""
        self._studio.window.show_help()

    def show_tool(self, words: str) -> None:
        """Say in the status line what is in the hand."""
        if self.frame is not None:
            self.frame.status.show_tool(words)

    def keys(self) -> VaultKeys:
        """Return passphrase and PIN of this library, to change them."""
        from widgets.settings.vault_keys import VaultKeys

        return VaultKeys(self._studio.vault, self._studio.recovery, self.profile)

    def backup_desk(self) -> BackupDesk | None:
        """Return the backups of this library; None where it is only looked at."""
        from app.main.desk import BackupDesk

        return None if self.library.is_read_only else BackupDesk(self._studio, self)

    def go(self, name: str) -> None:
        """Show a page."""
        if self.frame is not None:
            self.frame.go(name)

    # -- inside --

    def _page(self, name: str, kind: type[P]) -> P:
        assert self.frame is not None  # noqa: S101 - pages exist in a frame only
        page = self.frame.page(name)
        assert isinstance(page, kind)  # noqa: S101 - `_pages` says so
        return page

    def _flush(self) -> None:
        if self.frame is not None:
            for name in self.frame.built:
                page = self.frame.page(name)
                if isinstance(page, Flushes):
                    page.flush()

    def _follow_consent(self, purpose: str, is_granted: bool) -> None:
        from app.services.consent import INFERENCE

        if self.library.is_read_only:
            return
        if purpose == INFERENCE and is_granted:
            self.inference.start()
        elif purpose == INFERENCE:
            self.inference.stop()

    def _show_inference(self, state: str) -> None:
        # the process may say so after the lock took the frame away
        if self.frame is not None and isValid(self.frame):
            self.frame.status.show_inference(INFERENCE_WORDS[state])
