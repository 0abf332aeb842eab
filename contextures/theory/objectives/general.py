"""Chapter 2 for any context: SVME, KISE, the low-rank loss of two encoders, and nested encoder classes."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from contextures.theory.objectives.minimum import Minimum
from contextures.theory.objectives.premises import FITS, LEARNABLE, LEARNS, squares
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import d, i, s
from contextures.theory.symbols.objectives import (
    OBJECTIVES,
    classes,
    cross_modal_best,
    cross_modal_distance,
    cross_modal_loss,
    full_gap,
    k,
    kise_pair_loss,
    kise_value,
    learning_gap,
    scaling_kise,
    scaling_missing,
    scaling_svme,
    scaling_value,
    svme_loss,
    svme_loss_of,
)

PAIRS = Minimum(svme_loss, d - squares)

SVME = Statement(
    id="objectives.svme",
    title="Single-view multi-encoder",
    kind=Kind.EQUIVALENCE,
    source=Source("D25", "chapter 2", reconstructed=True),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="min_{Φ,Ψ} E‖Φ(X) − Ψ(A)‖² subject to Cov_{P_X}[Φ] = I (d ≤ N−1): a feasible Φ is optimal iff it learns "
        "the contexture; optimal Ψ = T*Φ; minimum d − Σ_{i≤d} s_i².",
        tex=r"\min_{\Phi,\Psi}\mathbb E\|\Phi(X)-\Psi(A)\|^2=d-\sum_{i\le d}s_i^2,\quad\Psi=T^*\Phi",
        given=(LEARNABLE,),
        parts=(
            PAIRS.bound(),
            Part("psi", svme_loss, "<=", svme_loss_of, "no Ψ does better than T*Φ", scale=1 + svme_loss_of),
            PAIRS.equal("if", LEARNS),
            PAIRS.forces("only-if", learning_gap),
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
            Part("maximum", kise_value, "<=", squares, scale=1),
            Part("equivalent", kise_pair_loss, "==", 2 * d - 2 * kise_value, scale=1),
            Part("if", kise_value, "==", squares, given=(LEARNS,), scale=1),
            Part(
                "only-if", learning_gap, "<=", 0, given=(Hypothesis("maximises", squares, "<=", kise_value),), scale=1
            ),
        ),
    ),
)

LOW_RANK = Minimum(cross_modal_best, -1 - sp.Sum(s[i] ** 2, (i, 1, d - 1)))
SEPARATED = Hypothesis("gap", s[d], "<", sp.Piecewise((1, d <= 1), (s[d - 1], True)), "s_{d−1} > s_d, with s_0 = 1")

CROSS_MODAL = Statement(
    id="objectives.cross-modal",
    title="Cross-modal low-rank loss",
    kind=Kind.EQUIVALENCE,
    source=Source("classical", "(CLIP-style, low-rank form)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="min_{Φ,Ψ} −2E⟨Φ(X),Ψ(A)⟩ + E_{P_X⊗P_A}⟨Φ,Ψ⟩²: minimum −Σ_{i<d} s_i² (i from 0); at the minimum ⟨Φ,Ψ⟩ is "
        "a best approximation of rank ≤ d of P⁺/(P_XP_A) and, when s_{d−1} > s_d, span Φ = span{μ_0..μ_{d−1}}.",
        tex=r"\min_{\Phi,\Psi}-2\mathbb E_{P^+}\langle\Phi,\Psi\rangle+\mathbb E_{P_X\otimes P_A}\langle\Phi,\Psi"
        r"\rangle^2"
        r"=-\sum_{i<d}s_i^2",
        given=(FITS,),
        parts=(
            Part("minimum", LOW_RANK.value, "<=", cross_modal_loss, scale=1 + sp.Abs(cross_modal_loss)),
            LOW_RANK.bound("minimum-best", "for the best Ψ of any Φ"),
            Part("approximation", cross_modal_loss, "==", cross_modal_distance),
            LOW_RANK.forces("span", full_gap, LOW_RANK.attained, SEPARATED),
        ),
    ),
)

CONTAINS = Hypothesis("contains", scaling_missing[classes], "==", 0, "H_K ⊇ span{μ_1..μ_d}")


def scaling_minus_loss(size: sp.Expr) -> sp.Expr:
    """Return minus the least SVME loss over a class."""
    return -scaling_svme[size]


def scaling_parts(name: str, value: Callable[[sp.Expr], sp.Expr] | sp.IndexedBase, limit: sp.Expr) -> tuple[Part, ...]:
    """Return that the optimum over nested classes grows, stays below its limit, and reaches it."""
    at = value if callable(value) else value.__getitem__
    return (
        Part(f"{name}monotone", at(k), "<=", at(k + 1), over=(k, 1, classes - 1), scale=1),
        Part(f"{name}bounded", at(k), "<=", limit, over=(k, 1, classes), scale=1),
        Part(f"{name}saturated", at(classes), "==", limit, given=(CONTAINS,), scale=1),
    )


SCALING = Statement(
    id="objectives.scaling",
    title="Scaling laws of nested encoder classes",
    kind=Kind.INEQUALITY,
    source=Source("C25", "§4.2"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Nested classes H_1 ⊂ H_2 ⊂ … of encoders: the optimum over H_k of SVME (minus the loss), of KISE and of "
        "the ratio trace, from the first k where the constraint can be met, is non-decreasing in k and bounded by that "
        "of L²(P_X), with equality once H_k ⊇ span{μ_1..μ_d}.",
        tex=r"v_k\le v_{k+1}\le\sum_{i\le d}s_i^2,\quad v_k=\sum_{i\le d}s_i^2\text{ once }H_k\supseteq\mathrm{span}"
        r"\{\mu_i\}_{i\le d}",
        given=(LEARNABLE,),
        parts=(
            *scaling_parts("", scaling_value, squares),
            *scaling_parts("kise-", scaling_kise, squares),
            *scaling_parts("svme-", scaling_minus_loss, squares - d),
        ),
    ),
    note="Also D25 chapters 2–3. The optima are those of the ratio trace, of KISE and of SVME (as a maximum, of minus "
    "the loss, whose bound is Σ s_i² − d), each measured by its own objective.",
    uses=("objectives.svme", "objectives.kise"),
)
