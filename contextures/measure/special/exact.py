"""Special functions of exact numbers.

Where a function inverts another, its value is a `Crossing`: a rational is compared with it by what defines it. A value
that is irrational for rational arguments is a ball or a sum of logarithms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import comb, factorial
from typing import Any

from flint import arb, fmpq, fmpz

from contextures.exact import numbers
from contextures.exact.crossings import Crossing, Root
from contextures.exact.numbers import Exact, NotCertifiable, UndefinedError, ball
from contextures.measure.special import floats, joint_angle

MOST_BITS = 400_000
"""Bits of a binomial probability up to which it is a rational."""
LARGEST_XI = 2_000
"""The n up to which ξ(n) is a rational."""
ZERO, ONE = fmpq(0), fmpq(1)


def ceiling(value: Exact) -> fmpq:
    """Round up."""
    if isinstance(value, fmpq):
        return fmpq(value.ceil())
    return _one_whole(ball(value).ceil(), value)


def floor(value: Exact) -> fmpq:
    """Round down."""
    if isinstance(value, fmpq):
        return fmpq(value.floor())
    return _one_whole(ball(value).floor(), value)


def _one_whole(rounded: arb, value: Exact) -> fmpq:
    found = rounded.unique_fmpz()
    if found is None:
        raise NotCertifiable(f"the whole number next to {value} is open")
    return fmpq(found)


def binary_kl(q: Exact, p: Exact) -> Exact:
    """Return kl(q‖p): a sum of logarithms where both are rational."""
    if isinstance(q, fmpq) and isinstance(p, fmpq):
        return _rational_kl(q, p)
    terms = []
    for first, second in ((q, p), (_minus(q), _minus(p))):
        if isinstance(first, fmpq) and first == 0:
            continue
        ratio = numbers.add([numbers.log(first), numbers.negative(numbers.log(second))])
        terms.append(numbers.multiply([first, ratio]))
    return numbers.add(terms)


def _rational_kl(q: fmpq, p: fmpq) -> Exact:
    if not (0 <= q <= 1 and 0 <= p <= 1):
        raise UndefinedError(f"kl({q}‖{p}): both are probabilities")
    pairs = [(a, b) for a, b in ((q, p), (1 - q, 1 - p)) if a != 0]
    if any(b == 0 for _, b in pairs):
        return arb.pos_inf()
    return numbers.add([numbers.multiply([a, numbers.log(a / b)]) for a, b in pairs])


def _minus(value: Exact) -> Exact:
    return numbers.add([ONE, numbers.negative(value)])


def kl_upper(q: Exact, epsilon: Exact) -> Exact:
    """Return max{p ≤ 1: kl(q‖p) ≤ ε}."""
    return _kl_inverse(q, epsilon, 1)


def kl_lower(q: Exact, epsilon: Exact) -> Exact:
    """Return min{p ≥ 0: kl(q‖p) ≤ ε}."""
    return _kl_inverse(q, epsilon, -1)


def _kl_inverse(q: Exact, epsilon: Exact, sign: int) -> Exact:
    if not isinstance(q, fmpq):
        return _between(q, lambda end: _kl_inverse(end, epsilon, sign))
    if not 0 <= q <= 1 or numbers.certainly_less(epsilon, ZERO):
        raise UndefinedError(f"no p has kl({q}‖p) ≤ {epsilon}")
    end = ONE if sign > 0 else ZERO
    if q == end or ball(epsilon) == arb.pos_inf():
        return end
    if numbers.certainly_equal(epsilon, ZERO):
        return q

    def side(u: fmpq) -> int | None:
        if (u - q) * sign <= 0:
            return -sign
        if u <= 0 or u >= 1:
            return sign
        kl = _rational_kl(q, u)
        if numbers.certainly_less(epsilon, kl):
            return sign
        if numbers.certainly_less(kl, epsilon):
            return -sign
        return 0 if numbers.certainly_equal(kl, epsilon) else None

    inverse = floats.kl_upper if sign > 0 else floats.kl_lower
    return Crossing(Root(side, float(inverse(_float(q), _float(epsilon)))))


def kl_first(p: Exact, epsilon: Exact) -> Exact:
    """Return min{q ≥ 0: kl(q‖p) ≤ ε}, for a rational p."""
    if not isinstance(p, fmpq):
        raise NotCertifiable(f"kl(q‖p) ≤ ε at an irrational p, {p}")
    if not 0 <= p <= 1 or numbers.certainly_less(epsilon, ZERO):
        raise UndefinedError(f"no q has kl(q‖{p}) ≤ {epsilon}")
    if p == 0 or numbers.certainly_at_most(_rational_kl(ZERO, p), epsilon):
        return ZERO

    def side(u: fmpq) -> int | None:
        if u >= p:
            return 1
        kl = _rational_kl(max(u, ZERO), p)
        if numbers.certainly_less(epsilon, kl):
            return -1
        return 1 if numbers.certainly_less(kl, epsilon) else 0 if numbers.certainly_equal(kl, epsilon) else None

    return Crossing(Root(side, float(floats.kl_first(_float(p), _float(epsilon)))))


def binomial_cdf(k: Exact, n: Exact, p: Exact) -> Exact:
    """Return P(Bin(n, p) ≤ k): a rational where p is one and n is not too large, else a ball."""
    k, n = _whole(floor(k)), _whole(n)
    if k < 0 or k >= n:
        return fmpq(int(k >= n))
    if isinstance(p, fmpq):
        if not 0 <= p <= 1:
            raise UndefinedError(f"Bin({n}, {p}): p is a probability")
        if n * max(p.q.bit_length(), 1) <= MOST_BITS:
            return _binomial_sum(k, n, p)
    found = _minus(ball(p))
    return ball(found).beta_lower(n - k, k + 1, regularized=True)


def _binomial_sum(k: int, n: int, p: fmpq) -> fmpq:
    """Σ_{j ≤ k} C(n, j) p^j (1−p)^{n−j} in whole numbers, or one less the other tail where that is shorter."""
    if 2 * k > n:
        return 1 - _binomial_sum(n - k - 1, n, 1 - p)
    hit, miss = fmpz(p.p), fmpz(p.q - p.p)
    total, power = fmpz(0), fmpz(1)
    for coefficient in _coefficients(n)[: k + 1]:
        total = total * miss + coefficient * power
        power *= hit
    return fmpq(total * miss ** (n - k), fmpz(p.q) ** n)


@lru_cache(maxsize=256)
def _coefficients(n: int) -> tuple[int, ...]:
    return tuple(comb(n, j) for j in range(n // 2 + 1))


def binomial_upper(k: Exact, n: Exact, delta: Exact) -> Exact:
    """Return max{u ≤ 1: P(Bin(n, u) ≤ k) ≥ δ}."""
    k, n = _whole(floor(k)), _whole(n)
    if k < 0:
        return ZERO
    if k >= n or numbers.certainly_at_most(delta, ZERO):
        return ONE
    if numbers.certainly_at_most(ONE, delta):
        return ZERO

    def side(u: fmpq) -> int | None:
        tail = binomial_cdf(fmpq(k), fmpq(n), min(max(u, ZERO), ONE))
        if numbers.certainly_less(tail, delta):
            return 1
        if numbers.certainly_less(delta, tail):
            return -1
        return 0 if numbers.certainly_equal(tail, delta) else None

    return Crossing(Root(side, float(floats.binomial_upper(k, n, _float(delta)))))


def binomial_lower(k: Exact, n: Exact, delta: Exact) -> Exact:
    """Return min{u ≥ 0: P(Bin(n, u) ≥ k) ≥ δ}."""
    return _minus(binomial_upper(numbers.add([n, -ceiling(k)]), n, delta))


def beta_quantile(level: Exact, a: Exact, b: Exact) -> Exact:
    """Return a quantile of Beta(a, b); 0 where a = 0, 1 where b = 0."""
    if isinstance(a, fmpq) and a <= 0:
        return ZERO
    if isinstance(b, fmpq) and b <= 0:
        return ONE
    first, second = ball(a), ball(b)

    def side(u: fmpq) -> int | None:
        if u <= 0 or u >= 1:
            return -1 if u <= 0 else 1
        reached = _beta_lower(u, first, second)
        if numbers.certainly_less(level, reached):
            return 1
        return -1 if numbers.certainly_less(reached, level) else None

    return Crossing(Root(side, float(floats.beta_quantile(_float(level), _float(a), _float(b)))))


def _beta_lower(u: fmpq, a: arb, b: arb) -> arb:
    """P(Beta(a, b) ≤ u), from the nearer end, where the series is short."""
    if 2 * u <= 1:
        return arb(u).beta_lower(a, b, regularized=True)
    return 1 - arb(1 - u).beta_lower(b, a, regularized=True)


def normal_quantile(level: Exact) -> Exact:
    """Return a quantile of the standard normal law: rational at ½ alone."""
    if isinstance(level, fmpq) and level == fmpq(1, 2):
        return ZERO
    return (2 * ball(level) - 1).erfinv() * arb(2).sqrt()


def xi(n: Exact) -> Exact:
    """Return ξ(n) = Σ_{k ≤ n} n!·n^{k−n}/k!: a rational where n is not too large, else a ball."""
    whole = _whole(n)
    if whole < 1:
        raise UndefinedError(f"ξ({whole}): n ≥ 1 is needed")
    if whole <= LARGEST_XI:
        return _rational_xi(whole)
    m = arb(whole)
    return arb(whole + 1).gamma() * m.exp() / m**whole * m.gamma_upper(whole + 1, regularized=1)


@lru_cache(maxsize=256)
def _rational_xi(n: int) -> fmpq:
    total, term = 0, factorial(n)
    for k in range(n + 1):
        total += term
        term = term * n // (k + 1)
    return fmpq(total, n**n)


def _whole(value: Exact) -> int:
    if not isinstance(value, fmpq) or value.q != 1:
        raise UndefinedError(f"{value} is no whole number")
    return int(value.p)


def _float(value: Exact) -> float:
    return int(value.p) / int(value.q) if isinstance(value, fmpq) else float(ball(value).mid())


def _between(value: Exact, function: Callable[[fmpq], Exact]) -> arb:
    """Return a ball that holds a monotone function of a number known between two rationals of [0, 1]."""
    held = ball(value)
    ends = [end.mid().fmpq() for end in (held.lower(), held.upper())]
    low, high = (function(min(max(end, ZERO), ONE)) for end in ends)
    return ball(low).union(ball(high))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "ceiling": ceiling,
    "floor": floor,
    "BinaryKL": binary_kl,
    "KLUpper": kl_upper,
    "KLLower": kl_lower,
    "KLFirst": kl_first,
    "BinomialCDF": binomial_cdf,
    "BinomialUpper": binomial_upper,
    "BinomialLower": binomial_lower,
    "BetaQuantile": beta_quantile,
    "NormalQuantile": normal_quantile,
    "SharedAngle": joint_angle.largest_share_exactly,
    "Xi": xi,
}
"""By the name of the SymPy function."""
