"""One prompt in the list: what it is, how long, and to try or keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.catalogue.prompts import OWN
from app.model.prompt import Prompt
from app.model.words import tr, trn
from widgets.companion.card import made_with
from widgets.parts import Body, Card, GhostButton, Soft, Strong, spread

if TYPE_CHECKING:
    from app.services.companion import Companion

TAGS = ("short", "low-energy", "one-hand", "seated", "no-words", "group", "grounding", "resource",
        "any-age", "adult")  # fmt: skip


def tag_words(tag: str) -> str:
    """Return a tag in words; "" for one without."""
    said = {
        "short": tr("short"),
        "low-energy": tr("with little energy"),
        "one-hand": tr("with one hand"),
        "seated": tr("sitting or lying down"),
        "no-words": tr("without words"),
        "group": tr("for more than one"),
        "grounding": tr("to find one's feet"),
        "resource": tr("something that helps"),
        "clay": tr("in clay"),
        "any-age": tr("for any age"),
        "adult": tr("for grown-ups"),
    }
    return said.get(tag, "")


class PromptRow(Card):
    """A prompt; ``take`` is called with its uid when it is to be tried."""

    def __init__(self, companion: Companion, prompt: Prompt, take: Callable[[str], object]) -> None:
        super().__init__(margin=16, spacing=6)
        self._companion, self._uid = companion, prompt.uid
        self.body.addWidget(Strong(str(prompt.title)))
        self.body.addWidget(Body(str(prompt.opening)))
        minutes = trn("about {count} minute", "about {count} minutes", prompt.minutes)
        known = [made_with(prompt.medium.value), minutes, *map(tag_words, prompt.tags)]
        self.body.addWidget(Soft(" · ".join(words for words in known if words)))
        self.try_it = GhostButton(tr("Try it"), lambda: take(prompt.uid))
        self.try_it.setObjectName("prompts.try")
        self.favourite = GhostButton("", self._turn)
        self.favourite.setObjectName("prompts.favourite")
        buttons = [self.try_it, self.favourite]
        if prompt.uid.startswith(OWN):
            gone = GhostButton(tr("Take it away"), lambda: companion.take_out_prompt(prompt.uid))
            gone.setObjectName("prompts.take_out")
            buttons.append(gone)
        for button in buttons:
            button.setProperty("dense", True)
        self.body.addLayout(spread(*buttons))
        self.show_state()

    def show_state(self) -> None:
        """Say whether it is a favourite."""
        is_favourite = self._companion.standing(self._uid).is_favourite
        self.favourite.say(tr("No favourite any more") if is_favourite else tr("Keep as favourite"))

    def _turn(self) -> None:
        standing = self._companion.standing(self._uid)
        self._companion.stand(replace(standing, is_favourite=not standing.is_favourite))
        self.show_state()
