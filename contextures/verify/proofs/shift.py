"""Proofs of chapter 6: laws near a law point by point, with t = dQ/dP, and the programmes behind the CVaR."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.bounds import COURANT_FISCHER
from contextures.verify.proofs.contexts import conditional_variance
from contextures.verify.proofs.objectives import least_squares
from contextures.verify.proofs.optimality import CAUCHY_SCHWARZ
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

LP_DUALITY = "strong duality of linear programmes"
HOLDER = "Hölder's inequality"


@proof("shift.cressie-read-dual", "weak", facts=(HOLDER,))
def cressie_read_dual() -> Iterable[Identity]:
    """In the ball E f_β(t) ≤ ρ, that is Et^β ≤ 1 + β(β−1)ρ = c_β(ρ)^β, as Et = 1. At every η E tℓ = η + E t(ℓ−η) ≤ η +
    E t(ℓ−η)_+ ≤ η + (Et^β)^{1/β}(E(ℓ−η)_+^{β*})^{1/β*} by Hölder with 1/β + 1/β* = 1."""
    t, loss, eta, beta = sp.symbols("t l eta beta", positive=True)
    divergence = (t**beta - beta * t + beta - 1) / (beta * (beta - 1))
    power = beta * (beta - 1) * divergence - (t**beta - 1) + beta * (t - 1)
    yield "β(β−1)f_β(t) = t^β − 1 − β(t−1)", power
    yield "tℓ = ηt + t(ℓ−η)", t * loss - (t * eta + t * (loss - eta))
    yield "1/β + 1/β* = 1", 1 / beta + 1 / (beta / (beta - 1)) - 1


def below_the_dual() -> Identity:
    """E_Qℓ beside the dual of the CVaR at η, point by point."""
    t, loss, eta = sp.symbols("t l eta", positive=True)
    return "tℓ = tη + t(ℓ−η)", t * loss - (t * eta + t * (loss - eta))


@proof("shift.cvar-dual", "value", "minimiser", scope=IN_WORDS)
def cvar_dual() -> Iterable[Identity]:
    """For t ≤ 1/α: tℓ = tη + t(ℓ−η) ≤ tη + (ℓ−η)_+/α, so E_Qℓ is at most the dual at every η. At the quantile η, with
    m = P(ℓ > η) ≤ α ≤ P(ℓ ≥ η) and S = E[ℓ; ℓ > η], the dual is (S + (α−m)η)/α, the mean of the worst α of the
    mass, one of the E_Qℓ."""
    yield below_the_dual()
    eta, alpha, mass, total = sp.symbols("eta alpha m S", positive=True)
    value = (total - eta * mass) / alpha + eta
    yield "(S − ηm)/α + η = (S + (α−m)η)/α", value - (total + (alpha - mass) * eta) / alpha


@proof("shift.group-in-ball", "bound", variant="corrected")
def group_in_ball() -> Iterable[Identity]:
    """P_k has t = 1/m on its group, of mass m ≥ α, and t = 0 beside it, so that D_β(P_k‖P) = mf(1/m) + (1−m)f(0) =
    (m^{1−β} − 1)/(β(β−1)), which falls in m: it is at most the radius, and E_{P_k}ℓ at most the supremum."""
    m = sp.Symbol("m", positive=True)
    beta = sp.Symbol("beta", positive=True)
    t = sp.Symbol("t", positive=True)
    scale = beta * (beta - 1)
    inside = ((t**beta - beta * t + beta - 1) / scale).subs(t, 1 / m)
    distance = (m ** (1 - beta) - 1) / scale
    total = m * inside + (1 - m) * (beta - 1) / scale - distance
    yield "m·f_β(1/m) + (1−m)f_β(0) = (m^{1−β}−1)/(β(β−1))", total
    yield "its derivative in m is −m^{−β}/β", sp.diff(distance, m) + m**-beta / beta


def beyond_the_print(scale: sp.Expr, beta: sp.Expr) -> Identity:
    """How much the printed radius exceeds that of the smallest group."""
    alpha = sp.Symbol("alpha", positive=True)
    printed = (alpha**-beta - beta / alpha + beta - 1) / scale
    sharp = (alpha ** (1 - beta) - 1) / scale
    gain = (1 - alpha) * (alpha ** (1 - beta) - beta) / (alpha * scale)
    return "f_β(1/α) − (α^{1−β}−1)/(β(β−1)) = (1−α)(α^{1−β}−β)/(αβ(β−1))", printed - sharp - gain


@proof("shift.group-in-ball", "enough", "enough-at-one", "short", variant="corrected")
def enough_radius() -> Iterable[Identity]:
    """The two radii differ by (1−α)(α^{1−β}−β)/(αβ(β−1)): at least 0 iff α = 1 or α^{1−β} ≥ β, that is α ≤
    β^{−1/(β−1)}."""
    beta = sp.Symbol("beta", positive=True)
    yield beyond_the_print(beta * (beta - 1), beta)


@proof("shift.group-in-ball", "three-groups", "two-groups", variant="corrected", scope=IN_WORDS)
def disjoint_groups() -> Iterable[Identity]:
    """K disjoint groups have α ≤ 1/K, and the printed radius is enough if K^{β−1} ≥ β: β ≤ e^{β−1} ≤ 3^{β−1} for all β,
    and β ≤ 2^{β−1} from β = 2 on, where the two are equal and the right side grows faster: 2ln2 > 1."""
    yield from enough_radius.identities()
    yield from group_in_ball.identities()
    beta = sp.Symbol("beta", positive=True)
    slope = sp.diff(2 ** (beta - 1), beta) - sp.log(2) * 2 ** (beta - 1)
    yield "(2^{β−1})′ = ln2·2^{β−1}", slope


@proof("shift.cvar-chi2", "enough", "enough-at-one", "short", "two-groups", variant="corrected")
def enough_radius_of_chi_square() -> Iterable[Identity]:
    """½(1/α−1)² exceeds ½(1/α−1) by (1−α)(1/α−2)/(2α): at least 0 iff α = 1 or α ≤ ½, as for two disjoint groups."""
    yield beyond_the_print(sp.Integer(2), sp.Integer(2))
    yield from in_both_balls()


def in_both_balls() -> Iterable[Identity]:
    """A density t ≤ 1/α in the ball of the CVaR is in that of χ², ½E(t−1)² ≤ ½(1/α − 1)."""
    t, alpha = sp.symbols("t alpha", positive=True)
    yield "t² = t/α − t(1/α−t)", t**2 - (t / alpha - t * (1 / alpha - t))
    yield "½(t−1)² = ½(t²−1) − (t−1)", (t - 1) ** 2 / 2 - ((t**2 - 1) / 2 - (t - 1))


@proof("shift.cvar-chi2", "group", "ball", variant="corrected")
def cvar_chi2() -> Iterable[Identity]:
    """P_k has t = 1/P(D_k) ≤ 1/α or 0, and so is in the ball of the CVaR. There t² = t/α − t(1/α − t) ≤ t/α, so that
    ½E(t − 1)² = ½(Et² − 1) − E(t − 1) ≤ ½(1/α − 1)."""
    yield from in_both_balls()


def of_contaminated() -> Iterable[Identity]:
    """P_train/(1−ε), which every P' of DORO is below, and the total variation as a sum of positive parts."""
    p, other, epsilon = sp.symbols("p other epsilon", positive=True)
    x = sp.Symbol("x", real=True)
    above = ((1 - epsilon) * p + epsilon * other) / (1 - epsilon)
    yield "((1−ε)P + εP̃)/(1−ε) = P + ε/(1−ε)·P̃", above - (p + epsilon / (1 - epsilon) * other)
    yield "½|x| = x_+ − ½x", sp.Abs(x) / 2 - ((x + sp.Abs(x)) / 2 - x / 2)


@proof("shift.doro-tv", "any-divergence", "divergence", "cvar", scope=IN_WORDS)
def doro_tv() -> Iterable[Identity]:
    """A P' with P_train = (1−ε)P' + εP̃' is at most P_train/(1−ε) = P + δP̃, δ = ε/(1−ε), so TV(P, P') = Σ(P' − P)_+ ≤
    δ: DORO is an infimum over a part of the ball."""
    yield from of_contaminated()


def at_two_points() -> Iterable[Identity]:
    """The worst law of χ² for a loss 1 on a mass m ≤ 1/(1+t), t = 2ρ, and 0 beside it."""
    m, t = sp.symbols("m t", positive=True)
    up, down = sp.sqrt(t) * sp.sqrt(1 - m) / sp.sqrt(m), -sp.sqrt(t) * sp.sqrt(m) / sp.sqrt(1 - m)
    yield "m(1+u) + (1−m)(1+v) = 1", m * (1 + up) + (1 - m) * (1 + down) - 1
    yield "mu² + (1−m)v² = t", m * up**2 + (1 - m) * down**2 - t
    yield "m(1+u) = m + √(tm(1−m))", m * (1 + up) - (m + sp.sqrt(t) * sp.sqrt(m) * sp.sqrt(1 - m))
    yield "1 − v² = (1−m(1+t))/(1−m)", 1 - down**2 - (1 - m * (1 + t)) / (1 - m)


@proof("shift.doro-lower", "cvar", "drawn", "chi-square", "chi-square-drawn", variant="corrected", scope=IN_WORDS)
def doro_lower() -> Iterable[Identity]:
    """Answer j loses 1 on the mass m of pair j and nothing on the other pair, whose P_train is the same; the better
    answer has no loss. CVaR_α of a loss 1 of mass m ≤ α is m/α. For m ≤ 1/(1+t), t = 2ρ, the density 1 + u on the loss
    and 1 + v ≥ 0 beside it, u = √(t(1−m)/m) and v = −√(tm/(1−m)), is on the boundary of the ball: the χ² risk is at
    least m + √(tm(1−m)). A drawn answer has πa on one pair and (1−π)a on the other, of mean a/2."""
    m, k, alpha, a, share = sp.symbols("m k alpha a pi", positive=True)
    order = 1 / (2 * k)
    yield "m^{1/(2k)}m^{1−1/(2k)}/α = m/α", m**order * m ** (1 - order) / alpha - m / alpha
    yield "(πa + (1−π)a)/2 = a/2", (share * a + (1 - share) * a) / 2 - a / 2
    yield "m^{1/(2k)}m^{−1/(2k)} = 1", m**order * m**-order - 1
    yield from at_two_points()


JENSEN = "Jensen's inequality"


@proof("shift.doro-minimiser", "chi-square", variant="corrected", facts=(HOLDER, JENSEN), scope=IN_WORDS)
def doro_minimiser_of_chi_square() -> Iterable[Identity]:
    """DORO(θ̂) ≤ DORO(θ*) ≤ R(θ*; P). The P' of DORO(θ̂) has TV(P, P') ≤ δ, and its loss is at least, in law, that
    of ℓ − X under P, X = ℓ on the top δ of the mass (an atom split) and 0 beside it, as ℓ ≥ 0. R grows with the loss
    and is a supremum of means, so R(ℓ; P) ≤ R(ℓ−X; P) + R(X; P) and the gap is at most R(X; P). With t = 2ρ, e = EX
    and s = EX², E_QX ≤ e + √(t(s−e²)). X lives on a mass δ: e ≤ √(δs), and s ≤ δ^{1−1/k}σ² by Jensen. The right side
    grows in e up to √(s/(1+t)) and in s: for δ ≤ 1/(1+t) it is at most its value at e = √(δs), σδ^{−1/(2k)}(δ +
    √(tδ(1−δ))). For δ ≥ 1/(1+t), m = 1/(1+t): with p = 2k/(2k−1), E_QX ≤ (Eτ^p)^{1/p}σ for τ = dQ/dP by Hölder, and
    Eτ^p = Eτ^{2−p}(τ²)^ {p−1} ≤ (Eτ)^{2−p}(Eτ²)^{p−1} ≤ (1+t)^{p−1} by Hölder again; the power 1/p gives
    σ(1+t)^{1/(2k)}, and m + √(tm(1−m)) = 1 there."""
    t, e, s, delta, k, sigma = sp.symbols("t e s delta k sigma", positive=True)
    slope = sp.diff(e + sp.sqrt(t * (s - e**2)), e) - (1 - sp.sqrt(t) * e / sp.sqrt(s - e**2))
    yield "(e + √(t(s−e²)))′ = 1 − √t·e/√(s−e²)", slope
    yield "s − e² − te² = s − (1+t)e²", s - e**2 - t * e**2 - (s - (1 + t) * e**2)
    second = delta ** (1 - 1 / k) * sigma**2
    yield "δ·δ^{1−1/k}σ² = (σδ^{1−1/(2k)})²", sp.powsimp(delta * second - (sigma * delta ** (1 - 1 / (2 * k))) ** 2)
    p = 2 * k / (2 * k - 1)
    yield "(p−1)/p = 1/(2k)", (p - 1) / p - 1 / (2 * k)
    yield "1/p + 1/(2k) = 1", 1 / p + 1 / (2 * k) - 1
    yield "(2−p) + (p−1) = 1 and (2−p) + 2(p−1) = p", (2 - p) + 2 * (p - 1) - p
    m = 1 / (1 + t)
    yield "(1−m)² = tm(1−m) at m = 1/(1+t)", (1 - m) ** 2 - t * m * (1 - m)


def lost_mass() -> Iterable[Identity]:
    """What Q = tP keeps of P' and what it loses, with w = (P − P')_+/P and u = αtw."""
    p, other, t, w, alpha, u = sp.symbols("p p' t w alpha u", positive=True)
    low = (p + other - sp.Abs(p - other)) / 2
    yield "P − (P−P')_+ = min{P, P'}", p - (p - other + sp.Abs(p - other)) / 2 - low
    yield "tP = t(P − wP) + α⁻¹uP", t * p - (t * (p - w * p) + (alpha * t * w) * p / alpha)
    below = other / alpha - t * low - ((1 / alpha - t) * low + (other - low) / alpha)
    yield "P'/α − t·min{P, P'} = (1/α−t)min{P, P'} + (P'−min{P, P'})/α", below
    yield "w − u² = w(1−w) + (w−u)(w+u)", w - u**2 - (w * (1 - w) + (w - u) * (w + u))
    yield "w − u = w(1−αt)", w - alpha * t * w - w * (1 - alpha * t)


@proof("shift.cvar-third", "difference", variant="corrected", facts=(CAUCHY_SCHWARZ,), scope=IN_WORDS)
def cvar_third_difference() -> Iterable[Identity]:
    """P_k = tP with t ≤ 1/α. What it shares with P' is below P'/α and has mass at most 1, so with ℓ ≥ 0 its loss is at
    most CVaR_α(P'); the rest is α⁻¹E[uℓ] with 0 ≤ u ≤ w ≤ 1 and Ew = Σ(P − P')_+ = TV(P, P') ≤ δ, at most α⁻¹√(Eu²)σ ≤
    α⁻¹σ√δ."""
    yield from lost_mass()
    yield from of_contaminated()


@proof("shift.cvar-third", "kept", "third", variant="corrected", facts=(CAUCHY_SCHWARZ,), scope=IN_WORDS)
def cvar_third_kept() -> Iterable[Identity]:
    """What P_k = tP shares with P' is below P'/α, and it loses E_k[wℓ] with 0 ≤ w ≤ 1 and E_kw ≤ Ew/α ≤ q, at most what
    a w of mean q takes: E_k[wℓ] = qR + E_k(w−q)(ℓ−R) ≤ qR + √(q(1−q)Var_kℓ), as E_k(w−q)² ≤ q − q², and Var_kℓ =
    E_kℓ² − R² ≤ σ²/α − R². For q ≤ ⅔ what is kept is at least R/3 iff (⅔−q)²R² ≥ q(1−q)(σ²/α − R²), that is (4−3q)R² ≥
    9q(1−q)σ²/α."""
    yield from lost_mass()
    yield from of_contaminated()
    q, risk, second, w, loss = sp.symbols("q R S w l", positive=True)
    product = w * loss - (q * loss + (w - q) * (loss - risk) + (w - q) * risk)
    yield "wℓ = qℓ + (w−q)(ℓ−R) + (w−q)R", product
    yield "w² − 2qw + q² = (w−q)² and at mean q, w² ≤ w: q − q²", (w - q) ** 2 - (w**2 - 2 * q * w + q**2)
    third = sp.Rational(2, 3)
    spread = (third - q) ** 2 * risk**2 - q * (1 - q) * (second - risk**2)
    goal = ((4 - 3 * q) * risk**2 - 9 * q * (1 - q) * second) / 9
    yield "(⅔−q)²R² − q(1−q)(S−R²) = ((4−3q)R² − 9q(1−q)S)/9", spread - goal


@proof("shift.cvar-third", "third", facts=(CAUCHY_SCHWARZ,), scope=IN_WORDS)
def cvar_third_of_the_print() -> Iterable[Identity]:
    """By “difference” CVaR_α(P') ≥ R_max − α⁻¹σ√δ, and where 3α⁻¹σ√δ < R_max that is at least ⅔R_max, and so ⅓R_max."""
    yield from cvar_third_difference.identities()
    risk, noise = sp.symbols("R noise", positive=True)
    third = risk - noise - sp.Rational(2, 3) * risk
    yield "R − noise − ⅔R = (R − 3·noise)/3", third - (risk - 3 * noise) / 3


@proof("shift.cvar-third", "two-thirds", variant="corrected", facts=(CAUCHY_SCHWARZ,), scope=IN_WORDS)
def cvar_two_thirds() -> Iterable[Identity]:
    """As for the print."""
    yield from cvar_third_of_the_print.identities()


@proof("shift.doro-worst-group", "sharp", variant="corrected", facts=(CAUCHY_SCHWARZ,), scope=IN_WORDS)
def doro_worst_group_sharp() -> Iterable[Identity]:
    """By shift.cvar-third, “kept”, (1−q)R − √(q(1−q)(S − R²)) ≤ CVaR_{α,ε} for S = σ²/α ≥ R². The left side grows
    with R; at R = D + √(q(S − D²/(1−q))) with D ≤ (1−q)√S it is D, and at D = (1−q)√S that R is √S, the largest
    there is."""
    yield from cvar_third_kept.identities()
    q, x, b = sp.symbols("q x b", positive=True)  # x² = q(S − D²/(1−q)), D = (1−q)b
    second = x**2 / q + (1 - q) * b**2
    risk = (1 - q) * b + x
    root = (1 - q) * risk - (1 - q) * b
    yield "q(1−q)(S − R²) = ((1−q)R − D)²", q * (1 - q) * (second - risk**2) - root**2
    full = (1 - q) * b + q * b  # D = (1−q)√S, b = √S
    yield "(1−q)√S + q√S = √S", full - b


@proof("shift.doro-worst-group", "cvar", "chi-square", variant="corrected", facts=(CAUCHY_SCHWARZ,), scope=IN_WORDS)
def doro_worst_group() -> Iterable[Identity]:
    """The P' that DORO takes has TV(P, P') ≤ δ, so that shift.cvar-third speaks of it; and at every P' the CVaR is at
    most the χ² risk, by shift.cvar-chi2."""
    yield from lost_mass()
    yield from of_contaminated()
    yield from in_both_balls()


@proof("shift.doro-minimiser", "cvar", variant="corrected", facts=(HOLDER,), scope=IN_WORDS)
def doro_minimiser() -> Iterable[Identity]:
    """DORO(θ̂) ≤ DORO(θ*) ≤ CVaR_α(θ*; P), since P is one of the P'. For the P' of DORO(θ̂) and any Q = tP, t ≤ 1/α,
    what Q shares with P' loses at most DORO(θ̂), as ℓ ≥ 0, and the rest is α⁻¹E[uℓ], u = αtw ≤ 1, Eu ≤ min{α, δ}: by
    Hölder at most α⁻¹(Eu)^{1−1/(2k)}σ_{2k}, as a power above 1 of u is at most u."""
    yield from lost_mass()
    yield from of_contaminated()
    k = sp.Symbol("k", positive=True)
    yield "1/(2k) + (1−1/(2k)) = 1, the exponents 2k and 2k/(2k−1)", 1 / (2 * k) + 1 / (2 * k / (2 * k - 1)) - 1


@proof("shift.cvar-zero-one", "value", "erm")
def cvar_zero_one() -> Iterable[Identity]:
    """A density t ≤ 1/α has E tℓ ≤ R/α, and E tℓ ≤ 1 as ℓ ≤ 1. If R ≤ α, t = 1/α on the loss and (1−R/α)/(1−R) ≤ 1/α
    beside it has mass 1 and E tℓ = R/α; if R ≥ α, t = 1/R on the loss has E tℓ = 1. min{1, R/α} does not fall in R, so
    that a minimiser of R minimises it."""
    alpha, risk = sp.symbols("alpha R", positive=True)
    beside = (1 - risk / alpha) / (1 - risk)
    yield "R/α + (1−R)(1−R/α)/(1−R) = 1", risk / alpha + (1 - risk) * beside - 1
    yield "(1−R)(1/α − (1−R/α)/(1−R)) = 1/α − 1", (1 - risk) * (1 / alpha - beside) - (1 / alpha - 1)
    yield "1/α − 1/R = (R−α)/(αR)", 1 / alpha - 1 / risk - (risk - alpha) / (alpha * risk)


@proof("shift.boosted-cvar", "weak", "strong", facts=(LP_DUALITY, "the dual of the CVaR (shift.cvar-dual)"))
def boosted_cvar() -> Iterable[Identity]:
    """CVaR_α(F_λ) is the least η + Σz_i/(αn) with z_i ≥ F_λ(i) − η, z ≥ 0, and 1 − ρ* the largest v with v ≤ ⟨w, ℓ^t⟩
    for some w in the simplex, w ≤ 1/(αn): ⟨w, 1−ℓ^t⟩ = 1 − ⟨w, ℓ^t⟩. As Σw_i = Σλ_t = 1 and Σw_iF_λ(i) = Σλ_t⟨w, ℓ^t⟩,
    the identities add up to η + Σz_i/(αn) − v = Σ(1/(αn)−w_i)z_i + Σw_i(z_i − F_λ(i) + η) + Σλ_t(⟨w, ℓ^t⟩ − v): a gap
    of products of slacks, none negative; at the optima it is 0 by the strong duality of linear programmes."""
    cap, eta, v, z, mixed = sp.symbols("c eta v z F", positive=True)
    w, share, loss, score = sp.symbols("w lambda l S", positive=True)
    point = (cap - w) * z + w * (z - mixed + eta) - (cap * z + w * eta - w * mixed)
    yield "(1/(αn)−w_i)z_i + w_i(z_i−F_λ(i)+η) = z_i/(αn) + w_iη − w_iF_λ(i)", point
    yield "λ_t(⟨w, ℓ^t⟩ − v) = λ_t⟨w, ℓ^t⟩ − λ_tv", share * (score - v) - (share * score - share * v)
    yield "w_i·λ_tℓ^t_i = λ_t·w_iℓ^t_i", w * (share * loss) - share * (w * loss)
    yield "w_i(1−ℓ_i) = w_i − w_iℓ_i", w * (1 - loss) - (w - w * loss)


@proof("shift.boosted-cvar", "at-every-size")
def boosted_cvar_at_every_size() -> Iterable[Identity]:
    """The even mixture of n classifiers that err at one point each loses 1/n everywhere; one of them has R = 1/n and
    so, by shift.cvar-zero-one, min{1, 1/(αn)}, which exceeds 1/n by (1−α)/(αn) or by (n−1)/n."""
    alpha, n = sp.symbols("alpha n", positive=True)
    yield "1/(αn) − 1/n = (1−α)/(αn)", 1 / (alpha * n) - 1 / n - (1 - alpha) / (alpha * n)
    yield "1 − 1/n = (n−1)/n", 1 - 1 / n - (n - 1) / n
    yield from cvar_zero_one.identities()


@proof("shift.covariate", "refitted", "reused", "order")
def covariate() -> Iterable[Identity]:
    """E_Qr² = E_P(tr²) ≤ C·E_Pr² since C − t ≥ 0, r the residual of the P-probe; refitting under Q takes the least
    E_Q of all probes, that one among them: any other exceeds it by a square."""
    p, t, most, r = sp.symbols("p t C r", positive=True)
    yield "C·pr² − pt·r² = (C−t)pr²", most * (p * r**2) - (p * t) * r**2 - (most - t) * p * r**2
    yield least_squares()


@proof("shift.context-marginal", "pointwise", "lower", "upper", "complement", facts=(COURANT_FISCHER,))
def context_marginal() -> Iterable[Identity]:
    """Q(x)P⁺(a|x) over its row sum Q(x) is P⁺(a|x). ‖T_Qg‖² = Σq(P⁺g)² is between c and C times ‖T_Pg‖², ‖g‖² between
    c′ and C′ times, and ‖g‖² − ‖T_Qg‖² = Σq·Var(g|x) at most C times that of P: compare on every subspace."""
    p, t, forward, low, high, value = sp.symbols("p t forward c C value", positive=True)
    yield "ptP⁺/(pt) = P⁺", p * t * forward / (p * t) - forward
    yield "pt·v − cp·v = (t−c)p·v", (p * t - low * p) * value - (t - low) * p * value
    yield "Cp·v − pt·v = (C−t)p·v", (high * p - p * t) * value - (high - t) * p * value
    yield conditional_variance()


@proof("shift.context-marginal", "contexture", scope=IN_WORDS)
def contexture_under_another_law() -> Iterable[Identity]:
    """For f in F_ε(Q), E_QVar(f|A) ≤ 1 − (1−ε)², which is least over h of E_Q(f−h(A))² and so at least c·E_PVar(f|A) =
    cΣ(1−s_i²)u_i² ≥ c(1−s_{d+1}²)Σ_{i>d}u_i²; that sum is err_P, and err_Q ≤ C·err_P."""
    s, following, u = sp.symbols("s following u", positive=True)
    rest = (1 - s**2) * u**2 - (1 - following**2) * u**2 - (following**2 - s**2) * u**2
    yield "(1−s_i²)u_i² − (1−s_{d+1}²)u_i² = (s_{d+1}²−s_i²)u_i²", rest
    yield conditional_variance()
    yield from covariate.identities()


@proof(
    "shift.robust-transfer",
    "cvar-bound", "chi-bound", "tv-bound", "refitted",
    facts=(CAUCHY_SCHWARZ,),
)  # fmt: skip
def robust_transfer() -> Iterable[Identity]:
    """t ≤ 1/α gives E_Qℓ ≤ E_Pℓ/α; E_Qℓ − E_Pℓ = E(t−1)(ℓ−Eℓ) ≤
    √(2ρ)·√Var ℓ; and E_Qℓ − E_Pℓ ≤ Σ(Q−P)_+·max ℓ ≤ δ·max ℓ as ℓ ≥ 0. A refitted probe errs no more: any other exceeds
    it by a square."""
    t, loss, alpha, centre = sp.symbols("t l alpha centre", positive=True)
    yield "ℓ/α − tℓ = (1/α−t)ℓ", loss / alpha - t * loss - (1 / alpha - t) * loss
    covariance = (t - 1) * (loss - centre) - (t * loss - loss - centre * (t - 1))
    yield "(t−1)(ℓ−e) = tℓ − ℓ − e(t−1)", covariance
    yield from of_contaminated()
    yield least_squares()


@proof("shift.robust-transfer", "cvar-dual", scope=IN_WORDS)
def dual_of_robust_transfer() -> Iterable[Identity]:
    """The dual is that of shift.cvar-dual for ℓ = r²."""
    yield from cvar_dual.identities()


@proof(
    "shift.robust-transfer",
    "cvar-law", "chi-law", "tv-law",
    "cvar-refitted", "chi-refitted", "tv-refitted",
    "cvar-refitted-law", "chi-refitted-law", "tv-refitted-law",
)  # fmt: skip
def laws_of_the_ball() -> Iterable[Identity]:
    """A law of the ball is one of those that the supremum is over; that it is in the ball is a hypothesis. Refitted
    to any Q a probe errs no more than the P-probe does under that Q."""
    yield from cvar_dual.identities()
