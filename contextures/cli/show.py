"""`contextures show`: a statement like a page of a paper, what is known of it first, and long things on request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding

from contextures.cli.catalogue import source_text
from contextures.cli.console import Grid, Printer
from contextures.cli.statements import OwnFile, with_own

if TYPE_CHECKING:
    from contextures.measure.domain import MeasuredDomain
    from contextures.theory.domain import Domain
    from contextures.theory.statement import Claim, Inequality, Part, Statement

WIDTH = 100
"""Columns of a formula where the output is no terminal."""


def show(
    ids: Annotated[list[str], typer.Argument(help="Ids of statements.", metavar="ID...")],
    file: OwnFile = None,
    full: Annotated[bool, typer.Option("--full", help="With TeX, whole proofs and how things are measured.")] = False,
) -> None:
    """Show statements: what is known, the forms, their hypotheses and formulas, the source and the symbols."""
    catalogue = with_own(file)
    console = Printer()
    for k, statement in enumerate([catalogue[id_] for id_ in ids]):
        if k:
            console.rule()
        _page(console, statement, full)


def _page(console: Printer, statement: Statement, full: bool) -> None:
    from contextures.cli.findings import known_lines, proof_lines, run_lines
    from contextures.measure.domain import domain_of

    console.print(f"{statement.id} · {statement.title}")
    console.print(f"{statement.kind}, {source_text(statement.source)}")
    if statement.uses:
        console.print(f"uses {', '.join(statement.uses)}")
    console.print()
    for variant in statement.variants:
        _tell(console, known_lines(statement, variant), 0)
    if statement.why:
        console.print(f"Why ({', '.join(statement.faults)}). {statement.why}")
    if statement.note:
        console.print(f"\nNote. {statement.note}")
    for variant, claim in statement.variants.items():
        console.print(f"\n{statement.heading(variant)}. {claim.text}")
        if full:
            console.print(f"  TeX: {claim.tex}", soft_wrap=True)
        if claim.ill_posed:
            console.print(f"  ill-posed: {claim.ill_posed}")
        _formulas(console, claim)
        _tell(console, proof_lines(statement, variant, full), 2)
        _tell(console, run_lines(statement, variant, full), 2)
    _symbols(console, statement, domain_of(statement), full)
    if statement.domain is not None:
        _domain(console, statement.domain, full)
    if not full:
        console.print("`--full` adds TeX, whole proofs, where bounds are tightest and how each symbol is measured.")


def _tell(console: Printer, lines: Iterable[str], indent: int) -> None:
    """Print lines, each folded within its indent."""
    for line in lines:
        words = line.lstrip()
        console.print(Padding(words, (0, 0, 0, indent + len(line) - len(words)), expand=False))


def _formulas(console: Printer, claim: Claim) -> None:
    for hypothesis in claim.given:
        _formula(console, "  given", hypothesis)
    for part in claim.parts:
        _formula(console, "  exists" if part.exists else "  claim", part)
        for hypothesis in part.given:
            _formula(console, "    given", hypothesis)


def _formula(console: Printer, word: str, inequality: Inequality | Part) -> None:
    """Show a hypothesis or a part: on its line where it has one, else laid out below."""
    from contextures.theory.layout import lines

    words = f"  ({inequality.text})" if inequality.text else ""
    indent = " " * (len(word) - len(word.lstrip()) + 4)
    laid = lines(inequality, min(console.width, WIDTH) - len(indent))
    if len(laid) == 1:
        console.print(f"{word} {inequality.name}: {laid[0].strip()}{words}", soft_wrap=True)
        return
    console.print(f"{word} {inequality.name}:{words}", soft_wrap=True)
    for line in laid:
        console.print(f"{indent}{line}", soft_wrap=True)


def _symbols(console: Printer, statement: Statement, domain: MeasuredDomain, full: bool) -> None:
    """Show the symbols of all forms, with how they are measured on request."""
    headers = ("symbol", "meaning", "range", *(["measured by"] if full else []))
    grid = Grid(*headers, folds=headers[1:])
    names = frozenset().union(*(claim.symbols for claim in statement.variants.values()))
    parts = [part for claim in statement.variants.values() for part in claim.parts]
    unspecified = {str(part.constant) for part in parts if part.constant is not None}
    for name in statement.vocabulary:
        if name in names:
            meaning = statement.vocabulary[name]
            otherwise = "Left open." if name in unspecified else "Counted."
            method = domain.quantities[name].method if name in domain.quantities else otherwise
            grid.add_row(name, meaning.text, meaning.range, *([method] if full else []))
    console.print()
    console.table(grid)


def _domain(console: Printer, domain: Domain, full: bool) -> None:
    """Show what an instance of a declared domain holds, and at which sizes."""
    console.print(f"It speaks of {domain.name}:")
    for name, sort in domain.fields.items():
        console.print(f"  {name}: {sort}", soft_wrap=True)
    for axis, (low, high) in domain.bounds.items():
        console.print(f"  {axis}: {low} point{'s' * (low > 1)}" if low == high else f"  {axis}: {low} to {high} points")
    for quantity in domain.quantities.values():
        if quantity.best is not None:
            over = "; ".join(f"{name}: {sort}" for name, sort in quantity.best.fields.items())
            console.print(f"  {quantity.name} is the {quantity.best.sense} value over {over}", soft_wrap=True)
    if full and domain.families:
        console.print(f"  draws of its own: {', '.join(domain.families)}", soft_wrap=True)
