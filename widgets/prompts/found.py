"""Which prompts a person looks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.model.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a prompt has to be: ``minutes`` at most, 0 for any; "" is any medium, any tag."""

    words: str = ""
    minutes: int = 0
    medium: str = ""
    tag: str = ""
    is_favourite: bool = False


def found(
    prompts: Sequence[Prompt], wanted: Wanted, is_favourite: Callable[[str], bool]
) -> list[Prompt]:
    """Return the prompts that are wanted, in their order."""
    words = wanted.words.casefold().split()
    return [
        prompt
        for prompt in prompts
        if all(word in _text(prompt) for word in words)
        and (not wanted.minutes or prompt.minutes <= wanted.minutes)
        and wanted.medium in ("", prompt.medium.value)
        and (not wanted.tag or wanted.tag in prompt.tags)
        and (not wanted.is_favourite or is_favourite(prompt.uid))
    ]


def _text(prompt: Prompt) -> str:
    said = (prompt.title, prompt.opening, prompt.intention)
    return " ".join(f"{words.en} {words.zh}" for words in said).casefold()
