"""Stand-alone scripts of how often a limit misses: the samples are listed, and each event is decided with fractions.

Whole powers compare logarithms with logarithms. With anything else a logarithm is held between two fractions, and an
event must come out the same with both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from contextures.theory.classical.conformal import pvalues
from contextures.theory.classical.means import bernstein, binomial, hoeffding, losses
from contextures.theory.classical.means.samples import DRAWS
from contextures.verify.certificates.byhand.script import NoScript, literal, rational_source
from contextures.verify.certificates.byhand.subject import Subject

SAMPLES = '''\
def samples(n, points):
    """How often each point is drawn."""
    if points == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for others in samples(n - first, points - 1):
            yield (first, *others)

def chance(counts):
    left, found = n, F(1)
    for count, mass in zip(counts, law):
        for j in range(count):
            found *= mass * F(left - j, j + 1)
        left -= count
    return found

def average(counts):
    return sum(count * v for count, v in zip(counts, value)) / n'''
LOG = '''\
def log(x):
    """Fractions below and above ln x, from a series at x/2^k in (1, 2]."""
    if x < 1:
        low, high = log(1 / x)
        return -high, -low
    k = 0
    while x > 2:
        x, k = x / 2, k + 1
    z = (x - 1) / (x + 1)
    low = 2 * sum(z ** (2 * j + 1) / (2 * j + 1) for j in range(40))
    two = log(F(2)) if k else (0, 0)
    return low + k * two[0], low + z**81 + k * two[1]'''
KL = '''\
def far(q, p, odds):
    """Whether kl(q‖p) is at least ln(odds)/n: whole powers say so."""
    if p in (0, 1):
        return q != p
    whole = (n * q).denominator
    return (q / p) ** int(n * q * whole) * ((1 - q) / (1 - p)) ** int(n * (1 - q) * whole) >= odds**whole'''
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
    low, high = map(event, log(x))
    assert low == high
    return low'''
HELPERS = {"log": LOG, "kl": KL, "tail": TAIL, "certain": EITHER}


@dataclass(frozen=True)
class Event:
    """How a script tells whether a limit misses at a sample.

    Attributes
    ----------
    lines : tuple of str
        The body of a function of ``counts``, after ``mean``.
    helpers : tuple of str
    """

    lines: tuple[str, ...]
    helpers: tuple[str, ...] = ()


def _radius(odds: str, far: str = "abs(p - mean)") -> Event:
    """The mean is beyond √(ln(odds)/2n)."""
    return Event((f"return certain(lambda level: 2 * n * {far} ** 2 > level, {odds})",), ("log", "certain"))


DOMAINS = (DRAWS, binomial.COINS, pvalues.LOSSES)
ONE = "1 / delta"
EVENTS: Mapping[sp.Expr, Event] = {
    hoeffding.miss_hoeffding: _radius(ONE, "max(p - mean, 0)"),
    hoeffding.miss_hoeffding_interval: _radius("2 / delta"),
    hoeffding.miss_one_log: _radius(ONE),
    hoeffding.miss_one_log_kl: Event((f"return far(mean, p, {ONE})",), ("kl",)),
    hoeffding.miss_kl_two_sided: Event(("return far(mean, p, 2 / delta)",), ("kl",)),
    hoeffding.reach_kl: Event(
        (f"return p == 1 if mean == 1 else p > mean and far(mean, p, {ONE})  # the limit of 1 is 1",), ("kl",)
    ),
    hoeffding.reach_kl_lower: Event(
        (f"return p == 0 if mean == 0 else p < mean and far(mean, p, {ONE})  # the limit of 0 is 0",), ("kl",)
    ),
    bernstein.miss_plug_in: Event(
        (
            "spread = sum(c * (v - mean) ** 2 for c, v in zip(counts, value)) / (n - 1)",
            "gap = lambda level: p - mean - level / (3 * n)",
            f"return certain(lambda level: gap(level) > 0 and gap(level) ** 2 > 2 * spread * level / n, {ONE})",
        ),
        ("log", "certain"),
    ),
    bernstein.reach_split: Event(("assert mean == 1  # then the limit is 1, whatever μ is", "return p >= 1")),
    losses.miss_floor: Event(
        ("k = n * mean // 1", "return k < n and tail(k, n, p) < delta  # that is p > U(k)"), ("tail",)
    ),
}
"""By the symbol of how often a limit misses."""
EXCESSES: Mapping[sp.Expr, str] = {pvalues.binomial_floor: "n * x // 1", pvalues.binomial_ceil: "-(-n * x // 1)"}
"""How the sum is rounded, by the symbol of the largest P(p-value ≤ u)/u."""
NORMAL = "the interval has a quantile of the normal law, which is irrational"
BETA = "the limit is a quantile of a beta law whose parameters are no whole numbers, no root of a polynomial"
REFUSED: Mapping[sp.Expr, str] = {
    binomial.miss_wald: NORMAL,
    binomial.miss_wilson: NORMAL,
    binomial.miss_jeffreys: BETA,
    losses.miss_beta: BETA,
}
"""What no fractions decide, and why."""


def event_lines(subject: Subject, sides: list[Any]) -> list[str] | None:
    """Return the lines of the script of a miss or an excess; None where a part speaks of anything else.

    Raises
    ------
    NoScript
        Where fractions do not decide the event.
    """
    measured = subject.part.lhs
    if subject.statement.domain not in DOMAINS:
        return None
    if measured in REFUSED:
        raise NoScript(f"{REFUSED[measured]}; `contextures check` encloses it")
    if measured in EVENTS:
        return list(_script(subject, sides, EVENTS[measured].helpers, _miss(EVENTS[measured])))
    if measured in EXCESSES:
        return list(_script(subject, sides, ("tail",), _excess(EXCESSES[measured])))
    return None


def _miss(event: Event) -> Iterator[str]:
    yield "def event(counts):"
    yield "    mean = average(counts)"
    yield from (f"    {line}" for line in event.lines)
    yield from ("", "lhs = sum(chance(counts) for counts in samples(n, len(law)) if event(counts))")


def _excess(rounding: str) -> Iterator[str]:
    yield "every = list(samples(n, len(law)))"
    yield "at_most = {x: sum(chance(c) for c in every if average(c) <= x) for x in map(average, every)}"
    yield f"lhs = max(at_most[x] / tail({rounding}, n, alpha) for x in at_most)"


def _script(subject: Subject, sides: list[Any], helpers: tuple[str, ...], body: Iterator[str]) -> Iterator[str]:
    document, part, claim = subject.document, subject.part, subject.claim
    fields = subject.instance.fields
    holds = document["kind"] == "example"
    relation, outcome = f"lhs {part.relation} rhs", "holds" if holds else "fails"
    yield f'"""{subject.statement.id} ({document["variant"]}), part {part.name}: {relation} {outcome} here."""'
    yield "from fractions import Fraction as F"
    yield ""
    for name, values in fields.items():
        yield f"{'value' if name == 'losses' else name} = {literal(values)}"
    yield f"n = {subject.instance.sizes['n']}"
    yield "p = sum(mass * v for mass, v in zip(law, value))"
    for helper in (SAMPLES, *(HELPERS[name] for name in helpers)):
        yield from ("", helper)
    yield from ("", *body)
    yield f"rhs = {rational_source(part.rhs)}"
    for hypothesis in claim.hypotheses(part):
        told = f"{rational_source(hypothesis.lhs)} {hypothesis.relation} {rational_source(hypothesis.rhs)}"
        broken = hypothesis.name == document["hypothesis"]
        yield f"assert {f'not ({told})' if broken else told}  # {hypothesis.name}"
    yield f'print("lhs =", lhs, " rhs =", rhs, " {relation}:", {relation})'
    yield f'assert (lhs, rhs) == (F("{sides[0]}"), F("{sides[1]}")) and {"" if holds else "not "}{relation}'
