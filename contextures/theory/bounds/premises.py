"""What the statements of chapter 5.1 assume of the task and the encoder, and where they come from."""

from __future__ import annotations

from contextures.theory.statement import Hypothesis, Source
from contextures.theory.symbols.bounds import epsilon, norm_g, tau, variance_g

OURS = Source("ours")

NOT_NEGATIVE = Hypothesis("not-negative", 0, "<=", epsilon)
BELOW_ONE = Hypothesis("below-one", epsilon, "<", 1)
INVARIANT = Hypothesis("invariant", variance_g, "<=", epsilon * norm_g, "½E(g(A) − g(A'))² ≤ ε‖g‖²")
GAP = Hypothesis("gap", tau, "<", 1, "the trace gap is below 1")

odds = epsilon / (1 - epsilon)
gap_odds = tau**2 / (1 - tau**2)


def after(where: str) -> Source:
    """Return the source of what is rebuilt from companion texts of Z24."""
    return Source("Z24", where, reconstructed=True)
