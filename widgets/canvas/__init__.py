"""The canvas: the view on a painting, its presenters, and the hand that draws on it."""
