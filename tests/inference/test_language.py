"""Which language a page is in."""

from __future__ import annotations

import pytest

from inference.language import LanguageTable, language_of, read_table
from inference.settings import shipped_folder


@pytest.fixture(scope="module")
def table() -> LanguageTable:
    return read_table(shipped_folder())


@pytest.mark.parametrize(
    "text",
    [
        "I feel strange today",
        "so tired of all this",
        "lol what the heck bro",
        "My dog Bruno died today",
        "ugh. can't sleep again",
        "What a sad story.",
        "tell him i love him",
        "I DON'T KNOW WHAT TO SAY",
        "I am so 累 today, good night to all of you",
    ],
)
def test_everyday_english_is_known_from_four_words(table: LanguageTable, text: str) -> None:
    assert language_of(text, table) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin heute sehr traurig",
        "Aujourd'hui il fait beau et je suis heureux.",
        "Hoy me siento muy solo",
        "Jag är så trött idag",
        "Ik ben zo moe vandaag",
        "Jestem dzisiaj bardzo smutny",
        "Hôm nay tôi rất buồn",
        "bugün çok üzgünüm ve yalnızım",
        "Olen niin väsynyt tänään",
        "أنا حزين جدا اليوم",
        "मैं आज बहुत उदास हूँ",
        "ฉันเหนื่อยมากวันนี้",
    ],
)
def test_other_languages_are_never_called_english(table: LanguageTable, text: str) -> None:
    assert language_of(text, table) == "other"


@pytest.mark.parametrize("text", ["今天我很累", "我好累,不想说话 ok", "難過", "𠮷𠮷"])
def test_han_characters_decide_for_chinese(table: LanguageTable, text: str) -> None:
    assert language_of(text, table) == "zh"


@pytest.mark.parametrize("text", ["", "  ", "12 + 5 = 17", "😀", "sad", "so sad today"])
def test_too_little_to_tell_is_unsure(table: LanguageTable, text: str) -> None:
    assert language_of(text, table) == "unsure"
