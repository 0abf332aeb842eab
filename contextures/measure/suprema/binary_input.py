"""The largest contraction of a channel of binary input, over all laws of the input, and the curve that is its formula.

The curve c(p) = Σ p(1 − p)(W_1 − W_0)²/((1 − p)W_0 + pW_1) is concave, each summand being a harmonic mean, so that a
tangent bounds it from above.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.numbers import Bracket, NotCertifiable, ball, rational
from contextures.measure.suprema.contraction import curve, divergence, ratio, rounded

Array = NDArray[Any]

NEAR = 1e-4
"""How far two laws are apart where the local contraction is read off."""
COARSE, FINE, ROUNDS = 17, 9, 8
"""Points of the first grid, of the later ones around the best point, and their number."""


def _grid(points: int) -> Array:
    """Masses strictly between 0 and 1, denser at the ends."""
    return np.asarray((1 - np.cos(np.pi * (np.arange(points) + 0.5) / points)) / 2)


def largest_pair(channel: Array) -> tuple[Array, Array]:
    """Return sup KL(RW‖PW)/KL(R‖P) over P and R, of a batch of channels (B, 2, M), and the masses of the second input.

    Pairs on a grid, and neighbours P, R of which the place is refined.

    Returns
    -------
    value : ndarray (B,)
    masses : ndarray (B, 2)
        Of P and of R.
    """
    grid = _grid(COARSE)
    p, r = (a.ravel() for a in np.meshgrid(grid, np.concatenate([[0.0], grid, [1.0]]), indexing="ij"))
    pairs = np.broadcast_to(np.stack([p, r], axis=-1), (len(channel), len(p), 2))
    width = np.full((len(channel), 1), 1 / COARSE)
    local = np.broadcast_to(_grid(8 * COARSE), (len(channel), 8 * COARSE))
    best, top = _best(channel, pairs)
    for _ in range(ROUNDS):
        near = np.concatenate([np.stack([local, local * (1 + sign * NEAR * (1 - local))], -1) for sign in (1, -1)], 1)
        found, value = _best(channel, near)
        better = value > top
        best, top = np.where(better[:, None], found, best), np.where(better, value, top)
        local = np.clip(found[:, :1] + width * np.linspace(-1, 1, FINE), 1e-9, 1 - 1e-9)
        width = width / 3
    return top, best


def _best(channel: Array, pairs: Array) -> tuple[Array, Array]:
    """The best of some pairs of masses, and its ratio."""
    p = np.stack([1 - pairs[..., 0], pairs[..., 0]], axis=-1)
    step = (pairs[..., 1] - pairs[..., 0])[..., None] * np.array([-1.0, 1.0])
    value = ratio(p, p @ channel, channel, step)
    place = value.argmax(1)[:, None]
    return np.take_along_axis(pairs, place[..., None], axis=1)[:, 0], np.take_along_axis(value, place, axis=1)[:, 0]


def find_pair(channel: Array, digits: int) -> dict[str, str]:
    """Search masses ``p`` and ``r`` of the second input that bound the largest contraction from below."""
    _, (found,) = largest_pair(rounded(channel)[None])
    grid = 10**digits
    p, r = (fmpq(round(float(v) * grid), grid) for v in found)
    p = min(max(p, fmpq(1, grid)), fmpq(grid - 1, grid))
    return {"p": str(p), "r": str(r if r != p else p + fmpq(1, 100 * grid))}


def ratio_at(channel: Array, witness: Any) -> Bracket:
    """Return what a pair of laws proves: the largest contraction is at least its ratio, and at most 1."""
    p, r = _read(witness, "p"), _read(witness, "r")
    if not 0 < p < 1 or not 0 <= r <= 1 or p == r:
        raise NotCertifiable("the witness is no pair of laws")
    before, after = (
        np.array([[1 - m, m] for m in (r, p)], dtype=object) @ part for part in (np.eye(2, dtype=int), channel)
    )
    return Bracket(ball(divergence(*after)) / ball(divergence(*before)), fmpq(1))


def peak(channel: Array) -> Array:
    """Return the largest value of the curve, of a batch of channels (B, 2, M), by thirds."""
    low, high = np.zeros((len(channel), 1)), np.ones((len(channel), 1))
    shift = (channel[:, 1] - channel[:, 0]) ** 2

    def at(p: Array) -> Array:
        out = (1 - p) * channel[:, 0] + p * channel[:, 1]
        return np.asarray((p * (1 - p) * shift / np.where(out > 0, out, 1.0)).sum(1, keepdims=True))

    for _ in range(60):
        first, second = (2 * low + high) / 3, (low + 2 * high) / 3
        rising = at(first) < at(second)
        low, high = np.where(rising, first, low), np.where(rising, high, second)
    return at((low + high) / 2)[:, 0]


def find_peak(channel: Array, digits: int) -> dict[str, str]:
    """Search where the curve is highest."""
    low, high = fmpq(0), fmpq(1)
    shift, grid = channel[1] - channel[0], 10 ** (2 * digits)
    while (high - low) * grid > 1:
        middle = (low + high) / 2
        rising = curve(channel, shift, middle)[1] > 0
        low, high = (middle, high) if rising else (low, middle)
    top = (low + high) / 2
    return {"at": str(fmpq(int((top * grid).floor()), grid) if top < 1 else top)}


def enclosed_peak(channel: Array, witness: Any) -> Bracket:
    """Return the largest value of the curve between its value and the ends of its tangent at a place."""
    at = _read(witness, "at")
    if not 0 < at < 1:
        raise NotCertifiable("the witness is no place on the curve")
    height, slope = curve(channel, channel[1] - channel[0], at)
    return Bracket(height, height + max(slope * (1 - at), -slope * at))


def _read(witness: Any, name: str) -> fmpq:
    if not isinstance(witness, Mapping) or name not in witness:
        raise NotCertifiable(f"a witness without {name}")
    return rational(witness[name])
