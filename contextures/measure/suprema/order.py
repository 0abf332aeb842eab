"""Does a Hilbert space of functions keep the order of smoothness of all K^p? Decided on matrices, not on their modes.

With S the form of ‖f‖²_{H_K}, Q that of ‖f‖²_{H_t} and f of norm 1, r_{K^p}(f) = 1/⟨f, S^pf⟩ and r_t(f) = 1/⟨f, Qf⟩.
The order is kept iff Tr QΔ ≥ 0 for every symmetric Δ of trace 0 with Tr S^pΔ ≥ 0 for all p ≥ 1 (where it is kept, Q
is a function of S, so that a mixture of functions says no more than a function); by Farkas' theorem, iff Q is a limit
of cI + Σ a_pS^p with a_p ≥ 0, p ≥ 1. Where H_t is not all of H_K, ⟨f, Qf⟩ = ∞ off it: the order is kept iff S keeps
H_t, is smaller on it than beside it, and the same holds there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import Rationals, null_space, roots, trace, transpose
from contextures.exact.numbers import Bracket, Exact, NotCertifiable
from contextures.measure.suprema import universality
from contextures.measure.suprema.universality import EXPONENTS
from contextures.measure.world import apply

Array = NDArray[Any]

EDGE = 1e-9
"""Relative size below which a number is rounding."""


def distance(operator: Array, target: Array) -> float:
    """Return the least ‖I − Q^{−1/2}MQ^{−1/2}‖_HS over M of the cone, in floats; 1 where H_t is no top eigenspace.

    Parameters
    ----------
    operator, target : ndarray (X, X)
        T_K and T_{K_t} as symmetric matrices, the range of the second in that of the first.

    Returns
    -------
    float
        NaN where one of the two is 0.
    """
    from scipy.optimize import nnls

    whole, basis = _range(operator), _range(target)
    if not basis.shape[1]:
        return float("nan")
    if basis.shape[1] < whole.shape[1]:
        image = operator @ basis
        beside = np.eye(len(operator)) - basis @ basis.T
        low = np.linalg.eigvalsh(basis.T @ image)[0]
        high = np.linalg.eigvalsh(beside @ operator @ beside)[-1]
        if np.abs(beside @ image).max() > EDGE * np.abs(operator).max() or low <= high * (1 + EDGE):
            return 1.0
    form = np.linalg.inv(basis.T @ operator @ basis)
    values, vectors = np.linalg.eigh((form + form.T) / 2)
    last = vectors[:, values >= values[-1] * (1 - EDGE)]
    generators = [np.linalg.matrix_power(form / values[-1], p) for p in EXPONENTS]
    root = np.linalg.cholesky(basis.T @ target @ basis)
    seen = [root.T @ m @ root for m in (np.eye(len(form)), *generators, last @ last.T)]
    columns = np.stack([m.ravel() / np.abs(m).max() for m in (-seen[0], *seen)], axis=1)
    return float(nnls(columns, np.eye(len(form)).ravel())[1])


def _range(operator: Array) -> Array:
    """Return an orthonormal basis of the range of a positive symmetric matrix, as columns."""
    values, vectors = np.linalg.eigh((operator + operator.T) / 2)
    return np.asarray(vectors[:, values > 1e-11 * max(float(values[-1]), 1e-300)])


def exact_defect(arithmetic: Rationals, operator: Array, target: Array, law: Array) -> Exact:
    """Return 0 where a representation of Q proves that the order is kept, or what a pair proves of the distance.

    Raises
    ------
    NotCertifiable
        Where neither is found.
    """
    seen, whole = arithmetic.projector(target, law), arithmetic.projector(operator, law)
    form, wanted = arithmetic.pseudo_inverse(operator, law), arithmetic.pseudo_inverse(target, law)
    proper = trace(seen) < trace(whole)
    if proper:
        _check_top(arithmetic, operator, seen, law)
        form = form @ seen
    if _represented(arithmetic, seen, form, wanted, law):
        return fmpq(0)
    if proper:
        raise NotCertifiable("no representation proves the premise")
    return Bracket(numbers.lower(numbers.square_root(_broken(operator, wanted, law))), trace(seen))


def _check_top(arithmetic: Rationals, operator: Array, seen: Array, law: Array) -> None:
    """Raise NotCertifiable unless H_t is a sum of top eigenspaces."""
    if (operator @ seen != seen @ operator).any():
        raise NotCertifiable("the space is not kept by T_K")
    low = arithmetic.eigenvalues(operator @ seen, law)[int(trace(seen)) - 1]
    high = arithmetic.eigenvalues(operator - operator @ seen, law)[0]
    if not numbers.certainly_less(high, low):
        raise NotCertifiable("the space is no sum of top eigenspaces")


def _represented(arithmetic: Rationals, seen: Array, form: Array, wanted: Array, law: Array) -> bool:
    """Tell whether Q = cI + Σ a_pS^p exactly, p among those of the representations, or their limit."""
    from scipy.optimize import nnls

    powers, current = {}, seen
    for p in range(1, EXPONENTS[-1] + 1):
        current = current @ form
        if p in EXPONENTS:
            powers[str(p)] = current
    largest = max((value for value, _ in roots(form)), key=lambda v: float(numbers.ball(v)))
    if isinstance(largest, fmpq):
        powers["limit"] = arithmetic.projector(null_space(form - largest * _unit(form)), law)
    floats = [np.asarray(m, dtype=float).ravel() for m in powers.values()]
    one = np.asarray(seen, dtype=float).ravel()
    columns = np.stack([one, -one, *(v / np.abs(v).max() for v in floats)], axis=1)
    goal = np.asarray(wanted, dtype=float).ravel()
    found, residual = nnls(columns, goal / np.abs(goal).max())
    if residual > EDGE:
        return False
    names = [name for name, weight in zip(powers, found[2:], strict=True) if weight > 1e-12]
    generators = [list(m.ravel()) for m in (seen, *(powers[name] for name in names))]
    return universality.solved(generators, ["constant", *names], list(wanted.ravel())) is not None


def _unit(like: Array) -> Array:
    return np.array([[fmpq(int(i == j)) for j in range(len(like))] for i in range(len(like))], dtype=object)


def _broken(operator: Array, wanted: Array, law: Array) -> fmpq:
    """Return a lower bound on the squared distance: (Tr QΔ)²/Tr(QΔ)² for the Δ of a pair that breaks the order."""
    pairs = sorted((p for p in roots(operator) if p[0] != 0), key=lambda p: -float(numbers.ball(p[0])))
    if not all(isinstance(value, fmpq) for value, _ in pairs):
        raise NotCertifiable("the modes are irrational")
    functions: list[list[Array]] = [
        _orthogonal(null_space(operator - value * _unit(operator)), law) for value, _ in pairs
    ]

    def form(f: Array, g: Array) -> fmpq:
        total: fmpq = (law * f * apply(wanted, g)).sum()
        return total

    def size(f: Array) -> fmpq:
        total: fmpq = (law * f * f).sum()
        return total

    pairs_of = combinations([f for space in functions for f in space], 2)
    losses = [2 * form(f, g) ** 2 / (form(f, g) ** 2 + form(f, f) * form(g, g)) for f, g in pairs_of]
    for space in functions:
        each = [form(f, f) / size(f) for f in space]
        losses += [(a - b) ** 2 / (a * a + b * b) for a, b in combinations(each, 2)]
    if any(losses):
        return max(losses)  # of f + g and f − g, equally smooth, or of two functions of one eigenspace
    x = [1 / value for value, _ in pairs]
    h = [form(space[0], space[0]) / size(space[0]) for space in functions]
    decision = universality.decided(x, h) if len(x) > 1 else None
    if decision is None or decision.verdict != "denied":
        raise NotCertifiable("neither a pair nor a representation was found")
    shares = zip(decision.first, decision.second, h, strict=True)
    drops = [(numbers.rational(a) - numbers.rational(b)) * value for a, b, value in shares]
    lost: fmpq = sum(drops, fmpq(0)) ** 2 / sum((v * v for v in drops), fmpq(0))
    return lost


def _orthogonal(space: Array, law: Array) -> list[Array]:
    functions: list[Array] = []
    for f in transpose(space):
        for g in functions:
            f = f - g * ((law * f * g).sum() / (law * g * g).sum())
        functions.append(f)
    return functions


def excess(x: Array, difference: Array, grid: Array) -> float:
    """Return the largest −Σδ_ix_i^p over a grid of p, relative to its terms, in floats; 0 where it is rounding."""
    powers = (x / x[-1]) ** grid[:, None]
    sizes = powers @ np.abs(difference)
    lost = -(powers @ difference) / np.where(sizes > 0, sizes, 1.0)
    most = float(lost.max(initial=0.0))
    return most if most > 1e-12 else 0.0


def exact_excess(x: Sequence[fmpq], difference: list[fmpq]) -> Exact:
    """Return 0 where Σδ_ix_i^p ≥ 0 is proved for all p ≥ 1, or what some whole p proves of the largest loss.

    Raises
    ------
    NotCertifiable
        Where neither is found.
    """
    if not any(difference) or universality.proof(x, difference):
        return fmpq(0)
    for p in EXPONENTS:
        terms = [d * (v / x[-1]) ** p for d, v in zip(difference, x, strict=True)]
        value = sum(terms, fmpq(0))
        if value < 0:
            return Bracket(-value / sum(map(abs, terms), fmpq(0)), fmpq(1))
    raise NotCertifiable("the order of the two functions is open")
