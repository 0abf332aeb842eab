"""Chapter 8.2: classes of functions."""

from __future__ import annotations

from contextures.theory.classical.classes import (
    compression,
    differences,
    dimension,
    finite,
    rademacher,
    regularised,
    ridge,
    stability,
    vectors,
)

STATEMENTS = (
    *finite.STATEMENTS,
    *vectors.STATEMENTS,
    *rademacher.STATEMENTS,
    *dimension.STATEMENTS,
    *differences.STATEMENTS,
    *stability.STATEMENTS,
    *regularised.STATEMENTS,
    *ridge.STATEMENTS,
    *compression.STATEMENTS,
)
