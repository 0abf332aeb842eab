"""Chapter 5.1 on one law: complexity, isometry, approximation and the minimax rate."""

from __future__ import annotations

import sympy as sp

from contextures.theory.bounds.premises import BELOW_ONE, GAP, INVARIANT, NOT_NEGATIVE, OURS, after, gap_odds, odds
from contextures.theory.functions import SharedAngle
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Statement
from contextures.theory.symbols.bounds import (
    BOUNDS,
    B,
    S_lambda,
    S_lambda_d,
    chi_square,
    chi_square_max,
    d,
    dependence,
    eigenvalue,
    eigenvalue_b,
    epsilon,
    error,
    error_projection,
    error_top,
    excess,
    i,
    kappa,
    kappa_b,
    kappa_square_spectral,
    kernel_mean,
    learning_gap,
    norm_f,
    norm_f_H,
    norm_g,
    norm_preimage,
    penalised_top,
    r,
    reproducing_defect,
    sup_f,
    tau,
    variance_preimage,
)

CLASS = (NOT_NEGATIVE, BELOW_ONE, Hypothesis("size", 0, "<", B))
ATTAINS = Hypothesis("attains", error, "<=", error_top, "Ψ̂ does as well as the top-d encoder")
TASK_SIZE = 1 + norm_g

beta = eigenvalue[d + 1] / (1 - eigenvalue[d + 1]) * odds

CONTEXT_COMPLEXITY = Statement(
    id="bounds.context-complexity",
    title="Context complexity",
    kind=Kind.INEQUALITY,
    source=after("Definition 2"),
    vocabulary=BOUNDS,
    printed=Claim(
        text="κ² = max_x Σλ_iμ_i(x)² = 1 + max_x χ²(P(·|x)‖P_A); S_λ = E k_X(X,X) = 1 + χ²(P⁺‖P_X⊗P_A) ≤ κ²; S_λ(d) ≤ "
        "min(d, κ²); sup|f| ≤ κ‖f‖_{H_Γ}; κ² ≥ 1 with equality iff A is independent of X; post-processing A never "
        "increases κ² or any λ_i.",
        tex=r"\kappa^2=\max_x\sum\lambda_i\mu_i(x)^2=1+\max_x\chi^2(P(\cdot|x)\|P_A),\quad "
        r"S_\lambda=\mathbb E k_X(X,X)=1+\chi^2(P^+\|P_X\otimes P_A)\le\kappa^2,\quad S_\lambda(d)\le\min(d,\kappa^2)",
        parts=(
            Part("spectral", kappa**2, "==", kappa_square_spectral),
            Part("divergence", kappa**2, "==", 1 + chi_square_max),
            Part("trace", S_lambda, "==", kernel_mean),
            Part("inertia", S_lambda, "==", 1 + chi_square),
            Part("mean", S_lambda, "<=", kappa**2),
            Part("partial", S_lambda_d, "<=", sp.Min(d, kappa**2)),
            Part("sup-norm", sup_f**2, "<=", kappa**2 * norm_f_H, scale=TASK_SIZE),
            Part("at-least-one", 1, "<=", kappa**2),
            Part(
                "independent-if",
                kappa**2,
                "==",
                1,
                given=(Hypothesis("independent", dependence, "==", 0, "A is independent of X"),),
            ),
            Part(
                "independent-only-if", dependence, "==", 0, given=(Hypothesis("smallest", kappa**2, "==", 1),), scale=1
            ),
            Part("processing", kappa_b**2, "<=", kappa**2, "post-processing does not increase κ²"),
            Part("processing-spectrum", eigenvalue_b[i], "<=", eigenvalue[i], over=(i, 1, r)),
        ),
    ),
    uses=("contexts.chi-square", "contexts.data-processing"),
)

ISOMETRY = Statement(
    id="bounds.isometry",
    title="Soft invariance is an isometry up to ε",
    kind=Kind.INEQUALITY,
    source=after("Proposition 1"),
    vocabulary=BOUNDS,
    printed=Claim(
        text="f ∈ F_B(ε) implies (1−ε)‖f‖²_{H_Γ} ≤ ‖f‖²_{P_X} ≤ ‖f‖²_{H_Γ}, and the preimage of least norm also obeys "
        "the invariance; k_X reproduces H_Γ.",
        tex=r"f\in F_B(\varepsilon)\Rightarrow(1-\varepsilon)\|f\|^2_{H_\Gamma}\le\|f\|^2_{P_X}\le\|f\|^2_{H_\Gamma}",
        given=(NOT_NEGATIVE, BELOW_ONE, INVARIANT),
        parts=(
            Part("lower", (1 - epsilon) * norm_f_H, "<=", norm_f, scale=TASK_SIZE),
            Part("upper", norm_f, "<=", norm_f_H, scale=TASK_SIZE),
            Part("least-norm", norm_preimage, "==", norm_f_H, "‖f‖_{H_Γ} is the least norm", scale=TASK_SIZE),
            Part("preimage", variance_preimage, "<=", epsilon * norm_preimage, scale=TASK_SIZE),
            Part("reproducing", reproducing_defect, "==", 0, "k_X reproduces H_Γ", scale=TASK_SIZE),
        ),
    ),
    note="The bound B plays no part; f = Tg for the g of the instance.",
)

APPROXIMATION = Statement(
    id="bounds.approximation",
    title="Approximation error of an averaged encoder",
    kind=Kind.INEQUALITY,
    source=after("(approximation bound)"),
    vocabulary=BOUNDS,
    printed=Claim(
        text="If f* ∈ F_B(ε) and τ < 1 then min_w ‖wᵀΨ̂ − f*‖² ≤ τ²/(1−τ²)·(τ+ε)/(1−ε)·B².",
        tex=r"\min_w\|w^\top\hat\Psi-f^*\|^2\le\frac{\tau^2}{1-\tau^2}\cdot\frac{\tau+\varepsilon}{1-\varepsilon}B^2",
        given=(*CLASS, GAP),
        parts=(
            Part.of_terms(
                "bound", error, {"encoder": gap_odds * tau / (1 - epsilon) * B**2, "task": gap_odds * odds * B**2}
            ),
        ),
    ),
    note="Subfamilies have d' ≥ 1 members; the empty one has the gap λ_1 = 1, which τ < 1 leaves out anyway. The term "
    "`encoder` is what an encoder that is not a top eigenspace may cost, `task` what the best encoder costs.",
    uses=("bounds.isometry",),
)

sharp_root = sp.sqrt(gap_odds * odds) + tau**2 / (2 - tau**2)
APPROXIMATION_SHARP = Statement(
    id="bounds.approximation-sharp",
    title="A smaller approximation bound of the same quantities",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=BOUNDS,
    printed=Claim(
        text="If f* ∈ F_B(ε) and τ < 1 then min_w ‖wᵀΨ̂ − f*‖² ≤ (√(τ²/(1−τ²)·ε/(1−ε)) + τ²/(2−τ²))²B², which is below "
        "τ²/(1−τ²)·(τ+ε)/(1−ε)·B² for every τ > 0.",
        tex=r"\min_w\|w^\top\hat\Psi-f^*\|^2\le\Bigl(\sqrt{\tfrac{\tau^2}{1-\tau^2}\tfrac{\varepsilon}{1-\varepsilon}}"
        r"+\tfrac{\tau^2}{2-\tau^2}\Bigr)^2B^2",
        given=(*CLASS, GAP),
        parts=(
            Part("bound", error, "<=", sharp_root**2 * B**2),
            Part("smaller", sharp_root**2, "<=", gap_odds * (tau + epsilon) / (1 - epsilon), "below the earlier bound"),
        ),
    ),
    note="By `bounds.approximation-angle`, with the two angles at their largest: θ = τ² in one, θ = τ²/2 in the other; "
    "attained at ε = 0. “Smaller” follows from √(ε(1−ε)(1−τ²)) ≤ ½.",
    uses=("bounds.approximation", "bounds.approximation-angle"),
)

APPROXIMATION_ANGLE = Statement(
    id="bounds.approximation-angle",
    title="The largest approximation error of an encoder of a given trace gap",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=BOUNDS,
    printed=Claim(
        text="If f* ∈ F_B(ε) and τ < 1 then min_w ‖wᵀΨ̂ − f*‖² ≤ B²·max_{0≤θ≤τ²} sin²(A+C) with sin²A = "
        "θε/((1−θ)(1−ε)) and tan²C = θ(τ²−θ)/(1−τ²), and B² where τ² ≥ 1−ε. For every τ and ε an encoder of one "
        "function on two points has this error.",
        tex=r"\min_w\|w^\top\hat\Psi-f^*\|^2\le B^2\max_{0\le\theta\le\tau^2}\sin^2\Bigl(\arcsin\sqrt{\tfrac{\theta"
        r"\varepsilon}{(1-\theta)(1-\varepsilon)}}+\arctan\sqrt{\tfrac{\theta(\tau^2-\theta)}{1-\tau^2}}\Bigr)",
        given=(*CLASS, GAP),
        parts=(
            Part("bound", error, "<=", SharedAngle(tau**2, epsilon) * B**2, scale=B**2),
            Part("smaller", SharedAngle(tau**2, epsilon), "<=", sharp_root**2, "below `bounds.approximation-sharp`"),
        ),
    ),
    note="Proof. Let H be the best subfamily, g the preimage of f* of least norm, p = Π_H g, v = g − p, t = τ² < c = "
    "1−ε. In the plane of p and v let T*T have the eigenvalues α ≥ θ. By Ky Fan on H + v, ⟨v̂, T*Tv̂⟩ ≤ t: p makes an "
    "angle φ with the top direction, sin²φ ≤ (t−θ)/(α−θ), and g one ψ with sin²ψ ≤ (α−c)/(α−θ), as ‖Tg‖² ≥ c‖g‖². T "
    "divides tangents by √(α/θ), so that Tg and Tp are A + C apart at most, tan²A = (θ/α)(α−c)/(c−θ), tan²C = "
    "(θ/α)(t−θ)/(α−t). The largest A + C over θ does not fall in α: where ∂_θ(A+C) = 0, ∂_α(A+C) has the sign of "
    "(α+θ−t)² − (2α−t)(2θ−t) = (α−θ)². At α = 1 this is the bound, and A + C < π/2. It is attained: two points with "
    "the eigenvalues 1 and θ, one function at the angle φ.",
    uses=("bounds.isometry",),
)


def missed(gap: sp.Expr, following: sp.Expr) -> sp.Expr:
    """Return the largest ‖f_Ψ̂ − f*‖² over B², of the trace gap τ² of an encoder and the λ_{d'+1} in it."""
    t, below = sp.Min(gap, 1 - epsilon), sp.Min(following, 1 - epsilon)
    root = sp.sqrt((t - below) * (1 - below - epsilon)) + sp.sqrt(epsilon * (1 - t))
    return gap / (1 - epsilon) * (root / (1 - below)) ** 2


whole, spectral = missed(tau**2, tau**2 - excess), missed(tau**2 - excess, tau**2 - excess)
APPROXIMATION_EXCESS = Statement(
    id="bounds.approximation-excess",
    title="The largest projection error of a trace gap and its excess over λ_{d+1}",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=BOUNDS,
    printed=Claim(
        text="If f* ∈ F_B(ε) and τ < 1 then min_w ‖wᵀΨ̂ − f*‖² ≤ ‖f_Ψ̂ − f*‖² ≤ "
        "τ²/(1−ε)·(√(ω(1−λ−ε))+√(ε(1−τ²)))²/(1−λ)²·B², f_Ψ̂ the H_Γ-projection of f*, λ = λ_{d'+1} and ω = τ² − λ at "
        "the d' of the trace gap, where τ² ≤ 1−ε; beyond, the bound is τ²/(1−ε)·B². It is below "
        "τ²/(1−τ²)·(√ε+√ω)²/(1−ε)·B². Top-d encoders have ω = 0, where it is the minimax value β; every encoder of "
        "one function on two points attains it.",
        tex=r"\|f_{\hat\Psi}-f^*\|^2\le\frac{\tau^2}{1-\varepsilon}\cdot\frac{\bigl(\sqrt{\omega(1-\lambda-\varepsilon)}"
        r"+\sqrt{\varepsilon(1-\tau^2)}\bigr)^2}{(1-\lambda)^2}B^2,\quad\lambda=\lambda_{d'+1},\ \omega=\tau^2-\lambda",
        given=(*CLASS, GAP),
        parts=(
            Part.of_terms(
                "projection",
                error_projection,
                {"task": spectral * B**2, "encoder": (whole - spectral) * B**2},
                scale=1 + B**2,
            ),
            Part("probe", error, "<=", error_projection, "the best probe does no worse", scale=1 + B**2),
            Part(
                "smaller",
                whole,
                "<=",
                gap_odds * (sp.sqrt(epsilon) + sp.sqrt(excess)) ** 2 / (1 - epsilon),
                "below the bound in which the two angles are estimated apart",
            ),
        ),
    ),
    note="Proof. With H, g, p, v as in `bounds.approximation-angle`, ‖f* − f_Ψ̂‖² ≤ ‖Tv‖² = γ‖v‖² with γ = ⟨v̂, T*Tv̂⟩. "
    "On the plane of p and v let α be the top eigenvalue of T*T and δ = α − ⟨p̂, T*Tp̂⟩; θ = γ − δ is the other. "
    "Replacing p̂ by the top direction of the plane gives δ ≤ ω by Ky Fan, and adding v̂ gives γ ≤ τ² ≤ c = 1−ε. The "
    "angles of the top direction with p and with g are φ and ψ at most, sin²φ = δ/(α−θ) and cos²ψ = (c−θ)/(α−θ), as "
    "‖Tg‖² ≥ c‖g‖²; so ‖v‖² ≤ sin²(φ+ψ)‖g‖², φ + ψ ≤ π/2 and ‖g‖² ≤ B²/c. For fixed δ and γ, φ + ψ grows with α as c "
    "≥ γ, so that α = 1 is the worst; there both angles grow with γ, and φ + ψ with δ, by c ≥ γ again. At γ = τ² and "
    "δ = ω, sin(φ+ψ) is the quotient of the bound. On two points, where α = 1, δ = ω and γ = τ² for one function, "
    "nothing is lost. Where τ² > c, ‖Tv‖² ≤ γ‖g‖².",
    uses=("bounds.approximation-angle", "bounds.minimax-lower"),
)

INTERIOR = (
    Hypothesis("positive", 0, "<", epsilon),
    Hypothesis("associated", 0, "<", eigenvalue[d + 1]),
    Hypothesis("below-next", epsilon, "<", 1 - eigenvalue[d + 1]),
)
LEAST_ERROR = (
    Part("lower", beta * B**2, "<=", error, "no encoder does better", scale=1 + B**2),
    Part("attained", error_top, "<=", beta * B**2, "the top-d encoder attains it", scale=1 + B**2),
)

MINIMAX_LOWER = Statement(
    id="bounds.minimax-lower",
    title="No encoder of dimension d does better",
    kind=Kind.INEQUALITY,
    source=after("(lower bound)"),
    vocabulary=BOUNDS,
    printed=Claim(
        text="With β = λ_{d+1}/(1−λ_{d+1})·ε/(1−ε) ≤ ½, every d-dimensional encoder has sup_{f∈F_B} min_w ‖wᵀΨ̂ − f‖² "
        "≥ βB²; the top-d encoder attains it, and only it when λ_{d+1} < λ_d.",
        tex=r"\sup_{f\in F_B(\varepsilon)}\min_w\|w^\top\hat\Psi-f\|^2\ge\beta B^2,\quad"
        r"\beta=\frac{\lambda_{d+1}}{1-\lambda_{d+1}}\cdot\frac{\varepsilon}{1-\varepsilon}\le\tfrac12",
        given=(*CLASS, Hypothesis("half", beta, "<=", sp.Rational(1, 2))),
        parts=(
            *LEAST_ERROR,
            Part(
                "only-if",
                learning_gap,
                "<=",
                0,
                given=(ATTAINS, Hypothesis("separated", eigenvalue[d + 1], "<", eigenvalue[d])),
                scale=1,
            ),
        ),
    ),
    corrected=Claim(
        text="β ≤ 1 suffices for the bound and for the top-d encoder to attain it. For 0 < ε and 0 < λ_{d+1} < 1−ε an "
        "encoder attains it iff (1−λ_{d+1})P_{Ψ̂⊥} ⪯ λ_{d+1}((TT*)⁻¹ − I) on the range of T. Its span then holds the "
        "constant; for d = 1 it is the constant if λ_2 < 1.",
        tex=r"\sup=\beta B^2\iff(1-\lambda_{d+1})P_{\hat\Psi^\perp}\preceq\lambda_{d+1}\bigl((TT^*)^{-1}-I\bigr)",
        given=(*CLASS, Hypothesis("one", beta, "<=", 1)),
        parts=(
            *LEAST_ERROR,
            Part("only-if", penalised_top, "<=", 0, given=(ATTAINS, *INTERIOR), scale=1),
            Part(
                "if", error, "<=", beta * B**2, given=(Hypothesis("penalised", penalised_top, "<=", 0),), scale=1 + B**2
            ),
            Part(
                "one-dimension",
                learning_gap,
                "<=",
                0,
                given=(ATTAINS, Hypothesis("line", d, "==", 1), *INTERIOR),
                scale=1,
            ),
        ),
    ),
    faults=(Fault.ONLY_IF,),
    why="The worst task mixes the constant with mode d+1 only, so the directions 2..d of an optimal encoder are not "
    "determined: they may be tilted towards modes beyond d+1. At ε = 0 the class holds the constants alone, and every "
    "encoder whose span holds them is optimal. Exactly the encoders with (1−λ_{d+1})P_{Ψ̂⊥} ⪯ λ_{d+1}((TT*)⁻¹ − I) are "
    "optimal, whatever ε. The threshold ½ is not needed: 1 is.",
    uses=("bounds.isometry",),
)
