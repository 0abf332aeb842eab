"""Chapter 3: optimality of the contexture, and what a context is worth."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import N, d, i, r, s
from contextures.theory.symbols.optimality import (
    OPTIMALITY,
    RT,
    RT_image,
    alignment_square,
    alignment_square_best,
    associated_lipschitz,
    between_defect,
    dependence,
    dual_variance,
    epsilon,
    error,
    error_at_compatibility,
    error_contexture,
    error_primal,
    fisher,
    fisher_eigenvalue,
    fisher_top,
    fisher_traces,
    kernel_deviation,
    kernel_lipschitz,
    learning_gap,
    mean_f,
    mode_bound,
    mode_lipschitz,
    mode_upper,
    norm_f,
    norm_f_range,
    norm_h,
    norm_h_H,
    norm_Tf,
    off_diagonal,
    outside_range,
    penalised_top,
    preimage_variance,
    reproducing_defect,
    rho_square,
    rho_square_spectral,
    trace_gap,
    within_defect,
)

compatibility_level = (1 - epsilon) ** 2
minimax_value = (s[1] ** 2 - compatibility_level) / (s[1] ** 2 - s[d + 1] ** 2)
contexture_trace = sp.Sum(s[i] ** 2, (i, 1, d))

ATTAINABLE = Hypothesis("attainable", 1 - s[1], "<=", epsilon, "there are tasks in F_ε")
PRINTED_RANGE = Hypothesis(
    "half-way", epsilon, "<=", 1 - sp.sqrt((s[1] ** 2 + s[2] ** 2) / 2), "ε keeps every task near the top mode"
)
WIDE_RANGE = Hypothesis("below-next", epsilon, "<=", 1 - s[d + 1], "mode d+1 alone is not compatible")
ROOM = Hypothesis("room", d, "<=", N - 2, "the encoder cannot span every mean-zero function")
COMPATIBLE = Hypothesis("compatible", compatibility_level * norm_f, "<=", norm_Tf, "f ∈ F_ε")
TASK_SIZE = 1 + norm_f
LEARNS = Hypothesis("learns", learning_gap, "==", 0, "Φ learns the contexture")
ATTAINS = Hypothesis("attains", error, "<=", error_contexture, "Φ attains the minimum")
NOT_NEGATIVE = Hypothesis("not-negative", sp.S.Zero, "<=", epsilon)
AT_MOST_ONE = Hypothesis("at-most-one", epsilon, "<=", 1)

COMPATIBILITY = Statement(
    id="optimality.compatibility",
    title="Compatibility in the spectrum",
    kind=Kind.IDENTITY,
    source=Source("C25", "Definition 13"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="ρ(f) = √(Σ s_i²u_i²/Σ u_i²) ∈ [0, 1], attained by g ∝ T*f̃ (by every g if T*f̃ = 0).",
        tex=r"\rho(f)=\max_g\frac{\langle\tilde f,Tg\rangle}{\|\tilde f\|\|g\|}"
        r"=\sqrt{\frac{\sum_{i\ge1}s_i^2u_i^2}{\sum_{i\ge1}u_i^2}}\in[0,1]",
        given=(Hypothesis("non-constant", sp.S.Zero, "<", norm_f),),
        parts=(
            Part("spectral", rho_square, "==", rho_square_spectral, scale=sp.S.One),
            Part("range-lower", sp.S.Zero, "<=", rho_square, scale=sp.S.One),
            Part("range-upper", rho_square, "<=", 1),
            Part("bound", alignment_square, "<=", rho_square, "no g does better", scale=sp.S.One),
            Part("attained", alignment_square_best, "==", rho_square, scale=sp.S.One),
        ),
    ),
)

LOW_VARIANCE = Statement(
    id="optimality.low-variance",
    title="Compatible tasks have low variance",
    kind=Kind.EXISTENCE,
    source=Source("C25", "Theorem 14"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For every f* ∈ F_ε there is g* ∈ L²(P_A) with f* = Tg* and E_X E_{A,A'|X}(g*(A) − g*(A'))² ≤ 4ε‖g*‖².",
        tex=r"f^*=Tg^*,\quad\mathbb E_X\mathbb E_{A,A'|X}(g^*(A)-g^*(A'))^2\le4\varepsilon\|g^*\|^2",
        given=(NOT_NEGATIVE, AT_MOST_ONE, COMPATIBLE),
        parts=(
            Part("preimage", outside_range, "==", 0, "f* = Tg* has a solution", scale=sp.S.One),
            Part("variance", preimage_variance, "<=", 4 * epsilon, "and one of low variance", scale=sp.S.One),
        ),
    ),
    corrected=Claim(
        text="For every f* ∈ F_ε the most correlated g* = T*f* obeys ⟨f*,Tg*⟩ ≥ (1−ε)‖f*‖‖g*‖ and "
        "E_X E_{A,A'|X}(g*(A) − g*(A'))² ≤ 2ε(2−ε)‖g*‖².",
        tex=r"g^*=T^*f^*:\quad\mathbb E_X\mathbb E_{A,A'|X}(g^*(A)-g^*(A'))^2\le2\varepsilon(2-\varepsilon)\|g^*\|^2",
        given=(NOT_NEGATIVE, AT_MOST_ONE, COMPATIBLE),
        parts=(
            Part(
                "aligned",
                compatibility_level * norm_f,
                "<=",
                alignment_square_best * norm_f,
                "⟨f*,Tg*⟩ ≥ (1−ε)‖f*‖‖g*‖",
                scale=TASK_SIZE,
            ),
            Part("variance", dual_variance, "<=", 2 * epsilon * (2 - epsilon), scale=sp.S.One),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="A compatible task may hold a little of a mode with s_i = 0, and then f* = Tg* has no solution, or of a "
    "mode with small s_i, and then every solution has a large norm and variance. The function that is close to f* "
    "and of low variance is g* = T*f*: E(g*−g*')² = 2(‖g*‖² − ‖Tg*‖²) ≤ 2(1 − (1−ε)²)‖g*‖², attained by single modes.",
)

MINIMAX_VALUE = Statement(
    id="optimality.minimax-value",
    title="The minimax value",
    kind=Kind.IDENTITY,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If 1−s_1 ≤ ε ≤ 1−√((s_1²+s_2²)/2) then, for any d, min_Φ err(Φ;F_ε) = (s_1²−(1−ε)²)/(s_1²−s_{d+1}²).",
        tex=r"1-s_1\le\varepsilon\le1-\sqrt{\tfrac{s_1^2+s_2^2}2}\ \Rightarrow\ "
        r"\min_\Phi\mathrm{err}(\Phi;F_\varepsilon)=\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(ATTAINABLE, PRINTED_RANGE),
        parts=(
            Part("lower", minimax_value, "<=", error, "no encoder does better", scale=sp.S.One),
            Part(
                "attained",
                error_contexture,
                "<=",
                minimax_value,
                "the top-d singular functions do as well",
                scale=sp.S.One,
            ),
        ),
    ),
    corrected=Claim(
        text="If d ≤ N−2 and 1−s_1 ≤ ε ≤ 1−s_{d+1} then min_Φ err(Φ;F_ε) = (s_1²−(1−ε)²)/(s_1²−s_{d+1}²).",
        tex=r"d\le N-2,\ 1-s_1\le\varepsilon\le1-s_{d+1}\ \Rightarrow\ "
        r"\min_\Phi\mathrm{err}(\Phi;F_\varepsilon)=\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(ATTAINABLE, WIDE_RANGE, ROOM),
        parts=(
            Part("lower", minimax_value, "<=", error, "no encoder does better", scale=sp.S.One),
            Part(
                "attained",
                error_contexture,
                "<=",
                minimax_value,
                "the top-d singular functions do as well",
                scale=sp.S.One,
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.BOUNDARY),
    why="“For any d” fails at d ≥ N−1: an encoder that spans every mean-zero function has error 0, the formula does "
    "not. With d ≤ N−2 the value holds, and on the wider range ε ≤ 1−s_{d+1}.",
    note="Also D25 Theorem 3.2. Where s_1 = s_{d+1} the formula is 0/0 and nothing is claimed.",
)

MINIMAX_IF = Statement(
    id="optimality.minimax-if",
    title="The contexture is minimax optimal",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="Under the hypothesis of the minimax value, an encoder that learns the contexture attains the minimum.",
        tex=r"\Phi\text{ learns the contexture}\ \Rightarrow\ \mathrm{err}(\Phi;F_\varepsilon)=\min",
        given=(ATTAINABLE, PRINTED_RANGE),
        parts=(
            Part(
                "no-better", error_contexture, "<=", error, "no encoder does better than the contexture", scale=sp.S.One
            ),
            Part(
                "every-learner",
                error,
                "<=",
                error_contexture,
                "every learner does as well",
                given=(LEARNS,),
                scale=sp.S.One,
            ),
        ),
    ),
    uses=("optimality.minimax-value",),
)

MINIMAX_ONLY_IF = Statement(
    id="optimality.minimax-only-if",
    title="Minimax optimal encoders learn the contexture",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="Under the hypothesis of the minimax value, an encoder that attains the minimum learns the contexture.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)=\min\ \Rightarrow\ \Phi\text{ learns the contexture}",
        given=(
            ATTAINABLE,
            PRINTED_RANGE,
            Hypothesis("learnable", d, "<=", N - 1, "a contexture of dimension d exists"),
        ),
        parts=(Part("only-if", learning_gap, "<=", 0, given=(ATTAINS,), scale=sp.S.One),),
    ),
    corrected=Claim(
        text="If d ≤ N−2 and 1−s_1 < ε < 1−s_{d+1}, an encoder attains the minimum iff "
        "TT* + (s_1²−s_{d+1}²)·(projection off its span) has no eigenvalue above s_1² on mean-zero functions. "
        "Its span then holds μ_1; for d = 1 it is the contexture if s_2 < s_1.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)=\min\iff"
        r"\lambda_{\max}\bigl(TT^*+(s_1^2-s_{d+1}^2)P_{\Phi^\perp}\bigr)\le s_1^2",
        given=(
            Hypothesis("interior", 1 - s[1], "<", epsilon),
            Hypothesis("below-next", epsilon, "<", 1 - s[d + 1]),
            ROOM,
        ),
        parts=(
            Part("only-if", penalised_top, "<=", s[1] ** 2, given=(ATTAINS,)),
            Part(
                "if",
                error,
                "<=",
                error_contexture,
                given=(Hypothesis("penalised", penalised_top, "<=", s[1] ** 2),),
                scale=sp.S.One,
            ),
            Part(
                "one-dimension",
                learning_gap,
                "<=",
                0,
                given=(ATTAINS, Hypothesis("line", d, "==", 1)),
                scale=sp.S.One,
            ),
        ),
    ),
    faults=(Fault.ONLY_IF,),
    why="The worst task mixes μ_1 with mode d+1 only, so the directions 2..d of an optimal encoder are not "
    "determined: they may be tilted towards modes beyond d+1, or dropped where s_d = s_{d+1}. At ε = 1−s_1 every "
    "encoder whose span holds μ_1 is optimal. Exactly the encoders with P_{Φ⊥} ⪯ (s_1²I − TT*)/(s_1²−s_{d+1}²) are "
    "optimal, whatever ε.",
    uses=("optimality.minimax-value",),
)

CONVERSE = Statement(
    id="optimality.converse",
    title="Every encoder fails on some compatible task",
    kind=Kind.EXISTENCE,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For any d-dimensional Φ and any ε > 0 there is a unit f with ρ(f) = 1−ε and "
        "err(Φ,f) ≥ (s_1²−(1−ε)²)/(s_1²−s_{d+1}²).",
        tex=r"\forall\Phi,\ \forall\varepsilon>0\ \exists f:\ \rho(f)=1-\varepsilon,\ "
        r"\mathrm{err}(\Phi,f)\ge\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(Hypothesis("positive", sp.S.Zero, "<", epsilon), AT_MOST_ONE),
        parts=(Part("exists", minimax_value, "<=", error_at_compatibility, scale=sp.S.One),),
    ),
    corrected=Claim(
        text="If d ≤ N−2 and 1−s_1 ≤ ε ≤ 1−s_{d+1}, s_{d+1} < s_1, there is a unit f with ρ(f) = 1−ε and "
        "err(Φ,f) ≥ min{s_1²−(1−ε)², (1−ε)²−s_{d+1}²}/(s_1²−s_{d+1}²); the printed bound is the first term, "
        "the smaller one while ε ≤ 1−√((s_1²+s_{d+1}²)/2).",
        tex=r"\mathrm{err}(\Phi,f)\ge\frac{\min\{s_1^2-(1-\varepsilon)^2,\,(1-\varepsilon)^2-s_{d+1}^2\}}{s_1^2-s_{d+1}^2}",
        given=(ATTAINABLE, WIDE_RANGE, ROOM),
        parts=(
            Part(
                "exists",
                sp.Min(s[1] ** 2 - compatibility_level, compatibility_level - s[d + 1] ** 2)
                / (s[1] ** 2 - s[d + 1] ** 2),
                "<=",
                error_at_compatibility,
                scale=sp.S.One,
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.QUANTIFIER),
    why="“Any ε > 0” fails: for ε < 1−s_1 no f has ρ(f) = 1−ε, and for large ε the formula exceeds 1. Even with "
    "1−s_1 ≤ ε ≤ 1−s_{d+1} it fails at d ≥ N−1 (error 0), and, once the formula exceeds ½, for encoders whose "
    "complement is more compatible than 1−ε: the equality ρ(f) = 1−ε then costs error.",
    note="Where s_1 = s_{d+1} the formula is 0/0 and nothing is claimed.",
    uses=("optimality.minimax-value",),
)

RKHS = Statement(
    id="optimality.rkhs",
    title="The space of expected tasks",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Definition 19, Proposition 20"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="H = range(T*) with ⟨T*f_1,T*f_2⟩_H = ⟨f_1,f_2⟩ (equivalently Σ u_iv_i/s_i²): (i) k_A is its "
        "reproducing kernel; (ii) H is isometric to span{μ_i : s_i > 0}; (iii) f ∈ F_ε iff h = T*f satisfies "
        "(1−ε)‖h̃‖_H ≤ ‖h̃‖_{P_A} ≤ ‖h̃‖_H.",
        tex=r"\langle T^*f_1,T^*f_2\rangle_H=\langle f_1,f_2\rangle_{P_X},\quad "
        r"f\in F_\varepsilon\iff(1-\varepsilon)\|\tilde h\|_H\le\|\tilde h\|_{P_A}\le\|\tilde h\|_H",
        given=(NOT_NEGATIVE, AT_MOST_ONE),
        parts=(
            Part("definition", norm_h_H, "==", norm_f, "‖T*f̃‖_H = ‖f̃‖, the two forms of the norm", scale=TASK_SIZE),
            Part("i", reproducing_defect, "==", 0, "k_A reproduces H", scale=TASK_SIZE),
            Part("ii", norm_h_H, "==", norm_f_range, "H is isometric to span{μ_i : s_i > 0}", scale=TASK_SIZE),
            Part(
                "iii-only-if",
                compatibility_level * norm_h_H,
                "<=",
                norm_h,
                "f ∈ F_ε gives (1−ε)‖h̃‖_H ≤ ‖h̃‖",
                given=(COMPATIBLE, Hypothesis("centred", mean_f, "==", 0)),
                scale=TASK_SIZE,
            ),
            Part("iii-upper", norm_h, "<=", norm_h_H, "‖h̃‖ ≤ ‖h̃‖_H", scale=TASK_SIZE),
            Part(
                "iii-if",
                compatibility_level * norm_f,
                "<=",
                norm_Tf,
                "(1−ε)‖h̃‖_H ≤ ‖h̃‖ gives ρ(f) ≥ 1−ε",
                given=(Hypothesis("expected", compatibility_level * norm_h_H, "<=", norm_h),),
                scale=TASK_SIZE,
            ),
        ),
    ),
    corrected=Claim(
        text="With ‖h‖_H² = Σ_{s_i>0} ⟨h,ν_i⟩²/s_i² on range(T*): (i) and (ii) as printed; (iii) for f ∈ span{μ_i : "
        "s_i > 0}, f ∈ F_ε iff (1−ε)‖h̃‖_H ≤ ‖h̃‖_{P_A}, and there ‖T*f‖_H = ‖f‖.",
        tex=r"f\in\mathrm{span}\{\mu_i:s_i>0\}:\ "
        r"f\in F_\varepsilon\iff(1-\varepsilon)\|\tilde h\|_H\le\|\tilde h\|_{P_A}",
        given=(NOT_NEGATIVE, AT_MOST_ONE),
        parts=(
            Part("i", reproducing_defect, "==", 0, "k_A reproduces H", scale=TASK_SIZE),
            Part("ii", norm_h_H, "==", norm_f_range, "H is isometric to span{μ_i : s_i > 0}", scale=TASK_SIZE),
            Part(
                "iii-only-if",
                compatibility_level * norm_h_H,
                "<=",
                norm_h,
                given=(COMPATIBLE,),
                scale=TASK_SIZE,
            ),
            Part("iii-upper", norm_h, "<=", norm_h_H, scale=TASK_SIZE),
            Part(
                "iii-if",
                compatibility_level * norm_f,
                "<=",
                norm_Tf,
                given=(
                    Hypothesis("expected", compatibility_level * norm_h_H, "<=", norm_h),
                    Hypothesis("in-range", outside_range, "==", 0, "f̃ ∈ span{μ_i : s_i > 0}"),
                ),
                scale=TASK_SIZE,
            ),
        ),
    ),
    faults=(Fault.ILL_POSED, Fault.HYPOTHESIS),
    why="If T* has a kernel the first form of the inner product is not well defined: T*f does not determine f. A "
    "component of f in that kernel lowers ρ(f) and leaves h = T*f as it was, so the condition on h does not give f ∈ "
    "F_ε.",
    note="F_ε holds mean-zero functions; f is read as mean zero in (iii), since h̃ does not see the mean.",
    uses=("optimality.compatibility",),
)

RATIO_TRACE = Statement(
    id="optimality.ratio-trace",
    title="Ratio trace",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Definition 21, Lemma 22"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="RT(Φ) = Tr(C_Φ⁻¹B_Φ) is invariant under invertible maps of Φ; RT ≤ Σ_{i≤d} s_i², with equality when Φ "
        "learns the contexture.",
        tex=r"\mathrm{RT}(\Phi G)=\mathrm{RT}(\Phi)\le\sum_{i\le d}s_i^2",
        parts=(
            Part("invariance", RT_image, "==", RT, scale=sp.S.One),
            Part("bound", RT, "<=", contexture_trace),
            Part("equality", RT, "==", contexture_trace, given=(LEARNS,), scale=sp.S.One),
        ),
    ),
)

TRACE_GAP = Statement(
    id="optimality.trace-gap",
    title="Trace gap bound",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Definition 23, Theorem 24"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="TG(Φ) = inf over d' ≤ d and linearly independent f_1..f_{d'} of s_1²+…+s_{d'+1}² − Tr(C_F⁻¹B_F). "
        "If TG < s_1² and ε > 1−s_1 then err(Φ;F_ε) ≤ (s_1²−(1−ε)²+s_1·TG)/(s_1²−TG²).",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)\le\frac{s_1^2-(1-\varepsilon)^2+s_1\mathrm{TG}}{s_1^2-\mathrm{TG}^2}",
        given=(
            Hypothesis("small-gap", trace_gap, "<", s[1] ** 2),
            Hypothesis("interior", 1 - s[1], "<", epsilon),
            AT_MOST_ONE,
        ),
        parts=(
            Part(
                "bound",
                error,
                "<=",
                (s[1] ** 2 - compatibility_level + s[1] * trace_gap) / (s[1] ** 2 - trace_gap**2),
                scale=sp.S.One,
            ),
        ),
    ),
    corrected=Claim(
        text="If TG < s_1² and ε ≥ 1−s_1 then err(Φ;F_ε) ≤ sin²(α+β) with sin²α = TG/s_1² and cos β = (1−ε)/s_1 while "
        "α+β ≤ π/2, that is TG ≤ (1−ε)², and 1 beyond. It implies the printed form with √TG in place of TG.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)\le\Bigl(\frac{(1-\varepsilon)\sqrt{\mathrm{TG}}"
        r"+\sqrt{(s_1^2-\mathrm{TG})(s_1^2-(1-\varepsilon)^2)}}{s_1^2}\Bigr)^2\quad(\mathrm{TG}\le(1-\varepsilon)^2)",
        given=(Hypothesis("small-gap", trace_gap, "<", s[1] ** 2), ATTAINABLE, AT_MOST_ONE),
        parts=(
            Part(
                "bound",
                error,
                "<=",
                sp.Piecewise(
                    (
                        (
                            (1 - epsilon) * sp.sqrt(trace_gap)
                            + sp.sqrt((s[1] ** 2 - trace_gap) * (s[1] ** 2 - compatibility_level))
                        )
                        ** 2
                        / s[1] ** 4,
                        trace_gap <= compatibility_level,
                    ),
                    (1, True),
                ),
                scale=sp.S.One,
            ),
            Part(
                "square-root",
                error,
                "<=",
                (s[1] ** 2 - compatibility_level + s[1] * sp.sqrt(trace_gap)) / (s[1] ** 2 - trace_gap),
                "the printed form with √TG in place of TG",
                scale=sp.S.One,
            ),
        ),
    ),
    faults=(Fault.SQUARE,),
    why="TG is a difference of squared singular values, but the bound uses it as a singular value: s_1·TG and TG² "
    "are of the wrong degree, and for small s_1 the bound falls below the error. With √TG in place of TG it holds. "
    "The sharp bound in (s_1, TG, ε) follows from the 2×2 compression of TT* to the plane of the task and the best "
    "subfamily, and is attained.",
)

TRACE_GAP_OF_CONTEXTURE = Statement(
    id="optimality.trace-gap-of-contexture",
    title="Trace gap of the contexture",
    kind=Kind.IDENTITY,
    source=Source("C25", "remark after Theorem 24"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If Φ learns the contexture then TG(Φ) = s_{d+1}.",
        tex=r"\mathrm{TG}(\Phi)=s_{d+1}",
        given=(LEARNS,),
        parts=(Part("value", trace_gap, "==", s[d + 1], scale=sp.S.One),),
    ),
    corrected=Claim(
        text="If Φ learns the contexture then TG(Φ) = s_{d+1}².",
        tex=r"\mathrm{TG}(\Phi)=s_{d+1}^2",
        given=(LEARNS,),
        parts=(Part("value", trace_gap, "==", s[d + 1] ** 2, scale=sp.S.One),),
    ),
    faults=(Fault.SQUARE,),
    why="The definition adds squared singular values and takes no root, so the value is s_{d+1}².",
    uses=("optimality.trace-gap",),
)

FISHER = Statement(
    id="optimality.fisher",
    title="Fisher discriminant",
    kind=Kind.IDENTITY,
    source=Source("C25", "Appendix C"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For linear encoders Φ(x) = Wx: WS_BWᵀ = 2B_Φ and WS_WWᵀ = C_Φ − B_Φ, so J = 2Tr[(C_Φ−B_Φ)⁻¹B_Φ], "
        "maximised over W with WS_WWᵀ invertible by the top-d eigenvectors of S_W⁻¹S_B.",
        tex=r"WS_BW^\top=2B_\Phi,\ WS_WW^\top=C_\Phi-B_\Phi,\ J=2\mathrm{Tr}[(C_\Phi-B_\Phi)^{-1}B_\Phi]",
        parts=(
            Part("between", between_defect, "==", 0, "WS_BWᵀ = 2B_Φ", scale=sp.S.One),
            Part("within", within_defect, "==", 0, "WS_WWᵀ = C_Φ − B_Φ", scale=sp.S.One),
            Part("objective", fisher, "==", fisher_traces),
            Part("maximum", fisher, "<=", sp.Sum(fisher_eigenvalue[i], (i, 1, d)), "no W does better"),
            Part("attained", fisher_top, "==", sp.Sum(fisher_eigenvalue[i], (i, 1, d))),
        ),
    ),
    note="S_W = E(X − E[X|A])(X − E[X|A])ᵀ and, over independent A, A', S_B = E(E[X|A] − E[X|A'])(E[X|A] − "
    "E[X|A'])ᵀ. S_W⁻¹ is written, so S_W is taken to be invertible where J is maximised, and J is defined where "
    "WS_WWᵀ is invertible.",
)

WEAK_ASSOCIATION = Statement(
    id="optimality.weak-association",
    title="A nearly constant kernel has a small spectrum",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Lemma 17"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If |k_X(x,x') − 1| < ε for all x, x' then Σ_{i>0} s_i² < ε.",
        tex=r"|k_X(x,x')-1|<\varepsilon\ \forall x,x'\ \Rightarrow\ \sum_{i>0}s_i^2<\varepsilon",
        given=(Hypothesis("near-one", kernel_deviation, "<", epsilon),),
        parts=(Part("sum", sp.Sum(s[i] ** 2, (i, 1, r)), "<", epsilon),),
    ),
)

LIPSCHITZ = Statement(
    id="optimality.lipschitz",
    title="Lipschitz constant of the dual kernel",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Lemma 25"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If μ_i(x) ≤ c for all i ≥ 1 and x then L_{k_X} ≤ c·L_μ·Σ_{i≥1} s_i², with "
        "L_k = sup|k(z,x) − k(z,y)|/‖x−y‖ and L_μ = max_{i≥1} Lip(μ_i).",
        tex=r"\mu_i(x)\le c\ \Rightarrow\ L_{k_X}\le c\,L_\mu\sum_{i\ge1}s_i^2",
        parts=(Part("bound", kernel_lipschitz, "<=", mode_upper * mode_lipschitz * sp.Sum(s[i] ** 2, (i, 1, r))),),
    ),
    corrected=Claim(
        text="If |μ_i(x)| ≤ c for all x and all i with s_i > 0, and L_μ is the largest of their Lipschitz "
        "constants, then L_{k_X} ≤ c·L_μ·Σ_{i≥1} s_i².",
        tex=r"|\mu_i(x)|\le c\ \Rightarrow\ L_{k_X}\le c\,L_\mu\sum_{i\ge1}s_i^2",
        parts=(
            Part("bound", kernel_lipschitz, "<=", mode_bound * associated_lipschitz * sp.Sum(s[i] ** 2, (i, 1, r))),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The bound is needed on |μ_i|: a function of mean zero can stay below a small c and be far below −c.",
    note="The smallest c that the hypothesis allows is used; the sign of each μ_i is free, and the choice that makes c "
    "smallest is taken. Where s_i = 0 or repeats, the claim is for every choice of the μ_i, and one choice is tried.",
)

EXTREMES = Statement(
    id="optimality.extremes",
    title="No association and full association",
    kind=Kind.IDENTITY,
    source=Source("C25", "§5.1"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="A independent of X: only s_0 > 0, and every F_ε with ε < 1 contains 0 alone. A = X: every s_i = 1, "
        "every task is compatible (ρ = 1) and no d < N−1 has err < 1.",
        tex=r"A\perp X:\ s_i=0,\ F_\varepsilon=\{0\};\qquad A=X:\ s_i=1,\ \rho=1,\ \mathrm{err}=1\ (d<N-1)",
        parts=(
            Part(
                "independent-spectrum",
                s[i],
                "==",
                0,
                given=(Hypothesis("independent", dependence, "==", 0),),
                over=(i, sp.S.One, r),
                scale=sp.S.One,
            ),
            Part(
                "independent-tasks",
                norm_f,
                "==",
                0,
                given=(
                    Hypothesis("independent", dependence, "==", 0),
                    Hypothesis("below-one", epsilon, "<", 1),
                    COMPATIBLE,
                ),
                scale=sp.S.One,
            ),
            Part(
                "identity-spectrum",
                s[i],
                "==",
                1,
                given=(Hypothesis("identity", off_diagonal, "==", 0),),
                over=(i, sp.S.One, r),
                scale=sp.S.One,
            ),
            Part(
                "identity-tasks",
                norm_Tf,
                "==",
                norm_f,
                given=(Hypothesis("identity", off_diagonal, "==", 0),),
                scale=sp.S.One,
            ),
            Part(
                "identity-error",
                sp.S.One,
                "<=",
                error,
                given=(Hypothesis("identity", off_diagonal, "==", 0), ROOM, NOT_NEGATIVE, AT_MOST_ONE),
            ),
        ),
    ),
)

GENERAL_ENCODER = Statement(
    id="optimality.general-encoder",
    title="The worst case of any encoder",
    kind=Kind.IDENTITY,
    source=Source("ours"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For any Φ and 1−s_1 ≤ ε ≤ 1, err(Φ;F_ε) = inf_{η≥0} λ_max(P_{V⊥} + η(TT* − (1−ε)²I)), V the span of "
        "the centred φ's.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)="
        r"\inf_{\eta\ge0}\lambda_{\max}\bigl(P_{V^\perp}+\eta(TT^*-(1-\varepsilon)^2I)\bigr)",
        given=(ATTAINABLE, AT_MOST_ONE),
        parts=(Part("primal-dual", error_primal, "==", error, scale=sp.S.One),),
    ),
    note="Checked as a primal against the dual: an explicit task in F_ε whose probe error equals the dual value.",
)

STATEMENTS = (
    COMPATIBILITY,
    LOW_VARIANCE,
    MINIMAX_VALUE,
    MINIMAX_IF,
    MINIMAX_ONLY_IF,
    CONVERSE,
    RKHS,
    RATIO_TRACE,
    TRACE_GAP,
    TRACE_GAP_OF_CONTEXTURE,
    FISHER,
    WEAK_ASSOCIATION,
    LIPSCHITZ,
    EXTREMES,
    GENERAL_ENCODER,
)
