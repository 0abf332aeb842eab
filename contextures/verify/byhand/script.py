"""A certificate as a stand-alone script of some thirty lines that needs Python's ``fractions`` alone.

The script holds the instance and recomputes the two sides from it. Each symbol has a recipe, a few lines of Python;
where one is missing, or a side is not rational, there is no script and the error says why.
"""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from flint import fmpq

from contextures.errors import InputError
from contextures.theory.statement import Inequality
from contextures.verify.byhand.subject import Subject
from contextures.verify.evaluate import Evaluator
from contextures.verify.numbers import NotCertifiable, UndefinedError

LONGEST = 32
"""Lines of a script; hypotheses that do not fit are left to `contextures check`."""

Recipe = Callable[["Script"], None]
RECIPES: dict[str, Recipe] = {}
"""Ingredient or symbol → the function that writes the lines computing it."""


class NoScript(ArithmeticError):
    """A relation cannot be recomputed with fractions alone."""


def recipe(name: str = "") -> Callable[[Recipe], Recipe]:
    """Register a recipe; its name is the function's unless given."""

    def register(write: Recipe) -> Recipe:
        RECIPES[name or write.__name__] = write
        return write

    return register


class Script:
    """A script that is being written.

    Parameters
    ----------
    evaluator : Evaluator
        Over the exact world of the instance; it tells what is rational, and sizes.
    instance : mapping
        The fields as fractions.
    """

    def __init__(self, evaluator: Evaluator, instance: Mapping[str, Any]) -> None:
        self.evaluator = evaluator
        self.instance = instance
        self.lines: list[str] = []
        self.known: set[str] = set()

    def use(self, *names: str) -> None:
        """Write what computes some ingredients, each once.

        Raises
        ------
        NoScript
            For one without a recipe.
        """
        for name in names:
            if name not in self.known:
                if name not in RECIPES:
                    raise NoScript(f"there is no recipe for {name}")
                self.known.add(name)
                try:
                    RECIPES[name](self)
                except KeyError as field:
                    raise NoScript(f"the recipe for {name} reads the field {field} of another chapter") from None

    def put(self, *lines: str) -> None:
        """Write lines."""
        self.lines += lines

    def rational(self, expression: sp.Expr) -> Fraction:
        """Return the exact value of an expression.

        Raises
        ------
        NoScript
            If it is not rational.
        """
        try:
            value = self.evaluator.value(expression)
        except (UndefinedError, NotCertifiable) as error:
            raise NoScript(str(error)) from None
        if not isinstance(value, fmpq):
            raise NoScript(f"{expression} is not rational")
        return Fraction(int(value.p), int(value.q))

    def code(self, expression: sp.Expr, index: dict[str, int]) -> str:
        """Return an expression in Python, having written what computes its symbols.

        Raises
        ------
        NoScript
            For a root, a function or a symbol without a recipe.
        """
        if expression.is_Rational:
            return str(expression) if expression.is_Integer else f"F({expression.p}, {expression.q})"
        sizes = {**self.evaluator.world.sizes, **index}
        if expression.is_Symbol and str(expression) in sizes:
            return str(sizes[str(expression)])
        if expression.is_Symbol:
            self.use(str(expression))
            return variable(str(expression))
        if isinstance(expression, sp.Indexed):
            return self._entry(expression, index)
        if isinstance(expression, sp.Sum):
            (letter, first, last), *_ = expression.limits
            whole = range(self.evaluator.whole(first, index), self.evaluator.whole(last, index) + 1)
            terms = [self.code(expression.function, {**index, str(letter): k}) for k in whole]
            return f"({' + '.join(terms)})" if terms else "0"
        if expression.is_Pow and isinstance(expression.base, sp.Indexed) and str(expression.base.base.label) == "s":
            return self._even_power(expression, index)
        if expression.is_Pow and expression.exp.is_Integer:
            return f"{self.code(expression.base, index)}**{self._bracketed(int(expression.exp))}"
        inner = [self.code(argument, index) for argument in expression.args]
        if expression.is_Add:
            return f"({' + '.join(inner)})".replace("+ -", "- ")
        if expression.is_Mul:
            return f"({' * '.join(inner)})"
        if isinstance(expression, sp.Max | sp.Min | sp.Abs):
            return f"{type(expression).__name__.lower()}({', '.join(inner)})"
        raise NoScript(f"{expression} is not a rational expression")

    def _even_power(self, power: sp.Pow, index: dict[str, int]) -> str:
        """An even power of a singular value is rational more often than the value."""
        position = self.evaluator.whole(power.base.indices[0], index)
        if not power.exp.is_Integer or power.exp % 2:
            return f"{self._entry(power.base, index)}**{self._bracketed(int(power.exp))}"
        self.rational(sp.IndexedBase("s")[position] ** 2)
        self.use("s_squared")
        exponent = int(power.exp) // 2
        return f"s_squared({position})" if exponent == 1 else f"s_squared({position})**{self._bracketed(exponent)}"

    def side(self, expression: sp.Expr, bound: str, index: dict[str, int]) -> str:
        """Return a side of an inequality; a supremum that is a side by itself is bounded as its refutation needs it."""
        if expression.is_Symbol and f"{expression}:{bound}" in RECIPES:
            self.use(f"{expression}:{bound}")
            return variable(str(expression))
        return self.code(expression, index)

    def _entry(self, entry: sp.Indexed, index: dict[str, int]) -> str:
        name, position = str(entry.base.label), self.evaluator.whole(entry.indices[0], index)
        self.rational(sp.IndexedBase(name)[position])
        self.use(name)
        return f"{variable(name)}({position})"

    def _bracketed(self, exponent: int) -> str:
        return str(exponent) if exponent >= 0 else f"({exponent})"


def variable(name: str) -> str:
    """Return the Python name of a symbol."""
    return f"{name}_" if keyword.iskeyword(name) or name in ("F", "P", "p", "q", "dot", "basis") else name


def literal(values: Any) -> str:
    """Return nested fractions as Python source: whole numbers over one common denominator."""
    if np.ndim(values) == 0:
        number = Fraction(values)
        return str(number) if number.denominator == 1 else f"F({number.numerator}, {number.denominator})"
    exact = np.vectorize(Fraction, otypes=[object])(np.asarray(values, dtype=object))
    bottom = math.lcm(*(v.denominator for v in exact.ravel()))
    numerators = np.vectorize(int, otypes=[object])(exact * bottom).tolist()
    entry = "F(v)" if bottom == 1 else f"F(v, {bottom})"
    return (
        f"[{entry} for v in {numerators}]"
        if np.ndim(values) == 1
        else f"[[{entry} for v in row] for row in {numerators}]"
    )


def script(subject: Subject) -> str:
    """Write the stand-alone script of a certificate.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    str

    Raises
    ------
    InputError
        Where a side is not rational or has no recipe.
    """
    statement, claim, part, document = subject.statement, subject.claim, subject.part, subject.document
    sides = [document[side].get("exact") for side in ("lhs", "rhs")]
    if None in sides:
        raise InputError(
            f"a stand-alone script needs two rational sides; here a side is an enclosure, "
            f"which `contextures check` recomputes ({statement.id}, part {part.name!r})"
        )
    written = Script(subject.evaluator, subject.instance.fields)
    index = {str(name): int(value) for name, value in document["index"].items()}
    try:
        lhs, rhs = written.side(part.lhs, "lower", index), written.side(part.rhs, "upper", index)
    except NoScript as error:
        raise InputError(f"no stand-alone script for {statement.id}, part {part.name!r}: {error}") from None
    written.put(f"lhs, rhs = {lhs}, {rhs}")
    left = [h.name for h in claim.hypotheses(part) if not _assumed(written, h, document["hypothesis"])]
    head = [
        f'"""{statement.id} ({document["variant"]}), part {part.name}: lhs {part.relation} rhs fails here."""',
        "from fractions import Fraction as F",
        "",
    ]
    if left:
        written.put(f"# left to `contextures check`: hypotheses {', '.join(left)}")
    written.put(
        f'print("lhs =", lhs, " rhs =", rhs, " lhs {part.relation} rhs:", lhs {part.relation} rhs)',
        f'assert (lhs, rhs) == (F("{sides[0]}"), F("{sides[1]}")) and not lhs {part.relation} rhs',
    )
    return "\n".join([*head, *written.lines]) + "\n"


def _assumed(written: Script, hypothesis: Inequality, broken: str | None) -> bool:
    """Write the assertion of a hypothesis; False where it is not rational or the script would grow too long."""
    lines, known = list(written.lines), set(written.known)
    try:
        lhs, rhs = written.side(hypothesis.lhs, "upper", {}), written.side(hypothesis.rhs, "lower", {})
    except NoScript:
        written.lines, written.known = lines, known
        return False
    sign = "not " if hypothesis.name == broken else ""
    written.put(f"assert {sign}{lhs} {hypothesis.relation} {rhs}  # {hypothesis.name}")
    if len(written.lines) > LONGEST - 5:
        written.lines, written.known = lines, known
        return False
    return True
