"""Chapter 2 with labels or targets: classification, regression, next tokens and teachers."""

from __future__ import annotations

import sympy as sp

from contextures.theory.objectives.minimum import Minimum, extracts, positive
from contextures.theory.objectives.premises import ASSOCIATED, FITS, LEARNABLE, LEARNS, squares
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import M, d, i
from contextures.theory.symbols.objectives import (
    OBJECTIVES,
    balanced_loss,
    balanced_minimum,
    bias_eigenvalue,
    bias_gap,
    bias_loss,
    centred_bias_gap,
    centred_lost_dimensions,
    class_imbalance,
    etf_centred_gap,
    etf_gap,
    label_kernel_defect,
    label_noise,
    learning_gap,
    lost_dimensions,
    onehot_eigenvalue,
    onehot_gap,
    onehot_loss,
    onehot_operator_defect,
    plain_eigenvalue,
    plain_gap,
    plain_loss,
    scaled_loss,
    second_moment,
    variance,
)

ONEHOT = Minimum(onehot_loss, 1 - sp.Sum(onehot_eigenvalue[i], (i, 1, d)), text="Φ attains the minimum")
BALANCED = Minimum(balanced_loss, balanced_minimum)
SCALED = Minimum(scaled_loss, M - 1 - squares)
PLAIN = Minimum(plain_loss, second_moment - sp.Sum(plain_eigenvalue[i], (i, 1, d)), scale=1 + second_moment)
BIASED = Minimum(bias_loss, variance - sp.Sum(bias_eigenvalue[i], (i, 1, d)), scale=1 + variance)
ONEHOT_PARTS = (ONEHOT.bound(text="no encoder does better"), ONEHOT.equal("if", extracts(onehot_gap)))
PLAIN_PARTS = (PLAIN.bound("plain-minimum"), PLAIN.equal("plain-if", extracts(plain_gap)))
EQUAL = Hypothesis("equal", class_imbalance, "==", 0)
DETERMINISTIC = Hypothesis("deterministic", label_noise, "==", 0)
INDEPENDENT = Hypothesis("independent", lost_dimensions, "==", 0, "φ_1..φ_d are linearly independent")
CENTRED_INDEPENDENT = Hypothesis("independent", centred_lost_dimensions, "==", 0, "φ̃_1..φ̃_d are linearly independent")
ONEHOT_ONLY_IF = (
    ONEHOT.forces("only-if", onehot_gap, positive(onehot_eigenvalue[d], "θ_d > 0"), ONEHOT.attained),
    ONEHOT.forces("only-if-independent", onehot_gap, INDEPENDENT, ONEHOT.attained),
)
BIASED_ONLY_IF = (
    BIASED.forces("bias-only-if", centred_bias_gap, positive(bias_eigenvalue[d]), BIASED.attained),
    BIASED.forces("bias-only-if-independent", centred_bias_gap, CENTRED_INDEPENDENT, BIASED.attained),
)
EQUAL_CLASSES = Part("equal-classes", onehot_operator_defect, "==", 0, given=(EQUAL,), scale=1)
SAME_LABEL = Part("kernel", label_kernel_defect, "==", 0, scale=1)

MINIMISES = (
    "“Minimises” is read as “no encoder of this dimension does better”; that is to attain the minimum, as some encoder "
    "attains it."
)

ONEHOT_CORRECTED = (*ONEHOT_PARTS, *ONEHOT_ONLY_IF, EQUAL_CLASSES)

SUPERVISED_ONEHOT = Statement(
    id="objectives.supervised-onehot",
    title="Classification without bias",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 6"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="A one-hot over the classes, no bias: Φ minimises R(Φ) = min_W E‖WΦ(X) − A‖² iff it extracts the top-d "
        "eigenspace of TΛT*, (Λg)(a) = g(a)P_A(a). If all classes have the same size the top-d eigenfunctions of TΛT* "
        "and TT* are the same.",
        tex=r"\Phi\in\arg\min_\Phi\min_W\mathbb E\|W\Phi(X)-A\|^2\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=(*ONEHOT_PARTS, ONEHOT.forces("only-if", onehot_gap), EQUAL_CLASSES),
    ),
    corrected=Claim(
        text="If θ_d > 0, or if φ_1..φ_d are linearly independent, Φ minimises R iff it extracts the top-d eigenspace "
        "of TΛT*; the minimum is 1 − Σ_{i≤d} θ_i, and an encoder that extracts it attains it, whatever θ_d is. "
        "Classes of the same size as printed.",
        tex=r"\theta_d>0\text{ or }\mathrm{rank}\,\Phi=d:\ "
        r"\Phi\in\arg\min R\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=ONEHOT_CORRECTED,
    ),
    faults=(Fault.ONLY_IF, Fault.BOUNDARY),
    why="If TΛT* has fewer than d positive eigenvalues, an encoder of lower dimension that spans their eigenspace "
    "attains the minimum too.",
    note=MINIMISES,
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
        parts=(BALANCED.reached("if", LEARNS), BALANCED.forces("only-if", learning_gap)),
    ),
    corrected=Claim(
        text="Φ minimises min_{W,b} E‖WΦ(X) + b − A/√P_A(A)‖² if it learns the contexture of P⁺, and only if, where "
        "s_d > 0 or the centred φ̃_1..φ̃_d are linearly independent; the minimum is M − 1 − Σ_{i≤d} s_i².",
        tex=r"\min_{W,b}\mathbb E\|W\Phi(X)+b-\frac{A}{\sqrt{P_A(A)}}\|^2\ge M-1-\sum_{i\le d}s_i^2",
        given=(LEARNABLE,),
        parts=(
            SCALED.bound(),
            SCALED.equal("if", LEARNS),
            SCALED.forces("only-if", learning_gap, ASSOCIATED, SCALED.attained),
            SCALED.forces("only-if-independent", learning_gap, CENTRED_INDEPENDENT, SCALED.attained),
        ),
    ),
    faults=(Fault.CONSTANT, Fault.BOUNDARY),
    why="Weighting the loss of a sample by 1/√P_A(A) also changes the law of X, and still leaves a factor √P_A in Λ: "
    "the minimiser belongs to another, re-weighted law. The scaling has to be on the target: with A/√P_A(A) the "
    "operator is TT* itself. For classes of equal size the two agree.",
    note=MINIMISES,
    uses=("objectives.supervised-onehot",),
)

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
            PLAIN.forces("plain-only-if", plain_gap),
            BIASED.bound("bias-minimum"),
            BIASED.equal("bias-if", extracts(bias_gap)),
            BIASED.forces("bias-only-if", bias_gap),
        ),
    ),
    corrected=Claim(
        text="The minima as printed. Without bias Φ attains it if it extracts the top-d eigenspace, with bias if the "
        "centred Φ̃ extracts that of TΛT*, k_Λ = ⟨ã,ã'⟩; and only if, where the d-th eigenvalue is positive or the "
        "functions (with bias the centred ones) are linearly independent.",
        tex=r"\tilde\theta_d>0:\ \Phi\in\arg\min\iff\mathrm{span}\,\tilde\Phi=\mathrm{top}_d(T\tilde\Lambda T^*)",
        given=(FITS,),
        parts=(
            *PLAIN_PARTS,
            PLAIN.forces("plain-only-if", plain_gap, positive(plain_eigenvalue[d]), PLAIN.attained),
            PLAIN.forces("plain-only-if-independent", plain_gap, INDEPENDENT, PLAIN.attained),
            BIASED.bound("bias-minimum"),
            BIASED.equal("bias-if", extracts(centred_bias_gap)),
            *BIASED_ONLY_IF,
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="With a bias the loss does not see constants: Φ plus a constant is as good, but its functions as they stand "
    "span another space; centre them first. Where the d-th eigenvalue is 0 an encoder of lower dimension is as good.",
    note=f"{MINIMISES} “Extracts” is read for the φ_i as they stand, as the chapter defines it for an operator.",
)

NEURAL_COLLAPSE = Statement(
    id="objectives.neural-collapse",
    title="Neural collapse",
    kind=Kind.IDENTITY,
    source=Source("C25", "§3.1"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Deterministic labels, d equal classes: the span of the ETF φ_i(x) = c(1[x ∈ class i] − 1/d) is the span "
        "of the top-d eigenfunctions of TΛT*; for unequal classes the kernel of TΛT* is 1[x and x' have the same "
        "label].",
        tex=r"\mathrm{span}\{1[x\in i]-\tfrac1d\}=\mathrm{top}_d(T\Lambda T^*),\quad k_{T\Lambda T^*}(x,x')=1["
        r"\text{same label}]",
        given=(DETERMINISTIC,),
        parts=(Part("span", etf_gap, "==", 0, given=(EQUAL,), scale=1), SAME_LABEL),
    ),
    corrected=Claim(
        text="Deterministic labels, d equal classes: the span of the ETF has dimension d−1 and is the span of the "
        "top-(d−1) singular functions, the constant excluded; with the constant it is that of the top-d eigenfunctions "
        "of TΛT*.",
        tex=r"\mathrm{span}\{1[x\in i]-\tfrac1d\}=\mathrm{span}\{\mu_1,\dots,\mu_{d-1}\}",
        given=(DETERMINISTIC,),
        parts=(Part("span", etf_centred_gap, "==", 0, given=(EQUAL,), scale=1), SAME_LABEL),
    ),
    faults=(Fault.CONSTANT,),
    why="The d functions of the ETF add up to 0, so they span d−1 dimensions; the top-d eigenspace of TΛT* has d and "
    "holds the constant.",
    note="d is the number M of classes.",
    uses=("objectives.supervised-onehot",),
)

NEXT_TOKEN = Statement(
    id="objectives.next-token",
    title="Next-token prediction",
    kind=Kind.EQUIVALENCE,
    source=Source("D25", "Table 1.1", reconstructed=True),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="A the next token (one-hot), X the tokens before it, squared loss in place of cross-entropy: a case of "
        "classification without bias. Φ minimises it iff it extracts the top-d eigenspace of TΛT*, with minimum 1 − "
        "Σ_{i≤d} θ_i.",
        tex=r"\min_\Phi\min_W\mathbb E\|W\Phi(X)-A\|^2=1-\sum_{i\le d}\theta_i(T\Lambda T^*),\quad"
        r"\Phi\in\arg\min\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=(*ONEHOT_PARTS, ONEHOT.forces("only-if", onehot_gap)),
    ),
    corrected=Claim(
        text="The minimum as printed. Φ attains it if it extracts the top-d eigenspace of TΛT*, and only if, where "
        "θ_d > 0 or φ_1..φ_d are linearly independent.",
        tex=r"\theta_d>0\text{ or }\mathrm{rank}\,\Phi=d:\ "
        r"\Phi\in\arg\min\iff\mathrm{span}\,\Phi=\mathrm{top}_d(T\Lambda T^*)",
        given=(FITS,),
        parts=(*ONEHOT_PARTS, *ONEHOT_ONLY_IF),
    ),
    faults=(Fault.ONLY_IF, Fault.BOUNDARY),
    why="As for classification: if TΛT* has fewer than d positive eigenvalues, an encoder of lower dimension that "
    "spans their eigenspace attains the minimum too.",
    note=f"{MINIMISES} Any finite joint law is the law of a window and the token after it in some Markov source.",
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
        "recovers the top-d principal components of E[Ω|x], and one that does attains the minimum.",
        tex=r"\min_{W,b}\mathbb E\|W\Phi+b-\Omega\|^2=\mathbb E\|\tilde\Omega\|^2-\sum_{i\le d}\theta_i("
        r"\mathrm{Cov}\,\mathbb E[\Omega|X])\iff\mathrm{span}\,\tilde\Phi=\mathrm{top}_d",
        parts=(
            BIASED.bound(),
            BIASED.equal("if", extracts(centred_bias_gap)),
            BIASED.forces("recovers", centred_bias_gap),
        ),
    ),
    corrected=Claim(
        text="The minimum as printed. A student that recovers the top-d principal components attains it; one that "
        "attains it recovers them, where there are d or its centred functions are linearly independent.",
        tex=r"\tilde\theta_d>0\text{ or }\mathrm{rank}\,\tilde\Phi=d:\ "
        r"\Phi\in\arg\min\iff\mathrm{span}\,\tilde\Phi=\mathrm{top}_d(\mathrm{Cov}\,\mathbb E[\Omega|X])",
        parts=(
            BIASED.bound(),
            BIASED.equal("if", extracts(centred_bias_gap)),
            BIASED.forces(
                "recovers",
                centred_bias_gap,
                BIASED.attained,
                Hypothesis("components", 0, "<", bias_eigenvalue[d], "E[Ω|x] has d principal components"),
            ),
            BIASED.forces("recovers-independent", centred_bias_gap, CENTRED_INDEPENDENT, BIASED.attained),
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.BOUNDARY),
    why="If E[Ω|x] has fewer than d principal components, a student of lower dimension that spans them attains the "
    "minimum too.",
    note=f"{MINIMISES} "
    "The principal components are read as functions of x of mean zero, and recovering them as spanning the same "
    "space with the centred functions of the student.",
    uses=("objectives.supervised-regression",),
)
