"""Places to be in, as arrays: ground, water, plants, the light of the day. No renderer."""
