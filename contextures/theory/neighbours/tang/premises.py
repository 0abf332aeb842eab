"""Hypotheses that the rows of chapter 7.1 share."""

from __future__ import annotations

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.statement import Hypothesis

SOME_GAIN = Hypothesis("gain", 0, "<", of.J_star, "J* > 0, as the regret needs")
SOME_LAW = Hypothesis("dependence", 0, "<", of.s_1, "s_1 > 0")
SOME_TASK = Hypothesis("task", 0, "<", of.lam_max, "Λ ≠ 0")
ALIGNABLE = Hypothesis("alignable", 0, "<", of.aligned_gain, "Σ_{i≤d}s_i²λ_i(Λ) > 0, as 𝒜 needs")
GAP = Hypothesis("gap", 0, "<", of.delta, "δ_d > 0")
NO_TAIL = Hypothesis("no-tail", of.s_tail, "==", 0, "rank at most 2d")
TAIL = Hypothesis("tail", 0, "<", of.s_tail, "rank above 2d")
WIDE = Hypothesis("rank", 0, "<", of.s_2d, "rank at least 2d")
BOUNDED = Hypothesis("positive", 0, "<", of.lam_min, "λ_min(Λ) > 0, so that α is finite")
TOP = Hypothesis("top-block", 0, "<", of.top_max, "Λ^{(2d)} ≠ 0")
TOP_BOUNDED = Hypothesis("top-block-positive", 0, "<", of.top_min, "λ_min^{(2d)} > 0, so that α_{2d} is finite")

KAPPA_INVERSE = of.lam_min / of.lam_max
TOP_INVERSE = of.top_min / of.top_max
ALPHA = of.lam_max / of.lam_min - 1
TOP_ALPHA = of.top_max / of.top_min - 1
