"""Prompts a person wrote, and how prompts stand with them, as rows."""

from __future__ import annotations

from app.model.care import OwnPrompt, Standing
from app.storage.columns import AS_IS, FLAG, TEXT, TIME, rows_of

OWN_PROMPTS = rows_of("own_prompts", OwnPrompt, {"uid": AS_IS, "content": TEXT, "made_at": TIME})
STANDINGS = rows_of(
    "standings",
    Standing,
    {
        "uid": AS_IS,
        "prompt_uid": AS_IS,
        "is_favourite": FLAG,
        "is_barred": FLAG,
        "pin": AS_IS,
    },
)
