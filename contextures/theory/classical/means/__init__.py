"""Chapter 8.1: concentration of a mean."""

from __future__ import annotations

from contextures.theory.classical.means.moments import MARKOV

STATEMENTS = (MARKOV,)
