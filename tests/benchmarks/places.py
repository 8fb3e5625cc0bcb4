"""Places: how long one takes to build and to be sent to the card, and what its sound costs."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any


def run() -> dict[str, Any]:
    """Return the figures."""
    os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    from vispy import app

    from app.catalogue.environments import environments
    from app.geometry.place.scenery import build
    from app.scene.place.node import PlaceNode
    from app.sound import RATE_HZ, Ambience, mix_of

    canvas = app.Canvas(app=app.Application("egl"), show=False, size=(64, 64))
    canvas.set_current()
    node = PlaceNode()
    found = {}
    for place in environments():
        scenery = build(place, {}, 1)
        sound = Ambience(mix_of(place, {}), 1)
        surfaces = (scenery.ground, scenery.plants, scenery.grass, scenery.water, scenery.specks)
        triangles = sum(len(surface.triangles) for surface in surfaces if surface is not None)
        found[place.name] = {
            "triangles at the best quality": triangles + len(scenery.leaves),
            "built, ms": _median_ms(lambda place=place: build(place, {}, 1)),
            "shown, main thread, ms": _median_ms(lambda scenery=scenery: node.show_built(scenery)),
            "a second of sound, ms": _median_ms(lambda sound=sound: sound.render(RATE_HZ)),
        }
    canvas.close()
    return found


def _median_ms(work: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(taken), 2)
