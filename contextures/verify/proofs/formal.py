"""Which theorem of ``coq/`` serves which part: proofs, and refutations by the certificates there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contextures.theory.statement import Variant

PROVER = "coq 8.16"
CLASSICAL = (
    "boolp.constructive_indefinite_description",
    "boolp.functional_extensionality_dep",
    "boolp.propositional_extensionality",
)
"""What mathcomp-analysis assumes, and with it what speaks of real powers, exponentials or logarithms."""

ANALYSIS = {"shift": "Powers", "classical": "Exponentials"}
"""Where a chapter has the statements with real powers, exponentials or logarithms of mathcomp-analysis: the file."""
APART = ("neighbours", "classical")
"""Chapters whose printed forms that certificates decide are in files of their own."""
TWICE = {("shift.cvar-third", "third"), ("shift.doro-worst-group", "cvar")}
"""Parts of one name that both forms have, with statements of their own: the theorem of the printed one says so."""


PLACES = {
    **dict.fromkeys(
        (
            "neighbours.adainf-inflated-error",
            "neighbours.clustering-gaussian-free",
            "neighbours.clustering-main",
            "neighbours.clustering-multinomial",
            "neighbours.difficult-eigenvalue-norange",
            "neighbours.difficult-eigenvalue-with",
            "neighbours.haochen-any-matrix",
            "neighbours.haochen-exact",
            "neighbours.ncl-narrow",
            "neighbours.ncl-unique-wide",
        ),
        "GraphsPrinted",
    ),
    **dict.fromkeys(
        ("neighbours.head-lower-input", "neighbours.zheng-information"),
        "InformationPrinted",
    ),
    **dict.fromkeys(
        ("neighbours.tang-isotropy-flatness", "neighbours.tang-propagation"),
        "IsotropyPrinted",
    ),
    **dict.fromkeys(
        (
            "neighbours.tang-contrastive-loss-free",
            "neighbours.tang-corrected-loss-free",
            "neighbours.tang-eckart-young",
            "neighbours.tang-posthoc-trained",
            "neighbours.zheng-nested",
            "neighbours.zheng-orthogonal",
        ),
        "MinimisersPrinted",
    ),
}
"""Printed forms of chapter 7 whose statements are in files by subject."""


def _symbol(*words: str) -> str:
    """A name as Coq has it."""
    return "_".join(words).replace(".", "_").replace("-", "_")


def statement_of(id_: str, part: str, variant: Variant) -> tuple[str, str]:
    """Return the file of ``theories/Statements`` and the name of the formal statement of a part."""
    chapter, _, name = id_.partition(".")
    file = chapter.capitalize()
    if any(t.axioms and (t.id, t.part, t.variant) == (id_, part, variant) for t in THEOREMS):
        file = ANALYSIS[chapter]
    elif variant == "printed" and chapter in APART and part in REFUTED.get(id_, ()):
        file = PLACES.get(id_) or ("TangPrinted" if name.startswith("tang-") else f"{file}Printed")
    return file, _symbol(name, part, variant)


@dataclass(frozen=True)
class Theorem:
    """A theorem of ``coq/proofs``.

    Attributes
    ----------
    id, variant, part : str
        What it proves.
    axioms : tuple of str
        What it assumes.
    """

    id: str
    variant: Variant
    part: str
    axioms: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """Its file."""
        return f"Contextures.Proofs.{_symbol(self.id)}"

    @property
    def name(self) -> str:
        """Its full name; `if` is no name in Coq."""
        words = (
            (self.part, self.variant) if self.variant == "printed" and (self.id, self.part) in TWICE else (self.part,)
        )
        return f"{self.module}.{'if_' if self.part == 'if' else _symbol(*words)}"


def _theorems(id_: str, variant: Variant, *parts: str, axioms: tuple[str, ...] = ()) -> tuple[Theorem, ...]:
    return tuple(Theorem(id_, variant, part, axioms) for part in parts)


THEOREMS: tuple[Theorem, ...] = (
    *_theorems("contexts.operators", "printed", "kernel-a", "kernel-x", "adjoint"),
    *_theorems(
        "contexts.duality", "printed", "eigenvalues", "range-lower", "range-upper", "left", "right", "orthonormal"
    ),
    *_theorems("contexts.unit-interval", "printed", "lower", "upper", "constant-x", "constant-a", "top"),
    *_theorems("contexts.spectral-decomposition", "printed", "decomposition"),
    *_theorems("contexts.loss-kernel", "printed", "kernel"),
    *_theorems("contexts.chi-square", "printed", "inertia"),
    *_theorems(
        "objectives.supervised-onehot", "corrected", "minimum", "if", "only-if", "only-if-independent", "equal-classes"
    ),
    *_theorems("objectives.supervised-balanced", "corrected", "minimum", "if", "only-if", "only-if-independent"),
    *_theorems(
        "objectives.supervised-regression",
        "corrected",
        "plain-minimum",
        "plain-if",
        "plain-only-if",
        "plain-only-if-independent",
        "bias-minimum",
        "bias-if",
        "bias-only-if",
        "bias-only-if-independent",
    ),
    *_theorems("objectives.next-token", "corrected", "minimum", "if", "only-if", "only-if-independent"),
    *_theorems("objectives.distillation", "corrected", "minimum", "if", "recovers", "recovers-independent"),
    *_theorems("objectives.denoising-autoencoder", "corrected", "bias-minimum", "bias", "plain", "image"),
    *_theorems("objectives.spectral-contrastive", "corrected", "identity"),
    *_theorems("objectives.spectral-noncontrastive", "corrected", "minimum", "spans-if", "spans-only-if"),
    *_theorems("objectives.svme", "printed", "minimum", "psi", "if", "only-if"),
    *_theorems("objectives.kise", "printed", "maximum", "equivalent", "if", "only-if"),
    *_theorems("objectives.laplacian-eigenmaps", "printed", "spectrum", "constant"),
    *_theorems("optimality.compatibility", "printed", "spectral", "range-lower", "range-upper", "bound", "attained"),
    *_theorems(
        "optimality.low-variance", "corrected", "variance", "aligned", "close", "image-compatible", "image-variance"
    ),
    *_theorems("optimality.rkhs", "corrected", "i", "ii", "iii-only-if", "iii-upper", "iii-if"),
    *_theorems("optimality.ratio-trace", "printed", "invariance", "bound", "equality"),
    *_theorems("optimality.minimax-value", "corrected", "lower", "attained"),
    *_theorems("optimality.minimax-if", "printed", "no-better", "every-learner"),
    *_theorems("optimality.trace-gap", "corrected", "bound", "subfamily", "square-root"),
    *_theorems("optimality.trace-gap-of-contexture", "corrected", "value"),
    *_theorems("optimality.weak-association", "printed", "sum"),
    *_theorems(
        "optimality.extremes",
        "printed",
        "independent-spectrum",
        "independent-tasks",
        "identity-spectrum",
        "identity-tasks",
        "identity-error",
    ),
    *_theorems("mixing.compatibility", "printed", "mean", "every-task", "union", "intersection"),
    *_theorems("mixing.convex-kernel", "printed", "operator", "ky-fan", "weyl", "trace"),
    *_theorems(
        "bounds.context-complexity",
        "printed",
        "spectral",
        "divergence",
        "trace",
        "inertia",
        "mean",
        "partial",
        "sup-norm",
        "at-least-one",
        "independent-if",
        "independent-only-if",
        "processing",
        "processing-spectrum",
    ),
    *_theorems("bounds.isometry", "printed", "lower", "upper", "least-norm", "preimage", "reproducing"),
    *_theorems("stkr.kernel-metric", "corrected", "metric"),
    *_theorems("stkr.lipschitz-norm", "printed", "bound", "attained"),
    *_theorems("stkr.inverse-laplacian", "printed", "series", "rest", "norm"),
    *_theorems("shift.cvar-chi2", "printed", "group"),
    *_theorems("shift.cvar-chi2", "corrected", "group", "ball"),
    *_theorems("shift.group-in-ball", "corrected", "bound", axioms=CLASSICAL),
    *_theorems("shift.doro-tv", "printed", "any-divergence", "cvar"),
    *_theorems("shift.doro-tv", "printed", "divergence", axioms=CLASSICAL),
    *_theorems("shift.cvar-dual", "printed", "value", "minimiser"),
    *_theorems("shift.cvar-zero-one", "printed", "value", "erm"),
    *_theorems("shift.cvar-third", "printed", "third"),
    *_theorems("shift.cvar-third", "corrected", "kept", "difference", "two-thirds", "third"),
    *_theorems("shift.doro-worst-group", "printed", "cvar"),
    *_theorems("shift.doro-worst-group", "corrected", "cvar", "sharp", "chi-square"),
    *_theorems("shift.covariate", "printed", "refitted", "reused", "order"),
    *_theorems("neighbours.haochen-spectral-loss", "printed", "identity"),
    *_theorems("neighbours.ncl-rotation", "printed", "inner-products", "loss"),
    *_theorems("neighbours.ncl-factorisation", "printed", "identity"),
    *_theorems("neighbours.ncl-equivalence", "printed", "constant"),
    *_theorems("neighbours.ncl-optimal", "printed", "minimum", "value"),
    *_theorems("neighbours.ncl-wide", "printed", "minimum", "value"),
    *_theorems("neighbours.difficult-factorisation", "printed", "shares", "plain"),
    *_theorems("neighbours.difficult-larger", "corrected", "if", "only-if"),
    *_theorems("neighbours.difficult-harder", "corrected", "if", "only-if"),
    *_theorems("neighbours.difficult-reduces", "printed", "same"),
    *_theorems("neighbours.difficult-removal", "printed", "better"),
    *_theorems("neighbours.difficult-removal-when", "corrected", "hard-if", "hard-only-if", "few-if", "few-only-if"),
    *_theorems("neighbours.difficult-removal-exact", "printed", "if", "only-if", "corollary-only-if"),
    *_theorems("neighbours.difficult-margin-entry", "printed", "entry"),
    *_theorems("neighbours.difficult-margin-sign", "corrected", "positive", "increasing-if", "increasing-only-if"),
    *_theorems("neighbours.difficult-temperature-entry", "printed", "entry", "below-one"),
    *_theorems("neighbours.difficult-temperature-order", "printed", "smaller"),
    *_theorems("neighbours.difficult-temperature-threshold", "corrected", "if", "only-if"),
    *_theorems("neighbours.garrido-duality", "printed", "identity"),
    *_theorems("neighbours.garrido-normalised", "corrected", "both", "least", "largest"),
    *_theorems("neighbours.garrido-range", "printed", "lower", "upper"),
    *_theorems("neighbours.adainf-tv", "printed", "distance"),
    *_theorems("neighbours.clustering-similarity", "printed", "identity"),
    *_theorems("neighbours.joint-tikhonov", "printed", "identity"),
    *_theorems("neighbours.gauss-floor", "printed", "bound"),
    *_theorems("neighbours.gauss-alignment", "printed", "bound"),
    *_theorems("neighbours.gauss-alignment-centred", "printed", "bound"),
    *_theorems("neighbours.ncl-general", "printed", "graph", "overlap"),
    *_theorems("neighbours.ncl-orthogonality", "printed", "value", "bound"),
    *_theorems("neighbours.ncl-one-hot", "corrected", "indicator", "sparse", "sparse-all", "orthogonal"),
    *_theorems("neighbours.ncl-bayes", "printed", "argmax", "scores"),
    *_theorems("neighbours.ncl-axes", "printed", "permutation"),
    *_theorems("neighbours.tang-width-factor", "printed", "lower", "upper"),
    *_theorems("neighbours.tosh-redundancy", "printed", "bound"),
    *_theorems("neighbours.tosh-orthogonal", "printed", "sum", "spectral"),
    *_theorems("neighbours.zheng-operator", "corrected", "operator"),
    *_theorems("neighbours.zheng-h-score", "printed", "identity"),
    *_theorems("classical.markov", "printed", "markov", "chebyshev", "mean", "cantelli", "cantelli-two"),
    *_theorems("classical.hoeffding-lemma", "printed", "lemma", axioms=CLASSICAL),
    *_theorems("classical.hoeffding", "printed", "tail", "limit", "two-sided", axioms=CLASSICAL),
    *_theorems("classical.chernoff-kl", "printed", "tail", "limit", "lower", "two-sided", "sharper", axioms=CLASSICAL),
    *_theorems("classical.kl-as-printed", "corrected", "upper", "lower", axioms=CLASSICAL),
    *_theorems("classical.one-log", "corrected", "hoeffding", "kl", axioms=CLASSICAL),
    *_theorems("classical.finite-class", "printed", "one-sided", "two-sided", "erm", "occam", axioms=CLASSICAL),
    *_theorems("classical.realisable", "printed", "bound", axioms=CLASSICAL),
    *_theorems("classical.data-processing", "printed", "kl", "chi2", "tv", "mi"),
    *_theorems("classical.change-of-measure", "printed", "bound", "attained"),
    *_theorems("classical.change-of-measure", "printed", "only-there", axioms=CLASSICAL),
    *_theorems(
        "classical.pinsker",
        "printed",
        "pinsker",
        "huber",
        "huber-simple",
        "chi2",
        "chi2-simple",
        "reverse",
        axioms=CLASSICAL,
    ),
    *_theorems("classical.fano", "printed", "fano", "weak"),
    *_theorems("classical.mi-chi2", "printed", "log", "linear"),
    *_theorems("classical.witsenhausen", "printed", "bound"),
    *_theorems("classical.conformal", "printed", "lower", "upper"),
    *_theorems("classical.conformal-uncorrected", "corrected", "order", "interpolated"),
    *_theorems("classical.paley-zygmund", "printed", "printed", "variance", "any-sign"),
)
REFUTED: dict[str, tuple[str, ...]] = {
    "objectives.average-encoder": ("only-if",),
    "objectives.denoising-autoencoder": ("bias", "plain", "image"),
    "objectives.distillation": ("recovers",),
    "objectives.graph-nodes": ("learns",),
    "objectives.neural-collapse": ("span",),
    "objectives.next-token": ("only-if",),
    "objectives.spectral-contrastive": ("identity", "if", "only-if"),
    "objectives.spectral-noncontrastive": ("if", "only-if"),
    "objectives.supervised-balanced": ("if", "only-if"),
    "objectives.supervised-onehot": ("only-if",),
    "objectives.supervised-regression": ("plain-only-if", "bias-only-if"),
    "optimality.converse": ("exists",),
    "optimality.lipschitz": ("bound",),
    "optimality.low-variance": ("preimage", "variance"),
    "optimality.minimax-only-if": ("only-if",),
    "optimality.minimax-value": ("lower",),
    "optimality.rkhs": ("definition", "iii-if"),
    "optimality.trace-gap": ("bound",),
    "optimality.trace-gap-of-contexture": ("value",),
    "mixing.moderate": ("smaller", "clearly-smaller"),
    "bounds.minimax-lower": ("only-if",),
    "stkr.kernel-metric": ("metric",),
    "stkr.wrong-transform": ("well-posed",),
    "shift.boosted-cvar": ("strictly-better",),
    "shift.cvar-chi2": ("ball",),
    "shift.doro-formula": ("formula",),
    "shift.doro-worst-group": ("chi-square",),
    "shift.group-in-ball": ("bound",),
    "classical.bernstein-plug-in": ("limit",),
    "classical.betting-halves": ("product",),
    "classical.binomial-pvalue-losses": ("floor", "ceil"),
    "classical.clopper-pearson-losses": ("floor",),
    "classical.conformal-uncorrected": ("order", "interpolated"),
    "classical.contraction-absolute": ("one",),
    "classical.desymmetrisation": ("free",),
    "classical.erkip-cover": ("bound",),
    "classical.folk-intervals": ("wald",),
    "classical.gaussian-mi": ("lower", "upper"),
    "classical.kl-as-printed": ("upper", "lower"),
    "classical.massart-absolute": ("one",),
    "classical.median-of-means": ("delta",),
    "classical.one-log": ("hoeffding", "kl"),
    "classical.renyi-contraction": ("renyi",),
    "classical.ridge-loo-average": ("residual",),
    "classical.serfling-fraction": ("fraction",),
    "classical.split-kl": ("limit",),
    "neighbours.adainf-connectivity": ("all", "same-nodes"),
    "neighbours.adainf-inflated-error": ("bound",),
    "neighbours.clustering-clip": ("asymmetric",),
    "neighbours.clustering-gaussian-free": ("identity",),
    "neighbours.clustering-laplacian": ("semidefinite",),
    "neighbours.clustering-main": ("difference",),
    "neighbours.clustering-multinomial": ("probabilities",),
    "neighbours.difficult-eigenvalue-norange": ("value",),
    "neighbours.difficult-eigenvalue-with": ("eigenvalue",),
    "neighbours.difficult-harder": ("bound",),
    "neighbours.difficult-larger": ("ratio", "bound"),
    "neighbours.difficult-margin-sign": ("increasing",),
    "neighbours.difficult-removal-when": ("hard", "few"),
    "neighbours.difficult-temperature-threshold": ("better",),
    "neighbours.garrido-normalised": ("rows",),
    "neighbours.haochen-any-matrix": ("right", "left"),
    "neighbours.haochen-exact": ("recovery", "any-head"),
    "neighbours.haochen-singleton": ("singleton", "partition"),
    "neighbours.head-lower-input": ("bound",),
    "neighbours.head-matrix-information": ("nonnegative",),
    "neighbours.joint-compare-required": ("low-noise", "high-noise"),
    "neighbours.ncl-narrow": ("lower",),
    "neighbours.ncl-one-hot": ("indicator",),
    "neighbours.ncl-unique-wide": ("unique",),
    "neighbours.tang-algorithm-gap": ("regret",),
    "neighbours.tang-chain": ("middle",),
    "neighbours.tang-coherent": ("exact",),
    "neighbours.tang-cone-geometry": ("open", "open-positive"),
    "neighbours.tang-contrastive-loss-free": ("identity", "minimiser"),
    "neighbours.tang-corrected-loss-free": ("span",),
    "neighbours.tang-criterion": ("right", "left", "left-only-if"),
    "neighbours.tang-eckart-young": ("column-space", "unique-only-if"),
    "neighbours.tang-fast-rate-sharp": ("attained",),
    "neighbours.tang-fast-rate-tail-product": ("bound",),
    "neighbours.tang-isotropy-flatness": ("bound",),
    "neighbours.tang-localised-alignment": ("aligned",),
    "neighbours.tang-localised-verbatim": ("alignment", "fast", "regret"),
    "neighbours.tang-only-top-block": ("same",),
    "neighbours.tang-posthoc-trained": ("any", "minimiser"),
    "neighbours.tang-price-attained": ("attained",),
    "neighbours.tang-price-order": ("per-law",),
    "neighbours.tang-propagation": ("equality",),
    "neighbours.tang-tail-free": ("free",),
    "neighbours.zheng-information": ("local", "at-most", "at-least"),
    "neighbours.zheng-nested": ("simultaneous", "sequential"),
    "neighbours.zheng-operator": ("operator",),
    "neighbours.zheng-orthogonal": ("any",),
}
"""Parts of printed forms that a file of ``coq/certificates`` decides, by id."""
EXAMPLES = {"mixing.moderate", "neighbours.clustering-clip", "neighbours.tang-propagation", "shift.boosted-cvar"}
"""Those that an example proves; the others fall."""


@dataclass(frozen=True)
class Formal:
    """What a proof assistant has checked of a part.

    Attributes
    ----------
    theorem : str
        Its full name.
    axioms : tuple of str
        What it assumes.
    proves : bool
        Whether it proves the part; otherwise it refutes it.
    """

    theorem: str
    axioms: tuple[str, ...] = ()
    proves: bool = True

    def record(self) -> dict[str, Any]:
        """Return what a verdict says about it."""
        return {"prover": PROVER, "theorem": self.theorem, "axioms": list(self.axioms)}

    def __str__(self) -> str:
        """The outcome in words."""
        assumed = f", with the axioms {', '.join(self.axioms)}" if self.axioms else ""
        return f"{'proved' if self.proves else 'refuted'} in Coq{assumed}: {self.theorem}"


def formal_part(id_: str, variant: Variant, part: str) -> Formal | None:
    """Return what Coq has checked of a part of the catalogue; None where there is nothing."""
    for theorem in THEOREMS:
        if (theorem.id, theorem.variant, theorem.part) == (id_, variant, part):
            return Formal(theorem.name, theorem.axioms)
    if variant == "printed" and part in REFUTED.get(id_, ()):
        holds = id_ in EXAMPLES
        return Formal(f"Contextures.Certificates.{_symbol(id_, part)}.{'holds' if holds else 'refuted'}", proves=holds)
    return None
