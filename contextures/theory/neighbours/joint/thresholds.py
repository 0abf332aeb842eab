"""Chapter 7.8: a diagonal model of signal, noise and augmentation, and how strong the augmentation has to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _at_the_threshold(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Equal scores of signal and noise for one objective or the other: α² is the threshold, or a little off."""
    k, m = sizes["k"], sizes["m"]
    alpha, share, times = rng.integers(0, 4, count), rng.integers(0, 4, count), rng.integers(1, 6, count)
    odds = alpha**2 + share
    a = np.where(rng.random(count) < 0.5, 1, 1 + odds)
    theta = a * odds
    g = np.where(a == 1, times, 1 + odds)
    spread = rng.integers(0, 2, (count, m))
    noise = g[:, None] + 0 * spread

    def whole(values: Any) -> Any:
        return np.stack([values, np.ones_like(values)], axis=-1)

    return {
        "signal": whole(np.broadcast_to(a[:, None], (count, k))),
        "signal_spread": whole(np.broadcast_to(theta[:, None], (count, k))),
        "noise": whole(noise),
        "noise_spread": whole(noise * (share[:, None] + spread)),
        "alpha": whole(alpha),
    }


DIAGONAL = Domain(
    "signal coordinates with second moments a_i, noise coordinates with variances g_i, augmentation variances θ, "
    "and the strength α of the augmentation of the noise",
    {
        "signal": sorts.ratios("k", high=60, closed="right", text="a_i of the signal coordinates"),
        "signal_spread": sorts.ratios("k", high=60, text="θ_i of the signal coordinates"),
        "noise": sorts.ratios("m", high=60, closed="right", text="g_i of the noise coordinates"),
        "noise_spread": sorts.ratios("m", high=60, text="θ_i of the noise coordinates"),
        "alpha": sorts.ratio(0, 10, text="α"),
    },
    sizes={"k": (1, 3), "m": (1, 3)},
    families={"at the threshold": _at_the_threshold},
)


def augmented(world: Any) -> Any:
    """g_i + θ_i + α²g_i."""
    noise = world["noise"]
    return noise + world["noise_spread"] + world["alpha"][..., None] ** 2 * noise


def kept(world: Any) -> Any:
    """a_i + θ_i."""
    return world["signal"] + world["signal_spread"]


@DIAGONAL.quantity("η = min a_i/√(a_i + θ_i)", range="> 0", tex=r"\eta")
def eta(world: Any) -> Any:
    return (world["signal"] / world.sqrt(kept(world))).min(-1)


@DIAGONAL.quantity("η² = min a_i²/(a_i + θ_i)", range="> 0", tex=r"\eta^2")
def eta2(world: Any) -> Any:
    return (world["signal"] ** 2 / kept(world)).min(-1)


@DIAGONAL.quantity("δ = min a_i/(a_i + θ_i)", range="(0, 1]", tex=r"\delta")
def delta(world: Any) -> Any:
    return (world["signal"] / kept(world)).min(-1)


@DIAGONAL.quantity(
    "largest g_i/√(g_i + θ_i + α²g_i)", range="> 0", tex=r"\max_{i>k}\frac{g_i}{\sqrt{g_i+\theta_i+\alpha^2g_i}}"
)
def noise_reconstruction(world: Any) -> Any:
    return (world["noise"] / world.sqrt(augmented(world))).max(-1)


@DIAGONAL.quantity(
    "largest g_i/(g_i + θ_i + α²g_i)", range="> 0", tex=r"\max_{i>k}\frac{g_i}{g_i+\theta_i+\alpha^2g_i}"
)
def noise_embedding(world: Any) -> Any:
    return (world["noise"] / augmented(world)).max(-1)


@DIAGONAL.quantity("α_RC² = max(g_i/η² − θ_i/g_i − 1)", tex=r"\alpha_{RC}^2")
def alpha2_rc(world: Any) -> Any:
    noise = world["noise"]
    least = (world["signal"] ** 2 / kept(world)).min(-1)
    return (noise / least[..., None] - world["noise_spread"] / noise - 1).max(-1)


@DIAGONAL.quantity("α_JE² = max((1 − δ)/δ − θ_i/g_i)", tex=r"\alpha_{JE}^2")
def alpha2_je(world: Any) -> Any:
    least = (world["signal"] / kept(world)).min(-1)
    return (((1 - least) / least)[..., None] - world["noise_spread"] / world["noise"]).max(-1)


@DIAGONAL.quantity("α²", range="≥ 0", tex=r"\alpha^2")
def alpha2(world: Any) -> Any:
    return world["alpha"] ** 2


@DIAGONAL.quantity("largest g_i", range="> 0", tex=r"\max g")
def g_max(world: Any) -> Any:
    return world["noise"].max(-1)


@DIAGONAL.quantity("smallest g_i", range="> 0", tex=r"\min g")
def g_min(world: Any) -> Any:
    return world["noise"].min(-1)


@DIAGONAL.quantity("largest a_i", range="> 0", tex=r"\max a")
def a_max(world: Any) -> Any:
    return world["signal"].max(-1)


@DIAGONAL.quantity("smallest a_i", range="> 0", tex=r"\min a")
def a_min(world: Any) -> Any:
    return world["signal"].min(-1)


BELOW = Hypothesis("noise-low", g_max, "<", eta2 / delta, "all noise is low")
ABOVE = Hypothesis("noise-high", eta2 / delta, "<", g_min, "all noise is high")
required_rc, required_je = sp.Max(0, alpha2_rc), sp.Max(0, alpha2_je)

THRESHOLD_RECONSTRUCTION = Statement(
    id="neighbours.joint-threshold-reconstruction",
    title="How strong the augmentation must be for reconstruction to find the signal",
    kind=Kind.EQUIVALENCE,
    source=Source("joint", "Proposition 4.3", reconstructed=True),
    domain=DIAGONAL,
    printed=Claim(
        "The k largest of the scores a_i/√(a_i + θ_i), i ≤ k, and g_i/√(g_i + θ_i + α²g_i), i > k, are those of the "
        "signal, strictly, iff α² > max_{i>k}(g_i/η² − θ_i/g_i − 1).",
        r"\alpha^2>\max_{i>k}\Big(\frac{g_i}{\eta^2}-\frac{\theta_i}{g_i}-1\Big)",
        (
            Part("if", noise_reconstruction, "<", eta, given=(Hypothesis("strong", alpha2_rc, "<", alpha2),)),
            Part("only-if", alpha2_rc, "<", alpha2, given=(Hypothesis("found", noise_reconstruction, "<", eta),)),
        ),
    ),
    note="The population form; a root was lost in the stored text.",
)

THRESHOLD_EMBEDDING = Statement(
    id="neighbours.joint-threshold-embedding",
    title="How strong the augmentation must be for joint embedding to find the signal",
    kind=Kind.EQUIVALENCE,
    source=Source("joint", "Proposition 4.4"),
    domain=DIAGONAL,
    printed=Claim(
        "The k largest of the scores a_i/(a_i + θ_i), i ≤ k, and g_i/(g_i + θ_i + α²g_i), i > k, are those of the "
        "signal, strictly, iff α² > max_{i>k}((1 − δ)/δ − θ_i/g_i).",
        r"\alpha^2>\max_{i>k}\Big(\frac{1-\delta}\delta-\frac{\theta_i}{g_i}\Big)",
        (
            Part("if", noise_embedding, "<", delta, given=(Hypothesis("strong", alpha2_je, "<", alpha2),)),
            Part("only-if", alpha2_je, "<", alpha2, given=(Hypothesis("found", noise_embedding, "<", delta),)),
        ),
    ),
    note="The population form.",
)

COMPARE = Statement(
    id="neighbours.joint-compare",
    title="Which of the two thresholds is lower",
    kind=Kind.INEQUALITY,
    source=Source("joint", "Corollary 4.5"),
    domain=DIAGONAL,
    printed=Claim(
        "With α_RC², α_JE² the two maxima: max_{i>k}g_i < η²/δ ⇒ α_JE² > α_RC², and min_{i>k}g_i > η²/δ ⇒ "
        "α_JE² < α_RC².",
        r"\max_{i>k}g_i<\eta^2/\delta\Rightarrow\alpha_{JE}^2>\alpha_{RC}^2,\quad"
        r"\min_{i>k}g_i>\eta^2/\delta\Rightarrow\alpha_{JE}^2<\alpha_{RC}^2",
        (
            Part("low-noise", alpha2_rc, "<", alpha2_je, given=(BELOW,)),
            Part("high-noise", alpha2_je, "<", alpha2_rc, given=(ABOVE,)),
        ),
    ),
    uses=("neighbours.joint-threshold-reconstruction", "neighbours.joint-threshold-embedding"),
)

REQUIRED = Statement(
    id="neighbours.joint-compare-required",
    title="Which of the two objectives needs less augmentation",
    kind=Kind.INEQUALITY,
    source=Source("joint", "Corollary 4.5, read of the alignments required", reconstructed=True),
    domain=DIAGONAL,
    printed=Claim(
        "With α_RC, α_JE ≥ 0 the infima of the α ≥ 0 with which each method succeeds: max_{i>k}g_i < η²/δ ⇒ "
        "α_JE > α_RC, and min_{i>k}g_i > η²/δ ⇒ α_JE < α_RC.",
        r"\max_{i>k}g_i<\eta^2/\delta\Rightarrow\alpha_{JE}>\alpha_{RC},\quad"
        r"\min_{i>k}g_i>\eta^2/\delta\Rightarrow\alpha_{JE}<\alpha_{RC}",
        (
            Part("low-noise", required_rc, "<", required_je, "in squares", given=(BELOW,)),
            Part("high-noise", required_je, "<", required_rc, "in squares", given=(ABOVE,)),
        ),
    ),
    corrected=Claim(
        "max_{i>k}g_i < η²/δ ⇒ α_JE ≥ α_RC, strictly iff (1 − δ)/δ > θ_i/g_i for some i > k; min_{i>k}g_i > η²/δ ⇒ "
        "α_JE ≤ α_RC, strictly iff g_i/η² > θ_i/g_i + 1 for some i > k.",
        r"\max_{i>k}g_i<\eta^2/\delta\Rightarrow\alpha_{JE}\ge\alpha_{RC},\quad"
        r"\min_{i>k}g_i>\eta^2/\delta\Rightarrow\alpha_{JE}\le\alpha_{RC}",
        (
            Part("low-noise", required_rc, "<=", required_je, "in squares", given=(BELOW,)),
            Part("high-noise", required_je, "<=", required_rc, "in squares", given=(ABOVE,)),
            Part(
                "low-noise-strict",
                required_rc,
                "<",
                required_je,
                given=(BELOW, Hypothesis("embedding-needs", 0, "<", alpha2_je)),
            ),
            Part(
                "high-noise-strict",
                required_je,
                "<",
                required_rc,
                given=(ABOVE, Hypothesis("reconstruction-needs", 0, "<", alpha2_rc)),
            ),
            Part(
                "low-noise-tie", required_je, "<=", required_rc, given=(BELOW, Hypothesis("free", alpha2_je, "<=", 0))
            ),
            Part(
                "high-noise-tie", required_rc, "<=", required_je, given=(ABOVE, Hypothesis("free", alpha2_rc, "<=", 0))
            ),
        ),
    ),
    faults=(Fault.BOUNDARY,),
    why="Where the augmentation that is not of the noise, θ_i for i > k, already hides the noise from both methods, "
    "both succeed with α = 0, and neither needs less.",
    note="The infimum of the α ≥ 0 with α² above a threshold is the root of its positive part; squares are compared.",
    uses=("neighbours.joint-compare",),
)

CROSSING = Statement(
    id="neighbours.joint-crossing",
    title="Where the two thresholds cross",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=DIAGONAL,
    printed=Claim(
        "min a ≤ η²/δ ≤ max a, and min g/η² − 1/δ ≤ α_RC² − α_JE² ≤ max g/η² − 1/δ. So whatever the θ_i are, noise "
        "below all signals (g_i < a_j) makes the threshold of reconstruction the lower one, and noise above all "
        "signals that of joint embedding; for signals of one size a the two change places at g = a exactly.",
        r"\min_{j\le k}a_j\le\frac{\eta^2}\delta\le\max_{j\le k}a_j,\quad\frac{\min g}{\eta^2}-\frac1\delta\le"
        r"\alpha_{RC}^2-\alpha_{JE}^2\le\frac{\max g}{\eta^2}-\frac1\delta",
        (
            Part("least", a_min * delta, "<=", eta2),
            Part("largest", eta2, "<=", a_max * delta),
            Part(
                "gap-least", g_min / eta2 - 1 / delta, "<=", alpha2_rc - alpha2_je, scale=1 + g_max / eta2 + 1 / delta
            ),
            Part(
                "gap-largest", alpha2_rc - alpha2_je, "<=", g_max / eta2 - 1 / delta, scale=1 + g_max / eta2 + 1 / delta
            ),
            Part("low-noise", alpha2_rc, "<", alpha2_je, given=(Hypothesis("below", g_max, "<", a_min),)),
            Part("high-noise", alpha2_je, "<", alpha2_rc, given=(Hypothesis("above", a_max, "<", g_min),)),
        ),
    ),
    uses=("neighbours.joint-compare",),
)

STATEMENTS = (THRESHOLD_RECONSTRUCTION, THRESHOLD_EMBEDDING, COMPARE, REQUIRED, CROSSING)
