"""Symbolic proofs where they are cheap, one module a chapter; each states its scope."""

from __future__ import annotations

from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Statement, Variant
from contextures.verify.proofs import bounds, contexts, mixing, objectives, optimality, shift, stkr
from contextures.verify.proofs.registry import Proof, proved

PROOFS: tuple[Proof, ...] = proved(contexts, objectives, optimality, mixing, bounds, stkr, shift)

__all__ = ["PROOFS", "Proof", "proofs_of"]


def proofs_of(statement: Statement, variant: Variant) -> dict[str, Proof]:
    """Return the proofs that hold for one form of a statement, by part; the widest scope where there are several.

    A statement of one's own that borrows an id has none: its parts must be those of the catalogue.
    """
    claim = statement.variants[variant]
    printed = catalogue[statement.id].variants.get(variant) if statement.id in catalogue else None
    if printed is None:
        return {}
    same = {part.name for part in claim.parts if part in printed.parts and claim.given == printed.given}
    found: dict[str, Proof] = {}
    for proof in PROOFS:
        if (proof.id, proof.variant) == (statement.id, variant) and same & set(proof.parts) and proof.holds:
            for part in same & set(proof.parts):
                if part not in found or proof.whole:
                    found[part] = proof
    return found
