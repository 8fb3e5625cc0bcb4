"""Questionnaires and scales on the screen."""
