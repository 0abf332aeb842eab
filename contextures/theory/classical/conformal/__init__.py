"""Chapter 8.4: conformal prediction and risk control."""

from __future__ import annotations

from contextures.theory.classical.conformal import control, coverage, halves, pvalues

STATEMENTS = (*coverage.STATEMENTS, *control.STATEMENTS, *pvalues.STATEMENTS, *halves.STATEMENTS)
