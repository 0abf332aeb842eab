"""How linear models under weights of the samples are measured."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import transpose
from contextures.exact.numbers import NotCertifiable, UndefinedError, rational
from contextures.measure.quantities.registry import quantity
from contextures.measure.world import Array, apply
from contextures.measure.worlds.reweighting import SampleWorld


@quantity()
def rank(world: SampleWorld) -> Any:
    """Elimination; in floats the singular values."""
    return world.rank


@quantity("step")
def step(world: SampleWorld) -> Any:
    """Of the instance."""
    return world.fields["step"]


@quantity("ridge")
def mu(world: SampleWorld) -> Any:
    """Of the instance."""
    return world.fields["ridge"]


@quantity()
def lambda_min(world: SampleWorld) -> Any:
    """Characteristic polynomial of G; in floats its eigenvalues."""
    return world.spectrum[-1]


@quantity()
def lambda_max(world: SampleWorld) -> Any:
    """Characteristic polynomial of G; in floats its eigenvalues."""
    return world.spectrum[0]


@quantity()
def length_square(world: SampleWorld) -> Any:
    """Diagonal of G."""
    return (world.inputs**2).sum(-1).max(-1)


@quantity("sample_weights")
def weight_min(world: SampleWorld) -> Any:
    """Of the instance."""
    return world.weights.min(-1)


@quantity("sample_weights")
def weight_max(world: SampleWorld) -> Any:
    """Of the instance."""
    return world.weights.max(-1)


@quantity("sample_weights_other")
def other_min(world: SampleWorld) -> Any:
    """Of the instance."""
    return world.fields["sample_weights_other"].min(-1)


@quantity("sample_weights", "sample_weights_other")
def weights_gap(world: SampleWorld) -> Any:
    """Entry by entry."""
    return ((world.weights - world.fields["sample_weights_other"]) ** 2).sum(-1)


# Gradient descent on the squared loss


@quantity("schedule", first=0)
def q_min(world: SampleWorld) -> Any:
    """At each step."""
    return [world.schedule[..., at, :].min(-1) for at in range(world.sizes["steps"])]


@quantity("schedule", "sample_weights", first=0)
def settling(world: SampleWorld) -> Any:
    """At each step, sample by sample."""
    return [np.abs(world.schedule[..., at, :] - world.weights).max(-1) for at in range(world.sizes["steps"])]


def _residuals(world: SampleWorld) -> list[Array]:
    return [apply(world.inputs, theta) - world.fields["labels"] for theta in world.path]


@quantity("labels", "start", "schedule", "step", first=0)
def weighted_square(world: SampleWorld) -> Any:
    """At each step."""
    return [
        (world.schedule[..., at, :] * r**2).sum(-1)
        for at, r in zip(range(world.sizes["steps"]), _residuals(world), strict=False)
    ]


@quantity("labels", "start", "schedule", "step", through=("weighted_square",))
def heed(world: SampleWorld) -> Any:
    """At each step; 1 where no residual is left."""
    n, ratios = world.sizes["n"], []
    for square, r in zip(weighted_square(world), _residuals(world), strict=False):
        total = (r**2).sum(-1)
        if not world.exact:
            ratios.append(np.where(total > 0, n * square / np.where(total > 0, total, 1.0), np.inf))
        elif total != 0:
            ratios.append(n * square / total)
    if world.exact:
        return numbers.smallest(ratios) if ratios else fmpq(1)
    least = np.min(ratios, axis=0) if ratios else np.full(world.count, np.inf)
    return np.where(np.isfinite(least), least, 1.0)


@quantity("labels", "start", "schedule", "step")
def neglect(world: SampleWorld) -> Any:
    """Every pair of samples at each step."""
    worst = [world.one * 0]
    for at, r in zip(range(world.sizes["steps"]), _residuals(world), strict=False):
        q, size = world.schedule[..., at, :], r**2
        less = q[..., :, None] - q[..., None, :]
        smaller = size[..., :, None] < size[..., None, :]
        worst.append(np.where(smaller.astype(bool), np.maximum(less, less * 0), less * 0).max((-1, -2)))
    return world.arithmetic.largest(worst)


@quantity("labels", "start", "schedule", "step", first=0)
def distance_square(world: SampleWorld) -> Any:
    """At each point of the path."""
    return [((theta - world.erm) ** 2).sum(-1) for theta in world.path]


@quantity("labels", "start", "schedule", "step", first=0)
def energy(world: SampleWorld) -> Any:
    """At each point of the path."""
    return [(r * apply(world.gram_inverse, r)).sum(-1) for r in _residuals(world)]


@quantity("labels", "start", "schedule", "step", first=0)
def risk(world: SampleWorld) -> Any:
    """At each point of the path."""
    return [(r**2).sum(-1) / (2 * world.sizes["n"]) for r in _residuals(world)]


def _modes(world: SampleWorld) -> list[Any]:
    """Eigenvalues of GQ, which is self-adjoint in L²(q)."""
    if world.exact and any(q == 0 for q in world.weights):
        raise UndefinedError("a weight is zero")
    with np.errstate(all="ignore"):
        safe = world.weights if world.exact else np.where(world.weights > 0, world.weights, 1e-9)
        return world.arithmetic.eigenvalues(world.gram * safe[..., None, :], safe)


@quantity("sample_weights")
def mode_min(world: SampleWorld) -> Any:
    """Characteristic polynomial; in floats the symmetric form."""
    return _modes(world)[-1]


@quantity("sample_weights")
def mode_max(world: SampleWorld) -> Any:
    """Characteristic polynomial; in floats the symmetric form."""
    return _modes(world)[0]


@quantity("sample_weights", "step")
def contraction(world: SampleWorld) -> Any:
    """Largest |1 − ηλ| over the eigenvalues λ of GQ."""
    size = world.fields["step"]
    if world.exact:
        one = fmpq(1)
        ends = [numbers.add([one, numbers.multiply([-size, mode])]) for mode in _modes(world)]
        return numbers.largest([abs(end) if isinstance(end, fmpq) else abs(numbers.ball(end)) for end in ends])
    return np.max([np.abs(1 - size * mode) for mode in _modes(world)], axis=0)


# Regularised solutions


def _coefficients(world: SampleWorld, q: Array) -> tuple[Array, Array]:
    """The a of θ_q = θ⁽⁰⁾ + Xa, from (QG + μI)a = Q(Y − Xᵀθ⁽⁰⁾), and the residuals."""
    n = world.sizes["n"]
    ridge = np.asarray(world.fields["ridge"])
    if world.exact and world.fields["ridge"] <= 0:
        raise UndefinedError("without a penalty the solution is not unique")
    identity = np.eye(n, dtype=np.int64)
    system = q[..., :, None] * world.gram + ridge[..., None, None] * identity
    size = np.abs(system).max((-1, -2))
    a = apply(world.arithmetic.inverse(system, size), q * world.misfit)
    return a, apply(world.gram, a) - world.misfit


@quantity("labels", "start", "sample_weights", "ridge")
def solution_distance(world: SampleWorld) -> Any:
    """A linear system for θ_q; θ_ERM by the inverse of G."""
    a, _ = _coefficients(world, world.weights)
    apart = a - apply(world.gram_inverse, world.misfit)
    return world.arithmetic.sqrt((apart * apply(world.gram, apart)).sum(-1))


@quantity("labels", "start", "sample_weights", "ridge")
def final_risk(world: SampleWorld) -> Any:
    """Of the solution of the system."""
    return (_coefficients(world, world.weights)[1] ** 2).sum(-1) / (2 * world.sizes["n"])


@quantity("labels", "start", "sample_weights", "ridge")
def penalised_distance(world: SampleWorld) -> Any:
    """Two linear systems."""
    a, _ = _coefficients(world, world.weights)
    b, _ = _coefficients(world, world.units / world.sizes["n"])
    return world.arithmetic.sqrt(((a - b) * apply(world.gram, a - b)).sum(-1))


@quantity("labels", "start", "sample_weights", "ridge")
def penalised_risk(world: SampleWorld) -> Any:
    """Of both solutions."""
    risks = [
        (_coefficients(world, q)[1] ** 2).sum(-1) / (2 * world.sizes["n"])
        for q in (world.weights, world.units / world.sizes["n"])
    ]
    return world.arithmetic.largest(risks)


# Maximal margin


def _dual(world: SampleWorld) -> tuple[Any, Array]:
    """γ² and the optimal a: the least 1/(1ᵀG_S⁻¹1) over supports S on which G_S⁻¹1 is not negative."""
    n = world.sizes["n"]
    best: Any = None
    optimal = world.units * 0
    for size in range(1, n + 1):
        for support in itertools.combinations(range(n), size):
            block = world.signed_gram[..., list(support), :][..., :, list(support)]
            inverse = world.arithmetic.inverse(block, np.abs(block).max((-1, -2)))
            raw = inverse.sum(-1)
            total = raw.sum(-1)
            a = world.units * 0
            if world.exact:
                if total <= 0 or any(v < 0 for v in raw) or (best is not None and 1 / total >= best):
                    continue
                best = 1 / total
                a[list(support)] = raw / total
                optimal = a
                continue
            with np.errstate(all="ignore"):
                value = np.where((raw >= 0).all(-1) & (total > 0), 1 / total, np.inf)
                a[..., list(support)] = raw / total[..., None]
            better = value < (np.inf if best is None else best)
            best = value if best is None else np.where(better, value, best)
            optimal = np.where(better[..., None], a, optimal)
    return best, optimal


@quantity("labels")
def gamma_square(world: SampleWorld) -> Any:
    """Every support of a is tried."""
    value, _ = _dual(world)
    return value


@quantity("labels")
def margin_at_dual(world: SampleWorld) -> Any:
    """All samples at the optimal a; equal to γ² exactly where a is optimal."""
    return apply(world.signed_gram, _dual(world)[1]).min(-1)


def _margins(world: SampleWorld, theta: Array) -> Array:
    return apply(world.signed, theta)


def _losses(margins: Array) -> Array:
    """log(1 + e^{−m}), and balls for rationals."""
    if margins.dtype == object:
        return np.array([(1 + (-numbers.ball(m)).exp()).log() for m in margins], dtype=object)
    return np.logaddexp(0.0, -margins)


def _gradient(world: SampleWorld) -> Array:
    """−∇L = Σ q_i σ(−m_i) y_i x_i, balls for rationals."""
    margins = _margins(world, world.fields["point"])
    if world.exact:
        slopes = np.array([1 / (1 + numbers.ball(m).exp()) for m in margins], dtype=object)
        weighted = np.array([numbers.ball(q) * s for q, s in zip(world.weights, slopes, strict=True)], dtype=object)
        rows = np.vectorize(numbers.ball, otypes=[object])(world.signed)
        return np.asarray(weighted @ rows)
    slopes = 1 / (1 + np.exp(np.minimum(margins, 700.0)))
    return apply(transpose(world.signed), world.weights * slopes)


def _loss_at(world: SampleWorld, theta: Array) -> Any:
    losses = _losses(_margins(world, theta))
    if world.exact:
        return sum((numbers.ball(q) * v for q, v in zip(world.weights, losses, strict=True)), arb(0))
    return (world.weights * losses).sum(-1)


@quantity("labels", "sample_weights", "point")
def logistic_loss(world: SampleWorld) -> Any:
    """At the point of the instance; exactly, in balls."""
    return _loss_at(world, world.fields["point"])


@quantity("labels", "sample_weights", "point")
def gradient_norm(world: SampleWorld) -> Any:
    """At the point of the instance; exactly, in balls."""
    square = (_gradient(world) ** 2).sum(-1)
    return square.sqrt() if world.exact else np.sqrt(square)


@quantity("labels", "sample_weights", "point", "step")
def log_gain(world: SampleWorld) -> Any:
    """One step of gradient descent from the point of the instance; exactly, in balls."""
    size = np.asarray(world.fields["step"])[..., None]
    if world.exact:
        moved = np.array([numbers.ball(v) for v in world.fields["point"]], dtype=object)
        moved = moved + numbers.ball(world.fields["step"]) * _gradient(world)
        rows = np.vectorize(numbers.ball, otypes=[object])(world.signed)
        after = sum((numbers.ball(q) * v for q, v in zip(world.weights, _losses(rows @ moved), strict=True)), arb(0))
        return _loss_at(world, world.fields["point"]).log() - after.log()
    after = _loss_at(world, world.fields["point"] + size * _gradient(world))
    return np.log(_loss_at(world, world.fields["point"])) - np.log(after)


@quantity("labels", "point")
def margin_min(world: SampleWorld) -> Any:
    """At the point of the instance."""
    return _margins(world, world.fields["point"]).min(-1)


def _length(world: SampleWorld) -> Any:
    square = (world.fields["point"] ** 2).sum(-1)
    if world.exact:
        if square == 0:
            raise UndefinedError("the zero vector has no direction")
        return numbers.square_root(square)
    return np.sqrt(np.where(square > 0, square, np.nan))


@quantity("labels", "point")
def unit_margin(world: SampleWorld) -> Any:
    """Of the direction of the point of the instance."""
    if world.exact:
        return numbers.multiply([margin_min(world), numbers.power(_length(world), fmpq(-1))])
    return margin_min(world) / _length(world)


@quantity("labels", "point")
def direction_gap(world: SampleWorld) -> Any:
    """2 − 2⟨θ/‖θ‖, θ*⟩ with θ* = Σ a_i y_i x_i/γ."""
    square, a = _dual(world)
    inner = (world.fields["point"] * apply(transpose(world.signed), a)).sum(-1)
    if world.exact:
        scale = numbers.multiply([numbers.square_root(square), _length(world)])
        return numbers.add([fmpq(2), numbers.multiply([fmpq(-2), inner, numbers.power(scale, fmpq(-1))])])
    return 2 - 2 * inner / (np.sqrt(square) * _length(world))


# Polynomial tails

NEWTON = 80


def _tail_coefficients(gram: Array, q: Array, degree: int) -> Array:
    """The c of θ = Σ c_i y_i x_i that minimises Σ q_i m_i^{−a}/a + ½‖θ‖² (floats), by damped Newton steps in m."""
    inverse = np.linalg.inv(gram)
    m = np.sqrt(np.einsum("...ii->...i", gram)) * (q + 1e-3) ** (1 / (degree + 2))
    for _ in range(NEWTON):
        gradient = apply(inverse, m) - q * m ** (-degree - 1)
        hessian = inverse + (degree + 1) * (q * m ** (-degree - 2))[..., :, None] * np.eye(m.shape[-1])
        move = -apply(np.linalg.inv(hessian), gradient)
        shrink = np.minimum(1.0, 0.8 / np.maximum((-move / m).max(-1), 1e-12))
        decrement = np.sqrt(np.maximum(-(gradient * move).sum(-1), 0.0))
        damped = np.where(decrement > 0.1, np.minimum(shrink, 1 / (1 + (degree + 1) * decrement)), shrink)
        m = m + damped[..., None] * move
    return apply(inverse, m)


def _tail_direction(world: SampleWorld, q: Array, name: str) -> tuple[Array, Any]:
    """Coefficients of the limit, and how far they may be from it: the norm of the gradient, by strong convexity."""
    degree, gram = world.chosen["a"], world.signed_gram
    if not world.exact:
        positive = (world.rank >= world.sizes["n"]) & (q > 0).all(-1)
        safe = np.where(positive[..., None, None], gram, np.eye(world.sizes["n"]))
        c = _tail_coefficients(safe, np.where(q > 0, q, 1.0), degree)
        return np.where(positive[..., None], c, np.nan), 0.0
    if any(weight == 0 for weight in q):
        raise UndefinedError("a weight is zero")
    floats = gram.astype(float)[None], q.astype(float)[None]
    found = world.witness(
        name, lambda: [str(fmpq(round(v * 10**14), 10**14)) for v in _tail_coefficients(*floats, degree)[0]]
    )
    c = np.array([rational(v) for v in found], dtype=object)
    margins = apply(gram, c) if c.shape == q.shape else np.array([fmpq(0)], dtype=object)
    if any(m <= 0 for m in margins):
        raise NotCertifiable("the witness does not separate the samples")
    rest = c - q / margins ** (degree + 1)
    return c, numbers.ball(numbers.square_root((rest * apply(gram, rest)).sum()))


@quantity("labels", "sample_weights", "sample_weights_other")
def tail_gap(world: SampleWorld) -> Any:
    """2 − 2cos of the two minimisers of Σ q_i m_i^{−a}/a + ½‖θ‖²; exactly, around rational points."""
    c, off = _tail_direction(world, world.weights, "tail")
    d, other_off = _tail_direction(world, world.fields["sample_weights_other"], "tail_other")
    products = [(x * apply(world.signed_gram, y)).sum(-1) for x, y in ((c, c), (c, d), (d, d))]
    if not world.exact:  # as ‖u − v‖², which does not cancel where the two are close
        between = c / np.sqrt(products[0])[..., None] - d / np.sqrt(products[2])[..., None]
        return (between * apply(world.signed_gram, between)).sum(-1)
    first, second = (numbers.ball(numbers.square_root(v)) for v in (products[0], products[2]))
    slack = off * second + other_off * first + off * other_off
    inner = numbers.ball(products[1]) + slack.union(-slack)
    return 2 - 2 * inner / ((first + off.union(-off)) * (second + other_off.union(-other_off)))
