"""Thompson sampling over a Bayesian linear model of the named features.

Weights are normal; an answer is normal around features times weights (Bishop 2006, section 3.3;
sampling as in Agrawal & Goyal 2013). Worked out anew from the answers each time: nothing about a
person is kept but what they said themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from app.guidance.features import AGAIN, AT, IN_GENERAL, MOOD, NAMES, Matrix

NOISE: Final = 0.45
PRIOR_SPREAD: Final = 0.3


def prior_means() -> Matrix:
    """Return the weights before anything was answered, shape (features,)."""
    means = np.zeros(len(NAMES))
    means[AT[AGAIN]] = 0.7
    return means


def prior_spreads() -> Matrix:
    """Return how far each weight may lie from there, one standard deviation."""
    spreads = np.full(len(NAMES), PRIOR_SPREAD)
    spreads[AT[IN_GENERAL]] = 0.5
    # what a prompt was made for is a rule of `fit`; answers shift it a little
    spreads[AT[MOOD]] = 0.15
    return spreads


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What is believed: ``means`` (features,), ``covariance`` (features, features)."""

    means: npt.NDArray[np.float64]
    covariance: npt.NDArray[np.float64]
    answers: int

    @property
    def spreads(self) -> Matrix:
        """One standard deviation of each weight."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    def sample(self, seed: int, adventure: float) -> Matrix:
        """Return weights that may be the true ones; the same for the same seed.

        Parameters
        ----------
        adventure : float
            How far from the means: 0 gives the means, 1 is Thompson's.
        """
        chance = np.random.default_rng(seed).standard_normal(len(self.means))
        root = np.linalg.cholesky(self.covariance)
        return np.asarray(self.means + adventure * (root @ chance))


def learn(rows: Matrix, rewards: Matrix) -> Weights:
    """Return what answers say.

    Parameters
    ----------
    rows : ndarray, shape (answers, features), float64
    rewards : ndarray, shape (answers,), float64, -1 to 1
    """
    prior = Weights(prior_means(), np.diag(prior_spreads() ** 2), len(rows))
    if len(rows) == 0:
        return prior
    precision = np.diag(prior_spreads() ** -2) + rows.T @ rows / NOISE
    covariance = np.linalg.inv(precision)
    missed = rewards - rows @ prior.means
    means = prior.means + covariance @ (rows.T @ missed) / NOISE
    # even to the last bit, so that a root can be taken
    return replace(prior, means=means, covariance=(covariance + covariance.T) / 2)
