"""Settings at which a formula has a value: drawn at random from the ranges of its vocabulary, hypotheses met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.computable import Computable
from contextures.bounds.known import Settings
from contextures.bounds.settings import Interval
from contextures.theory.symbols.classical import DEFAULTS

USUAL = {
    "n": 200.0, "N": 20000.0, "delta": 0.05, "mean": 0.1, "count": 7.0, "variance": 0.05, "second_moment": 0.1,
    "true_variance": 0.05, "t": 0.1, "epsilon": 0.1, "gamma": 0.5, "population": 1000.0, "classes": 100.0,
    "weight": 0.01, "growth": 1000.0, "rademacher": 0.05, "KL": 5.0, "C": 1.0, "lambda": 1.0, "alpha": 0.1,
    "radius": 100.0, "s_1": 0.9, "s_next": 0.5, "lambda_1": 1.0, "lambda_next": 0.25, "i": 1.0, "k": 1.0, "m": 100.0,
}  # fmt: skip
"""What settings are at first."""
SPECTRUM = (0.9, 0.7, 0.5, 0.3, 0.2, 0.1)
"""What sequences are at first."""
SHARES = (0.5, 0.3, 0.2)
"""What weights are at first."""
LENGTH = 6
"""Of sequences."""
TRIED, ROUNDS = 2000, 20
"""Settings of a round, and rounds."""
LARGEST = 10**5
"""Of whole numbers that are no index."""
AT_AN_END = 0.05
"""How often a value is an end of its interval that belongs to it."""


FAR = 0.05
"""How often a number on a half-line is far from 1."""


def drawn(entry: Computable, size: int, rng: np.random.Generator, optional: bool = True) -> dict[str, Any] | None:
    """Return settings at which a formula has a finite value and no hypothesis fails; None where none were found.

    Parameters
    ----------
    entry : Computable
    size : int
    rng : numpy.random.Generator
    optional : bool, optional
        Whether settings of hypotheses alone are drawn too; they are left out where they are never met.

    Returns
    -------
    dict of str to (ndarray (size,), int or list of float)
        A sequence, and the sizes that limits of sums in a limit speak of, are the same in all of them.
    """
    for names in [(*entry.needed, *entry.optional)] * optional + [entry.needed]:
        found: dict[str, Any] = {}
        for turn in range(ROUNDS):
            tried = ranged(entry, names, rng)
            if turn >= ROUNDS // 2 and _number(found):
                tried = _beside(entry, found, tried, rng)
            found = _joined(found, _kept(entry, tried))
            if _number(found) >= size:
                return {name: v[:size] if isinstance(v, np.ndarray) else v for name, v in found.items()}
    return None


def usual(entry: Computable) -> dict[str, Any]:
    """Return one value of every setting that a formula needs, at which it has a value: usual ones where these do.

    Parameters
    ----------
    entry : Computable

    Returns
    -------
    dict of str to (float or list of float)
    """
    one = {name: _usual(entry, name) for name in entry.needed}
    if _admitted(entry, one).all():
        return one
    rng = np.random.default_rng(0)
    for optional in (False, True):
        several = drawn(entry, 20, rng, optional)
        for k in range(20 if several is not None else 0):
            at = {name: float(v[k]) if isinstance(v, np.ndarray) else v for name, v in (several or {}).items()}
            for digits in (2, 4):
                rounded = {name: _rounded(value, digits) for name, value in at.items()}
                if _admitted(entry, rounded).all():
                    return rounded
        if several is not None:
            return at
    raise ValueError(f"{entry.statement.id} ({entry.variant}, {entry.part}) has no value at any settings tried")


def _usual(entry: Computable, name: str) -> float | list[float]:
    if name in entry.sequences:
        meaning = entry.formula.meaning(name)
        values = sorted(SPECTRUM) if "ascending" in meaning.text else list(SPECTRUM)
        return list(SHARES) if "of sum 1" in meaning.range else values
    if entry.formula.limit is not None and name in DEFAULTS:
        return DEFAULTS[name]
    if name in entry.sizes:
        return 2.0 if entry.formula.limit is None else float(len(SPECTRUM))
    interval = Interval.of(entry.formula.meaning(name).range)
    if name in USUAL and interval.holds(USUAL[name]):
        return USUAL[name]
    if entry.whole(name):
        return float(max(2, interval.lo or 0))
    if interval.lo is not None and interval.hi is not None:
        return float((interval.lo * 3 + interval.hi) / 4)
    return float(interval.hi - 1) if interval.lo is None and interval.hi is not None else float((interval.lo or 0) + 1)


def _rounded(value: Any, digits: int) -> Any:
    if isinstance(value, list):
        return [float(f"{v:.{digits}g}") for v in value]
    return value if float(value).is_integer() else float(f"{value:.{digits}g}")


def given(entry: Computable, settings: Mapping[str, Any]) -> Settings:
    """Return settings as the formula takes them; a number that is no size of a limit stands for an array of one.

    Parameters
    ----------
    entry : Computable
    settings : mapping of str to (float, ndarray or list of float)
        A list is a sequence.
    """
    limited = entry.formula.limit is not None
    sequences = {name: [_exactly(v) for v in value] for name, value in settings.items() if isinstance(value, list)}
    values: dict[str, Any] = {
        name: fmpq(int(value)) if limited and name in entry.sizes else np.atleast_1d(np.asarray(value, dtype=float))
        for name, value in settings.items()
        if name not in sequences
    }
    if not limited:
        values |= {f"{name}_{k + 1}": v for name, entries in sequences.items() for k, v in enumerate(entries)}
    return Settings(values, sequences)


def _admitted(entry: Computable, settings: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Tell where a formula has a finite value and no hypothesis fails."""
    taken = given(entry, settings)
    _, _, mask = entry.formula.violated(taken)
    return np.asarray(mask & np.isfinite(np.asarray(entry.formula.value(taken), dtype=float)))


def _kept(entry: Computable, settings: dict[str, Any]) -> dict[str, Any]:
    """Keep the settings that are admitted."""
    kept = np.flatnonzero(np.broadcast_to(_admitted(entry, settings), (TRIED,)))
    return {name: v[kept] if isinstance(v, np.ndarray) else v for name, v in settings.items()}


def _number(found: dict[str, Any]) -> int:
    """How many settings there are: any number where all are shared."""
    return min((len(v) for v in found.values() if isinstance(v, np.ndarray)), default=LARGEST if found else 0)


def _beside(
    entry: Computable, found: dict[str, Any], fresh: dict[str, Any], rng: np.random.Generator
) -> dict[str, Any]:
    """Settings that are some of those found but in one place, where they are fresh."""
    free = [name for name, v in found.items() if isinstance(v, np.ndarray)]
    row, place = rng.integers(0, _number(found), TRIED), rng.integers(0, len(free), TRIED)
    mixed = {name: np.where(place == k, fresh[name], found[name][row]) for k, name in enumerate(free)}
    return _in_order(entry, {**found, **mixed})


def _joined(found: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Settings of two rounds; those of the second alone where one that all share differs."""
    if not found or any(not isinstance(v, np.ndarray) and v != found[name] for name, v in more.items()):
        return more
    return {name: np.concatenate([found[name], v]) if isinstance(v, np.ndarray) else v for name, v in more.items()}


def _exactly(value: float) -> fmpq:
    return fmpq(*float(value).as_integer_ratio())


def ranged(entry: Computable, names: tuple[str, ...], rng: np.random.Generator) -> dict[str, Any]:
    """Return many settings from the ranges of the vocabulary, whether hypotheses are met or not.

    Parameters
    ----------
    entry : Computable
    names : tuple of str
        Of the settings.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to (ndarray (TRIED,), int or list of float)
    """
    settings: dict[str, Any] = {}
    for name in names:
        if name in entry.sequences:
            settings[name] = _sequence(entry, name, rng)
        elif name in entry.sizes:
            whole = rng.integers(1, LENGTH, TRIED)
            settings[name] = LENGTH if entry.formula.limit is not None else whole.astype(float)
        else:
            settings[name] = _values(entry, name, rng)
    return _in_order(entry, settings)


def _in_order(entry: Computable, settings: dict[str, Any]) -> dict[str, Any]:
    """Put the entries of sequences in descending order."""
    for first in [name for name in settings if name.endswith("_1") and name not in entry.formula.vocabulary]:
        _descend(settings, first)
    return settings


def _descend(settings: dict[str, Any], first: str) -> None:
    """Put entries of a sequence in descending order."""
    base = first.removesuffix("_1")
    entries = sorted((n for n in settings if n.rpartition("_")[0] == base), key=lambda n: n.replace("_next", "_~"))
    ordered = -np.sort(-np.stack([settings[name] for name in entries]), axis=0)
    settings |= dict(zip(entries, ordered, strict=True))


def _sequence(entry: Computable, name: str, rng: np.random.Generator) -> list[float]:
    meaning = entry.formula.meaning(name)
    values = _within(Interval.of(meaning.range), LENGTH, rng)
    if "of sum 1" in meaning.range:
        values /= values.sum()
    ascending = "ascending" in meaning.text
    return list(map(float, np.sort(values) if ascending else -np.sort(-values)))


def _values(entry: Computable, name: str, rng: np.random.Generator) -> NDArray[np.float64]:
    if name in DEFAULTS and entry.formula.limit is not None:
        return DEFAULTS[name] + rng.uniform(-0.5, 0.5, TRIED) * rng.integers(0, 2, TRIED)
    interval = Interval.of(entry.formula.meaning(name).range)
    if not entry.whole(name):
        return _within(interval, TRIED, rng)
    low = max(1, int(interval.lo or 0))
    high = float(interval.hi) if interval.hi is not None else LARGEST
    return np.floor(np.exp(rng.uniform(np.log(low), np.log(high + 1), TRIED)))


def _within(interval: Interval, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Values of an interval, now and then its ends: uniform, or of the order of 1 where it is a half-line or a line."""
    lo, hi = (None if end is None else float(end) for end in (interval.lo, interval.hi))
    if lo is not None and hi is not None:
        values = rng.uniform(lo, hi, size)
    elif lo is not None:
        values = lo + _of_order_one(size, rng)
    else:
        values = rng.uniform(0, 1, size) if hi is None else hi - _of_order_one(size, rng)
    chance = rng.uniform(size=size)
    if lo is not None and not interval.without_lo:
        values[chance < AT_AN_END] = lo
    if hi is not None and not interval.without_hi:
        values[chance > 1 - AT_AN_END] = hi
    return values


def _of_order_one(size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Positive numbers of the order of 1, a few of them far from it."""
    far = rng.uniform(size=size) < FAR
    return np.exp(rng.normal(-0.5, np.where(far, 4.0, 1.0)))
