"""STKR as scikit-learn estimators: a regressor and a classifier that learn from labelled and unlabelled points."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from contextures.arrays import FloatArray, is_missing
from contextures.errors import InputError
from contextures.reading.frames import is_series, values_of
from contextures.samples.chunks import spans
from contextures.samples.kernels import Kernel, kernel_values
from contextures.solvers.stkr.gram import Gram
from contextures.solvers.stkr.solve import Solver, solve
from contextures.solvers.stkr.transforms import InverseLaplacian, Transform

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.metrics.pairwise import PAIRWISE_KERNEL_FUNCTIONS, pairwise_kernels
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_array, check_consistent_length, check_is_fitted, column_or_1d
    from sklearn.utils.validation import validate_data as validate
except ImportError as error:
    raise InputError("STKR needs scikit-learn; pip install 'contextures[data]' is right") from error

Array = NDArray[Any]

DEFINITE = ("rbf", "linear", "laplacian", "cosine", "chi2")
"""Kernels of scikit-learn that are positive semi-definite on every sample."""
BLOCK = 1024
"""Points whose kernel values are held at a time when values at new points are computed."""


class Transformed(BaseEstimator):  # type: ignore[misc]
    """What regressors and classifiers share: the kernel, the solve and the extension to new points."""

    def __init__(
        self,
        s: Transform | None = None,
        *,
        beta: float = 0.01,
        kernel: str | Kernel = "rbf",
        gamma: float | None = None,
        degree: float = 3,
        coef0: float = 1,
        center: bool = True,
        solver: Solver = "auto",
        tol: float = 1e-6,
        max_iter: int = 10_000,
        accelerate: bool = True,
    ) -> None:
        self.s, self.beta, self.kernel, self.gamma, self.degree, self.coef0 = s, beta, kernel, gamma, degree, coef0
        self.center, self.solver, self.tol, self.max_iter, self.accelerate = center, solver, tol, max_iter, accelerate

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.pairwise = self.kernel == "precomputed"
        return tags

    def _points(self, X: Any, X_unlabeled: Any) -> Any:
        """Return labelled and unlabelled points in one."""
        if X_unlabeled is None:
            return X
        if self.kernel == "precomputed":
            raise InputError(
                "X_unlabeled goes with a kernel function; a precomputed kernel holds the unlabelled points "
                "already, marked as unlabelled in y"
            )
        more = validate(self, X_unlabeled, reset=False, accept_sparse="csr", dtype=np.float64)
        if scipy.sparse.issparse(X) or scipy.sparse.issparse(more):
            return scipy.sparse.csr_array(scipy.sparse.vstack([X, more]))
        return np.concatenate([X, more])

    def _kernel(self, points: Any, others: Any) -> Any:
        """Return the kernel between two blocks of points."""
        if self.kernel == "precomputed":
            return points
        if callable(self.kernel):
            return kernel_values(self.kernel, points, others)
        if self.kernel not in PAIRWISE_KERNEL_FUNCTIONS:
            raise InputError(f"no kernel is called {self.kernel!r}; 'rbf', 'linear' or 'precomputed' is right")
        settings = {"gamma": self.gamma, "degree": self.degree, "coef0": self.coef0}
        return pairwise_kernels(points, others, metric=self.kernel, filter_params=True, **settings)

    def _solve(self, points: Any, labelled: NDArray[np.bool_], y: FloatArray) -> None:
        """Fit the columns of y at the labelled points, and set the attributes."""
        offset = y.mean(axis=0) if self.center else np.zeros(y.shape[1])
        s = InverseLaplacian(0.9, relative=True) if self.s is None else self.s
        self._settle(self._gram(points, labelled), points, labelled, y, s, self.beta, offset)

    def _gram(self, points: Any, labelled: NDArray[np.bool_]) -> Gram:
        """Return the Gram matrix over all points."""
        kernel = self._kernel(points, points)
        if kernel.shape != (len(labelled), len(labelled)):
            raise InputError(
                f"the kernel has shape {kernel.shape} and y has {len(labelled)} values; "
                "one row, column and value for each point is right"
            )
        return Gram(kernel, center=self.center, definite=self.kernel in DEFINITE)

    def _settle(
        self,
        gram: Gram,
        points: Any,
        labelled: NDArray[np.bool_],
        y: FloatArray,
        s: Transform,
        beta: float,
        offset: FloatArray,
    ) -> None:
        """Fit with a given transform, ridge and mean, and set the attributes."""
        settings: dict[str, Any] = {"solver": self.solver, "tol": self.tol, "max_iter": self.max_iter}
        found = solve(gram, np.flatnonzero(labelled), y - offset, s, beta, accelerate=self.accelerate, **settings)
        if not found.converged:
            warnings.warn(
                f"STKR-Prop stopped after {len(found.residuals) - 1} steps with a relative residual of "
                f"{found.residual:.2g}, above tol = {self.tol:g}; a larger max_iter or beta is right",
                ConvergenceWarning,
                stacklevel=3,
            )
        self.X_fit_ = points if self.kernel != "precomputed" else None
        self.labeled_ = labelled
        self.dual_coef_ = found.dual - found.dual.mean(axis=0) if self.center else found.dual
        self.intercept_ = offset - (gram.column_means @ self.dual_coef_ if self.center else 0.0)
        self.values_ = found.values + offset
        self.top_eigenvalue_ = gram.top
        self.solver_, self.residuals_, self.error_bound_ = found.solver, found.residuals, found.error_bound
        self.spectrum_ = found.low, found.high
        self.n_iter_ = max(1, len(found.residuals) - 1)

    def _values(self, X: Any) -> FloatArray:
        """Return f̂ at points, (n, C)."""
        check_is_fitted(self)
        points = validate(self, X, reset=False, accept_sparse="csr", dtype=np.float64)
        values = np.empty((points.shape[0], self.dual_coef_.shape[1]))
        for start, stop in spans(points.shape[0], BLOCK):
            values[start:stop] = self._kernel(points[start:stop], self.X_fit_) @ self.dual_coef_ + self.intercept_
        return values


class STKR(RegressorMixin, Transformed):  # type: ignore[misc]
    """Spectrally transformed kernel regression: a ridge in the RKHS of K_s = Σ s(λ_i)ψ_i⊗ψ_i, learnt from all points.

    Parameters
    ----------
    s : Transform, optional
        `Polynomial`, `InverseLaplacian`, `InversePolynomial` or `Truncation` of `contextures.solvers.stkr`, or any
        function of an array of eigenvalues of G_K/N with s(0) = 0. Default: the inverse Laplacian with η = 0.9/λ̂_1.
    beta : float
        β > 0; the ridge is nβ.
    kernel : str or function
        A name scikit-learn's `pairwise_kernels` knows, ``"precomputed"``, or a function of two blocks of points.
    gamma, degree, coef0 : float
        Settings of the named kernel.
    center : bool
        Whether the kernel is centred over all N points and the labels by their mean, as in the theory.
    solver : {"auto", "direct", "richardson"}
        ``"richardson"`` is STKR-Prop. By default a dense kernel on at most 2000 points is solved directly.
    tol : float
        Relative residual at which STKR-Prop stops; it is computed afresh from the iterate, in every step.
    max_iter : int
        Most steps of STKR-Prop.
    accelerate : bool
        Whether its steps are Chebyshev's; otherwise the constant step.

    Attributes
    ----------
    values_ : ndarray, (N, C)
        f̂ at all points of the fit, labelled ones as given, then `X_unlabeled`: the transductive solution.
    labeled_ : ndarray of bool, (N,)
    dual_coef_ : ndarray, (N, C)
        f̂(x) = Σ_j c_j K(x, x_j) + intercept_.
    intercept_ : ndarray, (C,)
    top_eigenvalue_ : float
        λ̂_1 of G_K/N.
    solver_ : str
        ``direct`` or ``richardson``.
    residuals_ : ndarray
        Relative residuals of all steps (of the solve, where it was direct).
    error_bound_ : float
        How far `values_` are from the exact ones at most, in the 2-norm of a column; rounding is left out.
    spectrum_ : tuple of float
        Bounds of the spectrum that STKR-Prop made its steps for; NaN for a direct solve.
    n_iter_ : int
        Steps made; 1 for a direct solve.
    n_features_in_ : int

    Notes
    -----
    S24, Algorithms 1 and 2. The computable kernel is K̂_s = Σ π_pK̂^p, K̂^p(x, x') = v_K(x)ᵀG_K^{p−2}v_K(x')/N^{p−1},
    so that G_{K̂_s} = N s(G_K/N). A step of STKR-Prop costs q multiplications by G_K, q the degree of s or of 1/s; a
    value at a new point costs N kernel values. Sparse precomputed kernels are never made dense.
    """

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def fit(self, X: Any, y: Any, X_unlabeled: Any = None) -> Self:
        """Fit to labelled and unlabelled points.

        Parameters
        ----------
        X : array_like or sparse matrix, (n, k)
            Points; with a precomputed kernel the Gram matrix (N, N), dense or sparse.
        y : array_like, (n,) or (n, C)
            Labels; NaN marks a point of X that has none.
        X_unlabeled : array_like or sparse matrix, (m, k), optional
            More points without labels.

        Raises
        ------
        InputError
            Where no point has a label, β ≤ 0, the kernel is asymmetric, indefinite or constant, a point is isolated, or
            s does not suit the spectrum (η ≥ 1/λ̂_1).
        ValueError
            scikit-learn's own, where X or y has a wrong shape or holds infinite values.
        """
        if y is None:
            raise InputError("requires y to be passed, but the target y is None; labels are right, NaN where unknown")
        X = validate(self, X, accept_sparse="csr", dtype=np.float64)
        labels = check_array(y, ensure_2d=False, dtype=np.float64, ensure_all_finite="allow-nan", input_name="y")
        check_consistent_length(X, labels)
        self._flat = labels.ndim == 1
        labels = labels.reshape(len(labels), -1)
        labelled = ~np.isnan(labels).any(axis=1)
        if not labelled.any():
            raise InputError("no point has a label: y is NaN throughout; at least one number is right")
        points = self._points(X, X_unlabeled)
        known = np.zeros(points.shape[0], dtype=bool)
        known[: len(labelled)] = labelled
        self._solve(points, known, labels[labelled])
        return self

    def predict(self, X: Any) -> FloatArray:
        """Return f̂ at points.

        Parameters
        ----------
        X : array_like or sparse matrix, (n, k)
            New points; with a precomputed kernel their values (n, N) with all points of the fit.

        Returns
        -------
        ndarray, (n,) or (n, C)
            As y in `fit`.
        """
        values = self._values(X)
        return values[:, 0] if self._flat else values


class STKRClassifier(ClassifierMixin, Transformed):  # type: ignore[misc]
    """Classification by spectrally transformed kernel regression on class indicators; the largest value decides.

    Parameters
    ----------
    s, beta, kernel, gamma, degree, coef0, center, solver, tol, max_iter, accelerate
        As for `STKR`.
    unlabeled : object, optional
        The value of y that marks a point without a label, −1 as in scikit-learn; None where every value is a class.

    Attributes
    ----------
    classes_ : ndarray
        The classes, sorted.
    transduction_ : ndarray, (N,)
        The class of each point of the fit, as given or found.
    values_, labeled_, dual_coef_, intercept_, top_eigenvalue_, solver_, residuals_, error_bound_, spectrum_, n_iter_
        As for `STKR`; with two classes one column, of +1 and −1, otherwise one column a class, of 1 and 0.
    """

    def __init__(
        self,
        s: Transform | None = None,
        *,
        beta: float = 0.01,
        kernel: str | Kernel = "rbf",
        gamma: float | None = None,
        degree: float = 3,
        coef0: float = 1,
        center: bool = True,
        solver: Solver = "auto",
        tol: float = 1e-6,
        max_iter: int = 10_000,
        accelerate: bool = True,
        unlabeled: Any = -1,
    ) -> None:
        super().__init__(
            s, beta=beta, kernel=kernel, gamma=gamma, degree=degree, coef0=coef0, center=center, solver=solver, tol=tol,
            max_iter=max_iter, accelerate=accelerate,
        )  # fmt: skip
        self.unlabeled = unlabeled

    def fit(self, X: Any, y: Any, X_unlabeled: Any = None) -> Self:
        """Fit to labelled and unlabelled points.

        Parameters
        ----------
        X : array_like or sparse matrix, (n, k)
            Points; with a precomputed kernel the Gram matrix (N, N), dense or sparse.
        y : array_like, (n,)
            Classes; `unlabeled` marks a point that has none.
        X_unlabeled : array_like or sparse matrix, (m, k), optional
            More points without labels.

        Raises
        ------
        InputError
            As in `STKR.fit`, and where fewer than two classes occur.
        ValueError
            scikit-learn's own, where X or y has a wrong shape or holds what is no class.
        """
        if y is None:
            raise InputError("requires y to be passed, but the target y is None; classes are right")
        X = validate(self, X, accept_sparse="csr", dtype=np.float64)
        classes = column_or_1d(_with_marks(y, self.unlabeled), warn=True)
        check_consistent_length(X, classes)
        if classes.dtype.kind == "f" and not np.isfinite(classes).all():
            k = int(np.argmin(np.isfinite(classes)))
            raise InputError(f"y[{k}] is {classes[k]}, which is no class; {self.unlabeled!r} marks an unlabelled point")
        labelled = np.array([not _is(value, self.unlabeled) for value in classes.tolist()])
        if not labelled.any():
            raise InputError("no point has a label: at least one of each of two classes is right")
        check_classification_targets(classes[labelled])
        kept = classes[labelled]
        self.classes_, codes = np.unique(np.array(kept.tolist()) if kept.dtype == object else kept, return_inverse=True)
        if len(self.classes_) < 2:
            raise InputError(f"the labels hold one class only, {self.classes_[0]}; at least two classes are right")
        indicator = (codes[:, None] == np.arange(len(self.classes_))).astype(np.float64)
        targets = 2.0 * indicator[:, 1:] - 1.0 if len(self.classes_) == 2 else indicator
        points = self._points(X, X_unlabeled)
        known = np.zeros(points.shape[0], dtype=bool)
        known[: len(labelled)] = labelled
        self._solve(points, known, targets)
        self.transduction_ = self._decided(self.values_)
        self.transduction_[known] = classes[labelled]
        return self

    def decision_function(self, X: Any) -> FloatArray:
        """Return the regression values at points: (n,) for two classes, positive for the second, else (n, C)."""
        values = self._values(X)
        return values[:, 0] if len(self.classes_) == 2 else values

    def predict(self, X: Any) -> Array:
        """Return the class of points.

        Parameters
        ----------
        X : array_like or sparse matrix, (n, k)
            New points; with a precomputed kernel their values (n, N) with all points of the fit.

        Returns
        -------
        ndarray, (n,)
        """
        return self._decided(self._values(X))

    def predict_proba(self, X: Any) -> FloatArray:
        """Return the pmf over the classes that is nearest to the regression values on their indicators, (n, C).

        Parameters
        ----------
        X : array_like or sparse matrix, (n, k)
            New points; with a precomputed kernel their values (n, N) with all points of the fit.

        Returns
        -------
        ndarray, (n, C)
            Rows ≥ 0 of sum 1; not calibrated. The largest is that of `predict`.
        """
        values = self._values(X)
        if len(self.classes_) == 2:
            second = np.clip((1.0 + values[:, 0]) / 2.0, 0.0, 1.0)
            return np.column_stack([1.0 - second, second])
        descending = -np.sort(-values, axis=1)
        excess = (np.cumsum(descending, axis=1) - 1.0) / np.arange(1, values.shape[1] + 1)
        size = (descending > excess).sum(axis=1)
        nearest = np.maximum(values - excess[np.arange(len(values)), size - 1][:, None], 0.0)
        pmf: FloatArray = nearest / nearest.sum(axis=1, keepdims=True)
        return pmf

    def _decided(self, values: FloatArray) -> Array:
        chosen = (values[:, 0] > 0).astype(int) if values.shape[1] == 1 else values.argmax(axis=1)
        decided: Array = self.classes_[chosen]
        return decided


def _with_marks(y: Any, mark: Any) -> Any:
    """Labels of which none was made text by the company of text.

    Raises
    ------
    InputError
        Where a label is missing, or the mark of unlabelled points came as text beside classes that are text.
    """
    labels = np.asarray(values_of(y) if is_series(y) else y, dtype=object)
    if labels.ndim != 1 or not any(isinstance(label, str) for label in labels):
        return y
    for k, label in enumerate(labels):
        if is_missing(label):
            raise InputError(f"y[{k}] is missing; {mark!r} marks an unlabelled point")
        if not isinstance(mark, str) and label == str(mark):
            raise InputError(
                f"y[{k}] is the text {label!r} beside text; {mark!r} in a list or an array of objects marks an "
                f"unlabelled point, or unlabeled={label!r} says that this text does"
            )
    return labels


def _is(value: Any, mark: Any) -> bool:
    """Tell whether a label is the mark of unlabelled points; text is never a number."""
    return mark is not None and isinstance(value, str) == isinstance(mark, str) and bool(value == mark)
