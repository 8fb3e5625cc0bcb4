"""Today: the check-in and the three ways in."""
