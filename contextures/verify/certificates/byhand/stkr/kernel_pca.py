"""Recipes for kernel PCA: what the top eigenfunctions of an unlabelled law leave of a task."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import Rationals, exact_array, null_space, roots
from contextures.measure.quantities.stkr import samples as kernel_samples
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld
from contextures.verify.certificates.byhand.linear import spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe

Array = NDArray[Any]


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


@recipe(kernel_samples.residual_P)
def residual_P(script: Script) -> None:
    """‖f*−f̃_d‖²_P."""
    script.use("residual")
    script.put("residual_P = dot(rest, rest, p)")


@recipe(kernel_samples.residual_H)
def residual_H(script: Script) -> None:
    """‖f*−f̃_d‖²_{H_K}."""
    script.use("weights_of_rest")
    script.put("residual_H = dot(c, rest, [1] * len(p))")


@recipe(kernel_samples.g_square)
def g_square(script: Script) -> None:
    """‖f*−f̃_d‖²_P/‖f*−f̃_d‖²_{H_K}."""
    script.use("weights_of_rest")
    script.put("g_square = dot(rest, rest, p) / dot(c, rest, [1] * len(p))")
