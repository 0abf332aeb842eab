"""Chapter 2: objectives that learn the contexture."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import M, N, d, i, s
from contextures.theory.symbols.objectives import (
    OBJECTIVES,
    asymmetry,
    balanced_loss,
    balanced_minimum,
    bias_eigenvalue,
    bias_gap,
    bias_loss,
    centred_bias_gap,
    centred_right_gap,
    class_imbalance,
    classes,
    coefficient_form,
    contrastive_loss,
    cross_modal_best,
    cross_modal_distance,
    cross_modal_loss,
    denoising_eigenvalue,
    denoising_gap,
    denoising_image_defect,
    denoising_loss,
    denoising_minimum,
    denoising_plain_eigenvalue,
    denoising_plain_gap,
    denoising_plain_gap_as_is,
    denoising_plain_loss,
    denoising_plain_minimum,
    edge_gap,
    etf_centred_gap,
    etf_gap,
    full_gap,
    graph_loss,
    image_gap,
    k,
    kernel_share,
    kise_pair_loss,
    kise_value,
    label_kernel_defect,
    label_noise,
    laplacian_eigenvalue,
    learned_gap,
    learning_gap,
    noncontrastive_loss,
    onehot_eigenvalue,
    onehot_gap,
    onehot_loss,
    onehot_operator_defect,
    plain_eigenvalue,
    plain_gap,
    plain_loss,
    right_gap,
    scaled_loss,
    scaling_missing,
    scaling_value,
    second_moment,
    svme_loss,
    svme_loss_of,
    variance,
    walk_eigenvalue,
)

ONE = sp.S.One
squares = sp.Sum(s[i] ** 2, (i, 1, d))
fourth_powers = sp.Sum(s[i] ** 4, (i, 1, d))

FITS = Hypothesis("fits", d, "<=", N, "d functions on X can be independent")
LEARNABLE = Hypothesis("learnable", d, "<=", N - 1, "a contexture of dimension d exists")
ASSOCIATED = Hypothesis("associated", sp.S.Zero, "<", s[d], "s_d > 0")
LEARNS = Hypothesis("learns", learning_gap, "==", 0, "Φ learns the contexture")
SYMMETRIC = Hypothesis("undirected", asymmetry, "==", 0, "P⁺ is the edge law of an undirected graph")

onehot_minimum = 1 - sp.Sum(onehot_eigenvalue[i], (i, 1, d))
ONEHOT_MINIMISES = Hypothesis("minimises", onehot_loss, "<=", onehot_minimum, "Φ attains the minimum")
ONEHOT_POSITIVE = Hypothesis("positive", sp.S.Zero, "<", onehot_eigenvalue[d], "θ_d > 0")
ONEHOT_PARTS = (
    Part("minimum", onehot_minimum, "<=", onehot_loss, "no encoder does better", scale=ONE),
    Part("if", onehot_loss, "==", onehot_minimum, given=(Hypothesis("extracts", onehot_gap, "==", 0),), scale=ONE),
)
EQUAL_CLASSES = Part(
    "equal-classes",
    onehot_operator_defect,
    "==",
    0,
    given=(Hypothesis("equal", class_imbalance, "==", 0),),
    scale=ONE,
)

SUPERVISED_ONEHOT = Statement(
    id="objectives.supervised-onehot",
    title="Classification without bias",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 6"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="A one-hot over the classes, no bias: Φ minimises R(Φ) = min_W E‖WΦ(X) − A‖² iff it extracts the top-d "
        "eigenspace of TΛT*, (Λg)(a) = g(a)P_A(a). If all classes have the same size the top-d eigenfunctions of "
        "TΛT* and TT* are the same.",
        tex=r"\Phi\in\arg\min_\Phi\min_W\mathbb E\|W\Phi(X)-A\|^2\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=(
            *ONEHOT_PARTS,
            Part("only-if", onehot_gap, "<=", 0, given=(ONEHOT_MINIMISES,), scale=ONE),
            EQUAL_CLASSES,
        ),
    ),
    corrected=Claim(
        text="If θ_d > 0, Φ minimises R iff it extracts the top-d eigenspace of TΛT*; the minimum is 1 − Σ_{i≤d} θ_i, "
        "and "
        "an encoder that extracts it attains it, whatever θ_d is. Classes of the same size as printed.",
        tex=r"\theta_d>0:\ \Phi\in\arg\min R\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=(
            *ONEHOT_PARTS,
            Part("only-if", onehot_gap, "<=", 0, given=(ONEHOT_POSITIVE, ONEHOT_MINIMISES), scale=ONE),
            EQUAL_CLASSES,
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.BOUNDARY),
    why="If TΛT* has fewer than d positive eigenvalues, an encoder of lower dimension that spans their eigenspace "
    "attains the minimum too.",
)

SUPERVISED_BALANCED = Statement(
    id="objectives.supervised-balanced",
    title="Class-balanced classification",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 7"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="A one-hot, with bias: Φ minimises R_bal(Φ) = min_{W,b} E[‖WΦ(X) + b − A‖²/√P_A(A)] iff it learns the "
        "contexture of P⁺.",
        tex=r"\Phi\in\arg\min\min_{W,b}\mathbb E\Bigl[\frac{\|W\Phi(X)+b-A\|^2}{\sqrt{P_A(A)}}\Bigr]"
        r"\iff\Phi\text{ learns the contexture}",
        given=(LEARNABLE,),
        parts=(
            Part("if", balanced_loss, "<=", balanced_minimum, given=(LEARNS,), scale=ONE),
            Part(
                "only-if",
                learning_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", balanced_loss, "<=", balanced_minimum),),
                scale=ONE,
            ),
        ),
    ),
    corrected=Claim(
        text="If s_d > 0, Φ minimises min_{W,b} E‖WΦ(X) + b − A/√P_A(A)‖² iff it learns the contexture of P⁺; the "
        "minimum is M − 1 − Σ_{i≤d} s_i².",
        tex=r"\min_{W,b}\mathbb E\Bigl\|W\Phi(X)+b-\frac{A}{\sqrt{P_A(A)}}\Bigr\|^2\ge M-1-\sum_{i\le d}s_i^2",
        given=(LEARNABLE, ASSOCIATED),
        parts=(
            Part("minimum", M - 1 - squares, "<=", scaled_loss, scale=ONE),
            Part("if", scaled_loss, "==", M - 1 - squares, given=(LEARNS,), scale=ONE),
            Part(
                "only-if",
                learning_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", scaled_loss, "<=", M - 1 - squares),),
                scale=ONE,
            ),
        ),
    ),
    faults=(Fault.CONSTANT, Fault.BOUNDARY),
    why="Weighting the loss of a sample by 1/√P_A(A) also changes the law of X, and still leaves a factor √P_A in "
    "Λ: the minimiser belongs to another, re-weighted law. The scaling has to be on the target: with A/√P_A(A) the "
    "operator is TT* itself. For classes of equal size the two agree.",
    uses=("objectives.supervised-onehot",),
)

plain_minimum = second_moment - sp.Sum(plain_eigenvalue[i], (i, 1, d))
bias_minimum = variance - sp.Sum(bias_eigenvalue[i], (i, 1, d))
PLAIN_PARTS = (
    Part("plain-minimum", plain_minimum, "<=", plain_loss, scale=1 + second_moment),
    Part(
        "plain-if",
        plain_loss,
        "==",
        plain_minimum,
        given=(Hypothesis("extracts", plain_gap, "==", 0),),
        scale=1 + second_moment,
    ),
)
BIAS_MINIMUM = Part("bias-minimum", bias_minimum, "<=", bias_loss, scale=1 + variance)

SUPERVISED_REGRESSION = Statement(
    id="objectives.supervised-regression",
    title="Regression",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 8"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="A ∈ ℝ^p arbitrary: Φ minimises min_{W,b} E‖WΦ(X) + b − A‖² iff Φ extracts the top-d eigenspace of TΛT*; "
        "k_Λ(a,a') = ⟨a,a'⟩ without bias, ⟨ã,ã'⟩ with bias.",
        tex=r"\Phi\in\arg\min\min_{W,b}\mathbb E\|W\Phi(X)+b-A\|^2\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=(
            *PLAIN_PARTS,
            Part(
                "plain-only-if",
                plain_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", plain_loss, "<=", plain_minimum),),
                scale=1 + second_moment,
            ),
            BIAS_MINIMUM,
            Part(
                "bias-if",
                bias_loss,
                "==",
                bias_minimum,
                given=(Hypothesis("extracts", bias_gap, "==", 0),),
                scale=1 + variance,
            ),
            Part(
                "bias-only-if",
                bias_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", bias_loss, "<=", bias_minimum),),
                scale=1 + variance,
            ),
        ),
    ),
    corrected=Claim(
        text="The minima as printed. Without bias Φ attains it if it extracts the top-d eigenspace, with bias if the "
        "centred Φ̃ extracts that of TΛT*, k_Λ = ⟨ã,ã'⟩; and only if, where the d-th eigenvalue is positive.",
        tex=r"\tilde\theta_d>0:\ \Phi\in\arg\min\iff\mathrm{span}\,\tilde\Phi=\mathrm{top}_d(T\tilde\Lambda T^*)",
        given=(FITS,),
        parts=(
            *PLAIN_PARTS,
            Part(
                "plain-only-if",
                plain_gap,
                "<=",
                0,
                given=(
                    Hypothesis("positive", sp.S.Zero, "<", plain_eigenvalue[d]),
                    Hypothesis("minimises", plain_loss, "<=", plain_minimum),
                ),
                scale=1 + second_moment,
            ),
            BIAS_MINIMUM,
            Part(
                "bias-if",
                bias_loss,
                "==",
                bias_minimum,
                given=(Hypothesis("extracts", centred_bias_gap, "==", 0),),
                scale=1 + variance,
            ),
            Part(
                "bias-only-if",
                centred_bias_gap,
                "<=",
                0,
                given=(
                    Hypothesis("positive", sp.S.Zero, "<", bias_eigenvalue[d]),
                    Hypothesis("minimises", bias_loss, "<=", bias_minimum),
                ),
                scale=1 + variance,
            ),
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="With a bias the loss does not see constants: Φ plus a constant is as good, but its functions as they stand "
    "span another space; centre them first. Where the d-th eigenvalue is 0 an encoder of lower dimension is as good.",
    note="“Extracts” is read for the φ_i as they stand, as the chapter defines it for an operator.",
)

NEURAL_COLLAPSE = Statement(
    id="objectives.neural-collapse",
    title="Neural collapse",
    kind=Kind.IDENTITY,
    source=Source("C25", "§3.1"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Deterministic labels, d equal classes: the span of the ETF φ_i(x) = c(1[x ∈ class i] − 1/d) is the "
        "span of the top-d eigenfunctions of TΛT*; for unequal classes the kernel of TΛT* is 1[x and x' have the "
        "same label].",
        tex=r"\mathrm{span}\{1[x\in i]-\tfrac1d\}=\mathrm{top}_d(T\Lambda T^*),\quad k_{T\Lambda T^*}(x,x')=1["
        r"\text{same label}]",
        given=(Hypothesis("deterministic", label_noise, "==", 0),),
        parts=(
            Part("span", etf_gap, "==", 0, given=(Hypothesis("equal", class_imbalance, "==", 0),), scale=ONE),
            Part("kernel", label_kernel_defect, "==", 0, scale=ONE),
        ),
    ),
    corrected=Claim(
        text="Deterministic labels, d equal classes: the span of the ETF has dimension d−1 and is the span of the "
        "top-(d−1) singular functions, the constant excluded; with the constant it is that of the top-d "
        "eigenfunctions of TΛT*.",
        tex=r"\mathrm{span}\{1[x\in i]-\tfrac1d\}=\mathrm{span}\{\mu_1,\dots,\mu_{d-1}\}",
        given=(Hypothesis("deterministic", label_noise, "==", 0),),
        parts=(
            Part("span", etf_centred_gap, "==", 0, given=(Hypothesis("equal", class_imbalance, "==", 0),), scale=ONE),
            Part("kernel", label_kernel_defect, "==", 0, scale=ONE),
        ),
    ),
    faults=(Fault.BOUNDARY,),
    why="The d functions of the ETF add up to 0, so they span d−1 dimensions; the top-d eigenspace of TΛT* has d "
    "and holds the constant.",
    note="d is the number M of classes.",
    uses=("objectives.supervised-onehot",),
)

AVERAGE_ENCODER = Statement(
    id="objectives.average-encoder",
    title="Averaging an encoder on A",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Corollary 9"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="s_d > 0: Φ = TΨ spans the top-d left singular functions iff Ψ spans the top-d right ones.",
        tex=r"s_d>0:\ \mathrm{span}\,T\Psi=\mathrm{span}\{\mu_i\}_{i\le d}\iff\mathrm{span}\,\Psi=\mathrm{span}\{"
        r"\nu_i\}_{i\le d}",
        given=(ASSOCIATED,),
        parts=(
            Part("if", image_gap, "==", 0, given=(Hypothesis("right", right_gap, "==", 0),), scale=ONE),
            Part("only-if", right_gap, "<=", 0, given=(Hypothesis("left", image_gap, "==", 0),), scale=ONE),
        ),
    ),
    corrected=Claim(
        text="s_d > 0 and Ψ orthogonal to the kernel of T: Φ = TΨ spans the top-d left singular functions iff Ψ "
        "spans the top-d right ones.",
        tex=r"s_d>0,\ \Psi\perp\ker T:\ \mathrm{span}\,T\Psi=\mathrm{span}\{\mu_i\}_{i\le d}"
        r"\iff\mathrm{span}\,\Psi=\mathrm{span}\{\nu_i\}_{i\le d}",
        given=(ASSOCIATED, Hypothesis("no-kernel", kernel_share, "==", 0, "Ψ̃ ⊥ ker T")),
        parts=(
            Part("if", image_gap, "==", 0, given=(Hypothesis("right", right_gap, "==", 0),), scale=ONE),
            Part("only-if", right_gap, "<=", 0, given=(Hypothesis("left", image_gap, "==", 0),), scale=ONE),
        ),
    ),
    faults=(Fault.ONLY_IF,),
    why="T does not see its kernel: a Ψ with a component there has the same TΨ and another span.",
)

contrastive_minimum = -fourth_powers / 2
CONTRASTIVE_MINIMISES = Hypothesis("minimises", contrastive_loss, "<=", contrastive_minimum)
IMAGE_LEARNS = Hypothesis("learns", learned_gap, "==", 0, "TΨ̃ learns the contexture")

SPECTRAL_CONTRASTIVE = Statement(
    id="objectives.spectral-contrastive",
    title="Spectral contrastive loss",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 10 (L_C)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="L_C = E[−⟨Ψ̃(A),Ψ̃(A⁺)⟩ + ½⟨Ψ̃(A),Ψ̃(A⁻)⟩²]: Ψ minimises L_C iff Φ̃ = TΨ̃ learns the contexture; and "
        "L_C = ‖B − D‖_F² − ‖D‖_F² with B = CᵀC the coefficient Gram matrix of Ψ̃ in (ν_j), D = diag(s_j²).",
        tex=r"L_C=\|B-D\|_F^2-\|D\|_F^2,\quad\Psi\in\arg\min L_C\iff T\tilde\Psi\text{ learns the contexture}",
        given=(LEARNABLE,),
        parts=(
            Part("identity", contrastive_loss, "==", coefficient_form),
            Part("if", contrastive_loss, "<=", contrastive_minimum, given=(IMAGE_LEARNS,), scale=ONE),
            Part("only-if", learned_gap, "<=", 0, given=(CONTRASTIVE_MINIMISES,), scale=ONE),
        ),
    ),
    corrected=Claim(
        text="L_C = ½(‖B − D‖_F² − ‖D‖_F²) ≥ −½Σ_{i≤d} s_i⁴. If s_d > 0 and Ψ minimises L_C then TΨ̃ learns the "
        "contexture and Ψ̃ spans top-d right singular functions.",
        tex=r"L_C=\tfrac12\bigl(\|B-D\|_F^2-\|D\|_F^2\bigr)\ge-\tfrac12\sum_{i\le d}s_i^4",
        given=(LEARNABLE,),
        parts=(
            Part("identity", contrastive_loss, "==", coefficient_form / 2),
            Part("minimum", contrastive_minimum, "<=", contrastive_loss, scale=1 + sp.Abs(contrastive_loss)),
            Part("only-if", learned_gap, "<=", 0, given=(CONTRASTIVE_MINIMISES, ASSOCIATED), scale=ONE),
            Part("only-if-right", centred_right_gap, "<=", 0, given=(CONTRASTIVE_MINIMISES, ASSOCIATED), scale=ONE),
        ),
    ),
    faults=(Fault.CONSTANT, Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="The identity lacks a factor ½. Learning the contexture fixes a span, but L_C fixes B = diag(s_1², …, s_d²) "
    "and with it the scale of Ψ: twice a minimiser is none. Where s_d = 0 the minimiser has fewer than d dimensions.",
)

noncontrastive_minimum = 2 * (d - squares)
NONCONTRASTIVE_MINIMISES = Hypothesis("minimises", noncontrastive_loss, "<=", noncontrastive_minimum)

SPECTRAL_NONCONTRASTIVE = Statement(
    id="objectives.spectral-noncontrastive",
    title="Non-contrastive loss with a hard constraint",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 10 (L_N)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="L_N = E‖Ψ(A) − Ψ(A⁺)‖² subject to Cov_{P_A}[Ψ] = I: Ψ minimises it iff Φ̃ = TΨ̃ learns the contexture. "
        "Minimum 2(d − Σ_{i≤d} s_i²).",
        tex=r"\min L_N=2\bigl(d-\textstyle\sum_{i\le d}s_i^2\bigr),\quad"
        r"\Psi\in\arg\min L_N\iff T\tilde\Psi\text{ learns the contexture}",
        given=(LEARNABLE,),
        parts=(
            Part("minimum", noncontrastive_minimum, "<=", noncontrastive_loss, scale=ONE),
            Part("if", noncontrastive_loss, "<=", noncontrastive_minimum, given=(IMAGE_LEARNS,), scale=ONE),
            Part("only-if", learned_gap, "<=", 0, given=(NONCONTRASTIVE_MINIMISES,), scale=ONE),
        ),
    ),
    corrected=Claim(
        text="Ψ minimises L_N iff Ψ̃ spans top-d right singular functions; then, if s_d > 0, TΨ̃ learns the "
        "contexture, and conversely if Ψ̃ is orthogonal to the kernel of T.",
        tex=r"\Psi\in\arg\min L_N\iff\mathrm{span}\,\tilde\Psi=\mathrm{span}\{\nu_i\}_{i\le d}",
        given=(Hypothesis("feasible", d, "<=", M - 1),),
        parts=(
            Part("minimum", noncontrastive_minimum, "<=", noncontrastive_loss, scale=ONE),
            Part(
                "spans-if",
                noncontrastive_loss,
                "<=",
                noncontrastive_minimum,
                given=(Hypothesis("right", centred_right_gap, "==", 0),),
                scale=ONE,
            ),
            Part("spans-only-if", centred_right_gap, "<=", 0, given=(NONCONTRASTIVE_MINIMISES,), scale=ONE),
            Part("learns", learned_gap, "<=", 0, given=(NONCONTRASTIVE_MINIMISES, ASSOCIATED), scale=ONE),
            Part(
                "learns-if",
                noncontrastive_loss,
                "<=",
                noncontrastive_minimum,
                given=(IMAGE_LEARNS, Hypothesis("no-kernel", kernel_share, "==", 0, "Ψ̃ ⊥ ker T"), ASSOCIATED),
                scale=ONE,
            ),
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="T does not see its kernel: a Ψ̃ with a component there may have a TΨ̃ that learns the contexture at a "
    "higher loss. Where s_d = 0 the images of the minimiser have fewer than d dimensions.",
    uses=("objectives.average-encoder",),
)

DENOISING_AUTOENCODER = Statement(
    id="objectives.denoising-autoencoder",
    title="Denoising autoencoder",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 11"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="X ∈ ℝ^p: any minimiser Ψ of min_{W,b} E‖WΨ(A) + b − X‖² has Ψ̃ extracting the top-d eigenspace of T*ΛT, "
        "k_Λ = ⟨x̃,x̃'⟩ with bias, ⟨x,x'⟩ without; consequently Φ̃ = TΨ̃ extracts the top-d eigenspace of TT*Λ.",
        tex=r"\Psi\in\arg\min\min_{W,b}\mathbb E\|W\Psi(A)+b-X\|^2\Rightarrow\mathrm{span}\,\tilde\Psi="
        r"\mathrm{top}_d(T^*\Lambda T)",
        given=(Hypothesis("fits", d, "<=", M, "d functions on A can be independent"),),
        parts=(
            Part("bias-minimum", denoising_minimum, "<=", denoising_loss, scale=1 + denoising_minimum),
            Part(
                "bias",
                denoising_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", denoising_loss, "<=", denoising_minimum),),
                scale=1 + denoising_eigenvalue[1],
            ),
            Part(
                "plain",
                denoising_plain_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", denoising_plain_loss, "<=", denoising_plain_minimum),),
                scale=1 + denoising_plain_eigenvalue[1],
            ),
            Part(
                "image",
                denoising_image_defect,
                "<=",
                0,
                given=(Hypothesis("minimises", denoising_loss, "<=", denoising_minimum),),
                scale=ONE,
            ),
        ),
    ),
    corrected=Claim(
        text="The minimum as printed. Where the d-th eigenvalue is positive: with bias as printed, and TΨ̃ spans a "
        "d-dimensional invariant "
        "space of TT*Λ; without bias it is Ψ as it stands that extracts the top-d eigenspace of T*ΛT, k_Λ = ⟨x,x'⟩.",
        tex=r"\theta_d>0:\ \mathrm{span}\,\tilde\Psi=\mathrm{top}_d(T^*\tilde\Lambda T),\quad"
        r"\text{without bias }\mathrm{span}\,\Psi=\mathrm{top}_d(T^*\Lambda T)",
        given=(Hypothesis("fits", d, "<=", M, "d functions on A can be independent"),),
        parts=(
            Part("bias-minimum", denoising_minimum, "<=", denoising_loss, scale=1 + denoising_minimum),
            Part(
                "bias",
                denoising_gap,
                "<=",
                0,
                given=(
                    Hypothesis("minimises", denoising_loss, "<=", denoising_minimum),
                    Hypothesis("positive", sp.S.Zero, "<", denoising_eigenvalue[d]),
                ),
                scale=1 + denoising_eigenvalue[1],
            ),
            Part(
                "plain",
                denoising_plain_gap_as_is,
                "<=",
                0,
                given=(
                    Hypothesis("minimises", denoising_plain_loss, "<=", denoising_plain_minimum),
                    Hypothesis("positive", sp.S.Zero, "<", denoising_plain_eigenvalue[d]),
                ),
                scale=1 + denoising_plain_eigenvalue[1],
            ),
            Part(
                "image",
                denoising_image_defect,
                "<=",
                0,
                given=(
                    Hypothesis("minimises", denoising_loss, "<=", denoising_minimum),
                    Hypothesis("positive", sp.S.Zero, "<", denoising_eigenvalue[d]),
                ),
                scale=ONE,
            ),
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="Without bias the minimiser is not centred, and centring it changes its span. Where the d-th eigenvalue is "
    "0 a Ψ of lower dimension attains the minimum.",
    note="Part ‘image’ checks that TΨ̃ spans a d-dimensional invariant space of TT*Λ; its eigenvalues there are "
    "those of T*ΛT.",
)

graph_minimum = d - sp.Sum(walk_eigenvalue[i], (i, 1, d))
GRAPH_MINIMISES = Hypothesis("minimises", graph_loss, "<=", graph_minimum)

GRAPH_NODES = Statement(
    id="objectives.graph-nodes",
    title="Node representations of a graph",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 12"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Undirected weighted graph, P_X(u) = d(u)/d_sum, P⁺(v|u) = w(u,v)/d(u): any solution of min ½E‖Φ(u) − "
        "Φ(v)‖² over edges, subject to Cov_{P_X}[Φ] = I and centred, learns the contexture of P⁺.",
        tex=r"\Phi\in\arg\min_{\mathrm{Cov}=I}\tfrac12\mathbb E_{(u,v)\sim w/d_{\mathrm{sum}}}\|\Phi(u)-\Phi(v)\|^2"
        r"\Rightarrow\Phi\text{ learns the contexture}",
        given=(SYMMETRIC, LEARNABLE),
        parts=(
            Part("minimum", graph_minimum, "<=", graph_loss, "no feasible encoder does better", scale=ONE),
            Part("learns", learning_gap, "<=", 0, given=(GRAPH_MINIMISES,), scale=ONE),
        ),
    ),
    corrected=Claim(
        text="A feasible Φ is a solution iff it learns the contexture of the node–edge context, P(e|u) = w_e/d(u), "
        "whose TT* is (I + T)/2. It learns that of P⁺ if T has no negative eigenvalue.",
        tex=r"\Phi\in\arg\min\iff\Phi\text{ learns the contexture of }P(e|u)=w_e/d(u),\quad T_eT_e^*=\tfrac12(I+T)",
        given=(SYMMETRIC, LEARNABLE),
        parts=(
            Part("minimum", graph_minimum, "<=", graph_loss, scale=ONE),
            Part("only-if", edge_gap, "<=", 0, given=(GRAPH_MINIMISES,), scale=ONE),
            Part("if", graph_loss, "<=", graph_minimum, given=(Hypothesis("edge", edge_gap, "==", 0),), scale=ONE),
            Part(
                "positive",
                learning_gap,
                "<=",
                0,
                given=(GRAPH_MINIMISES, Hypothesis("positive", sp.S.Zero, "<=", walk_eigenvalue[N - 1])),
                scale=ONE,
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The objective ranks the eigenvalues of T with their signs, the contexture by their absolute values: on a "
    "bipartite graph the eigenvalue −1 belongs to the contexture and is the worst for the objective.",
)

NEXT_TOKEN = Statement(
    id="objectives.next-token",
    title="Next-token prediction",
    kind=Kind.IDENTITY,
    source=Source("D25", "Table 1.1", reconstructed=True),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="A the next token (one-hot), X the tokens before it, squared loss in place of cross-entropy: a case of "
        "classification without bias, with minimum 1 − Σ_{i≤d} θ_i.",
        tex=r"\min_\Phi\min_W\mathbb E\|W\Phi(X)-A\|^2=1-\sum_{i\le d}\theta_i(T\Lambda T^*)",
        given=(FITS,),
        parts=(
            Part("minimum", onehot_minimum, "<=", onehot_loss, scale=ONE),
            Part(
                "attained",
                onehot_loss,
                "==",
                onehot_minimum,
                given=(Hypothesis("extracts", onehot_gap, "==", 0),),
                scale=ONE,
            ),
        ),
    ),
    note="Any finite joint law is the law of a window and the token after it in some Markov source. “A case of” is "
    "read as the value of the minimum and where it is attained; the “only if” of supervised-onehot, which falls, is "
    "judged there.",
    uses=("objectives.supervised-onehot",),
)

DISTILLATION = Statement(
    id="objectives.distillation",
    title="Distillation from a teacher",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "§2.1(4)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Teacher features A = Ω(X), squared loss with bias: a case of regression; a student of dimension d "
        "recovers the top-d principal components of E[Ω|x].",
        tex=r"\min_{W,b}\mathbb E\|W\Phi+b-\Omega\|^2\ge\mathbb E\|\tilde\Omega\|^2-\sum_{i\le d}\theta_i("
        r"\mathrm{Cov}\,\mathbb E[\Omega|X])",
        given=(LEARNABLE,),
        parts=(
            Part("minimum", bias_minimum, "<=", bias_loss, scale=1 + variance),
            Part(
                "recovers",
                centred_bias_gap,
                "<=",
                0,
                given=(
                    Hypothesis("minimises", bias_loss, "<=", bias_minimum),
                    Hypothesis("components", sp.S.Zero, "<", bias_eigenvalue[d], "E[Ω|x] has d principal components"),
                ),
                scale=1 + variance,
            ),
        ),
    ),
    note="The principal components are read as functions of x, and d as at most their number: hypothesis "
    "‘components’ is this reading, not printed.",
    uses=("objectives.supervised-regression",),
)

SVME = Statement(
    id="objectives.svme",
    title="Single-view multi-encoder",
    kind=Kind.EQUIVALENCE,
    source=Source("D25", "chapter 2", reconstructed=True),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="min_{Φ,Ψ} E‖Φ(X) − Ψ(A)‖² subject to Cov_{P_X}[Φ] = I (d ≤ N−1): a feasible Φ is optimal iff it "
        "learns the contexture; optimal Ψ = T*Φ; minimum d − Σ_{i≤d} s_i².",
        tex=r"\min_{\Phi,\Psi}\mathbb E\|\Phi(X)-\Psi(A)\|^2=d-\sum_{i\le d}s_i^2,\quad\Psi=T^*\Phi",
        given=(LEARNABLE,),
        parts=(
            Part("minimum", d - squares, "<=", svme_loss, scale=ONE),
            Part("psi", svme_loss, "<=", svme_loss_of, "no Ψ does better than T*Φ", scale=1 + svme_loss_of),
            Part("if", svme_loss, "==", d - squares, given=(LEARNS,), scale=ONE),
            Part(
                "only-if",
                learning_gap,
                "<=",
                0,
                given=(Hypothesis("minimises", svme_loss, "<=", d - squares),),
                scale=ONE,
            ),
        ),
    ),
)

KISE = Statement(
    id="objectives.kise",
    title="Kernel-integral single-encoder",
    kind=Kind.EQUIVALENCE,
    source=Source("D25", "chapter 2", reconstructed=True),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="max_Φ E[k_X(X,X')⟨Φ̃(X),Φ̃(X')⟩] subject to Cov_{P_X}[Φ] = I, equivalently min E‖Φ(X) − Φ(X')‖² over "
        "pairs that share a context: a feasible Φ is optimal iff it learns the contexture; maximum Σ_{i≤d} s_i².",
        tex=r"\max_\Phi\mathbb E[k_X(X,X')\langle\tilde\Phi(X),\tilde\Phi(X')\rangle]=\sum_{i\le d}s_i^2",
        given=(LEARNABLE,),
        parts=(
            Part("maximum", kise_value, "<=", squares, scale=ONE),
            Part("equivalent", kise_pair_loss, "==", 2 * d - 2 * kise_value, scale=ONE),
            Part("if", kise_value, "==", squares, given=(LEARNS,), scale=ONE),
            Part(
                "only-if",
                learning_gap,
                "<=",
                0,
                given=(Hypothesis("maximises", squares, "<=", kise_value),),
                scale=ONE,
            ),
        ),
    ),
)

cross_modal_minimum = -1 - sp.Sum(s[i] ** 2, (i, 1, d - 1))

CROSS_MODAL = Statement(
    id="objectives.cross-modal",
    title="Cross-modal low-rank loss",
    kind=Kind.EQUIVALENCE,
    source=Source("classical", "(CLIP-style, low-rank form)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="min_{Φ,Ψ} −2E⟨Φ(X),Ψ(A)⟩ + E_{P_X⊗P_A}⟨Φ,Ψ⟩²: minimum −Σ_{i<d} s_i² (i from 0); at the minimum ⟨Φ,Ψ⟩ "
        "is a best approximation of rank ≤ d of P⁺/(P_XP_A) and, when s_{d−1} > s_d, span Φ = span{μ_0..μ_{d−1}}.",
        tex=r"\min_{\Phi,\Psi}-2\mathbb E_{P^+}\langle\Phi,\Psi\rangle+\mathbb E_{P_X\otimes P_A}\langle\Phi,\Psi"
        r"\rangle^2"
        r"=-\sum_{i<d}s_i^2",
        given=(FITS,),
        parts=(
            Part("minimum", cross_modal_minimum, "<=", cross_modal_loss, scale=1 + sp.Abs(cross_modal_loss)),
            Part("minimum-best", cross_modal_minimum, "<=", cross_modal_best, "for the best Ψ of any Φ", scale=ONE),
            Part("approximation", cross_modal_loss, "==", cross_modal_distance),
            Part(
                "span",
                full_gap,
                "<=",
                0,
                given=(
                    Hypothesis("minimises", cross_modal_best, "<=", cross_modal_minimum),
                    Hypothesis(
                        "gap",
                        s[d],
                        "<",
                        sp.Piecewise((1, d <= 1), (s[d - 1], True)),
                        "s_{d−1} > s_d, with s_0 = 1",
                    ),
                ),
                scale=ONE,
            ),
        ),
    ),
)

LAPLACIAN_EIGENMAPS = Statement(
    id="objectives.laplacian-eigenmaps",
    title="Laplacian eigenmaps",
    kind=Kind.IDENTITY,
    source=Source("classical", "(Belkin–Niyogi)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="The top of the random-walk spectrum is the bottom of the normalised Laplacian.",
        tex=r"\ell_i=1-\lambda_i",
        given=(SYMMETRIC,),
        parts=(
            Part(
                "spectrum", laplacian_eigenvalue[i], "==", 1 - walk_eigenvalue[i], over=(i, sp.S.One, N - 1), scale=ONE
            ),
            Part("constant", laplacian_eigenvalue[0], "==", 0, scale=ONE),
        ),
    ),
    uses=("objectives.graph-nodes",),
)

SCALING = Statement(
    id="objectives.scaling",
    title="Scaling laws of nested encoder classes",
    kind=Kind.INEQUALITY,
    source=Source("C25", "§4.2"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Nested classes H_1 ⊂ H_2 ⊂ … of encoders: the optimum over H_k of SVME (minus the loss), of KISE and "
        "of the ratio trace, from the first k where the constraint can be met, is non-decreasing in k and bounded by "
        "that of L²(P_X), with equality once H_k ⊇ span{μ_1..μ_d}.",
        tex=r"v_k\le v_{k+1}\le\sum_{i\le d}s_i^2,\quad v_k=\sum_{i\le d}s_i^2\text{ once }H_k\supseteq\mathrm{span}"
        r"\{\mu_i\}_{i\le d}",
        given=(LEARNABLE,),
        parts=(
            Part("monotone", scaling_value[k], "<=", scaling_value[k + 1], over=(k, ONE, classes - 1), scale=ONE),
            Part("bounded", scaling_value[k], "<=", squares, over=(k, ONE, classes), scale=ONE),
            Part(
                "saturated",
                scaling_value[classes],
                "==",
                squares,
                given=(Hypothesis("contains", scaling_missing[classes], "==", 0, "H_K ⊇ span{μ_1..μ_d}"),),
                scale=ONE,
            ),
        ),
    ),
    note="Also D25 chapters 2–3. The three optima are the same number v_k, up to sign and the constant d (parts of "
    "svme and kise).",
    uses=("objectives.svme", "objectives.kise"),
)

STATEMENTS = (
    SUPERVISED_ONEHOT,
    SUPERVISED_BALANCED,
    SUPERVISED_REGRESSION,
    NEURAL_COLLAPSE,
    AVERAGE_ENCODER,
    SPECTRAL_CONTRASTIVE,
    SPECTRAL_NONCONTRASTIVE,
    DENOISING_AUTOENCODER,
    GRAPH_NODES,
    NEXT_TOKEN,
    DISTILLATION,
    SVME,
    KISE,
    CROSS_MODAL,
    LAPLACIAN_EIGENMAPS,
    SCALING,
)
