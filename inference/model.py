"""Reading a text: sentences to the engine, probabilities to a `Reading`, words to `Evidence`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from inference.engine import Engine, EngineName, Floats, Outputs, load_engine
from inference.language import is_mostly_latin, language_of, read_table
from inference.results import Evidence, Label, Language, PartReading, Reading, StoppedError, Weight
from inference.sentences import sentences, words
from inference.settings import ModelSettings, read_settings
from inference.taxonomy import EKMAN, LABELS, members
from inference.tokens import MASK, Tokens, WordPieces

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]

MOST_ROWS: Final = 16
_MOST_TOKENS: Final = 1_024
_SENTENCES_AT_ONCE: Final = 256
_MOST_WORDS_ASKED: Final = 240


def _never() -> bool:
    return False


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """A sentence with its tokens and what the engine said of it."""

    start: int
    end: int
    tokens: Tokens
    probabilities: Floats
    vad: Floats

    @property
    def size(self) -> int:
        return len(self.tokens.ids)


class EmotionModel:
    """A loaded model folder: one engine, its tokenizer, its numbers.

    Parameters
    ----------
    folder : Path
        As `inference.training` writes it.
    engine : "onnx" or "torch"

    Raises
    ------
    ModelError
        If the folder is missing a part or a part cannot be read.
    """

    def __init__(self, folder: Path, engine: EngineName = "onnx") -> None:
        self.settings: ModelSettings = read_settings(folder)
        self._pieces = WordPieces(folder)
        self._languages = read_table(folder)
        self._engine: Engine = load_engine(folder, engine)

    @property
    def engine(self) -> EngineName:
        """Name of the engine in use."""
        return self._engine.name

    def scores(self, texts: Sequence[str], *, progress: Progress | None = None) -> Outputs:
        """What the network says of whole texts, whatever their language, for evaluation.

        Texts are taken as they are, each as one sequence; longer ones in windows whose outputs
        are averaged.

        Returns
        -------
        Outputs
            ``logits`` replaced by probabilities, ``vad`` in -1 to 1.
        """
        done: list[tuple[Floats, Floats]] = []
        for start in range(0, len(texts), _SENTENCES_AT_ONCE):
            tokens = self._pieces.encode(texts[start : start + _SENTENCES_AT_ONCE])
            done.extend(self._averaged(tokens, _never))
            if progress is not None:
                progress(len(done), len(texts))
        if not done:
            return Outputs(np.zeros((0, len(LABELS)), np.float32), np.zeros((0, 3), np.float32))
        return Outputs(np.stack([each[0] for each in done]), np.stack([each[1] for each in done]))

    def estimate(
        self, text: str, *, should_stop: Stop = _never, progress: Progress | None = None
    ) -> Reading:
        """Read a text, sentence by sentence.

        Parameters
        ----------
        should_stop : callable
            Asked between batches.
        progress : callable, optional
            Told the characters read so far and in all.

        Raises
        ------
        StoppedError
            If `should_stop` said so.
        """
        began = time.perf_counter()
        language = language_of(text, self._languages)
        parts = list(self._parts(text, should_stop, progress)) if language == "en" else []
        return self._reading(language, parts, began)

    def evidence(self, text: str, label: str, *, should_stop: Stop = _never) -> Evidence:
        """Which words the label came from: each word is masked in turn (occlusion).

        Weights add to the page: a word's weight is by how much the label's probability for the
        whole text falls. At most 240 words are asked, those of the sentences that carry the
        label most.

        Raises
        ------
        ValueError
            If there is no such label.
        StoppedError
            If `should_stop` said so, asked between batches of at most 16.
        """
        began = time.perf_counter()
        place = LABELS.index(label)
        is_read = language_of(text, self._languages) == "en"
        parts = list(self._parts(text, should_stop, None)) if is_read else []
        asked, is_partial = _most_telling(text, parts, place)
        total = sum(part.size for part in parts)
        weights: list[Weight] = []
        for part in asked:
            weights.extend(self._occluded(text, part, place, part.size / total, should_stop))
        weights.sort(key=lambda weight: weight.start)
        return Evidence(label, tuple(weights), is_partial, _since(began))

    def _parts(self, text: str, should_stop: Stop, progress: Progress | None) -> Iterator[_Part]:
        spans = [span for span in sentences(text) if is_mostly_latin(text[slice(*span)])]
        for at in range(0, len(spans), _SENTENCES_AT_ONCE):
            some = spans[at : at + _SENTENCES_AT_ONCE]
            tokens = self._pieces.encode([text[start:end] for start, end in some])
            outputs = self._averaged(tokens, should_stop)
            for (start, end), each, output in zip(some, tokens, outputs, strict=True):
                yield _Part(start, end, each, *output)
            if progress is not None:
                progress(some[-1][1], len(text))

    def _averaged(self, tokens: Sequence[Tokens], should_stop: Stop) -> list[tuple[Floats, Floats]]:
        """Probabilities and V/A/D of each, the mean over its windows."""
        framed = [each.framed(*window) for each in tokens for window in each.windows()]
        found = self._run(framed, should_stop)
        ends = np.cumsum([len(each.windows()) for each in tokens])
        return [
            (found.logits[end - n : end].mean(0), found.vad[end - n : end].mean(0))
            for end, n in zip(ends, np.diff(ends, prepend=0), strict=True)
        ]

    def _run(self, ids: Sequence[Sequence[int]], should_stop: Stop) -> Outputs:
        """Run in bounded batches of like lengths; the answer is in the order given."""
        probabilities = np.zeros((len(ids), len(LABELS)), np.float32)
        vad = np.zeros((len(ids), 3), np.float32)
        for rows in _batches(ids):
            if should_stop():
                raise StoppedError
            found = self._engine.run([ids[row] for row in rows])
            probabilities[rows] = 1 / (1 + np.exp(-found.logits))
            vad[rows] = self._on_axes(found.vad)
        return Outputs(probabilities, vad)

    def _on_axes(self, standardised: Floats) -> Floats:
        """EmoBank's 1 to 5 from the network's output, then -1 to 1 as the check-in has it."""
        if not self.settings.has_vad:
            return np.zeros_like(standardised)
        rating = standardised * np.array(self.settings.vad_spread, np.float32) + np.array(
            self.settings.vad_mean, np.float32
        )
        return np.clip((rating - 3) / 2, -1, 1)

    def _occluded(
        self, text: str, part: _Part, place: int, share: float, should_stop: Stop
    ) -> Iterator[Weight]:
        """Weights of the words of one part; each is masked in the first window that holds it."""
        spans = words(text, part.start, part.end)
        windows = part.tokens.windows()
        whole = self._alone(part, windows, place)
        asked = [_masked(part, start, end, windows) for start, end in spans]
        found = self._run([ids for _, ids in asked], should_stop).logits[:, place]
        for (start, end), (row, _), p in zip(spans, asked, found.tolist(), strict=True):
            yield Weight(start, end, share * (whole[row] - p) / len(windows))

    def _alone(self, part: _Part, windows: Sequence[tuple[int, int]], place: int) -> list[float]:
        if len(windows) == 1:
            return [float(part.probabilities[place])]
        found = self._run([part.tokens.framed(*window) for window in windows], _never)
        return [float(p) for p in found.logits[:, place]]

    def _reading(self, language: Language, parts: Sequence[_Part], began: float) -> Reading:
        settings = self.settings
        page = _mean_of(parts)
        labels = _labels(page.probabilities) if page is not None else ()
        ekman = _ekman(page.probabilities) if page is not None else ()
        valence, arousal, dominance = self._affect(page)
        return Reading(
            language=language,
            parts=tuple(self._part_reading(part) for part in parts),
            labels=labels,
            ekman=ekman,
            valence=valence,
            arousal=arousal,
            dominance=dominance,
            is_unsure=not labels or labels[0].p < settings.unsure_below,
            is_windowed=any(len(part.tokens.windows()) > 1 for part in parts),
            model=settings.model,
            version=settings.version,
            engine=self.engine,
            ms=_since(began),
        )

    def _part_reading(self, part: _Part) -> PartReading:
        labels = _labels(part.probabilities)
        is_unsure = labels[0].p < self.settings.unsure_below
        return PartReading(part.start, part.end, labels, *self._affect(part), is_unsure)

    def _affect(self, part: _Part | None) -> tuple[float | None, float | None, float | None]:
        if part is None or not self.settings.has_vad:
            return None, None, None
        valence, arousal, dominance = part.vad.tolist()
        return valence, arousal, dominance


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1_000, 3)


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Row numbers in batches of at most 16 rows and 1,024 padded tokens, shortest first."""
    batch: list[int] = []
    for row in sorted(range(len(ids)), key=lambda row: len(ids[row])):
        is_full = len(batch) == MOST_ROWS or (len(batch) + 1) * len(ids[row]) > _MOST_TOKENS
        if batch and is_full:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _mean_of(parts: Sequence[_Part]) -> _Part | None:
    """The page: the mean over its sentences, each weighing as many tokens as it has."""
    if not parts:
        return None
    share = np.array([part.size for part in parts], np.float32)
    share /= share.sum()
    probabilities = share @ np.stack([part.probabilities for part in parts])
    vad = share @ np.stack([part.vad for part in parts])
    return _Part(parts[0].start, parts[-1].end, parts[0].tokens, probabilities, vad)


def _labels(probabilities: Floats) -> tuple[Label, ...]:
    order = np.argsort(-probabilities, kind="stable")
    return tuple(Label(LABELS[index], float(probabilities[index])) for index in order)


def _ekman(probabilities: Floats) -> tuple[Label, ...]:
    pairs = zip(EKMAN, members(EKMAN), strict=True)
    found = [Label(name, float(probabilities[list(group)].max())) for name, group in pairs]
    return tuple(sorted(found, key=lambda label: -label.p))


def _most_telling(text: str, parts: Sequence[_Part], place: int) -> tuple[list[_Part], bool]:
    """The parts that carry a label most, up to 240 words, and whether any were left out."""
    asked: list[_Part] = []
    count = 0
    for part in sorted(parts, key=lambda each: -float(each.probabilities[place])):
        count += len(words(text, part.start, part.end))
        if asked and count > _MOST_WORDS_ASKED:
            return asked, True
        asked.append(part)
    return asked, False


def _masked(
    part: _Part, start: int, end: int, windows: Sequence[tuple[int, int]]
) -> tuple[int, tuple[int, ...]]:
    """Number of the window that holds a word, and its ids with the word masked."""
    first, last = start - part.start, end - part.start
    hidden = [n for n, span in enumerate(part.tokens.spans) if span[0] < last and span[1] > first]
    holds = (n for n, window in enumerate(windows) if hidden and hidden[0] < window[1])
    row = next(holds, 0)
    ids = list(part.tokens.framed(*windows[row]))
    for token in hidden:
        if token < windows[row][1]:
            ids[token - windows[row][0] + 1] = MASK
    return row, tuple(ids)
