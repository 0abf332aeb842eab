"""The settings of a limit: what is said, what a sample tells, and what follows from the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp
from flint import fmpq

from contextures.bounds.formula import Formula
from contextures.bounds.sample import Sample
from contextures.bounds.settings import is_array, read, shown
from contextures.errors import InputError
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit, Need, Side
from contextures.theory.symbols.classical import DEFAULTS, count, mean, n


def with_sample(formula: Formula, settings: Mapping[str, Any], sample: Sample | None) -> dict[str, Any]:
    """Return the settings of a limit with what a sample tells of it.

    Raises
    ------
    InputError
        Where a setting is both said and told by the sample, or the sample does not suit the limit.
    """
    if sample is None:
        return dict(settings)
    limit = formula.limit
    if limit is None:
        raise InputError(f"{formula.statement.id} is no limit of a sample; leave --sample out")
    if both := sorted(set(settings) & {*sample.settings, "sample"}):
        raise InputError(f"{both[0]} is both set and told by the sample; one of them is right")
    fits(limit, formula.statement.id, settings, sample)
    told = {**sample.settings, "sample": sample.ascending}
    if "mu" in settings and "mean_plus" in formula.symbols:
        told |= sample.split(read("mu", settings["mu"]))
    return {**settings, **{name: value for name, value in told.items() if name in formula.symbols}}


def fits(limit: Limit, id_: str, settings: Mapping[str, Any], sample: Sample) -> None:
    """Raise InputError where a sample has values that a limit does not speak of."""
    if Need.BINARY in limit.needs and not sample.binary:
        odd = next(float(z) for z in sample.values if z not in (0, 1))
        raise InputError(
            f"{id_} is for values 0 and 1 and the sample holds {odd:g}; a limit for losses in [0, 1] is right"
        )
    low, high = (read(name, settings.get(name, DEFAULTS[name])) for name in ("a", "b"))
    if is_array(low) or is_array(high):
        return
    bounded, above = Need.BOUNDED in limit.needs, Need.BOUNDED_ABOVE in limit.needs
    outside = sample.outside(low if bounded else None, high if bounded or above else None)
    if outside is not None:
        where = f"the range [{shown(low)}, {shown(high)}]" if bounded else f"what is at most {shown(high)}"
        raise InputError(
            f"the sample holds {outside:g}, outside of {where}; name the range that was known with a= and b="
        )


def with_count(formula: Formula, settings: Mapping[str, Any]) -> tuple[Formula, dict[str, Any]]:
    """Return a limit and its settings with the count from the mean, or the mean from the count.

    Raises
    ------
    InputError
        Where the mean of n values 0 and 1 is no multiple of 1/n, or count and mean contradict each other.
    """
    given = dict(settings)
    limit = formula.limit
    if limit is None:
        return formula, given
    if "count" in formula.symbols and "count" not in given and "mean" in given:
        if "n" in given and not is_array(given["n"]) and not is_array(read("mean", given["mean"])):
            total = read("mean", given["mean"]) * read("n", given["n"])
            if total.q != 1:
                share = f"{shown(read('mean', given['mean']))} of {shown(read('n', given['n']))}"
                ones = f"{float(total.p) / float(total.q):g} ones"
                raise InputError(
                    f"mean is {share}, which is {ones}; a whole number is right, since {formula.statement.id} is for "
                    "values 0 and 1"
                )
            given["count"] = total
            del given["mean"]
            return formula, given
        return _put(formula, limit, {"count": sp.ceiling(n * mean)}), given
    if "mean" in formula.symbols and "mean" not in given and "count" in given:
        if "n" in given and not is_array(read("n", given["n"])) and not is_array(read("count", given["count"])):
            size = read("n", given["n"])
            given["mean"] = read("count", given.pop("count")) / (size if size != 0 else fmpq(1))
            return formula, given
        return _put(formula, limit, {"mean": count / n}), given
    return formula, given


def _put(formula: Formula, limit: Limit, by: Mapping[str, sp.Expr]) -> Formula:
    return formula.holding(limit.at(**by))


def of_use(formula: Formula) -> tuple[Formula, Hypothesis]:
    """Return, in place of a limit, how far it is from saying anything (at most 0 where it does), and what that asks.

    Raises
    ------
    InputError
        Where it always says something.
    """
    useful = None if formula.limit is None else formula.limit.useful
    if formula.limit is None or useful is None:
        raise InputError("a setting to solve for and a target, or a width, come together")
    gap = useful.lhs - useful.rhs
    return formula.holding(
        replace(formula.limit, value=gap, terms={}, side=Side.AT_MOST, useful=None, beside={})
    ), useful


def of_width(formula: Formula) -> Formula:
    """Return, in place of a limit, how far it is from the mean; in place of an interval, how long it is.

    Raises
    ------
    InputError
        Where the limit has no width.
    """
    limit = formula.limit
    if limit is None or (limit.lower is None and mean not in limit.value.free_symbols):
        raise InputError(f"{formula.statement.id} has no width; a target of the value is right (--target)")
    width = limit.value - (mean if limit.lower is None else limit.lower)
    return formula.holding(replace(limit, value=width, terms={}, lower=None, side=Side.UPPER, beside={}))
