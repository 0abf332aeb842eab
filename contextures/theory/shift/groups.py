"""Chapter 6 on groups: what the risks near a law say of the worst of its groups."""

from __future__ import annotations

import sympy as sp

from contextures.theory.shift.premises import MINORITY, NONNEGATIVE, ORDER, delta
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.shift import (
    GROUPS,
    R_max,
    alpha,
    beta,
    chi_square_doro,
    chi_square_risk,
    cvar,
    cvar_doro,
    cvar_in_ball,
    rho,
    robust_risk,
    sigma,
)

printed_radius = (1 / alpha - 1) ** 2 / 2
sharp_radius = (1 / alpha - 1) / 2

GROWS = "R_{D,ρ} grows with ρ, so that what is claimed at a radius is claimed at every larger one."

GROUP_IN_BALL = Statement(
    id="shift.group-in-ball",
    title="Groups lie in a ball",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Proposition 1"),
    vocabulary=GROUPS,
    printed=Claim(
        text="With α = min_k P(D_k) and ρ = f_β(1/α), f_β(t) = (t^β − βt + β − 1)/(β(β−1)): R_max ≤ R_{D_β,ρ}.",
        tex=r"\alpha=\min_kP(D_k),\ \rho=f_\beta(1/\alpha)\ \Rightarrow\ R_{\max}\le R_{D_\beta,\rho}",
        given=(ORDER, Hypothesis("radius", (alpha**-beta - beta / alpha + beta - 1) / (beta * (beta - 1)), "<=", rho)),
        parts=(Part("bound", R_max, "<=", robust_risk),),
    ),
    corrected=Claim(
        text="R_max ≤ R_{D_β,ρ} from ρ = (α^{1−β} − 1)/(β(β−1)) on; the printed radius is at least that iff α ≤ "
        "β^{−1/(β−1)} or α = 1 (χ²: α ≤ ½).",
        tex=r"\rho=\frac{\alpha^{1-\beta}-1}{\beta(\beta-1)}\ \Rightarrow\ R_{\max}\le R_{D_\beta,\rho}",
        given=(ORDER, Hypothesis("radius", (alpha ** (1 - beta) - 1) / (beta * (beta - 1)), "<=", rho)),
        parts=(Part("bound", R_max, "<=", robust_risk),),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="D_β(P_k‖P) = (P(D_k)^{1−β} − 1)/(β(β−1)): the points outside the group count too, with f_β(0) = 1/β. For α > "
    "β^{−1/(β−1)} that is more than f_β(1/α), and a group that holds nearly everything lies outside the ball. The "
    "corrected radius is the divergence of the smallest group itself; below β^{−1/(β−1)} it is the smaller one.",
    note=GROWS,
)

CHAIN = (Part("group", R_max, "<=", cvar), Part("ball", cvar, "<=", chi_square_risk))

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
        parts=CHAIN,
    ),
    corrected=Claim(
        text="R_max ≤ CVaR_α ≤ R_{χ²,ρ} from ρ = ½(1/α − 1) on, which is at most ½(1/α − 1)² iff α ≤ ½ or α = 1.",
        tex=r"\rho=\tfrac12(1/\alpha-1)\ \Rightarrow\ R_{\max}\le\mathrm{CVaR}_\alpha\le R_{\chi^2,\rho}",
        given=(Hypothesis("radius", sharp_radius, "<=", rho),),
        parts=CHAIN,
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="dQ/dP ≤ 1/α gives ½E(dQ/dP − 1)² ≤ ½(1/α − 1), attained by dQ/dP = 1/α on a set of mass α. For α > ½ that is "
    "more than ½(1/α − 1)², and the CVaR exceeds the risk of the printed ball.",
    note=GROWS,
    uses=("shift.group-in-ball",),
)

noise = sigma * sp.sqrt(delta) / alpha

DORO_WORST_GROUP = Statement(
    id="shift.doro-worst-group",
    title="DORO bounds the worst group",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Theorem 7"),
    vocabulary=GROUPS,
    printed=Claim(
        text="α = min_k P(D_k), ρ = ½(1/α − 1)², ℓ ≥ 0, σ² = E_Pℓ²: R_max ≤ max{3CVaR_{α,ε}(P_train), 3α⁻¹σ√(ε/(1−ε))} "
        "≤ max{3R_{χ²,ρ,ε}(P_train), 3α⁻¹σ√(ε/(1−ε))}.",
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
            Part.of_terms("cvar", R_max, {"DORO": cvar_doro, "contamination": noise}),
            Part("chi-square", cvar_doro, "<=", chi_square_doro),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="The second inequality falls for α > ½ as in shift.cvar-chi2, and holds from ρ = ½(1/α − 1) on. The factor 3 "
    "of the first can be 2, and a sum is better than any factor: P's own top ε/(1−ε) of the mass adds at most "
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
    why="P' may lack the top ε/(1−ε) of the mass, which may be all that the worst group loses: then CVaR_α(P') = 0. A "
    "share q of the group is lost, and what it holds is at most qR_max + √(q(1−q)Var) by the inequality of Cauchy and "
    "Schwarz. All three bounds are attained: by a group of mass α with one loss on a mass ε/(1−ε), another on the "
    "rest, and none outside.",
    note="ℓ ≥ 0 is taken from the theorem that the claim serves; without it ⅓R_max is no claim for negative losses.",
    uses=("shift.doro-tv",),
)
