"""What the safety list is made of: phrases, what they must not be taken for, and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SafetyPhrase:
    """A pattern that asks for care, with sentences that it must find.

    ``pattern`` is a regular expression over normalised text. ``tags`` name the prompts that wait
    afterwards (``not_after``).
    """

    uid: str
    language: str
    pattern: str
    tags: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafetyException:
    """A way of speaking that is passed over, with sentences in which nothing may be found."""

    language: str
    pattern: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafetyWords:
    """The whole list. ``variants`` maps traditional and variant characters to the list's own.

    ``asked_tags`` are the tags that follow when a person asks for help themselves.
    """

    phrases: tuple[SafetyPhrase, ...]
    exceptions: tuple[SafetyException, ...]
    asked_tags: tuple[str, ...]
    variants: Mapping[str, str] = field(default_factory=dict)
