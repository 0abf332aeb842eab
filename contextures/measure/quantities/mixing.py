"""How the symbols of chapter 4 are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace
from contextures.exact.numbers import NotCertifiable
from contextures.measure.quantities.objectives import selfsupervised
from contextures.measure.quantities.optimality import tasks
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import square, top_sum, whitened
from contextures.measure.suprema import mixing_game as game
from contextures.measure.suprema import worst_case
from contextures.measure.worlds.contexts import ContextWorld
from contextures.measure.worlds.mixing import MixingWorld

ALL = ("second", "third")
"""Fields of the contexts beside the first one."""


def _largest(matrix: Any) -> Any:
    return np.abs(matrix).max((-1, -2))


def _zero(world: ContextWorld) -> Any:
    return world.arithmetic.zeros_like(trace(world.operator_x))


def _squares(world: ContextWorld) -> list[Any]:
    """λ_1, …, λ_{N−1}."""
    found = [square(world, value) for value in world.singular_values]
    return found + [_zero(world)] * (world.sizes["N"] - 1 - len(found))


@quantity("mixture")
def w(world: MixingWorld) -> Any:
    """Chosen."""
    return world.weights


@quantity("rate")
def eta(world: MixingWorld) -> Any:
    """Chosen."""
    return world.fields["rate"]


@quantity("epsilon")
def epsilon(world: MixingWorld) -> Any:
    """Chosen."""
    return world.fields["epsilon"]


# Convolution


@quantity("channel")
def convolution_defect(world: MixingWorld) -> Any:
    """E[·|x] in the joint law of X and A_2, entry by entry against the product of two matrices."""
    return _largest(world.convolution.forward - world.forward @ world.link.forward)


@quantity("channel", "channel_after")
def long_convolution_defect(world: MixingWorld) -> Any:
    """The same for X and A_3, T_3 with input law P_{A_2}."""
    after = world.stochastic("channel_after")
    whole = world.over(world.convolution.joint @ after)
    last = world.over(world.link.p_a[..., :, None] * after)
    return _largest(whole.forward - world.forward @ world.link.forward @ last.forward)


@quantity("channel")
def s_link(world: MixingWorld) -> Any:
    """Singular values of the joint law of A_1 and A_2."""
    return world.link.singular_values


@quantity("channel")
def s_convolution(world: MixingWorld) -> Any:
    """Singular values of the joint law of X and A_2."""
    return world.convolution.singular_values


def _products(world: ContextWorld, values: list[Any]) -> list[Any]:
    if not values:
        return []
    if world.exact:
        return [numbers.multiply(values[: k + 1]) for k in range(len(values))]
    return list(np.cumprod(values, axis=0))


@quantity()
def product_first(world: MixingWorld) -> Any:
    """Products of the first singular values."""
    return _products(world, world.singular_values)


@quantity("channel")
def product_link(world: MixingWorld) -> Any:
    """Products of the first singular values."""
    return _products(world, world.link.singular_values)


@quantity("channel")
def product_convolution(world: MixingWorld) -> Any:
    """Products of the first singular values."""
    return _products(world, world.convolution.singular_values)


# Convex combination


@quantity(*ALL, "mixture")
def mix_defect(world: MixingWorld) -> Any:
    """Entry by entry."""
    return _largest(world.combination.operator_x - world.mixed_operator(world.weights))


@quantity(*ALL, "mixture")
def lambda_mix(world: MixingWorld) -> Any:
    """Squared singular values of the joint law of X and (j, a)."""
    return _squares(world.combination)


def _of_context(world: MixingWorld, k: int) -> list[Any]:
    return _squares(world.contexts[k]) if k < len(world.contexts) else []


@quantity()
def lambda_1(world: MixingWorld) -> Any:
    """Squared singular values."""
    return _squares(world)


@quantity(*ALL)
def lambda_2(world: MixingWorld) -> Any:
    """Squared singular values."""
    return _of_context(world, 1)


@quantity(*ALL)
def lambda_3(world: MixingWorld) -> Any:
    """Squared singular values; none where there are two contexts."""
    return _of_context(world, 2)


@quantity(*ALL, "mixture")
def weyl(world: MixingWorld) -> Any:
    """Every pair of indices."""
    first, second = _of_context(world, 0), _of_context(world, 1)
    first, second = [*first, _zero(world)], [*second, _zero(world)]
    return [
        _least(world, [_mean(world, world.weights[:2], [first[i], second[k - i]]) for i in range(k + 1)])
        for k in range(len(first))
    ]


def _mean(world: ContextWorld, weights: list[Any], values: list[Any]) -> Any:
    """Add values times weights."""
    if world.exact:
        return numbers.add([numbers.multiply([w, v]) for w, v in zip(weights, values, strict=True)])
    return sum(w * v for w, v in zip(weights, values, strict=True))


def _least(world: ContextWorld, values: list[Any]) -> Any:
    return numbers.smallest(values) if world.exact else np.min(values, axis=0)


# Concatenation


@quantity(*ALL)
def s_concatenation(world: MixingWorld) -> Any:
    """Singular values of the joint law of X and (a_1, …, a_J)."""
    return world.concatenation.singular_values


@quantity(*ALL)
def s_largest(world: MixingWorld) -> Any:
    """Largest over the contexts, index by index."""
    spectra = [context.singular_values for context in world.contexts]
    return [
        world.arithmetic.largest([spectrum[k] for spectrum in spectra if k < len(spectrum)])
        for k in range(max(map(len, spectra)))
    ]


@quantity(*ALL)
def least_surplus(world: MixingWorld) -> Any:
    """Last eigenvalue of the difference of the operators TT*."""
    whole = world.concatenation.operator_x
    return [world.arithmetic.eigenvalues(whole - c.operator_x, world.p_x)[-1] for c in world.contexts]


# Product


@quantity("pair", cost=4)
def lambda_product(world: MixingWorld) -> Any:
    """Squared singular values of the joint law of ((X_1, X_2), (A_1, A_2))."""
    return [square(world, value) for value in world.pairs.singular_values]


@quantity("pair")
def lambda_pairs(world: MixingWorld) -> Any:
    """All products of λ_i and λ_k, sorted."""
    one = _zero(world) + 1
    first, second = ([one, *(square(world, v) for v in c.singular_values)] for c in (world, world.second_pair))
    if world.exact:
        found = [numbers.multiply([f, g]) for f in first for g in second][1:]
        return sorted(found, key=lambda value: float(numbers.ball(value).mid()), reverse=True)
    products = np.array([f * g for f in first for g in second][1:]).reshape(-1, world.count)
    return list(np.sort(products, axis=0)[::-1])


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
    return _least(world, rho_square(world))


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
    return _mean(world, world.weights, loss(world))


@quantity(*ALL, "mixture")
def mixed_loss_best(world: MixingWorld) -> Any:
    """Weighted sum of d − Σ_i ⟨μ_i, K_jμ_i⟩ for the singular functions of the combination."""
    modes = world.combination.left_modes
    top, norms = modes.functions[..., : world.d], modes.norms[..., : world.d]
    weighted = world.p_x[..., :, None] * top
    kept = [((weighted * (c.operator_x @ top)).sum(-2) / norms).sum(-1) for c in world.contexts]
    return world.d - _mean(world, world.weights, kept)


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
        return _zero(world) + 2
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
