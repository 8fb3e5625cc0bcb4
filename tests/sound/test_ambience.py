"""What one hears at a place: gentle, without a click, and the same each time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from app.catalogue.environments import environments
from app.sound import RATE_HZ, Ambience, Mix, loops, mix_of
from app.sound.ambience import FADE_S, LOUDEST
from app.sound.waves import Samples, add_round

PLACES = environments()
EVERYTHING = Mix(wind=1, sea=1, lake=1, birds_a_minute=12, crickets=1)
LOOPS: dict[str, Callable[[], Samples]] = {
    "wind": lambda: loops.wind(7),
    "sea": lambda: loops.sea(7),
    "lake": lambda: loops.lake(7),
    "birds": lambda: loops.birds(7, 5),
    "crickets": lambda: loops.crickets(7),
}


@pytest.fixture(scope="module")
def made() -> dict[str, Samples]:
    return {name: make() for name, make in LOOPS.items()}


def spectrum(loop: Samples) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    power = np.abs(np.fft.rfft(loop.mean(axis=1).astype(float))) ** 2
    return np.fft.rfftfreq(len(loop), 1 / RATE_HZ), power / power.sum()


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_heard_to_repeat_without_a_click(name: str, made: dict[str, Samples]) -> None:
    loop = made[name]
    within = np.abs(np.diff(loop, axis=0)).max()
    assert loop.any()
    assert np.abs(loop[0] - loop[-1]).max() <= within
    # nor a corner: the step over the seam is no larger than steps anywhere
    bends = np.abs(np.diff(loop, n=2, axis=0)).max()
    seam = np.concatenate([loop[-2:], loop[:2]])
    assert np.abs(np.diff(seam, n=2, axis=0)).max() <= bends * 1.001


@pytest.mark.parametrize(
    ("name", "low_hz", "high_hz"),
    [
        ("wind", 45, 2200),
        ("sea", 60, 5000),
        ("lake", 100, 2500),
        ("birds", 1500, 5200),
        ("crickets", 3900, 5000),
    ],
)
def test_each_sound_lies_where_its_kind_is_heard(
    name: str, low_hz: float, high_hz: float, made: dict[str, Samples]
) -> None:
    hz, power = spectrum(made[name])
    assert power[(hz >= low_hz) & (hz <= high_hz)].sum() > 0.9


def test_the_loudest_cricket_is_a_tone_and_not_a_hiss(made: dict[str, Samples]) -> None:
    hz, power = spectrum(made["crickets"])
    assert 4000 < hz[power.argmax()] < 4900


def test_loops_share_no_length_so_that_they_do_not_repeat_together() -> None:
    lengths = (loops.WIND_S, loops.WATER_S, loops.BIRDS_S, loops.CRICKETS_S)
    assert np.lcm.reduce(lengths) > 3 * 60 * 60


def test_everything_at_once_and_at_its_loudest_is_still_gentle() -> None:
    heard = Ambience(EVERYTHING, 3).render(20 * RATE_HZ)
    assert np.abs(heard).max() < LOUDEST
    assert np.sqrt(np.mean(heard**2)) < 0.12


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_place_sounds_the_same_each_time_and_never_loud(place: object) -> None:
    environment = next(each for each in PLACES if each is place)
    mix = mix_of(environment, {})
    first = Ambience(mix, 5).render(3 * RATE_HZ)
    for make in (loops.wind, loops.sea, loops.lake, loops.birds, loops.crickets):
        make.cache_clear()
    assert np.array_equal(first, Ambience(mix, 5).render(3 * RATE_HZ))
    assert np.sqrt(np.mean(first**2)) < 0.06
    assert first.any() or environment.name == "plain_studio"


def test_in_pieces_it_is_what_it_is_in_one() -> None:
    mix = Mix(wind=0.5, crickets=0.5)
    whole = Ambience(mix, 9).render(40_000)
    stream = Ambience(mix, 9)
    pieces = [stream.render(count) for count in (1, 999, 0, 17_000, 22_000)]
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-6)


def test_it_fades_in_and_out_without_a_step() -> None:
    stream = Ambience(Mix(sea=1.0), 2)
    beginning = stream.render(RATE_HZ)
    assert np.abs(beginning[:200]).max() < 0.002
    stream.render(2 * RATE_HZ)
    stream.fade_out()
    ending = stream.render(round(FADE_S * RATE_HZ) + 1)
    assert np.abs(ending[-200:]).max() < 0.002
    assert stream.is_silent
    assert not stream.render(1000).any()


def test_going_elsewhere_is_a_passage_and_not_a_cut() -> None:
    stream = Ambience(Mix(wind=1.0), 2)
    before = stream.render(3 * RATE_HZ)
    stream.go_over_to(Ambience(Mix(wind=0.2, lake=1.0), 2))
    after = stream.render(3 * RATE_HZ)
    usual = np.abs(np.diff(before[-RATE_HZ:], axis=0)).max()
    assert np.abs(after[0] - before[-1]).max() <= usual * 1.5
    assert stream.mix == Mix(wind=0.2, lake=1.0)


def test_birds_sing_by_day_and_crickets_from_the_evening_on() -> None:
    meadow = next(place for place in PLACES if place.name == "meadow")
    noon, night = mix_of(meadow, {"hour": 12.0}), mix_of(meadow, {"hour": 23.5})
    assert noon.birds_a_minute > 0
    assert noon.crickets == 0
    assert night.birds_a_minute == 0
    assert night.crickets > 0


def test_without_wind_there_is_no_wind_to_hear() -> None:
    meadow = next(place for place in PLACES if place.name == "meadow")
    assert mix_of(meadow, {"wind": 0.0}).wind == 0


def test_a_sound_that_reaches_over_the_end_goes_on_at_the_beginning() -> None:
    loop = np.zeros((10, 2))
    add_round(loop, 8, np.ones((4, 2)))
    assert loop[:, 0].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 1, 1]
