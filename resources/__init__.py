"""Data only: brushes, prompts, themes, fonts, models, help lines, words. Each kind has a schema."""
