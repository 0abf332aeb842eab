"""Weights of a convex combination that make its worst context best: learned by exponentiated gradient, and exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, final

import numpy as np
from scipy.linalg import eigh

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.contexts.mixing import centred_operators
from contextures.errors import InputError
from contextures.markup import card, firsts
from contextures.samples.data_context import DataContext
from contextures.samples.mixed import SampleLosses, samples

CUTS = 500
"""Cutting planes after which the exact problem is given up."""


@final
@dataclass(frozen=True, eq=False)
class LearnedWeights:
    """Weights found by exponentiated gradient.

    Attributes
    ----------
    weights : ndarray, (r,)
        The average w̄ of the weights of all steps.
    value : float
        v(w̄) = min over Φ of Σ_j w̄_j·loss_j(Φ), in [0, d].
    regret : float
        By how much v(w̄) is below max_w v(w) at most: log r/(ηT) + ηd²/8.
    losses : ndarray, (r,)
        loss_j of the encoder that is best for w̄.
    trajectory : ndarray, (T, r)
        The weights of each step.
    eta : float
        The step size.
    """

    weights: FloatArray
    value: float
    regret: float
    losses: FloatArray
    trajectory: FloatArray
    eta: float

    def __repr__(self) -> str:
        """The weights, their value and how far it is from the best."""
        return f"LearnedWeights({self.weights.round(4).tolist()}, value={self.value:.6g}, regret={self.regret:.2g})"

    def _repr_html_(self) -> str:
        """A row for each context, for a notebook."""
        return _shown(self)


@final
@dataclass(frozen=True, eq=False)
class OptimalWeights:
    """Weights of the convex problem max_w min_Φ Σ_j w_j·loss_j(Φ).

    Attributes
    ----------
    weights : ndarray, (r,)
    value : float
        v(weights).
    upper : float
        No weights have a larger value: the largest loss of a mixture of encoders, the dual of the last programme.
    losses : ndarray, (r,)
        loss_j of an encoder that is best for the weights.
    cuts : int
        Encoders tried.
    """

    weights: FloatArray
    value: float
    upper: float
    losses: FloatArray
    cuts: int

    def __repr__(self) -> str:
        """The weights, their value and how far it is from the best."""
        return f"OptimalWeights({self.weights.round(4).tolist()}, value={self.value:.6g}, regret={self.regret:.2g})"

    def _repr_html_(self) -> str:
        """A row for each context, for a notebook."""
        return _shown(self)

    @property
    def regret(self) -> float:
        """By how much v(weights) is below max_w v(w) at most."""
        return self.upper - self.value


def _shown(found: LearnedWeights | OptimalWeights) -> str:
    """Weights and losses beside one another."""
    title = f"value {found.value:.6g}, at most {found.regret:.2g} below the best"
    return card(title, firsts(["weight", "loss"], found.weights, found.losses))


def learn_weights(
    contexts: Sequence[Context] | Sequence[DataContext], d: int, *, steps: int = 200, eta: float | None = None
) -> LearnedWeights:
    """Learn the weights of a convex combination by exponentiated gradient, from equal weights.

    Each step takes the encoder that is best for the current weights, and raises the weights of the contexts on which it
    is bad: w_j ← w_j·exp(η·loss_j(Φ_t)), renormalised.

    Parameters
    ----------
    contexts : sequence of r Context, or of r DataContext
        With the same P_X; the losses of contexts of a sample come from their operators, never formed.
    d : int
        Dimension of the encoders, from 1 to N − 1.
    steps : int, optional
        T ≥ 1.
    eta : float, optional
        Step size > 0. Default: √(8 log r/T)/d, which makes the bound on the regret smallest.

    Returns
    -------
    LearnedWeights

    Raises
    ------
    InputError
        If the contexts do not match, or a setting is out of range.

    Notes
    -----
    D25 chapter 4, `mixing.weights`: loss_j(Φ) = d − Σ_i ⟨φ_i, K_jφ_i⟩ for mean-zero Φ with Cov[Φ] = I, which is the
    loss of SVME with the second encoder minimised out.

    Examples
    --------
    >>> from contextures import Context, learn_weights
    >>> pair = [Context.from_table(t) for t in ([[8, 1, 1], [1, 8, 1], [1, 1, 8]], [[4, 3, 3], [3, 4, 3], [3, 3, 4]])]
    >>> learn_weights(pair, 1).weights.round(2)
    array([0.04, 0.96])
    """
    losses = _losses(contexts, d)
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 1:
        raise InputError(f"steps is {steps!r}; a whole number ≥ 1 is right")
    count = len(losses)
    best_eta = np.sqrt(8 * np.log(count) / steps) / d if count > 1 else 1.0
    rate = float(best_eta if eta is None else eta)
    if not (np.isfinite(rate) and rate > 0):
        raise InputError(f"eta is {rate}; a finite number > 0 is right")
    trajectory = np.empty((steps, count))
    total = np.zeros(count)
    for step in range(steps):
        shifted = np.exp(rate * (total - total.max()))
        trajectory[step] = shifted / shifted.sum()
        total += losses.of_best_encoder(trajectory[step])
    average = trajectory.mean(axis=0)
    final_losses = losses.of_best_encoder(average)
    return LearnedWeights(
        weights=average,
        value=float(average @ final_losses),
        regret=float(np.log(count) / (rate * steps) + rate * d**2 / 8),
        losses=final_losses,
        trajectory=trajectory,
        eta=rate,
    )


def optimal_weights(
    contexts: Sequence[Context] | Sequence[DataContext], d: int, *, tolerance: float = 1e-9
) -> OptimalWeights:
    """Return the weights that maximise v(w) = min_Φ Σ_j w_j·loss_j(Φ), with a bound on how far they are from optimal.

    Parameters
    ----------
    contexts : sequence of r Context, or of r DataContext
        With the same P_X; the losses of contexts of a sample come from their operators, never formed.
    d : int
        Dimension of the encoders, from 1 to N − 1.
    tolerance : float, optional
        Largest gap upper − value at which to stop, > 0.

    Returns
    -------
    OptimalWeights

    Raises
    ------
    InputError
        If the contexts do not match, or a setting is out of range.

    Notes
    -----
    v(w) is the sum of the d smallest eigenvalues of I − Σ_j w_jK_j on mean-zero functions, and concave. Every encoder
    gives a plane above it; the maximum of the lowest plane, a linear programme, is an upper bound and the next point
    (Kelley's method).

    Examples
    --------
    >>> from contextures import Context, optimal_weights
    >>> pair = [Context.from_table(t) for t in ([[8, 1, 1], [1, 8, 1], [1, 1, 8]], [[4, 3, 3], [3, 4, 3], [3, 3, 4]])]
    >>> optimal_weights(pair, 1).weights
    array([0., 1.])
    """
    from scipy.optimize import linprog

    losses = _losses(contexts, d)
    if not (np.isfinite(tolerance) and tolerance > 0):
        raise InputError(f"tolerance is {tolerance}; a finite number > 0 is right")
    count = len(losses)
    w = np.full(count, 1.0 / count)
    planes: list[FloatArray] = []
    best, value, upper = w, -np.inf, float(d)
    for _ in range(CUTS):
        planes.append(losses.of_best_encoder(w))
        if w @ planes[-1] > value:
            best, value = w, float(w @ planes[-1])
        if upper - value <= tolerance:
            break
        solved = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=np.column_stack([-np.array(planes), np.ones(len(planes))]),
            b_ub=np.zeros(len(planes)),
            A_eq=np.append(np.ones(count), 0.0)[None],
            b_eq=[1.0],
            bounds=[(0, 1)] * count + [(None, None)],
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        if solved.x is None:
            break
        w = np.maximum(solved.x[:count], 0.0)
        w /= w.sum()
        shares = np.maximum(-solved.ineqlin.marginals, 0.0)
        upper = min(upper, float((shares @ planes / shares.sum()).max()))
        if upper - value <= tolerance:
            break
    return OptimalWeights(best, value, max(upper, value), losses.of_best_encoder(best), len(planes))


def _losses(contexts: Sequence[Context] | Sequence[DataContext], d: int) -> Losses:
    """The losses of the encoder that is best for some weights."""
    finite = [context for context in contexts if isinstance(context, Context)]
    if len(finite) == len(contexts):
        operators = centred_operators(finite)
        return _KernelLosses(np.array([operator @ operator.T for operator in operators]), _dimension(d, operators[0]))
    sampled = samples(contexts)
    return SampleLosses(sampled, _dimension(d, sampled[0].p_x))


def _dimension(d: int, inputs: FloatArray) -> int:
    most = len(inputs) - 1
    if isinstance(d, bool) or not isinstance(d, int | np.integer) or not 1 <= d <= most:
        raise InputError(f"d is {d!r}; a whole number from 1 to {most}, the number of inputs less one, is right")
    return int(d)


class Losses(Protocol):
    """What the game is played with."""

    def __len__(self) -> int:
        """Return the number of contexts."""

    def of_best_encoder(self, w: FloatArray) -> FloatArray:
        """Return loss_j(Φ), (r,), for a Φ that minimises Σ_j w_j·loss_j."""


class _KernelLosses:
    """Of finite contexts, whose kernels are formed once."""

    def __init__(self, kernels: FloatArray, d: int) -> None:
        self.kernels, self.d = kernels, d

    def __len__(self) -> int:
        return len(self.kernels)

    def of_best_encoder(self, w: FloatArray) -> FloatArray:
        n = self.kernels.shape[1]
        mixed = np.tensordot(w, self.kernels, 1)
        top: FloatArray = eigh(mixed, subset_by_index=(n - self.d, n - 1))[1]
        kept: FloatArray = np.einsum("ni,jnm,mi->j", top, self.kernels, top, optimize=True)
        return self.d - kept
