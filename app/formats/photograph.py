"""What a photograph is, before the library takes its bytes as they are."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

from app.model.words import PersonError, Sentence

MAX_BYTES: Final = 32 << 20
MAX_PIXELS: Final = 64_000_000
MEDIA_TYPES: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
}

TOO_LARGE: Final = Sentence(
    "This picture is too large for the library (more than {megabytes} MB or {megapixels} million "
    "pixels). Your page and the picture's file are as they were. You can make a smaller copy of "
    "it and add that one."
)
NOT_A_PICTURE: Final = Sentence(
    "This could not be read as a picture. Your page and the file are as they were. You can save "
    "it as PNG or JPEG and add that one."
)


@dataclass(frozen=True, slots=True)
class PhotographFacts:
    """Kind and size; ``width`` and ``height`` in pixels, as stored."""

    media_type: str
    width: int
    height: int


def too_large() -> PersonError:
    """Return what is said about a picture beyond the limits."""
    fields = {"megabytes": MAX_BYTES >> 20, "megapixels": MAX_PIXELS // 1_000_000}
    return PersonError(Sentence(TOO_LARGE.message, fields))


def examined(content: bytes) -> PhotographFacts:
    """Return what kind of picture some bytes are; nothing is changed or taken out.

    Raises
    ------
    PersonError
        If it is too large, damaged, or no picture that can be shown.
    """
    if len(content) > MAX_BYTES:
        raise too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=list(MEDIA_TYPES))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PersonError(NOT_A_PICTURE) from error
    with image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise too_large()
        facts = PhotographFacts(MEDIA_TYPES[str(image.format)], width, height)
        try:
            image.load()
        except (OSError, SyntaxError, ValueError) as error:
            raise PersonError(NOT_A_PICTURE) from error
    return facts
