"""Chapter 5.1: complexity of masking and flipping schemes on the cube."""

from __future__ import annotations

from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.bounds import (
    SCHEMES,
    alpha,
    eigen_defect,
    kappa_square_block,
    kappa_square_flipped,
    kappa_square_masked,
    lambda_masked,
    m,
    size,
)

MASKING_COMPLEXITY = Statement(
    id="bounds.masking-complexity",
    title="Complexity of masking schemes on the cube",
    kind=Kind.INEQUALITY,
    source=Source("Z24", "Examples 1–3", reconstructed=True),
    vocabulary=SCHEMES,
    printed=Claim(
        text="On the uniform cube {−1,1}^m: random masking with rate α has κ² = (2−α)^m and λ_S = (1−α)^|S|; block "
        "masking of r = ⌈αm⌉ consecutive coordinates has κ² ≤ [2^{1−α}]^m; flips with rate α/2 and then a block mask "
        "have κ² ≤ [(α²−2α+2)^{1−α}]^m.",
        tex=r"\kappa^2=(2-\alpha)^m,\ \lambda_S=(1-\alpha)^{|S|};\quad\kappa^2\le[2^{1-\alpha}]^m;\quad"
        r"\kappa^2\le[(\alpha^2-2\alpha+2)^{1-\alpha}]^m",
        given=(Hypothesis("not-negative", 0, "<=", alpha), Hypothesis("at-most-one", alpha, "<=", 1)),
        parts=(
            Part("random", kappa_square_masked, "==", (2 - alpha) ** m),
            Part("random-spectrum", lambda_masked[size], "==", (1 - alpha) ** size, over=(size, 0, m), scale=1),
            Part("random-eigenfunctions", eigen_defect, "==", 0, "the characters are eigenfunctions", scale=1),
            Part("block", kappa_square_block, "<=", 2 ** ((1 - alpha) * m)),
            Part("flips-and-block", kappa_square_flipped, "<=", (alpha**2 - 2 * alpha + 2) ** ((1 - alpha) * m)),
        ),
    ),
    note="The start of the block is uniform among the m − r + 1 positions and the masked positions are visible; starts "
    "that wrap around give the same κ².",
    uses=("bounds.context-complexity",),
)

STATEMENTS = (MASKING_COMPLEXITY,)
