"""What a person sees of a reading, on the shipped model."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.model import MOST_ROWS, EmotionModel
from inference.results import Reading, StoppedError
from inference.taxonomy import EKMAN, LABELS

pytestmark = pytest.mark.model

SAD = "I miss my grandmother so much, it makes me want to cry."
PAGE = (
    "I can't stop crying since the funeral. Thank you so much for the flowers you sent me! "
    "What on earth is that supposed to mean?"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SAD, "sadness"),
        ("Thank you so much for helping me with the boxes yesterday.", "gratitude"),
        ("I am so scared of what the doctor will say tomorrow.", "fear"),
        ("That joke made me laugh out loud on the bus.", "amusement"),
        ("I love you all so very much, my dear friends.", "love"),
        ("I'm furious that he lied to me again!", "anger"),
    ],
)
def test_a_plain_feeling_is_among_the_two_likeliest(
    model: EmotionModel, text: str, expected: str
) -> None:
    assert expected in [label.name for label in model.estimate(text).labels[:2]]


def test_a_reading_says_all_labels_and_where_it_comes_from(model: EmotionModel) -> None:
    reading = model.estimate(SAD)
    assert {label.name for label in reading.labels} == set(LABELS)
    assert {label.name for label in reading.ekman} == set(EKMAN)
    assert [label.p for label in reading.labels] == sorted(
        (label.p for label in reading.labels), reverse=True
    )
    assert (reading.language, reading.model, reading.engine) == ("en", "emotion-en", "onnx")
    assert reading.version
    assert reading.ms > 0
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301  crosses processes


def test_sad_words_lie_lower_than_glad_ones(model: EmotionModel) -> None:
    sad, glad = model.estimate(SAD), model.estimate("What a wonderful day, I am so happy!")
    assert sad.valence is not None
    assert glad.valence is not None
    assert -1 <= sad.valence < glad.valence <= 1
    assert sad.arousal is not None
    assert -1 <= sad.arousal <= 1


def test_each_sentence_has_its_own_reading(model: EmotionModel) -> None:
    reading = model.estimate(PAGE)
    said = [PAGE[part.start : part.end] for part in reading.parts]
    assert said == [
        "I can't stop crying since the funeral.",
        "Thank you so much for the flowers you sent me!",
        "What on earth is that supposed to mean?",
    ]
    tops = [part.labels[0].name for part in reading.parts]
    assert tops[0] == "sadness"
    assert tops[1] == "gratitude"
    assert tops[2] in {"confusion", "curiosity"}


def test_the_page_reads_the_same_with_and_without_its_sentences(model: EmotionModel) -> None:
    alone = model.estimate(PAGE, by_sentence=False)
    both = model.estimate(PAGE)
    assert alone.parts == ()
    assert [label.name for label in alone.labels[:3]] == [label.name for label in both.labels[:3]]
    assert alone.labels[0].p == pytest.approx(both.labels[0].p, abs=0.05)


def test_the_same_text_twice_reads_the_same(model: EmotionModel) -> None:
    first, second = model.estimate(PAGE), model.estimate(PAGE)
    assert replace(first, ms=0) == replace(second, ms=0)
    once, again = model.evidence(PAGE, "gratitude"), model.evidence(PAGE, "gratitude")
    assert replace(once, ms=0) == replace(again, ms=0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "unsure"),
        (" \n\t ", "unsure"),
        ("😀😭🎉", "unsure"),
        ("!!! ... ???", "unsure"),
        ("so tired", "unsure"),
        ("Estou muito cansado hoje", "other"),
        ("Heute bin ich sehr traurig und allein.", "other"),
        ("Сегодня я очень устал", "other"),
        ("今日はとても疲れました", "other"),
        ("오늘은 정말 피곤해요", "other"),
        ("今天我很累", "zh"),
        ("累", "zh"),
        ("\ud800", "unsure"),
    ],
)
def test_what_cannot_be_read_gets_no_labels(model: EmotionModel, text: str, language: str) -> None:
    reading = model.estimate(text)
    assert reading.language == language
    assert (reading.labels, reading.ekman, reading.parts) == ((), (), ())
    assert reading.valence is None
    assert reading.is_unsure
    assert model.evidence(text, "joy").weights == ()


def test_a_chinese_sentence_on_an_english_page_is_left_out(model: EmotionModel) -> None:
    text = "I walked by the river and felt calm again. 今天我很累。 Then I painted the old bridge."
    said = [text[part.start : part.end] for part in model.estimate(text).parts]
    assert said == [
        "I walked by the river and felt calm again.",
        "Then I painted the old bridge.",
    ]


def test_a_lone_surrogate_among_words_changes_nothing_else(model: EmotionModel) -> None:
    reading = model.estimate("I feel so sad and alone \udcff today, my friend.")
    assert reading.language == "en"
    assert reading.labels[0].name == "sadness"


def test_unsure_is_an_answer(model: EmotionModel) -> None:
    level = model.settings.unsure_below
    for text in (SAD, PAGE, "The bus leaves at ten past four from the square."):
        reading = model.estimate(text)
        assert reading.is_unsure == (reading.labels[0].p < level)


@pytest.mark.parametrize("end", [". ", " "])
def test_a_hundred_thousand_characters_are_read_to_the_end(model: EmotionModel, end: str) -> None:
    dull = f"We took the bus to the town and walked along the river for an hour{end}"
    text = (dull * 2_000)[:100_000]
    seen: list[tuple[int, int]] = []
    asked = model.estimate(
        text, by_sentence=False, progress=lambda done, of: seen.append((done, of))
    )
    assert asked.is_windowed
    assert seen[-1][0] == seen[-1][1]
    assert max(b[0] - a[0] for a, b in pairwise(seen)) <= MOST_ROWS
    changed = text[:-400] + "I am so sad and heartbroken, I cry and cry. " * 9
    moved = model.estimate(changed, by_sentence=False)
    assert _p(moved, "sadness") > _p(asked, "sadness")


def test_a_long_sentence_is_windowed_and_its_end_counts(model: EmotionModel) -> None:
    dull = "we walked along the river and then we took the bus to the town and " * 12
    plain = model.estimate(dull)
    ends_sad = model.estimate(dull + "I am heartbroken and so sad that I cry and cry")
    assert plain.is_windowed
    assert len(plain.parts) == 1
    assert _p(ends_sad, "sadness") > _p(plain, "sadness")


def test_a_long_page_can_be_stopped_between_batches(model: EmotionModel) -> None:
    answers = iter([False, False, True])
    with pytest.raises(StoppedError):
        model.estimate(PAGE * 40, should_stop=lambda: next(answers))


def test_evidence_names_the_word_that_matters_most(model: EmotionModel) -> None:
    text = "The painting came back from the framer and I feel so proud of it."
    evidence = model.evidence(text, "pride")
    strongest = max(evidence.weights, key=lambda weight: weight.weight)
    assert text[strongest.start : strongest.end] == "proud"
    assert not evidence.is_partial


def test_evidence_can_be_stopped_between_batches(model: EmotionModel) -> None:
    asked = []

    def should_stop() -> bool:
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(StoppedError):
        model.evidence(PAGE * 3, "gratitude", should_stop=should_stop)
    assert len(asked) == 3


def test_evidence_of_a_long_page_says_that_it_is_partial(model: EmotionModel) -> None:
    text = "The old grey bridge crosses a wide cold river near town. " * 60
    evidence = model.evidence(text + "I love this place so much.", "love")
    assert evidence.is_partial
    assert len(evidence.weights) <= 240
    said = [text[w.start : w.end] for w in evidence.weights if w.end <= len(text)]
    assert all(word.isalpha() for word in said)


def test_an_unknown_label_is_refused(model: EmotionModel) -> None:
    with pytest.raises(ValueError, match="calm"):
        model.evidence(SAD, "calm")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["I am so sad", "café", "naïve 😀", "e\u0301te\u0301", "ﬁne", "İst"]),
        ),
        max_size=5,
    )
)
def test_evidence_marks_whole_words_of_any_text(model: EmotionModel, bits: list[str]) -> None:
    text = "I feel so happy and proud today. " + " ".join(bits)
    reading = model.estimate(text)
    assert all(0 <= part.start < part.end <= len(text) for part in reading.parts)
    weights = model.evidence(text, "joy").weights
    if reading.language == "en":
        assert "happy" in {text[weight.start : weight.end] for weight in weights}
    for weight in weights:
        word = text[weight.start : weight.end]
        assert word
        assert word == word.strip()
        assert -1 <= weight.weight <= 1
    assert [weight.start for weight in weights] == sorted({weight.start for weight in weights})


def _p(reading: Reading, name: str) -> float:
    return next(label.p for label in reading.labels if label.name == name)
