"""What a world computes of matrices, over the last two axes: spectra, projectors, inverses and biquadratic forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import Floats, Rationals, as_matrix
from contextures.exact.arrays import ExactArray, rationals, trace
from contextures.exact.enclosures import eigenvalues_in_balls
from contextures.measure.suprema import biquadratic
from contextures.measure.worlds.declared.entries import Array, Entries, Numbers


class Matrices(Entries):
    """Instances whose matrices have spectra and inverses."""

    def singular_values(self, joint: Numbers) -> Numbers:
        """Return the singular values of a law's operator, the constant left out, min(N, M) − 1, descending.

        Lines of zero mass have no singular function; zeros stand for what they lack.
        """
        if self.exact:
            return self._each_matrix(_exact_singular_values, joint)
        p_x, p_a = joint.sum(-1), joint.sum(-2)
        root = np.sqrt(p_x[..., :, None] * p_a[..., None, :])
        scaled = np.where(root > 0, joint / np.where(root > 0, root, 1.0), 0.0) - root
        return np.linalg.svd(scaled, compute_uv=False)[..., : min(joint.shape[-2:]) - 1]

    def eigenvalues(self, symmetric: Numbers, weights: Numbers | None = None) -> Numbers:
        """Return the eigenvalues of a symmetric matrix, descending; or of one self-adjoint for Σ w·f·g, w > 0.

        They have no value where an entry has none.
        """
        if self.exact:
            return self._each_matrix(_exact_eigenvalues, symmetric)
        known = np.isfinite(symmetric).all((-1, -2), keepdims=True)
        matrix = np.where(known, symmetric, 0.0)
        if weights is None:
            found = np.linalg.eigvalsh(matrix)[..., ::-1]
        else:
            found = np.stack(Floats().eigenvalues(matrix, weights), axis=-1)
        return np.where(known[..., 0], found, np.nan)

    def projector(self, columns: Numbers, weights: Numbers | None = None) -> Numbers:
        """Return the orthogonal projector on the span of columns, in the inner product Σ w·f·g (w = 1 by default)."""
        if self.exact:
            rows = ExactArray(columns)
            p = ExactArray(np.ones(rows.shape[-2], dtype=int)) if weights is None else ExactArray(weights)
            return ExactArray(Rationals().projector(rationals(rows), rationals(p)))
        return Floats().projector(columns, np.ones(columns.shape[:-1]) if weights is None else weights)

    def inverse(self, matrix: Numbers) -> Numbers:
        """Return the inverse; of no value where there is none."""
        if self.exact:
            return self._each_matrix(lambda m: Rationals().inverse(m, None), matrix)
        return Floats().inverse(matrix, np.abs(matrix).max((-1, -2)))

    def rank(self, matrix: Numbers) -> Numbers:
        """Return the rank."""
        if self.exact:
            return self._each_matrix(lambda m: np.array(fmpq(as_matrix(m).rank()), dtype=object), matrix)
        return Floats().rank(matrix, np.ones(matrix.shape[:-1]))

    def trace(self, matrix: Numbers) -> Numbers:
        """Return the sum of the diagonal."""
        return trace(ExactArray(matrix)) if self.exact else np.trace(matrix, axis1=-2, axis2=-1)

    def largest_on_units(self, name: str, moments: Numbers) -> Numbers:
        """Return the largest ΣM_{ij,kl}u_iv_ju_kv_l over unit u, v, one of them of at most two coordinates.

        Exactly it lies between what the witness of that name proves on both sides; it is an eigenvalue where u or v has
        one coordinate.
        """
        planar = biquadratic.planar(moments.values if self.exact else moments)
        if not self.exact:
            return biquadratic.largest(planar)[0]
        if planar.shape[-1] == 1:
            return self.eigenvalues(ExactArray(planar[:, 0, :, 0]))[0]
        form = rationals(ExactArray(planar))
        found = biquadratic.enclosed(form, self.witness(name, lambda: biquadratic.find_witness(form, self.digits)))
        return ExactArray(np.array(found, dtype=object))

    def where_largest_on_units(self, moments: Array) -> tuple[Array, Array]:
        """Return unit vectors u (B, d) and v (B, e) of the largest value, in floats."""
        _, u, v = biquadratic.largest(biquadratic.planar(moments))
        return (u, v) if moments.shape[-1] <= 2 else (v, u)

    def _each_matrix(self, function: Callable[[Array], Array], matrix: Numbers) -> ExactArray:
        """Apply a function of one matrix to each of a stack, in exact numbers."""
        stack = ExactArray(matrix)
        found = [function(stack.values[place]) for place in np.ndindex(*stack.shape[:-2])]
        return ExactArray(np.stack(found).reshape(stack.shape[:-2] + found[0].shape))


def _exact_singular_values(joint: Array) -> Array:
    count = min(joint.shape) - 1
    if not all(isinstance(value, fmpq) for value in joint.ravel()):
        raise numbers.NotCertifiable("the singular values of an irrational law are not enclosed")
    kept = joint[joint.sum(1) != 0][:, joint.sum(0) != 0]
    found: list[Any] = []
    if kept.size:
        p_x, p_a = kept.sum(1), kept.sum(0)
        forward, backward = kept / p_x[:, None], kept.T / p_a[:, None]
        if len(p_x) <= len(p_a):
            operator, p = forward @ backward - p_x[None, :], p_x
        else:
            operator, p = backward @ forward - p_a[None, :], p_a
        values = Rationals().eigenvalues(operator, p)
        found = [numbers.square_root(value) for value in values[: min(kept.shape) - 1]]
    padded = np.empty(count, dtype=object)
    padded[:] = [*found, *[fmpq(0)] * (count - len(found))]
    return padded


def _exact_eigenvalues(symmetric: Array) -> Array:
    if all(isinstance(value, fmpq) for value in symmetric.ravel()):
        values = Rationals().eigenvalues(symmetric, symmetric[0])
    else:
        values = sorted(eigenvalues_in_balls(symmetric), key=lambda ball: ball.mid().fmpq(), reverse=True)
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
