"""The mean risk of norm-constrained least squares on one function, exactly: the coefficient is a clipped ratio."""

from __future__ import annotations

import numpy as np
from flint import fmpq

from contextures.exact import enumeration, numbers
from contextures.exact.arithmetic import independent_columns
from contextures.exact.numbers import Exact, NotCertifiable
from contextures.measure.worlds.bounds import SampledWorld


def mean_risk(world: SampledWorld, square_radius: fmpq) -> Exact:
    """Return E‖f̂ − f*‖² over every sample of n inputs and signs, of the worst minimiser.

    Parameters
    ----------
    world : SampledWorld
        Exact.
    square_radius : fmpq
        R².

    Raises
    ------
    NotCertifiable
        Where the encoder has more than one visible dimension.
    """
    context, target = world.context, world.task
    independent = independent_columns(world.visible)
    constant = context.inner_x(target, target)
    if not independent:
        return constant
    if len(independent) > 1:
        raise NotCertifiable("the constrained minimisers of more than one function are irrational")
    function = world.visible[:, independent[0]]
    feature = context.forward @ function
    limit = square_radius / context.inner_a(function, function)
    quadratic, linear = context.inner_x(feature, feature), context.inner_x(feature, target)
    # Every risk is c²F − 2cb + ‖f*‖²; at the radius c² is rational, and c is its root up to a sign.
    plain, rooted = fmpq(0), fmpq(0)
    n, sigma, p_x = world.chosen["n"], world.fields["sigma"], context.p_x
    chances = enumeration.count_probabilities(np.concatenate([p_x, p_x]) / 2, n)
    for up, down, chance in zip(*enumeration.label_counts(len(target), n), chances, strict=True):
        seen = [(feature[x], target[x], int(up[x]), int(down[x])) for x in range(len(target))]
        size = sum(((k + m) * value**2 for value, _, k, m in seen), fmpq(0))
        if size == 0:
            plain += chance * (limit * quadratic + constant)
            rooted += chance * 2 * abs(linear)
            continue
        fitted = sum((value * ((k + m) * y + (k - m) * sigma) for value, y, k, m in seen), fmpq(0)) / size
        if fitted**2 <= limit:
            plain += chance * (fitted**2 * quadratic - 2 * fitted * linear + constant)
        else:
            plain += chance * (limit * quadratic + constant)
            rooted -= chance * 2 * linear * (1 if fitted > 0 else -1)
    return numbers.add([plain, numbers.multiply([rooted, numbers.square_root(limit)])])
