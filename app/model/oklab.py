"""Colours as the eye tells them apart: OKLab, and a few colours that stand for many.

Björn Ottosson, "A perceptual color space for image processing" (2020),
https://bottosson.github.io/posts/oklab/; sRGB by IEC 61966-2-1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Rgb = tuple[int, int, int]

# two colours nearer than this are one to the eye beside the others of a picture
ALIKE: Final = 0.06
# what covers less than this is left out, and the others share all
LEAST_SHARE: Final = 0.01
MOST: Final = 6
_ROUNDS: Final = 12

_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True, slots=True)
class ColourShare:
    """A colour, sRGB 0 to 255, and its share of what was looked at, 0 to 1."""

    colour: Rgb
    share: float


def oklab(srgb: npt.ArrayLike) -> F64:
    """Return sRGB colours, shape (n, 3), 0 to 255, as OKLab (lightness 0 to 1, a, b)."""
    coded = np.asarray(srgb, np.float64) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return linear_to_oklab(linear)


def linear_to_oklab(linear: F64) -> F64:
    """Return linear sRGB, shape (n, 3), 0 to 1, as OKLab."""
    lms: F64 = np.cbrt(linear @ _TO_LMS.T)
    lab: F64 = lms @ _TO_LAB.T
    return lab


def to_srgb(lab: F64) -> list[Rgb]:
    """Return OKLab colours, shape (n, 3), as sRGB, the nearest there is."""
    lms = (lab @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_TO_LMS).T, 0, 1)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return [(int(r), int(g), int(b)) for r, g, b in np.rint(coded * 255).astype(int)]


def shares(lab: F64, weights: F64, *, most: int = MOST) -> tuple[ColourShare, ...]:
    """Return the few colours that stand for many, the largest share first; they sum to 1.

    Weighted k-means (Lloyd 1982) in OKLab from the heaviest colour and those farthest from the
    ones before (Gonzalez 1985, by weight), so that the same colours always give the same answer.

    Parameters
    ----------
    lab : ndarray, shape (n, 3), OKLab
    weights : ndarray, shape (n,)
        How much there is of each, 0 or more; nothing at all gives no colours.
    """
    is_there = weights > 0
    lab, weights = lab[is_there], weights[is_there]
    if not len(lab):
        return ()
    # sorted, so that the order they come in changes not even the last digit
    order = np.lexsort((*lab.T, weights))
    lab, weights = lab[order], weights[order]
    centres = _seeds(lab, weights, most)
    for _ in range(_ROUNDS):
        found = _means(lab, weights, _nearest(lab, centres), len(centres))
        if np.array_equal(found, centres):
            break
        centres = found
    sums: F64 = np.bincount(_nearest(lab, centres), weights, len(centres)).astype(np.float64)
    return _as_shares(*_joined(centres, sums))


def _seeds(lab: F64, weights: F64, most: int) -> F64:
    chosen = [lab[int(np.argmax(weights))]]
    away: F64 = np.full(len(lab), np.inf)
    for _ in range(most - 1):
        away = np.minimum(away, np.sum((lab - chosen[-1]) ** 2, axis=1))
        farthest = int(np.argmax(away * weights))
        if away[farthest] < ALIKE**2:
            break
        chosen.append(lab[farthest])
    return np.array(chosen)


def _nearest(lab: F64, centres: F64) -> npt.NDArray[np.intp]:
    away = np.stack([np.sum((lab - centre) ** 2, axis=1) for centre in centres])
    nearest: npt.NDArray[np.intp] = np.argmin(away, axis=0)
    return nearest


def _means(lab: F64, weights: F64, group: npt.NDArray[np.intp], count: int) -> F64:
    total = np.bincount(group, weights, count)
    sums = np.stack([np.bincount(group, weights * axis, count) for axis in lab.T], axis=1)
    return sums[total > 0] / total[total > 0, None]


def _joined(centres: F64, sums: F64) -> tuple[F64, F64]:
    """Return the colours with those that are one to the eye put together."""
    while len(centres) > 1:
        away = np.sum((centres[:, None] - centres[None]) ** 2, axis=2)
        np.fill_diagonal(away, np.inf)
        one, other = np.unravel_index(int(np.argmin(away)), away.shape)
        if away[one, other] >= ALIKE**2:
            break
        weight = sums[one] + sums[other]
        middle = (centres[one] * sums[one] + centres[other] * sums[other]) / weight
        keep = np.delete(np.arange(len(centres)), [one, other])
        centres = np.vstack([centres[keep], middle])
        sums = np.append(sums[keep], weight)
    return centres, sums


def _as_shares(centres: F64, sums: F64) -> tuple[ColourShare, ...]:
    is_kept = sums >= LEAST_SHARE * sums.sum()
    order = np.argsort(-sums[is_kept], kind="stable")
    kept = sums[is_kept][order]
    colours = to_srgb(centres[is_kept][order])
    return tuple(
        ColourShare(colour, float(share))
        for colour, share in zip(colours, kept / kept.sum(), strict=True)
    )
