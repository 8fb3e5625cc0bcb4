"""Token batches of nearly equal length, in an order that a seed and an epoch decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.corpus import Rows

RowNumbers = npt.NDArray[np.intp]

# Rows sorted by length within such a pool: little padding, still well mixed.
_POOL_BATCHES = 12


@dataclass(frozen=True, eq=False)
class Encoded:
    """Rows as token ids."""

    ids: tuple[tuple[int, ...], ...]
    targets: Tensor


def encode(tokenizer: Tokenizer, rows: Rows, *, max_tokens: int) -> Encoded:
    """Token ids of every text, cut at `max_tokens`."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    found = tokenizer.encode_batch(list(rows.texts))
    return Encoded(tuple(tuple(each.ids) for each in found), torch.from_numpy(rows.targets))


def pad(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids and attention mask, both of shape (n, longest up to a multiple of 8), int64."""
    # Few different lengths: every new one costs the time to compile its kernels.
    longest = -(-max(len(each) for each in ids) // 8) * 8
    padded = torch.zeros(len(ids), longest, dtype=torch.int64)
    mask = torch.zeros_like(padded)
    for row, each in enumerate(ids):
        padded[row, : len(each)] = torch.tensor(each)
        mask[row, : len(each)] = 1
    return padded, mask


def order(encoded: Encoded, *, size: int, seed: int, epoch: int) -> list[npt.NDArray[np.intp]]:
    """Row numbers of each batch of one epoch."""
    rng = np.random.default_rng([seed, epoch])
    shuffled = rng.permutation(len(encoded.ids))
    lengths = np.array([len(each) for each in encoded.ids])
    batches: list[npt.NDArray[np.intp]] = []
    for start in range(0, len(shuffled), size * _POOL_BATCHES):
        pool = shuffled[start : start + size * _POOL_BATCHES]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        batches.extend(pool[at : at + size] for at in range(0, len(pool), size))
    return [batches[index] for index in rng.permutation(len(batches))]


def by_length(encoded: Encoded, *, size: int) -> Iterator[npt.NDArray[np.intp]]:
    """Row numbers in batches, shortest first: for evaluation."""
    rows = np.argsort([len(each) for each in encoded.ids], kind="stable")
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def has_bf16() -> bool:
    """Whether this processor multiplies bfloat16 natively."""
    return bool(torch.cpu.get_capabilities().get("avx512_bf16", False))
