"""The stand-alone script of a certificate of chapter 8, in fractions alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from contextures.measure.instance import Instance
from contextures.theory.domain import Domain
from contextures.verify.certificates.byhand.classical.events import EVENTS
from contextures.verify.certificates.byhand.classical.helpers import sources
from contextures.verify.certificates.byhand.classical.lines import Lines
from contextures.verify.certificates.byhand.classical.measures import MEASURES
from contextures.verify.certificates.byhand.script import literal, real_source
from contextures.verify.certificates.byhand.subject import Subject

WRITTEN: Mapping[Domain, Mapping[sp.Expr, Lines]] = {**MEASURES, **EVENTS}
"""How the quantities of a domain are computed."""
CALLED = {("losses", 1): "value", ("vectors", 2): "points"}
"""What fields of so many axes are called, where their own names are those of something else."""
MEAN = "p = sum(mass * v for mass, v in zip(law, value))"
FUNCTIONS = ("log", "exp", "sqrt")


def fraction_lines(subject: Subject) -> list[str] | None:
    """Return the lines of the script of a certificate; None where a quantity of it is not written out.

    Raises
    ------
    NoScript
        Where a side is no such formula.
    """
    domain = subject.statement.domain
    if domain is None or domain not in WRITTEN:
        return None
    stated = (subject.part, *subject.claim.hypotheses(subject.part))
    names = {str(symbol) for at in stated for side in (at.lhs, at.rhs) for symbol in side.free_symbols}
    plain = {*subject.instance.fields, *subject.instance.sizes, "n", "p"}
    known = {str(symbol): lines for symbol, lines in WRITTEN[domain].items()}
    if any(name not in known and name not in plain for name in names):
        return None
    return list(_lines(subject, {name: known[name] for name in known if name in names}))


def _lines(subject: Subject, measured: Mapping[str, Lines]) -> Iterator[str]:
    document, part, claim = subject.document, subject.part, subject.claim
    holds, broken = document["kind"] == "example", document["hypothesis"]
    sides = [real_source(side) for side in (part.lhs, part.rhs)]
    told = [(h, real_source(h.lhs), real_source(h.rhs)) for h in claim.hypotheses(part)]
    formulas = " ".join([*sides, *(f"{left} {right}" for _, left, right in told)])
    called = [name for name in FUNCTIONS if re.search(rf"\b{name}\(", formulas)]
    enclosed = [side for side in ("lhs", "rhs") if _known(document, side) is None]
    relation, outcome = f"lhs {part.relation} rhs", "holds" if holds else "fails"
    yield f'"""{subject.statement.id} ({document["variant"]}), part {part.name}: {relation} {outcome} here."""'
    yield "from fractions import Fraction as F"
    yield ""
    yield from computing(subject.instance, document["witness"], measured, [*called, *["real"] * bool(enclosed)])
    used = [name for name in dict.fromkeys(("n", *subject.instance.sizes)) if re.search(rf"\b{name}\b", formulas)]
    yield from (f"{name} = F({name})" for name in used if name not in measured)
    yield f"lhs, rhs = {sides[0]}, {sides[1]}"
    for hypothesis, left, right in told:
        at = f"{left} {hypothesis.relation} {right}"
        yield f"assert {f'not ({at})' if hypothesis.name == broken else at}  # {hypothesis.name}"
    yield from _outcome(document, part.relation, enclosed, holds=holds)


def _known(document: Any, side: str) -> str | None:
    """The rational that a side is, or that a witness bounds it by from where the relation is decided."""
    end = "lo" if (side == "lhs") == (document["kind"] != "example") else "hi"
    found: str = document[side].get("exact", document[side].get(end))
    return found if re.fullmatch(r"-?\d+(/\d+)?", found) else None


def computing(
    instance: Instance, witnesses: Mapping[str, Any], measured: Mapping[str, Lines], more: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the lines that compute quantities of an instance.

    Parameters
    ----------
    instance : Instance
    witnesses : mapping
        By name of the quantity.
    measured : mapping of str to Lines
        By the variable of the quantity.
    more : sequence of str, optional
        Further helpers.
    """
    fields = {_called(name, values): values for name, values in instance.fields.items()}
    for name, values in fields.items():
        yield f"{name} = {literal(values)}"
    for name, lines in measured.items():
        for variable, field in lines.witness.items():
            yield f"{variable} = {literal(witnesses[name][field])}"
    for name, size in instance.sizes.items():
        yield f"{name} = {size}"
    if "points" in fields:
        yield f"n = len(points{'' if 'labels' in fields else '[0]'})"
    if "p" in fields:
        yield "law, value = [1 - p, p], [F(0), F(1)]"
    elif {"law", "value"} <= fields.keys():
        yield MEAN
    for source in sources([*(name for lines in measured.values() for name in lines.helpers), *more]):
        yield from ("", source)
    yield ""
    yield from dict.fromkeys(line for lines in measured.values() for line in lines.before)
    yield from (line.format(name=name) for name, lines in measured.items() for line in lines.body)


def _called(name: str, values: Any) -> str:
    """What a field is called in a script."""
    return CALLED.get((name, np.ndim(np.asarray(values, dtype=object))), name)


def _outcome(document: Any, relation: str, enclosed: list[str], *, holds: bool) -> Iterator[str]:
    """Print the two sides, and check them and the relation."""
    said = "" if holds else "not "
    if not enclosed:
        sides = [_known(document, side) for side in ("lhs", "rhs")]
        yield f'print("lhs =", lhs, " rhs =", rhs, " lhs {relation} rhs:", lhs {relation} rhs)'
        yield f'assert (lhs, rhs) == (F("{sides[0]}"), F("{sides[1]}")) and {said}lhs {relation} rhs'
        return
    certain = f"lhs {relation} rhs" if holds else "rhs < lhs" if relation == "<=" else "rhs <= lhs"
    decimals = ", ".join(f"float(real({side}).low)" for side in ("lhs", "rhs"))
    yield f'print("lhs = %.12g  rhs = %.12g  lhs {relation} rhs:" % ({decimals}), {holds})'
    for side in ("lhs", "rhs"):
        low, high = (document[side].get("exact", document[side].get(end)) for end in ("lo", "hi"))
        yield f'assert real({side}).low <= F("{high}") and F("{low}") <= real({side}).high'
    yield f"assert {certain}"
