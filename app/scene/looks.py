"""How each material of the space brushes looks, as GLSL: the colour of the point that is seen.

A look is the body of ``vec4 surface(...)``: linear colour that is lit, and how much of what lies
behind is covered. It is given albedo (linear), cover (the stroke's opacity), normal and view
(length 1, the normal on the side that is seen), position, uv (along in widths, across 0 to 1),
chance (0 to 1, the stroke's own) and ``reached``, how much of the sun arrives.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.model.space_brush import Material, Sprite
from app.scene.shading import LIGHT_GLSL


class Blend(Enum):
    """How a material meets what lies behind it."""

    OPAQUE = "opaque"
    VEIL = "veil"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Look:
    """The GLSL body of ``surface``, how it blends and when it is drawn."""

    body: str
    blend: Blend = Blend.OPAQUE
    order: float = 10.0


MATTE = """
    float grain = DETAIL > 0.5 ? noise3(position * 420.0) : 0.5;
    vec3 colour = lit(albedo * (0.94 + 0.12 * grain), normal, 0.25, reached);
    float rim = pow(1.0 - abs(dot(normal, view)), 3.0);
    return vec4(colour * (1.0 - 0.25 * rim), cover);
"""

GLOSSY = """
    float facing = abs(dot(normal, view));
    vec3 colour = lit(albedo, normal, 0.1, reached);
    vec3 mirrored = reflect(-view, normal);
    float fresnel = 0.05 + 0.6 * pow(1.0 - facing, 5.0);
    vec3 room = mix(u_ground * 0.7, u_sky * 2.2, smoothstep(-0.15, 0.35, mirrored.y));
    colour = mix(colour, room, fresnel);
    float bright = pow(max(dot(mirrored, u_sun), 0.0), 70.0) * 1.1
        + pow(max(dot(mirrored, u_sun), 0.0), 12.0) * 0.14;
    return vec4(colour + u_sun_colour * bright * reached, cover);
"""

PAPER = """
    float fibre = 0.5;
    if (DETAIL > 0.5) {
        fibre = 0.6 * noise3(position * vec3(900.0, 160.0, 900.0)) + 0.4 * noise3(position * 90.0);
    }
    vec3 paper = albedo * (0.86 + 0.24 * fibre);
    float through = pow(clamp(-dot(normal, u_sun), 0.0, 1.0), 0.8) * 0.35;
    vec3 colour = lit(paper, normal, 0.4, reached) + paper * u_sun_colour * through * reached;
    return vec4(colour, cover);
"""

SELF_LIT = """
    float facing = abs(dot(normal, view));
    // its own colour wherever it is; a breath of shape, and nothing of the room's light
    return vec4(albedo * (0.86 + 0.14 * facing) / max(u_exposure, 0.2), cover);
"""

GLOW = """
    float facing = abs(dot(normal, view));
    float across = 1.0 - abs(uv.y * 2.0 - 1.0);
    float strength = pow(facing, 1.6) * (0.4 + 0.6 * smoothstep(0.0, 1.0, across));
    vec3 light = albedo * (0.3 + 0.6 * strength) + vec3(0.4) * pow(strength, 6.0);
    return vec4(light, cover * (0.1 + 0.72 * strength));
"""

SOFT = """
    float across = 1.0 - abs(uv.y * 2.0 - 1.0);
    float edge = smoothstep(0.0, 0.55, across);
    float alpha = cover * edge * 0.75;
    return vec4(lit(albedo, normal, 0.6, mix(reached, 1.0, 0.3)), alpha);
"""

TOON = """
    float facing = abs(dot(normal, view));
    float towards = dot(normal, u_sun) * reached;
    float band = 0.55 + 0.25 * smoothstep(0.0, 0.03, towards)
        + 0.28 * smoothstep(0.55, 0.58, towards);
    vec3 colour = albedo * band * (0.35 * u_sun_colour + 0.65 * (u_sky + u_ground) + 0.25);
    float line = smoothstep(0.24, 0.3, facing);
    return vec4(mix(albedo * 0.08, colour, line), cover);
"""

BRISTLE = """
    // paint laid by hairs: furrows along the stroke that catch the light
    float hair = noise3(vec3(uv.y * 46.0, uv.x * 0.35, chance * 17.0));
    float fine = DETAIL > 0.5 ? noise3(vec3(uv.y * 130.0, uv.x * 1.1, chance * 31.0)) : 0.5;
    float furrow = 0.65 * hair + 0.35 * fine;
    vec3 colour = lit(albedo * (0.74 + 0.42 * furrow), normal, 0.2, reached);
    vec3 mirrored = reflect(-view, normal);
    float wet = pow(max(dot(mirrored, u_sun), 0.0), 24.0) * furrow * 0.4;
    return vec4(colour + u_sun_colour * wet * reached, cover);
"""

VELVET = """
    float facing = abs(dot(normal, view));
    float pile = DETAIL > 0.5 ? noise3(position * 520.0) : 0.5;
    vec3 colour = lit(albedo * (0.68 + 0.14 * pile), normal, 0.35, reached);
    float sheen = pow(1.0 - facing, 2.2);
    vec3 rim = mix(albedo, vec3(1.0), 0.35) * (u_sky * 0.8 + u_sun_colour * 0.45 * reached);
    return vec4(colour + rim * sheen * 0.75, cover);
"""

SURFACES: dict[Material, Look] = {
    Material.MATTE: Look(MATTE),
    Material.GLOSSY: Look(GLOSSY),
    Material.BRISTLE: Look(BRISTLE),
    Material.PAPER: Look(PAPER),
    Material.VELVET: Look(VELVET),
    Material.SELF_LIT: Look(SELF_LIT),
    Material.TOON: Look(TOON),
    Material.SOFT: Look(SOFT, Blend.VEIL, 60.0),
    Material.GLOW: Look(GLOW, Blend.LIGHT, 70.0),
}

SURFACE_VERTEX = """
attribute vec3 a_position;
attribute vec3 a_normal;
attribute vec4 a_colour;
attribute vec2 a_uv;
attribute vec2 a_chance;
varying vec3 v_position;
varying vec3 v_normal;
varying vec4 v_colour;
varying vec2 v_uv;
varying float v_chance;
varying float v_bright;
varying float v_selected;
uniform float u_flash;      // seconds; 0 while nothing may flash

void main() {
    v_position = a_position;
    v_normal = a_normal;
    v_colour = a_colour;
    v_uv = a_uv;
    v_chance = fract(a_chance.x);
    // what is selected has 64 added to its phase
    v_selected = step(63.5, a_chance.x);
    float flashes = min(floor(mod(a_chance.x, 64.0)) * 0.1, 3.0);
    v_bright = 0.72 + 0.28 * cos(u_flash * flashes * 6.2831853);
    gl_Position = $transform(vec4(a_position, 1.0));
}
"""

SURFACE = """
vec4 surface(vec3 albedo, float cover, vec3 normal, vec3 view, vec3 position, vec2 uv,
             float chance, float reached) {
@body@
}
"""

SURFACE_FRAGMENT = """
varying vec3 v_position;
varying vec3 v_normal;
varying vec4 v_colour;
varying vec2 v_uv;
varying float v_chance;
varying float v_bright;
varying float v_selected;

@surface@

void main() {
    vec3 view = normalize(u_eye - v_position);
    vec3 normal = normalize(v_normal + vec3(0.0, 1e-6, 0.0));
    if (dot(normal, view) < 0.0) normal = -normal;
    float reached = sunlight(v_position + normal * u_shadow_bias);
    vec4 seen = surface(v_colour.rgb, v_colour.a, normal, view, v_position, v_uv, v_chance,
                        reached);
    seen.rgb *= v_bright;
    if (v_selected > 0.5) seen.rgb = selected(seen.rgb, abs(dot(normal, view)));
    @out@
}
"""

OUT = {
    Blend.OPAQUE: "gl_FragColor = vec4(finished(seen.rgb, v_position), 1.0);",
    Blend.VEIL: "gl_FragColor = vec4(finished(seen.rgb, v_position) * seen.a, seen.a);",
    # light adds to what is behind it and hides half of it: over a bright wall its own colour
    # would drown otherwise; it fades in the fog and does not take its colour
    Blend.LIGHT: "float clear_ = seen.a * exp(-length(v_position - u_eye) * u_fog);"
    " gl_FragColor = vec4(encoded(seen.rgb / max(u_exposure, 0.2)) * clear_, clear_ * 0.62);",
}


# What is opaque and has no pattern that its vertices are too few for can be lit at them: software
# OpenGL then has next to nothing to do for a pixel.
PLAIN_VERTEX = """
attribute vec3 a_position;
attribute vec3 a_normal;
attribute vec4 a_colour;
attribute vec2 a_uv;
attribute vec2 a_chance;
varying vec3 v_seen;
varying float v_facing;
varying float v_selected;
uniform float u_flash;

@surface@

void main() {
    vec3 view = normalize(u_eye - a_position);
    vec3 normal = dot(a_normal, view) < 0.0 ? -a_normal : a_normal;
    float reached = sunlight(a_position + normal * u_shadow_bias);
    vec4 seen = surface(a_colour.rgb, a_colour.a, normal, view, a_position, a_uv,
                        fract(a_chance.x), reached);
    float flashes = min(floor(mod(a_chance.x, 64.0)) * 0.1, 3.0);
    seen.rgb *= 0.72 + 0.28 * cos(u_flash * flashes * 6.2831853);
    v_seen = finished(seen.rgb, a_position);
    v_facing = dot(normal, view);
    v_selected = step(63.5, a_chance.x);
    gl_Position = $transform(vec4(a_position, 1.0));
}
"""

PLAIN_FRAGMENT = """
varying vec3 v_seen;
varying float v_facing;
varying float v_selected;
void main() {
    vec3 seen = v_seen;
    if (v_selected > 0.5) seen = selected(seen, v_facing);
    gl_FragColor = vec4(seen, 1.0);
}
"""

_NEEDS_PIXELS = frozenset({Material.TOON, Material.SOFT, Material.GLOW})


def surface_sources(material: Material, detail: int) -> tuple[str, str]:
    """Return the vertex and fragment shader of a material that is not made of particles."""
    look = SURFACES[material]
    surface = SURFACE.replace("@body@", look.body)
    if detail == 0 and material not in _NEEDS_PIXELS:
        head = f"#define DETAIL 0.0\n{LIGHT_GLSL}"
        return head + PLAIN_VERTEX.replace("@surface@", surface), PLAIN_FRAGMENT
    out = SURFACE_FRAGMENT.replace("@surface@", surface).replace("@out@", OUT[look.blend])
    return SURFACE_VERTEX, out


PARTICLE_VERTEX = """
attribute vec3 a_position;
attribute vec3 a_normal;    // corner x, corner y, half the size in metres
attribute vec4 a_colour;
attribute vec2 a_uv;        // the sprite, and metres a second it drifts upwards
attribute vec2 a_chance;
uniform vec3 u_eye;
uniform float u_time;
uniform float u_flash;
varying vec3 v_position;
varying vec4 v_colour;
varying vec2 v_corner;
varying vec4 v_kind;        // the sprite, chance, how bright now, whether it is selected

void main() {
    float chance = fract(a_chance.x);
    float is_selected = step(63.5, a_chance.x);
    float flashes = min(floor(mod(a_chance.x, 64.0)) * 0.1, 3.0);
    float moves = step(1e-5, abs(a_uv.y));
    // a way up or down that begins again, with a sway to the side
    float reach = 0.35;
    float turn = abs(a_uv.y) / reach;
    float way = fract(chance * 7.31 + u_time * turn);
    vec3 centre = a_position;
    float sway = u_time * (0.6 + chance) + chance * 50.0;
    centre.y += moves * (way - 0.5) * reach * sign(a_uv.y);
    centre.xz += moves * vec2(sin(sway), cos(sway * 0.83)) * 0.018;
    vec3 view = normalize(u_eye - centre);
    vec3 right = normalize(cross(vec3(0.0, 1.0, 1e-4), view));
    vec3 up = cross(view, right);
    float spin = a_uv.x < 2.5 && a_uv.x > 1.5 ? 0.0 : chance * 6.2831853;
    spin += a_uv.x > 2.5 && a_uv.x < 3.5 ? u_time * (chance - 0.5) : 0.0;
    vec2 at = mat2(cos(spin), sin(spin), -sin(spin), cos(spin)) * a_normal.xy;
    v_position = centre + (right * at.x + up * at.y) * a_normal.z;
    v_colour = a_colour;
    // it comes and goes where its way begins again
    v_colour.a *= mix(1.0, smoothstep(0.0, 0.18, way) * smoothstep(1.0, 0.82, way), moves);
    v_corner = a_normal.xy;
    float bright = 0.72 + 0.28 * cos(u_flash * flashes * 6.2831853);
    v_kind = vec4(a_uv.x, chance, bright, is_selected);
    gl_Position = $transform(vec4(v_position, 1.0));
}
"""

PARTICLE_FRAGMENT = f"""
varying vec3 v_position;
varying vec4 v_colour;
varying vec2 v_corner;
varying vec4 v_kind;

void main() {{
    float kind = v_kind.x + 0.5;
    float r = length(v_corner);
    vec3 colour = v_colour.rgb;
    vec3 lamp = ambient(vec3(0.0, 0.35, 0.0)) + u_sun_colour * 0.55;
    if (v_kind.w > 0.5) colour = selected(colour, 0.4);
    vec3 here = colour * lamp;
    float alpha = 0.0;
    float light = 0.0;
    if (kind < {Sprite.PUFF}.0) {{
        alpha = smoothstep(1.0, 0.82, r);
        here *= 0.85 + 0.25 * (v_corner.y * 0.5 + 0.5);
    }} else if (kind < {Sprite.BUBBLE}.0) {{
        float ragged = DETAIL > 0.5
            ? noise3(vec3(v_corner * 2.6, v_kind.y * 40.0 + u_time * 0.12)) : 0.5;
        alpha = pow(clamp(1.0 - r, 0.0, 1.0), 1.4) * (0.35 + 0.9 * ragged) * 0.75;
        here *= 0.8 + 0.35 * (v_corner.y * 0.5 + 0.5);
    }} else if (kind < {Sprite.FLAKE}.0) {{
        float rim = smoothstep(0.62, 0.97, r) * smoothstep(1.0, 0.96, r);
        float glint = smoothstep(0.24, 0.05, length(v_corner - vec2(-0.38, 0.45)));
        vec3 hue = v_corner.y * 0.7 + v_kind.y + vec3(0.0, 0.33, 0.67);
        vec3 film = 0.5 + 0.5 * cos(6.28318 * hue);
        here = mix(colour, film, 0.35) * (u_sky * 1.7 + 0.3) + glint;
        alpha = rim * 0.7 + glint * 0.9 + 0.07 * step(r, 0.98);
    }} else if (kind < {Sprite.STAR}.0) {{
        float angle = atan(v_corner.y, v_corner.x) * 3.0;
        float arm = pow(abs(cos(angle)), 10.0) * smoothstep(1.0, 0.2, r);
        float twig = pow(abs(cos(angle)), 3.0) * smoothstep(0.12, 0.0, abs(fract(r * 3.0) - 0.5));
        alpha = clamp(arm + 0.5 * twig * step(r, 0.85) + smoothstep(0.26, 0.08, r), 0.0, 1.0) * 0.9;
    }} else if (kind < {Sprite.SPARK}.0) {{
        vec2 a = abs(v_corner);
        float cross_ = smoothstep(0.16, 0.0, a.x * (0.35 + a.y * 3.0))
            * smoothstep(1.0, 0.0, a.y) + smoothstep(0.16, 0.0, a.y * (0.35 + a.x * 3.0))
            * smoothstep(1.0, 0.0, a.x);
        light = clamp(cross_, 0.0, 1.0) * 0.7 + pow(clamp(1.0 - r, 0.0, 1.0), 3.0);
        light *= 0.7 + 0.3 * sin(u_time * 1.7 + v_kind.y * 40.0);
    }} else if (kind < {Sprite.GLINT}.0) {{
        light = pow(clamp(1.0 - r, 0.0, 1.0), 2.4) * 1.25;
        light *= 0.82 + 0.18 * sin(u_time * 2.3 + v_kind.y * 60.0);
    }} else {{
        float streak = pow(clamp(1.0 - r, 0.0, 1.0), 2.0);
        light = streak * pow(0.5 + 0.5 * sin(u_time * 1.3 + v_kind.y * 90.0), 2.0) * 1.4;
    }}
    float cover = alpha * v_colour.a;
    vec3 glow = (colour * light + vec3(1.0) * pow(light, 5.0) * 0.4) * v_colour.a * v_kind.z;
    if (cover + light < 0.004) discard;
    float clear_ = exp(-length(v_position - u_eye) * u_fog);
    // as with `Blend.LIGHT`
    float veil = min(light * v_colour.a, 1.0) * 0.62 * clear_;
    vec3 shining = encoded(glow / max(u_exposure, 0.2)) * clear_;
    gl_FragColor = vec4(finished(here, v_position) * cover + shining, max(cover, veil));
}}
"""

PARTICLES = Look("", Blend.VEIL, 80.0)
