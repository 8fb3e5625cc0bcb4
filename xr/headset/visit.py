"""A visit inside: every frame goes through here, from what the hands do to what is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from psygnal import Signal

from app.model.care import StepKind
from app.model.clay import ClayTool
from app.model.document import Document
from app.model.inside import Choices, Tuning
from app.model.space import Pose
from app.model.space_brush import SpaceBrush
from app.model.words import Sentence
from app.scene.stage import Stage
from app.services.companion import Companion
from headset import cards
from headset.at_work import AtWork
from headset.board import PALETTE, Board
from headset.buttons import Buttons
from headset.calm import CalmLight, MenuPress, PalmSign
from headset.comfort import InsideClock, Vignette
from headset.dialogue import Care, Dialogue
from headset.frames import Frame
from headset.ground import Ground
from headset.hands import Side
from headset.kit import InsideKit
from headset.page import InsidePage
from headset.palette import Shelves
from headset.palette_deeds import PaletteDeeds
from headset.palette_place import PalettePlace
from headset.panels import PanelLayout
from headset.placing import at_arms_length, turned_stand
from headset.pointing import Pointed, Pointer
from headset.protocols import PanelPainter
from headset.reminders import Reminders
from headset.seeing import Moment, Seeing
from headset.shown import Shown
from headset.working import HandReader, Working

PULSE: Final = 0.3


class Visit:
    """One person inside one page.

    Give ``sight`` and ``on_frame`` to the immersion, and the immersion to `attach`. The stage is
    kept as the document is by whoever owns it; the visit moves its time on.

    Parameters
    ----------
    document : Document
        Where the page is.
    stage : Stage
        What is seen of it.
    work_uid : str
        The page.
    companion : Companion, optional
        Who offers prompts and help.
    painter : PanelPainter
        Paints panels.
    brushes, clay_tools : sequence
        What there is to work with.
    tuning : Tuning
        The numbers of `app.catalogue.inside.tuning`.
    choices : Choices
        How the person likes it, and what their clinician set.
    now : Callable[[], datetime]
        The clock; the time carries a zone.
    care : Care
        Help, and where answers go.
    shelves : Shelves
        Places and clay to choose from.
    bounds_m : Callable
        Width and depth of the play area now; None where they are not known.

    Attributes
    ----------
    sight : Shown
        What is to be seen.
    kit : InsideKit
        What is in the hand.
    dialogue : Dialogue
        What is asked and answered; its signals tell of it.
    leave_wanted : Signal()
        The person wants to step out.
    calmed : Signal(bool)
        The calm scene is seen, or the page again.
    snapshot_wanted : Signal(Pose)
        A picture is wanted, seen from here.
    choices_changed : Signal(Choices)
        Hands were swapped, say: keep it for the next time.
    """

    leave_wanted = Signal()
    calmed = Signal(bool)
    snapshot_wanted = Signal(Pose)
    choices_changed = Signal(Choices)

    def __init__(
        self, document: Document, stage: Stage, *, work_uid: str, companion: Companion | None,
        painter: PanelPainter[PanelLayout], brushes: Sequence[SpaceBrush],
        clay_tools: Sequence[ClayTool], tuning: Tuning, choices: Choices,
        now: Callable[[], datetime], care: Care = Care(), shelves: Shelves = Shelves(),  # noqa: B008
        bounds_m: Callable[[], tuple[float, float] | None] = lambda: None,
    ) -> None:  # fmt: skip
        self._document, self._stage, self._tuning = document, stage, tuning
        self._ground: Ground | None = None
        self._stand, self._head = Pose(), Pose((0.0, 1.5, 0.0))
        self._time_s = self._step_s = 0.0
        self._is_open = True
        self._may_go_back = True
        self._calm_said = ""
        self._calm_s = 0.0
        self.kit = InsideKit(brushes, clay_tools, may_flash=choices.may_flash)
        self.page = InsidePage(document, stage, work_uid, now)
        self.sight = Shown(stage, painter)
        self._seeing = Seeing(self.sight, stage, self.kit, tuning, bounds_m)
        self.clock = InsideClock()
        self._light = CalmLight(tuning)
        self._pointers = {side: Pointer(side, tuning) for side in Side}
        self._menu = MenuPress()
        self._palms = {side: PalmSign(tuning) for side in Side}
        self._deeds = PaletteDeeds(self.page, self.kit, shelves)
        self._board = Board(tuning, choices)
        self._board.open(PALETTE, self._deeds.rows)
        self._use_choices(choices)
        self.dialogue = Dialogue(
            document, companion, self._board, now, care=care, is_stop=self._is_stop
        )
        self._reminders = Reminders(tuning, choices, self.dialogue, self._board)
        self.dialogue.calm_wanted.connect(self.calm)
        self.dialogue.leave_wanted.connect(self.leave_wanted.emit)
        self.page.refused.connect(self.dialogue.say)
        self.page.changed.connect(self._renew_palette)
        self.kit.changed.connect(self._renew_palette)
        self._deeds.asked.connect(self._do_asked)

    @property
    def choices(self) -> Choices:
        """Return how the person likes it."""
        return self._choices

    @property
    def is_calm(self) -> bool:
        """Whether the calm scene is seen."""
        return self._light.is_calm

    @property
    def main(self) -> Side:
        """Return the hand that draws."""
        return Side.LEFT if self._choices.is_left_handed else Side.RIGHT

    @property
    def panels(self) -> tuple[PanelLayout, ...]:
        """Return the panels that can be seen."""
        return tuple(each.layout for each in self._board.standings)

    @property
    def board(self) -> Board:
        """Return what is open and where it stands."""
        return self._board

    def attach(self, ground: Ground) -> None:
        """Take in where one stands."""
        self._ground = ground

    # -- what others may ask for --------------------------------------------------------------

    def calm(self, said: Sentence | None = None, *, may_go_back: bool = True) -> None:
        """Lead to the calm scene: the next frame that is drawn shows it."""
        self._calm_said = str(said) if said is not None else ""
        self._may_go_back = may_go_back
        if self._light.enter():
            self._at_work.finish()
            self._let_go_of_panels()
            self._calm_s = 0.0
            self.sight.use_calm(at := replace(self._head, scale=self._stand.scale))
            self._seeing.put_shape(at)
            self._stage.hands.show_hands([])
            self.calmed.emit(True)
        self._board.open("calm", self._calm_rows)

    def come_back(self) -> None:
        """Lead back from the calm scene to the page."""
        if self.is_calm:
            self._light.leave()
            self._board.close("calm")
            self.sight.use_calm(None)
            self._let_go_of_panels()
            self.calmed.emit(False)

    def show_step(self, kind: StepKind) -> None:
        """Say what the session has come to."""
        self.dialogue.show_step(kind)

    def say(self, sentence: Sentence) -> None:
        """Say something: what the clinician did to the world, say."""
        self.dialogue.say(sentence)

    def use(self, choices: Choices) -> None:
        """Go on in another way: other hand, larger words, no world grab."""
        self._at_work.finish()
        self._use_choices(choices)
        self._reminders.use(choices, self.clock)
        self.choices_changed.emit(choices)

    def leave(self) -> None:
        """End what is under way, keep it, and let go of everything; the desktop is as it was."""
        if not self._is_open:
            return
        self._is_open = False
        self._at_work.finish()
        self.dialogue.close()
        self.page.close()
        self._board.close_all()
        self.sight.use_calm(None)
        self.sight.show_panels((), self._time_s)
        self._stage.hands.show_hands([])
        self._stage.draw_live(())

    # -- a frame ------------------------------------------------------------------------------

    def on_frame(self, frame: Frame) -> None:
        """Act on a frame, before it is drawn."""
        if not self._is_open:
            return
        step_s = self._step_s = self.clock.tick(frame.time_s)
        self._time_s, self._head = frame.time_s, frame.head.pose
        self._stand = self._ground.stand if self._ground is not None else self._stand
        self.page.scale = self._stand.scale
        hands = {each.side: self._readers[each.side].read(each, frame.head) for each in frame.hands}
        if self._is_calm_asked(frame, hands):
            self.calm()
        self._place_panels(hands)
        pointed = self._point(hands)
        before = self._stand
        if not self.is_calm:
            self._work(hands, pointed)
            self._reminders.follow(self.clock)
        else:
            self._calm_s += 0.0 if self._choices.is_motion_reduced else step_s
        self._board.follow(self._head, self._stand.scale)
        edges = self._vignette.follow(
            step_s, is_moving=self._stand != before or self._at_work.is_grabbing
        )
        moment = Moment(
            self._head, self._stand, self.main, hands, pointed, self._board.standings,
            self._light.dark(self._time_s), edges,
        )  # fmt: skip
        self._seeing.show(moment, frame.time_s, self._calm_s if self.is_calm else None)
        if self._stand != before and self._ground is not None:
            self._ground.stand = self._stand
        self._stage.update(frame.time_s)

    def _is_calm_asked(self, frame: Frame, hands: dict[Side, Working]) -> bool:
        is_asked = False
        for hand in frame.hands:
            is_working = self._at_work.is_working(hand.side) or hands[hand.side].pull > 0
            # each is asked in every frame: they remember what was before
            is_pressed = self._menu.saw(hand)
            is_made = self._palms[hand.side].saw(
                hand, frame.head, frame.time_s, is_working=is_working
            )
            is_asked = is_asked or is_pressed or is_made
        return is_asked

    def _place_panels(self, hands: dict[Side, Working]) -> None:
        scale = self._stand.scale
        self._deeds.ahead_m = at_arms_length(self._head, scale)
        is_wanted = self._buttons.is_palette_wanted and not self.is_calm
        self._board.place_palette(
            self._palette_place.follow(self._head, hands[self.main.other], scale)
            if is_wanted
            else None
        )
        self._board.follow(self._head, scale)

    def _point(self, hands: dict[Side, Working]) -> dict[Side, Pointed]:
        found = {}
        for side, pointer in self._pointers.items():
            hand = hands[side]
            if self._at_work.is_working(side):
                pointer.let_go()
                found[side] = Pointed()
                continue
            held_by_it = not self._choices.is_one_handed and side is self.main.other
            panels = [
                each
                for each in self._board.standings
                if each.layout.name != PALETTE or not held_by_it
            ]
            pointed = found[side] = pointer.look(hand, panels)
            if pointed.deed is not None:
                if self._ground is not None and pointed.held == "":
                    self._ground.pulse(side, PULSE, 0.01)
                self._do(pointed)
        return found

    def _do(self, pointed: Pointed) -> None:
        deed = pointed.deed
        if deed is None:
            return
        if deed.panel == PALETTE:
            self._deeds.does(deed)
            self._renew_palette()
        elif deed.name == "calm.back":
            self.come_back()
        elif deed.name == "calm.leave":
            self.leave_wanted.emit()
        elif deed.name == "calm.help":
            self.dialogue.ask_help()
        else:
            self.dialogue.does(deed)

    def _do_asked(self, word: str) -> None:
        deeds: dict[str, Callable[[], None]] = {
            "check_in": self.dialogue.ask_check_in,
            "help": self.dialogue.ask_help,
            "leave": self.leave_wanted.emit,
            "calm": self.calm,
            "undo": self._undo,
            "redo": self._redo,
            "turn.left": lambda: self._turn(1),
            "turn.right": lambda: self._turn(-1),
            "recentre": self.recentre,
            "swap": lambda: self.use(
                replace(self._choices, is_left_handed=not self._choices.is_left_handed)
            ),
            "one_hand": lambda: self.use(
                replace(self._choices, is_one_handed=not self._choices.is_one_handed)
            ),
            "later": lambda: self.dialogue.write_later(self.page.work_uid),
            "snapshot": lambda: self.snapshot_wanted.emit(self._head),
            "suggest": self.dialogue.suggest,
        }
        if word in deeds:
            deeds[word]()

    def recentre(self) -> None:
        """Let what is ahead now be ahead in the room; cards open there again."""
        if self._ground is not None:
            self._ground.recentre()
            self._stand = self._ground.stand
        self._stands_anew()

    def _work(self, hands: dict[Side, Working], pointed: dict[Side, Pointed]) -> None:
        free = [side for side, each in pointed.items() if not each.is_over]
        self._stand = self._at_work.follow(hands, free, self._time_s, self._stand)
        turn = self._buttons.follow(hands, self._at_work, self._step_s)
        if turn and not self._at_work.is_grabbing:
            self._turn(turn)

    def _undo(self) -> None:
        self._document.undo(self.page.work_uid)

    def _redo(self) -> None:
        self._document.redo(self.page.work_uid)

    def _turn(self, way: int) -> None:
        turn_deg = way * self._tuning["snap_deg"]
        self._stand = turned_stand(self._stand, self._head.position_m, turn_deg)
        if self._ground is not None:
            self._ground.stand = self._stand
        self._stands_anew()

    def _stands_anew(self) -> None:
        self._board.place_anew()
        self._palette_place.place_anew()

    def _use_choices(self, choices: Choices) -> None:
        self._choices = choices
        self._readers = {side: HandReader(self._tuning, choices) for side in Side}
        self._vignette = Vignette(self._tuning, is_wanted=choices.has_vignette)
        self._at_work = AtWork(self.page, self.kit, self._tuning, choices, self.main)
        self._stage.use_motion(is_still=choices.is_motion_reduced, may_flash=choices.may_flash)
        self._buttons = Buttons(self.kit, self._tuning, choices, self.main)
        self._buttons.undo_wanted.connect(self._undo)
        self._buttons.redo_wanted.connect(self._redo)
        self._board.use(choices)
        self._palette_place = PalettePlace(self._tuning, choices, self.main)

    def _is_stop(self, answer: float) -> bool:
        return self._reminders.is_stop(answer)

    def _calm_rows(self) -> cards.Rows:
        return cards.calm(self._calm_said, may_go_back=self._may_go_back)

    def _renew_palette(self) -> None:
        if self._is_open:
            self._board.open(PALETTE, self._deeds.rows)

    def _let_go_of_panels(self) -> None:
        for pointer in self._pointers.values():
            pointer.let_go()
        self._board.place_anew()
