"""What a certificate needs to find and Coq to check: solutions, relations, orthogonal functions, sums of squares."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from contextures.verify.certificates.coq.literals import Row

ZERO, ONE = Fraction(0), Fraction(1)


def dot(weights: Row, f: Row, g: Row) -> Fraction:
    """Inner product under weights."""
    return sum((x * y * z for x, y, z in zip(weights, f, g, strict=True)), ZERO)


def mean(weights: Row, f: Row) -> Fraction:
    """Mean under weights."""
    return sum((x * y for x, y in zip(weights, f, strict=True)), ZERO)


def centred(weights: Row, f: Row) -> Row:
    """A function less its mean."""
    centre = mean(weights, f)
    return [value - centre for value in f]


def apply(operator: list[Row], f: Row) -> Row:
    """A matrix times a function."""
    return [sum((x * y for x, y in zip(line, f, strict=True)), ZERO) for line in operator]


def columns(values: list[Row]) -> list[Row]:
    """The transpose."""
    return [list(column) for column in zip(*values, strict=True)]


def reduced(a: list[Row]) -> tuple[list[Row], list[int]]:
    """The reduced echelon form and the columns of its pivots."""
    a, pivots = [line[:] for line in a], list[int]()
    for j in range(len(a[0]) if a else 0):
        k = next((k for k in range(len(pivots), len(a)) if a[k][j]), None)
        if k is None:
            continue
        i = len(pivots)
        a[i], a[k] = a[k], a[i]
        a[i] = [value / a[i][j] for value in a[i]]
        a = [line if m == i else [x - line[j] * y for x, y in zip(line, a[i], strict=True)] for m, line in enumerate(a)]
        pivots.append(j)
    return a, pivots


def null_space(a: list[Row]) -> list[Row]:
    """A basis of what a matrix sends to zero."""
    echelon, pivots = reduced(a)
    size = len(a[0])
    found = []
    for j in sorted(set(range(size)) - set(pivots)):
        relation = [ZERO] * size
        relation[j] = ONE
        for i, pivot in enumerate(pivots):
            relation[pivot] = -echelon[i][j]
        found.append(relation)
    return found


def solve(a: list[Row], b: Row) -> Row | None:
    """A solution of Ax = b, zero where it is free; None where there is none."""
    echelon, pivots = reduced([[*line, value] for line, value in zip(a, b, strict=True)])
    size = len(a[0])
    if size in pivots:
        return None
    found = [ZERO] * size
    for i, pivot in enumerate(pivots):
        found[pivot] = echelon[i][size]
    return found


def combination(f: Row, family: Sequence[Row]) -> Row | None:
    """The coefficients of f in a family of functions; None where it is not in their span."""
    return solve(columns(list(family)), f) if family else (None if any(f) else [])


def relation(family: list[Row]) -> Row | None:
    """Coefficients, not all zero, of a combination that vanishes; None where the functions are independent."""
    return next(iter(null_space(columns(family))), None)


def orthogonal(weights: Row, family: Sequence[Row], found: Sequence[Row] = ()) -> list[Row]:
    """Functions made orthogonal to those found and to each other, by Gram and Schmidt; those that vanish left out."""
    basis = list(found)
    for f in family:
        for g in basis:
            share = dot(weights, f, g) / dot(weights, g, g)
            f = [x - share * y for x, y in zip(f, g, strict=True)]
        if any(f):
            basis.append(f)
    return basis[len(found) :]


def squares(form: list[Row]) -> tuple[Row, list[Row]] | None:
    """A symmetric matrix as a sum of squares, pivots and lines; None where it is not positive semi-definite."""
    pivots, lines = list[Fraction](), list[Row]()
    for y in range(len(form)):
        pivot = form[y][y]
        if pivot < 0 or (pivot == 0 and any(form[y])):
            return None
        if pivot:
            line = [value / pivot for value in form[y]]
            pivots.append(pivot)
            lines.append(line)
            form = [
                [value - pivot * line[a] * line[b] for b, value in enumerate(values)] for a, values in enumerate(form)
            ]
    return pivots or [ZERO], lines or [[ZERO] * len(form)]
