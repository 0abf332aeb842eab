"""The trace gap of one sample's kernel-PCA encoder, enclosed: spectral projections of a rational matrix in balls."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import exact_array, roots, trace
from contextures.exact.numbers import Exact, NotCertifiable, ball
from contextures.measure.worlds.bounds import SampledWorld

Array = NDArray[Any]


def gap_of_sample(world: SampledWorld, counts: NDArray[np.int64]) -> Exact:
    """Return τ² of the top-d eigenfunctions of Γ̄Γ*, P_A known, for inputs that occur ``counts`` times.

    Raises
    ------
    NotCertifiable
        Where the d-th eigenvalue is repeated, so that the encoder is not determined, or d > 2.
    """
    context, d = world.context, world.d
    size = int(counts.sum())
    shares = np.array([fmpq(int(k), size) for k in counts], dtype=object)
    moment = context.forward.T @ (shares[:, None] * context.forward) / context.p_a[:, None]
    if d > 2:
        raise NotCertifiable("Ritz values of more than two functions are not enclosed")
    if d >= len(context.p_a):
        projection = exact_array(np.eye(len(context.p_a), dtype=np.int64))
    else:
        projection = _top_projection(moment, d)
    compressed = projection @ world.operator_a
    reached = trace(compressed)
    minus = fmpq(-1)
    gaps = [numbers.add([world.partial_sum(d + 1), numbers.multiply([minus, reached])])]
    if d == 2:
        squares = trace(compressed @ compressed)
        spread = ball(2 * squares - reached * reached).max(arb(0)).sqrt()
        top = (ball(reached) + spread) / 2
        gaps.append(numbers.add([world.partial_sum(2), numbers.multiply([minus, top])]))
    return numbers.smallest(gaps)


def _top_projection(moment: Array, d: int) -> Array:
    """Return the projection on the eigenspaces of the d largest eigenvalues, by Lagrange's formula."""
    values = sorted(roots(moment), key=lambda pair: float(ball(pair[0]).mid()), reverse=True)
    counted = np.cumsum([count for _, count in values])
    if d not in counted:
        raise NotCertifiable("the d-th eigenvalue of the sample is repeated")
    kept = int(np.searchsorted(counted, d)) + 1
    identity = exact_array(np.eye(len(moment), dtype=np.int64))
    projection = 0 * identity
    for value, _ in values[:kept]:
        factor = identity
        for other, _ in values:
            if other is value:
                continue
            distance = ball(value) - ball(other)
            if distance.contains(0):
                raise NotCertifiable("two eigenvalues of the sample cannot be told apart")
            factor = factor @ (moment - other * identity) / distance
        projection = projection + factor
    return np.asarray(projection)
