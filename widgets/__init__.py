"""Qt windows, panels, canvases and presenters."""
