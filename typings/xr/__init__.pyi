"""The part of pyopenxr that is used here."""

from collections.abc import Sequence

class XrException(Exception): ...
class RuntimeUnavailableError(XrException): ...
class RuntimeFailureError(XrException): ...

class ExtensionProperties:
    extension_name: bytes
    extension_version: int

def enumerate_instance_extension_properties(
    layer_name: str | None = None,
) -> Sequence[ExtensionProperties]: ...
