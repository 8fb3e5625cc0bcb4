"""Everything the program says, it says in Chinese too."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.catalogue.translations import LANGUAGES, load_translations, nearest_language, use_language
from app.model.words import language, tr

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    """Return a module of the repository's own tools, which are no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


MESSAGES = tool("messages")


def test_every_sentence_has_its_chinese_with_the_same_fields_and_is_compiled() -> None:
    run = subprocess.run(
        [sys.executable, ".ci/translations.py", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_person_who_reads_chinese_is_spoken_to_in_chinese() -> None:
    use_language("zh_CN")
    assert language() == "zh_CN"
    assert tr("An OpenXR runtime is ready.") != "An OpenXR runtime is ready."


def test_english_needs_no_catalogue() -> None:
    assert load_translations("en").gettext("An OpenXR runtime is ready.") == (
        "An OpenXR runtime is ready."
    )


def test_a_language_that_is_not_here_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        use_language("fr")


@pytest.mark.parametrize(
    ("locale_name", "expected"),
    [("zh_CN", "zh_CN"), ("zh_Hans_SG", "zh_CN"), ("en_GB", "en"), ("de_DE", "en"), ("C", "en")],
)
def test_the_first_run_speaks_the_language_nearest_to_the_system(
    locale_name: str, expected: str
) -> None:
    assert nearest_language(locale_name) == expected
    assert expected in LANGUAGES


def test_a_sentence_is_found_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(
        "class Damaged(PersonError): pass\n"
        "def one(): return tr('plain') + trn('{count} page', '{count} pages', 2)\n"
        "def two():\n    words = 'through a name'\n    return Sentence(words)\n"
        "def three(code, message): return Finding(code, Sentence(message))\n"
        "def four(): return three('x', 'through a function')\n"
        "def five(flag): raise Damaged('yes' if flag else 'no')\n"
        "def six(): return document.edit('Draw stroke', scope='work')\n"
        "def seven(): return other('not a sentence')\n"
    )
    assert {message for message, _ in MESSAGES.messages(MESSAGES.modules([tmp_path]))} == {
        "plain",
        ("{count} page", "{count} pages"),
        "through a name",
        "through a function",
        "yes",
        "no",
        "Draw stroke",
    }
