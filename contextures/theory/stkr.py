"""Chapter 5.2: spectrally transformed kernel regression."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.stkr import (
    STKR,
    B,
    L,
    M,
    M_eta,
    N,
    approximation_error,
    approximation_error_eta,
    beta,
    c_0,
    condition,
    convexity,
    d,
    decay,
    delta,
    distance,
    distance_square,
    empirical_top,
    epsilon,
    error,
    error_top,
    estimation_error,
    estimation_error_eta,
    eta,
    g_square,
    g_square_quantile,
    g_square_worst,
    given_labels,
    horner_defect,
    i,
    ill_posed,
    induction_defect,
    integral_square,
    inverse_form_defect,
    k,
    kappa,
    labelled_points,
    lam,
    lambda_sample,
    learning_gap,
    least_power,
    lipschitz_square,
    m,
    measure_square,
    n,
    norm_f,
    norm_H,
    norm_H_eta,
    norm_H_power,
    norm_H_s,
    other_outside_range,
    outside_range,
    p,
    pca_error,
    penalised_top,
    points,
    premise_defect,
    r,
    residual_H,
    residual_P,
    s,
    s_kappa,
    s_max,
    s_max_eta,
    s_sample_top,
    sample_top,
    sigma,
    slope_max,
    slope_max_eta,
    spectral_distance,
    step_residual,
    t,
    target_mixed,
    target_separate,
    y_square,
)

half = sp.Rational(1, 2)

NOT_ZERO = Hypothesis("kernel", sp.S.Zero, "<", lam[1], "K is not 0")
IN_RANGE = Hypothesis("in-range", outside_range, "==", 0, "f is in the RKHS")
A1 = Hypothesis("a1", sp.S.Zero, "<=", least_power, "s(λ) = Σ π_pλ^p with π_p ≥ 0")
A3 = Hypothesis("a3", norm_H_s, "<=", epsilon * norm_f, "‖f*‖²_{H_{K_s}} ≤ ε‖f*‖²_P")
RISING = Hypothesis("rising", sp.S.Zero, "<", s[1], "s is not 0")
RIDGE = Hypothesis("ridge", sp.S.Zero, "<", beta)
POSSIBLE = Hypothesis("possible", sp.S.Zero, "<", delta)
LIKELY = Hypothesis("likely", delta, "<", 1)
POSITIVE_ETA = Hypothesis("positive", sp.S.Zero, "<", eta)
ETA = Hypothesis("eta", eta * lam[1], "<", 1, "η < 1/λ_1")
QUICK = Hypothesis("decay", sp.S.Zero, "<", decay)
SLOW = Hypothesis("slow", decay, "<=", 1)
CERTAIN = Hypothesis("certain", 4 * sp.exp(-t), "<", 1, "the probability 1−4e^{−t} is positive")

KERNEL_METRIC = Statement(
    id="stkr.kernel-metric",
    title="The metric of a power of the kernel",
    kind=Kind.IDENTITY,
    source=Source("S24", "§2"),
    vocabulary=STKR,
    printed=Claim(
        text="d_{K^p}(x,x') = ‖K^p_x − K^p_{x'}‖_{H_{K^p}} = Σ_i λ_i^p(ψ_i(x)−ψ_i(x'))².",
        tex=r"d_{K^p}(x,x')=\|K^p_x-K^p_{x'}\|_{H_{K^p}}=\sum_i\lambda_i^p(\psi_i(x)-\psi_i(x'))^2",
        given=(Hypothesis("two-points", sp.S(2), "<=", points),),
        parts=(Part("metric", distance, "==", spectral_distance, scale=1 + distance),),
    ),
    corrected=Claim(
        text="d_{K^p}(x,x')² = ‖K^p_x − K^p_{x'}‖²_{H_{K^p}} = Σ_i λ_i^p(ψ_i(x)−ψ_i(x'))².",
        tex=r"d_{K^p}(x,x')^2=\|K^p_x-K^p_{x'}\|_{H_{K^p}}^2=\sum_i\lambda_i^p(\psi_i(x)-\psi_i(x'))^2",
        given=(Hypothesis("two-points", sp.S(2), "<=", points),),
        parts=(Part("metric", distance_square, "==", spectral_distance, scale=1 + distance_square),),
    ),
    faults=(Fault.SQUARE,),
    why="The sum is the square of the norm; without the root it is no metric: the triangle inequality fails.",
)

LIPSCHITZ = Statement(
    id="stkr.lipschitz-norm",
    title="Lipschitz constants over measures are norms",
    kind=Kind.IDENTITY,
    source=Source("S24", "Proposition 1"),
    vocabulary=STKR,
    printed=Claim(
        text="For every f ∈ H_{K^p} the Lipschitz constant of μ ↦ ∫f dμ over signed measures, in the metric d_{K^p}, "
        "is "
        "‖f‖_{H_{K^p}}.",
        tex=r"\overline{\mathrm{Lip}}_{d_{K^p}}(f)=\|f\|_{H_{K^p}}",
        given=(IN_RANGE,),
        parts=(
            Part("bound", integral_square, "<=", norm_H_power * measure_square, "no measure does better"),
            Part("attained", lipschitz_square, "==", norm_H_power, "and one attains it"),
        ),
    ),
    note="The metric is the norm ‖∫K^p_x dμ − ∫K^p_x dν‖_{H_{K^p}}, as the first half of `stkr.kernel-metric` has it; "
    "both "
    "sides are squared. Only the difference ξ of two measures matters.",
)

UNIVERSALITY = Statement(
    id="stkr.universality",
    title="Targets that keep the order of smoothness",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 1"),
    vocabulary=STKR,
    printed=Claim(
        text="If r_{K^p}(f) ≥ r_{K^p}(g) for all p ≥ 1 implies r_t(f) ≥ r_t(g), and H_t ⊂ H_K, then r_t(f) = "
        "‖f−Ef‖²_P/‖f‖²_{H_t} with H_t the RKHS of an STK, s non-decreasing, s(λ) ≤ Mλ.",
        tex=r"[r_{K^p}(f)\ge r_{K^p}(g)\ \forall p\ge1\Rightarrow r_t(f)\ge r_t(g)]\ \Rightarrow\ "
        r"r_t(f)=\frac{\|f-\mathbb Ef\|_P^2}{\|f\|_{H_t}^2},\ H_t=H_{K_s}",
        given=(NOT_ZERO,),
        parts=(
            Part(
                "form",
                target_mixed,
                "==",
                target_separate,
                "for r_t = r_K², which keeps the order, ‖f‖²_P/r_t(f) is the square of a norm",
                given=(IN_RANGE, Hypothesis("other-in-range", other_outside_range, "==", 0, "g is in the RKHS")),
            ),
            Part(
                "non-decreasing",
                s[i + 1],
                "<=",
                s[i],
                "for r_t that of K_s, where the premise holds",
                given=(A1, Hypothesis("premise", premise_defect, "==", 0, "1/s is c + Σ a_pλ^{−p}, a_p ≥ 0")),
                over=(i, sp.S.One, r),
                scale=sp.Max(s[1], sp.Rational(1, 10**6)),
            ),
            Part(
                "bounded",
                s[i],
                "<=",
                M * lam[i],
                given=(A1, Hypothesis("premise", premise_defect, "==", 0, "1/s is c + Σ a_pλ^{−p}, a_p ≥ 0")),
                over=(i, sp.S.One, r),
                scale=sp.Max(s[1], sp.Rational(1, 10**6)),
            ),
        ),
    ),
    corrected=Claim(
        text="If r_t(f) = ‖f‖²_P/Q(f) with Q a quadratic form and the premise holds, then Q is the squared norm of an "
        "STK, s(λ) ≤ Mλ, and 1/s is a convex non-decreasing function of 1/λ on the spectrum.",
        tex=r"r_t(f)=\|f\|_P^2/Q(f),\ Q\ \text{quadratic}\ \Rightarrow\ "
        r"1/s\ \text{is a convex non-decreasing function of}\ 1/\lambda",
        given=(
            NOT_ZERO,
            A1,
            Hypothesis("premise", premise_defect, "==", 0, "1/s is c + Σ a_pλ^{−p}, a_p ≥ 0"),
        ),
        parts=(
            Part(
                "non-decreasing", s[i + 1], "<=", s[i], over=(i, sp.S.One, r), scale=sp.Max(s[1], sp.Rational(1, 10**6))
            ),
            Part(
                "bounded",
                s[i],
                "<=",
                M * lam[i],
                over=(i, sp.S.One, r),
                scale=sp.Max(s[1], sp.Rational(1, 10**6)),
            ),
            Part("convex", sp.S.Zero, "<=", convexity[i], over=(i, sp.S.One, r - 2), scale=sp.S.One),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Every increasing function of r_K keeps the order, r_K² for one, and ‖f‖²_P/r_K(f)² is no square of a norm: it "
    "fails the parallelogram law. The form has to be assumed. The premise then says more than the print: 1/s is a "
    "limit "
    "of c + Σ a_pλ^{−p} with a_p ≥ 0, p ≥ 1, hence convex in 1/λ, which λ+λ³ and √λ are not.",
    note="r_t is read as any functional, since the ratio of norms is what is concluded. Continuity and smoothness of s "
    "say "
    "nothing on a finite spectrum, where s is free between the eigenvalues. Which s satisfy the premise is decided by "
    "`contextures.measure.suprema.universality`; here the premise is taken as met where a representation proves it.",
)

failure_gap = 2 + sp.sqrt(2 * sp.log(1 / delta))
approximation_bound = 8 * s_max * slope_max / beta**2 * kappa**4 / sp.sqrt(n + m) * failure_gap * y_square / n
approximation_bound_eta = (
    8 * s_max_eta * slope_max_eta / beta**2 * kappa**4 / sp.sqrt(n + m) * failure_gap * y_square / n
)

ESTIMATION = Statement(
    id="stkr.estimation",
    title="Estimation with the population kernel",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 2", reconstructed=True),
    vocabulary=STKR,
    printed=Claim(
        text="Under A2–A4, s(λ) ≤ Mλ, s(λ_i) = O(i^{−1/p}), β_n = Θ(n^{−1/(1+p)}), t ≥ κ^{−1}M^{−1/2} and n large "
        "enough, with "
        "probability ≥ 1−4e^{−t}: ‖f̃−f*‖² ≤ c_0t²κ²M[(εB²+σ²)n^{−1/(1+p)} + max(L²,κ²MεB²)n^{−(1+2p)/(1+p)}].",
        tex=r"\|\tilde f-f^*\|_P^2\le c_0t^2\kappa^2M\bigl[(\varepsilon B^2+\sigma^2)n^{-1/(1+p)}"
        r"+\max(L^2,\kappa^2M\varepsilon B^2)n^{-(1+2p)/(1+p)}\bigr]",
        given=(
            NOT_ZERO,
            RISING,
            A1,
            IN_RANGE,
            A3,
            QUICK,
            SLOW,
            CERTAIN,
            Hypothesis("deviation", 1 / (kappa * sp.sqrt(M)), "<=", t),
        ),
        parts=(
            Part(
                "error",
                estimation_error,
                "<=",
                c_0
                * t**2
                * kappa**2
                * M
                * (
                    (epsilon * B**2 + sigma**2) * n ** (-1 / (1 + decay))
                    + sp.Max(L**2, kappa**2 * M * epsilon * B**2) * n ** (-(1 + 2 * decay) / (1 + decay))
                ),
                constant=c_0,
            ),
        ),
    ),
    note="On a finite space s(λ_i) = O(i^{−1/p}) for every p. β_n is n^{−1/(1+p)}, every n counts as large enough, the "
    "noise "
    "is ±σ at every input and L = σ/3 the smallest that A4 allows.",
)

APPROXIMATION = Statement(
    id="stkr.approximation",
    title="Estimating the transformed kernel from unlabelled points",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 3"),
    vocabulary=STKR,
    printed=Claim(
        text="Under A1 and A2, for any β_n > 0, with probability ≥ 1−δ: ‖f̂−f̃‖²_P ≤ 8 s(λ_max)(s(λ)/λ)'|_{λ_max} "
        "β_n^{−2} "
        "κ⁴/√(n+m) (2+√(2log(1/δ))) ‖y‖²/n, λ_max = max(λ_1, λ̂_1).",
        tex=r"\|\hat f-\tilde f\|_P^2\le8s(\lambda_{\max})\Bigl(\frac{s(\lambda)}\lambda\Bigr)'\Big|_{\lambda_{\max}}"
        r"\beta_n^{-2}\frac{\kappa^4}{\sqrt{n+m}}(2+\sqrt{2\log(1/\delta)})\frac{\|y\|_2^2}n",
        given=(NOT_ZERO, RISING, A1, RIDGE, POSSIBLE, LIKELY),
        parts=(Part("error", approximation_error, "<=", approximation_bound),),
    ),
    note="All samples of n labelled and m unlabelled points are enumerated, with labels y = g(x) for an arbitrary g. "
    "λ̂_1 and "
    "‖y‖² vary with the sample: the quantile is of the ratio of the two sides, which is what the statement bounds.",
)

TOP_EIGENVALUE = Statement(
    id="stkr.top-eigenvalue",
    title="The largest empirical eigenvalue",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Lemma 1"),
    vocabulary=STKR,
    printed=Claim(
        text="With probability ≥ 1−δ: λ̂_1 ≤ λ_1 + κ²/√N [2√2 + √(19log(2(N+1)/δ))].",
        tex=r"\hat\lambda_1\le\lambda_1+\frac{\kappa^2}{\sqrt N}\Bigl[2\sqrt2+\sqrt{19\log\tfrac{2(N+1)}\delta}\Bigr]",
        given=(POSSIBLE, LIKELY),
        parts=(
            Part(
                "deviation",
                empirical_top,
                "<=",
                lam[1] + kappa**2 / sp.sqrt(N) * (2 * sp.sqrt(2) + sp.sqrt(19 * sp.log(2 * (N + 1) / delta))),
                terms={
                    "population": lam[1],
                    "deviation": kappa**2 / sp.sqrt(N) * (2 * sp.sqrt(2) + sp.sqrt(19 * sp.log(2 * (N + 1) / delta))),
                },
            ),
        ),
    ),
    note="λ̂_1 ≤ κ² always, so that the bound says something for N > 150 or so only.",
)

EMPIRICAL_TOP_SHARP = Statement(
    id="stkr.top-eigenvalue-explicit",
    title="The largest empirical eigenvalue, with a smaller constant",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    vocabulary=STKR,
    printed=Claim(
        text="With probability ≥ 1−δ: λ̂_1 ≤ λ_1 + κ²/√N [1 + √(2log(1/δ))]; and λ̂_1 ≤ κ².",
        tex=r"\hat\lambda_1\le\lambda_1+\frac{\kappa^2}{\sqrt N}\Bigl[1+\sqrt{2\log\tfrac1\delta}\Bigr],\quad "
        r"\hat\lambda_1\le\kappa^2",
        given=(POSSIBLE, LIKELY),
        parts=(
            Part(
                "deviation",
                empirical_top,
                "<=",
                lam[1] + kappa**2 / sp.sqrt(N) * (1 + sp.sqrt(2 * sp.log(1 / delta))),
                terms={
                    "population": lam[1],
                    "deviation": kappa**2 / sp.sqrt(N) * (1 + sp.sqrt(2 * sp.log(1 / delta))),
                },
            ),
            Part("ceiling", empirical_top, "<=", kappa**2),
        ),
    ),
    note="λ̂_1 − λ_1 is at most the Hilbert–Schmidt norm of the difference of the covariance operators, whose mean is "
    "at most "
    "κ²/√N and which moves by 2κ²/N at most when one point does; McDiarmid's inequality gives the rest.",
    uses=("stkr.top-eigenvalue",),
)

INVERSE_LAPLACIAN = Statement(
    id="stkr.inverse-laplacian",
    title="The inverse Laplacian",
    kind=Kind.IDENTITY,
    source=Source("S24", "Example 1"),
    vocabulary=STKR,
    printed=Claim(
        text="For 0 < η < 1/λ_1: s(λ) = λ/(1−ηλ) = Σ_{p≥1} η^{p−1}λ^p on the spectrum, and ‖f‖²_{H_{K_s}} = ‖f‖²_{H_K} "
        "− η‖f‖²_P.",
        tex=r"s(\lambda)=\frac\lambda{1-\eta\lambda}=\sum_{p\ge1}\eta^{p-1}\lambda^p,\quad "
        r"\|f\|_{H_{K_s}}^2=\|f\|_{H_K}^2-\eta\|f\|_P^2",
        given=(POSITIVE_ETA, ETA),
        parts=(
            Part(
                "series",
                lam[i] / (1 - eta * lam[i]),
                "==",
                sp.Sum(eta ** (k - 1) * lam[i] ** k, (k, 1, p)) + eta**p * lam[i] ** (p + 1) / (1 - eta * lam[i]),
                "the first p terms and the rest",
                over=(i, sp.S.One, r),
            ),
            Part(
                "rest",
                eta * lam[i],
                "<",
                1,
                "which goes to 0",
                over=(i, sp.S.One, r),
            ),
            Part("norm", norm_H_eta, "==", norm_H - eta * norm_f, given=(IN_RANGE,), scale=1 + norm_H),
        ),
    ),
)

WRONG_ESTIMATION = Part(
    "estimation",
    estimation_error_eta,
    "<=",
    c_0
    * t**2
    * kappa**2
    * M_eta
    * (
        (M * epsilon * B**2 + sigma**2) * n ** (-1 / (1 + decay))
        + sp.Max(L**2, kappa**2 * M_eta * M * epsilon * B**2) * n ** (-(1 + 2 * decay) / (1 + decay))
    ),
    given=(IN_RANGE, A3, QUICK, SLOW, CERTAIN),
    constant=c_0,
)

WRONG_TRANSFORM = Statement(
    id="stkr.wrong-transform",
    title="The inverse Laplacian for another target",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Proposition 2"),
    vocabulary=STKR,
    printed=Claim(
        text="STKR run with the inverse Laplacian s, η < 1/λ_1, while f* is smooth for another s*: the bound of "
        "stkr.approximation still holds with probability ≥ 1−δ, and that of stkr.estimation with ε replaced by Mε.",
        tex=r"\eta<1/\lambda_1:\quad\|\hat f-\tilde f\|_P^2\le8s(\lambda_{\max})\Bigl(\frac{s(\lambda)}\lambda\Bigr)'"
        r"\Big|_{\lambda_{\max}}\beta_n^{-2}\frac{\kappa^4}{\sqrt{n+m}}(2+\sqrt{2\log(1/\delta)})\frac{\|y\|_2^2}n,"
        r"\quad\varepsilon\to M\varepsilon",
        given=(NOT_ZERO, RISING, A1, POSITIVE_ETA, ETA, RIDGE, POSSIBLE, LIKELY),
        parts=(
            Part("well-posed", ill_posed, "<=", delta, "K̂_s exists with probability ≥ 1−δ", scale=sp.S.One),
            Part("approximation", approximation_error_eta, "<=", approximation_bound_eta, "where K̂_s exists"),
            Part(
                "smoothness",
                norm_H_eta,
                "<=",
                M * epsilon * norm_f,
                "f* is smooth for the inverse Laplacian",
                given=(IN_RANGE, A3),
            ),
            WRONG_ESTIMATION,
        ),
    ),
    corrected=Claim(
        text="If ηκ² < 1, K̂_s exists on every sample; in any case with probability ≥ 1−δ either ηλ̂_1 ≥ 1 or the "
        "bound of stkr.approximation holds. ‖f*‖²_{H_{K_s}} ≤ (Mε−η)‖f*‖²_P; stkr.estimation as printed.",
        tex=r"\eta\kappa^2<1\Rightarrow\Pr(\eta\hat\lambda_1\ge1)=0,\quad\Pr(\eta\hat\lambda_1<1,\ \|\hat f-\tilde "
        r"f\|_P^2>"
        r"\text{bound})\le\delta,\quad\|f^*\|_{H_{K_s}}^2\le(M\varepsilon-\eta)\|f^*\|_P^2",
        given=(NOT_ZERO, RISING, A1, POSITIVE_ETA, ETA, RIDGE, POSSIBLE, LIKELY),
        parts=(
            Part(
                "well-posed",
                ill_posed,
                "<=",
                0,
                given=(Hypothesis("below-complexity", eta * kappa**2, "<", 1, "η < 1/κ²"),),
                scale=sp.S.One,
            ),
            Part("approximation", approximation_error_eta, "<=", approximation_bound_eta, "where K̂_s exists"),
            Part("smoothness", norm_H_eta, "<=", (M * epsilon - eta) * norm_f, given=(IN_RANGE, A3), scale=1 + norm_H),
            WRONG_ESTIMATION,
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="η < 1/λ_1 does not keep ηλ̂_1 below 1: where a sample has λ̂_1 ≥ 1/η, the series of K̂_s diverges and f̂ does "
    "not "
    "exist, and that may be far likelier than δ. η < 1/κ² is enough on every sample, since λ̂_1 ≤ κ², and nearly "
    "needed, "
    "since a sample of copies of one x has λ̂_1 = K(x,x). The smoothness can be had with Mε−η, attained where s* is "
    "linear. The bound of stkr.approximation stands but is not attained, with no constant: f̂−f̃ is linear in "
    "q(Ĉ)−q(C), q(λ) = s(λ)/λ, so that its square falls like 1/(n+m) where the bound falls like 1/√(n+m).",
    note="M is that of s*; the bound on the error has that of the inverse Laplacian, 1/(1−ηλ_1). In the print a sample "
    "with "
    "ηλ̂_1 ≥ 1 counts against the part “well-posed” only.",
    uses=("stkr.approximation", "stkr.estimation", "stkr.inverse-laplacian"),
)

share = s[d + 1] / (s[1] - s[d + 1]) * (s[1] * epsilon - 1)
CLASS_NOT_EMPTY = Hypothesis("class", sp.S.One, "<", s[1] * epsilon, "s(λ_1)ε > 1")
HALF = Hypothesis("half", share, "<=", half, "a² ≤ ½")
GAP = Hypothesis("gap", s[d + 1], "<", s[1])
SIZE = Hypothesis("size", sp.S.Zero, "<", B)
ATTAINS = Hypothesis("attains", error, "<=", share * B**2, "Φ attains the bound")

MINIMAX = Statement(
    id="stkr.minimax",
    title="The minimax error over a smooth class",
    kind=Kind.EQUIVALENCE,
    source=Source("S24", "Proposition 3"),
    vocabulary=STKR,
    printed=Claim(
        text="With a² = s(λ_{d+1})/(s(λ_1)−s(λ_{d+1}))·[s(λ_1)ε−1], if s(λ_1)ε > 1 and a² ≤ ½: max over the class of "
        "min_w‖wᵀΨ̂−f‖² ≥ a²B² for every d-dimensional encoder, with equality for ψ_1..ψ_d, and only then if s(λ_d) > "
        "s(λ_{d+1}).",
        tex=r"a^2=\frac{s(\lambda_{d+1})}{s(\lambda_1)-s(\lambda_{d+1})}[s(\lambda_1)\varepsilon-1]\le\tfrac12\ "
        r"\Rightarrow\ "
        r"\max_f\min_w\|w^\top\hat\Psi-f\|_P^2\ge a^2B^2",
        given=(NOT_ZERO, RISING, A1, CLASS_NOT_EMPTY, GAP, HALF, SIZE),
        parts=(
            Part("lower", share * B**2, "<=", error, "no encoder does better", scale=B**2),
            Part("attained", error_top, "==", share * B**2, "ψ_1..ψ_d do as well", scale=B**2),
            Part(
                "unique",
                learning_gap,
                "<=",
                0,
                "and no other encoder",
                given=(ATTAINS, Hypothesis("separated", s[d + 1], "<", s[d])),
                scale=lam[1],
            ),
        ),
    ),
    corrected=Claim(
        text="If s(λ_1)ε > 1 and a² ≤ 1, the least error is a²B²; an encoder has it iff P_{Φ⊥} ⪯ (T_{K_s}⁻¹ − "
        "1/s(λ_1))/"
        "(1/s(λ_{d+1}) − 1/s(λ_1)) on H_K; for d = 1 only ψ_1, where s(λ_2) < s(λ_1).",
        tex=r"\mathrm{err}(\Phi)=a^2\iff P_{\Phi^\perp}\preceq"
        r"\frac{T_{K_s}^{-1}-1/s(\lambda_1)}{1/s(\lambda_{d+1})-1/s(\lambda_1)}",
        given=(NOT_ZERO, RISING, A1, CLASS_NOT_EMPTY, GAP, SIZE, Hypothesis("room", share, "<", 1, "a² < 1")),
        parts=(
            Part("lower", share * B**2, "<=", error, "no encoder does better", scale=B**2),
            Part("attained", error_top, "==", share * B**2, "ψ_1..ψ_d do as well", scale=B**2),
            Part(
                "only-if",
                s[1] * penalised_top,
                "<=",
                -1,
                given=(ATTAINS, Hypothesis("rank", sp.S.Zero, "<", s[d + 1])),
            ),
            Part(
                "if",
                error,
                "<=",
                share * B**2,
                given=(
                    Hypothesis("penalised", s[1] * penalised_top, "<=", -1),
                    Hypothesis("rank", sp.S.Zero, "<", s[d + 1]),
                ),
                scale=B**2,
            ),
            Part(
                "one-dimension",
                learning_gap,
                "<=",
                0,
                given=(ATTAINS, Hypothesis("line", d, "==", 1), Hypothesis("rank", sp.S.Zero, "<", s[d + 1])),
                scale=lam[1],
            ),
        ),
    ),
    faults=(Fault.ONLY_IF,),
    why="The worst f mixes ψ_1 with ψ_{d+1} only: the other directions of an optimal encoder may be tilted towards "
    "modes "
    "beyond d+1. The bound itself holds up to a² < 1.",
    note="“Only then” is reconstructed. The error is homogeneous: it is computed for ‖f‖_P = 1 and both sides carry "
    "B².",
)

deviation = (
    sp.sqrt(kappa**2 * sp.Sum(lam[i], (i, 1, r)) - sp.Sum(lam[i] ** 2, (i, 1, r)))
    + kappa**2 * sp.sqrt(sp.log(1 / delta))
) / sp.sqrt(m)

PCA_APPROXIMATION = Statement(
    id="stkr.kernel-pca-approximation",
    title="Kernel PCA: approximation",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 5"),
    vocabulary=STKR,
    printed=Claim(
        text="‖f*−f̃_d‖²_P ≤ ‖g‖²_P/(λ_1−‖g‖²_P)·[εMλ_1−½]B², and with probability ≥ 1−δ over m unlabelled points "
        "λ_{d+1} ≤ ‖g‖²_P ≤ λ_{d+1} + κ²/√m (2√d+3√log(6/δ)).",
        tex=r"\|f^*-\tilde f_d\|_P^2\le\frac{\|g\|_P^2}{\lambda_1-\|g\|_P^2}\bigl[\varepsilon "
        r"M\lambda_1-\tfrac12\bigr]B^2,"
        r"\quad\lambda_{d+1}\le\|g\|_P^2\le\lambda_{d+1}+\frac{\kappa^2}{\sqrt m}\bigl(2\sqrt "
        r"d+3\sqrt{\log\tfrac6\delta}\bigr)",
        given=(NOT_ZERO, RISING, A1, POSSIBLE, LIKELY),
        parts=(
            Part(
                "approximation",
                residual_P,
                "<=",
                g_square / (lam[1] - g_square) * (epsilon * M * lam[1] - half) * B**2,
                given=(IN_RANGE, A3, Hypothesis("below", g_square, "<", lam[1])),
            ),
            Part("lower", lam[d + 1], "<=", g_square, given=(IN_RANGE,), scale=lam[1]),
            Part(
                "upper",
                g_square_quantile,
                "<=",
                lam[d + 1] + kappa**2 / sp.sqrt(m) * (2 * sp.sqrt(d) + 3 * sp.sqrt(sp.log(6 / delta))),
                "for every f* at once",
            ),
        ),
    ),
    corrected=Claim(
        text="‖f*−f̃_d‖²_P ≤ ‖g‖²_P/(λ_1−‖g‖²_P)·[εMλ_1−½]B², and λ_{d+1} ≤ max_{f*}‖g‖²_P ≤ min{λ_1, λ_{d+1} + √(2/m)"
        "(√(κ²Σλ_i−Σλ_i²) + κ²√log(1/δ))}, the lower bound on every sample and the upper one with probability ≥ 1−δ.",
        tex=r"\lambda_{d+1}\le\max_{f^*}\|g\|_P^2\le\min\Bigl\{\lambda_1,\lambda_{d+1}+\sqrt{\tfrac2m}\Bigl(\sqrt{"
        r"\kappa^2\textstyle\sum\lambda_i-\sum\lambda_i^2}+\kappa^2\sqrt{\log\tfrac1\delta}\Bigr)\Bigr\}",
        given=(NOT_ZERO, RISING, A1, POSSIBLE, LIKELY),
        parts=(
            Part(
                "approximation",
                residual_P,
                "<=",
                g_square / (lam[1] - g_square) * (epsilon * M * lam[1] - half) * B**2,
                given=(IN_RANGE, A3, Hypothesis("below", g_square, "<", lam[1])),
            ),
            Part("lower", lam[d + 1], "<=", g_square_worst, scale=lam[1]),
            Part("residual", g_square, "<=", g_square_worst, given=(IN_RANGE,), scale=lam[1]),
            Part("upper", g_square_quantile, "<=", sp.Min(lam[1], lam[d + 1] + sp.sqrt(2) * deviation)),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="g depends on f*: for an f* whose residual lies in a later mode, ‖g‖²_P is below λ_{d+1}. The lower bound "
    "holds for "
    "the largest ‖g‖²_P over all f*, on every sample, by the min-max principle. The upper bound has no d: by Weyl's "
    "inequalities the excess over λ_{d+1} is at most the spread of the eigenvalues of Ĉ−C, hence √2‖Ĉ−C‖_HS, whose "
    "mean "
    "square is at most (κ²Σλ_i−Σλ_i²)/m and which one point moves by √2κ²/m at most. Beyond λ_1 it says nothing; "
    "below, "
    "it is not attained, since the deviation has a Gaussian tail and that of McDiarmid's inequality is a bound.",
    note="The first inequality is reconstructed. The encoder is that of an arbitrary law of unlabelled points in the "
    "first "
    "two parts, and of every sample of m of them in the last.",
)

PCA_ESTIMATION = Statement(
    id="stkr.kernel-pca-estimation",
    title="Kernel PCA: estimation",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 4"),
    vocabulary=STKR,
    printed=Claim(
        text="Under A2–A4, β_n = Θ(n^{−1/(1+p)}), t ≥ κ^{−1}, n large enough and n ≥ 16κ⁴λ̃_d^{−2}(2+√(2log(2/δ)))², "
        "with "
        "probability ≥ 1−4e^{−t}−δ: ‖f̂_d−f̃_d‖² ≤ 3(‖f*−f̃_d‖²_P+λ̃_d/4·‖f*−f̃_d‖²_{H_K}) + "
        "c_0t²[(κ²MεB²+κ²σ²)n^{−1/(1+p)}"
        " + κ²max(L²,κ²MεB²)n^{−(1+2p)/(1+p)}].",
        tex=r"\|\hat f_d-\tilde f_d\|_P^2\le3\bigl(\|f^*-\tilde f_d\|_P^2+\tfrac{\tilde\lambda_d}4\|f^*-\tilde "
        r"f_d\|_{H_K}^2\bigr)"
        r"+c_0t^2\bigl[(\kappa^2M\varepsilon B^2+\kappa^2\sigma^2)n^{-\frac1{1+p}}"
        r"+\kappa^2\max(L^2,\kappa^2M\varepsilon B^2)n^{-\frac{1+2p}{1+p}}\bigr]",
        given=(
            NOT_ZERO,
            RISING,
            A1,
            IN_RANGE,
            A3,
            QUICK,
            SLOW,
            POSSIBLE,
            Hypothesis("certain", 4 * sp.exp(-t) + delta, "<", 1, "the probability is positive"),
            Hypothesis("deviation", 1 / kappa, "<=", t),
            Hypothesis("sampled", sp.S.Zero, "<", lambda_sample),
            Hypothesis("many", 16 * kappa**4 * (2 + sp.sqrt(2 * sp.log(2 / delta))) ** 2, "<=", n * lambda_sample**2),
        ),
        parts=(
            Part(
                "error",
                pca_error,
                "<=",
                3 * (residual_P + lambda_sample / 4 * residual_H)
                + c_0
                * t**2
                * (
                    (kappa**2 * M * epsilon * B**2 + kappa**2 * sigma**2) * n ** (-1 / (1 + decay))
                    + kappa**2 * sp.Max(L**2, kappa**2 * M * epsilon * B**2) * n ** (-(1 + 2 * decay) / (1 + decay))
                ),
                constant=c_0,
            ),
        ),
    ),
    note="Given the law of the unlabelled points, all labelled samples are enumerated; noise ±σ at one of two "
    "inputs, none where there are more, so that there are not too many. β_n is n^{−1/(1+p)}.",
)

PROP_SOLVER = Statement(
    id="stkr.prop-solver",
    title="STKR-Prop",
    kind=Kind.IDENTITY,
    source=Source("S24", "Algorithms 1 and 2"),
    vocabulary=STKR,
    printed=Claim(
        text="Horner's rule gives s(G_K/N); the two forms have one solution; induction costs O(N) a point; "
        "Richardson's "
        "iteration converges, and its cost is O(q·N²·β_n^{−1}·s(λ)·log(1/ε)).",
        tex=r"f=Ns(G_K/N)\alpha=G_K\theta,\quad\|y-A\alpha_k\|\le\Bigl(\frac{Ns(\lambda)}{n\beta_n+Ns(\lambda)}"
        r"\Bigr)^k\|y\|",
        given=(RIDGE, A1),
        parts=(
            Part("horner", horner_defect, "==", 0, scale=sp.S.One),
            Part(
                "two-forms",
                inverse_form_defect,
                "==",
                0,
                given=(POSITIVE_ETA, Hypothesis("sample", eta * sample_top, "<", 1, "ηλ̂_1 < 1")),
                scale=sp.S.One,
            ),
            Part("induction", induction_defect, "==", 0, scale=sp.S.One),
            Part(
                "convergence",
                step_residual,
                "<=",
                (points * s_kappa / (labelled_points * beta + points * s_kappa)) ** (2 * p) * given_labels,
            ),
            Part(
                "cost",
                condition,
                "<=",
                c_0 * s_sample_top,
                "the condition number is O(β_n^{−1}s(λ)); times N/n it would hold with the constant 1",
                constant=c_0,
            ),
        ),
    ),
    note="On the sample of every input once, the first n of them labelled, so that N is the number of inputs. The "
    "solver itself, "
    "on real data, is `contextures.STKR`; see the page on STKR.",
)

STATEMENTS = (
    KERNEL_METRIC,
    LIPSCHITZ,
    UNIVERSALITY,
    ESTIMATION,
    APPROXIMATION,
    TOP_EIGENVALUE,
    EMPIRICAL_TOP_SHARP,
    INVERSE_LAPLACIAN,
    WRONG_TRANSFORM,
    MINIMAX,
    PCA_APPROXIMATION,
    PCA_ESTIMATION,
    PROP_SOLVER,
)
