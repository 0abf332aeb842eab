"""Symbolic proofs where they are cheap, one module a chapter; each states its scope."""

from __future__ import annotations

from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Statement, Variant
from contextures.verify.proofs import (
    bounds,
    classical,
    contexts,
    mixing,
    neighbours,
    objectives,
    optimality,
    reweighting,
    shift,
    stkr,
)
from contextures.verify.proofs.elsewhere import Elsewhere, elsewhere_part
from contextures.verify.proofs.formal import Formal, formal_part
from contextures.verify.proofs.registry import Proof, proved

PROOFS: tuple[Proof, ...] = proved(
    contexts,
    objectives,
    optimality,
    mixing,
    bounds,
    stkr,
    shift,
    reweighting,
    *neighbours.SECTIONS,
    *classical.SECTIONS,
)

__all__ = ["PROOFS", "Elsewhere", "Formal", "Proof", "elsewhere_of", "formal_of", "proofs_of"]


def proofs_of(statement: Statement, variant: Variant) -> dict[str, Proof]:
    """Return the proofs that hold for one form of a statement, by part; the widest scope where there are several.

    A statement of one's own that borrows an id has none: its parts must be those of the catalogue.
    """
    same = _shared(statement, variant)
    found: dict[str, Proof] = {}
    for proof in PROOFS:
        shared = [part for part in proof.parts if part in same]
        if (proof.id, proof.variant) == (statement.id, variant) and shared and proof.holds:
            for part in shared:
                if part not in found or proof.whole or (proof.argued and not found[part].whole):
                    found[part] = proof
    return found


def formal_of(statement: Statement, variant: Variant) -> dict[str, Formal]:
    """Return what a proof assistant has checked of one form of a statement, by part; as `proofs_of` for one's own."""
    found = {name: formal_part(statement.id, variant, name) for name in _shared(statement, variant)}
    return {name: formal for name, formal in found.items() if formal is not None}


def elsewhere_of(statement: Statement, variant: Variant) -> dict[str, tuple[Elsewhere, ...]]:
    """Return the machine-checked proofs of others of one form of a statement, by part, in the order of its parts."""
    found = {name: elsewhere_part(statement.id, variant, name) for name in _shared(statement, variant)}
    return {name: known for name, known in found.items() if known}


def _shared(statement: Statement, variant: Variant) -> list[str]:
    """Names of the parts that are those of the catalogue, in order."""
    claim = statement.variants[variant]
    printed = catalogue[statement.id].variants.get(variant) if statement.id in catalogue else None
    if printed is None or claim.given != printed.given:
        return []
    return [part.name for part in claim.parts if part in printed.parts]
