"""Strokes in space to triangles, clay and picking; pure arrays, no renderer."""
