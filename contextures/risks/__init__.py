"""Exact risks of finite losses under shifts of the law: the public functions.

Points carry weights (a pmf) and losses; the last axis runs over the points and all axes before it are a batch.
Fractions in, fraction out: where the losses, the weights and the settings are whole numbers and fractions, one of them
a `fractions.Fraction`, the value is exact.
"""

from __future__ import annotations

from contextures.risks.robust import (
    chi2_risk,
    cressie_read_risk,
    cvar,
    doro_risk,
    tv_infimum,
    worst_group_risk,
)

__all__ = ["chi2_risk", "cressie_read_risk", "cvar", "doro_risk", "tv_infimum", "worst_group_risk"]
