"""Hypothesis strategies for property tests of one's own; see `contextures.verify.strategies`."""

from __future__ import annotations

from contextures.verify.strategies.contexts import PROPERTIES, Property, contexts, graphs, joint_laws
from contextures.verify.strategies.functions import encoders, tasks
from contextures.verify.strategies.instances import instances
from contextures.verify.strategies.samples import Sample, losses, ratios, samples, value_laws

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
