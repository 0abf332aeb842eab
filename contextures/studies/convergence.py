"""How fast the solvers come to the exact spectrum, and what they cost, as samples, components and spaces grow."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray
from contextures.contexts.context import Context
from contextures.contexts.encoders import ratio_trace
from contextures.contexts.laws import gaussian_channel
from contextures.errors import InputError
from contextures.settings import count
from contextures.solvers.encoder import Encoder
from contextures.solvers.features import OneHot
from contextures.solvers.kise import KISE
from contextures.solvers.stochastic import StochasticKISE, StochasticSVME
from contextures.solvers.subspace import subspace_error
from contextures.solvers.svme import SVME

Generator = np.random.Generator

BRIEF = 20
"""Batches of a run for its memory only."""


@dataclass(frozen=True, eq=False)
class Study:
    """One entry for each run; all arrays have the same length.

    Attributes
    ----------
    method : ndarray of str
        A key of `METHODS`.
    varied : ndarray of str
        Which of ``n``, ``d``, ``n_x`` and ``n_a`` is varied; the others have their base values.
    n, d, n_x, n_a : ndarray of int
        Sample size, components, N and M.
    repeat : ndarray of int
        Number of the independent sample, from 0.
    subspace_error, mean_error : ndarray
        Largest and mean principal-angle sine to the exact top-d singular functions.
    ratio_trace, optimum : ndarray
        RT of the encoder, exact, and its largest value Σ_{i≤d} s_i².
    singular_error : ndarray
        Largest |estimate of s_i − s_i|, i ≤ d.
    seconds, peak_bytes : ndarray
        Time of `fit`; the most memory that it allocated at once, without the sample, as `tracemalloc` counts it in a
        second run (of some batches only where it is stochastic: it is the same in each).
    """

    method: NDArray[np.str_]
    varied: NDArray[np.str_]
    n: IntArray
    d: IntArray
    n_x: IntArray
    n_a: IntArray
    repeat: IntArray
    subspace_error: FloatArray
    mean_error: FloatArray
    ratio_trace: FloatArray
    optimum: FloatArray
    singular_error: FloatArray
    seconds: FloatArray
    peak_bytes: IntArray


def study(
    *,
    methods: Sequence[str] | None = None,
    n: int = 2000,
    d: int = 2,
    n_x: int = 12,
    n_a: int = 12,
    sizes: Sequence[int] = (500, 1000, 2000, 4000),
    components: Sequence[int] = (1, 2, 3),
    rows: Sequence[int] = (6, 12, 24),
    columns: Sequence[int] = (6, 12, 24),
    rho: float = 0.8,
    repeats: int = 1,
    seed: int = 0,
) -> Study:
    """Run each method on samples of a discretised Gaussian channel, and compare it with the exact decomposition.

    Parameters
    ----------
    methods : sequence of str, optional
        Keys of `METHODS`; default: all.
    n, d, n_x, n_a : int
        Base values of sample size, components, N and M.
    sizes, components, rows, columns : sequences of int
        Values of n, d, N and M, each varied alone.
    rho : float
        Correlation of the channel, in (−1, 1); s_i is about ρ^i.
    repeats : int
        Independent samples of each size.
    seed : int

    Returns
    -------
    Study

    Raises
    ------
    InputError
        Where a method is unknown, or a setting is out of its range.

    Notes
    -----
    One-hot features, so that the class is all of L²(P_X) and the error is one of sampling and of optimisation alone.
    Everything but times and memory depends on the seed only.
    """
    chosen = tuple(METHODS) if methods is None else tuple(methods)
    unknown = [method for method in chosen if method not in METHODS]
    if unknown:
        raise InputError(f"no method is called {unknown[0]!r}; there are {', '.join(METHODS)}")
    if not -1 < rho < 1:
        raise InputError(f"rho is {rho!r}; a number between −1 and 1 is right")
    base = {"n": n, "d": d, "n_x": n_x, "n_a": n_a}
    axes = {"n": sizes, "d": components, "n_x": rows, "n_a": columns}
    runs: list[dict[str, Any]] = []
    for varied, values in axes.items():
        for value in values:
            setting = {key: count(number, key) for key, number in (base | {varied: value}).items()}
            if setting["d"] > min(setting["n_x"], setting["n_a"]) - 1:
                raise InputError(f"d is {setting['d']}; at most min(n_x, n_a) − 1 is right")
            context = gaussian_channel(setting["n_x"], setting["n_a"], rho)
            for repeat in range(count(repeats, "repeats")):
                for method in chosen:
                    state = (seed, list(axes).index(varied), value, repeat)
                    run = _run(method, context, setting["n"], setting["d"], state)
                    runs.append({"method": method, "varied": varied, **setting, "repeat": repeat, **run})
    names = runs[0] if runs else ()
    return Study(**{name: np.array([run[name] for run in runs]) for name in names})


def draw_pairs(context: Context, n: int, rng: Generator) -> tuple[IntArray, IntArray]:
    """Return n independent pairs (x, a) from P⁺, as positions of rows and columns."""
    cells = rng.choice(context.joint.size, size=n, p=(context.joint / context.joint.sum()).ravel())
    x, a = np.divmod(cells, context.n_a)
    return x, a


def draw_partners(context: Context, n: int, rng: Generator) -> tuple[IntArray, IntArray]:
    """Return n pairs (x, x') of independent draws from P⁺(·|a) for one a ~ P_A, as positions of rows."""
    x, a = draw_pairs(context, n, rng)
    steps = (context.joint / context.p_a).cumsum(axis=0).T
    partners = (rng.random(n)[:, None] > steps[a]).sum(axis=1)
    return x, np.minimum(partners, context.n_x - 1)


def _pairs(estimator: Callable[..., Encoder], context: Context, n: int, d: int, rng: Generator) -> tuple[Any, ...]:
    x, a = draw_pairs(context, n, rng)
    return estimator(d, features=_indicators(context.n_x), a_features=_indicators(context.n_a)), x, a


def _partners(estimator: Callable[..., Encoder], context: Context, n: int, d: int, rng: Generator) -> tuple[Any, ...]:
    return estimator(d, features=_indicators(context.n_x)), *draw_partners(context, n, rng)


def _kernel(estimator: Callable[..., Encoder], context: Context, n: int, d: int, rng: Generator) -> tuple[Any, ...]:
    values = context.kernel_x
    solver = estimator(d, kernel=lambda x, y: values[np.ix_(x, y)], features=_indicators(context.n_x))
    return solver, rng.choice(context.n_x, size=n, p=context.p_x / context.p_x.sum())


def _indicators(size: int) -> OneHot:
    return OneHot(categories=range(size))


METHODS: dict[str, tuple[Callable[..., tuple[Any, ...]], Callable[..., Encoder]]] = {
    "svme": (_pairs, SVME),
    "svme-stochastic": (_pairs, StochasticSVME),
    "kise-pairs": (_partners, KISE),
    "kise-pairs-stochastic": (_partners, StochasticKISE),
    "kise-kernel": (_kernel, KISE),
    "kise-kernel-stochastic": (_kernel, StochasticKISE),
}
"""What can be studied: how its sample is drawn, and the estimator."""


def _run(method: str, context: Context, n: int, d: int, state: tuple[int, ...]) -> dict[str, Any]:
    """Fit one method to one sample."""
    draw, estimator = METHODS[method]
    solver, *sample = draw(estimator, context, n, d, np.random.default_rng(state))
    brief = deepcopy(solver)
    if isinstance(solver, StochasticSVME | StochasticKISE):
        solver.random_state = state[0]
        brief.set_params(random_state=state[0], n_batches=BRIEF)
    start = time.perf_counter()
    solver.fit(*sample)
    seconds = time.perf_counter() - start
    peak = _peak(lambda: brief.fit(*sample))
    encoder, exact = solver.transform(np.arange(context.n_x)), context.singular_values[:d]
    error = subspace_error(context, encoder)
    return {
        "subspace_error": error.largest,
        "mean_error": error.mean,
        "ratio_trace": ratio_trace(context, encoder),
        "optimum": float(exact @ exact),
        "singular_error": float(np.abs(solver.singular_values_ - exact).max()),
        "seconds": seconds,
        "peak_bytes": peak,
    }


def _peak(run: Callable[[], Any]) -> int:
    """Return the most bytes allocated at once by a call, over what was there before."""
    tracing = tracemalloc.is_tracing()
    if not tracing:
        tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    run()
    peak = tracemalloc.get_traced_memory()[1] - before
    if not tracing:
        tracemalloc.stop()
    return peak
