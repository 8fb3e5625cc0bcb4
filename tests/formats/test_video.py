"""A film of a camera path or a replay: there whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.formats.video import write_video


def frames(count: int, *, height: int = 48, width: int = 64) -> Iterator[np.ndarray]:
    """Give pictures in which a light half moves from left to right."""
    for number in range(count):
        picture = np.full((height, width, 3), (20, 40, 160), np.uint8)
        picture[:, : (number + 1) * width // count] = (240, 220, 60)
        yield picture


def ignore(_: int) -> None:
    """Say nothing."""


def test_a_film_plays_what_was_drawn(tmp_path: Path):
    path = tmp_path / "path.webm"
    steps: list[int] = []
    assert write_video(path, frames(12), rate_hz=Fraction(24), step=steps.append) == 12
    assert steps == list(range(1, 13))
    with av.open(str(path)) as film:
        (stream,) = film.streams
        assert (stream.codec_context.name.startswith("vp9"), stream.average_rate) == (True, 24)
        shown = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
    assert len(shown) == 12
    for before, after in zip(frames(12), shown, strict=True):
        assert np.abs(before.astype(int) - after).mean() < 8
    assert list(tmp_path.iterdir()) == [path]


def test_odd_sides_lose_their_last_row(tmp_path: Path):
    path = tmp_path / "odd.webm"
    write_video(path, frames(2, height=33, width=65), rate_hz=10, step=ignore)
    with av.open(str(path)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (64, 32)


class Stopped(Exception):  # noqa: N818  # no error: the person said stop
    pass


def test_a_film_that_is_stopped_leaves_nothing_behind(tmp_path: Path):
    def stop(count: int) -> None:
        if count == 3:
            raise Stopped

    with pytest.raises(Stopped):
        write_video(tmp_path / "path.webm", frames(12), rate_hz=24, step=stop)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_until_all_of_the_film_is_there(tmp_path: Path):
    path = tmp_path / "path.webm"
    path.write_text("mine")
    broken = [*frames(2), *frames(1, width=80)]
    with pytest.raises(ValueError, match="another size"):
        write_video(path, broken, rate_hz=24, step=ignore)
    assert path.read_text() == "mine"
    write_video(path, frames(2), rate_hz=24, step=ignore)
    assert path.read_bytes()[:4] == b"\x1aE\xdf\xa3"


@pytest.mark.parametrize(
    "pictures",
    [
        [],
        [np.zeros((1, 9, 3), np.uint8)],
        [np.zeros((8, 8), np.uint8)],
        [np.zeros((8, 8, 3), np.uint8), np.zeros((8, 16, 3), np.uint8)],
    ],
)
def test_what_is_no_film_is_refused_and_leaves_nothing_behind(tmp_path: Path, pictures):
    with pytest.raises(ValueError):  # noqa: PT011  # the caller asks for frames it made itself
        write_video(tmp_path / "path.webm", pictures, rate_hz=24, step=ignore)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(OSError, match="no such folder"):
        write_video(tmp_path / "no such folder" / "a.webm", frames(2), rate_hz=24, step=ignore)
