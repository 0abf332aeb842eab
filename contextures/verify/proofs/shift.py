"""Proofs of chapter 6: laws near a law point by point, with t = dQ/dP, and the programmes behind the CVaR."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import proof

LP_DUALITY = "strong duality of linear programmes"
CAUCHY_SCHWARZ = "the inequality of Cauchy and Schwarz"
COURANT_FISCHER = "the minimax principle of Courant and Fischer"


@proof("shift.cvar-dual", "value", "minimiser")
def cvar_dual() -> Iterable[sp.Expr]:
    """For t ≤ 1/α: tℓ = tη + t(ℓ−η) ≤ tη + (ℓ−η)_+/α, so E_Qℓ is at most the dual at every η. At the quantile η, with
    m = P(ℓ > η) ≤ α ≤ P(ℓ ≥ η) and S = E[ℓ; ℓ > η], the dual is (S + (α−m)η)/α, the mean of the worst α of the
    mass, one of the E_Qℓ."""
    t, loss, eta, alpha, mass, total = sp.symbols("t l eta alpha m S", positive=True)
    yield t * loss - (t * eta + t * (loss - eta))
    yield (total - eta * mass) / alpha + eta - (total + (alpha - mass) * eta) / alpha


@proof("shift.group-in-ball", "bound", variant="corrected")
def group_in_ball() -> Iterable[sp.Expr]:
    """P_k has t = 1/m on its group, of mass m ≥ α, and t = 0 beside it, so that D_β(P_k‖P) = mf(1/m) + (1−m)f(0) =
    (m^{1−β} − 1)/(β(β−1)), which falls in m: it is at most the radius, and E_{P_k}ℓ at most the supremum."""
    m = sp.Symbol("m", positive=True)
    beta = sp.Symbol("beta", positive=True)
    t = sp.Symbol("t", positive=True)
    scale = beta * (beta - 1)
    inside = ((t**beta - beta * t + beta - 1) / scale).subs(t, 1 / m)
    distance = (m ** (1 - beta) - 1) / scale
    yield m * inside + (1 - m) * (beta - 1) / scale - distance
    yield sp.diff(distance, m) + m**-beta / beta


@proof("shift.cvar-chi2", "group", "ball", variant="corrected")
def cvar_chi2() -> Iterable[sp.Expr]:
    """P_k has t = 1/P(D_k) ≤ 1/α or 0, and so is in the ball of the CVaR. There t² = t/α − t(1/α − t) ≤ t/α, so that
    ½E(t − 1)² = ½(Et² − 1) − E(t − 1) ≤ ½(1/α − 1)."""
    t, alpha = sp.symbols("t alpha", positive=True)
    yield t**2 - (t / alpha - t * (1 / alpha - t))
    yield (t - 1) ** 2 / 2 - ((t**2 - 1) / 2 - (t - 1))


@proof("shift.doro-tv", "divergence", "cvar")
def doro_tv() -> Iterable[sp.Expr]:
    """A P' with P_train = (1−ε)P' + εP̃' is at most P_train/(1−ε) = P + δP̃, δ = ε/(1−ε), so TV(P, P') = Σ(P' − P)_+ ≤ δ:
    DORO is an infimum over a part of the ball."""
    p, other, epsilon = sp.symbols("p other epsilon", positive=True)
    yield ((1 - epsilon) * p + epsilon * other) / (1 - epsilon) - (p + epsilon / (1 - epsilon) * other)


@proof("shift.doro-lower", "cvar", "drawn", "chi-square", variant="corrected")
def doro_lower() -> Iterable[sp.Expr]:
    """Answer j loses 1 on the mass m of pair j and nothing on the other pair, whose P_train is the same; the better
    answer has no loss. CVaR_α of a loss 1 of mass m ≤ α is m/α, and a drawn answer has at best half of it on the worse
    pair, a·a/(a + a). For m ≤ 1/(1+t), t = 2ρ, the χ² risk is m + √(tm(1−m)); it is at least √(tm) because (√m +
    √(t(1−m)))² − t = 2√(tm(1−m)) − m(t−1), where 4t(1−m) − m(t−1)² = 4t − m(t+1)² ≥ 3t − 1 > 0 for t > 1."""
    m, k, alpha, t, a = sp.symbols("m k alpha t a", positive=True)
    yield m ** (1 / (2 * k)) * m ** (1 - 1 / (2 * k)) / alpha - m / alpha
    yield a * a / (a + a) - a / 2
    yield m ** (1 / (2 * k)) * m ** (sp.Rational(1, 2) - 1 / (2 * k)) - sp.sqrt(m)
    root = sp.sqrt(t * (1 - m))
    yield (sp.sqrt(m) + root) ** 2 - t - (2 * sp.sqrt(m) * root - m * (t - 1))
    yield 4 * t * (1 - m) - m * (t - 1) ** 2 - (4 * t - m * (t + 1) ** 2)
    yield 4 * t - (t + 1) - (3 * t - 1)


def lost_mass() -> Iterable[sp.Expr]:
    """What Q = tP keeps of P' and what it loses, with w = (P − P')_+/P; and the exponents of Hölder's inequality."""
    p, t, w, alpha, k, mass = sp.symbols("p t w alpha k mass", positive=True)
    yield t * p - (t * (p - w * p) + (alpha * t * w) * p / alpha)
    yield mass ** (1 - 1 / (2 * k)) * mass ** (1 / (2 * k)) - mass


@proof("shift.cvar-third", "difference", "third", variant="corrected", facts=(CAUCHY_SCHWARZ,))
def cvar_third() -> Iterable[sp.Expr]:
    """P_k = tP with t ≤ 1/α. What it shares with P' is below P'/α and has mass at most 1, so with ℓ ≥ 0 its loss is at
    most CVaR_α(P'); the rest is α⁻¹E[uℓ] with 0 ≤ u ≤ w ≤ 1 and Ew = TV(P, P') ≤ δ, at most α⁻¹√(Eu²)σ ≤ α⁻¹σ√δ. If
    that is at most ⅔R_max, a third is left."""
    yield from lost_mass()
    worst = sp.Symbol("worst", positive=True)
    yield worst - sp.Rational(2, 3) * worst - worst / 3


@proof("shift.doro-worst-group", "cvar", "chi-square", variant="corrected", facts=(CAUCHY_SCHWARZ,))
def doro_worst_group() -> Iterable[sp.Expr]:
    """The P' that DORO takes has TV(P, P') ≤ δ, so that shift.cvar-third speaks of it; and at every P' the CVaR is at
    most the χ² risk, by shift.cvar-chi2."""
    yield from lost_mass()
    t, alpha = sp.symbols("t alpha", positive=True)
    yield t**2 - (t / alpha - t * (1 / alpha - t))


@proof("shift.doro-minimiser", "cvar", variant="corrected", facts=("Hölder's inequality",))
def doro_minimiser() -> Iterable[sp.Expr]:
    """DORO(θ̂) ≤ DORO(θ*) ≤ CVaR_α(θ*; P), since P is one of the P'. For the P' of DORO(θ̂) and any Q = tP, t ≤ 1/α,
    what Q shares with P' loses at most DORO(θ̂), as ℓ ≥ 0, and the rest is α⁻¹E[uℓ], u = αtw ≤ 1, Eu ≤ min{α, δ}: by
    Hölder at most α⁻¹(Eu)^{1−1/(2k)}σ_{2k}, as a power above 1 of u is at most u."""
    yield from lost_mass()


@proof("shift.cvar-zero-one", "value", "erm")
def cvar_zero_one() -> Iterable[sp.Expr]:
    """The worst α of the mass holds min{α, R} of the loss 1, and min{α, R}/α = min{1, R/α}, with min{x, y} =
    ½(x + y − |x − y|). It does not fall in R, so that a minimiser of R minimises it."""
    alpha, u = sp.symbols("alpha u", positive=True)
    least = (alpha + alpha * u - alpha * sp.Abs(1 - u)) / 2
    yield least / alpha - (1 + u - sp.Abs(1 - u)) / 2


@proof("shift.boosted-cvar", "weak", "strong", "at-every-size", facts=(LP_DUALITY,))
def boosted_cvar() -> Iterable[sp.Expr]:
    """CVaR_α(F_λ) is the largest ⟨w, Σλ_tℓ^t⟩ over w in the simplex with w ≤ 1/(αn); by duality the least over λ is
    max_w min_t⟨w, ℓ^t⟩, and ⟨w, 1−ℓ^t⟩ = 1 − ⟨w, ℓ^t⟩. The even mixture of n classifiers that err at one point each
    loses 1/n everywhere; one of them has min{1, 1/(αn)}, which exceeds 1/n by (1−α)/(αn) or by (n−1)/n."""
    w, loss, alpha, n = sp.symbols("w l alpha n", positive=True)
    yield w * (1 - loss) - (w - w * loss)
    yield 1 / (alpha * n) - 1 / n - (1 - alpha) / (alpha * n)
    yield 1 - 1 / n - (n - 1) / n


@proof("shift.covariate", "refitted", "reused", "order")
def covariate() -> Iterable[sp.Expr]:
    """E_Qr² = E_P(tr²) ≤ C·E_Pr² since C − t ≥ 0, r the residual of the P-probe; refitting under Q takes the least
    E_Q of all probes, that one among them."""
    p, t, most, r = sp.symbols("p t C r", positive=True)
    yield most * (p * r**2) - (p * t) * r**2 - (most - t) * p * r**2


@proof(
    "shift.context-marginal",
    "pointwise", "lower", "upper", "complement", "contexture",
    facts=(COURANT_FISCHER,),
)  # fmt: skip
def context_marginal() -> Iterable[sp.Expr]:
    """Q(x)P⁺(a|x) over its row sum Q(x) is P⁺(a|x). ‖T_Qg‖² = Σq(P⁺g)² is between c and C times ‖T_Pg‖², ‖g‖² between
    c′ and C′ times, and ‖g‖² − ‖T_Qg‖² = Σq·Var(g|x) at most C times that of P: compare on every subspace. For f in
    F_ε(Q), E_QVar(f|A) ≤ 1 − (1−ε)², which is least over h of E_Q(f−h(A))² and so at least c·E_PVar(f|A) =
    cΣ(1−s_i²)u_i² ≥ c(1−s_{d+1}²)Σ_{i>d}u_i²; that sum is err_P, and err_Q ≤ C·err_P."""
    p, t, forward, low, high, value = sp.symbols("p t forward c C value", positive=True)
    yield p * t * forward / (p * t) - forward
    yield (p * t - low * p) * value - (t - low) * p * value
    yield (high * p - p * t) * value - (high - t) * p * value
    s, following, u = sp.symbols("s following u", positive=True)
    yield (1 - s**2) * u**2 - (1 - following**2) * u**2 - (following**2 - s**2) * u**2


@proof(
    "shift.robust-transfer",
    "cvar-dual", "cvar-bound", "chi-bound", "tv-bound", "cvar-law", "chi-law", "tv-law", "refitted",
    facts=(CAUCHY_SCHWARZ,),
)  # fmt: skip
def robust_transfer() -> Iterable[sp.Expr]:
    """The dual is that of shift.cvar-dual for ℓ = r². t ≤ 1/α gives E_Qℓ ≤ E_Pℓ/α; E_Qℓ − E_Pℓ = E(t−1)(ℓ−Eℓ) ≤
    √(2ρ)·√Var ℓ; and E_Qℓ − E_Pℓ ≤ Σ(Q−P)_+·max ℓ ≤ δ·max ℓ as ℓ ≥ 0. A law of the ball is one of those the
    supremum is over, and a refitted probe errs no more."""
    t, loss, eta, alpha, centre = sp.symbols("t l eta alpha centre", positive=True)
    yield t * loss - (t * eta + t * (loss - eta))
    yield loss / alpha - t * loss - (1 / alpha - t) * loss
    yield (t - 1) * (loss - centre) - (t * loss - loss - centre * (t - 1))
