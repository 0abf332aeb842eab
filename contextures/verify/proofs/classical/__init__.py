"""Proofs of chapter 8, one module a section."""

from __future__ import annotations

from contextures.verify.proofs.classical import information, pacbayes

SECTIONS = (pacbayes, information)
