"""What contexts are worth alone and mixed: errors of their encoders, tasks, losses, the game of the weights, and τ."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace
from contextures.exact.numbers import NotCertifiable
from contextures.measure.quantities.mixing.operations import ALL, least, mean, zero
from contextures.measure.quantities.objectives import selfsupervised
from contextures.measure.quantities.optimality import tasks
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import square, top_sum, whitened
from contextures.measure.suprema import mixing_game as game
from contextures.measure.suprema import worst_case
from contextures.measure.worlds.contexts import ContextWorld
from contextures.measure.worlds.mixing import MixingWorld

# Encoders


def _encoder_worlds(world: MixingWorld) -> tuple[ContextWorld, ContextWorld, ContextWorld]:
    """The context with Φ_1, with Φ_2 and with both."""
    if "encoders" not in world.cache:
        setting = {"epsilon": world.fields["epsilon"]} if "epsilon" in world.fields else {}
        encoders = (world.fields["encoder"], world.fields["encoder_second"], world.both)
        world.cache["encoders"] = tuple(world.over(world.joint, encoder=encoder, **setting) for encoder in encoders)
    found: tuple[ContextWorld, ContextWorld, ContextWorld] = world.cache["encoders"]
    return found


@quantity("encoder", "encoder_second")
def excess_of_task(world: MixingWorld) -> Any:
    """Largest eigenvalue of Π_j − Π, the projectors on the centred spans of Φ_j and of both."""
    first, second, both = (seen.projector for seen in _encoder_worlds(world))
    return [world.arithmetic.eigenvalues(each - both, world.p_x)[0] for each in (first, second)]


def _error(world: MixingWorld, which: int, name: str) -> Any:
    seen = _encoder_worlds(world)[which]
    return worst_case.exact_value(seen, name) if world.exact else worst_case.batch_solution(seen).value


@quantity("encoder", "encoder_second", "epsilon", cost=8)
def error_first(world: MixingWorld) -> Any:
    """Dual, a convex problem in one variable; exactly, a rational dual point and a rational task."""
    return _error(world, 0, "error_first")


@quantity("encoder", "encoder_second", "epsilon", cost=8)
def error_second(world: MixingWorld) -> Any:
    """The same."""
    return _error(world, 1, "error_second")


@quantity("encoder", "encoder_second", "epsilon", cost=8)
def error_both(world: MixingWorld) -> Any:
    """The same."""
    return _error(world, 2, "error_both")


@quantity("encoder")
def RT_first(world: MixingWorld) -> Any:
    """Trace of TT* on the span of the centred encoder."""
    return trace(world.projector @ world.operator_x)


@quantity("encoder", "encoder_second")
def RT_second(world: MixingWorld) -> Any:
    """The same."""
    return trace(_encoder_worlds(world)[1].projector @ world.operator_x)


@quantity("encoder", "encoder_second")
def RT_both(world: MixingWorld) -> Any:
    """The same."""
    return trace(_encoder_worlds(world)[2].projector @ world.operator_x)


# Tasks


@quantity(*ALL, "mixture", "task")
def rho_square_mix(world: MixingWorld) -> Any:
    """‖T*f̃‖²/‖f̃‖² in the joint law of X and (j, a); 0 for a constant."""
    return tasks.rho_square(world.over(world.combination.joint, task=world.fields["task"]))


@quantity(*ALL, "task")
def rho_square(world: MixingWorld) -> Any:
    """‖T_j*f̃‖²/‖f̃‖²; 0 for a constant."""
    return [tasks.rho_square(world.over(c.joint, task=world.fields["task"])) for c in world.contexts]


@quantity(*ALL, "task")
def rho_square_most(world: MixingWorld) -> Any:
    """Largest."""
    return world.arithmetic.largest(rho_square(world))


@quantity(*ALL, "task")
def rho_square_least(world: MixingWorld) -> Any:
    """Least."""
    return least(world, rho_square(world))


# Weights


def _whitened_loss(world: MixingWorld, context: ContextWorld) -> Any:
    form = (world.identity - context.operator_x) * world.p_x[..., :, None]
    return whitened(world, world.encoder, world.p_x, form)


@quantity(*ALL, "encoder")
def loss(world: MixingWorld) -> Any:
    """I − K_j as a form in Φ̃, whitened; undefined where the centred columns are dependent."""
    return [_whitened_loss(world, context) for context in world.contexts]


@quantity(*ALL, "encoder")
def svme(world: MixingWorld) -> Any:
    """E‖Φ(X) − (T_j*Φ)(A)‖² as a form in Φ̃, whitened."""
    return [selfsupervised.svme_loss(world.over(c.joint, encoder=world.fields["encoder"])) for c in world.contexts]


@quantity(*ALL, "mixture", "encoder")
def mixed_loss(world: MixingWorld) -> Any:
    """Weighted sum of the losses."""
    return mean(world, world.weights, loss(world))


@quantity(*ALL, "mixture")
def mixed_loss_best(world: MixingWorld) -> Any:
    """Weighted sum of d − Σ_i ⟨μ_i, K_jμ_i⟩ for the singular functions of the combination."""
    modes = world.combination.left_modes
    top, norms = modes.functions[..., : world.d], modes.norms[..., : world.d]
    weighted = world.p_x[..., :, None] * top
    kept = [((weighted * (c.operator_x @ top)).sum(-2) / norms).sum(-1) for c in world.contexts]
    return world.d - mean(world, world.weights, kept)


def _value(world: MixingWorld, weights: list[Any]) -> Any:
    """The sum of the d smallest eigenvalues of I − Σ_j w_jK_j on mean-zero functions."""
    if not world.exact:
        return game.value(world, np.stack(weights, axis=-1))
    operator = world.mixed_operator(weights)
    eigenvalues = world.arithmetic.eigenvalues(operator, world.p_x)
    top = top_sum(world, eigenvalues, world.d, trace(operator))
    return numbers.add([fmpq(world.d), numbers.multiply([fmpq(-1), top])])


@quantity(*ALL, "mixture")
def game_value(world: MixingWorld) -> Any:
    """Eigenvalues of Σ_j w_jT_jT_j*."""
    return _value(world, world.weights)


def _other_weights(world: MixingWorld) -> list[Any]:
    return world.shares("mixture_other")


@quantity(*ALL, "mixture_other")
def game_value_other(world: MixingWorld) -> Any:
    """The same at w′."""
    return _value(world, _other_weights(world))


@quantity(*ALL, "mixture", "mixture_other")
def game_value_between(world: MixingWorld) -> Any:
    """The same half way."""
    return _value(world, [(u + v) / 2 for u, v in zip(world.weights, _other_weights(world), strict=True)])


@quantity(*ALL, "rate", cost=2)
def game_value_average(world: MixingWorld) -> Any:
    """The steps as they are; exactly for T = 1, where w̄ is uniform."""
    count = world.chosen["J"]
    if not world.exact:
        return game.value(world, game.average_weights(world))
    if world.chosen["steps"] > 1:
        raise NotCertifiable("weights after the first step are no rationals")
    return _value(world, [fmpq(1, count)] * count)


@quantity(*ALL, cost=20)
def game_value_best(world: MixingWorld) -> Any:
    """A concave maximum over the simplex; exactly, at least the value at a rational point, at most a mixture's loss."""
    if not world.exact:
        return game.best_value(world)
    return _value(world, game.rational_best_weights(world))


# τ


def _tau(world: ContextWorld) -> Any:
    """min over d = 1, …, r of 1/(1 − λ_{d+1}) + Σ_{i≤d}λ_i/Σλ_i; 2 for an independent context."""
    squares = [square(world, v) for v in world.singular_values]
    if world.exact:
        total = numbers.add([fmpq(0), *squares])
        if all(isinstance(v, fmpq) and v == 0 for v in squares):
            return fmpq(2)
        found = []
        for k in range(1, len(squares) + 1):
            following = squares[k] if k < len(squares) else fmpq(0)
            if isinstance(following, fmpq) and following == 1:
                continue
            rest = numbers.power(numbers.add([fmpq(1), numbers.multiply([fmpq(-1), following])]), fmpq(-1))
            share = numbers.multiply([numbers.add(squares[:k]), numbers.power(total, fmpq(-1))])
            found.append(numbers.add([rest, share]))
        return numbers.smallest(found)
    if not squares:
        return zero(world) + 2
    values = np.array(squares)
    total = values.sum(0)
    share = np.cumsum(values, axis=0) / np.where(total > 1e-24, total, np.nan)
    following = np.concatenate([values[1:], np.zeros_like(values[:1])])
    with np.errstate(divide="ignore"):
        taus = 1.0 / np.where(following < 1 - 1e-12, 1 - following, 0.0) + share
    return np.where(total > 1e-24, taus.min(0), 2.0)


@quantity()
def tau_1(world: MixingWorld) -> Any:
    """Smallest τ_d over the spectrum."""
    return _tau(world)


@quantity(*ALL)
def tau_2(world: MixingWorld) -> Any:
    """Smallest τ_d over the spectrum."""
    return _tau(world.contexts[1])


@quantity(*ALL, "mixture")
def tau_mix(world: MixingWorld) -> Any:
    """Smallest τ_d over the spectrum of the joint law of X and (j, a)."""
    return _tau(world.combination)
