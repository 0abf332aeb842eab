"""Convolutions, convex combinations, concatenations and products: their spectra beside those of the parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact import numbers
from contextures.exact.arithmetic import trace
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import square
from contextures.measure.worlds.contexts import ContextWorld
from contextures.measure.worlds.mixing import MixingWorld

ALL = ("second", "third")
"""Fields of the contexts beside the first one."""


def _largest(matrix: Any) -> Any:
    return np.abs(matrix).max((-1, -2))


def zero(world: ContextWorld) -> Any:
    """0 for each instance."""
    return world.arithmetic.zeros_like(trace(world.operator_x))


def _squares(world: ContextWorld) -> list[Any]:
    """λ_1, …, λ_{N−1}."""
    found = [square(world, value) for value in world.singular_values]
    return found + [zero(world)] * (world.sizes["N"] - 1 - len(found))


@quantity("mixture")
def w(world: MixingWorld) -> Any:
    """Chosen."""
    return world.weights


@quantity("rate")
def eta(world: MixingWorld) -> Any:
    """Chosen."""
    return world.fields["rate"]


@quantity("epsilon")
def epsilon(world: MixingWorld) -> Any:
    """Chosen."""
    return world.fields["epsilon"]


# Convolution


@quantity("channel")
def convolution_defect(world: MixingWorld) -> Any:
    """E[·|x] in the joint law of X and A_2, entry by entry against the product of two matrices."""
    return _largest(world.convolution.forward - world.forward @ world.link.forward)


@quantity("channel", "channel_after")
def long_convolution_defect(world: MixingWorld) -> Any:
    """The same for X and A_3, T_3 with input law P_{A_2}."""
    after = world.stochastic("channel_after")
    whole = world.over(world.convolution.joint @ after)
    last = world.over(world.link.p_a[..., :, None] * after)
    return _largest(whole.forward - world.forward @ world.link.forward @ last.forward)


@quantity("channel")
def s_link(world: MixingWorld) -> Any:
    """Singular values of the joint law of A_1 and A_2."""
    return world.link.singular_values


@quantity("channel")
def s_convolution(world: MixingWorld) -> Any:
    """Singular values of the joint law of X and A_2."""
    return world.convolution.singular_values


def _products(world: ContextWorld, values: list[Any]) -> list[Any]:
    if not values:
        return []
    if world.exact:
        return [numbers.multiply(values[: k + 1]) for k in range(len(values))]
    return list(np.cumprod(values, axis=0))


@quantity()
def product_first(world: MixingWorld) -> Any:
    """Products of the first singular values."""
    return _products(world, world.singular_values)


@quantity("channel")
def product_link(world: MixingWorld) -> Any:
    """Products of the first singular values."""
    return _products(world, world.link.singular_values)


@quantity("channel")
def product_convolution(world: MixingWorld) -> Any:
    """Products of the first singular values."""
    return _products(world, world.convolution.singular_values)


# Convex combination


@quantity(*ALL, "mixture")
def mix_defect(world: MixingWorld) -> Any:
    """Entry by entry."""
    return _largest(world.combination.operator_x - world.mixed_operator(world.weights))


@quantity(*ALL, "mixture")
def lambda_mix(world: MixingWorld) -> Any:
    """Squared singular values of the joint law of X and (j, a)."""
    return _squares(world.combination)


def _of_context(world: MixingWorld, k: int) -> list[Any]:
    return _squares(world.contexts[k]) if k < len(world.contexts) else []


@quantity()
def lambda_1(world: MixingWorld) -> Any:
    """Squared singular values."""
    return _squares(world)


@quantity(*ALL)
def lambda_2(world: MixingWorld) -> Any:
    """Squared singular values."""
    return _of_context(world, 1)


@quantity(*ALL)
def lambda_3(world: MixingWorld) -> Any:
    """Squared singular values; none where there are two contexts."""
    return _of_context(world, 2)


@quantity(*ALL, "mixture")
def weyl(world: MixingWorld) -> Any:
    """Every pair of indices."""
    first, second = _of_context(world, 0), _of_context(world, 1)
    first, second = [*first, zero(world)], [*second, zero(world)]
    return [
        least(world, [mean(world, world.weights[:2], [first[i], second[k - i]]) for i in range(k + 1)])
        for k in range(len(first))
    ]


def mean(world: ContextWorld, weights: list[Any], values: list[Any]) -> Any:
    """Add values times weights."""
    if world.exact:
        return numbers.add([numbers.multiply([w, v]) for w, v in zip(weights, values, strict=True)])
    return sum(w * v for w, v in zip(weights, values, strict=True))


def least(world: ContextWorld, values: list[Any]) -> Any:
    """The smallest of some values."""
    return numbers.smallest(values) if world.exact else np.min(values, axis=0)


# Concatenation


@quantity(*ALL)
def s_concatenation(world: MixingWorld) -> Any:
    """Singular values of the joint law of X and (a_1, …, a_J)."""
    return world.concatenation.singular_values


@quantity(*ALL)
def s_largest(world: MixingWorld) -> Any:
    """Largest over the contexts, index by index."""
    spectra = [context.singular_values for context in world.contexts]
    return [
        world.arithmetic.largest([spectrum[k] for spectrum in spectra if k < len(spectrum)])
        for k in range(max(map(len, spectra)))
    ]


@quantity(*ALL)
def least_surplus(world: MixingWorld) -> Any:
    """Last eigenvalue of the difference of the operators TT*."""
    whole = world.concatenation.operator_x
    return [world.arithmetic.eigenvalues(whole - c.operator_x, world.p_x)[-1] for c in world.contexts]


# Product


@quantity("pair", cost=4)
def lambda_product(world: MixingWorld) -> Any:
    """Squared singular values of the joint law of ((X_1, X_2), (A_1, A_2))."""
    return [square(world, value) for value in world.pairs.singular_values]


@quantity("pair")
def lambda_pairs(world: MixingWorld) -> Any:
    """All products of λ_i and λ_k, sorted."""
    one = zero(world) + 1
    first, second = ([one, *(square(world, v) for v in c.singular_values)] for c in (world, world.second_pair))
    if world.exact:
        found = [numbers.multiply([f, g]) for f in first for g in second][1:]
        return sorted(found, key=lambda value: float(numbers.ball(value).mid()), reverse=True)
    products = np.array([f * g for f in first for g in second][1:]).reshape(-1, world.count)
    return list(np.sort(products, axis=0)[::-1])
