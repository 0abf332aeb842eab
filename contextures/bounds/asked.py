"""The settings that are asked for: read, checked, and what a context supplies of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from flint import fmpq

from contextures.bounds.formula import Formula
from contextures.bounds.known import MissingSettings, Settings
from contextures.bounds.pair import Pair
from contextures.bounds.settings import ENTRY, Value, as_float, check, check_descending, is_array, listed, read
from contextures.bounds.supply import Spectral
from contextures.errors import InputError
from contextures.exact.numbers import NotCertifiable, UndefinedError


def supplier_of(context: Any) -> Any:
    """What supplies the spectrum: itself, or what a file holds."""
    from contextures.samples.saved import load_context
    from contextures.samples.sources import context_of, is_context, is_path

    if not is_path(context):
        return context
    return load_context(context) if is_context(context) else context_of(context, "table")[0]


def read_settings(formula: Formula, settings: Mapping[str, Any], context: Any) -> Settings:
    """Read and check the settings."""
    values: dict[str, Value] = {}
    sequences: dict[str, Sequence[Value]] = {}
    for name, value in settings.items():
        if name in formula.sequences:
            entries = value.split(",") if isinstance(value, str) else value
            sequences[name] = [read(f"{name}_{k + 1}", entry) for k, entry in enumerate(entries)]
            if formula.limit is not None:
                _whole_length(name, len(sequences[name]), settings, values)
                continue
            values |= {f"{name}_{k + 1}": v for k, v in enumerate(sequences[name])}
            continue
        symbol = formula.symbol_of(name)
        if symbol is None:
            raise InputError(f"{formula.statement.id} has no setting {name!r}; its settings are {_described(formula)}")
        values[name] = read(name, value)
    supply = _supply(formula, context)
    if isinstance(supply, Spectral):
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


def _supply(formula: Formula, context: Any) -> Spectral | Pair | None:
    """What a context tells: of an inequality of information the table, of any other bound the spectrum."""
    if context is None:
        return None
    if formula.limit is not None:
        return Pair(context, formula.statement.id)
    return Spectral(context, formula.statement.vocabulary)


def _whole_length(name: str, length: int, settings: Mapping[str, Any], values: dict[str, Value]) -> None:
    """Set n to the length of a sequence that has an entry for each example."""
    if "n" not in settings:
        values["n"] = fmpq(length)
    elif not np.array_equal(np.asarray(as_float(read("n", settings["n"]))), length):
        raise InputError(f"{name} has {length} entries and n is {settings['n']}; one entry for each of the n is right")


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


def complete(formula: Formula, settings: Settings, without: str | None = None) -> None:
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
