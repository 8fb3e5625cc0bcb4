"""Keep the command tables of the guide in step with the program: update, check."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from PySide6.QtWidgets import QAbstractButton

from app.catalogue.translations import use_language
from app.commands.row import Command
from app.main.stage import Stage
from widgets.application import make_application
from widgets.frame import Frame
from widgets.tour.hands import find, is_there
from widgets.tour.walk import LOOK_MS, let_pass

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "guide"
HEADS = {"en": "| Command | Keys |", "zh_CN": "| 命令 | 按键 |"}
PLACE = re.compile(r"(?<=<!-- commands -->\n).*?(?=<!-- end of commands -->)", re.DOTALL)
PAGES = 6
TRIES = 3000


def commands() -> list[Command]:
    """Return the rows of the real program, every page built."""
    with tempfile.TemporaryDirectory() as home:
        stage = Stage(Path(home))
        stage.open()
        try:
            for name in ("first_run.next", "first_run.next", "first_run.without", "first_run.next"):
                press(stage, name)
            wait_for(lambda: bool(stage.window.findChildren(Frame)))
            (frame,) = stage.window.findChildren(Frame)
            wait_for(lambda: len(frame.built) >= PAGES)
            return list(frame.commands)
        finally:
            stage.close()


def press(stage: Stage, name: str) -> None:
    """Press a button as soon as it is there; off-screen, no pointer could."""
    wait_for(lambda: is_there(stage.window, name))
    button = find(stage.window, name)
    if isinstance(button, QAbstractButton):
        button.click()


def wait_for(is_so: Callable[[], object]) -> None:
    """Let the window live until something is so."""
    for _ in range(TRIES):
        if is_so():
            return
        let_pass(LOOK_MS)
    raise TimeoutError("the window did not come that far")


def table(rows: Sequence[Command], language: str) -> str:
    """Return the rows as a table of a language."""
    use_language(language)
    lines = [
        f"| {row.title} | {' · '.join(f'`{keys}`' for keys in row.keys)} |".replace("|  |", "| |")
        for row in rows
    ]
    return "\n".join([HEADS[language], "|---|---|", *lines]) + "\n"


def texts() -> dict[Path, str]:
    """Return each guide as it ought to be."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    rows = commands()
    found = {}
    for language in HEADS:
        path = FOLDER / f"{language}.md"
        words = table(rows, language)
        found[path] = PLACE.sub(lambda _, words=words: words, path.read_text("utf-8"))
    return found


@click.command()
@click.argument("what", type=click.Choice(["update", "check"]))
def main(what: str) -> None:
    """Write the tables, or say whether they are current."""
    stale = {path: text for path, text in texts().items() if path.read_text("utf-8") != text}
    for path, text in stale.items():
        if what == "update":
            path.write_text(text, "utf-8")
        click.echo(f"{path.relative_to(ROOT)}: {'written' if what == 'update' else 'not current'}")
    sys.exit(what == "check" and bool(stale))


if __name__ == "__main__":
    main()
