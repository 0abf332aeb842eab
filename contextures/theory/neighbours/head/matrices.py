"""Chapter 7.6: Rényi entropies of Gram matrices of unit rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _blocks(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Rows that are basis vectors: two partitions of the objects."""
    found = {}
    for name, axis in (("a", "p"), ("b", "q")):
        place = rng.integers(0, sizes[axis], (count, sizes["i"]))
        found[name] = np.eye(sizes[axis], dtype=np.int64)[place] + _first(sizes[axis])
    return found


def _clusters(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """One large cluster in each matrix, of first and of last objects, the others apart as far as there is room."""
    n, found = sizes["i"], {}
    cut = rng.integers(1, n + 1, count)[:, None]
    overlap = rng.integers(0, 3, (count, 1))
    first, last = np.arange(n) < np.minimum(n, cut + overlap), np.arange(n) >= cut - overlap
    for name, axis, inside in (("a", "p", first), ("b", "q", last)):
        place = np.where(inside, 0, np.minimum(np.cumsum(~inside, axis=1), sizes[axis] - 1))
        found[name] = np.eye(sizes[axis], dtype=np.int64)[place] + _first(sizes[axis])
    return found


def _first(length: int) -> Any:
    """The first basis vector: half-turns of it about e_k + e_1 are the basis vectors."""
    return np.eye(length, dtype=np.int64)[0]


GRAM = Domain(
    "unit vectors of two kinds for each of n objects",
    {
        "a": sorts.unit("i", "p", text="unit vectors, whose Gram matrix is A"),
        "b": sorts.unit("i", "q", text="unit vectors, whose Gram matrix is B"),
        "h": sorts.ratio(0, "1/2", "right", text="how far an order is from 1"),
    },
    sizes={"i": (2, 5), "p": (1, 4), "q": (1, 4)},
    families={"blocks": _blocks, "clusters": _clusters},
)


def _gram(world: Any, name: str) -> Any:
    rows = world[name]
    return rows @ rows.swapaxes(-1, -2)


def _both(world: Any) -> Any:
    return _gram(world, "a") * _gram(world, "b")


def _purity(matrix: Any) -> Any:
    """tr((A/n)²) = e^{−H_2(A)}."""
    return (matrix**2).sum(-1).sum(-1) / matrix.shape[-1] ** 2


def _spectrum(world: Any, matrix: Any) -> tuple[Any, Any]:
    """The eigenvalues of A/n, 1 in place of those that are 0, and where these are not."""
    values = world.eigenvalues(matrix) / matrix.shape[-1]
    counts = world.exceeds(values, 0 * values)
    return world.where(counts, values, 1), counts


def _shannon(world: Any, matrix: Any) -> Any:
    """H_1 = −tr((A/n) log(A/n))."""
    values, _ = _spectrum(world, matrix)
    return -(values * world.log(values)).sum(-1)


def _renyi(world: Any, matrix: Any, order: Any) -> Any:
    """H_a, a ≠ 1, of any order."""
    values, counts = _spectrum(world, matrix)
    powers = world.where(counts, world.exp(order[..., None] * world.log(values)), 0)
    return world.log(powers.sum(-1)) / (1 - order)


@GRAM.quantity("number of objects", range="≥ 2", tex="n")
def n(world: Any) -> Any:
    return world.size("i")


@GRAM.quantity("how far an order is from 1", range="(0, 1/2]", tex="h")
def h(world: Any) -> Any:
    return world["h"]


@GRAM.quantity("tr((A/n)²)", range="(0, 1]", tex=r"\operatorname{tr}(A/n)^2")
def purity_a(world: Any) -> Any:
    return _purity(_gram(world, "a"))


@GRAM.quantity("tr((B/n)²)", range="(0, 1]", tex=r"\operatorname{tr}(B/n)^2")
def purity_b(world: Any) -> Any:
    return _purity(_gram(world, "b"))


@GRAM.quantity("tr((A⊙B/n)²)", range="(0, 1]", tex=r"\operatorname{tr}(A\odot B/n)^2")
def purity_both(world: Any) -> Any:
    return _purity(_both(world))


@GRAM.quantity("smallest entry of A and B", range="[−1, 1]", tex=r"\min_{i,j}(A_{ij},B_{ij})")
def least(world: Any) -> Any:
    return world.minimum(_gram(world, "a").min(-1).min(-1), _gram(world, "b").min(-1).min(-1))


@GRAM.quantity("H_1(A) in nats", range="≥ 0", tex="H_1(A)")
def shannon_a(world: Any) -> Any:
    return _shannon(world, _gram(world, "a"))


@GRAM.quantity("H_1(B) in nats", range="≥ 0", tex="H_1(B)")
def shannon_b(world: Any) -> Any:
    return _shannon(world, _gram(world, "b"))


@GRAM.quantity("H_1(A⊙B) in nats", range="≥ 0", tex=r"H_1(A\odot B)")
def shannon_both(world: Any) -> Any:
    return _shannon(world, _both(world))


@GRAM.quantity("H_{1+h}(A) in nats", range="≥ 0", tex="H_{1+h}(A)")
def renyi_above(world: Any) -> Any:
    return _renyi(world, _gram(world, "a"), 1 + world["h"])


@GRAM.quantity("H_{1−h}(A) in nats", range="≥ 0", tex="H_{1-h}(A)")
def renyi_below(world: Any) -> Any:
    return _renyi(world, _gram(world, "a"), 1 - world["h"])


MATRIX_JOINT = Statement(
    id="neighbours.head-matrix-joint",
    title="The joint matrix entropy is at least each one",
    kind=Kind.INEQUALITY,
    source=Source("head", "Definition 3.4", reconstructed=True),
    domain=GRAM,
    printed=Claim(
        "Gram matrices of unit rows, a = 2: H_2(A⊙B) ≥ max{H_2(A), H_2(B)}.",
        r"H_2(A\odot B)\ge\max\{H_2(A),H_2(B)\}",
        (
            Part("first", -sp.log(purity_a), "<=", -sp.log(purity_both)),
            Part("second", -sp.log(purity_b), "<=", -sp.log(purity_both)),
        ),
    ),
)

MATRIX_INFORMATION = Statement(
    id="neighbours.head-matrix-information",
    title="The matrix information of order 2 is not negative",
    kind=Kind.INEQUALITY,
    source=Source("head", "Definition 3.4", reconstructed=True),
    domain=GRAM,
    printed=Claim(
        "Gram matrices of unit rows with nonnegative entries, a = 2: I_2(A;B) ≥ 0.",
        r"I_2(A;B)=H_2(A)+H_2(B)-H_2(A\odot B)\ge0",
        (Part("nonnegative", purity_a * purity_b, "<=", purity_both),),
        given=(Hypothesis("entries", 0, "<=", least, "all entries are nonnegative"),),
    ),
    corrected=Claim(
        "For all Gram matrices of unit rows, whatever the signs of their entries: "
        "e^{−H_2(A)} + e^{−H_2(B)} ≤ 1 + e^{−H_2(A⊙B)}, and H_2(A⊙B) ≤ log n; so I_2(A;B) ≥ −log((n+1)²/(4n)).",
        r"e^{-H_2(A)}+e^{-H_2(B)}\le1+e^{-H_2(A\odot B)},\qquad H_2(A\odot B)\le\log n,\qquad "
        r"I_2(A;B)\ge-\log\frac{(n+1)^2}{4n}",
        (
            Part("linear", purity_a + purity_b, "<=", 1 + purity_both),
            Part("log", -sp.log(purity_both), "<=", sp.log(n), scale=1),
            Part("information", 4 * n * purity_a * purity_b, "<=", (n + 1) ** 2 * purity_both),
        ),
    ),
    faults=(Fault.CONSTANT,),
    note="Of order 2 e^{−H_2(A)} is tr((A/n)²), and I_2(A;B) ≥ 0 says tr((A/n)²)·tr((B/n)²) ≤ tr((A⊙B/n)²).",
    why="Subadditivity is that of order 1; the Rényi entropy of order 2 has none, and I_2 falls to about −log(n/16) "
    "for two "
    "clusters that share no pair. What is subadditive is the linear entropy 1 − e^{−H_2}.",
)

MATRIX_SHANNON = Statement(
    id="neighbours.head-matrix-shannon",
    title="The matrix entropy of order 1",
    kind=Kind.INEQUALITY,
    source=Source("head", "Definition 3.4, limit a → 1", reconstructed=True),
    domain=GRAM,
    printed=Claim(
        "Gram matrices of unit rows: H_a(A) → H_1(A) = −tr((A/n) log(A/n)) as a → 1, and I_1(A;B) ≥ 0.",
        r"\lim_{a\to1}H_a(A)=H_1(A),\qquad I_1(A;B)\ge0",
        (
            Part("above", sp.Abs(shannon_a - renyi_above), "<=", h * sp.log(n) ** 2 / 2, scale=1),
            Part("below", sp.Abs(renyi_below - shannon_a), "<=", h * sp.log(n) ** 2 / (2 * (1 - h) ** 2), scale=1),
            Part("information", shannon_both, "<=", shannon_a + shannon_b, scale=1),
        ),
    ),
    note="The limit is encoded by rates that give it: |H_1 − H_{1±h}| is at most a multiple of h.",
)
