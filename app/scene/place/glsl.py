"""Shaders of a place, GLSL 1.20. Colours are as shown (sRGB): the light is in the vertices.

`HAZE` needs ``u_eye``; a vertex shader declares it, in a fragment shader it is there.
"""

from __future__ import annotations

HAZE = """
uniform vec3 u_zenith;
uniform vec3 u_horizon;
uniform vec3 u_glow;
uniform vec3 u_disc_sun;     // where the sun is, even below the ground
uniform float u_haze;        // 1 / metres
uniform float u_reach;       // where the ground ends, metres

// The sky without clouds, and so the colour of far things.
vec3 sky_colour(vec3 d) {
    float up = clamp(d.y, 0.0, 1.0);
    vec3 colour = mix(u_horizon, u_zenith, 1.0 - exp2(-3.6 * up));
    float near = clamp(dot(d, u_disc_sun) * 0.5 + 0.5, 0.0, 1.0);
    float low = (1.0 - up) * (1.0 - up);
    float n2 = near * near;
    float n8 = n2 * n2 * n2 * n2;
    float n32 = n8 * n8 * n8 * n8;
    return mix(colour, u_glow, min(1.0, n8 * low * 0.62 + n32 * 0.35));
}

// How much of a thing the air hides; high things stand out of the mist.
float hidden_by_air(vec3 from_eye, float height) {
    float far = length(from_eye);
    float hidden = 1.0 - exp(-far * u_haze * mix(1.0, exp(-max(height, 0.0) * 0.011), 0.62));
    // low ground has gone before its edge comes
    float edge = smoothstep(0.5, 0.97, far / u_reach) * (1.0 - smoothstep(0.0, 40.0, height));
    return max(hidden, edge);
}
"""

_PLACED = """
vec4 placed(vec4 clip) {
    // mountains stand beyond the far plane: the last of the depth is shared out among them
    float left = 1.0 - clip.z / clip.w;
    const float last = 4e-5;
    if (clip.w > 0.0 && left < last) clip.z = clip.w * (1.0 - last * last / (2.0 * last - left));
    return clip;
}
"""

SKY_VERTEX = """
attribute vec2 a_corner;
uniform vec3 u_eye;
varying vec3 v_towards;
void main() {
    vec4 far = $unproject(vec4(a_corner, 0.9, 1.0));
    v_towards = far.xyz / far.w - u_eye;
    gl_Position = vec4(a_corner, 0.999999, 1.0);
}
"""

_DITHER = """
// Half a step of noise: no bands in a long fade (interleaved gradient noise, Jimenez 2014).
float dither() {
    float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
    return (grain - 0.5) / 255.0;
}
"""

SKY_FRAGMENT = (
    HAZE
    + _DITHER
    + """
uniform vec3 u_disc_moon;
uniform vec3 u_disc_colour;
uniform vec3 u_cloud;
uniform vec3 u_cloud_shade;
uniform float u_cover;
uniform float u_disc;
uniform float u_night;
uniform float u_looks;       // how often a pixel looks at the clouds
uniform vec2 u_drift;        // of the clouds, a second
uniform sampler2D u_tile;
varying vec3 v_towards;

vec4 clouds(vec3 d, float near_sun) {
    vec2 at = d.xz / (d.y + 0.16) * 0.085 + u_drift * u_time;
    float large = texture2D(u_tile, at).r;
    float dense = large;
    if (u_looks > 1.5) dense += (texture2D(u_tile, at * 3.1 + 0.3).g - 0.5) * 0.2;
    float edge = 1.06 - u_cover * 1.02;
    float body = smoothstep(edge, edge + 0.42, dense);
    float lit = 0.5 + 0.5 * (1.0 - smoothstep(edge + 0.12, edge + 0.55, dense));
    if (u_looks > 2.5) {
        float towards_sun = texture2D(u_tile, at + u_disc_sun.xz * 0.022).r;
        lit = clamp(0.62 + (dense - towards_sun) * 2.2, 0.0, 1.0);
    }
    vec3 colour = mix(u_cloud_shade, u_cloud, lit);
    float thin = body * (1.0 - body) * 4.0;
    colour = mix(colour, u_glow, near_sun * near_sun * (0.25 + 0.35 * thin));
    return vec4(colour, body * smoothstep(0.015, 0.2, d.y) * 0.94);
}

void main() {
    vec3 d = normalize(v_towards);
    vec3 colour = sky_colour(d);
    float to_sun = dot(d, u_disc_sun);
    float near_sun = max(to_sun, 0.0);
    float above = smoothstep(-0.012, 0.004, d.y) * u_disc;
    // discs wider than the real ones, with a soft edge: easier on the eye
    float disc = smoothstep(0.99962, 0.99986, to_sun) * above;
    float halo = pow(near_sun, 420.0) * 0.55 * above;
    colour = mix(colour, u_disc_colour, clamp(disc + halo, 0.0, 1.0) * (1.0 - u_night));
    // the band of the Milky Way, where `heavens.stars` has it
    float beside = dot(d, vec3(0.46569, 0.56918, 0.72441)) * 0.93;
    float band = exp(-beside * beside * 16.0) * (0.55 + 0.9 * texture2D(u_tile, d.xz * 0.45).r);
    colour += vec3(0.105, 0.105, 0.13) * band * u_night * above * smoothstep(0.0, 0.5, d.y);
    float to_moon = dot(d, u_disc_moon);
    float moon = smoothstep(0.99978, 0.99988, to_moon) * 0.9;
    moon += pow(max(to_moon, 0.0), 300.0) * 0.13 + pow(max(to_moon, 0.0), 24.0) * 0.05;
    colour = mix(colour, vec3(0.93, 0.93, 0.88), moon * u_night * above);
    if (u_cover > 0.01 && d.y > 0.015) {
        vec4 cloud = clouds(d, near_sun);
        colour = mix(colour, cloud.rgb, cloud.a);
    }
    gl_FragColor = vec4(colour + dither(), 1.0);
}
"""
)

STAR_VERTEX = """
attribute vec3 a_towards;
attribute vec3 a_look;       // brightness, size in pixels, phase
uniform vec3 u_eye;
uniform float u_time;
uniform float u_shown;
varying float v_shown;
void main() {
    vec4 clip = $transform(vec4(u_eye + a_towards * 20.0, 1.0));
    gl_Position = vec4(clip.xy, clip.w * 0.999998, clip.w);
    // a slow breath, each in its own time, never over a third of a hertz
    float breath = 0.9 + 0.1 * sin(u_time * (0.6 + a_look.z * 1.2) + a_look.z * 40.0);
    v_shown = a_look.x * breath * u_shown * smoothstep(0.02, 0.3, a_towards.y);
    gl_PointSize = a_look.y + 0.9;
}
"""

STAR_FRAGMENT = """
varying float v_shown;
void main() {
    vec2 away = gl_PointCoord * 2.0 - 1.0;
    float soft = max(0.0, 1.0 - dot(away, away));
    gl_FragColor = vec4(0.94, 0.95, 1.0, v_shown * soft);
}
"""

GROUND_VERTEX = (
    HAZE
    + _PLACED
    + """
attribute vec3 a_position;
attribute vec3 a_colour;
uniform vec3 u_eye;
varying vec3 v_colour;
varying vec4 v_air;
varying vec3 v_position;
void main() {
    vec3 from_eye = a_position - u_eye;
    v_colour = a_colour;
    v_air = vec4(sky_colour(normalize(from_eye * vec3(1.0, 0.35, 1.0))),
                 hidden_by_air(from_eye, a_position.y));
    v_position = a_position;
    gl_Position = placed($transform(vec4(a_position, 1.0)));
}
"""
)

GROUND_FRAGMENT = (
    _DITHER
    + """
uniform sampler2D u_tile;
uniform float u_grain;       // how often a pixel looks at the grain
uniform float u_rough;       // how plain the grain is
varying vec3 v_colour;
varying vec4 v_air;
varying vec3 v_position;
void main() {
    vec3 colour = v_colour;
    if (u_grain > 0.5) {
        float near = 1.0 / (1.0 + 0.003 * dot(v_position - u_eye, v_position - u_eye));
        float grain = (texture2D(u_tile, v_position.xz * 0.11).g - 0.5) * (0.25 + 0.75 * near);
        if (u_grain > 1.5) grain += (texture2D(u_tile, v_position.zx * 0.57).g - 0.5) * near;
        colour *= 1.0 + grain * u_rough;
    }
    float reached = sunlight(v_position);
    colour *= (0.58 + 0.42 * reached) * (0.45 + 0.55 * contact(v_position));
    gl_FragColor = vec4(mix(colour, v_air.rgb, v_air.a) + dither(), 1.0);
}
"""
)

PLANT_VERTEX = (
    HAZE
    + _PLACED
    + """
attribute vec3 a_position;
attribute vec3 a_colour;
attribute vec2 a_sway;       // how far at most in metres for a metre a second, phase
uniform vec3 u_eye;
uniform float u_time;
uniform vec2 u_wind;         // m/s along x and z
varying vec3 v_colour;
varying vec4 v_air;
varying vec3 v_position;
void main() {
    float at = dot(a_position.xz, u_wind) * 0.09;
    float slow = sin(u_time * 0.9 - at + a_sway.y * 3.0);
    float fast = sin(u_time * 2.3 - at * 2.7 + a_sway.y * 23.0);
    vec3 position = a_position;
    position.xz += u_wind * a_sway.x * (0.22 + 0.2 * slow + 0.08 * fast);
    vec3 from_eye = position - u_eye;
    vec3 air = sky_colour(normalize(from_eye * vec3(1.0, 0.35, 1.0)));
    v_colour = a_colour;
    v_air = vec4(air, hidden_by_air(from_eye, position.y));
    v_position = position;
    gl_Position = placed($transform(vec4(position, 1.0)));
}
"""
)

PLANT_FRAGMENT = """
uniform float u_shaded;      // 1: what one draws darkens them
varying vec3 v_colour;
varying vec4 v_air;
varying vec3 v_position;
void main() {
    vec3 colour = v_colour;
    if (u_shaded > 0.5) {
        float open = mix(contact(v_position), 1.0, clamp(v_position.y * 2.5, 0.0, 1.0));
        colour *= (0.58 + 0.42 * sunlight(v_position)) * (0.45 + 0.55 * open);
    }
    gl_FragColor = vec4(mix(colour, v_air.rgb, v_air.a), 1.0);
}
"""

WATER_VERTEX = (
    HAZE
    + _PLACED
    + """
attribute vec4 a_position;   // metres, and how deep it is
uniform vec3 u_eye;
varying vec4 v_position;
varying vec4 v_air;
void main() {
    vec3 from_eye = a_position.xyz - u_eye;
    v_position = a_position;
    v_air = vec4(sky_colour(normalize(from_eye * vec3(1.0, 0.2, 1.0))),
                 hidden_by_air(from_eye, 0.0));
    gl_Position = placed($transform(vec4(a_position.xyz, 1.0)));
}
"""
)

WATER_FRAGMENT = (
    HAZE
    + """
uniform sampler2D u_tile;
uniform sampler2D u_panorama;
uniform vec3 u_shallow;
uniform vec3 u_deep;
uniform vec3 u_foam_colour;
uniform vec4 u_scale;        // sine of the panorama's top, its far end in metres, chop, foam
uniform vec3 u_glitter;      // colour of the light on the water, as strong as it is
uniform vec2 u_flow;         // of the waves, a second
varying vec4 v_position;
varying vec4 v_air;

void main() {
    vec3 from_eye = v_position.xyz - u_eye;
    float far = length(from_eye);
    vec3 look = from_eye / far;
    vec2 at = v_position.xz;
    vec2 first = texture2D(u_tile, at * 0.045 + u_flow * u_time).ba;
    vec2 second = texture2D(u_tile, at.yx * 0.019 - u_flow.yx * u_time * 0.6 + 0.4).ba;
    vec2 slope = (first + second - 1.004) * u_scale.z;
    // far off, waves run into each other
    slope *= 1.0 / (1.0 + far * 0.03 + far * far * 0.0006);
    vec3 normal = normalize(vec3(-slope.x, 1.0, -slope.y));
    vec3 back = reflect(look, normal);
    back.y = abs(back.y);
    vec3 mirrored = sky_colour(back);
    float turn = atan(back.x, -back.z) * 0.15915494;
    vec4 land = texture2D(u_panorama, vec2(turn, min(back.y / u_scale.x, 1.0)));
    float land_far = (2.0 - 2.0 * max(land.a, 0.5)) * u_scale.y;
    vec3 behind = sky_colour(vec3(back.x, 0.05, back.z));
    vec3 seen = mix(land.rgb, behind, 1.0 - exp(-land_far * u_haze));
    mirrored = mix(mirrored, seen, smoothstep(0.1, 0.5, land.a) * step(back.y, u_scale.x));
    float steep = 1.0 - clamp(dot(-look, normal), 0.0, 1.0);
    float share = 0.04 + 0.92 * steep * steep * steep * steep;
    float depth = v_position.w;
    vec3 body = mix(u_shallow, u_deep, 1.0 - exp(-max(depth, 0.0) * 0.9));
    vec3 colour = mix(body, mirrored, share);
    float spark = max(dot(back, u_disc_sun), 0.0);
    float s8 = spark * spark * spark * spark; s8 *= s8;
    float s64 = s8 * s8; s64 *= s64; s64 *= s64;
    colour = mix(colour, u_glow, clamp(u_glitter * (s64 * 0.75 + s8 * 0.12), 0.0, 1.0));
    float alpha = smoothstep(0.0, 0.3, depth) * 0.35 + smoothstep(0.05, 1.3, depth) * 0.65;
    alpha = mix(alpha, 1.0, share);
    alpha *= smoothstep(0.0, 0.06, depth);
    if (u_scale.w > 0.0) {
        float going = step(1e-6, abs(u_flow.x));
        float swell = 0.16 + 0.09 * sin(u_time * 0.45 * going + first.x * 9.0 + at.x * 0.05);
        float line = 1.0 - smoothstep(0.0, swell, depth);
        float lace = smoothstep(0.42, 0.62, first.y + second.x * 0.5 - 0.12);
        float foam = line * (0.35 + 0.65 * lace) * smoothstep(0.0, 0.02, depth) * u_scale.w;
        float out_there = smoothstep(0.55, 0.75, depth) * (1.0 - smoothstep(0.85, 1.3, depth));
        foam = max(foam, out_there * lace * 0.22 * u_scale.w);
        colour = mix(colour, u_foam_colour, foam);
        alpha = max(alpha, foam * 0.9);
    }
    gl_FragColor = vec4(mix(colour, v_air.rgb, v_air.a), alpha);
}
"""
)

SPECK_VERTEX = """
attribute vec3 a_position;
attribute vec3 a_colour;
attribute vec4 a_corner;     // corner -1 to 1 twice, size in metres, phase
uniform vec3 u_eye;
uniform float u_time;
uniform vec2 u_wind;
uniform vec4 u_air;          // falling m/s, wandering m, half width m, height m
uniform float u_glowing;
varying vec2 v_corner;
varying vec4 v_colour;
void main() {
    float phase = a_corner.w * 6.2831853;
    vec3 position = a_position;
    position.y -= u_air.x * u_time * (0.8 + 0.4 * a_corner.w);
    position.xz += u_wind * u_time * 0.22;
    position.x += u_air.y * sin(u_time * 0.5 + phase);
    position.z += u_air.y * cos(u_time * 0.37 + phase * 1.7);
    position.y += u_air.y * 0.5 * sin(u_time * 0.61 + phase * 2.3) * u_glowing;
    position.y = mod(position.y, u_air.w);
    position.xz = mod(position.xz + u_air.z, 2.0 * u_air.z) - u_air.z;
    vec3 look = normalize(position - u_eye);
    vec3 right = normalize(cross(look, vec3(0.0, 1.0, 0.0)));
    vec3 up = cross(right, look);
    float far = length(position - u_eye);
    float size = max(a_corner.z, far * 0.0011);
    position += (right * a_corner.x + up * a_corner.y) * size;
    v_corner = a_corner.xy;
    vec2 edge = smoothstep(vec2(1.0), vec2(0.8), abs(position.xz) / u_air.z);
    float shown = edge.x * edge.y * smoothstep(0.0, 0.25, position.y);
    shown *= smoothstep(u_air.w, u_air.w * 0.85, position.y) * smoothstep(0.9, 2.4, far);
    // fireflies glow up and down in seven seconds: nothing here flashes
    float breath = 0.5 + 0.5 * sin(u_time * 0.9 + phase);
    v_colour = vec4(a_colour, shown * mix(0.85, breath * breath, u_glowing));
    gl_Position = $transform(vec4(position, 1.0));
}
"""

SPECK_FRAGMENT = """
uniform float u_glowing;
varying vec2 v_corner;
varying vec4 v_colour;
void main() {
    float soft = max(0.0, 1.0 - dot(v_corner, v_corner));
    soft = mix(smoothstep(0.0, 0.6, soft), soft * soft * soft, u_glowing);
    gl_FragColor = vec4(v_colour.rgb, v_colour.a * soft);
}
"""
