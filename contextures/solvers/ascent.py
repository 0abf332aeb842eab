"""The step of the stochastic solvers: Oja's iteration with an orthonormality constraint on the outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.chunks import Features
from contextures.settings import count, number
from contextures.solvers.encoder import Encoder
from contextures.solvers.moments import Moments
from contextures.solvers.pencil import check_rank, signs, whitener


class Side:
    """Running mean of one side's features, and a preconditioner from its first batch."""

    def __init__(self, rows: FloatArray, ridge: float) -> None:
        moments = Moments(rows.shape[1])
        moments.update(rows)
        self.mass, self.mean, self.covariance = moments.mass, moments.mean, moments.covariance
        average = float(np.diag(self.covariance).mean())
        shrinkage = average * max(ridge, min(1.0, rows.shape[1] / len(rows)))
        self.ridge = ridge * average
        values, vectors = np.linalg.eigh(self.covariance)
        self.inverse: FloatArray = (vectors / (np.maximum(values, 0.0) + (shrinkage or 1.0))) @ vectors.T

    def centred(self, rows: FloatArray, name: str) -> FloatArray:
        """Rows less the mean of all rows so far, themselves included."""
        if rows.shape[1] != len(self.mean):
            raise InputError(f"{name} has {rows.shape[1]} features; {len(self.mean)} are right, as in the first batch")
        self.mass += len(rows)
        self.mean = self.mean + (rows.mean(axis=0) - self.mean) * (len(rows) / self.mass)
        return rows - self.mean


class Stochastic(Encoder):
    """What the two stochastic solvers share: the step, its size, and the passes over a sample.

    Notes
    -----
    With f the centred features of a batch of b rows, φ = fV and t the batch's estimate of (TT*φ)(x) for each row,

        V ← V + η P fᵀ(t − φK)/b,    K ← (1 − η)K + η φᵀt/b,    S ← (1 − η)S + η φᵀφ/b,

    then V, K and S are changed to the coordinates where S = I (a QR step in L²(P_X), by Cholesky): the ascent of
    Tr(VᵀBV) on Cov[Φ] = I, whose fixed points are BV = CVK. P is a regularised inverse covariance of the first batch;
    it changes the speed and not the limit. The step is η = step / (1 + t/hold) after t batches: nearly constant for
    `hold` batches, then as 1/t. Memory is O(p² + pd) and one batch, time O(bpd + p²d) a batch: neither grows
    with the sample (`fit` also holds one permutation of the row numbers).
    """

    n_components: int
    regularization: float
    batch_size: int
    n_batches: int
    step: float
    hold: float
    features: Features
    random_state: Any
    eigenvalues_: FloatArray
    singular_values_: FloatArray
    n_batches_: int

    def _begin(self, rows: FloatArray) -> None:
        """Start from the first batch: V in the range of its features."""
        d = count(self.n_components, "n_components")
        if number(self.step, "step", positive=True) > 1:
            raise InputError(f"step is {self.step:g}; a number from 0 to 1, and not 0, is right")
        number(self.hold, "hold", positive=True)
        self._x = Side(rows, number(self.regularization, "regularization"))
        check_rank(whitener(self._x.covariance), d, "the first batch")
        directions = np.random.default_rng(self.random_state).normal(size=(len(rows), d))
        self._v: FloatArray = self._x.inverse @ ((rows - self._x.mean).T @ directions)
        self._s: FloatArray = self._v.T @ self._x.covariance @ self._v
        self._k: FloatArray = np.zeros((d, d))
        self.n_batches_ = 0
        self._retract()

    @property
    def _rate(self) -> float:
        return self.step / (1.0 + self.n_batches_ / self.hold)

    def _ascend(self, rows: FloatArray, values: FloatArray, targets: FloatArray) -> None:
        """Make one step from rows f, their values φ = fV and the targets t."""
        rate, b = self._rate, len(rows)
        form = values.T @ targets / b
        self._k = (1.0 - rate) * self._k + rate * (form + form.T) / 2
        self._s = (1.0 - rate) * self._s + rate * (values.T @ values / b)
        self._v = self._v + rate * (self._x.inverse @ (rows.T @ (targets - values @ self._k) / b))
        self._change(self._retract())
        self.n_batches_ += 1

    def _retract(self) -> FloatArray:
        """Change coordinates so that the running covariance of Φ is the identity; return the change, (d, d)."""
        try:
            if not all(np.isfinite(array).all() for array in (self._s, self._k, self._v)):
                raise np.linalg.LinAlgError
            change: FloatArray = np.linalg.inv(np.linalg.cholesky(self._s)).T
        except np.linalg.LinAlgError as error:
            raise InputError(
                f"the step {self.step:g} is too long for these features; a shorter one is right"
            ) from error
        self._v, self._k = self._v @ change, change.T @ self._k @ change
        self._s = np.eye(len(change))
        return change

    def _change(self, change: FloatArray) -> None:
        """Change the coordinates of what a subclass keeps."""

    def _publish(self) -> FloatArray:
        """Set the public attributes, in the coordinates where K is diagonal; return the change of coordinates."""
        values, rotation = np.linalg.eigh(self._k)
        vectors = self._v @ rotation[:, ::-1]
        turned = signs(vectors)
        self.eigenvalues_ = values[::-1].copy()
        self.singular_values_ = np.sqrt(np.clip(self.eigenvalues_, 0.0, None))
        self.components_ = (vectors * turned).T
        self.mean_ = self._x.mean
        change: FloatArray = rotation[:, ::-1] * turned
        return change

    def _batches(self, n: int, width: int) -> Iterator[IntArray]:
        """Row numbers of the first batch, which is longer, for the preconditioner; then those of each step."""
        size, steps = count(self.batch_size, "batch_size"), count(self.n_batches, "n_batches")
        rng = np.random.default_rng(self.random_state)
        yield rng.permutation(n)[: max(size, 4 * width)]
        while steps:
            order = rng.permutation(n)
            for start in range(0, max(n - size, 0) + 1, size)[:steps]:
                steps -= 1
                yield order[start : start + size]
