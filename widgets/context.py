"""What every page is given: the open library and all that works on it. No globals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from app.commands.row import Command, CommandTable
from app.model.document import Document
from app.model.words import Sentence
from app.services.settings import SettingsFile
from widgets.theme import Theme

if TYPE_CHECKING:
    # these rooms are slow to import, and the first paint does not need them
    from app.model.brush import Brush
    from app.model.help import Grounding, HelpLine
    from app.model.prompt import Prompt
    from app.services.autosave import Autosave
    from app.services.companion import Companion
    from app.services.consent import Consents
    from app.services.inference import InferenceClient
    from app.services.library import LibraryService
    from app.services.reading import Reader


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a page may use, once a library is open.

    ``settings.current`` holds the person's choices and ``settings.change(...)`` keeps others;
    ``now`` returns the aware local time; ``inference`` is None while guessing is not allowed.
    """

    document: Document
    library: LibraryService
    autosave: Autosave
    companion: Companion
    reader: Reader
    consents: Consents
    settings: SettingsFile
    theme: Theme
    commands: CommandTable
    brushes: Sequence[Brush]
    prompts: Sequence[Prompt]
    help_lines: Sequence[HelpLine]
    grounding: Sequence[Grounding]
    inference: InferenceClient | None
    now: Callable[[], datetime]


@runtime_checkable
class Page(Protocol):
    """What the frame asks of a page beside being a widget."""

    def refresh(self) -> None:
        """Bring the page up to date; called each time it is shown."""

    def rows(self) -> list[Command]:
        """Return the page's commands."""


@runtime_checkable
class HasSide(Protocol):
    """A page that puts something into the right column, below the companion's card."""

    def side(self) -> QWidget:
        """Return the widget (layers, why ...); the frame takes it in and shows it with the page."""


@runtime_checkable
class StepsBack(Protocol):
    """A page on which Esc means something before it leads back to Today."""

    def step_back(self) -> bool:
        """Go one step back; False when there was none to take."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One place of the rail; ``factory`` builds its page, a `Page`, when it is first shown."""

    name: str
    title: Sentence
    icon: str
    factory: Callable[[Context], QWidget]
