"""Chapter 8.5: strong data processing, by the contraction coefficient of a channel in KL."""

from __future__ import annotations

import sympy as sp

from contextures.theory.classical.information.channels import (
    CHANNEL,
    chi2_from_p,
    chi2_of_input,
    chi2_of_output,
    eta,
    eta_of_p,
    eta_tv,
    kl_from_p,
    kl_from_p_after,
    mi_after,
    mi_before,
    mi_split_after,
    mi_split_before,
    min_p,
    pi_star,
    rho2,
    rho2_of_p,
    split,
)
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement

HALF = sp.Rational(1, 2)


def weight(p: sp.Expr) -> sp.Expr:
    """ϕ(p) = ln((1 − p)/p)/(1 − 2p), 2 at ½."""
    return sp.Piecewise((sp.log((1 - p) / p) / (1 - 2 * p), p < HALF), (sp.Integer(2), True))


ERKIP_COVER = Statement(
    id="classical.erkip-cover",
    title="Information through a channel and the maximal correlation",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Erkip–Cover 1998", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "Where U, X, Y is a Markov chain, I(U;Y) ≤ s_1²·I(U;X), s_1 the maximal correlation of X and Y.",
        r"I(U;Y)\le s_1^2\,I(U;X)",
        (Part("bound", mi_after, "<=", rho2 * mi_before),),
    ),
    corrected=Claim(
        "I(U;Y) ≤ η_KL(P_X, P_{Y|X})·I(U;X); what contracts by s_1² is the χ²-information, χ²(U;Y) ≤ s_1²·χ²(U;X).",
        r"I(U;Y)\le\eta_{\mathrm{KL}}\,I(U;X),\qquad\chi^2(U;Y)\le s_1^2\,\chi^2(U;X)",
        (
            Part("bound", mi_after, "<=", eta * mi_before),
            Part("chi2", chi2_of_output, "<=", rho2 * chi2_of_input),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="s_1² is the contraction of KL for laws near P_X only; a U that moves X far from its law keeps up to "
    "η_KL ≥ s_1² of its information, and no smaller constant will do.",
    note="Refuted in the literature by Anantharam, Gohari, Kamath and Nair (2013).",
)

S_STAR = Statement(
    id="classical.s-star",
    title="The best constant of the data processing inequality is η_KL",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Anantharam, Gohari, Kamath, Nair 2013", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "Where U, X, Y is a Markov chain, I(U;Y) ≤ η·I(U;X) with η = η_KL(P_X, P_{Y|X}); no smaller η will do for all "
        "U: where X given U=1 is R and P(U=1) = λ, I(U;Y)/I(U;X) ≥ KL(RW‖PW)/(KL(R‖P) + λχ²(R‖P)/(1 − λ)), which "
        "tends to what η is the supremum of as λ falls to 0; and s_1² ≤ η.",
        r"I(U;Y)\le\eta I(U;X),\quad \frac{I_\lambda(U;Y)}{I_\lambda(U;X)}\ge"
        r"\frac{\mathrm{KL}(RW\|PW)}{\mathrm{KL}(R\|P)+\frac\lambda{1-\lambda}\chi^2(R\|P)},\quad s_1^2\le\eta",
        (
            Part("bound", mi_after, "<=", eta * mi_before),
            Part(
                "sharp",
                kl_from_p_after * mi_split_before,
                "<=",
                mi_split_after * (kl_from_p + split / (1 - split) * chi2_from_p),
            ),
            Part("order", rho2, "<=", eta),
        ),
    ),
    note="That no smaller η will do is encoded by the U that show it, with an explicit remainder.",
)

CHAIN = Statement(
    id="classical.sdpi-chain",
    title="Contraction coefficients in their order",
    kind=Kind.INEQUALITY,
    source=Source("classical", "strong data processing", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "s_1² ≤ η_KL(P, W) ≤ η_TV(W) ≤ 1 for P > 0.",
        r"s_1^2\le\eta_{\mathrm{KL}}(P,W)\le\eta_{\mathrm{TV}}(W)\le1",
        (
            Part("lower", rho2_of_p, "<=", eta_of_p),
            Part("upper", eta_of_p, "<=", eta_tv),
            Part("one", eta_tv, "<=", 1),
        ),
    ),
)

MAKUR_ZHENG = Statement(
    id="classical.makur-zheng",
    title="η_KL by the maximal correlation and the smallest mass",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Makur–Zheng 2015", reconstructed=True),
    domain=CHANNEL,
    printed=Claim(
        "For P > 0, with ϕ(p) = ln((1 − p)/p)/(1 − 2p), 2 at ½, and π* = max_A min(P(A), 1 − P(A)): "
        "η_KL ≤ 2s_1²/(ϕ(π*)·min P) ≤ s_1²/min P.",
        r"\eta_{\mathrm{KL}}\le\frac{2s_1^2}{\phi(\pi^*)\min P}\le\frac{s_1^2}{\min P}",
        (
            Part("bound", eta_of_p, "<=", 2 * rho2_of_p / (weight(pi_star) * min_p)),
            Part("simple", 2 * rho2_of_p / (weight(pi_star) * min_p), "<=", rho2_of_p / min_p),
        ),
    ),
)
