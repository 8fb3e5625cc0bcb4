"""VisPy visuals: a page in space, on the desktop and in both eyes. No Qt, no OpenXR."""
