"""Risks of the hypotheses of a finite class, on all samples at once: what the rows of chapter 8.2 share.

A sample is told by its counts, a row of (C, z); what depends on it has an axis of samples after the batch.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact.enumeration import signs


def risks(world: Any, losses: str) -> Any:
    """L(h), (..., h)."""
    return (world["law"][..., None, :] * world[losses]).sum(-1)


def empirical(counts: Any, losses: Any) -> Any:
    """L_S(h) by sample, (..., C, h)."""
    return counts @ losses.swapaxes(-1, -2) / int(counts[0].sum())


def excess(world: Any, losses: str, counts: Any) -> Any:
    """L(h) − L_S(h) by sample, (..., C, h)."""
    return risks(world, losses)[..., None, :] - empirical(counts, world[losses])


def chance(samples: Any, event: Any) -> Any:
    """The probability that some hypothesis has an event, told by sample and hypothesis (..., C, h)."""
    return (samples.probabilities * event.any(-1).astype(int)).sum(-1)


def representative(counts: Any) -> Any:
    """The points of a sample with the counts, in order: (C, n)."""
    return np.array([np.repeat(np.arange(len(row)), row) for row in counts])


def symmetrised(values: Any, counts: Any) -> Any:
    """n⁻¹Σσ_if(z_i) for each sample and all signs, (..., C, f, 2ⁿ)."""
    rows = representative(counts)
    n = rows.shape[-1]
    return values[..., rows].swapaxes(-2, -3) @ signs(n).T / n
