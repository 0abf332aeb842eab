"""The calculator: any bound of the catalogue at given settings, every term apart, forwards and backwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds import backwards, inverse, optimum
from contextures.bounds.estimate import Estimate, estimate
from contextures.bounds.formula import (
    Formula,
    MissingSettings,
    Settings,
    exact_text,
    to_float,
)
from contextures.bounds.given import of_width, with_count, with_sample
from contextures.bounds.inverse import Inverse
from contextures.bounds.sample import Sample
from contextures.bounds.scan import sought
from contextures.bounds.settings import (
    ENTRY,
    Value,
    as_float,
    check,
    check_descending,
    finite,
    is_array,
    listed,
    read,
)
from contextures.bounds.supply import Spectral, risk
from contextures.errors import InputError
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.limit import Need
from contextures.theory.statement import Variant
from contextures.theory.verdicts import verdict_of


@dataclass(frozen=True, repr=False)
class Bound:
    """What a bound is worth at settings.

    Attributes
    ----------
    id : str
    variant : {"printed", "corrected"}
    part : str
        The part of the claim.
    reading : str
        What is bounded, and on which side.
    value : float or ndarray
        An array where a setting is one; NaN where a hypothesis fails or there is no value.
    exact : str or None
        ``p/q`` where the value is rational and nothing was measured.
    terms : dict of str to (float or ndarray)
        They add up to the value.
    settings : dict of str to (float or ndarray)
        What was used.
    supplied : tuple of str
        Those of them that came from the context.
    assumed : tuple of str
        Hypotheses that the settings do not tell.
    risk : float, ndarray or None
        With a finite context: the exact value of what is bounded, for the top-d functions of the context.
    estimate : Estimate or None
        With a finite context and a bound on samples: what is bounded, from random samples.
    inverse : Inverse or None
        Where a setting was solved for; the value is that at the first solution.
    lower : float, ndarray or None
        The lower end of an interval, whose upper end is the value.
    verdict : str or None
        What the catalogue says of the part; None where it was not searched yet.
    reconstructed : bool
        Whether the form is folklore or reconstructed, and no print of a paper.
    """

    id: str
    variant: Variant
    part: str
    reading: str
    value: float | NDArray[np.float64]
    exact: str | None
    terms: dict[str, float | NDArray[np.float64]]
    settings: dict[str, float | NDArray[np.float64]]
    supplied: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    risk: float | NDArray[np.float64] | None = None
    estimate: Estimate | None = None
    inverse: Inverse | None = None
    lower: float | NDArray[np.float64] | None = None
    verdict: str | None = None
    reconstructed: bool = False

    def __repr__(self) -> str:
        """What is bounded, and the value."""
        return f"Bound({self.id} ({self.variant}): {self.reading}, value {self.exact or _short(self.value)})"

    @property
    def solutions(self) -> tuple[float, ...]:
        """The values of the setting that was solved for; empty where none was."""
        return tuple(s.value for s in self.inverse.solutions) if self.inverse else ()

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures bound --json` writes."""
        document: dict[str, Any] = {
            "format": 1,
            "id": self.id,
            "variant": self.variant,
            "part": self.part,
            "reading": self.reading,
            "value": _plain(self.value),
            "lower": None if self.lower is None else _plain(self.lower),
            "exact": self.exact,
            "terms": {name: _plain(value) for name, value in self.terms.items()},
            "settings": {name: _plain(value) for name, value in self.settings.items()},
            "supplied": list(self.supplied),
            "assumed": list(self.assumed),
            "risk": None if self.risk is None else _plain(self.risk),
            "estimate": asdict(self.estimate) if self.estimate else None,
            "solutions": list(self.solutions),
            "verdict": self.verdict,
            "reconstructed": self.reconstructed,
        }
        if self.inverse:
            document["solved"] = {
                "name": self.inverse.name,
                "target": self.inverse.target,
                "range": list(self.inverse.range),
                "kept": [list(run) for run in self.inverse.kept],
            }
        return document


class Bounds(tuple[Bound, ...]):
    """Several bounds at the same settings, in the order asked for."""

    def __repr__(self) -> str:
        """The bounds, one a line."""
        return f"Bounds({', '.join(map(repr, self))})"

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures bound --json` writes of several."""
        return {"format": 1, "bounds": [found.to_json() for found in self]}


def _short(value: float | NDArray[np.float64]) -> str:
    """A value, or the shape and the ends of an array."""
    if not np.ndim(value):
        return f"{float(value):.6g}"
    known = np.asarray(value)[~np.isnan(value)]
    ends = f" from {known.min():.4g} to {known.max():.4g}" if known.size else ""
    return f"of shape {np.shape(value)}{ends}"


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [_plain(v) for v in value.tolist()] if value.ndim else finite(float(value))
    return [_plain(v) for v in value] if isinstance(value, list) else finite(value)


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
        Find the values of this setting at which the bound meets the `target`.
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
    if (solve is None) != (target is None and width is None) or (target is not None and width is not None):
        raise InputError("a setting to solve for and a target, or a width, come together")
    drawn = sample if sample is None or isinstance(sample, Sample) else Sample.of(sample)
    formula, said = with_count(formula, with_sample(formula, settings, drawn))
    given = _read(formula, said, _supplier(context))
    if best is not None:
        given = given.having(**{best: optimum.best(formula, given, best, within)})
        if formula.limit is not None and Need.FIXED in formula.limit.needs:
            chosen = _evaluated(formula, given)
            return replace(chosen, assumed=(_chosen(best), *chosen.assumed))
    if solve is None:
        return _evaluated(formula, given)
    asked = formula if width is None else of_width(formula)
    sought(asked, given, solve)
    _complete(asked, given, without=solve)
    seek = inverse.solve if formula.limit is None else backwards.solve
    found = seek(asked, given, solve, width if target is None else target, within)
    first = found.solutions[0] if found.solutions else inverse.Solution(found.kept[0][0])
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
    supplier = _supplier(context)
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


def _supplier(context: Any) -> Any:
    """What supplies the spectrum: itself, or what a file holds."""
    from contextures.samples.saved import load_context
    from contextures.samples.sources import context_of, is_context, is_path

    if not is_path(context):
        return context
    return load_context(context) if is_context(context) else context_of(context, "table")[0]


def _read(formula: Formula, settings: Mapping[str, Any], context: Any) -> Settings:
    """Read and check the settings."""
    values: dict[str, Value] = {}
    sequences: dict[str, Sequence[Value]] = {}
    for name, value in settings.items():
        if name in formula.sequences:
            entries = value.split(",") if isinstance(value, str) else value
            sequences[name] = [read(f"{name}_{k + 1}", entry) for k, entry in enumerate(entries)]
            if formula.limit is not None:
                continue
            values |= {f"{name}_{k + 1}": v for k, v in enumerate(sequences[name])}
            continue
        symbol = formula.symbol_of(name)
        if symbol is None:
            raise InputError(f"{formula.statement.id} has no setting {name!r}; its settings are {_described(formula)}")
        values[name] = read(name, value)
    supply = Spectral(context, formula.statement.vocabulary) if context is not None else None
    if supply:
        sequences = {**{k: v for k, v in supply.sequences.items() if k in formula.sequences}, **sequences}
        values = {**{k: v for k, v in supply.entries.items() if formula.symbol_of(k) is not None}, **values}
    for name, value in values.items():
        symbol = formula.symbol_of(name)
        if symbol is not None:
            check(name, value, symbol, formula.meaning(name))
    _check_sequences(formula, values)
    try:
        np.broadcast_shapes(*(value.shape for value in values.values() if is_array(value)))
    except ValueError:
        shapes = ", ".join(f"{name} {value.shape}" for name, value in values.items() if is_array(value))
        raise InputError(f"the arrays do not broadcast together: {shapes}") from None
    return Settings(values, sequences, supply=supply)


def _check_sequences(formula: Formula, values: Mapping[str, Value]) -> None:
    for base in formula.sequences:
        entries = {
            int(found["index"]): value
            for name, value in values.items()
            if (found := ENTRY.fullmatch(name)) and found["base"] == base and found["index"].isdigit()
        }
        if "descending" in formula.meaning(base).text:
            check_descending(base, entries)


def _described(formula: Formula) -> str:
    """The names that may be set, those of sequences by their entries."""
    names = []
    for name in formula.names:
        names += [f"{name}_1, {name}_2, …, {name}_next"] if name in formula.sequences else [name]
    return listed(names)


def _complete(formula: Formula, settings: Settings, without: str | None = None) -> None:
    """Raise InputError with the names of all settings that the formula lacks."""
    try:
        trial = settings if without is None else settings.having(**{without: fmpq(1)})
        formula.value(trial)
    except MissingSettings as error:
        meanings = {name: formula.meaning(name) for name in sorted(error.names)}
        missing = [f"{name} ({meaning.text}, {meaning.range})" for name, meaning in meanings.items()]
        raise InputError(
            f"{formula.statement.id} lacks {listed(missing)}; its settings are {_described(formula)}"
        ) from None
    except (UndefinedError, NotCertifiable):
        return


def _evaluated(formula: Formula, settings: Settings) -> Bound:
    """Check the hypotheses and compute the value and its terms."""
    _complete(formula, settings)
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
        lower=None if lower is None else _shown(formula.computed(lower, settings), mask),
        verdict=verdict_of(formula.statement.id, formula.variant, formula.part.name),
        reconstructed=formula.statement.source.reconstructed,
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
