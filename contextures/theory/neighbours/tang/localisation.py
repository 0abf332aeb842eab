"""Chapter 7.1: what the regret owes to the compression of Λ to span(ν_1..ν_{2d}), and what to the tail."""

from __future__ import annotations

import sympy as sp

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang import window
from contextures.theory.neighbours.tang.alignment import slope
from contextures.theory.neighbours.tang.exact import FULL, W_top
from contextures.theory.neighbours.tang.premises import (
    ALIGNABLE,
    GAP,
    KAPPA_INVERSE,
    NO_TAIL,
    SOME_GAIN,
    SOME_LAW,
    SOME_TASK,
    TAIL,
    TOP,
    TOP_ALPHA,
    TOP_BOUNDED,
    TOP_INVERSE,
    WIDE,
)
from contextures.theory.neighbours.tang.price import price, worst
from contextures.theory.neighbours.tang.rates import NARROW, capped
from contextures.theory.neighbours.tang.spectra import SPECTRUM, S, alignment, d, rho, rho2
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

WINDOW = Hypothesis("window", 0, "<", window.window_max, "λ_max^{(r)} > 0")
CAUGHT = Hypothesis("caught", 0, "<", S, "S_d > 0")
THETA_SQUARED = of.s_tail**2 * d * of.lam_max / (of.top_max * S)
THETA_R = window.s_window * sp.sqrt(d * of.lam_max / (window.window_max * S))
WINDOW_INVERSE = window.window_min / window.window_max
SAME = Hypothesis("one-compression", window.block_moved, "==", 0, "Λ^{(2d)} = Λ′^{(2d)}")
TAIL_SHARE = of.lam_max * window.S_tail / (of.top_max * S)
MIN = capped(TOP_ALPHA, NARROW)

LOCALISATION = Statement(
    id="neighbours.tang-localisation",
    title="The regret by a compression and the tail behind it",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 7"),
    domain=SPECTRUM,
    printed=Claim(
        "For d ≤ r ≤ M − 1 and λ_max^{(r)} > 0: J* ≤ (√(λ_max^{(r)}S_d) + s_{r+1}√(dλ_max))², "
        "ρ(Φ_s,Λ) ≤ 1 − 1/(κ_r(1 + θ_r)²), and θ_r ≤ (s_{r+1}/s_d)√(λ_max/λ_max^{(r)}) where s_d > 0; so rank at "
        "most 2d gives ρ ≤ 1 − 1/κ_{2d}.",
        r"J^*\le\bigl(\sqrt{\lambda_{\max}^{(r)}S_d}+s_{r+1}\sqrt{d\lambda_{\max}}\bigr)^2,\quad"
        r"\rho(\Phi_s,\Lambda)\le1-\frac1{\kappa_r(1+\theta_r)^2},\quad"
        r"\theta_r\le\frac{s_{r+1}}{s_d}\sqrt{\frac{\lambda_{\max}}{\lambda_{\max}^{(r)}}}",
        (
            Part(
                "gain", of.J_star, "<=",
                (sp.sqrt(window.window_max * S) + window.s_window * sp.sqrt(d * of.lam_max)) ** 2, given=(WINDOW,),
            ),
            Part("regret", rho, "<=", 1 - WINDOW_INVERSE / (1 + THETA_R) ** 2, given=(WINDOW, CAUGHT, SOME_GAIN)),
            Part(
                "tail", THETA_R, "<=", window.s_window / of.s_d * sp.sqrt(of.lam_max / window.window_max),
                given=(WINDOW, Hypothesis("rank-d", 0, "<", of.s_d, "s_d > 0")),
            ),
            Part("rank", rho, "<=", 1 - TOP_INVERSE, given=(NO_TAIL, TOP, SOME_GAIN)),
        ),
    ),
    note="neighbours.tang-localisation-squared replaces (1 + θ_r)² by 1 + θ_r².",
)  # fmt: skip

LOCALISATION_SQUARED = Statement(
    id="neighbours.tang-localisation-squared",
    title="The tail enters squared",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=SPECTRUM,
    printed=Claim(
        "For d ≤ r ≤ M − 1: J* ≤ λ_max^{(r)}S_d + λ_max·Σ_{r<i≤r+d}s_i², so that "
        "ρ(Φ_s,Λ) ≤ 1 − 1/(κ_r(1 + ϑ_r)) with ϑ_r = λ_max·Σ_{r<i≤r+d}s_i²/(λ_max^{(r)}S_d) ≤ θ_r².",
        r"J^*\le\lambda_{\max}^{(r)}S_d+\lambda_{\max}\!\!\sum_{r<i\le r+d}\!\!s_i^2,\qquad"
        r"\rho(\Phi_s,\Lambda)\le1-\frac1{\kappa_r(1+\vartheta_r)},\quad\vartheta_r\le\theta_r^2",
        (
            Part("gain", of.J_star, "<=", window.window_max * S + of.lam_max * window.window_tail),
            Part(
                "regret", rho, "<=",
                1 - WINDOW_INVERSE / (1 + of.lam_max * window.window_tail / (window.window_max * S)),
                given=(CAUGHT, SOME_GAIN),
            ),
            Part("smaller", of.lam_max * window.window_tail, "<=", window.s_window**2 * d * of.lam_max),
        ),
        given=(WINDOW,),
    ),
)  # fmt: skip

TAIL_FREE = Statement(
    id="neighbours.tang-tail-free",
    title="Anisotropy in the spectral tail",
    kind=Kind.IDENTITY,
    source=Source("tang", "introduction, text after Theorem 7"),
    domain=SPECTRUM,
    printed=Claim(
        "Anisotropy that sits in the spectral tail costs nothing: if Λ = c·Id on span(ν_1..ν_{2d}), c > 0, and Λ "
        "maps the orthogonal complement into itself, arbitrary there, then ρ(Φ_s,Λ) = 0.",
        r"\Lambda=c\,\mathrm{Id}\text{ on }\mathrm{span}(\nu_1..\nu_{2d})\Rightarrow\rho(\Phi_s,\Lambda)=0",
        (Part("free", rho, "==", 0, scale=1),),
        given=(
            Hypothesis("isotropic", window.anisotropy, "==", 0, "Λ = c·Id on span(ν_1..ν_{2d}), invariant complement"),
            Hypothesis("level", 0, "<", window.level, "c > 0"),
            SOME_GAIN,
        ),
    ),
    corrected=Claim(
        "For such Λ, with L_> the part of L in the μ_i, i > 2d: ρ(Φ_s,Λ) = 0 iff λ_1(L_>) ≤ c·s_d²; for arbitrary Λ "
        "there iff the rank is at most 2d.",
        r"\rho(\Phi_s,\Lambda)=0\iff\lambda_1(L_>)\le c\,s_d^2",
        (
            Part(
                "if", rho, "==", 0, scale=1,
                given=(Hypothesis("small-tail", window.tail_gain, "<=", window.level * of.s_d**2),),
            ),
            Part(
                "only-if", window.tail_gain, "<=", window.level * of.s_d**2,
                given=(Hypothesis("none", rho, "==", 0, "ρ = 0"),),
            ),
        ),
        given=(
            Hypothesis("isotropic", window.anisotropy, "==", 0, "Λ = c·Id on span(ν_1..ν_{2d}), invariant complement"),
            Hypothesis("level", 0, "<", window.level, "c > 0"),
            SOME_GAIN,
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="A task covariance that is large enough in the tail lifts modes from there above the first d: what counts is "
    "s_i²λ, not s_i alone. It costs nothing exactly while the tail's gain stays below c·s_d².",
)  # fmt: skip

ONLY_TOP_BLOCK = Statement(
    id="neighbours.tang-only-top-block",
    title="Whether the prior enters through its compression alone",
    kind=Kind.IDENTITY,
    source=Source("tang", "introduction, discussion"),
    domain=SPECTRUM,
    printed=Claim(
        "The prior enters the regret only through its compression: Λ^{(2d)} = Λ′^{(2d)} ⇒ ρ(Φ_s,Λ) = ρ(Φ_s,Λ′).",
        r"\Lambda^{(2d)}=\Lambda'^{(2d)}\Rightarrow\rho(\Phi_s,\Lambda)=\rho(\Phi_s,\Lambda')",
        (Part("same", rho, "==", rho2, scale=1),),
        given=(SAME, SOME_GAIN),
    ),
    corrected=Claim(
        "Where the rank is at most 2d, Λ^{(2d)} = Λ′^{(2d)} ⇒ ρ(Φ_s,Λ) = ρ(Φ_s,Λ′); where it is larger, every Λ with "
        "J(Φ_s;Λ) > 0 has the compression of a Λ′ of larger regret.",
        r"\operatorname{rank}\le2d:\ \rho(\Phi_s,\Lambda)=\rho(\Phi_s,\Lambda');\qquad\operatorname{rank}>2d:\ "
        r"\rho(\Phi_s,\Lambda)<\rho(\Phi_s,\Lambda+t\,\nu_{2d+1}\otimes\nu_{2d+1}),\ t=2J^*/s_{2d+1}^2",
        (
            Part("same", rho, "==", rho2, scale=1, given=(SAME, NO_TAIL, SOME_GAIN)),
            Part("lost", rho, "<", window.rho_loaded, given=(TAIL, Hypothesis("seen", 0, "<", of.J_s, "J(Φ_s;Λ) > 0"))),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="J(Φ_s) needs the compression alone, J* does not: a law with a tail carries tasks from beyond the first 2d "
    "singular functions, and no compression bounds them.",
)

FLATNESS_LOCALISED = Statement(
    id="neighbours.tang-flatness-localised",
    title="A compression is as well conditioned",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Proposition 20, S3 ⇒ S4"),
    domain=SPECTRUM,
    printed=Claim(
        "κ(Λ) ≤ 1 + α ⇒ κ_{2d} ≤ 1 + α.",
        r"\kappa(\Lambda)\le1+\alpha\Rightarrow\kappa_{2d}\le1+\alpha",
        (Part("bound", of.flat, "<=", TOP_INVERSE),),
        given=(SOME_TASK, Hypothesis("flat", of.flat, "<=", KAPPA_INVERSE, "κ(Λ) ≤ 1 + α")),
    ),
)

LOCALISED_ALIGNMENT = Statement(
    id="neighbours.tang-localised-alignment",
    title="From a flat compression to full alignment",
    kind=Kind.IDENTITY,
    source=Source("tang", "Proposition 20, S4 ⇒ S5"),
    domain=SPECTRUM,
    printed=Claim(
        "κ_{2d} near 1 forces 𝒜 near 1 up to the tail term; exactly, α_{2d} = 0 and θ = 0 ⇒ 𝒜 = 1.",
        r"\alpha_{2d}=0,\ \theta=0\Rightarrow\mathcal A=1",
        (Part("aligned", alignment, "==", 1),),
        given=(
            TOP,
            ALIGNABLE,
            Hypothesis("flat", of.top_max, "==", of.top_min, "α_{2d} = 0"),
            Hypothesis("no-tail", THETA_SQUARED, "==", 0, "θ = 0"),
        ),
    ),
    corrected=Claim(
        "α_{2d} = 0: 𝒜 = 1 iff λ_max(Λ) = λ_max^{(2d)}; and α_{2d} = 0, θ = 0 ⇒ ρ(Φ_s,Λ) = 0.",
        r"\alpha_{2d}=0:\quad\mathcal A=1\iff\lambda_{\max}(\Lambda)=\lambda_{\max}^{(2d)};\qquad"
        r"\alpha_{2d}=0,\ \theta=0\Rightarrow\rho(\Phi_s,\Lambda)=0",
        (
            Part(
                "if",
                alignment,
                "==",
                1,
                given=(Hypothesis("full", of.lam_max, "<=", of.top_max, "λ_max = λ_max^{(2d)}"),),
            ),
            Part("only-if", of.lam_max, "<=", of.top_max, given=(Hypothesis("aligned", alignment, "==", 1, "𝒜 = 1"),)),
            Part("regret", rho, "==", 0, scale=1, given=(Hypothesis("no-tail", THETA_SQUARED, "==", 0, "θ = 0"),)),
        ),
        given=(
            TOP,
            ALIGNABLE,
            Hypothesis("flat", of.top_max, "==", of.top_min, "α_{2d} = 0"),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The alignment compares with the eigenvalues of all of Λ, those beyond the rank included, where the tail "
    "term sees nothing because the law has no tail. The regret is 0 there all the same.",
)

STRICT = Statement(
    id="neighbours.tang-strict",
    title="The implications between the ways to be flat are strict",
    kind=Kind.EXISTENCE,
    source=Source("tang", "Proposition 20"),
    domain=SPECTRUM,
    printed=Claim(
        "For every law with M − 1 > 2d some Λ has κ_{2d} = 1 and κ as large as wanted. For M − 1 ≥ 2, λ_+ > λ_− > 0 "
        "and Λ = λ_+ν_1⊗ν_1 + λ_−(Id − ν_1⊗ν_1): 𝒜 = 1 and κ_{2d} = λ_+/λ_−.",
        r"\kappa_{2d}=1,\ \kappa=\text{any};\qquad\mathcal A=1,\ \kappa_{2d}=\lambda_+/\lambda_-",
        (
            Part("flat", window.kappa_levels, "==", 1, given=(Hypothesis("room", 2 * d, "<", of.n, "M − 1 > 2d"),)),
            Part(
                "large", window.kappa_of_levels, "==", 1 / of.flat,
                given=(Hypothesis("room", 2 * d, "<", of.n, "M − 1 > 2d"),),
            ),
            Part("aligned", window.alignment_raised, "==", 1, given=(SOME_LAW, Hypothesis("two", 2, "<=", of.n))),
            Part("localised", window.kappa_raised, "==", 1 / of.flat, given=(Hypothesis("two", 2, "<=", of.n),)),
        ),
    ),
    note="λ_− = 1 and λ_+ = κ, a setting: nothing here depends on a common factor of Λ.",
)  # fmt: skip

LOCALISED_VERBATIM = Statement(
    id="neighbours.tang-localised-verbatim",
    title="The results with the condition number of the compression",
    kind=Kind.INEQUALITY,
    source=Source("tang", "discussion"),
    domain=SPECTRUM,
    printed=Claim(
        "Results hold with κ_{2d} for κ: ρ(Φ_s,Λ) ≤ 1 − 𝒜 ≤ 1 − 1/κ_{2d}; ρ(Φ_s,Λ) ≤ 1 − 1/κ_{2d}; (6) with α_{2d}; "
        "and the lower bound of Theorem 11 for the suprema over κ_{2d}(Λ) ≤ κ.",
        r"\rho\le1-\mathcal A\le1-\frac1{\kappa_{2d}},\quad\rho\le\min\Bigl\{\frac{\alpha_{2d}}{1+\alpha_{2d}},"
        r"\frac{d\alpha_{2d}^2}{4\delta_d}\frac{s_1^2}{S_d}\Bigr\},\quad"
        r"\sup_{\kappa_{2d}(\Lambda)\le\kappa}\rho(\Phi,\Lambda)\ge\Bigl(1-\frac{S_d}{\kappa S'_d}\Bigr)_+",
        (
            Part("alignment", 1 - alignment, "<=", 1 - TOP_INVERSE, given=(TOP, ALIGNABLE)),
            Part("regret", rho, "<=", 1 - TOP_INVERSE, given=(TOP, SOME_GAIN)),
            Part("fast", rho, "<=", MIN, given=(GAP, TOP_BOUNDED)),
            Part("price", price, "<=", worst, given=(WIDE,)),
        ),
    ),
    corrected=Claim(
        "With ϑ = λ_max·Σ_{2d<i≤3d}s_i²/(λ_max^{(2d)}S_d): 1 − 𝒜 ≤ 1 − λ_min^{(2d)}/λ_max(Λ); "
        "ρ(Φ_s,Λ) ≤ 1 − 1/(κ_{2d}(1 + ϑ)); ρ(Φ_s,Λ) ≤ W(s_{d+1}²/s_d², κ_{2d}), which is at most (6) with α_{2d}, "
        "where the rank is at most 2d; and the lower bound of Theorem 11 for the suprema over κ_{2d}(Λ) ≤ κ.",
        r"1-\mathcal A\le1-\frac{\lambda_{\min}^{(2d)}}{\lambda_{\max}},\quad"
        r"\rho\le1-\frac1{\kappa_{2d}(1+\vartheta)},\quad"
        r"\vartheta=\frac{\lambda_{\max}\sum_{2d<i\le3d}s_i^2}{\lambda_{\max}^{(2d)}S_d},\quad"
        r"\rho\le W(s_{d+1}^2/s_d^2,\kappa_{2d})\ (\operatorname{rank}\le2d)",
        (
            Part("alignment", 1 - alignment, "<=", 1 - of.top_min / of.lam_max, given=(TOP, ALIGNABLE)),
            Part("regret", rho, "<=", 1 - TOP_INVERSE / (1 + TAIL_SHARE), given=(TOP, CAUGHT, SOME_GAIN)),
            Part("fast", rho, "<=", W_top, given=(FULL, TOP_BOUNDED, NO_TAIL)),
            Part("price", price, "<=", worst, given=(WIDE,)),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The alignment compares with eigenvalues of all of Λ, and J* holds tasks from the tail: κ_{2d} knows "
    "neither. The lower bound stands, as more Λ have κ_{2d} ≤ κ than κ ≤ κ.",
    note="In `price` the supremum is bounded from below by its values at two Λ with κ(Λ) ≤ κ, hence κ_{2d}(Λ) ≤ κ.",
)

TAIL_PRODUCT = Statement(
    id="neighbours.tang-fast-rate-tail-product",
    title="The fast rate with a tail, as a product",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 8, “up to the tail term of Theorem 7”", reconstructed=True),
    domain=SPECTRUM,
    printed=Claim(
        "For any rank, δ_d > 0 and m = min{α_{2d}/(1 + α_{2d}), (dα_{2d}²/(4δ_d))(s_1²/S_d)}: "
        "ρ(Φ_s,Λ) ≤ 1 − (1 − m)/(1 + θ)².",
        r"\rho(\Phi_s,\Lambda)\le1-\frac{1-m}{(1+\theta)^2}",
        (Part("bound", rho, "<=", 1 - (1 - MIN) / (1 + window.theta) ** 2),),
        given=(GAP, TOP_BOUNDED),
    ),
    corrected=Claim(
        "With ϑ = λ_max·Σ_{2d<i≤3d}s_i²/(λ_max^{(2d)}S_d) ≤ θ², for s_d > 0 and every rank: ρ ≤ 1 − 1/(κ_{2d}(1 + "
        "ϑ)), and ρ ≤ 1 − (1 − W(s_{d+1}²/s_d², κ_{2d}))/(1 + κ_{2d}ϑ), where W is at most m.",
        r"\rho\le\min\Bigl\{1-\frac1{\kappa_{2d}(1+\vartheta)},\,1-\frac{1-W(s_{d+1}^2/s_d^2,\kappa_{2d})}"
        r"{1+\kappa_{2d}\vartheta}\Bigr\},\quad\vartheta=\frac{\lambda_{\max}\sum_{2d<i\le3d}s_i^2}"
        r"{\lambda_{\max}^{(2d)}S_d}\le\theta^2",
        (
            Part("first", rho, "<=", 1 - TOP_INVERSE / (1 + TAIL_SHARE)),
            Part("second", rho, "<=", 1 - (1 - W_top) / (1 + TAIL_SHARE / TOP_INVERSE)),
            Part("smaller", W_top, "<=", MIN, given=(GAP,)),
        ),
        given=(FULL, TOP_BOUNDED),
    ),
    faults=(Fault.CONSTANT,),
    why="θ measures the tail against λ_max^{(2d)}S_d, which the first 2d modes need not reach; where the second "
    "branch is the smaller one the tail has to be measured against the gain that they have, at least λ_min^{(2d)}S_d.",
    note="A reading of “up to the tail term of Theorem 7”: the tail enters as it does there.",
    uses=("neighbours.tang-localisation-squared",),
)  # fmt: skip

TAIL_SUM = Statement(
    id="neighbours.tang-fast-rate-tail-sum",
    title="The fast rate with a tail, as a sum",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 8 and display (1)", reconstructed=True),
    domain=SPECTRUM,
    printed=Claim(
        "For any rank, δ_d > 0 and m as in neighbours.tang-fast-rate-tail-product: ρ(Φ_s,Λ) ≤ m + 1 − 1/(1 + θ)².",
        r"\rho(\Phi_s,\Lambda)\le m+1-\frac1{(1+\theta)^2}",
        (Part("bound", rho, "<=", MIN + 1 - 1 / (1 + window.theta) ** 2),),
        given=(GAP, TOP_BOUNDED),
    ),
    note="A reading of “+ (tail)”.",
    uses=("neighbours.tang-localisation-squared",),
)

TAIL_THRESHOLD = Statement(
    id="neighbours.tang-tail-threshold",
    title="How much the tail may weigh",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "E1, part B"),
    domain=SPECTRUM,
    printed=Claim(
        "For s_{2d+1} > 0, λ > 0, Λ = λ on span(ν_1..ν_{2d}) and κλ on its complement, κ ≥ 1: ρ(Φ_s,Λ) = 0 iff "
        "κ ≤ κ* = (s_d/s_{2d+1})².",
        r"\rho(\Phi_s,\Lambda)=0\iff\kappa\le\kappa^*=\Bigl(\frac{s_d}{s_{2d+1}}\Bigr)^2",
        (
            Part(
                "if", window.rho_levels, "==", 0, scale=1,
                given=(Hypothesis("light", of.s_tail**2, "<=", of.flat * of.s_d**2, "κ ≤ (s_d/s_{2d+1})²"),),
            ),
            Part(
                "only-if", of.s_tail**2, "<=", of.flat * of.s_d**2,
                given=(Hypothesis("none", window.rho_levels, "==", 0, "ρ = 0"),),
            ),
        ),
        given=(TAIL,),
    ),
    note="λ = 1: a common factor of Λ changes nothing.",
)  # fmt: skip

ANISOTROPIC = Hypothesis("anisotropic", of.flat, "<", 1, "κ > 1")
AT_NONE = Hypothesis("at-0", of.tau, "==", 0, "ϑ = 0")
AT_RIGHT = Hypothesis("at-90", of.tau, "==", 1, "ϑ = π/2")

ROTATION = Statement(
    id="neighbours.tang-rotation",
    title="A task covariance that turns from the first d modes to the next d",
    kind=Kind.IDENTITY,
    source=Source("tang", "E1, part A"),
    domain=SPECTRUM,
    printed=Claim(
        "For rank at least 2d and Λ = κ > 1 on the span of cos ϑ·ν_i + sin ϑ·ν_{d+i}, i ≤ d, and 1 on its complement: "
        "J(Φ_s) = (1 + (κ − 1)cos²ϑ)S_d; ρ = 1 − 𝒜 at ϑ = 0; at ϑ = π/2, ρ = 1 − 𝒜 iff s_1 = … = s_{2d}; for d = 2, "
        "κ = 3/2, ϑ = π/2 and s_i ∝ i^{−b}, b ≥ ½: ρ = 0.",
        r"J(\Phi_s)=(1+(\kappa-1)\cos^2\vartheta)S_d",
        (
            Part("gain", window.J_turned, "==", (1 + (1 / of.flat - 1) * window.cos2) * S),
            Part("start", window.rho_turned, "==", 1 - window.alignment_turned, scale=1, given=(AT_NONE,)),
            Part(
                "end-if", window.rho_turned, "==", 1 - window.alignment_turned, scale=1,
                given=(AT_RIGHT, Hypothesis("equal", slope, "==", 0, "s_1 = … = s_{2d}")),
            ),
            Part(
                "end-only-if", slope, "==", 0, scale=of.s_1**2,
                given=(
                    AT_RIGHT, Hypothesis("tight", window.rho_turned, "==", 1 - window.alignment_turned, "ρ = 1 − 𝒜")
                ),
            ),
            Part("powers", window.rho_powers, "==", 0, scale=1, given=(Hypothesis("rank-4", 4, "<=", of.n),)),
        ),
        given=(WIDE, ANISOTROPIC),
    ),
    note="cos ϑ = (1 − τ²)/(1 + τ²) for a setting τ from 0 to 1. In `powers` b = κ/2 for a setting κ, whatever κ is "
    "elsewhere.",
)  # fmt: skip
