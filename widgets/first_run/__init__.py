"""The first run: three short cards."""
