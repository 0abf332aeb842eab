"""Recipes for a kernel on a finite space: its operator and spectrum, norms of its space, what an encoder learns.

``p`` is the law of the inputs, ``k`` the kernel as a matrix and ``K`` its operator.
"""

from __future__ import annotations

import sympy as sp

from contextures.measure.quantities.registry import Quantity
from contextures.measure.quantities.stkr import population as kernels
from contextures.measure.quantities.stkr import samples as kernel_samples
from contextures.measure.quantities.stkr import targets as kernel_targets
from contextures.measure.worlds.stkr import KernelWorld
from contextures.verify.certificates.byhand.linear import dual_point, setting, share, spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, columns, ingredient, literal, recipe

SAMPLES = 5_000
"""Most samples that a script draws in every order."""

setting(kernels.eta, kernels.beta, kernels.delta, kernels.sigma, kernels.t, kernels.decay, kernels.epsilon)


@ingredient(KernelWorld)
def p(script: Script) -> None:
    """The law of the inputs."""
    script.put(f"p = {literal(script.instance['marginal'])}")


@ingredient(KernelWorld)
def k(script: Script) -> None:
    """The kernel, of features with their means removed."""
    script.use("p", "centred")
    scale = script.instance["scale"]
    factor = "" if scale == 1 else f"{literal(scale)} * "
    script.put(
        f"features = centred({columns(script.instance['base'])}, p)",
        f"k = [[{factor}sum(x * y for x, y in zip(f, g)) for g in zip(*features)] for f in zip(*features)]",
    )


@ingredient(KernelWorld)
def K(script: Script) -> None:
    """Its operator."""
    script.use("k")
    script.put("K = [[v * w for v, w in zip(row, p)] for row in k]")


@ingredient(KernelWorld)
def k_p(script: Script) -> None:
    """The kernel of the power p of the operator."""
    power = script.size("p")
    if power == 1:
        script.use("k")
        script.put("k_p = k")
        return
    script.use("K", "apply")
    script.put("k_p = k", f"for _ in range({power - 1}): k_p = [apply(K, c) for c in k_p]")


@ingredient(KernelWorld)
def k_s(script: Script) -> None:
    """The kernel of s of the operator, by Horner's rule."""
    script.use("K", "apply")
    script.put(
        f"k_s, powers = [[0 * v for v in row] for row in k], {literal(script.instance['powers'])}",
        "for c in reversed(powers): k_s = [[x + c * y for x, y in zip(apply(K, f), g)] for f, g in zip(k_s, k)]",
    )


def _function(name: str, field: str) -> None:
    @ingredient(KernelWorld, name=name)
    def write(script: Script) -> None:
        script.use("p", "centred")
        script.put(f"{name}, = centred([{literal(script.instance[field])}], p)")


_function("f", "task")
_function("g", "other_task")


@ingredient(KernelWorld)
def phi(script: Script) -> None:
    """The encoder."""
    script.put(f"phi = {columns(script.instance['encoder'])}")


# Spectra


@recipe(kernels.eigenvalues)
def eigenvalues(script: Script) -> None:
    """λ_1 ≥ λ_2 ≥ …; the constant's 0 is at their end."""
    script.use("K", "spectrum")
    count = script.size("points")
    script.sequence("lambda_", spectral("K", script.entries("lambda", count)), count)


@recipe(kernels.eigenvalues, "entry")
def eigenvalue(script: Script) -> None:
    """One λ_i by itself, among irrational ones."""
    script.use("k", "places")
    at, name = script.position, f"lambda_{script.position}"
    operator = "K" if "K" in script.known else "[[v * w for v, w in zip(row, p)] for row in k]"
    script.put(
        f"{name} = {literal(script.rational(sp.IndexedBase('lambda')[at]))}",
        f"assert {at} in places({operator}, {name})",
    )


@recipe(kernels.transformed_eigenvalues)
def transformed_eigenvalues(script: Script) -> None:
    """s(λ_i)."""
    script.measure("lambda")
    script.put(f"powers = {literal(script.instance['powers'])}")
    script.sequence(
        "s", "[sum(c * v ** (j + 1) for j, c in enumerate(powers)) for v in lambda_[1:]]", script.size("points")
    )


@recipe(kernels.least_power)
def least_power(script: Script) -> None:
    """Smallest π_p."""
    script.put(f"least_power = min({literal(script.instance['powers'])})")


@recipe(kernels.M)
def M(script: Script) -> None:
    """s(λ_1)/λ_1 = Σ π_pλ_1^{p−1}."""
    script.measure("lambda")
    script.put(f"M = sum(c * lambda_[1]**j for j, c in enumerate({literal(script.instance['powers'])}))")


@recipe(kernels.laplacian_factor)
def laplacian_factor(script: Script) -> None:
    """1/(1 − ηλ_1)."""
    script.measure("lambda")
    script.measure("eta")
    script.put("M_eta = 1 / (1 - eta * lambda_[1])")


@recipe(kernels.kappa, "square")
def kappa_squared(script: Script) -> None:
    """Largest K(x, x)."""
    script.use("k")
    script.put("kappa_squared = max(k[i][i] for i in range(len(p)))")


@recipe(kernels.learning_gap)
def learning_gap(script: Script) -> None:
    """How far the span of Φ is from a top eigenspace, with the dimensions it lacks."""
    script.measure("lambda")
    script.use("phi", "basis")
    d = script.size("d")
    script.put(
        f"wanted = {d} + sum(lambda_[1:{d + 1}])  # a missing dimension counts as 1",
        f"learning_gap = wanted - {share('phi', 'K', 'p')}",
    )


@recipe(kernels.error, "upper")
def error_at_most(script: Script) -> None:
    """No function of the class has a larger error than the dual point says."""
    rising(script)
    script.measure("epsilon")
    factor = script.measure("norm_f")
    script.use("k_s", "phi")
    dual_point(script, "k_s", "phi", "epsilon", factor)


# Norms and distances


@recipe(kernels.norm_f)
def norm_f(script: Script) -> None:
    """‖f̃‖²_P."""
    script.use("f", "dot")
    script.put("norm_f = dot(f, f, p)")


@recipe(kernels.B, "square")
def B_squared(script: Script) -> None:
    """‖f̃‖²_P."""
    script.use("f", "dot")
    script.put("B_squared = dot(f, f, p)")


def _outside(quantity: Quantity, function: str) -> None:
    """What is left of a function off the range of T_K."""

    @recipe(quantity)
    def write(script: Script) -> None:
        script.use(function, "k")
        if "norm" in script.known and not script.value(quantity.name):
            script.put(
                f"norm(k, {function})  # asserts that {function} is in the space of k", f"{quantity.name} = F(0)"
            )
            return
        script.use("basis")
        left = f"dot(b, {function}, p) ** 2 / dot(b, b, p) for b in basis(k, p)"
        script.put(f"{quantity.name} = dot({function}, {function}, p) - sum({left})")


_outside(kernels.outside_range, "f")
_outside(kernel_targets.other_outside_range, "g")


def seen(script: Script) -> str:
    """Write what the range of T_K holds of the task, if that is not all of it, and return its name."""
    script.use("f", "k")
    if not script.value("outside_range"):
        return "f"
    script.use("seen")
    return "seen"


@ingredient(KernelWorld, name="seen")
def projected(script: Script) -> None:
    """The projection of the task on the range of T_K."""
    script.use("basis")
    script.put(
        "ranged = basis(k, p)  # of the range of K",
        "seen = [sum(dot(b, f, p) / dot(b, b, p) * b[x] for b in ranged) for x in range(len(p))]",
    )


def rising(script: Script) -> None:
    """Raise `NoScript` unless s, with nonnegative coefficients, is not 0: then K_s has the range of K."""
    powers = script.instance["powers"]
    if min(powers) < 0 or not any(powers):
        raise NoScript("s is not positive on the spectrum")


def _norm(quantity: Quantity, kernel: str) -> None:
    """‖f‖² in the space of a kernel with the range of K."""

    @recipe(quantity)
    def write(script: Script) -> None:
        if kernel == "k_s":
            rising(script)
        task = seen(script)
        script.use(kernel, "norm")
        script.put(f"{quantity.name} = norm({kernel}, {task})")


_norm(kernels.norm_H, "k")
_norm(kernels.norm_H_power, "k_p")
_norm(kernels.norm_H_s, "k_s")


@recipe(kernels.norm_H_eta)
def norm_H_eta(script: Script) -> None:
    """‖f‖² for the inverse Laplacian: the inverse of (I − ηT_K)⁻¹T_K is that of T_K less η."""
    script.value("norm_H_eta")
    script.measure("eta")
    task = seen(script)
    script.use("norm")
    script.put(f"norm_H_eta = norm(k, {task}) - eta * dot({task}, {task}, p)  # inv(K_s) = inv(K) - eta")


@ingredient(KernelWorld)
def measure(script: Script) -> None:
    """The signed measure of the instance."""
    script.put(f"xi = {literal(script.instance['measure'])}")


@recipe(kernels.integral_square)
def integral_square(script: Script) -> None:
    """(Σ f ξ)²."""
    script.use("f", "measure")
    script.put("integral_square = dot(f, xi, [1] * len(p)) ** 2")


@recipe(kernels.measure_square)
def measure_square(script: Script) -> None:
    """ξᵀKξ for the kernel of the power p."""
    script.use("k_p", "measure", "dot", "apply")
    script.put("measure_square = dot(xi, apply(k_p, xi), [1] * len(p))")


@recipe(kernels.lipschitz_square)
def lipschitz_square(script: Script) -> None:
    """fᵀG⁺f for the matrix G of the kernel of the power p: the norm, for a function of its space."""
    if script.value("outside_range"):
        raise NoScript("the task is not in the space of the kernel")
    script.use("f", "k_p", "norm")
    script.put("lipschitz_square = norm(k_p, f)")


@recipe(kernels.distance_square)
def distance_square(script: Script) -> None:
    """‖K^p_x − K^p_{x'}‖² for the first two inputs."""
    script.use("k_p", "norm")
    script.put("distance_square = norm(k_p, [x - y for x, y in zip(k_p[0], k_p[1])])")


@recipe(kernels.distance, "square")
def distance_squared(script: Script) -> None:
    """The same, under the name of its root."""
    script.put(f"distance_squared = {script.measure('distance_square')}")


@recipe(kernels.spectral_distance)
def spectral_distance(script: Script) -> None:
    """Σ λ_i^p(ψ_i(x)−ψ_i(x'))²: K^p(x,y) = Σ λ_i^pψ_i(x)ψ_i(y)."""
    script.use("k_p")
    script.put("spectral_distance = k_p[0][0] + k_p[1][1] - 2 * k_p[0][1]  # k_p = sum of lambda^p psi(x) psi(y)")


# Samples


@recipe(kernel_samples.ill_posed)
def ill_posed(script: Script) -> None:
    """Probability of the samples on which I − ηG/N is not positive definite: ηλ̂_1 ≥ 1."""
    size = script.size("N")
    if script.size("points") ** size > SAMPLES:
        raise NoScript("there are too many samples")
    script.measure("eta")
    script.use("k", "definite")
    script.put(
        "samples = [(F(1), [])]",
        f"for _ in range({size}): samples = [(w * v, [*s, x]) for w, s in samples for x, v in enumerate(p)]",
        f"def rest(s): return [[(i == j) - eta * k[x][y] / {size} for j, y in enumerate(s)] for i, x in enumerate(s)]",
        "ill_posed = sum(w for w, s in samples if not definite(rest(s)))  # eta times the top eigenvalue is 1 or more",
    )
