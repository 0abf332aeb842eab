"""Recipes for several contexts with one P_X: their operators, spectra and τ, and those of a convex combination."""

from __future__ import annotations

from contextures.verify.byhand.linear import setting, spectral
from contextures.verify.byhand.script import Script, ingredient, literal, recipe
from contextures.verify.mixing_world import MixingWorld
from contextures.verify.quantities import mixing
from contextures.verify.quantities.registry import Quantity

setting(mixing.epsilon, mixing.eta)


@ingredient(MixingWorld)
def kernels(script: Script) -> None:
    """T_jT_j* on mean-zero functions for each context."""
    others = [literal(script.instance[name]) for name in ("second", "third")[: script.size("J") - 1]]
    script.put(
        f"P = {literal(script.instance['joint'])}",
        "p = [sum(row) for row in P]",
        *(f"{name} = {values}" for name, values in zip(("second", "third"), others, strict=False)),
        "def law(weights): return [[x * v / sum(row) for v in row] for row, x in zip(weights, p)]",
        "def kernel(P, q): return [[sum(a * b / c for a, b, c in zip(f, g, q) if c) / x - y for g, y in zip(P, p)]",
        "                          for f, x in zip(P, p)]",
        f"laws = [P, {', '.join(f'law({name})' for name in ('second', 'third')[: len(others)])}]",
        "kernels = [kernel(law, [sum(c) for c in zip(*law)]) for law in laws]",
    )


@ingredient(MixingWorld)
def mixed(script: Script) -> None:
    """TT* of the convex combination, Σ_j w_jT_jT_j*."""
    script.use("kernels")
    script.put(
        f"w = {literal(script.instance['mixture'])}",
        "mixed = [[sum(x * v for x, v in zip(w, entries)) for entries in zip(*rows)] for rows in zip(*kernels)]",
    )


def _spectrum(quantity: Quantity, operator: str, ingredient: str) -> None:
    """λ_1 ≥ λ_2 ≥ …; the constant's 0 is at their end."""

    @recipe(quantity)
    def write(script: Script) -> None:
        script.use(ingredient, "spectrum")
        count = script.size("N")
        script.sequence(quantity.name, spectral(operator, script.entries(quantity.name, count)), count)


_spectrum(mixing.lambda_1, "kernels[0]", "kernels")
_spectrum(mixing.lambda_2, "kernels[1]", "kernels")
_spectrum(mixing.lambda_3, "kernels[2]", "kernels")
_spectrum(mixing.lambda_mix, "mixed", "mixed")


@ingredient(MixingWorld)
def tau(script: Script) -> None:
    """τ of a spectrum."""
    script.put(
        "def tau(l):  # the least over d of 1 / (1 - l_(d+1)) and the share of the d largest",
        "    sizes = [d for d in range(1, len(l)) if l[d] < 1]",
        "    return min(1 / (1 - l[d]) + sum(l[:d]) / sum(l) for d in sizes) if any(l) else F(2)",
    )


def _tau(quantity: Quantity, spectrum: Quantity) -> None:
    @recipe(quantity)
    def write(script: Script) -> None:
        script.measure(spectrum.name)
        script.use("tau")
        script.put(f"{quantity.name} = tau({spectrum.name}[1:])")


_tau(mixing.tau_1, mixing.lambda_1)
_tau(mixing.tau_2, mixing.lambda_2)
_tau(mixing.tau_mix, mixing.lambda_mix)
