"""Recipes for several contexts with one P_X: their operators, spectra and τ, and those of a convex combination."""

from __future__ import annotations

from contextures.measure.quantities.mixing import operations, worth
from contextures.measure.quantities.registry import Quantity
from contextures.measure.worlds.mixing import MixingWorld
from contextures.verify.certificates.byhand.linear import formula, setting, spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe

setting(operations.epsilon, operations.eta)


@ingredient(MixingWorld)
def kernels(script: Script) -> None:
    """T_jT_j* on mean-zero functions for each context."""
    others = [name for name in ("second", "third")[: script.size("J") - 1] if name in script.instance]
    script.use("P")
    script.put(
        *(f"{name} = {literal(script.instance[name])}" for name in others),
        "def law(weights): return [[x * v / sum(row) for v in row] for row, x in zip(weights, p)]",
        f"laws = [{', '.join(['P', *(f'law({name})' for name in others)])}]",
        "def kernel(P):  # TT* on mean-zero functions; columns that no draw reaches are left out",
        "    columns = [c for c in zip(*P) if any(c)]",
        "    n = range(len(p))",
        "    return [[sum(c[i] * c[j] / sum(c) for c in columns) / p[i] - p[j] for j in n] for i in n]",
        "kernels = [kernel(law) for law in laws]",
    )


@ingredient(MixingWorld)
def mixed(script: Script) -> None:
    """TT* of the convex combination."""
    script.use("kernels")
    script.put(
        f"w = {literal(script.instance['mixture'])}",
        "mixed = kernel([[x * v for x, row in zip(w, rows) for v in row] for rows in zip(*laws)])  # of X and (j, a)",
    )


def _spectrum(quantity: Quantity, operator: str, ingredient: str, contexts: int = 2) -> None:
    """λ_1 ≥ λ_2 ≥ …; the constant's 0 is at their end."""

    @recipe(quantity)
    def write(script: Script) -> None:
        if script.size("J") < contexts:
            raise NoScript("there are fewer contexts")
        script.use(ingredient, "spectrum")
        count = script.size("N")
        script.sequence(quantity.name, spectral(operator, script.entries(quantity.name, count)), count)


_spectrum(operations.lambda_1, "kernels[0]", "kernels")
_spectrum(operations.lambda_2, "kernels[1]", "kernels")
_spectrum(operations.lambda_3, "kernels[2]", "kernels", 3)
_spectrum(operations.lambda_mix, "mixed", "mixed")


@ingredient(MixingWorld)
def tau(script: Script) -> None:
    """τ of a spectrum."""
    script.put(
        "def tau(l):  # the least over d of 1 / (1 - l_(d+1)) and the share of the d largest",
        "    sizes = [d for d in range(1, len(l)) if l[d] < 1]",
        "    return min(1 / (1 - l[d]) + sum(l[:d]) / sum(l) for d in sizes) if any(l) else F(2)",
    )


def _tau(quantity: Quantity, spectrum: str, operator: str, ingredient: str) -> None:
    @recipe(quantity)
    def write(script: Script) -> None:
        script.use(ingredient, "spectrum", "tau")
        known = f"{spectrum}:" in script.known
        values = f"{spectrum}[1:]" if known else spectral(operator, script.entries(spectrum, script.size("N")))
        script.put(f"{quantity.name} = tau({values})")


_tau(worth.tau_1, "lambda_1", "kernels[0]", "kernels")
_tau(worth.tau_2, "lambda_2", "kernels[1]", "kernels")
_tau(worth.tau_mix, "lambda_mix", "mixed", "mixed")


# Tasks


@ingredient(MixingWorld)
def shares(script: Script) -> None:
    """‖T*f̃‖²/‖f̃‖² for an operator TT*, 0 for a constant."""
    script.use("f", "apply", "kernels")
    script.put("def kept(K): return dot(f, apply(K, f), p) / (dot(f, f, p) or F(1))")


formula(worth.rho_square_mix, "kept(mixed)", "shares", "mixed")
formula(worth.rho_square_most, "max(kept(K) for K in kernels)", "shares")
formula(worth.rho_square_least, "min(kept(K) for K in kernels)", "shares")
