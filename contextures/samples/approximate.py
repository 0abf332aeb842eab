"""Approximate nearest neighbours by an inverted file of faiss, with their recall measured on rows drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.faiss_library import faiss_or_reason, held
from contextures.samples.kept_blocks import Folder, Kept, refuse_no_folder
from contextures.samples.lifted import lifted
from contextures.samples.memory import refuse_beyond
from contextures.samples.neighbours import TIE
from contextures.samples.scale import Scale
from contextures.samples.search import estimated_seconds, neighbours_of, ordered
from contextures.settings import is_number

EXACTLY = "approximate=False (in commands --exact)"
"""How exact neighbours are asked for, in words."""
BEYOND = 200_000
"""Points beyond which neighbours are approximate unless asked for exactly, in more than `NARROW` columns."""
NARROW = 4
"""Columns up to which a kd-tree finds exact neighbours of any number of points at once."""
RECALL = 0.999
"""The recall that is wanted, unless said otherwise."""
AUDITED = 1000
"""Rows on which it is measured."""
DOUBT = 0.05
"""The bound on the recall fails with at most this probability."""
LISTS, ROUNDS, PER_LIST = 4.0, 6, 64
"""Lists of the file in units of √n, and the rounds and points of a list of the k-means that makes them."""
PROBE = 32
"""Lists that are read for a query, at first."""
SPARE = 2
"""Candidates beyond the K, since distances in single precision may tie."""
BLOCK = 16_384
"""Queries at a time."""


@dataclass(frozen=True)
class Audit:
    """How many of the nearest neighbours were found.

    Attributes
    ----------
    recall : float
        The mean part of K points that was found, over some rows; one that ties with the K-th nearest is found.
    lower : float
        It is at least this over all rows, with a probability of 95 %.
    least : float
        The smallest part, of those rows.
    rows : int
        Rows drawn at random on which it was measured, by exact neighbours.
    """

    recall: float
    lower: float
    least: float
    rows: int

    def __str__(self) -> str:
        """What the neighbours are, in words."""
        return (
            f"approximate neighbours: recall {self.recall:.4f} on {self.rows:,} rows (at least {self.lower:.4f} with "
            f"95 %), the least {self.least:.2f}"
        )


def approximates(n: int, columns: int, approximate: bool | None) -> bool:
    """Return whether neighbours of n points are to be approximate: as asked, or where exact ones would take long."""
    return n > BEYOND and columns > NARROW if approximate is None else approximate


def checked_recall(recall: float) -> float:
    """Return the recall that is wanted, in (0, 1).

    Raises
    ------
    InputError
        Where it is not.
    """
    if not (is_number(recall) and 0 < recall < 1):
        shown = f"{recall:g}" if is_number(recall) else repr(recall)
        raise InputError(f"recall is {shown}; a number above 0 and below 1 is right, or {EXACTLY}")
    return float(recall)


def approximate_neighbours(
    points: FloatArray, k: int, recall: float = RECALL, seed: int = 0, folder: Folder = None
) -> tuple[IntArray, Audit]:
    """Return about the K nearest of the points to each of them, nearest first, and how near that is.

    Parameters
    ----------
    points : ndarray, (n, p)
    k : int
        From 1 to n − 1.
    recall : float
        The recall that is wanted on the audited rows, in (0, 1).
    seed : int
        Of the audited rows. The inverted file is made from the points alone.
    folder : path, optional
        Where blocks of neighbours are kept as they are found: a search of the same points goes on from there.

    Returns
    -------
    positions : ndarray of int, (n, k)
    Audit

    Raises
    ------
    InputError
        Where faiss is missing or broken, there is less memory than its file needs, `recall` is out of range, or it is
        not reached although all lists were read.

    Notes
    -----
    Twice as many lists are read until the audit meets the recall. Distances are in single precision, and those of the
    candidates are computed again in double precision. The lower bound is that of Chernoff and Hoeffding by relative
    entropies, with the doubt divided by the number of looks.
    """
    recall = checked_recall(recall)
    if folder is not None:
        refuse_no_folder(folder)
    faiss, reason = faiss_or_reason()
    if faiss is None:
        raise InputError(
            f"a search for approximate neighbours {reason}; exact ones of {len(points):,} points, by {EXACTLY}, would "
            f"take about {_in_words(estimated_seconds(points, k))}"
        )
    apart = lifted(points, points[:0])
    points = points if apart is None else apart[0]
    n, p = points.shape
    refuse_beyond(
        n * (4.0 * p + 8 + 8 * k), f"an inverted file of {n:,} points", f"{EXACTLY}, or fewer points are right"
    )
    scale = Scale.of(points)
    index = _file(faiss, points, scale)
    chosen = np.sort(np.random.default_rng(seed).choice(len(points), min(AUDITED, len(points)), replace=False))
    exact = neighbours_of(points, points[chosen], k)
    probe, looks = min(PROBE, index.nlist), 1 + max(0, int(np.ceil(np.log2(index.nlist / PROBE))))
    while True:
        found = _found(faiss, index, points, scale, chosen, k, probe)
        audit = _audit(points, points[chosen], found, exact, looks)
        if audit.recall >= recall:
            break
        if probe == index.nlist:
            raise InputError(
                f"a recall of {audit.recall:.6g}, not {recall!r}, is what single precision can reach here; a smaller "
                f"recall is right, or {EXACTLY}"
            )
        probe = min(2 * probe, index.nlist)
    kept = Kept.of(folder, points, k, probe)
    every = np.empty((n, k), dtype=np.int64)
    for start in range(0, n, BLOCK):
        rows = np.arange(start, min(start + BLOCK, n))
        name = f"{start}-{start + len(rows)}"
        if kept.has(name):
            every[rows] = kept.read(name, (len(rows), k), n)
        else:
            every[rows] = _found(faiss, index, points, scale, rows, k, probe)
            kept.write(name, every[rows])
    return every, audit


def _file(faiss: Any, points: FloatArray, scale: Scale) -> Any:
    """An inverted file of the points."""
    n, p = points.shape
    lists = max(1, min(int(LISTS * np.sqrt(n)), n // 8))
    index = faiss.IndexIVFFlat(faiss.IndexFlatL2(p), p, lists)
    index.cp.niter, index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = ROUNDS, PER_LIST, 1
    learned = np.sort(np.random.default_rng(0).choice(n, min(n, PER_LIST * lists), replace=False))
    with held(faiss):
        index.train(scale(points[learned]).astype(np.float32))
        for start in range(0, n, BLOCK):
            index.add(scale(points[start : start + BLOCK]).astype(np.float32))
    return index


def _found(faiss: Any, index: Any, points: FloatArray, scale: Scale, rows: IntArray, k: int, probe: int) -> IntArray:
    """The neighbours of some points by reading some lists; exact ones where these hold too few."""
    index.nprobe = probe
    queries = points[rows]
    with held(faiss):
        _, positions = index.search(scale(queries).astype(np.float32), min(k + SPARE, len(points)))
    short = positions[:, -1] < 0
    positions[short] = 0
    found = ordered(points, queries, positions.astype(np.int64))[0][:, :k]
    if short.any():
        found[short] = neighbours_of(points, queries[short], k)
    return found


def _audit(points: FloatArray, queries: FloatArray, found: IntArray, exact: IntArray, looks: int) -> Audit:
    """The recall of rows (m, k), with its bound."""
    farthest = ordered(points, queries, exact)[1][:, -1:]
    hits = (ordered(points, queries, found)[1] <= farthest * (1.0 + TIE)).mean(axis=1)
    mean, least = float(hits.mean()), float(hits.min())
    return Audit(mean, lower_bound(mean, len(hits), DOUBT / looks), least, len(hits))


def lower_bound(mean: float, n: int, doubt: float) -> float:
    """Return what an expectation exceeds, but for the doubt, of which n draws in [0, 1] have some mean.

    It is the b < mean of kl(mean, b) = log(1/doubt)/n.
    """
    level = float(np.log(1.0 / doubt)) / n

    def excess(b: float) -> float:
        rest = 0.0 if mean >= 1 else (1.0 - mean) * np.log((1.0 - mean) / (1.0 - b))
        return float(mean * np.log(mean / b) + rest - level)

    least = mean * np.exp(-(level + 1.0) / mean) if mean > 0 else 0.0
    return float(brentq(excess, least, mean)) if least > 0 else 0.0


def _in_words(seconds: float) -> str:
    """A time as one says it."""
    for unit, name in ((3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} seconds" if seconds >= 2 else "a second"
