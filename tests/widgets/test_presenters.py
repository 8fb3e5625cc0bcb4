"""Both presenters show the same pixels: one suite, run over each."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from app.model.tiles import ONE, Rect, TileGrid
from app.model.words import Sentence
from app.painting.composite import LayerPixels
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.painter_presenter import PainterPresenter
from widgets.canvas.presenter import level_from_device
from widgets.canvas.view import ViewTransform

SIDE = (333, 257)
SCREEN = (240, 200)
SURROUND = QColor("#24272F")

ZOOMS = (0.1, 0.24, 0.37, 0.5, 0.8, 1.0, 1.3, 2.0, 2.7, 3.5, 5.0, 8.0)
ANGLES = (0.0, 13.0, 90.0, -117.5)
RATIOS = (1.0, 1.25, 1.5, 2.0)


def painted_grid(seed: int) -> TileGrid:
    """Return a layer with hard edges, noise and soft slopes: what filters stumble over."""
    grid = TileGrid.empty(*SIDE)
    random = np.random.default_rng(seed)
    shape = grid.tiles.shape
    colour = random.integers(0, ONE + 1, (*shape[:2], 1, 1, 3)) * np.ones((*shape[:4], 3))
    speckle = random.random(shape[:4]) < 0.3
    colour[speckle] = random.integers(0, ONE + 1, (int(speckle.sum()), 3))
    alpha = np.where(random.random(shape[:2]) < 0.6, ONE, ONE // 3)[..., None, None, None]
    grid.tiles[..., :3] = colour * alpha // ONE
    grid.tiles[..., 3:] = alpha
    return grid


def buffer_of(grid: TileGrid) -> CanvasBuffer:
    buffer = CanvasBuffer(*SIDE)
    buffer.paint([LayerPixels(grid)], buffer.rect)
    return buffer


def expected(buffer: CanvasBuffer, view: ViewTransform, width: int, height: int) -> np.ndarray:
    """Return the picture by plain double-precision arithmetic: linear, or the pixel itself."""
    level = buffer.level(view.level)[..., :3].astype(float)
    a, b, c, d, e, f = level_from_device(view)
    ys, xs = np.mgrid[0:height, 0:width] + 0.5
    x, y = a * xs + c * ys + e, b * xs + d * ys + f
    scale = 1 << view.level
    edge = np.minimum(
        np.minimum(x, buffer.width / scale - x), np.minimum(y, buffer.height / scale - y)
    )
    inside = np.clip(edge * view.zoom * scale + 0.5, 0, 1)[..., None]
    rows, columns = level.shape[:2]
    if view.is_exact:
        column = np.clip(np.floor(x), 0, columns - 1).astype(int)
        row = np.clip(np.floor(y), 0, rows - 1).astype(int)
        shown = level[row, column]
    else:
        x, y = np.clip(x, 0.5, columns - 0.5) - 0.5, np.clip(y, 0.5, rows - 0.5) - 0.5
        x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
        x1, y1 = np.minimum(x0 + 1, columns - 1), np.minimum(y0 + 1, rows - 1)
        u, v = (x - x0)[..., None], (y - y0)[..., None]
        shown = (level[y0, x0] * (1 - u) + level[y0, x1] * u) * (1 - v) + (
            level[y1, x0] * (1 - u) + level[y1, x1] * u
        ) * v
    beside = np.array([SURROUND.blue(), SURROUND.green(), SURROUND.red()], float)
    return beside * (1 - inside) + shown * inside


def view_at(zoom: float, angle: float, ratio: float) -> ViewTransform:
    """Return a view that shows a corner of the canvas and some of what lies beside it."""
    view = ViewTransform(ratio=ratio).zoomed(zoom, (0, 0)).rotated(angle, (0, 0))
    at = view.view_from_canvas(60, 50)
    return view.panned(SCREEN[0] / ratio / 2.3 - at[0], SCREEN[1] / ratio / 2.1 - at[1])


@pytest.fixture(
    params=["QPainter", pytest.param("VisPy", marks=pytest.mark.gl)], ids=["qpainter", "vispy"]
)
def presenter(request, qapp):
    if request.param == "QPainter":
        shown = PainterPresenter(Sentence("a test"))
    else:
        from widgets.canvas.vispy_presenter import VispyPresenter

        shown = VispyPresenter(Sentence("a test"))
    shown.set_surround(SURROUND)
    shown.widget.resize(120, 90)
    shown.widget.show()
    qapp.processEvents()
    yield shown
    shown.close()


@pytest.mark.qt
def test_at_a_hundred_percent_and_upright_every_pixel_is_the_canvas_s_own(presenter):
    buffer = buffer_of(painted_grid(1))
    for ratio in RATIOS:
        view = view_at(1.0, 0.0, ratio)
        presenter.show(buffer, view)
        shown = presenter.picture(*SCREEN)[..., :3]
        left, top = int(view.left_px), int(view.top_px)
        inside = shown[top : top + SIDE[1], left : left + SIDE[0]]
        canvas = buffer.pixels[: inside.shape[0], : inside.shape[1], :3]
        assert np.array_equal(inside, canvas)
        assert np.array_equal(shown[0, 0], [SURROUND.blue(), SURROUND.green(), SURROUND.red()])


@pytest.mark.qt
def test_at_any_zoom_turn_and_pixel_ratio_it_is_linear_filtering_within_two_steps(presenter):
    # within 2 of the same sum means within 4 of each other
    buffer = buffer_of(painted_grid(2))
    worst = 0.0
    for zoom, angle, ratio in itertools.product(ZOOMS, ANGLES, RATIOS):
        view = view_at(zoom, angle, ratio)
        presenter.show(buffer, view)
        shown = presenter.picture(*SCREEN)[..., :3].astype(float)
        worst = max(worst, np.abs(shown - expected(buffer, view, *SCREEN)).max())
    assert worst <= 2.0


@pytest.mark.qt
@pytest.mark.parametrize("zoom", [1.0, 0.3, 1.7, 6.0])
def test_a_stroke_that_changes_a_rectangle_is_shown_as_if_all_were_drawn_anew(presenter, zoom):
    grid = painted_grid(3)
    buffer = buffer_of(grid)
    view = view_at(zoom, 0.0 if zoom == 6.0 else 20.0, 1.0)
    presenter.show(buffer, view)
    presenter.picture(*SCREEN)
    grid.tiles[0, 0, 10:50, 20:60] = (ONE, 0, ONE // 2, ONE)
    presenter.update(buffer.paint([LayerPixels(grid)], Rect(20, 10, 60, 50)))
    shown = presenter.picture(*SCREEN)
    presenter.show(buffer_of(grid), view)
    assert np.array_equal(shown, presenter.picture(*SCREEN))


@pytest.mark.qt
def test_what_is_asked_for_is_what_the_window_shows(presenter, qapp, qtbot):
    buffer = buffer_of(painted_grid(4))
    view = ViewTransform(zoom=1.0, left_px=7.0, top_px=5.0)
    presenter.show(buffer, view)
    qtbot.waitUntil(lambda: bool(_grabbed(presenter)[5:60, 7:60].any()))
    ratio = presenter.widget.devicePixelRatioF()
    assert ratio == 1.0
    assert np.array_equal(_grabbed(presenter)[5:60, 7:60, :3], buffer.pixels[:55, :53, :3])


def _grabbed(presenter) -> np.ndarray:
    widget = presenter.widget
    image = (
        widget.grabFramebuffer() if hasattr(widget, "grabFramebuffer") else widget.grab().toImage()
    ).convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8)
    return raw.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()
