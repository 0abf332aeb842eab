"""Machine-checked proofs of parts in public libraries, from their sources: what each covers and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contextures.theory.statement import Variant


@dataclass(frozen=True)
class Library:
    """A public library of machine-checked proofs.

    Attributes
    ----------
    name, prover, url : str
    """

    name: str
    prover: str
    url: str


MATHLIB = Library("mathlib", "Lean 4", "https://github.com/leanprover-community/mathlib4")
FORMAL_SLT = Library("FormalSLT", "Lean 4", "https://github.com/Robby955/FormalSLT")
RADEMACHER = Library("lean-rademacher", "Lean 4", "https://github.com/auto-res/lean-rademacher")
STAT_LEARNING = Library("lean-stat-learning-theory", "Lean 4", "https://github.com/YuanheZ/lean-stat-learning-theory")
INFOTHEO = Library("infotheo", "Coq", "https://github.com/affeldt-aist/infotheo")
EXACT = "nothing of the part"
"""What a theorem leaves where it is at least as general."""


@dataclass(frozen=True)
class Elsewhere:
    """A machine-checked proof that others have published; nobody here has run it.

    Attributes
    ----------
    id, variant, part : str
        What it is about.
    library : Library
    theorem, file : str
        Its name, and where it stands in the library.
    covers, leaves : str
        What it says, and what of the part it does not.
    """

    id: str
    variant: Variant
    part: str
    library: Library
    theorem: str
    file: str
    covers: str
    leaves: str = EXACT

    def record(self) -> dict[str, Any]:
        """Return what a verdict says about it."""
        return {
            "prover": self.library.prover,
            "library": self.library.name,
            "url": self.library.url,
            "theorem": self.theorem,
            "file": self.file,
            "covers": self.covers,
            "leaves": self.leaves,
        }

    def __str__(self) -> str:
        """One line: where it is, what it covers and what it leaves."""
        return (
            f"proved elsewhere, in {self.library.name} ({self.library.prover}): {self.theorem}, {self.file}; "
            f"covers {self.covers}; leaves {self.leaves}"
        )


FINITE = "finite classes, laws and priors, losses in [0, 1]"
PROOFS_ELSEWHERE: tuple[Elsewhere, ...] = (
    Elsewhere(
        "classical.markov", "printed", "markov", MATHLIB, "MeasureTheory.mul_meas_ge_le_lintegral",
        "Mathlib/MeasureTheory/Integral/Lebesgue/Markov.lean",
        "measurable Z ≥ 0 on any measure space, as tP(Z ≥ t) ≤ EZ",
    ),
    Elsewhere(
        "classical.markov", "printed", "chebyshev", MATHLIB, "ProbabilityTheory.meas_ge_le_variance_div_sq",
        "Mathlib/Probability/Moments/Variance.lean", "square-integrable Z under any finite measure",
    ),
    Elsewhere(
        "classical.hoeffding-lemma", "printed", "lemma", MATHLIB, "ProbabilityTheory.hasSubgaussianMGF_of_mem_Icc",
        "Mathlib/Probability/Moments/SubGaussian.lean", "Z in [a, b] almost surely, on any probability space, every s",
    ),
    Elsewhere(
        "classical.hoeffding", "printed", "tail", MATHLIB,
        "ProbabilityTheory.HasSubgaussianMGF.measure_sum_ge_le_of_iIndepFun",
        "Mathlib/Probability/Moments/SubGaussian.lean",
        "the tail of a sum of independent sub-Gaussian variables, which bounded ones are by Hoeffding's lemma there",
        "the step from sums to means",
    ),
    Elsewhere(
        "classical.hoeffding", "printed", "two-sided", FORMAL_SLT,
        "FormalSLT.Concentration.NamedTails.hoeffding_mean_tail_twoSided", "FormalSLT/Concentration/NamedTails.lean",
        "P(|p̂ − p| ≥ t) ≤ 2 exp(−2nt²/(b − a)²) for independent variables in [a, b] on any probability space",
        "to solve the bound for t",
    ),
    Elsewhere(
        "classical.bernstein", "printed", "tail", FORMAL_SLT,
        "FormalSLT.Probability.BernsteinMGF.averaged_bernstein_tail", "FormalSLT/Probability/BernsteinMGF.lean",
        "the tail of the mean of iid variables of a finite law",
        "laws that are not finite",
    ),
    Elsewhere(
        "classical.massart", "printed", "plain", RADEMACHER, "ProbabilityTheory.massart_lemma_pmf",
        "FoML/Entropy/Massart.lean", "every finite class on every sample, with the norm of the values",
    ),
    Elsewhere(
        "classical.massart", "printed", "plain", FORMAL_SLT, "FormalSLT.Rademacher.Massart.massart_finite_class",
        "FormalSLT/Rademacher/Massart.lean", "classes of two or more, with B√n ≥ max‖a‖ for values of size at most B",
        "the norm itself",
    ),
    Elsewhere(
        "classical.contraction", "printed", "bound", RADEMACHER,
        "empiricalRademacherComplexity_without_abs_contraction_finite", "FoML/Learning/Contraction.lean",
        "finite classes, a Lipschitz map for each observation",
    ),
    Elsewhere(
        "classical.contraction-absolute", "corrected", "two", RADEMACHER,
        "empiricalRademacherComplexity_contraction_finite", "FoML/Learning/Contraction.lean",
        "finite classes, a Lipschitz map that vanishes at 0 for each observation",
    ),
    Elsewhere(
        "classical.rademacher-bound", "printed", "symmetrisation", FORMAL_SLT,
        "FormalSLT.Rademacher.Symmetrization.expected_genGap_le_two_expected_empiricalRademacherComplexity",
        "FormalSLT/Rademacher/Symmetrization.lean", "finite classes of bounded measurable losses, any law",
        "infinite classes",
    ),
    Elsewhere(
        "classical.rademacher-bound", "printed", "expected", FORMAL_SLT,
        "FormalSLT.Rademacher.HighProbability.genGap_highProb_rademacher", "FormalSLT/Rademacher/HighProbability.lean",
        "finite classes of losses of size at most B on standard Borel spaces, with exp(−nε²/(2B²))",
        "infinite classes, and the range 1 of values in [0, 1] in place of B = 1, a factor of 4 in the exponent",
    ),
    Elsewhere(
        "classical.rademacher-bound", "printed", "expected", RADEMACHER, "main_separable", "FoML/Main.lean",
        "|Eg − n⁻¹Σg(z_i)| for separable classes of values of size at most b, with absolute values in the complexity",
        "the complexity without absolute values, and a factor of 4 in the exponent",
    ),
    Elsewhere(
        "classical.sauer", "printed", "sum", MATHLIB, "Finset.card_shatterer_le_sum_vcDim",
        "Mathlib/Combinatorics/SetFamily/Shatter.lean",
        "families of subsets of a finite set, after Finset.card_le_card_shatterer of the same file",
        "to read restrictions to n points as such a family",
    ),
    Elsewhere(
        "classical.sauer", "printed", "power", FORMAL_SLT, "FormalSLT.VC.SauerShelah.sauerShelah_polynomial_bound",
        "FormalSLT/VC/SauerShelah.lean", "Σ_{k≤d} C(n, k) ≤ (en/d)^d for 1 ≤ d ≤ n",
        "the step before it, part sum",
    ),
    Elsewhere(
        "classical.mcdiarmid", "printed", "tail", FORMAL_SLT,
        "FormalSLT.Concentration.mcdiarmid_of_hasBoundedDifferences_sharp_hetero",
        "FormalSLT/Concentration/HeterogeneousMcDiarmid.lean",
        "independent coordinates of different laws on standard Borel spaces, f measurable and integrable",
    ),
    Elsewhere(
        "classical.mcdiarmid", "printed", "tail", STAT_LEARNING, "mcdiarmid_inequality_pos", "SLT/McDiarmid.lean",
        "independent variables on any probability space, f measurable, as exp(−2ε²t) where tΣc_i² ≤ 1",
    ),
    Elsewhere(
        "classical.mcdiarmid", "printed", "variance", STAT_LEARNING, "efronStein", "SLT/EfronStein.lean",
        "square-integrable f of independent variables, as Var f ≤ Σ_iE(f − E^{(i)}f)²",
        "that half the square of a difference to a fresh copy has the same mean",
    ),
    Elsewhere(
        "classical.uniform-stability", "printed", "replace", FORMAL_SLT,
        "FormalSLT.AlgorithmicStability.bousquet_elisseeff_expectedGap_variant_of_boundedLoss",
        "FormalSLT/Stability/BousquetElisseeff.lean",
        "finite classes, losses of size at most B on standard Borel spaces, with 2B for M",
        "the shift by M/2 that makes 2B of [0, M] equal to M, and infinite classes",
    ),
    Elsewhere(
        "classical.change-of-measure", "printed", "bound", FORMAL_SLT, "FormalSLT.PACBayesKL.donsker_varadhan",
        "FormalSLT/PACBayesKL.lean", "finite classes, priors of full support",
        "priors with zeros",
    ),
    Elsewhere(
        "classical.pb-mcallester", "printed", "bound", FORMAL_SLT,
        "FormalSLT.PACBayesBoundedLoss.finiteMcAllesterBoundedComplexity_badEventMass_le_delta",
        "FormalSLT/PACBayesBoundedLoss.lean",
        f"{FINITE}: L(ρ) ≤ L_S(ρ) + √(c/2n) for all ρ with KL + ln(1/δ) ≤ c, c fixed before the sample",
        "the bound of the part, where KL of ρ itself stands with ln(n/δ)",
    ),
    Elsewhere(
        "classical.pb-catoni", "printed", "bound", FORMAL_SLT,
        "FormalSLT.PACBayesBoundedLoss.finiteCatoni_badEventMass_le_delta", "FormalSLT/PACBayesBoundedLoss.lean",
        f"{FINITE}: L(ρ) ≤ L_S(ρ) + (KL + ln(1/δ))/λ + λ/(8n) for all ρ, λ = nC fixed before the sample",
        "the bound of the part, which implies that one by Hoeffding's lemma",
    ),
    Elsewhere(
        "classical.pinsker", "printed", "pinsker", INFOTHEO, "Pinsker_inequality", "probability/pinsker.v",
        "finite laws of which one dominates the other, with logarithms to base 2 and the distance 2TV",
    ),
)  # fmt: skip


def elsewhere_part(id_: str, variant: Variant, part: str) -> tuple[Elsewhere, ...]:
    """Return the machine-checked proofs of a part of the catalogue that others have published."""
    return tuple(known for known in PROOFS_ELSEWHERE if (known.id, known.variant, known.part) == (id_, variant, part))
