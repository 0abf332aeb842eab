"""Chapter 6 on DORO: its dual, its minimisers, and what no learner can do."""

from __future__ import annotations

import sympy as sp

from contextures.theory.shift.premises import LEVEL, MINORITY, NONNEGATIVE, ORDER, POSITIVE_LEVEL, delta
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.shift import (
    SHIFT,
    C_chi,
    C_cvar,
    alpha,
    chi_square_gap,
    cvar_doro,
    cvar_gap,
    cvar_in_ball,
    doro,
    doro_conditional,
    doro_split,
    drawn_gap,
    drawn_gap_chi,
    epsilon,
    farthest_kept,
    k,
    learner_gap,
    learner_gap_chi,
    rho,
    robust_in_ball,
    sigma_2k,
    sigma_2k_chi,
    split_mass,
)

spread = sp.sqrt(1 + 2 * rho)
half_order = 1 / (2 * k)
hidden = sp.Min(alpha, delta)
hidden_chi = sp.Min(delta, 1 / (1 + 2 * rho))
promised = hidden ** (1 - half_order) / alpha
moment = hidden**half_order
promised_chi = hidden_chi**-half_order * (hidden_chi + sp.sqrt(2 * rho * hidden_chi * (1 - hidden_chi)))
moment_chi = hidden_chi**half_order

CONTAMINATED = Hypothesis("contaminated", 0, "<", epsilon)

ATOMLESS = (
    "A finite law of losses stands for a continuous P_train with a continuous ℓ: each point is an interval that "
    "carries its mass evenly and on which ℓ is constant; between the intervals there is no mass."
)

DORO_FORMULA = Statement(
    id="shift.doro-formula",
    title="The dual of DORO",
    kind=Kind.IDENTITY,
    source=Source("D21", "Proposition 3"),
    vocabulary=SHIFT,
    printed=Claim(
        text="For continuous ℓ ≥ 0 and continuous P_train: DORO = inf_η c_β(ρ)E[(ℓ−η)_+^{β*} | P_{Z'}(ℓ(Z') > ℓ(Z)) ≥ "
        "ε]^{1/β*} + η.",
        tex=r"\inf_\eta\{c_\beta(\rho)E_Z[(\ell-\eta)_+^{\beta^*}|P_{Z'}(\ell(Z')>\ell(Z))\ge\varepsilon]^{1/\beta^*}+\eta\}",
        given=(ORDER, CONTAMINATED, MINORITY, NONNEGATIVE),
        parts=(Part("formula", doro, "==", doro_conditional),),
    ),
    corrected=Claim(
        text="DORO = inf_η c_β(ρ)((E h − ε CVaR_ε(h))/(1−ε))^{1/β*} + η for h = (ℓ−η)_+^{β*}, of any sign of ℓ; the "
        "printed form holds where P_train(ℓ > q) = ε for some q.",
        tex=r"\inf_\eta\Bigl\{c_\beta(\rho)\Bigl(\frac{Eh-\varepsilon\,\mathrm{CVaR}_\varepsilon(h)}{1-\varepsilon}"
        r"\Bigr)^{1/\beta^*}+\eta\Bigr\},\ h=(\ell-\eta)_+^{\beta^*}",
        given=(ORDER, CONTAMINATED, MINORITY),
        parts=(
            Part("split", doro, "==", doro_split),
            Part(
                "unsplit",
                doro,
                "==",
                doro_conditional,
                given=(Hypothesis("level-met", split_mass, "==", 0, "P_train(ℓ > q) = ε for some q"),),
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Continuity of ℓ and of P_train leaves plateaus of ℓ. Where the top ε of the mass ends inside a plateau the "
    "condition drops the whole plateau, more than ε, while DORO drops a part of it. Exactly ε is removed by "
    "subtracting ε CVaR_ε, which splits the plateau. Nonnegativity is not needed.",
    note=ATOMLESS + " Where no point is exceeded by a mass of ε nothing is claimed.",
)

DORO_TV = Statement(
    id="shift.doro-tv",
    title="DORO is no less than the infimum over a TV ball",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Lemma 4"),
    vocabulary=SHIFT,
    printed=Claim(
        text="For P_train = (1−ε)P + εP̃ and any divergence D: DORO(θ; P_train) ≥ inf{R_{D,ρ}(θ; P''): TV(P, P'') ≤ "
        "ε/(1−ε)}.",
        tex=r"R_{D,\rho,\varepsilon}(P_{\mathrm{train}})\ge\inf_{TV(P,P'')"
        r"\le\varepsilon/(1-\varepsilon)}R_{D,\rho}(P'')",
        given=(MINORITY,),
        parts=(
            Part(
                "any-divergence",
                farthest_kept,
                "<=",
                delta,
                "whatever is kept of P_train lies in the ball, and an infimum over less is no smaller, of any risk",
            ),
            Part("divergence", robust_in_ball, "<=", doro, "Cressie and Read", given=(ORDER,)),
            Part("cvar", cvar_in_ball, "<=", cvar_doro, "the limit β = ∞", given=(POSITIVE_LEVEL, LEVEL)),
        ),
    ),
    note="The lemma is for every divergence D, and no search ranges over these: “any-divergence” is what it says "
    "whatever D is, and the other two parts are instances with both sides measured. Attained where P̃ sits at a point "
    "of minimal loss.",
    uses=("shift.doro-formula",),
)

DORO_MINIMISER = Statement(
    id="shift.doro-minimiser",
    title="What the minimiser of the DORO risk loses",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Theorem 5"),
    vocabulary=SHIFT,
    printed=Claim(
        text="θ̂ minimises the DORO risk, ℓ ≥ 0, E_Pℓ(θ̂)^{2k} = σ_{2k}^{2k}: the CVaR_α gap of θ̂ under P is "
        "O_{α,k}(1)σ_{2k}ε^{1−1/(2k)}, and for k > 1 the χ² gap is O_{ρ,k}(1)σ_{2k}ε^{1/2−1/(2k)}.",
        tex=r"\mathrm{CVaR}_\alpha(\hat\theta;P)-\inf_\theta\mathrm{CVaR}_\alpha(\theta;P)"
        r"=O_{\alpha,k}(1)\sigma_{2k}\varepsilon^{1-\frac1{2k}}",
        given=(POSITIVE_LEVEL, LEVEL, CONTAMINATED, MINORITY, NONNEGATIVE),
        parts=(
            Part("cvar", alpha * cvar_gap, "<=", C_cvar * sigma_2k * epsilon ** (1 - half_order), constant=C_cvar),
            Part(
                "chi-square",
                chi_square_gap / spread,
                "<=",
                C_chi * sigma_2k_chi * epsilon ** (sp.Rational(1, 2) - half_order),
                given=(Hypothesis("higher-moment", 2, "<=", k),),
                constant=C_chi,
            ),
        ),
    ),
    corrected=Claim(
        text="With δ = ε/(1−ε): the CVaR_α gap is at most α⁻¹σ_{2k}m^{1−1/(2k)}, m = min{α, δ}, and the χ² gap at most "
        "σ_{2k}m^{−1/(2k)}(m + √(2ρm(1−m))), m = min{δ, 1/(1+2ρ)}, for every k; attained for all α, ρ, ε and k.",
        tex=r"\alpha^{-1}\sigma_{2k}\min\{\alpha,\delta\}^{1-\frac1{2k}},\qquad"
        r"\sigma_{2k}m^{-\frac1{2k}}\bigl(m+\sqrt{2\rho m(1-m)}\bigr),\ m=\min\{\delta,\tfrac1{1+2\rho}\},"
        r"\qquad\delta=\tfrac\varepsilon{1-\varepsilon}",
        given=(POSITIVE_LEVEL, LEVEL, CONTAMINATED, MINORITY, NONNEGATIVE),
        parts=(
            Part("cvar", cvar_gap, "<=", sigma_2k * promised),
            Part(
                "chi-square",
                chi_square_gap,
                "<=",
                sigma_2k_chi * promised_chi,
            ),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="The print leaves its constants open. DORO(θ̂) ≤ DORO(θ*) ≤ R(θ*; P), and R(θ̂; P) exceeds DORO(θ̂) by no "
    "more than the risk of X, the loss on the top δ of the mass and 0 beside it: at most α⁻¹ times its mean for the "
    "CVaR, EX + √(2ρ Var X) for χ². By the inequalities of Hölder and Jensen that is largest where X is constant on a "
    "mass of m; the pairs of shift.doro-lower, which no learner can tell apart, have exactly these gaps.",
    note="The constants of the print are measured beside their dependence on α and ρ: α⁻¹ and √(1+2ρ). The χ² bound "
    "is at most √(1+2ρ)σ_{2k}m^{1/2−1/(2k)}, with equality at δ ≥ 1/(1+2ρ) only. Among several minimisers the worst "
    "one counts, as “θ̂ minimises” says of each.",
    uses=("shift.doro-tv",),
)

DORO_LOWER = Statement(
    id="shift.doro-lower",
    title="No learner does better",
    kind=Kind.EXISTENCE,
    source=Source("D21", "Theorem 6"),
    vocabulary=SHIFT,
    printed=Claim(
        text="There is a pair (P, P_train) with moments at most σ_{2k} such that for any learner that sees only "
        "P_train the CVaR gap is Ω(1)σ_{2k}ε^{1−1/(2k)} (χ²: ε^{1/2−1/(2k)}).",
        tex=r"\exists(P,P_{\mathrm{train}})\ \forall\hat\theta:\ \mathrm{gap}\ge\Omega(1)"
        r"\sigma_{2k}\varepsilon^{1-\frac1{2k}}",
        ill_posed="In the printed order the pair comes before the learner, and for every pair the learner that always "
        "answers with the best θ of that P has no gap: read as it stands the claim says nothing of learners.",
    ),
    corrected=Claim(
        text="For any learner there is such a pair: of two pairs with one P_train and losses 0 and 1, any answer has "
        "on one a CVaR gap of α⁻¹σ_{2k}m^{1−1/(2k)}, m = min{α, δ}, δ = ε/(1−ε), and any drawn answer half of that; "
        "for χ² σ_{2k}m^{−1/(2k)}(m + √(2ρm(1−m))), m = min{δ, 1/(1+2ρ)}, and half of that: what shift.doro-minimiser "
        "promises.",
        tex=r"\forall\hat\theta\ \exists P:\ \mathrm{gap}\ge\alpha^{-1}\sigma_{2k}\min\{\alpha,\delta\}^{1-\frac1{2k}},"
        r"\qquad\mathrm{gap}_{\chi^2}\ge\sigma_{2k}m^{-\frac1{2k}}\bigl(m+\sqrt{2\rho m(1-m)}\bigr)",
        given=(POSITIVE_LEVEL, LEVEL, CONTAMINATED, MINORITY),
        parts=(
            Part("cvar", moment * promised, "<=", learner_gap),
            Part("drawn", moment * promised / 2, "<=", drawn_gap),
            Part("chi-square", moment_chi * promised_chi, "<=", learner_gap_chi),
            Part("chi-square-drawn", moment_chi * promised_chi / 2, "<=", drawn_gap_chi),
        ),
    ),
    faults=(Fault.QUANTIFIER, Fault.ILL_POSED),
    why="As meant, the pair comes last: two laws that the same P_train allows, each harmless to one answer. The lower "
    "bounds equal the upper bounds of shift.doro-minimiser, constants included.",
    note="σ_{2k} of a loss that is 0 or 1, with mean m, is m^{1/(2k)}; other moments by scaling.",
    uses=("shift.doro-minimiser",),
)
