"""Chapter 4: mixing contexts."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import N, d, i, s
from contextures.theory.symbols.mixing import (
    MIXING,
    J,
    K,
    RT_both,
    RT_first,
    RT_second,
    convolution_defect,
    epsilon,
    error_both,
    error_first,
    error_second,
    eta,
    excess_of_task,
    game_value,
    game_value_average,
    game_value_best,
    game_value_between,
    game_value_other,
    j,
    lambda_1,
    lambda_2,
    lambda_3,
    lambda_mix,
    lambda_pairs,
    lambda_product,
    least_surplus,
    long_convolution_defect,
    loss,
    mix_defect,
    mixed_loss,
    mixed_loss_best,
    n,
    product_convolution,
    product_first,
    product_link,
    rho_square,
    rho_square_least,
    rho_square_mix,
    rho_square_most,
    s_concatenation,
    s_convolution,
    s_largest,
    s_link,
    steps,
    svme,
    tau_1,
    tau_2,
    tau_mix,
    w,
    weyl,
)

CHAPTER = Source("D25", "chapter 4", reconstructed=True)


def top(spectrum: sp.IndexedBase) -> sp.Expr:
    """Return λ_1 + … + λ_d."""
    return sp.Sum(spectrum[i], (i, 1, d))


CONVOLUTION = Statement(
    id="mixing.convolution-operator",
    title="Convolution multiplies the operators and weakens the association",
    kind=Kind.INEQUALITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="T of the convolution is T_1T_2, T_2 with input law P_{A_1}. On mean-zero functions s_1(T_1T_2) ≤ "
        "s_1(T_1)s_1(T_2), s_i(T_1T_2) ≤ min(s_i(T_1)s_1(T_2), s_1(T_1)s_i(T_2)) and ∏_{i≤k}s_i(T_1T_2) ≤ "
        "∏_{i≤k}s_i(T_1)s_i(T_2).",
        tex=r"T=T_1T_2,\quad s_i(T_1T_2)\le\min(s_i(T_1)s_1(T_2),s_1(T_1)s_i(T_2)),\quad "
        r"\prod_{i\le k}s_i(T_1T_2)\le\prod_{i\le k}s_i(T_1)s_i(T_2)",
        parts=(
            Part("operator", convolution_defect, "==", 0, "T = T_1T_2", scale=1),
            Part("operator-of-three", long_convolution_defect, "==", 0, "T = T_1T_2T_3", scale=1),
            Part("top", s_convolution[1], "<=", s[1] * s_link[1], scale=1),
            Part("left", s_convolution[i], "<=", s[i] * s_link[1], over=(i, 1, N), scale=1),
            Part("right", s_convolution[i], "<=", s[1] * s_link[i], over=(i, 1, N), scale=1),
            Part("products", product_convolution[i], "<=", product_first[i] * product_link[i], over=(i, 1, N), scale=1),
        ),
    ),
    note="The bounds are Horn's. A_1 may live on any space: only P_2(·|a_1) enters.",
    uses=("contexts.operators",),
)

CONVEX_KERNEL = Statement(
    id="mixing.convex-kernel",
    title="The convex combination averages the kernels",
    kind=Kind.INEQUALITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="The convex combination has TT* = Σ_j w_jT_jT_j*. λ_1+…+λ_d ≤ Σ_j w_j(λ_1^{(j)}+…+λ_d^{(j)}); for two "
        "contexts λ_{i+k−1} ≤ w_1λ_i^{(1)} + w_2λ_k^{(2)} for i, k ≥ 1, on mean-zero functions; the trace is the "
        "weighted mean.",
        tex=r"TT^*=\sum_jw_jT_jT_j^*,\quad \sum_{i\le d}\lambda_i\le\sum_jw_j\sum_{i\le d}\lambda_i^{(j)},\quad "
        r"\lambda_{i+k-1}\le w_1\lambda_i^{(1)}+w_2\lambda_k^{(2)}",
        parts=(
            Part("operator", mix_defect, "==", 0, "TT* = Σ_j w_jT_jT_j*", scale=1),
            Part(
                "ky-fan",
                top(lambda_mix),
                "<=",
                w[1] * top(lambda_1) + w[2] * top(lambda_2) + w[3] * top(lambda_3),
                scale=1,
            ),
            Part(
                "weyl",
                lambda_mix[n],
                "<=",
                weyl[n],
                "n = i + k − 1",
                given=(Hypothesis("two-contexts", J, "==", 2),),
                over=(n, 1, N),
                scale=1,
            ),
            Part(
                "trace",
                sp.Sum(lambda_mix[i], (i, 1, N)),
                "==",
                w[1] * sp.Sum(lambda_1[i], (i, 1, N))
                + w[2] * sp.Sum(lambda_2[i], (i, 1, N))
                + w[3] * sp.Sum(lambda_3[i], (i, 1, N)),
                scale=1,
            ),
        ),
    ),
    note="The inequalities are Ky Fan's and Weyl's. Weights may be zero.",
    uses=("contexts.operators",),
)

CONCATENATION = Statement(
    id="mixing.concatenation-strengthens",
    title="Concatenation strengthens the association",
    kind=Kind.INEQUALITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="K_concat ⪰ K_j for every j, so s_i(concat) ≥ max_j s_i(T_j).",
        tex=r"K_{\mathrm{concat}}\succeq K_j,\quad s_i(\mathrm{concat})\ge\max_js_i(T_j)",
        parts=(
            Part("order", 0, "<=", least_surplus[j], "K_concat ⪰ K_j", over=(j, 1, J), scale=1),
            Part("values", s_largest[i], "<=", s_concatenation[i], over=(i, 1, N), scale=1),
        ),
    ),
    note="On finitely many inputs K_concat ⪰ K_j says that the least eigenvalue of the difference is not negative; it "
    "is 0, since both fix the constants.",
    uses=("contexts.operators",),
)

PRODUCT = Statement(
    id="mixing.product",
    title="The spectrum of a product",
    kind=Kind.IDENTITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="For independent pairs (X_1, A_1), (X_2, A_2) the spectrum of the product is all products "
        "s_i^{(1)}s_k^{(2)}, i, k ≥ 0.",
        tex=r"\{s(T_1\otimes T_2)\}=\{s_i^{(1)}s_k^{(2)}:i,k\ge0\}",
        parts=(Part("values", lambda_product[i], "==", lambda_pairs[i], over=(i, 1, N * K), scale=1),),
    ),
    note="Compared as squares, in descending order and without the constant (i = k = 0); beyond both lists they are 0.",
)

ENCODERS = Statement(
    id="mixing.encoder-concatenation",
    title="Concatenated encoders are at least as good as each",
    kind=Kind.INEQUALITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="err([Φ_1,Φ_2]; F) ≤ min(err(Φ_1; F), err(Φ_2; F)) for any class F, and the ratio trace of [Φ_1,Φ_2] is "
        "at least that of each.",
        tex=r"\mathrm{err}([\Phi_1,\Phi_2];F)\le\min_j\mathrm{err}(\Phi_j;F),\quad RT([\Phi_1,\Phi_2])\ge RT(\Phi_j)",
        parts=(
            Part("every-task", excess_of_task[j], "<=", 0, "for one task", over=(j, 1, 2), scale=1),
            Part("compatible-tasks", error_both, "<=", sp.Min(error_first, error_second), "for F_ε", scale=1),
            Part("ratio-trace-first", RT_first, "<=", RT_both, scale=1),
            Part("ratio-trace-second", RT_second, "<=", RT_both, scale=1),
        ),
    ),
    note="Where it holds for every single task it holds for every class; the largest difference over unit tasks is an "
    "eigenvalue of a difference of projectors.",
)

COMPATIBILITY = Statement(
    id="mixing.compatibility",
    title="Compatibility with a convex combination",
    kind=Kind.INEQUALITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="For the convex combination ρ²(f) = Σ_j w_jρ_j²(f); so its F_ε lies in the union of the F_ε(P_j) and "
        "contains their intersection.",
        tex=r"\rho^2(f)=\sum_jw_j\rho_j^2(f),\quad \bigcap_jF_\varepsilon(P_j)\subseteq F_\varepsilon\subseteq"
        r"\bigcup_jF_\varepsilon(P_j)",
        parts=(
            Part(
                "mean",
                rho_square_mix,
                "==",
                w[1] * rho_square[1] + w[2] * rho_square[2] + w[3] * rho_square[3],
                scale=1,
            ),
            Part("every-task", mix_defect, "==", 0, "as quadratic forms", scale=1),
            Part(
                "union",
                (1 - epsilon) ** 2,
                "<=",
                rho_square_most,
                "f is in F_ε(P_j) for some j",
                given=(
                    Hypothesis("range", epsilon, "<=", 1),
                    Hypothesis("compatible", (1 - epsilon) ** 2, "<=", rho_square_mix),
                ),
                scale=1,
            ),
            Part(
                "intersection",
                (1 - epsilon) ** 2,
                "<=",
                rho_square_mix,
                "f is in F_ε of the combination",
                given=(
                    Hypothesis("range", epsilon, "<=", 1),
                    Hypothesis("compatible-with-each", (1 - epsilon) ** 2, "<=", rho_square_least),
                ),
                scale=1,
            ),
        ),
    ),
    note="ρ(f) ≥ 1 − ε is compared in squares, both sides being ≥ 0 for 0 ≤ ε ≤ 1; f is centred, and f = 0 counts in "
    "every class.",
    uses=("optimality.compatibility", "mixing.convex-kernel"),
)

ENOUGH_INPUTS = Hypothesis("enough-inputs", d, "<=", N - 1, "there is a Φ with Cov[Φ] = I")

WEIGHTS = Statement(
    id="mixing.weights",
    title="Learned weights of a convex combination",
    kind=Kind.INEQUALITY,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="With loss_j(Φ) = d − Σ_i⟨φ̃_i, K_jφ̃_i⟩ under Cov[Φ] = I, exponentiated gradient from uniform w (Φ_t "
        "minimises Σ_j w_{t,j}loss_j, then w_j ← w_j·exp(η·loss_j(Φ_t)), renormalised) has after T steps an average w̄ "
        "whose value is within log J/(ηT) + ηd²/8 of max_w min_Φ Σ_j w_j·loss_j(Φ). The inner minimum is the sum of "
        "the d smallest eigenvalues of I − Σ_j w_jK_j on mean-zero functions, and concave in w.",
        tex=r"\max_wv(w)-v(\bar w)\le\frac{\log J}{\eta T}+\frac{\eta d^2}8,\quad "
        r"v(w)=\min_\Phi\sum_jw_j\mathrm{loss}_j(\Phi)",
        given=(ENOUGH_INPUTS,),
        parts=(
            Part("loss", loss[j], "==", svme[j], "SVME with Ψ minimised out", over=(j, 1, J), scale=1),
            Part("inner-minimum", game_value, "<=", mixed_loss, "no Φ does better", scale=1),
            Part(
                "inner-attained",
                mixed_loss_best,
                "==",
                game_value,
                "the top-d singular functions of the combination attain it",
                scale=1,
            ),
            Part("concave", (game_value + game_value_other) / 2, "<=", game_value_between, scale=1),
            Part.of_terms(
                "regret",
                game_value_best - game_value_average,
                {"start": sp.log(J) / (eta * steps), "steps": eta * d**2 / 8},
            ),
        ),
    ),
    note="The weights play against Φ: they move towards the contexts on which Φ_t is bad. No Φ has Cov[Φ] = I if d > N "
    "− 1.",
    uses=("mixing.convex-kernel",),
)

gain = eta * d
loss_of_a_step = sp.log((sp.exp(gain) - 1) / gain) - 1 + gain / (sp.exp(gain) - 1)

WEIGHTS_SHARP = Statement(
    id="mixing.weights-sharp",
    title="Learned weights, with the sharp loss of a step",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    vocabulary=MIXING,
    printed=Claim(
        text="As mixing.weights, with d·ψ(ηd) in place of ηd²/8, ψ(x) = (log((e^x−1)/x) − 1 + x/(e^x−1))/x: the value "
        "of w̄ is within log J/(ηT) + d·ψ(ηd) of the best, and d·ψ(ηd) ≤ min{ηd²/8, d}.",
        tex=r"\max_wv(w)-v(\bar w)\le\frac{\log J}{\eta T}+d\,\psi(\eta d),\quad"
        r"\psi(x)=\frac1x\Bigl(\log\frac{e^x-1}x-1+\frac x{e^x-1}\Bigr)\le\min\{x/8,1\}",
        given=(ENOUGH_INPUTS,),
        parts=(
            Part.of_terms(
                "regret",
                game_value_best - game_value_average,
                {"start": sp.log(J) / (eta * steps), "steps": loss_of_a_step / eta},
            ),
            Part("below-print", loss_of_a_step / eta, "<=", eta * d**2 / 8, "Hoeffding's bound is larger"),
            Part("below-range", loss_of_a_step / eta, "<=", d, "and so is the range of the loss"),
        ),
    ),
    note="A step loses log E e^{ηX} − ηE X for a loss X in [0, d]; it is largest for a loss that is 0 or d, with the "
    "chance 1/(ηd) − 1/(e^{ηd}−1) of d.",
    uses=("mixing.weights",),
)

MODERATE = Statement(
    id="mixing.moderate",
    title="A mixture of a strong and a weak context may beat both",
    kind=Kind.EXISTENCE,
    source=CHAPTER,
    vocabulary=MIXING,
    printed=Claim(
        text="There are two contexts, one too strong and one too weak, with a mixture whose τ is smaller than both.",
        tex=r"\exists P_1,P_2,w:\ \tau(w_1P_1+w_2P_2)<\min(\tau(P_1),\tau(P_2))",
        given=(
            Hypothesis("two-contexts", J, "==", 2),
            Hypothesis("associated", 0, "<", lambda_2[1], "the weak context is not independent"),
            Hypothesis("stronger", sp.Sum(lambda_2[i], (i, 1, N)), "<", lambda_1[N - 1], "all λ_i(1) > Σ_i λ_i(2)"),
        ),
        parts=(
            Part("smaller", tau_mix, "<", sp.Min(tau_1, tau_2), exists=True),
            Part("clearly-smaller", tau_mix, "<", 2 * sp.Min(tau_1, tau_2) / 3, "by more than a third", exists=True),
        ),
    ),
    note="The mixture of the example is a convex combination. C25 says not to trust a τ close to β+1 = 2, the value "
    "of both contexts: part ‘clearly-smaller’ asks for more than a third less (for A = X on N points beside a weak "
    "context of rank one, τ tends to 1 + 1/(N−1) as the weights of both vanish). “Stronger” is read strictly: every "
    "λ_i of the strong context exceeds the sum of all of the weak one, so the spectra, and with them the decay rates, "
    "are ordered; the chapter gives no threshold.",
)

STATEMENTS = (
    CONVOLUTION,
    CONVEX_KERNEL,
    CONCATENATION,
    PRODUCT,
    ENCODERS,
    COMPATIBILITY,
    WEIGHTS,
    WEIGHTS_SHARP,
    MODERATE,
)
