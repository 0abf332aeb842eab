"""Chapter 6: contexts whose inputs come from another law, from the pretraining to the downstream step."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import d, i, r, s
from contextures.theory.symbols.transfer import (
    TRANSFER,
    alpha,
    chi_square_q,
    epsilon,
    error_contexture_p,
    error_p,
    error_q,
    minimax_q,
    pointwise_defect,
    ratio_a_max,
    ratio_a_min,
    ratio_max,
    ratio_min,
    refit_chi,
    refit_cvar,
    refit_tv,
    residual_max,
    residual_variance,
    reuse_q,
    rho,
    s_q,
    transfer_chi,
    transfer_cvar,
    transfer_cvar_dual,
    transfer_tv,
    tv,
    variation_q,
)

scale = 1 + error_p
POSITIVE_LEVEL = Hypothesis("positive-level", 0, "<", alpha)
LEVEL = Hypothesis("level", alpha, "<=", 1)
VARIATION = Hypothesis("variation", tv, "<=", 1)

COVARIATE = Statement(
    id="shift.covariate",
    title="The probe under another law of the inputs",
    kind=Kind.INEQUALITY,
    source=Source("classical"),
    vocabulary=TRANSFER,
    printed=Claim(
        text="For Q_X ≪ P_X: err_Q(Φ, f) ≤ (max dQ/dP)·err_P(Φ, f), and the same bound holds for the Q-risk of the "
        "probe fitted under P.",
        tex=r"\mathrm{err}_Q(\Phi,f)\le\bigl(\max\tfrac{dQ}{dP}\bigr)\mathrm{err}_P(\Phi,f)",
        parts=(
            Part("refitted", error_q, "<=", ratio_max * error_p, scale=scale),
            Part("reused", reuse_q, "<=", ratio_max * error_p, scale=scale),
            Part("order", error_q, "<=", reuse_q, "refitting helps", scale=scale),
        ),
    ),
    note="Attained by a residual that lives where dQ/dP is largest.",
)

CONTEXT_MARGINAL = Statement(
    id="shift.context-marginal",
    title="One context, two laws of the inputs",
    kind=Kind.INEQUALITY,
    source=Source("classical"),
    vocabulary=TRANSFER,
    printed=Claim(
        text="With the same P⁺(a|x) and inputs from Q_X, c ≤ dQ/dP ≤ C and c′ ≤ dQ_A/dP_A ≤ C′: T_Q and T_P agree "
        "pointwise, and c·s_i(P)²/C′ ≤ s_i(Q)² ≤ C·s_i(P)²/c′ for i ≥ 1. Over F_ε(Q) the contexture of P errs under Q "
        "by at least the minimax value of Q and at most C(1 − (1−ε)²)/(c(1 − s_{d+1}(P)²)).",
        tex=r"\frac{c\,s_i(P)^2}{C'}\le s_i(Q)^2\le\frac{C\,s_i(P)^2}{c'}",
        parts=(
            Part("pointwise", pointwise_defect, "==", 0, scale=1),
            Part("lower", ratio_min * s[i] ** 2, "<=", ratio_a_max * s_q[i] ** 2, over=(i, 1, r), scale=1),
            Part("upper", ratio_a_min * s_q[i] ** 2, "<=", ratio_max * s[i] ** 2, over=(i, 1, r), scale=1),
            Part(
                "complement",
                ratio_a_min * (1 - s_q[i] ** 2),
                "<=",
                ratio_max * (1 - s[i] ** 2),
                "the same for what is lost, 1 − s_i²",
                over=(i, 1, r),
                scale=1,
            ),
            Part("minimax", minimax_q, "<=", error_contexture_p, "the contexture of Q does better", scale=1),
            Part(
                "contexture",
                ratio_min * (1 - s[d + 1] ** 2) * error_contexture_p,
                "<=",
                ratio_max * (1 - (1 - epsilon) ** 2),
                "but that of P stays good",
                given=(Hypothesis("range", epsilon, "<=", 1),),
                scale=1,
            ),
        ),
    ),
    note="Written without denominators, so that a side whose denominator is 0 says nothing. By the minimax principle "
    "for ‖Tg‖²/‖g‖² on subspaces that may hold the constants. The last three parts are ours: “complement” by the same "
    "argument for the conditional variance, “contexture” because E_P Var(f|A) ≤ E_Q Var(f|A)/c bounds Σ(1 − s_i²)u_i². "
    "It is met with equality for Q = P and 1 − ε = s_{d+1}.",
    uses=("shift.covariate",),
)

IN_CVAR = Hypothesis("in-ball", ratio_max * alpha, "<=", 1)
IN_CHI = Hypothesis("in-ball", chi_square_q, "<=", rho)
IN_TV = Hypothesis("in-ball", variation_q, "<=", tv)

ROBUST_TRANSFER = Statement(
    id="shift.robust-transfer",
    title="The worst probe error over a ball of laws",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    vocabulary=TRANSFER,
    printed=Claim(
        text="The largest Q-risk of the P-probe over a CVaR, χ² or TV ball around P_X is the robust risk of its "
        "squared residual: for CVaR equal to the dual, at most err_P/α; for χ² at most err_P + √(2ρ Var r²); for TV "
        "at most err_P + δ max r². Every law of the ball stays below it. The largest error of a probe fitted again "
        "for each Q of the ball is at most that of the P-probe.",
        tex=r"\sup_QE_Qr^2=R(r^2),\quad\sup_Q\mathrm{err}_Q\le R(r^2)",
        given=(POSITIVE_LEVEL, LEVEL, VARIATION),
        parts=(
            Part("cvar-dual", transfer_cvar, "==", transfer_cvar_dual, "primal equals dual", scale=scale),
            Part("cvar-bound", transfer_cvar, "<=", error_p / alpha, scale=scale),
            Part("chi-bound", transfer_chi, "<=", error_p + sp.sqrt(2 * rho * residual_variance), scale=scale),
            Part("tv-bound", transfer_tv, "<=", error_p + tv * residual_max, scale=scale),
            Part("cvar-law", reuse_q, "<=", transfer_cvar, given=(IN_CVAR,), scale=scale),
            Part("chi-law", reuse_q, "<=", transfer_chi, given=(IN_CHI,), scale=scale),
            Part("tv-law", reuse_q, "<=", transfer_tv, given=(IN_TV,), scale=scale),
            Part("refitted", error_q, "<=", reuse_q, scale=scale),
            Part(
                "cvar-refitted", refit_cvar, "<=", transfer_cvar, "the worst error of a probe fitted to Q", scale=scale
            ),
            Part("chi-refitted", refit_chi, "<=", transfer_chi, scale=scale),
            Part("tv-refitted", refit_tv, "<=", transfer_tv, scale=scale),
            Part("cvar-refitted-law", error_q, "<=", refit_cvar, "and it is the worst", given=(IN_CVAR,), scale=scale),
            Part("chi-refitted-law", error_q, "<=", refit_chi, given=(IN_CHI,), scale=scale),
            Part("tv-refitted-law", error_q, "<=", refit_tv, given=(IN_TV,), scale=scale),
        ),
    ),
    note="For any encoder; the contexture is among those tried. By the minimax theorem the largest error of the probe "
    "that is fitted again is the least worst risk of a probe fitted for the worst law (`robust_probe`), so that it "
    "can be much smaller.",
    uses=("shift.cvar-dual", "shift.covariate"),
)

STATEMENTS = (COVARIATE, CONTEXT_MARGINAL, ROBUST_TRANSFER)
