"""A finite context in fractions, with singular functions where the squares of the singular values are rational."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import roots
from contextures.exact.numbers import rational
from contextures.verify.certificates.coq.case import Case
from contextures.verify.certificates.coq.linear import ONE, ZERO, apply, columns, null_space, orthogonal
from contextures.verify.certificates.coq.literals import Row, functions, numbers, q, row, table

LARGEST = 8
"""Points of a space; beyond, a file takes Coq minutes."""


def root(value: Fraction) -> Fraction | None:
    """The rational root of a square; None where it is irrational."""
    if value < 0:
        return None
    found = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
    return found if found**2 == value else None


def eigensystem(
    case: Case, operator: list[Row], weights: Row, first: Sequence[Row] = (), without: Sequence[Row] = ()
) -> tuple[Row, list[Row]]:
    """Eigenvalues, descending, and orthogonal eigenfunctions of a self-adjoint operator.

    Parameters
    ----------
    case : Case
    operator : list of list of Fraction
    weights : list of Fraction
        Under which it is self-adjoint.
    first : sequence of list of Fraction
        Functions to begin an eigenspace with, where they lie in it.
    without : sequence of list of Fraction
        Eigenfunctions to leave out, and their eigenvalues with them.

    Raises
    ------
    NoFormal
        Where an eigenvalue is irrational.
    """
    size = len(operator)
    exact = np.empty((size, size), dtype=object)
    exact.ravel()[:] = [rational(value) for line in operator for value in line]
    found = roots(exact)
    if not all(isinstance(value, fmpq) for value, _ in found):
        raise case.refuse("an eigenvalue is irrational")
    values, basis = list[Fraction](), list[Row]()
    for value in sorted({Fraction(int(v.p), int(v.q)) for v, _ in found}, reverse=True):
        space = null_space([[operator[i][j] - value * (i == j) for j in range(size)] for i in range(size)])
        mine = [f for f in first if apply(operator, f) == [value * x for x in f]]
        new = orthogonal(weights, [*mine, *space], without)
        values += [value] * len(new)
        basis += new
    return values, basis


@dataclass(frozen=True)
class FiniteContext:
    """A joint law; lines of zero mass are left out.

    Attributes
    ----------
    case : Case
    P : list of list of Fraction
    kept_x, kept_a : list of int
        The lines of the instance that have mass.
    """

    case: Case
    P: list[Row]
    kept_x: list[int]
    kept_a: list[int]

    @classmethod
    def of(cls, case: Case, joint: list[Row] | None = None) -> FiniteContext:
        """The context of a certificate's joint law."""
        joint = case.rows("joint") if joint is None else joint
        kept_x = [x for x, line in enumerate(joint) if any(line)]
        kept_a = [a for a, column in enumerate(zip(*joint, strict=True)) if any(column)]
        if max(len(kept_x), len(kept_a)) > LARGEST:
            raise case.refuse(
                f"the joint law is {len(kept_x)}×{len(kept_a)}, too large (at most {LARGEST} points a side)"
            )
        return cls(case, [[joint[x][a] for a in kept_a] for x in kept_x], kept_x, kept_a)

    @property
    def N(self) -> int:
        """Number of inputs."""
        return len(self.P)

    @property
    def M(self) -> int:
        """Number of context values."""
        return len(self.P[0])

    @property
    def p(self) -> Row:
        """The law of X."""
        return [sum(line, ZERO) for line in self.P]

    @property
    def q(self) -> Row:
        """The law of A."""
        return [sum(column, ZERO) for column in zip(*self.P, strict=True)]

    @property
    def flipped(self) -> FiniteContext:
        """The context with X and A exchanged."""
        return FiniteContext(self.case, columns(self.P), self.kept_a, self.kept_x)

    def on_x(self, family: list[Row]) -> list[Row]:
        """Functions of the instance's inputs on those that have mass."""
        return [f if len(f) == self.N else [f[x] for x in self.kept_x] for f in family]

    def on_a(self, family: list[Row]) -> list[Row]:
        """Functions of the instance's context values on those that have mass."""
        return self.flipped.on_x(family)

    @property
    def T(self) -> list[Row]:
        """The operator as a matrix."""
        return [[value / x for value in line] for line, x in zip(self.P, self.p, strict=True)]

    @property
    def Ts(self) -> list[Row]:
        """The adjoint as a matrix."""
        return self.flipped.T

    @property
    def TTs(self) -> list[Row]:
        """TT* as a matrix."""
        return product(self.T, self.Ts)

    def with_kernel(self, targets: list[Row]) -> list[Row]:
        """TΛT* as a matrix, for the kernel of targets on A."""
        return product(self.T, product(kernel(targets, self.q), self.Ts))

    def modes(self, first: Sequence[Row] = ()) -> tuple[Row, list[Row]]:
        """Squares of the singular values and orthogonal functions of X, the constant first."""
        n = self.N
        one = [ONE] * n
        less = [[value - weight for value, weight in zip(line, self.p, strict=True)] for line in self.TTs]
        values, basis = eigensystem(self.case, less, self.p, first, [one])
        return [ONE, *values], [one, *basis]


def product(a: list[Row], b: list[Row]) -> list[Row]:
    """A matrix product."""
    return [[sum((x * y for x, y in zip(line, column, strict=True)), ZERO) for column in columns(b)] for line in a]


def kernel(targets: list[Row], weights: Row) -> list[Row]:
    """The integral operator of a kernel ⟨t(a), t(a')⟩ as a matrix."""
    points = range(len(weights))
    return [[sum((t[a] * t[b] for t in targets), ZERO) * weights[b] for b in points] for a in points]


@dataclass(frozen=True)
class Modes:
    """Singular values and functions as a file writes them.

    Attributes
    ----------
    squares : list of Fraction
    functions : list of list of Fraction
    law, s, mu, lemma : str
        Names of the law, the values, the functions and the lemma.
    rooted : bool
        Whether the values are to be written as roots, rational or not.
    """

    squares: Row
    functions: list[Row]
    law: str = "P"
    s: str = "s"
    mu: str = "mu"
    lemma: str = "are_singular"
    rooted: bool = False

    @property
    def rational(self) -> bool:
        """Whether every singular value is written as a rational."""
        return not self.rooted and all(root(value) is not None for value in self.squares)

    @property
    def values(self) -> str:
        """The singular values in Coq."""
        found = [root(value) for value in self.squares]
        rational = [value for value in found if value is not None]
        return numbers(rational) if self.rational else f"(roots R {row(self.squares)})"

    @property
    def names(self) -> str:
        """The notations."""
        size = len(self.functions[0])
        return f"Notation {self.s} := {self.values}.\n{self.functions_name(size)}"

    def functions_name(self, size: int) -> str:
        """The notation of the functions."""
        return f"Notation {self.mu} := {functions(self.functions, size)}.\n"

    @property
    def statement(self) -> str:
        """The lemma that they are singular."""
        how = "by check" if self.rational else "by apply: left_singular_by; check"
        return f"Lemma {self.lemma} : left_singular {self.law} {self.s} {self.mu}. Proof. {how}. Qed.\n"

    def square(self, index: int) -> Fraction:
        """A squared singular value, 0 beyond the last."""
        return self.squares[index] if index < len(self.squares) else ZERO

    @property
    def less(self) -> str:
        """The proof that a singular value is smaller than another."""
        return "by check." if self.rational else "by rewrite /roots ltr_sqrt; check."

    def known(self, indices: Sequence[int]) -> str:
        """A proof of squared singular values, under the names ``square_i``."""
        how = "check" if self.rational else "apply: roots_sqr; check"
        return "".join(
            f"have square_{i} : ({self.s} {i}%N ^+ 2 = {q(self.square(i))})%R by {how}.\n" for i in sorted(set(indices))
        )


def law_of(context: FiniteContext) -> str:
    """The notation of the law."""
    return f"Notation P := {table(context.P)}.\n"


IS_LAW = "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
"""Every certificate of a context begins with it."""
