"""Minima and minimisers of the losses of chapter 2 by numerical descent, and the spans that they are held against."""

from __future__ import annotations

import functools
from typing import Any

import networkx as nx
import numpy as np
import scipy.linalg
from scipy.optimize import minimize

from contextures.theory.objectives import averaged, general, graphs, supervised
from contextures.theory.objectives.premises import squares
from contextures.theory.symbols import contexts as chapter_1
from contextures.theory.symbols import objectives as symbols
from tests.losses import (
    PHI,
    PSI,
    Array,
    Loss,
    Space,
    balanced,
    bias,
    contrastive,
    cross_modal,
    denoising,
    denoising_plain,
    edge_space,
    graph,
    kise,
    kise_pairs,
    noncontrastive,
    onehot,
    plain,
    random_space,
    scaled,
    svme_jointly,
    weighted,
)

TINY: dict[str, tuple[Space, int]] = {
    "4x4-d2": (random_space(11, 4, 4, empty=0.3), 2),
    "3x4-d1": (random_space(12, 3, 4), 1),
    "4x3-d2": (random_space(13, 4, 3, p=3), 2),
    "blocks": (Space([[2, 1, 0, 0], [1, 3, 0, 0], [0, 0, 4, 1], [0, 0, 1, 2]], [[2], [0], [1], [-1]]), 2),
    "4x2-d2": (random_space(14, 4, 2, p=1), 2),
}
GRAPHS: dict[str, tuple[Space, int]] = {
    "path": (edge_space(nx.path_graph(4)), 1),
    "weighted": (edge_space(weighted(nx.complete_graph(4), loops=False, seed=5)), 2),
    "loops": (edge_space(weighted(nx.path_graph(4), loops=True, seed=6)), 2),
}
MINIMA: dict[str, tuple[Loss, tuple[str, ...], Any]] = {
    "onehot": (onehot, PHI, supervised.ONEHOT.value),
    "balanced": (balanced, PHI, symbols.balanced_minimum),
    "scaled": (scaled, PHI, chapter_1.M - 1 - squares),
    "plain": (plain, PHI, supervised.PLAIN.value),
    "bias": (bias, PHI, supervised.BIASED.value),
    "denoising": (denoising, PSI, symbols.denoising_minimum),
    "denoising_plain": (denoising_plain, PSI, symbols.denoising_plain_minimum),
    "contrastive": (contrastive, PSI, averaged.CONTRASTIVE.value),
    "noncontrastive": (noncontrastive, PSI, averaged.NONCONTRASTIVE.value),
    "graph": (graph, PHI, graphs.EDGES.value),
    "svme": (svme_jointly, PHI + PSI, chapter_1.d - squares),
    "kise": (lambda space, phi: -kise(space, phi), PHI, -squares),
    "kise_pairs": (kise_pairs, PHI, 2 * chapter_1.d - 2 * squares),
    "cross_modal": (cross_modal, PHI + PSI, general.LOW_RANK.value),
}
CASES = [
    (name, where)
    for name in MINIMA
    for where in (GRAPHS if name == "graph" else TINY)
    if not (name == "noncontrastive" and where == "4x2-d2")  # no two functions on two points are white
]
STARTS = 5


def descend(loss: Loss, space: Space, shapes: list[tuple[int, int]], seed: int) -> list[tuple[float, list[Array]]]:
    """The values and the encoders that several random starts lead to, the lowest first."""
    cuts = np.cumsum([n * d for n, d in shapes])

    def parted(vector: Array) -> list[Array]:
        return [part.reshape(s) for part, s in zip(np.split(vector, cuts[:-1]), shapes, strict=True)]

    def value(vector: Array) -> float:
        try:
            return loss(space, *parted(vector))
        except np.linalg.LinAlgError:
            return 1e3

    rng = np.random.default_rng(seed)
    ends = []
    for _ in range(STARTS):
        point = rng.standard_normal(cuts[-1])
        for _ in range(3):  # afresh from where it stopped
            end = minimize(value, point, method="BFGS", options={"gtol": 1e-8, "maxiter": 400})
            point = end.x
        ends.append((float(end.fun), parted(point)))
    return sorted(ends, key=lambda end: end[0])


@functools.cache
def ends(name: str, where: str) -> list[tuple[float, list[Array]]]:
    loss, sides, _ = MINIMA[name]
    space, d = (GRAPHS if name == "graph" else TINY)[where]
    shapes = [(space.n if side == "encoder" else space.m, d) for side in sides]
    return descend(loss, space, shapes, seed=1)


class Operators:
    """T and T* as matrices, entry by entry; the top eigenspaces of what is made of them by a symmetric eigenproblem."""

    def __init__(self, space: Space) -> None:
        self.space = space
        n, m = space.n, space.m
        self.t = np.array([[space.joint[x, a] / space.p_x[x] for a in range(m)] for x in range(n)])
        self.dual = np.array([[space.joint[x, a] / space.p_a[a] for x in range(n)] for a in range(m)])
        self.left = self.t @ self.dual
        self.right = self.dual @ self.t


def top(operator: Array, p: Array, d: int, centred: bool = False) -> Array:
    """Top-d eigenfunctions of a self-adjoint operator of L²(p), on mean-zero functions or all; there must be a gap."""
    root = np.sqrt(p)
    form = root[:, None] * operator / root[None, :]
    np.testing.assert_allclose(form, form.T, atol=1e-12)
    if centred:
        off = np.eye(len(p)) - np.outer(root, root)
        form = off @ form @ off - 10 * np.outer(root, root)
    values, vectors = np.linalg.eigh((form + form.T) / 2)
    assert values[-d] > 1e-3
    assert values[-d - 1] < 0.9 * values[-d]
    return np.asarray(vectors[:, ::-1][:, :d] / root[:, None])


def angle(first: Array, second: Array, p: Array) -> float:
    """The largest principal angle of two spans in L²(p)."""
    root = np.sqrt(p)[:, None]
    return float(scipy.linalg.subspace_angles(root * first, root * second).max())


def case(name: str, where: str) -> tuple[Space, int, Operators, list[Array]]:
    space, d = (GRAPHS if name == "graph" else TINY)[where]
    return space, d, Operators(space), ends(name, where)[0][1]


CLOSE = 1e-3
GAPPED = ["4x4-d2", "3x4-d1", "4x3-d2"]
