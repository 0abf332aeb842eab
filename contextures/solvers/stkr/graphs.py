"""Graphs as base kernels: the lazy walk on a weighted graph, and neighbour graphs of points."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.settings import count


def graph_kernel(weights: Any, laziness: float = 0.5) -> scipy.sparse.csr_array:
    """Return the Gram matrix G_K = N(aI + (1 − a)D^{−1/2}WD^{−1/2}) of a graph, sparse.

    Parameters
    ----------
    weights : array_like or sparse matrix, (N, N)
        W, symmetric, entries ≥ 0; D holds its row sums.
    laziness : float
        The probability a in [½, 1) of staying, ½ or more for the kernel to be positive semi-definite on every graph.

    Returns
    -------
    scipy.sparse.csr_array, (N, N)
        Its largest eigenvalue is N.

    Raises
    ------
    InputError
        Where W is not square, finite, nonnegative or symmetric, a node is isolated, or the laziness is out of range.
    """
    if not 0.5 <= laziness < 1:
        raise InputError(f"the laziness is {laziness!r}; a number in [1/2, 1) makes every graph a kernel")
    walk = scipy.sparse.csr_array(weights, dtype=np.float64)
    if walk.ndim != 2 or walk.shape[0] != walk.shape[1]:
        raise InputError(f"the weights have shape {walk.shape}; a square matrix, one row for each node, is right")
    if not np.isfinite(walk.data).all() or (walk.data < 0).any():
        raise InputError("the weights of a graph must be finite and ≥ 0; at least one is not")
    difference = abs(walk - walk.T).tocoo()
    if difference.nnz and difference.data.max() > 1e-12 * walk.data.max():
        k = int(np.argmax(difference.data))
        i, j = int(difference.row[k]), int(difference.col[k])
        raise InputError(
            f"the graph is not symmetric: W[{i}, {j}] = {walk[i, j]:g} but W[{j}, {i}] = {walk[j, i]:g}; "
            "an undirected graph, such as max(W, Wᵀ), is right"
        )
    degrees = np.asarray(walk.sum(axis=1)).ravel()
    if (degrees == 0).any():
        raise InputError(
            f"node {int(np.argmax(degrees == 0))} is isolated: it has no edge; leave it out or give it one"
        )
    size = walk.shape[0]
    scale = scipy.sparse.diags_array(1.0 / np.sqrt(degrees))
    lazy = size * laziness * scipy.sparse.eye_array(size) + size * (1.0 - laziness) * (scale @ walk @ scale)
    return scipy.sparse.csr_array(lazy)


def neighbour_graph(points: FloatArray, neighbours: int) -> scipy.sparse.csr_array:
    """Return the symmetrised graph of nearest neighbours, max(W, Wᵀ), with weights 1; needs scikit-learn.

    Parameters
    ----------
    points : ndarray, (N, k)
    neighbours : int
        Neighbours of a point, itself not counted; from 1 to N − 1.

    Raises
    ------
    InputError
        Where there are not as many other points.
    """
    from sklearn.neighbors import kneighbors_graph

    if count(neighbours, "neighbours") >= len(points):
        raise InputError(f"neighbours is {neighbours} for {len(points)} points; at most {len(points) - 1} is right")
    directed = scipy.sparse.csr_array(kneighbors_graph(points, neighbours))
    return scipy.sparse.csr_array(directed.maximum(directed.T))
