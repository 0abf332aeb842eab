"""Chapter 8: how often limits miss, and what holds on average over draws, as finite sums of rationals."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product

from contextures.verify.certificates.coq.case import TEMPLATES, Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, solve
from contextures.verify.certificates.coq.literals import Row, numbers, q, vector
from contextures.verify.certificates.coq.plain import literal, plain

LARGEST = 1024
"""Samples that a file lists."""


def ending(case: Case, claim: str, lhs: str, rhs: str) -> str:
    """The two sides and the theorem."""
    return (
        f"Lemma lhs : (({lhs}) = {q(case.side('lhs'))})%R. Proof. by check. Qed.\n"
        f"Lemma rhs : (({rhs}) = {q(case.side('rhs'))})%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof. by move=> claim; refute (claim {claim}) lhs rhs. Qed.\n"
    )


def samples(case: Case, points: int, n: int) -> list[tuple[int, ...]]:
    """All samples in order; NoFormal where there are too many."""
    if points**n > LARGEST:
        raise case.refuse(f"there are {points}^{n} samples, too many (at most {LARGEST})")
    return list(product(range(points), repeat=n))


def notations(case: Case, fields: str) -> str:
    """The fields, by the names that they have in Coq."""
    named = {item.partition("=")[0]: item.rpartition("=")[2] for item in fields.split()}
    return "".join(f"Notation {name} := {literal(case, of)}.\n" for name, of in named.items())


MISS = "probability law n (fun drawn => (binomial_tail n (mean law value) (total value drawn) < delta)%R)"
plain("classical.clopper-pearson-losses", "floor", "law value delta n", "_ n law value delta", MISS, "delta")
plain(
    "classical.contraction-absolute", "one", "vectors images", "_ _ vectors images {steepest}",
    "largest_size images", "largest_size vectors * {steepest}",
)  # fmt: skip
plain(
    "classical.desymmetrisation", "free", "law functions n", "_ _ n law functions",
    "symmetrised law n functions / 2%:R", "uniform_deviation law n functions",
)  # fmt: skip


@template("classical.contraction-absolute", "one")
def contraction(case: Case) -> str:
    """Vectors and what functions of their coordinates make of them; the origin is sent to itself."""
    vectors, images = ([[ZERO] * len(rows[0]), *rows] for rows in (case.rows("vectors"), case.rows("images")))
    slopes = [
        abs(u - v) / abs(x - y)
        for a, fa in zip(vectors, images, strict=True)
        for b, fb in zip(vectors, images, strict=True)
        for x, y, u, v in zip(a, b, fa, fb, strict=True)
        if x != y
    ]
    return (
        f"{notations(case, 'vectors images')}Notation steepest := {q(max(slopes, default=ZERO))}.\n\n"
        + ending(case, "_ _ vectors images steepest", "largest_size images", "largest_size vectors * steepest")
    )  # fmt: skip


@template("classical.betting-halves", "product")
def halves(case: Case) -> str:
    """Stakes that are decided before the data."""
    stakes = case.rows("stake")
    if any(len(set(line)) > 1 for line in stakes):
        raise case.refuse("the stakes depend on what was drawn before")
    if any(len(set(line)) != 1 for line in stakes):
        raise case.refuse("a step has no stake")
    m, law = len(stakes) // 2, case.row("law")
    samples(case, len(law), 2 * m)
    steps = "zip (iota 0 (m + m)) drawn"
    return (
        f"{notations(case, 'law value delta')}Notation m := {m}%N.\n"
        f"Notation stake := {numbers([line[0] for line in stakes])}.\n\n"
        + ending(
            case, "_ m law value stake delta",
            "probability law (m + m) (fun drawn =>\n"
            f"  let factors := [seq factor law value (stake jz.1) jz.2 | jz <- {steps}] in\n"
            "  (1 / delta <= peak 1 (take m factors) * peak 1 (drop m factors))%R)", "delta",
        )
    )  # fmt: skip


def excess(part: str, tail: str, reached: Callable[[int, Fraction], bool]) -> None:
    """Register the largest P(p-value ≤ u)/u; how the sum is rounded."""

    def write(case: Case) -> str:
        law, losses, alpha, n = case.row("law"), case.row("losses"), case.ratio("alpha"), case.size("n")
        drawn = samples(case, len(law), n)

        def value(sample: tuple[int, ...]) -> Fraction:
            total = sum((losses[z] for z in sample), ZERO)
            return sum(
                (math.comb(n, k) * alpha**k * (1 - alpha) ** (n - k) for k in range(n + 1) if reached(k, total)), ZERO
            )

        def at_most(u: Fraction) -> Fraction:
            return sum((chance(law, sample) for sample in drawn if value(sample) <= u), ZERO)

        u = max({value(sample) for sample in drawn}, key=lambda u: at_most(u) / u)
        return (
            f"{notations(case, 'law losses alpha n')}Notation u := {q(u)}.\n\n"
            + ending(
                case, "_ n law losses alpha u",
                f"probability law n (fun drawn => ({tail} n alpha (total losses drawn) <= u)%R) / u", "1",
            )
        )  # fmt: skip

    TEMPLATES["classical.binomial-pvalue-losses", part] = write


def chance(law: Row, sample: tuple[int, ...]) -> Fraction:
    """The probability of a sample in order."""
    return math.prod((law[z] for z in sample), start=ONE)


excess("floor", "binomial_tail", lambda k, total: k <= total)
excess("ceil", "binomial_tail_up", lambda k, total: k < total + 1)


@template("classical.conformal-uncorrected", "order")
def order(case: Case) -> str:
    """The score is the place of a point."""
    law, alpha, n = case.row("law"), case.ratio("alpha"), case.size("n")
    samples(case, len(law), n + 1)
    return (
        f"{notations(case, 'law alpha n')}Notation k := {math.ceil(n * (1 - alpha))}%N.\n"
        f"Notation score := {vector([Fraction(x) for x in range(len(law))])}.\n\n"
        + ending(
            case, "_ n k law score alpha", "1 - alpha",
            "\\sum_x law x * probability law n (fun drawn => (count_below score x drawn < k%:R)%R)",
        )
    )  # fmt: skip


@template("classical.conformal-uncorrected", "interpolated")
def interpolated(case: Case) -> str:
    """Scores by their gaps."""
    law, alpha, n = case.row("law"), case.ratio("alpha"), case.size("n")
    samples(case, len(law), n + 1)
    scores = [sum((gap + 1 for gap in case.row("gaps")[: x + 1]), ZERO) for x in range(len(law))]
    return (
        f"{notations(case, 'law alpha n')}Notation k := {math.floor((n - 1) * (1 - alpha))}%N.\n"
        f"Notation score := {vector(scores)}.\n\n"
        + ending(
            case, "_ n k law score alpha", "1 - alpha",
            "\\sum_x law x * probability law n (fun drawn => let low := order_statistic score k.+1 drawn in\n"
            "  let high := order_statistic score (minn k.+2 n) drawn in\n"
            "  (score x <= low + (n.-1%:R * (1 - alpha) - k%:R) * (high - low))%R)",
        )
    )  # fmt: skip


@template("classical.ridge-loo-average", "residual")
def ridge(case: Case) -> str:
    """Three solutions of normal equations."""
    points, labels, c = case.rows("points"), case.row("labels"), case.ratio("penalty")
    n, width = len(points), len(points[0])

    def fitted(on: range, y: Row, penalty: Fraction) -> Row:
        gram = [
            [sum((points[i][j] * points[i][k] for i in on), ZERO) + penalty * (j == k) for k in range(width)]
            for j in range(width)
        ]
        found = solve(gram, [sum((points[i][j] * y[i] for i in on), ZERO) for j in range(width)])
        assert found is not None
        return found

    others, whole, first = range(1, n), range(n), [Fraction(i == 0) for i in range(n)]
    solutions = fitted(others, labels, (n - 1) * c), fitted(whole, labels, n * c), fitted(whole, first, n * c)
    names = ("w", "w'", "v")
    return (
        f"{notations(case, 'points labels penalty')}"
        + "".join(f"Notation {name} := {vector(of)}.\n" for name, of in zip(names, solutions, strict=True))
        + "\n"
        + ending(
            case, f"{n - 2}%N _ points labels penalty w w' v",
            "labels ord0 - \\sum_k points ord0 k * w k",
            "(labels ord0 - \\sum_k points ord0 k * w' k) / (1 - \\sum_k points ord0 k * v k)",
        )
    )  # fmt: skip


@template("classical.folk-intervals", "wald")
def wald(case: Case) -> str:
    """One toss: the interval is a point, whatever its quantile."""
    n = case.size("n")
    if n != 1:
        raise case.refuse("more than one toss needs the quantile of the normal law, which is irrational")
    return (
        f"{notations(case, 'p delta')}\n"
        "Lemma lhs z : (\\sum_(k < 2) (if z ^+ 2 * (k%:R / 1%:R) * (1 - k%:R / 1%:R) / 1%:R < (k%:R / 1%:R - p) ^+ 2\n"
        "  then 'C(1, k)%:R * p ^+ k * (1 - p) ^+ (1 - k) else 0) = q R 1)%R.\nProof.\n"
        "rewrite !big_ord_recl big_ord0 /= !(mulr0, mul0r, subrr, divr1, mul0r) ifT; last by check.\n"
        "by rewrite ifT; check.\nQed.\n"
        f"Lemma rhs : delta = {q(case.ratio('delta'))}. Proof. by []. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim; have [z bound] := claim delta ltac:(check).\n"
        "by have := bound 1%N p isT ltac:(check); rewrite lhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )
