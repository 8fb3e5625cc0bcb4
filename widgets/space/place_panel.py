"""The place one is in: which, what one wishes of it, its numbers, its sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import SystemRandom

from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.commands import space_surroundings as verbs
from app.commands.space import place_of
from app.model.brush import Number
from app.model.entities import new_uid
from app.model.environment import Environment, Wish, wished
from app.model.space import Place
from app.model.words import Sentence, language, tr
from widgets.parts import Chip, FlowLayout, GhostButton, Soft, TextLine
from widgets.parts.switch import Switch
from widgets.reading_only import READING
from widgets.sound import PlaceSound
from widgets.space.fold import Fold
from widgets.space.stand import SpaceStand
from widgets.studio.shelf import NamedSlider
from widgets.theme import Theme

KEPT = Sentence("The place is kept as “{name}”. You find it in the list of places.")
_SEEDS = SystemRandom()


class PlacePanel(Fold):
    """Changes the page's place; each change is a step that can be taken back.

    Parameters
    ----------
    stand : SpaceStand
        Holds the page.
    environments, wishes
        What there is to choose, and to wish for.
    sound : PlaceSound
        Plays what one hears there, when asked.
    """

    def __init__(
        self,
        theme: Theme,
        stand: SpaceStand,
        environments: Sequence[Environment],
        wishes: Sequence[Wish],
        sound: PlaceSound,
    ) -> None:
        super().__init__(theme, tr("Place"), "space.place")
        self._stand, self._sound = stand, sound
        self._known = {each.uid: each for each in environments}
        self._sliders: dict[str, NamedSlider] = {}
        self._merge = ""
        self.choice = self._combo()
        self.listen = Switch(theme, tr("Sound"), self._listen)
        self.listen.setObjectName("space.place.sound")
        self.volume = NamedSlider(tr("Volume"), "space.place.volume", _say_share)
        self.volume.moved.connect(sound.set_volume)
        self.name = TextLine(tr("A name for it"))
        self.name.setObjectName("space.place.name")
        self.name.returnPressed.connect(self._keep)
        self.more = Fold(theme, tr("Each thing"), "space.place.more")
        self._chips: list[tuple[Wish, Chip]] = []
        self._wishes = self._make_chips(wishes)
        self._lay_out()
        stand.placed.connect(self.show_place)
        sound.changed.connect(self._follow_sound)
        self._follow_sound()

    @property
    def place(self) -> Place | None:
        """Return the page's place."""
        work = self._stand.work
        return place_of(self._stand.document, work.uid) if work is not None else None

    @property
    def environment(self) -> Environment | None:
        """Return what kind of place it is."""
        place = self.place
        return self._known.get(place.environment_uid) if place is not None else None

    def show_place(self, place: Place | None) -> None:
        """Show the place as it is."""
        self._fill()
        environment = self._known.get(place.environment_uid) if place is not None else None
        if place is None or environment is None:
            return
        own = next((each for each in self._own() if _is_same(each, place)), None)
        row = self.choice.findData(own.uid if own is not None else environment.uid)
        self.choice.setCurrentIndex(row)
        self._show_numbers(environment, place)
        for wish, chip in self._chips:
            # a wish that changes nothing here would only disappoint
            chip.setVisible(any(step.number in environment.numbers for step in wish.steps))
        if self._sound.is_on:
            self._sound.play(environment, dict(place.settings), place.seed)

    def _lay_out(self) -> None:
        self.body.addWidget(self.choice)
        self.body.addWidget(Soft(tr("I would like it"), wraps=False))
        self.body.addWidget(self._wishes)
        self.other = self._button(
            tr("Arranged differently"),
            "space.place.other",
            self._arrange,
            tr("The same kind of place, laid out anew"),
        )
        self.body.addWidget(self.other)
        self.body.addWidget(self.listen)
        self.body.addWidget(self.volume)
        self.body.addWidget(self.more)
        self.body.addWidget(self.name)
        self.keep = self._button(
            tr("Keep as my own"),
            "space.place.keep",
            self._keep,
            tr("Choose it for other pages, too"),
        )
        self.body.addWidget(self.keep)

    def _combo(self) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName("space.place.which")
        combo.setAccessibleName(tr("Place"))
        combo.setToolTip(tr("Where this page is"))
        combo.setMinimumContentsLength(8)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.activated.connect(self._go)
        return combo

    def _button(
        self, title: str, name: str, pressed: Callable[[], object], hint: str
    ) -> GhostButton:
        button = GhostButton(title, pressed)
        button.setObjectName(name)
        button.setProperty("dense", True)
        button.setToolTip(hint)
        return button

    def _make_chips(self, wishes: Sequence[Wish]) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, spacing=6)
        for wish in wishes:
            chip = Chip(wish.label, partial(self._wish, wish))
            chip.setObjectName(f"space.place.wish.{wish.name}")
            chip.setToolTip(wish.label)
            self._chips.append((wish, chip))
            flow.addWidget(chip)
        return box

    def _fill(self) -> None:
        rows = [(each.label, each.uid) for each in self._known.values()]
        rows += [(each.name, each.uid) for each in self._own()]
        shown = [
            (self.choice.itemText(row), self.choice.itemData(row))
            for row in range(self.choice.count())
        ]
        if rows != shown:
            self.choice.clear()
            for title, uid in rows:
                self.choice.addItem(title, uid)

    def _own(self) -> list[Place]:
        return [each for each in verbs.own_places(self._stand.document) if each.name]

    def _show_numbers(self, environment: Environment, place: Place) -> None:
        if list(self._sliders) != list(environment.numbers):
            for slider in self._sliders.values():
                slider.hide()
                slider.deleteLater()
            self._sliders = {
                name: self._slider(name, number, environment)
                for name, number in environment.numbers.items()
            }
        values = environment.values(dict(place.settings))
        for name, slider in self._sliders.items():
            number = environment.numbers[name]
            slider.show_value((values[name] - number.min) / max(number.max - number.min, 1e-9))

    def _slider(self, name: str, number: Number, environment: Environment) -> NamedSlider:
        title = environment.knobs[name].label
        slider = NamedSlider(title, f"space.place.{name}", partial(_say, number))
        slider.slider.setToolTip(number.help.get(language(), number.help["en"]))
        slider.moved.connect(partial(self._set, name, number))
        slider.slider.sliderPressed.connect(self._begin_drag)
        self.more.body.addWidget(slider)
        return slider

    def _begin_drag(self) -> None:
        self._merge = new_uid()

    def _set(self, name: str, number: Number, share: float) -> None:
        place = self.place
        if place is None:
            return
        settings = dict(place.settings)
        settings[name] = number.min + share * (number.max - number.min)
        is_dragged = self._sliders[name].slider.isSliderDown()
        self._change(settings=settings, merge=self._merge if is_dragged else "")

    def _wish(self, wish: Wish) -> None:
        place, environment = self.place, self.environment
        if place is not None and environment is not None:
            self._change(settings=wished(environment, dict(place.settings), wish))

    def _arrange(self) -> None:
        place = self.place
        if place is not None:
            self._change(settings=dict(place.settings), seed=_SEEDS.getrandbits(31))

    def _go(self, row: int) -> None:
        uid = str(self.choice.itemData(row))
        own = next((each for each in self._own() if each.uid == uid), None)
        if own is None:
            self._change(environment_uid=uid)
        else:
            self._change(
                environment_uid=own.environment_uid,
                settings=dict(own.settings),
                seed=own.seed,
                name=own.name,
            )

    def _change(
        self,
        *,
        environment_uid: str | None = None,
        settings: dict[str, float] | None = None,
        seed: int | None = None,
        name: str = "",
        merge: str = "",
    ) -> None:
        work = self._stand.work
        self._stand.finish()
        if work is None or self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            return
        verbs.set_place(
            self._stand.document,
            work.uid,
            environment_uid=environment_uid,
            settings=settings,
            seed=seed,
            name=name,
            merge=merge,
        )

    def _keep(self) -> None:
        work, environment = self._stand.work, self.environment
        if work is None or environment is None or self._stand.document.is_read_only:
            return
        name = self.name.text().strip() or tr("My {place}", place=environment.label)
        verbs.save_place(self._stand.document, work.uid, name=name)
        self.name.clear()
        self.show_place(self.place)
        self._stand.refused.emit(Sentence(KEPT.message, {"name": name}))

    def _listen(self, is_on: bool) -> None:
        place, environment = self.place, self.environment
        if is_on and place is not None and environment is not None:
            self._sound.play(environment, dict(place.settings), place.seed)
        else:
            self._sound.stop()
        self._follow_sound()

    def _follow_sound(self) -> None:
        self.listen.setChecked(self._sound.is_on)
        self.volume.setVisible(self._sound.is_on)
        self.volume.show_value(self._sound.volume)


def _is_same(own: Place, place: Place) -> bool:
    return replace(own, uid=place.uid, work_uid=place.work_uid) == place


def _say(number: Number, share: float) -> str:
    value = number.min + share * (number.max - number.min)
    if number.unit == "ratio":
        return f"{100 * value:.0f} %"
    if number.unit == "h":
        return f"{int(value) % 24}:{round(value % 1 * 60) % 60:02d}"
    return f"{value:.1f} {number.unit}"


def _say_share(share: float) -> str:
    return tr("{share} %", share=round(100 * share))
