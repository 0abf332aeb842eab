"""A context of samples as a transformer: the top singular functions of any of them, at the sample and at new points."""

from __future__ import annotations

from typing import Any, Self

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.reading.frames import is_frame
from contextures.samples.corruption import DRAWS
from contextures.samples.data_context import DataContext
from contextures.samples.sampled import knn_context, label_context, rbf_context
from contextures.settings import count
from contextures.solvers.estimator import Transformer, fitted, validated

KINDS = ("knn", "rbf", "knn-mask", "rbf-mask", "label")


class ContextEncoder(Transformer):
    """The encoder of a context of samples: its top singular functions μ_1, …, μ_d.

    Parameters
    ----------
    context : {"knn", "rbf", "knn-mask", "rbf-mask", "label"}
        The context: K nearest neighbours or a Gaussian kernel, with "-mask" after random masking of features; or the
        values of one column, such as a group that is known of new points too.
    k : int
        Neighbours, the point itself included; all but one of the points of a sample that is smaller.
    gamma : float, optional
        γ > 0 of exp(−γ‖x − a‖²). Default: 1/columns.
    n_components : int
        d ≥ 1; fewer where the spectrum has fewer singular values above rounding.
    mask : float
        Part of the features that a mask hides, in (0, 1).
    draws : int
        Masks that are averaged.
    preprocess : "auto", None, Preprocessor or scikit-learn transformer
        As for `knn_context`: "auto" standardises data frames, with indicators for categories, and leaves arrays.
    random_state : int
        Seed of the masks.
    column : str, optional
        Of a data frame: what the context "label" goes by.

    Attributes
    ----------
    context_ : DataContext
    spectrum_ : Spectrum
    singular_values_ : ndarray, (d,)
        Of the functions that are given out.
    n_features_in_, feature_names_in_
        As scikit-learn has them.

    Examples
    --------
    >>> import numpy as np, contextures as cx
    >>> x = np.random.default_rng(0).normal(size=(200, 3))
    >>> cx.ContextEncoder(k=10, n_components=4).fit_transform(x).shape
    (200, 4)
    """

    def __init__(
        self,
        context: str = "knn",
        *,
        k: int = 30,
        gamma: float | None = None,
        n_components: int = 64,
        mask: float = 0.2,
        draws: int = DRAWS,
        preprocess: Any = "auto",
        random_state: int = 0,
        column: str | None = None,
    ) -> None:
        self.context, self.k, self.gamma, self.n_components = context, k, gamma, n_components
        self.mask, self.draws, self.preprocess, self.random_state = mask, draws, preprocess, random_state
        self.column = column

    def fit(self, X: Any, y: Any = None) -> Self:
        """Make the context of a sample, and find its top singular functions; y is not used.

        Parameters
        ----------
        X : array_like or DataFrame, (n, p)
        y : ignored

        Raises
        ------
        InputError
            Where a setting is out of range, or the sample holds no two different points or no finite numbers.
        """
        if self.context not in KINDS:
            raise InputError(f"context is {self.context!r}; one of {', '.join(KINDS)} is right")
        d, points = count(self.n_components, "n_components"), self._points(X, fit=True)
        masks: dict[str, Any] = {"mask": self.mask, "draws": self.draws, "seed": self.random_state}
        settings = {"preprocess": self.preprocess, **(masks if self.context.endswith("-mask") else {})}
        if self.context == "label":
            if self.column is None or not is_frame(X):
                raise InputError("the context 'label' goes by a column of a data frame; column=NAME says which")
            self.context_: DataContext = label_context(X, column=self.column)
        elif self.context.startswith("knn"):
            near = min(count(self.k, "k"), max(len(points) - 1, 1))
            self.context_ = knn_context(points, near, **settings)
        else:
            self.context_ = rbf_context(points, self.gamma, **settings)
        self.spectrum_ = self.context_.spectrum(d)
        shown = min(d, self.spectrum_.resolved)
        if shown < 1:
            raise InputError("the context has no singular value above rounding; points that differ are right")
        self.singular_values_: FloatArray = self.spectrum_.singular_values[:shown]
        return self

    def transform(self, X: Any) -> FloatArray:
        """Return μ_1, …, μ_d at points, (n, d).

        Parameters
        ----------
        X : array_like or DataFrame, (n, p)
            In the columns of the sample.
        """
        spectrum, points = fitted(self, "spectrum_"), self._points(X, fit=False)
        values: FloatArray = spectrum.transform(points)[:, : len(self.singular_values_)]
        return values

    def __sklearn_is_fitted__(self) -> bool:
        """Whether there is a spectrum."""
        return hasattr(self, "spectrum_")

    @property
    def _n_features_out(self) -> int:
        """The number of columns of `transform`."""
        return len(self.singular_values_)

    def _points(self, X: Any, *, fit: bool) -> Any:
        """Points, a data frame as it is, with the number of columns and their names checked."""
        framed = is_frame(X) and (self.preprocess is not None or self.context == "label")
        checked = validated(self, X, fit=fit, numbers=not framed, least=1 + fit, finite=True)
        return X if framed else checked
