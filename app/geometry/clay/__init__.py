"""Clay: a mesh that is worked by touches; pure arrays, no renderer."""
