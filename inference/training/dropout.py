"""Dropout whose masks are cut from one pool: drawing fresh ones took a quarter of the training."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

_POOL: Final = 1 << 23


class PooledDropout(nn.Module):
    """Dropout with masks from random places of a fixed random pool.

    Parameters
    ----------
    p : float
        Share of the values set to zero; the others are scaled by 1/(1-p).
    """

    def __init__(self, p: float, pool: Tensor) -> None:
        super().__init__()
        self.p = p
        self._pool = pool

    def forward(self, values: Tensor) -> Tensor:
        """Values with some at zero while training, as they are otherwise."""
        size = values.numel()
        if not self.training or size >= len(self._pool):
            return nn.functional.dropout(values, self.p, self.training)
        start = int(torch.randint(len(self._pool) - size, ()))
        return values * self._pool[start : start + size].view_as(values).to(values.dtype)


def use_pooled_dropout(module: nn.Module) -> None:
    """Put pooled dropout in the place of every `torch.nn.Dropout` inside a module."""
    rates = {each.p for each in module.modules() if isinstance(each, nn.Dropout)}
    pools = {p: (torch.rand(_POOL) >= p).to(torch.bfloat16) / (1 - p) for p in rates}
    for parent in list(module.modules()):
        for name, child in parent.named_children():
            if isinstance(child, nn.Dropout):
                setattr(parent, name, PooledDropout(child.p, pools[child.p]))
