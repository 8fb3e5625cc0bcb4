"""The Journal: a list of days, the page, and why a guess was made."""
