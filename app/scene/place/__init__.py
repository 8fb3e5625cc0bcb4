"""A place around the work: sky, ground, water, plants and what drifts in the air."""
