"""Chapter 7.8: joint embedding against reconstruction, in linear models."""

from __future__ import annotations

from contextures.theory.neighbours.joint import thresholds, views

STATEMENTS = (*views.STATEMENTS, *thresholds.STATEMENTS)
