"""Chapter 7.1: the alignment of a task covariance with the top of the spectrum, and the regret it bounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang.premises import (
    ALIGNABLE,
    KAPPA_INVERSE,
    SOME_GAIN,
    SOME_LAW,
    SOME_TASK,
)
from contextures.theory.neighbours.tang.spectra import SPECTRUM, alignment, eigenvalues, entry, rho, singular, task
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement


@SPECTRUM.quantity("s_1² − s_{2d}², 0 where the first 2d are equal", range="≥ 0", tex=r"s_1^2-s_{2d}^2")
def slope(world: Any) -> Any:
    s = singular(world)
    return s[..., 0] ** 2 - entry(s, 2 * world.size("d")) ** 2


@SPECTRUM.quantity(
    "squared distance of Λ on span(ν_1..ν_{2d}) from λ_min on the first half and λ_max on the second",
    range="≥ 0",
    tex=r"\mathrm{dist}^2",
)
def opposition(world: Any) -> Any:
    size, d = world.size("n"), world.size("d")
    place = np.arange(size)
    first, second = (place < d).astype(int), ((place >= d) & (place < 2 * d)).astype(int)
    level = world["lam"].min(-1)[..., None] * first + world["lam"].max(-1)[..., None] * second
    matrix = task(world)
    rest = matrix - level[..., None] * np.eye(size, dtype=int)
    return (rest[..., :, : 2 * d] ** 2).sum(-1).sum(-1)


@SPECTRUM.quantity("Σ_{i≤d}‖Λν_i − λ_i(Λ)ν_i‖²", range="≥ 0", tex=r"\sum_{i\le d}\|\Lambda\nu_i-\lambda_i\nu_i\|^2")
def misfit(world: Any) -> Any:
    rest = task(world) - eigenvalues(world)[..., None, :] * np.eye(world.size("n"), dtype=int)
    return (rest[..., :, : world.size("d")] ** 2).sum(-1).sum(-1)


@SPECTRUM.quantity("least of s_i − s_{i+1}, i ≤ d", range="≥ 0", tex=r"\min_{i\le d}(s_i-s_{i+1})")
def least_step(world: Any) -> Any:
    s, d = singular(world), world.size("d")
    after = np.concatenate([s[..., 1:], 0 * s[..., :1]], axis=-1)
    return (s - after)[..., :d].min(-1)


@SPECTRUM.quantity(
    "‖ΛD − DΛ‖_F² with D = Σ_{i≤d}s_i²ν_i⊗ν_i: 0 iff Λ leaves each eigenspace of D invariant",
    range="≥ 0",
    tex=r"\|\Lambda D-D\Lambda\|_F^2",
)
def mixing(world: Any) -> Any:
    weights = singular(world) ** 2 * (np.arange(world.size("n")) < world.size("d")).astype(int)
    return ((task(world) * (weights[..., None, :] - weights[..., :, None])) ** 2).sum(-1).sum(-1)


ALIGNED = Hypothesis("aligned", alignment, "==", 1, "𝒜 = 1")

ALIGNMENT_BOUND = Statement(
    id="neighbours.tang-alignment-bound",
    title="The regret is at most what the alignment lacks",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 6(i)"),
    domain=SPECTRUM,
    printed=Claim(
        "J* ≤ Σ_{i≤d}s_i²λ_i(Λ), and ρ(Φ_s,Λ) ≤ 1 − 𝒜 ≤ 1 − 1/κ = α/(1 + α), with 1/κ ≤ 𝒜 ≤ 1.",
        r"J^*\le\sum_{i\le d}s_i^2\lambda_i(\Lambda),\quad\rho(\Phi_s,\Lambda)\le1-\mathcal A\le1-\frac1\kappa"
        r"=\frac\alpha{1+\alpha},\quad\frac1\kappa\le\mathcal A\le1",
        (
            Part("gain", of.J_star, "<=", of.aligned_gain),
            Part("regret", rho, "<=", 1 - alignment, given=(SOME_GAIN, ALIGNABLE)),
            Part("flatness", 1 - alignment, "<=", 1 - KAPPA_INVERSE, given=(SOME_TASK, ALIGNABLE)),
            Part("lower", KAPPA_INVERSE, "<=", alignment, given=(SOME_TASK, ALIGNABLE)),
            Part("upper", alignment, "<=", 1, given=(ALIGNABLE,)),
        ),
    ),
)

WORST_CASE = Statement(
    id="neighbours.tang-worst-case",
    title="The bound by the condition number is attained for every width",
    kind=Kind.IDENTITY,
    source=Source("tang", "Theorem 6(ii)"),
    domain=SPECTRUM,
    printed=Claim(
        "If s_1 = … = s_{2d} > 0 and Λ is λ_min on span(ν_1..ν_d), λ_max > 0 on span(ν_{d+1}..ν_{2d}) and anything "
        "between on their complement, which it maps into itself, then ρ = 1 − 𝒜 = 1 − 1/κ; so for every d and κ the "
        "supremum of ρ(Φ_s,Λ) over all laws and all Λ with κ(Λ) ≤ κ is 1 − 1/κ.",
        r"\rho(\Phi_s,\Lambda)=1-\mathcal A=1-\frac1\kappa,\qquad\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi_s,\Lambda)"
        r"=1-\frac1\kappa",
        (
            Part("regret", rho, "==", 1 - KAPPA_INVERSE),
            Part("alignment", 1 - alignment, "==", 1 - KAPPA_INVERSE),
        ),
        given=(
            Hypothesis("equal", slope, "==", 0, "s_1 = … = s_{2d}"),
            SOME_LAW,
            SOME_TASK,
            Hypothesis("opposed", opposition, "==", 0, "Λ is λ_min on the first d of the ν_i, λ_max on the next d"),
        ),
    ),
    note="The supremum is at most 1 − 1/κ by neighbours.tang-alignment-bound, for every κ = λ_max/λ_min; the example "
    "has every κ and every d. κ = ∞ is met where λ_min = 0.",
    uses=("neighbours.tang-alignment-bound",),
)

TANG_ALIGNED = Statement(
    id="neighbours.tang-aligned",
    title="Full alignment means the top eigenvectors in their order",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Theorem 6(iii)"),
    domain=SPECTRUM,
    printed=Claim(
        "If s_1 > … > s_d > s_{d+1}, then 𝒜 = 1 iff Λν_i = λ_i(Λ)ν_i for every i ≤ d; and then ρ(Φ_s,Λ) = 0.",
        r"\mathcal A=1\iff\Lambda\nu_i=\lambda_i(\Lambda)\nu_i\ (i\le d),\qquad"
        r"\mathcal A=1\Rightarrow\rho(\Phi_s,\Lambda)=0",
        (
            Part("only-if", misfit, "==", 0, given=(ALIGNED,), scale=1),
            Part("if", alignment, "==", 1, given=(Hypothesis("eigenvectors", misfit, "==", 0),)),
            Part("regret", rho, "==", 0, given=(ALIGNED,), scale=1),
        ),
        given=(
            Hypothesis("distinct", 0, "<", least_step, "s_1 > … > s_d > s_{d+1}"),
            ALIGNABLE,
        ),
    ),
)

ALIGNED_TIES = Statement(
    id="neighbours.tang-aligned-ties",
    title="Full alignment where singular values tie",
    kind=Kind.IDENTITY,
    source=Source("tang", "remark after Theorem 6"),
    domain=SPECTRUM,
    printed=Claim(
        "𝒜 = 1 makes Λ leave each eigenspace of Σ_{i≤d}s_i²ν_i⊗ν_i invariant, and ρ(Φ_s,Λ) = 0.",
        r"\mathcal A=1\Rightarrow\Lambda D=D\Lambda\ \text{for}\ D=\sum_{i\le d}s_i^2\nu_i\otimes\nu_i,\quad"
        r"\rho(\Phi_s,\Lambda)=0",
        (
            Part("invariant", mixing, "==", 0, scale=1),
            Part("regret", rho, "==", 0, scale=1),
        ),
        given=(ALIGNABLE, ALIGNED),
    ),
)

ALGORITHM_ALIGNMENT = Statement(
    id="neighbours.tang-algorithm-alignment",
    title="A test of the alignment certifies the regret",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Algorithm 1"),
    domain=SPECTRUM,
    printed=Claim(
        "With exact inputs, 𝒜 ≥ 1 − τ ⇒ ρ(Φ_s,Λ) ≤ τ.",
        r"\mathcal A\ge1-\tau\Rightarrow\rho(\Phi_s,\Lambda)\le\tau",
        (Part("regret", rho, "<=", of.tau),),
        given=(SOME_GAIN, ALIGNABLE, Hypothesis("accepted", 1 - of.tau, "<=", alignment, "𝒜 ≥ 1 − τ")),
    ),
    uses=("neighbours.tang-alignment-bound",),
)

ALIGNMENT_LOWER = Statement(
    id="neighbours.tang-alignment-lower",
    title="The alignment from the compression",
    kind=Kind.INEQUALITY,
    source=Source("tang", "proof of Proposition 20"),
    domain=SPECTRUM,
    printed=Claim(
        "𝒜 ≥ λ_min^{(2d)}/λ_max(Λ) = κ_{2d}⁻¹·λ_max^{(2d)}/λ_max(Λ).",
        r"\mathcal A\ge\frac{\lambda_{\min}^{(2d)}}{\lambda_{\max}(\Lambda)}"
        r"=\frac1{\kappa_{2d}}\frac{\lambda_{\max}^{(2d)}}{\lambda_{\max}(\Lambda)}",
        (Part("bound", of.top_min / of.lam_max, "<=", alignment, given=(SOME_TASK, ALIGNABLE)),),
    ),
)
