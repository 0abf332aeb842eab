"""The limits of chapter 8: what its statements give from settings, by id and part; a lone part has no name here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contextures.theory.classical.limits import classes, conformal, information, means, pac
from contextures.theory.limit import Limit
from contextures.theory.statement import Claim, Statement

LIMITS: Mapping[str, Mapping[str, Limit]] = {
    **means.LIMITS,
    **classes.LIMITS,
    **pac.LIMITS,
    **conformal.LIMITS,
    **information.LIMITS,
}


CORRECTED: Mapping[str, Mapping[str, Limit]] = {
    **means.CORRECTED,
    **conformal.CORRECTED,
    **pac.CORRECTED,
    **information.CORRECTED,
}
"""The same of corrected forms, where these change the formula."""


def limited(statement: Statement) -> Statement:
    """Return a statement with the limits of its parts in both forms."""
    own = LIMITS.get(statement.id, {})
    if not own:
        return statement
    corrected = (
        None
        if statement.corrected is None
        else _having(statement.corrected, {**own, **CORRECTED.get(statement.id, {})})
    )
    return replace(statement, printed=_having(statement.printed, own), corrected=corrected)


def _having(claim: Claim, limits: Mapping[str, Limit]) -> Claim:
    names = [part.name for part in claim.parts]
    return replace(
        claim, limits={name or names[0]: limit for name, limit in limits.items() if (name or names[0]) in names}
    )
