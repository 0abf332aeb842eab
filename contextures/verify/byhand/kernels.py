"""Recipes for a kernel on a finite space: its operator and spectrum, norms of its space, what an encoder learns.

``p`` is the law of the inputs, ``k`` the kernel as a matrix and ``K`` its operator.
"""

from __future__ import annotations

import sympy as sp

from contextures.verify.byhand.linear import setting, share, spectral
from contextures.verify.byhand.script import NoScript, Script, columns, ingredient, literal, recipe
from contextures.verify.kernel_world import KernelWorld
from contextures.verify.quantities import kernel_samples, kernel_targets, kernels
from contextures.verify.quantities.registry import Quantity

SAMPLES = 5_000
"""Most samples that a script draws in every order."""

setting(
    kernels.eta, kernels.beta, kernels.delta, kernels.sigma, kernels.t, kernels.decay, kernels.epsilon
)  # the numbers of the instance


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


@ingredient(KernelWorld)
def norm(script: Script) -> None:
    """The squared norm of a function in the space of a kernel; it has to be in it."""
    script.put(
        "def norm(k, f):  # squared, in the space of the kernel k: f' inv(k) f by elimination",
        "    rows = [[*row, v] for row, v in zip(k, f)] + [[*f, F(0)]]",
        "    for i in range(len(f)):",
        "        top = rows[i]",
        "        assert top[i] > 0 or not any(top)  # else f is not in the space",
        "        if any(top): rows[i + 1:] = [[x - r[i] / top[i] * y for x, y in zip(r, top)] for r in rows[i + 1:]]",
        "    return -rows[-1][-1]",
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
    """The encoder, its means removed."""
    script.use("p", "centred")
    script.put(f"phi = centred({columns(script.instance['encoder'])}, p)")


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
    """s(λ_1)/λ_1, where λ_1 is not 0."""
    if not script.entries("lambda", 1)[0]:
        raise NoScript("the kernel is 0")
    script.measure("s")
    script.put("M = s[1] / lambda_[1]")


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
        script.use(function, "k", "basis")
        left = f"dot(b, {function}, p) ** 2 / dot(b, b, p) for b in basis(k, p)"
        script.put(f"{quantity.name} = dot({function}, {function}, p) - sum({left})")


_outside(kernels.outside_range, "f")
_outside(kernel_targets.other_outside_range, "g")


def _norm(quantity: Quantity, kernel: str) -> None:
    """‖f‖² in the space of a kernel."""

    @recipe(quantity)
    def write(script: Script) -> None:
        if script.value("outside_range"):
            raise NoScript("the task is not in the space of the kernel")
        script.use("f", kernel, "norm")
        script.put(f"{quantity.name} = norm({kernel}, f)")


_norm(kernels.norm_H, "k")
_norm(kernels.norm_H_power, "k_p")
_norm(kernels.norm_H_s, "k_s")


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


# Targets that keep the order


@ingredient(KernelWorld)
def target(script: Script) -> None:
    """‖f‖⁴_{H_K}/‖f‖²_P."""
    script.use("k", "norm", "dot")
    script.put("def target(f): return norm(k, f) ** 2 / dot(f, f, p)  # |f|^2 / r(f) for r = r_K^2")


def _targets(quantity: Quantity, formula: str) -> None:
    @recipe(quantity)
    def write(script: Script) -> None:
        if script.value("outside_range") or script.value("other_outside_range"):
            raise NoScript("the functions are not in the space of the kernel")
        script.use("f", "g", "target")
        script.put(f"{quantity.name} = {formula}")


_targets(
    kernel_targets.target_mixed,
    "target([x + y for x, y in zip(f, g)]) + target([x - y for x, y in zip(f, g)])",
)
_targets(kernel_targets.target_separate, "2 * target(f) + 2 * target(g)")


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
