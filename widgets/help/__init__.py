"""The panel of help: lines, grounding, one's own line."""
