"""Where things lie on this computer: one folder of the person's own, never a shared one."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "INNERSCAPE_HOME"


def home(chosen: Path | None = None) -> Path:
    """Return the folder everything lies in; it need not exist yet.

    Parameters
    ----------
    chosen : Path, optional
        What the command line said; then comes the environment's `VARIABLE`, then the system's
        local data folder (not the roaming one: a library in use must not be synced).
    """
    if chosen is not None:
        return chosen.absolute()
    named = os.environ.get(VARIABLE)
    return Path(named).absolute() if named else user_data_path("Innerscape", appauthor=False)


def libraries(home_folder: Path) -> Path:
    """Return the folder of the encrypted libraries and their key files."""
    return home_folder / "libraries"


def settings_file(home_folder: Path) -> Path:
    """Return the file of the settings, which are no secret."""
    return home_folder / "settings.json"


def kernel_cache(home_folder: Path) -> Path:
    """Return the folder of the compiled painting kernels."""
    return home_folder / "kernels"


def own_measures(home_folder: Path) -> Path:
    """Return the folder of questionnaires a person brought in; they are no secret."""
    return home_folder / "measures"


def logs(home_folder: Path) -> Path:
    """Return the folder of the log, which holds no content."""
    return home_folder / "logs"


def is_used(home_folder: Path) -> bool:
    """Whether anything lies among the libraries; a look at one folder, nothing is opened."""
    folder = libraries(home_folder)
    return folder.is_dir() and any(folder.iterdir())
