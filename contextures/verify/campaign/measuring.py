"""Errors planted in the code that measures: does the search notice them?

An error is planted in a function of `contextures.measure` (a sign, a factor, a dropped term, an index or a constant,
``<`` for ``<=``, the wrong marginal), and the statements whose symbols are measured with it are tried on fixed
instances. It is noticed where a part that stood falls, one that fell stands, a quantity raises or none is met any more,
or floats and exact values differ. What changes no value at any of these instances is no error there, and what makes
claims only weaker is one that no counterexample can show.
"""

from __future__ import annotations

import ast
import gc
import importlib
import pkgutil
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures import measure
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.domain import DOMAINS, MeasuredDomain, domain_of
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Batch
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Claim, Part, Variant
from contextures.verify.search.agreement import close
from contextures.verify.search.draws import supply_of
from contextures.verify.search.search import SUSPICION, met, part_margins, search_chunks

FOLDERS = ("quantities", "worlds", "suprema")
"""Where errors are planted."""
DRAWN = 24
"""Instances of a batch that statements are tried on."""
FAMILIES = 6
"""Families of a domain that instances are drawn from."""
EXACT = 2
"""Batches of which one instance is measured exactly too."""
CLAIMS = 12
"""Parts that are tried for one error at most."""
SEARCHED, CHUNKS = 10, 3
"""Parts that are searched where nothing else notices an error, and chunks of each."""
MOVED = 1e-9
"""Relative change of a value that counts as one."""

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
RELATIONS: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
MARGINALS = {"p_x": "p_a", "p_a": "p_x"}


class Site(NamedTuple):
    """A place where an error can be planted: the function, the place of the node in it, and which error."""

    path: str
    function: str
    line: int
    place: int
    error: str

    def __str__(self) -> str:
        return f"{self.name}, line {self.line}: {self.error}"

    @property
    def name(self) -> str:
        """The module and the function."""
        return f"{Path(self.path).stem}.{self.function}"


def _errors(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield the errors that can be planted at a node, each with what plants it."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        other = OPERATORS[type(node.op)]
        yield f"{type(node.op).__name__} for {other.__name__}", lambda n: setattr(n, "op", other())
        if isinstance(node.op, ast.Add | ast.Sub):
            yield "a term is dropped", lambda n: setattr(n, "right", ast.Constant(0))
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in RELATIONS:
        relation = RELATIONS[type(node.ops[0])]
        yield f"{relation.__name__} for {type(node.ops[0]).__name__}", lambda n: n.ops.__setitem__(0, relation())
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value + 1} for {node.value}", lambda n: setattr(n, "value", n.value + 1)
    elif isinstance(node, ast.Attribute) and node.attr in MARGINALS:
        yield f"{MARGINALS[node.attr]} for {node.attr}", lambda n: setattr(n, "attr", MARGINALS[n.attr])


def _nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """The nodes of a function in order, without what is said of errors, nested functions and loops without an end."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.While | ast.FunctionDef | ast.ClassDef):
            found.append(node)
            waiting += ast.iter_child_nodes(node)
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module and the methods of its classes, by qualified name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{m.name}", m) for m in node.body if isinstance(m, ast.FunctionDef))


@cache
def _source(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def sites() -> list[Site]:
    """Return every place where an error can be planted."""
    found = []
    for folder in FOLDERS:
        package = importlib.import_module(f"{measure.__name__}.{folder}")
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            path = str(importlib.import_module(info.name).__file__)
            for name, function in _functions(ast.parse(_source(path))):
                for place, node in enumerate(_nodes(function)):
                    found += [Site(path, name, getattr(node, "lineno", 0), place, error) for error, _ in _errors(node)]
    return found


def _planted(site: Site) -> CodeType:
    """Return the code of the function with the error."""
    tree = ast.parse(_source(site.path))
    function = dict(_functions(tree))[site.function]
    node = _nodes(function)[site.place]
    dict(_errors(node))[site.error](node)
    waiting: list[Any] = [compile(ast.fix_missing_locations(tree), site.path, "exec")]
    while waiting:
        code = waiting.pop()
        if isinstance(code, CodeType):
            if code.co_qualname == site.function:
                return code
            waiting += code.co_consts
    raise LookupError(site)


@contextmanager
def plant(site: Site) -> Iterator[None]:
    """Plant an error while the block runs, wherever the function is already held."""
    held = [
        found
        for found in gc.get_objects()
        if isinstance(found, FunctionType)
        and (found.__code__.co_filename, found.__code__.co_qualname) == (site.path, site.function)
    ]
    before = [function.__code__ for function in held]
    code = _planted(site)
    try:
        for function in held:
            function.__code__ = code
        yield
    finally:
        for function, own in zip(held, before, strict=True):
            function.__code__ = own


@contextmanager
def _finite() -> Iterator[None]:
    """Refuse what is not finite before LAPACK does, which tells standard output of it."""
    before = {name: getattr(np.linalg, name) for name in ("svd", "lstsq")}

    def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(matrix: Any, *more: Any, **options: Any) -> Any:
            if not all(np.isfinite(given).all() for given in (matrix, *(m for m in more if isinstance(m, np.ndarray)))):
                raise np.linalg.LinAlgError("the matrix is not finite")
            return function(matrix, *more, **options)

        return call

    for name, function in before.items():
        setattr(np.linalg, name, guarded(function))
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(np.linalg, name, function)


class Row(NamedTuple):
    """A part of a form that is tried."""

    id: str
    variant: Variant
    claim: Claim
    part: Part
    symbols: frozenset[str]
    exists: bool


class Margins(NamedTuple):
    """The margins of a part at the instances of a bench, NaN where nothing is claimed."""

    values: NDArray[np.float64]

    @property
    def verdict(self) -> tuple[bool, bool]:
        """Whether the part is met anywhere, and whether it falls anywhere."""
        return bool((~np.isnan(self.values)).any()), bool((self.values < -SUSPICION).any())

    def weaker(self, before: Margins) -> bool:
        """Whether it claims no more than before: it is met nowhere else, and is nowhere nearer to falling."""
        claimed = ~np.isnan(self.values)
        slack = MOVED * np.maximum(1.0, np.abs(before.values))
        return bool((self.values[claimed] >= (before.values - slack)[claimed]).all())


@dataclass
class Bench:
    """The instances of one domain, and what its statements and quantities are there without an error.

    Attributes
    ----------
    domain : MeasuredDomain
    batches : list of Batch
    """

    domain: MeasuredDomain
    batches: list[Batch]
    uses: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, domain: MeasuredDomain, seed: int) -> Bench:
        """Draw the instances."""
        supply, rng = supply_of(domain), np.random.default_rng(seed)
        families = supply.families[:FAMILIES]
        return cls(domain, [supply.draw(rng, f, DRAWN, supply.sizes(rng, f), domain.fields)[0] for f in families])

    @cached_property
    def rows(self) -> list[Row]:
        """The parts of the catalogue that speak of the domain and leave no constant open, those that fell included."""
        found = []
        for statement in catalogue.values():
            if domain_of(statement).name != self.domain.name:
                continue
            for variant, claim in statement.variants.items():
                for part, own in zip(claim.searched.parts, claim.parts, strict=True):
                    if part.constant is None:
                        symbols = Claim("", "", (part,), claim.given).symbols
                        found.append(Row(statement.id, variant, claim.searched, part, symbols, own.exists))
        return found

    def outcome(self, row: Row) -> Margins:
        """Return the margins of a part at every instance that meets its hypotheses, in floats; NaN elsewhere."""
        found = []
        for batch in self.batches:
            evaluator = Evaluator(self.domain.world.of_batch(batch), self.domain.quantities)
            kept = np.ones(len(batch), dtype=bool)
            for hypothesis in row.claim.hypotheses(row.part):
                kept &= met(evaluator, hypothesis)
            found.append(np.where(kept, part_margins(evaluator, row.part), np.nan) if kept.any() else kept * np.nan)
        return Margins(np.concatenate(found))

    def values(self, names: Sequence[str]) -> list[NDArray[np.float64]]:
        """Return the values of quantities at every instance, in floats."""
        worlds = [self.domain.world.of_batch(batch) for batch in self.batches]
        return [_flat(self.domain.quantities[name](world)) for world in worlds for name in names]

    def agree(self, names: Sequence[str]) -> bool:
        """Tell whether floats and exact values agree where both exist."""
        for batch in self.batches[:EXACT]:
            floats, exact = self.domain.world.of_batch(batch.take([0])), batch.instance(0)
            world = self.domain.world.of_instance(exact)
            for name in names:
                try:
                    value = self.domain.quantities[name](world)
                except (UndefinedError, NotCertifiable):
                    continue
                entries = value if isinstance(value, list) else [value]
                seen = _flat(self.domain.quantities[name](floats))
                if len(seen) == len(entries) and not all(
                    one is None or close(float(other), one) for one, other in zip(entries, seen, strict=True)
                ):
                    return False
        return True

    def trace(self) -> None:
        """See which functions each quantity runs."""
        for name, quantity in self.domain.quantities.items():
            seen: set[tuple[str, str]] = set()
            self.uses[name] = seen

            def note(frame: Any, event: str, _: Any, seen: set[tuple[str, str]] = seen) -> None:
                if event == "call":
                    seen.add((frame.f_code.co_filename, frame.f_code.co_qualname))

            sys.setprofile(note)
            try:
                quantity(self.domain.world.of_batch(self.batches[0].take([0, 1])))
            except ArithmeticError:
                pass
            finally:
                sys.setprofile(None)


def _flat(value: Any) -> NDArray[np.float64]:
    entries = value if isinstance(value, list) else [value]
    parts = [np.ravel(np.asarray(entry, dtype=float)) for entry in entries if entry is not None]
    return np.concatenate([np.empty(0), *parts])


@cache
def benches(seed: int) -> tuple[Bench, ...]:
    """Return the benches of all domains, traced."""
    found = tuple(Bench.of(domain, seed) for domain in {d.name: d for d in DOMAINS.values()}.values())
    with np.errstate(all="ignore"):
        for bench in found:
            bench.trace()
    return found


class Fate(StrEnum):
    """What became of an error; of several domains the last of these counts."""

    NOTICED = "noticed"
    IDLE = "it changes no value at the instances"
    OPEN = "what it changes is in claims alone that leave a constant open, and moves the constant"
    WEAKER = "it makes every claim weaker or leaves it, which no counterexample can show"
    MISSED = "missed"


class Seen(NamedTuple):
    """What became of an error, and what noticed it, if anything did."""

    fate: Fate
    by: str = ""


def look_for(site: Site, seed: int = 0) -> Seen:
    """Plant an error and tell what notices it.

    Parameters
    ----------
    site : Site
    seed : int, optional
        Of the instances.
    """
    fate = Fate.IDLE
    with np.errstate(all="ignore"), warnings.catch_warnings(), _finite():
        warnings.simplefilter("ignore")
        for bench in benches(seed):
            names = sorted(n for n, used in bench.uses.items() if (site.path, site.function) in used)
            if not names:
                continue
            rows = [row for row in bench.rows if row.symbols & set(names)]
            rows = sorted(rows, key=lambda row: len(row.symbols - set(names)))[:CLAIMS]
            values, margins, agreed = bench.values(names), [bench.outcome(row) for row in rows], bench.agree(names)
            try:
                with plant(site):
                    if all(_same(old, new) for old, new in zip(values, bench.values(names), strict=True)):
                        if bench.agree(names) != agreed:
                            return Seen(Fate.NOTICED, "floats and exact values differ")
                        continue
                    after = [bench.outcome(row) for row in rows]
                    fallen = [
                        row for row, old, new in zip(rows, margins, after, strict=True) if new.verdict != old.verdict
                    ]
                    if fallen:
                        return Seen(Fate.NOTICED, f"{fallen[0].id} ({fallen[0].variant}), part {fallen[0].part.name}")
                    if bench.agree(names) != agreed:
                        return Seen(Fate.NOTICED, "floats and exact values differ")
                    if all(new.weaker(old) for old, new in zip(margins, after, strict=True)):
                        fate = max(fate, Fate.WEAKER if rows else Fate.OPEN, key=list(Fate).index)
                    elif found := _searched(rows, margins, seed):
                        return Seen(Fate.NOTICED, found)
                    else:
                        fate = Fate.MISSED
            except Exception as error:  # whatever a planted error raises would stop the search
                return Seen(Fate.NOTICED, f"raises {type(error).__name__}")
    return Seen(fate)


def _searched(rows: Sequence[Row], before: Sequence[Margins], seed: int) -> str:
    """Search the first of the parts that stood, as a campaign does; return what fell or stayed open."""
    standing = [row for row, margins in zip(rows, before, strict=True) if not margins.verdict[1]][:SEARCHED]
    for row in standing:
        statement = catalogue[row.id]
        alone = replace(statement.variants[row.variant], parts=(statement.variants[row.variant].part(row.part.name),))
        one = replace(statement, id=f"{row.id}-alone", printed=alone, corrected=None, why="", faults=(), uses=())
        tally = search_chunks(one, "printed", seed, range(CHUNKS))[row.part.name]
        if (tally.refuters and not row.exists) or tally.undecided:
            return f"{row.id} ({row.variant}), part {row.part.name}, by a search"
    return ""


def _same(old: NDArray[np.float64], new: NDArray[np.float64]) -> bool:
    if old.shape != new.shape:
        return False
    return bool(np.allclose(old, new, rtol=MOVED, atol=MOVED, equal_nan=True))


def sample(count: int, seed: int) -> list[Site]:
    """Draw some functions that a quantity runs, each at most once, and one place of each, by their names.

    Parameters
    ----------
    count : int
        At most so many; there are fewer where fewer functions run.
    seed : int
    """
    used = {name for bench in benches(0) for names in bench.uses.values() for name in names}
    by_function: dict[str, list[Site]] = {}
    for site in sites():
        if (site.path, site.function) in used:
            by_function.setdefault(site.name, []).append(site)
    drawn = {name: zlib.crc32(f"{seed}/{name}".encode()) for name in by_function}
    chosen = sorted(by_function, key=drawn.__getitem__)[:count]
    return [by_function[name][drawn[name] // 7 % len(by_function[name])] for name in chosen]
