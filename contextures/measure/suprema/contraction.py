"""The contraction coefficient of a channel in Kullback–Leibler divergence, η_KL(P, W) = sup KL(RW‖PW)/KL(R‖P).

A law R bounds it from below. From above it is at most the contraction in total variation (Cohen et al. 1993), and for a
binary input a line proves more: h·KL(R‖P) − KL(RW‖PW) is convex, concave and convex again as the mass r of one input
grows, since r(1 − r) times its second derivative is h less a concave function. It vanishes to first order at P, so
that on the side of P it is nonnegative, and so it is everywhere if a tangent on the other side is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray
from scipy import special

from contextures.exact import numbers
from contextures.exact.numbers import Bracket, NotCertifiable, ball, rational

Array = NDArray[Any]

NEAR = 1e-5
"""How far from P the laws are at which the local contraction is read off: its error is the square of that."""
FIRST, LAST, KEPT = 3, 5, 4
"""Steps of the ascent from every start, steps from the best ones, and their number."""
POINTS, FINE, ROUNDS = 64, 12, 7
"""Laws of a binary input that are tried at first, then around the best, and how often."""
SAME = 1e-9
"""Size of a singular function that is nothing but rounding."""
FLOOR = 1e-300
"""What stands for no mass under a logarithm."""
REGULAR = 1e-12
"""Determinant below which no Newton step is taken."""
LEAST = 1e-12
"""How near to an end of the line a tangent is drawn."""
ABOVE = (6, 9)
"""Decimal digits of the upper bound that is proved of a binary input: coarse ones first."""


def largest_ratio(p: Array, channel: Array) -> tuple[Array, Array]:
    """Return η_KL of a batch, found by an ascent from many laws, and a law that (nearly) attains it.

    Parameters
    ----------
    p : ndarray (B, N)
        Positive laws.
    channel : ndarray (B, N, M)

    Returns
    -------
    value : ndarray (B,)
    law : ndarray (B, N)
    """
    out = (p[:, None, :] @ channel)[:, 0]
    if p.shape[1] == 2:
        return _along_the_line(p, out, channel)
    step, value = _ascent(p, out, channel, _starts(p, out, channel), FIRST)
    best = np.argsort(-value, axis=1, kind="stable")[:, :KEPT]
    step, value = _ascent(p, out, channel, np.take_along_axis(step, best[..., None], axis=1), LAST)
    top = value.argmax(1)[:, None]
    return np.take_along_axis(value, top, axis=1)[:, 0], p + np.take_along_axis(step, top[..., None], axis=1)[:, 0]


def _starts(p: Array, out: Array, channel: Array) -> Array:
    """Laws less P, (B, S, N): P given each set of inputs, and both ways along the first singular function."""
    size = p.shape[-1]
    kept = np.array([chosen for chosen in product((0.0, 1.0), repeat=size) if 0 < sum(chosen) < size])
    weights = kept * p[:, None, :]
    given = weights / weights.sum(-1, keepdims=True) - p[:, None, :]
    root = np.sqrt(p[:, :, None] * out[:, None, :])
    scaled = p[:, :, None] * channel / np.where(root > 0, root, 1.0) - root
    u = np.linalg.eigh(scaled @ scaled.swapaxes(1, 2))[1][:, :, -1]
    along = u * np.sqrt(p)
    along = along - p * along.sum(1, keepdims=True)
    size = np.abs(along / p).max(1, keepdims=True)
    along = np.where(size > SAME, along / np.where(size > SAME, size, 1.0), 0.0)
    along = along - p * along.sum(1, keepdims=True)
    return np.concatenate([given, along[:, None] * np.array([NEAR, -NEAR, 0.5, -0.5])[:, None]], axis=1)


def _along_the_line(p: Array, out: Array, channel: Array) -> tuple[Array, Array]:
    """The same of a binary input: the best of a grid, denser at the ends, and of finer ones around its best point."""
    q = p[:, 1:]
    grid = (1 - np.cos(np.linspace(0, np.pi, POINTS))) / 2
    tried = np.concatenate([np.broadcast_to(grid, (len(p), POINTS)), q * (1 + NEAR * p[:, :1] * [1.0, -1.0])], axis=1)
    width, best, top = np.full((len(p), 1), np.pi / POINTS), q, np.full((len(p), 1), -np.inf)
    for _ in range(ROUNDS):
        value = ratio(p[:, None], out[:, None], channel, (tried - q)[..., None] * [-1.0, 1.0])
        place = value.argmax(1)[:, None]
        found, at = np.take_along_axis(value, place, 1), np.take_along_axis(tried, place, 1)
        top, best = np.maximum(top, found), np.where(found > top, at, best)
        tried = np.clip(best + width * np.maximum(np.sqrt(best * (1 - best)), width) * np.linspace(-1, 1, FINE), 0, 1)
        width = width * 3 / FINE
    return top[:, 0], np.concatenate([1 - best, best], axis=1)


def _ascent(p: Array, out: Array, channel: Array, step: Array, rounds: int) -> tuple[Array, Array]:
    """Linearise the convex KL(RW‖PW) and maximise it less η·KL(R‖P), again and again: the ratio never falls.

    R is a tilt of P, and the tilt that a step leads to is a function of the one it starts from. Beside that step its
    Newton step to a fixed point is tried, twice that, as η rises on the way, and the reverse, which leaves saddles.
    """
    p, out, back = p[:, None, :], out[:, None, :], channel.swapaxes(1, 2)
    value, size = ratio(p, out, channel, step), p.shape[-1]
    pairs = (back[..., None] * back[:, :, None, :]).reshape(len(back), -1, size * size)

    def tilted(tilt: Array) -> Array:
        raised = p * np.exp(tilt - tilt.max(-1, keepdims=True))
        return np.asarray(raised / raised.sum(-1, keepdims=True) - p)

    with np.errstate(all="ignore"):
        for _ in range(rounds):
            eta, seen = np.maximum(value, FLOOR)[..., None], np.maximum(1 + _relative(step, out, channel), FLOOR)
            held = np.log(np.maximum(1 + step / p, FLOOR))
            gap = np.log(seen) @ back / eta - held
            gap = gap - (p * gap).sum(-1, keepdims=True)
            curved = ((1 / np.maximum(seen * out, FLOOR)) @ pairs).reshape(*step.shape, size)
            slope = np.eye(size) - (curved - 1) * (p + step)[..., None, :] / eta[..., None]
            newton = _solved(slope, gap[..., None])[..., 0]
            moved = tilted(np.stack([held + gap, *(held + share * newton for share in (1, 2, -1))]))
            found = ratio(p, out, channel, moved)
            risen = False
            for place, reached in zip(moved, found, strict=True):
                better = reached > value
                risen = risen or bool(better.any())
                step, value = np.where(better[..., None], place, step), np.where(better, reached, value)
            if not risen:
                break
    return step, value


def _solved(slope: Array, gap: Array) -> Array:
    """The solutions of a batch of equations; 0 of those that are singular."""
    try:
        return np.linalg.solve(slope, gap)
    except np.linalg.LinAlgError:
        singular = (~(np.abs(np.linalg.det(slope)) > REGULAR))[..., None, None]
        return np.where(singular, 0.0, np.linalg.solve(np.where(singular, np.eye(slope.shape[-1]), slope), gap))


def _relative(step: Array, out: Array, channel: Array) -> Array:
    """RW/PW − 1, where R − P is given."""
    return np.asarray(step @ channel / np.where(out > 0, out, 1.0))


def ratio(p: Array, out: Array, channel: Array, step: Array) -> Array:
    """KL(RW‖PW)/KL(R‖P) where R − P is given; −∞ where R is too near to P to tell."""
    with np.errstate(all="ignore"):
        before = np.einsum("...n,...n->...", p, excess(step / p))
        after = np.einsum("...m,...m->...", out, excess(_relative(step, out, channel)))
        return np.where(before > (NEAR / 10) ** 2 * p.min(-1), after / before, -np.inf)


def excess(t: Array) -> Array:
    """(1 + t) log(1 + t) − t, to full relative precision; 1 at t = −1."""
    found = special.xlog1py(1 + t, t) - t
    small = np.abs(t) < 1e-2
    s = t[small]
    found[small] = s * s * (1 / 2 - s * (1 / 6 - s * (1 / 12 - s * (1 / 20 - s * (1 / 30 - s / 42)))))
    found[t <= -1] = 1.0
    return np.asarray(found)


def find_witness(p: Array, channel: Array, digits: int) -> dict[str, Any]:
    """Search what encloses η_KL of one exact instance: a law below it and, for a binary input, a line above it.

    Returns
    -------
    dict
        ``law`` (list of strings) and ``above``: None, or ``h``, ``at`` and ``between`` (strings).
    """
    value, law = largest_ratio(rounded(p)[None], rounded(channel)[None])
    grid = 10**digits
    whole = [round(float(v) * grid) for v in law[0]]
    if not sum(whole):
        whole[int(law[0].argmax())] = 1
    if all(fmpq(v, sum(whole)) == q for v, q in zip(whole, p, strict=True)):
        whole[0] += 1
    below = [str(fmpq(v, sum(whole))) for v in whole]
    return {"law": below, "above": _line(p, channel, float(value[0]), digits) if len(p) == 2 else None}


def _line(p: Array, channel: Array, value: float, digits: int) -> dict[str, str] | None:
    """A bound h > η_KL of a binary input that the argument of this module proves, and what it needs."""
    for precision in ABOVE[: 1 + (digits > ABOVE[0])]:
        grid = 10**precision
        h = fmpq(int(np.ceil(value * grid)) + 1, grid)
        for at, between in _tangents(p, channel, float(int(h.p) / int(h.q))):
            line = {"h": str(h), "at": at, "between": between}
            if is_line(p, channel, line):
                return line
    return None


def _tangents(p: Array, channel: Array, h: float) -> list[tuple[str, str]]:
    """Where the tangent on the other side of P may be drawn, and a place of the concave part between."""
    w, q = rounded(channel), float(rounded(p)[1])
    used = w[0] != w[1]
    first, shift = w[0][used], (w[1] - w[0])[used]

    def height(r: float) -> float:
        return float((shift**2 * r * (1 - r) / (first + r * shift)).sum())

    def falls(r: float) -> bool:
        out = first + r * shift
        return float((shift**2 * ((1 - 2 * r) * out - r * (1 - r) * shift) / out**2).sum()) < 0

    def bends(r: float) -> bool:
        out = (first + r * shift) / (first + q * shift)
        return bool(h * np.log(r * (1 - q) / (q * (1 - r))) > (shift * np.log(out)).sum())

    top = _bisected(falls, LEAST, 1 - LEAST)[0]
    if height(top) <= h:
        return [(_decimal(top), "")]
    end = 1 if q < top else 0
    if height(abs(end - LEAST)) > h:
        return [(str(end), _decimal(top))]
    if q < top:
        start = _bisected(lambda r: height(r) <= h, top, 1 - LEAST)[1]
        ends = _bisected(bends, start, 1 - LEAST)
    else:
        start = _bisected(lambda r: height(r) > h, LEAST, top)[0]
        ends = _bisected(bends, LEAST, start)
    return [(_decimal(end), _decimal(top)) for end in ends]


def _bisected(true: Callable[[float], bool], low: float, high: float) -> tuple[float, float]:
    """Two neighbours between which a statement that is false below becomes true."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if true(middle) else (middle, high)
    return low, high


def rounded(values: Array) -> Array:
    """Turn rationals into floats."""
    return np.asarray(np.vectorize(lambda v: int(v.p) / int(v.q), otypes=[float])(values))


def _decimal(value: float) -> str:
    return str(fmpq(round(value * 10**12), 10**12))


def is_line(p: Array, channel: Array, line: Mapping[str, str]) -> bool:
    """Decide whether h ≥ η_KL of a binary input, by the argument of this module.

    With G(r) = h·KL(R‖P) − KL(RW‖PW) and c(r) = r(1 − r)Σ(W_1 − W_0)²/RW: where h ≥ c everywhere, which a tangent of
    the concave c proves, G is convex. Else h ≥ c at P, c > h at a place between P and the tangent, and h ≥ c at the
    tangent, which is nonnegative from one end to the other; or c ≥ h up to the end of the line, where G ≥ 0.
    """
    h, at = rational(line["h"]), rational(line["at"])
    if not 0 <= at <= 1:
        return False
    shift = channel[1] - channel[0]
    if not line["between"]:
        if at in (0, 1):
            return False
        height, slope = curve(channel, shift, at)
        return bool(height + slope * (1 - at) <= h and height - slope * at <= h)
    between = rational(line["between"])
    if not (p[1] < between < at or at < between < p[1]):
        return False
    if not (curve(channel, shift, p[1])[0] <= h < curve(channel, shift, between)[0]):
        return False
    if at in (0, 1):
        end, other = channel[int(at.p)], channel[1 - int(at.p)]
        limit = sum((b for a, b in zip(end, other, strict=True) if a == 0), fmpq(0))
        gap = arb(h) * arb(1 / p[int(at.p)]).log() - ball(divergence(end, p @ channel))
        return bool(limit >= h and gap >= 0)
    if not curve(channel, shift, at)[0] <= h:
        return False
    law = np.array([1 - at, at], dtype=object)
    out, seen = p @ channel, law @ channel
    gap = arb(h) * ball(divergence(law, p)) - ball(divergence(seen, out))
    rise = arb(h) * (arb(at / p[1]).log() - arb((1 - at) / p[0]).log())
    for d, new, old in zip(shift, seen, out, strict=True):
        if d != 0:
            rise -= arb(d) * arb(new / old).log()
    return bool(gap + rise * (1 - at) >= 0 and gap - rise * at >= 0)


def curve(channel: Array, shift: Array, r: fmpq) -> tuple[fmpq, fmpq]:
    """c(r) = Σ d²·r(1 − r)/m, which is concave, and its slope; m = (1 − r)W_0 + rW_1."""
    height, slope = fmpq(0), fmpq(0)
    for d, zero, one in zip(shift, channel[0], channel[1], strict=True):
        if d != 0:
            m = (1 - r) * zero + r * one
            height += d * d * r * (1 - r) / m
            slope += d * d * ((1 - 2 * r) * m - r * (1 - r) * d) / (m * m)
    return height, slope


def divergence(p: Array, q: Array) -> Any:
    """Σ p log(p/q) for p ≪ q."""
    return numbers.add(
        [numbers.multiply([a, numbers.log(a / b)]) for a, b in zip(p, q, strict=True) if a != 0] or [fmpq(0)]
    )


def enclosed(p: Array, channel: Array, witness: Any) -> Bracket:
    """Return η_KL of one exact instance between what a witness proves on both sides.

    Raises
    ------
    NotCertifiable
        If it is no witness.
    """
    if not isinstance(witness, Mapping) or set(witness) != {"law", "above"} or len(witness["law"]) != len(p):
        raise NotCertifiable("no witness of the contraction")
    law = np.array([rational(value) for value in witness["law"]], dtype=object)
    if law.sum() != 1 or (law < 0).any() or (law == p).all():
        raise NotCertifiable("the witness of the contraction is no other law")
    after, before = divergence(law @ channel, p @ channel), divergence(law, p)
    below = ball(after) / ball(before)
    size = len(p)
    above = max(
        (
            sum(abs(a - b) for a, b in zip(channel[i], channel[j], strict=True)) / 2
            for i in range(size)
            for j in range(i)
        ),
        default=fmpq(0),
    )
    line = witness["above"]
    if line is not None:
        if size != 2 or set(line) != {"h", "at", "between"} or not is_line(p, channel, line):
            raise NotCertifiable("the line above the contraction proves nothing")
        above = min(above, rational(line["h"]))
    return Bracket(below, above)
