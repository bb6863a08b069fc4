"""How good forecasts of yes or no have been: whether the order is right, and whether a chance means what it says."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

__all__ = ["auc", "brier", "lift", "reliability"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def auc(came: Bools, told: Floats) -> float | None:
    """The chance that one for whom it came true had the higher forecast than one for whom it did not (ties: a half).

    The area under the ROC curve, by the sum of ranks (Mann, Whitney 1947); None where all are alike.
    """
    yes, no = int(came.sum()), int((~came).sum())
    if not yes or not no:
        return None
    return float((rankdata(told)[came].sum() - yes * (yes + 1) / 2) / (yes * no))


def brier(came: Bools, told: Floats) -> float:
    """The mean of (forecast - outcome) squared: 0 is perfect (Brier 1950)."""
    return float(np.mean((told - came) ** 2))


def lift(came: Bools, told: Floats, share: float = 0.1) -> float | None:
    """How many times more often it came true for the `share` with the highest forecasts than for all."""
    if not came.any():
        return None
    top = np.argsort(-told, kind="stable")[: max(1, round(share * len(told)))]
    return float(came[top].mean() / came.mean())


def reliability(came: Bools, told: Floats, bins: int = 5) -> list[dict[str, Any]]:
    """Beside each other what was told and what came, for groups of equal size by forecast: [{"n", "told", "came"}]."""
    groups = [group for group in np.array_split(np.argsort(told, kind="stable"), bins) if len(group)]
    return [{"n": len(g), "told": float(told[g].mean()), "came": float(came[g].mean())} for g in groups]
