"""Dabs along a path: spacing, pressure, tilt, speed and jitter."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.painting.kernel import kernel

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

NODE_COLUMNS = ("x_px", "y_px", "pressure", "tilt_x_deg", "tilt_y_deg", "speed_px_s")
SETTING_COLUMNS = (
    "radius_px", "spacing", "flow", "aspect", "angle_rad", "scatter", "size_jitter",
    "flow_jitter", "speed_thinning", "taper",
)  # fmt: skip
CURVES = ("pressure_size", "pressure_flow", "tilt_size", "tilt_flow")
LEAST_STEP_PX = 0.3
CURVE_STEPS = 256
FULL_TILT_DEG = 60.0


@kernel(
    "int64(float64[:,:,::1], float64[::1], float64[::1], float64[:,::1], "
    "float32[:,::1], float32[:,::1])"
)
def walk(segments: F64, state: F64, settings: F64, curves: F64, chance: F32, out: F32) -> int:
    """Place dabs along quadratic segments; return how many.

    ``segments`` : (n, 3, 6): start, control, end of `NODE_COLUMNS`. ``state`` : (3,): px until
    the next dab, dabs so far, px walked; kept from call to call, so that how a path is cut
    into calls changes nothing. ``settings`` : `SETTING_COLUMNS`. ``curves`` : (4, 257) in the
    order of `CURVES`. ``chance`` : (1024, 4), 0 to 1. ``out`` : (m, 6), `DAB_COLUMNS`.
    """
    count = 0
    node = np.empty(6, np.float64)
    swelling = settings[9] * settings[0] + 1e-6
    for s in range(segments.shape[0]):
        a, b, c = segments[s, 0], segments[s, 1], segments[s, 2]
        length = math.hypot(b[0] - a[0], b[1] - a[1]) + math.hypot(c[0] - b[0], c[1] - b[1])
        steps = math.ceil(length / 1.5) + 1
        px, py = a[0], a[1]
        for i in range(1, steps + 1):
            t = i / steps
            x = (1 - t) * (1 - t) * a[0] + 2 * t * (1 - t) * b[0] + t * t * c[0]
            y = (1 - t) * (1 - t) * a[1] + 2 * t * (1 - t) * b[1] + t * t * c[1]
            distance = math.hypot(x - px, y - py)
            while state[0] <= distance and count < out.shape[0]:
                part = state[0] / distance if distance > 0 else 0.0
                u = (i - 1 + part) / steps
                for k in range(2, 6):
                    node[k] = (1 - u) * (1 - u) * a[k] + 2 * u * (1 - u) * b[k] + u * u * c[k]
                pressed = int(min(max(node[2], 0.0), 1.0) * 256)
                tilted = int(min(math.hypot(node[3], node[4]) / 60.0, 1.0) * 256)
                dice = chance[int(state[1]) & 1023]
                walked = state[2] + state[0]
                radius = settings[0] * curves[0, pressed] * (1 - settings[6] * dice[0])
                radius *= 1 - settings[8] * min(node[5] / (60 * settings[0] + 1500), 1.0)
                radius *= min(0.25 + 0.75 * (walked + 1e-6) / swelling, 1.0)
                stretch, reach = curves[2, tilted], settings[5] * radius
                flow = settings[2] * curves[1, pressed] * curves[3, tilted]
                out[count, 0] = px + (x - px) * part + reach * (2 * dice[1] - 1)
                out[count, 1] = py + (y - py) * part + reach * (2 * dice[2] - 1)
                out[count, 2] = radius * stretch
                out[count, 3] = flow * (1 - settings[7] * dice[3])
                out[count, 4] = settings[3] / stretch
                out[count, 5] = math.atan2(node[4], node[3]) if stretch > 1.001 else settings[4]
                count += 1
                state[1] += 1
                state[0] += max(settings[1] * radius * settings[3], 0.3)
            state[0] -= distance
            state[2] += distance
            px, py = x, y
    return count
