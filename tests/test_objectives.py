"""Chapter 2 by a second route: losses as explicit sums over samples, minima and minimisers by numerical descent."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import flint
import networkx as nx
import numpy as np
import pytest
import scipy.linalg
from flint import fmpq
from numpy.typing import NDArray
from scipy.optimize import minimize

from contextures import Context
from contextures.exact import numbers
from contextures.exact.enclosures import top_sum_in_balls
from contextures.exact.numbers import UndefinedError
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Batch
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.objectives import averaged, general, graphs, supervised
from contextures.theory.objectives.premises import squares
from contextures.theory.symbols import contexts as chapter_1
from contextures.theory.symbols import objectives as symbols

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


def instances(name: str) -> list[tuple[Space, int, dict[str, Array]]]:
    """Random laws with random whole encoders."""
    found = []
    for seed, (n, m, d) in enumerate(SHAPES):
        rng = np.random.default_rng(100 + seed)
        space = random_space(seed, n, m)
        if name == "graph_loss":
            space = edge_space(weighted(nx.complete_graph(n), loops=seed % 2 == 1, seed=seed))
        fields = {"encoder": rng.integers(-4, 5, (space.n, d)), "dual_encoder": rng.integers(-4, 5, (space.m, d))}
        for side, values in fields.items():
            p = space.p_x if side == "encoder" else space.p_a
            while np.linalg.matrix_rank(values - p @ values) < min(d, len(p) - 1):
                values[:] = rng.integers(-4, 5, values.shape)
        found.append((space, d, fields))
    return found


@pytest.mark.parametrize("name", DEFINED)
def test_losses_are_what_their_definition_says(name):
    loss, sides = DEFINED[name]
    tried = 0
    for space, d, fields in instances(name):
        if name == "noncontrastive_loss" and d > space.m - 1:
            continue
        tried += 1
        slow = loss(space, *(fields[side].astype(float) for side in sides))
        assert measured(name, space.world(d, **fields)) == pytest.approx(slow, rel=1e-9, abs=1e-9)
        exact = FINITE_CONTEXTS.quantities[name](space.exact(d, **fields))
        assert isinstance(exact, fmpq) or name == "balanced_loss"
        assert scalar(exact) == pytest.approx(slow, rel=1e-9, abs=1e-9)
    assert tried >= 5


def test_the_balanced_loss_is_exact_where_the_roots_are_rational():
    space = Space([[1, 2, 0], [0, 1, 3], [0, 1, 1]])  # P_A = (1, 4, 4)/9
    assert space.p_a == pytest.approx([1 / 9, 4 / 9, 4 / 9])
    encoder = np.array([[1], [0], [3]])
    world = space.exact(1, encoder=encoder)
    assert isinstance(FINITE_CONTEXTS.quantities["balanced_loss"](world), fmpq)
    assert measured("balanced_loss", world) == pytest.approx(balanced(space, encoder), abs=1e-12)
    assert measured("balanced_minimum", world) == pytest.approx(measured("balanced_minimum", space.world(1)), abs=1e-12)


def test_the_balanced_loss_is_a_narrow_ball_where_they_are_not():
    space = Space([[1, 2, 0], [0, 1, 3], [0, 1, 2], [2, 2, 2]])
    encoder = np.array([[1, 2], [0, 0], [3, 6], [0, 1]])
    for d in (1, 2, 3, 4):
        world = space.exact(d, encoder=encoder[:, :d] if d < 3 else np.tile(encoder, 2)[:, :d])
        for name in ("balanced_loss", "balanced_minimum"):
            with flint.ctx.workprec(numbers.PRECISION):
                found = FINITE_CONTEXTS.quantities[name](world)
            assert float(found.rad()) < 1e-13
            seen = space.world(d, encoder=np.asarray(world.fields["encoder"], dtype=float))
            assert float(found.mid()) == pytest.approx(measured(name, seen), abs=1e-12)


def test_a_sum_of_top_eigenvalues_in_balls_holds_the_sum():
    rng = np.random.default_rng(0)
    for size in (2, 3, 5):
        factor = rng.integers(-3, 4, (size, size))
        form = np.kron(factor @ factor.T, np.eye(2, dtype=np.int64))  # every eigenvalue twice
        exact = np.vectorize(lambda v: numbers.rational(int(v)), otypes=[object])(form)
        for count in range(1, 2 * size + 1):
            found = top_sum_in_balls(exact, count)
            slow = float(np.linalg.eigvalsh(form.astype(float))[::-1][:count].sum())
            assert float(numbers.ball(found).rad()) < 1e-9
            assert float(numbers.ball(found).mid()) == pytest.approx(slow, rel=1e-12)


DEFICIENT = {
    "onehot_loss": PHI,
    "balanced_loss": PHI,
    "scaled_loss": PHI,
    "plain_loss": PHI,
    "bias_loss": PHI,
    "denoising_loss": PSI,
    "denoising_plain_loss": PSI,
    "cross_modal_best": PHI,
}


@pytest.mark.parametrize("name", DEFICIENT)
def test_losses_of_encoders_that_have_lost_dimensions(name):
    loss, _ = DEFINED[name]
    space = random_space(7, 4, 4)
    column = np.array([1, -2, 0, 3])
    for columns in ([column, 2 * column], [column, column * 0], [column, column * 0 + 1], [column * 0, column * 0]):
        encoder = np.stack(columns, axis=1)
        fields = {"encoder": encoder, "dual_encoder": encoder}
        assert measured(name, space.world(2, **fields)) == pytest.approx(loss(space, encoder.astype(float)), abs=1e-9)


@pytest.mark.parametrize("name", WHITENED)
def test_there_is_no_whitening_of_dependent_functions(name):
    space = edge_space(weighted(nx.complete_graph(4), loops=True))
    column = np.array([1, -2, 0, 3])
    for columns in ([column, 2 * column + 1], [column, column * 0 + 5]):
        encoder = np.stack(columns, axis=1)
        fields = {"encoder": encoder, "dual_encoder": encoder}
        assert np.isnan(measured(name, space.world(2, **fields)))
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](space.exact(2, **fields))


@pytest.mark.parametrize("name", ["svme_loss", "kise_value", "kise_pair_loss", "graph_loss", "noncontrastive_loss"])
def test_whitened_losses_depend_on_the_span_of_the_centred_functions_only(name):
    space = edge_space(weighted(nx.complete_graph(4), loops=True, seed=3))
    encoder = np.array([[1, 0], [2, -1], [0, 4], [5, 5]])
    other = encoder @ np.array([[2, 1], [-3, 5]]) + np.array([7, -4])
    first, second = ({"encoder": e, "dual_encoder": e} for e in (encoder, other))
    assert FINITE_CONTEXTS.quantities[name](space.exact(2, **first)) == FINITE_CONTEXTS.quantities[name](
        space.exact(2, **second)
    )


# ------------------------------------------------------------------------------------------------ numerical descent
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


@pytest.mark.parametrize(("name", "where"), CASES)
def test_claimed_minima_are_minima(name, where):
    space, d = (GRAPHS if name == "graph" else TINY)[where]
    claimed = scalar(Evaluator(space.world(d), FINITE_CONTEXTS.quantities).value(MINIMA[name][2]))
    exact = Evaluator(space.exact(d), FINITE_CONTEXTS.quantities).value(MINIMA[name][2])
    assert scalar(exact) == pytest.approx(claimed, abs=1e-10)
    found = [value for value, _ in ends(name, where)]
    assert min(found) >= claimed - 1e-7
    assert min(found) <= claimed + 1e-5


# --------------------------------------------------------------------------------------------- spans of minimisers
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


def centre(columns: Array, p: Array) -> Array:
    return np.asarray(columns - p @ columns)


def case(name: str, where: str) -> tuple[Space, int, Operators, list[Array]]:
    space, d = (GRAPHS if name == "graph" else TINY)[where]
    return space, d, Operators(space), ends(name, where)[0][1]


CLOSE = 1e-3
GAPPED = ["4x4-d2", "3x4-d1", "4x3-d2"]


@pytest.mark.parametrize("where", GAPPED)
def test_classifiers_span_the_top_of_their_operator(where):
    space, d, T, (phi,) = case("onehot", where)
    operator = T.t @ np.diag(space.p_a) @ T.dual
    assert angle(phi, top(operator, space.p_x, d), space.p_x) < CLOSE
    assert measured("onehot_gap", space.world(d, encoder=phi)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("where", GAPPED)
def test_scaled_classifiers_learn_the_contexture(where):
    space, d, T, (phi,) = case("scaled", where)
    learned = top(T.left, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE
    assert angle(learned, Context.from_table(space.weights).left[:, :d], space.p_x) < 1e-6
    assert measured("learning_gap", space.world(d, encoder=phi)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("where", GAPPED)
def test_regressors_span_the_top_of_their_operator(where):
    space, d, T, (phi,) = case("plain", where)
    gram = space.targets @ space.targets.T
    assert angle(phi, top(T.t @ (gram * space.p_a) @ T.dual, space.p_x, d), space.p_x) < CLOSE
    rest = centre(space.targets, space.p_a)
    _, _, _, (phi,) = case("bias", where)
    aimed = top(T.t @ ((rest @ rest.T) * space.p_a) @ T.dual, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), aimed, space.p_x) < CLOSE
    world = space.world(d, encoder=phi + 10)  # a constant is free, and spoils the span of φ as it stands
    assert measured("bias_loss", world) == pytest.approx(bias(space, phi), abs=1e-9)
    assert measured("centred_bias_gap", world) == pytest.approx(0, abs=1e-4)
    assert measured("bias_gap", world) > 1e-2


@pytest.mark.parametrize("where", GAPPED)
def test_denoisers_span_the_top_of_their_operator(where):
    space, d, T, (psi,) = case("denoising", where)
    rest = centre(space.positions, space.p_x)
    operator = T.dual @ ((rest @ rest.T) * space.p_x) @ T.t
    assert angle(centre(psi, space.p_a), top(operator, space.p_a, d, centred=True), space.p_a) < CLOSE
    phi = T.t @ centre(psi, space.p_a)
    image = T.left @ ((rest @ rest.T) * space.p_x) @ phi
    assert angle(phi, image, space.p_x) < CLOSE
    assert measured("denoising_image_defect", space.world(d, dual_encoder=psi)) == pytest.approx(0, abs=1e-5)
    _, _, _, (psi,) = case("denoising_plain", where)
    operator = T.dual @ ((space.positions @ space.positions.T) * space.p_x) @ T.t
    assert angle(psi, top(operator, space.p_a, d), space.p_a) < CLOSE


@pytest.mark.parametrize("where", GAPPED)
def test_contrastive_minimisers_learn_the_contexture_at_one_scale(where):
    space, d, T, (psi,) = case("contrastive", where)
    psi = centre(psi, space.p_a)
    assert angle(T.t @ psi, top(T.left, space.p_x, d, centred=True), space.p_x) < CLOSE
    assert angle(psi, top(T.right, space.p_a, d, centred=True), space.p_a) < CLOSE
    s = scipy.linalg.svdvals(space.joint / np.sqrt(np.outer(space.p_x, space.p_a)))
    sizes = np.linalg.eigvalsh(psi.T @ (space.p_a[:, None] * psi))[::-1]
    np.testing.assert_allclose(sizes, s[1 : d + 1] ** 2, atol=1e-4)
    doubled = space.world(d, dual_encoder=2 * psi)
    assert measured("learned_gap", doubled) == pytest.approx(0, abs=1e-5)
    assert measured("contrastive_loss", doubled) > ends("contrastive", where)[0][0] + 1e-3


@pytest.mark.parametrize("where", GAPPED)
def test_noncontrastive_minimisers_span_the_top_right_functions(where):
    space, d, T, (psi,) = case("noncontrastive", where)
    psi = centre(psi, space.p_a)
    assert angle(psi, top(T.right, space.p_a, d, centred=True), space.p_a) < CLOSE
    assert angle(psi, Context.from_table(space.weights).right[:, :d], space.p_a) < CLOSE
    assert angle(T.t @ psi, top(T.left, space.p_x, d, centred=True), space.p_x) < CLOSE


@pytest.mark.parametrize("where", GAPPED)
def test_svme_and_kise_learn_the_contexture(where):
    space, d, T, (phi, psi) = case("svme", where)
    learned = top(T.left, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE
    np.testing.assert_allclose(centre(psi, space.p_a), T.dual @ white(space.p_x, phi), atol=1e-3)
    for name in ("kise", "kise_pairs"):
        (phi,) = ends(name, where)[0][1]
        assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE


@pytest.mark.parametrize("where", GAPPED)
def test_cross_modal_minimisers_span_the_constant_too(where):
    space, d, T, (phi, psi) = case("cross_modal", where)
    assert angle(phi, top(T.left, space.p_x, d), space.p_x) < CLOSE
    assert angle(affine(np.empty((space.n, 0))), phi, space.p_x) < CLOSE
    ratio = space.joint / np.outer(space.p_x, space.p_a)
    roots = np.sqrt(np.outer(space.p_x, space.p_a))
    u, s, vt = np.linalg.svd(ratio * roots)
    np.testing.assert_allclose(roots * (phi @ psi.T), (u[:, :d] * s[:d]) @ vt[:d], atol=1e-3)


def missed(operator: Array, p: Array, columns: Array, d: int) -> float:
    """Top-d eigenvalues less what an orthonormal basis of the span reaches of them, and the dimensions it lacks."""
    root = np.sqrt(p)
    form = root[:, None] * operator / root[None, :]
    basis = scipy.linalg.orth(root[:, None] * columns, rcond=1e-10)
    values = np.linalg.eigvalsh((form + form.T) / 2)[::-1]
    return float(values[:d].sum() - np.trace(basis.T @ form @ basis) + d - basis.shape[1])


def kernel_of(vectors: Array, p: Array) -> Array:
    """The operator with the kernel of the inner products of some vectors."""
    return np.asarray((vectors @ vectors.T) * p)


GAPS: dict[str, Callable[[Space, Operators, Array, Array], tuple[Array, Array, Array]]] = {
    "onehot_gap": lambda o, T, phi, psi: (T.t @ np.diag(o.p_a) @ T.dual, o.p_x, phi),
    "plain_gap": lambda o, T, phi, psi: (T.t @ kernel_of(o.targets, o.p_a) @ T.dual, o.p_x, phi),
    "bias_gap": lambda o, T, phi, psi: (T.t @ kernel_of(centre(o.targets, o.p_a), o.p_a) @ T.dual, o.p_x, phi),
    "centred_bias_gap": lambda o, T, phi, psi: (
        T.t @ kernel_of(centre(o.targets, o.p_a), o.p_a) @ T.dual,
        o.p_x,
        centre(phi, o.p_x),
    ),
    "right_gap": lambda o, T, phi, psi: (T.right - o.p_a, o.p_a, psi),
    "centred_right_gap": lambda o, T, phi, psi: (T.right - o.p_a, o.p_a, centre(psi, o.p_a)),
    "image_gap": lambda o, T, phi, psi: (T.left - o.p_x, o.p_x, T.t @ psi),
    "learned_gap": lambda o, T, phi, psi: (T.left - o.p_x, o.p_x, T.t @ centre(psi, o.p_a)),
    "denoising_gap": lambda o, T, phi, psi: (
        T.dual @ kernel_of(centre(o.positions, o.p_x), o.p_x) @ T.t,
        o.p_a,
        centre(psi, o.p_a),
    ),
    "denoising_plain_gap": lambda o, T, phi, psi: (
        T.dual @ kernel_of(o.positions, o.p_x) @ T.t,
        o.p_a,
        centre(psi, o.p_a),
    ),
    "denoising_plain_gap_as_is": lambda o, T, phi, psi: (T.dual @ kernel_of(o.positions, o.p_x) @ T.t, o.p_a, psi),
    "edge_gap": lambda o, T, phi, psi: ((np.eye(o.n) + T.t) / 2 - o.p_x, o.p_x, centre(phi, o.p_x)),
    "full_gap": lambda o, T, phi, psi: (T.left, o.p_x, phi),
}


@pytest.mark.parametrize("second", ["random", "dependent", "constant"])
@pytest.mark.parametrize("name", GAPS)
def test_gaps_of_encoders(name, second):
    rng = np.random.default_rng(8)
    for seed in range(4):
        space = random_space(70 + seed, 4, 5)
        if name == "edge_gap":
            space = edge_space(weighted(nx.complete_graph(4), loops=True, seed=seed))
        phi, psi = rng.integers(-3, 4, (space.n, 2)), rng.integers(-3, 4, (space.m, 2))
        if second == "dependent":
            phi[:, 1], psi[:, 1] = phi[:, 0] * 2, psi[:, 0] * 2
        if second == "constant":
            phi[:, 1], psi[:, 1] = 3, 3
        slow = missed(*GAPS[name](space, Operators(space), phi.astype(float), psi.astype(float)), 2)
        fields = {"encoder": phi, "dual_encoder": psi}
        assert measured(name, space.world(2, **fields)) == pytest.approx(slow, abs=1e-9)
        assert scalar(FINITE_CONTEXTS.quantities[name](space.exact(2, **fields))) == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize("name", ["image_gap", "learned_gap", "denoising_image_defect"])
def test_functions_that_average_to_zero_span_nothing(name):
    """Three columns in proportion, and a Ψ of average zero over them: rounding must not count for a dimension."""
    rng = np.random.default_rng(9)
    for _ in range(10):
        share, column, psi = rng.integers(1, 5, 3), rng.integers(1, 8, (4, 1)), rng.integers(-3, 4, (4, 2))
        psi[:, 0] = share[1] * share[2], share[0] * share[2], -2 * share[0] * share[1], 0
        space = Space(np.concatenate([column * share, rng.integers(1, 8, (4, 1))], axis=1))
        exact = measured(name, space.exact(2, dual_encoder=psi))
        assert exact > 0.9
        assert measured(name, space.world(2, dual_encoder=psi)) == pytest.approx(exact, abs=1e-9)


def test_constants_cannot_be_whitened():
    for weights in ([[1, 2], [3, 1]], [[3, 4], [1, 2]], [[5, 1, 2], [1, 3, 7]]):
        space = Space(weights)
        encoder = {"encoder": np.full((space.n, 1), 3), "dual_encoder": np.full((space.m, 1), 3)}
        for name in sorted(set(WHITENED) - {"graph_loss"}):
            assert np.isnan(measured(name, space.world(1, **encoder)))
            with pytest.raises(UndefinedError):
                FINITE_CONTEXTS.quantities[name](space.exact(1, **encoder))
        assert measured("kernel_share", space.world(1, **encoder)) == 0


def references(name: str, space: Space, d: int) -> tuple[Loss, Array, bool]:
    """A loss, functions whose span is claimed to be that of its minimisers, and whether constants are free."""
    T, p_x, p_a = Operators(space), space.p_x, space.p_a
    targets, positions = space.targets, space.positions
    around, about = centre(targets, p_a), centre(positions, p_x)
    left, right = (top(o, p, d, centred=True) for o, p in ((T.left, p_x), (T.right, p_a)))
    return {
        "onehot": lambda: (onehot, top(T.t @ np.diag(p_a) @ T.dual, p_x, d), False),
        "scaled": lambda: (scaled, left, True),
        "plain": lambda: (plain, top(T.t @ ((targets @ targets.T) * p_a) @ T.dual, p_x, d), False),
        "bias": lambda: (bias, top(T.t @ ((around @ around.T) * p_a) @ T.dual, p_x, d, centred=True), True),
        "denoising": lambda: (denoising, top(T.dual @ ((about @ about.T) * p_x) @ T.t, p_a, d, centred=True), True),
        "denoising_plain": lambda: (
            denoising_plain,
            top(T.dual @ ((positions @ positions.T) * p_x) @ T.t, p_a, d),
            False,
        ),
        "noncontrastive": lambda: (noncontrastive, right, True),
        "svme": lambda: (svme, left, True),
        "kise": lambda: (lambda space, phi: -kise(space, phi), left, True),
        "kise_pairs": lambda: (kise_pairs, left, True),
    }[name]()


@pytest.mark.parametrize("where", GAPPED)
@pytest.mark.parametrize("name", sorted(set(MINIMA) - {"balanced", "contrastive", "graph", "cross_modal"}))
def test_encoders_with_the_claimed_span_are_minimisers(name, where):
    space, d = TINY[where]
    loss, functions, free = references(name, space, d)
    mix = np.random.default_rng(0).standard_normal((d, d)) + 2 * np.eye(d)
    claimed = scalar(Evaluator(space.world(d), FINITE_CONTEXTS.quantities).value(MINIMA[name][2]))
    assert loss(space, functions @ mix + (3.0 if free else 0.0)) == pytest.approx(claimed, abs=1e-9)
    assert ends(name, where)[0][0] == pytest.approx(claimed, abs=1e-7)


def test_averaging_an_encoder_on_the_context():
    space, d = random_space(60, 3, 5), 2
    T = Operators(space)
    left, right = (top(o, p, d, centred=True) for o, p in ((T.left, space.p_x), (T.right, space.p_a)))
    assert angle(T.t @ right, left, space.p_x) < 1e-9
    world = space.world(d, dual_encoder=right @ [[1.0, 2.0], [0.0, -1.0]])
    for name in ("right_gap", "image_gap", "learned_gap", "kernel_share"):
        assert measured(name, world) == pytest.approx(0, abs=1e-9)
    unseen = scipy.linalg.null_space(T.t)[:, :1]  # TΨ does not change, Ψ does
    world = space.world(d, dual_encoder=right + unseen)
    assert measured("image_gap", world) == pytest.approx(0, abs=1e-9)
    assert measured("right_gap", world) > 1e-3
    rest = centre(right + unseen, space.p_a)
    off = scipy.linalg.null_space(T.t)  # ⟂ ran T* in L²(P_A) is the kernel of T
    weights = space.p_a[:, None]
    coefficients = np.linalg.solve(off.T @ (weights * off), off.T @ (weights * rest))
    share = (weights * (off @ coefficients) ** 2).sum() / (weights * rest**2).sum()
    assert measured("kernel_share", world) == pytest.approx(share)


def test_a_student_recovers_the_principal_components_of_its_teacher():
    """A stochastic teacher of four features: A is one of five draws, seen with a probability that depends on x."""
    rng = np.random.default_rng(5)
    space, d = Space(rng.integers(1, 9, (4, 5)), targets=rng.integers(-4, 5, (5, 4))), 2
    mean = np.array([sum(space.joint[x, a] / space.p_x[x] * space.targets[a] for a in range(5)) for x in range(4)])
    rows = np.sqrt(space.p_x)[:, None] * centre(mean, space.p_x)
    u, s, _ = np.linalg.svd(rows)
    assert s[d] < 0.9 * s[d - 1]
    (value, (phi,)), *_ = descend(bias, space, [(4, d)], seed=4)
    assert angle(centre(phi, space.p_x), u[:, :d] / np.sqrt(space.p_x)[:, None], space.p_x) < CLOSE
    world = space.world(d, encoder=phi)
    assert measured("centred_bias_gap", world) == pytest.approx(0, abs=1e-5)
    around = centre(space.targets, space.p_a)
    spread = sum(space.p_a[a] * (around[a] ** 2).sum() for a in range(5))
    assert measured("variance", world) == pytest.approx(spread)
    assert value == pytest.approx(spread - (s[:d] ** 2).sum(), abs=1e-6)


def test_balanced_classifiers_of_unequal_classes_do_not_learn_the_contexture():
    space, d, T, (phi,) = case("balanced", "3x4-d1")
    assert np.ptp(space.p_a) > 0.05
    learned = top(T.left, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) > 0.02
    assert measured("learning_gap", space.world(d, encoder=phi)) > 1e-4
    least = measured("balanced_minimum", space.world(d))
    assert measured("balanced_loss", space.world(d, encoder=learned)) > least + 1e-4


@pytest.mark.parametrize("where", ["3x4-d1", "4x4-d2"])
def test_balanced_classification_is_classification_under_another_law(where):
    space, d, _, (phi,) = case("balanced", where)
    root = np.sqrt(space.p_a)
    other = Space(space.joint / root)
    total = (space.joint / root).sum()
    rng = np.random.default_rng(0)
    for encoder in (phi, rng.standard_normal(phi.shape)):
        expected = bias(other, encoder) * total
        assert measured("balanced_loss", space.world(d, encoder=encoder)) == pytest.approx(expected, abs=1e-9)
    T = Operators(other)
    rest = centre(np.eye(other.m), other.p_a)
    aimed = top(T.t @ ((rest @ rest.T) * other.p_a) @ T.dual, other.p_x, d, centred=True)
    assert angle(centre(phi, other.p_x), aimed, other.p_x) < CLOSE


def test_balanced_classifiers_of_equal_classes_learn_the_contexture():
    space = Space([[5, 1, 0], [1, 3, 2], [0, 2, 4]])
    assert np.ptp(space.p_a) < 1e-12
    (_, (phi,)), *_ = descend(balanced, space, [(3, 1)], seed=2)
    learned = top(Operators(space).left, space.p_x, 1, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE
    for encoder in (phi, np.array([[1.0], [0.0], [5.0]])):  # √M times the loss with a scaled target is √M·M times it
        world = space.world(1, encoder=encoder)
        assert measured("balanced_loss", world) * np.sqrt(3) == pytest.approx(measured("scaled_loss", world), abs=1e-9)


# ------------------------------------------------------------------------------------------------- another context
def node_edge(graph_: Any) -> Context:
    """X a node in proportion to its degree, A one of its edges in proportion to its weight."""
    nodes, edges = list(graph_), list(graph_.edges(data="weight", default=1))
    table = np.zeros((len(nodes), len(edges)))
    for k, (u, v, w) in enumerate(edges):
        table[nodes.index(u), k] = table[nodes.index(v), k] = w
    return Context.from_table(table)


NODE_EDGE = {
    "path": nx.path_graph(4),
    "weighted": weighted(nx.complete_graph(4), loops=False, seed=5),
    "loops": weighted(nx.path_graph(4), loops=True, seed=6),
}


@pytest.mark.parametrize("where", NODE_EDGE)
def test_the_graph_objective_learns_the_node_edge_context(where):
    space, d, T, (phi,) = case("graph", where)
    context = node_edge(NODE_EDGE[where])
    np.testing.assert_allclose(context.p_x, space.p_x, atol=1e-14)
    half = (np.eye(space.n) + T.t) / 2
    np.testing.assert_allclose(context.kernel_x * context.p_x, half, atol=1e-14)
    phi = centre(phi, space.p_x)
    assert angle(phi, top(half, space.p_x, d, centred=True), space.p_x) < CLOSE
    assert angle(phi, context.left[:, :d], space.p_x) < CLOSE
    world = space.world(d, encoder=phi)
    assert measured("edge_gap", world) == pytest.approx(0, abs=1e-5)
    other = Space(context.joint).world(d, encoder=phi)
    assert measured("learning_gap", other) == pytest.approx(0, abs=1e-5)
    probe = np.random.default_rng(0).integers(-3, 4, (space.n, d))
    edges = Space(context.joint).world(d, encoder=probe)
    assert measured("edge_gap", space.world(d, encoder=probe)) == pytest.approx(measured("learning_gap", edges))
    assert measured("graph_loss", space.world(d, encoder=probe)) == pytest.approx(measured("kise_pair_loss", edges))


def test_on_a_path_the_graph_objective_does_not_learn_the_contexture():
    space, _, _, (phi,) = case("graph", "path")
    context = Context.from_graph(space.weights)
    assert context.singular_values[0] == pytest.approx(1)
    assert angle(centre(phi, space.p_x), context.left[:, :1], space.p_x) == pytest.approx(np.pi / 2, abs=CLOSE)
    assert measured("learning_gap", space.world(1, encoder=phi)) == pytest.approx(1 - 1 / 4, abs=1e-5)
    sides = np.array([[1], [-1], [1], [-1]])  # μ_1, and the worst there is
    exact = space.exact(1, encoder=sides)
    assert FINITE_CONTEXTS.quantities["learning_gap"](exact) == 0
    assert FINITE_CONTEXTS.quantities["graph_loss"](exact) == 2


def resampled(space: Space) -> Space:
    """The law in which every class has been drawn equally often: P(x|a)/M."""
    return Space(space.joint / space.p_a / space.m)


@pytest.mark.parametrize("seed", range(3))
def test_classes_drawn_equally_often(seed):
    space = random_space(20 + seed, 4, 3)
    fair = resampled(space)
    np.testing.assert_allclose(fair.p_a, 1 / 3, atol=1e-14)
    (value, (phi,)), *_ = descend(bias, fair, [(4, 1)], seed=seed)
    context = Context.from_table(fair.joint)
    assert context.singular_values[0] ** 2 - context.singular_values[1] ** 2 > 1e-2
    assert angle(centre(phi, fair.p_x), context.left[:, :1], fair.p_x) < CLOSE
    world = fair.world(1, encoder=phi)
    assert measured("learning_gap", world) == pytest.approx(0, abs=1e-5)
    assert measured("onehot_operator_defect", world) < 1e-12
    assert measured("class_imbalance", world) < 1e-12
    assert value == pytest.approx(1 - 1 / 3 - context.singular_values[0] ** 2 / 3, abs=1e-7)
    assert measured("scaled_loss", world) == pytest.approx(3 * value, abs=1e-9)
    given = Context.from_table(space.joint)  # another law with other inputs, and another contexture
    assert np.abs(given.p_x - fair.p_x).max() > 1e-2
    assert angle(centre(phi, space.p_x), given.left[:, :1], space.p_x) > 5e-3


# ------------------------------------------------------------------------------------ the form of the contrastive loss
@pytest.mark.parametrize("seed", range(6))
def test_the_contrastive_loss_is_half_the_coefficient_form(seed):
    n, m, d = SHAPES[seed]
    space = random_space(30 + seed, n, m)
    psi = np.random.default_rng(seed).integers(-3, 4, (m, d))
    world = space.exact(d, dual_encoder=psi)
    loss, form = (
        FINITE_CONTEXTS.quantities["contrastive_loss"](world),
        FINITE_CONTEXTS.quantities["coefficient_form"](world),
    )
    assert 2 * loss == form
    assert form != 0
    assert loss != form
    q = space.joint / np.sqrt(np.outer(space.p_x, space.p_a))
    _, s, vt = np.linalg.svd(q - np.sqrt(np.outer(space.p_x, space.p_a)))
    coefficients = vt @ (np.sqrt(space.p_a)[:, None] * centre(psi, space.p_a))
    gram = coefficients @ coefficients.T
    spectrum = np.diag(np.pad(s, (0, max(0, m - n)))[:m] ** 2)
    assert scalar(form) == pytest.approx(((gram - spectrum) ** 2).sum() - (spectrum**2).sum(), rel=1e-9)


# ------------------------------------------------------------------------------------------------------ graph spectra
SPECTRA = {
    **{f"path-{n}": nx.path_graph(n) for n in (2, 3, 6)},
    **{f"cycle-{n}": nx.cycle_graph(n) for n in (3, 4, 7)},
    **{f"complete-{n}": nx.complete_graph(n) for n in (3, 5)},
    "bipartite-2-3": nx.complete_bipartite_graph(2, 3),
    "star-5": nx.star_graph(5),
    "two-parts": nx.disjoint_union(nx.cycle_graph(3), nx.path_graph(3)),
}


@pytest.mark.parametrize("name", SPECTRA)
@pytest.mark.parametrize(("weights", "loops"), [(False, False), (True, False), (True, True)])
def test_spectra_of_graphs(name, weights, loops):
    graph_ = weighted(SPECTRA[name], loops, seed=len(name)) if weights else SPECTRA[name]
    space = edge_space(graph_)
    spectrum = np.sort(nx.normalized_laplacian_spectrum(graph_))
    world = space.world(1)
    assert measured("asymmetry", world) == 0
    np.testing.assert_allclose(listed("laplacian_eigenvalue", world), spectrum, atol=1e-10)
    np.testing.assert_allclose(listed("walk_eigenvalue", world), 1 - spectrum[1:], atol=1e-10)
    exact = space.exact(1)
    np.testing.assert_allclose(listed("laplacian_eigenvalue", exact), spectrum, atol=1e-10)
    np.testing.assert_allclose(listed("walk_eigenvalue", exact), 1 - spectrum[1:], atol=1e-10)
    np.testing.assert_allclose(listed("s", world), np.sort(np.abs(1 - spectrum[1:]))[::-1], atol=1e-10)


def test_laws_that_are_no_graph():
    directed = np.array([[0, 3, 1], [1, 0, 2], [1, 1, 0]])
    assert measured("asymmetry", Space(directed).world(1)) == pytest.approx(2 / 9)
    assert FINITE_CONTEXTS.quantities["asymmetry"](Space(directed).exact(1)) == fmpq(2, 9)
    oblong = Space([[1, 2, 3], [2, 1, 1]])
    assert measured("asymmetry", oblong.world(1)) == pytest.approx(1)
    assert FINITE_CONTEXTS.quantities["asymmetry"](oblong.exact(1)) == 1
    encoder = np.array([[1], [0]])
    for name in ("graph_loss", "edge_gap"):
        assert np.isnan(measured(name, oblong.world(1, encoder=encoder)))
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](oblong.exact(1, encoder=encoder))
    for name in ("walk_eigenvalue", "laplacian_eigenvalue"):
        assert np.isnan(listed(name, oblong.world(1))).all()
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](oblong.exact(1))


def test_spectra_of_graphs_in_closed_form():
    def walk(graph_: Any) -> list[Any]:
        return list(FINITE_CONTEXTS.quantities["walk_eigenvalue"](edge_space(graph_).exact(1)))

    assert walk(nx.complete_graph(5)) == [fmpq(-1, 4)] * 4
    assert walk(nx.complete_bipartite_graph(2, 3)) == [0, 0, 0, -1]
    assert walk(nx.star_graph(4)) == [0, 0, 0, -1]
    for n in (4, 6):
        path = listed("walk_eigenvalue", edge_space(nx.path_graph(n)).exact(1))
        np.testing.assert_allclose(path, np.cos(np.pi * np.arange(1, n) / (n - 1)), atol=1e-12)
        cycle = listed("walk_eigenvalue", edge_space(nx.cycle_graph(n)).exact(1))
        np.testing.assert_allclose(cycle, np.sort(np.cos(2 * np.pi * np.arange(1, n) / n))[::-1], atol=1e-12)


# ------------------------------------------------------------------------------------- neural collapse, next tokens
@pytest.mark.parametrize(("m", "size"), [(2, 1), (2, 3), (3, 2), (4, 2)])
def test_the_simplex_of_equal_classes_spans_one_dimension_less(m, size):
    space = Space(np.repeat(np.eye(m, dtype=int), size, axis=0))
    etf = np.repeat(np.eye(m), size, axis=0) - 1 / m
    assert np.linalg.matrix_rank(etf) == m - 1
    exact = space.exact(m)
    assert FINITE_CONTEXTS.quantities["label_noise"](exact) == 0
    assert FINITE_CONTEXTS.quantities["etf_gap"](exact) == 1 + fmpq(1, m)  # one dimension, and its eigenvalue 1/M
    assert FINITE_CONTEXTS.quantities["etf_centred_gap"](exact) == 0
    assert FINITE_CONTEXTS.quantities["label_kernel_defect"](exact) == 0
    assert angle(etf[:, : m - 1], Context.from_table(space.weights).left[:, : m - 1], space.p_x) < 1e-6
    assert onehot(space, etf) == pytest.approx(1 / m)
    assert onehot(space, affine(etf[:, 1:])) == pytest.approx(0, abs=1e-12)
    assert scalar(
        Evaluator(space.world(m), FINITE_CONTEXTS.quantities).value(supervised.ONEHOT.value)
    ) == pytest.approx(0, abs=1e-12)


def test_the_kernel_of_unequal_classes():
    space = Space([[1, 0, 0], [1, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 5]])
    T = Operators(space)
    kernel = T.t @ np.diag(space.p_a) @ T.dual / space.p_x
    labels = np.array([0, 0, 1, 2, 2])
    np.testing.assert_allclose(kernel, labels[:, None] == labels, atol=1e-14)
    assert FINITE_CONTEXTS.quantities["label_kernel_defect"](space.exact(3)) == 0


def stationary(after: Array) -> Array:
    """The stationary law of windows (i, j) of a source of order two, after[i, j] the law of the next token."""
    size = after.shape[0]
    windows = list(itertools.product(range(size), repeat=2))
    step = np.zeros((len(windows), len(windows)))
    for (i, j), (k, token) in itertools.product(windows, windows):
        if j == k:
            step[windows.index((i, j)), windows.index((k, token))] = after[i, j, token]
    equations = np.concatenate([step.T - np.eye(len(windows)), np.ones((1, len(windows)))])
    return np.asarray(np.linalg.lstsq(equations, np.r_[np.zeros(len(windows)), 1.0], rcond=None)[0])


def test_next_tokens_of_a_source_of_order_two():
    after = np.array([[[8, 2], [3, 7]], [[5, 5], [1, 9]]]) / 10
    windows = stationary(after)
    space = Space(windows[:, None] * after.reshape(4, 2))
    np.testing.assert_allclose(space.p_a, [windows[:2].sum(), windows[2:].sum()], atol=1e-12)  # stationary
    for d in (1, 2):
        minimum = scalar(Evaluator(space.world(d), FINITE_CONTEXTS.quantities).value(supervised.ONEHOT.value))
        found = [value for value, _ in descend(onehot, space, [(4, d)], seed=d)]
        assert min(found) == pytest.approx(minimum, abs=1e-7)
    noise = 1 - sum(windows[2 * i + j] * (after[i, j] ** 2).sum() for i in range(2) for j in range(2))
    assert minimum == pytest.approx(noise)  # two dimensions suffice to predict one of two tokens
    assert measured("onehot_loss", space.world(2, encoder=after.reshape(4, 2))) == pytest.approx(noise)


def test_next_tokens_of_a_source_of_order_one_need_the_last_token_only():
    chain = np.array([[6, 3, 1], [1, 2, 7], [4, 4, 2]]) / 10
    after = np.broadcast_to(chain, (3, 3, 3))
    space = Space(stationary(after)[:, None] * after.reshape(9, 3))
    last = np.tile(np.eye(3), (3, 1))
    minimum = scalar(Evaluator(space.world(3), FINITE_CONTEXTS.quantities).value(supervised.ONEHOT.value))
    assert measured("onehot_loss", space.world(3, encoder=last)) == pytest.approx(minimum)
    assert measured("onehot_gap", space.world(3, encoder=last)) == pytest.approx(0, abs=1e-9)
    before = np.repeat(np.eye(3), 3, axis=0)
    assert measured("onehot_loss", space.world(3, encoder=before)) > minimum + 1e-2


def test_next_tokens_of_a_text():
    text = "abcabbacabcbbcaabcab"
    turns = [text[k:] + text[:k] for k in range(len(text))]
    context = Context.from_pairs([t[:2] for t in turns], [t[2] for t in turns])
    assert context.total == len(text)
    for (x, window), (a, token) in itertools.product(enumerate(context.row_labels), enumerate(context.column_labels)):
        assert context.counts[x, a] == sum(turn[:3] == window + token for turn in turns)
    space = Space(context.counts)
    encoder = np.arange(space.n)[:, None] % 3
    slow = onehot(space, encoder.astype(float))
    assert scalar(FINITE_CONTEXTS.quantities["onehot_loss"](space.exact(1, encoder=encoder))) == pytest.approx(
        slow, abs=1e-12
    )


# ------------------------------------------------------------------------------------------------------ nested classes
@pytest.mark.parametrize(("n", "m", "d", "seed"), [(5, 4, 1, 0), (5, 5, 2, 1), (6, 3, 2, 2)])
def test_no_subspace_of_the_features_beats_the_value_of_their_class(n, m, d, seed):
    rng = np.random.default_rng(seed)
    space = random_space(40 + seed, n, m)
    features = rng.integers(-4, 5, (n, n))
    features[:, 1] = 3 * features[:, 0] + 1  # adds nothing
    values = listed("scaling_value", space.world(d, classes=features))
    exact = FINITE_CONTEXTS.quantities["scaling_value"](space.exact(d, classes=features))
    for k, (value, certain) in enumerate(zip(values, exact, strict=True), start=1):
        block = features[:, :k].astype(float)
        if np.linalg.matrix_rank(centre(block, space.p_x)) < d:
            assert np.isnan(value)
            assert certain is None
            continue
        assert scalar(certain) == pytest.approx(value, abs=1e-9)
        basis = block[:, [0, *range(2, k)]]

        def negative(_: Space, mix: Array, basis: Array = basis) -> float:
            return -kise(space, basis @ mix)

        shape = (basis.shape[1], d)
        assert all(-negative(space, rng.standard_normal(shape)) <= value + 1e-9 for _ in range(40))
        found = descend(negative, space, [shape], seed=k)
        assert -found[0][0] == pytest.approx(value, abs=1e-6)
    top_d = (scipy.linalg.svdvals(space.joint / np.sqrt(np.outer(space.p_x, space.p_a)))[1 : d + 1] ** 2).sum()
    assert values[-1] == pytest.approx(top_d)
    assert (np.diff(values[~np.isnan(values)]) >= -1e-12).all()


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_missing_once_the_features_hold_the_top_modes(seed):
    rng = np.random.default_rng(seed)
    space, d = random_space(50 + seed, 5, 4), 2
    context = Context.from_table(space.weights)
    noise = rng.standard_normal((5, 1))
    features = np.concatenate([noise, noise + context.left[:, :1], context.left[:, 1:2] - 2 * noise + 3], axis=1)
    world = space.world(d, classes=features)
    missing, values = listed("scaling_missing", world), listed("scaling_value", world)
    whole = (context.singular_values[:d] ** 2).sum()
    assert missing[-1] == pytest.approx(0, abs=1e-9)
    assert values[-1] == pytest.approx(whole)
    assert missing[0] > missing[1] > 1e-3
    assert values[1] < whole - 1e-6
    for k in (1, 2):
        root = np.sqrt(space.p_x)[:, None]
        basis = scipy.linalg.orth(root * centre(features[:, :k], space.p_x))
        modes = root * context.left[:, :d]
        assert missing[k - 1] == pytest.approx(((modes - basis @ basis.T @ modes) ** 2).sum())
