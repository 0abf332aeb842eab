"""Chapter 7b.5: representations that scramble disjoint augmentations (Saunshi et al. 2022)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours import heads
from contextures.theory.neighbours.eigenspaces import column_basis
from contextures.theory.neighbours.graphs import gram, loss, subsets
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

KEY = "saunshi"
SIZES = {"x": (1, 3), "w": (1, 3), "k": (1, 2)}
AVERAGED = Domain(
    "inputs with views of their own, and an encoder of views",
    {"law": sorts.law("x"), "views": sorts.channel("x", "w"), "f": sorts.values("x", "w", "k")},
    sizes=SIZES,
    shared={"m": (1, 2)},
)


def disjoint(p: Any, views: Any) -> Any:
    """Law of input and view, (..., x, xw), no view under two inputs."""
    held = np.eye(p.shape[-1], dtype=int)[..., :, :, None] * (p[..., :, None] * views)[..., None, :, :]
    return held.reshape((*held.shape[:-2], held.shape[-2] * held.shape[-1]))


def flat(f: Any) -> Any:
    """An encoder of the views (..., x, w, k) as (..., xw, k)."""
    return f.reshape((*f.shape[:-3], f.shape[-3] * f.shape[-2], f.shape[-1]))


def averaged(views: Any, f: Any) -> Any:
    """E[f(A)|x] at every view of x."""
    means = (views[..., None] * f).sum(-2)[..., None, :]
    return means + 0 * f


def contrastive(world: Any, law: Any, f: Any, negatives: int) -> Any:
    """ℓ_sim = E ln(e^{u_0} + Σe^{u_i}) − u_0, over all views, positives and negatives."""
    points = law.shape[-1]
    inner, chances, owner = gram(f), law.sum(-2), law / law.sum(-1)[..., :, None]
    pairs = np.swapaxes(law, -1, -2) @ owner
    others = np.array(list(product(range(points), repeat=negatives)))
    weights = chances[..., others].prod(-1)
    first = inner[..., :, :, None, None] + 0 * inner[..., :1, :1, None, None]
    rest = inner[..., :, None, others]
    scores = np.concatenate([first + 0 * rest[..., :1], rest + 0 * first], axis=-1)
    top = scores.max(-1)
    value = top - scores[..., 0] + world.log(world.exp(scores - top[..., None]).sum(-1))
    return ((value * weights[..., None, None, :]).sum(-1) * pairs).sum(-1).sum(-1)


def both(world: Any) -> tuple[Any, Any, Any]:
    """The law of input and view, the encoder, and its average."""
    law, views, f = world["law"], world["views"], world["f"]
    return disjoint(law, views), flat(f), flat(averaged(views, f))


@AVERAGED.quantity("spectral loss of f", tex=r"\ell(f)")
def spectral_before(world: Any) -> Any:
    law, f, _ = both(world)
    return loss(law, f)


@AVERAGED.quantity("spectral loss of E[f|x]", tex=r"\ell(\hat f)")
def spectral_after(world: Any) -> Any:
    law, _, mean = both(world)
    return loss(law, mean)


@AVERAGED.quantity("contrastive loss of f", range="≥ 0", tex=r"\ell_{\mathrm{sim}}(f)")
def contrastive_before(world: Any) -> Any:
    law, f, _ = both(world)
    return contrastive(world, law, f, world.size("m"))


@AVERAGED.quantity("contrastive loss of E[f|x]", range="≥ 0", tex=r"\ell_{\mathrm{sim}}(\hat f)")
def contrastive_after(world: Any) -> Any:
    law, _, mean = both(world)
    return contrastive(world, law, mean, world.size("m"))


AVERAGING = Statement(
    id="neighbours.saunshi-averaging",
    title="Averaging over the views of an input lowers the losses",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "proof of Lemma 4.1, step 1"),
    domain=AVERAGED,
    printed=Claim(
        "Disjoint views, f̂(a) = E[f(A)|x] for the views a of x: ℓ(f̂) ≤ ℓ(f) and ℓ_sim(f̂) ≤ ℓ_sim(f).",
        r"\ell(\hat f)\le\ell(f),\qquad\ell_{\mathrm{sim}}(\hat f)\le\ell_{\mathrm{sim}}(f)",
        (
            Part("spectral", spectral_after, "<=", spectral_before, scale=1 + sp.Abs(spectral_before)),
            Part("simclr", contrastive_after, "<=", contrastive_before, scale=1 + contrastive_before),
        ),
    ),
)

PERMUTED = Domain(
    "inputs with views of their own, an encoder that is constant on these, and a permutation of the inputs",
    {"views": sorts.channel("x", "w"), "f": sorts.values("x", "k"), "order": sorts.permutation("x")},
    sizes={**SIZES, "x": (1, 4), "w": (1, 2)},
    shared={"m": (1, 2)},
)


def uniform(world: Any, values: Any) -> tuple[Any, Any]:
    """The law of input and view for equally likely inputs, and an encoder of the views by its values at the inputs."""
    views = world["views"]
    p = views.sum(-1) * Fraction(1, views.shape[-2]) if world.exact else views.sum(-1) / views.shape[-2]
    return disjoint(p, views), flat(values[..., :, None, :] + 0 * views[..., None])


def moved(world: Any) -> Any:
    """The values at the inputs, permuted."""
    return world.indicator(world["order"], "x") @ world["f"]


@PERMUTED.quantity("spectral loss of f", name="spectral", tex=r"\ell(f)")
def spectral_of_values(world: Any) -> Any:
    return loss(*uniform(world, world["f"]))


@PERMUTED.quantity("spectral loss of the permuted values", tex=r"\ell(\hat f)")
def spectral_permuted(world: Any) -> Any:
    return loss(*uniform(world, moved(world)))


@PERMUTED.quantity("contrastive loss of f", name="contrastive", range="≥ 0", tex=r"\ell_{\mathrm{sim}}(f)")
def contrastive_of_values(world: Any) -> Any:
    return contrastive(world, *uniform(world, world["f"]), world.size("m"))


@PERMUTED.quantity("contrastive loss of the permuted values", range="≥ 0", tex=r"\ell_{\mathrm{sim}}(\hat f)")
def contrastive_permuted(world: Any) -> Any:
    return contrastive(world, *uniform(world, moved(world)), world.size("m"))


PERMUTATION = Statement(
    id="neighbours.saunshi-permutation",
    title="Permuting the values of an encoder changes no loss",
    kind=Kind.IDENTITY,
    source=Source(KEY, "proof of Lemma 4.1, step 2"),
    domain=PERMUTED,
    printed=Claim(
        "P_X uniform, f constant on the views of each input: permuting the N values of f leaves ℓ and ℓ_sim unchanged.",
        r"\ell(f\circ\pi)=\ell(f),\qquad\ell_{\mathrm{sim}}(f\circ\pi)=\ell_{\mathrm{sim}}(f)",
        (
            Part("spectral", spectral_permuted, "==", spectral_of_values, scale=1 + sp.Abs(spectral_of_values)),
            Part("simclr", contrastive_permuted, "==", contrastive_of_values, scale=1 + contrastive_of_values),
        ),
    ),
)

SCRAMBLED = Domain(
    "equally likely inputs, an even number, with views of their own, and an encoder of views",
    {"views": sorts.channel("x", "w"), "f": sorts.values("x", "w", "k")},
    sizes={"x": (2, 6), "w": (1, 2), "k": (1, 3)},
    together=lambda n: n["x"] % 2 == 0,
)


def hardest_labels(signs: Any) -> Any:
    """The most errors, over balanced labels (nearly, of an odd number), of the head that errs least, by relations."""
    allowed, null = heads.strictly_told(signs)
    members = subsets(signs.shape[-1]).astype(bool)
    balanced = members[members.sum(-1) == members.shape[-1] // 2]
    wrong = ((balanced[:, None] != members) | null[:, None, None]).sum(-1)
    return np.where(allowed[:, None], wrong, members.shape[-1] + 1).min(-1).max(-1)


@SCRAMBLED.quantity(
    "½ − error of the best head on the worst permutation of E[f|x]", tex=r"\tfrac12-\mathrm{err}(\hat f)"
)
def advantage(world: Any) -> Any:
    means = (world["views"][..., None] * world["f"]).sum(-2)
    errors = heads.by_relations(world, *column_basis(world, means), hardest_labels)
    return Fraction(1, 2) - Fraction(1, world.size("x")) * np.asarray(errors, dtype=object)


@SCRAMBLED.quantity("number N of inputs", range="≥ 2", name="N", tex="N")
def inputs(world: Any) -> Any:
    return world.size("x")


@SCRAMBLED.quantity("dimension d of the encoder", range="≥ 1", name="d", tex="d")
def dimension(world: Any) -> Any:
    return world.size("k")


c = SCRAMBLED.vocabulary.real("c", "a universal constant, not given", "> 0", "c")
SCRAMBLE = Statement(
    id="neighbours.saunshi-scramble",
    title="Some encoder of no larger loss is useless",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Lemma 4.1"),
    domain=SCRAMBLED,
    printed=Claim(
        "P_X uniform, y ∈ {−1, 1} balanced, disjoint views, N ≥ 2: for every f into ℝ^d some f̂, constant on the "
        "views of each input, has ℓ(f̂) ≤ ℓ(f), and every head sign⟨w, f̂(x)⟩ errs on at least ½ − c·√(d·ln N/N) of "
        "the inputs.",
        r"\ell(\hat f)\le\ell(f),\qquad\mathrm{err}(\hat f)\ge\frac12-c\sqrt{\frac{d\ln N}N}",
        (Part("error", advantage, "<=", c * sp.sqrt(dimension * sp.log(inputs) / inputs), constant=c),),
    ),
    note="f̂ is the worst permutation of E[f|x], whose loss is no larger by the two steps; other f̂ may be worse, so "
    "that the constant that fits is an upper bound for the claim. Up to N = 6 and d = 3.",
    uses=("neighbours.saunshi-averaging", "neighbours.saunshi-permutation"),
)

STATEMENTS = (AVERAGING, PERMUTATION, SCRAMBLE)
