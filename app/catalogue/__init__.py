"""Loads and checks what stands in resources."""
