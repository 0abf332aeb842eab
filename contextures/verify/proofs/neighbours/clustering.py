"""Proofs of section 7.7, `clustering`: sums over graphs factorise over rows, and what is left is quadratic."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

FACTORISE = "Σ_W Π_i π_{iW(i)} = Π_i Σ_{j≠i} π_ij"
ADDITIVE = "the logarithm of a product is the sum of the logarithms"
GIBBS = "Gibbs' inequality, Σa_i log(a_i/b_i) ≥ 0"

c, p_i, s_i, s_j = sp.symbols("c p s_i s_j")


def unit() -> Identity:
    """½‖x − y‖² with ‖x‖ = ‖y‖ = 1 and c = x·y."""
    return "½(1 + 1 − 2c) = 1 − c", (1 + 1 - 2 * c) / 2 - (1 - c)


@proof("neighbours.clustering-similarity", "identity")
def similarity() -> Iterable[Identity]:
    """‖x − y‖² = ‖x‖² + ‖y‖² − 2x·y."""
    yield unit()


def graph() -> Identity:
    """Three objects: the law of a graph is the product of the laws of its rows."""
    pi = sp.Matrix(3, 3, lambda i, j: sp.Symbol(f"pi_{i}{j}", positive=True))
    sums = [sum(pi[i, j] for j in range(3) if j != i) for i in range(3)]
    graphs = [(a, b, d) for a in (1, 2) for b in (0, 2) for d in (0, 1)]
    whole = sum(pi[0, a] * pi[1, b] * pi[2, d] for a, b, d in graphs)
    return "Σ_WΠ_iπ_{iW(i)} = Π_iΣ_{j≠i}π_ij on three objects", sp.expand(whole - sums[0] * sums[1] * sums[2])


@proof("neighbours.clustering-multinomial", "probabilities", variant="corrected", facts=(FACTORISE,))
def multinomial() -> Iterable[Identity]:
    """A graph of 𝒲 with row sums 1 is a choice of one j ≠ i in each row, and its weight a product over the rows."""
    yield graph()


@proof("neighbours.clustering-rows", "product", facts=(FACTORISE,))
def rows() -> Iterable[Identity]:
    """The weight of a graph is a product over its rows, and the graphs are the product of the choices of the rows."""
    yield graph()


@proof("neighbours.clustering-cross-entropy", "sum", facts=(ADDITIVE,))
def cross_entropy() -> Iterable[Identity]:
    """−E_P Σ_i log Q_i, and the law of factor i under P is P_i."""
    p, q, x, y = sp.symbols("p q x y", positive=True)
    whole = p * q * (x + y) + p * (1 - q) * x + (1 - p) * q * y
    yield "two binary factors, with −log Q_i = x and y on one of their points", whole - (p * x + q * y)


@proof("neighbours.clustering-attraction", "identity", facts=(ADDITIVE,))
def attraction() -> Iterable[Identity]:
    """log ℙ(W; K) = ΣW_ij log K_ij − log R, of which the mean is taken."""
    weight, log_k, log_r = sp.symbols("w logK logR")
    yield "−E(W log K − log R) = −P log K + log R", -(weight * log_k - log_r) + weight * log_k - log_r


@proof("neighbours.clustering-infonce", "identity", facts=(FACTORISE, ADDITIVE))
def infonce() -> Iterable[Identity]:
    """R(Z) = Π_iΣ_{l≠i}K_il, so that log R is the sum of log Σ_{l≠i}K_il, and the rows of P sum to 1."""
    yield graph()
    log_k, log_s = sp.symbols("logK logS")
    yield "−P log K + P log S = P(−log(K/S))", -p_i * log_k + p_i * log_s - p_i * -(log_k - log_s)


@proof("neighbours.clustering-laplacian", "balanced", variant="corrected")
def balanced() -> Iterable[Identity]:
    """zᵀL(W)z = ½Σ_{i≠j}W_ij(z_i−z_j)² + ΣW_iiz_i² + ½Σ(out_i − in_i)z_i², and the last sum is 0."""
    w, z, other = sp.symbols("w_ij z_i z_j")
    yield (
        "wz_i² − wz_iz_j = ½w(z_i−z_j)² + ½w(z_i² − z_j²), pair by pair",
        w * z**2 - w * z * other - w * (z - other) ** 2 / 2 - w * (z**2 - other**2) / 2,
    )


@proof("neighbours.clustering-laplacian", "only-if", variant="corrected")
def tilted() -> Iterable[Identity]:
    """With zero diagonal 1ᵀL1 = 0, ((L + Lᵀ)1)_1 = out_1 − in_1 and L_11 = out_1."""
    entering, leaving = sp.symbols("in_1 out_1", positive=True)
    step = (entering - leaving) / (2 * leaving)
    form = step * (leaving - entering) + step**2 * leaving
    yield "t(out − in) + t²out at t = (in − out)/(2out)", form + (entering - leaving) ** 2 / (4 * leaving)


def mean_form() -> Iterable[Identity]:
    """L is linear, so that L* = L(P); with unit rows both sides are n − ΣP_ijZ_i·Z_j, as the rows of P sum to 1."""
    yield unit()


gaussian = proof("neighbours.clustering-gaussian", "identity", facts=("L is linear",))(mean_form)


@proof("neighbours.clustering-gaussian-free", "identity", variant="corrected", facts=("L is linear",))
def gaussian_free() -> Iterable[Identity]:
    """Both sides are Σ_{i,j}P_ij·½‖Z_i − Z_j‖²; for a pair i, j with P_ij = p and P_ji = q, entry by entry."""
    q = sp.Symbol("q")
    even = (p_i + q) / 2
    left = (p_i + q) * (s_i - s_j) ** 2 / 2
    yield "p and q of a pair", left - (even * s_i**2 + even * s_j**2 - 2 * even * s_i * s_j)


@proof("neighbours.clustering-main", "equal", "no-diagonal", variant="corrected", facts=(FACTORISE, "L is linear"))
def main() -> Iterable[Identity]:
    """E W = P by `clustering-multinomial`, and 𝓗(Z) − log R(Z) = tr(ZᵀL(P)Z) by `clustering-gaussian`; where the
    diagonal of π is zero, P = π, as its rows sum to 1."""
    yield graph()
    yield unit()


@proof("neighbours.clustering-main", "loops", variant="corrected", facts=(FACTORISE, "L is linear"))
def main_loops() -> Iterable[Identity]:
    """By `equal` both objectives less log R are n less sums of Z_i·Z_j over i ≠ j, with the weights P_ij and π_ij: the
    difference is −Σ(P_ij − π_ij)Z_i·Z_j, and the weights of row i add up to π_ii."""
    own, other = sp.symbols("pi_ii pi_ij")
    yield "P_ij − π_ij = π_iiπ_ij/(1 − π_ii)", other / (1 - own) - other - own * other / (1 - own)
    yield "Σ_{j≠i}π_iiπ_ij/(1 − π_ii) = π_ii, the row without π_ii being 1 − π_ii", own * (1 - own) / (1 - own) - own
    yield unit()


@proof("neighbours.clustering-main", "only-if", variant="corrected", facts=(FACTORISE, "L is linear"))
def main_only_if() -> Iterable[Identity]:
    """Of the pairs of `loops` those with the first object alone change, each ½‖Z_i − Z_j‖² from 0 to 2; the weights of
    its row add up to π_11, those of its column are π_j1π_jj/(1 − π_jj)."""
    own = sp.Symbol("pi_11")
    yield "½·2² = 2", sp.Rational(1, 2) * 2**2 - 2
    yield "Σ_{j≠1}π_11π_1j/(1 − π_11) = π_11, the row without π_11 being 1 − π_11", own * (1 - own) / (1 - own) - own


@proof("neighbours.clustering-clip", "rows", "equal", facts=(FACTORISE, "L is linear"))
def clip() -> Iterable[Identity]:
    """Row i has as many entries 1/(edges of i) as i has edges, and the diagonal is zero: P = π, then as
    `clustering-gaussian`."""
    edges = sp.Symbol("m", positive=True)
    yield "m·(1/m) = 1", edges * (1 / edges) - 1
    yield unit()


def at_softmax() -> Identity:
    """One term of Σa(ψ/τ − log a) at a = e^{ψ/τ}/S."""
    score, log_s = sp.symbols("psi logS")
    return "ψ − log a = log S at log a = ψ − log S", score - (score - log_s) - log_s


@proof("neighbours.clustering-exponential", "upper", "attained", facts=(GIBBS,))
def exponential() -> Iterable[Identity]:
    """With a* the softmax and S = Σe^{ψ_i/τ}: Σa_i(ψ_i/τ − log a_i) = log S − Σa_i log(a_i/a*_i)."""
    yield at_softmax()


@proof("neighbours.clustering-dual", "bound", facts=("neighbours.clustering-exponential",))
def dual() -> Iterable[Identity]:
    """Where a is feasible, the objective of (P2) at a is at least τ times its entropy."""
    gap, entropy, tau = sp.symbols("gap H tau")
    yield "objective − τH = Σaψ − ψ_1", (gap + tau * entropy) - tau * entropy - gap


@proof("neighbours.clustering-dual-exact", "value", "solves", facts=("neighbours.clustering-exponential",))
def dual_exact() -> Iterable[Identity]:
    """At a* the constraint has no slack, so that max(P2) = τH(a*), and τH(a) ≤ max(P2) for every feasible a."""
    yield at_softmax()


@proof("neighbours.clustering-sole", "only", scope=IN_WORDS)
def sole() -> Iterable[Identity]:
    """Σa_iψ_i ≤ ψ_1 − (1 − a_1)·lead, so that a feasible a has (1 − a_1)·lead ≤ 0, and lead > 0."""
    first, top, lead = sp.symbols("a_1 psi_1 lead")
    yield "a_1ψ_1 + (1−a_1)(ψ_1 − lead)", first * top + (1 - first) * (top - lead) - (top - (1 - first) * lead)
