"""One context out of several with the same P_X, finite ones or those of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from contextures import arrays
from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.contexts.mixing import (
    chained_finite,
    concatenate_finite,
    convolve_finite,
    joined_finite,
    mix_finite,
    over_one_finite_law,
    product_finite,
)
from contextures.errors import InputError
from contextures.samples.data_context import DataContext
from contextures.samples.matching import chained, over_one_law
from contextures.samples.mixed import concatenate_samples, convolve_samples, joined, mix_samples, samples


@overload
def mix(*contexts: Context, weights: ArrayLike | None = None) -> Context: ...
@overload
def mix(*contexts: DataContext, weights: ArrayLike | None = None) -> DataContext: ...
def mix(*contexts: Context | DataContext, weights: ArrayLike | None = None) -> Context | DataContext:
    """Return the convex combination: draw j in proportion to the weights, then a from context j; A = (j, a).

    Parameters
    ----------
    *contexts : Context or DataContext
        r ≥ 1 contexts with the same P_X, on inputs with the same labels (in any order), or all of the same sample:
        in any order where labels are known, as of graphs and views, else point by point.
    weights : array_like, (r,), optional
        w_j ≥ 0, of sum 1. Default: equal.

    Returns
    -------
    Context or DataContext
        Inputs as in the first context; columns labelled (j, a) with j = 0, …, r − 1. TT* = Σ_j w_j T_jT_j*.

    Raises
    ------
    InputError
        If the inputs or the laws P_X differ, or the weights are no probability vector of length r.

    Notes
    -----
    D25 chapter 4, for associations that are balanced.

    Examples
    --------
    >>> from contextures import Context, mix
    >>> strong, weak = Context.from_table([[9, 1], [1, 9]]), Context.from_table([[6, 4], [4, 6]])
    >>> mix(strong, weak).singular_values.round(3)
    array([0.583])
    """
    sampled, w = _sampled(contexts), _weights(weights, len(contexts))
    return mix_samples(sampled, w) if sampled else mix_finite(_finite(contexts), w)


@overload
def concatenate(*contexts: Context) -> Context: ...
@overload
def concatenate(*contexts: DataContext) -> DataContext: ...
def concatenate(*contexts: Context | DataContext) -> Context | DataContext:
    """Return the concatenation: A = (A_1, …, A_r), the views drawn independently given x.

    Parameters
    ----------
    *contexts : Context or DataContext
        r ≥ 1 contexts with the same P_X, on inputs with the same labels (in any order), or all of the same sample:
        in any order where labels are known, as of graphs and views, else point by point.

    Returns
    -------
    Context or DataContext
        Inputs as in the first context; columns labelled by tuples (a_1, …, a_r), those of zero mass dropped.

    Raises
    ------
    InputError
        If the inputs or the laws P_X differ, or the table would have more than 10⁸ cells; of samples, where there is
        less memory than vectors over the tuples need.

    Notes
    -----
    Of samples, sparse laws stay sparse; with a dense one, such as a Gaussian kernel, a product with a vector costs n³.
    D25 chapter 4, for associations that are too weak: TT* is at least every T_jT_j*.

    Examples
    --------
    >>> from contextures import Context, concatenate
    >>> weak = Context.from_table([[6, 4], [4, 6]])
    >>> concatenate(weak, weak).singular_values.round(3)
    array([0.277])
    """
    sampled = _sampled(contexts)
    return concatenate_samples(sampled) if sampled else concatenate_finite(_finite(contexts))


@overload
def convolve(*contexts: Context) -> Context: ...
@overload
def convolve(*contexts: DataContext) -> DataContext: ...
def convolve(*contexts: Context | DataContext) -> Context | DataContext:
    """Return the convolution: draw a_1 from the first context, then a_2 from the second at the input a_1, and so on.

    Parameters
    ----------
    *contexts : Context or DataContext
        r ≥ 1 contexts; the values of A of each (its column labels) are inputs (row labels) of the next one. Contexts of
        a sample: the values of A are its points, as for neighbours, by their labels where both have some.

    Returns
    -------
    Context or DataContext
        Inputs as in the first context, columns as in the last one (those that are never reached dropped).
        T = T_1T_2⋯T_r, where T_2 has the input law P_{A_1}.

    Raises
    ------
    InputError
        If a value of A is no input of the next context.

    Notes
    -----
    D25 chapter 4, for associations that are too strong. Only the conditional laws of the later contexts enter, so their
    own P_X need not be P_{A_1}.

    Examples
    --------
    >>> from contextures import Context, convolve
    >>> strong = Context.from_table([[9, 1], [1, 9]])
    >>> convolve(strong, strong).singular_values.round(3)
    array([0.64])
    """
    sampled = _sampled(contexts)
    return convolve_samples(sampled) if sampled else convolve_finite(_finite(contexts))


def refuse_unchained(contexts: Sequence[Context | DataContext]) -> None:
    """Raise InputError, as `convolve` does, where a value of A is no input of the next context; nothing is computed."""
    if sampled := _sampled(contexts):
        chained(sampled)
    else:
        chained_finite(_finite(contexts))


def refuse_unjoined(contexts: Sequence[Context | DataContext]) -> None:
    """Raise InputError, as `concatenate` does, where the inputs or P_X differ or memory would not hold the result."""
    if sampled := _sampled(contexts):
        joined(sampled)
    else:
        joined_finite(_finite(contexts))


def refuse_unlike(contexts: Sequence[Context | DataContext]) -> None:
    """Raise InputError, as `mix` does, where the inputs or P_X differ; nothing is computed."""
    if sampled := _sampled(contexts):
        over_one_law(sampled)
    else:
        over_one_finite_law(_finite(contexts))


def product(*contexts: Context) -> Context:
    """Return the context of independent pairs: X = (X_1, …, X_r) and A = (A_1, …, A_r).

    Parameters
    ----------
    *contexts : Context
        r ≥ 1 contexts, over inputs of any kind.

    Returns
    -------
    Context
        Rows and columns labelled by tuples. Its singular values are all products of those of the contexts, the
        constants s_0 = 1 included among the factors.

    Raises
    ------
    InputError
        If the table would have more than 10⁸ cells, or a context is of a sample.

    Examples
    --------
    >>> from contextures import Context, product
    >>> bit = Context.from_table([[9, 1], [1, 9]])
    >>> product(bit, bit).singular_values.round(3)
    array([0.8 , 0.8 , 0.64])
    """
    if sampled := _sampled(contexts):
        raise InputError(
            f"{sampled[0].description} is a context of a sample, and products of those are not formed; finite contexts "
            "are right"
        )
    return product_finite(_finite(contexts))


def _sampled(contexts: Sequence[Context | DataContext]) -> list[DataContext]:
    """The contexts if any is of a sample; none if they are finite ones."""
    for k, context in enumerate(contexts, 1):
        if not isinstance(context, Context | DataContext):
            raise InputError(f"argument {k} is a {type(context).__name__}; a Context or DataContext is right")
    return samples(contexts) if any(isinstance(context, DataContext) for context in contexts) else []


def _finite(contexts: Sequence[Context | DataContext]) -> list[Context]:
    """The contexts that are finite: all, where none is of a sample."""
    return [context for context in contexts if isinstance(context, Context)]


def _weights(weights: ArrayLike | None, count: int) -> FloatArray:
    """The weights of a convex combination, equal by default."""
    if not count:
        raise InputError("no context was given; at least one is needed")
    if weights is None:
        return np.full(count, 1.0 / count)
    w = arrays.probabilities(weights, "weights", 1)
    if len(w) != count:
        raise InputError(f"weights has {len(w)} entries; {count}, one for each context, are right")
    return w
