"""What runs in the inference process: one engine, one thread, low priority, no network.

Everything heavy is imported in `load`: a spawned child imports this module, and so does the
studio that sends the work.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import multiprocessing.connection
import os
import sys
import threading
from collections.abc import MutableSequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from inference.results import Evidence, ModelError, Reading

if TYPE_CHECKING:
    from inference.engine import EngineName
    from inference.model import EmotionModel

Shared = MutableSequence[int]

# Places in the shared memory: the last evidence request that is no longer wanted, whether the
# process is to end, and its process id.
CANCELLED: Final = 0
ENDING: Final = 1
PID: Final = 2
PLACES: Final = 3

_OFFLINE: Final = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")
_BELOW_NORMAL_PRIORITY_CLASS: Final = 0x4000


class Provenance(NamedTuple):
    """Which model the process has loaded."""

    model: str
    version: str
    engine: str


class _Child:
    """The state of the inference process; there is one process, hence one of it."""

    model: EmotionModel | None = None
    shared: Shared | None = None


def begin(shared: Shared) -> None:
    """Make a fresh process polite: low priority, one thread, offline, gone with its parent."""
    _Child.shared = shared
    shared[PID] = os.getpid()
    for name in _OFFLINE:
        os.environ[name] = "1"
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _lower_priority()
    threading.Thread(target=_leave_with_parent, name="parent watch", daemon=True).start()


def load(folder: str, engine: EngineName) -> Provenance:
    """Load a model folder; once a process.

    Raises
    ------
    ModelError
        If the folder is missing a part, a part cannot be read, or a library is missing.
    """
    try:
        from inference.model import EmotionModel

        _Child.model = EmotionModel(Path(folder), engine)
    except ImportError as problem:
        raise ModelError(f"A library is missing: {problem.name}") from None
    settings = _Child.model.settings
    return Provenance(settings.model, settings.version, engine)


def estimate(text: str) -> Reading:
    """Read a text; stops between batches when the process is to end."""
    return _model().estimate(text, should_stop=lambda: _is_set(ENDING, at_least=1))


def evidence(text: str, label: str, ticket: int) -> Evidence:
    """Find the words behind a label; stops between batches when the ticket was cancelled."""

    def should_stop() -> bool:
        return _is_set(CANCELLED, at_least=ticket) or _is_set(ENDING, at_least=1)

    return _model().evidence(text, label, should_stop=should_stop)


def _model() -> EmotionModel:
    if _Child.model is None:
        raise ModelError("The model was not loaded.")
    return _Child.model


def _is_set(place: int, *, at_least: int) -> bool:
    return _Child.shared is not None and _Child.shared[place] >= at_least


def _lower_priority() -> None:
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL_PRIORITY_CLASS)
    else:
        with contextlib.suppress(OSError):
            os.nice(5)


def _leave_with_parent() -> None:
    """End when the studio is gone: a killed parent closes no queue."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(0)
