"""SVME and KISE one mini-batch at a time: memory that does not depend on the sample."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Features, Sample, same_length
from contextures.samples.kernels import Kernel, kernel_values
from contextures.solvers.ascent import Side, Stochastic
from contextures.solvers.encoder import encode
from contextures.solvers.estimator import fitted


class StochasticSVME(Stochastic):
    """SVME by mini-batches of pairs; see `SVME` for the problem and `Stochastic` for the iteration.

    The target of a row is Ψ(a) = W(G(a) − E G); W follows the ridge regression of Φ on A by the same kind of step.

    Parameters
    ----------
    n_components : int
        d ≥ 1.
    regularization : float
        λ ≥ 0, the ridge of Ψ, in units of the average variance of a feature of A.
    batch_size, n_batches : int
        For `fit`: pairs of a batch, and steps to make, in as many passes over the sample as this takes.
    step, hold : float
        Step size, in (0, 1], and number of batches after which it has halved.
    features, a_features : Features, optional
        Feature maps; `partial_fit` fits copies of them to its first batch.
    random_state : int, SeedSequence, Generator or None
        For the start and the order of the sample.

    Attributes
    ----------
    singular_values_, eigenvalues_ : ndarray, (d,)
        Running estimates of s_i and s_i² for the current encoder.
    components_, a_components_ : ndarray, (d, p) and (d, q)
        V and W; Cov[Φ] = I up to sampling.
    mean_, a_mean_ : ndarray, (p,) and (q,)
    features_, a_features_ : Features
    loss_ : float
        d − Σ eigenvalues_.
    n_batches_ : int
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        regularization: float = 1e-6,
        batch_size: int = 256,
        n_batches: int = 1000,
        step: float = 0.5,
        hold: float = 50.0,
        features: Features = None,
        a_features: Features = None,
        random_state: Any = None,
    ) -> None:
        self.n_components, self.regularization = n_components, regularization
        self.batch_size, self.n_batches, self.step, self.hold = batch_size, n_batches, step, hold
        self.features, self.a_features, self.random_state = features, a_features, random_state

    def fit(self, X: Any, A: Any = None) -> Self:
        """Start anew and step through the pairs (X[i], A[i]) in random order.

        Parameters
        ----------
        X, A : array_like, (n, k) and (n, l)

        Raises
        ------
        InputError
            As for `SVME.fit`, and where the step is too long.
        """
        if A is None:
            raise InputError("A is missing; SVME takes pairs: one row of A for each row of X")
        xs, contexts = (
            Sample(self._points(X, fit=True), self.features, "X", fit=True),
            Sample(A, self.a_features, "A", fit=True),
        )
        n = same_length(xs, contexts)
        self.features_, self.a_features_ = xs.features, contexts.features
        batches = self._batches(n, xs.chunk(0, 1).shape[1] + contexts.chunk(0, 1).shape[1])
        first = next(batches)
        self._start(xs.rows(first), contexts.rows(first))
        for batch in batches:
            self._step(xs.rows(batch), contexts.rows(batch))
        return self._finish()

    def partial_fit(self, X: Any, A: Any) -> Self:
        """Make one step, with a batch of pairs; the first batch sets the start and the preconditioner.

        Parameters
        ----------
        X, A : array_like, (b, k) and (b, l)

        Raises
        ------
        InputError
            As for `fit`.
        """
        begun = hasattr(self, "_x")
        xs = Sample(self._points(X, fit=not begun), self.features_ if begun else self.features, "X", fit=not begun)
        contexts = Sample(A, self.a_features_ if begun else self.a_features, "A", fit=not begun)
        b = same_length(xs, contexts)
        if not begun:
            self._start(xs.chunk(0, b), contexts.chunk(0, b))
            self.features_, self.a_features_ = xs.features, contexts.features
        self._step(xs.chunk(0, b), contexts.chunk(0, b))
        return self._finish()

    def transform_a(self, A: Any) -> FloatArray:
        """Return Ψ(A), (n, d)."""
        fitted(self, "a_components_")
        return encode(Sample(A, self.a_features_, "A"), self.a_components_, self.a_mean_, self.chunk_size)

    def _start(self, rows: FloatArray, a_rows: FloatArray) -> None:
        self._begin(rows)
        self._a = Side(a_rows, float(self.regularization))
        values = (rows - self._x.mean) @ self._v
        self._w: FloatArray = self._a.inverse @ ((a_rows - self._a.mean).T @ values / len(rows))

    @np.errstate(over="ignore", invalid="ignore")  # `_retract` refuses what comes of it
    def _step(self, rows: FloatArray, a_rows: FloatArray) -> None:
        rows, a_rows = self._x.centred(rows, "X"), self._a.centred(a_rows, "A")
        values, targets = rows @ self._v, a_rows @ self._w
        gradient = a_rows.T @ (values - targets) / len(rows) - self._a.ridge * self._w
        self._w = self._w + self._rate * (self._a.inverse @ gradient)
        self._ascend(rows, values, targets)

    def _change(self, change: FloatArray) -> None:
        self._w = self._w @ change

    def _finish(self) -> Self:
        self.a_components_: FloatArray = (self._w @ self._publish()).T
        self.a_mean_ = self._a.mean
        self.loss_ = float(len(self.eigenvalues_) - self.eigenvalues_.sum())
        return self


class StochasticKISE(Stochastic):
    """KISE by mini-batches; see `KISE` for the problem and `Stochastic` for the iteration.

    For pairs, the target of a row is the output of its partner. For a kernel, a batch is cut in halves, and the target
    of a row is the average of k(x, x')Φ(x') over the other half.

    Parameters
    ----------
    n_components : int
        d ≥ 1.
    kernel : Kernel, optional
        As for `KISE`; default: none, and pairs are given.
    regularization : float
        λ ≥ 0, the least ridge of the preconditioner, in units of the average variance of a feature; the limit does not
        depend on it.
    batch_size, n_batches : int
        For `fit`: points or pairs of a batch, and steps to make, in as many passes over the sample as this takes.
    step, hold : float
        Step size, in (0, 1], and number of batches after which it has halved.
    features : Features, optional
        Feature map; `partial_fit` fits a copy of it to its first batch.
    random_state : int, SeedSequence, Generator or None
        For the start and the order of the sample.

    Attributes
    ----------
    singular_values_, eigenvalues_ : ndarray, (d,)
        Running estimates of s_i and s_i² for the current encoder.
    components_ : ndarray, (d, p)
        V; Cov[Φ] = I up to sampling.
    mean_ : ndarray, (p,)
    features_ : Features
    loss_ : float
        2(d − Σ eigenvalues_).
    n_batches_ : int
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        kernel: Kernel | None = None,
        regularization: float = 1e-6,
        batch_size: int = 256,
        n_batches: int = 1000,
        step: float = 0.5,
        hold: float = 50.0,
        features: Features = None,
        random_state: Any = None,
    ) -> None:
        self.n_components, self.kernel, self.regularization = n_components, kernel, regularization
        self.batch_size, self.n_batches, self.step, self.hold = batch_size, n_batches, step, hold
        self.features, self.random_state = features, random_state

    def fit(self, X: Any, X2: Any = None) -> Self:
        """Start anew and step through the points X[i], or the pairs (X[i], X2[i]), in random order.

        Parameters
        ----------
        X, X2 : array_like, (n, k)

        Raises
        ------
        InputError
            As for `KISE.fit`, and where the step is too long.
        """
        xs = Sample(self._points(X, fit=True), self.features, "X", fit=True)
        partners = self._partners(xs, X2)
        self.features_ = xs.features
        batches = self._batches(len(xs), xs.chunk(0, 1).shape[1])
        first = next(batches)
        self._start(xs.rows(first), None if partners is None else partners.rows(first))
        for batch in batches:
            self._step(xs.points[batch], xs.rows(batch), None if partners is None else partners.rows(batch))
        return self._finish()

    def partial_fit(self, X: Any, X2: Any = None) -> Self:
        """Make one step, with a batch of points in random order or of pairs; the first batch sets the start.

        Parameters
        ----------
        X, X2 : array_like, (b, k)
            At least two points where there is a kernel.

        Raises
        ------
        InputError
            As for `fit`.
        """
        begun = hasattr(self, "_x")
        xs = Sample(self._points(X, fit=not begun), self.features_ if begun else self.features, "X", fit=not begun)
        partners = self._partners(xs, X2)
        rows = xs.chunk(0, len(xs))
        others = None if partners is None else partners.chunk(0, len(xs))
        if not begun:
            self._start(rows, others)
            self.features_ = xs.features
        self._step(xs.points, rows, others)
        return self._finish()

    def _partners(self, xs: Sample, X2: Any) -> Sample | None:
        if (X2 is None) == (self.kernel is None):
            raise InputError("KISE takes either a kernel or a second sample X2, which pairs with X; give one of them")
        if self.kernel is not None:
            if len(xs) < 2:
                raise InputError(
                    "X has one point; at least two are right, since the kernel is evaluated between halves"
                )
            return None
        partners = Sample(X2, xs.features, "X2")
        same_length(xs, partners)
        return partners

    def _start(self, rows: FloatArray, others: FloatArray | None) -> None:
        self._begin(rows if others is None else np.concatenate([rows, others]))

    @np.errstate(over="ignore", invalid="ignore")  # `_retract` refuses what comes of it
    def _step(self, points: Any, rows: FloatArray, others: FloatArray | None) -> None:
        b = len(rows)
        rows = self._x.centred(rows if others is None else np.concatenate([rows, others]), "X")
        values = rows @ self._v
        if others is not None:
            targets = np.concatenate([values[b:], values[:b]])
        elif b < 2:
            return
        else:
            assert self.kernel is not None
            half = b // 2
            weights = kernel_values(self.kernel, points[:half], points[half:], column=half)
            targets = np.concatenate([weights @ values[half:] / (b - half), weights.T @ values[:half] / half])
        self._ascend(rows, values, targets)

    def _finish(self) -> Self:
        self._publish()
        self.loss_ = float(2.0 * (len(self.eigenvalues_) - self.eigenvalues_.sum()))
        return self
