"""The maps of `app.scene.shadow` as uniforms."""

from __future__ import annotations

from vispy import gloo

from app.scene.room_visual import without_shade
from app.scene.shadow import Shade


def shade_uniforms(shade: Shade | None) -> dict[str, object]:
    """Return the shadow's uniforms, with textures that are shared by all visuals."""
    if shade is None:
        return without_shade()
    return {
        "u_shadow": gloo.Texture2D(
            shade.sun, interpolation="linear", internalformat="r32f", wrapping="clamp_to_edge"
        ),
        "u_shadow_from_room": shade.from_room.T,
        "u_shadow_sharpness": shade.sharpness,
        "u_shadow_bias": shade.cell_m,
        "u_shadow_floor": shade.floor,
        "u_contact": gloo.Texture2D(
            shade.contact, interpolation="linear", internalformat="r32f", wrapping="clamp_to_edge"
        ),
        "u_contact_box": shade.contact_box,
    }
