"""Chapter 2 on encoders of A that are averaged: contrastive and non-contrastive losses, denoising."""

from __future__ import annotations

import sympy as sp

from contextures.theory.objectives.minimum import Minimum, positive
from contextures.theory.objectives.premises import ASSOCIATED, LEARNABLE, squares
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import M, d, i, s
from contextures.theory.symbols.objectives import (
    OBJECTIVES,
    centred_right_gap,
    coefficient_form,
    contrastive_loss,
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
    image_gap,
    kernel_share,
    learned_gap,
    noncontrastive_loss,
    right_gap,
    scaled_defect,
)

CONTRASTIVE = Minimum(contrastive_loss, -sp.Sum(s[i] ** 4, (i, 1, d)) / 2)
NONCONTRASTIVE = Minimum(noncontrastive_loss, 2 * (d - squares))
DENOISING = Minimum(denoising_loss, denoising_minimum)
DENOISING_PLAIN = Minimum(denoising_plain_loss, denoising_plain_minimum)
FITS = Hypothesis("fits", d, "<=", M, "d functions on A can be independent")
NO_KERNEL = Hypothesis("no-kernel", kernel_share, "==", 0, "Ψ̃ ⊥ ker T")
IMAGE_LEARNS = Hypothesis("learns", learned_gap, "==", 0, "TΨ̃ learns the contexture")
AVERAGE_PARTS = (
    Part("if", image_gap, "==", 0, given=(Hypothesis("right", right_gap, "==", 0),), scale=1),
    Part("only-if", right_gap, "<=", 0, given=(Hypothesis("left", image_gap, "==", 0),), scale=1),
)
DENOISING_MINIMUM = Part("bias-minimum", denoising_minimum, "<=", denoising_loss, scale=1 + denoising_minimum)


def denoising_parts(
    plain_gap: sp.Expr, biased: tuple[Hypothesis, ...] = (), plain: tuple[Hypothesis, ...] = ()
) -> tuple[Part, ...]:
    """Return the parts on minimisers with bias, without, and on the image; more may be assumed of either loss."""
    biased, plain = (DENOISING.attained, *biased), (DENOISING_PLAIN.attained, *plain)
    return (
        DENOISING.forces("bias", denoising_gap, *biased, scale=1 + denoising_eigenvalue[1]),
        DENOISING_PLAIN.forces("plain", plain_gap, *plain, scale=1 + denoising_plain_eigenvalue[1]),
        DENOISING.forces("image", denoising_image_defect, *biased),
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
        parts=AVERAGE_PARTS,
    ),
    corrected=Claim(
        text="s_d > 0 and Ψ orthogonal to the kernel of T: Φ = TΨ spans the top-d left singular functions iff Ψ spans "
        "the top-d right ones.",
        tex=r"s_d>0,\ \Psi\perp\ker T:\ \mathrm{span}\,T\Psi=\mathrm{span}\{\mu_i\}_{i\le d}"
        r"\iff\mathrm{span}\,\Psi=\mathrm{span}\{\nu_i\}_{i\le d}",
        given=(ASSOCIATED, NO_KERNEL),
        parts=AVERAGE_PARTS,
    ),
    faults=(Fault.ONLY_IF,),
    why="T does not see its kernel: a Ψ with a component there has the same TΨ and another span.",
)

SPECTRAL_CONTRASTIVE = Statement(
    id="objectives.spectral-contrastive",
    title="Spectral contrastive loss",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 10 (L_C)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="L_C = E[−⟨Ψ̃(A),Ψ̃(A⁺)⟩ + ½⟨Ψ̃(A),Ψ̃(A⁻)⟩²]: Ψ minimises L_C iff Φ̃ = TΨ̃ learns the contexture; and L_C "
        "= ‖B − D‖_F² − ‖D‖_F² with B = CᵀC the coefficient Gram matrix of Ψ̃ in (ν_j), D = diag(s_j²).",
        tex=r"L_C=\|B-D\|_F^2-\|D\|_F^2,\quad\Psi\in\arg\min L_C\iff T\tilde\Psi\text{ learns the contexture}",
        given=(LEARNABLE,),
        parts=(
            Part("identity", contrastive_loss, "==", coefficient_form),
            CONTRASTIVE.reached("if", IMAGE_LEARNS),
            CONTRASTIVE.forces("only-if", learned_gap),
        ),
    ),
    corrected=Claim(
        text="L_C = ½(‖B − D‖_F² − ‖D‖_F²) ≥ −½Σ_{i≤d} s_i⁴ and for every d Ψ minimises L_C iff Ψ̃ = (s_1ν_1, …, "
        "s_dν_d)U for top-d right singular functions and an orthogonal U. So if s_d > 0, TΨ̃ learns the contexture and "
        "Ψ̃ spans top-d right singular functions.",
        tex=r"\min L_C=-\tfrac12\sum_{i\le d}s_i^4,\quad\Psi\in\arg\min L_C\iff\tilde\Psi=(s_1\nu_1,\dots,s_d\nu_d)U,\ "
        r"U^\top U=I",
        parts=(
            Part("identity", contrastive_loss, "==", coefficient_form / 2),
            Part("minimum", CONTRASTIVE.value, "<=", contrastive_loss, scale=1 + sp.Abs(contrastive_loss)),
            CONTRASTIVE.reached("scaled-if", Hypothesis("scaled", scaled_defect, "==", 0)),
            CONTRASTIVE.forces("scaled-only-if", scaled_defect),
            CONTRASTIVE.forces("only-if", learned_gap, CONTRASTIVE.attained, ASSOCIATED, LEARNABLE),
            CONTRASTIVE.forces("only-if-right", centred_right_gap, CONTRASTIVE.attained, ASSOCIATED, LEARNABLE),
        ),
    ),
    faults=(Fault.CONSTANT, Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="The identity lacks a factor ½. Learning the contexture fixes a span, but L_C fixes B = diag(s_1², …, s_d²) "
    "and with it the scale of Ψ: twice a minimiser is none. Where s_d = 0 the minimiser has fewer than d dimensions. "
    "The minimisers are the best approximations of T*T of rank d, each with its own scale.",
)

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
            NONCONTRASTIVE.bound(),
            NONCONTRASTIVE.reached("if", IMAGE_LEARNS),
            NONCONTRASTIVE.forces("only-if", learned_gap),
        ),
    ),
    corrected=Claim(
        text="Ψ minimises L_N iff Ψ̃ spans top-d right singular functions; then, if s_d > 0, TΨ̃ learns the "
        "contexture, and conversely if Ψ̃ is orthogonal to the kernel of T.",
        tex=r"\Psi\in\arg\min L_N\iff\mathrm{span}\,\tilde\Psi=\mathrm{span}\{\nu_i\}_{i\le d}",
        given=(Hypothesis("feasible", d, "<=", M - 1),),
        parts=(
            NONCONTRASTIVE.bound(),
            NONCONTRASTIVE.reached("spans-if", Hypothesis("right", centred_right_gap, "==", 0)),
            NONCONTRASTIVE.forces("spans-only-if", centred_right_gap),
            NONCONTRASTIVE.forces("learns", learned_gap, NONCONTRASTIVE.attained, ASSOCIATED),
            NONCONTRASTIVE.reached("learns-if", IMAGE_LEARNS, NO_KERNEL, ASSOCIATED),
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="T does not see its kernel: a Ψ̃ with a component there may have a TΨ̃ that learns the contexture at a higher "
    "loss. Where s_d = 0 the images of the minimiser have fewer than d dimensions.",
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
        given=(FITS,),
        parts=(DENOISING_MINIMUM, *denoising_parts(denoising_plain_gap)),
    ),
    corrected=Claim(
        text="The minimum as printed. Where the d-th eigenvalue is positive: with bias as printed, and TΨ̃ extracts "
        "the top-d eigenspace of TT*Λ; without bias it is Ψ as it stands that extracts the top-d eigenspace of T*ΛT, "
        "k_Λ = ⟨x,x'⟩.",
        tex=r"\theta_d>0:\ \mathrm{span}\,\tilde\Psi=\mathrm{top}_d(T^*\tilde\Lambda T),\quad"
        r"\text{without bias }\mathrm{span}\,\Psi=\mathrm{top}_d(T^*\Lambda T)",
        given=(FITS,),
        parts=(
            DENOISING_MINIMUM,
            *denoising_parts(
                denoising_plain_gap_as_is,
                (positive(denoising_eigenvalue[d]),),
                (positive(denoising_plain_eigenvalue[d]),),
            ),
        ),
    ),
    faults=(Fault.ONLY_IF, Fault.HYPOTHESIS),
    why="Without bias the minimiser is not centred, and centring it changes its span. Where the d-th eigenvalue is 0 a "
    "Ψ of lower dimension attains the minimum.",
    note="TT*Λ is not symmetric: its top-d eigenspace is spanned by eigenfunctions of its d largest eigenvalues, which "
    "are those of T*ΛT.",
)
