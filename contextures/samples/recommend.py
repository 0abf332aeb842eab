"""Which operation to mix contexts with, from their spectra alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.usefulness import decay_rate, resolved_spectrum, tau_curve, usefulness

HALF_LIFE = float(np.log(2.0))
"""Decay rate at which the fitted s_1² is 1/2: the border of strong and weak where τ does not tell."""
SAME = 1e-9
"""Differences of τ below this are none."""


class Association(StrEnum):
    """How strong the association of a context is, for τ."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


class Operation(StrEnum):
    """Ways to make one context out of several; each is the name of a function."""

    CONVOLVE = "convolve"
    MIX = "mix"
    CONCATENATE = "concatenate"


@dataclass(frozen=True)
class Evidence:
    """What is read off the spectrum of one context.

    Attributes
    ----------
    association : Association
    tau : float
    tau_if_weaker : float
        τ for the spectrum λ_i², that of a convolution with a context like it.
    tau_if_stronger : float
        τ for the spectrum 2λ_i/(1 + λ_i), that of two independent views if all is Gaussian.
    decay_rate : float
    near_limit : bool
        Whether τ is so close to 1 + β that it is not to be trusted.
    """

    association: Association
    tau: float
    tau_if_weaker: float
    tau_if_stronger: float
    decay_rate: float
    near_limit: bool


@dataclass(frozen=True)
class Recommendation:
    """An operation, and what it is based on.

    Attributes
    ----------
    operation : Operation
    evidence : tuple of Evidence
        One for each context, in their order.
    reason : str
        One sentence.
    """

    operation: Operation
    evidence: tuple[Evidence, ...]
    reason: str


def recommend(*contexts: Context | DataContext | Spectrum, beta: float = 1.0, d0: int = 512) -> Recommendation:
    """Recommend how to mix contexts: convolve strong ones, concatenate weak ones, else combine them.

    Parameters
    ----------
    *contexts : Context, DataContext or Spectrum
        At least two. Only their singular values are looked at.
    beta, d0 : float and int, optional
        Of the metric τ.

    Returns
    -------
    Recommendation

    Raises
    ------
    InputError
        If there are fewer than two contexts, or one has no singular value.

    Notes
    -----
    The guidance is that of D25 chapter 4, which gives no threshold. Here a context is strong if τ falls when its
    association is weakened (λ_i → λ_i², as by a convolution) and weak if τ falls when it is strengthened
    (λ_i → 2λ_i/(1 + λ_i), as by a concatenation); where neither changes τ the decay rate decides. Whether the
    operation helps also depends on how the singular functions of the contexts lie to each other, which no spectrum
    tells: mix, and compare `usefulness`.

    Examples
    --------
    >>> from contextures import Context, recommend
    >>> weak = Context.from_table([[6, 4], [4, 6]])
    >>> print(recommend(weak, weak).operation)
    concatenate
    """
    if len(contexts) < 2:
        raise InputError(f"{len(contexts)} contexts were given; at least two are needed to mix")
    evidence = tuple(_evidence(context, beta, d0) for context in contexts)
    levels = [seen.association for seen in evidence]
    if all(level is Association.STRONG for level in levels):
        operation, reason = Operation.CONVOLVE, "every association is strong, and a convolution weakens it"
    elif all(level is Association.WEAK for level in levels):
        operation, reason = Operation.CONCATENATE, "every association is weak, and a concatenation strengthens it"
    else:
        operation = Operation.MIX
        reason = f"the associations are {', '.join(levels)}, and a convex combination lies between them"
    return Recommendation(operation, evidence, reason)


def _evidence(context: Context | DataContext | Spectrum, beta: float, d0: int) -> Evidence:
    metric = usefulness(context, beta, d0)
    found = resolved_spectrum(context, d0)
    squares: FloatArray = np.square(found.values[:d0])
    weaker = float(tau_curve(squares, beta, d0, found.unit).min())
    stronger = float(tau_curve(np.sqrt(2 * squares / (1 + squares)), beta, d0, found.unit).min())
    rate = decay_rate(found.values[:d0])
    if min(weaker, stronger) < metric.tau - SAME:
        level = Association.STRONG if weaker < stronger else Association.WEAK
    elif max(weaker, stronger) > metric.tau + SAME:
        level = Association.MODERATE
    else:
        level = Association.STRONG if rate < HALF_LIFE else Association.WEAK
    return Evidence(level, metric.tau, weaker, stronger, rate, metric.near_limit)
