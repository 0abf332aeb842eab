"""The calculator: any bound of the catalogue at given settings, every term apart, forwards and backwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from contextures.bounds import backwards, inverse, optimum
from contextures.bounds.answers import answers
from contextures.bounds.asked import complete, read_settings, supplier_of
from contextures.bounds.estimate import estimate
from contextures.bounds.formula import Formula
from contextures.bounds.given import of_use, of_width, with_count, with_sample
from contextures.bounds.known import Settings, exact_text, to_float
from contextures.bounds.question import Solution
from contextures.bounds.result import Bound, Bounds
from contextures.bounds.sample import Sample
from contextures.bounds.scan import sought
from contextures.bounds.settings import as_float, listed, read
from contextures.bounds.supply import Spectral, risk
from contextures.errors import InputError
from contextures.exact.numbers import UndefinedError
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.limit import Need
from contextures.theory.verdicts import verdict_of


def bound(
    id: str,
    /,
    *,
    variant: str | None = None,
    part: str | None = None,
    context: Any = None,
    solve: str | None = None,
    target: Any = None,
    width: Any = None,
    best: str | None = None,
    within: tuple[Any, Any] | None = None,
    sample: Any = None,
    statements: Catalogue = catalogue,
    **settings: Any,
) -> Bound:
    """Compute a bound of the catalogue.

    Parameters
    ----------
    id : str
        Of the statement.
    variant : {"printed", "corrected"}, optional
        By default the corrected form where there is one.
    part : str, optional
        By default the first part of the claim that holds a formula.
    context : Context, DataContext, spectrum or path, optional
        Supplies what is not set: the singular values, κ, S_λ. A file holds a contingency table, unless it is a saved
        context or spectrum (.npz); a shipped table goes by its name.
    solve : str, optional
        Find the values of this setting at which the bound meets the `target`; without a target: from which on a rank
        names a finite threshold.
    target : number, optional
    width : number, optional
        Of a limit, in place of a target: what it is to add to the mean at most, or how long an interval is to be.
    best : str, optional
        Find the value of this setting at which the bound is best.
    within : (number, number), optional
        Range in which `solve` or `best` looks.
    sample : array_like, path or Sample, optional
        Numbers, or a file with one a line, that tell a limit n, the mean, the variance, the second moment, and the
        count where all are 0 or 1.
    statements : Catalogue, optional
    **settings : number, str or array_like
        By the names that ``contextures show ID`` lists; a float means the decimal it is written as, and arrays
        broadcast together. An entry of a sequence is ``s_1``, its entry d + 1 ``s_next``; ``s=[…]`` is all of it.

    Returns
    -------
    Bound

    Raises
    ------
    InputError
        For a setting that is missing, unknown or out of range, a hypothesis that fails, or a target out of reach.

    Examples
    --------
    >>> import contextures as cx
    >>> cx.bound("optimality.minimax-value", s_1="9/10", s_2="1/2", s_next="1/2", epsilon="1/5").exact
    '17/56'
    """
    formula = Formula.of(statements[id], variant, part, moved=bool({"a", "b"} & set(settings)))
    if (solve is None and (target is not None or width is not None)) or (target is not None and width is not None):
        raise InputError("a setting to solve for and a target, or a width, come together")
    drawn = sample if sample is None or isinstance(sample, Sample) else Sample.of(sample)
    formula, said = with_count(formula, with_sample(formula, settings, drawn))
    given = read_settings(formula, said, supplier_of(context))
    if best is not None:
        given = given.having(**{best: optimum.best(formula, given, best, within)})
        if formula.limit is not None and Need.FIXED in formula.limit.needs:
            chosen = _evaluated(formula, given)
            return replace(chosen, assumed=(_chosen(best), *chosen.assumed))
    if solve is None:
        return _evaluated(formula, given)
    asked, useful = formula if width is None else of_width(formula), None
    if target is None and width is None:
        (asked, useful), target = of_use(formula), 0
    sought(asked, given, solve)
    complete(asked, given, without=solve)
    seek = inverse.solve if formula.limit is None else backwards.solve
    found = seek(asked, given, solve, width if target is None else target, within)
    if useful is not None:
        found = replace(found, target=useful.text)
    first = found.solutions[0] if found.solutions else Solution(found.kept[0][0])
    result = _evaluated(formula, given.having(**{solve: read(solve, first.exact or first.value)}))
    return replace(result, inverse=found, exact=result.exact if first.exact else None)


def _chosen(name: str) -> str:
    return f"the best {name} for these settings, although the limit holds for one that was chosen before the data"


def compare_bounds(
    ids: Sequence[str], /, *, context: Any = None, statements: Catalogue = catalogue, **settings: Any
) -> Bounds:
    """Compute several bounds at the same settings; each takes those that it knows.

    Parameters
    ----------
    ids : sequence of str
    context : Context, DataContext, spectrum or path, optional
    statements : Catalogue, optional
    **settings
        As for `bound`.

    Returns
    -------
    Bounds
        A tuple of `Bound`.

    Raises
    ------
    InputError
        As for `bound`; for a setting that none of them knows.
    """
    if isinstance(ids, str) or not isinstance(ids, Iterable):
        raise InputError(f"compare_bounds takes a list of ids of statements, not {ids!r}")
    ids = list(ids)
    supplier = supplier_of(context)
    formulas = [Formula.of(statements[id_]) for id_ in ids]
    for name in settings:
        if all(f.symbol_of(name) is None and name not in f.sequences for f in formulas):
            raise InputError(f"{name} is a setting of none of {listed(list(ids))}")
    found = []
    for id_, formula in zip(ids, formulas, strict=True):
        known = {k: v for k, v in settings.items() if formula.symbol_of(k) is not None or k in formula.sequences}
        found.append(bound(id_, context=supplier, statements=statements, **known))
    return Bounds(found)


def is_whole(ids: Sequence[str], name: str, statements: Catalogue = catalogue) -> bool:
    """Tell whether a setting of some statements is a whole number."""
    symbols = (Formula.of(statements[id_]).symbol_of(name) for id_ in ids)
    return any(symbol is not None and bool(symbol.is_integer) for symbol in symbols)


def _evaluated(formula: Formula, settings: Settings) -> Bound:
    """Check the hypotheses and compute the value and its terms."""
    complete(formula, settings)
    failing, open_, mask = formula.violated(settings)
    if failing:
        hypothesis = failing[0]
        words = f" ({hypothesis.text})" if hypothesis.text else ""
        raise InputError(
            f"{formula.statement.id} assumes {hypothesis.name}: {hypothesis.lhs} {hypothesis.relation} "
            f"{hypothesis.rhs}{words}, which these settings violate"
        )
    try:
        value = formula.value(settings)
        terms = {name: formula.computed(term, settings) for name, term in formula.terms.items()}
    except UndefinedError as error:
        raise InputError(f"{formula.statement.id} has no value at these settings ({error})") from None
    used, supplied = _used(formula, settings)
    shown = _shown(value, mask)
    lower = formula.limit.lower if formula.limit is not None else None
    return Bound(
        formula.statement.id,
        formula.variant,
        formula.part.name,
        formula.reading,
        shown,
        None if isinstance(value, np.ndarray) or supplied else exact_text(value),
        {name: term if isinstance(term, np.ndarray) else to_float(term) for name, term in terms.items()},
        used,
        supplied,
        tuple(h.text or h.name for h in open_) + tuple(map(str, formula.limit.needs if formula.limit else ())),
        risk(formula, settings.supply.context, settings) if isinstance(settings.supply, Spectral) else None,
        estimate(formula, settings.supply.context, settings) if isinstance(settings.supply, Spectral) else None,
        beside=answers(formula, settings),
        lower=None if lower is None else _shown(formula.computed(lower, settings), mask),
        verdict=verdict_of(formula.statement.id, formula.variant, formula.part.name),
        reconstructed=formula.statement.source.reconstructs(formula.part.name),
        formula=formula,
    )


def _shown(value: Any, mask: Any) -> Any:
    """A value in floats, NaN where a hypothesis fails."""
    return np.where(mask, value, np.nan) if isinstance(value, np.ndarray) else to_float(value)


def _used(formula: Formula, settings: Settings) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The settings that entered, and those of them that came from the context."""
    used: dict[str, Any] = {name: as_float(value) for name, value in settings.values.items()}
    supplied = []
    if settings.supply:
        for symbol in sorted(map(str, formula.symbols)):
            found = None if symbol in settings.values or symbol in formula.sequences else settings[symbol]
            if found is not None:
                used[symbol] = as_float(found)
                supplied.append(symbol)
        for base, entries in settings.sequences.items():
            if f"{base}_1" not in settings.values:
                used[base] = np.array([to_float(entry) for entry in entries])
                supplied.append(base)
    return used, tuple(supplied)
