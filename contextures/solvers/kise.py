"""KISE from kernel values, or from pairs of points that share a context: one encoder, of X only."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from contextures import arrays
from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Features, Sample, same_length, spans, weights_of
from contextures.samples.kernels import Kernel, kernel_values
from contextures.settings import count, number
from contextures.solvers.encoder import Encoder
from contextures.solvers.estimator import validated
from contextures.solvers.moments import Moments, pair_moments
from contextures.solvers.pencil import top_eigen


class KISE(Encoder):
    """Maximise E[k(X, X')⟨Φ̃(X), Φ̃(X')⟩] subject to Cov[Φ] = I over encoders that are linear in features of X.

    Parameters
    ----------
    n_components : int
        d ≥ 1, at most the rank of the centred features.
    kernel : Kernel, optional
        The dual kernel k_X of the context: a symmetric function of two blocks of rows of X (of two vectors, where X is
        one); X' is then independent of X. Default: none; `fit` takes pairs (X, X') that share a context.
    regularization : float
        λ ≥ 0, a ridge in units of the average variance of a feature; see `SVME`.
    features : Features, optional
        Feature map, copied before it is fitted; default: the columns as they stand.
    chunk_size : int
        Samples of a block: the kernel is evaluated on chunk_size² pairs of points at a time.

    Attributes
    ----------
    eigenvalues_ : ndarray, (d,)
        Estimates of s_1² ≥ … ≥ s_d²; sampling may take one below 0 or above 1.
    singular_values_ : ndarray, (d,)
        Their roots, 0 where they are negative: estimates of s_i.
    components_ : ndarray, (d, p)
        V with Φ(x) = V(F(x) − mean_); Cov[Φ] = I on the sample for every λ.
    mean_ : ndarray, (p,)
    features_ : Features
        The fitted map.
    loss_ : float
        2(d − Σ eigenvalues_), the value of the equivalent loss E‖Φ(X) − Φ(X')‖² over pairs that share a context.

    Notes
    -----
    D25 ch. 2 (reconstructed). The generalised eigenproblem of B = E[k(X, X')F̃(X)F̃(X')ᵀ] and C = Cov[F]. From pairs, B
    is the symmetrised covariance of F(X) and F(X'), both centred by their common mean, and C is averaged over both.
    From a kernel, B = F̃ᵀKF̃/n² over all pairs of the sample, the diagonal included, is added up block by block: time
    O(n²p), memory O(np + chunk_size²), never n². A kernel that is not a density ratio (mean 1 in each argument) is
    allowed, an unnormalised Gaussian say: then the values are those of its own integral operator, centred.
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        kernel: Kernel | None = None,
        regularization: float = 1e-6,
        features: Features = None,
        chunk_size: int = 1024,
    ) -> None:
        self.n_components, self.kernel, self.regularization = n_components, kernel, regularization
        self.features, self.chunk_size = features, chunk_size

    def __sklearn_tags__(self) -> Any:
        """Say whether the second argument of `fit` is needed, and which points are taken."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = self.kernel is None
        tags.input_tags.sparse = self.features is None and self.kernel is None
        return tags

    def _points(self, X: Any, *, fit: bool) -> Any:
        """Points, with their number of columns and their names checked; kernels take dense ones."""
        sparse = self.features is None and self.kernel is None
        return validated(self, X, fit=fit, numbers=self.features is None, sparse=sparse, least=1 + fit)

    def fit(self, X: Any, y: Any = None, *, sample_weight: ArrayLike | None = None) -> Self:
        """Solve for the sample X and the kernel, or for the pairs (X[i], y[i]).

        Parameters
        ----------
        X : array_like, sparse matrix, data frame or memory map, (n, k)
        y : the same, (n, k), or array_like, (n,), optional
            Where there is no kernel: pairs, X[i] and y[i] being two draws from P⁺(·|a) for one a; or, beside points
            (n, k), the label a of each, as scikit-learn's y: then all pairs of one label are taken. With a kernel a
            vector y is not used.
        sample_weight : array_like, (n,), optional
            Weights ≥ 0 of the points or pairs; their sum does not matter.

        Raises
        ------
        InputError
            Where pairs and kernel are both given or both missing, the lengths differ, an entry, feature or kernel value
            is not finite, the kernel is not symmetric, a weight is negative, d < 1, or d exceeds the rank of the
            centred features.
        """
        d, ridge = count(self.n_components, "n_components"), number(self.regularization, "regularization")
        xs = Sample(self._points(X, fit=True), self.features, "X", fit=True)
        weights = weights_of(sample_weight, len(xs))
        vector = xs.points.ndim == 2 and y is not None and arrays.ndim(y) == 1
        if y is None and self.kernel is None:
            raise InputError(
                "KISE takes either a kernel or a second sample, which pairs with X; it requires y to be passed, but "
                "the target y is None"
            )
        if y is not None and self.kernel is not None and not vector:
            raise InputError("KISE takes either a kernel or a second sample y, which pairs with X; give one of them")
        if self.kernel is not None:
            mean, covariance, form = _from_kernel(xs, self.kernel, weights, self.chunk_size)
        elif vector:
            mean, covariance, form = _from_labels(xs, y, weights, self.chunk_size)
        else:
            mean, covariance, form = _from_pairs(xs, Sample(y, xs.features, "y"), weights, self.chunk_size)
        self.features_ = xs.features
        self.eigenvalues_, vectors = top_eigen(covariance, form, d, ridge, "X")
        self.singular_values_ = np.sqrt(np.maximum(self.eigenvalues_, 0.0))
        self.components_, self.mean_ = vectors.T.copy(), mean
        self.loss_ = float(2.0 * (d - self.eigenvalues_.sum()))
        return self


def _from_labels(
    sample: Sample, labels: Any, weights: FloatArray | None, chunk_size: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, C and B of a sample whose points of one label share a context: B of the labels' means."""
    codes, distinct = arrays.coded(labels, "y")
    if len(codes) != len(sample):
        raise InputError(f"X has {len(sample)} samples and y has {len(codes)}; one label for each is right")
    mass, moments, sums = np.zeros(len(distinct)), None, np.empty(0)
    for start, stop in spans(len(sample), chunk_size):
        rows, part = sample.chunk(start, stop), codes[start:stop]
        share = np.ones(len(rows)) if weights is None else weights[start:stop]
        if moments is None:
            moments, sums = Moments(rows.shape[1]), np.zeros((len(distinct), rows.shape[1]))
        moments.update(rows, None if weights is None else share)
        np.add.at(sums, part, rows * share[:, None])
        mass += np.bincount(part, share, minlength=len(distinct))
    assert moments is not None
    kept = mass > 0
    centred = (sums[kept] / mass[kept, None] - moments.mean) * np.sqrt(mass[kept] / mass.sum())[:, None]
    return moments.mean, moments.covariance, centred.T @ centred


def _from_pairs(
    first: Sample, second: Sample, weights: FloatArray | None, chunk_size: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, C and B of pairs, both samples centred by their common mean."""
    same_length(first, second)
    p, moments = pair_moments(first, second, weights, chunk_size)
    if len(moments.mean) != 2 * p:
        raise InputError(f"X has {p} features and y has {len(moments.mean) - p}; equally many are right")
    joint, mean = moments.covariance, (moments.mean[:p] + moments.mean[p:]) / 2
    offset = (moments.mean[:p] - moments.mean[p:]) / 2
    shift = np.outer(offset, offset)
    covariance = (joint[:p, :p] + joint[p:, p:]) / 2 + shift
    form = (joint[:p, p:] + joint[p:, :p]) / 2 - shift
    return mean, covariance, form


@np.errstate(over="ignore", invalid="ignore")  # `top_eigen` refuses what comes of it
def _from_kernel(
    sample: Sample, kernel: Kernel, weights: FloatArray | None, chunk_size: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, C and B of a sample and a kernel; each pair of blocks is evaluated once."""
    features = sample.all(chunk_size)
    moments = Moments(features.shape[1])
    for start, stop in spans(len(sample), chunk_size):
        moments.update(features[start:stop], None if weights is None else weights[start:stop])
    share = np.full(len(sample), 1.0 / len(sample)) if weights is None else weights / weights.sum()
    half = np.zeros((features.shape[1],) * 2)

    def weighted(start: int, stop: int) -> FloatArray:
        block: FloatArray = (features[start:stop] - moments.mean) * share[start:stop, None]
        return block

    blocks = [(start, stop, sample.points[start:stop]) for start, stop in spans(len(sample), chunk_size)]
    for k, (start, stop, points) in enumerate(blocks):
        row = weighted(start, stop)
        total = kernel_values(kernel, points, points, start, start) @ row / 2
        for other, end, others in blocks[k + 1 :]:
            total += kernel_values(kernel, points, others, start, other) @ weighted(other, end)
        half += row.T @ total
    form: FloatArray = half + half.T
    return moments.mean, moments.covariance, form
