"""A progress bar on standard error, without the watching thread that tqdm starts."""

from __future__ import annotations

from tqdm import tqdm


class Bar(tqdm):
    """A tqdm bar; it leaves no thread behind."""

    monitor_interval = 0
