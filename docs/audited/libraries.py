"""What two libraries call intervals and p-values, as functions of a sample of zeros and ones and of δ."""

from __future__ import annotations

import warnings

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW


def _proportion(method):
    def interval(sample, delta):
        return proportion_confint(int(sample.sum()), len(sample), alpha=delta, method=method)

    return interval


wald = _proportion("normal")
wilson = _proportion("wilson")
agresti_coull = _proportion("agresti_coull")
jeffreys = _proportion("jeffreys")
beta = _proportion("beta")
binom_test = _proportion("binom_test")


def _exact(method):
    def interval(sample, delta):
        found = stats.binomtest(int(sample.sum()), len(sample)).proportion_ci(1 - delta, method)
        return found.low, found.high

    return interval


scipy_exact = _exact("exact")
scipy_wilson = _exact("wilson")
scipy_wilson_cc = _exact("wilsoncc")


def scipy_bootstrap(sample, delta, seed):
    """Percentile bootstrap of the mean, of the sorted sample, so that its order does not matter."""
    sample = np.sort(sample)
    rng = np.random.default_rng(seed)
    options = {"n_resamples": 999, "confidence_level": 1 - delta, "method": "percentile", "rng": rng}
    found = stats.bootstrap((sample,), np.mean, **options).confidence_interval
    return found.low, found.high


def scipy_t(sample, delta):
    """Student's interval."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return stats.ttest_1samp(sample, 0).confidence_interval(1 - delta)


def statsmodels_t(sample, delta):
    """Student's interval."""
    return DescrStatsW(sample).tconfint_mean(alpha=delta)


def scipy_binomtest(sample, level):
    """P-value of the exact test that the mean is at least a level."""
    return stats.binomtest(int(sample.sum()), len(sample), level, alternative="less").pvalue
