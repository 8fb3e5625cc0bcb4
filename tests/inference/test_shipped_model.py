"""The bars of the model that ships, and that both engines say the same."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from inference import corpus
from inference.evaluate import emotion_table
from inference.model import EmotionModel
from inference.report import lines
from inference.settings import shipped_folder
from inference.taxonomy import LABELS

pytestmark = pytest.mark.model

# Written for this test: none of the annotated data ships.
OWN_ROWS = (
    "Thank you so much, this made my whole week!",
    "I can't believe he would do that to her, it makes me furious.",
    "I am so sorry for your loss, she was a wonderful woman.",
    "What time does the market open on Sundays?",
    "Congratulations on the new job, you have earned it!",
    "I'm scared to walk home alone when it is dark.",
    "That is the funniest thing I have read in months, haha!",
    "I wish I could paint like that.",
    "Wow, I did not see that coming at all!",
    "I was wrong and I apologise for what I said.",
    "The train leaves at six and arrives at nine.",
    "I love sitting by the sea with my sister.",
    "This is disgusting, who leaves a kitchen like that?",
    "I hope things get better for you soon.",
    "How does one mix such a deep blue?",
    "I miss my old dog and I cried all evening.",
)


def test_the_folder_is_whole_and_small() -> None:
    folder = shipped_folder()
    for name in ("model.onnx", "tokenizer.json", "settings.json", "MODEL_CARD.md", "LICENSE"):
        assert (folder / name).is_file()
    assert (folder / "model.onnx").stat().st_size <= 36 * 2**20
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
    for name in ("CC BY-SA 4.0", "MiniLM", "Apache License 2.0", "GoEmotions", "EmoBank"):
        assert name in licence
    for path in folder.rglob("*.json"):
        assert "site-packages" not in path.read_text(encoding="utf-8")


def test_the_settings_keep_to_their_schema() -> None:
    folder = shipped_folder()
    schema = json.loads((folder.parent / "schema.json").read_text(encoding="utf-8"))
    found = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    assert tuple(found["labels"]) == LABELS


def test_both_engines_say_the_same_of_everyday_sentences(
    model: EmotionModel, reference: EmotionModel
) -> None:
    ours, theirs = model.scores(OWN_ROWS), reference.scores(OWN_ROWS)
    assert np.abs(ours.probabilities - theirs.probabilities).max() <= 0.12
    sure = theirs.probabilities.max(1) >= 0.5
    assert sure.sum() >= 8
    same = ours.probabilities.argmax(1) == theirs.probabilities.argmax(1)
    assert same[sure].all()
    assert np.abs(ours.vad - theirs.vad).max() <= 0.1


def test_both_engines_agree_on_the_dev_split(
    model: EmotionModel, reference: EmotionModel, corpora: Path
) -> None:
    texts = corpus.read_goemotions(corpora, "dev").texts[:1_500]
    ours, theirs = model.scores(texts).probabilities, reference.scores(texts).probabilities
    same = ours.argmax(1) == theirs.argmax(1)
    assert same[:500].mean() >= 0.95
    assert same[theirs.max(1) >= 0.5].mean() >= 0.99
    assert np.abs(ours - theirs).max() <= 0.12


def test_the_shipped_model_passes_its_bars(model: EmotionModel, corpora: Path) -> None:
    table = emotion_table(model, corpora)
    assert table["28"]["macro_f1"] >= 0.53
    assert table["28"]["micro_f1"] >= 0.59
    if "vad" in table:
        assert table["vad"]["v"] >= 0.70
        assert table["vad"]["a"] >= 0.46
        assert table["vad"]["d"] >= 0.40


def test_infer_prints_a_line_a_text_with_its_evidence() -> None:
    found = list(lines(["I feel so proud of this painting.", "今天我很累"]))
    assert [line["language"] for line in found] == ["en", "zh"]
    first, second = (json.loads(json.dumps(line, ensure_ascii=False)) for line in found)
    assert list(first) == [
        *("text", "language", "emotions", "ekman", "valence", "arousal", "dominance"),
        *("unsure", "evidence", "model", "ms"),
    ]
    assert set(first["emotions"][0]) == {"label", "p"}
    strongest = max(first["evidence"], key=lambda each: each["weight"])
    assert first["text"][strongest["start"] : strongest["end"]] == "proud"
    assert (second["emotions"], second["evidence"], second["unsure"]) == ([], [], True)
    assert next(lines(["I am so very happy."], with_evidence=False))["evidence"] is None


def test_the_torch_engine_reads_too() -> None:
    line = next(lines(["I feel so proud of this painting."], engine="torch"))
    assert line["emotions"][0]["label"] in {"pride", "admiration"}
    assert line["model"].endswith("torch")
