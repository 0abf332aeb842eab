"""Proofs of chapter 4: the operator of a convex combination and of a convolution, and what textbooks make of it."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.contexts import TRACE
from contextures.verify.proofs.letters import A, P, Pt, X, letters
from contextures.verify.proofs.objectives import KY_FAN
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

WEYL = "Weyl's inequalities for the eigenvalues of a sum"
HORN = "Horn's inequalities for the singular values of a product"


def combination() -> Identity:
    """TT* of a block w_jP_j with marginal w_jA_j, less w_jX⁻¹P_jA_j⁻¹P_jᵀ; the blocks stand side by side and add up."""
    w = sp.Symbol("w_j", positive=True)
    joint, joint_t, marginal = letters("P_j P_jt A_j")
    block = X**-1 * (w * joint) * (w * marginal) ** -1 * (w * joint_t)
    return "X⁻¹(w_jP_j)(w_jA_j)⁻¹(w_jP_j)ᵀ = w_jT_jT_j*", block - w * X**-1 * joint * marginal**-1 * joint_t


@proof("mixing.convex-kernel", "operator", "ky-fan", "weyl", "trace", facts=(KY_FAN, WEYL, TRACE))
def convex_kernel() -> Iterable[Identity]:
    """The joint law of X and A = (j, a) has the blocks w_jP_j, whose marginals are w_jA_j, so TT* = Σ_j w_jT_jT_j*; a
    block of weight 0 is not there. The trace is linear, a sum of top eigenvalues is convex by Ky Fan, and the last
    claim is Weyl's."""
    yield combination()


@proof("mixing.compatibility", "mean", "every-task", "union", "intersection")
def compatibility() -> Iterable[Identity]:
    """ρ²(f) = ⟨f, TT*f⟩/‖f‖² is linear in TT* = Σ_j w_jT_jT_j*. A mean is at most the largest of its numbers, since
    Σ_j w_j(max − ρ_j²) ≥ 0, and likewise at least the smallest."""
    yield combination()
    w1, w2, most = sp.symbols("w1 w2 most")
    r = sp.symbols("r1:4")
    weights = (w1, w2, 1 - w1 - w2)
    mean = sum((w * value for w, value in zip(weights, r, strict=True)), sp.S.Zero)
    rest = sum((w * (most - value) for w, value in zip(weights, r, strict=True)), sp.S.Zero)
    yield "max − Σw_jρ_j² = Σw_j(max − ρ_j²), for three weights that add up to 1", most - mean - rest


@proof(
    "mixing.convolution-operator", "operator", "operator-of-three", "top", "left", "right", "products", facts=(HORN,)
)
def convolution() -> Iterable[Identity]:
    """With the conditional law C of A_2 given A_1 the joint law of X and A_2 is PC and that of the link AC, so T =
    X⁻¹PC = T_1T_2; a third link is one more factor. T_1 and T_2 map mean-zero functions to such: E over X of T_1g is
    that of g. On those the claims are Horn's."""
    channel, second = letters("C D")
    yield "X⁻¹(PC) = T_1T_2", X**-1 * (P * channel) - (X**-1 * P) * (A**-1 * (A * channel))
    yield "X⁻¹(PCD) = T_1T_2T_3", X**-1 * (P * channel * second) - (X**-1 * P) * channel * second
    one = letters("one x")[0]
    yield "TᵀX1 = A1", (Pt * X**-1 * X * one).subs(Pt * one, A * one) - A * one


@proof(
    "mixing.weights-sharp", "regret", scope=IN_WORDS, facts=("a convex function on an interval lies below its chord",)
)
def weights_sharp() -> Iterable[Identity]:
    """With the potentials W_t = Σ_j exp(ηΣ_{u<t} loss_j(Φ_u)), log(W_{T+1}/J) ≥ ηΣ_t loss_j(Φ_t) − log J for every j,
    and it is the sum of log Σ_j w_{t,j}exp(η loss_j(Φ_t)). A loss is in [0, d]; on its chord exp(η·) makes such a term
    at most ηΣ_j w_{t,j}loss_j(Φ_t) + max_p(log(1 − p + pe^x) − px), x = ηd, and the maximum is at p = 1/x − 1/(e^x −
    1). Since Φ_t is best against w_t and v is concave, the mean of the Σ_j w_{t,j}loss_j(Φ_t) is at most v(w̄); and the
    largest over j of the mean of the loss_j(Φ_t) is at least max_w v(w)."""
    p, x = sp.symbols("p x", positive=True)
    share = 1 / x - 1 / (sp.exp(x) - 1)
    slope = (sp.exp(x) - 1) / (1 - p + p * sp.exp(x)) - x
    yield "the slope in p is 0 at p = 1/x − 1/(e^x−1)", sp.together(slope.subs(p, share))
    yield "1 − p + pe^x = (e^x−1)/x there", (1 - p + p * sp.exp(x)).subs(p, share) - (sp.exp(x) - 1) / x
    yield "−px = −1 + x/(e^x−1) there", (-p * x).subs(p, share) - (-1 + x / (sp.exp(x) - 1))
    bend = sp.diff(slope, p) + ((sp.exp(x) - 1) / (1 - p + p * sp.exp(x))) ** 2
    yield "the slope falls in p", sp.together(bend)


@proof("mixing.weights-sharp", "below-print", "below-range", facts=("Hoeffding's lemma",))
def weights_below() -> Iterable[Identity]:
    """x·ψ(x) = max_p(log(1 − p + pe^x) − px), at most x²/8 by the lemma, and at most x as 1 − p + pe^x ≤ e^x; ψ(ηd) is
    multiplied by d."""
    p, x = sp.symbols("p x", positive=True)
    yield (
        "e^x − (1 − p + pe^x) = (1−p)(e^x−1)",
        sp.expand(sp.exp(x) - (1 - p + p * sp.exp(x)) - (1 - p) * (sp.exp(x) - 1)),
    )
    share = 1 / x - 1 / (sp.exp(x) - 1)
    yield "1 − p + pe^x = (e^x−1)/x at that p", (1 - p + p * sp.exp(x)).subs(p, share) - (sp.exp(x) - 1) / x
