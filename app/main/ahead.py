"""Reads code and resources on a thread of its own while the person reads the first screen.

Imports and schema checks take about a second together; the window must not stand still for them.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Final

from app.services import kernels
from app.services.garbage import put_off, set_aside

if TYPE_CHECKING:
    from app.guidance.safety import SafetyList
    from app.model.brush import Brush
    from app.model.help import Grounding, HelpLine
    from app.model.plan import Plan
    from app.model.prompt import Prompt

MODULES: Final = (
    "app.services.library",
    "app.main.session",
    "app.storage.system_keyring",
    "app.services.autosave",
    "app.services.companion",
    "app.services.reading",
    "app.services.inference",
    "widgets.frame",
    "widgets.today.page",
    "widgets.session.page",
    "widgets.studio.page",
    "widgets.journal.page",
    "widgets.library.page",
    "widgets.progress.page",
    "widgets.settings.page",
    "widgets.settings.vault_keys",
    "widgets.guide",
)


@dataclass(frozen=True, slots=True)
class Resources:
    """What stands in the resources and every session needs."""

    prompts: tuple[Prompt, ...]
    safety: SafetyList
    brushes: tuple[Brush, ...]
    help_lines: tuple[HelpLine, ...]
    grounding: tuple[Grounding, ...]
    plans: tuple[Plan, ...]


def read_ahead() -> Future[Resources]:
    """Begin to import the rooms and to read the resources, then to load the kernels."""
    future: Future[Resources] = Future()

    def work() -> None:
        try:
            with put_off():
                for name in MODULES:
                    import_module(name)
                kernels.import_compiler()
            set_aside()
            future.set_result(_resources())
            # those of a page in space are compiled by and by; they load when one is opened
            kernels.loading().add_done_callback(lambda _: kernels.filling(kernels.SPACE))
        except BaseException as error:
            # whoever waits for it gets it
            future.set_exception(error)

    kernels.filling()
    Thread(target=work, name="reading ahead", daemon=True).start()
    return future


def _resources() -> Resources:
    from app.catalogue.brushes import brushes
    from app.catalogue.help import grounding, help_lines
    from app.catalogue.plans import plans
    from app.catalogue.prompts import prompts
    from app.catalogue.safety import safety_list
    from app.guidance.safety import SafetyList

    found = prompts()
    return Resources(
        found,
        SafetyList(safety_list()),
        brushes(),
        help_lines(),
        grounding(),
        plans(found),
    )
