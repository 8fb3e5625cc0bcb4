"""The pills over the room: how one looks at it, and where strokes go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from app.model.space import GuideShape
from app.model.words import Sentence, tr
from widgets.parts import ToolButton
from widgets.space.choosing import Choice
from widgets.space.deeds import Deeds
from widgets.space.kit import ANGLE_DEG, GRID_M, DrawOn, Mirror, SpaceKit
from widgets.space.looking import Looking
from widgets.space.mirror_places import TITLES
from widgets.space.mirrors import Mirrors
from widgets.studio.pill import Pill
from widgets.theme import Theme

PLACES = (
    (DrawOn.VIEW, Sentence("Draw facing you"), "mdi6.monitor"),
    (DrawOn.GROUND, Sentence("Draw on the ground"), "mdi6.grid"),
    (DrawOn.SURFACE, Sentence("Draw on things"), "mdi6.cube-scan"),
    (DrawOn.FREE, Sentence("Draw in depth: press harder to reach further"), "mdi6.axis-arrow"),
)
MIRRORS = (
    (Mirror.NONE, Sentence("No mirror")),
    (Mirror.ONE, Sentence("One mirror, left and right")),
    (Mirror.TURNED, Sentence("Around the middle")),
    (Mirror.KALEIDOSCOPE, Sentence("Kaleidoscope")),
)
COPIES = (3, 4, 6, 8, 12)
_GAP_PX = 16
GUIDES = (
    (GuideShape.PLANE, Sentence("Plane"), "mdi6.square-outline"),
    (GuideShape.SPHERE, Sentence("Ball"), "mdi6.circle-outline"),
    (GuideShape.CUBE, Sentence("Cube"), "mdi6.cube-outline"),
    (GuideShape.CAPSULE, Sentence("Capsule"), "mdi6.pill"),
)


class LookPill(Pill):
    """Nearer and away, turning, home, all of it, flying, and the turntable."""

    def __init__(
        self, theme: Theme, canvas: QWidget, looking: Looking, show_all: Callable[[], None]
    ) -> None:
        super().__init__(theme, canvas)
        self._looking = looking
        self.add(
            self.tool("mdi6.minus", tr("Further away"), "-", lambda: looking.wheel(-1.0)),
            self.tool("mdi6.plus", tr("Nearer"), "+", lambda: looking.wheel(1.0)),
        )
        self.add(
            self.tool("mdi6.rotate-left", tr("Turn left"), "Shift+[", lambda: looking.turn(-1)),
            self.tool("mdi6.rotate-right", tr("Turn right"), "Shift+]", lambda: looking.turn(1)),
            begins=True,
        )
        self.add(
            self.tool("mdi6.home-outline", tr("Back to the start"), "1", looking.home),
            self.tool("mdi6.fit-to-page-outline", tr("All of it"), "0", show_all),
            begins=True,
        )
        self.fly = self.tool("mdi6.airplane", tr("Fly through the room"), "F", self.change_flying)
        self.turntable = self.tool(
            "mdi6.rotate-orbit", tr("Let it turn slowly"), "T", self.change_turntable
        )
        for button in (self.fly, self.turntable):
            button.setCheckable(True)
        self.add(self.fly, self.turntable, begins=True)
        looking.changed.connect(self._follow)

    def change_flying(self) -> None:
        """Fly, or circle again."""
        self._looking.is_flying = not self._looking.is_flying
        self._follow()

    def change_turntable(self) -> None:
        """Let the view go round, or stop it."""
        self._looking.run_turntable(is_running=not self._looking.is_turning)

    def _follow(self) -> None:
        self.fly.setChecked(self._looking.is_flying)
        self.turntable.setChecked(self._looking.is_turning)


class WayPill(Pill):
    """Where strokes lie, what they snap to, mirrors, and guides.

    Parameters
    ----------
    mirrors : Mirrors
        Puts the mirrors somewhere.
    add_guide : callable
        Puts a guide into the room.
    """

    def __init__(
        self,
        theme: Theme,
        canvas: QWidget,
        kit: SpaceKit,
        mirrors: Mirrors,
        add_guide: Callable[[GuideShape], object],
    ) -> None:
        super().__init__(theme, canvas)
        self._kit, self._stands, self._add_guide = kit, mirrors, add_guide
        self._group = QButtonGroup(self)
        self._places: dict[DrawOn, ToolButton] = {}
        for place, title, icon in PLACES:
            button = self.tool(icon, str(title), "", partial(self._draw_on, place))
            button.setObjectName(f"space.draw_on.{place}")
            button.setCheckable(True)
            self._group.addButton(button)
            self._places[place] = button
        self.add(*self._places.values())
        self.grid = self.tool("mdi6.magnet", tr("Snap to the grid"), "G", self.change_grid)
        self.angle = self.tool("mdi6.angle-acute", tr("Snap to angles"), "A", self.change_angle)
        for button in (self.grid, self.angle):
            button.setCheckable(True)
        self.add(self.grid, self.angle, begins=True)
        self._mirror_menu, self._guide_menu = QMenu(self), QMenu(self)
        self.mirror = self._menu_button(
            "mdi6.mirror", tr("Mirrors"), "space.mirror", self._mirror_menu
        )
        self.guide = self._menu_button(
            "mdi6.shape-outline", tr("Put up a guide"), "space.guide", self._guide_menu
        )
        self._mirrors: dict[Mirror, QAction] = {}
        self._counts: dict[int, QAction] = {}
        self._fill_menus()
        self.add(self.mirror, self.guide, begins=True)
        kit.changed.connect(self._follow)
        self._follow()

    def change_grid(self) -> None:
        """Snap to the grid, or no more."""
        way = self._kit.way
        self._kit.lead(replace(way, grid_m=0.0 if way.grid_m else GRID_M))

    def change_angle(self) -> None:
        """Snap to angles, or no more."""
        way = self._kit.way
        self._kit.lead(replace(way, angle_deg=0.0 if way.angle_deg else ANGLE_DEG))

    def _draw_on(self, place: DrawOn) -> None:
        self._kit.lead(replace(self._kit.way, draw_on=place))

    def _mirror(self, mirror: Mirror) -> None:
        self._kit.lead(replace(self._kit.way, mirror=mirror))

    def _repeat(self, copies: int) -> None:
        self._kit.lead(replace(self._kit.way, copies=copies))

    def _menu_button(self, icon: str, name: str, object_name: str, menu: QMenu) -> ToolButton:
        button = self.tool(icon, name, "", menu.show)
        button.clicked.disconnect()
        button.setObjectName(object_name)
        button.setCheckable(object_name == "space.mirror")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _fill_menus(self) -> None:
        for mirror, title in MIRRORS:
            action = self._mirror_menu.addAction(str(title))
            action.setCheckable(True)
            action.triggered.connect(_ignoring(partial(self._mirror, mirror)))
            self._mirrors[mirror] = action
        self._mirror_menu.addSeparator()
        for count in COPIES:
            action = self._mirror_menu.addAction(tr("{count} times around", count=count))
            action.setCheckable(True)
            action.triggered.connect(_ignoring(partial(self._repeat, count)))
            self._counts[count] = action
        self._mirror_menu.addSeparator()
        for stand_at, title in TITLES:
            action = self._mirror_menu.addAction(str(title))
            action.setObjectName(f"space.mirror.{stand_at}")
            action.triggered.connect(_ignoring(partial(self._stands.put, stand_at)))
        for shape, title, icon in GUIDES:
            action = self._guide_menu.addAction(self._theme.icon(icon, "ink"), str(title))
            action.triggered.connect(_ignoring(partial(self._add_guide, shape)))

    def _follow(self) -> None:
        way = self._kit.way
        self._places[way.draw_on].setChecked(True)
        self.grid.setChecked(bool(way.grid_m))
        self.angle.setChecked(bool(way.angle_deg))
        self.mirror.setChecked(way.mirror is not Mirror.NONE)
        for mirror, action in self._mirrors.items():
            action.setChecked(mirror is way.mirror)
        turns = way.mirror in (Mirror.TURNED, Mirror.KALEIDOSCOPE)
        for count, action in self._counts.items():
            action.setChecked(turns and count == way.copies)
            action.setEnabled(turns)


class DeedsPill(Pill):
    """What can be done with what is chosen; shown while one chooses."""

    def __init__(self, theme: Theme, canvas: QWidget, deeds: Deeds, picked: Choice) -> None:
        super().__init__(theme, canvas)
        self._choice = picked
        self.add(
            self.tool("mdi6.select-all", tr("Choose everything"), "Ctrl+A", deeds.all),
            self.tool(
                "mdi6.select-inverse", tr("Choose the others instead"), "Ctrl+Shift+A", deeds.invert
            ),
        )
        verbs = (
            ("mdi6.content-copy", tr("Double what is chosen"), "Ctrl+D", deeds.double),
            ("mdi6.flip-horizontal", tr("Mirror what is chosen"), "Ctrl+Shift+M", deeds.flip),
            ("mdi6.group", tr("Group what is chosen"), "Ctrl+G", deeds.group),
            ("mdi6.ungroup", tr("Ungroup what is chosen"), "Ctrl+Shift+G", deeds.ungroup),
            ("mdi6.trash-can-outline", tr("Remove what is chosen"), "Delete", deeds.remove),
        )
        self._needy = [self.tool(*verb) for verb in verbs]
        self.add(*self._needy, begins=True)
        picked.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        for button in self._needy:
            button.setEnabled(bool(self._choice.uids))


class Pills:
    """The pills over one canvas, each in its place."""

    def __init__(self, canvas: QWidget, look: LookPill, way: WayPill, deeds: DeedsPill) -> None:
        self._canvas, self._look, self._way, self._deeds = canvas, look, way, deeds

    def place(self) -> None:
        """Bring each to its place, above everything else."""
        for pill in (self._look, self._way, self._deeds):
            pill.adjustSize()
            pill.move(_GAP_PX, _GAP_PX)
            pill.raise_()
        width, height = self._canvas.width(), self._canvas.height()
        left = (width - self._look.width()) // 2
        self._look.move(left, height - self._look.height() - _GAP_PX)

    def show(self, *, is_full: bool, is_clay: bool, chooses: bool) -> None:
        """Show those that are of use."""
        self._look.setVisible(is_full)
        self._way.setVisible(is_full and not is_clay and not chooses)
        self._deeds.setVisible(is_full and chooses)


def _ignoring(run: Callable[[], object]) -> Callable[[], None]:
    def triggered() -> None:
        run()

    return triggered
