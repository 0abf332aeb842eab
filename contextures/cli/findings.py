"""What a search found beside the verdict, in words: how tight a bound is and where, which hypotheses are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contextures.measure.domain import domain_of
from contextures.theory.sorts import Sort
from contextures.theory.statement import Statement
from contextures.verify.campaign.verdict import TRIVIAL, Asked, Need, Result, trivial_ratio

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
