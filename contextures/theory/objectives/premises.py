"""What the statements of chapter 2 assume, and the sums that their minima are."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Hypothesis
from contextures.theory.symbols.contexts import N, d, i, s
from contextures.theory.symbols.objectives import asymmetry, learning_gap

squares = sp.Sum(s[i] ** 2, (i, 1, d))

FITS = Hypothesis("fits", d, "<=", N, "d functions on X can be independent")
LEARNABLE = Hypothesis("learnable", d, "<=", N - 1, "a contexture of dimension d exists")
ASSOCIATED = Hypothesis("associated", 0, "<", s[d], "s_d > 0")
LEARNS = Hypothesis("learns", learning_gap, "==", 0, "Φ learns the contexture")
SYMMETRIC = Hypothesis("undirected", asymmetry, "==", 0, "P⁺ is the edge law of an undirected graph")
