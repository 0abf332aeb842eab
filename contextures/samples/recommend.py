"""Which operation to mix contexts with, from their spectra alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Unpack

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.markup import card, paragraph, table
from contextures.reading.options import Reading, as_reading
from contextures.samples.data_context import Spectrum
from contextures.samples.gathered import Several, gathered, recipes
from contextures.samples.mixing import refuse_unchained, refuse_unjoined, refuse_unlike
from contextures.samples.recipe import Making, refuse_unknown
from contextures.samples.sources import Held, Law, parted
from contextures.samples.summary import finite, name_of, with_spectrum
from contextures.samples.usefulness import decay_rate, resolved_spectrum, tau_curve, usefulness
from contextures.settings import count

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


REMEDIES: dict[Association, tuple[Operation, str, str, Callable[[Sequence[Law]], None]]] = {
    Association.STRONG: (Operation.CONVOLVE, "convolution", "weakens", refuse_unchained),
    Association.WEAK: (Operation.CONCATENATE, "concatenation", "strengthens", refuse_unjoined),
}
"""What is done where all associations are alike, its name, what it does to them, and what refuses it."""


@dataclass(frozen=True)
class Evidence:
    """What is read off the spectrum of one context.

    Attributes
    ----------
    context : str
        What the context is, in words.
    association : Association
    tau : float
    tau_if_weaker : float
        τ for the spectrum λ_i², that of a convolution with a context like it.
    tau_if_stronger : float
        τ for the spectrum 2λ_i/(1 + λ_i), that of two independent views if all is Gaussian.
    decay_rate : float
    near_limit : bool
        Whether τ is so close to 1 + β that it is not to be trusted.
    checks : tuple of str
        What the spectrum rests on, and what is approximate; none for a finite context.
    exact_neighbours : bool
        Whether no neighbours are approximate.
    recall : float
        The part of the nearest neighbours that was found, as measured; 1 for exact ones.
    """

    context: str
    association: Association
    tau: float
    tau_if_weaker: float
    tau_if_stronger: float
    decay_rate: float
    near_limit: bool
    checks: tuple[str, ...] = ()
    exact_neighbours: bool = True
    recall: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Return this part of the document of a recommendation."""
        return {
            "context": self.context,
            "association": str(self.association),
            "tau": finite(self.tau),
            "tau_if_weaker": finite(self.tau_if_weaker),
            "tau_if_stronger": finite(self.tau_if_stronger),
            "decay_rate": finite(self.decay_rate),
            "near_limit": self.near_limit,
            "checks": list(self.checks),
            "exact_neighbours": self.exact_neighbours,
            "recall": self.recall,
        }


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
    beta, d0 : float and int
        Of the metric τ.
    preprocessing : tuple of str
        What was done to samples, a sentence each.
    understood : tuple of str
        What was understood of each file, in one line.
    """

    operation: Operation
    evidence: tuple[Evidence, ...]
    reason: str
    beta: float
    d0: int
    preprocessing: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """The operation and the reason."""
        return f"Recommendation({self.operation}: {self.reason})"

    def _repr_html_(self) -> str:
        """What it rests on, a row for each context, for a notebook."""
        head = ["context", "tau", "if weaker", "if stronger", "decay rate", "association"]
        rows = [
            [
                seen.context,
                *(f"{v:.4g}" for v in (seen.tau, seen.tau_if_weaker, seen.tau_if_stronger, seen.decay_rate)),
                str(seen.association),
            ]
            for seen in self.evidence
        ]
        return card(f"{self.operation}: {self.reason}", table(head, rows), *map(paragraph, self.preprocessing))

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures recommend --json` writes."""
        return {
            "format": 1,
            "operation": str(self.operation),
            "reason": self.reason,
            "evidence": [seen.to_json() for seen in self.evidence],
            "beta": self.beta,
            "d0": self.d0,
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
        }


def recommend(
    *sources: Any,
    holds: Held | None = None,
    context: str | None = None,
    k: Several[int] = None,
    gamma: Several[float] = None,
    label: Several[str] = None,
    partner: Any = None,
    model: Any = None,
    target: str | None = None,
    categorical: Iterable[str] | None = None,
    beta: float = 1.0,
    d0: int = 512,
    seed: int = 0,
    reading: Reading | Mapping[str, Any] | None = None,
    **making: Unpack[Making],
) -> Recommendation:
    """Recommend how to mix contexts: convolve strong ones, concatenate weak ones, where that can be done; else combine.

    Parameters
    ----------
    *sources : Context, DataContext, Spectrum, path, array_like or DataFrame
        At least two contexts, of which only the singular values are looked at, or what `mixture` takes for them.
    holds, context, k, gamma, label, partner, model, target, categorical, seed
        What the sources hold, and the contexts to make from samples, as for `mixture`.
    beta, d0 : float and int, optional
        β ≥ 0 and d_0 ≥ 2 of the metric τ.
    reading : Reading or dict of its settings, optional
        What a guess may get wrong where a file is read: delimiter, header, index column, missing values, …
    **making : mask, draws, single, approximate, recall, kept, jobs, backend, folder, ngrams, unit, least and bins
        Settings that the contexts share, as for `evaluate`.

    Returns
    -------
    Recommendation

    Raises
    ------
    InputError
        If a source cannot be read, there are fewer than two contexts, one has no singular value, or no operation that
        the spectra call for can be made, as for contexts on unlike points.

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
    refuse_unknown(recommend, making)
    made = recipes(context, k, gamma, label, partner, model, seed, **making)
    found = gathered(sources, holds, made, target, categorical, as_reading(reading), rank=count(d0, "d0"))
    evidence = tuple(_evidence(with_spectrum(each, d0, making.get("folder")), beta, d0) for each in found.contexts)
    levels = [seen.association for seen in evidence]
    operation, reason = _possible(levels, [parted(each)[0] for each in found.contexts])
    return Recommendation(operation, evidence, reason, beta, d0, found.notes, found.understood)


def _possible(levels: Sequence[Association], contexts: Sequence[Law]) -> tuple[Operation, str]:
    """The operation that is called for, or the convex combination where that cannot be made, and why."""
    between = "a convex combination lies between them"
    if len(set(levels)) > 1 or levels[0] not in REMEDIES:
        refuse_unlike(contexts)
        return Operation.MIX, f"the associations are {', '.join(levels)}, and {between}"
    operation, name, does, refuse = REMEDIES[levels[0]]
    try:
        refuse(contexts)
    except InputError as error:
        refuse_unlike(contexts)
        called = f"every association is {levels[0]}, but a {name}, which {does} it, cannot be made ({error})"
        return Operation.MIX, f"{called}; {between}"
    return operation, f"every association is {levels[0]}, and a {name} {does} it"


def _evidence(context: Context | Spectrum, beta: float, d0: int) -> Evidence:
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
    seen = name_of(context), level, metric.tau, weaker, stronger, rate, metric.near_limit
    if isinstance(context, Context):
        return Evidence(*seen)
    return Evidence(*seen, context.checks, context.context.exact_neighbours, context.context.recall)
