"""What the statements of chapter 3 assume of ε, the encoder and the task."""

from __future__ import annotations

from contextures.theory.statement import Hypothesis
from contextures.theory.symbols.contexts import N, d, s
from contextures.theory.symbols.optimality import epsilon, learning_gap, norm_f, norm_Tf

compatibility_level = (1 - epsilon) ** 2

ATTAINABLE = Hypothesis("attainable", 1 - s[1], "<=", epsilon, "there are tasks in F_ε")
ROOM = Hypothesis("room", d, "<=", N - 2, "the encoder cannot span every mean-zero function")
COMPATIBLE = Hypothesis("compatible", compatibility_level * norm_f, "<=", norm_Tf, "f ∈ F_ε")
LEARNS = Hypothesis("learns", learning_gap, "==", 0, "Φ learns the contexture")
NOT_NEGATIVE = Hypothesis("not-negative", 0, "<=", epsilon)
AT_MOST_ONE = Hypothesis("at-most-one", epsilon, "<=", 1)
