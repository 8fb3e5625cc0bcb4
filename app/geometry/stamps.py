"""Outlines of what a spray leaves: the middle first, then the rim, counter-clockwise."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.model.space_brush import Stamp

F64 = npt.NDArray[np.float64]


def outline(stamp: Stamp) -> F64:
    """Return a stamp's corners, shape (n, 2), float64, -1 to 1; its tip points along x."""
    rim = _RIMS[stamp]
    return np.concatenate([np.zeros((1, 2)), rim()])


def _disc() -> F64:
    angle = 2 * np.pi * np.arange(10) / 10
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _leaf() -> F64:
    x = np.array([1.0, 0.5, 0.0, -0.5, -1.0, -0.5, 0.0, 0.5])
    width = np.array([0.0, 0.28, 0.42, 0.34, 0.0, -0.34, -0.42, -0.28])
    return np.stack([x, width], axis=1)


def _petal() -> F64:
    x = np.array([0.85, 1.0, 0.85, 0.35, -0.4, -1.0, -0.4, 0.35])
    width = np.array([-0.3, 0.0, 0.3, 0.6, 0.36, 0.0, -0.36, -0.6])
    return np.stack([x, width], axis=1)


def _star() -> F64:
    angle = 2 * np.pi * np.arange(10) / 10
    radius = np.where(np.arange(10) % 2, 0.42, 1.0)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _square() -> F64:
    return np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]) * 0.8


def _bristle() -> F64:
    return np.array([[1.0, 0.0], [0.6, 0.07], [-1.0, 0.05], [-1.0, -0.05], [0.6, -0.07]])


_RIMS = {
    Stamp.DISC: _disc,
    Stamp.LEAF: _leaf,
    Stamp.PETAL: _petal,
    Stamp.STAR: _star,
    Stamp.SQUARE: _square,
    Stamp.BRISTLE: _bristle,
}
