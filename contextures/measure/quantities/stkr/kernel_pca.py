"""Chapter 5.2: kernel principal components of unlabelled samples, and what they leave of the task."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import Rationals, exact_array, null_space, roots, transpose
from contextures.exact.enumeration import count_probabilities, count_vectors
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.stkr.samples import MATRICES, no_value, number_of_samples, quantile_of, too_many
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld

Array = NDArray[Any]


def _feature_forms(world: KernelWorld, shares: Array) -> Array:
    """Return Σ q_x F(x)F(x)ᵀ for laws q (…, X) on the inputs."""
    return np.asarray((transpose(world.features) * shares[..., None, :]) @ world.features)


def _top_directions(world: KernelWorld, form: Array) -> Array:
    """Return the top-d eigenvectors of empirical covariances (…, R, R), as columns (…, R, d).

    Exactly, only where they are rational up to their length; they are then orthogonal, not normed.
    """
    d = world.chosen["d"]
    if not world.exact:
        values, vectors = np.linalg.eigh(form)
        size = form.shape[-1]
        if d > size:
            return np.full((*form.shape[:-1], d), np.nan)
        unclear = values[..., -d] <= 1e-9 * np.maximum(values[..., -1], 1e-300)
        if d < size:
            unclear |= values[..., -d] - values[..., -d - 1] <= 1e-9 * values[..., -1]
        return np.where(unclear[..., None, None], np.nan, vectors[..., ::-1][..., :d])
    size = len(form)
    pairs = sorted(roots(form), key=lambda pair: float(pair[0]), reverse=True)
    columns: list[Array] = []
    for value, multiplicity in pairs:
        if len(columns) == d:
            break
        if not isinstance(value, fmpq):
            raise NotCertifiable("the eigenfunctions are irrational")
        if value == 0 or len(columns) + multiplicity > d:
            raise UndefinedError("the top d eigenfunctions are not unique")
        space = null_space(form - value * exact_array(np.eye(size, dtype=np.int64)))
        for vector in transpose(space):
            for other in columns:
                vector = vector - other * ((vector * other).sum() / (other * other).sum())
            columns.append(vector)
    if len(columns) < d:
        raise UndefinedError("there are no d eigenfunctions")
    return np.stack(columns, axis=1)


def unlabelled_directions(world: KernelWorld) -> Array:
    """Return those of the unlabelled law of the instance."""
    return _top_directions(world, _feature_forms(world, np.asarray(world.fields["unlabelled"])))


def residual(world: KernelWorld) -> tuple[Array, Any]:
    """Return f*−f̃_d as weights ρ of the features, (…, R), and its squared norm in H_K."""
    return _rest(world, _weights(world), unlabelled_directions(world))


def _weights(world: KernelWorld) -> Array:
    """Return the least weights of the features that give f*, (…, R)."""
    if not isinstance(world.arithmetic, Rationals):
        return apply(np.linalg.pinv(world.features, rcond=1e-10), world.task)
    gram = world.features @ transpose(world.features)
    ones = np.array([fmpq(1)] * len(gram), dtype=object)
    return apply(transpose(world.features), apply(world.arithmetic.pseudo_inverse(gram, ones), world.task))


def _rest(world: KernelWorld, weights: Array, top: Array) -> tuple[Array, Any]:
    """Return what orthogonal directions leave of weights, and its squared norm in H_K, of each sample."""
    lengths = (top * top).sum(-2)
    shares = (top * weights[..., :, None]).sum(-2) / lengths
    rest = weights - apply(top, shares)
    if not world.exact:
        size = np.abs(weights).max(-1, keepdims=True)
        rest = np.where(np.abs(rest) > 1e-11 * size, rest, 0.0)
    size = (rest * rest).sum(-1)
    scale = world.fields["scale"] if world.exact else np.reshape(world.fields["scale"], (-1,) + (1,) * (size.ndim - 1))
    return rest, size / scale


@quantity("base", "scale", "task", "unlabelled", cost=3)
def residual_H(world: KernelWorld) -> Any:
    """‖f*−f̃_d‖²_{H_K}, f̃_d the H_K-projection on the top d eigenfunctions of the unlabelled law."""
    return residual(world)[1]


@quantity("base", "scale", "task", "unlabelled", cost=3)
def residual_P(world: KernelWorld) -> Any:
    """‖f*−f̃_d‖²_P."""
    values = apply(world.features, residual(world)[0])
    return world.inner(values, values)


@quantity("base", "scale", "task", "unlabelled", cost=3)
def g_square(world: KernelWorld) -> Any:
    """‖g‖²_P = ‖f*−f̃_d‖²_P/‖f*−f̃_d‖²_{H_K}; no value where they are 0."""
    top, bottom = residual_P(world), residual_H(world)
    if world.exact:
        if bottom == 0:
            raise UndefinedError("f* = f̃_d")
        return top / bottom
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)


@quantity("base", "scale", "task", "delta", cost=30)
def g_square_low(world: KernelWorld) -> Any:
    """‖g‖²_P for every sample of m unlabelled points, no value counting as κ²; the quantile from below."""
    points, m = world.law.shape[-1], world.chosen["m"]
    if too_many(world, number_of_samples(points, m), MATRICES):
        return no_value(world)
    table, chances = count_vectors(points, m), count_probabilities(world.law, m)
    values = _exact_squares(world, table, m) if world.exact else _squares(world, table / m)
    return -quantile_of(-values, chances, 1 - world.fields["delta"])


def _squares(world: KernelWorld, shares: Array) -> Array:
    """Return ‖g‖²_P for empirical laws (S, X), (B, S)."""
    forms = np.einsum("bxi,sx,bxj->bsij", world.features, shares, world.features)
    rest, smooth = _rest(world, _weights(world)[:, None], _top_directions(world, forms))
    size = (world.law[:, None] * (rest @ transpose(world.features)) ** 2).sum(-1)
    fine = smooth > 0
    return np.asarray(np.where(fine, size / np.where(fine, smooth, 1.0), world.complexity[:, None]))


def _exact_squares(world: KernelWorld, table: Array, m: int) -> Array:
    found, weights = [], _weights(world)
    for row in table.tolist():
        share = np.array([fmpq(c, m) for c in row], dtype=object)
        try:
            rest, smooth = _rest(world, weights, _top_directions(world, _feature_forms(world, share)))
        except UndefinedError:
            smooth = 0
        if smooth == 0:
            found.append(world.complexity)
            continue
        values = apply(world.features, rest)
        found.append(world.inner(values, values) / smooth)
    return np.array(found, dtype=object)


@quantity("base", "scale", "unlabelled", cost=3)
def g_square_worst(world: KernelWorld) -> Any:
    """Largest ‖g‖²_P over all residuals: the top eigenvalue of T_K compressed to the complement of the encoder."""
    form = _feature_forms(world, world.law)
    top = unlabelled_directions(world)
    lengths = (top * top).sum(-2)
    if world.exact:
        size = len(form)
        complement = np.array([[fmpq(int(i == j)) for j in range(size)] for i in range(size)], dtype=object)
        complement = complement - (top / lengths[None, :]) @ transpose(top)
        ones = np.array([fmpq(1)] * size, dtype=object)
        found = world.arithmetic.eigenvalues(np.asarray(complement @ form @ complement), ones)[0]
        return numbers.multiply([world.fields["scale"], found])
    return _compressed_top(form, top) * np.asarray(world.fields["scale"])


def _compressed_top(form: Array, top: Array) -> Array:
    """Return the top eigenvalue of forms compressed to the complement of orthonormal columns; NaN passes."""
    unclear = np.asarray(~np.isfinite(top).all((-1, -2)))
    safe = np.where(unclear[..., None, None], 0.0, top)
    complement = np.eye(form.shape[-1]) - safe @ transpose(safe)
    found = np.linalg.eigvalsh(complement @ form @ complement)[..., -1]
    return np.where(unclear, np.nan, found)


@quantity("base", "scale", "delta", cost=30)
def g_square_quantile(world: KernelWorld) -> Any:
    """The (1−δ)-quantile, over every sample of m unlabelled points, of the largest ‖g‖²_P over all residuals."""
    points, m, d = world.law.shape[-1], world.chosen["m"], world.chosen["d"]
    if too_many(world, number_of_samples(points, m), MATRICES):
        return no_value(world)
    if world.exact:
        raise NotCertifiable("the eigenfunctions of most samples are irrational")
    size = world.features.shape[-1]
    if d > size:
        return no_value(world)
    shares = count_vectors(points, m) / m
    forms = np.einsum("bxi,sx,bxj->bsij", world.features, shares, world.features)
    vectors = np.linalg.eigh(forms)[1][..., ::-1][..., :d]
    values = _compressed_top(_feature_forms(world, world.law)[:, None], vectors)
    scaled = np.asarray(world.fields["scale"]) * quantile_of(
        values, count_probabilities(world.law, m), 1 - np.asarray(world.fields["delta"])
    )
    return np.asarray(scaled)


@quantity("base", "scale", "unlabelled", cost=2)
def lambda_sample(world: KernelWorld) -> Any:
    """λ̃_d of the unlabelled law; 0 beyond the rank."""
    form, d = _feature_forms(world, np.asarray(world.fields["unlabelled"])), world.chosen["d"]
    if world.exact:
        ones = np.array([fmpq(1)] * len(form), dtype=object)
        values = world.arithmetic.eigenvalues(form, ones)
        return numbers.multiply([world.fields["scale"], values[d - 1]]) if d <= len(values) else fmpq(0)
    if d > form.shape[-1]:
        return np.zeros(len(form))
    return np.asarray(world.fields["scale"]) * np.linalg.eigvalsh(form)[:, -d]
