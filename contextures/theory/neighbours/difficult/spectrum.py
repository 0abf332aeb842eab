"""Chapter 7.5: eigenvalues of the similarity matrix, by the symmetries of its classes."""

from __future__ import annotations

from typing import Any

from contextures.theory.neighbours.difficult.classes import (
    CLASSED,
    ROOM,
    USUAL,
    a,
    alpha,
    beta,
    c_1,
    c_2,
    k,
    n,
    n_d,
    p,
    q_3,
    q_4,
    r,
    t,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _row_sums(world: Any, hard: Any) -> tuple[Any, Any]:
    """The sum of the similarities of a difficult point, and of an easy one."""
    n, m, r = world["n"], world["n_d"], world["r"]
    own = 1 + (n - 1) * world["alpha"]
    return own + r * (m * hard + (n - m) * world["beta"]), own + r * n * world["beta"]


def largest(world: Any, hard: Any, place: Any) -> Any:
    """The eigenvalue of Ā in a place, the largest in the first, where difficult pairs have the similarity hard.

    Functions that sum to zero on the difficult points of a class, or on its easy points, have (1−α)/c_1 and (1−α)/c_2;
    those of difficult and easy that all classes share 1 and one more; those that sum to zero over the classes r times
    the eigenvalues of a 2×2 matrix. Only where one of these is in the place is a root taken.
    """
    n, m, r, alpha, beta = (world[name] for name in ("n", "n_d", "r", "alpha", "beta"))
    one, two = _row_sums(world, hard)
    own, easy = 1 - alpha, n - m
    near, far = alpha + r * beta, alpha + r * hard
    alike = (own**2 + own * (far * m + near * easy) + near * r * (hard - beta) * m * easy) / (one * two)
    top = one / one
    known = [(top, 1), (alike, 1), (own / one, (r + 1) * (m - 1)), (own / two, (r + 1) * (easy - 1))]
    first, second = (own + (alpha - hard) * m) / one, (own + (alpha - beta) * easy) / two
    half, across = (first + second) / 2, (alpha - beta) ** 2 * m * easy / (one * two)

    def between(value: Any) -> Any:
        """Where a value is between the eigenvalues of the 2×2 matrix, its characteristic polynomial is negative."""
        return (value - first) * (value - second) - across

    def beyond(value: Any) -> Any:
        """Which values are above the larger one, and which above the smaller one."""
        sign, high = between(value), value > half
        return (sign > 0) & high, (sign < 0) | high

    value = top
    for here, times in known:
        over_both, over_one = beyond(here)
        above = 2 * r - world.where(over_both, r, 0) - world.where(over_one, r, 0)
        above = above + sum(world.where(there > here, often, 0) for there, often in known)
        value = world.minimum(value, world.where((times > 0) & (above < place), here, top))
    higher = sum(world.where(beyond(there)[0], often, 0) for there, often in known)
    lower = r + sum(world.where(beyond(there)[1], often, 0) for there, often in known)
    over_both, over_one = beyond(value)
    small = (lower < place) & over_one
    root = world.sqrt(world.where(small | ((higher < place) & over_both), (first - second) ** 2 / 4 + across, 1))
    return world.where(small, half - root, world.where((higher < place) & over_both, half + root, value))


@CLASSED.quantity("(k+1)-th largest eigenvalue of Ā", range="[−1, 1]", tex=r"\lambda_{k+1}(\bar A)")
def eigenvalue(world: Any) -> Any:
    return largest(world, world["gamma"], world["k"] + 1)


@CLASSED.quantity("(k+1)-th largest eigenvalue of Ā with β for γ", range="[−1, 1]", tex=r"\lambda_{k+1}(\bar A_\beta)")
def eigenvalue_without(world: Any) -> Any:
    return largest(world, world["beta"], world["k"] + 1)


@CLASSED.quantity("sum of the row of a difficult point", range="≥ 1", tex=r"\textstyle\sum_{x'}S(x_d,x')")
def difficult_row(world: Any) -> Any:
    return _row_sums(world, world["gamma"])[0]


@CLASSED.quantity("sum of the row of an easy point", range="≥ 1", tex=r"\textstyle\sum_{x'}S(x_e,x')")
def easy_row(world: Any) -> Any:
    return _row_sums(world, world["gamma"])[1]


LEAST_WIDTH = Hypothesis("width-least", r + 1, "<=", k)
MOST_WIDTH = Hypothesis("width-most", k, "<", n_d + r + 1)
ORDINARY = (ROOM, Hypothesis("classes-nearer", beta, "<", alpha, "points of a class are more similar"))

WITHOUT = Statement(
    id="neighbours.difficult-eigenvalue-without",
    title="The eigenvalue of the bound without difficult pairs",
    kind=Kind.IDENTITY,
    source=Source("difficult", "Theorem 3.3", reconstructed=True),
    domain=CLASSED,
    printed=Claim(
        "Without difficult pairs (β for γ) the (k+1)-th largest eigenvalue of Ā is q_3, for r+1 ≤ k < n_d+r+1.",
        r"\lambda_{k+1}(\bar A_\beta)=\frac{1-\alpha}{(1-\alpha)+n\alpha+nr\beta},\quad r+1\le k<n_d+r+1",
        (Part("value", eigenvalue_without, "==", q_3),),
        given=(*ORDINARY, LEAST_WIDTH, MOST_WIDTH),
    ),
)

NARROW = Hypothesis("narrow", k, "<=", r)
ANY_WIDTH = Hypothesis("width-any", k, "<", (r + 1) * n)

ANY_INDEX = Statement(
    id="neighbours.difficult-eigenvalue-norange",
    title="The eigenvalue of the bound at every width",
    kind=Kind.IDENTITY,
    source=Source("difficult", "Theorem 3.3", reconstructed=True),
    domain=CLASSED,
    printed=Claim(
        "Without difficult pairs the (k+1)-th largest eigenvalue of Ā is q_3, for every 1 ≤ k < (r+1)n.",
        r"\lambda_{k+1}(\bar A_\beta)=q_3,\quad1\le k<(r+1)n",
        (Part("value", eigenvalue_without, "==", q_3),),
        given=(*ORDINARY, ANY_WIDTH),
    ),
    corrected=Claim(
        "It is q_3 for r+1 ≤ k < (r+1)n, and ((1−α)+n(α−β))/c_2 for 1 ≤ k ≤ r.",
        r"\lambda_{k+1}(\bar A_\beta)=\begin{cases}q_3&k\ge r+1\\((1-\alpha)+n(\alpha-\beta))/c_2&k\le r\end{cases}",
        (
            Part("value", eigenvalue_without, "==", q_3, given=(LEAST_WIDTH,)),
            Part("below", eigenvalue_without, "==", (a + n * (alpha - beta)) / c_2, given=(NARROW,)),
        ),
        given=(*ORDINARY, ANY_WIDTH),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Of the eigenvalues below 1 the largest r tell the classes apart; only those after them are q_3.",
)  # fmt: skip

FIRST_WIDTH = Hypothesis("first-width", k, "==", r + 1)
LATER_WIDTH = Hypothesis("later-width", r + 2, "<=", k)
FEW_FIRST = Hypothesis("few-difficult", (n_d - 1) * (a + (n - n_d) * p), "<=", n_d * p)
FEW_LATER = Hypothesis("few-difficult", (n_d - 1) * a, "<=", n * p)
CONTRAST = a / c_1 + n_d * r * t * (a + (n - n_d) * p) / (c_1 * c_2)

WITH = Statement(
    id="neighbours.difficult-eigenvalue-with",
    title="The eigenvalue of the bound with difficult pairs",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "Theorem 3.4", reconstructed=True),
    domain=CLASSED,
    printed=Claim(
        "With similarity γ on all pairs of difficult points of different classes the row sums are c_1 (difficult) and "
        "c_2 (easy), and for r+1 ≤ k < n_d+r+1 the (k+1)-th largest eigenvalue of Ā is at most q_4.",
        r"\lambda_{k+1}(\bar A)\le\frac{(1-\alpha)+r(\gamma-\beta)}{c_1},\quad r+1\le k<n_d+r+1",
        (
            Part("difficult-rows", difficult_row, "==", c_1),
            Part("easy-rows", easy_row, "==", c_2),
            Part("eigenvalue", eigenvalue, "<=", q_4, given=(LEAST_WIDTH, MOST_WIDTH)),
        ),
        given=USUAL,
    ),
    corrected=Claim(
        "The row sums are c_1 and c_2; λ_{r+2}(Ā) ≤ (1−α)/c_1 + n_dr(γ−β)((1−α)+(n−n_d)(α+rβ))/(c_1c_2), which is an "
        "eigenvalue of Ā, and for every k ≥ r+2 λ_{k+1}(Ā) ≤ q_3: difficult pairs cost one dimension. "
        "They are at most q_4 where (n_d−1)((1−α)+(n−n_d)(α+rβ)) ≤ n_d(α+rβ), and where (n_d−1)(1−α) ≤ n(α+rβ); both "
        "hold "
        "at n_d = 1.",
        r"\lambda_{r+2}(\bar A)\le\frac{1-\alpha}{c_1}+\frac{n_dr(\gamma-\beta)((1-\alpha)+(n-n_d)(\alpha+r\beta))}"
        r"{c_1c_2},\qquad\lambda_{k+1}(\bar A)\le q_3\quad(k\ge r+2)",
        (
            Part("difficult-rows", difficult_row, "==", c_1),
            Part("easy-rows", easy_row, "==", c_2),
            Part("first", eigenvalue, "<=", CONTRAST, given=(FIRST_WIDTH,)),
            Part("later", eigenvalue, "<=", q_3, given=(LATER_WIDTH, ANY_WIDTH)),
            Part("printed-first", eigenvalue, "<=", q_4, given=(FIRST_WIDTH, FEW_FIRST)),
            Part("printed-later", eigenvalue, "<=", q_4, given=(LATER_WIDTH, ANY_WIDTH, FEW_LATER)),
        ),
        given=USUAL,
    ),
    faults=(Fault.CONSTANT,),
    why="One function tells difficult points of all classes from easy ones, and its eigenvalue grows with n_dr(γ−β), "
    "not with r(γ−β); all after it are at most what they are without difficult pairs.",
    note="The definition of the matrix is in an appendix that was not seen.",
)
