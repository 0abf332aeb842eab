"""Ingredients of every chapter: functions are lists of values, laws and kernels lists of weights.

An encoder is a list of functions; an operator is a matrix that `apply` multiplies a function with.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from contextures.measure.quantities.registry import Quantity
from contextures.measure.world import World
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe, variable


@ingredient(World)
def dot(script: Script) -> None:
    """Inner product under a law."""
    script.put("def dot(f, g, w): return sum(x * y * z for x, y, z in zip(f, g, w))")


@ingredient(World)
def apply(script: Script) -> None:
    """A matrix applied to a function."""
    script.put("def apply(L, f): return [sum(x * y for x, y in zip(row, f)) for row in L]")


@ingredient(World)
def centred(script: Script) -> None:
    """Functions with their means removed."""
    script.use("dot")
    script.put("def centred(functions, w): return [[x - dot(f, w, [1] * len(w)) for x in f] for f in functions]")


@ingredient(World)
def basis(script: Script) -> None:
    """An orthogonal basis of a span."""
    script.use("dot")
    script.put(
        "def basis(functions, w, found=()):  # orthogonal, by Gram and Schmidt",
        "    for f in functions:",
        "        for g in found: f = [x - dot(f, g, w) / dot(g, g, w) * y for x, y in zip(f, g)]",
        "        if any(f): found += (f,)",
        "    return found",
    )


@ingredient(World)
def spectrum(script: Script) -> None:
    """Check that numbers are the eigenvalues of a matrix."""
    script.use("apply")
    script.put(
        "def spectrum(L, values, power=None):  # numbers with the right power sums are the eigenvalues",
        "    for k in range(1, len(L) + 1):",
        "        power = [apply([*zip(*L)], row) for row in power] if power else L",
        "        assert sum(power[i][i] for i in range(len(L))) == sum(v**k for v in values)",
        "    return sorted(values, reverse=True)",
    )


@ingredient(World)
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


@ingredient(World)
def places(script: Script) -> None:
    """Where a number stands among the eigenvalues: sign changes of the characteristic polynomial's coefficients."""
    script.use("apply")
    script.put(
        "def places(L, v):  # of v among the eigenvalues: Descartes' rule of signs is exact, as these are real",
        "    S = [[x - v * (i == j) for j, x in enumerate(row)] for i, row in enumerate(L)]",
        "    c, M = [F(1)], list(zip(*S))  # c: the characteristic polynomial of L - v",
        "    for k in range(1, len(L) + 1):",
        "        c.append(-sum(M[i][i] for i in range(len(L))) / k)",
        "        M = [apply(S, [x + c[k] * (i == j) for i, x in enumerate(f)]) for j, f in enumerate(M)]",
        "    signs = [x > 0 for x in c if x]",
        "    larger = sum(a != b for a, b in zip(signs, signs[1:]))",
        "    return range(larger + 1, larger + 1 + sum(not any(c[i:]) for i in range(len(c))))",
    )


@ingredient(World)
def positive(script: Script) -> None:
    """Is a symmetric matrix positive semi-definite?"""
    script.put(
        "def positive(B):  # semi-definite, by elimination",
        "    for k, row in enumerate(B):",
        "        if row[k] < 0 or (row[k] == 0 and any(row[k:])): return False",
        "        if row[k]: B[k + 1:] = [[x - r[k] / row[k] * y for x, y in zip(r, row)] for r in B[k + 1:]]",
        "    return True",
    )


@ingredient(World)
def definite(script: Script) -> None:
    """Is a symmetric matrix positive definite?"""
    script.put(
        "def definite(B):  # positive definite, by elimination",
        "    for k, row in enumerate(B):",
        "        if row[k] <= 0: return False",
        "        B[k + 1:] = [[x - r[k] / row[k] * y for x, y in zip(r, row)] for r in B[k + 1:]]",
        "    return True",
    )


def spectral(operator: str, values: Sequence[Any]) -> str:
    """Return Python for the eigenvalues of an operator, which it checks; `spectrum` has to be used before."""
    return f"spectrum({operator}, {literal(values)})"


def share(functions: str, operator: str, weight: str) -> str:
    """Return Python for the trace of an operator on a span, each of its dimensions counted as well.

    `dot`, `apply` and `basis` have to be used before.
    """
    kept = f"dot(f, apply({operator}, f), {weight}) / dot(f, f, {weight})"
    return f"sum(1 + {kept} for f in basis({functions}, {weight}))"


def dual_point(script: Script, kernel: str, encoder: str, level: str, factor: str) -> None:
    """Write that a supremum is at most t‖f‖² by its dual witness, in a variable ``error``.

    The class is ⟨f, T_k⁺f⟩ ≤ level·‖f‖² on the range of the kernel k, the error ‖f‖² less what span Φ holds of f. For
    f = Σ c_ik(·, i), tI − P_{Φ⊥} − η(level·I − T_k⁺) ⪰ 0 is positive semi-definite as a form in c.

    Parameters
    ----------
    script : Script
    kernel, encoder : str
        What the script calls them.
    level, factor : str
        Python for the level, and for what the supremum over unit functions is multiplied by.
    """
    witness = script.world.witnesses.get("error") or {}
    if not {"eta", "t"} <= set(witness):
        raise NoScript("the worst case has no dual witness")
    script.use("dot", "basis", "apply", "positive")
    script.put(
        f"eta_t, t_t = {literal(witness['eta'])}, {literal(witness['t'])}  # a dual point: the error is at most t",
        f"spans = [(apply({kernel}, [x * w for x, w in zip(b, p)]), dot(b, b, p)) for b in basis({encoder}, p)]",
        f"shift, n = t_t - 1 - eta_t * {level}, range(len(p))",
        f"pairs = [[shift * dot({kernel}[i], {kernel}[j], p) + eta_t * {kernel}[i][j] for j in n] for i in n]",
        "dual = [[pairs[i][j] + sum(f[i] * f[j] / c for f, c in spans) for j in n] for i in n]",
        "assert eta_t >= 0 and positive(dual)  # on the functions sum_i c_i k(., i)",
        f"error = t_t * {factor}",
    )


def formula(quantity: Quantity, text: str, *needs: str, measured: Sequence[str] = ()) -> None:
    """Register a quantity that is one formula over ingredients and the symbols that are measured before it."""

    @recipe(quantity)
    def write(script: Script) -> None:
        script.use(*needs)
        for symbol in measured:
            script.measure(symbol)
        script.put(f"{quantity.name} = {text}")


def setting(*quantities: Quantity) -> None:
    """Register quantities that are a number of the instance, a field of their name unless they need another."""
    for quantity in quantities:

        @recipe(quantity)
        def write(script: Script, quantity: Quantity = quantity) -> None:
            (field,) = quantity.needs
            script.put(f"{variable(quantity.name)} = {literal(script.instance[field])}")


def exact_root(square: Fraction) -> Fraction:
    """Return a root; NoScript where it is irrational."""
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    if root**2 != square:
        raise NoScript("a root is irrational")
    return root
