"""Films from frames: WebM with VP9, a format nobody has to pay for (RFC 8794; VP9 by AOMedia)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

ENDING: Final = ".webm"
_CODEC: Final = "libvpx-vp9"
# constant quality: 0 is lossless, 63 the smallest file
_OPTIONS: Final = {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1"}
_MOST_SIDE_PX: Final = 8192

U8 = npt.NDArray[np.uint8]
Step = Callable[[int], None]


def write_video(path: Path, frames: Iterable[U8], *, rate_hz: Fraction | int, step: Step) -> int:
    """Write frames as a film, whole or not at all; return how many there were.

    What was at the place stays until all of the film is there.

    Parameters
    ----------
    frames : iterable of ndarray, shape (height, width, 3), uint8
        sRGB, red first, all of one size; taken one at a time. A last odd row or column is cut
        off: the colours are kept for two by two pixels.
    rate_hz : Fraction or int
        Frames a second.
    step : callable
        Called with the number of frames after each; may raise to stop.

    Raises
    ------
    OSError
        If the disk refuses.
    ValueError
        If there are no frames, or one is of another shape.
    """
    aside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with aside.open("xb") as file, av.open(file, "w", "webm") as out:
            count = _encode(out, frames, Fraction(rate_hz), step)
        aside.replace(path)
    except av.FFmpegError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return count


def _encode(
    out: av.container.OutputContainer, frames: Iterable[U8], rate: Fraction, step: Step
) -> int:
    stream = None
    count = 0
    for pixels in frames:
        frame = _even(pixels)
        if stream is None:
            height, width = frame.shape[:2]
            stream = out.add_stream(_CODEC, rate, options=dict(_OPTIONS))
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        elif frame.shape != (stream.height, stream.width, 3):
            raise ValueError(f"frame {count} has another size")
        out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, "rgb24")))
        count += 1
        step(count)
    if stream is None:
        raise ValueError("a film has at least one frame")
    out.mux(stream.encode(None))
    return count


def _even(pixels: U8) -> U8:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"a frame is (height, width, 3) of uint8, not {pixels.shape}")
    height, width = (side & ~1 for side in pixels.shape[:2])
    if not (min(height, width) >= 2 and max(height, width) <= _MOST_SIDE_PX):
        raise ValueError(f"a frame is 2 to {_MOST_SIDE_PX} pixels a side, not {pixels.shape}")
    return np.ascontiguousarray(pixels[:height, :width])
