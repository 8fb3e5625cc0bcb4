"""What is done to a piece of clay as a whole: new pieces, new meshes, what is held."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from PySide6.QtCore import QObject

from app.commands import clay as verbs
from app.geometry.clay.decimate import decimate
from app.geometry.clay.remesh import coarsest_m, finest_m, remesh, voxel_for
from app.geometry.clay.starts import begin
from app.model.clay import ClayStart
from app.model.meshes import Mesh
from app.model.space import Clay, Pose
from app.model.words import PersonError, Sentence
from widgets.later import when_done
from widgets.reading_only import READING
from widgets.space.choosing import Choice
from widgets.space.clay_panel import ClayPanel
from widgets.space.looking import Looking
from widgets.space.stand import AT_HAND_M, SpaceStand

NO_CLAY = Sentence("There is no clay on this page yet. Add a piece first, then try again.")
UNSHAPED = Sentence(
    "That did not work out with this clay. Nothing was changed, and it is safe. Please try "
    "another fineness."
)


class Shaping(QObject):
    """Runs what takes long on a thread of its own; a result that came too late is let go of."""

    def __init__(
        self, panel: ClayPanel, stand: SpaceStand, picked: Choice, looking: Looking
    ) -> None:
        super().__init__(panel)
        self._panel, self._stand, self._choice, self._looking = panel, stand, picked, looking
        self._run = 0
        panel.begun.connect(self.begin)
        panel.remesh_asked.connect(self.remesh)
        panel.simplify_asked.connect(self.simplify)
        panel.mask_cleared.connect(lambda: self._on_clay(verbs.clear_mask))
        panel.mask_inverted.connect(lambda: self._on_clay(verbs.invert_mask))
        panel.stopped.connect(self.stop)
        stand.opened.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether something long is under way."""
        return self._panel.stop.isVisibleTo(self._panel)

    @property
    def clay(self) -> Clay | None:
        """Return the piece that is meant: the chosen one, or the last that came."""
        shown = list(self._stand.room.clay())
        chosen = [each for each in shown if each.uid in self._choice.uids]
        found = chosen or shown
        return found[-1] if found else None

    def begin(self, start: ClayStart) -> None:
        """Put a new piece where one looks."""
        work = self._stand.work
        if work is None or not self._may_change():
            return
        target, layer_uid = self._looking.orbit.target_m, self._stand.layer_uid
        uid = work.uid

        def put(mesh: Mesh) -> None:
            now = self._stand.work
            if now is None or now.uid != uid:
                return
            low, high = mesh.positions_m.min(axis=0), mesh.positions_m.max(axis=0)
            x, y, z = (float(t - (a + b) / 2) for t, a, b in zip(target, low, high, strict=True))
            is_first = not list(self._stand.room.clay())
            pose = Pose(AT_HAND_M if is_first else (x, max(y, -float(low[1])), z))
            clay = verbs.put_clay(
                self._stand.document, work=now, layer_uid=layer_uid, mesh=mesh, pose=pose
            )
            self._choice.choose([clay.uid])

        self._compute(lambda: begin(start), put)

    def remesh(self, vertices: int) -> None:
        """Give the clay even triangles, about so many vertices."""

        def evened(mesh: Mesh) -> Mesh:
            voxel = min(max(voxel_for(mesh, vertices), finest_m(mesh)), coarsest_m(mesh))
            return remesh(mesh, voxel_m=voxel)

        self._remake(evened, verbs.REMESH)

    def simplify(self, vertices: int) -> None:
        """Make the clay simpler: about so many vertices."""
        self._remake(lambda mesh: decimate(mesh, vertices=vertices), verbs.SIMPLIFY)

    def stop(self) -> None:
        """Want no result any more."""
        self._run += 1
        self._panel.show_busy(is_busy=False)

    def _remake(self, made: Callable[[Mesh], Mesh], label: Sentence) -> None:
        clay = self.clay
        if clay is None:
            self._stand.refused.emit(NO_CLAY)
            return
        if not self._may_change():
            return
        document = self._stand.document
        mesh = document.mesh(clay.mesh_uid)
        # a copy: the clay may be worked meanwhile
        copy = Mesh(mesh.values.copy(), mesh.faces)

        def use(remade: Mesh) -> None:
            here = document.find(clay.uid)
            if isinstance(here, Clay) and here.mesh_uid == clay.mesh_uid:
                verbs.use_mesh(document, clay.uid, remade, label=label, made_of=copy)

        self._compute(lambda: made(copy), use)

    def _on_clay(self, verb: Callable[..., None]) -> None:
        clay = self.clay
        if clay is None:
            self._stand.refused.emit(NO_CLAY)
        elif self._may_change():
            verb(self._stand.document, clay.uid)

    def _may_change(self) -> bool:
        self._stand.finish()
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            return False
        return True

    def _compute(self, make: Callable[[], Mesh], use: Callable[[Mesh], object]) -> None:
        self._run += 1
        run = self._run
        self._panel.show_busy(is_busy=True)
        future: Future[Mesh] = Future()

        def work() -> None:
            try:
                future.set_result(make())
            except BaseException as error:
                # whoever waits for it gets it
                future.set_exception(error)

        def done(mesh: Mesh) -> None:
            if run == self._run:
                self._panel.show_busy(is_busy=False)
                self._stand.finish()
                try:
                    use(mesh)
                except PersonError as error:
                    self._stand.refused.emit(error.sentence)

        def failed(error: BaseException) -> None:
            if run == self._run:
                self._panel.show_busy(is_busy=False)
                told = error.sentence if isinstance(error, PersonError) else UNSHAPED
                self._stand.refused.emit(told)

        when_done(self, future, done, failed)
        Thread(target=work, name="clay", daemon=True).start()
