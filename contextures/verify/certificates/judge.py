"""Judges one instance exactly: are the hypotheses met, does the claim hold? Uses rationals and balls, and no search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact.numbers import Exact, NotCertifiable, UndefinedError, at_most_slightly_above
from contextures.measure.domain import MeasuredDomain
from contextures.measure.evaluate import Evaluator, decide
from contextures.measure.instance import Instance
from contextures.measure.world import DIGITS
from contextures.theory.statement import Claim, Part

OUTSIDE = (ArithmeticError, IndexError, ValueError)
"""What a quantity raises where an instance that breaks a hypothesis leaves it without a value."""


@dataclass(frozen=True)
class Finding:
    """What is certain about a part of a claim at one instance.

    Attributes
    ----------
    hypotheses : dict of str to (bool or None, lhs, rhs)
        Each decided, or None where it is open.
    holds : bool or None
        Whether the part holds: False if it is certainly violated, None if open.
    index : dict
        The index at which it is violated, where it is claimed for a range.
    lhs, rhs : exact numbers or None
        The two sides there.
    witnesses : dict
        What proves the suprema among the quantities.
    undefined : bool
        Whether the part, or a hypothesis, has no value at the instance.
    negligible : bool
        Whether what is open is at most a violation too small to be suspected: the floats were wrong.
    """

    hypotheses: dict[str, tuple[bool | None, Exact, Exact]] = field(default_factory=dict)
    holds: bool | None = None
    index: dict[str, int] = field(default_factory=dict)
    lhs: Exact | None = None
    rhs: Exact | None = None
    witnesses: dict[str, Any] = field(default_factory=dict)
    undefined: bool = False
    negligible: bool = False

    def proves(self, broken: str | None = None) -> bool:
        """Tell whether the part certainly fails although every hypothesis is met (but the one named as broken)."""
        met = all(
            (decided is False) if name == broken else decided is True
            for name, (decided, _, _) in self.hypotheses.items()
        )
        return met and self.holds is False

    def clears(self) -> bool:
        """Tell whether the instance is certainly no counterexample, or none that floats could have told."""
        settled = self.undefined or self.negligible or self.holds is True
        return settled or any(decided is False for decided, _, _ in self.hypotheses.values())

    @property
    def irrational(self) -> int:
        """How many of the two sides are no rational numbers."""
        return sum(not isinstance(side, fmpq) for side in (self.lhs, self.rhs))

    @property
    def rational(self) -> bool:
        """Whether both sides are rational numbers."""
        return not self.irrational


def judge(
    domain: MeasuredDomain,
    claim: Claim,
    part: Part,
    instance: Instance,
    witnesses: Mapping[str, Any] | None = None,
    broken: str | None = None,
    digits: int = DIGITS,
) -> Finding:
    """Judge one part of a claim at one instance.

    Parameters
    ----------
    domain : MeasuredDomain
    claim : Claim
    part : Part
    instance : Instance
    witnesses : mapping, optional
        Witnesses of suprema. Without the argument they are searched for; with it, none is.
    broken : str, optional
        A hypothesis that is meant to fail.
    digits : int, optional
        Decimal digits of the witnesses that are searched for; fewer make a simpler proof, or none.

    Returns
    -------
    Finding
    """
    if broken is None:
        return _judge(domain, claim, part, instance, witnesses, None, digits)
    try:
        with np.errstate(all="ignore"):
            return _judge(domain, claim, part, instance, witnesses, broken, digits)
    except OUTSIDE:
        return Finding(undefined=True)


def _judge(
    domain: MeasuredDomain,
    claim: Claim,
    part: Part,
    instance: Instance,
    witnesses: Mapping[str, Any] | None,
    broken: str | None,
    digits: int,
) -> Finding:
    evaluator = Evaluator(domain.world.of_instance(instance, witnesses), domain.quantities)
    evaluator.world.digits = digits
    decided: dict[str, tuple[bool | None, Exact, Exact]] = {}
    for hypothesis in claim.hypotheses(part):
        try:
            decided[hypothesis.name] = decide(evaluator, hypothesis)
        except UndefinedError:
            return Finding(decided, undefined=True)
        except (NotCertifiable, ZeroDivisionError):
            decided[hypothesis.name] = (None, None, None)
        if decided[hypothesis.name][0] is False and hypothesis.name != broken:
            return Finding(decided)
    holds: bool | None = True
    defined, negligible = False, True
    for index in evaluator.indices(part):
        try:
            verdict, lhs, rhs = decide(evaluator, part, index)
        except UndefinedError:
            continue
        except (NotCertifiable, ZeroDivisionError):
            holds, defined, negligible = None, True, False
            continue
        defined = True
        if verdict is False:
            return Finding(decided, False, index, lhs, rhs, evaluator.world.witnesses)
        if verdict is None:
            holds = None
            negligible = negligible and at_most_slightly_above(lhs, part.relation, rhs)
    return Finding(
        decided,
        holds,
        witnesses=evaluator.world.witnesses,
        undefined=not defined,
        negligible=holds is None and negligible,
    )
