"""Importing what pages in space need, on a thread of its own, the first time one is wanted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, partial
from threading import Thread
from typing import TYPE_CHECKING

from app.services import kernels

if TYPE_CHECKING:
    from app.model.clay import ClayStart, ClayTool
    from app.model.environment import Environment, Wish
    from app.model.meshes import Mesh
    from app.model.space_brush import SpaceBrush
    from widgets.context import Context
    from widgets.space.sheet import SpaceSheet
    from widgets.studio.kit import Kit


@dataclass(frozen=True, slots=True)
class SpaceResources:
    """What stands in the resources for pages in space; ``body`` is the first beginning, made."""

    brushes: tuple[SpaceBrush, ...]
    clay_tools: tuple[ClayTool, ...]
    clay_starts: tuple[ClayStart, ...]
    environments: tuple[Environment, ...]
    wishes: tuple[Wish, ...]
    body: Mesh


@dataclass(frozen=True, slots=True)
class SpaceRoom:
    """Makes the sheet for pages in space, of context, colours and renderer."""

    sheet: Callable[[Context, Kit, str], SpaceSheet]


@cache
def space_room() -> Future[SpaceRoom]:
    """Begin to import and to read, once a process: VisPy and the schemas take a second."""
    future: Future[SpaceRoom] = Future()

    def work() -> None:
        try:
            from widgets.space.sheet import SpaceSheet

            future.set_result(SpaceRoom(partial(SpaceSheet, resources=_resources())))
        except BaseException as error:
            # whoever waits for it gets it
            future.set_exception(error)

    kernels.loading(kernels.SPACE)
    Thread(target=work, name="space", daemon=True).start()
    return future


def _resources() -> SpaceResources:
    from app.catalogue.clay import clay_starts, clay_tools
    from app.catalogue.environments import environments, wishes
    from app.catalogue.space_brushes import space_brushes
    from app.geometry.clay.starts import begin

    starts = clay_starts()
    return SpaceResources(
        space_brushes(), clay_tools(), starts, environments(), wishes(), begin(starts[0])
    )
