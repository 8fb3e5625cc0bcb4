"""The label head once more, alone, over the finished encoder.

At the encoder's learning rate the head hardly moves far enough for the rare labels: after three
epochs of all weights this raised macro F1 on the dev split from .509 to .526.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from inference.network import EmotionNetwork
from inference.training import batches

EPOCHS: Final = 6
BATCH_ROWS: Final = 128
LEARNING_RATE: Final = 3e-3
WEIGHT_DECAY: Final = 0.01
DROPOUT: Final = 0.1


def fit_label_head(network: EmotionNetwork, train: batches.Encoded, *, seed: int) -> None:
    """Train the label head on the pooled vectors of the training rows, from where it stands."""
    torch.manual_seed(seed)
    vectors = _pooled(network, train)
    head = network.labels
    optimizer = torch.optim.AdamW(head.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * -(-len(vectors) // BATCH_ROWS)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(vectors)), BATCH_ROWS):
            optimizer.zero_grad(set_to_none=True)
            logits = head(nn.functional.dropout(vectors[rows], DROPOUT))
            torch.autograd.backward(
                nn.functional.binary_cross_entropy_with_logits(logits, train.targets[rows])
            )
            optimizer.step()
            schedule.step()


def _pooled(network: EmotionNetwork, encoded: batches.Encoded) -> Tensor:
    """The vector under the heads of every row, float32, shape (n, 384)."""
    network.eval()
    vectors = torch.zeros(len(encoded.ids), network.labels.in_features)
    with torch.no_grad():
        for rows in batches.by_length(encoded, size=64):
            ids, mask = batches.pad([encoded.ids[row] for row in rows])
            with torch.autocast("cpu", torch.bfloat16, enabled=batches.has_bf16()):
                vectors[rows] = network.pooled(ids, mask).float()
    return vectors
