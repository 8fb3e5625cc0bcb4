"""The command line. A spawned child imports this again: nothing heavy at module level."""

from __future__ import annotations

import json
import locale
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, TypeVar

import click

if TYPE_CHECKING:
    from app.services.checkup import Checkup
    from app.services.doctor import Section
    from app.services.library import LibraryService
    from app.storage.audit import AuditRow
    from app.storage.backups import Backup
    from app.storage.findings import Finding

T = TypeVar("T")
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--home", type=FOLDER, help="The folder everything lies in (your own by default).")
@click.version_option(package_name="innerscape")
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """Innerscape, an offline studio for art therapy. Without a command: open the studio."""
    context.obj = home
    if context.invoked_subcommand is None:
        from app.main import run_studio

        sys.exit(run_studio(home=home))


@main.command()
@click.option("--out", type=FOLDER, required=True, help="The folder the pictures go to.")
@click.option("--language", type=click.Choice(["en", "zh_CN"]), default="en", show_default=True)
@click.option("--theme", type=click.Choice(["paper", "dusk"]), default="paper", show_default=True)
def tour(out: Path, language: str, theme: str) -> None:
    """Drive the real window through the main job: numbered pictures and journey.json."""
    from app.main import run_tour

    sys.exit(run_tour(out, language=language, theme=theme))


@main.command()
@click.option("--json", "is_json", is_flag=True, help="As JSON.")
@click.option("--bundle", type=FILE, help="Write facts and events, no content, to OUT.zip.")
@click.option("--yes", "is_agreed", is_flag=True, help="Write the bundle without asking.")
@click.pass_obj
def doctor(home: Path | None, *, is_json: bool, bundle: Path | None, is_agreed: bool) -> None:
    """Say what works on this computer. Fails if something is not well."""
    from app.services.doctor import as_json, examine

    _speak_the_systems_language()
    sections = examine(_askers(home))
    if bundle is not None:
        _bundle(sections, home, bundle, is_agreed=is_agreed)
        return
    if is_json:
        click.echo(json.dumps(as_json(sections), ensure_ascii=False, indent=2))
    else:
        for section in sections:
            mark = "ok" if section.is_well else "!!"
            click.echo(f"{mark}  {section.name:10} {section.words}")
    sys.exit(not all(section.is_well for section in sections))


@main.command()
@click.option("--engine", type=click.Choice(["onnx", "torch"]), default="onnx", show_default=True)
@click.option("--evidence/--no-evidence", default=True, show_default=True)
@click.option("--lines", "file", type=click.File(encoding="utf-8"), help="One text a line.")
@click.argument("text", required=False)
def infer(
    engine: Literal["onnx", "torch"],
    file: IO[str] | None,
    text: str | None,
    *,
    evidence: bool,
) -> None:
    """Say what the model on this computer makes of TEXT (or of each line), as JSON lines."""
    from inference.report import lines

    if (text is None) == (file is None):
        raise click.UsageError("Give a TEXT, or a file with --lines.")
    texts = [text] if text is not None else _lines_of(file)
    for line in lines(texts, engine=engine, with_evidence=evidence):
        click.echo(json.dumps(line, ensure_ascii=False))


@main.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("target", type=FILE, metavar="OUT")
@click.option("--page", type=click.IntRange(1), help="Which page of a copy with several.")
def convert(source: Path, target: Path, page: int | None) -> None:
    """Write the sketch, model or page in IN as OUT: .tilt, .glb, .obj, .ply or .stl."""
    from app.model.words import PersonError, tr
    from app.services.consent import local_now
    from app.services.convert import convert as converted

    _speak_the_systems_language()
    try:
        done = converted(source, target, now=local_now(), page=page)
    except PersonError as error:
        raise click.ClickException(str(error)) from error
    click.echo(tr("Written: {name}.", name=str(done.path)))
    if done.left_out:
        left = tr(", ").join(map(str, done.left_out))
        click.echo(tr("These stay behind: {left}.", left=left))


@main.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "is_json", is_flag=True, help="As JSON.")
def inspect(path: Path, *, is_json: bool) -> None:
    """Say what a sketch or model FILE holds, and what of it is not understood."""
    from app.model.words import PersonError
    from app.services.consent import local_now
    from app.services.convert import inspect as inspected
    from app.services.told import what_a_file_holds

    _speak_the_systems_language()
    try:
        table = inspected(path, now=local_now())
    except PersonError as error:
        raise click.ClickException(str(error)) from error
    if is_json:
        click.echo(json.dumps(table, ensure_ascii=False, indent=2))
    else:
        for line in what_a_file_holds(table):
            click.echo(line)


@main.group()
def library() -> None:
    """Look after the encrypted library."""


@library.command()
@click.option("--deep", is_flag=True, help="Unpack everything; takes longer.")
@click.pass_obj
def check(home: Path | None, *, deep: bool) -> None:
    """Look whether your library is whole. Asks for the passphrase where there is one."""
    from app.model.words import tr

    def ask(checkup: Checkup, profile: str) -> list[Finding]:
        return checkup.check(profile, passphrase=_passphrase, deep=deep, step=_show_step)

    found = 0
    for findings in _each_library(home, ask):
        found += _tell(findings, tr("Your library is whole."))
    sys.exit(bool(found))


@library.command()
@click.option("--lines", is_flag=True, help="Print every line: when, who, what kind of thing.")
@click.pass_obj
def audit(home: Path | None, *, lines: bool) -> None:
    """Look whether the log of changes is whole. It holds no content."""
    from app.model.words import tr, trn

    def ask(checkup: Checkup, profile: str) -> tuple[list[AuditRow], list[Finding]]:
        return checkup.audit(profile, passphrase=_passphrase)

    found = 0
    for rows, findings in _each_library(home, ask):
        for row in rows if lines else ():
            when = row.at.isoformat(timespec="seconds")
            click.echo(f"{row.seq}\t{when}\t{row.actor}\t{tr(row.action)}\t{' '.join(row.kinds)}")
        whole = trn(
            "The log of {count} change is whole.",
            "The log of {count} changes is whole.",
            len(rows),
        )
        found += _tell(findings, whole)
    sys.exit(bool(found))


@library.command()
@click.pass_obj
def backup(home: Path | None) -> None:
    """Check your library and make a backup of it now, where something changed."""
    from app.model.words import tr

    def ask(checkup: Checkup, profile: str) -> Backup | None:
        return checkup.back_up(profile, passphrase=_passphrase, step=_show_step)

    for made in _each_library(home, ask):
        if made is None:
            click.echo(tr("Nothing changed since the last backup, so it holds everything."))
        else:
            click.echo(tr("Done: copied and checked."))
            click.echo(made.path)


def _each_library(home: Path | None, ask: Callable[[Checkup, str], T]) -> Iterator[T]:
    """Ask something of each library of this account, one after the other."""
    from app.model.words import PersonError, tr
    from app.services.checkup import open_vault

    _speak_the_systems_language()
    with open_vault(home) as checkup:
        if not checkup.profiles:
            click.echo(tr("There is no library here yet."))
        for profile in checkup.profiles:
            try:
                yield ask(checkup, profile)
            except PersonError as error:
                raise click.ClickException(str(error)) from error


def _tell(findings: list[Finding], whole: str) -> int:
    """Say what was found, or that all is whole; return how much was found."""
    for finding in findings:
        click.echo(finding)
    if not findings:
        click.echo(whole)
    return len(findings)


@library.command(name="export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--profile", type=click.IntRange(1), help="Which library, where there are several.")
@click.pass_obj
def export_everything(home: Path | None, out: Path, profile: int | None) -> None:
    """Write everything to OUT, a new folder or .zip, in open formats. It is not encrypted."""
    from app.model.words import tr
    from app.services.archive import export_library
    from app.services.consent import local_now

    with _opened(home, profile) as service:
        done = export_library(service, out, now=local_now(), step=_show_step)
    click.echo(tr("Everything is in {place}. It is not encrypted.", place=done.path))
    for name, count in done.counts.items():
        click.echo(f"{count:8}  {name}")


@library.command(name="import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--profile", type=click.IntRange(1), help="Which library, where there are several.")
@click.pass_obj
def import_pages(home: Path | None, path: Path, profile: int | None) -> None:
    """Bring in PATH: a copy, Day One, jrnl, Markdown, OpenRaster, a sketch in space, a model."""
    from app.services.bring_in import bring_in
    from app.services.consent import local_now
    from app.services.here import Here
    from app.services.told import what_was_added

    with _opened(home, profile) as service:
        brought = bring_in(service, path, zone=Here(), now=local_now(), step=_show_step)
    click.echo(what_was_added(brought))


@contextmanager
def _opened(home: Path | None, number: int | None) -> Iterator[LibraryService]:
    from app.model.words import PersonError, tr
    from app.services.checkup import open_vault

    _speak_the_systems_language()
    with open_vault(home) as checkup:
        profiles = checkup.profiles
        if not profiles:
            raise click.ClickException(tr("There is no library here yet."))
        if (number is None and len(profiles) > 1) or (number or 1) > len(profiles):
            raise click.UsageError(
                tr("There are {count} libraries: say which with --profile.", count=len(profiles))
            )
        try:
            with checkup.opened(profiles[(number or 1) - 1], passphrase=_passphrase) as service:
                yield service
        except PersonError as error:
            raise click.ClickException(str(error)) from error


def _show_step(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total} ", err=True, nl=False)


def _bundle(sections: list[Section], home: Path | None, out: Path, *, is_agreed: bool) -> None:
    """Say what would go into a bundle, ask, and write it."""
    from app.model.words import PersonError, tr
    from app.services.bundle import parts, write
    from app.services.places import home as home_folder

    found = parts(sections, home_folder(home))
    click.echo(tr("This would go into {name}, and nothing else:", name=out.name))
    for part in found:
        click.echo(f"  {part.name:24} {len(part.content):8}  {part.what}")
    if not (is_agreed or click.confirm(tr("Write it?"))):
        click.echo(tr("Nothing was written."))
        return
    try:
        write(out, found)
    except PersonError as error:
        raise click.ClickException(str(error)) from error
    click.echo(tr("Written: {name}. Nothing was sent; it is yours to send.", name=str(out)))


def _passphrase() -> str:
    from app.model.words import tr

    return str(click.prompt(tr("Passphrase"), hide_input=True))


def _lines_of(file: IO[str] | None) -> Iterator[str]:
    for line in file or ():
        yield line.rstrip("\r\n")


def _askers(home: Path | None) -> list[Callable[[], Section]]:
    from app.services import doctor as questions
    from app.services.places import home as home_folder
    from app.services.places import libraries
    from widgets import diagnosis

    def openxr() -> Section:
        from headset.runtime import find_runtime

        found = find_runtime()
        facts = {"is_present": found.is_present, "binding": found.binding}
        extensions = {"extensions": list(found.extensions)}
        return questions.Section("openxr", bool(found.binding), found.words, facts | extensions)

    return [
        questions.versions,
        diagnosis.graphics,
        diagnosis.audio,
        openxr,
        diagnosis.fonts,
        questions.model,
        partial(questions.library, libraries(home_folder(home))),
    ]


def _speak_the_systems_language() -> None:
    from app.catalogue.translations import nearest_language, use_language

    use_language(nearest_language(locale.getlocale()[0] or ""))
