"""Recipes for kernel PCA: what the top eigenfunctions of an unlabelled law leave of a task."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import Rationals, exact_array, null_space, roots
from contextures.exact.enumeration import count_vectors
from contextures.exact.numbers import ball
from contextures.measure.quantities.stkr import kernel_pca
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld
from contextures.verify.certificates.byhand.linear import spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe

Array = NDArray[Any]

SAMPLES, LISTED = 5_000, 16
"""Most samples that a script draws in order, and that it lists the eigenfunctions of."""


@dataclass(frozen=True)
class Pca:
    """Kernel PCA of the unlabelled law.

    Attributes
    ----------
    values : list of Fraction
        Eigenvalues of the operator of that law, descending.
    functions : list of ndarray (X,)
        Its top d eigenfunctions, orthogonal under that law.
    weights : ndarray (X,)
        Weights of the kernel that give what the projection on them leaves of the task.
    """

    values: list[Fraction]
    functions: list[Array]
    weights: Array

    @classmethod
    def of(cls, script: Script) -> Pca:
        """Compute it; NoScript where it is irrational, or the task is not in the space of the kernel."""
        world = script.world
        assert isinstance(world, KernelWorld)
        assert isinstance(world.arithmetic, Rationals)
        if script.value("outside_range"):
            raise NoScript("the task is not in the space of the kernel")
        law, d = np.asarray(world.fields["unlabelled"]), world.chosen["d"]
        operator = world.kernel * law[None, :]
        pairs = sorted(roots(operator), key=lambda pair: float(pair[0]), reverse=True)
        if not all(isinstance(value, fmpq) for value, _ in pairs):
            raise NoScript("the eigenfunctions are irrational")
        functions: list[Array] = []
        rest = world.task
        for value, _ in pairs:
            for f in null_space(operator - value * world.identity).T if len(functions) < d else ():
                for g in functions:
                    f = f - g * ((law * f * g).sum() / (law * g * g).sum())
                rest = rest - f * ((law * f * rest).sum() / (law * f * f).sum())
                functions.append(f)
        ones = exact_array(np.ones(len(law), dtype=np.int64))
        weights = apply(world.arithmetic.pseudo_inverse(world.kernel, ones), rest)
        return cls([Fraction(str(value)) for value, times in pairs for _ in range(times)], functions, weights)


@ingredient(KernelWorld)
def residual(script: Script) -> None:
    """What the projection in H_K on the top d eigenfunctions of the unlabelled law leaves of the task.

    It is the projection in L² of this law, and an eigenfunction of a positive eigenvalue is known everywhere.
    """
    found, d = Pca.of(script), script.size("d")
    script.use("f", "k", "apply")
    script.put(f"u, psi = {literal(script.instance['unlabelled'])}, {literal(found.functions)}  # an unlabelled law")
    if not any(found.values[d:]):
        script.put(
            f"top = {literal(found.values[:d])}  # its largest eigenvalues, all of the trace, with the functions psi",
            f"assert len(psi) == {d} and sum(top) == sum(w * k[x][x] for x, w in enumerate(u)) and min(top) > 0",
        )
    else:
        script.put("L = [[v * w for v, w in zip(row, u)] for row in k]  # its operator, with the top functions psi")
        if "places" in script.known:
            script.put(
                f"top = {literal(found.values[:d])}",
                f"assert len(psi) == {d} == places(L, min(top))[-1]",
            )
        else:
            script.use("spectrum")
            script.put(
                f"top = {spectral('L', found.values)}",
                f"assert len(psi) == {d} and top[{d - 1}] > top[{d}]",
            )
    script.put("assert all(apply(k, [x * w for x, w in zip(g, u)]) == [v * x for x in g] for g, v in zip(psi, top))")
    if d > 1:
        script.put("assert all(dot(g, h, u) == 0 for i, g in enumerate(psi) for h in psi[:i])")
    script.put("rest = [v - sum(dot(g, f, u) / dot(g, g, u) * g[x] for g in psi) for x, v in enumerate(f)]")


@ingredient(KernelWorld)
def weights_of_rest(script: Script) -> None:
    """Weights of the kernel that give the residual, and so its norm in H_K."""
    script.use("residual")
    script.put(
        f"c = {literal(Pca.of(script).weights)}",
        "assert apply(k, c) == rest  # so that the squared norm of rest in the space of k is that of c' k c",
    )


@recipe(kernel_pca.residual_P)
def residual_P(script: Script) -> None:
    """‖f*−f̃_d‖²_P."""
    script.use("residual")
    script.put("residual_P = dot(rest, rest, p)")


@recipe(kernel_pca.residual_H)
def residual_H(script: Script) -> None:
    """‖f*−f̃_d‖²_{H_K}."""
    script.use("weights_of_rest")
    script.put("residual_H = dot(c, rest, [1] * len(p))")


@recipe(kernel_pca.g_square)
def g_square(script: Script) -> None:
    """‖f*−f̃_d‖²_P/‖f*−f̃_d‖²_{H_K}."""
    script.use("weights_of_rest")
    script.put("g_square = dot(rest, rest, p) / dot(c, rest, [1] * len(p))")


@recipe(kernel_pca.g_square_low)
def g_square_low(script: Script) -> None:
    """‖g‖²_P for every sample of m points, where g has a value; elsewhere it counts as κ²."""
    world, m, d = script.world, script.size("m"), script.size("d")
    assert isinstance(world, KernelWorld)
    assert isinstance(world.arithmetic, Rationals)
    if script.value("outside_range"):
        raise NoScript("the task is not in the space of the kernel")
    table = []
    for counts in count_vectors(len(world.law), m).tolist():
        law = exact_array(np.array(counts)) / m
        found = _top_functions(world, law, d)
        if found is not None:
            table.append((tuple(counts), *found))
    if len(world.law) ** m > SAMPLES or len(table) > LISTED:
        raise NoScript("there are too many samples")
    delta, kappa = script.measure("delta"), script.measure("kappa", "square")
    script.use("f", "k", "apply", "dot", "spectrum", "norm")
    script.put(
        "tops = {  # for samples, by their counts: eigenvalues of their operators, and the top eigenfunctions",
        *(f"    {counts}: ({literal(values)}, {literal(functions)})," for counts, values, functions in table),
        "}",
        "def square(counts):  # of g, what the top eigenfunctions of a sample leave of f; no value counts as kappa^2",
        f"    if counts not in tops: return {kappa}",
        f"    (values, psi), u = tops[counts], [F(c, {m}) for c in counts]",
        f"    top = spectrum([[v * w for v, w in zip(row, u)] for row in k], values)[:{d + 1}]",
        f"    assert len(psi) == {d} and top[{d - 1}] > top[{d}] and all(dot(g, g, u) for g in psi)",
        "    assert not any(dot(g, h, u) for i, g in enumerate(psi) for h in psi[:i])",
        "    for g, v in zip(psi, top): assert apply(k, [x * w for x, w in zip(g, u)]) == [v * x for x in g]",
        "    rest = [v - sum(dot(g, f, u) / dot(g, g, u) * g[x] for g in psi) for x, v in enumerate(f)]",
        f"    return dot(rest, rest, p) / norm(k, rest) if any(rest) else {kappa}",
        "samples = [(F(1), ())]",
        f"for _ in range({m}): samples = [(w * v, (*s, x)) for w, s in samples for x, v in enumerate(p)]",
        "found = [(square(tuple(s.count(x) for x in range(len(p)))), w) for w, s in samples]",
        f"g_square_low = max(v for v, _ in found if sum(w for u, w in found if u >= v) >= 1 - {delta})",
    )


def _top_functions(world: KernelWorld, law: Array, d: int) -> tuple[list[Fraction], list[Array]] | None:
    """Return the eigenvalues of the operator of a law and its top d eigenfunctions; None where these are not unique.

    Raises
    ------
    NoScript
        Where they are irrational.
    """
    operator = world.kernel * law[None, :]
    pairs = sorted(roots(operator), key=lambda pair: float(ball(pair[0])), reverse=True)
    values = [value for value, times in pairs for _ in range(times)]
    if not all(isinstance(value, fmpq) for value in values):
        raise NoScript("the eigenfunctions of a sample are irrational")
    if not values[d - 1] > 0 or values[d - 1] == values[d]:
        return None
    functions: list[Array] = []
    for value in dict.fromkeys(values[:d]):
        for f in null_space(operator - value * world.identity).T:
            for g in functions:
                f = f - g * ((law * f * g).sum() / (law * g * g).sum())
            functions.append(f)
    return [Fraction(str(value)) for value in values], functions
