"""Chapter 7b.5, `garrido`: penalties on the products of the rows of a matrix and on those of its columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _circulant(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Two circulants of the same entries in another order and with other signs: one norm of rows and of columns."""
    d = sizes["d"]
    row = rng.integers(-3, 4, (count, d))
    other = rng.permuted(row, axis=1) * rng.choice([-1, 1], (count, d))
    shift = (np.arange(sizes["n"])[:, None] + np.arange(d)) % d
    return {"first": row[:, shift], "second": other[:, shift]}


def _signs(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Two matrices of signs, of one size of the entries."""
    shape = (count, sizes["n"], sizes["d"])
    scale = rng.integers(1, 4, (count, 1, 1))
    return {"first": scale * rng.choice([-1, 1], shape), "second": scale * rng.choice([-1, 1], shape)}


def _axes(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Rows that are basis vectors, up to the sign."""
    d = sizes["d"]
    turned = np.concatenate([np.ones((d, 1), dtype=np.int64), np.eye(d, dtype=np.int64)[:, 1:]], axis=1)
    turned[0, 1:] = 0  # the half-turns of e about e + e_j exchange e and e_j
    return {name: turned[rng.integers(0, d, (count, sizes["n"]))] for name in ("units", "others")}


MATRICES = Domain(
    "two matrices K of one shape, and two whose rows are unit vectors",
    {
        "first": sorts.values("n", "d", text="K"),
        "second": sorts.values("n", "d", text="K′"),
        "units": sorts.unit("n", "d", text="K with unit rows"),
        "others": sorts.unit("n", "d", text="K′ with unit rows"),
    },
    sizes={"n": (1, 5), "d": (1, 4)},
    families={"circulants": _circulant, "signs": _signs, "basis vectors": _axes},
)


def products(matrix: Any) -> Any:
    """The inner products of the rows."""
    return matrix @ matrix.swapaxes(-1, -2)


def off_diagonal(gram: Any) -> Any:
    """The sum of the squares beside the diagonal."""
    beside = 1 - np.eye(gram.shape[-1], dtype=int)
    return (gram**2 * beside).sum((-1, -2))


def penalties(matrix: Any) -> Any:
    """𝓒 − 𝓝."""
    return off_diagonal(products(matrix)) - off_diagonal(products(matrix.swapaxes(-1, -2)))


def row_norms(matrix: Any) -> Any:
    """‖k_i‖²."""
    return (matrix**2).sum(-1)


def column_norms(matrix: Any) -> Any:
    """‖k^j‖²."""
    return (matrix**2).sum(-2)


def spread(values: Any) -> Any:
    """Largest less smallest."""
    return values.max(-1) - values.min(-1)


@MATRICES.quantity("𝓒 − 𝓝 of K", tex=r"\mathcal C-\mathcal N")
def difference(world: Any) -> Any:
    return penalties(world["first"])


@MATRICES.quantity("𝓒 − 𝓝 of K′", tex=r"\mathcal C'-\mathcal N'")
def difference_other(world: Any) -> Any:
    return penalties(world["second"])


@MATRICES.quantity("𝓒 − 𝓝 of K with unit rows", tex=r"\mathcal C-\mathcal N")
def difference_units(world: Any) -> Any:
    return penalties(world["units"])


@MATRICES.quantity("𝓒 − 𝓝 of K′ with unit rows", tex=r"\mathcal C'-\mathcal N'")
def difference_others(world: Any) -> Any:
    return penalties(world["others"])


@MATRICES.quantity("Σ‖k^j‖⁴", range="≥ 0", tex=r"\sum_j\|k^j\|^4")
def columns_fourth(world: Any) -> Any:
    return (column_norms(world["first"]) ** 2).sum(-1)


@MATRICES.quantity("Σ‖k_i‖⁴", range="≥ 0", tex=r"\sum_i\|k_i\|^4")
def rows_fourth(world: Any) -> Any:
    return (row_norms(world["first"]) ** 2).sum(-1)


@MATRICES.quantity("‖K‖_F²", range="≥ 0", tex=r"\|K\|_F^2")
def size(world: Any) -> Any:
    return (world["first"] ** 2).sum((-1, -2))


@MATRICES.quantity("largest less smallest ‖k_i‖² and ‖k^j‖² of K", range="≥ 0", tex=r"\Delta(K)")
def uneven(world: Any) -> Any:
    return spread(row_norms(world["first"])) + spread(column_norms(world["first"]))


@MATRICES.quantity("largest less smallest ‖k_i‖² and ‖k^j‖² of K′", range="≥ 0", tex=r"\Delta(K')")
def uneven_other(world: Any) -> Any:
    return spread(row_norms(world["second"])) + spread(column_norms(world["second"]))


@MATRICES.quantity("‖k_1‖²", range="≥ 0", tex=r"\|k_1\|^2")
def row_norm(world: Any) -> Any:
    return row_norms(world["first"])[..., 0]


@MATRICES.quantity("‖k′_1‖²", range="≥ 0", tex=r"\|k'_1\|^2")
def row_norm_other(world: Any) -> Any:
    return row_norms(world["second"])[..., 0]


@MATRICES.quantity("number n of rows", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@MATRICES.quantity("number d of columns", range="≥ 1", tex="d")
def d(world: Any) -> Any:
    return world.size("d")


DUALITY = Statement(
    id="neighbours.garrido-duality",
    title="The contrastive and the non-contrastive penalty",
    kind=Kind.IDENTITY,
    source=Source("garrido", "Theorem 3.3", reconstructed=True),
    domain=MATRICES,
    printed=Claim(
        "𝓒 − 𝓝 = Σ_j‖k^j‖⁴ − Σ_i‖k_i‖⁴.",
        r"\mathcal C-\mathcal N=\sum_j\|k^j\|^4-\sum_i\|k_i\|^4",
        (Part("identity", difference, "==", columns_fourth - rows_fourth, scale=columns_fourth + rows_fourth),),
    ),
    note="From memory of the literature.",
)

NORMALISED = Statement(
    id="neighbours.garrido-normalised",
    title="What the two penalties differ by for normalised rows and columns",
    kind=Kind.IDENTITY,
    source=Source("garrido", "Theorem 3.3, text", reconstructed=True),
    domain=MATRICES,
    printed=Claim(
        "Both: if all rows have one norm and all columns have one norm, 𝓒 − 𝓝 depends on n, d and the two norms only. "
        "Rows: if all rows have norm 1, it depends on n and d only.",
        r"\|k_i\|=1\ \forall i\Rightarrow\mathcal C-\mathcal N=c(n,d)",
        (
            Part(
                "both",
                difference,
                "==",
                difference_other,
                "two matrices of one shape and of the same norms",
                given=(
                    Hypothesis("even", uneven, "==", 0, "one norm of the rows and one of the columns"),
                    Hypothesis("even-other", uneven_other, "==", 0, "the same of the other matrix"),
                    Hypothesis("same-norm", row_norm, "==", row_norm_other, "of the rows, and so of the columns"),
                ),
                scale=1 + columns_fourth + rows_fourth,
            ),
            Part("rows", difference_units, "==", difference_others, "two matrices with unit rows", scale=n**2),
        ),
    ),
    corrected=Claim(
        "Both, as above: 𝓒 − 𝓝 = n(n − d)r⁴/d for rows of norm r. For rows of norm 1 alone it is Σ_j‖k^j‖⁴ − n, "
        "anything from n²/d − n (all columns of one norm, and only then) to n² − n (one column, and only then).",
        r"\frac{n^2}d-n\le\mathcal C-\mathcal N\le n^2-n",
        (
            Part(
                "both",
                difference,
                "==",
                n * (n - d) * row_norm**2 / d,
                given=(Hypothesis("even", uneven, "==", 0, "one norm of the rows and one of the columns"),),
                scale=1 + columns_fourth + rows_fourth,
            ),
            Part("least", n**2 / d - n, "<=", difference_units, scale=n**2),
            Part("largest", difference_units, "<=", n**2 - n, scale=n**2),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Rows of norm 1 leave the norms of the columns free, and Σ_j‖k^j‖⁴ with them: the two rows e_1, e_1 have "
    "𝓒 − 𝓝 = 2, the two rows e_1, e_2 have 0.",
    note="Both is from memory of the literature, rows is folklore. Where nr² = dc² the norm of the rows is that of the "
    "columns.",
    uses=("neighbours.garrido-duality",),
)

RANGE = Statement(
    id="neighbours.garrido-range",
    title="How far the two penalties are apart for any matrix",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=MATRICES,
    printed=Claim(
        "−(1 − 1/d)‖K‖_F⁴ ≤ 𝓒 − 𝓝 ≤ (1 − 1/n)‖K‖_F⁴: the lower end is attained by one row of equal entries, the upper "
        "one by one column of equal entries.",
        r"-\Big(1-\frac1d\Big)\|K\|_F^4\le\mathcal C-\mathcal N\le\Big(1-\frac1n\Big)\|K\|_F^4",
        (
            Part("lower", -(1 - 1 / d) * size**2, "<=", difference, scale=size**2),
            Part("upper", difference, "<=", (1 - 1 / n) * size**2),
        ),
    ),
    uses=("neighbours.garrido-duality",),
)

STATEMENTS = (DUALITY, NORMALISED, RANGE)
