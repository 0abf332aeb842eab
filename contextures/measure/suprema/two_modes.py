"""The worst probe error of a top eigenspace, exactly: a linear programme in the shares that modes have of a function.

For an encoder ψ_1..ψ_d and a class Σu_i²/v_i ≤ c‖f‖² both sides depend on the shares w_i = u_i² alone: maximise
Σ_{i>d}w_i over w ≥ 0, Σw_i = 1, Σw_i/v_i ≤ c. Two constraints: a vertex has two shares that are not 0 at most.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from contextures.exact import numbers
from contextures.exact.numbers import Exact, NotCertifiable, UndefinedError


def largest_share(values: Sequence[Exact], level: fmpq, d: int) -> Exact:
    """Return the maximum, over all vertices.

    Parameters
    ----------
    values : sequence of exact numbers
        v_i ≥ 0, in any order beyond the first d; w_i = 0 where v_i = 0.
    level : fmpq
        c > 0.
    d : int

    Raises
    ------
    UndefinedError
        If no share is allowed.
    NotCertifiable
        If it is open which modes are in the class.
    """
    inside = [_inside(value, level) for value in values]
    if not any(inside):
        raise UndefinedError("the class is empty")
    if any(inside[d:]):
        return fmpq(1)
    found: list[Exact] = [fmpq(0)]
    for first in (value for value, seen in zip(values[:d], inside, strict=False) if seen):
        spare = numbers.add([numbers.multiply([level, first]), fmpq(-1)])
        for later in values[d:]:
            if isinstance(later, fmpq) and later == 0:
                continue
            apart = numbers.add([first, numbers.negative(later)])
            found.append(numbers.multiply([later, spare, numbers.power(apart, fmpq(-1))]))
    return numbers.largest(found)


def _inside(value: Exact, level: fmpq) -> bool:
    """Tell whether v ≥ 1/c."""
    product = numbers.multiply([level, value])
    if numbers.certainly_at_most(fmpq(1), product):
        return True
    if numbers.certainly_less(product, fmpq(1)):
        return False
    raise NotCertifiable("a mode cannot be told to be in the class")
