"""Chapter 7, isotropy: the largest and the least E(uᵀAv)² over unit vectors, where sums of squares bound them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product as pairs

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, apply, columns, dot, squares
from contextures.verify.certificates.coq.literals import Row, functions, listed, numbers, q, rows, table, vector
from contextures.verify.certificates.coq.plain import literal
from contextures.verify.certificates.coq.spectrum import eigensystem, product, root

Matrices = list[list[Row]]


def cube(values: Matrices) -> str:
    """Matrices by their index."""
    sizes = len(values), len(values[0]), len(values[0][0])
    kinds = " ".join(f"({name} : 'I_{size})" for name, size in zip("cij", sizes, strict=True))
    return f"(fun {kinds} => q R (nth 0 (nth [::] (nth [::] {listed(map(rows, values))} c) i) j))"


def moments(law: Row, matrices: Matrices) -> list[Row]:
    """E vec(A)vec(A)ᵀ."""
    flat = [[value for line in matrix for value in line] for matrix in matrices]
    size = range(len(flat[0]))
    return [[sum((w * v[a] * v[b] for w, v in zip(law, flat, strict=True)), ZERO) for b in size] for a in size]


def ends(case: Case, law: Row, matrices: Matrices) -> list[tuple[Fraction, Row, Row]]:
    """The supremum and the infimum, each with unit vectors where it is attained."""
    form, p, width = moments(law, matrices), len(matrices[0]), len(matrices[0][0])
    values, vectors = eigensystem(case, form, [ONE] * len(form))
    units = [[ONE if i == j else ZERO for j in range(n)] for n in (p, width) for i in range(n)]
    found = []
    for value in (values[0], values[-1]):
        inside = [f for v, f in zip(values, vectors, strict=True) if v == value]
        for f in [*inside, *([a * b for a in u for b in v] for u, v in pairs(units[:p], units[p:]))]:
            matrix = [f[i * width : (i + 1) * width] for i in range(p)]
            u, v = factors(matrix)
            flat = [a * b for a in u for b in v]
            if any(flat) and dot([ONE] * len(flat), flat, apply(form, flat)) == value:
                found.append((value, u, v))
                break
        else:
            raise case.refuse("no unit vectors with rational entries attain a bound that is a sum of squares")
    return found


def factors(matrix: list[Row]) -> tuple[Row, Row]:
    """A matrix of rank one as a product of unit vectors, up to its length; zeros where they are irrational."""
    line = next((line for line in matrix if any(line)), matrix[0])
    j = next((j for j, value in enumerate(line) if value), 0)
    sides = [line[j] for line in matrix], line
    lengths = [root(sum((v * v for v in side), ZERO)) for side in sides]
    first, second = ([v / n if n else ZERO for v in side] for side, n in zip(sides, lengths, strict=True))
    return first, second


def extremes(case: Case, law: Row, matrices: Matrices, name: str, mark: str = "") -> tuple[str, Fraction, Fraction]:
    """The lemmas of the supremum and the infimum, and these."""
    form, width = moments(law, matrices), len(matrices[0][0])
    text, found = "", ends(case, law, matrices)
    for (value, u, v), (kind, lemma, sign) in zip(
        found, (("highest", "moment_at_most", 1), ("lowest", "moment_at_least", -1)), strict=True
    ):
        rest = [[sign * (value * (a == b) - x) for b, x in enumerate(line)] for a, line in enumerate(form)]
        pivots, lines = squares(rest) or ([], [])
        if not pivots:
            raise case.refuse("no sum of squares bounds the form over unit vectors")
        shaped = [[line[i : i + width] for i in range(0, len(line), width)] for line in lines]
        text += (
            f"Lemma {kind}{mark} : is_{'sup' if sign > 0 else 'inf'} (moment_on_units law {name}) {q(value)}.\nProof.\n"
            f"apply: ({kind}_by (u := {vector(u)}) (v := {vector(v)})); try check.\n"
            f"by apply: ({lemma} (D := {vector(pivots)}) (L := {cube(shaped)})); check.\nQed.\n"
        )
    return text, found[0][0], found[1][0]


@template("neighbours.tang-isotropy-flatness", "bound")
def flatness(case: Case) -> str:
    """A large ζ, whose bound is negative."""
    law, zeta = case.row("law"), case.ratio("zeta")
    matrices = [[[Fraction(v) for v in line] for line in matrix] for matrix in case.subject.instance.fields["table"]]
    text, high, low = extremes(case, law, matrices, "A")
    p = len(matrices[0])
    prior = [[ZERO] * p for _ in range(p)]
    for weight, matrix in zip(law, matrices, strict=True):
        prior = [
            [v + weight * x for v, x in zip(line, other, strict=True)]
            for line, other in zip(prior, product(matrix, columns(matrix)), strict=True)
        ]
    lam, e = eigensystem(case, prior, [ONE] * p)
    bound = zeta / ((high + low) / 2 - zeta / 2)
    return (
        f"Notation law := {literal(case, 'law')}.\nNotation A := {cube(matrices)}.\nNotation zeta := {q(zeta)}.\n"
        f"Notation high := {q(high)}.\nNotation low := {q(low)}.\nNotation lam := {numbers(lam)}.\n\n{text}"
        "Lemma prior_spectrum : eigenvalues_of (second_moments law A) lam.\n"
        f"Proof. by exists {functions(e, p)}; check. Qed.\n"
        f"Lemma lhs : (lam 0%N / lam {p}.-1 - 1 = {q(case.side('lhs'))})%R. Proof. by check. Qed.\n"
        f"Lemma rhs : (zeta / ((high + low) / 2%:R - zeta / 2%:R) = {q(bound)})%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        "refute (claim _ _ _ law A zeta high low lam ltac:(check) isT highest lowest ltac:(check) ltac:(check)\n"
        "  prior_spectrum ltac:(check)) lhs rhs.\nQed.\n"
    )


@template("neighbours.tang-propagation", "equality")
def propagation(case: Case) -> str:
    """A map that keeps a matrix as isotropic as it is."""
    law, zeta, factor = case.row("law"), case.ratio("zeta"), case.rows("factor")
    matrices = [[[Fraction(v) for v in line] for line in matrix] for matrix in case.subject.instance.fields["table"]]
    text, high, low = extremes(case, law, matrices, "A")
    images = [product(factor, matrix) for matrix in matrices]
    passed, top, bottom = extremes(case, law, images, "(passed C A)", "_passed")
    p = len(factor)
    values, e = eigensystem(case, product(factor, columns(factor)), [ONE] * p)
    tau = [root(value) for value in values]
    if None in tau:
        raise case.refuse("a singular value of the map is irrational")
    given = numbers([value for value in tau if value is not None])
    bound = (high + low) / 2 * (values[0] - values[-1]) + zeta / 2 * (values[0] + values[-1])
    return (
        f"Notation law := {literal(case, 'law')}.\nNotation A := {cube(matrices)}.\nNotation C := {table(factor)}.\n"
        f"Notation zeta := {q(zeta)}.\nNotation high := {q(high)}.\nNotation low := {q(low)}.\n"
        f"Notation tau := {given}.\nNotation top := {q(top)}.\nNotation bottom := {q(bottom)}.\n\n{text}{passed}"
        "Lemma map_spectrum : eigenvalues_of (fun i j => \\sum_l C i l * C j l)%R (fun i => tau i ^+ 2)%R.\n"
        f"Proof. by exists {functions(e, p)}; check. Qed.\n"
        "Lemma lhs : ((high + low) / 2%:R * (tau 0%N ^+ 2 - tau "
        f"{p}.-1 ^+ 2) + zeta / 2%:R * (tau 0%N ^+ 2 + tau {p}.-1 ^+ 2)\n  = {q(bound)})%R.\nProof. by check. Qed.\n"
        f"Lemma rhs : (top - bottom = {q(top - bottom)})%R. Proof. by check. Qed.\n\n"
        f"Theorem holds : {case.symbol} R.\nProof.\n"
        f"exists {len(law)}%N, {p}%N, {len(matrices[0][0])}%N, law, A, C, zeta, high, low, tau, top, bottom.\n"
        "split; [split; [check | by []] | split; [exact: highest | exact: lowest] | split; check\n"
        "  | split; [exact: map_spectrum | check] "
        "| split; [exact: highest_passed | exact: lowest_passed | rewrite lhs rhs; check]].\nQed.\n"
    )
