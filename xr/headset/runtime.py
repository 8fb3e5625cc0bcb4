"""Whether an OpenXR runtime is there. Nothing is started."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from app.model.words import Sentence


@dataclass(frozen=True, slots=True)
class RuntimeReport:
    """What was found.

    ``binding`` is the version of pyopenxr, "" where it is not installed; ``extensions`` are the
    names the runtime offers; ``words`` says the same to a person.
    """

    is_present: bool
    binding: str
    extensions: tuple[str, ...]
    words: Sentence


def find_runtime() -> RuntimeReport:
    """Ask the OpenXR loader for its runtime."""
    # `import xr` succeeds without pyopenxr as an empty namespace: our own folder. Ask the metadata.
    try:
        binding = version("pyopenxr")
    except PackageNotFoundError:
        return _absent("", Sentence("The headset part is not installed: pyopenxr is missing."))
    os.environ.setdefault("XR_LOADER_DEBUG", "none")
    return _ask_loader(binding)


def _ask_loader(binding: str) -> RuntimeReport:
    import xr

    try:
        found = xr.enumerate_instance_extension_properties()
    except xr.RuntimeUnavailableError:
        return _absent(
            binding,
            Sentence("No OpenXR runtime is installed. Everything but the headset works without."),
        )
    except xr.RuntimeFailureError:
        return _absent(
            binding,
            Sentence("An OpenXR runtime is installed, but its service does not answer. Start it."),
        )
    except xr.XrException as error:
        return _absent(binding, Sentence("OpenXR does not answer: {reason}", {"reason": error}))
    names = tuple(sorted(row.extension_name.decode() for row in found))
    return RuntimeReport(True, binding, names, Sentence("An OpenXR runtime is ready."))


def _absent(binding: str, words: Sentence) -> RuntimeReport:
    return RuntimeReport(False, binding, (), words)
