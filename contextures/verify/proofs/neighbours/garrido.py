"""Proofs of section 7b.5, `garrido`."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import Identity, proof

EXCHANGE = "two finite sums may be exchanged"
CAUCHY = "the inequality of Cauchy and Schwarz"
SQUARES = "squares of numbers ≥ 0 add up to no more than the square of their sum"

n, d, r = sp.symbols("n d r", positive=True)


def duality() -> Iterable[Identity]:
    """Σ_{i,i′}(Σ_jk_ijk_i′j)² and Σ_{j,j′}(Σ_ik_ijk_ij′)² are both Σ k_ijk_i′jk_ij′k_i′j′ over i, i′, j, j′: with their
    diagonals 𝓒 and 𝓝 are equal."""
    matrix = sp.Matrix(2, 3, sp.symbols("k_:2:3"))
    rows, columns = matrix * matrix.T, matrix.T * matrix
    whole = [sum(entry**2 for entry in gram) for gram in (rows, columns)]
    yield "‖KKᵀ‖_F² = ‖KᵀK‖_F², of two rows and three columns", whole[0] - whole[1]
    beside = [
        total - sum(gram[i, i] ** 2 for i in range(gram.rows))
        for total, gram in zip(whole, (rows, columns), strict=True)
    ]
    fourth = [
        sum(sum(entry**2 for entry in line) ** 2 for line in lines)
        for lines in (matrix.tolist(), matrix.T.tolist())
    ]  # fmt: skip
    yield "𝓒 − 𝓝 = Σ‖k^j‖⁴ − Σ‖k_i‖⁴ there", beside[0] - beside[1] - (fourth[1] - fourth[0])


identity = proof("neighbours.garrido-duality", "identity", facts=(EXCHANGE,))(duality)


def even() -> Iterable[Identity]:
    """Rows of norm r have ‖K‖_F² = nr², so that columns of one norm have ‖k^j‖² = nr²/d."""
    yield from duality()
    yield "d(nr²/d)² − nr⁴ = n(n − d)r⁴/d", d * (n * r**2 / d) ** 2 - n * r**4 - n * (n - d) * r**4 / d


both = proof("neighbours.garrido-normalised", "both", facts=(EXCHANGE,))(even)
both_value = proof("neighbours.garrido-normalised", "both", variant="corrected", facts=(EXCHANGE,))(even)


def ends() -> Iterable[Identity]:
    """Σ_j‖k^j‖² = n, so that n²/d ≤ Σ_j‖k^j‖⁴ ≤ n², while Σ_i‖k_i‖⁴ = n."""
    yield from duality()
    yield "d(n/d)² = n²/d", d * (n / d) ** 2 - n**2 / d


least_and_largest = proof(
    "neighbours.garrido-normalised", "least", "largest", variant="corrected", facts=(EXCHANGE, CAUCHY, SQUARES)
)(ends)


@proof("neighbours.garrido-range", "lower", "upper", facts=(EXCHANGE, CAUCHY, SQUARES))
def anywhere() -> Iterable[Identity]:
    """Both Σ_j‖k^j‖² and Σ_i‖k_i‖² are F = ‖K‖_F², so that F²/d ≤ Σ_j‖k^j‖⁴ ≤ F² and F²/n ≤ Σ_i‖k_i‖⁴ ≤ F²."""
    yield from duality()
    total = sp.Symbol("F", positive=True)
    yield "F² − F²/n = (1 − 1/n)F²", total**2 - total**2 / n - (1 - 1 / n) * total**2
