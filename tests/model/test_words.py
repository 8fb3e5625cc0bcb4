"""Sentences in the person's language."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest

from app.model.words import PersonError, Sentence, language, tr, trn, use_translations

CHINESE = {"Saved {time}": "已保存 {time}", "Layer {number}": "图层 {number}"}


class _Chinese(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return CHINESE.get(message, message if message else "header")

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return "{count} 个图层" if plural == "{count} layers" else plural


@pytest.fixture
def _in_chinese() -> Iterator[None]:
    use_translations(_Chinese(), "zh_CN")
    yield
    use_translations(gettext.NullTranslations(), "en")


def test_a_sentence_is_english_until_a_language_is_chosen() -> None:
    assert tr("Saved {time}", time="14:02") == "Saved 14:02"
    assert language() == "en"


@pytest.mark.usefixtures("_in_chinese")
def test_a_sentence_speaks_the_chosen_language() -> None:
    assert tr("Saved {time}", time="14:02") == "已保存 14:02"
    assert language() == "zh_CN"


@pytest.mark.usefixtures("_in_chinese")
def test_a_word_without_a_translation_stays_readable() -> None:
    assert tr("Not yet translated") == "Not yet translated"


@pytest.mark.usefixtures("_in_chinese")
def test_nothing_stays_nothing() -> None:
    assert tr("") == ""


def test_counting_uses_one_and_many() -> None:
    assert trn("{count} layer", "{count} layers", 1) == "1 layer"
    assert trn("{count} layer", "{count} layers", 3) == "3 layers"


@pytest.mark.usefixtures("_in_chinese")
def test_counting_in_chinese_has_one_form() -> None:
    assert trn("{count} layer", "{count} layers", 1) == "1 个图层"


def test_a_kept_sentence_follows_the_language_when_it_is_shown() -> None:
    sentence = Sentence("Saved {time}", {"time": Sentence("Layer {number}", {"number": 2})})
    assert str(sentence) == "Saved Layer 2"
    use_translations(_Chinese(), "zh_CN")
    try:
        assert str(sentence) == "已保存 图层 2"
    finally:
        use_translations(gettext.NullTranslations(), "en")


def test_text_with_braces_from_a_person_is_shown_as_it_is() -> None:
    assert tr("Saved {time}", time="{time} {0}") == "Saved {time} {0}"
    assert tr("A title with {braces}") == "A title with {braces}"


def test_an_error_for_a_person_says_its_sentence() -> None:
    error = PersonError(Sentence("Layer {number}", {"number": 4}))
    assert str(error) == "Layer 4"
