"""Chapter 6 on groups: what the risks near a law say of the worst of its groups."""

from __future__ import annotations

import sympy as sp

from contextures.theory.shift.premises import MINORITY, NONNEGATIVE, ORDER, delta
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.shift import (
    GROUPS,
    K,
    R_max,
    alpha,
    beta,
    chi_square_doro,
    chi_square_risk,
    cvar,
    cvar_doro,
    cvar_in_ball,
    overlap,
    rho,
    robust_risk,
    sigma,
)

chi_square_printed = (1 / alpha - 1) ** 2 / 2
chi_square_sharp = (1 / alpha - 1) / 2


def printed_radius(order: sp.Expr) -> sp.Expr:
    """f_β(1/α), with (1/α)^β written as a power of α."""
    return (alpha**-order - order / alpha + order - 1) / (order * (order - 1))


def sharp_radius(order: sp.Expr) -> sp.Expr:
    """D_β(P_k‖P) of a group of mass α."""
    return (alpha ** (1 - order) - 1) / (order * (order - 1))


def radius(least: sp.Expr) -> Hypothesis:
    """The ball has at least that radius."""
    return Hypothesis("radius", least, "<=", rho)


GROWS = "R_{D,ρ} grows with ρ, so that what is claimed at a radius is claimed at every larger one."
DISJOINT = Hypothesis("disjoint", overlap, "<=", 1, "no point of positive mass is in two groups")
WHOLE = Hypothesis("whole", alpha, "==", 1, "every group holds all the mass")
PART = Hypothesis("part", alpha, "<", 1)


def enough(order: sp.Expr, edge: sp.Expr) -> tuple[Part, ...]:
    """The printed radius holds every group iff α ≤ edge or α = 1."""
    sharp, printed = sharp_radius(order), printed_radius(order)
    return (
        Part("enough", sharp, "<=", printed, given=(Hypothesis("small-share", alpha, "<=", edge),)),
        Part("enough-at-one", sharp, "<=", printed, given=(WHOLE,), scale=1),
        Part("short", printed, "<", sharp, given=(Hypothesis("large-share", edge, "<", alpha), PART)),
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
        given=(ORDER, radius(printed_radius(beta))),
        parts=(Part("bound", R_max, "<=", robust_risk),),
    ),
    corrected=Claim(
        text="R_max ≤ R_{D_β,ρ} from ρ = (α^{1−β} − 1)/(β(β−1)) on; the printed radius is at least that iff α ≤ "
        "β^{−1/(β−1)} or α = 1 (χ²: α ≤ ½), and so for three disjoint groups or more, and for two if β ≥ 2.",
        tex=r"\rho=\frac{\alpha^{1-\beta}-1}{\beta(\beta-1)}\ \Rightarrow\ R_{\max}\le R_{D_\beta,\rho}",
        given=(ORDER,),
        parts=(
            Part("bound", R_max, "<=", robust_risk, given=(radius(sharp_radius(beta)),)),
            *enough(beta, beta ** (-1 / (beta - 1))),
            Part(
                "three-groups",
                R_max,
                "<=",
                robust_risk,
                "the print, for three disjoint groups",
                given=(radius(printed_radius(beta)), DISJOINT, Hypothesis("groups", 3, "<=", K)),
            ),
            Part(
                "two-groups",
                R_max,
                "<=",
                robust_risk,
                "and for two from β = 2 on",
                given=(
                    radius(printed_radius(beta)),
                    DISJOINT,
                    Hypothesis("groups", 2, "<=", K),
                    Hypothesis("high-order", 2, "<=", beta),
                ),
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="D_β(P_k‖P) = (P(D_k)^{1−β} − 1)/(β(β−1)): the points outside the group count too, with f_β(0) = 1/β. For α > "
    "β^{−1/(β−1)} that is more than f_β(1/α), and a group that holds nearly everything lies outside the ball: the "
    "print fails for one group (or groups that overlap) of more than that share, and for two disjoint ones only where "
    "β < 2 and both hold more; three or more disjoint groups are safe, as 1/3 < 1/e < β^{−1/(β−1)}. The corrected "
    "radius is the divergence of the smallest group itself; below β^{−1/(β−1)} it is the smaller one.",
    note=GROWS,
)

CHAIN = (Part("group", R_max, "<=", cvar), Part("ball", cvar, "<=", chi_square_risk))
HALF = sp.Rational(1, 2)

CVAR_CHI2 = Statement(
    id="shift.cvar-chi2",
    title="The worst group, the CVaR and the χ² ball",
    kind=Kind.INEQUALITY,
    source=Source("D21", "Corollary 2"),
    vocabulary=GROUPS,
    printed=Claim(
        text="With α = min_k P(D_k) and ρ = ½(1/α − 1)²: R_max ≤ CVaR_α ≤ R_{χ²,ρ}.",
        tex=r"\rho=\tfrac12(1/\alpha-1)^2\ \Rightarrow\ R_{\max}\le\mathrm{CVaR}_\alpha\le R_{\chi^2,\rho}",
        given=(radius(chi_square_printed),),
        parts=CHAIN,
    ),
    corrected=Claim(
        text="R_max ≤ CVaR_α ≤ R_{χ²,ρ} from ρ = ½(1/α − 1) on, which is at most ½(1/α − 1)² iff α ≤ ½ or α = 1: so "
        "for two disjoint groups or more.",
        tex=r"\rho=\tfrac12(1/\alpha-1)\ \Rightarrow\ R_{\max}\le\mathrm{CVaR}_\alpha\le R_{\chi^2,\rho}",
        parts=(
            Part("group", R_max, "<=", cvar),
            Part("ball", cvar, "<=", chi_square_risk, given=(radius(chi_square_sharp),)),
            Part(
                "enough",
                chi_square_sharp,
                "<=",
                chi_square_printed,
                given=(Hypothesis("small-share", alpha, "<=", HALF),),
            ),
            Part("enough-at-one", chi_square_sharp, "<=", chi_square_printed, given=(WHOLE,), scale=1),
            Part(
                "short",
                chi_square_printed,
                "<",
                chi_square_sharp,
                given=(Hypothesis("large-share", HALF, "<", alpha), PART),
            ),
            Part(
                "two-groups",
                cvar,
                "<=",
                chi_square_risk,
                "the print, for two disjoint groups",
                given=(radius(chi_square_printed), DISJOINT, Hypothesis("groups", 2, "<=", K)),
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="dQ/dP ≤ 1/α gives ½E(dQ/dP − 1)² ≤ ½(1/α − 1), attained by dQ/dP = 1/α on a set of mass α. For α > ½ that is "
    "more than ½(1/α − 1)², and the CVaR exceeds the risk of the printed ball: for one group, or groups that overlap, "
    "of more than half the mass; two or more disjoint groups are safe.",
    note=GROWS,
    uses=("shift.group-in-ball",),
)

noise = sigma * sp.sqrt(delta) / alpha
share = delta / alpha
seen = sp.Min(cvar_doro, (1 - share) * sigma / sp.sqrt(alpha))

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
        given=(MINORITY, NONNEGATIVE, radius(chi_square_printed)),
        parts=(
            Part("cvar", R_max, "<=", sp.Max(3 * cvar_doro, 3 * noise)),
            Part("chi-square", sp.Max(3 * cvar_doro, 3 * noise), "<=", sp.Max(3 * chi_square_doro, 3 * noise)),
        ),
    ),
    corrected=Claim(
        text="R_max ≤ CVaR_{α,ε}(P_train) + α⁻¹σ√(ε/(1−ε)), at most twice the larger term; for q = α⁻¹ε/(1−ε) < 1 "
        "even R_max ≤ D + √(q(σ²/α − D²/(1−q))), D = min{CVaR_{α,ε}(P_train), (1−q)σ/√α}; and CVaR_{α,ε} ≤ R_{χ²,ρ,ε} "
        "from ρ = ½(1/α − 1) on.",
        tex=r"R_{\max}\le D+\sqrt{q\bigl(\tfrac{\sigma^2}\alpha-\tfrac{D^2}{1-q}\bigr)}\le"
        r"\mathrm{CVaR}_{\alpha,\varepsilon}(P_{\mathrm{train}})"
        r"+\alpha^{-1}\sigma\sqrt{\tfrac\varepsilon{1-\varepsilon}}",
        given=(MINORITY, NONNEGATIVE),
        parts=(
            Part.of_terms("cvar", R_max, {"DORO": cvar_doro, "contamination": noise}),
            Part(
                "sharp",
                R_max,
                "<=",
                seen + sp.sqrt(share * sp.Max(0, sigma**2 / alpha - seen**2 / (1 - share))),
                given=(Hypothesis("within", share, "<", 1, "less than the smallest group is lost"),),
            ),
            Part("chi-square", cvar_doro, "<=", chi_square_doro, given=(radius(chi_square_sharp),)),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.CONSTANT),
    why="The second inequality falls for α > ½ as in shift.cvar-chi2, for one group or groups that overlap, and holds "
    "from ρ = ½(1/α − 1) on. The first holds. Its factor 3 can be 2, which is the least (ε → 0), and a sum is better "
    "than any factor: P's own top ε/(1−ε) of the mass adds at most α⁻¹σ√(ε/(1−ε)) to what DORO keeps. The sharp form "
    "solves shift.cvar-third for R_max, and is attained for all α, ε, σ and D.",
    note="Also D25 p. 143. " + GROWS,
    uses=("shift.doro-tv", "shift.cvar-chi2", "shift.cvar-third"),
)

kept = (1 - share) * R_max - sp.sqrt(share * (1 - share) * sp.Max(0, sigma**2 / alpha - R_max**2))

BEYOND = Hypothesis("beyond-noise", 3 * noise, "<", R_max, "the worst group's risk exceeds what contamination hides")

CVAR_THIRD = Statement(
    id="shift.cvar-third",
    title="The CVaR near P is a third of the worst group",
    kind=Kind.INEQUALITY,
    source=Source("D25", "p. 143", reconstructed=True, second_hand=True),
    vocabulary=GROUPS,
    printed=Claim(
        text="Where R_max > 3α⁻¹σ√(ε/(1−ε)): CVaR_α(θ; P') ≥ ⅓R_max(θ; P) for every P' with TV(P, P') ≤ ε/(1−ε).",
        tex=r"R_{\max}>3\alpha^{-1}\sigma\sqrt{\tfrac\varepsilon{1-\varepsilon}},\ "
        r"TV(P,P')\le\tfrac\varepsilon{1-\varepsilon}\ \Rightarrow\ \mathrm{CVaR}_\alpha(P')\ge\tfrac13R_{\max}(P)",
        given=(MINORITY, NONNEGATIVE, BEYOND),
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
            Part("two-thirds", 2 * R_max / 3, "<=", cvar_in_ball, given=(BEYOND,)),
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
    faults=(Fault.CONSTANT,),
    why="Nothing falls: under its premise the claim holds, with ⅔ for ⅓. The premise R_max > 3α⁻¹σ√(ε/(1−ε)) is that "
    "of the line of the proof that this is; without it P' may lack all that the worst group loses, and CVaR_α(P') = "
    "0. What is added says how far the claim reaches beyond the premise. A share q of the group is lost, and what it "
    "holds is at most qR_max + √(q(1−q)Var) by the inequality of Cauchy and Schwarz. “Kept”, “difference” and “third” "
    "are attained: by a group of mass α with one loss on a mass ε/(1−ε), another on the rest, and none outside.",
    note="Known second-hand, as a line of the proof of shift.doro-worst-group: that it is printed without its premise "
    "is not claimed. ℓ ≥ 0 is taken from that theorem.",
    uses=("shift.doro-tv",),
)
