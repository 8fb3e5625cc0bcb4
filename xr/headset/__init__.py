"""OpenXR sessions; today it only reports whether a runtime is present."""
