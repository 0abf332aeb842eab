"""Chapter 7.1: the gain of an encoder, and what of the prior it depends on."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang.premises import NO_TAIL
from contextures.theory.neighbours.tang.spectra import SPECTRUM, gain, image, moved, singular, task, task2
from contextures.theory.neighbours.tang.window import block_moved
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement


def _seen(world: Any) -> Any:
    """Q̃Δ for the prior of the Δ that have one column, q_k√(λ_k/p_k) with chance p_k, q_k the eigenvectors of Λ: the
    directions as columns, whose squares count λ_k times."""
    return singular(world)[..., :, None] * world["turn"]


@SPECTRUM.quantity("E‖FᵀQ̃Δ‖_F² for the normalised feature of the span of Φ", range="≥ 0", tex=r"E\|F^TQ\Delta\|_F^2")
def kept(world: Any) -> Any:
    return ((world.projector(world["phi"]) @ _seen(world)) ** 2 * world["lam"][..., None, :]).sum(-1).sum(-1)


@SPECTRUM.quantity("E‖(I − Π_Φ)Q̃Δ‖_F²", range="≥ 0", tex=r"E\|(I-\Pi_\Phi)Q\Delta\|_F^2")
def missed(world: Any) -> Any:
    seen = _seen(world)
    return ((seen - world.projector(world["phi"]) @ seen) ** 2 * world["lam"][..., None, :]).sum(-1).sum(-1)


@SPECTRUM.quantity("tr L", range="≥ 0", tex=r"\mathrm{tr}\,L")
def total(world: Any) -> Any:
    return world.trace(image(world, task(world)))


@SPECTRUM.quantity("J of the first d of the μ_i, by tr(G⁻¹H)", range="≥ 0", tex=r"J(\mu_1..\mu_d;\Lambda)")
def J_first(world: Any) -> Any:
    first = np.eye(world.size("n"), dtype=int)[:, : world.size("d")] + 0 * world["s"][..., :, None]
    return gain(world, task(world), first)


@SPECTRUM.quantity("J(Φ;Λ′) of an encoder", range="≥ 0", tex=r"J(\Phi;\Lambda')")
def J_other(world: Any) -> Any:
    return gain(world, task2(world), world["phi"])


@SPECTRUM.quantity("‖L − L′‖_F²", range="≥ 0", tex=r"\|L-L'\|_F^2")
def image_moved(world: Any) -> Any:
    return moved(image(world, task(world)), image(world, task2(world)))


@SPECTRUM.quantity(
    "largest |J(w;Λ) − J(w;Λ′)| of the w = μ_i and μ_i + μ_j", range="≥ 0", tex=r"\max_w|J(w;\Lambda)-J(w;\Lambda')|"
)
def told_apart(world: Any) -> Any:
    size = world.size("n")
    lines = [
        np.eye(size, dtype=int)[i] + (i != j) * np.eye(size, dtype=int)[j] for i in range(size) for j in range(i + 1)
    ]
    seen = np.array(lines) * singular(world)[..., None, :]
    rest = task(world) - task2(world)
    return world.absolute(((seen @ rest) * seen).sum(-1) * [2 // int(line.sum()) for line in lines]).max(-1) / 2


TANG_GAIN = Statement(
    id="neighbours.tang-gain",
    title="The gain of an encoder, and its largest value",
    kind=Kind.IDENTITY,
    source=Source("tang", "Lemma 3, text"),
    domain=SPECTRUM,
    printed=Claim(
        "E‖FᵀQ̃Δ‖_F² = J(Φ;Λ) for a feature; J* = Σ_{i≤d}λ_i(L); J(Φ_s) = Σ_{i≤d}s_i²Λ_ii; and "
        "‖(I − Π_Φ)Q̃Δ‖_F² + ‖FᵀQ̃Δ‖_F² does not depend on Φ.",
        r"E\|F^T\tilde Q\Delta\|_F^2=J(\Phi;\Lambda),\quad J^*=\sum_{i\le d}\lambda_i(L),\quad "
        r"J(\Phi_s)=\sum_{i\le d}s_i^2\Lambda_{ii}",
        (
            Part("gain", kept, "==", of.J),
            Part("largest", of.J, "<=", of.J_star),
            Part("spectral", J_first, "==", of.J_s),
            Part("constant", kept + missed, "==", total),
        ),
    ),
    note="`largest` is for every Φ; the eigenvectors of L attain it, by Ky Fan. A law of Δ enters through Λ = E ΔΔᵀ "
    "alone; here Δ has one column, along an eigenvector of Λ.",
)

SUFFICIENCY = Statement(
    id="neighbours.tang-sufficiency",
    title="The image of the prior is all that the gain depends on",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Proposition 4"),
    domain=SPECTRUM,
    printed=Claim(
        "(i) J(Φ;·) depends on the prior through L only, for every Φ and d; (ii) if L ≠ L′ some one-dimensional Φ has "
        "J(Φ;Λ) ≠ J(Φ;Λ′); (iii) where the rank is at most 2d, every J(Φ;Λ) is determined by Λ^{(2d)}, d(2d + 1) "
        "numbers.",
        r"L=L'\iff J(\Phi;\Lambda)=J(\Phi;\Lambda')\ \forall\Phi",
        (
            Part("image", of.J, "==", J_other, given=(Hypothesis("one-image", image_moved, "==", 0, "L = L′"),)),
            Part(
                "one-dimensional", 0, "<", told_apart, given=(Hypothesis("two-images", 0, "<", image_moved, "L ≠ L′"),)
            ),
            Part(
                "top-block", of.J, "==", J_other,
                given=(NO_TAIL, Hypothesis("one-compression", block_moved, "==", 0, "Λ^{(2d)} = Λ′^{(2d)}")),
            ),
        ),
    ),
    note="Λ^{(2d)} is a symmetric matrix of 2d rows, fewer where M − 1 < 2d: d(2d + 1) numbers at most.",
)  # fmt: skip
