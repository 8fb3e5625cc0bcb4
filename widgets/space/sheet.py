"""A page in space in the studio: the room, its tools, its shelf, its layers and steps."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QImage

from app.commands.space_surroundings import add_guide
from app.model.entities import WorkKind
from app.model.meshes import Mesh
from app.model.space import GuideShape, Pose
from app.model.words import tr
from app.scene.stage import Stage
from app.services import kernels
from widgets.context import Context
from widgets.reading_only import READING
from widgets.sound import PlaceSound
from widgets.space.ahead import SpaceResources
from widgets.space.canvas import SpaceCanvas
from widgets.space.choosing import Choice
from widgets.space.clay_panel import ClayPanel
from widgets.space.deeds import Deeds
from widgets.space.environs import Environs
from widgets.space.film import Film
from widgets.space.flashing import FlashingQuestion
from widgets.space.gestures import gestures_of
from widgets.space.hand import RoomHand
from widgets.space.in_out import InOut, model_of
from widgets.space.kit import SpaceKit, SpaceTool
from widgets.space.looking import Looking
from widgets.space.mirrors import Mirrors
from widgets.space.overlay import Overlay
from widgets.space.pills import DeedsPill, LookPill, Pills, WayPill
from widgets.space.place_panel import PlacePanel
from widgets.space.replay import Replay
from widgets.space.sampler import Sampler
from widgets.space.shaping import Shaping
from widgets.space.shelf import SpaceShelf, say_size
from widgets.space.side import side_of
from widgets.space.sketches import sketch_of_layer
from widgets.space.stand import SpaceStand
from widgets.space.tools import SpaceToolColumn
from widgets.space.viewing import Viewing
from widgets.space.wheel import PottersWheel
from widgets.studio.history import HistoryFold
from widgets.studio.keeping import Keeping, Pixels
from widgets.studio.kit import Kit
from widgets.studio.layers_panel import LayersPanel
from widgets.studio.sheet import Sheet

FIRST_PLACES: Final = {WorkKind.SPACE: "meadow", WorkKind.CLAY: "plain_studio"}
_SIZED: Final = (
    SpaceTool.BRUSH,
    SpaceTool.LINE,
    SpaceTool.ERASER,
    SpaceTool.CUT,
    SpaceTool.CLAY,
)


class SpaceSheet(Sheet):
    """The page in space, for drawing and for clay.

    Parameters
    ----------
    context : Context
    flat : Kit
        What is in the hand on paper: colours are shared with it.
    renderer : str
        What draws OpenGL here, "" where it is not known or there is none.
    resources : SpaceResources
    """

    def __init__(
        self,
        context: Context,
        flat: Kit,
        renderer: str,
        *,
        resources: SpaceResources,
    ) -> None:
        super().__init__()
        self._context, self._theme, self._resources = context, context.theme, resources
        self.stage = Stage({brush.uid: brush for brush in resources.brushes}, model_of)
        self.looking = Looking(self)
        self.hand_kit = SpaceKit(resources.brushes, resources.clay_tools, flat)
        self.hand_kit.may_flash = context.settings.current.may_flash
        self.room = SpaceStand(
            context.document,
            context.library,
            context.now,
            kernels.loading(kernels.SPACE),
            stage=self.stage,
            environment_uid=self._environment_uid,
            body=self._body,
        )
        self.room.setParent(self)
        self.stand, self.kit = self.room, self.hand_kit
        self.choice = Choice(self.room, self.looking)
        self.deeds = Deeds(self.hand_kit, self.room, self.choice)
        self.mirrors = Mirrors(self.hand_kit, self.room, self.choice, self.looking)
        self.environs = Environs(self.stage, resources.environments, self)
        self.wheel = PottersWheel(self.hand_kit, self.room, self)
        self.hand = RoomHand(
            self.hand_kit,
            self.room,
            self.looking,
            gestures_of(self.hand_kit, self.room, self.choice, self.wheel),
        )
        self.canvas = self.glade = SpaceCanvas(self.looking, self.hand)
        self.glade.setObjectName("space.canvas")
        self.viewing = Viewing(
            self._theme,
            self.stage,
            self.looking,
            self.glade,
            renderer,
            self.choice.page_bounds_m,
        )
        self.viewing.use_motion(may_flash=context.settings.current.may_flash)
        self.overlay = Overlay(self._theme, self.choice, ring_px=self._ring_px, parent=self.glade)
        self.keeping = Keeping(
            self, context.library, self.room, self.viewing.snapshot, self._whole_picture
        )
        self._make_columns()
        self._make_side()
        self.pill: LookPill = LookPill(self._theme, self.glade, self.looking, self.show_all)
        self.way = WayPill(self._theme, self.glade, self.hand_kit, self.mirrors, self.add_guide)
        deeds = DeedsPill(self._theme, self.glade, self.deeds, self.choice)
        self._pills = Pills(self.glade, self.pill, self.way, deeds)
        self._is_full = True
        self._sampler = Sampler(self.rack, self.hand_kit, self.room)
        self._lay_out(self.tools, self.shelf)
        self._connect()

    # -- what is in the hand --

    def take(self, tool: str) -> None:
        """Take a tool that all kinds of page have."""
        self.hand_kit.take(SpaceTool(tool))

    def scale_size(self, factor: float) -> None:
        """Make the tip larger or smaller."""
        self.hand_kit.set_size(self.hand_kit.size_m * factor)

    def say_hand(self) -> None:
        """Tell the status line what is in the hand, and how the room is drawn."""
        kit = self.hand_kit
        words = kit.brush.label if kit.draws else self._column.title
        if kit.tool in _SIZED:
            words = tr("{brush}, {size}", brush=words, size=say_size(kit.size_m))
        governed = str(self.viewing.sentence)
        self.said.emit(f"{words} · {governed}" if governed else words)

    def finish_stroke(self) -> None:
        """End what is under way."""
        self.glade.finish_stroke()
        self.room.finish()

    def step_back(self) -> bool:
        """End what is under way, let go of what is chosen, or take the first tool again."""
        if self.room.is_drawing:
            self.finish_stroke()
        elif self.choice.uids:
            self.choice.clear()
        elif self.hand_kit.tool not in (SpaceTool.BRUSH, SpaceTool.CLAY):
            self._take_first()
        else:
            return False
        return True

    def add_layer(self) -> None:
        """Add a layer above the one in use."""
        self.layers.add_layer()

    def add_guide(self, shape: GuideShape) -> None:
        """Put up a guide where one looks, and take hold of it."""
        work = self.room.work
        if work is None or self._context.document.is_read_only:
            self.told.emit(READING)
            return
        self.finish_stroke()
        orbit = self.looking.orbit
        size = 0.4 * orbit.distance_m
        guide = add_guide(
            self._context.document,
            work.uid,
            shape,
            pose=Pose(orbit.target_m),
            size_m=(size, size * (1.6 if shape is GuideShape.CAPSULE else 1.0), size),
        )
        self.hand_kit.take(SpaceTool.SELECT)
        self.choice.choose([guide.uid])

    def change_tools(self) -> None:
        """Show the tools for clay, or those to draw with."""
        self._use_tools(is_clay=not self._column.is_clay)

    # -- how it is looked at --

    def zoom(self, *, is_larger: bool) -> None:
        """Come nearer or go away."""
        self.looking.wheel(1.0 if is_larger else -1.0)

    def turn(self, steps: int) -> None:
        """Turn by steps of 15°."""
        self.looking.turn(steps)

    def show_all(self) -> None:
        """Look at what is chosen, or at everything that is on the page."""
        bounds = self.choice.bounds_m or self.choice.page_bounds_m()
        if bounds is None:
            self.looking.home()
        else:
            self.looking.frame(*bounds)

    def show_exact(self) -> None:
        """Look from where one came in."""
        self.looking.home()

    def show_upright(self) -> None:
        """Look straight ahead, level."""
        self.looking.level()

    # -- manners --

    def show_mode(self, *, is_full: bool) -> None:
        """Show everything, or the tools one begins with."""
        self._is_full = is_full
        self._column.show_mode(is_full=is_full)
        self.shelf.setVisible(is_full)
        self._show_pills()

    def dress(self) -> None:
        """Take on the theme's colours."""
        self.overlay.update()

    def place_overlays(self) -> None:
        """Bring what lies over the room to its place."""
        self.viewing.resize()
        self.overlay.setGeometry(self.canvas.rect())
        self._pills.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make the glass when the room is seen for the first time; rest when it is not."""
        if watched is self.glade:
            if event.type() == QEvent.Type.Show:
                self.viewing.show()
                self.place_overlays()
                self._sampler.begin()
            elif event.type() == QEvent.Type.Hide:
                self.viewing.rest()
                self.sound.stop()
                self._sampler.stop()
            elif event.type() == QEvent.Type.Leave:
                self.overlay.point(None)
        return False

    # -- making --

    def _make_columns(self) -> None:
        self.tools = self._column = SpaceToolColumn(self._theme, self.hand_kit)
        self.colour_button = self._column.colour
        self._column.colour_asked.connect(self.colour_asked)
        self._column.kind_asked.connect(self.change_tools)
        self.clay_panel = ClayPanel(self._theme, self.hand_kit, self._resources.clay_starts)
        self.shaping = Shaping(self.clay_panel, self.room, self.choice, self.looking)
        self.shelf = self.rack = SpaceShelf(self._theme, self.hand_kit, self.clay_panel)

    def _make_side(self) -> None:
        self.layers = LayersPanel(
            self._theme, self.room, self.told.emit, picture=self._layer_picture, is_flat=False
        )
        self.history = HistoryFold(self._theme, self.room)
        self.sound = PlaceSound(parent=self)
        self.sound.said.connect(self.told)
        self.place = PlacePanel(
            self._theme,
            self.room,
            self._resources.environments,
            self._resources.wishes,
            self.sound,
        )
        self.replay = Replay(self._theme, self.room, self._context.library)
        self.film = Film(self._theme, self.room, self.looking, self.viewing)
        self.in_out = InOut(
            self._theme, self.room, self.looking, self._context.library, self.keeping
        )
        self.side = side_of(
            self.layers, self.place, self.in_out, self.film, self.replay, self.history
        )

    def _connect(self) -> None:
        self.room.opened.connect(self._show_work)
        self.room.drawn.connect(self.viewing.redraw)
        self.room.placed.connect(self.environs.show)
        self.environs.shown.connect(self.viewing.redraw)
        self.looking.changed.connect(self._show_choice)
        self.choice.changed.connect(self._show_choice)
        self.hand_kit.changed.connect(self._hold)
        self.viewing.governed.connect(self.say_hand)
        self.viewing.pictured.connect(self._show_choice)
        self.viewing.renewed.connect(self.environs.renew)
        self.glade.hovered.connect(self.overlay.point)
        self.rack.flashing_asked.connect(self._ask_flashing)
        self.glade.palette_asked.connect(self._open_palette)
        self.glade.installEventFilter(self)
        self.glade.resized.connect(self.place_overlays)

    # -- the rest --

    def _environment_uid(self, kind: WorkKind) -> str:
        known = {each.name: each.uid for each in self._resources.environments}
        return known[FIRST_PLACES[kind]]

    def _body(self) -> Mesh:
        body = self._resources.body
        return Mesh(body.values.copy(), body.faces.copy())

    def _show_work(self) -> None:
        work = self.room.work
        if work is None:
            return
        self.choice.clear()
        self.looking.run_turntable(is_running=False)
        self._use_tools(is_clay=work.kind is WorkKind.CLAY)
        bounds = self.choice.page_bounds_m()
        self.looking.home()
        if bounds is not None:
            self.looking.frame(*bounds)
        self.viewing.redraw()

    def _use_tools(self, *, is_clay: bool) -> None:
        self._column.show_clay(is_clay=is_clay)
        self.rack.show_clay(is_clay=is_clay)
        self._take_first()
        self._show_pills()

    def _take_first(self) -> None:
        if self._column.is_clay:
            self.hand_kit.take_clay(self.hand_kit.clay.tool)
        else:
            self.hand_kit.take(SpaceTool.BRUSH)

    def _hold(self) -> None:
        self.overlay.update()
        self.stage.show_grid(is_shown=bool(self.hand_kit.way.grid_m))
        self._show_pills()
        self._show_choice()
        self.say_hand()

    def _show_pills(self) -> None:
        self._pills.show(
            is_full=self._is_full,
            is_clay=self._column.is_clay,
            chooses=self.hand_kit.tool is SpaceTool.SELECT,
        )

    def _show_choice(self) -> None:
        is_selecting = self.hand_kit.tool is SpaceTool.SELECT
        self.stage.highlight(self.choice.uids)
        self.stage.hands.show_gizmo(self.choice.gizmo if is_selecting else None)
        self.viewing.redraw()

    def _ring_px(self) -> float:
        if self.hand_kit.tool not in _SIZED:
            return 0.0
        aim = self.hand.aim
        return aim.radius_px(self.hand_kit.size_m, aim.focus_m)

    def _open_palette(self, place: QPoint) -> None:
        from widgets.space.palette import SpacePalette

        palette = SpacePalette(self, self._theme, self.hand_kit)
        palette.adjustSize()
        corner = QPoint(palette.width() // 2, palette.height() // 2)
        palette.open_at(self.glade.mapToGlobal(place) - corner)

    def _ask_flashing(self) -> None:
        if self.hand_kit.may_flash:
            self._use_flashing(is_allowed=False)
            return
        question = FlashingQuestion(self, self._theme, partial(self._use_flashing, is_allowed=True))
        question.open_at(self.rack.flashing.mapToGlobal(QPoint(0, -180)))

    def _use_flashing(self, *, is_allowed: bool) -> None:
        self._context.settings.change(may_flash=is_allowed)
        self.hand_kit.allow_flashing(is_allowed=is_allowed)
        self.viewing.use_motion(may_flash=is_allowed)

    def _whole_picture(self, longest_px: int) -> Pixels | None:
        # half a replay is no picture of the page
        with self.replay.all_shown():
            return self.viewing.picture(longest_px)

    def _layer_picture(self, layer_uid: str) -> QImage | None:
        return sketch_of_layer(self._context.document, self.room.parts, layer_uid)
