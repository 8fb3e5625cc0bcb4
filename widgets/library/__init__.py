"""The Library: the works on a wall, the bin, and what is stored."""
