"""Recipes for a finite context: its operators and spectrum, and how far a span is from a top eigenspace.

``P`` is the joint law, ``p`` and ``q`` its marginals.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from contextures.measure.quantities import contexts
from contextures.measure.quantities.objectives import selfsupervised, supervised
from contextures.measure.quantities.optimality import association, tasks
from contextures.measure.quantities.optimality import encoders as optimality
from contextures.measure.quantities.registry import Quantity
from contextures.measure.worlds.bounds import LearningWorld
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.certificates.byhand.linear import setting, share, spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, columns, ingredient, literal, recipe


@ingredient(ContextWorld, LearningWorld)
def P(script: Script) -> None:
    """The joint law and its marginals."""
    script.put(f"P = {literal(script.instance['joint'])}", "p, q = [sum(row) for row in P], [sum(c) for c in zip(*P)]")


@ingredient(ContextWorld, LearningWorld)
def T(script: Script) -> None:
    """T as a matrix."""
    script.use("P")
    script.put("T = [[v / x for v in row] for row, x in zip(P, p)]")


@ingredient(ContextWorld, LearningWorld)
def T_star(script: Script) -> None:
    """T* as a matrix."""
    script.use("P")
    script.put("T_star = [[v / y for v in c] for c, y in zip(zip(*P), q)]")


@ingredient(ContextWorld)
def K(script: Script) -> None:
    """TT* on mean-zero functions."""
    script.use("P")
    script.put("K = [[sum(a * b / c for a, b, c in zip(f, g, q)) / x - y for g, y in zip(P, p)] for f, x in zip(P, p)]")


@ingredient(ContextWorld)
def K_a(script: Script) -> None:
    """T*T on mean-zero functions of A."""
    script.use("P")
    script.put(
        "C = list(zip(*P))",
        "K_a = [[sum(a * b / c for a, b, c in zip(f, g, p)) / x - y for g, y in zip(C, q)] for f, x in zip(C, q)]",
    )


def _encoder(name: str, field: str, weight: str) -> None:
    """Functions as they stand, and with their means removed."""

    @ingredient(ContextWorld, name=f"{name}_raw")
    def plain(script: Script) -> None:
        script.put(f"{name}_raw = {columns(script.instance[field])}")

    @ingredient(ContextWorld, name=name)
    def mean_zero(script: Script) -> None:
        script.use("P", "centred")
        known = f"{name}_raw" in script.known
        script.put(f"{name} = centred({f'{name}_raw' if known else columns(script.instance[field])}, {weight})")


_encoder("phi", "encoder", "p")
_encoder("psi", "dual_encoder", "q")


@ingredient(ContextWorld)
def T_psi_raw(script: Script) -> None:
    """TΨ."""
    script.use("T", "apply", "psi_raw")
    script.put("T_psi_raw = [apply(T, g) for g in psi_raw]")


@ingredient(ContextWorld)
def T_psi(script: Script) -> None:
    """TΨ̃."""
    script.use("T", "apply", "psi")
    script.put("T_psi = [apply(T, g) for g in psi]")


@ingredient(ContextWorld)
def etf(script: Script) -> None:
    """Indicators of the classes less 1/M."""
    script.use("T")
    script.put(f"etf = [[v - F(1, {script.size('M')}) for v in column] for column in zip(*T)]")


# The spectrum


@recipe(contexts.s, "square")
def s_squared(script: Script) -> None:
    """Rational squares of singular values."""
    count = script.size("N")
    values = script.entries("s", count, 2)
    script.use("K", "spectrum")
    script.sequence("s_squared", spectral("K", values), count)


@recipe(contexts.s)
def s(script: Script) -> None:
    """Rational singular values."""
    count = script.size("N")
    script.sequence("s", literal(script.entries("s", count)), count)
    if "s:square" in script.known:
        script.put("assert [v**2 for v in s[1:]] == s_squared[1:]")
        return
    script.use("K", "spectrum")
    script.known.add("s:square")
    script.sequence("s_squared", "spectrum(K, [v**2 for v in s[1:]])", count)


setting(tasks.epsilon)


# Spans and top eigenspaces

SPECTRA = {
    "K": ("s", 2, "N"),
    "K_a": ("s", 2, "M"),
    "K_onehot": ("onehot_eigenvalue", 1, "N"),
    "K_plain": ("plain_eigenvalue", 1, "N"),
    "K_bias": ("bias_eigenvalue", 1, "N"),
    "K_mplain": ("denoising_plain_eigenvalue", 1, "M"),
    "K_mbias": ("denoising_eigenvalue", 1, "M"),
}
"""Operator → the symbol of its eigenvalues, the power of it that they are, and the size."""


def top(script: Script, operator: str, count: int) -> str:
    """Return Python for the sum of the top eigenvalues: checked by power sums, by their places, or all of the trace."""
    if operator == "K" and "s:square" in script.known:
        return f"sum(s_squared[1:{count + 1}])"
    whole = script.size(SPECTRA[operator][2])
    if values := _rational(script, operator, whole):
        script.use("spectrum")
        return f"sum({spectral(operator, values)}[:{count}])"
    if values := _rational(script, operator, min(count, whole)):
        script.use("places")
        script.put(
            f"leading = {literal(values)}",
            f"assert all(i in places({operator}, v) for i, v in enumerate(leading, 1))",
        )
        return "sum(leading)"
    symbol, power, _ = SPECTRA[operator]
    if script.rational(sp.IndexedBase(symbol)[count + 1] ** power):
        raise NoScript(f"the top eigenvalues of {operator} are irrational")
    script.use("basis")
    script.put(f"assert len(basis(zip(*{operator}), [1] * len({operator}))) <= {count}  # all of the trace")
    return f"sum({operator}[i][i] for i in range(len({operator})))"


def _rational(script: Script, operator: str, count: int) -> list[Fraction]:
    """Return the largest eigenvalues of an operator, none where one is irrational."""
    symbol, power, _ = SPECTRA[operator]
    try:
        return script.entries(symbol, count, power)
    except NoScript:
        return []


def _gap(quantity: Quantity, operator: str, functions: str, weight: str, count: str = "d", less: int = 0) -> None:
    """How far a span is from a top eigenspace, with the dimensions it lacks."""

    @recipe(quantity)
    def write(script: Script) -> None:
        script.use("P", operator, functions, "apply", "basis")
        wanted = script.size(count) - less
        whole = top(script, operator, wanted)
        script.put(
            f"wanted = {wanted} + {whole}  # a missing dimension counts as 1",
            f"{quantity.name} = wanted - {share(functions, operator, weight)}",
        )


_gap(optimality.learning_gap, "K", "phi", "p")
_gap(selfsupervised.right_gap, "K_a", "psi_raw", "q")
_gap(selfsupervised.centred_right_gap, "K_a", "psi", "q")
_gap(selfsupervised.image_gap, "K", "T_psi_raw", "p")
_gap(selfsupervised.learned_gap, "K", "T_psi", "p")
_gap(supervised.onehot_gap, "K_onehot", "phi_raw", "p")
_gap(supervised.plain_gap, "K_plain", "phi_raw", "p")
_gap(supervised.bias_gap, "K_bias", "phi_raw", "p")
_gap(supervised.centred_bias_gap, "K_bias", "phi", "p")
_gap(selfsupervised.denoising_gap, "K_mbias", "psi", "q")
_gap(selfsupervised.denoising_plain_gap, "K_mplain", "psi", "q")
_gap(selfsupervised.denoising_plain_gap_as_is, "K_mplain", "psi_raw", "q")
_gap(supervised.etf_gap, "K_onehot", "etf", "p", "M")
_gap(supervised.etf_centred_gap, "K", "etf", "p", "M", 1)


# Singular functions and positions of the inputs


@ingredient(ContextWorld)
def modes(script: Script) -> None:
    """The μ_i, i ≥ 1, up to their length: orthogonal eigenfunctions of mean zero, N − 1 of them."""
    world = script.world
    assert isinstance(world, ContextWorld)
    script.entries("s", script.size("N"), 2)
    script.measure("s", "square")
    script.use("P", "dot", "apply")
    script.put(
        f"mu = {columns(world.left_modes.functions)}  # as many as mean-zero functions allow:",
        "assert all(apply(K, f) == [v * x for x in f] for f, v in zip(mu, s_squared[1:])) and len(mu) == len(p) - 1",
        "assert all(any(f) and dot(f, g, p) == 0 for i, f in enumerate(mu) for g in [*mu[:i], [1] * len(p)])",
    )


@ingredient(ContextWorld)
def slope(script: Script) -> None:
    """The square of a Lipschitz constant."""
    script.put(
        f"position = {literal(script.instance['features'])}",
        "apart = [[sum((x - y) ** 2 for x, y in zip(a, b)) or 1 for b in position] for a in position]",
        "def slope_squared(f): return max((v - w) ** 2 / d for v, row in zip(f, apart) for w, d in zip(f, row))",
    )


def _largest(quantity: Quantity, square: str, *needs: str) -> None:
    """A root of a largest value."""

    @recipe(quantity, "square")
    def write(script: Script) -> None:
        script.use(*needs)
        script.put(f"{quantity.name}_squared = {square}")


# k_X(x, y) = 1 + K_xy/P_X(y).
_largest(
    association.kernel_lipschitz,
    "max(slope_squared([v / y for v, y in zip(row, p)]) for row in K)",
    "K",
    "slope",
)
_largest(association.mode_lipschitz, "max(slope_squared(f) / dot(f, f, p) for f in mu)", "modes", "slope")
_largest(association.mode_upper, "max(min(max(f), -min(f)) ** 2 / dot(f, f, p) for f in mu)", "modes")


@recipe(association.dependence)
def dependence(script: Script) -> None:
    """Largest |P⁺ − P_XP_A|."""
    script.use("P")
    script.put("dependence = max(abs(v - x * y) for row, x in zip(P, p) for v, y in zip(row, q))")
