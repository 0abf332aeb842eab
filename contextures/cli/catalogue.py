"""`contextures list` and `contextures show`: what is claimed, and how it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contextures.cli.console import Grid, Printer
from contextures.cli.options import JsonOption
from contextures.cli.output import write_json
from contextures.cli.statements import OwnFile, with_own
from contextures.theory.index import Entry, index, listed, matching

if TYPE_CHECKING:
    from contextures.theory.domain import Domain
    from contextures.theory.statement import Claim, Hypothesis, Inequality, Part, Source, Statement, Variant


def list_statements(
    glob: Annotated[str | None, typer.Argument(help="Ids to list, such as 'optimality.*'.", metavar="GLOB")] = None,
    file: OwnFile = None,
    json: JsonOption = None,
) -> None:
    """List the statements of the catalogue."""
    known = {entry.id: entry for entry in (index() if file is None else map(Entry.of, with_own(file).values()))}
    entries = [known[id_] for id_ in matching(known, [glob] if glob else [])]
    if json is not None:
        write_json(listed(entries), json)
    if json == "-":
        return
    grid = Grid("id", "title", "source", "forms", folds=("title", "source", "forms"))
    for entry in entries:
        forms = ", ".join(entry.variants) + (" (the print is ill-posed)" if entry.ill_posed else "")
        grid.add_row(entry.id, entry.title, _shown(entry.source, entry.reconstructed), forms)
    console = Printer()
    console.table(grid)
    console.print(f"{len(entries)} statements")


def source_text(source: Source) -> str:
    """Return the source as it is shown."""
    return _shown(str(source), source.reconstructed)


def _shown(source: str, reconstructed: bool) -> str:
    """A reconstructed text is never said to be printed there."""
    return f"after {source} (reconstructed)" if reconstructed else source


def show(
    id: Annotated[str, typer.Argument(help="Id of a statement.", metavar="ID")],
    file: OwnFile = None,
) -> None:
    """Show a statement: its forms, source, symbols, and how each is measured."""
    from contextures.measure.domain import domain_of

    statement = with_own(file)[id]
    quantities = domain_of(statement).quantities
    console = Printer()
    console.print(f"{statement.id} · {statement.title}")
    console.print(f"{statement.kind}, {source_text(statement.source)}")
    if statement.uses:
        console.print(f"uses {', '.join(statement.uses)}")
    if statement.note:
        console.print(f"\nNote. {statement.note}")
    for variant, claim in statement.variants.items():
        console.print(f"\n{statement.heading(variant)}. {claim.text}")
        console.print(f"  TeX: {claim.tex}", soft_wrap=True)
        if claim.ill_posed:
            console.print(f"  ill-posed: {claim.ill_posed}", soft_wrap=True)
        _print_claim(console, claim)
        _print_known(console, statement, variant)
    if statement.why:
        console.print(f"\nWhy ({', '.join(statement.faults)}). {statement.why}")
    grid = Grid("symbol", "meaning", "range", "measured by", folds=("meaning", "range", "measured by"))
    names = frozenset().union(*(claim.symbols for claim in statement.variants.values()))
    parts = [part for claim in statement.variants.values() for part in claim.parts]
    unspecified = {str(part.constant) for part in parts if part.constant is not None}
    for name in statement.vocabulary:
        if name in names:
            meaning = statement.vocabulary[name]
            otherwise = "Left open." if name in unspecified else "Counted."
            method = quantities[name].method if name in quantities else otherwise
            grid.add_row(name, meaning.text, meaning.range, method)
    console.print()
    console.table(grid)
    if statement.domain is not None:
        _print_domain(console, statement.domain)


def _print_domain(console: Printer, domain: Domain) -> None:
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
    if domain.families:
        console.print(f"  draws of its own: {', '.join(domain.families)}", soft_wrap=True)


def _print_known(console: Printer, statement: Statement, variant: Variant) -> None:
    """Show what is proved of a form, and what long runs have found: how tight it is, which hypotheses are needed."""
    from contextures.cli.findings import hypothesis_lines, tight_lines
    from contextures.verify.campaign.longrun import ablation, tightness
    from contextures.verify.proofs import formal_of, proofs_of

    for part, formal in formal_of(statement, variant).items():
        console.print(f"  {part}, {formal}", soft_wrap=True)
    for part, proof in proofs_of(statement, variant).items():
        verb = "argued" if proof.argued else "proved"
        console.print(f"  {verb} {part}, for {proof.scope}: {proof.how}", soft_wrap=True)
        console.print(f"    checked by machine: {'; '.join(proof.checked)}", soft_wrap=True)
        if proof.facts:
            console.print(f"    it uses: {'; '.join(proof.facts)}", soft_wrap=True)
    hypotheses = ((known.hypothesis, known) for known in ablation(statement.id, variant))
    for line in (*tight_lines(tightness(statement.id, variant), statement), *hypothesis_lines(hypotheses)):
        console.print(f"  {line}", soft_wrap=True)


def _print_claim(console: Printer, claim: Claim) -> None:
    for hypothesis in claim.given:
        console.print(f"  given {_line(hypothesis)}", soft_wrap=True)
    for part in claim.parts:
        console.print(f"  {'exists' if part.exists else 'claim'} {_line(part)}{_range(part)}", soft_wrap=True)
        for hypothesis in part.given:
            console.print(f"    given {_line(hypothesis)}", soft_wrap=True)


def _line(inequality: Hypothesis | Part | Inequality) -> str:
    words = f" ({inequality.text})" if inequality.text else ""
    return f"{inequality.name}: {inequality.lhs} {inequality.relation} {inequality.rhs}{words}"


def _range(part: Part) -> str:
    return f" for {part.over[0]} = {part.over[1]}..{part.over[2]}" if part.over else ""
