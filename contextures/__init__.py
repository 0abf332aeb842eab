"""Contextures: the contexture theory of representation learning, checked, computed and drawn."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    __version__: str
    from contextures.errors import InputError
    from contextures.theory.catalogue import Catalogue, catalogue
    from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
    from contextures.verify.boosting import BoostedCVaR, boosted_cvar
    from contextures.verify.calculator.bound import Bound, bound, compare_bounds
    from contextures.verify.campaign import Report, verify
    from contextures.verify.certificate import Check, check
    from contextures.verify.context import Context
    from contextures.verify.domain import measure
    from contextures.verify.encoders import compatibility, ratio_trace, trace_gap, worst_case_error
    from contextures.verify.large.alignment import cca_alignment, mutual_neighbours
    from contextures.verify.large.data_context import DataContext
    from contextures.verify.large.kise import KISE
    from contextures.verify.large.recommend import recommend
    from contextures.verify.large.sampled import knn_context, label_context, rbf_context
    from contextures.verify.large.saved import load_context, load_spectrum, save_context, save_spectrum
    from contextures.verify.large.stkr.pca import KernelPCAEncoder
    from contextures.verify.large.stkr.regression import STKR, STKRClassifier
    from contextures.verify.large.subset import subset_spectrum
    from contextures.verify.large.svme import SVME
    from contextures.verify.large.usefulness import decay_rate, kernel_deviation, lipschitz_constant, usefulness
    from contextures.verify.mixing import concatenate, convolve, mix, product
    from contextures.verify.mixture_weights import learn_weights, optimal_weights
    from contextures.verify.quantities.registry import quantity
    from contextures.verify.risks import (
        chi2_risk,
        cressie_read_risk,
        cvar,
        doro_risk,
        tv_infimum,
        worst_group_risk,
    )
    from contextures.verify.robust_probe import RobustProbe, robust_probe
    from contextures.verify.schemes import Scheme, block_masking, cropping, flipping, masking
    from contextures.verify.tables import load_table
    from contextures.verify.transfer import shifted_context, transfer_error, worst_transfer_error
else:
    from contextures import verify

_HOME = {
    "InputError": "errors",
    "Catalogue": "theory.catalogue",
    "catalogue": "theory.catalogue",
    "Claim": "theory.statement",
    "Hypothesis": "theory.statement",
    "Kind": "theory.statement",
    "Part": "theory.statement",
    "Source": "theory.statement",
    "Statement": "theory.statement",
    "Bound": "verify.calculator.bound",
    "bound": "verify.calculator.bound",
    "compare_bounds": "verify.calculator.bound",
    "Report": "verify.campaign",
    "Check": "verify.certificate",
    "check": "verify.certificate",
    "Context": "verify.context",
    "measure": "verify.domain",
    "compatibility": "verify.encoders",
    "ratio_trace": "verify.encoders",
    "trace_gap": "verify.encoders",
    "worst_case_error": "verify.encoders",
    "cca_alignment": "verify.large.alignment",
    "mutual_neighbours": "verify.large.alignment",
    "DataContext": "verify.large.data_context",
    "KISE": "verify.large.kise",
    "recommend": "verify.large.recommend",
    "knn_context": "verify.large.sampled",
    "label_context": "verify.large.sampled",
    "load_context": "verify.large.saved",
    "load_spectrum": "verify.large.saved",
    "save_context": "verify.large.saved",
    "save_spectrum": "verify.large.saved",
    "rbf_context": "verify.large.sampled",
    "KernelPCAEncoder": "verify.large.stkr.pca",
    "STKR": "verify.large.stkr.regression",
    "STKRClassifier": "verify.large.stkr.regression",
    "SVME": "verify.large.svme",
    "quantity": "verify.quantities.registry",
    "chi2_risk": "verify.risks",
    "cressie_read_risk": "verify.risks",
    "BoostedCVaR": "verify.boosting",
    "boosted_cvar": "verify.boosting",
    "cvar": "verify.risks",
    "doro_risk": "verify.risks",
    "tv_infimum": "verify.risks",
    "worst_group_risk": "verify.risks",
    "concatenate": "verify.mixing",
    "convolve": "verify.mixing",
    "mix": "verify.mixing",
    "product": "verify.mixing",
    "learn_weights": "verify.mixture_weights",
    "optimal_weights": "verify.mixture_weights",
    "subset_spectrum": "verify.large.subset",
    "decay_rate": "verify.large.usefulness",
    "kernel_deviation": "verify.large.usefulness",
    "lipschitz_constant": "verify.large.usefulness",
    "usefulness": "verify.large.usefulness",
    "RobustProbe": "verify.robust_probe",
    "robust_probe": "verify.robust_probe",
    "Scheme": "verify.schemes",
    "block_masking": "verify.schemes",
    "cropping": "verify.schemes",
    "flipping": "verify.schemes",
    "masking": "verify.schemes",
    "load_table": "verify.tables",
    "shifted_context": "verify.transfer",
    "transfer_error": "verify.transfer",
    "worst_transfer_error": "verify.transfer",
}

__all__ = [
    "KISE",
    "STKR",
    "SVME",
    "BoostedCVaR",
    "Bound",
    "Catalogue",
    "Check",
    "Claim",
    "Context",
    "DataContext",
    "Hypothesis",
    "InputError",
    "KernelPCAEncoder",
    "Kind",
    "Part",
    "Report",
    "RobustProbe",
    "STKRClassifier",
    "Scheme",
    "Source",
    "Statement",
    "__version__",
    "block_masking",
    "boosted_cvar",
    "bound",
    "catalogue",
    "cca_alignment",
    "check",
    "chi2_risk",
    "compare_bounds",
    "compatibility",
    "concatenate",
    "convolve",
    "cressie_read_risk",
    "cropping",
    "cvar",
    "decay_rate",
    "doro_risk",
    "flipping",
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
    "mutual_neighbours",
    "optimal_weights",
    "product",
    "quantity",
    "ratio_trace",
    "rbf_context",
    "recommend",
    "robust_probe",
    "save_context",
    "save_spectrum",
    "shifted_context",
    "subset_spectrum",
    "trace_gap",
    "transfer_error",
    "tv_infimum",
    "usefulness",
    "verify",
    "worst_case_error",
    "worst_group_risk",
    "worst_transfer_error",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that the command line starts fast."""
    from importlib import import_module

    if name == "strategies":
        return import_module("contextures.strategies")
    if name == "__version__":
        return import_module("importlib.metadata").version("contextures")
    if name not in _HOME:
        raise AttributeError(f"module 'contextures' has no attribute {name!r}")
    value = getattr(import_module(f"contextures.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
