"""What a search found beside the verdict, in words: how tight a bound is and where, which hypotheses are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contextures.measure.domain import domain_of
from contextures.theory.sorts import Sort
from contextures.theory.statement import Statement, Variant
from contextures.theory.verdicts import verdict_of
from contextures.verify.campaign import longrun
from contextures.verify.campaign.asked import Asked, Need
from contextures.verify.campaign.verdict import TRIVIAL, Result, Verdict, trivial_ratio
from contextures.verify.proofs import elsewhere_of, formal_of, proofs_of
from contextures.verify.proofs.registry import Proof

LONGEST = 400
"""Signs of an instance beyond which it is not written on one line."""


def hypothesis_lines(found: Iterable[tuple[str, Asked]]) -> Iterator[str]:
    """Say of each hypothesis what was seen of it: one line for the needed ones, one for each of the others."""
    found = list(found)
    plain = [name for name, asked in found if asked.text() == Need.NEEDED]
    if plain:
        yield f"needed: {', '.join(plain)}"
    yield from (f"{name}: {asked.text()}" for name, asked in found if name not in plain)


def asked_lines(results: Iterable[Result]) -> Iterator[str]:
    """Say, a line for each form, which hypotheses a campaign found to be needed, and what it found of the others."""
    for result in results:
        if result.ablation:
            told = "; ".join(hypothesis_lines(result.ablation.items()))
            yield f"{result.statement.id} ({result.variant}): {told}"


def sharper_lines(results: Iterable[Result]) -> Iterator[str]:
    """Say, a line for each form, which parts seem to hold with a smaller constant."""
    for result in results:
        told = [f"{part.name} with {part.conjecture} of it" for part in result.parts if part.conjecture]
        if told:
            yield f"{result.statement.id} ({result.variant}), larger side, conjectured: {', '.join(told)}"


def tight_lines(parts: Iterable[Mapping[str, Any]], statement: Statement) -> Iterator[str]:
    """Say of each part, as a row of verdicts.json has it, the best ratio, where it is, and what is conjectured."""
    sorts = domain_of(statement).world.sorts
    for part in parts:
        if part.get("tightness") is not None:
            yield f"part {part['name']}: best ratio {part['tightness']:.4g}{_where(part.get('tightest'), sorts)}"
        if (idle := trivial_ratio(part)) is not None:
            yield f"part {part['name']}: best ratio {idle:.4g} where it is trivial ({TRIVIAL})"
        if part.get("conjecture"):
            yield f"part {part['name']}: conjecture: it holds with the factor {part['conjecture']} on the larger side"


def known_lines(statement: Statement, variant: Variant) -> Iterator[str]:
    """Say what long runs and proof assistants say of a form, part by part where parts differ."""
    claim = statement.variants[variant]
    if claim.ill_posed:
        yield f"{statement.heading(variant)}: ill-posed"
    named: dict[str, list[str]] = {}
    for part in claim.parts:
        if (verdict := verdict_of(statement.id, variant, part.name)) is not None:
            named.setdefault(verdict, []).append(part.name)
    if named:
        alone = len(named) == 1
        told = "; ".join(verdict if alone else f"{verdict}: {', '.join(parts)}" for verdict, parts in named.items())
        yield f"{statement.heading(variant)}: {told}"
    if Verdict.REFUTED in named:
        yield f"  `contextures verify {statement.id}` finds a counterexample and writes its certificate"
    for name, formal in formal_of(statement, variant).items():
        yield f"  {name}, {formal}"
    for name, others in elsewhere_of(statement, variant).items():
        yield from (f"  {name}, {other}" for other in others)


def proof_lines(statement: Statement, variant: Variant, full: bool) -> Iterator[str]:
    """Tell each proof once, with the parts that it serves; the argument and the identities where they are asked for."""
    serves: dict[int, tuple[Proof, list[str]]] = {}
    for part, proof in proofs_of(statement, variant).items():
        serves.setdefault(id(proof), (proof, []))[1].append(part)
    for proof, parts in serves.values():
        yield f"{'argued' if proof.argued else 'proved'} {', '.join(parts)}, for {proof.scope}"
        if full:
            yield f"  {proof.how}"
            yield f"  checked by machine: {'; '.join(proof.checked)}"
        if proof.facts:
            yield f"  it uses: {'; '.join(proof.facts)}"


def run_lines(statement: Statement, variant: Variant, full: bool) -> Iterator[str]:
    """Say how tight bounds were seen to be, where, if that is asked for, and which hypotheses are needed."""
    rows = longrun.tightness(statement.id, variant)
    yield from tight_lines(rows if full else [{**row, "tightest": None} for row in rows], statement)
    yield from hypothesis_lines((known.hypothesis, known) for known in longrun.ablation(statement.id, variant))


def _where(instance: Mapping[str, Any] | None, sorts: Mapping[str, Sort]) -> str:
    """Return an instance on one line, or its sizes where it is long."""
    if not instance:
        return ""
    text = ", ".join(f"{_name(name, sorts)} = {_flat(value)}" for name, value in instance.items())
    if len(text) > LONGEST:
        shapes = {name: value for name, value in instance.items() if isinstance(value, list)}
        text = ", ".join(f"{_name(name, sorts)} of {_shape(value)}" for name, value in shapes.items())
    return f" at {text}"


def _name(name: str, sorts: Mapping[str, Sort]) -> str:
    return (sorts[name].text or name) if name in sorts else name


def _flat(value: Any) -> str:
    return f"({' '.join(_flat(entry) for entry in value)})" if isinstance(value, list) else str(value)


def _shape(value: list[Any]) -> str:
    return f"{len(value)}×{len(value[0])}" if value and isinstance(value[0], list) else f"{len(value)} values"
