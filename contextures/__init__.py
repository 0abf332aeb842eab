"""Contextures: the contexture theory of representation learning, checked, computed and drawn."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    __version__: str
    from contextures.bounds.bound import bound, compare_bounds
    from contextures.bounds.compare import compare
    from contextures.bounds.comparison import Comparison
    from contextures.bounds.result import Bound, Bounds
    from contextures.contexts.context import Context
    from contextures.contexts.coordinates import coordinates
    from contextures.contexts.encoders import compatibility, ratio_trace, trace_gap, worst_case_error, worst_task
    from contextures.contexts.robust_probe import RobustProbe, robust_probe
    from contextures.contexts.schemes import Scheme, block_masking, cropping, flipping, masking
    from contextures.contexts.tables import load_table
    from contextures.contexts.transfer import shifted_context, transfer_error, worst_transfer_error
    from contextures.errors import InputError
    from contextures.figures.calculator import bound_page
    from contextures.measure.quantities.registry import quantity
    from contextures.reading.options import Reading
    from contextures.risks import (
        chi2_risk,
        cressie_read_risk,
        cvar,
        doro_risk,
        tv_infimum,
        worst_group_risk,
    )
    from contextures.risks.boosting import BoostedCVaR, boosted_cvar
    from contextures.samples.alignment import Alignment, align, cca_alignment, mutual_neighbours
    from contextures.samples.data_context import DataContext
    from contextures.samples.evaluate import evaluate
    from contextures.samples.evaluation import Evaluation
    from contextures.samples.listed import graph_context, view_context
    from contextures.samples.mixing import concatenate, convolve, mix, product
    from contextures.samples.mixture import Mixture, mixture
    from contextures.samples.mixture_weights import learn_weights, optimal_weights
    from contextures.samples.modelled import teacher_context, tree_context
    from contextures.samples.partners import pair_context
    from contextures.samples.recommend import Recommendation, recommend
    from contextures.samples.sample_spectrum import SampleSpectrum
    from contextures.samples.sampled import knn_context, label_context, rbf_context
    from contextures.samples.saved import load_context, load_spectrum, save_context, save_spectrum
    from contextures.samples.spectra import spectrum
    from contextures.samples.subset import subset_spectrum
    from contextures.samples.table_spectrum import TableSpectrum
    from contextures.samples.texts import text_context
    from contextures.samples.usefulness import decay_rate, kernel_deviation, lipschitz_constant, usefulness
    from contextures.solvers.context_encoder import ContextEncoder
    from contextures.solvers.kise import KISE
    from contextures.solvers.stkr.cross_validated import STKRCV, STKRClassifierCV
    from contextures.solvers.stkr.pca import KernelPCAEncoder
    from contextures.solvers.stkr.regression import STKR, STKRClassifier
    from contextures.solvers.svme import SVME
    from contextures.studies.reproduce import Reproduction, reproduce
    from contextures.theory import sorts
    from contextures.theory.catalogue import Catalogue, catalogue
    from contextures.theory.domain import Domain
    from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
    from contextures.verify.audit.audit import audit
    from contextures.verify.audit.result import Audit
    from contextures.verify.campaign.campaign import verify
    from contextures.verify.campaign.report import Report
    from contextures.verify.certificates.certificate import check
    from contextures.verify.certificates.document import Check
else:
    from contextures import measure, verify

_HOME = {
    "InputError": "errors",
    "Catalogue": "theory.catalogue",
    "catalogue": "theory.catalogue",
    "Domain": "theory.domain",
    "Claim": "theory.statement",
    "Hypothesis": "theory.statement",
    "Kind": "theory.statement",
    "Part": "theory.statement",
    "Source": "theory.statement",
    "Statement": "theory.statement",
    "Bound": "bounds.result",
    "Bounds": "bounds.result",
    "bound": "bounds.bound",
    "compare_bounds": "bounds.bound",
    "bound_page": "figures.calculator",
    "Comparison": "bounds.comparison",
    "compare": "bounds.compare",
    "Audit": "verify.audit.result",
    "audit": "verify.audit.audit",
    "Report": "verify.campaign.report",
    "Check": "verify.certificates.document",
    "check": "verify.certificates.certificate",
    "Context": "contexts.context",
    "coordinates": "contexts.coordinates",
    "compatibility": "contexts.encoders",
    "ratio_trace": "contexts.encoders",
    "trace_gap": "contexts.encoders",
    "worst_case_error": "contexts.encoders",
    "worst_task": "contexts.encoders",
    "Alignment": "samples.alignment",
    "align": "samples.alignment",
    "cca_alignment": "samples.alignment",
    "mutual_neighbours": "samples.alignment",
    "DataContext": "samples.data_context",
    "ContextEncoder": "solvers.context_encoder",
    "KISE": "solvers.kise",
    "Reading": "reading.options",
    "Evaluation": "samples.evaluation",
    "evaluate": "samples.evaluate",
    "Mixture": "samples.mixture",
    "mixture": "samples.mixture",
    "Recommendation": "samples.recommend",
    "recommend": "samples.recommend",
    "SampleSpectrum": "samples.sample_spectrum",
    "TableSpectrum": "samples.table_spectrum",
    "spectrum": "samples.spectra",
    "knn_context": "samples.sampled",
    "label_context": "samples.sampled",
    "load_context": "samples.saved",
    "load_spectrum": "samples.saved",
    "save_context": "samples.saved",
    "save_spectrum": "samples.saved",
    "rbf_context": "samples.sampled",
    "graph_context": "samples.listed",
    "pair_context": "samples.partners",
    "teacher_context": "samples.modelled",
    "text_context": "samples.texts",
    "tree_context": "samples.modelled",
    "view_context": "samples.listed",
    "KernelPCAEncoder": "solvers.stkr.pca",
    "STKR": "solvers.stkr.regression",
    "STKRClassifier": "solvers.stkr.regression",
    "STKRCV": "solvers.stkr.cross_validated",
    "STKRClassifierCV": "solvers.stkr.cross_validated",
    "SVME": "solvers.svme",
    "quantity": "measure.quantities.registry",
    "chi2_risk": "risks",
    "cressie_read_risk": "risks",
    "BoostedCVaR": "risks.boosting",
    "boosted_cvar": "risks.boosting",
    "cvar": "risks",
    "doro_risk": "risks",
    "tv_infimum": "risks",
    "worst_group_risk": "risks",
    "concatenate": "samples.mixing",
    "convolve": "samples.mixing",
    "mix": "samples.mixing",
    "product": "samples.mixing",
    "learn_weights": "samples.mixture_weights",
    "optimal_weights": "samples.mixture_weights",
    "subset_spectrum": "samples.subset",
    "decay_rate": "samples.usefulness",
    "kernel_deviation": "samples.usefulness",
    "lipschitz_constant": "samples.usefulness",
    "usefulness": "samples.usefulness",
    "Reproduction": "studies.reproduce",
    "reproduce": "studies.reproduce",
    "RobustProbe": "contexts.robust_probe",
    "robust_probe": "contexts.robust_probe",
    "Scheme": "contexts.schemes",
    "block_masking": "contexts.schemes",
    "cropping": "contexts.schemes",
    "flipping": "contexts.schemes",
    "masking": "contexts.schemes",
    "load_table": "contexts.tables",
    "shifted_context": "contexts.transfer",
    "transfer_error": "contexts.transfer",
    "worst_transfer_error": "contexts.transfer",
}

__all__ = [
    "KISE",
    "STKR",
    "STKRCV",
    "SVME",
    "Alignment",
    "Audit",
    "BoostedCVaR",
    "Bound",
    "Bounds",
    "Catalogue",
    "Check",
    "Claim",
    "Comparison",
    "Context",
    "ContextEncoder",
    "DataContext",
    "Domain",
    "Evaluation",
    "Hypothesis",
    "InputError",
    "KernelPCAEncoder",
    "Kind",
    "Mixture",
    "Part",
    "Reading",
    "Recommendation",
    "Report",
    "Reproduction",
    "RobustProbe",
    "STKRClassifier",
    "STKRClassifierCV",
    "SampleSpectrum",
    "Scheme",
    "Source",
    "Statement",
    "TableSpectrum",
    "__version__",
    "align",
    "audit",
    "block_masking",
    "boosted_cvar",
    "bound",
    "bound_page",
    "catalogue",
    "cca_alignment",
    "check",
    "chi2_risk",
    "compare",
    "compare_bounds",
    "compatibility",
    "concatenate",
    "convolve",
    "coordinates",
    "cressie_read_risk",
    "cropping",
    "cvar",
    "decay_rate",
    "doro_risk",
    "evaluate",
    "flipping",
    "graph_context",
    "kernel_deviation",
    "knn_context",
    "label_context",
    "learn_weights",
    "lipschitz_constant",
    "load_context",
    "load_spectrum",
    "load_table",
    "masking",
    "measure",
    "mix",
    "mixture",
    "mutual_neighbours",
    "optimal_weights",
    "pair_context",
    "product",
    "quantity",
    "ratio_trace",
    "rbf_context",
    "recommend",
    "reproduce",
    "robust_probe",
    "save_context",
    "save_spectrum",
    "shifted_context",
    "sorts",
    "spectrum",
    "subset_spectrum",
    "teacher_context",
    "text_context",
    "trace_gap",
    "transfer_error",
    "tree_context",
    "tv_infimum",
    "usefulness",
    "verify",
    "view_context",
    "worst_case_error",
    "worst_group_risk",
    "worst_task",
    "worst_transfer_error",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that the command line starts fast."""
    from importlib import import_module

    if name == "strategies":
        return import_module("contextures.strategies")
    if name == "sorts":
        return import_module("contextures.theory.sorts")
    if name == "__version__":
        return import_module("importlib.metadata").version("contextures")
    if name not in _HOME:
        raise AttributeError(f"module 'contextures' has no attribute {name!r}")
    value = getattr(import_module(f"contextures.{_HOME[name]}"), name)
    if name == "Domain":
        value.strategy = lambda domain: __getattr__("strategies").instances(domain)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
