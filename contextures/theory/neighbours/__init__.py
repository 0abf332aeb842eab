"""Chapter 7: the papers next to the dissertation.

A paper has a module or a package.
"""

from __future__ import annotations

from contextures.theory.neighbours import (
    adainf,
    arora,
    clustering,
    difficult,
    duchi,
    garrido,
    gauss,
    haochen,
    head,
    johnson,
    joint,
    ncl,
    saunshi,
    tang,
    tosh,
    zheng,
)
from contextures.theory.statement import Statement

STATEMENTS: tuple[Statement, ...] = (
    *tang.STATEMENTS,
    *adainf.STATEMENTS,
    *ncl.STATEMENTS,
    *difficult.STATEMENTS,
    *clustering.STATEMENTS,
    *joint.STATEMENTS,
    *haochen.STATEMENTS,
    *duchi.STATEMENTS,
    *tosh.STATEMENTS,
    *arora.STATEMENTS,
    *zheng.STATEMENTS,
    *saunshi.STATEMENTS,
    *johnson.STATEMENTS,
    *garrido.STATEMENTS,
    *head.STATEMENTS,
    *gauss.STATEMENTS,
)
