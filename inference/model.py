"""Reading a text: sentences to the engine, probabilities to a `Reading`, words to `Evidence`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from inference.engine import Engine, EngineName, Floats, load_engine
from inference.language import is_mostly_latin, language_of, read_table
from inference.results import Evidence, Label, Language, PartReading, Reading, StoppedError, Weight
from inference.sentences import Slice, sentences, words
from inference.settings import ModelSettings, read_settings
from inference.taxonomy import EKMAN, LABELS
from inference.tokens import Tokens, WordPieces, packed

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]

MOST_ROWS: Final = 16
_MOST_TOKENS: Final = 1_024
_AT_ONCE: Final = 256
_MOST_WORDS_ASKED: Final = 240

# Words that carry grammar, not feeling; hiding each of them too would double the wait.
_GRAMMAR: Final = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those it its there here of to in on at by for with from into"
        " onto over under about as than then and or if is are was were be been being am do does"
        " did have has had will would can could shall should may might must i me my mine myself"
        " we us our you your he him his she her they them their who which what when where while",
    )
)


def _never() -> bool:
    return False


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """What the network says of n texts.

    Attributes
    ----------
    probabilities : ndarray, shape (n, 28), float32
    vad : ndarray, shape (n, 3), float32, -1 to 1; zeros where the model did not learn them
    """

    probabilities: Floats
    vad: Floats


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

    def scores(self, texts: Sequence[str], *, progress: Progress | None = None) -> Scores:
        """What the network says of whole texts, whatever their language: for evaluation.

        Parameters
        ----------
        progress : callable, optional
            Told the texts read so far and in all.
        """
        done = [Scores(np.zeros((0, len(LABELS)), np.float32), np.zeros((0, 3), np.float32))]
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            windows = [self._pieces.encode(text, [(0, len(text))])[0].windows() for text in some]
            done.append(self._averaged(windows, _never))
            if progress is not None:
                progress(start + len(some), len(texts))
        return Scores(
            np.concatenate([each.probabilities for each in done]),
            np.concatenate([each.vad for each in done]),
        )

    def estimate(
        self,
        text: str,
        *,
        by_sentence: bool = True,
        should_stop: Stop = _never,
        progress: Progress | None = None,
    ) -> Reading:
        """Read a text as a whole, up to 126 tokens at a time, and each sentence by itself.

        Parameters
        ----------
        by_sentence : bool
            Without it ``parts`` stays empty, and the answer comes in half the time.
        should_stop : callable
            Asked between batches.
        progress : callable, optional
            Told the sequences read so far and in all.

        Raises
        ------
        StoppedError
            If `should_stop` said so.
        """
        began = time.perf_counter()
        language, spans, tokens = self._read(text)
        windows = packed(tokens)
        if not windows:
            return self._nothing(language, began)
        asked = [windows]
        if by_sentence and (len(tokens) > 1 or len(windows) > 1):
            asked += [each.windows() for each in tokens]
        found = self._averaged(asked, should_stop, progress)
        parts = tuple(
            self._part(span, found.probabilities[row], found.vad[row])
            for row, span in enumerate(spans if by_sentence else (), min(1, len(asked) - 1))
        )
        page = self._part((0, len(text)), found.probabilities[0], found.vad[0])
        return self._reading(language, page, parts, len(windows) > 1, began)

    def evidence(self, text: str, label: str, *, should_stop: Stop = _never) -> Evidence:
        """Which words the label came from: each is masked in turn (occlusion).

        A word's weight is by how much the label's probability for the whole text falls without
        it. Words of grammar are not asked unless there are no others; of a long text only the
        windows that carry the label most, up to 240 words.

        Raises
        ------
        ValueError
            If there is no such label.
        StoppedError
            If `should_stop` said so, asked between batches of at most 16.
        """
        began = time.perf_counter()
        if label not in LABELS:
            raise ValueError(f"There is no label called {label}.")
        place = LABELS.index(label)
        _, spans, tokens = self._read(text)
        windows = packed(tokens)
        told = self._run([each.framed for each in windows], should_stop).probabilities[:, place]
        total = sum(len(each.ids) for each in windows)
        asked, is_partial = _most_telling(windows, told, _telling_words(text, spans))
        hidden = [windows[row].masked(*word) for row, word in asked]
        without = self._run(hidden, should_stop).probabilities[:, place]
        weights = [
            Weight(*word, float(told[row] - p) * len(windows[row].ids) / total)
            for (row, word), p in zip(asked, without, strict=True)
        ]
        weights.sort(key=lambda weight: weight.start)
        return Evidence(label, tuple(weights), is_partial, _since(began))

    def _read(self, text: str) -> tuple[Language, list[Slice], list[Tokens]]:
        """The language, and the sentences that can be read with their tokens."""
        language = language_of(text, self._languages)
        if language != "en":
            return language, [], []
        spans = [span for span in sentences(text) if is_mostly_latin(text[slice(*span)])]
        return language, spans, self._pieces.encode(text, spans)

    def _averaged(
        self,
        groups: Sequence[Sequence[Tokens]],
        should_stop: Stop,
        progress: Progress | None = None,
    ) -> Scores:
        """Scores of each group of windows: their mean, each weighing as many tokens as it has."""
        windows = [window for group in groups for window in group]
        found = self._run([each.framed for each in windows], should_stop, progress)
        share = np.array([max(1, len(each.ids)) for each in windows], np.float32)[:, None]
        starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        total = np.add.reduceat(share, starts)
        return Scores(
            (np.add.reduceat(found.probabilities * share, starts) / total).astype(np.float32),
            (np.add.reduceat(found.vad * share, starts) / total).astype(np.float32),
        )

    def _run(
        self,
        ids: Sequence[Sequence[int]],
        should_stop: Stop,
        progress: Progress | None = None,
    ) -> Scores:
        """Run in bounded batches of like lengths; the answer is in the order given."""
        probabilities = np.zeros((len(ids), len(LABELS)), np.float32)
        vad = np.zeros((len(ids), 3), np.float32)
        done = 0
        for rows in _batches(ids):
            if should_stop():
                raise StoppedError
            found = self._engine.run([ids[row] for row in rows])
            probabilities[rows] = 1 / (1 + np.exp(-found.logits))
            vad[rows] = self._on_axes(found.vad)
            done += len(rows)
            if progress is not None:
                progress(done, len(ids))
        return Scores(probabilities, vad)

    def _on_axes(self, standardised: Floats) -> Floats:
        """EmoBank's 1 to 5 from the network's output, then -1 to 1 as the check-in has it."""
        if not self.settings.has_vad:
            return np.zeros_like(standardised)
        rating = standardised * np.array(self.settings.vad_spread, np.float32) + np.array(
            self.settings.vad_mean, np.float32
        )
        return np.clip((rating - 3) / 2, -1, 1)

    def _part(self, span: Slice, probabilities: Floats, vad: Floats) -> PartReading:
        labels = _labels(probabilities)
        is_unsure = labels[0].p < self.settings.unsure_below
        valence, arousal, dominance = vad.tolist() if self.settings.has_vad else [None] * 3
        return PartReading(*span, labels, valence, arousal, dominance, is_unsure)

    def _reading(
        self,
        language: Language,
        page: PartReading,
        parts: tuple[PartReading, ...],
        is_windowed: bool,
        began: float,
    ) -> Reading:
        return Reading(
            language=language,
            parts=parts,
            labels=page.labels,
            ekman=_ekman(page.labels),
            valence=page.valence,
            arousal=page.arousal,
            dominance=page.dominance,
            is_unsure=page.is_unsure,
            is_windowed=is_windowed,
            model=self.settings.model,
            version=self.settings.version,
            engine=self.engine,
            ms=_since(began),
        )

    def _nothing(self, language: Language, began: float) -> Reading:
        nothing = PartReading(0, 0, (), None, None, None, is_unsure=True)
        return self._reading(language, nothing, (), False, began)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1_000, 3)


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Row numbers in batches of at most 16 rows and 1,024 padded tokens, shortest first.

    A batch ends where padding its first row would cost more than half of its length.
    """
    batch: list[int] = []
    for row in sorted(range(len(ids)), key=lambda row: len(ids[row])):
        length = len(ids[row])
        is_full = len(batch) == MOST_ROWS or (len(batch) + 1) * length > _MOST_TOKENS
        if batch and (is_full or length > 1.5 * len(ids[batch[0]]) + 4):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _labels(probabilities: Floats) -> tuple[Label, ...]:
    order = np.argsort(-probabilities, kind="stable")
    return tuple(Label(LABELS[index], float(probabilities[index])) for index in order)


def _ekman(labels: Sequence[Label]) -> tuple[Label, ...]:
    if not labels:
        return ()
    p = {label.name: label.p for label in labels}
    found = [Label(name, max(p[each] for each in group)) for name, group in EKMAN.items()]
    return tuple(sorted(found, key=lambda label: -label.p))


def _telling_words(text: str, spans: Sequence[Slice]) -> list[Slice]:
    every = [word for span in spans for word in words(text, *span)]
    telling = [word for word in every if text[slice(*word)].casefold() not in _GRAMMAR]
    return telling or every


def _most_telling(
    windows: Sequence[Tokens], told: Floats, telling: Sequence[Slice]
) -> tuple[list[tuple[int, Slice]], bool]:
    """Words to ask with the window of each, likeliest window first, and whether some are left.

    A word in the overlap of two windows is asked in the likelier one.
    """
    asked: list[tuple[int, Slice]] = []
    left = list(telling)
    for row in np.argsort(-told, kind="stable").tolist():
        start, end = windows[row].spans[0][0], windows[row].spans[-1][1]
        here = [word for word in left if start <= word[0] < end]
        if asked and len(asked) + len(here) > _MOST_WORDS_ASKED:
            return asked, True
        asked.extend((row, word) for word in here)
        left = [word for word in left if not start <= word[0] < end]
    return asked, bool(left)
