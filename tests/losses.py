"""Chapter 2 as its text defines it: laws as weighted samples, losses as explicit sums over them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import flint
import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from contextures.exact import numbers
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.instance import Batch
from contextures.measure.worlds.contexts import ContextWorld

Array = NDArray[Any]
Loss = Callable[..., float]


# ------------------------------------------------------------------------------------------------ laws as samples
class Samples(NamedTuple):
    """Weighted pairs of indices."""

    weight: Array
    first: Array
    second: Array


def samples(table: Array) -> Samples:
    """The pairs of positive weight, one by one."""
    found = [(table[i, j], i, j) for i, j in itertools.product(*map(range, table.shape)) if table[i, j] > 0]
    weight, first, second = zip(*found, strict=True)
    return Samples(np.array(weight), np.array(first), np.array(second))


class Space:
    """A finite joint law of (X, A), with vectors attached to the values of both; all by loops over the definition."""

    def __init__(self, weights: Any, targets: Any = None, positions: Any = None) -> None:
        self.weights = np.asarray(weights)
        self.joint = self.weights / self.weights.sum()
        self.n, self.m = n, m = self.joint.shape
        self.targets = np.eye(m, dtype=int) if targets is None else np.asarray(targets)
        self.positions = np.eye(n, dtype=int) if positions is None else np.asarray(positions)
        self.p_x = np.array([sum(self.joint[x, a] for a in range(m)) for x in range(n)])
        self.p_a = np.array([sum(self.joint[x, a] for x in range(n)) for a in range(m)])
        views, sharing, kernel = np.zeros((m, m)), np.zeros((n, n)), np.zeros((n, n))
        for x, a, b in itertools.product(range(n), range(m), range(m)):
            views[a, b] += self.p_x[x] * (self.joint[x, a] / self.p_x[x]) * (self.joint[x, b] / self.p_x[x])
        for x, y, a in itertools.product(range(n), range(n), range(m)):
            both = (self.joint[x, a] / self.p_a[a]) * (self.joint[y, a] / self.p_a[a]) * self.p_a[a]
            sharing[x, y] += both
            kernel[x, y] += both / (self.p_x[x] * self.p_x[y])
        self.pairs = samples(self.joint)
        self.views = samples(views)
        self.sharing = samples(sharing)
        self.kernel = kernel
        self.strangers = samples(np.outer(self.p_a, self.p_a))
        self.inputs = samples(np.outer(self.p_x, self.p_x))
        self.product = samples(np.outer(self.p_x, self.p_a))

    def batch(self, d: int, **fields: Any) -> Batch:
        every = {"joint": self.weights, "targets": self.targets, "features": self.positions, **fields}
        return ContextWorld.batch({name: np.asarray(values)[None] for name, values in every.items()}, {"d": d})

    def world(self, d: int, **fields: Any) -> ContextWorld:
        return ContextWorld.of_batch(self.batch(d, **fields))

    def exact(self, d: int, **fields: Any) -> ContextWorld:
        return ContextWorld.of_instance(self.batch(d, **fields).instance(0))


def scalar(found: Any) -> float:
    """One number, of an exact one or of a batch of one."""
    if isinstance(found, np.ndarray | float):
        return float(np.asarray(found).ravel()[0])
    with flint.ctx.workprec(numbers.PRECISION):
        return float(numbers.ball(found).mid())


def measured(name: str, world: ContextWorld) -> float:
    with np.errstate(all="ignore"):
        return scalar(FINITE_CONTEXTS.quantities[name](world))


def listed(name: str, world: ContextWorld) -> Array:
    return np.array([scalar(entry) for entry in FINITE_CONTEXTS.quantities[name](world)])


# ------------------------------------------------------------------------------------------- losses, as defined
def fit(weight: Array, design: Array, target: Array) -> float:
    """The weighted square error of the best linear map from the rows of one matrix to those of another."""
    root = np.sqrt(weight)[:, None]
    solution = np.linalg.lstsq(root * design, root * target, rcond=None)[0]
    return float(((root * (design @ solution - target)) ** 2).sum())


def centre(columns: Array, p: Array) -> Array:
    """Functions less their means."""
    return np.asarray(columns - p @ columns)


def affine(columns: Array) -> Array:
    return np.concatenate([np.ones((len(columns), 1)), columns], axis=1)


def whitener(p: Array, columns: Array) -> tuple[Array, Array]:
    """The centred columns, and the matrix that makes their covariance the identity."""
    rest = columns - p @ columns
    root = np.linalg.cholesky(rest.T @ (p[:, None] * rest))
    return rest, np.linalg.inv(root).T


def white(p: Array, columns: Array) -> Array:
    rest, matrix = whitener(p, columns)
    return rest @ matrix


def distance(pairs: Samples, f: Array, g: Array) -> float:
    return float(pairs.weight @ ((f[pairs.first] - g[pairs.second]) ** 2).sum(1))


def inner(pairs: Samples, f: Array, g: Array) -> Array:
    return np.asarray((f[pairs.first] * g[pairs.second]).sum(1))


def onehot(space: Space, phi: Array) -> float:
    w, x, a = space.pairs
    return fit(w, phi[x], np.eye(space.m)[a])


def balanced(space: Space, phi: Array) -> float:
    w, x, a = space.pairs
    return fit(w / np.sqrt(space.p_a[a]), affine(phi)[x], np.eye(space.m)[a])


def scaled(space: Space, phi: Array) -> float:
    w, x, a = space.pairs
    return fit(w, affine(phi)[x], np.eye(space.m)[a] / np.sqrt(space.p_a[a])[:, None])


def plain(space: Space, phi: Array) -> float:
    w, x, a = space.pairs
    return fit(w, phi[x], space.targets[a])


def bias(space: Space, phi: Array) -> float:
    w, x, a = space.pairs
    return fit(w, affine(phi)[x], space.targets[a])


def denoising(space: Space, psi: Array) -> float:
    w, x, a = space.pairs
    return fit(w, affine(psi)[a], space.positions[x])


def denoising_plain(space: Space, psi: Array) -> float:
    w, x, a = space.pairs
    return fit(w, psi[a], space.positions[x])


def contrastive(space: Space, psi: Array) -> float:
    psi = psi - space.p_a @ psi
    positive = space.views.weight @ inner(space.views, psi, psi)
    return float(-positive + space.strangers.weight @ inner(space.strangers, psi, psi) ** 2 / 2)


def noncontrastive(space: Space, psi: Array) -> float:
    psi = white(space.p_a, psi)
    return distance(space.views, psi, psi)


def graph(space: Space, phi: Array) -> float:
    phi = white(space.p_x, phi)
    return distance(space.pairs, phi, phi) / 2


def svme(space: Space, phi: Array) -> float:
    """The best Ψ by least squares on the indicators of the values of A."""
    w, x, a = space.pairs
    return fit(w, np.eye(space.m)[a], white(space.p_x, phi)[x])


def svme_of(space: Space, phi: Array, psi: Array) -> float:
    rest, matrix = whitener(space.p_x, phi)
    return distance(space.pairs, rest @ matrix, psi @ matrix)


def svme_jointly(space: Space, phi: Array, psi: Array) -> float:
    return distance(space.pairs, white(space.p_x, phi), psi)


def kise(space: Space, phi: Array) -> float:
    w, x, y = space.inputs
    phi = white(space.p_x, phi)
    return float((w * space.kernel[x, y]) @ inner(space.inputs, phi, phi))


def kise_pairs(space: Space, phi: Array) -> float:
    phi = white(space.p_x, phi)
    return distance(space.sharing, phi, phi)


def cross_modal(space: Space, phi: Array, psi: Array) -> float:
    positive = space.pairs.weight @ inner(space.pairs, phi, psi)
    return float(-2 * positive + space.product.weight @ inner(space.product, phi, psi) ** 2)


def cross_modal_gap(space: Space, phi: Array, psi: Array) -> float:
    w, x, a = space.product
    ratio = space.joint[x, a] / (space.p_x[x] * space.p_a[a])
    return float(w @ ((inner(space.product, phi, psi) - ratio) ** 2 - ratio**2))


def cross_modal_least(space: Space, phi: Array) -> float:
    """The best Ψ by descent."""
    shape = (space.m, phi.shape[1])
    start = np.zeros(shape).ravel()
    found = minimize(lambda v: cross_modal(space, phi, v.reshape(shape)), start, method="BFGS", options={"gtol": 1e-9})
    return float(found.fun)


PHI, PSI = ("encoder",), ("dual_encoder",)
DEFINED: dict[str, tuple[Loss, tuple[str, ...]]] = {
    "onehot_loss": (onehot, PHI),
    "balanced_loss": (balanced, PHI),
    "scaled_loss": (scaled, PHI),
    "plain_loss": (plain, PHI),
    "bias_loss": (bias, PHI),
    "denoising_loss": (denoising, PSI),
    "denoising_plain_loss": (denoising_plain, PSI),
    "contrastive_loss": (contrastive, PSI),
    "noncontrastive_loss": (noncontrastive, PSI),
    "graph_loss": (graph, PHI),
    "svme_loss": (svme, PHI),
    "svme_loss_of": (svme_of, PHI + PSI),
    "kise_value": (kise, PHI),
    "kise_pair_loss": (kise_pairs, PHI),
    "cross_modal_loss": (cross_modal, PHI + PSI),
    "cross_modal_distance": (cross_modal_gap, PHI + PSI),
    "cross_modal_best": (cross_modal_least, PHI),
}
WHITENED = ("noncontrastive_loss", "graph_loss", "svme_loss", "svme_loss_of", "kise_value", "kise_pair_loss")


def random_space(seed: int, n: int, m: int, p: int = 2, empty: float = 0.2) -> Space:
    """Whole weights, some of them zero."""
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 10, (n, m)) * (rng.random((n, m)) >= empty)
    weights[np.arange(max(n, m)) % n, np.arange(max(n, m)) % m] += 1
    return Space(weights, rng.integers(-3, 4, (m, p)), rng.integers(-3, 4, (n, p)))


def edge_space(graph_: Any) -> Space:
    """The edge law of an undirected graph, P⁺(u, v) ∝ w(u, v)."""
    return Space(nx.to_numpy_array(graph_).astype(int))


def weighted(graph_: Any, loops: bool, seed: int = 0) -> Any:
    """Random whole weights on the edges of a graph, and loops at some nodes."""
    rng = np.random.default_rng(seed)
    graph_ = nx.Graph(graph_)
    for u, v in graph_.edges:
        graph_[u][v]["weight"] = int(rng.integers(1, 6))
    if loops:
        graph_.add_weighted_edges_from([(u, u, int(rng.integers(1, 6))) for u in list(graph_)[::2]])
    return graph_


SHAPES = [(3, 3, 1), (4, 3, 2), (3, 5, 2), (5, 4, 3), (2, 4, 1), (6, 2, 1)]
