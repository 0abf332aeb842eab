"""What the statements of chapter 6 on losses assume, and the numbers that they share."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Hypothesis
from contextures.theory.symbols.shift import alpha, beta, epsilon, smallest_loss

delta = epsilon / (1 - epsilon)

ORDER = Hypothesis("order", 1, "<", beta)
POSITIVE_LEVEL = Hypothesis("positive-level", 0, "<", alpha)
LEVEL = Hypothesis("level", alpha, "<=", 1)
MINORITY = Hypothesis("minority", epsilon, "<", sp.Rational(1, 2), "less than half of P_train is contaminated")
NONNEGATIVE = Hypothesis("nonnegative", 0, "<=", smallest_loss, "ℓ ≥ 0")
