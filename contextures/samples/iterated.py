"""Triplets by Lanczos, on TT*, a polynomial of it or an inverse, with rounds of looking for what was missed."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.samples.chebyshev import filter_for
from contextures.samples.completeness import excludes, probe
from contextures.samples.inverted import Inverse
from contextures.samples.kept_runs import NOWHERE, KeptRun
from contextures.samples.lanczos import EigenPairs, top_eigenpairs
from contextures.samples.operator import Operator
from contextures.samples.orthonormal import inner, times
from contextures.samples.triplets import Found, polished

HOPELESS = 1.5
"""Lanczos gives way where none has converged in a basis of so many times the wanted pairs."""
INVERSE_STEPS = 60
"""Lanczos steps on the inverse after which the dense decomposition takes over."""
BLOCK, THIN_BLOCK, DENSE_BLOCK, THIN_FROM = 32, 8, 64, 50_000
"""Directions of a Lanczos step: few where the vectors are long; with a dense matrix many, as products like them."""
FILTERED = 10_000_000
"""Numbers in k vectors above which Lanczos works on a polynomial of TT*: products cost less than orthogonalisation."""
SPARE = 16
"""A sixteenth more pairs than wanted are set aside before the probe, so that there is a gap for it to see."""
MOST_STEPS = 2000
"""Lanczos steps after which the residuals are left to tell."""
ROUNDS = 5
"""How often missed directions are added, each time twice as many, before giving up."""


def by_lanczos(
    operator: Operator, exact: FloatArray, k: int, tol: float, seed: int, certify: bool, limit: float, run: KeptRun
) -> tuple[Found | None, bool, str]:
    """Return triplets by Lanczos on renumbered rows; none where it gave up and the dense decomposition can take over.

    Parameters
    ----------
    operator : Operator
    exact : ndarray, (n, e)
        Orthonormal vectors of value 1 that are known.
    k : int
        How many more are wanted.
    tol, seed, certify, run
        As for `top_triplets`.
    limit : float
        Directions after which it gives way; ∞ where nothing can take over.

    Returns
    -------
    found : Found or None
    passed : bool
        Whether nothing is missing.
    note : str
        What that rests on.
    """
    moved, order = operator.renumbered()
    exact = exact if order is None else exact[order.rows if operator.by_rows else order.columns]
    known = np.concatenate([moved.small[:, None], exact], axis=1)
    pairs, passed, note = _lanczos(moved, known, k, tol, seed, certify, limit, run)
    if limit < np.inf and not (passed and (pairs.residuals <= tol).all()):
        return None, False, note
    vectors = np.concatenate([exact, pairs.vectors], axis=1)
    del pairs, known, exact
    s, u, v, residuals = polished(moved.precise, vectors)
    del vectors
    if order is not None:
        u, v = _back(u, order.rows), _back(v, order.columns)
    return (s, u, v, residuals), passed, note


def by_inverse(operator: Operator, exact: FloatArray, k: int, tol: float, seed: int) -> tuple[Found | None, str]:
    """Return triplets by Lanczos on the inverse of σ − TT*, and what they rest on; none where that does not settle it.

    Parameters
    ----------
    operator, exact, k, tol, seed
        As for `by_lanczos`.
    """
    known = np.concatenate([operator.small[:, None], exact], axis=1)
    try:
        inverse = Inverse(operator, known, k)
    except np.linalg.LinAlgError:
        return None, ""
    fine = inverse.tolerance(tol)
    pairs, passed, note = _lanczos(inverse, known, k, fine, seed, False, INVERSE_STEPS * DENSE_BLOCK)
    if not passed or inverse.told(float(pairs.values[-1]), fine) > tol:
        return None, note
    del inverse
    found = polished(operator.precise, np.concatenate([exact, pairs.vectors], axis=1))
    return (found, f"of the inverse, {note}") if found[3].max() <= tol else (None, note)


def _back(vectors: FloatArray, order: IntArray) -> FloatArray:
    """Rows where they were before a renumbering."""
    placed = np.empty_like(vectors)
    placed[order] = vectors
    return placed


def _lanczos(
    operator: Operator | Inverse,
    known: FloatArray,
    k: int,
    tol: float,
    seed: int,
    certify: bool,
    limit: float = np.inf,
    run: KeptRun = NOWHERE,
) -> tuple[EigenPairs, bool, str]:
    """Block Lanczos, and rounds of looking for what it missed; it gives up after `limit` directions."""
    rng = np.random.default_rng(seed)
    n, crew = len(known), operator.team
    block = DENSE_BLOCK if not operator.sparse else THIN_BLOCK if n >= THIN_FROM else BLOCK
    steps = int(min(MOST_STEPS, limit // block + 1))
    spare = min(max(8, k // SPARE), n - known.shape[1] - k)
    settings: Any = {"tol": tol, "rng": rng, "locked": known, "team": crew}
    more = {"block": block, "spare": spare, "max_steps": steps}
    if limit < np.inf and isinstance(operator, Operator):
        more["enough"] = lambda values, residuals, _: len(values) >= HOPELESS * k and (residuals[:k] > tol).all()
    pairs, added = _first(operator, n, k, settings | more, run), 0
    if len(pairs.values) < k or (pairs.residuals[:k] > tol).any():
        return pairs.first(k), False, f"{steps} Lanczos steps did not converge"
    for attempt in range(ROUNDS):
        if certify and isinstance(operator, Operator):
            proved = excludes(operator, known, pairs.first(k), tol)
            state = "excludes" if proved else "does not exclude"
            return pairs.first(k), proved, f"a Cholesky factorisation {state} a larger value"
        outcome = probe(operator.gram, known, pairs, k, tol, rng, crew)
        if not outcome.missed:
            note = f"{added} missed directions were added; " if added else ""
            return pairs.first(k), outcome.sure, note + outcome.note
        found = np.concatenate([known, pairs.vectors], axis=1)
        more = min(BLOCK << attempt, n - found.shape[1])
        missed = top_eigenpairs(operator.gram, n, more, **(settings | {"locked": found, "block": BLOCK}))
        added += len(missed.values)
        pairs = pairs.joined(missed)
    return pairs.first(k), False, f"missed directions kept turning up in {ROUNDS} rounds"


def _first(operator: Operator | Inverse, n: int, k: int, settings: Any, run: KeptRun) -> EigenPairs:
    """The top pairs by Lanczos on TT*, or on a polynomial of it where the vectors are long."""
    chosen, crew = None, settings["team"]
    if operator.sparse and n * k > FILTERED:
        above = int(1.5 * k) + settings["spare"]
        chosen = filter_for(operator.gram, n, above, settings["rng"], settings["locked"], crew)
    if chosen is None:
        return top_eigenpairs(operator.gram, n, k, run=run, **settings)
    most = 2 * k + 8 * settings["block"]
    filtered = top_eigenpairs(
        lambda vectors: chosen(operator.gram, vectors, crew),
        n,
        k,
        most=most,
        scale=chosen.tolerance,
        run=run.part("filtered"),
        **settings,
    )
    pairs = _ritz(operator, filtered)
    if pairs.values[k - 1] > chosen.edge:
        return pairs
    return top_eigenpairs(operator.gram, n, k, run=run, **settings)


def _ritz(operator: Operator | Inverse, pairs: EigenPairs) -> EigenPairs:
    """The pairs of TT* on the space of other pairs."""
    crew, vectors = operator.team, pairs.vectors
    image = operator.gram(vectors)
    values, rotation = np.linalg.eigh(inner(crew, vectors, image))
    values, rotation = values[::-1], rotation[:, ::-1]
    vectors, image = times(crew, vectors, rotation), times(crew, image, rotation)
    image -= vectors * values
    return EigenPairs(values, vectors, np.linalg.norm(image, axis=0), pairs.basis_size)
