"""The surroundings of the page that is open: built on a thread of its own, then shown."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread

from PySide6.QtCore import QObject, Signal

from app.geometry.place.scenery import Scenery, build
from app.model.environment import Environment
from app.model.space import Place
from app.scene.place.node import PlaceNode
from app.scene.stage import Stage
from widgets.later import when_done


class Environs(QObject):
    """Brings a place onto the stage; of places wished one after the other the last one counts.

    Attributes
    ----------
    shown : Signal()
        The place is seen now.
    """

    shown = Signal()

    def __init__(self, stage: Stage, environments: Sequence[Environment], parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._known = {each.uid: each for each in environments}
        self._node: PlaceNode | None = None
        self._shown: tuple[str, int, tuple[tuple[str, float], ...]] | None = None
        self._wanted: Place | None = None
        self._is_building = False

    @property
    def is_busy(self) -> bool:
        """Whether a place is being built."""
        return self._is_building

    def show(self, place: Place | None) -> None:
        """Show a place as soon as it is built; None is the plain floor."""
        self._wanted = place
        if place is None or place.environment_uid not in self._known:
            self._shown = None
            self._stage.use_place(None)
            self.shown.emit()
        elif not self._is_building and _look(place) != self._shown:
            self._build(place)

    def renew(self) -> None:
        """The OpenGL context is another one: show the place anew."""
        self._node = self._shown = None
        self._stage.use_place(None)
        self.show(self._wanted)

    def _build(self, place: Place) -> None:
        self._is_building = True
        environment = self._known[place.environment_uid]
        future: Future[Scenery] = Future()
        look = _look(place)

        def work() -> None:
            try:
                future.set_result(build(environment, dict(place.settings), place.seed))
            except BaseException as error:
                # whoever waits for it gets it
                future.set_exception(error)

        def arrived(scenery: Scenery) -> None:
            self._is_building = False
            wanted = self._wanted
            if wanted is not None and _look(wanted) == look:
                self._take(scenery, look)
            else:
                self.show(wanted)

        when_done(self, future, arrived)
        Thread(target=work, name="place", daemon=True).start()

    def _take(self, scenery: Scenery, look: tuple[str, int, tuple[tuple[str, float], ...]]) -> None:
        if self._node is None:
            self._node = PlaceNode()
        self._node.show_built(scenery)
        self._shown = look
        if self._stage.place is self._node:
            self._stage.relight()
        self._stage.use_place(self._node)
        self.shown.emit()


def _look(place: Place) -> tuple[str, int, tuple[tuple[str, float], ...]]:
    return place.environment_uid, place.seed, place.settings
