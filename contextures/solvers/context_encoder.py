"""A context of samples as a transformer: the top singular functions of any of them, at the sample and at new points."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, Self

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.reading.frames import is_frame
from contextures.samples.corruption import DRAWS
from contextures.samples.data_context import DataContext
from contextures.samples.kinds import DONORS, LEARNED, Kind, refuse_misplaced
from contextures.samples.modelled import is_fitted, teacher_context, tree_context
from contextures.samples.named_laws import Unit, documents
from contextures.samples.partners import pair_context
from contextures.samples.sampled import knn_context, label_context, rbf_context
from contextures.samples.texts import text_context
from contextures.settings import count
from contextures.solvers.estimator import Transformer, fitted, validated


class ContextEncoder(Transformer):
    """The encoder of a context of samples: its top singular functions μ_1, …, μ_d.

    Parameters
    ----------
    context : {"knn", "rbf", "knn-mask", …, "trees", "teacher", "pairs", "text", "label"} or callable
        The context: K nearest neighbours or a Gaussian kernel, with "-mask" after random masking of features, with
        "-scarf" or "-cutmix" after their corruption (`knn_context`); leaves of trees (`tree_context`) or classes of a
        teacher (`teacher_context`) that learned y; neighbours in a second view, which is y (`pair_context`); the words
        of documents (`text_context`); or the values of one column, such as a group that is known of new points too.
        A function of the points and y that returns a context of these points is for all else, such as a mixture, a
        convolution or approximate neighbours; the other settings but `n_components` are not used then.
    k : int
        Neighbours, the point itself included; all but one of the points of a sample that is smaller.
    gamma : float, optional
        γ > 0 of exp(−γ‖x − a‖²). Default: 1/columns.
    n_components : int
        d ≥ 1; fewer where the spectrum has fewer singular values above rounding.
    mask : float
        Part of the features that a mask hides or a corruption replaces, in (0, 1).
    draws : int
        Masks or corruptions that are averaged.
    preprocess : "auto", None, Preprocessor or scikit-learn transformer
        As for `knn_context`: "auto" standardises data frames, with indicators for categories, and leaves arrays.
    random_state : int
        Seed of the masks, corruptions and models.
    column : str, optional
        Of a data frame: what the context "label" goes by, or the documents of "text".
    model : estimator, optional
        What is fitted to the points and y for "trees" and "teacher"; by default as for `tree_context` and
        `teacher_context`. One that is fitted already is taken as it is, and then y is not used.
    ngrams, unit, least
        Which sequences of words or characters count in "text", as for `text_context`.
    bins : int
        Of what a regressor predicts in "teacher", as for `teacher_context`.

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
    >>> both = lambda points, y: cx.mix(cx.knn_context(points, 10), cx.rbf_context(points, 0.5))
    >>> cx.ContextEncoder(both, n_components=4).fit(x).transform(x[:3]).shape
    (3, 4)
    """

    def __init__(
        self,
        context: str | Callable[[Any, Any], DataContext] = "knn",
        *,
        k: int = 30,
        gamma: float | None = None,
        n_components: int = 64,
        mask: float = 0.2,
        draws: int = DRAWS,
        preprocess: Any = "auto",
        random_state: int = 0,
        column: str | None = None,
        model: Any = None,
        ngrams: tuple[int, int] = (1, 1),
        unit: Unit = "word",
        least: int = 2,
        bins: int = 10,
    ) -> None:
        self.context, self.k, self.gamma, self.n_components = context, k, gamma, n_components
        self.mask, self.draws, self.preprocess, self.random_state = mask, draws, preprocess, random_state
        self.column, self.model = column, model
        self.ngrams, self.unit, self.least, self.bins = ngrams, unit, least, bins

    def fit(self, X: Any, y: Any = None) -> Self:
        """Make the context of a sample, and find its top singular functions.

        Parameters
        ----------
        X : array_like or DataFrame, (n, p)
            Or documents, (n,), of a context "text".
        y : array_like, optional
            What the models of "trees" (without it, trees are cut at random) and "teacher" learn, (n,), or the second
            view of "pairs", (n, q); not used by others.

        Raises
        ------
        InputError
            Where a setting is out of range, or the sample holds no two different points or no finite numbers.
        """
        if isinstance(self.context, str):
            if self.context not in set(Kind):
                raise InputError(f"context is {self.context!r}; one of {', '.join(Kind)}, or a function, is right")
        elif not callable(self.context):
            raise InputError(f"context is {self.context!r}; one of {', '.join(Kind)}, or a function, is right")
        refuse_misplaced(self.context if isinstance(self.context, str) else "a function", self._counted())
        d, points = count(self.n_components, "n_components"), self._points(X, fit=True)
        self.context_: DataContext = self._made(X, points, y)
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

    def _made(self, X: Any, points: Any, y: Any) -> DataContext:
        """The context of points that were checked."""
        if not isinstance(self.context, str):
            made = self.context(points, y)
            if not isinstance(made, DataContext) or made.n_x != len(points):
                raise InputError(f"the function gave {made!r}; a context of the {len(points)} points is right")
            return made
        ready = self.context in LEARNED and self.model is not None and is_fitted(self.model)
        if y is None and not ready and self.context in (Kind.TEACHER, Kind.PAIRS):
            raise InputError(f"the context {self.context!r} requires y to be passed, but the target y is None")
        preprocess: Any = {"preprocess": self.preprocess}
        if self.context == Kind.LABEL:
            if self.column is None or not is_frame(X):
                raise InputError("the context 'label' goes by a column of a data frame; column=NAME says which")
            return label_context(X, column=self.column)
        if self.context == Kind.TEXT:
            return text_context(points, self.column, ngrams=self.ngrams, unit=self.unit, least=self.least)
        if self.context in LEARNED:
            settings: dict[str, Any] = {"seed": self.random_state, **preprocess}
            y = None if ready else y
            if self.context == Kind.TREES:
                return tree_context(points, self.model, y, **settings)
            return teacher_context(points, self.model, y, bins=self.bins, **settings)
        near = min(count(self.k, "k"), max(len(points) - 1, 1))
        if self.context == Kind.PAIRS:
            return pair_context(points, y, near, **preprocess)
        base, _, how = self.context.partition("-")
        settings = {"draws": self.draws, "seed": self.random_state, **preprocess}
        if how:
            settings |= {"mask": self.mask} if how == "mask" else {"corrupt": self.mask, "donors": DONORS[how]}
        return knn_context(points, near, **settings) if base == "knn" else rbf_context(points, self.gamma, **settings)

    def _counted(self) -> list[str]:
        """Those of the settings that say what counts as a value of A that differ from their defaults."""
        usual = {name: parameter.default for name, parameter in signature(type(self)).parameters.items()}
        given = {name: getattr(self, name) for name in ("ngrams", "unit", "least", "bins")}
        return [name for name, value in given.items() if type(value) is not type(usual[name]) or value != usual[name]]

    def __sklearn_is_fitted__(self) -> bool:
        """Whether there is a spectrum."""
        return hasattr(self, "spectrum_")

    def __sklearn_tags__(self) -> Any:
        """Say where y is needed, and that documents are texts."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = self.context in (Kind.TEACHER, Kind.PAIRS)
        tags.input_tags.string = self.context == Kind.TEXT
        tags.input_tags.two_d_array = self.context != Kind.TEXT
        return tags

    @property
    def _n_features_out(self) -> int:
        """The number of columns of `transform`."""
        return len(self.singular_values_)

    def _points(self, X: Any, *, fit: bool) -> Any:
        """Points, a data frame as it is, with the number of columns and their names checked."""
        if self.context == Kind.TEXT and not is_frame(X):
            return documents(X)
        takes = not isinstance(self.context, str) or self.context in (Kind.LABEL, Kind.TEXT, *LEARNED)
        framed = is_frame(X) and (self.preprocess is not None or takes)
        checked = validated(self, X, fit=fit, numbers=not framed, least=1 + fit, finite=True)
        return X if framed else checked
