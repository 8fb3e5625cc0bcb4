from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.formats import photograph
from app.formats.photograph import MAX_BYTES, MEDIA_TYPES, examined
from app.model.words import PersonError


def picture(kind: str, size: tuple[int, int] = (12, 7)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (90, 120, 200)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", list(MEDIA_TYPES))
def test_a_photograph_is_known_by_its_bytes_not_by_its_name(kind: str):
    facts = examined(picture(kind))
    assert (facts.media_type, facts.width, facts.height) == (MEDIA_TYPES[kind], 12, 7)


def test_a_file_too_large_is_refused_in_words():
    with pytest.raises(PersonError) as told:
        examined(b"\0" * (MAX_BYTES + 1))
    assert "too large for the library (more than 32 MB" in str(told.value)
    assert "are as they were" in str(told.value)


def test_too_many_pixels_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(photograph, "MAX_PIXELS", 50)
    with pytest.raises(PersonError, match="too large"):
        examined(picture("PNG"))


@given(st.binary(max_size=200))
def test_whatever_is_no_picture_is_refused_in_words(content: bytes):
    with pytest.raises(PersonError) as told:
        examined(content)
    assert "could not be read as a picture" in str(told.value)


def test_half_a_picture_is_refused():
    whole = picture("JPEG", (400, 300))
    with pytest.raises(PersonError):
        examined(whole[: len(whole) // 2])
