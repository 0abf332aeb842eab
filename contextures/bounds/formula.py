"""The formula of a bound: which side of a claim it is, the settings it needs, and its value at settings.

Sums and entries of sequences are unrolled to plain symbols (``s_1``, ``s_next``), so that settings are what the
command line names; what remains is evaluated by the same walk of the tree that the verifier uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import flint
import numpy as np
import sympy as sp
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.settings import ENTRY, NEXT, Value, is_array, listed
from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.arithmetic import Floats, Rationals
from contextures.exact.numbers import Exact, NotCertifiable, UndefinedError
from contextures.measure.evaluate import Evaluator
from contextures.measure.formula import value_at
from contextures.measure.quantities.registry import Quantity
from contextures.measure.world import World
from contextures.theory.limit import Limit, Side
from contextures.theory.statement import Claim, Inequality, Part, Statement, Variant
from contextures.theory.symbols.classical import DEFAULTS, SETTINGS, mean
from contextures.theory.symbols.vocabulary import Meaning, Vocabulary

DIMENSION = "d"
"""The size that the suffix ``next`` refers to: the entry d + 1."""


class MissingSettings(InputError):
    """Settings that a formula needs were not given; ``names`` says which."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(f"missing: {listed(sorted(names))}")
        self.names = names


@dataclass(frozen=True)
class Settings:
    """Values by name, each a rational, a ball or an array; arrays broadcast together.

    Attributes
    ----------
    values : mapping of str to value
    sequences : mapping of str to list
        Sequences that are known as a whole, by name: their entries from the first index, zero beyond the last one.
    firsts : mapping of str to int
        Index of the first entry, where it is not 1.
    supply : Supply or None
        Where further values come from: a context.
    """

    values: Mapping[str, Value]
    sequences: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    firsts: Mapping[str, int] = field(default_factory=dict)
    supply: Supply | None = None

    @property
    def sizes(self) -> dict[str, int]:
        """The settings that are whole numbers."""
        return {name: int(v.p) for name, v in self.values.items() if isinstance(v, fmpq) and v.q == 1}

    def having(self, **values: Value) -> Settings:
        """Return the settings with some of them changed."""
        return replace(self, values={**self.values, **values})

    def follows(self, base: str) -> bool:
        """Tell whether the entry d + 1 of a sequence is known by that name."""
        return f"{base}_{NEXT}" in self.values or (base in self.sequences and DIMENSION in self.values)

    def __getitem__(self, name: str) -> Value | None:
        """Return a value; None where it is not known."""
        if name in self.values:
            return self.values[name]
        entry = ENTRY.fullmatch(name)
        if entry and entry["base"] in self.sequences:
            return self._entry(entry["base"], entry["index"])
        return self.supply.value(name, self.values.get(DIMENSION)) if self.supply else None

    def _entry(self, base: str, index: str) -> Value | None:
        entries, first = self.sequences[base], self.firsts.get(base, 1)
        if index != NEXT:
            position = int(index) - first
            return entries[position] if position < len(entries) else fmpq(0)
        d = self.values.get(DIMENSION)
        if d is None:
            return None
        if not is_array(d):
            return self._entry(base, str(int(d.p) + 1))
        padded = np.array([*map(to_float, entries), 0.0])
        return padded[np.minimum(d.astype(int) + 1 - first, len(entries))]

    def at(self, expression: sp.Expr) -> dict[str, Value]:
        """Return the values of the symbols of an unrolled expression; MissingSettings where one is not known."""
        known = {str(symbol): self[str(symbol)] for symbol in expression.free_symbols}
        absent = frozenset(name for name, value in known.items() if value is None)
        if absent:
            raise MissingSettings(absent)
        return known


class Supply(Protocol):
    """What supplies settings that were not given."""

    def value(self, name: str, d: Value | None) -> Value | None:
        """Return the value of a setting for a dimension; None where it is none of its."""


def unrolled(expression: sp.Expr, settings: Settings, indices: Mapping[str, int] | None = None) -> sp.Expr:
    """Write the sums of an expression out and its entries of sequences as symbols.

    Parameters
    ----------
    expression : sympy.Expr
    settings : Settings
        Its whole numbers are what indices and limits may speak of.
    indices : mapping of str to int, optional
        Values of the indices of sums.

    Raises
    ------
    MissingSettings
        Where a size is not known.
    """
    indices = indices or {}
    sizes = {**settings.sizes, **indices}
    if isinstance(expression, sp.Sum):
        (index, first, last), *more = expression.limits
        if more:
            raise TypeError(f"a sum over one index at a time: {expression}")
        steps = range(_whole(first, sizes), _whole(last, sizes) + 1)
        return sp.Add(*(unrolled(expression.function, settings, {**indices, str(index): k}) for k in steps))
    if isinstance(expression, sp.Indexed):
        return _entry(expression, settings, sizes)
    if expression.is_Symbol and str(expression) in indices:
        return sp.Integer(indices[str(expression)])
    if not expression.args:
        return expression
    return expression.func(*(unrolled(argument, settings, indices) for argument in expression.args))


def _entry(expression: sp.Indexed, settings: Settings, sizes: Mapping[str, int]) -> sp.Expr:
    base, index = str(expression.base.label), expression.indices[0]
    if _is_next(index) and (settings.follows(base) or DIMENSION not in sizes):
        return sp.Symbol(f"{base}_{NEXT}", real=True)
    return sp.Symbol(f"{base}_{_whole(index, sizes)}", real=True)


def _is_next(index: sp.Expr) -> bool:
    return bool(index == sp.Symbol(DIMENSION, integer=True) + 1)


def _whole(expression: sp.Expr, sizes: Mapping[str, int]) -> int:
    unknown = {str(symbol) for symbol in expression.free_symbols if str(symbol) not in sizes}
    if unknown:
        raise MissingSettings(frozenset(unknown))
    return int(expression.subs({symbol: sizes[str(symbol)] for symbol in expression.free_symbols}))


def index_names(expression: sp.Expr, settings: Settings) -> frozenset[str]:
    """Names of the whole numbers in limits of sums, and in indices of entries that have no name of their own."""
    entries = expression.atoms(sp.Indexed)
    indices = [e.indices[0] for e in entries if not (_is_next(e.indices[0]) and settings.follows(str(e.base.label)))]
    bound: set[str] = set()
    for sum_ in expression.atoms(sp.Sum):
        bound |= {str(variable) for variable in sum_.variables}
        indices += [limit for _, *limits in sum_.limits for limit in limits]
    return frozenset({str(symbol) for index in indices for symbol in index.free_symbols} - bound)


def compute(expression: sp.Expr, settings: Settings) -> Any:
    """Return the value of an expression: an exact number, or an array of floats where a setting takes many values.

    Raises
    ------
    MissingSettings
        Where a setting is not known.
    UndefinedError
        Where the exact value does not exist.
    """
    varying = [name for name in index_names(expression, settings) if is_array(settings.values.get(name))]
    if varying:
        return _by_size(expression, settings, varying)
    plain = unrolled(expression, settings)
    known = settings.at(plain)
    exact = not any(is_array(value) for value in known.values())
    if not exact:
        known = {name: value if is_array(value) else to_float(value) for name, value in known.items()}
    world = World(known, {}, Rationals() if exact else Floats())
    evaluator = Evaluator(world, {name: Quantity(name, _given(name)) for name in known})
    if exact:
        with flint.ctx.workprec(numbers.PRECISION):
            return evaluator.value(plain)
    with np.errstate(all="ignore"):
        return evaluator.value(plain)


def _given(name: str) -> Any:
    return lambda world: world.fields[name]


def _by_size(expression: sp.Expr, settings: Settings, varying: list[str]) -> NDArray[np.float64]:
    """Evaluate for each combination of sizes that indices speak of."""
    arrays = {name: value for name, value in settings.values.items() if is_array(value)}
    broadcast = dict(zip(arrays, np.broadcast_arrays(*arrays.values()), strict=True))
    shape = next(iter(broadcast.values())).shape
    flat = {name: value.ravel() for name, value in broadcast.items()}
    result = np.full(int(np.prod(shape)), np.nan)
    combinations, which = np.unique(np.stack([flat[name] for name in varying]), axis=1, return_inverse=True)
    for k, combination in enumerate(combinations.T):
        members = np.flatnonzero(which.ravel() == k)
        sizes = {name: fmpq(int(size)) for name, size in zip(varying, combination, strict=True)}
        rest = {name: value[members] for name, value in flat.items() if name not in sizes}
        try:
            value = compute(expression, settings.having(**rest, **sizes))
        except UndefinedError:
            value = np.nan
        result[members] = value if isinstance(value, np.ndarray) else to_float(value)
    return result.reshape(shape)


def to_float(value: Any) -> float:
    """Return the nearest float of an exact number, as far as its enclosure tells."""
    if isinstance(value, fmpq):
        return int(value.p) / int(value.q)
    return float(value) if isinstance(value, float) else float(numbers.ball(value).mid())


READINGS = {
    Side.UPPER: "{of} <= value, but for probability delta",
    Side.LOWER: "value <= {of}, but for probability delta",
    Side.INTERVAL: "lower <= {of} <= value, but for probability delta",
    Side.PVALUE: "value is a p-value for {of}",
    Side.AT_MOST: "{of} <= value",
    Side.AT_LEAST: "value <= {of}",
    Side.NUMBER: "{of} = value",
}
"""What a limit says of its value."""


def limit_value(expression: sp.Expr, settings: Settings) -> Any:
    """Return the value of a limit's formula: an exact number, or floats where a setting takes many values.

    Raises
    ------
    MissingSettings
        Where a setting is not known.
    """
    names = {str(symbol) for symbol in expression.free_symbols}
    names -= {str(index) for sum_ in expression.atoms(sp.Sum) for index in sum_.variables}
    names -= {str(entry) for entry in expression.atoms(sp.Indexed)}
    known: dict[str, Any] = {}
    for name in names:
        value = settings.sequences.get(name, settings[name])
        known[name] = fmpq(DEFAULTS[name]) if value is None and name in DEFAULTS else value
    if absent := frozenset(name for name, value in known.items() if value is None):
        raise MissingSettings(absent)
    if any(is_array(value) for value in known.values()):
        floats = {
            n: v if is_array(v) else _row(v) if n in settings.sequences else to_float(v) for n, v in known.items()
        }
        whole = {name for name in known if isinstance(known[name], fmpq) and known[name].q == 1}
        return value_at(expression, {n: int(known[n].p) if n in whole else v for n, v in floats.items()}, exact=False)
    return value_at(expression, known, exact=True).item()


def _row(values: Sequence[Value]) -> NDArray[np.float64]:
    return np.array([to_float(value) for value in values])


def _part(name: str, limit: Limit) -> Part:
    """Write a limit as a part of a claim."""
    bounded, below = sp.Symbol(limit.of), limit.side in (Side.LOWER, Side.AT_LEAST)
    lhs, rhs = (limit.value, bounded) if below else (bounded, limit.value)
    return Part(name, lhs, "<=", rhs, given=limit.given)


def _rank(side: sp.Expr) -> int:
    """A formula before a number before a single symbol, which is what is bounded."""
    return 0 if side.is_Symbol or isinstance(side, sp.Indexed) else 1 if side.is_number else 2


@dataclass(frozen=True)
class Formula:
    """One side of a part of a claim, as something to compute.

    Attributes
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    part : Part
    limit : Limit or None
        What the part gives from settings, where the claim says so; the part is then that formula.
    """

    statement: Statement
    variant: Variant
    part: Part
    claim: Claim = field(repr=False)
    limit: Limit | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls, statement: Statement, variant: str | None = None, part: str | None = None, *, moved: bool = False
    ) -> Formula:
        """Choose the form (the corrected one where there is one) and the part (the first that holds a formula).

        Parameters
        ----------
        statement : Statement
        variant, part : str, optional
        moved : bool, optional
            Whether a limit on [0, 1] is wanted on [a, b].

        Raises
        ------
        InputError
            Where there is no such form or part.
        """
        forms = statement.variants
        chosen = next((form for form in forms if form == variant), None) if variant else list(forms)[-1]
        if chosen is None:
            raise InputError(f"{statement.id} has no {variant} form; it has {listed(list(forms))}")
        claim = forms[chosen]
        if variant is None and not claim.limits and statement.printed.limits:
            chosen, claim = "printed", statement.printed
        if claim.limits:
            return cls._of_limit(statement, chosen, claim, part, moved)
        if claim.ill_posed:
            raise InputError(f"the {chosen} form of {statement.id} is ill-posed and has no formula: {claim.ill_posed}")
        names = [p.name for p in claim.parts]
        if part is not None and part not in names:
            raise InputError(f"{statement.id} has no part {part!r}; its parts are {listed(names)}")
        ranked = sorted(claim.parts, key=lambda p: -max(map(_rank, (p.lhs, p.rhs))))
        found = claim.part(part) if part else ranked[0]
        return cls(statement, chosen, found, claim)

    @classmethod
    def _of_limit(cls, statement: Statement, variant: Variant, claim: Claim, part: str | None, moved: bool) -> Formula:
        """What a claim says of a part from settings: by default the limit, else the first part."""
        names = list(claim.limits)
        if part is not None and part not in names:
            known = [p.name for p in claim.parts]
            what = "gives no number from settings" if part in known else "is no part"
            raise InputError(f"{part!r} {what} of {statement.id}; {listed(names)} {'is' if len(names) == 1 else 'are'}")
        name = part or next((n for n in names if n == "limit"), names[0])
        limit = claim.limits[name].rescaled if moved else claim.limits[name]
        found = _part(name, limit)
        return cls(statement, variant, found, Claim("", "", (found,)), limit)

    def holding(self, limit: Limit) -> Formula:
        """Return the formula of another limit in place of this one's."""
        found = _part(self.part.name, limit)
        return replace(self, part=found, claim=Claim("", "", (found,)), limit=limit)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the settings mean."""
        return self.statement.vocabulary if self.limit is None else SETTINGS

    @cached_property
    def above(self) -> bool:
        """Whether the formula is the larger side."""
        if self.limit is not None:
            return self.limit.side not in (Side.LOWER, Side.AT_LEAST)
        return _rank(self.part.rhs) >= _rank(self.part.lhs)

    @property
    def expression(self) -> sp.Expr:
        """The formula."""
        return self.part.rhs if self.above else self.part.lhs

    @property
    def bounded(self) -> sp.Expr:
        """The other side: what is bounded."""
        return self.part.lhs if self.above else self.part.rhs

    @property
    def reading(self) -> str:
        """The relation in words, such as ``probe_error <= value``."""
        if self.limit is not None:
            return READINGS[self.limit.side].format(of=self.limit.of)
        sides = (self.bounded, "value") if self.above else ("value", self.bounded)
        return f"{sides[0]} {self.part.relation} {sides[1]}"

    @property
    def terms(self) -> dict[str, sp.Expr]:
        """The named terms of the part; where it names none, the summands by their formulas; of a limit the excess."""
        if self.limit is not None:
            if self.limit.terms or mean not in self.limit.value.free_symbols or self.limit.side is not Side.UPPER:
                return dict(self.limit.terms)
            return {"mean": mean, "excess": self.limit.value - mean}
        return dict(self.part.terms) or {str(term): term for term in sp.Add.make_args(self.expression)}

    @property
    def hypotheses(self) -> tuple[Inequality, ...]:
        """Everything that is assumed for the part."""
        return self.claim.hypotheses(self.part)

    @cached_property
    def symbols(self) -> dict[str, sp.Basic]:
        """Symbols and sequences of the formula and its hypotheses by name, indices of the part included."""
        found: dict[str, sp.Basic] = {}
        bound: set[str] = set()
        expressions = [self.expression, *self._other_end, *(side for h in self.hypotheses for side in (h.lhs, h.rhs))]
        for expression in expressions:
            bound |= {str(v) for sum_ in expression.atoms(sp.Sum) for v in sum_.variables}
            found |= {str(symbol): symbol for symbol in expression.free_symbols if symbol.is_Symbol}
            found |= {str(e.base.label): e.base for e in expression.atoms(sp.Indexed)}
        return {name: symbol for name, symbol in found.items() if name not in bound}

    @property
    def _other_end(self) -> tuple[sp.Expr, ...]:
        return () if self.limit is None or self.limit.lower is None else (self.limit.lower,)

    @cached_property
    def sequences(self) -> frozenset[str]:
        """Names of the sequences among them."""
        return frozenset(name for name, symbol in self.symbols.items() if isinstance(symbol, sp.IndexedBase))

    @property
    def names(self) -> list[str]:
        """Names that may be set, in the order of the vocabulary; a sequence stands for its entries too."""
        names = set(self.symbols) | ({DIMENSION} if self.sequences and self.limit is None else set())
        return [name for name in self.vocabulary if name in names]

    def symbol_of(self, name: str) -> sp.Symbol | None:
        """Return the symbol that a setting is a value of; None where the formula has none of that name."""
        if name in self.symbols and name not in self.sequences:
            return self.symbols[name]
        if name == DIMENSION and self.limit is None and DIMENSION in self.vocabulary:
            return sp.Symbol(DIMENSION, integer=True)
        entry = ENTRY.fullmatch(name)
        return sp.Symbol(name, real=True) if entry and entry["base"] in self.sequences else None

    def meaning(self, name: str) -> Meaning:
        """Return the meaning of a setting; that of its sequence for an entry."""
        vocabulary = self.vocabulary
        if name in vocabulary:
            return vocabulary[name]
        entry = ENTRY.fullmatch(name)
        return vocabulary[entry["base"] if entry else name]

    def value(self, settings: Settings) -> Any:
        """Return the value of the formula."""
        return compute(self.expression, settings) if self.limit is None else limit_value(self.expression, settings)

    def computed(self, expression: sp.Expr, settings: Settings) -> Any:
        """Return the value of a term or of a side of a hypothesis."""
        return compute(expression, settings) if self.limit is None else limit_value(expression, settings)

    def violated(self, settings: Settings) -> tuple[list[Inequality], list[Inequality], Any]:
        """Return the hypotheses that fail (everywhere), those that cannot be told, and where none is known to fail.

        The last is True, or a mask over the arrays of the settings.
        """
        failing, open_, mask = [], [], np.asarray(True)
        for hypothesis in self.hypotheses:
            try:
                lhs, rhs = (self.computed(side, settings) for side in (hypothesis.lhs, hypothesis.rhs))
            except (MissingSettings, NotCertifiable, UndefinedError):
                open_.append(hypothesis)
                continue
            held = _holds(lhs, hypothesis.relation, rhs)
            if not np.any(held):
                failing.append(hypothesis)
            mask = mask & held
        return failing, open_, mask


def _holds(lhs: Any, relation: str, rhs: Any) -> Any:
    """Decide a relation between exact numbers (what is open counts as met), or elementwise between floats."""
    if not isinstance(lhs, np.ndarray) and not isinstance(rhs, np.ndarray):
        return np.asarray(numbers.holds(lhs, relation, rhs) is not False)
    lhs, rhs = (side if isinstance(side, np.ndarray) else to_float(side) for side in (lhs, rhs))
    if relation == "<":
        return np.asarray(lhs < rhs)
    slack = 1e-12 * np.maximum(np.abs(lhs), np.abs(rhs))
    return np.asarray(lhs <= rhs + slack if relation == "<=" else np.abs(lhs - rhs) <= slack)


def exact_text(value: Exact) -> str | None:
    """Write a rational value as ``p/q``; None for any other."""
    return str(value) if isinstance(value, fmpq) else None
