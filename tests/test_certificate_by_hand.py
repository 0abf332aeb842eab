"""Certificates are right when a reader re-does them by hand: fractions, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from tests.written_certificates import LOW_VARIANCE, MINIMAX, OF_CONTEXTURE, Document

LIPSCHITZ = "certificates/optimality.lipschitz.printed.json"
RKHS = "certificates/optimality.rkhs.printed.json"
Vector = list[Fraction]
Matrix = list[Vector]
ONE = Fraction(1)


class Law:
    """The operators of a joint law, in fractions, from its definition."""

    def __init__(self, joint: list[list[str]]) -> None:
        self.p = [[Fraction(v) for v in row] for row in joint]
        self.p_x = [sum(row, Fraction(0)) for row in self.p]
        self.p_a = [sum(column, Fraction(0)) for column in zip(*self.p, strict=True)]
        assert sum(self.p_x) == 1
        self.xs, self.as_ = range(len(self.p_x)), range(len(self.p_a))

    def mean(self, f: Vector) -> Fraction:
        """E f(X)."""
        return sum((self.p_x[x] * f[x] for x in self.xs), Fraction(0))

    def inner(self, f: Vector, h: Vector) -> Fraction:
        """⟨f, h⟩ in L²(P_X)."""
        return self.mean([u * v for u, v in zip(f, h, strict=True)])

    def centred(self, f: Vector) -> Vector:
        """f − E f."""
        return [v - self.mean(f) for v in f]

    def expected(self, f: Vector) -> Vector:
        """T*f: E[f(X)|a]."""
        return [sum((self.p[x][a] * f[x] for x in self.xs), Fraction(0)) / self.p_a[a] for a in self.as_]

    def size(self, f: Vector) -> Fraction:
        """‖T*f‖² in L²(P_A)."""
        return sum((p * v**2 for p, v in zip(self.p_a, self.expected(f), strict=True)), Fraction(0))

    def correlation(self, x: int, y: int) -> Fraction:
        """The dual kernel k_X(x, y)."""
        return sum((self.p[x][a] * self.p[y][a] / self.p_a[a] for a in self.as_), Fraction(0)) / (
            self.p_x[x] * self.p_x[y]
        )

    def squares(self) -> Vector:
        """s_1² ≥ s_2² ≥ …: eigenvalues of TT* but one that is 1; N of them with a zero at the end."""
        matrix = [[self.correlation(x, y) * self.p_x[y] for y in self.xs] for x in self.xs]
        values = spectrum(matrix)
        values.remove(ONE)
        return [*values, Fraction(0)]

    def basis(self, columns: Matrix) -> Matrix:
        """Orthogonal functions of the same span."""
        found: Matrix = []
        for column in columns:
            for h in found:
                share = self.inner(column, h) / self.inner(h, h)
                column = [u - share * v for u, v in zip(column, h, strict=True)]
            if any(column):
                found.append(column)
        return found

    def projected(self, f: Vector, columns: Matrix) -> Vector:
        """Projection of f on the span of columns."""
        total = [Fraction(0)] * len(f)
        for h in self.basis(columns):
            share = self.inner(f, h) / self.inner(h, h)
            total = [u + share * v for u, v in zip(total, h, strict=True)]
        return total

    def reachable(self, f: Vector) -> Vector:
        """Projection of f on the range of T, which the rows P(a|x), as functions of x, span."""
        return self.projected(f, [[self.p[x][a] / self.p_x[x] for x in self.xs] for a in self.as_])


def product(a: Matrix, b: Matrix) -> Matrix:
    """The product of two matrices."""
    return [
        [sum((u * v for u, v in zip(row, column, strict=True)), Fraction(0)) for column in zip(*b, strict=True)]
        for row in a
    ]


def spectrum(matrix: Matrix) -> Vector:
    """The eigenvalues of a matrix whose eigenvalues are rational, descending (Faddeev–LeVerrier, rational roots)."""
    n = len(matrix)
    power = [[Fraction(0)] * n for _ in range(n)]
    coefficients = [ONE]
    for k in range(1, n + 1):
        power = [
            [v + coefficients[-1] * (x == y) for y, v in enumerate(row)] for x, row in enumerate(product(matrix, power))
        ]
        moved = product(matrix, power)
        coefficients.append(-sum((moved[x][x] for x in range(n)), Fraction(0)) / k)
    found = []
    candidates = sorted({Fraction(p, q) for q in range(1, 145) for p in range(q + 1)}, reverse=True)
    for candidate in candidates:
        while len(coefficients) > 1:
            quotient = [coefficients[0]]
            for c in coefficients[1:]:
                quotient.append(c + candidate * quotient[-1])
            if quotient.pop() != 0:
                break
            found.append(candidate)
            coefficients = quotient
    assert len(found) == n, "an eigenvalue is irrational, or too fine"
    return found


def exact(side: dict[str, str]) -> Fraction:
    """A side that is rational."""
    return Fraction(side["exact"])


def columns(table: list[list[str]]) -> Matrix:
    """The columns of a table."""
    return [[Fraction(v) for v in column] for column in zip(*table, strict=True)]


def test_trace_gap_of_the_contexture_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[OF_CONTEXTURE]
    law, d = Law(document["instance"]["joint"]), document["instance"]["d"]
    functions = law.basis([law.centred(f) for f in columns(document["instance"]["encoder"])])
    assert len(functions) == d
    squares = law.squares()
    gram = [[law.inner(f, h) for h in functions] for f in functions]
    images = [law.expected(f) for f in functions]
    moved = [
        [sum((p * u * v for p, u, v in zip(law.p_a, g, h, strict=True)), Fraction(0)) for h in images] for g in images
    ]
    ritz = spectrum([[moved[j][k] / gram[j][j] for k in range(d)] for j in range(d)])
    assert sum(ritz) == sum(squares[:d]), "it learns the contexture"
    gap = min(sum(squares[: k + 1]) - sum(ritz[:k]) for k in range(1, d + 1))
    assert exact(document["lhs"]) == gap == squares[d]
    assert exact(document["rhs"]) ** 2 == squares[d]
    assert squares[d] not in (0, 1)


def test_low_variance_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[LOW_VARIANCE]
    law, epsilon = Law(document["instance"]["joint"]), Fraction(document["instance"]["epsilon"])
    f = law.centred([Fraction(v) for v in document["instance"]["task"]])
    assert law.size(f) >= (1 - epsilon) ** 2 * law.inner(f, f) > 0
    rest = [u - v for u, v in zip(f, law.reachable(f), strict=True)]
    assert exact(document["lhs"]) == law.inner(rest, rest) / law.inner(f, f) > 0
    assert exact(document["rhs"]) == 0
    written = document["hypotheses"]["compatible"]
    assert exact(written["lhs"]) == (1 - epsilon) ** 2 * law.inner(f, f)
    assert exact(written["rhs"]) == law.size(f)


def test_the_two_norms_of_h_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[RKHS]
    assert document["part"] == "definition"
    law = Law(document["instance"]["joint"])
    f = law.centred([Fraction(v) for v in document["instance"]["task"]])
    kept = law.reachable(f)
    assert exact(document["lhs"]) == law.inner(kept, kept)
    assert exact(document["rhs"]) == law.inner(f, f)
    assert law.inner(kept, kept) < law.inner(f, f)


def test_the_minimax_value_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[MINIMAX]
    law, d = Law(document["instance"]["joint"]), document["instance"]["d"]
    epsilon = Fraction(document["instance"]["epsilon"])
    squares = law.squares()
    level = (1 - epsilon) ** 2
    assert squares[0] >= level >= (squares[0] + squares[1]) / 2
    functions = law.basis([law.centred(f) for f in columns(document["instance"]["encoder"])])
    assert len(functions) == len(law.p_x) - 1 <= d, "every mean-zero function is in its span"
    assert exact(document["rhs"]) == 0
    assert exact(document["lhs"]) == (squares[0] - level) / (squares[0] - squares[d]) > 0


def test_the_lipschitz_constant_by_hand(certificates: dict[str, Document]) -> None:
    document = certificates[LIPSCHITZ]
    law = Law(document["instance"]["joint"])
    assert len(law.p_x) == 2, "one mode, μ = (√(q/p), −√(p/q))"
    p, q = law.p_x
    position = list(zip(*columns(document["instance"]["features"]), strict=True))
    distance = sum(((u - v) ** 2 for u, v in zip(*position, strict=True)), Fraction(0))
    steepest = max(
        (law.correlation(z, x) - law.correlation(z, y)) ** 2 for z in law.xs for x, y in combinations(law.xs, 2)
    )
    assert squared(document["lhs"]) == steepest / distance
    inertia = sum((law.correlation(x, x) * law.p_x[x] for x in law.xs), Fraction(0)) - 1
    largest, slope = min(q / p, p / q), (q / p + p / q + 2) / distance
    assert squared(document["rhs"]) == largest * slope * inertia**2
    assert squared(document["lhs"]) > squared(document["rhs"])


def squared(side: dict[str, str]) -> Fraction:
    """The square of a side that is rational or the root of a rational."""
    return Fraction(side["radicand"]) if "radicand" in side else exact(side) ** 2
