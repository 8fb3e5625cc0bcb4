"""The light of the day from the hour: where sun and moon are, and every colour they give.

Nothing jumps in 24 hours: where the light changes from sun to moon, both are dark.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.environment import DAY_H, Environment, SkyKey, SunPath

Rgb = npt.NDArray[np.float64]
Direction = npt.NDArray[np.float64]

_LUMA = np.array([0.2126, 0.7152, 0.0722])
_WARM = np.array([0.10, -0.01, -0.16])
# the direct light keeps this far above the ground: a grazing one would show every triangle
_LOWEST_LIGHT = math.sin(math.radians(7))


@dataclass(frozen=True, eq=False, slots=True)
class Daylight:
    """Everything that light needs at one moment.

    Directions have length 1 and point away from the room. ``direct`` is the sun's or the moon's
    light, ``shade`` the sky's and ``bounce`` the ground's: linear, 1 is white paper in full
    light. ``zenith``, ``horizon``, ``glow``, ``cloud`` and ``cloud_shade`` are as shown, sRGB 0
    to 1. ``night`` is how far the stars are out and ``sunlit`` how much of the direct light is
    left between the clouds, both 0 to 1.
    """

    sun: Direction
    moon: Direction
    towards_light: Direction
    direct: Rgb
    shade: Rgb
    bounce: Rgb
    zenith: Rgb
    horizon: Rgb
    glow: Rgb
    cloud: Rgb
    cloud_shade: Rgb
    sun_disc: Rgb
    night: float
    sunlit: float
    brightness: float
    fog_m: float


def daylight(environment: Environment, values: dict[str, float]) -> Daylight:
    """Return the light of a place.

    Parameters
    ----------
    environment : Environment
    values : dict
        Every number, as `Environment.values` gives them.
    """
    sun = sun_direction(environment.sun, values["hour"])
    moon = _moon(sun)
    height = math.degrees(math.asin(sun[1]))
    keys = environment.sky.keys
    colours = {name: _between(keys, name, height) for name in _SHOWN}
    cover = values["clouds"]
    colours = _clouded(colours, cover)
    shown = {name: _as_wished(colour, values) for name, colour in colours.items()}
    by_day, by_night = _rise(height, -1.0, 7.0), _rise(-height, 5.0, 11.0)
    sunlit = 1 - 0.8 * cover**2
    colour = _as_wished(_between(keys, "sun", height), values)
    direct = linear(colour) * (1.5 * by_day + 0.5 * by_night) * sunlit
    light = sun if by_day > 0 else moon
    return Daylight(
        sun=sun,
        moon=moon,
        towards_light=_not_too_low(light),
        direct=direct,
        shade=linear(shown["shade"]) * (0.68 + 0.2 * cover),
        bounce=linear(shown["bounce"]) * 0.5,
        zenith=shown["zenith"],
        horizon=shown["horizon"],
        glow=shown["glow"],
        cloud=shown["cloud"],
        cloud_shade=shown["cloud_shade"],
        sun_disc=np.clip(colour * 0.4 + 0.62, 0, 1) * (0.4 + 0.6 * values["brightness"]),
        night=_rise(-height, 3.0, 13.0),
        sunlit=sunlit,
        brightness=values["brightness"],
        fog_m=values["fog"],
    )


_SHOWN = ("zenith", "horizon", "glow", "shade", "bounce", "cloud", "cloud_shade")


def sun_direction(path: SunPath, hour: float) -> Direction:
    """Return where the sun is, shape (3,), length 1.

    Duffett-Smith, Practical Astronomy, section 25 (hour angle to altitude and azimuth).
    """
    angle = math.radians((hour - DAY_H / 2) / DAY_H * 360)
    north, tilt = math.radians(path.latitude_deg), math.radians(path.declination_deg)
    up = math.sin(north) * math.sin(tilt) + math.cos(north) * math.cos(tilt) * math.cos(angle)
    west = math.cos(tilt) * math.sin(angle)
    south = math.sin(north) * math.cos(tilt) * math.cos(angle) - math.cos(north) * math.sin(tilt)
    noon = math.radians(path.noon_azimuth_deg)
    x = south * math.sin(noon) + west * math.cos(noon)
    z = -south * math.cos(noon) + west * math.sin(noon)
    return np.array([x, up, z])


def linear(colour: Rgb) -> Rgb:
    """Return sRGB 0 to 1 as light, by the power of 2.2."""
    found: Rgb = np.maximum(colour, 0) ** 2.2
    return found


def _moon(sun: Direction) -> Direction:
    # opposite the sun, as when it is full, and a little to the side so that it stands well
    x, y, z = -sun
    turn = math.radians(24)
    moon = np.array([x * math.cos(turn) - z * math.sin(turn), y * 0.8 + 0.08, 0.0])
    moon[2] = x * math.sin(turn) + z * math.cos(turn)
    moon /= np.linalg.norm(moon)
    return moon


def _not_too_low(direction: Direction) -> Direction:
    raised = direction.copy()
    raised[1] = max(raised[1], _LOWEST_LIGHT)
    raised /= np.linalg.norm(raised)
    return raised


def _between(keys: tuple[SkyKey, ...], name: str, height: float) -> Rgb:
    heights = [key.elevation_deg for key in keys]
    colours = np.array([getattr(key, name) for key in keys])
    return np.array([np.interp(height, heights, channel) for channel in colours.T])


def _rise(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


def _clouded(colours: dict[str, Rgb], cover: float) -> dict[str, Rgb]:
    """Return the colours under clouds: the blue goes, the glow at the sun is weaker."""
    grey = cover**2 * 0.75
    veil = colours["cloud_shade"] * 0.5 + colours["horizon"] * 0.5
    changed = dict(colours)
    changed["zenith"] = colours["zenith"] * (1 - grey) + veil * grey
    changed["horizon"] = colours["horizon"] * (1 - grey * 0.5) + veil * grey * 0.5
    changed["glow"] = colours["glow"] * (1 - grey) + changed["horizon"] * grey
    return changed


def _as_wished(colour: Rgb, values: dict[str, float]) -> Rgb:
    """Return a colour warmed, softened and dimmed as the person set it; still 0 to 1."""
    warmed = np.clip(colour * (1 + _WARM * values["warmth"]), 0, 1)
    grey = float(warmed @ _LUMA)
    soft = values["softness"]
    softened = warmed + (grey - warmed) * 0.35 * soft + (0.62 * grey + 0.2 - grey) * 0.25 * soft
    return np.clip(softened * values["brightness"], 0, 1)
