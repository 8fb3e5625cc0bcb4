"""The cards that are open: one at a time before the person, and the palette beside them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.model.inside import Choices, Tuning
from app.model.space import Pose
from headset.cards import Rows
from headset.panels import NEAREST_M, PanelLayout, laid_out, text_m
from headset.placing import ahead
from headset.pointing import Standing

PALETTE: Final = "palette"
# help comes before everything else, and what can wait stands behind
ORDER: Final = ("help", "calm", "sickness", "break", "check_in", "note", "step", "prompt")
_WIDEST_DEG: Final = 64.0


@dataclass(slots=True)
class _Card:
    rows: Callable[[], Rows]
    layout: PanelLayout
    pose: Pose | None = None


class Board:
    """What is open, laid out and placed.

    A card opens ahead of where the head looks, and stays there: nothing is locked to the head.
    """

    def __init__(self, tuning: Tuning, choices: Choices) -> None:
        self._tuning, self._choices = tuning, choices
        self._cards: dict[str, _Card] = {}
        self._shown = ""

    def __contains__(self, name: str) -> bool:
        return name in self._cards

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Return the panels that can be seen: the first card in `ORDER`, and the palette."""
        names = [self._shown, PALETTE]
        found = [self._cards[name] for name in names if name in self._cards]
        return tuple(Standing(each.layout, each.pose) for each in found if each.pose is not None)

    def open(self, name: str, rows: Callable[[], Rows]) -> None:
        """Open a card, or let it say something else; it is placed by the next `follow`."""
        before = self._cards.get(name)
        layout = self._laid_out(name, rows())
        self._cards[name] = _Card(rows, layout, before.pose if before else None)

    def close(self, name: str) -> None:
        """Close a card."""
        self._cards.pop(name, None)

    def close_all(self) -> None:
        """Close everything."""
        self._cards.clear()

    def use(self, choices: Choices) -> None:
        """Lay everything out for other eyes."""
        self._choices = choices
        self.renew()

    def renew(self) -> None:
        """Let every card say what is so now."""
        for name, card in self._cards.items():
            card.layout = self._laid_out(name, card.rows())

    def place_palette(self, pose: Pose | None) -> None:
        """Put the palette somewhere, or show it not at all."""
        if PALETTE in self._cards:
            self._cards[PALETTE].pose = pose

    @property
    def palette_pose(self) -> Pose | None:
        """Return where the palette is."""
        return self._cards[PALETTE].pose if PALETTE in self._cards else None

    def place_anew(self) -> None:
        """Let cards open again ahead of the head: the person stands elsewhere now."""
        for name, card in self._cards.items():
            if name != PALETTE:
                card.pose = None

    def follow(self, head: Pose, scale: float) -> None:
        """Show the card whose turn it is; ``scale`` is metres of the room a metre."""
        first = next((name for name in ORDER if name in self._cards), "")
        if first and (first != self._shown or self._cards[first].pose is None):
            self._cards[first].pose = ahead(head, self._away_m(first), scale=scale)
        self._shown = first

    def _away_m(self, name: str) -> float:
        wanted = self._tuning["palette_far_m" if name == PALETTE else "panel_m"]
        return max(wanted, self._tuning["nearest_m"], NEAREST_M)

    def _laid_out(self, name: str, rows: Rows) -> PanelLayout:
        away_m, larger = self._away_m(name), self._choices.text_scale
        wide_deg = min(self._tuning["panel_width_deg"] * larger, _WIDEST_DEG)
        return laid_out(
            name,
            rows,
            width_m=2 * away_m * math.tan(math.radians(wide_deg / 2)),
            text_m=text_m(self._tuning["text_deg"] * larger, away_m),
            is_high_contrast=self._choices.is_high_contrast,
        )
