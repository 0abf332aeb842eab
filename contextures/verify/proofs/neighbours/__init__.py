"""Proofs of chapter 7, one module a paper."""

from __future__ import annotations

from types import ModuleType

from contextures.verify.proofs.neighbours import arora, difficult, duchi, garrido, haochen, joint, ncl, tosh

SECTIONS: tuple[ModuleType, ...] = (ncl, joint, haochen, duchi, tosh, arora, garrido, difficult)
