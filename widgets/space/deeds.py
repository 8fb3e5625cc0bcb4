"""What can be done with things that are chosen in the room."""

from __future__ import annotations

from collections.abc import Callable

from app.commands import space_erase, space_move
from app.model.words import PersonError, Sentence
from widgets.reading_only import READING
from widgets.space.choosing import Choice
from widgets.space.kit import SpaceKit, SpaceTool
from widgets.space.stand import SpaceStand

ONLY_STROKES = Sentence("Only strokes can be grouped. Choose two strokes or more, then try again.")


class Deeds:
    """Verbs on the choice; a new choice takes up the tool that moves it."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand, picked: Choice) -> None:
        self._kit, self._stand, self._choice = kit, stand, picked

    def all(self) -> None:
        """Choose everything that can be seen."""
        self._kit.take(SpaceTool.SELECT)
        self._choice.all()

    def invert(self) -> None:
        """Choose what was not chosen."""
        self._kit.take(SpaceTool.SELECT)
        self._choice.invert()

    def remove(self) -> None:
        """Take what is chosen away; undo brings it back."""
        uids = self._choice.uids
        if uids and self._may_change():
            space_erase.remove_parts(self._stand.document, self._choice.work_uid, uids)

    def double(self) -> None:
        """Double what is chosen, and choose the double."""
        if not self._choice.uids or not self._may_change():
            return
        try:
            made = space_move.duplicate(
                self._stand.document, self._choice.work_uid, self._choice.uids
            )
        except PersonError as error:
            self._stand.refused.emit(error.sentence)
            return
        self._kit.take(SpaceTool.SELECT)
        self._choice.choose(made)

    def group(self) -> None:
        """Let strokes be chosen together from now on."""
        self._on_strokes(
            lambda strokes: space_move.group(self._stand.document, self._choice.work_uid, strokes)
        )

    def ungroup(self) -> None:
        """Let strokes be chosen one by one again."""
        self._on_strokes(
            lambda strokes: space_move.ungroup(self._stand.document, self._choice.work_uid, strokes)
        )

    def flip(self) -> None:
        """Turn what is chosen into its mirror image, left for right, where it stands."""
        bounds = self._choice.bounds_m
        if bounds is None or not self._may_change():
            return
        x, y, z = ((low + high) / 2 for low, high in zip(*bounds, strict=True))
        space_move.flip(
            self._stand.document,
            self._choice.work_uid,
            self._choice.uids,
            point_m=(x, y, z),
            normal=(1.0, 0.0, 0.0),
        )

    def _on_strokes(self, verb: Callable[[tuple[str, ...]], object]) -> None:
        strokes = self._choice.strokes
        if not self._may_change():
            return
        if strokes:
            verb(strokes)
        else:
            self._stand.refused.emit(ONLY_STROKES)

    def _may_change(self) -> bool:
        self._stand.finish()
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            return False
        return True
