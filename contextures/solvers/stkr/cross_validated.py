"""STKR with its transform and ridge chosen on the labelled points, as scikit-learn estimators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures import arrays
from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.kernels import Kernel
from contextures.solvers.stkr.gram import Gram
from contextures.solvers.stkr.regression import STKR, STKRClassifier, Transformed
from contextures.solvers.stkr.selection import Chosen, Offset, chosen
from contextures.solvers.stkr.solve import Solver
from contextures.solvers.stkr.transforms import InverseLaplacian, Transform

ETAS = (0.99, 0.5, 0.9, 0.999, 0.9999)
"""η of the inverse Laplacians that are tried by default, in units of 1/λ̂_1."""
BETAS = (1e-2, 1e-4, 1e-3, 1e-1, 1.0)
"""β that are tried by default, in units of the mean of K_s(x, x)."""


class _CrossValidated(Transformed):
    """What the regressor and the classifier share: the choice of transform and ridge."""

    def __init__(
        self,
        transforms: Sequence[Transform] | Transform | None = None,
        *,
        betas: Sequence[float] | float = BETAS,
        prior: Any = "points",
        cv: int | None = None,
        rank: int | None = None,
        kernel: str | Kernel = "rbf",
        gamma: float | None = None,
        degree: float = 3,
        coef0: float = 1,
        center: bool = True,
        solver: Solver = "auto",
        tol: float = 1e-6,
        max_iter: int = 10_000,
        accelerate: bool = True,
        random_state: int = 0,
    ) -> None:
        self.transforms, self.betas, self.prior, self.cv, self.rank = transforms, betas, prior, cv, rank
        self.kernel, self.gamma, self.degree, self.coef0, self.center = kernel, gamma, degree, coef0, center
        self.solver, self.tol, self.max_iter, self.accelerate = solver, tol, max_iter, accelerate
        self.random_state = random_state

    def _solve(self, points: Any, labelled: NDArray[np.bool_], y: FloatArray) -> None:
        """Choose a transform and a ridge, and fit with them."""
        gram = self._gram(points, labelled)
        found = self._chosen(gram, labelled, y)
        self.s_, self.beta_, self.cv_errors_ = self._candidates()[found.transform], found.beta, found.losses
        self.relative_beta_ = self._ridges()[found.ridge]
        self.offset_ = found.offset
        self._settle(gram, points, labelled, y, self.s_, found.beta, found.offset)

    def _chosen(self, gram: Gram, labelled: NDArray[np.bool_], y: FloatArray) -> Chosen:
        """The transform, the ridge and the mean of f."""
        offset = self._offset(y) if self.center else Offset(np.zeros(y.shape[1]), np.inf)
        return chosen(
            gram, np.flatnonzero(labelled), y, self._candidates(), self._ridges(), offset, self._scored(y), self.cv,
            self.random_state, self.rank,
        )  # fmt: skip

    def _candidates(self) -> list[Transform]:
        if self.transforms is None:
            return [InverseLaplacian(eta, relative=True) for eta in ETAS]
        return list(self.transforms) if isinstance(self.transforms, Iterable) else [self.transforms]

    def _ridges(self) -> list[float]:
        return [float(beta) for beta in np.ravel(arrays.finite(self.betas, "betas"))]

    def _offset(self, y: FloatArray) -> Offset | None:
        """What is known of the mean of f over all points."""
        if isinstance(self.prior, str) and self.prior == "labels":
            return None
        if isinstance(self.prior, str) and self.prior == "points":
            return Offset(np.zeros(y.shape[1]), 0.0)
        if isinstance(self.prior, str):
            raise InputError(f"prior is {self.prior!r}; 'points', 'labels' or the mean itself is right")
        return Offset(self._given(y), np.inf)

    def _given(self, y: FloatArray) -> FloatArray:
        mean = np.atleast_1d(arrays.finite(self.prior, "prior"))
        if mean.shape != (y.shape[1],):
            raise InputError(f"prior has shape {mean.shape}; {y.shape[1]} means, one for each output, are right")
        return mean

    def _scored(self, y: FloatArray) -> NDArray[np.int64]:
        return np.arange(len(y))


class STKRCV(_CrossValidated, STKR):
    """STKR whose transform and ridge are chosen by cross-validation on the labelled points, from one factorisation.

    Parameters
    ----------
    transforms : sequence of Transform, or Transform, optional
        Candidates for s, as for `STKR`; a single one is the only candidate. Default: inverse Laplacians with η = 0.99,
        0.5, 0.9, 0.999, 0.9999 in units of 1/λ̂_1.
    betas : sequence of float, or float
        Candidates for β > 0, in units of the mean of K_s(x, x) over all points; a single one is the only candidate.
    prior : {"points", "labels"} or array_like, (C,)
        The mean of f over all points: estimated by generalised least squares, in which labels that are close together
        count less; the mean of the labels; or given.
    cv : int, optional
        Parts ≥ 2 that are left out in turn. Default: single points up to 50 labels, 10 parts beyond.
    rank : int, optional
        Eigenpairs that the choice is made from. Default: all up to 2000 points, 256 beyond; the fit itself is exact.
    kernel, gamma, degree, coef0, center, solver, tol, max_iter, accelerate
        As for `STKR`.
    random_state : int
        Seed of the division into parts.

    Attributes
    ----------
    s_ : Transform
        The one that was chosen: the first with the first β, unless others are better by more than the standard error of
        the gain.
    beta_, relative_beta_ : float
        The β that was chosen, as `STKR` takes it and in units of the mean of K_s(x, x).
    cv_errors_ : ndarray, (number of transforms, number of betas)
        Mean squared errors at labels that were left out; NaN where there are fewer than two.
    offset_ : ndarray, (C,)
        The mean of f over all points.
    values_, labeled_, dual_coef_, intercept_, top_eigenvalue_, solver_, residuals_, error_bound_, spectrum_, n_iter_
        As for `STKR`.

    Examples
    --------
    >>> import numpy as np, contextures as cx
    >>> x = np.linspace(0, 6, 200)[:, None]
    >>> y = np.where(np.arange(200) % 10 == 0, np.sin(x[:, 0]), np.nan)
    >>> model = cx.STKRCV(gamma=1.0).fit(x, y)
    >>> bool(np.abs(model.values_[:, 0] - np.sin(x[:, 0])).max() < 0.1)
    True
    """


class STKRClassifierCV(_CrossValidated, STKRClassifier):
    """`STKRClassifier` whose transform and ridge are chosen on the labelled points, from one factorisation.

    Parameters
    ----------
    transforms, betas, cv, rank
        As for `STKRCV`; the squared error on class indicators is what is compared, over labels whose class has others.
    prior : {"points", "labels"} or array_like, (C,)
        The proportions of the classes: estimated with the help of all points, as if they were drawn from a flat
        Dirichlet law and labels that are close together told less; those of the labels; or given, of sum 1, sorted as
        the classes are.
    kernel, gamma, degree, coef0, center, solver, tol, max_iter, accelerate, random_state
        As for `STKRCV`.
    unlabeled : object, optional
        As for `STKRClassifier`.

    Attributes
    ----------
    s_, beta_, relative_beta_, cv_errors_
        As for `STKRCV`.
    class_prior_ : ndarray, (C,)
        The proportions of the classes among all points that were taken; estimated ones may be outside [0, 1].
    classes_, transduction_, values_, labeled_, dual_coef_, intercept_, top_eigenvalue_, solver_, residuals_
        As for `STKRClassifier`.
    """

    def __init__(
        self,
        transforms: Sequence[Transform] | Transform | None = None,
        *,
        betas: Sequence[float] | float = BETAS,
        prior: Any = "points",
        cv: int | None = None,
        rank: int | None = None,
        kernel: str | Kernel = "rbf",
        gamma: float | None = None,
        degree: float = 3,
        coef0: float = 1,
        center: bool = True,
        solver: Solver = "auto",
        tol: float = 1e-6,
        max_iter: int = 10_000,
        accelerate: bool = True,
        random_state: int = 0,
        unlabeled: Any = -1,
    ) -> None:
        super().__init__(
            transforms, betas=betas, prior=prior, cv=cv, rank=rank, kernel=kernel, gamma=gamma, degree=degree,
            coef0=coef0, center=center, solver=solver, tol=tol, max_iter=max_iter, accelerate=accelerate,
            random_state=random_state,
        )  # fmt: skip
        self.unlabeled = unlabeled

    @property
    def class_prior_(self) -> FloatArray:
        """The proportions of the classes among all points that were taken, (C,)."""
        if len(self.offset_) > 1:
            return self.offset_
        second = (1.0 + self.offset_[0]) / 2.0
        return np.array([1.0 - second, second])

    def _offset(self, y: FloatArray) -> Offset | None:
        if isinstance(self.prior, str) and self.prior == "points":
            classes = len(self.classes_)
            return Offset(self._coded(np.full(classes, 1.0 / classes)), classes + 1.0)
        return super()._offset(y)

    def _given(self, y: FloatArray) -> FloatArray:
        proportions: FloatArray = arrays.probabilities(self.prior, "prior", 1)
        if len(proportions) != len(self.classes_):
            raise InputError(
                f"prior has {len(proportions)} entries; {len(self.classes_)}, one for each class, are right"
            )
        return self._coded(proportions)

    def _coded(self, proportions: FloatArray) -> FloatArray:
        """Proportions as means of the columns that are fitted."""
        return 2.0 * proportions[1:] - 1.0 if len(proportions) == 2 else proportions

    def _scored(self, y: FloatArray) -> NDArray[np.int64]:
        _, codes, times = np.unique(y, axis=0, return_inverse=True, return_counts=True)
        return np.flatnonzero(times[codes.ravel()] > 1)
