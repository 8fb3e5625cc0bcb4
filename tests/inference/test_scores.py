"""The figures of the evaluation, on answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from inference.evaluate import Judged, as_text, unsure_level
from inference.scores import best_threshold, f1, grouped, pearson
from inference.taxonomy import EKMAN, LABELS, SENTIMENT, members

TRUTH = np.array([[1, 0], [1, 1], [0, 0], [0, 1]], np.float32)
GUESS = np.array([[0.9, 0.4], [0.2, 0.8], [0.6, 0.1], [0.1, 0.7]], np.float32)


def test_macro_and_micro_f1_are_as_by_hand() -> None:
    # label 0: 1 hit, 1 missed, 1 false: F1 .5; label 1: 2 hits: F1 1; together 3 of 3+1: .75
    assert f1(TRUTH, GUESS, 0.5) == pytest.approx((0.75, 0.75))
    assert f1(TRUTH, GUESS, 0.95) == (0.0, 0.0)


def test_the_threshold_lies_in_the_middle_of_the_plateau() -> None:
    truth = np.array([[1.0], [0.0], [1.0]], np.float32)
    guess = np.array([[0.5], [0.3], [0.9]], np.float32)
    assert f1(truth, guess, best_threshold(truth, guess)) == (1, 1)
    assert 0.32 <= best_threshold(truth, guess) <= 0.48


def test_pearson_is_numpys() -> None:
    rng = np.random.default_rng(1)
    truth, guess = rng.normal(size=(50, 3)), rng.normal(size=(50, 3))
    expected = [np.corrcoef(truth[:, at], guess[:, at])[0, 1] for at in range(3)]
    assert pearson(truth, guess) == pytest.approx(expected)


@pytest.mark.parametrize("groups", [EKMAN, SENTIMENT])
def test_every_label_is_in_exactly_one_group(groups: dict[str, tuple[str, ...]]) -> None:
    assert sorted(name for names in groups.values() for name in names) == sorted(LABELS)


def test_a_group_is_as_likely_as_its_likeliest_label() -> None:
    row = np.zeros((1, len(LABELS)), np.float32)
    row[0, LABELS.index("nervousness")] = 0.4
    row[0, LABELS.index("fear")] = 0.3
    assert grouped(row, members(EKMAN))[0, list(EKMAN).index("fear")] == pytest.approx(0.4)


def test_above_the_unsure_level_four_of_five_are_right() -> None:
    rng = np.random.default_rng(2)
    p = rng.random((4_000, 3)).astype(np.float32)
    top = p.argmax(1)
    truth = np.zeros_like(p)
    is_right = rng.random(4_000) < p.max(1) ** 4
    truth[np.arange(4_000), np.where(is_right, top, (top + 1) % 3)] = 1
    level = unsure_level(Judged(truth, p))
    sure = p.max(1) >= level
    assert 0 < sure.sum() < 4_000
    assert truth[np.arange(4_000), top][sure].mean() >= 0.8


def test_the_printed_table_has_the_figures() -> None:
    each = {"macro_f1": 0.5312, "micro_f1": 0.6}
    table = {"28": each, "ekman": each, "sentiment": each, "vad": {"v": 0.7, "a": 0.5, "d": 0.4}}
    assert "0.5312" in as_text(table)
    assert "dominance" in as_text(table)
