"""The Studio: tools, shelf, colours, layers and the canvas they serve."""
