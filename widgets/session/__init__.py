"""A guided session for a person alone: five steps, no clock, a way out that is always there."""
