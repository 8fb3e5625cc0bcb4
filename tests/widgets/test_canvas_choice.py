"""Which presenter is taken, why, and that one goes without leaving anything behind."""

from __future__ import annotations

import gc
import os

import psutil
import pytest
from PySide6.QtCore import QObject

from app.model.words import Sentence
from app.services.settings import SettingsFile
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.choose_presenter import OVERRIDE, build, choose, renderer_here
from widgets.canvas.view import ViewTransform
from widgets.studio.renderer import RendererMemory

HARDWARE = ("Mesa Intel(R) UHD Graphics 620", "NVIDIA GeForce RTX 3060/PCIe/SSE2", "Apple M2")
SOFTWARE = ("llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Microsoft Basic Render Driver")


@pytest.fixture(autouse=True)
def _nobody_chose(monkeypatch):
    monkeypatch.delenv(OVERRIDE, raising=False)


@pytest.mark.parametrize("renderer", HARDWARE)
def test_where_the_graphics_card_draws_vispy_shows_the_canvas(renderer):
    choice = choose(renderer)
    assert choice.name == "VisPy"
    assert renderer in str(choice.reason)


@pytest.mark.parametrize("renderer", SOFTWARE)
def test_where_the_driver_works_in_software_qpainter_does(renderer):
    choice = choose(renderer)
    assert choice.name == "QPainter"
    assert renderer in str(choice.reason)


def test_without_opengl_qpainter_does_even_if_vispy_was_wished_for():
    assert choose("", wish="vispy").name == "QPainter"


@pytest.mark.parametrize(("wish", "name"), [("qpainter", "QPainter"), ("vispy", "VisPy")])
def test_one_can_choose_oneself(monkeypatch, wish, name):
    for renderer in (HARDWARE[0], SOFTWARE[0]):
        assert choose(renderer, wish=wish).name == name
        monkeypatch.setenv(OVERRIDE, wish.upper())
        assert choose(renderer).name == name


@pytest.mark.gl
@pytest.mark.qt
def test_opengl_is_asked_what_draws_here(qapp):
    assert renderer_here()


@pytest.mark.gl
@pytest.mark.qt
def test_opening_and_closing_vispy_many_times_leaves_no_memory_behind(qapp):
    process, sizes = psutil.Process(os.getpid()), []
    buffer = CanvasBuffer(1024, 1024)
    for _ in range(10):
        presenter = build(choose(SOFTWARE[0], wish="vispy"))
        presenter.widget.resize(400, 300)
        presenter.widget.show()
        presenter.show(buffer, ViewTransform())
        presenter.picture(200, 100)
        presenter.close()
        qapp.processEvents()
        gc.collect()
        sizes.append(process.memory_info().rss)
    # one that stays costs 18 MB; the first few fill the driver's own pools
    assert (sizes[-1] - sizes[4]) / 5 < 4 << 20


def test_the_reason_is_a_sentence_that_can_be_translated():
    assert isinstance(choose("").reason, Sentence)


@pytest.mark.gl
@pytest.mark.qt
def test_the_driver_is_asked_once_in_a_process_of_its_own_and_remembered(qtbot, tmp_path):
    settings, told = SettingsFile(tmp_path / "settings.json"), []
    owner = QObject()
    memory = RendererMemory(settings)
    assert memory.known == ""
    memory.look(owner, told.append)
    memory.look(owner, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=30000)
    assert told == [renderer_here()]
    again = RendererMemory(SettingsFile(tmp_path / "settings.json"))
    assert again.known == told[0]
    again.look(owner, told.append)
    assert len(told) == 1
