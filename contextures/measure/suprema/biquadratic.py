"""The largest value of a biquadratic form Q(u, v) = ΣM_{ij,kl}u_iv_ju_kv_l on unit vectors, one of them in the plane.

For v = (cos φ, sin φ) it is the largest eigenvalue of a matrix of one angle. A pair of rational unit vectors bounds it
from below. With x = tan φ a number t is above it iff the matrix polynomial (1 + x²)t·Id − M(1, x) is positive definite
for every x and in the limit: it is so at 0, its determinant has no real root, and its leading coefficient is positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_poly
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact.arithmetic import as_matrix
from contextures.exact.numbers import Bracket, NotCertifiable, rational

Array = NDArray[Any]

ANGLES, POINTS, ROUNDS = 16, 9, 5
"""Angles that are tried at first, then around the best one, and how often."""
ABOVE = (10, 8, 6)
"""Decimal digits of the upper bound that is proved, of the size of the form: fine ones first."""


def planar(moments: Array) -> Array:
    """Return the form with v in the plane: the roles of u and v are exchanged where v has more than two coordinates.

    Raises
    ------
    InputError
        If neither has two coordinates or one.
    """
    if moments.shape[-1] <= 2:
        return moments
    if moments.shape[-2] > 2:
        raise InputError("a biquadratic form is maximised where u or v has at most two coordinates")
    return np.moveaxis(moments, (-4, -3, -2, -1), (-3, -4, -1, -2))


def _pencil(moments: Array) -> tuple[Array, Array, Array]:
    """M(1, x) = first + x·mixed + x²·last."""
    first, last = moments[..., :, 0, :, 0], moments[..., :, -1, :, -1]
    return first, moments[..., :, 0, :, -1] + moments[..., :, -1, :, 0], last


def _at(moments: Array, angle: Array) -> Array:
    """The matrix of each angle (B, K), (B, K, d, d)."""
    first, mixed, last = (part[:, None] for part in _pencil(moments))
    c, s = np.cos(angle)[..., None, None], np.sin(angle)[..., None, None]
    return np.asarray(c**2 * first + c * s * mixed + s**2 * last)


def _tops(form: Array) -> Array:
    """The largest eigenvalue, in closed form of two rows."""
    if form.shape[-1] > 2:
        return np.asarray(np.linalg.eigvalsh(form)[..., -1])
    a, b, c = form[..., 0, 0], form[..., 0, -1], form[..., -1, -1]
    if form.shape[-1] == 1:
        return np.asarray(a)
    return np.asarray((a + c) / 2 + np.hypot((a - c) / 2, b))


def largest(moments: Array) -> tuple[Array, Array, Array]:
    """Return the largest value of a batch, and where it is.

    Parameters
    ----------
    moments : ndarray (B, d, 1 or 2, d, 1 or 2)

    Returns
    -------
    value : ndarray (B,)
    u : ndarray (B, d)
    v : ndarray (B, 1 or 2)
    """
    angle = np.zeros((len(moments), 1))
    if moments.shape[-1] == 2:
        tried = np.broadcast_to(np.arange(ANGLES) * np.pi / ANGLES, (len(moments), ANGLES))
        width = np.pi / ANGLES
        for _ in range(ROUNDS + 1):
            place = _tops(_at(moments, tried)).argmax(1)[:, None]
            angle = np.take_along_axis(tried, place, 1)
            tried = angle + width * np.linspace(-1, 1, POINTS)
            width = 2 * width / (POINTS - 1)
        step = width * (POINTS - 1) / 2
        left, here, right = _tops(_at(moments, angle + step * np.array([-1.0, 0.0, 1.0]))).T
        bend = left - 2 * here + right
        angle = (
            angle
            + step * np.clip(np.where(bend < 0, (left - right) / np.where(bend < 0, 2 * bend, 1), 0), -1, 1)[:, None]
        )
    form = _at(moments, angle)[:, 0]
    values, vectors = np.linalg.eigh(form)
    v = np.concatenate([np.cos(angle), np.sin(angle)], 1)[:, : moments.shape[-1]]
    return values[:, -1], vectors[:, :, -1], v


def find_witness(moments: Array, digits: int) -> dict[str, Any]:
    """Search rational unit vectors near the maximum of one exact form, and a bound above it that is proved.

    Returns
    -------
    dict
        ``u``, ``v`` (lists of strings) and ``above``, a string, or None where none is proved.
    """
    floats = np.vectorize(lambda q: int(q.p) / int(q.q), otypes=[float])(moments)
    value, u, v = (found[0] for found in largest(floats[None]))
    size = fmpq(1 + int(np.abs(floats).sum()))
    above = None
    for precision in ABOVE:
        grid = 10 ** (precision + 3)
        bound = fmpq(int(np.ceil(float(value) * grid)), grid) + size / 10**precision
        if is_above(moments, bound):
            above = str(bound)
            break
    return {"u": _unit(u, digits), "v": _unit(v, digits), "above": above}


def _unit(vector: Array, digits: int) -> list[str]:
    """A rational unit vector near a vector or its opposite: the half-turn of the first basis vector about their sum."""
    if len(vector) == 1:
        return ["1"]
    vector = vector if vector[0] >= 0 else -vector
    grid = 10 ** max(digits, 6)
    axis = [fmpq(round(float(x) * grid)) for x in (vector[0] + 1, *vector[1:])]
    square = sum((a * a for a in axis), fmpq(0))
    turned = [2 * axis[0] * a / square for a in axis]
    return [str(turned[0] - 1), *map(str, turned[1:])]


def is_above(moments: Array, bound: fmpq) -> bool:
    """Tell whether a bound is certainly above the form."""
    first, mixed, last = _pencil(moments)
    rows = len(first)
    one = np.array([[fmpq(int(i == j)) for j in range(rows)] for i in range(rows)], dtype=object)
    if moments.shape[-1] == 1:
        return _positive(bound * one - first)
    if not (_positive(bound * one - first) and _positive(bound * one - last)):
        return False
    places = range(2 * rows + 1)
    heights = [
        as_matrix((1 + fmpq(x) ** 2) * bound * one - first - x * mixed - fmpq(x) ** 2 * last).det() for x in places
    ]
    powers = fmpq_mat(len(heights), len(heights), [fmpq(x) ** k for x in places for k in places])
    solved = powers.solve(fmpq_mat(len(heights), 1, heights))
    polynomial: Any = fmpq_poly([solved[k, 0] for k in places]).numer()
    return not any(root.imag == 0 for root, _ in polynomial.complex_roots())


def _positive(matrix: Array) -> bool:
    """Whether a rational symmetric matrix is positive definite."""
    return all(as_matrix(matrix[: k + 1, : k + 1]).det() > 0 for k in range(len(matrix)))


def enclosed(moments: Array, witness: Mapping[str, Any]) -> Bracket:
    """Return what a witness proves of the largest value of one exact form.

    Raises
    ------
    NotCertifiable
        If what it holds are no unit vectors, or no bound above.
    """
    try:
        u, v = ([rational(x) for x in witness[name]] for name in ("u", "v"))
        above = None if witness["above"] is None else rational(witness["above"])
    except (KeyError, TypeError, ValueError):
        raise NotCertifiable("the witness of the largest value of a form is not readable") from None
    fits = (len(u), len(v)) == moments.shape[:2] and all(sum((x * x for x in w), fmpq(0)) == 1 for w in (u, v))
    if not fits or above is None or not is_above(moments, above):
        raise NotCertifiable("the witness of the largest value of a form proves nothing")
    both = np.array([[x * y for y in v] for x in u], dtype=object).ravel()
    flat = moments.reshape(len(both), len(both))
    return Bracket(fmpq(both @ flat @ both), above)
