"""Innerscape: an offline studio for art therapy."""
