"""Draw the pictures of docs/sharper.md for chapter 8: ``python docs/make_sharper_classical.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.special import rel_entr, xlogy
from scipy.stats import binom, hypergeom

from contextures.exact.arithmetic import Floats
from contextures.measure.declared import quantities_of, world_of
from contextures.measure.evaluate import Evaluator
from contextures.style import BLUE, GREEN, ORANGE, SKY, VERMILION, render
from contextures.theory.catalogue import catalogue
from contextures.theory.classical.classes.regularised import LINE
from contextures.theory.classical.conformal.control import CONTINUOUS_LOSSES
from contextures.theory.classical.pacbayes.moments import AVERAGE
from contextures.theory.classical.pacbayes.posteriors import LEARNER
from contextures.theory.domain import Domain

PICTURES = Path(__file__).parent / "images"


def seen(domain: Domain, fields: dict[str, np.ndarray], **sizes: int) -> Evaluator:
    """Return what evaluates formulas of a domain on many instances."""
    return Evaluator(world_of(domain)(fields, sizes, Floats()), quantities_of(domain))


def divergence(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return kl(first‖second) in nats."""
    return rel_entr(first, second) + rel_entr(1 - first, 1 - second)


def replacement(figure: Figure) -> None:
    """Prices of draws without replacement, and the largest moments over the number of errors, over m, at N = 120."""
    population, drawn = 120, np.arange(20, 101, 4)
    axes = figure.subplots()
    axes.plot(
        drawn, 3 * np.log(drawn) * np.sqrt(drawn * (1 - drawn / population)), "--", color=VERMILION, label="print"
    )
    paid, exact = [], []
    for m in drawn:
        j = np.arange(m + 1)
        paid.append(np.sum(binom.pmf(j, m, np.clip(j / m, 1e-300, 1))))
        moments = [
            np.sum(hypergeom.pmf(j, population, errors, m) * np.exp(m * divergence(j / m, errors / population)))
            for errors in range(1, population)
        ]
        exact.append(max(moments))
    axes.plot(drawn, paid, color=BLUE, label="ξ(m)")
    axes.plot(drawn, exact, ".", ms=4, color=SKY, label="largest moment")
    axes.set(xlabel="m of 120 examples", ylabel="price", ylim=(0, 100))
    axes.legend(loc="upper left")


def halves(figure: Figure) -> None:
    """Chances that the product of two capitals, doubled or lost at each toss, ever reaches 1/δ."""
    power = np.arange(0, 13)
    delta = np.linspace(0, 12, 200)
    axes = figure.subplots()
    axes.plot(delta, 1 + delta * np.log(2), color=BLUE, label="1 + ln(1/δ)")
    axes.plot(delta, np.ones_like(delta), "--", color=VERMILION, label="if it were a bet")
    axes.plot(power, 1 + power / 2, ".", ms=4, color=SKY, label="double or nothing")
    axes.set(xlabel="log₂(1/δ)", ylabel="chance of reaching 1/δ, over δ", ylim=(0, 14))
    axes.legend(loc="upper left")


def information(figure: Figure) -> None:
    """Informations of pairs of two even points and three others under the two bounds, over s_1²."""
    rng = np.random.default_rng(4)
    rows = np.stack([rng.dirichlet(np.full(3, rng.choice([0.3, 1, 4])), 2) for _ in range(300)])
    joint = rows / 2
    product = joint.sum(2, keepdims=True) * joint.sum(1, keepdims=True)
    found = xlogy(joint, joint / product).sum((1, 2))
    square = ((joint - product) ** 2 / product).sum((1, 2))
    s, axes = np.linspace(0, 0.995, 200), figure.subplots()
    axes.plot(s, np.log(1 + s), color=BLUE, label="ln(1 + s₁²)")
    axes.plot(s, s / 2, color=ORANGE, label="½s₁²")
    axes.plot(s, -np.log(1 - s) / 2, "--", color=VERMILION, label="Gaussian")
    axes.plot(square, found, ".", ms=2.5, color=SKY, label="a pair")
    axes.set(xlabel="s₁²", ylabel="I(X;Y) in nats", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left")


def optimistic(figure: Figure) -> None:
    """Chances that a posterior violates kl^{-1,+} with ln(1/δ) and with ln(ξ(n)/δ), for two hypotheses, over δ."""
    claims = catalogue["classical.pb-optimistic"].variants
    rng, count, colours = np.random.default_rng(8), 200, {"printed": VERMILION, "corrected": SKY}
    panels = figure.subplots(1, 2, sharey=True)
    for axes, lowest in zip(panels, (0.0, 0.9), strict=True):
        points: dict[str, list[np.ndarray]] = {form: [] for form in colours}
        for n in (1, 2, 4):
            share, prior = rng.uniform(0.02, 0.98, count), rng.uniform(0.05, 0.95, count)
            fields = {
                "law": np.stack([share, 1 - share], axis=1),
                "losses": np.broadcast_to([[1.0, 0.0], [0.0, 1.0]], (count, 2, 2)),
                "prior": np.stack([prior, 1 - prior], axis=1),
                "delta": rng.uniform(lowest, 1, count),
            }
            evaluate = seen(LEARNER, fields, n=n, h=2, z=2)
            for form, found in points.items():
                found.append(np.stack(evaluate.sides(claims[form].part("every"))[::-1]))
        axes.fill_between([lowest, 1], [lowest, 1], 1.03, color=VERMILION, alpha=0.08, linewidth=0)
        axes.plot([lowest, 1], [lowest, 1], color="black", linewidth=0.6)
        for (form, colour), name in zip(colours.items(), ("ln(1/δ), print", "ln(ξ(n)/δ)"), strict=True):
            axes.plot(*np.concatenate(points[form], axis=1), ".", ms=3, color=colour, label=name)
        axes.set(xlabel="δ", xlim=(lowest, 1), ylim=(-0.02, 1.03))
    panels[0].set_ylabel("chance of a violation")
    panels[0].legend(loc="upper left")


def moment(figure: Figure) -> None:
    """The largest moments of 2(n−1)Δ² and 2nΔ² of a coin, and the bounds n, ξ(n) and 2√n, over n."""
    claims, sizes = catalogue["classical.pb-moment"].variants, np.arange(1, 15)
    heads = np.linspace(0.01, 0.99, 99)
    fields = {"law": np.stack([heads, 1 - heads], axis=1), "loss": np.tile([1.0, 0.0], (99, 1)), "heads": heads}
    rows = []
    for n in sizes:
        evaluate = seen(AVERAGE, fields, n=int(n), z=2)
        printed, full = (
            evaluate.sides(claims[form].part(part)) for form, part in (("printed", "moment"), ("corrected", "sharper"))
        )
        rows.append([np.max(side) for side in (*printed, *full)])
    less, print_, more, sharp = np.array(rows).T
    axes = figure.subplots()
    axes.plot(sizes, print_, "--", color=VERMILION, label="print, of 2(n−1)Δ²")
    axes.plot(sizes, 2 * np.sqrt(sizes), ":", color=BLUE, label="2√n")
    axes.plot(sizes, sharp, color=BLUE, label="ξ(n), of 2nΔ²")
    axes.plot(sizes, more, ".", ms=5, color=SKY, label="largest, of 2nΔ²")
    axes.plot(sizes, less, "x", ms=3, color=ORANGE, label="largest, of 2(n−1)Δ²")
    axes.set(xlabel="n", ylabel="E exp", xlim=(0.5, 14.5), ylim=(0, 14))
    axes.legend(loc="upper left")


def control(figure: Figure) -> None:
    """Risks of λ̂ for losses that start at several heights, over the lowest start, beside the printed lower bound."""
    statement, rng, count = catalogue["classical.crc-lower"], np.random.default_rng(9), 700
    n, level = 5, 0.5
    drops = rng.uniform(0, 1, (count, 2, 3)) * 10.0 ** rng.uniform(-2, 0, (count, 2, 1))
    ends = rng.uniform(0, 1, (count, 2)) ** 3
    start = ends * level + drops[..., 1:].sum(-1)
    drops *= (np.minimum(1, (1 - ends * level) / drops[..., 1:].sum(-1)) * (start > 0))[..., None]
    start = ends * level + drops[..., 1:].sum(-1)
    fields = {
        "law": rng.dirichlet(np.ones(2), count),
        "drops": drops,
        "ends": ends,
        "level": np.full(count, level),
        "spare": 1 - start.max(1, keepdims=True),
    }
    evaluate = seen(CONTINUOUS_LOSSES, fields, n=n, f=2, l=3)
    printed, risk = evaluate.sides(statement.printed.part("lower"))
    sharp, _ = evaluate.sides(statement.variants["corrected"].part("continuous"))
    least = evaluate.value(statement.variants["corrected"].part("lower").given[0].rhs)
    axes = figure.subplots()
    for bound, style, name in ((printed, "--", "α − 2B/(n+1)"), (sharp, "-", "α − B/(n+1)")):
        colour = VERMILION if style == "--" else BLUE
        axes.plot([0, 1], [bound.max()] * 2, style, color=colour, label=name)
        axes.axvline(bound.max(), color=colour, linewidth=0.6, linestyle=":")
    axes.axhline(level, color=GREEN, linewidth=0.9, label="α")
    axes.plot(least, risk, ".", ms=2.5, color=SKY, label="a law of losses")
    axes.set(xlabel="least L(λ_min)", ylabel="E L(λ̂)", xlim=(0, 1), ylim=(0, 0.82))
    axes.legend(loc="upper right", ncols=2)


def regularised(figure: Figure) -> None:
    """The largest change of a loss when its example is replaced, over ρ²/(λn), under both bounds."""
    statement, rng, count = catalogue["classical.regularised-erm"], np.random.default_rng(10), 130
    points = []
    for n in (1, 2, 3, 5):
        linear = rng.random((count, 1)) < 0.3
        side = np.array([1.0, -1.0, 0.0])
        slopes = np.where(linear, side, rng.normal(size=(count, 3)) * (rng.random((count, 1)) < 0.5))
        bends = np.where(linear, 0, rng.exponential(size=(count, 3)))
        fields = {
            "slopes": slopes,
            "bends": bends,
            "knots": rng.normal(size=(count, 3)) * 2,
            "lambda": 10.0 ** rng.uniform(-1, 0.6, count),
        }
        evaluate = seen(LINE, fields, n=n, z=3)
        sharp, printed = (statement.variants[form].part("pointwise") for form in ("corrected", "printed"))
        points.append([evaluate.value(sharp.rhs), evaluate.value(printed.rhs), evaluate.value(sharp.lhs)])
    bound, printed, found = np.concatenate(points, axis=1)
    axes, order = figure.subplots(), np.argsort(bound)
    axes.loglog(bound[order], printed[order], "--", color=VERMILION, label="print, 2ρ²/(λn)")
    axes.loglog(bound[order], bound[order], color=BLUE, label="ρ²/(λn)")
    axes.loglog(bound, np.maximum(found, 1e-9), ".", ms=2.5, color=SKY, label="a sample of losses")
    axes.set(xlabel="ρ²/(λn)", ylabel="largest change of a loss", xlim=(0.03, 30), ylim=(1e-2, 100))
    axes.legend(loc="upper left")


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "replacement": (replacement, 3.4, 2.5),
    "halves": (halves, 3.4, 2.5),
    "information": (information, 3.4, 2.5),
    "optimistic": (optimistic, 5.0, 2.5),
    "moment": (moment, 3.4, 2.5),
    "control": (control, 3.4, 2.5),
    "regularised": (regularised, 3.4, 2.5),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
