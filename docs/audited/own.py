"""Functions that promise something, valid and invalid ones of many kinds; docs/audits.md audits them."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq
from scipy.stats import beta, binom


def hoeffding(sample, delta):
    """Add what Hoeffding's inequality asks for."""
    return min(1.0, sample.mean() + math.sqrt(math.log(1 / delta) / (2 * len(sample))))


def one_logarithm(sample, delta):
    """Use the one-sided width on both sides."""
    width = math.sqrt(math.log(1 / delta) / (2 * len(sample)))
    return sample.mean() - width, sample.mean() + width


def kl_limit(sample, delta):
    """Invert the relative entropy, from above."""
    q, bound = sample.mean(), math.log(1 / delta) / len(sample)

    def excess(p):
        terms = [a * math.log(a / b) for a, b in ((q, p), (1 - q, 1 - p)) if a]
        return sum(terms) - bound

    return 1.0 if q == 1 or excess(1 - 1e-15) < 0 else brentq(excess, q, 1 - 1e-15) + 1e-12


def clopper_pearson(sample, delta):
    """Invert the binomial tail."""
    n, k = len(sample), round(sample.sum())
    return 1.0 if k == n else beta.isf(delta, k + 1, n - k)


def printed_to_two_places(sample, delta):
    """Round that limit as a table prints it."""
    return round(clopper_pearson(sample, delta), 2)


def both_tails(sample, delta):
    """Take δ for each of the two ends."""
    low = 1 - clopper_pearson(1 - sample, delta)
    return low, clopper_pearson(sample, delta)


def empirical_bernstein(sample, delta):
    """Maurer and Pontil's limit with the sample variance."""
    n, log = len(sample), math.log(2 / delta)
    return sample.mean() + math.sqrt(2 * sample.var(ddof=1) * log / n) + 7 * log / (3 * (n - 1))


def plug_in_bernstein(sample, delta):
    """Put the sample variance into Bernstein's inequality."""
    n, log = len(sample), math.log(1 / delta)
    return sample.mean() + math.sqrt(2 * sample.var(ddof=1) * log / n) + log / (3 * n)


def better_of_two_looks(sample, delta):
    """Look at the first half, then at all of it, and keep the smaller limit."""
    return min(clopper_pearson(sample[: len(sample) // 2], delta), clopper_pearson(sample, delta))


def better_of_two_looks_corrected(sample, delta):
    """Do that with δ/2 for each look."""
    return better_of_two_looks(sample, delta / 2)


def trimmed(sample, delta):
    """Drop the largest value as an outlier before Hoeffding's limit."""
    kept = np.sort(sample)[:-1]
    return min(1.0, kept.mean() + math.sqrt(math.log(1 / delta) / (2 * len(kept))))


def conformal(sample, delta):
    """Take the ⌈(n + 1)(1 − δ)⌉-th smallest score, in whole numbers."""
    n = len(sample)
    allowed = math.floor((n + 1) * delta + 1e-9)
    return np.sort(sample)[n - allowed] if allowed else math.inf


def conformal_by_float(sample, delta):
    """Cut (n + 1)(1 − δ) to a whole number where it is one, by a float that falls just short of it."""
    k = int((len(sample) + 1) * (1 - delta))
    return np.sort(sample)[k - 1]


def conformal_by_quantile(sample, delta):
    """Take NumPy's quantile of the scores."""
    return np.quantile(sample, 1 - delta)


def binomial_p_value(sample, level):
    """Round the sum of losses down and ask the binomial law."""
    return binom.cdf(math.floor(sample.sum()), len(sample), level)
