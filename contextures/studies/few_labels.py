"""STKR on real data with few labels, against propagation of labels and kernel ridge with the same kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.stkr.gram import Gram
from contextures.solvers.stkr.graphs import graph_kernel, neighbour_graph
from contextures.solvers.stkr.iteration import contraction
from contextures.solvers.stkr.solve import DENSE, solve
from contextures.solvers.stkr.transforms import InverseLaplacian, Polynomial, Transform, Truncation

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Problem:
    """A kernel over points whose classes are known.

    Attributes
    ----------
    name : str
    kernel : ndarray or sparse array, (N, N)
        G_K, as every method gets it.
    classes : ndarray, (N,)
    """

    name: str
    kernel: Any
    classes: Array


@dataclass(frozen=True, eq=False)
class Errors:
    """One entry for each method, size and repeat.

    Attributes
    ----------
    problem, method : ndarray of str
    labels, unlabelled : ndarray of int
        n and m.
    repeat : ndarray of int
        Number of the random choice of points.
    error : ndarray
        Share of wrong classes among the points without a label that every method saw or may see: those of the test.
    """

    problem: NDArray[np.str_]
    method: NDArray[np.str_]
    labels: IntArray
    unlabelled: IntArray
    repeat: IntArray
    error: FloatArray

    def mean(self, method: str, axis: str) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return the values of an axis (``labels`` or ``unlabelled``), the mean error there and its standard error."""
        chosen = self.method == method
        values = getattr(self, axis)
        places = np.unique(values[chosen])
        groups = [self.error[chosen & (values == place)] for place in places]
        spread = [group.std(ddof=1) / np.sqrt(len(group)) if len(group) > 1 else 0.0 for group in groups]
        return places, np.array([group.mean() for group in groups]), np.array(spread)


def karate() -> Problem:
    """Return Zachary's karate club, the walk on its unweighted graph; needs networkx."""
    try:
        import networkx as nx
    except ImportError as error:
        raise InputError("the karate club needs networkx; pip install networkx is right") from error
    graph = nx.karate_club_graph()
    weights = nx.to_scipy_sparse_array(graph, weight=None)
    clubs = np.array([graph.nodes[node]["club"] for node in graph], dtype=object)
    return Problem("karate", graph_kernel(weights), np.unique(clubs, return_inverse=True)[1])


def digits(neighbours: int = 10, images: int = 1797) -> Problem:
    """Return the graph of nearest neighbours of the first of scikit-learn's 1797 images of digits."""
    from sklearn.datasets import load_digits

    points, classes = load_digits(return_X_y=True)
    return Problem("digits", graph_kernel(neighbour_graph(points[:images], neighbours)), classes[:images])


def table(name: str, points: FloatArray, classes: Array, gamma: float | None = None) -> Problem:
    """Return a Gaussian kernel on the standardised columns of a table, medians for NaN, γ = 1/columns by default."""
    points = np.where(np.isnan(points), np.nanmedian(points, axis=0), points)
    spread = points.std(axis=0)
    scaled = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    kernel = gaussian_kernel(scaled, scaled, 1.0 / scaled.shape[1] if gamma is None else gamma)
    return Problem(name, kernel, np.unique(classes, return_inverse=True)[1])


def mnist(path: str | PathLike[str], images: int = 2000, neighbours: int = 10, seed: int = 0) -> Problem:
    """Return the graph of nearest neighbours of a random choice of images, from a file with X (N, 784) and y (N,)."""
    with np.load(path) as kept:
        points, classes = kept["X"], kept["y"]
    chosen = np.random.default_rng(seed).choice(len(points), images, replace=False)
    graph = neighbour_graph(points[chosen].astype(np.float64) / 255, neighbours)
    return Problem("mnist", graph_kernel(graph), classes[chosen].astype(np.int64))


def statements() -> Problem:
    """Return the statements of the catalogue as texts, their chapters as classes, and the kernel of shared words."""
    from contextures.samples.texts import text_context
    from contextures.theory.catalogue import catalogue

    found = list(catalogue.values())
    texts = [" ".join([each.title, *(claim.text for claim in each.variants.values())]) for each in found]
    context = text_context(texts)
    shares = context.core / np.sqrt(context.p_columns)
    return Problem(
        "statements", (shares @ shares.T).toarray(), np.unique([s.chapter for s in found], return_inverse=True)[1]
    )


def _stkr(s: Transform) -> Callable[[Any, Array], Array]:
    def classes(kernel: Any, y: Array) -> Array:
        from contextures.solvers.stkr.regression import STKRClassifier

        fitted = STKRClassifier(s, kernel="precomputed", beta=BETA).fit(_small(kernel), y)
        found: Array = fitted.transduction_
        return found

    return classes


def _stkr_chosen(kernel: Any, y: Array) -> Array:
    from contextures.solvers.stkr.cross_validated import STKRClassifierCV

    found: Array = STKRClassifierCV(kernel="precomputed").fit(_small(kernel), y).transduction_
    return found


def _self_training(kernel: Any, y: Array) -> Array:
    import warnings

    from sklearn.decomposition import KernelPCA
    from sklearn.linear_model import LogisticRegression
    from sklearn.semi_supervised import SelfTrainingClassifier

    classes = len(np.unique(y[y >= 0]))  # as many principal components, which does best on these problems
    parts = KernelPCA(classes, kernel="precomputed", random_state=0, eigen_solver="arpack")
    values = parts.fit_transform(_small(kernel))
    values /= np.sqrt(np.square(values).sum(axis=1).mean())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        learner = SelfTrainingClassifier(LogisticRegression(C=100.0, max_iter=300))
        found: Array = learner.fit(values, y).predict(values)
    return found


def _small(kernel: Any) -> Any:
    """A kernel of few points as a dense matrix."""
    return kernel.toarray() if kernel.shape[0] <= DENSE and hasattr(kernel, "toarray") else kernel


def _propagation(name: str) -> Callable[[Any, Array], Array]:
    def classes(kernel: Any, y: Array) -> Array:
        import warnings

        from sklearn import semi_supervised

        indices = np.arange(len(y))[:, None]
        solver = getattr(semi_supervised, name)(kernel=lambda rows, columns: kernel.copy())  # it scales what it gets
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Array = solver.fit(indices, y).transduction_
        return found

    return classes


def _kernel_ridge(kernel: Any, y: Array) -> Array:
    from sklearn.kernel_ridge import KernelRidge

    labelled = np.flatnonzero(y >= 0)
    dense = kernel[:, labelled].toarray() if hasattr(kernel, "toarray") else kernel[:, labelled]
    classes, codes = np.unique(y[labelled], return_inverse=True)
    targets = np.eye(len(classes))[codes]
    offset = targets.mean(axis=0)
    ridge = KernelRidge(alpha=BETA * len(labelled), kernel="precomputed").fit(dense[labelled], targets - offset)
    found: Array = classes[(ridge.predict(dense) + offset).argmax(axis=1)]
    return found


BETA = 0.01
"""The ridge of STKR and of kernel ridge, for each label."""
METHODS: dict[str, Callable[[Any, Array], Array]] = {
    "stkr inverse laplacian": _stkr(InverseLaplacian(0.99, relative=True)),
    "stkr cross-validated": _stkr_chosen,
    "stkr polynomial": _stkr(Polynomial((0.0, 0.0, 0.0, 1.0))),
    "stkr truncated": _stkr(Truncation(10)),
    "label propagation": _propagation("LabelPropagation"),
    "label spreading": _propagation("LabelSpreading"),
    "self-training": _self_training,
    "kernel ridge": _kernel_ridge,
}
"""What is compared: from a Gram matrix and classes, −1 where unknown, to classes of all points."""


def study(
    problem: Problem,
    *,
    labels: Sequence[int],
    unlabelled: Sequence[int] | None = None,
    methods: Sequence[str] | None = None,
    repeats: int = 20,
    seed: int = 0,
) -> Errors:
    """Compare methods as labels, or unlabelled points, grow.

    Parameters
    ----------
    problem : Problem
    labels : sequence of int
        Numbers n of labelled points; each class has one at least.
    unlabelled : sequence of int, optional
        Numbers m of unlabelled points; default: all others. With it, errors are on the same m points of the smallest m.
    methods : sequence of str, optional
        Keys of `METHODS`; default: all.
    repeats : int
        Random choices of points.
    seed : int

    Returns
    -------
    Errors

    Raises
    ------
    InputError
        Where a method is unknown, n is below the number of classes, or n + m above the number of points.
    """
    chosen = tuple(METHODS) if methods is None else tuple(methods)
    unknown = [method for method in chosen if method not in METHODS]
    if unknown:
        raise InputError(f"no method is called {unknown[0]!r}; there are {', '.join(METHODS)}")
    size, classes = len(problem.classes), np.unique(problem.classes)
    for n in labels:
        if not len(classes) <= n < size:
            raise InputError(f"{n} labels for {len(classes)} classes and {size} points; a number in between is right")
    for m in unlabelled or ():
        if not 1 <= m <= size - max(labels):
            raise InputError(f"{m} unlabelled points; a number from 1 to {size - max(labels)} is right")
    runs: list[tuple[str, str, int, int, int, float]] = []
    for repeat in range(repeats):
        order = _order(problem.classes, np.random.default_rng((seed, repeat)))
        for n in labels:
            for m in unlabelled or (size - n,):
                points = order[: n + m]
                y = problem.classes[points].copy()
                y[n:] = -1
                kernel = problem.kernel[points][:, points]
                tested = slice(n, n + min(unlabelled or (m,)))
                for method in chosen:
                    wrong = METHODS[method](kernel, y)[tested] != problem.classes[points][tested]
                    runs.append((problem.name, method, n, m, repeat, float(wrong.mean())))
    return Errors(*(np.array(column) for column in zip(*runs, strict=True)))


def _order(classes: Array, rng: np.random.Generator) -> IntArray:
    """Return a random order of the points that starts with one of each class."""
    order = rng.permutation(len(classes))
    first = np.unique(classes[order], return_index=True)[1]
    result: IntArray = np.concatenate([order[np.sort(first)], np.delete(order, first)])
    return result


@dataclass(frozen=True, eq=False)
class Convergence:
    """The iteration against its bound.

    Attributes
    ----------
    name : str
        Transform and steps.
    residuals : ndarray
        ‖r_k‖/‖r_0‖ in the norm in which the system is self-adjoint: the Euclidean one for a simple s, that of G_K for a
        simple 1/s.
    bound : ndarray
        What κ = high/low allows.
    """

    name: str
    residuals: FloatArray
    bound: FloatArray


def convergence(problem: Problem, labels: int = 100, *, tol: float = 1e-8, seed: int = 0) -> list[Convergence]:
    """Run STKR-Prop in both forms, with both kinds of steps, and measure every step."""
    order = _order(problem.classes, np.random.default_rng(seed))
    labelled, gram = np.sort(order[:labels]), Gram(problem.kernel)
    y = (problem.classes[labelled] == problem.classes[labelled][0]).astype(float)[:, None]
    results = []
    for name, s in (("simple s", Polynomial((0.0, 0.0, 0.0, 1.0))), ("simple 1/s", InverseLaplacian(0.9, True))):
        for accelerate in (False, True):
            seen: list[float] = []

            def watch(residual: FloatArray, seen: list[float] = seen) -> None:
                whole = len(residual) == gram.size
                seen.append(float(np.sqrt((residual * (gram.apply(residual) if whole else residual)).sum())))

            done = solve(
                gram, labelled, y - y.mean(), s, BETA, solver="richardson", tol=tol, accelerate=accelerate, watch=watch
            )
            bound = contraction(done.low, done.high, len(seen) - 1, accelerate)
            steps = "Chebyshev steps" if accelerate else "constant steps"
            results.append(Convergence(f"{name}, {steps}", np.array(seen) / seen[0], bound))
    return results
