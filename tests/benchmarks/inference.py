"""Our engine against a transformers pipeline with the same weights; agreement of the two engines.

Each side runs in a process of its own, on one thread, one after the other, several times in turn;
the fastest run of each counts for the start, the median of all answers for the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 3
TEXT = (
    "I walked by the river this morning and thought about my grandmother. She used to sing while"
    " she cooked, and I can't remember the songs any more. It makes me sad, but I'm also grateful"
    " that she was there. Later I painted the bridge in blue and grey, and for a little while"
    " everything was quiet and I felt proud."
)

_MEASURE = """
import json, time
from tests.benchmarks.inference import peak_rss_mb
began = time.perf_counter()
{load}
first = time.perf_counter() - began
times = []
for _ in range({count}):
    start = time.perf_counter()
    {ask}
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(dict(cold_start_s=first, times_ms=times, peak_rss_mb=peak_rss_mb())))
"""

_OURS = """
from inference.model import EmotionModel
from inference.settings import shipped_folder
model = EmotionModel(shipped_folder())
model.estimate({text!r}, by_sentence=False)
"""

_PIPELINE = """
import torch
torch.set_num_threads(1)
from transformers import pipeline
model = pipeline("text-classification", model={folder!r}, top_k=None, device="cpu")
model({text!r})
"""


def run() -> dict[str, object]:
    """Cold start, median for 60 words and peak memory of both, and how far the engines agree."""
    with tempfile.TemporaryDirectory() as folder:
        _save_for_pipeline(Path(folder))
        sides = {
            "ours": (_OURS, f"model.estimate({TEXT!r}, by_sentence=False)", 40),
            "ours_by_sentence": (_OURS, f"model.estimate({TEXT!r})", 40),
            "evidence": (_OURS, f"model.evidence({TEXT!r}, 'sadness')", 8),
            "pipeline": (_PIPELINE.replace("{folder!r}", repr(folder)), f"model({TEXT!r})", 40),
        }
        rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, side in sides.items():
                rounds[name].append(_measure(*side))
    found: dict[str, object] = {name: _summary(each) for name, each in rounds.items()}
    ours, theirs = _summary(rounds["ours"]), _summary(rounds["pipeline"])
    found["words"] = len(TEXT.split())
    found["times_faster_to_start"] = theirs["cold_start_s"] / ours["cold_start_s"]
    found["times_faster_to_answer"] = theirs["median_ms"] / ours["median_ms"]
    found["agreement"] = _agreement()
    return found


def peak_rss_mb() -> float:
    """Largest memory this process ever held, megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts what the parent held before it became this program
        lines = status.read_text(encoding="utf-8").splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _measure(load: str, ask: str, count: int) -> dict[str, Any]:
    program = _MEASURE.format(load=load.replace("{text!r}", repr(TEXT)), ask=ask, count=count)
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    answer: dict[str, Any] = json.loads(done.stdout.strip().split("\n")[-1])
    return answer


def _summary(rounds: list[dict[str, Any]]) -> Mapping[str, float]:
    times = [each for one in rounds for each in one["times_ms"]]
    return {
        "cold_start_s": min(one["cold_start_s"] for one in rounds),
        "median_ms": median(times),
        "best_ms": min(times),
        "peak_rss_mb": max(one["peak_rss_mb"] for one in rounds),
    }


def _save_for_pipeline(folder: Path) -> None:
    """The reference network as a plain classifier.

    A BertForSequenceClassification has a pooler and takes the first token where ours takes the
    mean; neither changes what it costs.
    """
    import torch
    from transformers import AutoTokenizer, BertForSequenceClassification

    from inference.network import base_folder, load_trained
    from inference.settings import shipped_folder
    from inference.taxonomy import LABELS

    network = load_trained(shipped_folder())
    model = BertForSequenceClassification.from_pretrained(
        base_folder(), num_labels=len(LABELS), problem_type="multi_label_classification"
    )
    model.bert.load_state_dict(network.encoder.state_dict(), strict=False)
    with torch.no_grad():
        model.classifier.weight.copy_(network.labels.weight)
        model.classifier.bias.copy_(network.labels.bias)
    model.config.id2label = dict(enumerate(LABELS))
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(base_folder()).save_pretrained(folder)


def _agreement() -> dict[str, object]:
    """How far the 8-bit engine says what the reference says, over the whole dev split."""
    data = os.environ.get("INNERSCAPE_DATA", "")
    if not data:
        return {"skipped": "INNERSCAPE_DATA is not set"}
    import numpy as np

    from inference.corpus import read_goemotions
    from inference.model import EmotionModel
    from inference.settings import shipped_folder

    texts = read_goemotions(Path(data), "dev").texts
    ours = EmotionModel(shipped_folder()).scores(texts).probabilities
    theirs = EmotionModel(shipped_folder(), "torch").scores(texts).probabilities
    same, sure = ours.argmax(1) == theirs.argmax(1), theirs.max(1) >= 0.5
    return {
        "rows": len(texts),
        "rows_where_reference_is_at_least_half_sure": int(sure.sum()),
        "same_top_where_sure": float(same[sure].mean()),
        "same_top_of_first_500": float(same[:500].mean()),
        "same_top_of_all": float(same.mean()),
        "largest_difference": float(np.abs(ours - theirs).max()),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
