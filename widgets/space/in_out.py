"""What comes into the room and what goes out: references, and files of other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.commands.space_surroundings import add_reference
from app.formats.model_files import read_model
from app.formats.models import joined
from app.model.entities import Picture
from app.model.space import Pose
from app.model.words import PersonError, Sentence, tr
from app.scene.reference_shelf import Model
from app.services.library_worker import LibraryService
from app.services.space_files import KINDS, reference_picture, save_page_in_space
from widgets.later import when_done
from widgets.parts import GhostButton
from widgets.reading_only import READING
from widgets.space.aim import facing
from widgets.space.fold import Fold
from widgets.space.looking import Looking
from widgets.space.stand import SpaceStand
from widgets.studio.keeping import Keeping
from widgets.theme import Theme

SAVED = Sentence("Saved as {name}. This copy is not encrypted; anybody can open it.")
UNSAVED = Sentence(
    "The page could not be saved there. Nothing is lost: it is in your library. "
    "Please try another place."
)
UNREAD = Sentence(
    "“{name}” could not be brought in. Your page is as it was, and the file too. Please try "
    "another picture or model."
)
_SHARE_OF_VIEW = 0.5


def model_of(picture: Picture) -> Model | None:
    """Return a model that stands as a reference, as the scene draws it; None if it is broken."""
    try:
        positions, faces, colours = joined(read_model(picture.content, ""))
    except PersonError:
        return None
    return Model(positions, faces, colours[:, :3])


class InOut(Fold):
    """Bring in a picture or a model to look at; save what is seen, or the page for others.

    Parameters
    ----------
    keeping : Keeping
        Saves pictures.
    """

    def __init__(
        self,
        theme: Theme,
        stand: SpaceStand,
        looking: Looking,
        library: LibraryService,
        keeping: Keeping,
    ) -> None:
        super().__init__(theme, tr("In and out"), "space.in_out")
        self._stand, self._looking, self._library, self._keeping = stand, looking, library, keeping
        rows: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            (
                "reference",
                tr("Picture or model …"),
                tr("Bring in something to look at; it stands in the room"),
                self.ask_reference,
            ),
            (
                "snapshot",
                tr("Save what you see …"),
                tr("Save this view as PNG"),
                lambda: keeping.ask_where(stand.refused.emit),
            ),
            (
                "save",
                tr("Save for other programs …"),
                tr("Save the page as .tilt, .glb, .obj, .ply or .stl"),
                self.ask_save,
            ),
        )
        for name, title, hint, pressed in rows:
            button = GhostButton(title, pressed)
            button.setObjectName(f"space.in_out.{name}")
            button.setProperty("dense", True)
            button.setToolTip(hint)
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask_reference(self) -> None:
        """Ask which file, and bring it in."""
        if not self._may_change():
            return
        dialog = QFileDialog(self._window(), tr("Picture or model"))
        kinds = "*.png *.jpg *.jpeg *.webp *.glb *.obj *.ply *.stl"
        dialog.setNameFilter(tr("Pictures and models") + f" ({kinds})")
        dialog.fileSelected.connect(lambda name: self.bring(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def bring(self, path: Path) -> None:
        """Bring in a file; it is read on the library's thread and stands where one looks."""
        now, work = self._stand.now(), self._stand.work
        if work is None:
            return
        uid = work.uid

        def failed(error: BaseException) -> None:
            told = Sentence(UNREAD.message, {"name": path.name})
            self._stand.refused.emit(error.sentence if isinstance(error, PersonError) else told)

        future = self._library.submit(lambda _: reference_picture(path, now=now))
        when_done(self, future, lambda picture: self._put(uid, path.stem, picture), failed)

    def ask_save(self) -> None:
        """Ask where, and save the page for other programs."""
        if self._stand.work is None:
            return
        self._stand.finish()
        dialog = QFileDialog(self._window(), tr("Save for other programs"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f".{kind} (*.{kind})" for kind in KINDS])
        dialog.setDefaultSuffix(KINDS[0])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.split()[0]))
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path) -> None:
        """Save the page, off the main thread; its ending says as what."""
        work, document = self._stand.work, self._stand.document
        if work is None:
            return
        mine = [work, *self._stand.parts]
        mine += [each for each in document.entities.values() if each.uid in work.layers]
        entities = {each.uid: each for each in mine}
        meshes = {uid: document.mesh(uid) for uid in self._stand.mesh_uids}
        uid = work.uid
        future = self._library.submit(lambda _: save_page_in_space(path, uid, entities, meshes))
        when_done(
            self,
            future,
            lambda _: self._stand.refused.emit(Sentence(SAVED.message, {"name": path.name})),
            lambda error: self._stand.refused.emit(
                error.sentence if isinstance(error, PersonError) else UNSAVED
            ),
        )

    def _put(self, work_uid: str, name: str, picture: Picture) -> None:
        work = self._stand.work
        if work is None or work.uid != work_uid or not self._may_change():
            return
        orbit = self._looking.orbit
        camera = orbit.camera
        x, y, z = (-each for each in camera.forward)
        level = facing(camera, (x, 0.0, z)) if abs(x) + abs(z) > 1e-3 else camera.rotation
        scale = _SHARE_OF_VIEW * orbit.distance_m if picture.width else 1.0
        del y
        add_reference(
            self._stand.document,
            work.uid,
            picture,
            layer_uid=self._stand.layer_uid,
            name=name,
            pose=Pose(orbit.target_m, level, scale),
        )

    def _may_change(self) -> bool:
        self._stand.finish()
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            return False
        return True

    def _window(self) -> QWidget:
        return self.window()
