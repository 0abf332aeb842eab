"""Limits side by side: every one of chapter 8 at the same settings, the smallest marked, and why some do not apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from contextures.bounds import betting
from contextures.bounds.bound import bound
from contextures.bounds.comparison import BETTING, EXACT, GROUPS, Comparison, Row
from contextures.bounds.formula import Formula
from contextures.bounds.law import Law
from contextures.bounds.result import Bound
from contextures.bounds.sample import Sample
from contextures.bounds.settings import as_float, finite, is_array, shown
from contextures.bounds.told import range_of, told_of
from contextures.errors import InputError
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.limit import Need, Side
from contextures.theory.verdicts import verdict_of

TELLS = {"KL": "every posterior", "classes": "every hypothesis", "weight": "every hypothesis", "d": "every hypothesis",
         "growth": "every hypothesis", "rademacher": "every hypothesis"}  # fmt: skip
"""Which settings ask for a group beside the first."""
FEW = 10
"""Values that may stand in ascending order by chance."""
DOUBTFUL = frozenset({
    "classical.empirical-bernstein-lean", "classical.bernstein-plug-in", "classical.clopper-pearson-losses",
    "classical.folk-intervals", "classical.pb-optimistic", "classical.pb-catoni-free",
})  # fmt: skip
"""Folklore and questions: none of them is the best before it was searched."""
BETS = tuple(map(str, (Need.INDEPENDENT, Need.BOUNDED, Need.SAMPLE)))
"""What the limit by betting needs."""
STANDS = ("unrefuted", "argued", "proved")
"""Verdicts of what may be the best."""


def compare(
    *, sample: Any = None, law: Any = None, two_sided: bool = False, statements: Catalogue = catalogue, **settings: Any
) -> Comparison:
    """Compute the upper limits of a mean side by side.

    Parameters
    ----------
    sample : array_like, path or Sample, optional
        Numbers in the order drawn, or a file with one a line: tells n, the mean, the variance and the rest.
    law : mapping of values to probabilities, or str, optional
        Such as ``{0: "1/2", 1: "1/2"}`` or ``"0=1/2,1=1/2"``: of each limit the exact probability that it misses the
        mean of this law. It tells ``true_variance``, and where neither a sample nor a mean is said, the limits are
        those at its own moments.
    two_sided : bool, optional
        Whether both sides are meant: each limit at δ/2, and its mirror image from below.
    statements : Catalogue, optional
    **settings : number or str
        ``n``, ``delta`` and ``mean`` or ``count``, unless a sample tells them; ``variance``, ``second_moment``,
        ``true_variance``, ``a``, ``b``, ``gamma``, ``mu`` for limits that need them; ``KL``, ``C`` and ``lambda`` for
        every posterior of PAC-Bayes, ``classes``, ``weight``, ``d``, ``growth``, ``rademacher`` for every hypothesis of
        a class. γ, μ, C and λ are chosen where they are not said, without regard to the data.

    Raises
    ------
    InputError
        Where a setting is unknown, missing or out of range, or nothing is compared.

    Examples
    --------
    >>> import contextures as cx
    >>> cx.compare(mean="3/25", n=500, delta="1/20").settings["n"]
    500.0
    """
    drawn = sample if sample is None or isinstance(sample, Sample) else Sample.of(sample)
    known = None if law is None else Law.of(law)
    given = told_of(settings, drawn, known)
    groups = ["one mean"] if not set(TELLS) & set(settings) else sorted({TELLS[n] for n in settings if n in TELLS})
    if known is not None and groups != ["one mean"]:
        raise InputError(f"a law tells how often a limit of one mean misses; it does not go with {', '.join(groups)}")
    rows = [
        _row(id_, part, given, drawn, two_sided, statements)
        for group in groups
        for id_, part in GROUPS[group]
        if id_ in statements
    ]
    if drawn is None and all(row.value is None for row in rows):
        raise InputError(f"no limit applies: {rows[0].why if rows else 'there is none'}")
    if known is not None:
        rows = [replace(row, miss=_miss(row, known, given, two_sided, statements)) for row in rows]
    told = {name: as_float(value) for name, value in given.items() if not is_array(value)}
    return Comparison(
        {n: float(v) for n, v in told.items()}, two_sided, _ordered(rows), None if known is None else known.fractions
    )


def _row(id_: str, part: str, given: Mapping[str, Any], drawn: Sample | None, both: bool, statements: Catalogue) -> Row:
    """One limit at the settings, or why it does not apply."""
    if id_ == BETTING:
        return _betting(part, given, drawn, both, statements)
    statement = statements[id_]
    variant = "printed" if id_ in DOUBTFUL else None
    formula = Formula.of(statement, variant, part or None, moved=bool({"a", "b"} & set(given)))
    assert formula.limit is not None
    interval = formula.limit.side is Side.INTERVAL
    common = (id_, formula.part.name, formula.variant)
    told = (verdict_of(*(id_, formula.variant, formula.part.name)), statement.source.reconstructs(formula.part.name))
    needs = tuple(map(str, formula.limit.needs))

    def off(why: str) -> Row:
        return Row(*common, None, None, None, {}, *told, why=why, needs=needs)

    if interval and not both and id_ == "classical.folk-intervals":
        return off("an interval on both sides; --two-sided compares it")
    if Need.BINARY in formula.limit.needs and not (drawn.binary if drawn is not None else "count" in given):
        return off(f"it is for values 0 and 1{_of_coins(id_, part, given, drawn, both, statements)}")
    chosen = _chosen(formula, given)
    names = {*formula.symbols, "mean", "count"}
    used = {**{n: v for n, v in given.items() if n in names and n not in (drawn.settings if drawn else ())}, **chosen}
    if both and not interval:
        used["delta"] = given["delta"] / 2
    try:
        found = _bound(id_, part, used, drawn, statements)
        low = (
            _mirrored(id_, part, used, range_of(given), drawn, statements)
            if both and not interval
            else found.lower
            if both
            else None
        )
    except InputError as error:
        return off(_reason(str(error), id_))
    value, mean = float(found.value), float(as_float(given["mean"]))
    words = ", ".join(f"{n} = {shown(v)}" for n, v in chosen.items())
    return Row(
        *common,
        finite(value),
        None if low is None else finite(float(low)),
        finite(value - mean),
        {n: float(v) for n, v in found.terms.items()},
        *told,
        why=None if np.isfinite(value) else "it has no value here",
        chosen=words,
        needs=needs,
    )


def _of_coins(
    id_: str, part: str, given: Mapping[str, Any], drawn: Sample | None, both: bool, statements: Catalogue
) -> str:
    """What a limit for values 0 and 1 would be if a mean were one of such values, in words after what it is for."""
    if drawn is not None or range_of(given) != (fmpq(0), fmpq(1)):
        return ""
    count = given["mean"] * given["n"]
    if count.q != 1:
        return f", and no {shown(given['n'])} such values have the mean {shown(given['mean'])}"
    coins = {"n": given["n"], "delta": given["delta"], "count": count}
    row = _row(id_, part, {**coins, "mean": given["mean"]}, None, both, statements)
    if row.value is None:
        return ""
    value = f"{row.value:.6g}" if row.lower is None else f"{row.lower:.6g} to {row.value:.6g}"
    exact = ", exactly" if id_ == EXACT and not both else ""
    return f"; if all are such, count={shown(count)} in place of mean= gives {value}{exact}"


def _miss(row: Row, law: Law, given: Mapping[str, Any], both: bool, statements: Catalogue) -> Fraction | None:
    """How often a limit misses the mean of a law, exactly."""
    n, (low, high) = int(given["n"].p), range_of(given)
    if row.id == BETTING:
        return law.miss_of_betting(n, given["delta"], both, low, high)
    formula = Formula.of(statements[row.id], row.variant, row.part, moved=bool({"a", "b"} & set(given)))
    assert formula.limit is not None
    fixed = {name: given[name] for name in ("gamma", "mu") if name in given}
    return law.miss(formula.limit, n, given["delta"], both, {"a": low, "b": high, **fixed, **_chosen(formula, given)})


def _bound(id_: str, part: str, used: Mapping[str, Any], drawn: Sample | None, statements: Catalogue) -> Bound:
    kept = dict(used)
    variant = "printed" if id_ in DOUBTFUL else None
    if drawn is None:
        formula = Formula.of(statements[id_], variant, part or None)
        kept.pop(
            "mean" if "count" in formula.symbols and "mean" not in formula.symbols and "count" in used else "count",
            None,
        )
        if "mean" not in formula.symbols and "count" not in formula.symbols:
            kept.pop("mean", None)
    return bound(id_, variant=variant, part=part or None, sample=drawn, statements=statements, **kept)


def _chosen(formula: Formula, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is chosen without regard to the data where nothing is said: γ = 1/(2b), μ in the middle, C = 1, λ = 1."""
    low, high = range_of(given)
    usual = {"gamma": 1 / (2 * high) if high > 0 else None, "mu": (low + high) / 2, "C": fmpq(1), "lambda": fmpq(1)}
    return {n: v for n, v in usual.items() if n in formula.symbols and n not in given and v is not None}


def _mirrored(
    id_: str, part: str, used: Mapping[str, Any], ends: tuple[fmpq, fmpq], drawn: Sample | None, statements: Catalogue
) -> float:
    """The limit from below: a + b less the upper limit of a + b − Z."""
    low, high = ends
    turned = dict(used)
    if "mean" in used:
        turned["mean"] = low + high - used["mean"]
        if "second_moment" in used:
            turned["second_moment"] = used["second_moment"] + (low + high) ** 2 - 2 * (low + high) * used["mean"]
    if "count" in used:
        turned["count"] = used["n"] - used["count"]
    if "mu" in used:
        turned["mu"] = low + high - used["mu"]
    for name, other in (("mean_plus", "mean_minus"), ("mean_minus", "mean_plus")):
        if other in used:
            turned[name] = used[other]
    total = float(as_float(low + high))
    reflected = None if drawn is None else Sample(total - drawn.values)
    return total - float(_bound(id_, part, turned, reflected, statements).value)


def _betting(part: str, given: Mapping[str, Any], drawn: Sample | None, both: bool, statements: Catalogue) -> Row:
    """The limit by betting, of a sample in the order drawn."""
    source = statements[BETTING].source.reconstructs(part)
    common: tuple[str, str, str] = (BETTING, part, "printed")
    told = (verdict_of(BETTING, "printed", part), source)

    def off(why: str) -> Row:
        return Row(*common, None, None, None, {}, *told, why=why, needs=BETS)

    if drawn is None:
        return off("it needs the sample itself, in the order drawn (--sample)")
    if (np.diff(drawn.values) >= 0).all() and np.ptp(drawn.values) > 0 and len(drawn.values) > FEW:
        return off("the sample is sorted, and stakes need the order drawn")
    low, high = (float(as_float(end)) for end in range_of(given))
    level = float(as_float(given["delta"])) / (2 if both else 1)
    inner = np.clip((drawn.values - low) / (high - low), 0, 1)
    value = low + (high - low) * betting.upper_limit(inner, level)
    below = high - (high - low) * betting.upper_limit(1 - inner, level) if both else None
    excess = value - float(as_float(given["mean"]))
    return Row(*common, value, below, excess, {}, *told, chosen=betting.RULE, needs=BETS)


def _reason(message: str, id_: str) -> str:
    """What is said of one limit, from an error that names it."""
    told = message.removeprefix(f"{id_} ").partition("; its settings are")[0]
    return f"it {told}" if told.startswith(("lacks", "assumes", "is for")) else told


def _ordered(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Mark the smallest that stands, and sort: what stands, what is refuted, what does not apply."""

    def size(row: Row) -> float:
        assert row.value is not None
        return row.value if row.lower is None else row.value - row.lower

    applied = [row for row in rows if row.value is not None]
    able = [row for row in applied if row.verdict in STANDS or (row.verdict is None and row.id not in DOUBTFUL)]
    least = min(able, key=size, default=None)
    marked = [replace(row, best=row is least) for row in applied]
    return (
        *sorted((row for row in marked if not row.refuted), key=size),
        *sorted((row for row in marked if row.refuted), key=size),
        *(row for row in rows if row.value is None),
    )
