"""Chapter 7b.4: modes of dependence, the H-score and the nested H-score (Zheng and Xu 2024)."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact.numbers import NotCertifiable
from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.characters import characters, diagonal_law
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]
KEY = "zheng"


def _modes(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Character laws with their modes, and maximisers of the nested score for f̄ a mode, a constant, both or neither."""
    points = sizes["x"]
    if points not in (2, 4) or sizes["y"] != points:
        return {}
    chi = characters(points)
    law, total, values = diagonal_law(rng, count, points)
    order = np.argsort(-np.abs(values) + rng.random(values.shape) / 2, axis=1)[:, [0, min(1, points - 2)]]
    first, second = chi.T[order[:, 0]], chi.T[order[:, 1]]
    modes = np.stack([first, second], -1)
    wrong = rng.random((count, 1)) < 0.1
    sign = np.where((np.take_along_axis(values, order, 1) < 0) & ~wrong, -1, 1)
    kind, other = rng.integers(0, 5, (count, 1)), rng.random((count, 1)) < 0.5
    base = np.choose(kind, [first, first + 1, 0 * first + 1, first - second, 0 * first])
    lead = np.choose(kind, [second, np.where(other, first - 1, second), first, first + second, first])
    base, lead = base * rng.integers(1, 3, (count, 1)), lead + (rng.random((count, 1)) < 0.05)
    square = np.maximum((base**2).sum(1, keepdims=True) // points, 1)
    density = (chi[None] * values[:, None, :]) @ chi.T
    image = (density.swapaxes(1, 2) @ base[:, :, None])[:, :, 0] // points
    rest = density * square[:, :, None] - base[:, :, None] * image[:, None, :]
    nothing = np.abs(rest).sum((1, 2))[:, None] == 0
    lead = np.where(nothing, rng.integers(-1, 2, (count, points)), lead)
    norm = np.maximum((lead**2).sum(1, keepdims=True), 1)
    return {
        "law": law, "modes": modes, "images": modes * sign[:, None, :], "base": base, "base_image": image * norm,
        "f": lead, "g": (rest.swapaxes(1, 2) @ lead[:, :, None])[:, :, 0], "divisor": total * (square * norm)[:, 0],
    }  # fmt: skip


PAIR = Domain(
    "the law of X and Y, functions of X and of Y, and a function on pairs",
    {
        "law": sorts.law("x", "y", text="the law of X and Y"),
        "a": sorts.values("x", text="a"),
        "score": sorts.values("x", "y", text="any function B on X×Y"),
        "fs": sorts.values("x", "d", text="f of the H-score, a component a column"),
        "gs": sorts.values("y", "d", text="g of the H-score, a component a column"),
        "modes": sorts.values("x", 2, text="f_1*, f_2*"),
        "images": sorts.values("y", 2, text="g_1*, g_2*"),
        "base": sorts.values("x", text="f̄"),
        "base_image": sorts.values("y", text="ḡ times the divisor"),
        "f": sorts.values("x", text="f of the nested score"),
        "g": sorts.values("y", text="g of the nested score times the divisor"),
        "divisor": sorts.count(1, 10_000, text="what ḡ and g are divided by"),
    },
    sizes={"x": (2, 4), "y": (2, 4), "d": (1, 3)},
    families={"modes": _modes, "modes of a bit": _modes},
    near={"modes": {"x": (4, 4), "y": (4, 4)}, "modes of a bit": {"x": (2, 2), "y": (2, 2)}},
)


def _p_x(world: Any) -> Any:
    return world["law"].sum(-1)


def _p_y(world: Any) -> Any:
    return world["law"].sum(-2)


def _both(world: Any) -> Any:
    """P_XP_Y."""
    return _p_x(world)[..., :, None] * _p_y(world)[..., None, :]


def _density(world: Any) -> Any:
    """B̃."""
    return world["law"] / _both(world) - 1


def _total(matrix: Any) -> Any:
    return matrix.sum(-1).sum(-1)


def _energy(world: Any, function: Any) -> Any:
    """‖B‖² under P_XP_Y."""
    return _total(_both(world) * function**2)


def _joint(first: Any, second: Any) -> Any:
    """Functions of two variables from their sums of products."""
    return first @ second.swapaxes(-1, -2)


def _h_score(world: Any, f: Any, g: Any) -> Any:
    """tr cov(f, g) − ½tr(E ffᵀ·E ggᵀ)."""
    p, q = _p_x(world)[..., :, None], _p_y(world)[..., :, None]
    means = ((p * f).sum(-2) * (q * g).sum(-2)).sum(-1)
    covariance = _total(f * (world["law"] @ g)) - means
    first, second = f.swapaxes(-1, -2) @ (p * f), g.swapaxes(-1, -2) @ (q * g)
    return covariance - _total(first * second) / 2


@PAIR.quantity("H(f, g)", tex="H(f,g)")
def h_score(world: Any) -> Any:
    return _h_score(world, world["fs"], world["gs"])


@PAIR.quantity("½(‖B̃‖² − ‖B̃ − Σf_i⊗g_i‖²)", tex=r"\tfrac12(\|\tilde B\|^2-\|\tilde B-\sum f_i\otimes g_i\|^2)")
def approximation(world: Any) -> Any:
    density = _density(world)
    return (_energy(world, density) - _energy(world, density - _joint(world["fs"], world["gs"]))) / 2


@PAIR.quantity("1 + the size of both sides", range="≥ 1", tex=r"1+\|f\|^2\|g\|^2")
def size(world: Any) -> Any:
    p, q = _p_x(world)[..., :, None], _p_y(world)[..., :, None]
    return 1 + _total(p * world["fs"] ** 2) * (1 + _total(q * world["gs"] ** 2))


H_SCORE = Statement(
    id="neighbours.zheng-h-score",
    title="The H-score is a low-rank approximation",
    kind=Kind.IDENTITY,
    source=Source(KEY, "The Nested H-Score Network"),
    domain=PAIR,
    printed=Claim(
        "H(f, g) = ½(‖B̃‖² − ‖B̃ − Σf_i⊗g_i‖²) for all vector-valued f, g.",
        r"\mathscr H(f,g)=\tfrac12\Bigl(\|\tilde B\|^2-\bigl\|\tilde B-\sum_if_i\otimes g_i\bigr\|^2\Bigr)",
        (Part("identity", h_score, "==", approximation, scale=size),),
    ),
)


def _image(world: Any) -> Any:
    """(Ba)(y) = Σ_xB̃(x, y)P_X(x)a(x)."""
    return (_density(world) * (_p_x(world) * world["a"])[..., :, None]).sum(-2)


def _given(world: Any) -> Any:
    """E[a(X)|Y = y]."""
    return (world["law"] * world["a"][..., :, None]).sum(-2) / _p_y(world)


@PAIR.quantity("E((Ba)(Y) − E[a(X)|Y])²", range="≥ 0", tex=r"\mathbb E((Ba)(Y)-\mathbb E[a(X)\mid Y])^2")
def operator_apart(world: Any) -> Any:
    return (_p_y(world) * (_image(world) - _given(world)) ** 2).sum(-1)


@PAIR.quantity(
    "E((Ba)(Y) − E[a(X)|Y] + E a(X))²", range="≥ 0", tex=r"\mathbb E((Ba)(Y)-\mathbb E[a\mid Y]+\mathbb Ea)^2"
)
def operator_centred(world: Any) -> Any:
    mean = (_p_x(world) * world["a"]).sum(-1)
    return (_p_y(world) * (_image(world) - _given(world) + mean[..., None]) ** 2).sum(-1)


@PAIR.quantity("1 + E a²", range="≥ 1", tex=r"1+\mathbb Ea^2")
def size_of_a(world: Any) -> Any:
    return 1 + (_p_x(world) * world["a"] ** 2).sum(-1)


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
    for p, functions in ((_p_x(world), world["modes"]), (_p_y(world), world["images"])):
        mean = (p[..., :, None] * functions).sum(-2)
        square = (p[..., :, None] * functions**2).sum(-2)
        found = found + (mean**2 + (square - 1) ** 2).sum(-1)
    return found


def _left_over(world: Any, terms: int) -> Any:
    """‖B̃ − Σσ_if_i⊗g_i‖² of the first modes, σ_i = ⟨what is left, f_i⊗g_i⟩."""
    rest = _density(world)
    for k in range(terms):
        product = world["modes"][..., :, None, k] * world["images"][..., None, :, k]
        rest = rest - _total(_both(world) * rest * product)[..., None, None] * product
    return _energy(world, rest)


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
    images = (_density(world) * _p_x(world)[..., :, None]).swapaxes(-1, -2) @ world["modes"]
    sigma = np.diagonal(_first(world), axis1=-2, axis2=-1)
    return _total(_p_y(world)[..., :, None] * (images - sigma[..., None, :] * world["images"]) ** 2)


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
    return (product - (_p_x(world) * a).sum(-1) * (_p_y(world) * b).sum(-1)) ** 2


@PAIR.quantity("Var a(X)·Var b(Y)", range="≥ 0", tex=r"\mathrm{Var}\,a\,\mathrm{Var}\,b")
def variances(world: Any) -> Any:
    a, b, p, q = world["a"], world["score"][..., 0, :], _p_x(world), _p_y(world)
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


ASIDE = 1e-9
"""What tells centred functions from constants where nothing of a score is left between them, in floats."""


def _best_left(world: Any, score: Any) -> Any:
    """f*f*ᵀ of the best f, g of mean 0 and variance 1 for a function on X×Y: (…, x, x).

    A binary X has one f of mean 0 and variance 1 up to its sign, and a binary Y one g, whose image is a multiple of f*.
    Elsewhere it is found in floats only.
    """
    p, q = _p_x(world), _p_y(world)
    if world.size("x") == 2:
        ends = np.stack([p[..., 1], -p[..., 0]], -1)
        return ends[..., :, None] * ends[..., None, :] / (p[..., 0] * p[..., 1])[..., None, None]
    if world.size("y") == 2:
        ends = score[..., 0] - score[..., 1]
        ends = ends - (p * ends).sum(-1)[..., None]
        return ends[..., :, None] * ends[..., None, :] / (p * ends**2).sum(-1)[..., None, None]
    if world.exact:
        raise NotCertifiable("the best function of more than two points is found in floats")
    root_x, root_y = np.sqrt(p), np.sqrt(q)
    form = np.where(np.isfinite(score), score, 0.0) * root_x[..., :, None] * root_y[..., None, :]
    centre = np.eye(p.shape[-1]) - root_x[..., :, None] * root_x[..., None, :]
    form = centre @ (form - (form @ root_y[..., :, None]) * root_y[..., None, :])
    aside = ASIDE * (1 + np.abs(form).max((-1, -2), keepdims=True)) * centre
    f = np.linalg.svd(np.concatenate([form, aside], -1), full_matrices=False)[0][..., :, 0] / root_x
    return f[..., :, None] * f[..., None, :]


def _residual(world: Any, score: Any) -> tuple[Any, Any]:
    """f*(x)Σ_x′P_X(x′)(B(x′, y) − σf*(x′)g*(y))f*(x′), (…, x, y), as a multiple of f*; and f*f*ᵀ.

    σg* is what Σ_xP_X(x)B(x, ·)f*(x) has of mean 0, and f* has variance 1.
    """
    p, q = _p_x(world), _p_y(world)
    best = _best_left(world, score)
    seen = best @ (p[..., :, None] * score)
    partner = seen - (q[..., None, :] * seen).sum(-1)[..., :, None]
    again = best @ (p[..., :, None] * partner)
    return seen - again, best


def _square(world: Any, residual: Any, centred: bool = False) -> Any:
    """E_Y of the square of the residual, f* having variance 1."""
    p, q = _p_x(world), _p_y(world)
    if centred:
        residual = residual - (q[..., None, :] * residual).sum(-1)[..., :, None]
    return _total(p[..., :, None] * q[..., None, :] * residual**2)


def _pmi(world: Any) -> Any:
    return world.log(world["law"] / _both(world))


@PAIR.quantity("E_Y(Σ_xP_X(B − σf*g*)f*)² for any B", range="≥ 0", tex=r"\mathbb E_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)^2")
def residual_any(world: Any) -> Any:
    return _square(world, _residual(world, world["score"])[0])


@PAIR.quantity(
    "E_Y(Σ_xP_X(B − σf*g*)f*)² for B = PMI", range="≥ 0", tex=r"\mathbb E_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)^2"
)
def residual_pmi(world: Any) -> Any:
    return _square(world, _residual(world, _pmi(world))[0])


@PAIR.quantity("E_Y(Σ_xP_X(B − σf*g*)f*)² for B = B̃", range="≥ 0", tex=r"\mathbb E_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)^2")
def residual_local(world: Any) -> Any:
    return _square(world, _residual(world, _density(world))[0])


@PAIR.quantity(
    "Var_Y of Σ_xP_X(B − σf*g*)f* for any B", range="≥ 0", tex=r"\mathrm{Var}_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)"
)
def residual_spread(world: Any) -> Any:
    return _square(world, _residual(world, world["score"])[0], centred=True)


@PAIR.quantity("Var_X of E_Y B(X, Y)", range="≥ 0", tex=r"\mathrm{Var}_X\mathbb E_YB")
def uneven(world: Any) -> Any:
    p, means = _p_x(world), (_p_y(world)[..., None, :] * world["score"]).sum(-1)
    return (p * means**2).sum(-1) - (p * means).sum(-1) ** 2


@PAIR.quantity("1 + ‖B‖²", range="≥ 1", tex=r"1+\|B\|^2")
def size_of_score(world: Any) -> Any:
    return 1 + _energy(world, world["score"])


@PAIR.quantity("smallest entry of P", range="[0, 1/4]", tex=r"\min P")
def least(world: Any) -> Any:
    return world["law"].min(-1).min(-1)


POSITIVE = Hypothesis("positive", 0, "<", least, "P > 0, as PMI needs")

ORTHOGONAL = Statement(
    id="neighbours.zheng-orthogonal",
    title="What is left of a function is orthogonal to its first mode",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Modal Decomposition, after “Rank-1 Approximation”"),
    domain=PAIR,
    printed=Claim(
        "With (σ, f*, g*) the rank-1 approximation of B: Σ_xP_X(x)(B(x, y) − σf*(x)g*(y))f*(x) = 0 for every y; for "
        "every function B, for B = PMI, for B = B̃.",
        r"\sum_xP_X(x)\bigl(B(x,y)-\sigma f^*(x)g^*(y)\bigr)f^*(x)=0",
        (
            Part("any", residual_any, "==", 0, scale=size_of_score),
            Part("pmi", residual_pmi, "==", 0, given=(POSITIVE,)),
            Part("local", residual_local, "==", 0, scale=1),
        ),
    ),
    corrected=Claim(
        "For every B the sum is the same for every y, E_Y B(·, Y) in the direction of f*; it is 0 where E_Y B(x, Y) "
        "does not depend on x, as for B̃.",
        r"\sum_xP_X(x)\bigl(B(x,y)-\sigma f^*(x)g^*(y)\bigr)f^*(x)=\sum_xP_X(x)f^*(x)\,\mathbb E_YB(x,Y)",
        (
            Part("constant", residual_spread, "==", 0, scale=size_of_score),
            Part("bound", residual_any, "<=", uneven, scale=size_of_score),
            Part("local", residual_local, "==", 0, scale=1),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="g* is kept to mean 0, so that σg* has only what varies with y of Σ_xP_X(x)B(x, y)f*(x): its mean stays, "
    "unless B is centred in y.",
    note="All y at once: the mean square. The best f is known where X or Y is binary; elsewhere it is found in floats.",
)


@PAIR.quantity("I(X;Y) in nats", range="≥ 0", tex="I(X;Y)")
def mi(world: Any) -> Any:
    return world.mutual_information(world["law"])


@PAIR.quantity("Σσ_i² of the modes of B̃", range="≥ 0", tex=r"\sum_i\sigma_i^2")
def chi2(world: Any) -> Any:
    return (world.singular_values(world["law"]) ** 2).sum(-1)


@PAIR.quantity("‖PMI‖²", range="≥ 0", tex=r"\|\mathrm{PMI}\|^2")
def pmi_energy(world: Any) -> Any:
    return _energy(world, _pmi(world))


def _rate(world: Any, ratio: Any) -> Any:
    """(t ln t − t + 1)/(t − 1)²."""
    return (1 - ratio - world.entropy(ratio[..., None])) / (ratio - 1) ** 2


@PAIR.quantity(
    "φ(max e^{PMI}), φ(t) = (t ln t − t + 1)/(t − 1)²", range="(0, 1/2)", tex=r"\varphi(\max e^{\mathrm{PMI}})"
)
def rate_least(world: Any) -> Any:
    return _rate(world, (world["law"] / _both(world)).max(-1).max(-1))


@PAIR.quantity("φ(min e^{PMI})", range="(1/2, 1]", tex=r"\varphi(\min e^{\mathrm{PMI}})")
def rate_most(world: Any) -> Any:
    return _rate(world, (world["law"] / _both(world)).min(-1).min(-1))


@PAIR.quantity(
    "(max e^{PMI} − 1)·(1 − min e^{PMI})", range="≥ 0", tex=r"(\max e^{\mathrm{PMI}}-1)(1-\min e^{\mathrm{PMI}})"
)
def dependence(world: Any) -> Any:
    ratio = world["law"] / _both(world)
    return (ratio.max(-1).max(-1) - 1) * (1 - ratio.min(-1).min(-1))


DEPENDENT = Hypothesis("dependent", 0, "<", dependence, "X and Y are not independent")

INFORMATION = Statement(
    id="neighbours.zheng-information",
    title="Information and the squares of the modes",
    kind=Kind.EQUIVALENCE,
    source=Source(KEY, "Modal Decomposition, Property 5", reconstructed=True),
    domain=PAIR,
    printed=Claim(
        "I(X;Y) = ½Σσ_i² for the modes of B̃; I(X;Y) = ½‖PMI‖²; I ≤ ½Σσ_i²; I ≥ ½Σσ_i².",
        r"I(X;Y)=\tfrac12\sum_i\sigma_i^2,\quad I(X;Y)=\tfrac12\|\mathrm{PMI}\|^2",
        (
            Part("local", mi, "==", chi2 / 2),
            Part("pmi", mi, "==", pmi_energy / 2, given=(POSITIVE,)),
            Part("at-most", mi, "<=", chi2 / 2),
            Part("at-least", chi2 / 2, "<=", mi),
        ),
    ),
    corrected=Claim(
        "φ(max e^{PMI})·Σσ_i² ≤ I(X;Y) ≤ φ(min e^{PMI})·Σσ_i², with φ(t) = (t ln t − t + 1)/(t − 1)², "
        "which decreases from 1 at t = 0 through ½ at t = 1.",
        r"\varphi(\max e^{\mathrm{PMI}})\sum_i\sigma_i^2\le I(X;Y)\le\varphi(\min e^{\mathrm{PMI}})\sum_i\sigma_i^2,"
        r"\quad\varphi(t)=\frac{t\ln t-t+1}{(t-1)^2}",
        (
            Part("at-least", rate_least * chi2, "<=", mi, given=(DEPENDENT,), scale=chi2),
            Part("at-most", mi, "<=", rate_most * chi2, given=(DEPENDENT,), scale=chi2),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="½Σσ_i² is the second-order term of I at independence: a fair bit X = Y has I = ln 2 > ½, and X = Y on four "
    "values has I = ln 4 < 3/2.",
    note="Read without the local regime. Both factors tend to ½ at independence.",
)


def _nested(world: Any) -> tuple[Any, Any, Any, Any]:
    """f̄, ḡ, f, g."""
    divisor = world["divisor"][..., None]
    return world["base"], world["base_image"] / divisor, world["f"], world["g"] / divisor


def _explained(world: Any) -> tuple[Any, Any]:
    """‖f̄‖²‖b‖² for the b of least ‖B̃ − f̄⊗b‖, and what is left of B̃, R."""
    p, base = _p_x(world), world["base"]
    square = (p * base**2).sum(-1)
    image = ((p * base)[..., :, None] * _density(world)).sum(-2)
    b = image / world.where(square > 0, square, 1)[..., None]
    return square * (_p_y(world) * b**2).sum(-1), _density(world) - base[..., :, None] * b[..., None, :]


def _largest(world: Any, rest: Any) -> Any:
    """σ_1² of a function on X×Y."""
    p = _p_x(world)
    kernel = (rest * _p_y(world)[..., None, :]) @ rest.swapaxes(-1, -2)
    return world.eigenvalues(kernel * p[..., None, :], p)[..., 0]


@PAIR.quantity("H(f̄, ḡ)", tex=r"\mathscr H(\bar f,\bar g)")
def score_base(world: Any) -> Any:
    base, image, _, _ = _nested(world)
    return _h_score(world, base[..., :, None], image[..., :, None])


@PAIR.quantity("H([f̄, f], [ḡ, g])", tex=r"\mathscr H([\bar f,f],[\bar g,g])")
def score_both(world: Any) -> Any:
    base, image, f, g = _nested(world)
    return _h_score(world, np.stack([base, f], -1), np.stack([image, g], -1))


@PAIR.quantity("max H(f̄, ·) = ½‖B̃ᵀf̄‖²/‖f̄‖²", range="≥ 0", tex=r"\max_{\bar g}\mathscr H(\bar f,\bar g)")
def most_base(world: Any) -> Any:
    return _explained(world)[0] / 2


@PAIR.quantity("½σ_1(R)², R the best B̃ − f̄⊗b", range="≥ 0", tex=r"\tfrac12\sigma_1(R)^2")
def most_rest(world: Any) -> Any:
    return _largest(world, _explained(world)[1]) / 2


@PAIR.quantity("‖R‖², R the best B̃ − f̄⊗b", range="≥ 0", tex=r"\|R\|^2")
def energy_rest(world: Any) -> Any:
    return _energy(world, _explained(world)[1])


@PAIR.quantity("E f̄(X)f(X)", tex=r"\mathbb E\bar f(X)f(X)")
def overlap(world: Any) -> Any:
    return (_p_x(world) * world["base"] * world["f"]).sum(-1)


BASE = Hypothesis("base", score_base, "==", most_base, "ḡ maximises H(f̄, ·)")
BOTH = Hypothesis("both", score_both, "==", most_base + most_rest, "(f, g) maximises H([f̄, ·], [ḡ, ·])")
SUM = Hypothesis("nested", score_base + score_both, "==", 2 * most_base + most_rest, "the nested score is largest")
REST = Hypothesis("rest", 0, "<", energy_rest, "B̃ is no f̄⊗b")

NESTED = Statement(
    id="neighbours.zheng-nested",
    title="The nested H-score finds what is orthogonal",
    kind=Kind.IDENTITY,
    source=Source(KEY, "The Nested H-Score Network, remarks 1, 2"),
    domain=PAIR,
    printed=Claim(
        "Every maximiser (ḡ, f, g) of the nested score H(f̄, ḡ) + H([f̄, f], [ḡ, g]) has E f̄(X)f(X) = 0; so has every "
        "(f, g) that maximises H([f̄, f], [ḡ*, g]) for ḡ* a maximiser of H(f̄, ḡ).",
        r"\mathbb E\bar f(X)f(X)=0",
        (
            Part("simultaneous", overlap, "==", 0, given=(SUM,)),
            Part("sequential", overlap, "==", 0, given=(BASE, BOTH)),
        ),
    ),
    corrected=Claim(
        "The same where B̃ is no product f̄⊗b.",
        r"\tilde B\ne\bar f\otimes b\Rightarrow\mathbb E\bar f(X)f(X)=0",
        (
            Part("simultaneous", overlap, "==", 0, given=(SUM, REST)),
            Part("sequential", overlap, "==", 0, given=(BASE, BOTH, REST)),
        ),
    ),
    faults=(Fault.BOUNDARY,),
    why="Where f̄ already carries all of B̃, g = 0 is best and f is arbitrary: so for independent X, Y, and for a binary "
    "X with f̄ of mean 0.",
    note="The maxima are ½‖B̃‖² less what the best approximations leave: twice ½‖B̃ᵀf̄‖²/‖f̄‖² and ½σ_1(R)².",
    uses=("neighbours.zheng-h-score",),
)

STATEMENTS = (H_SCORE, OPERATOR, MODES, ORTHOGONAL, INFORMATION, NESTED)
