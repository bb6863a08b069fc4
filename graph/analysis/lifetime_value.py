"""Lifetime value: how many purchases a customer has still in store (BG/NBD), and of which worth (Gamma-Gamma).

Both models are fitted by maximum likelihood over the whole customer base, then tell of each customer what its own
history says. Times are in one unit of the caller's choice (weeks, in Guanxi), and so are rates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import e

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize
from scipy.special import betaln, digamma, gammaln, hyp2f1

from guanxi.errors import GuanxiError

__all__ = ["BgNbd", "GammaGamma", "discounted_purchases", "fit_bg_nbd", "fit_gamma_gamma"]

Array = NDArray[np.float64]
_Objective = Callable[[Array], tuple[float, Array]]

FEWEST_CUSTOMERS = 30
"""Below this many customers with a repeated purchase, four parameters mean nothing."""

_SMALL, _LARGE = 1e-7, 1e7
_ALIKE = 1e4
"""The greatest shape r: from here on all customers buy at one rate."""


@dataclass(frozen=True)
class BgNbd:
    r"""The beta-geometric/negative binomial model of repeated purchases.

    A customer buys at a rate that is gamma-distributed over customers (shape `r`, rate `alpha`, per unit of time) and
    leaves after a purchase with a chance that is beta-distributed (`a`, `b`).

    References
    ----------
    Fader, Hardie, Lee: "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005, equations 6 to 10.
    """

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, frequency: Array, recency: Array, age: Array) -> Array:
        """The chance that each customer has not left, 0 to 1.

        Parameters
        ----------
        frequency
            Repeated purchases: those after the first.
        recency
            Time from the first to the last purchase, 0 where there was only one.
        age
            Time from the first purchase to now.

        Notes
        -----
        In this model nobody leaves before a repeated purchase: with one purchase only, the chance is 1.
        """
        return 1.0 / (1.0 + self._gone_odds(frequency, recency, age))

    def purchases(self, frequency: Array, recency: Array, age: Array, ahead: float | Array) -> Array:
        """How many purchases to expect of each customer within the time `ahead` from now, not below 0.

        The conditional expectation, equation 10; arguments as in `alive`.
        """
        x, later = np.asarray(frequency, dtype=np.float64), np.asarray(ahead, dtype=np.float64)
        whole = self.alpha + age + later
        series = hyp2f1(self.r + x, self.b + x, self.a + self.b + x - 1, later / whole)
        kept = np.exp((self.r + x) * np.log((self.alpha + age) / whole)) * series
        expected = (self.a + self.b + x - 1) / (self.a - 1) * (1 - kept)
        return np.asarray(np.maximum(expected * self.alive(frequency, recency, age), 0.0))

    def buys(self, frequency: Array, recency: Array, age: Array, ahead: float | Array) -> Array:
        """The chance that each customer buys at all within the time `ahead` from now, 0 to 1; arguments as in `alive`.

        Who is there buys at a rate that is, after what was seen, gamma-distributed with shape r + x and rate alpha + T:

            P(alive) * (1 - ((alpha + T) / (alpha + T + ahead)) ^ (r + x))
        """
        x, later = np.asarray(frequency, dtype=np.float64), np.asarray(ahead, dtype=np.float64)
        none = ((self.alpha + age) / (self.alpha + age + later)) ** (self.r + x)
        return np.asarray(self.alive(frequency, recency, age) * (1.0 - none))

    def _gone_odds(self, frequency: Array, recency: Array, age: Array) -> Array:
        x = np.asarray(frequency, dtype=np.float64)
        grown = (self.r + x) * np.log((self.alpha + age) / (self.alpha + recency))
        again = np.maximum(x, 1.0)
        odds: Array = np.where(x > 0, np.exp(np.log(self.a) - np.log(self.b + again - 1) + grown), 0.0)
        return odds


@dataclass(frozen=True)
class GammaGamma:
    """The Gamma-Gamma model of how much a purchase brings; worth and number of purchases are independent.

    References
    ----------
    Fader, Hardie: The Gamma-Gamma Model of Monetary Value, 2013, equations 1a and 5.
    """

    p: float
    q: float
    v: float

    def mean_worth(self, frequency: Array, mean: Array) -> Array:
        """What a purchase of each customer brings: its own `mean` over `frequency` purchases, drawn to everybody's."""
        x = np.asarray(frequency, dtype=np.float64)
        own = np.where(x > 0, mean, 0.0)
        return np.asarray(self.p * (self.v + x * own) / (self.p * x + self.q - 1))


def fit_bg_nbd(frequency: Array, recency: Array, age: Array) -> BgNbd:
    """The parameters under which these histories are likeliest; arguments as in `BgNbd.alive`.

    Raises GuanxiError where too few customers came back.

    Notes
    -----
    Equal histories are counted once, so the cost of each of some 50 evaluations is that of the distinct ones. Where
    customers are so much alike that the likelihood grows with parameters without end, these stay within bounds beyond
    which no expectation changes by a thousandth.
    """
    _enough(np.asarray(frequency))
    x, t_x, t, weights = _distinct(frequency, recency, age)
    scale = float(t.max())
    bounds = [(_SMALL, _ALIKE), (_SMALL, _LARGE), (_SMALL, _LARGE), (_SMALL, _LARGE)]
    r, alpha, a, b = _fitted(lambda logs: _bg_nbd_loss(logs, x, t_x / scale, t / scale, weights), [1.0] * 4, bounds)
    return BgNbd(float(r), float(alpha) * scale, float(a), float(b))


def fit_gamma_gamma(frequency: Array, mean: Array) -> GammaGamma:
    """The parameters under which these mean worths of `frequency` repeated purchases are likeliest.

    Customers without repeated purchases, or whose purchases brought nothing, are left out.
    Raises GuanxiError where too few are left.
    """
    used = (np.asarray(frequency) > 0) & (np.asarray(mean) > 0)
    _enough(np.asarray(frequency)[used])
    x, m, weights = _distinct(np.asarray(frequency)[used], np.asarray(mean)[used])
    scale = float(np.average(m, weights=weights))
    p, q, v = _fitted(lambda logs: _gamma_gamma_loss(logs, x, m / scale, weights), [e] * 3, [(_SMALL, _LARGE)] * 3)
    if q <= 1:
        raise GuanxiError(
            "What orders are worth differs too much between customers for a mean to be expected.",
            "Are their amounts right, and in the right currency?",
        )
    return GammaGamma(float(p), float(q), float(v) * scale)


def discounted_purchases(
    model: BgNbd, frequency: Array, recency: Array, age: Array, *, ahead: int, discount: float, step: float = 1.0
) -> Array:
    """Purchases expected in the next `ahead` steps of time, each of `step` units; one in the n-th step counts
    `(1 + discount) ** -n`."""
    total = np.zeros(np.shape(frequency))
    before = np.zeros(np.shape(frequency))
    for number in range(1, ahead + 1):
        until = model.purchases(frequency, recency, age, number * step)
        total += (until - before) / (1.0 + discount) ** number
        before = until
    return total


def _enough(frequency: Array) -> None:
    came_back = int((frequency > 0).sum())
    if came_back < FEWEST_CUSTOMERS:
        raise GuanxiError(
            f"Only {came_back} customers bought more than once: lifetime value needs {FEWEST_CUSTOMERS}.",
            "Load more purchases, or a longer time of them.",
        )


def _distinct(*columns: Array) -> tuple[Array, ...]:
    rows, counts = np.unique(np.column_stack(columns).astype(np.float64), axis=0, return_counts=True)
    return (*rows.T, counts.astype(np.float64))


def _fitted(objective: _Objective, start: list[float], bounds: list[tuple[float, float]]) -> Array:
    """The parameters at the smallest loss, whose logarithms `objective` takes; each within its bounds."""
    found = minimize(
        objective,
        np.log(start),
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(*np.log(bounds).T),
        options={"maxiter": 500, "ftol": 1e-14, "gtol": 1e-9},
    )
    if not np.isfinite(found.fun):
        raise GuanxiError("Lifetime value cannot be fitted to these purchases.", "Are their dates and amounts right?")
    return np.asarray(np.exp(found.x))


def _bg_nbd_loss(logs: Array, x: Array, t_x: Array, t: Array, weights: Array) -> tuple[float, Array]:
    """The mean negative log-likelihood (equation 6) and its gradient, by the logarithms of r, alpha, a and b."""
    r, alpha, a, b = np.exp(logs)
    again = np.maximum(x, 1.0)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    stayed = -(r + x) * np.log(alpha + t)
    left = np.where(x > 0, np.log(a) - np.log(b + again - 1) - (r + x) * np.log(alpha + t_x), -np.inf)
    either = np.logaddexp(stayed, left)
    gone = np.exp(left - either)
    there = 1.0 - gone
    by_r = digamma(r + x) - digamma(r) + np.log(alpha) - there * np.log(alpha + t) - gone * np.log(alpha + t_x)
    by_alpha = r / alpha - (r + x) * (there / (alpha + t) + gone / (alpha + t_x))
    by_a = digamma(a + b) - digamma(a + b + x) + gone / a
    by_b = digamma(a + b) - digamma(a + b + x) + digamma(b + x) - digamma(b) - gone / (b + again - 1)
    total = weights.sum()
    slope = np.array([weights @ by for by in (by_r, by_alpha, by_a, by_b)]) * np.array([r, alpha, a, b])
    return float(-(weights @ (common + either)) / total), -slope / total


def _gamma_gamma_loss(logs: Array, x: Array, m: Array, weights: Array) -> tuple[float, Array]:
    """The mean negative log-likelihood (equation 1a) and its gradient, by the logarithms of p, q and v."""
    p, q, v = np.exp(logs)
    joint = np.log(v + x * m)
    likelihood = (
        gammaln(p * x + q)
        - gammaln(p * x)
        - gammaln(q)
        + q * np.log(v)
        + (p * x - 1) * np.log(m)
        + p * x * np.log(x)
        - (p * x + q) * joint
    )
    by_p = x * (digamma(p * x + q) - digamma(p * x) + np.log(m) + np.log(x) - joint)
    by_q = digamma(p * x + q) - digamma(q) + np.log(v) - joint
    by_v = q / v - (p * x + q) / (v + x * m)
    total = weights.sum()
    slope = np.array([weights @ by for by in (by_p, by_q, by_v)]) * np.array([p, q, v])
    return float(-(weights @ likelihood) / total), -slope / total
