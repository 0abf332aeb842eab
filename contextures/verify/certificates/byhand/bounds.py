"""Recipes for what an encoder on A learns: the operator TT* with the constant, its eigenvalues, tasks f = Tg."""

from __future__ import annotations

from contextures.measure.quantities.bounds import approximation as bounds
from contextures.measure.worlds.bounds import LearningWorld
from contextures.verify.certificates.byhand.linear import dual_point, setting, share, spectral
from contextures.verify.certificates.byhand.script import Script, columns, ingredient, literal, recipe

setting(bounds.epsilon, bounds.B)


@ingredient(LearningWorld)
def K(script: Script) -> None:
    """TT*, the constant counted."""
    script.use("P")
    script.put("K = [[sum(a * b / c for a, b, c in zip(f, g, q)) / x for g in P] for f, x in zip(P, p)]")


@ingredient(LearningWorld)
def averaged(script: Script) -> None:
    """Ψ̂ = Tφ̂."""
    script.use("T", "apply")
    script.put(f"averaged = [apply(T, g) for g in {columns(script.instance['dual_encoder'])}]")


@ingredient(LearningWorld)
def f(script: Script) -> None:
    """The task f = Tg."""
    script.use("T", "apply")
    script.put(f"g = {literal(script.instance['dual_task'])}", "f = apply(T, g)")


@recipe(bounds.eigenvalue)
def eigenvalue(script: Script) -> None:
    """λ_1 = 1 and the squares of the singular values."""
    script.use("K", "spectrum")
    count = len(script.instance["joint"])
    script.sequence("lambda_", spectral("K", script.entries("lambda", count)), count)


@recipe(bounds.learning_gap)
def learning_gap(script: Script) -> None:
    """How far span Ψ̂ is from a top eigenspace of TT*, with the dimensions it lacks."""
    script.measure("lambda")
    script.use("averaged", "basis")
    d = script.size("d")
    script.put(
        f"wanted = {d} + sum(lambda_[1:{d + 1}])  # a missing dimension counts as 1",
        f"learning_gap = wanted - {share('averaged', 'K', 'p')}",
    )


@recipe(bounds.norm_f)
def norm_f(script: Script) -> None:
    """‖Tg‖²."""
    script.use("f", "dot")
    script.put("norm_f = dot(f, f, p)")


@ingredient(LearningWorld)
def k(script: Script) -> None:
    """The dual kernel k_X."""
    script.use("K")
    script.put("k = [[v / y for v, y in zip(row, p)] for row in K]")


@recipe(bounds.norm_f_H)
def norm_f_H(script: Script) -> None:
    """‖f‖² in the space of k_X."""
    script.use("f", "k", "norm")
    script.put("norm_f_H = norm(k, f)")


@recipe(bounds.kappa, "square")
def kappa_squared(script: Script) -> None:
    """Largest k_X(x, x)."""
    script.use("k")
    script.put("kappa_squared = max(k[i][i] for i in range(len(p)))")


@recipe(bounds.variance_g)
def variance_g(script: Script) -> None:
    """½E(g(A) − g(A'))² over pairs of contexts of one input."""
    script.use("f")
    script.put(
        "pairs = (v * w / x * (a - b) ** 2 / 2 for r, x in zip(P, p) for v, a in zip(r, g) for w, b in zip(r, g))",
        "variance_g = sum(pairs)",
    )


@recipe(bounds.chi_square)
def chi_square(script: Script) -> None:
    """Σ (P⁺ − P_XP_A)²/(P_XP_A)."""
    script.use("P")
    script.put("chi_square = sum((v - x * y) ** 2 / (x * y) for row, x in zip(P, p) for v, y in zip(row, q))")


@recipe(bounds.S_lambda)
def S_lambda(script: Script) -> None:
    """Trace of TT*."""
    script.use("K")
    script.put("S_lambda = sum(K[i][i] for i in range(len(p)))")


@recipe(bounds.norm_g)
def norm_g(script: Script) -> None:
    """‖g‖²."""
    script.use("f", "dot")
    script.put("norm_g = dot(g, g, q)")


@recipe(bounds.sup_f)
def sup_f(script: Script) -> None:
    """Largest |Tg|."""
    script.use("f")
    script.put("sup_f = max(map(abs, f))")


@recipe(bounds.dependence)
def dependence(script: Script) -> None:
    """Largest |P⁺ − P_XP_A|."""
    script.use("P")
    script.put("dependence = max(abs(v - x * y) for row, x in zip(P, p) for v, y in zip(row, q))")


# The worst case over F_B(ε)


@recipe(bounds.error, "upper")
def error_at_most(script: Script) -> None:
    """No task of the class has a larger error than the dual point says."""
    epsilon, size = script.measure("epsilon"), script.measure("B")
    script.use("averaged", "k")
    dual_point(script, "k", "averaged", f"1 / (1 - {epsilon})", f"{size}**2")


@recipe(bounds.error_top)
def error_top(script: Script) -> None:
    """For the top-d encoder: the best of two modes, one beside the encoder, in a linear programme in their shares."""
    script.value("error_top")
    epsilon, size = script.measure("epsilon"), script.measure("B")
    script.measure("lambda")
    script.put(
        f"kept, later = lambda_[1:{script.size('d') + 1}], [v for v in lambda_[{script.size('d') + 1}:] if v]",
        f"level = 1 / (1 - {epsilon})  # shares w of the modes: sum(w) = 1, sum(w / v) <= level; a vertex has two",
        "pairs = [(level * v - 1) * u / (v - u) for v in kept for u in later if u * level < 1 <= v * level]",
        f"error_top = {size}**2 * (1 if any(u * level >= 1 for u in later) else max([*pairs, F(0)]))",
    )
