"""The emotion words the model may offer, ready to translate (GoEmotions, Demszky et al. 2020)."""

from __future__ import annotations

from typing import Final

from app.model.words import Sentence

EMOTION_WORDS: Final = {
    "admiration": Sentence("admiration"),
    "amusement": Sentence("amusement"),
    "anger": Sentence("anger"),
    "annoyance": Sentence("annoyance"),
    "approval": Sentence("approval"),
    "caring": Sentence("caring"),
    "confusion": Sentence("confusion"),
    "curiosity": Sentence("curiosity"),
    "desire": Sentence("longing"),
    "disappointment": Sentence("disappointment"),
    "disapproval": Sentence("disagreement"),
    "disgust": Sentence("disgust"),
    "embarrassment": Sentence("embarrassment"),
    "excitement": Sentence("excitement"),
    "fear": Sentence("fear"),
    "gratitude": Sentence("gratitude"),
    "grief": Sentence("grief"),
    "joy": Sentence("joy"),
    "love": Sentence("love"),
    "nervousness": Sentence("nervousness"),
    "optimism": Sentence("hope"),
    "pride": Sentence("pride"),
    "realization": Sentence("seeing something new"),
    "relief": Sentence("relief"),
    "remorse": Sentence("regret"),
    "sadness": Sentence("sadness"),
    "surprise": Sentence("surprise"),
    "neutral": Sentence("nothing in particular"),
}


def emotion_word(label: str) -> Sentence:
    """Return the word for a label; the label itself where there is none."""
    return EMOTION_WORDS.get(label, Sentence(label))
