"""What panels say: check-in, prompt, session step, help, the question of how one feels, calm.

Pure: from values to rows of parts, in the person's language. Words are short, and of two answers
neither is larger than the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.model.care import StepKind
from app.model.help import Grounding, HelpKind, HelpLine
from app.model.prompt import Prompt
from app.model.words import Sentence, tr
from headset.panels import Kind, Part

SICKNESS_STEPS: Final = 20

Rows = list[list[Part]]

_STEPS: Final = {
    StepKind.CHECK_IN: Sentence("How you are"),
    StepKind.WARM_UP: Sentence("Warming up"),
    StepKind.MAKING: Sentence("Making"),
    StepKind.REFLECTION: Sentence("Looking at it together"),
    StepKind.CLOSING: Sentence("Coming to a close"),
}


def title(words: str) -> list[Part]:
    """Return a row with a heading."""
    return [Part(Kind.TITLE, words)]


def words(text: str) -> list[Part]:
    """Return a row with words."""
    return [Part(Kind.WORDS, text)]


def soft(text: str) -> list[Part]:
    """Return a row with quieter words."""
    return [Part(Kind.SOFT, text)]


def button(name: str, text: str, *, is_on: bool = False, is_enabled: bool = True) -> Part:
    """Return something to press."""
    return Part(Kind.BUTTON, text, name, is_on=is_on, is_enabled=is_enabled)


def check_in(valence: float | None, arousal: float | None) -> Rows:
    """Return the check-in; values -1 to 1, None is not said."""
    return [
        title(tr("How is it right now?")),
        [_said("check_in.valence", tr("How pleasant it is"), valence, "unpleasant", "pleasant")],
        [_said("check_in.arousal", tr("How activated you are"), arousal, "calm", "activated")],
        [
            button("check_in.keep", tr("Keep this")),
            button("check_in.skip", tr("Not now")),
        ],
    ]


def prompt(found: Prompt) -> Rows:
    """Return a prompt with its three answers."""
    return [
        title(str(found.title)),
        words(str(found.opening)),
        soft(tr("About {minutes} minutes", minutes=found.minutes)),
        [
            button("prompt.try_it", tr("Try it")),
            button("prompt.not_now", tr("Not now")),
            button("prompt.not_like_this", tr("Not like this")),
        ],
    ]


def step(kind: StepKind) -> Rows:
    """Return what the session has come to."""
    return [
        title(str(_STEPS[kind])),
        soft(tr("There is no hurry. You can leave this out.")),
        [button("step.close", tr("All right"))],
    ]


def note(text: str) -> Rows:
    """Return something that is said once."""
    return [words(text), [button("note.close", tr("All right"))]]


def help_card(
    lines: Sequence[HelpLine], ways: Sequence[Grounding], own_line: str, *, may_tell: bool
) -> Rows:
    """Return where help is; what the person wrote for themselves comes first.

    ``may_tell`` is whether there is a clinician who can be told: the person chooses.
    """
    rows = [title(tr("You are not alone with this"))]
    if own_line:
        rows.append(words(own_line))
    for line in lines:
        if line.kind is HelpKind.OWN:
            continue
        number = f"{line.title}: {line.number}" if line.number else str(line.title)
        rows.append(words(number))
    if ways:
        rows.append(soft(str(ways[0].steps[0])))
    rows.append([button("help.calm", tr("Calm scene")), button("help.leave", tr("Step out"))])
    if may_tell:
        rows.append(
            [
                button("help.tell", tr("Tell my clinician")),
                button("help.close", tr("Keep it to myself")),
            ]
        )
    else:
        rows.append([button("help.close", tr("Close"))])
    return rows


def sickness(value: float | None) -> Rows:
    """Return the question of how one feels; the answer 0 to 20, None is not said."""
    place = None if value is None else value / SICKNESS_STEPS
    shown = "" if value is None else f"{value:.0f}"
    return [
        title(tr("How are you in here?")),
        words(tr("How sick do you feel right now?")),
        [
            Part(
                Kind.SLIDER, shown, "sickness.value", place,
                ends=(tr("not at all"), tr("very sick")), steps=SICKNESS_STEPS,
            )
        ],
        [
            button("sickness.keep", tr("Keep this"), is_enabled=value is not None),
            button("sickness.skip", tr("Not now")),
        ],
        [button("sickness.leave", tr("Step out"))],
    ]  # fmt: skip


def calm(said: str, *, may_go_back: bool) -> Rows:
    """Return what stands in the calm scene."""
    rows = [title(tr("Nothing has to happen now"))]
    rows.append(soft(said or tr("Your work is kept. Stay as long as you like.")))
    ways = [button("calm.leave", tr("Step out")), button("calm.help", tr("I need help"))]
    if may_go_back:
        ways.insert(0, button("calm.back", tr("Go back")))
    rows.append(ways)
    return rows


def break_card(minutes: int) -> Rows:
    """Return the offer of a rest."""
    return [
        title(tr("A good time for a rest")),
        soft(tr("You have been inside for {minutes} minutes. Your work is kept.", minutes=minutes)),
        [button("break.leave", tr("Step out")), button("break.stay", tr("Stay a little"))],
    ]


def _said(name: str, text: str, value: float | None, low: str, high: str) -> Part:
    place = None if value is None else (value + 1) / 2
    return Part(Kind.SLIDER, text, name, place, ends=(tr(low), tr(high)))
