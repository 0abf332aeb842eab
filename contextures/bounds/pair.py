"""What a joint table of X (rows) and Y (columns) supplies to the inequalities of information, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.settings import Value
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.exact.numbers import ball
from contextures.measure.suprema.contraction import enclosed, find_witness

DIGITS = 6
"""Decimal digits of the laws that enclose η_KL."""
LISTED = 16
"""Values of X up to which every set of them is looked at."""
CONTRACTION = "η_KL is at least", "η_KL is at most"
INFORMATION = "I(X;Y)"
ERROR = "smallest P(X̂ ≠ X)"
SUPPLIED: Mapping[str, tuple[str, ...]] = {
    "classical.fano": ("H", "m"),
    "classical.mi-chi2": ("chi2",),
    "classical.gaussian-mi": ("rho2", "min_p", "pi_star", "k"),
    "classical.erkip-cover": ("rho2", "eta"),
    "classical.s-star": ("eta",),
    "classical.sdpi-chain": ("rho2",),
    "classical.makur-zheng": ("rho2", "min_p", "pi_star"),
    "classical.witsenhausen": ("rho2",),
}
"""The settings of each statement that a table tells."""
ANSWERED: Mapping[str, tuple[str, ...]] = {
    "classical.fano": (ERROR,),
    "classical.mi-chi2": (INFORMATION,),
    "classical.gaussian-mi": (INFORMATION,),
    "classical.erkip-cover": CONTRACTION,
    "classical.s-star": CONTRACTION,
    "classical.sdpi-chain": CONTRACTION,
    "classical.makur-zheng": CONTRACTION,
}
"""What a table answers beside each statement."""


@dataclass(frozen=True, eq=False)
class Pair:
    """The joint law of two finite variables.

    Attributes
    ----------
    context : Context
        X in the rows.
    id : str
        Of the statement that it supplies.
    """

    context: Context
    id: str

    def __post_init__(self) -> None:
        if not isinstance(self.context, Context):
            raise InputError(f"{type(self.context).__name__} is no joint law; a contingency table is right")
        if self.id not in SUPPLIED:
            raise InputError(f"a table supplies nothing to {self.id}; {', '.join(SUPPLIED)} take one")

    def value(self, name: str, d: Value | None) -> Value | None:
        """Return a setting that the table tells; None where it is none of them."""
        del d
        if name not in SUPPLIED[self.id]:
            return None
        found = getattr(self, f"_{name}")
        if found is None:
            return None
        return fmpq(found) if isinstance(found, int) else fmpq(*float(found).as_integer_ratio())

    @property
    def answers(self) -> dict[str, float]:
        """What the table answers beside the statement."""
        return {name: self._answer(name) for name in ANSWERED.get(self.id, ())}

    def _answer(self, name: str) -> float:
        if name in CONTRACTION:
            return self._ends[CONTRACTION.index(name)]
        return self._error if name == ERROR else self._mi

    @cached_property
    def _law(self) -> NDArray[np.float64]:
        return np.asarray(self.context.joint, dtype=float)

    @property
    def _m(self) -> int:
        return len(self._law)

    @property
    def _k(self) -> int:
        return int(min(self._law.shape)) - 1

    @property
    def _mi(self) -> float:
        """I(X;Y) in nats."""
        product = np.outer(self._law.sum(1), self._law.sum(0))
        held = self._law > 0
        return float((self._law[held] * np.log(self._law[held] / product[held])).sum())

    @property
    def _H(self) -> float:
        """H(X|Y) in nats."""
        p = self._law.sum(1)
        return float(max(-(p * np.log(p)).sum() - self._mi, 0.0))

    @property
    def _error(self) -> float:
        """1 − Σ_y max_x P(x, y): the error of the best guess."""
        return float(1 - self._law.max(0).sum())

    @property
    def _chi2(self) -> float:
        return float((np.asarray(self.context.singular_values) ** 2).sum())

    @property
    def _rho2(self) -> float:
        values = np.asarray(self.context.singular_values)
        return float(min(values[0] ** 2, 1.0)) if values.size else 0.0

    @property
    def _min_p(self) -> float:
        return float(self._law.sum(1).min())

    @property
    def _pi_star(self) -> float | None:
        """max over A of min(P(A), 1 − P(A)); None where there are too many A."""
        p = self._law.sum(1)
        if len(p) > LISTED:
            return None
        masses = (p[list(chosen)].sum() for size in range(1, len(p)) for chosen in combinations(range(len(p)), size))
        return float(max((min(mass, 1 - mass) for mass in masses), default=0.0))

    @property
    def _eta(self) -> float:
        """An upper bound of η_KL."""
        return self._ends[1]

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """η_KL between a law that keeps that much and what is proved of all: by a line, or the largest TV of rows."""
        law: Any = np.array([[fmpq(*float(v).as_integer_ratio()) for v in row] for row in self._law], dtype=object)
        rows, p = law / law.sum(1)[:, None], law.sum(1) / law.sum()
        bracket = enclosed(p, rows, find_witness(p, rows, DIGITS))
        return (
            float(np.nextafter(float(ball(bracket.lo).lower()), -1)),
            float(np.nextafter(float(ball(bracket.hi).upper()), 2)),
        )
