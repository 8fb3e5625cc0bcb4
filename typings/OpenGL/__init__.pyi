"""The part of PyOpenGL that is used here."""
