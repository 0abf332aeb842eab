"""Chapter 7.4: which encoders are minimisers, where every class has a point of its own.

The least loss is −‖Ā‖², so that the minimisers are the F ≥ 0 with FFᵀ = Ā = ΦΦᵀ. A point x of one class c has
φ(x) = e_c/√P(c); so Φ has the rank m, and F = ΦRᵀ for a k×m matrix R with orthonormal columns: the first m of an
orthogonal matrix.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.ncl.latent import KEY, overlaps, posterior, pure, square_prior
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def splitting(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A point of its own for each class; a reflection that splits a coordinate in two, one of them to spare."""
    k = sizes["k"]
    turn = np.zeros((count, k, k), dtype=np.int64)
    first = rng.integers(1, 4, count)
    turn[:, 0, int(rng.integers(0, sizes["c"]))] = first
    turn[:, 0, -1] = -first - rng.integers(0, 3, count)
    return {**square_prior(rng, count, sizes), "turn": turn}


def axes_swapped(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A point of its own for each class; reflections that swap two axes, or nearly, or turn a little."""
    c = sizes["c"]
    turn = np.zeros((count, c, c), dtype=np.int64)
    if c > 1:
        i, j = rng.permutation(c)[:2]
        near = rng.integers(0, 2, count)
        turn[:, 0, i], turn[:, 0, j] = 9 + near, -9
        turn[:, 1, i], turn[:, 1, j] = 9 * (rng.random(count) < 0.5), -9 * near
    return {**square_prior(rng, count, sizes), "turn": turn}


def scaled_products(world: Any, values: Any) -> Any:
    """Divide values (..., c, c′) by √(P(c)P(c′))."""
    p = world["law"].sum(-1)
    return values / world.sqrt(p[..., :, None] * p[..., None, :])


def coordinates(world: Any) -> Any:
    """√P(c_1)·f_j(x) for f_j(x) = Σ_c R_jcφ_c(x), (..., j, x)."""
    law = world["law"]
    p = law.sum(-1)
    ratio = scaled_products(world, p[..., :, None] * p[..., None, :])[..., 0, :] / p
    return world["turn"][..., :, : law.shape[-2]] @ (posterior(law) * ratio[..., :, None])


def moments(world: Any) -> tuple[Any, Any, Any]:
    """E f_j², E φ_c² and E f_jφ_c."""
    law = world["law"]
    inner = scaled_products(world, overlaps(law))
    turn = world["turn"][..., :, : law.shape[-2]]
    cross = turn @ inner
    return (cross * turn).sum(-1), (inner * np.eye(law.shape[-2], dtype=int)).sum(-1), cross


def unlike(world: Any) -> Any:
    """E f_j²·E φ_c² − (E f_jφ_c)², 0 where one is a multiple of the other, (..., j, c)."""
    mine, classes, cross = moments(world)
    return mine[..., :, None] * classes[..., None, :] - cross * cross


SQUARE = Domain(
    "latent classes and an orthogonal matrix of their number",
    {"law": sorts.law("c", "x"), "turn": sorts.orthogonal("c")},
    sizes={"c": (1, 3), "x": (1, 5)},
    families={"square prior": square_prior, "axes swapped": axes_swapped},
)
WIDE = Domain(
    "latent classes and an orthogonal matrix of more coordinates",
    {"law": sorts.law("c", "x"), "turn": sorts.orthogonal("k")},
    sizes={"c": (1, 3), "x": (1, 4), "k": (2, 4)},
    together=lambda n: n["k"] > n["c"],
    families={"square prior": square_prior, "splitting": splitting},
)


def lowest_of(world: Any) -> Any:
    return coordinates(world).min(-1).min(-1)


def without_point(world: Any) -> Any:
    return (~pure(world["law"]).any(-1)).sum(-1)


def least_defect(world: Any) -> Any:
    """Σ_j over the coordinates, each with the class that it is matched to, or with none where it is spare."""
    rest, (mine, _, _) = unlike(world), moments(world)
    k, c = rest.shape[-2:]
    orders = [
        sum(rest[..., j, order[j]] if order[j] < c else mine[..., j] for j in range(k))
        for order in permutations(range(k))
    ]
    return np.stack(orders).min(0)


def mixed_coordinates(world: Any) -> Any:
    return unlike(world).min(-1).sum(-1)


def premises(domain: Domain) -> tuple[Hypothesis, ...]:
    """f ≥ 0, and Assumption 3."""
    lowest = domain.quantity("smallest coordinate of f, times √P(c_1)", name="lowest", tex=r"\sqrt{P(c_1)}\min f")(
        lowest_of
    )
    lacking = domain.quantity("classes without a point of their own", range="≥ 0", name="lacking", tex=r"\#")(
        without_point
    )
    return Hypothesis("non-negative", 0, "<=", lowest), Hypothesis("anchors", lacking, "==", 0, "Assumption 3")


@WIDE.quantity("number k of coordinates", range="≥ 1", name="k", tex="k")
def width(world: Any) -> Any:
    return world.size("k")


@WIDE.quantity("number m of classes", range="≥ 1", name="m", tex="m")
def classes(world: Any) -> Any:
    return world.size("c")


defect = SQUARE.quantity(
    "Σ_j (E f_j²E φ_c² − (E f_jφ_c)²) for the best matching of coordinates and classes",
    range="≥ 0",
    tex="D(f,\\phi)",
    name="defect",
)(least_defect)
wide_defect = WIDE.quantity(
    "the same for φ padded with zeros, E f_j² for a spare coordinate", range="≥ 0", tex="D(f,(\\phi,0))", name="defect"
)(least_defect)
mixed = WIDE.quantity("Σ_j min_c (E f_j²E φ_c² − (E f_jφ_c)²)", range="≥ 0", name="mixed", tex=r"\sum_j\min_c D_{jc}")(
    mixed_coordinates
)


@SQUARE.quantity("smallest Σ_j E(f_j − φ_c)² of the matchings", range="≥ 0", tex=r"\min_\Pi\mathbb E\|f-\Pi\phi\|^2")
def distance(world: Any) -> Any:
    mine, classes, cross = moments(world)
    apart = mine[..., :, None] + classes[..., None, :] - 2 * cross
    k = apart.shape[-1]
    return np.stack([sum(apart[..., j, order[j]] for j in range(k)) for order in permutations(range(k))]).min(0)


UNIQUE = Statement(
    id="neighbours.ncl-unique",
    title="The minimiser is unique up to permutation and scaling",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 5"),
    domain=SQUARE,
    printed=Claim(
        "Assumptions 1, 3, k = m: every minimiser of ℓ over f ≥ 0 is φ up to permutation and scaling.",
        r"f\in\arg\min_{f\ge0}\ell\ \Rightarrow\ f=D\Pi\phi",
        (Part("unique", defect, "==", 0, scale=1),),
        given=premises(SQUARE),
    ),
    note="The minimisers are the Rφ ≥ 0 with R orthogonal: ℓ(f) = −‖Ā‖² iff FFᵀ = ΦΦᵀ, and Φ has the rank m, since a "
    "point of one class alone has a row of one entry. Two coordinates that are multiples of each other, ≥ 0 and not 0, "
    "are scalings.",
)
LOWEST, ANCHORS = UNIQUE.printed.given
UNIQUE_EXACT = Statement(
    id="neighbours.ncl-unique-exact",
    title="The minimiser is unique up to permutation",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=SQUARE,
    printed=Claim(
        "Assumptions 1, 3, k = m: every minimiser of ℓ over f ≥ 0 is φ with its coordinates permuted, and not scaled.",
        r"f\in\arg\min_{f\ge0}\ell\ \Rightarrow\ f=\Pi\phi",
        (Part("unique", distance, "==", 0, scale=1),),
        given=(LOWEST, ANCHORS),
    ),
    uses=("neighbours.ncl-unique",),
)
PREMISES = (Hypothesis("wide", classes, "<", width), *premises(WIDE))
UNIQUE_WIDE = Statement(
    id="neighbours.ncl-unique-wide",
    title="The minimisers are identifiable at every width",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 5 with the footnote to Theorem 3", reconstructed=True),
    domain=WIDE,
    printed=Claim(
        "Assumptions 1, 3, k > m: any two minimisers of ℓ over f ≥ 0 are related by a permutation and scaling; so each "
        "is φ, padded with zeros, up to these.",
        r"f\in\arg\min_{f\ge0}\ell\ \Rightarrow\ f=D\Pi(\phi,0)",
        (Part("unique", wide_defect, "==", 0, scale=1),),
        given=PREMISES,
    ),
    corrected=Claim(
        "Assumptions 1, 3, k > m: each coordinate of a minimiser of ℓ over f ≥ 0 is 0 or a multiple of one φ_c; the "
        "squares of the multiples of a φ_c add up to 1, as they do for every f = Rφ.",
        r"f_j=r_j\phi_{c(j)},\quad r_j\ge0,\quad\sum_{j:c(j)=c}r_j^2=1",
        (Part("unique", mixed, "==", 0, scale=1),),
        given=PREMISES,
    ),
    faults=(Fault.QUANTIFIER,),
    why="A coordinate may be split: (tφ_c, √(1−t²)φ_c) has the same inner products as (φ_c, 0), and no permutation and "
    "positive scaling turns one into the other.",
    note="The minimisers are the f = Rφ ≥ 0 with R the first m columns of an orthogonal k×k matrix.",
)

STATEMENTS = (UNIQUE, UNIQUE_EXACT, UNIQUE_WIDE)
