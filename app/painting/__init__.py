"""Brush kernels, compositing and strokes over tile grids; no renderer."""
