"""Chapter 5.2 on samples: every sample of a small space, as counts, and the empirical spectrum on it.

Where there are too many samples, a quantity has no value and nothing is claimed.
"""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.enumeration import count_probabilities, count_vectors, exact_quantile, quantile
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.stkr import KernelWorld

Array = NDArray[Any]

MATRICES, NUMBERS, EXACT = 2_500, 30_000, 1_500
"""Most samples on which matrices, or numbers only, are computed in floats; and most of an exact instance."""


def number_of_samples(cells: int, total: int) -> int:
    """Return in how many ways a sample of a size may fall into cells."""
    return comb(total + cells - 1, cells - 1)


def quantile_of(values: Array, weights: Array, level: Any) -> Any:
    """Return the least q with P(value ≤ q) ≥ level, for each instance."""
    if values.dtype == object:
        return exact_quantile(list(values), list(weights), level)
    return quantile(values, weights, np.asarray(level))[0]


def too_many(world: KernelWorld, samples: int, most: int) -> bool:
    """Tell whether there are more samples than are enumerated.

    Raises
    ------
    NotCertifiable
        Where there are too many for an exact instance.
    """
    if world.exact and samples > min(most, EXACT):
        raise NotCertifiable("too many samples to enumerate exactly")
    return samples > most


def no_value(world: KernelWorld) -> Array:
    """Return the value of what has none."""
    return np.full(world.count, np.nan)


def signed(world: KernelWorld, noisy: int) -> tuple[Array, Array, Array]:
    """Return counts (S, X), the excess of +σ over −σ (S, X) and probabilities (…, S); noise ±σ at the first points."""
    points, n = world.law.shape[-1], world.chosen["n"]
    table = count_vectors(points + noisy, n)
    half = world.law[..., :noisy] / 2
    law = np.concatenate([half, world.law[..., noisy:], half], axis=-1)
    whole, excess = table[:, :points].copy(), np.zeros((len(table), points), dtype=np.int64)
    excess[:, :noisy] = table[:, :noisy] - table[:, points:]
    whole[:, :noisy] += table[:, points:]
    return whole, excess, count_probabilities(law, n)


def empirical_tops(world: KernelWorld, table: Array, size: int) -> Array:
    """Return λ̂_1 of each sample: (B, S) in floats, (S,) exactly."""
    if world.exact:
        found = []
        for row in table.tolist():
            share = np.array([fmpq(c, size) for c in row], dtype=object)
            kept = [x for x, c in enumerate(row) if c]
            block = (world.kernel * share[None, :])[np.ix_(kept, kept)]
            found.append(world.arithmetic.eigenvalues(block, share)[0])
        return np.array(found, dtype=object)
    root = np.sqrt(table / size)
    form = root[:, :, None] * world.kernel[:, None] * root[:, None, :]
    return np.linalg.eigvalsh(form)[..., -1]


def below_one(eta: fmpq, top: Any) -> bool:
    """Tell whether ηλ̂_1 < 1, exactly."""
    product = eta * top
    if numbers.certainly_less(product, fmpq(1)):
        return True
    if numbers.certainly_at_most(fmpq(1), product):
        return False
    raise NotCertifiable("ηλ̂_1 cannot be told from 1")


def laplacian_defined(world: KernelWorld) -> None:
    """Raise UndefinedError unless ηλ_1 < 1."""
    if not below_one(world.fields["eta"], world.eigenvalues[0]):
        raise UndefinedError("ηλ_1 is not below 1")


@quantity("base", "scale", "delta", cost=20)
def empirical_top(world: KernelWorld) -> Any:
    """λ̂_1 on every sample of N points, and its (1−δ)-quantile."""
    points, size = world.law.shape[-1], world.sizes["N"]
    if too_many(world, number_of_samples(points, size), MATRICES):
        return no_value(world)
    tops = empirical_tops(world, count_vectors(points, size), size)
    return quantile_of(tops, count_probabilities(world.law, size), 1 - world.fields["delta"])


@quantity("base", "scale", "eta", cost=20)
def ill_posed(world: KernelWorld) -> Any:
    """Probability of the samples of N points with ηλ̂_1 ≥ 1."""
    points, size = world.law.shape[-1], world.sizes["N"]
    if too_many(world, number_of_samples(points, size), MATRICES):
        return no_value(world)
    tops = empirical_tops(world, count_vectors(points, size), size)
    weights = count_probabilities(world.law, size)
    if world.exact:
        failing = [w for top, w in zip(tops, weights, strict=True) if not below_one(world.fields["eta"], top)]
        return sum(failing, fmpq(0))
    return (weights * (np.asarray(world.fields["eta"])[:, None] * tops >= 1.0 - 1e-12)).sum(1)
