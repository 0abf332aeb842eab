"""What the statements of chapter 5.2 assume of the kernel, the transform, the target and the sample."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Hypothesis
from contextures.theory.symbols.stkr import (
    beta,
    decay,
    delta,
    epsilon,
    eta,
    lam,
    least_power,
    norm_f,
    norm_H_s,
    outside_range,
    s,
    t,
)

NOT_ZERO = Hypothesis("kernel", 0, "<", lam[1], "K is not 0")
IN_RANGE = Hypothesis("in-range", outside_range, "==", 0, "f is in the RKHS")
A1 = Hypothesis("a1", 0, "<=", least_power, "s(λ) = Σ π_pλ^p with π_p ≥ 0")
A3 = Hypothesis("a3", norm_H_s, "<=", epsilon * norm_f, "‖f*‖²_{H_{K_s}} ≤ ε‖f*‖²_P")
RISING = Hypothesis("rising", 0, "<", s[1], "s is not 0")
RIDGE = Hypothesis("ridge", 0, "<", beta)
POSSIBLE = Hypothesis("possible", 0, "<", delta)
LIKELY = Hypothesis("likely", delta, "<", 1)
POSITIVE_ETA = Hypothesis("positive", 0, "<", eta)
ETA = Hypothesis("eta", eta * lam[1], "<", 1, "η < 1/λ_1")
QUICK = Hypothesis("decay", 0, "<", decay)
SLOW = Hypothesis("slow", decay, "<=", 1)
CERTAIN = Hypothesis("certain", 4 * sp.exp(-t), "<", 1, "the probability 1−4e^{−t} is positive")
SMOOTHED = (NOT_ZERO, RISING, A1)
CONFIDENCE = (POSSIBLE, LIKELY)
