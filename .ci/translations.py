"""Keep the Chinese catalogue in step with the sources: update, merge, check."""

from __future__ import annotations

import string
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from messages import literals, messages, modules

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "innerscape.po", FOLDER / "innerscape.mo"
SOURCES = ("app", "widgets", "xr/headset")
# a date that changes with every run would make every run a change
DATED = datetime(2026, 1, 1, tzinfo=UTC)


def empty() -> Catalog:
    """Return a catalogue with a header that does not depend on the day."""
    return Catalog(
        locale="zh_CN",
        project="Innerscape",
        version="0.1.0",
        copyright_holder="The Innerscape founders",
        creation_date=DATED,
        revision_date=DATED,
        last_translator="The Innerscape founders",
        language_team="zh_CN",
        fuzzy=False,
    )


def extracted(known: Iterable[Catalog] = ()) -> Catalog:
    """Return every sentence of the sources, without translations.

    Where somebody translated a string that stands in the sources, it is a sentence too.
    """
    catalogue, sources = empty(), modules([ROOT / source for source in SOURCES])
    for words, path in messages(sources):
        catalogue.add(words, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    standing = literals(sources)
    for message in (message for part in known for message in part):
        words = message.id if isinstance(message.id, str) else message.id[0]
        if words in standing and catalogue.get(words) is None:
            catalogue.add(message.id)
    return catalogue


def fields(words: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def translation(message: Message) -> str:
    """Return the one Chinese form: Chinese has no plural."""
    words = message.string
    return words[0] if isinstance(words, (tuple, list)) else words


def filled(translations: list[Catalog]) -> Catalog:
    """Return the sentences of the sources with the first translation found for each."""
    catalogue = extracted(translations)
    for message in catalogue:
        if not message.id:
            continue
        found = (part.get(message.id) for part in translations)
        words = next((translation(one) for one in found if one and translation(one)), "")
        message.string = (words,) if message.pluralizable else words
    return catalogue


def read(path: Path) -> Catalog:
    """Return a catalogue from a file, empty where there is none."""
    if not path.exists():
        return empty()
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN")


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Return the two files' bytes, .po and .mo."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=0, include_lineno=False, sort_by_file=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def problems() -> list[str]:
    """Return what is wrong with the catalogue, nothing if all is well."""
    catalogue = filled([read(PO)])
    found = []
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        words = translation(message)
        if not words:
            found.append(f"no Chinese for: {ids[0]!r} {[place for place, _ in message.locations]}")
        elif fields(words) != fields(ids[-1]):
            found.append(f"other fields than the English: {ids[0]!r} -> {words!r}")
    if not MO.exists() or MO.read_bytes() != written(catalogue)[1]:
        found.append("the compiled catalogue is not current: run `make translations`")
    return found


def save(catalogue: Catalog) -> None:
    """Write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    po, mo = written(catalogue)
    PO.write_bytes(po)
    MO.write_bytes(mo)


@click.group()
def main() -> None:
    """Keep the Chinese catalogue in step with the sources."""


@main.command()
@click.argument("parts", nargs=-1, type=click.Path(exists=True, path_type=Path))
def update(parts: tuple[Path, ...]) -> None:
    """Extract, take over translations (from PARTS too, the catalogue's own first), compile."""
    save(filled([read(PO), *map(read, parts)]))
    missing = [line for line in problems() if line.startswith("no Chinese")]
    click.echo(f"{PO.relative_to(ROOT)}: {len(missing)} sentences wait for their Chinese")


@main.command()
def check() -> None:
    """Say what is missing, wrong or stale; fail if anything is."""
    found = problems()
    for line in found:
        click.echo(line)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
