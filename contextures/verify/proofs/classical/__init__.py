"""Proofs of chapter 8, one module a section."""

from __future__ import annotations

from contextures.verify.proofs.classical import classes, conformal, information, pacbayes

SECTIONS = (classes, pacbayes, conformal, information)
