"""What a context supplies to a bound: its spectrum, S_λ and κ, and the exact risk of its own top-d functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.formula import Formula
from contextures.bounds.known import DIMENSION, Settings, to_float
from contextures.bounds.settings import ENTRY, Value, is_array
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.exact.arithmetic import Floats
from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator
from contextures.theory.sorts import Ratio
from contextures.theory.symbols.vocabulary import Vocabulary

ENCODERS = ("encoder", "dual_encoder")
"""Fields that the top-d functions of a context fill."""
COUNTED = frozenset({"bounds"})
"""Chapters that count the constant: λ_1 = 1, λ_{i+1} = s_i²."""
EXCLUDED = frozenset({"contexts", "objectives", "optimality"})
"""Chapters that do not: s_1 is the first value beside the constant."""


@dataclass(frozen=True)
class Spectral:
    """The spectrum of a finite context, or of a context made from data.

    Attributes
    ----------
    context : Context or spectrum of a data context
        Anything with ``singular_values``, descending, the constant excluded, or with a ``spectrum`` that has them.
    vocabulary : Vocabulary
        Of the statement; says whether the constant is counted.
    """

    context: Any
    vocabulary: Vocabulary

    def __post_init__(self) -> None:
        if not hasattr(self.spectrum, "singular_values"):
            raise InputError(
                f"{type(self.context).__name__} is no context; a Context or the spectrum of a data context is right"
            )
        if not self.counted and not set(_ancestry(self.vocabulary)) & EXCLUDED:
            raise InputError(f"a context supplies nothing to the bounds of chapter {self.vocabulary.chapter!r}")

    @property
    def counted(self) -> bool:
        """Whether the chapter counts the constant."""
        return counts_constant(self.vocabulary)

    @cached_property
    def spectrum(self) -> Any:
        """The context itself, or the spectrum of a data context."""
        return self.context.spectrum() if callable(getattr(self.context, "spectrum", None)) else self.context

    @property
    def law(self) -> Any:
        """The context that the spectrum is of."""
        return getattr(self.spectrum, "context", self.spectrum)

    @cached_property
    def squares(self) -> NDArray[np.float64]:
        """s_1², s_2², …"""
        return np.asarray(self.spectrum.singular_values, dtype=float) ** 2

    @property
    def complete(self) -> bool:
        """Whether these are all singular values that can be positive."""
        return bool(getattr(self.spectrum, "whole", True))

    @property
    def total(self) -> float | None:
        """S_λ = 1 + Σ s_i²; None where it is not known."""
        if self.complete:
            return 1.0 + float(self.squares.sum())
        found = getattr(self.law, "chi_square", None)
        return None if found is None else 1.0 + float(found)

    @property
    def kappa(self) -> float | None:
        """κ = max_x √k_X(x, x); None where it is not known."""
        diagonal = getattr(self.law, "kernel_diagonal", None)
        return None if diagonal is None else float(np.sqrt(np.max(diagonal)))

    @property
    def sequences(self) -> dict[str, Sequence[Value]]:
        """The sequences that are known as a whole; an incomplete spectrum is none."""
        if not self.complete:
            return {}
        if not self.counted:
            return {"s": [_exactly(value) for value in np.sqrt(self.squares)]}
        return {"lambda": [fmpq(1), *map(_exactly, self.squares)]}

    @property
    def entries(self) -> dict[str, Value]:
        """The entries that are known of an incomplete spectrum."""
        if self.complete:
            return {}
        if not self.counted:
            return {f"s_{k + 1}": _exactly(v) for k, v in enumerate(np.sqrt(self.squares))}
        return {"lambda_1": fmpq(1), **{f"lambda_{k + 2}": _exactly(v) for k, v in enumerate(self.squares)}}

    def value(self, name: str, d: Value | None) -> Value | None:
        """Return κ, S_λ, χ² or what depends on d: sums of eigenvalues, the next one, τ of the contexture."""
        if not self.counted:
            plain = {"chi_square": None if self.total is None else self.total - 1.0}
        else:
            plain = {"kappa": self.kappa, "S_lambda": self.total}
        if name in plain:
            return None if plain[name] is None else _exactly(plain[name])
        if d is None:
            return None
        counted = np.concatenate([[1.0], self.squares])
        sums = np.concatenate([[0.0], np.cumsum(counted)])
        tables = (
            {"s_next": (np.sqrt(self.squares), 0)}
            if not self.counted
            else {
                "lambda_next": (counted, 0),
                "tau": (np.sqrt(counted), 0),
                "S_lambda_d": (sums, 0),
                "S_lambda_next": (sums, 1),
            }
        )
        if name not in tables:
            return None
        table, shift = tables[name]
        return self._looked_up(table, d, shift, beyond=0.0 if not name.startswith("S_") else float(sums[-1]))

    def _looked_up(self, table: NDArray[np.float64], d: Value, shift: int, beyond: float) -> Value | None:
        position = (d.astype(int) if is_array(d) else np.array(int(d.p))) + shift
        if not self.complete and int(position.max()) >= len(table):
            return None
        padded = np.append(table, beyond)
        found = padded[np.minimum(position, len(table))]
        return found if is_array(d) else _exactly(float(found))


MOST_POINTS = 600
"""Inputs or context values up to which an exact risk is computed."""
MOST_SETTINGS = 400
"""Settings up to which it is computed one by one."""


def risk(formula: Formula, context: Any, settings: Settings) -> float | NDArray[np.float64] | None:
    """Return the exact value of what is bounded, for the top-d functions of a finite context; None where it has none.

    Parameters
    ----------
    formula : Formula
    context : Context or other
    settings : Settings
        Supply d and what the bounded quantity reads beside the law and the encoder.
    """
    if not isinstance(context, Context) or max(context.shape) > MOST_POINTS:
        return None
    domain = domain_of(formula.statement)
    symbols = sorted(str(symbol) for symbol in formula.bounded.free_symbols)
    if not symbols or any(name not in domain.quantities for name in symbols):
        return None
    needs = domain.reads(symbols)
    read_from = [name for name in needs if isinstance(domain.world.sorts[name], Ratio)] + list(domain.world.choices)
    if not needs & set(ENCODERS) or not needs <= {*ENCODERS, *read_from} or DIMENSION not in settings.values:
        return None
    if any(settings[name] is None for name in read_from):
        return None
    columns = np.broadcast_arrays(*(np.asarray(_floats(settings[name])) for name in read_from))
    if columns[0].size > MOST_SETTINGS:
        return None
    counted = counts_constant(formula.statement.vocabulary)
    found = []
    for values in zip(*(column.ravel() for column in columns), strict=True):
        chosen = dict(zip(read_from, values, strict=True))
        fields = _fields(context, int(chosen[DIMENSION]), counted)
        fields |= {name: np.array([chosen[name]]) for name in needs if name in chosen}
        world = domain.world(fields, {name: int(chosen[name]) for name in domain.world.choices}, Floats())
        with np.errstate(all="ignore"):
            value = Evaluator(world, domain.quantities).value(formula.bounded)
        found.append(float(np.ravel(value)[0]))
    return np.reshape(found, columns[0].shape) if columns[0].ndim else found[0]


def _floats(value: Any) -> Any:
    return value if is_array(value) else to_float(value)


def _fields(context: Context, d: int, counted: bool) -> dict[str, NDArray[np.float64]]:
    """The law and its top-d functions on both sides; where the constant is counted it is the first of them."""
    left, right = context.left, context.right
    if counted:
        left, right = (np.concatenate([np.ones((len(f), 1)), f], axis=1) for f in (left, right))
    return {"joint": context.joint[None], "encoder": left[None, :, :d], "dual_encoder": right[None, :, :d]}


def _ancestry(vocabulary: Vocabulary | None) -> Iterator[str]:
    """Chapters of a vocabulary and of those it extends."""
    while vocabulary is not None:
        yield vocabulary.chapter
        vocabulary = vocabulary.parent


def counts_constant(vocabulary: Vocabulary) -> bool:
    """Tell whether a chapter counts the constant among the eigenvalues."""
    return bool(set(_ancestry(vocabulary)) & COUNTED)


def tells(vocabulary: Vocabulary, name: str) -> bool:
    """Tell whether a context supplies a setting of a chapter."""
    entry = ENTRY.fullmatch(name)
    base = entry["base"] if entry else name
    if counts_constant(vocabulary):
        return base == "lambda" or name in ("kappa", "tau", "S_lambda", "S_lambda_d", "S_lambda_next")
    return bool(set(_ancestry(vocabulary)) & EXCLUDED) and (base == "s" or name == "chi_square")


def _exactly(value: Any) -> fmpq:
    """Return the rational that a float is."""
    return fmpq(*float(value).as_integer_ratio())
