"""What a world computes of laws and channels: expectations, entropies, divergences and how a channel contracts them."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq
from scipy.special import rel_entr

from contextures.exact import numbers
from contextures.exact.arrays import ExactArray, exact, rationals
from contextures.exact.logarithms import combine
from contextures.measure.suprema.binary_input import enclosed_peak, find_pair, find_peak, largest_pair, peak, ratio_at
from contextures.measure.suprema.contraction import enclosed, excess, find_witness, largest_ratio
from contextures.measure.worlds.declared.entries import Array, Entries, Numbers

SHORT = 4
"""Length of an axis up to which NumPy adds its slices faster than it sums along it."""


class Information(Entries):
    """Instances whose laws and channels have expectations and informations, in nats."""

    def expectation(self, p: Numbers, values: Numbers) -> Numbers:
        """Return Σ p·values along the last axis."""
        return (p * values).sum(-1)

    def entropy(self, p: Numbers) -> Numbers:
        """Return −Σ p log p along the last axis, in nats; 0·log 0 = 0."""
        if self.exact:
            return -self._divergence(p, ExactArray(np.ones(np.shape(p), dtype=int)))
        return self._float_divergence(p, np.ones_like(p)) * -1.0

    def kl(self, p: Numbers, q: Numbers) -> Numbers:
        """Return Σ p log(p/q) along the last axis, in nats; infinite where q = 0 < p."""
        return self._divergence(p, q) if self.exact else self._float_divergence(p, q)

    def mutual_information(self, joint: Numbers) -> Numbers:
        """Return Σ p(x,y) log(p(x,y)/(p(x)p(y))) over the last two axes, in nats."""
        both = joint.sum(-1)[..., :, None] * joint.sum(-2)[..., None, :]
        if not self.exact:
            apart = np.where(both > 0, (joint - both) / np.where(both > 0, both, 1.0), 0.0)
            return (both * excess(apart)).sum((-2, -1))
        flat = (*joint.shape[:-2], joint.shape[-2] * joint.shape[-1])
        return self.kl(joint.reshape(flat), both.reshape(flat))

    @staticmethod
    def _float_divergence(p: Array, q: Array) -> Array:
        terms = rel_entr(np.maximum(p, 0.0), q)
        if terms.shape[-1] > SHORT:
            return np.asarray(terms.sum(-1))
        return np.asarray(sum(terms[..., k] for k in range(terms.shape[-1])))

    @staticmethod
    def _divergence(p: Numbers, q: Numbers) -> ExactArray:
        first, second = np.broadcast_arrays(ExactArray(p).values, ExactArray(q).values)
        found = np.empty(first.shape[:-1], dtype=object)
        for place in np.ndindex(*found.shape):
            found[place] = _sum_of_logarithms(list(zip(first[place], second[place], strict=True)))
        return ExactArray(found)

    def contraction(self, name: str, p: Numbers, channel: Numbers) -> Numbers:
        """Return η_KL(p, W) = sup KL(RW‖pW)/KL(R‖p) over R ≠ p, for p > 0 on at least two points.

        Exactly it lies between what the witness of that name proves on both sides.
        """
        if not self.exact:
            return largest_ratio(p, channel)[0]
        law, rows = rationals(ExactArray(p)), rationals(ExactArray(channel))
        return enclosed(law, rows, self.witness(name, lambda: find_witness(law, rows, self.digits)))

    def largest_contraction(self, name: str, channel: Numbers) -> Numbers:
        """Return the largest η_KL(p, W) over the laws of a binary input; exactly, a witness bounds it from below."""
        if not self.exact:
            return largest_pair(channel)[0]
        rows = rationals(ExactArray(channel))
        return ratio_at(rows, self.witness(name, lambda: find_pair(rows, self.digits)))

    def largest_chi_square_contraction(self, name: str, channel: Numbers) -> Numbers:
        """Return the largest s_1² over the laws of a binary input, max_p Σ p(1−p)(W_0−W_1)²/((1−p)W_0+pW_1)."""
        if not self.exact:
            return peak(channel)
        rows = rationals(ExactArray(channel))
        return enclosed_peak(rows, self.witness(name, lambda: find_peak(rows, self.digits)))


def _sum_of_logarithms(pairs: list[tuple[Any, Any]]) -> Any:
    """Σ p log(p/q), 0 where p = 0, ∞ where q = 0 < p."""
    kept = [(p, q) for p, q in pairs if not (isinstance(p, fmpq) and p == 0)]
    if any(isinstance(q, fmpq) and q == 0 for _, q in kept):
        return arb.pos_inf()
    if all(isinstance(p, fmpq) and isinstance(q, fmpq) for p, q in kept):
        return combine((p, numbers.log(p / q)) for p, q in kept)
    terms = [(p, numbers.negative(numbers.log(q))) for p, q in kept]
    return numbers.add(
        [numbers.multiply([p, numbers.add([numbers.log(p), minus])]) for p, minus in terms] or [exact(0)]
    )
