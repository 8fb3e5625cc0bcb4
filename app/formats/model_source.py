"""One model, brought in as a page with a piece of clay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Final

from app.formats.container import Container
from app.formats.model_files import read_model
from app.formats.models import MAX_MODEL_BYTES, as_clay
from app.formats.source import Batch, Found, Step, same_uid
from app.formats.tilt_source import InSpace
from app.model.changes import NewMesh
from app.model.entities import Layer, Work, WorkKind
from app.model.meshes import Mesh
from app.model.space import Clay, Place, Pose
from app.model.words import Sentence, tr

KIND: Final = Sentence("a model")
ENDINGS: Final = (".glb", ".obj", ".ply", ".stl")
# what is smaller than a bead or larger than a house is shown as large as a head
_SMALLEST_M: Final = 0.02
_LARGEST_M: Final = 10.0
_SHOWN_M: Final = 0.3


def standing(mesh: Mesh) -> Pose:
    """Return where a model stands: over the middle of the floor, on it if it is below it."""
    low, high = mesh.positions_m.min(axis=0), mesh.positions_m.max(axis=0)
    longest = float((high - low).max())
    is_odd = not _SMALLEST_M <= longest <= _LARGEST_M
    scale = _SHOWN_M / max(longest, 1e-9) if is_odd else 1.0
    x, _, z = ((low + high) / 2 * -scale).tolist()
    lift = max(0.0, -float(low[1]) * scale)
    return Pose((x, lift, z), scale=scale)


class ModelSource:
    """A source: one page with a piece of clay.

    Raises
    ------
    PersonError
        If no model can be made of the file, or it is too fine for clay.
    """

    def __init__(self, container: Container, name: str, now: datetime, made_with: InSpace) -> None:
        self._title = PurePath(name).stem
        self._now = now
        self._environment = made_with.environment_uid
        content = container.read(name, limit=MAX_MODEL_BYTES)
        self._uid = same_uid("model", hashlib.sha256(content).hexdigest())
        model = read_model(content, PurePath(name).name)
        self._left_out = model.left_out
        self._mesh = as_clay(model, PurePath(name).name)

    @cached_property
    def found(self) -> Found:
        """Return what there is."""
        return Found(KIND, works=1, left_out=self._left_out)

    @property
    def count(self) -> int:
        """Return how many batches there are."""
        return 1

    def verify(self, step: Step) -> None:
        """Nothing is left to look at: it was read whole."""
        step(1, 1)

    def batches(self) -> Iterator[Batch]:
        """Give the page and its clay."""
        uid = self._uid
        layer = Layer(same_uid("layer", uid), uid, tr("Layer {number}", number=1))
        mesh_uid = same_uid("mesh", uid)
        work = Work(uid, WorkKind.CLAY, self._title, 0, 0, (layer.uid,), self._now)
        clay = Clay(
            same_uid("clay", uid), uid, layer.uid, mesh_uid, self._title, standing(self._mesh)
        )
        place = Place(same_uid("place", uid), uid, self._environment, 0)
        yield Batch((work, layer, clay, place), (), uid, b"", (NewMesh(mesh_uid, self._mesh),))
