"""Which transforms s keep the order of smoothness: the premise of S24's universality, decided for a given spectrum.

The premise asks: whenever r_{K^p}(f) ≥ r_{K^p}(g) for all real p ≥ 1, then r_t(f) ≥ r_t(g), where r_t is that of
K_s. With x_i = 1/λ_i, h(x_i) = 1/s(λ_i) and w, v the shares of f and g in the eigenspaces, r_{K^p}(f) = 1/Σ w_ix_i^p
and r_t(f) = 1/Σ w_ih(x_i). So it fails exactly if some δ = v − w has Σδ_i = 0, Σδ_ix_i^p ≥ 0 for all p ≥ 1 and
Σδ_ih(x_i) < 0; and it holds exactly if h is a limit of c + Σ a_px^p with a_p ≥ 0, p ≥ 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact.arithmetic import as_array, as_matrix
from contextures.exact.numbers import rational

EXPONENTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Exponents of the representations that are looked for, beside the indicator of the largest 1/λ, their limit."""
GRID = np.concatenate([np.linspace(1.0, 4.0, 61), np.linspace(4.25, 16.0, 48), np.linspace(17.0, 64.0, 48)])
"""Exponents at which a linear programme asks for the premise."""
DEPTH = 22
"""How often an interval of exponents is halved before the proof is given up."""


SOLVED = 1e-7
"""What a linear programme may miss of its optimum."""


@dataclass(frozen=True)
class Decision:
    """What is known about a transform and a spectrum.

    Attributes
    ----------
    verdict : {"denied", "established", "unrefuted"}
    first, second : tuple of Fraction
        Shares of f and g in the eigenspaces, in the order of the spectrum, with which the premise fails.
    argument : str
        What proves the verdict, in words.
    representation : dict
        c (under ``"constant"``), a_p by exponent and the weight of the indicator of the least λ (``"limit"``).
    """

    verdict: Literal["denied", "established", "unrefuted"]
    argument: str
    first: tuple[Fraction, ...] = ()
    second: tuple[Fraction, ...] = ()
    representation: Mapping[str, str] | None = None


def universality(
    s: Callable[[fmpq], Any], spectrum: Sequence[Fraction | int | str], exponent: Fraction | int | None = None
) -> Decision:
    """Decide whether the premise of universality holds for s on a spectrum.

    Parameters
    ----------
    s : function
        s(λ) > 0 as a rational or a ball, or 0 where the target kernel has no such mode.
    spectrum : sequence of rationals
        Distinct λ_i > 0.
    exponent : rational, optional
        a, where s(λ) = λ^a, which is its own representation if a ≥ 1.

    Returns
    -------
    Decision

    Raises
    ------
    InputError
        Where the spectrum is not made of at least two distinct positive rationals, or s is negative on it.
    """
    try:
        values = sorted({rational(Fraction(value)) for value in spectrum}, key=float, reverse=True)
    except (ValueError, TypeError, ZeroDivisionError):
        raise InputError("the spectrum holds what is no rational; positive numbers p/q are right") from None
    if len(values) < 2 or not values[-1] > 0 or len(values) < len(spectrum):
        raise InputError("the spectrum needs two distinct positive eigenvalues at least")
    image = [s(value) for value in values]
    if any(not value >= 0 for value in image):
        raise InputError("s is negative, or not known to be ≥ 0, on the spectrum; a transform ≥ 0 is right")
    if exponent is not None and exponent >= 1:
        return Decision(
            "established", f"1/s is (1/λ)^{exponent}, one of the powers themselves", (), (), {str(exponent): "1"}
        )
    zero = [isinstance(value, fmpq) and value == 0 for value in image]
    x = [1 / value for value in values]
    if any(zero):
        return _truncated(x, image, zero)
    return decided(x, [1 / value for value in image])


def _truncated(x: list[fmpq], image: list[Any], zero: list[bool]) -> Decision:
    """Decide for an s that is 0 on a part of the spectrum."""
    kept = zero.index(True)
    if not all(zero[kept:]):
        return _pair(
            "an eigenvalue with s = 0 is larger than one with s > 0: the mode of the first is the smoother one",
            [int(i == kept) for i in range(len(x))],
            [int(i == zero.index(False, kept)) for i in range(len(x))],
        )
    if kept < 2:
        return Decision("established", "r_t is 0 off the first mode, which is the smoothest")
    top = decided(x[:kept], [1 / value for value in image[:kept]])
    if top.verdict != "established":
        padded = [tuple(part) + (Fraction(0),) * (len(x) - kept) * bool(part) for part in (top.first, top.second)]
        return Decision(top.verdict, top.argument, padded[0], padded[1])
    return Decision(
        "established",
        "where f has a mode with s = 0 and g has none, r_{K^p}(f) < r_{K^p}(g) for large p; where neither has one, "
        + top.argument,
        representation=top.representation,
    )


def decided(x: list[fmpq], h: list[Any]) -> Decision:
    """Decide for finite h = 1/s at ascending points x = 1/λ."""
    if all(isinstance(value, fmpq) for value in h) and (found := representation(x, h)):
        return Decision("established", "1/s is c + Σ a_p(1/λ)^p with a_p ≥ 0", (), (), found)
    slopes = [(h[k + 1] - h[k]) / (x[k + 1] - x[k]) for k in range(len(x) - 1)]
    if len(x) <= 3 and slopes[0] >= 0 and (len(x) == 2 or slopes[-1] - slopes[0] >= 0):
        return Decision("established", "1/s is convex in 1/λ and does not fall, at three points at most")
    return _denied(x, h) or Decision("unrefuted", "neither a pair nor a representation was found")


def _pair(argument: str, first: Sequence[Any], second: Sequence[Any]) -> Decision:
    return Decision("denied", argument, tuple(map(Fraction, first)), tuple(map(Fraction, second)))


def _columns(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the generators of the cone at points x, scaled: 1, −1, x^p for each exponent, 1 at the last alone."""
    powers = [(x / x[-1]) ** p for p in EXPONENTS]
    last = np.zeros_like(x)
    last[-1] = 1.0
    return np.column_stack([np.ones_like(x), -np.ones_like(x), *powers, last])


def _relative(x: NDArray[np.float64], h: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the generators over h > 0, each of largest entry 1."""
    columns = _columns(x) / h[:, None]
    return np.asarray(columns / np.abs(columns).max(axis=0))


def cone_distance(x: NDArray[np.float64], h: NDArray[np.float64]) -> float:
    """Return the least (Σ(1 − k_i/h_i)²)^{1/2} over k_i = c + Σ a_px_i^p, a_p ≥ 0, p among `EXPONENTS`; h > 0."""
    from scipy.optimize import nnls

    return float(nnls(_relative(x, h), np.ones_like(h))[1])


def largest_drop(x: NDArray[np.float64], h: NDArray[np.float64]) -> float:
    """Return the largest −Σδ_ih_i over |δ_ih_i| ≤ 1, Σδ_i = 0, Σδ_ix_i^p ≥ 0 for those p, and δ ≥ 0 at the last x.

    At least that: what the solver may miss is added.
    """
    from scipy.optimize import linprog

    columns = _relative(x, h)
    found: Any = linprog(
        np.ones_like(h),
        A_ub=-columns[:, 2:].T,
        b_ub=np.zeros(columns.shape[1] - 2),
        A_eq=columns[:, :1].T,
        b_eq=[0.0],
        bounds=(-1.0, 1.0),
    )
    return max(0.0, -float(found.fun)) + SOLVED if found.status == 0 else float("nan")


def representation(x: Sequence[fmpq], h: Sequence[fmpq]) -> dict[str, str] | None:
    """Return c and a_p ≥ 0 with h(x_i) = c + Σ a_px_i^p exactly, p among `EXPONENTS`; None where none is found."""
    from scipy.optimize import nnls

    points, values = np.array([float(v) for v in x]), np.array([float(v) for v in h])
    found, distance = nnls(_columns(points), values / np.abs(values).max())
    if distance > 1e-9:
        return None
    used = [k for k, weight in enumerate(found[2:]) if weight > 1e-12]
    names = [str(EXPONENTS[k]) if k < len(EXPONENTS) else "limit" for k in used]
    last = [fmpq(int(i == len(x) - 1)) for i in range(len(x))]
    columns = [[v ** EXPONENTS[k] for v in x] if k < len(EXPONENTS) else last for k in used]
    columns.insert(0, [fmpq(1)] * len(x))
    return solved(columns, ["constant", *names], h)


def solved(columns: Sequence[Sequence[fmpq]], names: Sequence[str], h: Sequence[fmpq]) -> dict[str, str] | None:
    """Solve Σ weight·column = h exactly; None unless it has a solution with weights ≥ 0 but for the first column's."""
    table = np.empty((len(h), len(columns) + 1), dtype=object)
    for j, column in enumerate([*columns, h]):
        table[:, j] = column
    echelon, rank = as_matrix(table).rref()
    reduced = as_array(echelon)
    weights = {name: fmpq(0) for name in names}
    for row in range(rank):
        pivot = next(j for j in range(len(columns) + 1) if reduced[row, j] != 0)
        if pivot == len(columns):
            return None
        weights[names[pivot]] = reduced[row, -1]
    if any(value < 0 for name, value in weights.items() if name != "constant"):
        return None
    return {name: str(value) for name, value in weights.items()}


def _denied(x: list[fmpq], h: list[Any]) -> Decision | None:
    """Look for a pair with a linear programme, and prove it for all real p ≥ 1."""
    from scipy.optimize import linprog

    points = np.array([float(v) for v in x])
    values = np.array([float(v.mid()) if isinstance(v, arb) else float(v) for v in h])
    scaled = values / np.abs(values).max()
    powers = (points[None, :] / points[-1]) ** GRID[:, None]
    for size in range(2, len(x) + 1):
        for start in range(len(x) - size + 1):
            part = slice(start, start + size)
            found: Any = linprog(
                scaled[part],
                A_ub=-powers[:, part] / powers[:, part].max(axis=1, keepdims=True),
                b_ub=np.zeros(len(GRID)),
                A_eq=np.ones((1, size)),
                b_eq=[0.0],
                bounds=(-1.0, 1.0),
            )
            if found.status or found.fun > -1e-9:
                continue
            for fine in (10, 100, 1000, 10**4, 10**6):
                for push in (0, 1, 3, 10):
                    delta = [fmpq(0)] * len(x)
                    for j, value in enumerate(found.x):
                        delta[start + j] = fmpq(round(value * fine), fine)
                    delta[start + size - 1] += fmpq(push, fine)
                    delta[start] -= sum(delta, fmpq(0))
                    argument = proof(x, delta)
                    if argument and negative(delta, h):
                        return _from_difference(argument, delta)
    return None


def negative(delta: Sequence[fmpq], h: Sequence[Any]) -> bool:
    """Tell whether Σ δ_ih_i < 0 for certain."""
    total: Any = fmpq(0)
    for weight, value in zip(delta, h, strict=True):
        total = total + weight * value
    return bool(total < 0)


def _from_difference(argument: str, delta: list[fmpq]) -> Decision:
    """Return the shares of two functions that differ by δ, up to a factor."""
    mass = sum((v for v in delta if v > 0), fmpq(0))
    second = [v / mass if v > 0 else fmpq(0) for v in delta]
    first = [-v / mass if v < 0 else fmpq(0) for v in delta]
    return _pair(
        argument, [Fraction(int(v.p), int(v.q)) for v in first], [Fraction(int(v.p), int(v.q)) for v in second]
    )


def proof(x: Sequence[fmpq], delta: Sequence[fmpq]) -> str:
    """Return what proves D(p) = Σ δ_ix_i^p ≥ 0 for all real p ≥ 1; empty where nothing does. Σ δ_i = 0, x ascends.

    D has at most as many real zeros as δ has changes of sign, one of them p = 0, and as many less an even number.
    """
    terms = [(point, weight) for point, weight in zip(x, delta, strict=True) if weight != 0]
    if sum(delta, fmpq(0)) != 0 or not terms or terms[-1][1] < 0:
        return ""
    signs = [weight > 0 for _, weight in terms]
    changes = sum(a != b for a, b in pairwise(signs))
    at_one = sum((weight * point for point, weight in terms), fmpq(0))
    if changes == 1:
        return "D has one change of sign, so that p = 0 is its only zero, and it is positive beyond"
    if changes == 2 and at_one >= 0:
        return "D has two changes of sign, so two zeros, one of them p = 0, and D(1) ≥ 0: it is ≥ 0 beyond 1"
    return _by_balls(terms)


def _by_balls(terms: list[tuple[fmpq, fmpq]]) -> str:
    """Prove D(p) > 0 on [1, P] by halving intervals, and beyond P because the last term outweighs the negative ones."""
    logarithms = [(arb(point).log(), arb(weight)) for point, weight in terms]
    largest = logarithms[-1][0]

    def value(p: arb) -> arb:
        return sum((weight * ((logarithm - largest) * p).exp() for logarithm, weight in logarithms), arb(0))

    def outweighed(p: int) -> bool:
        others = sum((w * ((power - largest) * p).exp() for power, w in logarithms[:-1] if w < 0), arb(0))
        return bool(logarithms[-1][1] + others > 0)

    end = 2
    while not outweighed(end):
        end *= 2
        if end > 4096:
            return ""
    pending, steps = [(fmpq(1), fmpq(end), 0)], 0
    while pending:
        low, high, depth = pending.pop()
        steps += 1
        if value(arb(low).union(arb(high))) > 0:
            continue
        if depth == DEPTH or steps > 4000:
            return ""
        middle = (low + high) / 2
        pending += [(low, middle, depth + 1), (middle, high, depth + 1)]
    return f"D > 0 on [1, {end}] by balls on {steps} intervals, and beyond its last term outweighs the negative ones"
