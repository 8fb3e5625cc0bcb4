"""Training on a handful of made-up rows: it learns, stops, resumes, and writes a whole folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import torch

from inference import evaluate
from inference.model import EmotionModel
from inference.taxonomy import LABELS
from inference.training import emotion

pytestmark = pytest.mark.model

ROWS = [("I am so happy today", "17"), ("I feel sad and low", "25"), ("This is fine", "27,4")]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "goemotions").mkdir()
    (folder / "emobank").mkdir()
    (folder / "goemotions" / "labels.txt").write_text("\n".join(LABELS), encoding="utf-8")
    for split, times in (("train", 25), ("dev", 4), ("test", 4)):
        lines = [f"{text} {n}\t{ids}\tx{n}" for n in range(times) for text, ids in ROWS]
        (folder / "goemotions" / f"{split}.tsv").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "emobank" / "emobank.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "split", "V", "A", "D", "text"])
        for n in range(60):
            split = ("train", "dev", "test")[n % 3]
            rating = 3 + (n % 5 - 2) / 2
            writer.writerow([n, split, rating, 3 + n % 2, 3 - n % 4 / 3, f"Word {n}, and more."])
    return folder


def _weights(run: emotion.Run) -> dict[str, torch.Tensor]:
    return {name: each.clone() for name, each in run.network.state_dict().items()}


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not(made_up: Path, tmp_path: Path) -> None:
    recipe = emotion.Recipe(epochs=2, rank=4)
    data = emotion.load_data(made_up, has_emobank=True)
    for name in ("whole", "parts"):
        (tmp_path / name).mkdir()
    whole = emotion.Run(recipe, data, tmp_path / "whole")
    whole.train()
    stopped = emotion.Run(recipe, data, tmp_path / "parts")
    stopped.train(max_steps=2)
    resumed = emotion.Run(recipe, data, tmp_path / "parts")
    assert resumed.step == 2
    resumed.train()
    assert resumed.step == whole.step == 6
    expected = _weights(whole)
    for name, each in _weights(resumed).items():
        torch.testing.assert_close(each, expected[name], rtol=0, atol=0, msg=name)


def test_a_run_of_another_recipe_is_not_mixed_in(made_up: Path, tmp_path: Path) -> None:
    data = emotion.load_data(made_up, has_emobank=False)
    emotion.Run(emotion.Recipe(rank=4, has_emobank=False), data, tmp_path).save()
    with pytest.raises(SystemExit, match="another recipe"):
        emotion.Run(emotion.Recipe(rank=8, has_emobank=False), data, tmp_path)


def test_the_command_writes_a_folder_that_reads(
    made_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "model"
    few = ["--epochs", "1", "--rank", "4"]
    emotion.main(["--data", str(made_up), "--out", str(out), *few])
    for engine in ("onnx", "torch"):
        assert EmotionModel(out, engine).estimate("I am so happy today").valence is not None
    assert "CC BY-SA 4.0" in (out / "LICENSE").read_text(encoding="utf-8")
    assert "EmoBank" in (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    asked = ["emotion", "--data", str(made_up), "--json", "--model", str(out)]
    assert evaluate.main(asked) == 0
    table = json.loads(capsys.readouterr().out)
    assert set(table) == {"28", "ekman", "sentiment", "vad"}
    assert set(table["28"]) == {"macro_f1", "micro_f1"}
    assert set(table["vad"]) == {"v", "a", "d"}


def test_without_emobank_the_model_is_cc_by_and_says_no_valence(
    made_up: Path, tmp_path: Path
) -> None:
    out = tmp_path / "model"
    few = ["--epochs", "1", "--rank", "4", "--without-emobank"]
    emotion.main(["--data", str(made_up), "--out", str(out), *few])
    reading = EmotionModel(out).estimate("I am so happy today")
    assert reading.labels
    assert (reading.valence, reading.arousal, reading.dominance) == (None, None, None)
    licence = (out / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in licence
    assert "ShareAlike" not in licence
    assert "EmoBank" not in licence
    assert "EmoBank" not in (out / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_a_full_fine_tune_writes_a_folder_that_reads(made_up: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    emotion.main(["--data", str(made_up), "--out", str(out), "--epochs", "1", "--full"])
    assert not (out / "adapter").exists()
    texts = ["I am so happy today", "I feel sad and low"]
    ours, theirs = EmotionModel(out).scores(texts), EmotionModel(out, "torch").scores(texts)
    assert abs(ours.probabilities - theirs.probabilities).max() < 0.1


def test_a_missing_data_folder_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main(["emotion", "--data", str(tmp_path)]) == 1
    assert "labels.txt" in capsys.readouterr().err
