"""What the spectrum of a context says of it, in a few numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.markup import card, table
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.kept_blocks import Folder
from contextures.samples.usefulness import Usefulness, decay_rate, usefulness


@dataclass(frozen=True, eq=False)
class Summary:
    """How useful a context is, and how strong its association.

    Attributes
    ----------
    context : Context or DataContext
    usefulness : Usefulness
        The metric τ.
    decay_rate : float
        ≥ 0, infinite where all singular values are 0.
    singular_values : ndarray, (k,)
        The top ones, at most d_0 of them, constant excluded.
    complete : bool
        Whether none of these was missed.
    checks : tuple of str
        What `complete` rests on, and what is approximate.
    resolved : int
        How many of them are above rounding.
    """

    context: Context | DataContext
    usefulness: Usefulness
    decay_rate: float
    singular_values: FloatArray
    complete: bool
    checks: tuple[str, ...]
    resolved: int

    @property
    def exact_neighbours(self) -> bool:
        """Whether no neighbours are approximate."""
        return isinstance(self.context, Context) or self.context.exact_neighbours

    @property
    def recall(self) -> float:
        """The part of the nearest neighbours that was found, as measured; 1 for exact ones."""
        return 1.0 if isinstance(self.context, Context) else self.context.recall

    def __repr__(self) -> str:
        """The context and its τ."""
        return f"Summary({name_of(self.context)}, {in_words(self.usefulness)})"

    def _repr_html_(self) -> str:
        """What the context is worth, for a notebook."""
        return card(name_of(self.context), table(["", "value"], self.rows()))

    def rows(self) -> list[list[str]]:
        """τ, its d, the decay rate and χ², each with its name."""
        metric = self.usefulness
        return [
            [f"τ (β = {metric.beta:g}, d₀ = {metric.d0})", f"{metric.tau:.4f}"],
            ["best d", "none" if metric.d_star is None else str(metric.d_star)],
            ["decay rate", f"{self.decay_rate:.4g}"],
            ["χ² = Σ s_i²", f"{self.context.chi_square:.4f}"],
        ]

    def notes(self) -> list[str]:
        """What is to be doubted of these numbers, a sentence each."""
        count = len(self.singular_values)
        approximate = () if isinstance(self.context, Context) else self.context.approximations
        doubts = {
            "τ is within 5 % of 1 + β, where it says little": self.usefulness.near_limit,
            f"the spectrum may be incomplete: {'; '.join(self.checks)}": not self.complete,
            f"only the first {self.resolved} of {count} values are above rounding": self.resolved < count,
            **dict.fromkeys(approximate, self.complete),
        }
        return [doubt for doubt, holds in doubts.items() if holds]

    def to_json(self) -> dict[str, Any]:
        """Return what `contextures mix` writes of each context."""
        return {
            "context": name_of(self.context),
            "n_x": self.context.n_x,
            "n_a": self.context.n_a,
            "tau": finite(self.usefulness.tau),
            "d_star": self.usefulness.d_star,
            "near_limit": self.usefulness.near_limit,
            "decay_rate": finite(self.decay_rate),
            "chi_square": self.context.chi_square,
            "complete": self.complete,
            "checks": list(self.checks),
            "exact_neighbours": self.exact_neighbours,
            "recall": self.recall,
        }


def summary_of(found: Context | Spectrum, rank: int, beta: float) -> Summary:
    """Return what a spectrum says, up to d_0 = rank.

    Raises
    ------
    InputError
        As for `usefulness`.
    """
    metric = usefulness(found, beta, rank)
    values = np.asarray(found.singular_values)[:rank]
    rate = decay_rate(values)
    if isinstance(found, Context):
        return Summary(found, metric, rate, values, True, (), len(values))
    return Summary(found.context, metric, rate, values, found.complete, found.checks, found.resolved)


def with_spectrum(found: Context | DataContext | Spectrum, rank: int, folder: Folder = None) -> Context | Spectrum:
    """Return a finite context as it stands; of samples the spectrum, computed unless the one that is there serves."""
    if isinstance(found, Context):
        return found
    if isinstance(found, Spectrum):
        if found.whole or len(found.singular_values) >= rank:
            return found
        return found.context.spectrum(rank, folder=folder)
    return found.spectrum(rank, folder=folder)


def name_of(found: Context | DataContext | Spectrum) -> str:
    """Return what a context is, in words."""
    context = found.context if isinstance(found, Spectrum) else found
    return "finite context" if isinstance(context, Context) else context.description


def in_words(metric: Usefulness) -> str:
    """Return τ and where it is attained."""
    return "τ = ∞" if metric.d_star is None else f"τ = {metric.tau:.4g} at d = {metric.d_star}"


def finite(value: float) -> float | None:
    """Return a number as JSON holds it: None where it is not finite."""
    return float(value) if math.isfinite(value) else None
