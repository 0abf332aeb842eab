"""What scripts of chapter 8 share: functions in fractions alone, by name, and which of them each one calls.

A number that is not rational is a `Real`, held between two fractions: by a series whose rest is known, or by halving.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

REAL = '''\
class Real:
    """A number between two fractions, which are rounded outwards to 40 digits."""

    def __init__(self, low, high):
        self.low, self.high = (low, high) if low == high else (F(low * D // 1, D), F(-(-high * D // 1), D))

    def __add__(self, other):
        return Real(self.low + real(other).low, self.high + real(other).high)

    def __mul__(self, other):
        ends = [a * b for a in (self.low, self.high) for b in (real(other).low, real(other).high)]
        return Real(min(ends), max(ends))

    def __truediv__(self, other):
        assert real(other).low > 0
        return self * Real(1 / real(other).high, 1 / real(other).low)

    def __lt__(self, other):
        return self.high < real(other).low

    def __le__(self, other):
        return self.high <= real(other).low

    __neg__ = lambda self: self * -1
    __sub__ = lambda self, other: self + -real(other)
    __rsub__ = lambda self, other: real(other) + -self
    __rtruediv__ = lambda self, other: real(other) / self
    __gt__ = lambda self, other: real(other) < self
    __ge__ = lambda self, other: real(other) <= self
    __radd__, __rmul__ = __add__, __mul__

D = 10**40
real = lambda x: x if isinstance(x, Real) else Real(F(x), F(x))'''
LN = '''\
def ln(x):
    """Fractions below and above ln x, from a series at x/2^k in (1, 2]."""
    if x < 1:
        low, high = ln(1 / x)
        return -high, -low
    k = 0
    while x > 2:
        x, k = x / 2, k + 1
    z = (x - 1) / (x + 1)
    low = 2 * sum(z ** (2 * j + 1) / (2 * j + 1) for j in range(40))
    two = ln(F(2)) if k else (0, 0)
    return low + k * two[0], low + z**81 + k * two[1]'''
LOG = """\
def log(x):
    return Real(ln(real(x).low)[0], ln(real(x).high)[1])"""
EXP = '''\
def exp(x):
    """e^x, from a series where x is small, else by squares."""
    x, ends = real(x), []
    if max(-x.low, x.high) > F(1, 2):
        return exp(x / 2) * exp(x / 2)
    for y, rest in ((x.low, -2), (x.high, 2)):
        total, term = F(0), F(1)
        for j in range(1, 31):
            total, term = total + term, term * y / j
        ends.append(total + rest * abs(term))
    return Real(*ends)'''
SQRT = '''\
def sqrt(x):
    """The root, by halving."""
    ends = []
    for y in (real(x).low, real(x).high):
        low, high = F(0), y + 1
        for _ in range(150):
            low, high = (low, (low + high) / 2) if ((low + high) / 2) ** 2 > y else ((low + high) / 2, high)
        ends.append((low, high))
    return Real(ends[0][0], ends[1][1])'''
SAMPLES = '''\
def samples(n, points):
    """How often each point is drawn."""
    if points == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for others in samples(n - first, points - 1):
            yield (first, *others)'''
CHANCE = """\
def chance(counts, law):
    left, found = sum(counts), F(1)
    for count, mass in zip(counts, law):
        for j in range(count):
            found *= mass * F(left - j, j + 1)
        left -= count
    return found"""
SEQUENCES = '''\
def sequences(n, law):
    """Every n draws in their order, with their probability."""
    if not n:
        return [((), F(1))]
    return [((*row, i), p * mass) for row, p in sequences(n - 1, law) for i, mass in enumerate(law)]'''
KL = '''\
def far(q, p, odds):
    """Whether kl(q‖p) is at least ln(odds)/n: whole powers say so."""
    if p in (0, 1):
        return q != p
    whole = (n * q).denominator
    return (q / p) ** int(n * q * whole) * ((1 - q) / (1 - p)) ** int(n * (1 - q) * whole) >= odds**whole'''
APART = """\
def kl(q, p):
    return divergence((q, 1 - q), (p, 1 - p))"""
DIVERGENCE = """\
def divergence(p, q):
    return sum(v * log(v / w) for v, w in zip(p, q) if v)"""
TAIL = '''\
def tail(k, n, u):
    """P(Bin(n, u) ≤ k)."""
    total, term = F(0), (1 - u) ** n
    for j in range(k + 1):
        total, term = total + term, term * (n - j) * u / ((j + 1) * (1 - u))
    return total'''
EITHER = '''\
def certain(event, x):
    """Whether an event happens at ln x: so it does below and above."""
    low, high = map(event, ln(x))
    assert low == high
    return low'''
NORMAL = '''\
def within(q, level):
    """Whether a normal variable is at most √q in size with a probability beyond a level, by its odd series."""
    total, term = F(0), F(1)
    for k in range(250):
        total, term = total + term, term * q / (2 * k + 3)
    assert q < 200
    found = exp(-q) * Real(total, total + 2 * term) * Real(total, total + 2 * term) * 2 * q / PI
    assert found < level**2 or found > level**2
    return found > level**2

PI = Real(F("3.14159265358979323846264338327950288"), F("3.14159265358979323846264338327950289"))'''
BETA = '''\
def share(x, a, b):
    """P(B ≤ x) of a beta variable: two series, of x and of 1 − x, whose common factor is left out."""
    parts = []
    for y, c, d in ((x, a, b), (1 - x, b, a)):
        total, term = F(0), 1 / c
        for j in range(300):
            total, term = total + term, term * y * (c + d + j) / (c + 1 + j)
        parts.append(Real(total, total + term / (1 - max(y, y * (c + d + 300) / (c + 301)))))
    return parts[0] / (parts[0] + parts[1])'''
SIGNS = """\
def signs(n):
    return [(s, *rest) for s in (-1, 1) for rest in signs(n - 1)] if n else [()]"""
LARGEST = '''\
def largest(rows, size=lambda x: x):
    """The average over all signs of the largest |Σσ_i a_i|, or Σσ_i a_i."""
    every = signs(len(rows[0]))
    return sum(max(size(sum(s * v for s, v in zip(sigma, row))) for row in rows) for sigma in every) / F(len(every))'''
MAPPED = '''\
def mapped(points, images):
    """The image of a coordinate is that of the first vector that has it."""
    first = lambda i, x: next(k for k, row in enumerate(points) if row[i] == x)
    return [[images[first(i, x)][i] for i, x in enumerate(row)] for row in points]'''
STEEPEST = """\
def steepest(points, images):
    rows = list(zip(points, images))
    jumps = [(abs(x - y), abs(u - v)) for p, f in rows for q, g in rows for x, y, u, v in zip(p, q, f, g)]
    return max((jump / gap for gap, jump in jumps if gap), default=F(0))"""
THROUGH = """\
def through(rows, channel):
    return [[sum(a * b for a, b in zip(row, column)) for column in zip(*channel)] for row in rows]"""
INFORMATION = """\
def information(joint):
    p, q = [sum(row) for row in joint], [sum(column) for column in zip(*joint)]
    return sum(v * log(v / (p[i] * q[j])) for i, row in enumerate(joint) for j, v in enumerate(row) if v)"""
CORRELATION = '''\
def squares(joint):
    """The sum of the squared singular values, the constant left out."""
    p, q = [sum(row) for row in joint], [sum(column) for column in zip(*joint)]
    return sum(v * v / (p[i] * q[j]) for i, row in enumerate(joint) for j, v in enumerate(row) if v) - 1'''
CHI_SQUARE = """\
def chi_square(p, q):
    return sum(v * v / w for v, w in zip(p, q) if v) - 1"""
VARIATION = """\
def variation(p, q):
    return sum(abs(v - w) for v, w in zip(p, q)) / 2"""
SOLVE = '''\
def solve(matrix, right):
    """Elimination; the matrix is positive definite."""
    rows = [[*row, v] for row, v in zip(matrix, right)]
    for k in range(len(rows)):
        rows[k] = [v / rows[k][k] for v in rows[k]]
        rows = [row if i == k else [v - row[k] * w for v, w in zip(row, rows[k])] for i, row in enumerate(rows)]
    return [row[-1] for row in rows]'''
GRAM = """\
dot = lambda u, v: sum(a * b for a, b in zip(u, v))

def weights(points, penalty, right):
    columns = list(enumerate(zip(*points))) or [(i, ()) for i in range(len(right))]
    return solve([[dot(u, v) + penalty * (i == j) for j, v in columns] for i, u in columns], right)"""
CHOICES = '''\
def choices(values, n):
    """The sums of all n of the values."""
    if not n:
        return [F(0)]
    return [values[k] + rest for k in range(len(values)) for rest in choices(values[k + 1 :], n - 1)]'''

SOURCES = MappingProxyType({
    "real": REAL, "ln": LN, "log": LOG, "exp": EXP, "sqrt": SQRT, "samples": SAMPLES, "chance": CHANCE,
    "sequences": SEQUENCES, "far": KL, "divergence": DIVERGENCE, "kl": APART, "tail": TAIL, "certain": EITHER,
    "within": NORMAL, "share": BETA, "signs": SIGNS, "largest": LARGEST, "mapped": MAPPED, "steepest": STEEPEST,
    "through": THROUGH, "information": INFORMATION, "squares": CORRELATION, "chi_square": CHI_SQUARE,
    "variation": VARIATION, "solve": SOLVE, "weights": GRAM, "choices": CHOICES,
})  # fmt: skip
"""The functions by name."""
CALLS = MappingProxyType({
    "log": ("real", "ln"), "exp": ("real",), "sqrt": ("real",), "certain": ("ln",), "within": ("exp",),
    "share": ("real",), "divergence": ("log",), "kl": ("divergence",), "information": ("log",),
    "largest": ("signs",), "weights": ("solve",),
})  # fmt: skip
"""The functions that a function calls."""


def sources(names: Iterable[str]) -> Iterator[str]:
    """Yield the functions of some names, each once, after those that it calls."""
    known: set[str] = set()

    def needed(name: str) -> Iterator[str]:
        if name not in known:
            for other in CALLS.get(name, ()):
                yield from needed(other)
            known.add(name)
            yield name

    for name in names:
        yield from (SOURCES[found] for found in needed(name))
