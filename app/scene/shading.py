"""What every shader of the room shares, as GLSL 1.20: light, shadow, fog, noise, and the way out.

A shader that begins with `LIGHT_GLSL` has ``lit``, ``sunlight``, ``contact``, ``finished`` and the
noises; `SELECTED_GLSL` is for fragments alone. Colours are linear until ``finished`` or
``encoded``. `uniforms_of` gives the values of a `Light`; the `Stage` sets them on each of its
visuals, and sets ``u_eye``, ``u_time`` and the shadow's uniforms too. ``DETAIL`` is 0 (plain), 1
(good) or 2 (best): it stands in the source, since software OpenGL works out both sides of a branch.
"""

from __future__ import annotations

import math

from app.scene.light import Light

LIGHT_GLSL = """
uniform vec3 u_eye;            // where this view is seen from, metres in the room
uniform vec3 u_sun;            // towards the sun, length 1
uniform vec3 u_sun_colour;
uniform vec3 u_sky;            // ambient from above
uniform vec3 u_ground;         // ambient from below
uniform vec3 u_fog_colour;
uniform float u_fog;           // 1 / metres, 0 is clear air
uniform float u_exposure;
uniform float u_shade;
uniform float u_time;          // seconds; stands still where motion is reduced
uniform sampler2D u_shadow;    // exp(sharpness * depth from the sun), blurred
uniform mat4 u_shadow_from_room;
uniform float u_shadow_sharpness;   // 0: there is no shadow
uniform float u_shadow_bias;   // metres to step off a surface before asking for its light
uniform vec3 u_shadow_floor;   // depth of the floor: x * at.x + y * at.y + z
uniform sampler2D u_contact;   // how covered the floor is, 0 to 1
uniform vec4 u_contact_box;    // least x and z, then 1 / width and 1 / depth; 0: nothing covers it

float hash1(vec3 p) {
    p = fract(p * vec3(0.1031, 0.1030, 0.0973));
    p += dot(p, p.yzx + 33.33);
    return fract((p.x + p.y) * p.z);
}

float noise3(vec3 p) {
    vec3 i = floor(p);
    vec3 f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(
        mix(mix(hash1(i), hash1(i + vec3(1, 0, 0)), f.x),
            mix(hash1(i + vec3(0, 1, 0)), hash1(i + vec3(1, 1, 0)), f.x), f.y),
        mix(mix(hash1(i + vec3(0, 0, 1)), hash1(i + vec3(1, 0, 1)), f.x),
            mix(hash1(i + vec3(0, 1, 1)), hash1(i + vec3(1, 1, 1)), f.x), f.y), f.z);
}

// How much of the sun's light arrives, 0 to 1 (exponential shadow maps, Annen et al. 2008).
float sunlight(vec3 position) {
    if (u_shadow_sharpness <= 0.0) return 1.0;
    vec3 s = (u_shadow_from_room * vec4(position, 1.0)).xyz;
    vec2 inside = step(abs(s.xy - 0.5), vec2(0.495));
    if (inside.x * inside.y < 0.5) return 1.0;
    // what lies deeper than the floor is shaded as the floor above it
    float deep = clamp(min(s.z, dot(u_shadow_floor, vec3(s.xy, 1.0))), 0.0, 1.0);
    float reached = clamp(texture2D(u_shadow, s.xy).r * exp(-u_shadow_sharpness * deep), 0.0, 1.0);
    vec2 edge = smoothstep(vec2(0.5), vec2(0.44), abs(s.xy - 0.5));
    return 1.0 - (1.0 - reached) * u_shade * edge.x * edge.y;
}

// How open a place on the floor is to the sky, 0 to 1: what stands close above darkens it.
float contact(vec3 position) {
    if (u_contact_box.z <= 0.0) return 1.0;
    vec2 at = (position.xz - u_contact_box.xy) * u_contact_box.zw;
    vec2 inside = step(abs(at - 0.5), vec2(0.5));
    return 1.0 - texture2D(u_contact, at).r * inside.x * inside.y;
}

vec3 ambient(vec3 normal) {
    return mix(u_ground, u_sky, 0.5 + 0.5 * normal.y);
}

// Light on a rough surface; ``wrap`` 0 is stone, 0.5 is soft and lets light around its edge.
vec3 lit(vec3 albedo, vec3 normal, float wrap, float reached) {
    float towards = clamp((dot(normal, u_sun) + wrap) / (1.0 + wrap), 0.0, 1.0);
    return albedo * (ambient(normal) + u_sun_colour * towards * reached);
}

vec3 fogged(vec3 colour, vec3 position) {
    float hidden = 1.0 - exp(-length(position - u_eye) * u_fog);
    return mix(colour, u_fog_colour, hidden);
}

// From linear light to the screen: a soft shoulder above 0.7, then sRGB.
vec3 encoded(vec3 colour) {
    vec3 c = max(colour * u_exposure, 0.0);
    vec3 over = max(c - 0.7, 0.0);
    c = min(c, 0.7) + 0.3 * (1.0 - exp(-over / 0.3));
    return pow(c, vec3(0.4545));
}

vec3 finished(vec3 colour, vec3 position) {
    return encoded(fogged(colour, position));
}
"""

SELECTED_GLSL = """
// What is selected: a warm rim and fine slanting stripes that leave its own colour to be seen.
vec3 selected(vec3 colour, float facing) {
    float stripe = smoothstep(0.35, 0.65, abs(fract((gl_FragCoord.x + gl_FragCoord.y) / 9.0) - 0.5)
        * 2.0);
    vec3 accent = vec3(1.0, 0.62, 0.10);
    float rim = pow(1.0 - facing, 2.2);
    return mix(colour, accent, clamp(0.04 + 0.2 * stripe + 0.7 * rim, 0.0, 0.9));
}
"""


def uniforms_of(light: Light) -> dict[str, object]:
    """Return the uniforms a light is, by name."""
    return {
        "u_sun": light.unit_direction,
        "u_sun_colour": light.colour,
        "u_sky": light.sky,
        "u_ground": light.ground,
        "u_fog_colour": light.fog_colour,
        "u_fog": 0.0 if math.isinf(light.fog_m) else 1.0 / max(light.fog_m, 0.1),
        "u_exposure": light.exposure,
        "u_shade": light.shade,
    }


def encoded(
    colour: tuple[float, float, float], exposure: float = 1.0
) -> tuple[float, float, float]:
    """Return a linear colour as the screen is given it; the same curve as in the shaders."""

    def one(value: float) -> float:
        value = max(value * exposure, 0.0)
        shoulder = 0.3 * (1 - math.exp(-max(value - 0.7, 0.0) / 0.3))
        return float((min(value, 0.7) + shoulder) ** 0.4545)

    red, green, blue = colour
    return one(red), one(green), one(blue)
