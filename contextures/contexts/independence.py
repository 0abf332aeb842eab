"""Are X and A independent, and how sure are the singular values? Tests and intervals for tables of counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray, read_only
from contextures.contexts.context import Context
from contextures.errors import InputError, SettingError
from contextures.settings import checked_seed

CELLS_AT_ONCE = 2**21
"""Resampled cells held in memory at once; results do not depend on it."""
MOST_DRAWN = 2**63 - 1
"""The largest total of a bootstrap: NumPy draws integers of the machine."""
MOST_PERMUTED = 2**31 - 1
"""The largest total of a permutation test: products of two margins stay whole numbers in SciPy's sampler."""
TIE = 1e-12
"""Total inertias closer than this count as equal: a tie must not be decided by rounding."""


@dataclass(frozen=True)
class IndependenceTest:
    """Pearson's χ² test of independence.

    Attributes
    ----------
    statistic : float
        n Σ_i s_i² ≥ 0.
    dof : int
        (n_x − 1)(n_a − 1).
    p_value : float
        P(χ²_dof ≥ statistic); 1 where dof = 0.
    min_expected : float
        Smallest expected count n P_X(x) P_A(a).
    small_expected : bool
        Whether it is below 5: then the χ² approximation is doubtful and `permutation_test` is the safer test.
    """

    statistic: float
    dof: int
    p_value: float
    min_expected: float
    small_expected: bool


@dataclass(frozen=True)
class PermutationTest:
    """Monte Carlo test of independence over the tables with the margins observed.

    Attributes
    ----------
    statistic : float
        n Σ_i s_i² of the table.
    p_value : float
        (1 + exceedances) / (1 + resamples): valid for every number of resamples.
    exceedances : int
        Random tables whose statistic is at least that observed.
    resamples, seed : int
    """

    statistic: float
    p_value: float
    exceedances: int
    resamples: int
    seed: int


@dataclass(frozen=True)
class Bootstrap:
    """Multinomial bootstrap of the singular values s_1, …, s_r.

    Attributes
    ----------
    lower, upper : ndarray, (r,)
        Ends of the intervals, in [0, 1].
    bias, standard_error : ndarray, (r,)
        Mean of the resamples less the value observed, and their standard deviation.
    level : float
        Nominal coverage of each interval.
    method : {"basic", "percentile"}
    resamples, seed : int
    """

    lower: FloatArray
    upper: FloatArray
    bias: FloatArray
    standard_error: FloatArray
    level: float
    method: Literal["basic", "percentile"]
    resamples: int
    seed: int


def independence_test(context: Context) -> IndependenceTest:
    """Pearson's χ² test of independence of X and A, without continuity correction.

    Parameters
    ----------
    context : Context
        One with counts.

    Raises
    ------
    InputError
        Where the context has no counts.

    References
    ----------
    `contexts.chi-square`: the statistic is the sample size times the total inertia.
    """
    from scipy.special import chdtrc

    total = int(_counts(context).sum())
    statistic = total * context.chi_square
    dof = (context.n_x - 1) * (context.n_a - 1)
    min_expected = float(total * context.p_x.min() * context.p_a.min())
    p_value = float(chdtrc(dof, statistic)) if dof else 1.0
    return IndependenceTest(statistic, dof, p_value, min_expected, min_expected < 5)


def permutation_test(context: Context, resamples: int = 9999, seed: int = 0) -> PermutationTest:
    """Exact test of independence by random tables with the margins observed.

    Equivalent to permuting the values of A among the observations. The p-value is exact in the sense of Monte Carlo
    tests: under independence P(p ≤ α) ≤ α for every α and every number of resamples, also for small counts.

    Parameters
    ----------
    context : Context
        One with counts.
    resamples : int ≥ 1
    seed : int ≥ 0

    Raises
    ------
    InputError
        Where the context has no counts, or too many for the sampler, or an argument is out of range.

    References
    ----------
    Patefield (1981), Applied Statistics 30; Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9.
    """
    from scipy.stats import random_table

    counts, rng = _counts(context), _generator(resamples, 1, seed)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if context.total is None or context.total > MOST_PERMUTED:
        raise SettingError(
            f"the table holds {context.total} observations; --permutations are for {MOST_PERMUTED} at most, above "
            "which the p-value of Pearson's test is as good (--permutations 0)"
        )
    inverse_margins = 1 / np.outer(rows.astype(np.float64), columns.astype(np.float64))
    threshold = _inertia(counts, inverse_margins) - TIE
    margins = random_table(rows, columns)
    exceedances = 0
    for size in _chunks(resamples, counts.size):
        # with one row or column the observed table is the only one, which SciPy's sampler (1.17) does not know
        tables = margins.rvs(size=size, random_state=rng) if min(counts.shape) > 1 else np.tile(counts, (size, 1, 1))
        exceedances += int(np.count_nonzero(_inertia(tables, inverse_margins) >= threshold))
    p_value = (1 + exceedances) / (1 + resamples)
    return PermutationTest(float(rows.sum() * context.chi_square), p_value, exceedances, resamples, seed)


def bootstrap(
    context: Context,
    resamples: int = 999,
    seed: int = 0,
    level: float = 0.95,
    method: Literal["basic", "percentile"] = "basic",
) -> Bootstrap:
    """Bootstrap intervals of the singular values, from multinomial resamples of the table.

    Parameters
    ----------
    context : Context
        One with counts.
    resamples : int ≥ 2
    seed : int ≥ 0
    level : float in (0, 1)
        Nominal coverage of each interval (not of all together).
    method : {"basic", "percentile"}
        Basic: [2s − q_hi, 2s − q_lo] for the quantiles q of the resamples, cut to [0, 1]. Percentile: [q_lo, q_hi].

    Raises
    ------
    InputError
        Where the context has no counts, or an argument is out of range.

    Notes
    -----
    Sample singular values are biased upward, the more the smaller they are: under independence n Σ_i s_i² has mean
    about (N − 1)(M − 1), not 0. Resampling adds the same bias once more, so a percentile interval of a small singular
    value lies too high, at times wholly above the sample's own value; the basic interval reflects the bias away (on
    tables like `smoking`, 193 observations, 95 % intervals of s_2 covered it in 82 % of trials against 34 %). Both
    rest on asymptotic normality, which holds for simple, positive singular values only: near 0 or near a tie the
    coverage is not the nominal one, and no interval here may be read as a test of s_i = 0 (use the tests of
    independence).

    References
    ----------
    O'Neill (1978), Austral. J. Statist. 20 (asymptotic law of canonical correlations in contingency tables); Beran &
    Srivastava (1985), Ann. Statist. 13 (bootstrap of eigenvalues, and where it fails).
    """
    counts, rng = _counts(context), _generator(resamples, 2, seed)
    if not 0 < level < 1:
        raise InputError(f"level is {level}; a coverage between 0 and 1 is right")
    if method not in ("basic", "percentile"):
        raise InputError(f"method is {method!r}; 'basic' or 'percentile' is right")
    total, weights = int(counts.sum()), context.joint.ravel() / context.joint.sum()
    if total > MOST_DRAWN:
        raise SettingError(
            f"the table holds {total} observations; --bootstrap is for {MOST_DRAWN} at most, above which the intervals "
            "have no width"
        )
    sample = np.concatenate(
        [
            _singular_values(rng.multinomial(total, weights, size).reshape(size, *context.shape))
            for size in _chunks(resamples, counts.size)
        ]
    )
    observed = context.singular_values
    low, high = np.quantile(sample, [(1 - level) / 2, (1 + level) / 2], axis=0)
    if method == "basic":
        low, high = 2 * observed - high, 2 * observed - low
    return Bootstrap(
        lower=read_only(np.clip(low, 0.0, 1.0)),
        upper=read_only(np.clip(high, 0.0, 1.0)),
        bias=read_only(sample.mean(axis=0) - observed),
        standard_error=read_only(sample.std(axis=0, ddof=1)),
        level=level,
        method=method,
        resamples=resamples,
        seed=seed,
    )


def _counts(context: Context) -> IntArray:
    if context.counts is None:
        raise InputError(
            "the context holds no counts; tests and intervals need a table of whole numbers of observations"
        )
    return context.counts


def _generator(resamples: int, least: int, seed: int) -> np.random.Generator:
    if resamples < least:
        raise InputError(f"the number of resamples is {resamples}; {least} or more is right")
    return np.random.default_rng(checked_seed(seed))


def _chunks(resamples: int, cells: int) -> Iterator[int]:
    """Sizes that add up to `resamples`, none of more than `CELLS_AT_ONCE` cells (or one table)."""
    size = max(1, CELLS_AT_ONCE // cells)
    for done in range(0, resamples, size):
        yield min(size, resamples - done)


def _inertia(tables: NDArray[Any], inverse_margins: FloatArray) -> FloatArray:
    """Σ_i s_i² of tables (…, N, M) of counts with the same margins, as Σ n_xa² / (n_x n_a) − 1."""
    squares: FloatArray = np.square(tables, dtype=np.float64)
    return np.tensordot(squares, inverse_margins, axes=2) - 1


def _singular_values(tables: IntArray) -> FloatArray:
    """Singular values (B, min(N, M) − 1) of tables (B, N, M), where an empty row or column counts as a zero one."""
    joint = tables / tables.sum(axis=(1, 2), keepdims=True)
    outer = joint.sum(axis=2, keepdims=True) * joint.sum(axis=1, keepdims=True)
    centred = np.divide(joint - outer, np.sqrt(outer), out=np.zeros_like(joint), where=outer > 0)
    # the last of the min(N, M) values is the zero of the constants
    return np.minimum(np.linalg.svd(centred, compute_uv=False)[:, :-1], 1.0)
