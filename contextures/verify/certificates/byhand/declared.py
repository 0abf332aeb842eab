"""A certificate on a declared domain as a stand-alone script: its fields, and the functions of the file as they stand.

The script needs NumPy for arrays of fractions, but in chapter 8 (`classical`). It is run once before it is handed
out, so that it says what it proves.
"""

from __future__ import annotations

import ast
import dis
import inspect
import re
import textwrap
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.exact.enumeration import signs
from contextures.theory.domain import Declared
from contextures.theory.sorts import Sort
from contextures.verify.certificates.byhand.classical.scripts import fraction_lines
from contextures.verify.certificates.byhand.neighbours import STAND_INS
from contextures.verify.certificates.byhand.script import NoScript, literal, rational_source
from contextures.verify.certificates.byhand.subject import Subject

ARRAYS = '''\
class Exact(np.ndarray):
    """An array of fractions that stays one where a single entry is left."""

    def __array_wrap__(self, made, *more):
        return made if np.asarray(made).dtype == bool else exact(made)

    def __getitem__(self, key):
        return exact(np.ndarray.__getitem__(self, key))

    def sum(self, *axes, **more):
        return exact(np.ndarray.sum(self, *axes, **more))

    def max(self, *axes, **more):
        return exact(np.ndarray.max(self, *axes, **more))

    def min(self, *axes, **more):
        return exact(np.ndarray.min(self, *axes, **more))


def exact(values):
    return np.array(values, dtype=object).view(Exact)'''
SIGNS = """\
def signs(n):
    return np.array(list(product((-1, 1), repeat=n)), dtype=object)"""
THEORY = "contextures.theory."
METHODS = {
    "size": """\
    def size(self, axis):
        return SIZES[axis]""",
    "where": """\
    def where(self, condition, then, otherwise):
        return exact(np.where(condition, then, otherwise))""",
    "maximum": """\
    def maximum(self, first, second):
        return exact(np.where(exact(first) >= second, first, second))""",
    "minimum": """\
    def minimum(self, first, second):
        return exact(np.where(exact(first) <= second, first, second))""",
    "absolute": """\
    def absolute(self, value):
        return exact(np.where(exact(value) >= 0, value, -exact(value)))""",
    "trace": """\
    def trace(self, matrix):
        return matrix.diagonal(0, -2, -1).sum(-1)""",
    "inverse": """\
    def inverse(self, matrix):
        size = len(matrix)
        rows = [[*row, *(F(i == j) for j in range(size))] for i, row in enumerate(matrix.tolist())]
        for k in range(size):
            rows[k:] = sorted(rows[k:], key=lambda row: row[k] == 0)
            rows[k] = [v / rows[k][k] for v in rows[k]]
            rows = [row if i == k else [v - row[k] * w for v, w in zip(row, rows[k])] for i, row in enumerate(rows)]
        return exact([row[size:] for row in rows])""",
    "rank": """\
    def rank(self, matrix):
        rows, found = matrix.tolist(), 0
        for k in range(len(rows[0])):
            pivot = next((row for row in rows if row[k] != 0), None)
            if pivot:
                rows.remove(pivot)
                rows = [[v - row[k] / pivot[k] * w for v, w in zip(row, pivot)] for row in rows]
                found += 1
        return exact(F(found))""",
    "projector": """\
    def projector(self, columns, weights=None):
        w = exact([F(1)] * len(columns)) if weights is None else weights
        found = exact([[F(0)] * len(w)] * len(w))
        for column in columns.T:
            rest = column - found @ column
            square = (w * rest * rest).sum()
            found = found + exact(np.outer(rest, w * rest)) / (square if square else 1)
        return found""",
    "eigenvalues": """\
    def eigenvalues(self, matrix, weights=None):
        if matrix.ndim > 2:
            return exact([self.eigenvalues(one, weights).tolist() for one in matrix])
        root = np.sqrt(np.array([1] * len(matrix) if weights is None else weights.tolist(), dtype=float))
        form = root[:, None] * np.array(matrix.tolist(), dtype=float) / root
        unit = lcm(*(F(value).denominator for value in matrix.ravel().tolist()))
        found = [F(round(unit * v), unit) for v in np.linalg.eigvalsh((form + form.T) / 2)[::-1]]
        power = matrix
        for k in range(1, len(found) + 1):  # power sums determine them
            assert sum(v**k for v in found) == power.diagonal().sum(), "an eigenvalue is not rational"
            power = power @ matrix
        return exact(found)""",
    "sqrt": """\
    def sqrt(self, value):
        squares = exact(value).ravel().tolist()
        roots = [F(isqrt(v.numerator), isqrt(v.denominator)) for v in squares]
        assert [root**2 for root in roots] == squares, "a root is not rational"
        return exact(roots).reshape(np.shape(value))""",
    "singular_values": """\
    def singular_values(self, joint):
        p, q = joint.sum(1), joint.sum(0)
        matrix = (joint / p[:, None]) @ (joint / q).T - p
        squares = self.eigenvalues(matrix, p)[: min(joint.shape) - 1].tolist()
        roots = exact([F(isqrt(v.numerator), isqrt(v.denominator)) for v in squares])
        assert (roots**2).tolist() == squares
        return roots""",
    "largest_on_units": """\
    def largest_on_units(self, name, moments):
        p, q = moments.shape[-2:]
        assert 1 in (p, q)
        return self.eigenvalues(moments.reshape(p * q, p * q))[0]""",
    "identity": """\
    def identity(self, axis):
        return exact([[F(i == j) for j in range(SIZES[axis])] for i in range(SIZES[axis])])""",
    "indicator": """\
    def indicator(self, labels, axis):
        return exact([[F(label == k) for k in range(SIZES[axis])] for label in labels])""",
    "expectation": """\
    def expectation(self, p, values):
        return (p * values).sum(-1)""",
    "exceeds": """\
    def exceeds(self, first, second):
        return np.asarray(exact(first) > second, dtype=bool)""",
    "reaches": """\
    def reaches(self, first, second):
        return np.asarray(exact(first) >= second, dtype=bool)""",
    "ceiling": """\
    def ceiling(self, value):
        return np.vectorize(ceil, otypes=[int])(value)""",
    "floor": """\
    def floor(self, value):
        return np.vectorize(floor, otypes=[int])(value)""",
    "sequences": """\
    def sequences(self, name, n):
        p = self[name].tolist()
        points = list(product(range(len(p)), repeat=n))
        return Sequences(np.array(points), exact([prod(p[i] for i in row) for row in points]))""",
    "samples": """\
    def samples(self, name, n):
        p = self[name].tolist()
        counts = [c for c in product(range(n + 1), repeat=len(p)) if sum(c) == n]
        ways = [factorial(n) // prod(map(factorial, c)) for c in counts]
        chances = [w * prod(q**k for q, k in zip(p, c)) for w, c in zip(ways, counts)]
        return Samples(np.array(counts), exact(chances))""",
}
STANDARD = {
    "itertools": ("combinations", "permutations", "product"),
    "math": ("ceil", "comb", "factorial", "floor", "isqrt", "lcm", "prod"),
    "typing": ("Any",),
}
"""Names of the standard library that a script imports where it has them."""
"""What a script can do of what a world can: the rest leaves the rationals, or is not a few lines."""


def declared_script(subject: Subject) -> str:
    """Write the stand-alone script of a certificate on a declared domain.

    Raises
    ------
    InputError
        Where a side is not rational, or rests on what is not computed with fractions in a few lines.
    """
    part = subject.part
    try:
        text = "\n".join(fraction_lines(subject) or _rational_lines(subject)) + "\n"
        _run(text)
    except NoScript as error:
        raise InputError(f"no stand-alone script for {subject.statement.id}, part {part.name!r}: {error}") from None
    return text


def _rational_lines(subject: Subject) -> Iterator[str]:
    """The lines of a script with arrays of fractions, of a certificate of two rational sides."""
    sides = [subject.document[side].get("exact") for side in ("lhs", "rhs")]
    if None in sides:
        raise InputError(
            f"a stand-alone script needs two rational sides; here a side is an enclosure, which `contextures check` "
            f"recomputes ({subject.statement.id}, part {subject.part.name!r})"
        )
    return _lines(subject, sides)


def _lines(subject: Subject, sides: list[Any]) -> Iterator[str]:
    document, part, claim = subject.document, subject.part, subject.claim
    declared = subject.statement.domain
    assert declared is not None
    broken, holds = document["hypothesis"], document["kind"] == "example"
    names = part.symbols.union(*(h.symbols for h in claim.hypotheses(part)))
    used = [declared.quantities[name] for name in declared.quantities if name in names]
    bodies = [source for quantity in used for source in _sources(quantity)]
    source = "\n\n".join(dict.fromkeys(bodies))
    methods = _methods(source)
    relation, outcome = f"lhs {part.relation} rhs", "holds" if holds else "fails"
    yield f'"""{subject.statement.id} ({document["variant"]}), part {part.name}: {relation} {outcome} here."""'
    yield from sorted({"from fractions import Fraction as F", "import numpy as np", *_imports(source, methods)})
    yield from ("", "", ARRAYS, "", "")
    for name, value in subject.instance.fields.items():
        yield f"{name} = {field_source(declared.fields[name], value)}"
    yield f"SIZES = {_sizes(subject)}"
    yield ""
    if "samples" in methods:
        yield 'Samples = namedtuple("Samples", "counts probabilities")'
    if "sequences" in methods:
        yield 'Sequences = namedtuple("Sequences", "points probabilities")'
    yield from ("", "class World(dict):")
    yield from ["    exact = True"] if "world.exact" in source else []
    yield from ([METHODS[name] for name in methods] or ["    pass"])
    fields = ", ".join(f"{name}={name}" for name in subject.instance.fields)
    yield from ("", "", f"world = World({fields})")
    yield from ("", "", source, "", "")
    for quantity in used:
        yield f"{quantity.name} = F(np.asarray({quantity.function.__name__}(world)).item())"
    yield f"lhs, rhs = {rational_source(part.lhs)}, {rational_source(part.rhs)}"
    yield f'print("lhs =", lhs, " rhs =", rhs, " {relation}:", {relation})'
    for hypothesis in claim.hypotheses(part):
        told = f"{rational_source(hypothesis.lhs)} {hypothesis.relation} {rational_source(hypothesis.rhs)}"
        yield f"assert {'not ' if hypothesis.name == broken else ''}({told})  # {hypothesis.name}"
    yield f'assert (lhs, rhs) == (F("{sides[0]}"), F("{sides[1]}")) and {"" if holds else "not "}{relation}'


def field_source(sort: Sort, value: Any) -> str:
    """Return a field as Python source: an array of fractions."""
    if not sort.axes:
        return f"exact(F({str(value)!r}))"
    if len(sort.axes) > 2:
        return f"exact({literal(np.ravel(value))}).reshape{np.shape(value)}"
    return f"exact({literal(value)})"


def _sizes(subject: Subject) -> dict[str, int]:
    shown = {
        axis: length
        for name, value in subject.instance.fields.items()
        for axis, length in zip(subject.instance.sorts[name].axes, np.shape(value), strict=True)
        if isinstance(axis, str)
    }
    return {**shown, **subject.instance.sizes}


def _sources(quantity: Declared) -> Iterator[str]:
    """The source of a quantity, after that of the functions and constants of its file that it uses."""
    if quantity.best is not None:
        raise NoScript(f"{quantity.name} is an optimum, which `contextures check` recomputes")
    if quantity.function.__name__ == "<lambda>":
        raise NoScript(f"{quantity.name} is a lambda; a function with a name can be written out")
    yield from _with_what_it_uses(quantity.function, set())


def _with_what_it_uses(function: Any, seen: set[str]) -> Iterator[str]:
    if not isinstance(function, FunctionType) or function.__closure__:
        raise NoScript(f"{getattr(function, '__name__', function)!s} is no plain function")
    seen.add(function.__name__)
    for name in _globals_read(function.__code__):
        value = function.__globals__.get(name)
        if name in seen or value is None or isinstance(value, ModuleType):
            continue
        seen.add(name)
        if value is signs:
            yield SIGNS
        elif isinstance(value, FunctionType) and value in STAND_INS:
            for piece in STAND_INS[value]:
                yield from (piece,) if isinstance(piece, str) else _with_what_it_uses(piece, seen)
        elif isinstance(value, FunctionType) and value.__module__.startswith((function.__module__, THEORY)):
            yield from _with_what_it_uses(value, seen)
        elif isinstance(value, int):
            yield f"{name} = {value!r}"
        elif type(value).__name__ == "Fraction":
            yield f"{name} = F({str(value)!r})"
        elif not isinstance(value, type):
            raise NoScript(f"{function.__name__} uses {name}, which is not written out")
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        raise NoScript(f"the source of {function.__name__} cannot be read") from None
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    yield "\n".join(source.splitlines()[definition.lineno - 1 :]).replace("Fraction(", "F(")


def _globals_read(code: CodeType) -> Iterator[str]:
    """The names that a function reads from its module, those of its comprehensions included."""
    yield from (step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL")
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _globals_read(inner)


def _methods(source: str) -> list[str]:
    used = dict.fromkeys(re.findall(r"\bworld\.(\w+)\(", source))
    for name in used:
        if name not in METHODS:
            raise NoScript(f"world.{name} is not written out in a few lines; `contextures check` recomputes it")
    called = dict.fromkeys(other for name in used for other in re.findall(r"\bself\.(\w+)\(", METHODS[name]))
    return list(used | called)


def _imports(source: str, methods: list[str]) -> Iterator[str]:
    text = "\n".join([source, *(METHODS[name] for name in methods)])
    if {"samples", "sequences"} & set(methods):
        yield "from collections import namedtuple"
    for module, names in STANDARD.items():
        if told := [name for name in names if re.search(rf"(?<![.\w]){name}\b", text)]:
            yield f"from {module} import {', '.join(told)}"
    if re.search(r"\bmath\.", source):
        yield "import math"


def _run(text: str) -> None:
    """Run a script; NoScript where it does not run to its end."""
    try:
        exec(compile(text, "<script>", "exec"), {"__name__": "script", "print": lambda *told: None})
    except Exception as error:
        raise NoScript(f"with fractions it {_fault(error)}") from None


def _fault(error: Exception) -> str:
    told = str(error)
    return f"raises {type(error).__name__}{f': {told}' * bool(told)}"
