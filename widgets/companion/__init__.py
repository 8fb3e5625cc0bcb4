"""The companion: one card with the current prompt, or help, or nothing at all."""
