"""Proofs of section 8.2: classes of functions."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

HOEFFDING = "Hoeffding's inequality"
UNION = "the union bound"
MCDIARMID = "McDiarmid's inequality"
STRONG = (
    "a minimiser of a 2λ-strongly convex function is below any other point by λ times the squared distance at least"
)

K, n, delta, w = sp.symbols("K n delta w", positive=True)


@proof("classical.finite-class", "one-sided", facts=(HOEFFDING, UNION))
def finite_class() -> Iterable[Identity]:
    """P(L(h) − L_S(h) ≥ t) ≤ e^{−2nt²} for each h; at t = √(ln(K/δ)/2n) these are δ/K."""
    t = sp.sqrt(sp.log(K / delta) / (2 * n))
    yield "K·e^{−2nt²} = δ", K * sp.exp(-2 * n * t**2) - delta


@proof("classical.finite-class", "two-sided", "erm", facts=(HOEFFDING, UNION))
def finite_class_both() -> Iterable[Identity]:
    """P(|L(h) − L_S(h)| ≥ t) ≤ 2e^{−2nt²}; at t = √(ln(2K/δ)/2n) these are δ/K. Where no h deviates by more than t, a
    minimiser ĥ and the best h* have L(ĥ) ≤ L_S(ĥ) + t ≤ L_S(h*) + t ≤ L(h*) + 2t."""
    t = sp.sqrt(sp.log(2 * K / delta) / (2 * n))
    yield "2K·e^{−2nt²} = δ", 2 * K * sp.exp(-2 * n * t**2) - delta


@proof("classical.finite-class", "occam", facts=(HOEFFDING, UNION))
def occam() -> Iterable[Identity]:
    """P(L(h) − L_S(h) ≥ t) ≤ e^{−2nt²}, which at t = √(ln(1/(wδ))/2n) is w(h)δ; Σw(h)δ ≤ δ."""
    t = sp.sqrt(sp.log(1 / (w * delta)) / (2 * n))
    yield "e^{−2nt²} = wδ", sp.exp(-2 * n * t**2) - w * delta


@proof("classical.realisable", "bound", facts=(UNION, "1 − ε ≤ e^{−ε}"))
def realisable() -> Iterable[Identity]:
    """A hypothesis with L > ε has L_S = 0 with probability (1−L)^n < (1−ε)^n ≤ e^{−nε}, at most δ/K where
    n ≥ ln(K/δ)/ε."""
    epsilon = sp.Symbol("epsilon", positive=True)
    yield "K·e^{−nε} = δ at n = ln(K/δ)/ε", K * sp.exp(-epsilon * sp.log(K / delta) / epsilon) - delta


def massart() -> Iterable[Identity]:
    """E_σ max Σσ_i(a−c)_i = E_σ max Σσ_ia_i for every c. By Jensen's inequality e^{sE max} ≤ Σ_aE e^{sΣσ_i(a−c)_i}
    ≤ N·e^{s²r²/2} with r = max‖a−c‖; so E max ≤ ln N/s + sr²/2, at s = √(2 ln N)/r the bound. Where r = 0 or N = 1 both
    sides are 0."""
    r, log_n = sp.symbols("r lnN", positive=True)
    s = sp.sqrt(2 * log_n) / r
    yield "ln N/s + sr²/2 = r√(2 ln N)", log_n / s + s * r**2 / 2 - r * sp.sqrt(2 * log_n)


JENSEN = "Jensen's inequality"
COSH = "cosh x ≤ e^{x²/2}"
massart_lemma = proof("classical.massart", "centred", "plain", facts=(JENSEN, COSH))(massart)


def absolute() -> Iterable[Identity]:
    """max_a|Σσ_ia_i| is the maximum over the 2N vectors ±a, of the same norms: classical.massart of those."""
    yield from massart()


massart_absolute = proof("classical.massart-absolute", "two", facts=(JENSEN, COSH))(absolute)
massart_absolute_corrected = proof(
    "classical.massart-absolute", "two", variant="corrected", facts=(JENSEN, COSH)
)(absolute)  # fmt: skip


@proof("classical.sauer", "power", facts=("Sauer's lemma", "(1 + x)^n ≤ e^{xn}"))
def power() -> Iterable[Identity]:
    """For i ≤ d ≤ n, (d/n)^d ≤ (d/n)^i, so that (d/n)^dΣ_{i≤d}C(n,i) ≤ Σ_iC(n,i)(d/n)^i = (1 + d/n)^n ≤ e^d."""
    d = sp.Symbol("d", positive=True)
    yield "e^d·(n/d)^d·(d/n)^d = e^d", sp.exp(d) * (n / d) ** d * (d / n) ** d - sp.exp(d)


@proof("classical.mcdiarmid", "tail", scope=IN_WORDS, facts=("Hoeffding's lemma", "Markov's inequality"))
def bounded_differences() -> Iterable[Identity]:
    """f − Ef is the sum of E[f|X_1..X_i] − E[f|X_1..X_{i−1}], each of which lies, given the past, in an interval of
    length c_i: E e^{s(f−Ef)} ≤ e^{s²Σc_i²/8}, so P(f−Ef ≥ t) ≤ e^{−st+s²Σc_i²/8}, at s = 4t/Σc_i² the bound."""
    t, squares = sp.symbols("t c", positive=True)
    s = 4 * t / squares
    yield "−st + s²Σc²/8 = −2t²/Σc²", -s * t + s**2 * squares / 8 + 2 * t**2 / squares


@proof("classical.mcdiarmid", "range", facts=("Popoviciu's inequality",))
def refreshed_range() -> Iterable[Identity]:
    """½E(f−f^{(i)})² is the mean of the variance of f along coordinate i, at most c_i²/4."""
    square, mean = sp.symbols("E_f2 E_f")
    yield "½E(f−f′)² = Ef² − (Ef)² for two independent draws", (2 * square - 2 * mean**2) / 2 - (square - mean**2)


@proof(
    "classical.mcdiarmid",
    "variance",
    scope=IN_WORDS,
    facts=("the decomposition of the variance", "Jensen's inequality"),
)
def efron_stein() -> Iterable[Identity]:
    """Var f is the sum of E(E[f|X_1..X_i] − E[f|X_1..X_{i−1}])², and that difference is the conditional expectation,
    given X_1..X_i, of f − E_if, with E_i over coordinate i alone: its square is at most E(f − E_if)² in the mean."""
    square, mean = sp.symbols("E_f2 E_f")
    yield "E(f − E_if)² = ½E(f−f^{(i)})²", (square - mean**2) - (2 * square - 2 * mean**2) / 2


def stability(factor: int) -> Iterable[Identity]:
    """Two remainders of one computation."""
    beta, range_, size = sp.symbols("beta M n", positive=True)
    change = 2 * factor * beta + range_ / size
    t = (2 * size * factor * beta + range_) * sp.sqrt(sp.log(1 / delta) / (2 * size))
    yield "2t²/(nc²) = ln(1/δ)", 2 * t**2 / (size * change**2) - sp.log(1 / delta)


@proof("classical.uniform-stability", "identity", facts=("z_i and the fresh example may be swapped",))
def swapped() -> Iterable[Identity]:
    """E L(A(S)) = Eℓ(A(S), z′) = Eℓ(A(S^{(i)}), z_i) by swapping z_i and z′; E L_S(A(S)) = n⁻¹Σ_iEℓ(A(S), z_i)."""
    points = range(2)
    p, loss = sp.symbols("p_:2"), sp.Matrix(2, 2, sp.symbols("l_:2:2"))
    pairs = [(p[z] * p[fresh], z, fresh) for z in points for fresh in points]
    gap = sum(mass * (loss[z, fresh] - loss[z, z]) for mass, z, fresh in pairs)
    change = sum(mass * (loss[fresh, z] - loss[z, z]) for mass, z, fresh in pairs)
    yield "the two sides, of one example on two points", gap - change


@proof("classical.uniform-stability", "replace", facts=(MCDIARMID,))
def stable_replaced() -> Iterable[Identity]:
    """By `identity` E[L − L_S] ≤ β. A replaced example changes L by at most β, and L_S by at most β in the other n−1
    terms and M/n in its own: together by less than c = 2β + M/n."""
    yield from stability(1)


@proof("classical.uniform-stability", "remove", facts=(MCDIARMID,))
def stable_removed() -> Iterable[Identity]:
    """The samples before and after a replacement become one when the example is removed: a loss changes by 2β at
    most, and `replace` holds with 2β."""
    yield from stability(2)


def strongly_convex() -> Identity:
    """The distance of the minimisers before and after a replacement."""
    rho, lam, size = sp.symbols("rho lambda n", positive=True)
    distance = rho / (lam * size)
    return "2λd² = 2ρd/n at d = ρ/(λn)", 2 * lam * distance**2 - 2 * rho * distance / size


def between_minimisers() -> Iterable[Identity]:
    """Let u, v be the minimisers before and after z_i becomes z′, d = ‖u−v‖. Each objective at the other's minimiser is
    larger by λd² at least; the sum is [ℓ(v,z_i)−ℓ(u,z_i)+ℓ(u,z′)−ℓ(v,z′)]/n ≤ 2ρd/n. So d ≤ ρ/(λn), and a loss
    changes by ρd ≤ ρ²/(λn), half of the bound; the mean of the changes is E[L − L_S] by classical.uniform-stability."""
    yield strongly_convex()


near_minimisers = proof("classical.regularised-erm", "pointwise", "expectation", scope=IN_WORDS, facts=(STRONG,))(
    between_minimisers
)
nearer_minimisers = proof(
    "classical.regularised-erm", "pointwise", "expectation", variant="corrected", scope=IN_WORDS, facts=(STRONG,)
)(between_minimisers)


def after_the_gap() -> Iterable[Identity]:
    """E L(A(S)) = E[L − L_S] + E L_S(A(S)), and L_S(A(S)) ≤ L_S(w) + λ‖w‖² with mean L(w) + λ‖w‖²; the first is
    `expectation`."""
    yield strongly_convex()


oracle = proof("classical.regularised-erm", "oracle", scope=IN_WORDS, facts=(STRONG,))(after_the_gap)
sharper_oracle = proof("classical.regularised-erm", "oracle", variant="corrected", scope=IN_WORDS, facts=(STRONG,))(
    after_the_gap
)


def left_out() -> Iterable[Identity]:
    """With A = XᵀX + λI, h = x_iᵀA⁻¹x_i = H_ii and b = Xᵀy: w without i is (A − x_ix_iᵀ)⁻¹(b − y_ix_i), and its
    value at x_i is (ŷ_i − hy_i) + h(ŷ_i − hy_i)/(1−h), where h < 1 as λ > 0."""
    y, fit, h = sp.symbols("y yhat h")
    value = (fit - h * y) + h * (fit - h * y) / (1 - h)
    yield "y − value = (y − ŷ)/(1 − h)", y - value - (y - fit) / (1 - h)


RANK_ONE = "the Sherman–Morrison formula"
ridge = proof("classical.ridge-loo", "residual", facts=(RANK_ONE,))(left_out)
ridge_average = proof("classical.ridge-loo-average", "residual", variant="corrected", facts=(RANK_ONE,))(left_out)
