"""Proofs of chapter 7, one module a paper."""

from __future__ import annotations

from types import ModuleType

from contextures.verify.proofs.neighbours import (
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
    tang_matrices,
    tang_oscillation,
    tang_rates,
    tosh,
    zheng,
)

SECTIONS: tuple[ModuleType, ...] = (
    tang,
    tang_rates,
    tang_matrices,
    tang_oscillation,
    adainf,
    ncl,
    difficult,
    clustering,
    joint,
    haochen,
    duchi,
    tosh,
    arora,
    zheng,
    saunshi,
    johnson,
    garrido,
    head,
    gauss,
)
