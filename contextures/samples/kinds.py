"""The kinds of context that are made of samples, and the settings that each of them has."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from contextures.errors import SettingError


class Kind(StrEnum):
    """Kinds of context."""

    KNN = "knn"
    RBF = "rbf"
    KNN_MASK = "knn-mask"
    RBF_MASK = "rbf-mask"
    KNN_SCARF = "knn-scarf"
    RBF_SCARF = "rbf-scarf"
    KNN_CUTMIX = "knn-cutmix"
    RBF_CUTMIX = "rbf-cutmix"
    TREES = "trees"
    TEACHER = "teacher"
    PAIRS = "pairs"
    TEXT = "text"
    LABEL = "label"


NEIGHBOURS = tuple(kind for kind in Kind if kind.startswith("knn"))
KERNELS = tuple(kind for kind in Kind if kind.startswith("rbf"))
DRAWN = tuple(kind for kind in Kind if "-" in kind)
"""Kinds that average over masks or corruptions."""
LEARNED = (Kind.TREES, Kind.TEACHER)
"""Kinds that a model gives, which may learn any column, the target too: A is told from the others."""
DONORS = {"scarf": "marginals", "cutmix": "rows"}
"""Where a corruption takes the features from that it replaces."""

TAKERS: dict[str, tuple[Kind, ...]] = {
    "k": (*NEIGHBOURS, Kind.PAIRS),
    "gamma": KERNELS,
    "label": (Kind.LABEL, Kind.TEXT, *LEARNED),
    "mask": DRAWN,
    "draws": DRAWN,
    "single": KERNELS,
    "partner": (Kind.PAIRS,),
    "model": LEARNED,
    "approximate": (Kind.KNN,),
    "recall": (Kind.KNN,),
    "kept": (Kind.RBF,),
    "jobs": NEIGHBOURS,
    "backend": NEIGHBOURS,
    "ngrams": (Kind.TEXT,),
    "unit": (Kind.TEXT,),
    "least": (Kind.TEXT,),
    "bins": (Kind.TEACHER,),
}
"""The kinds that have each setting; all have a seed and a folder."""
OPTIONS = {"approximate": "--approximate and --exact", "backend": "--scheduler, the back end,"}
"""Options of the command line that have other names than the settings."""


def options(names: Iterable[str]) -> str:
    """Return settings as options of the command line, in words."""
    *first, last = (OPTIONS.get(name, f"--{name}") for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def are_for(names: Iterable[str], what: str) -> str:
    """Return the sentence that says what options are for."""
    named = options(names)
    return f"{named} {'are' if ' and ' in named else 'is'} for {what}"


def refuse_misplaced(kind: str, given: Iterable[str]) -> None:
    """Raise SettingError where a kind of context has not all of the settings that are given."""
    for name in given:
        takers = TAKERS[name]
        if kind not in takers:
            *first, last = takers
            kinds = f"{', '.join(first)} and {last}" if first else last
            raise SettingError(f"{are_for([name], f'--context {kinds}')}, not for {kind}")
