"""What the palette's buttons do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from psygnal import Signal

from app.commands.clay import put_clay
from app.commands.layers import add_layer, set_layer
from app.commands.space import place_of
from app.commands.space_surroundings import add_guide, remove_guide, set_place
from app.geometry.clay.starts import begin
from app.model.entities import Layer
from app.model.space import GuideShape, Pose, Vector
from app.model.words import PersonError
from headset.cards import Rows
from headset.kit import InsideKit, InsideMirror, InsideTool, colour_at
from headset.page import InsidePage
from headset.palette import Around, Shelves, Tab, rows_of, size_at
from headset.pointing import Deed

GUIDE_M: Final[Vector] = (0.4, 0.4, 0.4)


class PaletteDeeds:
    """Turns presses on the palette into verbs; ``asked`` carries what the visit itself does.

    Attributes
    ----------
    asked : Signal(str)
        "check_in", "help", "leave", "calm", "undo", "redo", "turn.left", "turn.right",
        "recentre", "swap", "one_hand", "later", "snapshot", "suggest".
    ahead_m : Vector
        Where something new is put: an arm's length before the head.
    """

    asked = Signal(str)

    def __init__(self, page: InsidePage, kit: InsideKit, shelves: Shelves) -> None:
        self._page, self._kit, self._shelves = page, kit, shelves
        self.ahead_m: Vector = (0.0, 1.1, -0.5)
        self._tab, self._number = Tab.DRAW, 0
        self._by_prefix: dict[str, Callable[[str], None]] = {
            "tab": self._turn_to,
            "tool": lambda word: kit.take(InsideTool(word)),
            "brush": kit.choose_brush,
            "clay": kit.choose_clay_tool,
            "recent": lambda word: kit.choose_colour(kit.recent[int(word)]),
            "mirror": lambda word: kit.use_mirror(InsideMirror(word)),
            "layer": page.use_layer,
            "seen": self._show_layer,
            "guide": self._add_guide,
            "place": self._go_to,
            "begin": self._begin_clay,
        }

    def rows(self) -> Rows:
        """Return what the palette shows now."""
        return rows_of(self._tab, self._number, self._kit, self._around(), self._shelves)

    def does(self, deed: Deed) -> None:
        """Do what was pressed or slid."""
        if deed.name == "size":
            self._kit.set_size(size_at(deed.x))
        elif deed.name == "colour":
            self._kit.choose_colour(colour_at(deed.x, deed.y))
        elif deed.name == "turn_page":
            self._number += 1
        elif deed.name == "layer_add":
            self._change(self._add_layer)
        elif deed.name == "guides_away":
            self._change(self._remove_guides)
        else:
            prefix, _, word = deed.name.partition(".")
            do = self._by_prefix.get(prefix)
            if do is None:
                self.asked.emit(deed.name)
            else:
                do(word)

    def _around(self) -> Around:
        page = self._page
        place = place_of(page.document, page.work_uid)
        return Around(
            layers=page.layers,
            layer_uid=page.layer_uid,
            environment_uid=place.environment_uid if place else "",
            can_undo=page.document.can_undo(page.work_uid),
            can_redo=page.document.can_redo(page.work_uid),
            has_guides=bool(page.guides),
        )

    def _turn_to(self, word: str) -> None:
        self._tab, self._number = Tab(word), 0

    def _change(self, verb: Callable[[], None]) -> None:
        if not self._page.may_change():
            return
        try:
            verb()
        except PersonError as error:
            self._page.refused.emit(error.sentence)

    def _add_layer(self) -> None:
        page = self._page
        page.use_layer(add_layer(page.document, page.work_uid, above=page.layer_uid).uid)

    def _show_layer(self, uid: str) -> None:
        layer = self._page.document.find(uid)
        if isinstance(layer, Layer):
            is_visible = not layer.is_visible
            self._change(lambda: set_layer(self._page.document, uid, is_visible=is_visible))

    def _add_guide(self, word: str) -> None:
        page, at = self._page, Pose(self.ahead_m, scale=self._page.scale)

        def add() -> None:
            add_guide(page.document, page.work_uid, GuideShape(word), pose=at, size_m=GUIDE_M)

        self._change(add)

    def _remove_guides(self) -> None:
        page = self._page
        for guide in page.guides:
            remove_guide(page.document, guide.uid)

    def _go_to(self, uid: str) -> None:
        page = self._page

        def go() -> None:
            set_place(page.document, page.work_uid, environment_uid=uid)

        self._change(go)

    def _begin_clay(self, uid: str) -> None:
        start = next(each for each in self._shelves.clay_starts if each.uid == uid)
        page = self._page

        def put() -> None:
            put_clay(
                page.document, work=page.work, layer_uid=page.layer_uid, mesh=begin(start),
                pose=Pose(self.ahead_m, scale=page.scale),
            )  # fmt: skip
            self._kit.take(InsideTool.CLAY)

        self._change(put)
