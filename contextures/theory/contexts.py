"""Chapter 1: contexts, kernels, the expectation operator."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import (
    CONTEXTS,
    M,
    N,
    chi_square,
    constant_defect_a,
    constant_defect_x,
    correlation,
    d,
    decomposition_defect,
    duality_defect_a,
    duality_defect_x,
    i,
    inner_f_Tg,
    inner_Tf_g,
    lambda_a,
    lambda_x,
    loss_kernel_defect,
    maximal_correlation,
    operator_defect_a,
    operator_defect_x,
    operator_distance,
    orthonormality_defect,
    r,
    reconstruction_error,
    reconstruction_error_top,
    s,
    s_0,
    s_b,
    s_other,
    sin_theta,
)

CLASSICAL = Source("classical")

OPERATORS = Statement(
    id="contexts.operators",
    title="Kernels and the expectation operator",
    kind=Kind.IDENTITY,
    source=Source("C25", "Definitions 1–2"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="The integral operators of the two kernels are T*T and TT*, and T* is the adjoint of T.",
        tex=r"T_{k_A}=T^*T,\quad T_{k_X}=TT^*,\quad \langle f,Tg\rangle_{P_X}=\langle T^*f,g\rangle_{P_A}",
        parts=(
            Part("kernel-a", operator_defect_a, "==", 0, "T_{k_A} = T*T", scale=1),
            Part("kernel-x", operator_defect_x, "==", 0, "T_{k_X} = TT*", scale=1),
            Part("adjoint", inner_f_Tg, "==", inner_Tf_g, "T* is the adjoint of T", scale=1),
        ),
    ),
)

UNIT_INTERVAL = Statement(
    id="contexts.unit-interval",
    title="Singular values lie in the unit interval",
    kind=Kind.INEQUALITY,
    source=Source("C25", "§2.2"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="Every singular value lies in [0, 1], and the constant function is always singular with s_0 = 1.",
        tex=r"0\le s_i\le 1,\quad T1=1,\ T^*1=1,\quad s_0=1",
        parts=(
            Part("lower", 0, "<=", s[i], over=(i, 1, r), scale=1),
            Part("upper", s[i], "<=", 1, over=(i, 1, r)),
            Part("constant-x", constant_defect_x, "==", 0, "T1 = 1", scale=1),
            Part("constant-a", constant_defect_a, "==", 0, "T*1 = 1", scale=1),
            Part("top", s_0, "==", 1),
        ),
    ),
)

DUALITY = Statement(
    id="contexts.duality",
    title="Duality of the two kernels",
    kind=Kind.IDENTITY,
    source=Source("C25", "Lemma 3"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="T_{k_A} and T_{k_X} have the same eigenvalues λ_i in [0, 1]; where λ_i > 0, μ_i = λ_i^{-1/2} Tν_i and "
        "ν_i = λ_i^{-1/2} T*μ_i.",
        tex=r"\lambda_i(T_{k_A})=\lambda_i(T_{k_X})\in[0,1],\quad "
        r"\lambda_i>0\Rightarrow\mu_i=\lambda_i^{-1/2}T\nu_i,\ \nu_i=\lambda_i^{-1/2}T^*\mu_i",
        parts=(
            Part("eigenvalues", lambda_a[i], "==", lambda_x[i], over=(i, 0, sp.Max(N, M)), scale=1),
            Part("range-lower", 0, "<=", lambda_x[i], over=(i, 0, N), scale=1),
            Part("range-upper", lambda_x[i], "<=", 1, over=(i, 0, N)),
            Part("left", duality_defect_x, "==", 0, "s_i μ_i = Tν_i", scale=1),
            Part("right", duality_defect_a, "==", 0, "s_i ν_i = T*μ_i", scale=1),
            Part("orthonormal", orthonormality_defect, "==", 0, "the μ_i and ν_i are orthonormal", scale=1),
        ),
    ),
    note="Also printed as D25 Lemma 1.4. Indices beyond the rank count as zero eigenvalues, as the chapter says.",
    uses=("contexts.operators",),
)

SPECTRAL_DECOMPOSITION = Statement(
    id="contexts.spectral-decomposition",
    title="Spectral decomposition of the joint law",
    kind=Kind.IDENTITY,
    source=Source("C25", "Lemma 4"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="P⁺(x,a) = Σ_{i≥0} s_i μ_i(x) ν_i(a) P_X(x) P_A(a).",
        tex=r"P^+(x,a)=\sum_i s_i\,\mu_i(x)\,\nu_i(a)\,P_X(x)P_A(a)",
        parts=(Part("decomposition", decomposition_defect, "==", 0, scale=1),),
    ),
    uses=("contexts.duality",),
)

LOSS_KERNEL = Statement(
    id="contexts.loss-kernel",
    title="The kernel of TΛT*",
    kind=Kind.IDENTITY,
    source=Source("C25", "Lemma 18"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="For the integral operator Λ of a kernel k_Λ on A, TΛT* is the integral operator (with respect to P_X) of "
        "k(x,x') = Σ_{a,a'} k_Λ(a,a') P⁺(a|x) P⁺(a'|x').",
        tex=r"T\Lambda T^*=T_k,\quad k(x,x')=\sum_{a,a'}k_\Lambda(a,a')P^+(a|x)P^+(a'|x')",
        parts=(Part("kernel", loss_kernel_defect, "==", 0, scale=1),),
    ),
    note="Λ integrates against P_A, as every integral operator on A does; the kernel need not be symmetric.",
)

CHI_SQUARE = Statement(
    id="contexts.chi-square",
    title="Total inertia",
    kind=Kind.IDENTITY,
    source=CLASSICAL,
    vocabulary=CONTEXTS,
    printed=Claim(
        text="The squared singular values (constant excluded) add up to χ²(P⁺ ‖ P_X⊗P_A).",
        tex=r"\sum_{i\ge1}s_i^2=\chi^2(P^+\,\|\,P_X\otimes P_A)",
        parts=(Part("inertia", sp.Sum(s[i] ** 2, (i, 1, r)), "==", chi_square, scale=1),),
    ),
)

MAXIMAL_CORRELATION = Statement(
    id="contexts.maximal-correlation",
    title="The top singular value is the maximal correlation",
    kind=Kind.IDENTITY,
    source=Source("classical", "(Hirschfeld, Gebelein, Rényi)"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="For N, M ≥ 2, s_1 is the largest correlation of f(X) and g(A) over non-constant f and g.",
        tex=r"s_1=\max_{f,g}\mathrm{corr}(f(X),g(A))",
        given=(Hypothesis("two-inputs", 2, "<=", N), Hypothesis("two-contexts", 2, "<=", M)),
        parts=(
            Part("maximum", s[1], "==", maximal_correlation, "μ_1 and ν_1 are as correlated", scale=1),
            Part("bound", correlation, "<=", s[1], "no pair of functions is more correlated", scale=1),
        ),
    ),
)

PCA = Statement(
    id="contexts.pca",
    title="The contexture is the principal subspace of Q̃",
    kind=Kind.INEQUALITY,
    source=Source("C25", "§2.2"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="Among N×d matrices E, the top-d left singular vectors of Q (constant removed) minimise ‖Q̃ − EE⁺Q̃‖_F², "
        "and the minimum is Σ_{i>d} s_i².",
        tex=r"\min_E\|\tilde Q-EE^+\tilde Q\|_F^2=\sum_{i>d}s_i^2",
        parts=(
            Part("minimum", sp.Sum(s[i] ** 2, (i, d + 1, r)), "<=", reconstruction_error, "no E does better"),
            Part(
                "attained",
                reconstruction_error_top,
                "==",
                sp.Sum(s[i] ** 2, (i, d + 1, r)),
                "the top-d left singular vectors attain it",
                scale=1,
            ),
        ),
    ),
)

DATA_PROCESSING = Statement(
    id="contexts.data-processing",
    title="Data processing",
    kind=Kind.INEQUALITY,
    source=CLASSICAL,
    vocabulary=CONTEXTS,
    printed=Claim(
        text="If X–A–B is a Markov chain then s_i(X,B) ≤ s_i(X,A) for every i.",
        tex=r"X-A-B\ \Rightarrow\ s_i(X,B)\le s_i(X,A)",
        parts=(Part("every-index", s_b[i], "<=", s[i], over=(i, 1, N)),),
    ),
)

GAP_STABILITY = Statement(
    id="contexts.gap-stability",
    title="Stability of the contexture under a gap",
    kind=Kind.INEQUALITY,
    source=Source("classical", "(Davis–Kahan, Wedin)"),
    vocabulary=CONTEXTS,
    printed=Claim(
        text="For contexts P, P' of the same shape, the largest principal-angle sine between their top-d left spaces "
        "is at most ‖Q̃ − Q̃'‖₂/(s_d(P) − s_{d+1}(P')) when that gap is positive.",
        tex=r"\sin\theta_{\max}\le\frac{\|\tilde Q-\tilde Q'\|_2}{s_d(P)-s_{d+1}(P')}",
        given=(Hypothesis("dimension", d, "<=", N - 1), Hypothesis("gap", 0, "<", s[d] - s_other[d + 1])),
        parts=(Part("angle", sin_theta, "<=", operator_distance / (s[d] - s_other[d + 1])),),
    ),
)

STATEMENTS = (
    OPERATORS,
    UNIT_INTERVAL,
    DUALITY,
    SPECTRAL_DECOMPOSITION,
    LOSS_KERNEL,
    CHI_SQUARE,
    MAXIMAL_CORRELATION,
    PCA,
    DATA_PROCESSING,
    GAP_STABILITY,
)
