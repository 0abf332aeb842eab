"""Chapter 7b.4: the H-score, the operator of the density, and modes found one after the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.zheng.pair import KEY, PAIR, both, density, energy, h_score_of, p_x, p_y, total
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _joint(first: Any, second: Any) -> Any:
    """Functions of two variables from their sums of products."""
    return first @ second.swapaxes(-1, -2)


@PAIR.quantity("H(f, g)", tex="H(f,g)")
def h_score(world: Any) -> Any:
    return h_score_of(world, world["fs"], world["gs"])


@PAIR.quantity("½(‖B̃‖² − ‖B̃ − Σf_i⊗g_i‖²)", tex=r"\tfrac12(\|\tilde B\|^2-\|\tilde B-\sum f_i\otimes g_i\|^2)")
def approximation(world: Any) -> Any:
    seen = density(world)
    return (energy(world, seen) - energy(world, seen - _joint(world["fs"], world["gs"]))) / 2


@PAIR.quantity("1 + the size of both sides", range="≥ 1", tex=r"1+\|f\|^2\|g\|^2")
def size(world: Any) -> Any:
    p, q = p_x(world)[..., :, None], p_y(world)[..., :, None]
    return 1 + total(p * world["fs"] ** 2) * (1 + total(q * world["gs"] ** 2))


H_SCORE = Statement(
    id="neighbours.zheng-h-score",
    title="The H-score is a low-rank approximation",
    kind=Kind.IDENTITY,
    source=Source(KEY, "The Nested H-Score Network"),
    domain=PAIR,
    printed=Claim(
        "H(f, g) = ½(‖B̃‖² − ‖B̃ − Σf_i⊗g_i‖²) for all vector-valued f, g.",
        r"\mathcal H(f,g)=\tfrac12\Bigl(\|\tilde B\|^2-\|\tilde B-\sum_if_i\otimes g_i\|^2\Bigr)",
        (Part("identity", h_score, "==", approximation, scale=size),),
    ),
)


def _image(world: Any) -> Any:
    """(Ba)(y) = Σ_xB̃(x, y)P_X(x)a(x)."""
    return (density(world) * (p_x(world) * world["a"])[..., :, None]).sum(-2)


def _given(world: Any) -> Any:
    """E[a(X)|Y = y]."""
    return (world["law"] * world["a"][..., :, None]).sum(-2) / p_y(world)


@PAIR.quantity("E((Ba)(Y) − E[a(X)|Y])²", range="≥ 0", tex=r"\mathbb E((Ba)(Y)-\mathbb E[a(X)\mid Y])^2")
def operator_apart(world: Any) -> Any:
    return (p_y(world) * (_image(world) - _given(world)) ** 2).sum(-1)


@PAIR.quantity(
    "E((Ba)(Y) − E[a(X)|Y] + E a(X))²", range="≥ 0", tex=r"\mathbb E((Ba)(Y)-\mathbb E[a\mid Y]+\mathbb Ea)^2"
)
def operator_centred(world: Any) -> Any:
    mean = (p_x(world) * world["a"]).sum(-1)
    return (p_y(world) * (_image(world) - _given(world) + mean[..., None]) ** 2).sum(-1)


@PAIR.quantity("1 + E a²", range="≥ 1", tex=r"1+\mathbb Ea^2")
def size_of_a(world: Any) -> Any:
    return 1 + (p_x(world) * world["a"] ** 2).sum(-1)


OPERATOR = Statement(
    id="neighbours.zheng-operator",
    title="The operator of the density is a conditional expectation",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Modal Decomposition, Property 1"),
    domain=PAIR,
    printed=Claim(
        "(Ba)(y) = Σ_xB̃(x, y)P_X(x)a(x) equals E[a(X)|Y = y], for every function a.",
        r"(Ba)(y)=\sum_x\tilde B(x,y)P_X(x)a(x)=\mathbb E[a(X)\mid Y=y]",
        (Part("operator", operator_apart, "==", 0, scale=size_of_a),),
    ),
    corrected=Claim(
        "(Ba)(y) = E[a(X)|Y = y] − E a(X), which is the printed form for a of mean 0 and no other a.",
        r"(Ba)(y)=\mathbb E[a(X)\mid Y=y]-\mathbb Ea(X)",
        (Part("operator", operator_centred, "==", 0, scale=size_of_a),),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="B̃ has the 1 taken off, which takes the mean of a off its conditional mean.",
    note="All y at once: the mean square of the difference of the two sides.",
)


def _first(world: Any) -> Any:
    """E f_i*(X)g_j*(Y), (…, 2, 2)."""
    return world["modes"].swapaxes(-1, -2) @ world["law"] @ world["images"]


def _raw(world: Any) -> Any:
    """How far each of the functions is from mean 0 and variance 1."""
    found = 0 * world["law"][..., 0, 0]
    for p, functions in ((p_x(world), world["modes"]), (p_y(world), world["images"])):
        mean = (p[..., :, None] * functions).sum(-2)
        square = (p[..., :, None] * functions**2).sum(-2)
        found = found + (mean**2 + (square - 1) ** 2).sum(-1)
    return found


def _left_over(world: Any, terms: int) -> Any:
    """‖B̃ − Σσ_if_i⊗g_i‖² of the first modes, σ_i = ⟨what is left, f_i⊗g_i⟩."""
    rest = density(world)
    for k in range(terms):
        product = world["modes"][..., :, None, k] * world["images"][..., None, :, k]
        rest = rest - total(both(world) * rest * product)[..., None, None] * product
    return energy(world, rest)


def _singular(world: Any, place: int) -> Any:
    values = world.singular_values(world["law"])
    return values[..., place] if place < values.shape[-1] else 0 * values[..., 0]


@PAIR.quantity("how far the f_i*, g_i* are from mean 0 and variance 1", range="≥ 0", tex=r"\mathrm{dev}")
def raw_modes(world: Any) -> Any:
    return _raw(world)


@PAIR.quantity("‖B̃ − σ_1f_1⊗g_1‖²", range="≥ 0", tex=r"\|\tilde B-\sigma_1f_1\otimes g_1\|^2")
def left_by_one(world: Any) -> Any:
    return _left_over(world, 1)


@PAIR.quantity("‖B̃ − σ_1f_1⊗g_1 − σ_2f_2⊗g_2‖²", range="≥ 0", tex=r"\|\tilde B-\sum_{i\le2}\sigma_if_i\otimes g_i\|^2")
def left_by_two(world: Any) -> Any:
    return _left_over(world, 2)


@PAIR.quantity("Σ_{i≥2}s_i²", range="≥ 0", tex=r"\sum_{i\ge2}s_i^2")
def tail_of_one(world: Any) -> Any:
    return (world.singular_values(world["law"])[..., 1:] ** 2).sum(-1)


@PAIR.quantity("Σ_{i≥3}s_i²", range="≥ 0", tex=r"\sum_{i\ge3}s_i^2")
def tail_of_two(world: Any) -> Any:
    return (world.singular_values(world["law"])[..., 2:] ** 2).sum(-1)


@PAIR.quantity("s_1", range="[0, 1]", tex="s_1")
def s_1(world: Any) -> Any:
    return _singular(world, 0)


@PAIR.quantity("s_2", range="[0, 1]", tex="s_2")
def s_2(world: Any) -> Any:
    return _singular(world, 1)


@PAIR.quantity("Σ_j E((Bf_j*)(Y) − E f_jg_j·g_j*(Y))²", range="≥ 0", tex=r"\sum_j\|Bf_j^*-\sigma_jg_j^*\|^2")
def image_apart(world: Any) -> Any:
    images = (density(world) * p_x(world)[..., :, None]).swapaxes(-1, -2) @ world["modes"]
    sigma = np.diagonal(_first(world), axis1=-2, axis2=-1)
    return total(p_y(world)[..., :, None] * (images - sigma[..., None, :] * world["images"]) ** 2)


@PAIR.quantity("E((Bf_1*)(Y) − E f_1g_1·g_1*(Y))²", range="≥ 0", tex=r"\|Bf_1^*-\sigma_1g_1^*\|^2")
def first_image_apart(world: Any) -> Any:
    image = (density(world) * (p_x(world) * world["modes"][..., 0])[..., :, None]).sum(-2)
    return (p_y(world) * (image - _first(world)[..., 0, 0, None] * world["images"][..., 0]) ** 2).sum(-1)


@PAIR.quantity("E f_1*(X)g_1*(Y)", range="[−1, 1]", tex=r"\mathbb Ef_1^*g_1^*")
def first_correlation(world: Any) -> Any:
    return _first(world)[..., 0, 0]


@PAIR.quantity("E f_2*(X)g_2*(Y)", range="[−1, 1]", tex=r"\mathbb Ef_2^*g_2^*")
def second_correlation(world: Any) -> Any:
    return _first(world)[..., 1, 1]


@PAIR.quantity("(E f_1*g_2*)² + (E f_2*g_1*)²", range="≥ 0", tex=r"(\mathbb Ef_1^*g_2^*)^2+(\mathbb Ef_2^*g_1^*)^2")
def cross_correlation(world: Any) -> Any:
    found = _first(world)
    return found[..., 0, 1] ** 2 + found[..., 1, 0] ** 2


@PAIR.quantity("(cov(a(X), b(Y)))², b the first row of B", range="≥ 0", tex=r"\mathrm{cov}(a,b)^2")
def covariance_squared(world: Any) -> Any:
    a, b = world["a"], world["score"][..., 0, :]
    product = (a * (world["law"] @ b[..., :, None])[..., 0]).sum(-1)
    return (product - (p_x(world) * a).sum(-1) * (p_y(world) * b).sum(-1)) ** 2


@PAIR.quantity("Var a(X)·Var b(Y)", range="≥ 0", tex=r"\mathrm{Var}\,a\,\mathrm{Var}\,b")
def variances(world: Any) -> Any:
    a, b, p, q = world["a"], world["score"][..., 0, :], p_x(world), p_y(world)
    first = (p * a**2).sum(-1) - (p * a).sum(-1) ** 2
    return first * ((q * b**2).sum(-1) - (q * b).sum(-1) ** 2)


STANDARD = Hypothesis("standard", raw_modes, "==", 0, "f_i*, g_i* have mean 0 and variance 1")
FIRST = Hypothesis("first", left_by_one, "==", tail_of_one, "(f_1*, g_1*) is a best approximation")
SECOND = Hypothesis("second", left_by_two, "==", tail_of_two, "(f_2*, g_2*) is one of what is left")
PROPER = (Hypothesis("sign", 0, "<=", first_correlation, "σ_1 ≥ 0"), Hypothesis("some", 0, "<", s_1, "σ_1 > 0"))
PROPER_SECOND = (
    Hypothesis("second-sign", 0, "<=", second_correlation, "σ_2 ≥ 0"),
    Hypothesis("second-some", 0, "<", s_2, "σ_2 > 0"),
)

MODES = Statement(
    id="neighbours.zheng-modes",
    title="Modes found one after the other",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Modal Decomposition, Property 2"),
    domain=PAIR,
    printed=Claim(
        "For B̃ and its modes with σ > 0: Bf_j* = σ_jg_j*, E f_i*(X)g_j*(Y) = σ_i·1[i = j], σ_1 ≥ σ_2 ≥ …, σ_1 the "
        "maximal correlation.",
        r"Bf_j^*=\sigma_jg_j^*,\quad\mathbb Ef_i^*g_j^*=\sigma_i1[i=j],\quad\sigma_1\ge\sigma_2\ge\dots",
        (
            Part("first-image", first_image_apart, "==", 0, scale=1),
            Part("image", image_apart, "==", 0, given=(SECOND, *PROPER_SECOND), scale=1),
            Part("first", first_correlation, "==", s_1),
            Part("second", second_correlation, "==", s_2, given=(SECOND, *PROPER_SECOND)),
            Part("cross", cross_correlation, "==", 0, given=(SECOND, *PROPER_SECOND), scale=1),
            Part("order", second_correlation, "<=", first_correlation, given=(SECOND, *PROPER_SECOND)),
            Part("maximal", covariance_squared, "<=", first_correlation**2 * variances),
        ),
        given=(STANDARD, FIRST, *PROPER),
    ),
    note="The first two modes. A pair of functions is the best rank-1 approximation where the error is Σ_{i≥2}s_i² "
    "(Eckart and Young).",
)

STATEMENTS = (H_SCORE, OPERATOR, MODES)
