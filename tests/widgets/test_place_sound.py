"""The sound of a place: off until asked, silent when told, and no card is no trouble."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.catalogue.environments import environments
from app.model.words import Sentence
from app.sound.ambience import FADE_S, LOUDEST
from app.sound.waves import RATE_HZ
from widgets.sound import PlaceSound

pytestmark = pytest.mark.qt

BY_NAME = {place.name: place for place in environments()}
NIGHT = BY_NAME["night_sky"]
ONLY_CRICKETS = {"breeze": 0.0, "crickets": 0.5}


class Paper:
    """A sound card that writes down what it was given."""

    def __init__(self) -> None:
        self.heard = b""
        self.volume = -1.0
        self.is_open = True
        self.is_broken = False

    @property
    def free_frames(self) -> int:
        return -1 if self.is_broken else 4000

    def write(self, samples: bytes) -> None:
        assert self.is_open
        self.heard += samples

    def set_volume(self, share: float) -> None:
        self.volume = share

    def close(self) -> None:
        self.is_open = False


def playing(qtbot: QtBot) -> tuple[PlaceSound, Paper]:
    paper = Paper()
    sound = PlaceSound(lambda: paper)
    sound.play(NIGHT, ONLY_CRICKETS, 3)
    qtbot.waitUntil(lambda: len(paper.heard) > 8 * RATE_HZ, timeout=8000)
    return sound, paper


def test_it_is_off_until_asked_and_then_gentle(qtbot: QtBot) -> None:
    sound, paper = playing(qtbot)
    samples = np.frombuffer(paper.heard, "<i2")
    assert sound.is_on
    assert 0 < np.abs(samples).max() < LOUDEST * 32767
    assert paper.volume == sound.volume == 0.5
    sound.stop()
    qtbot.waitUntil(lambda: not paper.is_open, timeout=8000)


def test_a_new_window_opens_no_sound_card(qtbot: QtBot) -> None:
    opened: list[Paper] = []
    sound = PlaceSound(lambda: opened.append(Paper()) or opened[-1])
    sound.set_volume(0.8)
    sound.stop()
    assert not opened
    assert not sound.is_on


def test_told_to_stop_it_fades_out_and_lets_the_card_go(qtbot: QtBot) -> None:
    sound, paper = playing(qtbot)
    sound.stop()
    assert not sound.is_on
    qtbot.waitUntil(lambda: not paper.is_open, timeout=8000)
    samples = np.frombuffer(paper.heard, "<i2").reshape(-1, 2)
    assert np.abs(samples[-400:]).max() < 60
    assert len(samples) > FADE_S * RATE_HZ


def test_stopped_before_it_was_ready_it_never_begins(qtbot: QtBot) -> None:
    paper = Paper()
    sound = PlaceSound(lambda: paper)
    sound.play(NIGHT, ONLY_CRICKETS, 3)
    sound.stop()
    assert not paper.is_open
    # a second request shows that the first one's answer has come and gone
    with qtbot.waitSignal(sound.changed, timeout=8000):
        sound.play(NIGHT, {"breeze": 0.0, "crickets": 0.0}, 3)
    sound.stop()
    assert paper.heard == b""


def test_without_a_loudspeaker_it_says_so_once_and_stays_off(qtbot: QtBot) -> None:
    said: list[Sentence] = []
    sound = PlaceSound(lambda: None)
    sound.said.connect(said.append)
    sound.play(NIGHT, {}, 3)
    sound.play(NIGHT, {}, 3)
    assert not sound.is_on
    (sentence,) = said
    assert str(sentence) == (
        "There is no loudspeaker to play through, so the place stays silent. "
        "Everything else works as before."
    )


def test_headphones_pulled_out_are_silence_and_one_sentence(qtbot: QtBot) -> None:
    sound, paper = playing(qtbot)
    with qtbot.waitSignal(sound.said, timeout=4000):
        paper.is_broken = True
    assert not sound.is_on
    assert not paper.is_open


def test_the_volume_is_the_persons_own_and_within_limits(qtbot: QtBot) -> None:
    sound, paper = playing(qtbot)
    for wanted, kept in ((0.2, 0.2), (7.0, 1.0), (-1.0, 0.0)):
        sound.set_volume(wanted)
        assert paper.volume == sound.volume == kept
    sound.stop()
    qtbot.waitUntil(lambda: not paper.is_open, timeout=8000)


def test_on_this_computer_asking_for_sound_never_fails(qtbot: QtBot) -> None:
    sound = PlaceSound()
    sound.play(NIGHT, ONLY_CRICKETS, 3)
    sound.stop()
    assert not sound.is_on
