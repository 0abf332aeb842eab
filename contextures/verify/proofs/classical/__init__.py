"""Proofs of chapter 8, one module a section."""

from __future__ import annotations

from contextures.verify.proofs.classical import classes, conformal, exact_limits, information, means, pacbayes

SECTIONS = (means, exact_limits, classes, pacbayes, conformal, information)
