"""Chapter 7.5: difficult examples in a similarity graph (arXiv 2501.01317)."""

from __future__ import annotations

from contextures.theory.neighbours.difficult.bounds import HARDER, LARGER, REDUCES, REMOVAL, REMOVAL_EXACT, REMOVAL_WHEN
from contextures.theory.neighbours.difficult.graph import FACTORISATION
from contextures.theory.neighbours.difficult.remedies import (
    MARGIN_ENTRY,
    MARGIN_SIGN,
    TEMPERATURE_ENTRY,
    TEMPERATURE_ORDER,
    TEMPERATURE_THRESHOLD,
)
from contextures.theory.neighbours.difficult.spectrum import ANY_INDEX, WITH, WITHOUT

STATEMENTS = (
    FACTORISATION,
    LARGER,
    HARDER,
    REDUCES,
    WITHOUT,
    ANY_INDEX,
    WITH,
    REMOVAL,
    REMOVAL_WHEN,
    REMOVAL_EXACT,
    MARGIN_ENTRY,
    MARGIN_SIGN,
    TEMPERATURE_ENTRY,
    TEMPERATURE_ORDER,
    TEMPERATURE_THRESHOLD,
)
