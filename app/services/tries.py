"""How long to wait after wrong passphrases: longer with each."""

from __future__ import annotations

from dataclasses import dataclass

FREE_TRIES = 3
LONGEST_DELAY_S = 300.0


@dataclass(slots=True)
class Tries:
    """Wrong tries at one door since the program started."""

    wrong: int = 0
    last_at: float = 0.0

    def wait_s(self, now: float) -> float:
        """Return how many seconds must pass before the next one."""
        if self.wrong < FREE_TRIES:
            return 0.0
        delay = min(2.0 ** (self.wrong - FREE_TRIES), LONGEST_DELAY_S)
        return max(0.0, self.last_at + delay - now)
