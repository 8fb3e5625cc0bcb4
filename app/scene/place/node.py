"""A place as the stage draws it: made from arrays that any thread may have built."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.geometry.place.daylight import Daylight
from app.geometry.place.heavens import (
    AIR_HEIGHT_M,
    AIR_REACH_M,
    PANORAMA_FAR_M,
    PANORAMA_SINE,
)
from app.geometry.place.noise import Floats, noise_tile
from app.geometry.place.scenery import Scenery, build
from app.geometry.place.surfaces import Surface
from app.model.environment import AirKind, Detail, Environment, LandKind, Settings
from app.model.space import Vector
from app.scene.light import STUDIO_LIGHT, Light
from app.scene.place import visuals
from app.scene.place.visuals import PlantVisual, SpeckVisual, texture
from app.scene.quality import LEVELS, Level
from app.scene.room_visual import RoomVisual

TILE_PX = 512
_TILE_SEED = 20
_NO_LAND = np.zeros((2, 2, 4), np.uint8)
# the wind comes from the left and a little from behind
_WIND = np.array([0.92, -0.39])
# falling m/s, wandering m
_AIR = {
    AirKind.NONE: (0.0, 0.0),
    AirKind.SNOW: (0.32, 0.25),
    AirKind.PETALS: (0.16, 0.4),
    AirKind.FIREFLIES: (0.0, 0.7),
    AirKind.MOTES: (0.012, 0.35),
}


class PlaceNode:
    """Sky, ground, water, plants and what is in the air; it is a `Surroundings`."""

    def __init__(self) -> None:
        self._sky = visuals.Sky()
        self._stars = visuals.Stars()
        self._ground = visuals.Ground()
        self._plants = visuals.Plants(4.0)
        self._grass = visuals.Plants(5.0)
        self._water = visuals.Water()
        self._specks = visuals.Specks()
        for visual in self.visuals:
            visual.visible = False
        self._level = LEVELS[-1]
        self._light = STUDIO_LIGHT
        self._scenery: Scenery | None = None
        tile = texture(noise_tile(TILE_PX, _TILE_SEED))
        for visual in (self._sky, self._ground, self._water):
            visual.tell({"u_tile": tile})
        self._water.tell({"u_panorama": texture(_NO_LAND)})

    @property
    def light(self) -> Light:
        """Return what everything in the room is lit by."""
        return self._light

    @property
    def scenery(self) -> Scenery | None:
        """Return what is shown."""
        return self._scenery

    @property
    def visuals(self) -> Sequence[RoomVisual]:
        """Return the nodes, always the same ones; those with nothing to show are not visible."""
        solid = (self._ground, self._plants, self._grass)
        return (*solid, self._sky, self._stars, self._water, self._specks)

    def show(self, environment: Environment, settings: Settings, seed: int) -> None:
        """Build a place and show it; `show_built` takes one that was built elsewhere."""
        self.show_built(build(environment, settings, seed))

    def show_built(self, scenery: Scenery) -> None:
        """Show a place; the next frame has it whole."""
        self._scenery = scenery
        day, values = scenery.day, scenery.values
        self._light = light_of(day)
        self._tell_air(scenery)
        self._ground.show(scenery.ground)
        self._ground.tell({"u_rough": scenery.environment.ground.grain})
        self._plants.show(scenery.plants)
        self._grass.show(scenery.grass)
        self._show_sky(scenery)
        shown = day.night * values["stars"] * scenery.environment.sky.disc
        count = max(1, round(len(scenery.stars) * values["stars"]))
        self._stars.show(scenery.stars[:count], shown * (1 - 0.85 * values["clouds"] ** 2))
        self._show_water(scenery)
        self._show_specks(scenery)
        self.use_quality(self._level)

    def use_quality(self, level: Level) -> None:
        """Draw with more or less; nothing is built anew."""
        self._level = level
        scenery = self._scenery
        if scenery is None:
            return
        detail = self._detail(scenery.environment)
        self._sky.tell({"u_looks": float(detail.clouds)})
        self._ground.tell({"u_grain": float(detail.grain)})
        for visual in (self._plants, self._grass):
            visual.tell({"u_shaded": float(detail.grain > 0)})
        is_coarse = detail.ground_step > 1
        self._ground.show_triangles(
            scenery.ground_coarse if is_coarse else scenery.ground.triangles
        )
        leaves = scenery.leaves[: round(len(scenery.leaves) * detail.leaves)]
        self._plants.visible = len(scenery.plants.triangles) + len(leaves) > 0
        self._plants.show_triangles(np.concatenate([scenery.plants.triangles, leaves]))
        self._thin(self._grass, scenery.grass, detail.grass)
        self._thin(self._specks, scenery.specks, detail.air)

    def update(self, time_s: float) -> None:
        """Move on; the stage tells every visual the time, and that is all that moves here."""

    def height_m(self, x_m: Floats, z_m: Floats) -> Floats:
        """Return how high the ground stands at places; 0 before anything is shown."""
        if self._scenery is None:
            return np.zeros_like(x_m)
        return self._scenery.terrain.height_m(x_m, z_m)

    def _detail(self, environment: Environment) -> Detail:
        levels = environment.levels
        return levels[min(LEVELS.index(self._level), len(levels) - 1)]

    def _thin(
        self, visual: PlantVisual | SpeckVisual, surface: Surface | None, share: float
    ) -> None:
        count = 0 if surface is None else round(len(surface.triangles) * share)
        visual.visible = count > 0
        if surface is not None and count:
            visual.show_triangles(surface.triangles[:count])

    def _tell_air(self, scenery: Scenery) -> None:
        day = scenery.day
        wind = tuple((_WIND * scenery.values["wind"]).tolist())
        for visual in self.visuals:
            visual.tell(
                {
                    "u_zenith": _three(day.zenith),
                    "u_horizon": _three(day.horizon),
                    "u_glow": _three(day.glow),
                    "u_disc_sun": _three(day.sun),
                    "u_haze": 1.0 / day.fog_m,
                    "u_reach": scenery.environment.land.reach_m,
                    "u_wind": wind,
                }
            )

    def _show_sky(self, scenery: Scenery) -> None:
        day, values = scenery.day, scenery.values
        self._sky.visible = True
        drift = _WIND * values["wind"] * 0.0006
        self._sky.tell(
            {
                "u_disc_moon": _three(day.moon),
                "u_disc_colour": _three(day.sun_disc),
                "u_cloud": _three(day.cloud),
                "u_cloud_shade": _three(day.cloud_shade),
                "u_cover": values["clouds"],
                "u_disc": scenery.environment.sky.disc,
                "u_night": day.night,
                "u_drift": tuple((-drift).tolist()),
            }
        )

    def _show_water(self, scenery: Scenery) -> None:
        self._water.show(scenery.water)
        if scenery.panorama is None:
            return
        land = texture(scenery.panorama, wrapping=("repeat", "clamp_to_edge"))
        day, wind = scenery.day, scenery.values["wind"]
        is_sea = scenery.environment.land.kind is LandKind.SHORE
        chop = (0.11 if is_sea else 0.026) + wind * (0.02 if is_sea else 0.01)
        through = 0.35 + 0.65 * np.asarray(day.shade) + 0.35 * np.asarray(day.direct)
        shine = np.asarray(day.sun_disc) * day.sunlit * (1 - day.night)
        self._water.tell(
            {
                "u_panorama": land,
                "u_shallow": _three(np.clip(np.array([0.30, 0.47, 0.46]) * through, 0, 1)),
                "u_deep": _three(np.clip(np.array([0.07, 0.20, 0.27]) * through, 0, 1)),
                "u_foam_colour": _three(np.clip(np.asarray(day.cloud) * 0.97, 0, 1)),
                "u_scale": (PANORAMA_SINE, PANORAMA_FAR_M, chop, 1.0 if is_sea else 0.0),
                "u_glitter": _three(shine),
                "u_flow": tuple((_WIND * (0.004 * min(1.0, wind) + 0.0012 * wind)).tolist()),
            }
        )

    def _show_specks(self, scenery: Scenery) -> None:
        self._specks.show(scenery.specks)
        fall, wander = _AIR[scenery.air]
        self._specks.tell(
            {
                "u_air": (fall, wander, AIR_REACH_M, AIR_HEIGHT_M),
                "u_glowing": 1.0 if scenery.air is AirKind.FIREFLIES else 0.0,
            }
        )


def light_of(day: Daylight) -> Light:
    """Return the light of the day as the materials of the room take it."""
    return Light(
        direction=_three(day.towards_light),
        colour=_three(day.direct * 0.8),
        sky=_three(day.shade * 0.9),
        ground=_three(day.bounce),
        fog_colour=_three(np.asarray(day.horizon) ** 2.2),
        fog_m=day.fog_m,
        shade=0.25 + 0.6 * day.sunlit,
    )


def _three(values: np.typing.ArrayLike) -> Vector:
    x, y, z = np.asarray(values, float).tolist()
    return (x, y, z) if math.isfinite(x + y + z) else (0.0, 0.0, 0.0)
