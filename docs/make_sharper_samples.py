"""Draw the pictures of docs/sharper.md on samples: ``python docs/make_sharper_samples.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import sympy as sp
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import gammaln
from scipy.stats import binom

from contextures.contexts.tables import load_table
from contextures.exact.arithmetic import Floats
from contextures.figures.encoded import sides
from contextures.measure.domain import FINITE_KERNELS, LEARNING, SAMPLING
from contextures.measure.evaluate import Evaluator
from contextures.measure.suprema.universality import cone_distance, largest_drop
from contextures.measure.worlds.bounds import LearningWorld, SampledWorld
from contextures.measure.worlds.stkr import KernelWorld
from contextures.style import BLUE, GREEN, ORANGE, SKY, VERMILION, render
from contextures.theory.catalogue import catalogue
from contextures.theory.symbols import bounds as of

PICTURES = Path(__file__).parent / "images"


def projection(figure: Figure) -> None:
    """Projection errors of encoders of one function on two points, all of one trace gap, over the excess ω."""
    gap, epsilon, count = 0.5, 0.2, 60
    omega = np.linspace(0.004, gap - 0.004, count)
    following = gap - omega
    root, slope = np.sqrt(following)[:, None, None], np.sqrt(omega / (1 - gap))
    signs = np.array([[1, -1], [-1, 1]])
    fields = {
        "joint": (1 + root * signs) / 4,
        "dual_encoder": np.stack([1 + slope, 1 - slope], axis=1)[:, :, None],
        "epsilon": np.full(count, epsilon),
        "B": np.ones(count),
    }
    errors = LEARNING.quantities["error_projection"](LearningWorld(fields, {"d": 1}, Floats()))
    apart = gap / (1 - gap) * (np.sqrt(epsilon) + np.sqrt(omega)) ** 2 / (1 - epsilon)
    sine = np.sqrt(omega * (1 - following - epsilon)) + np.sqrt(epsilon * (1 - gap))
    axes = figure.subplots()
    axes.plot(omega, apart, "--", color=ORANGE, label="two roots apart")
    axes.plot(omega, gap / (1 - epsilon) * (sine / (1 - following)) ** 2, color=BLUE, label="sharp")
    axes.plot(omega[::3], errors[::3], ".", ms=4, color=SKY, label="an encoder on two points")
    axes.set(xlabel="ω", ylabel="projection error / B²", xlim=(0, gap), ylim=(0, 1.5))
    axes.legend(loc="upper left")


def pair(axes: Axes, size: int = 4000, following: float = 0.25) -> None:
    """Exact quantiles of the excess on an even pair of points, d = 1, and the bounds with a gap."""
    delta = np.logspace(-14, np.log10(0.5), 50)
    tilt = 2 * binom.isf(delta / 2, size, 0.5) / size - 1
    separation, log = 1 - following, np.log(1 / delta)
    excess = separation / 2 * (1 - np.cos(np.arctan(2 * np.sqrt(following) * tilt / separation)))
    norm = np.sqrt((2 + following) * following) + 2 * np.sqrt(following * log)
    norm = norm / np.sqrt(size)
    axes.plot(np.sqrt(log), size * 2 * norm**2 / separation, "--", color=VERMILION, label="2D²/γ")
    near = (separation - np.sqrt(separation**2 - 2 * norm**2)) / 2
    axes.plot(np.sqrt(log), size * near, color=BLUE, label="½(γ−√(γ²−2D²))")
    axes.plot(np.sqrt(log), size * excess, ".", ms=3, color=SKY, label="exactly, two points")
    axes.set(xlabel="√log(1/δ)", ylabel="(τ² − λ₂)N", ylim=(0, 80))
    axes.legend(loc="upper left")


def blocks(axes: Axes, size: int = 1000) -> None:
    """Probabilities that a block of three is missed, against what is lost then, and the bounds without a gap."""
    first, second = np.meshgrid(np.arange(size + 1), np.arange(size + 1), indexing="ij")
    third = size - first - second
    inside = third >= 0
    counts = np.stack([first, second, np.maximum(third, 0)]).astype(float)
    chances = np.where(inside, np.exp(gammaln(size + 1) - gammaln(counts + 1).sum(0) - size * np.log(3)), 0.0)
    _, left, right = 3 * counts / size
    lost, found = np.linspace(1, 15, 15) / np.sqrt(size), []
    for gamma in lost:
        mixed = (1 - np.sqrt(1 - gamma)) / 2
        straight, crossed = (1 - mixed) ** 2, mixed**2
        middle = (left + right) * (straight + crossed) / 2
        radius = np.hypot((left - right) * (straight - crossed) / 2, (left + right) * mixed * (1 - mixed))
        found.append(chances[3 * counts[0] / size < middle - radius - 1e-12].sum())
    root = np.sqrt(np.log(1 / np.array(found)))
    line = np.linspace(0, root.max(), 50)
    axes.plot(line, 6 + 6 * line, "--", color=VERMILION, label="kernel-pca-explicit")
    axes.plot(line, 4 + np.sqrt(12) * line, color=BLUE, label="kernel-pca-sharp")
    axes.plot(root, lost * np.sqrt(size), ".", ms=3, color=SKY, label="exactly, three blocks")
    axes.set(xlabel="√log(1/δ)", ylabel="(τ² − λ₃)√N", ylim=(0, 40))
    axes.legend(loc="upper left")


def kernel_pca(figure: Figure) -> None:
    """With a gap and without."""
    panels = figure.subplots(1, 2)
    pair(panels[0])
    blocks(panels[1])


def unknown(figure: Figure) -> None:
    """What kernel PCA with P_A unknown loses on hair and eye colours, d = 2, δ = 1/20, under two bounds, over N."""
    context, d, delta = load_table("hair_eye"), 2, 0.05
    kernels = context.joint / context.p_x[:, None] / np.sqrt(context.p_a)
    whole = kernels.T @ (context.p_x[:, None] * kernels)
    values = np.linalg.eigvalsh(whole)[::-1]
    square, rng, rows = (kernels**2).sum(1).max(), np.random.default_rng(2), []
    sizes = np.geomspace(100, 1e7, 11).round()
    for size in sizes:
        found = []
        for counts in rng.multinomial(int(size), context.p_x / context.p_x.sum(), 200):
            seen = kernels.T @ ((counts / size)[:, None] * kernels)
            weight = np.sqrt(seen @ np.sqrt(context.p_a) / np.sqrt(context.p_a))
            spectrum, vectors = np.linalg.eigh(seen / np.outer(weight, weight))
            top, functions = spectrum[::-1][:d], vectors[:, ::-1][:, :d] / weight[:, None]
            gram = np.linalg.eigvalsh(functions.T @ functions)
            basis, _ = np.linalg.qr(functions)
            ritz = np.linalg.eigvalsh(basis.T @ whole @ basis)[::-1]
            gaps = [values[: k + 1].sum() - ritz[:k].sum() for k in range(1, d + 1)]
            spread, least = gram[-1] / gram[0], top[-1]
            printed = (2 + np.sqrt(2 * np.log(2 / delta))) * (1 / least + spread / np.sqrt(least) + 2) * square * d
            factor = values[:d].sum() / values[d - 1] + spread * np.sqrt(top.sum() / least) + 2 * np.sqrt(d)
            sharp = (np.sqrt(square * (values.sum() - 1)) + square * np.sqrt(np.log(2 / delta))) * factor
            found.append([min(gaps) - values[d], printed / np.sqrt(size), sharp / np.sqrt(size)])
        rows.append(np.quantile(found, 1 - delta, axis=0))
    axes, (exact, printed, sharp) = figure.subplots(), np.array(rows).T
    axes.loglog(sizes, printed, "--", color=VERMILION, label="print")
    axes.loglog(sizes, sharp, color=BLUE, label="kernel-pca-unknown")
    axes.loglog(sizes, np.maximum(exact, 1e-9), ".", ms=4, color=SKY, label="200 samples")
    axes.set(xlabel="N", ylabel="τ² − λ₃")
    axes.legend(loc="lower left")


def regression(figure: Figure) -> None:
    """What n labels cost, over (κR² + σR)√(RT/n): inputs that are seldom seen, others, and both factors."""
    claim, rng, count = catalogue["bounds.regression-explicit"].printed, np.random.default_rng(13), 300
    part = claim.part("risk")
    unit = (of.kappa * of.R**2 + of.sigma * of.R) * sp.sqrt(of.RT / of.n)
    points = []
    for n in (1, 2, 3, 4):
        joint = rng.dirichlet(np.full(4, 0.6), count).reshape(count, 2, 2)
        seldom = rng.beta(2, 2 * n, 2 * count // 3)
        joint[: len(seldom)] = np.stack([1 - seldom, seldom], axis=1)[:, None] * np.eye(2)
        encoder, task = rng.normal(size=(count, 2, 1)), rng.normal(size=(count, 2))
        encoder[: len(seldom)], task[: len(seldom)] = [[0], [1]], np.stack([0 * seldom, seldom**-0.5], axis=1)
        fields = {
            "joint": joint,
            "dual_encoder": encoder,
            "dual_task": task / np.sqrt((joint.sum(1) * task**2).sum(1, keepdims=True)),
            "epsilon": np.where(np.arange(count) < len(seldom), 0, 0.9),
            "B": np.ones(count),
            "sigma": rng.exponential(2, count) * (rng.random(count) < 0.8),
        }
        evaluate = Evaluator(SampledWorld(fields, {"d": 1, "n": n, "samples": 1}, Floats()), SAMPLING.quantities)
        estimated = sides(evaluate, claim, part)[0] - evaluate.value(part.terms["approximation"])
        points.append([evaluate.value(of.sigma / (of.kappa * of.R)), estimated / evaluate.value(unit)])
    axes, noise = figure.subplots(), np.linspace(0, 3, 200)
    axes.plot(noise, (8 + 2 * noise) / (1 + noise), "--", color=VERMILION, label="8κR² + 2σR")
    axes.plot(noise, (1 + 2 * np.sqrt(1 + noise**2)) / (1 + noise), color=BLUE, label="κR² + 2R√(κ²R²+σ²)")
    axes.plot(*np.concatenate(points, axis=1), ".", ms=2.5, color=SKY, label="encoders on two inputs")
    axes.set(xlabel="σ / (κR)", ylabel="over (κR² + σR)√(RT/n)", xlim=(-0.02, 3), ylim=(0, 9))
    axes.legend(loc="upper right")


def transformed(figure: Figure) -> None:
    """What n + m points leave of a transformed kernel on two points, its quantile and both bounds, over n + m."""
    printed, sharp = (catalogue[f"stkr.approximation{name}"].printed.part("error") for name in ("", "-sharp"))
    sizes, rows = np.unique(np.geomspace(1, 400, 14).round()).astype(int), []
    fields = {
        "marginal": np.array([[0.3, 0.7]]),
        "base": np.array([[[1.0], [0.0]]]),
        "scale": np.array([4.0]),
        "powers": np.array([[0.0, 1.0]]),
        "task": np.array([[1.0, 0.0]]),
        "sigma": np.zeros(1),
        "beta": np.array([3.0]),
        "delta": np.array([0.1]),
    }
    for m in sizes:
        world = KernelWorld(fields, {"n": 2, "m": int(m), "d": 1, "p": 1}, Floats())
        evaluate = Evaluator(world, FINITE_KERNELS.quantities)
        rows.append([float(evaluate.value(side)[0]) for side in (printed.rhs, sharp.rhs, sharp.lhs)])
    print_, bound, exact = np.array(rows).T
    axes = figure.subplots()
    axes.loglog(sizes + 2, print_, "--", color=VERMILION, label="print, 1/√(n+m)")
    axes.loglog(sizes + 2, bound, color=BLUE, label="1/(n+m)")
    axes.loglog(sizes + 2, exact, ".", ms=4, color=SKY, label="exactly, two points")
    axes.set(xlabel="n + m", ylabel="‖f̂ − f̃‖²", ylim=(1e-8, 10))
    axes.legend(loc="lower left")


def order(figure: Figure) -> None:
    """Distances of 1/s from the cone, and the largest drops of the order, for transforms on four eigenvalues.

    λᵃ with a ≥ 1 has 1/s among the powers of 1/λ, whole a or not: there is nothing to measure.
    """
    spectrum, left, right = 1 / np.arange(1, 5), np.linspace(0.1, 1, 19), np.linspace(0, 0.95, 20)
    panels = figure.subplots(1, 2, sharey=True)
    lines = (
        (panels[0], left, spectrum ** left[:, None], BLUE, "λᵃ"),
        (panels[1], right, spectrum + right[:, None] * spectrum**3, ORANGE, "λ + cλ³"),
        (panels[1], right, spectrum + right[:, None] * spectrum**2, GREEN, "λ + cλ²"),
        (panels[1], right, spectrum / (1 - right[:, None] * spectrum), BLUE, "λ/(1−cλ)"),
    )
    for axes, values, images, colour, name in lines:
        axes.plot(values, [cone_distance(1 / spectrum, 1 / s) for s in images], color=colour, label=name)
        axes.plot(values, [largest_drop(1 / spectrum, 1 / s) for s in images], ".", ms=3, color=colour)
    panels[0].plot([1, 2], [0, 0], color=BLUE)
    panels[0].set(xlabel="a", ylabel="how far the order breaks", xlim=(0, 2), ylim=(-0.003, 0.1))
    panels[1].set(xlabel="c", xlim=(0, 1))
    for axes in panels:
        axes.legend(loc="upper right")


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "projection": (projection, 3.4, 2.5),
    "kernel-pca": (kernel_pca, 6.0, 2.7),
    "unknown": (unknown, 3.4, 2.5),
    "regression": (regression, 3.4, 2.5),
    "transformed": (transformed, 3.4, 2.5),
    "order": (order, 5.0, 2.5),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
