"""Random masks and corruptions of the features of a sample, over which a law is averaged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.conditionals import Conditional, Corrupted, Gaussian, Masked, Neighbours
from contextures.settings import count, number

Donors: TypeAlias = Literal["marginals", "rows"]
"""Whether replaced features come each from a row of its own, or all from one."""
Groups: TypeAlias = Sequence[Sequence[int]]
"""The columns of each feature, which are hidden or replaced together."""
DRAWS = 50
"""Masks or corruptions that are averaged, unless said otherwise."""


def randomised(
    law: Neighbours | Gaussian,
    points: FloatArray,
    mask: float,
    corrupt: float,
    donors: Donors,
    draws: int,
    groups: Groups | None,
    seed: int,
) -> Conditional:
    """Return a law as it stands, or its average over masks or corruptions; the settings are those of `knn_context`.

    Parameters
    ----------
    law : Neighbours or Gaussian
    points : ndarray, (n, p)
        The sample, whose rows give the values that replace others.

    Raises
    ------
    InputError
        Where a setting is out of range, both masks and corruptions are asked for, or the groups are no partition.
    """
    shares = {"mask": number(mask, "mask"), "corrupt": number(corrupt, "corrupt")}
    for name, share in shares.items():
        if share >= 1:
            raise InputError(f"{name} is {share:g}; a part of the features from 0 to below 1 is right")
    if donors not in get_args(Donors):
        raise InputError(f"donors is {donors!r}; one of {', '.join(get_args(Donors))} is right")
    if not any(shares.values()):
        return law
    if all(shares.values()):
        raise InputError("mask and corrupt exclude each other; one of them is right")
    width = points.shape[1]
    groups = [[j] for j in range(width)] if groups is None else groups
    if sorted(j for group in groups for j in group) != list(range(width)):
        raise InputError(f"groups must hold each of the {width} columns once")
    if len(groups) < 2:
        raise InputError(f"X has n_features = 1; {'masks' if mask else 'corruptions'} need at least two")
    if mask:
        return Masked(law, masks(groups, mask, count(draws, "draws"), seed))
    return Corrupted(law, *corruptions(points, groups, corrupt, donors, count(draws, "draws"), seed))


def masks(groups: Groups, mask: float, draws: int, seed: int) -> list[IntArray]:
    """Return the columns that stay visible under each of some random masks.

    Parameters
    ----------
    groups : sequence of sequences of int
        The columns of each feature.
    mask : float
        The part of the features that is hidden: at least one of them, and not all.
    draws : int
    seed : int
    """
    rng = np.random.default_rng(seed)
    hidden = _number(groups, mask)
    chosen = []
    for _ in range(draws):
        visible = np.sort(rng.permutation(len(groups))[hidden:])
        chosen.append(np.sort(np.concatenate([np.asarray(groups[i], dtype=np.int64) for i in visible])))
    return chosen


def corruptions(
    points: FloatArray, groups: Groups, share: float, donors: Donors, draws: int, seed: int
) -> tuple[NDArray[np.bool_], FloatArray]:
    """Return which coordinates each of some random corruptions replaces, and by which values, (draws, p) each.

    Parameters
    ----------
    points : ndarray, (n, p)
        A feature takes its value in one of these rows.
    groups : sequence of sequences of int
        The columns of each feature.
    share : float
        The part of the features that is replaced: at least one of them, and not all.
    donors : {"marginals", "rows"}
    draws : int
    seed : int
    """
    rng = np.random.default_rng(seed)
    feature = np.empty(points.shape[1], dtype=np.int64)
    for i, group in enumerate(groups):
        feature[list(group)] = i
    chosen = rng.permuted(np.tile(np.arange(len(groups)) < _number(groups, share), (draws, 1)), axis=1)
    rows = rng.integers(len(points), size=(draws, len(groups) if donors == "marginals" else 1))
    rows = np.broadcast_to(rows, chosen.shape)[:, feature]
    replaced = chosen[:, feature]
    return replaced, np.where(replaced, points[rows, np.arange(points.shape[1])], 0.0)


def said(mask: float, corrupt: float, donors: Donors, draws: int) -> str:
    """Return masks or corruptions in words that follow those of a context."""
    if mask:
        return f", {mask:.0%} of the features hidden, {draws} masks"
    whence = "their marginals" if donors == "marginals" else "another row"
    return f", {corrupt:.0%} of the features from {whence}, {draws} corruptions" if corrupt else ""


def _number(groups: Groups, share: float) -> int:
    """How many features a share is: at least one, and not all."""
    return min(max(round(share * len(groups)), 1), len(groups) - 1)
