"""Chapter 5.2 on the population: powers of a kernel, norms, transforms, errors of encoders over a smooth class."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import Rationals, trace
from contextures.exact.numbers import Bracket, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.suprema import smooth_class, two_modes
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld


@quantity("base", "scale", name="lambda")
def eigenvalues(world: KernelWorld) -> list[Any]:
    """Eigenvalues of diag(P)K on mean-zero functions; exactly, roots of its characteristic polynomial."""
    return world.eigenvalues


@quantity("base", "scale", "powers", name="s")
def transformed_eigenvalues(world: KernelWorld) -> list[Any]:
    """Σ π_pλ_i^p by Horner's rule."""
    return [world.s(value) for value in world.eigenvalues]


@quantity("powers")
def least_power(world: KernelWorld) -> Any:
    """Smallest π_p."""
    return world.fields["powers"].min(-1)


def ratio(name: str) -> Any:
    """Make the quantity of a field that is one number."""

    def measure(world: KernelWorld) -> Any:
        return world.fields[name]

    measure.__doc__ = "The number of the instance."
    return quantity(name, name=name)(measure)


eta, beta, delta, sigma, t, decay, epsilon = map(ratio, ("eta", "beta", "delta", "sigma", "t", "decay", "epsilon"))


@quantity("base", "scale")
def kappa(world: KernelWorld) -> Any:
    """Root of the largest K(x, x)."""
    return world.arithmetic.sqrt(world.complexity)


@quantity("base", "scale", "powers")
def M(world: KernelWorld) -> Any:
    """s(λ_1)/λ_1, since s(λ)/λ does not fall."""
    return world._horner(world.eigenvalues[0])


@quantity("base", "scale", "eta", name="M_eta")
def laplacian_factor(world: KernelWorld) -> Any:
    """1/(1 − ηλ_1)."""
    rest = 1 - world.fields["eta"] * world.eigenvalues[0]
    if world.exact:
        if not numbers.certainly_less(fmpq(0), rest):
            raise UndefinedError("ηλ_1 is not below 1")
        return numbers.power(rest, fmpq(-1))
    return np.where(rest > 0, 1.0 / np.where(rest > 0, rest, 1.0), np.nan)


@quantity("sigma")
def L(world: KernelWorld) -> Any:
    """σ/3, the smallest L that A4 allows for noise ±σ: E|y−f*|³ = σ³ ≤ ½·3!·σ²L."""
    return world.fields["sigma"] / 3


@quantity("base", "scale", "task")
def norm_f(world: KernelWorld) -> Any:
    """Σ P f̃²."""
    return world.inner(world.task, world.task)


@quantity("base", "scale", "task")
def B(world: KernelWorld) -> Any:
    """Root of Σ P f̃²."""
    return world.arithmetic.sqrt(norm_f(world))


@quantity("base", "scale", "task")
def outside_range(world: KernelWorld) -> Any:
    """Projection off the span of the centred features."""
    rest = world.task - apply(world.range_projector, world.task)
    return world.inner(rest, rest)


@quantity("base", "scale", "task")
def norm_H(world: KernelWorld) -> Any:
    """⟨f, T_K⁺f⟩."""
    return world.norm(world.operator, world.task)


@quantity("base", "scale", "task")
def norm_H_power(world: KernelWorld) -> Any:
    """⟨f, (T_K^p)⁺f⟩."""
    return world.norm(world.power(world.chosen["p"]), world.task)


@quantity("base", "scale", "powers", "task")
def norm_H_s(world: KernelWorld) -> Any:
    """⟨f, T_{K_s}⁺f⟩ for the polynomial s."""
    return world.norm(world.transformed, world.task)


@quantity("base", "scale", "eta", "task")
def norm_H_eta(world: KernelWorld) -> Any:
    """⟨f, T_{K_s}⁺f⟩ for T_{K_s} = (I − ηT_K)⁻¹T_K."""
    return world.norm(world.inverse_laplacian, world.task)


# ---------------------------------------------------------------------------------------------------------- distances
@quantity("base", "scale")
def distance_square(world: KernelWorld) -> Any:
    """⟨h, (T_K^p)⁺h⟩ for h = K^p_x − K^p_{x'}, x and x' the first two inputs."""
    kernel = world.power(world.chosen["p"]) / world.law[..., None, :]
    return world.norm(world.power(world.chosen["p"]), kernel[..., :, 0] - kernel[..., :, 1])


@quantity("base", "scale")
def distance(world: KernelWorld) -> Any:
    """Root of that."""
    return world.arithmetic.sqrt(distance_square(world))


@quantity("base", "scale")
def spectral_distance(world: KernelWorld) -> Any:
    """Σ λ_i^p(ψ_i(x)−ψ_i(x'))² over the eigenfunctions; exactly, from the entries of K^p."""
    p = world.chosen["p"]
    if world.exact:
        kernel = world.power(p) / world.law[None, :]
        return kernel[0, 0] + kernel[1, 1] - 2 * kernel[0, 1]
    values, functions = world.spectrum
    return (values**p * (functions[..., 0, :] - functions[..., 1, :]) ** 2).sum(-1)


@quantity("base", "scale", "task")
def lipschitz_square(world: KernelWorld) -> Any:
    """fᵀG⁺f with G = K^p(x, x') as a matrix: the value at the measure G⁺f, which attains the supremum."""
    gram = world.power(world.chosen["p"]) / world.law[..., None, :]
    ones = np.ones_like(world.law)
    if isinstance(world.arithmetic, Rationals):
        return (world.task * apply(world.arithmetic.pseudo_inverse(gram, ones * fmpq(1)), world.task)).sum()
    values, vectors = np.linalg.eigh((gram + np.swapaxes(gram, -1, -2)) / 2)
    kept = values > 1e-11 * values[..., -1:]
    coefficients = (vectors * world.task[..., :, None]).sum(-2)
    return np.where(kept, coefficients**2 / np.where(kept, values, 1.0), 0.0).sum(-1)


@quantity("base", "scale", "task", "measure")
def integral_square(world: KernelWorld) -> Any:
    """(Σ f ξ)² for the signed measure ξ of the instance."""
    return (world.task * world.fields["measure"]).sum(-1) ** 2


@quantity("base", "scale", "measure")
def measure_square(world: KernelWorld) -> Any:
    """ξᵀGξ with G = K^p(x, x')."""
    measure = world.fields["measure"]
    gram = world.power(world.chosen["p"]) / world.law[..., None, :]
    return (measure * apply(gram, measure)).sum(-1)


# --------------------------------------------------------------------------------------------------- the smooth class
@quantity("base", "scale", "powers", "encoder", "epsilon", "task", cost=8)
def error(world: KernelWorld) -> Any:
    """Dual, a convex problem in one variable, times ‖f‖²; exactly, a rational dual point and function of the class."""
    size = norm_f(world)
    if not world.exact:
        return size * smooth_class.batch_solution(world).value
    found = smooth_class.exact_value(world)
    return Bracket(size * found.lo, size * found.hi) if isinstance(found, Bracket) else size * found


@quantity("base", "scale", "powers", "epsilon", "task", cost=8)
def error_top(world: KernelWorld) -> Any:
    """For ψ_1..ψ_d, the same dual, times ‖f‖²; exactly, the best vertex of a linear programme in shares of modes."""
    size = norm_f(world)
    if not world.exact:
        return size * smooth_class.batch_solution(world, top=True).value
    values = transformed_eigenvalues(world)
    return numbers.multiply([size, two_modes.largest_share(values, world.fields["epsilon"], world.chosen["d"])])


@quantity("base", "scale", "encoder")
def learning_gap(world: KernelWorld) -> Any:
    """Σ_{i≤d} λ_i less the trace of T_K compressed to the span of the encoder, plus the lost dimensions."""
    d = world.chosen["d"]
    values = world.eigenvalues[:d]
    compressed = trace(world.projector @ world.operator)
    rank = world.arithmetic.rank(world.encoder, world.law)
    if world.exact:
        return numbers.add([*values, -compressed, fmpq(d) - rank])
    return np.sum(values, axis=0) - compressed + d - rank


@quantity("base", "scale", "powers", "encoder", cost=4)
def penalised_top(world: KernelWorld) -> Any:
    """Largest eigenvalue of (1/s(λ_{d+1}) − 1/s(λ_1))·P_{Φ⊥} − T_{K_s}⁺ on the range of T_K."""
    return smooth_class.penalised_top(world)
