"""Twelve errors in bounds of vectors and matrices: eigenvalues of sums and products, frames of unit vectors."""

from __future__ import annotations

import sympy as sp

import contextures as cx
from benchmarks.planted.error import planted
from contextures import sorts

OPERATORS = cx.Domain(
    "unit vectors and operators",
    {
        "a": sorts.symmetric("k"),
        "b": sorts.symmetric("k"),
        "c": sorts.semidefinite("k"),
        "d": sorts.semidefinite("k"),
        "u": sorts.unit("one", "k"),
        "f": sorts.values("k"),
        "g": sorts.values("k"),
        "turn": sorts.orthogonal("k"),
        "simplex": sorts.unit("corners", "space"),
        "four": sorts.unit("settings", "space"),
    },
    sizes={"k": (3, 5)},
    fixed={"one": 1, "corners": 4, "space": 3, "settings": 4},
)


def _square(matrix):
    """The sum of the squared entries."""
    return (matrix**2).sum(-1).sum(-1)


def _product(matrix, other):
    """The trace of a product of symmetric matrices."""
    return (matrix * other).sum(-1).sum(-1)


@OPERATORS.quantity("(f·g)²")
def inner(world):
    return (world["f"] * world["g"]).sum(-1) ** 2


@OPERATORS.quantity("|f|²|g|²")
def lengths(world):
    return (world["f"] ** 2).sum(-1) * (world["g"] ** 2).sum(-1)


@OPERATORS.quantity("the second eigenvalue of A + B")
def second_of_sum(world):
    return world.eigenvalues(world["a"] + world["b"])[..., 1]


@OPERATORS.quantity("λ₁(A) + λ₂(B)")
def weyl(world):
    return world.eigenvalues(world["a"])[..., 0] + world.eigenvalues(world["b"])[..., 1]


@OPERATORS.quantity("Σ (λᵢ(A) − λᵢ(B))²")
def spectra_apart(world):
    return ((world.eigenvalues(world["a"]) - world.eigenvalues(world["b"])) ** 2).sum(-1)


@OPERATORS.quantity("‖A − B‖²")
def apart(world):
    return _square(world["a"] - world["b"])


@OPERATORS.quantity("tr CD")
def product(world):
    return _product(world["c"], world["d"])


@OPERATORS.quantity("Σ λᵢ(C) λᵢ(D)")
def ordered(world):
    return (world.eigenvalues(world["c"]) * world.eigenvalues(world["d"])).sum(-1)


@OPERATORS.quantity("uᵀCu")
def form(world):
    u = world["u"][..., 0, :]
    return ((world["c"] * u[..., None, :]).sum(-1) * u).sum(-1)


@OPERATORS.quantity("uᵀC⁻¹u")
def inverse_form(world):
    u = world["u"][..., 0, :]
    return ((world.inverse(world["c"]) * u[..., None, :]).sum(-1) * u).sum(-1)


@OPERATORS.quantity("λ₁(C)")
def top(world):
    return world.eigenvalues(world["c"])[..., 0]


@OPERATORS.quantity("the smallest eigenvalue of C")
def bottom(world):
    return world.eigenvalues(world["c"])[..., -1]


@OPERATORS.quantity("det C of the first two rows and columns")
def minor(world):
    c = world["c"]
    return c[..., 0, 0] * c[..., 1, 1] - c[..., 0, 1] ** 2


@OPERATORS.quantity("half the trace of these")
def half_trace(world):
    return (world["c"][..., 0, 0] + world["c"][..., 1, 1]) / 2


@OPERATORS.quantity("the trace")
def trace(world):
    return world.trace(world["c"])


@OPERATORS.quantity("tr QC")
def turned(world):
    return world.trace(world["turn"] @ world["c"])


@OPERATORS.quantity("how far Q is from 1")
def angle(world):
    return _square(world["turn"] - world.identity("k"))


@OPERATORS.quantity("tr CDCD")
def twice(world):
    both = world["c"] @ world["d"]
    return world.trace(both @ both)


@OPERATORS.quantity("tr C²D²")
def squares(world):
    return _square(world["c"] @ world["d"])


@OPERATORS.quantity("‖AB − BA‖²")
def commutator(world):
    both = world["a"] @ world["b"]
    return _square(both - both.swapaxes(-1, -2))


@OPERATORS.quantity("‖A‖²‖B‖²")
def sizes(world):
    return _square(world["a"]) * _square(world["b"])


def _gram(vectors):
    """The inner products."""
    return vectors @ vectors.swapaxes(-1, -2)


@OPERATORS.quantity("(u₁v₁ + u₁v₂ + u₂v₁ − u₂v₂)²")
def bell(world):
    gram = _gram(world["four"])
    return (gram[..., 0, 2] + gram[..., 0, 3] + gram[..., 1, 2] - gram[..., 1, 3]) ** 2


@OPERATORS.quantity("‖A‖² off the diagonal, over that on it")
def mixed(world):
    a = world["a"]
    diagonal = (a * world.identity("k")).sum(-1)
    return _square(a) - (diagonal**2).sum(-1) * 2


@OPERATORS.quantity("the same of C")
def mixed_c(world):
    c = world["c"]
    diagonal = (c * world.identity("k")).sum(-1)
    return 8 * _square(c) - (diagonal**2).sum(-1) * 9


@OPERATORS.quantity("the second eigenvalue of C")
def middle(world):
    return world.eigenvalues(world["c"])[..., 1]


@OPERATORS.quantity("the largest squared inner product of two of four vectors in space")
def coherence_in_space(world):
    gram = _gram(world["simplex"]) ** 2
    return (gram - world.identity("corners")).max(-1).max(-1)


POSITIVE = cx.Hypothesis("positive", sp.Rational(1, 10), "<=", bottom)
WIDE = cx.Hypothesis("wide", 4 * middle, "<=", 3 * top)
WIDER = cx.Hypothesis("wider", 4 * bottom, "<=", top)
MIXED = cx.Hypothesis("not diagonal", 1, "<=", mixed)
MIXED_C = cx.Hypothesis("not diagonal", 1, "<=", mixed_c)

PLANTED = (
    planted(OPERATORS, "operators.schwarz", "(f·g)² ≤ |f|²|g|²", inner, lengths, less="1/1000"),
    planted(OPERATORS, "operators.weyl", "λ₂(A+B) ≤ λ₁(A) + λ₂(B)", second_of_sum, weyl, more="1/1000",
            given=(cx.Hypothesis("positive", 1, "<=", second_of_sum), MIXED)),
    planted(OPERATORS, "operators.hoffman-wielandt", "Σ (λᵢ(A) − λᵢ(B))² ≤ ‖A − B‖²", spectra_apart, apart,
            less="1/1000", given=(MIXED, cx.Hypothesis("apart", 1, "<=", apart))),
    planted(OPERATORS, "operators.von-neumann", "tr CD ≤ Σ λᵢ(C)λᵢ(D)", product, ordered, less="1/1000",
            given=(MIXED_C, POSITIVE, WIDE)),
    planted(OPERATORS, "operators.rayleigh", "uᵀCu ≤ λ₁(C)", form, top, less="1/1000",
            given=(WIDE, MIXED_C, POSITIVE)),
    planted(OPERATORS, "operators.kantorovich", "4ab uᵀCu uᵀC⁻¹u ≤ (a + b)²", 4 * top * bottom * form * inverse_form,
            (top + bottom) ** 2, less="1/1000", given=(POSITIVE, WIDER, MIXED_C)),
    planted(OPERATORS, "operators.determinant", "det C ≤ (tr C/2)²", minor, half_trace**2, less="1/1000",
            given=(MIXED_C,)),
    planted(OPERATORS, "operators.turn", "tr QC ≤ tr C", turned, trace, less="1/1000",
            given=(cx.Hypothesis("turns", 1, "<=", angle),
                   cx.Hypothesis("not one axis", sp.Rational(1, 10), "<=", middle), MIXED_C)),
    planted(OPERATORS, "operators.lieb-thirring", "tr CDCD ≤ tr C²D²", twice, squares, less="1/1000",
            given=(MIXED_C, POSITIVE, WIDE)),
    planted(OPERATORS, "operators.commutator", "‖AB − BA‖² ≤ 2‖A‖²‖B‖²", commutator, 2 * sizes, less="1/1000",
            given=(MIXED,)),
    planted(OPERATORS, "operators.welch", "1/9 ≤ max ⟨uᵢ,uⱼ⟩², four in space", sp.Rational(1, 9), coherence_in_space,
            more="1/100"),
    planted(OPERATORS, "operators.bell", "(u₁v₁ + u₁v₂ + u₂v₁ − u₂v₂)² ≤ 8", bell, sp.Integer(8), less="1/1000"),
)  # fmt: skip
