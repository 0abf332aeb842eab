"""Chapter 7.4: the non-negative objective, its minimum at every width, and what leaves it unchanged."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.graphs import affinity, gram, graph_eigenvalues, loss, loss_of, residual, size
from contextures.theory.neighbours.ncl.latent import KEY, optimal_gram, repeated_classes, square_prior
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

SIZES = {"c": (1, 3), "x": (1, 4)}
FAMILIES = {"repeated classes": repeated_classes, "square prior": square_prior}
TURNED = Domain(
    "latent classes, an encoder and an orthogonal matrix",
    {"law": sorts.law("c", "x"), "f": sorts.values("x", "k"), "turn": sorts.orthogonal("k")},
    sizes={**SIZES, "k": (1, 4)},
)


@TURNED.quantity("Σ(Rf(x)ᵀRf(x′) − f(x)ᵀf(x′))²", range="≥ 0", tex=r"\|(Rf)(Rf)^\top-ff^\top\|_F^2")
def gram_change(world: Any) -> Any:
    f = world["f"]
    change = gram(f @ np.swapaxes(world["turn"], -1, -2)) - gram(f)
    return (change * change).sum(-1).sum(-1)


@TURNED.quantity("spectral loss of f", tex=r"\ell(f)")
def loss_before(world: Any) -> Any:
    return loss(world["law"], world["f"])


@TURNED.quantity("spectral loss of Rf", tex=r"\ell(Rf)")
def loss_turned(world: Any) -> Any:
    return loss(world["law"], world["f"] @ np.swapaxes(world["turn"], -1, -2))


@TURNED.quantity("‖Ā − FFᵀ‖²", range="≥ 0", tex=r"\|\bar A-FF^\top\|_F^2")
def factor_residual(world: Any) -> Any:
    return residual(affinity(world["law"]), gram(world["f"]))


@TURNED.quantity("‖Ā‖²", range="≥ 0", tex=r"\|\bar A\|_F^2")
def graph_size(world: Any) -> Any:
    return size(affinity(world["law"]))


@TURNED.quantity("smallest entry of R", range="[−1, 1]", tex=r"\min R_{ij}")
def lowest_entry(world: Any) -> Any:
    return world["turn"].min(-1).min(-1)


@TURNED.quantity("Σ|R_ij|(1 − |R_ij|), 0 for a signed permutation", range="≥ 0", tex=r"\sum|R_{ij}|(1-|R_{ij}|)")
def broken(world: Any) -> Any:
    entries = world.absolute(world["turn"])
    return (entries * (1 - entries)).sum(-1).sum(-1)


ROTATION = Statement(
    id="neighbours.ncl-rotation",
    title="Inner products do not see a rotation",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Theorem 1"),
    domain=TURNED,
    printed=Claim(
        "An objective of the inner products f(x)ᵀf(x′) only has with f* every Rf* as a minimiser, R a rotation: the "
        "inner products are the same, and so is the spectral loss.",
        r"(Rf)(Rf)^\top=ff^\top,\qquad\ell(Rf)=\ell(f)",
        (Part("inner-products", gram_change, "==", 0, scale=1), Part("loss", loss_turned, "==", loss_before)),
    ),
    note="An objective of the inner products is unchanged where these are; the spectral loss is one of them.",
)

FACTORISATION = Statement(
    id="neighbours.ncl-factorisation",
    title="The spectral loss is a factorisation of Ā",
    kind=Kind.IDENTITY,
    source=Source(KEY, "(3)"),
    domain=TURNED,
    printed=Claim(
        "ℓ(f) = ‖Ā − FFᵀ‖² − ‖Ā‖², F with the rows √P(x)·f(x).",
        r"\ell(f)=\|\bar A-FF^\top\|_F^2-\|\bar A\|_F^2",
        (Part("identity", loss_before, "==", factor_residual - graph_size, scale=1 + factor_residual + graph_size),),
    ),
)

AXES = Statement(
    id="neighbours.ncl-axes",
    title="A rotation that keeps the orthant permutes the axes",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Section 3.1"),
    domain=TURNED,
    printed=Claim(
        "An orthogonal R with entries ≥ 0 is a permutation matrix.",
        r"R^\top R=I,\ R\ge0\ \Rightarrow\ R\text{ is a permutation}",
        (Part("permutation", broken, "==", 0, scale=1),),
        given=(Hypothesis("non-negative", 0, "<=", lowest_entry),),
    ),
)

PAIR = Domain(
    "latent classes and two non-negative encoders",
    {"law": sorts.law("c", "x"), "f": sorts.weights("x", "k"), "g": sorts.weights("x", "k")},
    sizes={**SIZES, "k": (1, 3)},
)


@PAIR.quantity("‖Ā − FFᵀ‖²", range="≥ 0", tex=r"\|\bar A-F_+F_+^\top\|_F^2")
def residual_of_f(world: Any) -> Any:
    return residual(affinity(world["law"]), gram(world["f"]))


@PAIR.quantity("‖Ā − GGᵀ‖² of another encoder g", range="≥ 0", tex=r"\|\bar A-G_+G_+^\top\|_F^2")
def residual_of_g(world: Any) -> Any:
    return residual(affinity(world["law"]), gram(world["g"]))


@PAIR.quantity("spectral loss of f", tex=r"\ell(f_+)")
def loss_of_f(world: Any) -> Any:
    return loss(world["law"], world["f"])


@PAIR.quantity("spectral loss of g", tex=r"\ell(g_+)")
def loss_of_g(world: Any) -> Any:
    return loss(world["law"], world["g"])


@PAIR.quantity("1 + ‖FFᵀ‖² + ‖GGᵀ‖²", range="≥ 1", tex=r"1+\|FF^\top\|^2+\|GG^\top\|^2")
def sizes_of_both(world: Any) -> Any:
    p = world["law"].sum(-2)
    both = p[..., :, None] * p[..., None, :]
    return 1 + (both * (gram(world["f"]) ** 2 + gram(world["g"]) ** 2)).sum(-1).sum(-1)


EQUIVALENCE = Statement(
    id="neighbours.ncl-equivalence",
    title="Non-negative contrastive learning is non-negative factorisation",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Theorem 2"),
    domain=PAIR,
    printed=Claim(
        "Minimising ‖Ā − F_+F_+ᵀ‖² over F_+ ≥ 0 and ℓ over f_+ ≥ 0 are equivalent under F_x = √P(x)f_+(x): the "
        "objectives differ by a constant.",
        r"\|\bar A-F_+F_+^\top\|_F^2-\ell(f_+)=\|\bar A-G_+G_+^\top\|_F^2-\ell(g_+)",
        (Part("constant", residual_of_f + loss_of_g, "==", residual_of_g + loss_of_f, scale=sizes_of_both),),
    ),
    note="That F_+ ≥ 0 iff f_+ ≥ 0 is P(x) > 0.",
)


def encoded(name: str, wide: bool) -> Domain:
    """Latent classes and a non-negative encoder of k coordinates, k beyond the classes or below their number."""
    bounds = {"c": (1, 3), "x": (1, 4), "k": (2, 4)} if wide else {"c": (2, 3), "x": (1, 4), "k": (1, 2)}
    return Domain(
        name,
        {"law": sorts.law("c", "x"), "f": sorts.weights("x", "k")},
        sizes=bounds,
        together=(lambda n: n["k"] > n["c"]) if wide else (lambda n: n["k"] < n["c"]),
        families=FAMILIES,
    )


SQUARE = Domain(
    "latent classes and a non-negative encoder of as many coordinates",
    {"law": sorts.law("c", "x"), "f": sorts.weights("x", "c")},
    sizes=SIZES,
    families=FAMILIES,
)
WIDE = encoded("latent classes and a non-negative encoder of more coordinates", wide=True)
NARROW = encoded("latent classes and a non-negative encoder of fewer coordinates", wide=False)


def loss_of_optimal(world: Any) -> Any:
    """The loss of φ; coordinates of zeros and the order of the classes change no inner product."""
    law = world["law"]
    return loss_of(affinity(law), optimal_gram(law))


def loss_of_encoder(world: Any) -> Any:
    """The loss of f."""
    return loss(world["law"], world["f"])


def least_loss(world: Any) -> Any:
    """−‖Ā‖², below which no loss falls."""
    return -size(affinity(world["law"]))


@NARROW.quantity("number k of coordinates", range="≥ 1", name="k", tex="k")
def coordinates(world: Any) -> Any:
    return world.size("k")


@NARROW.quantity("number m of classes", range="≥ 1", name="m", tex="m")
def classes(world: Any) -> Any:
    return world.size("c")


@WIDE.quantity("number k of coordinates", range="≥ 1", name="k", tex="k")
def wide_coordinates(world: Any) -> Any:
    return world.size("k")


@WIDE.quantity("number m of classes", range="≥ 1", name="m", tex="m")
def wide_classes(world: Any) -> Any:
    return world.size("c")


def optimality(domain: Domain, words: str) -> tuple[Part, ...]:
    """The parts that φ does as well as every f ≥ 0, and that its loss is the least possible."""
    mine = domain.quantity(f"spectral loss of φ {words}".strip(), name="optimal", tex=r"\ell(\phi)")(loss_of_optimal)
    other = domain.quantity("spectral loss of f ≥ 0", name="loss", tex=r"\ell(f)")(loss_of_encoder)
    floor = domain.quantity("−‖Ā‖²", range="≤ 0", name="floor", tex=r"-\|\bar A\|_F^2")(least_loss)
    return Part("minimum", mine, "<=", other, scale=1 + sp.Abs(other)), Part("value", mine, "==", floor)


OPTIMAL = Statement(
    id="neighbours.ncl-optimal",
    title="The posterior of the classes is a minimiser",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 3"),
    domain=SQUARE,
    printed=Claim(
        "Assumption 1, k = m: φ_c(x) = P(c|x)/√P(c) minimises ℓ over f ≥ 0; its loss is −‖Ā‖², so that it does among "
        "all f.",
        r"\phi\in\arg\min_{f\ge0}\ell(f),\qquad\ell(\phi)=-\|\bar A\|_F^2",
        optimality(SQUARE, ""),
    ),
    note="`value` is the step of the proof that shows it.",
)

WIDER = Statement(
    id="neighbours.ncl-wide",
    title="Padded with zeros it stays a minimiser",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "footnote to Theorem 3"),
    domain=WIDE,
    printed=Claim(
        "k > m: φ padded with zero coordinates is a minimiser.",
        r"k>m:\quad(\phi,0)\in\arg\min_{f\ge0}\ell(f)",
        optimality(WIDE, "padded with zeros"),
        given=(Hypothesis("wide", wide_classes, "<", wide_coordinates),),
    ),
)


@NARROW.quantity("−‖Ā‖², the smallest loss at m coordinates", range="≤ 0", tex=r"\min_{k'=m}\ell")
def at_classes(world: Any) -> Any:
    return least_loss(world)


@NARROW.quantity("smallest loss of merged classes, not below the minimum at k", tex=r"\ell_k^{\mathrm{merged}}")
def merged(world: Any) -> Any:
    law, (c, k) = world["law"], (world.size("c"), world.size("k"))
    found = []
    for groups in product(range(k), repeat=c):
        kept = np.eye(k, dtype=int)[:, list(groups)] @ law
        weight = kept.sum(-1)[..., :, None]
        classes = kept / law.sum(-2)[..., None, :]
        inner = np.swapaxes(classes, -1, -2) @ (classes / world.where(weight > 0, weight, 1))
        found.append(loss_of(affinity(law), inner))
    return np.stack(found).min(0)


@NARROW.quantity("Σ_{i>k} g_i² of the eigenvalues of Ā", range="≥ 0", tex=r"\sum_{i>k}g_i^2")
def tail(world: Any) -> Any:
    law = world["law"]
    return (graph_eigenvalues(world, law)[..., world.size("k") :] ** 2).sum(-1)


@NARROW.quantity("spectral loss of f ≥ 0", tex=r"\ell(f)")
def loss_at_width(world: Any) -> Any:
    return loss(world["law"], world["f"])


@NARROW.quantity("rank of Ā", range="≥ 1", tex=r"\mathrm{rank}\,\bar A")
def graph_rank(world: Any) -> Any:
    return world.rank(world["law"])


@NARROW.quantity("number of different P(·|c)", range="≥ 1", tex=r"\#\{P(\cdot|c)\}")
def different(world: Any) -> Any:
    law = world["law"]
    cross = law[..., :, None, :, None] * law[..., None, :, None, :]
    equal = ~world.exceeds(world.absolute(cross - np.swapaxes(cross, -1, -2)).sum(-1).sum(-1), 0)
    earlier = np.tril(np.ones(equal.shape[-2:], dtype=bool), -1)
    return (~(equal & earlier).any(-1)).sum(-1)


FEWER = Hypothesis("narrow", coordinates, "<", classes)
NARROWER = Statement(
    id="neighbours.ncl-narrow",
    title="More coordinates have a lower loss",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "footnote to Theorem 3"),
    domain=NARROW,
    printed=Claim(
        "k < m: one can always change k so as to attain a lower loss: min ℓ at some k′ > k is smaller than at k.",
        r"k<m:\quad\min_{k'>k}\ell<\min_k\ell",
        (Part("lower", at_classes, "<", merged),),
        given=(FEWER,),
    ),
    corrected=Claim(
        "k < rank Ā: the loss of every f ≥ 0 of k coordinates is at least −‖Ā‖² + Σ_{i>k}g_i², more than −‖Ā‖². Where "
        "at most k of the P(·|c) differ, merged classes attain −‖Ā‖² at k, and no k′ has less.",
        r"\ell(f)\ge-\|\bar A\|_F^2+\sum_{i>k}g_i^2;\qquad\#\{P(\cdot|c)\}\le k\Rightarrow\min_k\ell=-\|\bar A\|_F^2",
        (
            Part("gap", at_classes + tail, "<=", loss_at_width, scale=1 + sp.Abs(loss_at_width)),
            Part("lower", 0, "<", tail, given=(Hypothesis("rank", coordinates, "<", graph_rank),)),
            Part("merged", merged, "==", at_classes, given=(Hypothesis("few", different, "<=", coordinates),)),
        ),
        given=(FEWER,),
    ),
    faults=(Fault.QUANTIFIER,),
    why="Classes with one law of points count as one: merged, they attain the least loss of all, −‖Ā‖², with fewer "
    "coordinates than there are classes. Nor need any two be alike: on two points two coordinates attain it, however "
    "many classes there are. More coordinates help iff k is below the least number of non-negative factors of Ā, and "
    "so where it is below the rank.",
    note="The minimum at k′ = m is −‖Ā‖²; that at k is at most the loss of merged classes, so that where these attain "
    "−‖Ā‖² the claim fails.",
)

STATEMENTS = (ROTATION, FACTORISATION, EQUIVALENCE, AXES, OPTIMAL, WIDER, NARROWER)
