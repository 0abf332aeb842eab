"""Chapter 7b.2: robust risk and variance."""

from __future__ import annotations

from contextures.theory.neighbours.duchi import certificate, variance

STATEMENTS = (*variance.STATEMENTS, *certificate.STATEMENTS)
