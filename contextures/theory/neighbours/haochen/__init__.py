"""Chapter 7b.1: the augmentation graph (HaoChen, Wei, Gaidon, Ma 2021)."""

from __future__ import annotations

from contextures.theory.neighbours.haochen import graph, probes, recovery

STATEMENTS = (*graph.STATEMENTS, *probes.STATEMENTS, *recovery.STATEMENTS)
