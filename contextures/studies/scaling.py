"""Scaling without a new context: the optimum of each objective over larger and larger linear feature classes, exactly.

Past the class that holds the top-d singular functions a larger one gains nothing; only another context does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray, IntArray, read_only
from contextures.contexts import laws
from contextures.contexts.context import Context
from contextures.contexts.encoders import ratio_trace
from contextures.contexts.tables import load_table
from contextures.errors import InputError
from contextures.settings import count
from contextures.solvers.subspace import nearest_top, orthonormal

INSIDE = 1e-8
"""A singular function is in a class if its part outside has at most this norm."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """The optimum over nested feature classes 𝓗_k, the spans of the first k features, from the first that allows one.

    Attributes
    ----------
    name : str
    d : int
    sizes : ndarray of int, (K,)
        Sizes k for which Cov[Φ] = I can be met: those whose centred span has dimension at least d.
    svme, kise, ratio_trace : ndarray, (K,)
        Largest −E‖Φ(X) − Ψ(A)‖², E[k_X⟨Φ̃, Φ̃'⟩] and Tr(C_Φ⁻¹B_Φ) over 𝓗_k, evaluated by their definitions at the
        optimal encoder.
    bound : float
        Σ_{i≤d} s_i², the value of the last two over L²(P_X); that of the first is bound − d.
    contains : ndarray of bool, (K,)
        Whether 𝓗_k (with constants) holds a choice of μ_1, …, μ_d.
    """

    name: str
    d: int
    sizes: IntArray
    svme: FloatArray
    kise: FloatArray
    ratio_trace: FloatArray
    bound: float
    contains: np.ndarray[Any, np.dtype[np.bool_]]

    @property
    def saturation(self) -> int | None:
        """The first k from which a larger class gains nothing; None where no class holds the top-d functions."""
        return int(self.sizes[self.contains.argmax()]) if self.contains.any() else None

    @property
    def margin(self) -> float:
        """The least slack of the statement: of each step up, of the bound, and of equality once 𝓗_k holds the top-d."""
        slacks = [0.0]
        for values, bound in (
            (self.svme, self.bound - self.d),
            (self.kise, self.bound),
            (self.ratio_trace, self.bound),
        ):
            slacks += [*np.diff(values), *(bound - values), *-np.abs(bound - values[self.contains])]
        return float(min(slacks))


def scaling(
    context: Context, features: ArrayLike, d: int, *, sizes: Sequence[int] | None = None, name: str = ""
) -> Scaling:
    """Return the optimum of SVME, of KISE and of the ratio trace over the spans of the first k features.

    Parameters
    ----------
    context : Context
    features : array_like, (N, p)
        Functions on X as columns, on the original or the kept rows.
    d : int
        Number of components, from 1 to min(N, M) − 1.
    sizes : sequence of int, optional
        Increasing sizes k of the classes, from 1 to p; default: all.
    name : str

    Returns
    -------
    Scaling

    Raises
    ------
    InputError
        Where the features do not fit the context or are not finite, d or a size is out of its range, or no class can
        meet Cov[Φ] = I with d components.

    Notes
    -----
    C25 §4.2, D25 ch. 2–3. With an orthonormal basis Z of the centred class the optimal encoder is Z times the top-d
    left singular vectors of ZᵀT, and Ψ = T*Φ. One singular value decomposition a class, no sampling.
    """
    columns, d = context.encoder_on_x(features), count(d, "d")
    if d > len(context.singular_values):
        raise InputError(f"d is {d}; at most {len(context.singular_values)}, the number of singular values, is right")
    chosen = np.array(range(1, columns.shape[1] + 1) if sizes is None else sizes, dtype=np.int64)
    if chosen.ndim != 1 or not len(chosen) or (np.diff(chosen, prepend=0) < 1).any() or chosen[-1] > columns.shape[1]:
        raise InputError(
            f"sizes is {sizes!r}; increasing numbers from 1 to {columns.shape[1]}, the features, are right"
        )
    basis, ranks = orthonormal(columns, context.p_x)
    widths = np.array(ranks)[chosen - 1]
    feasible = widths >= d
    if not feasible.any():
        raise InputError(f"d is {d} but the centred features span {widths[-1]} dimensions; at most that is right")
    rows, contains = [], []
    for width in widths[feasible]:
        part = basis[:, :width]
        rotation = np.linalg.svd(part.T @ context.centred_operator)[0][:, :d]
        rows.append(_values(context, part @ rotation / np.sqrt(context.p_x)[:, None]))
        target = np.sqrt(context.p_x)[:, None] * nearest_top(context, part, d)
        contains.append(np.linalg.norm(target - part @ (part.T @ target), 2) <= INSIDE)
    svme, kise, ratio = (read_only(np.array(column)) for column in zip(*rows, strict=True))
    bound = float((context.singular_values[:d] ** 2).sum())
    return Scaling(name, d, read_only(chosen[feasible]), svme, kise, ratio, bound, read_only(np.array(contains)))


def experiment(random_state: Any = 0) -> tuple[Scaling, ...]:
    """Return the experiment on five contexts: a cube, a Gaussian channel, a graph, a low-rank law and a real table.

    Parameters
    ----------
    random_state : int, SeedSequence, Generator or None

    Returns
    -------
    tuple of Scaling
        Cube: parities in random order. Gaussian channel: powers of x. Graph: indicators of nodes in random order.
        Low rank: three random features, then the top singular functions, then random ones. Hair and eye colour:
        indicators of hair colours.
    """
    rng = np.random.default_rng(random_state)
    cube = laws.cube(4, 0.15)
    channel = laws.gaussian_channel(12, 12, 0.8)
    graph = laws.ring(14, 5, rng)
    low_rank = laws.mixture(12, 9, 4, rng)
    table = load_table("hair_eye")
    grid = np.linspace(-1.0, 1.0, channel.n_x)
    noise = rng.normal(size=(low_rank.n_x, low_rank.n_x))
    return (
        scaling(cube, laws.parities(4)[:, 1:][:, rng.permutation(15)], 4, name="cube"),
        scaling(channel, grid[:, None] ** np.arange(1, channel.n_x), 3, name="Gaussian channel"),
        scaling(graph, np.eye(graph.n_x)[:, rng.permutation(graph.n_x)], 3, name="graph"),
        scaling(low_rank, np.column_stack([noise[:, :3], low_rank.left[:, :3], noise[:, 3:]]), 3, name="low rank"),
        scaling(table, np.eye(table.n_x), 2, name="hair and eye colour"),
    )


def _values(context: Context, encoder: FloatArray) -> tuple[float, float, float]:
    """Minus the SVME loss with Ψ = T*Φ, the KISE objective and the ratio trace of an encoder, by their definitions."""
    partner = (context.joint.T @ encoder) / context.p_a[:, None]
    squares = ((encoder[:, None, :] - partner) ** 2).sum(axis=2)
    centred = (encoder - context.p_x @ encoder) * context.p_x[:, None]
    kise = float(((context.kernel_x @ centred) * centred).sum())
    return -float((context.joint * squares).sum()), kise, ratio_trace(context, encoder)
