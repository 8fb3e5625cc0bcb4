"""The places of the rail: each page is imported and wired when it is first shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.model.words import Sentence

if TYPE_CHECKING:
    from app.main.session import Session
    from widgets.context import Context, PageSpec


def page_specs(session: Session) -> list[PageSpec]:
    """Return the places of the rail, and settings; a page is imported when it is built."""
    from widgets.context import PageSpec

    return [
        PageSpec("today", Sentence("Today"), "mdi6.white-balance-sunny", partial(_today, session)),
        PageSpec("studio", Sentence("Studio"), "mdi6.brush", partial(_studio, session)),
        PageSpec(
            "journal", Sentence("Journal"), "mdi6.book-open-outline", partial(_journal, session)
        ),
        PageSpec("progress", Sentence("Progress"), "mdi6.chart-line-variant", _progress),
        PageSpec(
            "library", Sentence("Library"), "mdi6.view-grid-outline", partial(_library, session)
        ),
        PageSpec("settings", Sentence("Settings"), "mdi6.cog-outline", partial(_settings, session)),
        PageSpec("session", Sentence("Session"), "mdi6.leaf", partial(_session, session)),
    ]


def _today(session: Session, context: Context) -> QWidget:
    from widgets.today.page import Today

    page = Today(context)
    page.open_work.connect(session.open_work)
    page.new_page.connect(lambda kind: session.empty_page(kind=kind))
    page.tried.connect(session.try_it)
    page.go.connect(session.go)
    page.help_wanted.connect(session.help)
    page.take_sessions(session.sessions)
    return page


def _studio(session: Session, context: Context) -> QWidget:
    from widgets.studio.page import StudioPage

    page = StudioPage(context)
    page.finished.connect(lambda _: session.finish_page())
    page.said.connect(session.show_tool)
    return page


def _journal(session: Session, context: Context) -> QWidget:
    from widgets.journal.page import JournalPage

    page = JournalPage(context)
    page.open_work.connect(session.open_work)
    page.go.connect(session.go)
    return page


def _progress(context: Context) -> QWidget:
    from widgets.progress.page import ProgressPage

    return ProgressPage(context)


def _library(session: Session, context: Context) -> QWidget:
    from widgets.library.page import LibraryPage

    # no backup is made meanwhile that would keep what goes
    page = LibraryPage(context, session.backup_desk(), erase_with=session.backups.erase)
    page.open_work.connect(session.open_work)
    page.open_entry.connect(session.open_entry)
    page.quiet_wanted.connect(session.let_go)
    page.contents_changed.connect(session.know_again)
    return page


def _session(session: Session, context: Context) -> QWidget:
    from widgets.session.page import SessionPage

    page = SessionPage(context, session.sessions)
    page.new_page.connect(lambda kind, prompt: session.empty_page(prompt, kind=kind))
    page.write.connect(session.write)
    page.open_work.connect(session.open_work)
    page.open_entry.connect(session.open_entry)
    page.go.connect(session.go)
    page.help_wanted.connect(session.help)
    return page


def _settings(session: Session, context: Context) -> QWidget:
    from widgets.settings.page import SettingsPage

    # whoever only looks changes no keys
    keys = None if context.library.is_read_only else session.keys()
    return SettingsPage(context, keys)
