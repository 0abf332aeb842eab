"""Chapter 3 on tasks: compatibility, variance, and the space of expected tasks."""

from __future__ import annotations

from contextures.theory.optimality.premises import AT_MOST_ONE, COMPATIBLE, NOT_NEGATIVE, compatibility_level
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import s
from contextures.theory.symbols.optimality import (
    OPTIMALITY,
    alignment_square,
    alignment_square_best,
    dual_variance,
    epsilon,
    image_alignment_square,
    image_distance,
    mean_f,
    norm_f,
    norm_f_range,
    norm_g,
    norm_h,
    norm_h_H,
    norm_Tf,
    norm_Tg,
    norm_TTg,
    outside_range,
    pair_variance,
    preimage_variance,
    reproducing_defect,
    rho_square,
    rho_square_spectral,
)

TASK_SIZE = 1 + norm_f
NOT_CONSTANT = Hypothesis("non-constant", 0, "<", norm_f)
SEEN = Hypothesis("seen", compatibility_level * norm_g, "<=", norm_Tg, "‖Tg‖ ≥ (1−ε)‖g‖")
EXPECTED = Hypothesis("expected", compatibility_level * norm_h_H, "<=", norm_h)
SPACE = (
    Part("i", reproducing_defect, "==", 0, "k_A reproduces H", scale=TASK_SIZE),
    Part("ii", norm_h_H, "==", norm_f_range, "H is isometric to span{μ_i : s_i > 0}", scale=TASK_SIZE),
)

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
        given=(NOT_CONSTANT,),
        parts=(
            Part("spectral", rho_square, "==", rho_square_spectral, scale=1),
            Part("range-lower", 0, "<=", rho_square, scale=1),
            Part("range-upper", rho_square, "<=", 1),
            Part("bound", alignment_square, "<=", rho_square, "no g does better", scale=1),
            Part("attained", alignment_square_best, "==", rho_square, scale=1),
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
            Part("preimage", outside_range, "==", 0, "f* = Tg* has a solution", scale=1),
            Part("variance", preimage_variance, "<=", 4 * epsilon, "and one of low variance", scale=1),
        ),
    ),
    corrected=Claim(
        text="For every f* ∈ F_ε, g* = T*f* has E_X E_{A,A'|X}(g*(A) − g*(A'))² ≤ 2ε(2−ε)‖g*‖², and f* is close to a "
        "multiple of Tg*: cos(f*,Tg*) ≥ (1−ε)/s_1 and min_c‖f* − cTg*‖² ≤ (1 − ((1−ε)/s_1)²)‖f*‖². Conversely, every g "
        "of mean zero with ‖Tg‖ ≥ (1−ε)‖g‖ has f = Tg ∈ F_ε exactly, and E_X E_{A,A'|X}(g(A) − g(A'))² ≤ 2ε(2−ε)‖g‖².",
        tex=r"g^*=T^*f^*:\quad\mathbb E_X\mathbb E_{A,A'|X}(g^*(A)-g^*(A'))^2\le2\varepsilon(2-\varepsilon)\|g^*\|^2,"
        r"\quad\cos(f^*,Tg^*)\ge\frac{1-\varepsilon}{s_1}",
        given=(NOT_NEGATIVE, AT_MOST_ONE),
        parts=(
            Part("variance", dual_variance, "<=", 2 * epsilon * (2 - epsilon), given=(COMPATIBLE,), scale=1),
            Part(
                "aligned",
                compatibility_level,
                "<=",
                s[1] ** 2 * image_alignment_square,
                "cos(f*,Tg*) ≥ (1−ε)/s_1",
                given=(COMPATIBLE, NOT_CONSTANT),
                scale=1,
            ),
            Part(
                "close",
                s[1] ** 2 * image_distance,
                "<=",
                (s[1] ** 2 - compatibility_level) * norm_f,
                "min_c‖f* − cTg*‖² ≤ (1 − ((1−ε)/s_1)²)‖f*‖²",
                given=(COMPATIBLE,),
                scale=TASK_SIZE,
            ),
            Part(
                "image-compatible",
                compatibility_level * norm_Tg,
                "<=",
                norm_TTg,
                "f = Tg is in F_ε",
                given=(SEEN,),
                scale=1 + norm_g,
            ),
            Part(
                "image-variance",
                pair_variance,
                "<=",
                2 * epsilon * (2 - epsilon) * norm_g,
                given=(SEEN,),
                scale=1 + norm_g,
            ),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="A compatible task may hold a little of a mode with s_i = 0, and then f* = Tg* has no solution, or of a mode "
    "with small s_i, and then every solution has a large norm and variance. The function of low variance whose image "
    "is close to f*, up to a factor, is g* = T*f*: E(g*−g*')² = 2(‖g*‖² − ‖Tg*‖²) ≤ 2(1 − (1−ε)²)‖g*‖², attained by "
    "single modes. The exact form holds the other way round, for the f = Tg of a g that T keeps.",
    note="Where no g has Tg = f* the variance has no value, and part ‘variance’ claims nothing.",
)

RKHS = Statement(
    id="optimality.rkhs",
    title="The space of expected tasks",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Definition 19, Proposition 20"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="H = range(T*) with ⟨T*f_1,T*f_2⟩_H = ⟨f_1,f_2⟩ (equivalently Σ u_iv_i/s_i²): (i) k_A is its reproducing "
        "kernel; (ii) H is isometric to span{μ_i : s_i > 0}; (iii) f ∈ F_ε iff h = T*f satisfies (1−ε)‖h̃‖_H ≤ "
        "‖h̃‖_{P_A} ≤ ‖h̃‖_H.",
        tex=r"\langle T^*f_1,T^*f_2\rangle_H=\langle f_1,f_2\rangle_{P_X},\quad "
        r"f\in F_\varepsilon\iff(1-\varepsilon)\|\tilde h\|_H\le\|\tilde h\|_{P_A}\le\|\tilde h\|_H",
        given=(NOT_NEGATIVE, AT_MOST_ONE),
        parts=(
            Part("definition", norm_h_H, "==", norm_f, "‖T*f̃‖_H = ‖f̃‖, the two forms of the norm", scale=TASK_SIZE),
            *SPACE,
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
                given=(EXPECTED,),
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
            *SPACE,
            Part("iii-only-if", compatibility_level * norm_h_H, "<=", norm_h, given=(COMPATIBLE,), scale=TASK_SIZE),
            Part("iii-upper", norm_h, "<=", norm_h_H, scale=TASK_SIZE),
            Part(
                "iii-if",
                compatibility_level * norm_f,
                "<=",
                norm_Tf,
                given=(EXPECTED, Hypothesis("in-range", outside_range, "==", 0, "f̃ ∈ span{μ_i : s_i > 0}")),
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
