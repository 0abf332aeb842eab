"""Chapter 6 on risks: balls of laws, their groups, DORO and the CVaR."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.shift import (
    GROUPS,
    SHIFT,
    C_chi,
    C_cvar,
    R_max,
    alpha,
    beta,
    chi_square_doro,
    chi_square_gap,
    chi_square_risk,
    cvar,
    cvar_doro,
    cvar_dual,
    cvar_dual_at_quantile,
    cvar_gap,
    cvar_in_ball,
    doro,
    doro_conditional,
    doro_split,
    drawn_gap,
    epsilon,
    k,
    learner_gap,
    learner_gap_chi,
    pair_gap,
    pair_gap_chi,
    rho,
    robust_dual,
    robust_in_ball,
    robust_risk,
    sigma,
    sigma_2k,
    sigma_2k_chi,
    smallest_loss,
    split_mass,
)

delta = epsilon / (1 - epsilon)
printed_radius = (1 / alpha - 1) ** 2 / 2
sharp_radius = (1 / alpha - 1) / 2
spread = sp.sqrt(1 + 2 * rho)
half_order = 1 / (2 * k)

ORDER = Hypothesis("order", sp.S.One, "<", beta)
POSITIVE_LEVEL = Hypothesis("positive-level", sp.S.Zero, "<", alpha)
LEVEL = Hypothesis("level", alpha, "<=", 1)
CONTAMINATED = Hypothesis("contaminated", sp.S.Zero, "<", epsilon)
MINORITY = Hypothesis("minority", epsilon, "<", sp.Rational(1, 2), "less than half of P_train is contaminated")
NONNEGATIVE = Hypothesis("nonnegative", sp.S.Zero, "<=", smallest_loss, "ℓ ≥ 0")
ATOMLESS = (
    "A finite law of losses stands for a continuous P_train with a continuous ℓ: each point is an interval that "
    "carries its mass evenly and on which ℓ is constant; between the intervals there is no mass."
)
GROWS = "R_{D,ρ} grows with ρ, so that what is claimed at a radius is claimed at every larger one."

CRESSIE_READ_DUAL = Statement(
    id="shift.cressie-read-dual",
    title="The dual of Cressie–Read balls",
    kind=Kind.IDENTITY,
    source=Source("D21", "(5)"),
    vocabulary=SHIFT,
    printed=Claim(
        text="R_{D_β,ρ} = inf_η c_β(ρ)(E_P(ℓ−η)_+^{β*})^{1/β*} + η, c_β(ρ) = (1+β(β−1)ρ)^{1/β}, β* = β/(β−1).",
        tex=r"R_{D_\beta,\rho}=\inf_\eta\{c_\beta(\rho)(E_P(\ell-\eta)_+^{\beta^*})^{1/\beta^*}+\eta\}",
        given=(ORDER,),
        parts=(
            Part("weak", robust_risk, "<=", robust_dual, "the dual is an upper bound"),
            Part("strong", robust_dual, "<=", robust_risk, "and there is no gap"),
        ),
    ),
    note="At ρ = 0 the infimum is E_Pℓ and is not attained unless ℓ is constant.",
)

CVAR_DUAL = Statement(
    id="shift.cvar-dual",
    title="The dual of the CVaR and its minimiser",
    kind=Kind.IDENTITY,
    source=Source("D21", "(7)–(8)"),
    vocabulary=SHIFT,
    printed=Claim(
        text="CVaR_α = inf_η α⁻¹E(ℓ−η)_+ + η, and inf{q: P(ℓ > q) ≤ α} is a minimiser.",
        tex=r"\mathrm{CVaR}_\alpha=\inf_\eta\{\alpha^{-1}E(\ell-\eta)_++\eta\}",
        given=(POSITIVE_LEVEL, LEVEL),
        parts=(
            Part("value", cvar, "==", cvar_dual),
            Part("minimiser", cvar_dual_at_quantile, "==", cvar_dual),
        ),
    ),
    note="At α = 1 the quantile is −∞ and no minimiser is claimed; the value holds there too.",
)

GROUP_IN_BALL = Statement(
    id="shift.group-in-ball",
    title="Groups lie in a ball",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Proposition 1"),
    vocabulary=GROUPS,
    printed=Claim(
        text="With α = min_k P(D_k) and ρ = f_β(1/α), f_β(t) = (t^β − βt + β − 1)/(β(β−1)): R_max ≤ R_{D_β,ρ}.",
        tex=r"\alpha=\min_kP(D_k),\ \rho=f_\beta(1/\alpha)\ \Rightarrow\ R_{\max}\le R_{D_\beta,\rho}",
        given=(
            ORDER,
            Hypothesis("radius", (alpha**-beta - beta / alpha + beta - 1) / (beta * (beta - 1)), "<=", rho),
        ),
        parts=(Part("bound", R_max, "<=", robust_risk),),
    ),
    corrected=Claim(
        text="R_max ≤ R_{D_β,ρ} from ρ = (α^{1−β} − 1)/(β(β−1)) on; the printed radius is at least that iff "
        "α ≤ β^{−1/(β−1)} or α = 1 (χ²: α ≤ ½).",
        tex=r"\rho=\frac{\alpha^{1-\beta}-1}{\beta(\beta-1)}\ \Rightarrow\ R_{\max}\le R_{D_\beta,\rho}",
        given=(
            ORDER,
            Hypothesis("radius", (alpha ** (1 - beta) - 1) / (beta * (beta - 1)), "<=", rho),
        ),
        parts=(Part("bound", R_max, "<=", robust_risk),),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="D_β(P_k‖P) = (P(D_k)^{1−β} − 1)/(β(β−1)): the points outside the group count too, with f_β(0) = 1/β. For "
    "α > β^{−1/(β−1)} that is more than f_β(1/α), and a group that holds nearly everything lies outside the ball. "
    "The corrected radius is the divergence of the smallest group itself; below β^{−1/(β−1)} it is the smaller one.",
    note=GROWS,
)

CVAR_CHI2 = Statement(
    id="shift.cvar-chi2",
    title="The worst group, the CVaR and the χ² ball",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Corollary 2"),
    vocabulary=GROUPS,
    printed=Claim(
        text="With α = min_k P(D_k) and ρ = ½(1/α − 1)²: R_max ≤ CVaR_α ≤ R_{χ²,ρ}.",
        tex=r"\rho=\tfrac12(1/\alpha-1)^2\ \Rightarrow\ R_{\max}\le\mathrm{CVaR}_\alpha\le R_{\chi^2,\rho}",
        given=(Hypothesis("radius", printed_radius, "<=", rho),),
        parts=(
            Part("group", R_max, "<=", cvar),
            Part("ball", cvar, "<=", chi_square_risk),
        ),
    ),
    corrected=Claim(
        text="R_max ≤ CVaR_α ≤ R_{χ²,ρ} from ρ = ½(1/α − 1) on, which is at most ½(1/α − 1)² iff α ≤ ½ or α = 1.",
        tex=r"\rho=\tfrac12(1/\alpha-1)\ \Rightarrow\ R_{\max}\le\mathrm{CVaR}_\alpha\le R_{\chi^2,\rho}",
        given=(Hypothesis("radius", sharp_radius, "<=", rho),),
        parts=(
            Part("group", R_max, "<=", cvar),
            Part("ball", cvar, "<=", chi_square_risk),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="dQ/dP ≤ 1/α gives ½E(dQ/dP − 1)² ≤ ½(1/α − 1), attained by dQ/dP = 1/α on a set of mass α. For α > ½ that is "
    "more than ½(1/α − 1)², and the CVaR exceeds the risk of the printed ball.",
    note=GROWS,
    uses=("shift.group-in-ball",),
)

DORO_FORMULA = Statement(
    id="shift.doro-formula",
    title="The dual of DORO",
    kind=Kind.IDENTITY,
    source=Source("D21", "Proposition 3"),
    vocabulary=SHIFT,
    printed=Claim(
        text="For continuous ℓ ≥ 0 and continuous P_train: DORO = inf_η c_β(ρ)E[(ℓ−η)_+^{β*} | "
        "P_{Z'}(ℓ(Z') > ℓ(Z)) ≥ ε]^{1/β*} + η.",
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
        text="For P_train = (1−ε)P + εP̃: DORO(θ; P_train) ≥ inf{R_{D,ρ}(θ; P''): TV(P, P'') ≤ ε/(1−ε)}.",
        tex=r"R_{D,\rho,\varepsilon}(P_{\mathrm{train}})\ge\inf_{TV(P,P'')"
        r"\le\varepsilon/(1-\varepsilon)}R_{D,\rho}(P'')",
        given=(ORDER, POSITIVE_LEVEL, LEVEL, MINORITY),
        parts=(
            Part("divergence", robust_in_ball, "<=", doro),
            Part("cvar", cvar_in_ball, "<=", cvar_doro, "the limit β = ∞"),
        ),
    ),
    note="Attained where P̃ sits at a point of minimal loss.",
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
        text="With δ = ε/(1−ε): the CVaR_α gap is at most α⁻¹σ_{2k}min{α, δ}^{1−1/(2k)}, attained for every α, ε and "
        "k, "
        "and the χ² gap at most √(1+2ρ)σ_{2k}δ^{1/2−1/(2k)} for every k, attained at δ = 1/(1+2ρ).",
        tex=r"\alpha^{-1}\sigma_{2k}\min\{\alpha,\delta\}^{1-\frac1{2k}},\qquad"
        r"\sqrt{1+2\rho}\,\sigma_{2k}\delta^{\frac12-\frac1{2k}},\qquad\delta=\tfrac\varepsilon{1-\varepsilon}",
        given=(POSITIVE_LEVEL, LEVEL, CONTAMINATED, MINORITY, NONNEGATIVE),
        parts=(
            Part("cvar", cvar_gap, "<=", sigma_2k * sp.Min(alpha, delta) ** (1 - half_order) / alpha),
            Part(
                "chi-square",
                chi_square_gap,
                "<=",
                spread * sigma_2k_chi * delta ** (sp.Rational(1, 2) - half_order),
            ),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="The print leaves its constants open. DORO(θ̂) ≤ DORO(θ*) ≤ R(θ*; P), and R(θ̂; P) exceeds DORO(θ̂) by no more "
    "than what the top δ of the mass adds: α⁻¹ times its loss for the CVaR, √(1+2ρ) times its L² norm for χ²; both by "
    "Hölder's inequality. A loss that is positive on a mass of min{α, δ} only attains the first.",
    note="The constants of the print are measured beside their dependence on α and ρ: α⁻¹ and √(1+2ρ). "
    "Among several minimisers the worst one counts, as “θ̂ minimises” says of each.",
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
        "P_train "
        "the CVaR gap is Ω(1)σ_{2k}ε^{1−1/(2k)} (χ²: ε^{1/2−1/(2k)}).",
        tex=r"\exists(P,P_{\mathrm{train}})\ \forall\hat\theta:\ \mathrm{gap}\ge\Omega(1)"
        r"\sigma_{2k}\varepsilon^{1-\frac1{2k}}",
        given=(POSITIVE_LEVEL, LEVEL, CONTAMINATED, MINORITY),
        parts=(
            Part("cvar", sp.S.Zero, "<", pair_gap, "the gap is positive"),
            Part("chi-square", sp.S.Zero, "<", pair_gap_chi, "the gap is positive"),
        ),
    ),
    corrected=Claim(
        text="For any learner there is such a pair: of two pairs with one P_train and losses 0 and 1, any answer has "
        "on "
        "one a CVaR gap of α⁻¹σ_{2k}m^{1−1/(2k)}, m = min{α, ε/(1−ε)}, and any drawn answer half of that; for χ² "
        "√(2ρ)σ_{2k}m^{1/2−1/(2k)}, m = min{ε/(1−ε), 1/(1+2ρ)}.",
        tex=r"\forall\hat\theta\ \exists P:\ \mathrm{gap}\ge\alpha^{-1}\sigma_{2k}\min\{\alpha,\delta\}^{1-\frac1{2k}}",
        given=(POSITIVE_LEVEL, LEVEL, CONTAMINATED, MINORITY),
        parts=(
            Part(
                "cvar",
                sp.Min(alpha, delta) ** half_order * sp.Min(alpha, delta) ** (1 - half_order) / alpha,
                "<=",
                learner_gap,
            ),
            Part(
                "drawn",
                sp.Min(alpha, delta) ** half_order * sp.Min(alpha, delta) ** (1 - half_order) / (2 * alpha),
                "<=",
                drawn_gap,
            ),
            Part(
                "chi-square",
                sp.sqrt(2 * rho)
                * sp.Min(delta, 1 / (1 + 2 * rho)) ** half_order
                * sp.Min(delta, 1 / (1 + 2 * rho)) ** (sp.Rational(1, 2) - half_order),
                "<=",
                learner_gap_chi,
            ),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="In the printed order the pair comes before the learner, and the learner that always answers with the best θ "
    "of "
    "that P has no gap. As meant, the pair comes last: two laws that the same P_train allows, each harmless to one "
    "answer. The lower bound then equals the upper bound of shift.doro-minimiser, constant included.",
    note="An existence statement cannot fall to one instance: the printed order is judged on the pairs of the proof, "
    "and falls on any pair for the reason given. σ_{2k} of a loss 0 or 1 is m^{1/(2k)}; other moments by scaling.",
    uses=("shift.doro-minimiser",),
)

noise = sigma * sp.sqrt(delta) / alpha

DORO_WORST_GROUP = Statement(
    id="shift.doro-worst-group",
    title="DORO bounds the worst group",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Theorem 7"),
    vocabulary=GROUPS,
    printed=Claim(
        text="α = min_k P(D_k), ρ = ½(1/α − 1)², ℓ ≥ 0, σ² = E_Pℓ²: R_max ≤ max{3CVaR_{α,ε}(P_train), "
        "3α⁻¹σ√(ε/(1−ε))} ≤ max{3R_{χ²,ρ,ε}(P_train), 3α⁻¹σ√(ε/(1−ε))}.",
        tex=r"R_{\max}\le\max\{3\mathrm{CVaR}_{\alpha,\varepsilon},3\alpha^{-1}"
        r"\sigma\sqrt{\tfrac\varepsilon{1-\varepsilon}}\}"
        r"\le\max\{3R_{\chi^2,\rho,\varepsilon},3\alpha^{-1}\sigma\sqrt{\tfrac\varepsilon{1-\varepsilon}}\}",
        given=(MINORITY, NONNEGATIVE, Hypothesis("radius", printed_radius, "<=", rho)),
        parts=(
            Part("cvar", R_max, "<=", sp.Max(3 * cvar_doro, 3 * noise)),
            Part("chi-square", sp.Max(3 * cvar_doro, 3 * noise), "<=", sp.Max(3 * chi_square_doro, 3 * noise)),
        ),
    ),
    corrected=Claim(
        text="R_max ≤ CVaR_{α,ε}(P_train) + α⁻¹σ√(ε/(1−ε)), at most twice the larger term; and CVaR_{α,ε} ≤ R_{χ²,ρ,ε} "
        "from ρ = ½(1/α − 1) on.",
        tex=r"R_{\max}\le\mathrm{CVaR}_{\alpha,\varepsilon}(P_{\mathrm{train}})"
        r"+\alpha^{-1}\sigma\sqrt{\tfrac\varepsilon{1-\varepsilon}}",
        given=(MINORITY, NONNEGATIVE, Hypothesis("radius", sharp_radius, "<=", rho)),
        parts=(
            Part("cvar", R_max, "<=", cvar_doro + noise, terms={"DORO": cvar_doro, "contamination": noise}),
            Part("chi-square", cvar_doro, "<=", chi_square_doro),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="The second inequality falls for α > ½ as in shift.cvar-chi2, and holds from ρ = ½(1/α − 1) on. The factor 3 "
    "of "
    "the first can be 2, and a sum is better than any factor: P's own top ε/(1−ε) of the mass adds at most "
    "α⁻¹σ√(ε/(1−ε)) to what DORO keeps.",
    note="Also D25 p. 143. " + GROWS,
    uses=("shift.doro-tv", "shift.cvar-chi2"),
)

share = delta / alpha
kept = (1 - share) * R_max - sp.sqrt(share * (1 - share) * sp.Max(0, sigma**2 / alpha - R_max**2))

CVAR_THIRD = Statement(
    id="shift.cvar-third",
    title="The CVaR near P is a third of the worst group",
    kind=Kind.INEQUALITY,
    source=Source("D25", "p. 143", reconstructed=True),
    vocabulary=GROUPS,
    printed=Claim(
        text="CVaR_α(θ; P') ≥ ⅓R_max(θ; P) for every P' with TV(P, P') ≤ ε/(1−ε).",
        tex=r"TV(P,P')\le\tfrac\varepsilon{1-\varepsilon}\ \Rightarrow\ \mathrm{CVaR}_\alpha(P')\ge\tfrac13R_{\max}(P)",
        given=(MINORITY, NONNEGATIVE),
        parts=(Part("third", R_max / 3, "<=", cvar_in_ball),),
    ),
    corrected=Claim(
        text="For ℓ ≥ 0 and q = α⁻¹ε/(1−ε): CVaR_α(θ; P') ≥ (1−q)R_max − √(q(1−q)(σ²/α − R_max²)) where q ≤ 1, hence "
        "at least R_max − α⁻¹σ√(ε/(1−ε)), and at least ⅓R_max where q ≤ ⅔ and (4−3q)R_max² ≥ 9q(1−q)σ²/α.",
        tex=r"\mathrm{CVaR}_\alpha(P')\ge(1-q)R_{\max}-\sqrt{q(1-q)(\sigma^2/\alpha-R_{\max}^2)},\quad "
        r"q=\frac{\varepsilon}{\alpha(1-\varepsilon)}\le1",
        given=(MINORITY, NONNEGATIVE),
        parts=(
            Part(
                "kept",
                kept,
                "<=",
                cvar_in_ball,
                given=(Hypothesis("within", share, "<=", 1, "less than the smallest group is lost"),),
                scale=1 + R_max,
            ),
            Part("difference", R_max - noise, "<=", cvar_in_ball, scale=1 + R_max),
            Part(
                "third",
                R_max / 3,
                "<=",
                cvar_in_ball,
                given=(
                    Hypothesis("part", share, "<=", sp.Rational(2, 3), "at most two thirds of the group are lost"),
                    Hypothesis("large", 9 * share * (1 - share) * sigma**2 / alpha, "<=", (4 - 3 * share) * R_max**2),
                ),
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="P' may lack the top ε/(1−ε) of the mass, which may be all that the worst group loses: then CVaR_α(P') = 0. "
    "A share q of the group is lost, and what it holds is at most qR_max + √(q(1−q)Var) by the inequality of Cauchy "
    "and Schwarz. All three bounds are attained: by a group of mass α with one loss on a mass ε/(1−ε), another on the "
    "rest, and none outside.",
    note="ℓ ≥ 0 is taken from the theorem that the claim serves; without it ⅓R_max is no claim for negative losses.",
    uses=("shift.doro-tv",),
)

STATEMENTS = (
    CRESSIE_READ_DUAL,
    CVAR_DUAL,
    GROUP_IN_BALL,
    CVAR_CHI2,
    DORO_FORMULA,
    DORO_TV,
    DORO_MINIMISER,
    DORO_LOWER,
    DORO_WORST_GROUP,
    CVAR_THIRD,
)
