"""Everything of a library, written in open formats where the person says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from app.formats.archive_writer import ArchiveWriter, estimates_of
from app.formats.container import Writing
from app.model.care import (
    Administration,
    HelpPage,
    OwnPrompt,
    Session,
    SessionEvent,
    Standing,
)
from app.model.entities import (
    CheckIn,
    Consent,
    Entry,
    Estimate,
    SafetyMark,
    Suggestion,
    Work,
)
from app.model.space import Place
from app.model.words import PersonError, Sentence, tr
from app.services.export import flattened, not_saved
from app.services.library import LibraryService
from app.services.runs import Step, without_steps
from app.storage.errors import damaged
from app.storage.library import Library
from app.storage.summaries import WorkSummary

_ALL: Final = 1 << 40
THERE_ALREADY: Final = Sentence(
    "There is something at {place} already, and nothing is ever written over. Your library is as "
    "it was. Please choose another name."
)


@dataclass(frozen=True, slots=True)
class Exported:
    """Where it lies, how many records of each kind, and how large; ``size`` in bytes."""

    path: Path
    counts: Mapping[str, int]
    size: int


@dataclass(frozen=True, slots=True)
class _Inventory:
    works: list[WorkSummary]
    entries: list[str]
    pictures: list[str]
    check_ins: list[CheckIn]
    suggestions: list[Suggestion]
    consents: list[Consent]
    marks: list[SafetyMark]
    places: list[Place]
    administrations: list[Administration]
    help_pages: list[HelpPage]
    own_prompts: list[OwnPrompt]
    standings: list[Standing]
    sessions: list[Session]
    session_events: list[SessionEvent]

    @property
    def count(self) -> int:
        return len(self.works) + len(self.entries) + len(self.pictures) + 1


def export_library(
    service: LibraryService, path: Path, *, now: datetime, step: Step = without_steps
) -> Exported:
    """Write everything: a folder, or a zip where the name ends with ``.zip``; whole or not at all.

    The library stays open and is asked for one thing at a time; what is in the bin goes too.

    Parameters
    ----------
    now : datetime
        When it is made, aware.
    step : callable
        Called between things; may raise to stop.

    Raises
    ------
    PersonError
        If there is something at the place already, the disk refuses, or a record is damaged.
    """
    try:
        with Writing(path) as out:
            counts = _write(service, ArchiveWriter(out), now=now, step=step)
            size = sum(file.size for file in out.files)
    except FileExistsError as error:
        raise PersonError(Sentence(THERE_ALREADY.message, {"place": str(path)})) from error
    except OSError as error:
        raise not_saved(error, path) from error
    return Exported(path, counts, size)


def free_name(folder: Path, now: datetime, *, is_zip: bool) -> Path:
    """Return a name in a folder that nothing has yet: "Innerscape 2026-11-22"."""
    ending = ".zip" if is_zip else ""
    name = f"Innerscape {now.date().isoformat()}"
    numbers = ("", *(f" ({number})" for number in range(2, 1000)))
    places = (folder / f"{name}{number}{ending}" for number in numbers)
    return next(place for place in places if not place.exists())


def manifest_schema() -> bytes:
    """Return the JSON Schema of an archive's manifest."""
    return files("resources").joinpath("archive", "schema.json").read_bytes()


def _inventory(library: Library) -> _Inventory:
    works = library.work_summaries() + library.work_summaries(binned=True)
    entries = [
        summary.uid
        for binned in (False, True)
        for summary in library.entry_summaries(binned=binned, limit=_ALL)
    ]
    return _Inventory(
        works,
        entries,
        library.picture_uids(),
        library.check_ins(),
        library.suggestions(limit=_ALL),
        library.consents(),
        library.safety_marks(),
        library.own_places(),
        library.administrations(),
        [page for page in (library.help_page(),) if page is not None],
        library.own_prompts(),
        library.standings(),
        library.sessions(),
        library.session_events(),
    )


def _write(
    service: LibraryService, writer: ArchiveWriter, *, now: datetime, step: Step
) -> Mapping[str, int]:
    inventory = service.submit(_inventory).result()
    done = 0
    for work in inventory.works:
        writer.name_work(work.uid, work.created_at)
    for uid in inventory.pictures:
        step(done, inventory.count)
        writer.picture(service.submit(partial(Library.picture, uid=uid)).result())
        done += 1
    for work in inventory.works:
        step(done, inventory.count)
        _write_work(service, writer, work.uid)
        done += 1
    estimates: list[Estimate] = []
    for uid in inventory.entries:
        step(done, inventory.count)
        found = service.submit(partial(Library.load_entry, uid=uid)).result()
        entry = found[uid]
        assert isinstance(entry, Entry)  # noqa: S101 - `load_entry` says so
        writer.entry(entry)
        estimates += estimates_of(found.values())
        done += 1
    step(done, inventory.count)
    writer.table("estimates", Estimate, estimates)
    writer.table("check_ins", CheckIn, inventory.check_ins)
    writer.table("suggestions", Suggestion, inventory.suggestions)
    writer.table("consents", Consent, inventory.consents)
    writer.table("safety_marks", SafetyMark, inventory.marks)
    writer.table("places", Place, inventory.places)
    writer.table("administrations", Administration, inventory.administrations)
    writer.table("help_pages", HelpPage, inventory.help_pages)
    writer.table("own_prompts", OwnPrompt, inventory.own_prompts)
    writer.table("standings", Standing, inventory.standings)
    writer.table("sessions", Session, inventory.sessions)
    writer.table("session_events", SessionEvent, inventory.session_events)
    return writer.finish(made_at=now, schema=manifest_schema(), read_me=_read_me())


def _write_work(service: LibraryService, writer: ArchiveWriter, uid: str) -> None:
    entities, grids, meshes = service.submit(lambda library: library.load_work(uid)).result()
    work = entities[uid]
    if not isinstance(work, Work):
        raise damaged()
    if not work.kind.is_flat:
        picture = service.submit(lambda library: library.thumbnail(uid)).result()
        writer.page_in_space(work, entities, meshes, picture)
        return
    merged = np.ascontiguousarray(flattened(uid, entities, grids)[:, :, 2::-1])
    writer.work(work, entities, grids, merged)


def _read_me() -> str:
    return tr(
        "# Your Innerscape library\n\n"
        "This is everything, in formats that other programs read. It is not encrypted: keep it "
        "where only you can see it.\n\n"
        "- `entries`: a page each, as Markdown to read and as JSON to be exact\n"
        "- `pictures`: the photographs as they were\n"
        "- `works`: a folder each: `picture.png`, `picture.ora` (OpenRaster, with its layers), "
        "`layers` (16-bit PNG), `strokes.jsonl` (a stroke a line), `work.json`; a page in space "
        "has its clay as PLY in `clay`, and what stands around it in `space.json`\n"
        "- `check_ins.csv`, `estimates.csv`, `suggestions.csv`, `consents.csv`, "
        "`safety_marks.csv`, `places.csv`, `administrations.csv` (scales you answered), "
        "`help_pages.csv`, `own_prompts.csv`, `standings.csv`, `sessions.csv`, "
        "`session_events.csv` (what was done in them): tables, UTF-8\n"
        "- `manifest.json`: every file with its size and SHA-256; `manifest.schema.json` says how "
        "to read it\n\n"
        "Innerscape brings it in again under Library, or with `innerscape library import`.\n"
    )
