"""One OpenRaster picture, brought in as a work with its layers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Final

from app.formats.container import NOT_READABLE, Container, told
from app.formats.exact_png import from_eight_bit, painted_tiles
from app.formats.ora import OraPicture, from_ora
from app.formats.source import Batch, Found, Step, same_uid
from app.model.entities import Layer, Work, WorkKind
from app.model.tiles import TileGrid
from app.model.words import Sentence

KIND: Final = Sentence("an OpenRaster picture")
_MAX_ORA: Final = 512 << 20


class OraSource:
    """A source: one work.

    Raises
    ------
    PersonError
        If no picture can be made of the file.
    """

    def __init__(self, container: Container, name: str, now: datetime) -> None:
        self._name = name
        self._now = now
        content = container.read(name, limit=_MAX_ORA)
        self._uid = same_uid("ora", hashlib.sha256(content).hexdigest())
        try:
            self._picture: OraPicture = from_ora(content)
        except (ValueError, OverflowError, MemoryError) as error:
            raise told(NOT_READABLE, name) from error

    @cached_property
    def found(self) -> Found:
        """Return what there is."""
        return Found(KIND, works=1)

    @property
    def count(self) -> int:
        """Return how many batches there are."""
        return 1

    def verify(self, step: Step) -> None:
        """Nothing is left to look at: it was read whole."""
        step(1, 1)

    def batches(self) -> Iterator[Batch]:
        """Give the work, then its layers' pixels one after the other."""
        picture, work_uid = self._picture, self._uid
        layers = tuple(
            Layer(
                same_uid(work_uid, str(number)),
                work_uid,
                layer.name,
                layer.mode,
                layer.opacity,
                layer.is_visible,
            )
            for number, layer in enumerate(picture.layers)
        )
        work = Work(
            work_uid,
            WorkKind.PAINTING,
            self._name.rpartition(".")[0],
            picture.width,
            picture.height,
            tuple(layer.uid for layer in layers),
            self._now,
        )
        yield Batch((work, *layers), (), work_uid)
        for layer, kept in zip(picture.layers, layers, strict=True):
            grid = TileGrid.empty(picture.width, picture.height)
            from_eight_bit(layer.pixels, grid, layer.left, layer.top)
            yield Batch((), tuple(painted_tiles(kept.uid, grid)), work_uid)
