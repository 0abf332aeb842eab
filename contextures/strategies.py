"""Hypothesis strategies for property tests of one's own; see `contextures.verify.strategies` and `.instances`."""

from __future__ import annotations

from contextures.verify.instances import instances
from contextures.verify.strategies import (
    PROPERTIES,
    Property,
    Sample,
    contexts,
    encoders,
    graphs,
    joint_laws,
    losses,
    ratios,
    samples,
    tasks,
    value_laws,
)

__all__ = [
    "PROPERTIES",
    "Property",
    "Sample",
    "contexts",
    "encoders",
    "graphs",
    "instances",
    "joint_laws",
    "losses",
    "ratios",
    "samples",
    "tasks",
    "value_laws",
]
