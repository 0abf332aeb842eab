"""A side of a claim computed by hand: its formula, the numbers put in, its value."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.theory.typeset import number_tex, put_in
from contextures.verify.certificates.byhand.subject import Subject

SHORT = 24
"""Characters of a rational that is written out; a longer one is rounded."""
LONGEST = 6
"""Terms of a sum that are written out."""


def value_tex(value: Mapping[str, str]) -> str:
    """Return a number of a certificate as TeX: exact, or rounded between its bounds."""
    if "exact" in value:
        exact = value["exact"]
        return number_tex(exact) if len(exact) <= SHORT else rf"\approx {_float(exact):.6g}"
    if "radicand" in value:
        return rf"\sqrt{{{number_tex(value['radicand'])}}}"
    low, high = _decimal(value["lo"]), _decimal(value["hi"])
    if low == high:
        return low if low.endswith(r"\infty") else rf"\approx {low}"
    return rf"\in[{low},\,{high}]"


def _float(end: str) -> float:
    """A number of a certificate in floats."""
    top, _, bottom = end.partition("/")
    return int(top) / int(bottom) if bottom else float(top)


def _decimal(end: str) -> str:
    return end.replace("inf", r"\infty") if end in ("inf", "-inf") else f"{_float(end):.8g}"


def equal(value: Mapping[str, str]) -> str:
    """Return `` = value``, without a second relation where the value is only enclosed or rounded."""
    tex = value_tex(value)
    return tex if tex.startswith((r"\in", r"\approx")) else f"={tex}"


def step(side: sp.Expr, value: Mapping[str, str], subject: Subject) -> str:
    """Return what is behind a side of the claim: the numbers put in, and its value; ``= 2·(1/3) = 2/3`` as TeX.

    Parameters
    ----------
    side : sympy.Expr
    value : mapping
        As a certificate holds it.
    subject : Subject
        Where the numbers are from.
    """
    sizes: dict[str, int] = {**subject.evaluator.world.sizes, **subject.document["index"]}
    written = _written_out(side, sizes)
    if written.is_Atom or isinstance(written, sp.Indexed):
        return equal(value)
    entries = written.atoms(sp.Indexed)
    names = (set(subject.statement.vocabulary) | set(sizes)) - {str(entry.base.label) for entry in entries}
    atoms = {symbol for symbol in written.free_symbols if symbol.is_Symbol and str(symbol) in names}
    atoms |= {entry for entry in entries if all(index.is_Integer for index in entry.indices)}
    found = {atom: _number(atom, subject) for atom in atoms}
    put = put_in(written, subject.statement.vocabulary, {atom: tex for atom, (tex, _) in found.items() if tex})
    sign = "=" if all(exact for _, exact in found.values()) else r"\approx"
    return rf"{sign} {put} {equal(value)}" if any(tex for tex, _ in found.values()) else equal(value)


def _written_out(side: sp.Expr, sizes: Mapping[str, int]) -> sp.Expr:
    """Put whole numbers in for sizes where they are indices or ends of sums, and write short sums out."""

    def whole(expression: sp.Expr) -> sp.Expr:
        return expression.subs({symbol: sizes[str(symbol)] for symbol in expression.free_symbols & known})

    known = {symbol for symbol in side.free_symbols if str(symbol) in sizes}

    def added(function: sp.Expr, limits: sp.Tuple, *more: sp.Tuple) -> sp.Expr:
        index, low, high = limits[0], whole(limits[1]), whole(limits[2])
        if more or not (low.is_Integer and high.is_Integer and 0 < high - low + 1 <= LONGEST):
            return sp.Sum(function, limits, *more)
        return sp.Add(*(function.subs(index, k) for k in range(int(low), int(high) + 1)), evaluate=False)

    def entry(base: sp.IndexedBase, *indices: sp.Expr) -> sp.Expr:
        return sp.Indexed(base, *map(whole, indices))

    return side.replace(sp.Sum, added).replace(sp.Indexed, entry)


def _number(atom: sp.Expr, subject: Subject) -> tuple[str, bool]:
    """The value of a symbol or an entry, to be put into a formula, and whether it is exact; "" where it has none."""
    try:
        value = numbers.describe(subject.evaluator.value(atom, subject.document["index"]))
    except (UndefinedError, NotCertifiable):
        return "", True
    tex = value_tex(value)
    if tex.startswith(r"\approx"):
        return tex.removeprefix(r"\approx "), False
    if not tex.startswith(r"\in"):
        return tex, True
    return f"{(_float(value['lo']) + _float(value['hi'])) / 2:.6g}", False
