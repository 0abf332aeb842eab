"""Recipes for the tasks of chapter 3: norms and variances, the trace gap, the worst case over compatible tasks."""

from __future__ import annotations

import contextlib
from typing import cast

from flint import fmpq

from contextures.measure.quantities.optimality import encoders as optimality
from contextures.measure.quantities.optimality import tasks
from contextures.measure.quantities.registry import Quantity
from contextures.measure.suprema.worst_case import edge_space, edge_value, is_top
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.certificates.byhand.contexts import top
from contextures.verify.certificates.byhand.linear import formula, spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe


@ingredient(ContextWorld)
def f(script: Script) -> None:
    """The task with its mean removed."""
    script.use("P", "centred")
    script.put(f"f, = centred([{literal(script.instance['task'])}], p)")


@ingredient(ContextWorld)
def h(script: Script) -> None:
    """Its image T*f."""
    script.use("f", "T_star", "apply")
    script.put("h = apply(T_star, f)")


@ingredient(ContextWorld)
def f_raw(script: Script) -> None:
    """The task as it stands."""
    script.put(f"f_raw = {literal(script.instance['task'])}")


def _formula(quantity: Quantity, text: str, *needs: str) -> None:
    """Register a formula over inner products."""
    formula(quantity, text, "P", "dot", *needs)


WITHIN = "sum(dot(g, f, p) ** 2 / dot(g, g, p) for g in basis(zip(*K), p))"
"""Squared norm of what the range of TT* holds of the task."""

_formula(tasks.norm_f, "dot(f, f, p)", "f")
_formula(tasks.norm_Tf, "dot(h, h, q)", "h")
_formula(tasks.norm_h, "dot(h, h, q)", "h")
_formula(tasks.mean_f, "dot(f_raw, p, [1] * len(p))", "f_raw")
_formula(tasks.rho_square, "dot(h, h, q) / (dot(f, f, p) or 1)", "f", "h")
_formula(tasks.norm_f_range, WITHIN, "f", "K", "basis")
_formula(tasks.norm_h_H, WITHIN, "f", "K", "basis")
_formula(tasks.outside_range, f"1 - {WITHIN} / dot(f, f, p) if any(f) else F(0)", "f", "K", "basis")


_formula(
    tasks.alignment_square_best,
    "dot(f, apply(T, h), p) ** 2 / (dot(f, f, p) * dot(h, h, q) or F(1))  # for g = T*f",
    "h",
    "T",
)
_formula(
    optimality.RT, "sum(dot(b, apply(K, b), p) / dot(b, b, p) for b in basis(phi, p))", "phi", "K", "apply", "basis"
)


@recipe(tasks.dual_variance)
def dual_variance(script: Script) -> None:
    """2(1 − ‖Tg‖²/‖g‖²) for g = T*f."""
    script.use("h", "T", "dot")
    script.put(
        "image = apply(T, h)",
        "dual_variance = 2 * (dot(h, h, q) - dot(image, image, p)) / (dot(h, h, q) or F(1))",
    )


@recipe(tasks.preimage_variance)
def preimage_variance(script: Script) -> None:
    """2(1 − ‖f‖²/‖g‖²) for the g of least norm with Tg = f: a sum over φ with orthogonal T*φ; 2 without one."""
    if not script.value("norm_f"):
        raise NoScript("the task is constant")
    script.measure("outside_range")
    script.use("T_star", "apply")
    script.put(
        "ranged = basis([apply(T_star, c) + list(c) for c in zip(*K)], q + [0] * len(p))  # T*phi, then phi",
        "least = sum(dot(r[len(q):], f, p) ** 2 / dot(r, r, q) for r in ranged)",
        "preimage_variance = F(2) if outside_range else 2 - 2 * dot(f, f, p) / least",
    )


@recipe(optimality.trace_gap)
def trace_gap(script: Script) -> None:
    """For one function: s_1² + s_2² less what it keeps."""
    if script.size("d") != 1:
        raise NoScript("the best subfamily of several functions is left to `contextures check`")
    with contextlib.suppress(NoScript):
        script.attempt(lambda: script.measure("s", "square"))
    script.use("P", "K", "phi", "apply")
    whole = top(script, "K", 2)
    script.put(f"trace_gap = {whole} - sum(dot(g, apply(K, g), p) / dot(g, g, p) for g in phi)")


# The worst case over compatible tasks


@recipe(optimality.error, "lower")
def error_at_least(script: Script) -> None:
    """A task in F_ε, and the share of it that the probe leaves."""
    witness = script.world.witnesses.get("error") or {}
    if not witness.get("task"):
        raise NoScript("the worst case has no task as a witness")
    script.measure("epsilon")
    script.use("P", "phi", "basis", "K", "apply")
    script.put(
        f"g, = centred([{literal(witness['task'])}], p)  # a task in F_epsilon",
        "assert dot(g, apply(K, g), p) >= (1 - epsilon) ** 2 * dot(g, g, p)",
        "error = 1 - sum(dot(b, g, p) ** 2 / dot(b, b, p) for b in basis(phi, p)) / dot(g, g, p)  # at least",
    )


def _at_most(quantity: Quantity, tasks: str) -> None:
    """A dual point: t·1 − P_{V⊥} − η(TT* − (1−ε)²) is positive, so no such task has a larger error than t."""

    @recipe(quantity, "upper")
    def write(script: Script) -> None:
        witness = script.world.witnesses.get(quantity.name) or {}
        if not {"eta", "t"} <= set(witness):
            _at_edge(script, quantity)
            return
        script.use("P", "phi", "basis")
        name = quantity.name
        if witness["eta"] == witness["t"] == "0":
            script.put(
                "assert len(basis(phi, p)) == len(p) - 1  # every mean-zero function is in the span", f"{name} = F(0)"
            )
            return
        script.measure("epsilon")
        script.use("K", "positive")
        script.put(
            f"eta, {name} = {literal(witness['eta'])}, {literal(witness['t'])}  # a dual point, {tasks}",
            f"found, shift, n = basis(phi, p), {name} - 1 + eta * (1 - epsilon) ** 2, range(len(p))",
            "spans = [[sum(b[i] * b[j] * p[j] / dot(b, b, p) for b in found) for j in n] for i in n]",
            "dual = [[shift * ((i == j) - p[j]) + spans[i][j] - eta * K[i][j] + p[j] for j in n] for i in n]",
            "assert positive([[x * v for v in row] for x, row in zip(p, dual)])",
        )


def _at_edge(script: Script, quantity: Quantity) -> None:
    """Where (1−ε)² is an extreme eigenvalue the tasks are its functions: a span, on which the error is at most t."""
    equality = quantity.name == optimality.error_at_compatibility.name
    world = cast(ContextWorld, script.world)
    space, value = edge_space(world, equality), edge_value(world, equality)
    if space is None or not isinstance(value, fmpq):
        raise NoScript("the worst case has no dual witness")
    script.use("P", "phi", "K", "basis", "dot", "apply", "positive")
    script.measure("epsilon")
    functions = literal([[str(v) for v in column] for column in space.T])
    sign = "" if is_top(world) else "-"
    script.put(
        f"edge, n = {functions}, range(len(p))  # the tasks: functions of an extreme eigenvalue",
        "gap = [[(1 - epsilon) ** 2 * ((i == j) - p[j]) - K[i][j] for j in n] for i in n]",
        f"assert positive([[{sign}x * v for v in row] for x, row in zip(p, gap)])",
        "assert not any(v for g in edge for v in apply(gap, g))",
        "assert len(basis(edge, p)) + len(basis(zip(*gap), p)) == len(p) - 1",
        f"found, {quantity.name} = basis(phi, p), {literal(str(value))}",
        "shares = [[sum(dot(b, f, p) * dot(b, g, p) / dot(b, b, p) for b in found) for g in edge] for f in edge]",
        f"assert positive([[v + ({quantity.name} - 1) * dot(f, g, p) for v, g in zip(row, edge)]"
        " for row, f in zip(shares, edge)])",
    )


_at_most(optimality.error, "as eta >= 0")
_at_most(optimality.error_at_compatibility, "as rho(f) = 1 - epsilon")


@recipe(optimality.error_contexture)
def error_contexture(script: Script) -> None:
    """Of the top-d encoder: s_1 and s_{d+1} alone decide."""
    script.value("error_contexture")
    d = script.size("d")
    if d >= script.size("N") - 1:
        script.put("error_contexture = F(0)  # every mean-zero function is in the span")
        return
    script.measure("epsilon")
    script.measure("s", "square")
    script.put(
        f"level, largest, following = (1 - epsilon) ** 2, s_squared[1], s_squared[{d + 1}]",
        "error_contexture = F(1) if following >= level else (largest - level) / (largest - following)",
    )


@recipe(optimality.penalised_top)
def penalised_top(script: Script) -> None:
    """Largest eigenvalue of TT* + (s_1² − s_{d+1}²)(I − Π) on mean-zero functions, Π on the span of Φ̃."""
    world, d = script.world, script.size("d")
    assert isinstance(world, ContextWorld)
    if d >= script.size("N"):
        raise NoScript("there is no s_{d+1}")
    first, *later = script.entries("s", script.size("N"), 2)
    weight = fmpq(first.numerator, first.denominator) - fmpq(later[d - 1].numerator, later[d - 1].denominator)
    off = world.identity - world.projector - world.p_x[None, :]
    values = world.arithmetic.eigenvalues(world.operator_x + weight * off, world.p_x)
    if not all(isinstance(value, fmpq) for value in values):
        raise NoScript("the penalised operator has irrational eigenvalues")
    script.measure("s", "square")
    script.use("phi", "basis")
    script.put(
        f"n, weight, found = range(len(p)), s_squared[1] - s_squared[{d + 1}], basis(phi, p)",
        "span = [[p[j] + sum(b[i] * b[j] * p[j] / dot(b, b, p) for b in found) for j in n] for i in n]",
        "penalised = [[K[i][j] + weight * ((i == j) - span[i][j]) for j in n] for i in n]",
        f"penalised_top = max({spectral('penalised', values)})",
    )
