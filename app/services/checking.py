"""Looking through a library that is open, beside its worker: saving does not wait for it."""

from __future__ import annotations

from app.services.library_worker import LibraryService
from app.services.runs import Step, without_steps
from app.storage.examining import examine
from app.storage.findings import Finding
from app.storage.library import Library
from app.storage.progress import Progress


def look_through(
    service: LibraryService, step: Step = without_steps, *, deep: bool = True
) -> list[Finding]:
    """Return what is not as it should be in an open library; deep: down to every row.

    Parameters
    ----------
    step : callable
        Called between things; may raise to stop.

    Raises
    ------
    Damaged
        If it can't be read at all.
    """
    keys = service.submit(Library.spare_keys).result()
    try:
        pages = service.submit(Library.pages).result()
        progress = Progress(step)
        return examine(service.path, keys, deep=deep, pages=pages, progress=progress)
    finally:
        keys.wipe()
