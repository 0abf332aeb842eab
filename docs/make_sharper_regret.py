"""Draw the pictures of docs/sharper.md for chapter 7: ``python docs/make_sharper_regret.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from contextures.exact.arithmetic import Floats
from contextures.measure.declared import quantities_of, world_of
from contextures.measure.evaluate import Evaluator
from contextures.style import BLUE, GREEN, ORANGE, SKY, VERMILION, render
from contextures.theory.catalogue import catalogue
from contextures.theory.neighbours.tang import localisation, spectra
from contextures.theory.neighbours.tang.spectra import SPECTRUM

PICTURES = Path(__file__).parent / "images"


def seen(fields: dict[str, np.ndarray], **sizes: int) -> Evaluator:
    """Return what evaluates formulas on many laws and task covariances."""
    return Evaluator(world_of(SPECTRUM)(fields, sizes, Floats()), quantities_of(SPECTRUM))


def turns(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
    """Draw orthogonal matrices, (count, size, size)."""
    return np.linalg.qr(rng.normal(size=(count, size, size)))[0]


def regret(figure: Figure) -> None:
    """The largest regret of the spectral encoder at s = (2, 1) and d = 1, and the printed bounds, over κ."""
    kappa = np.linspace(1, 9, 161)
    claim = catalogue["neighbours.tang-fast-rate-exact"].printed
    fields = {"s": np.tile([2 / 3, 1 / 3], (161, 1)), "flat": 1 / kappa}
    bound, attained = seen(fields, n=2, d=1).sides(claim.part("attained"))
    axes = figure.subplots()
    axes.plot(kappa, 1 - 1 / kappa, "--", color=VERMILION, label="1 − 1/κ")
    axes.plot(kappa, (kappa - 1) ** 2 / 3, "--", color=ORANGE, label="α²/(4δ₁)")
    axes.plot(kappa, bound, color=BLUE, label="W(¼, κ)")
    axes.plot(kappa[::8], attained[::8], ".", ms=4, color=SKY, label="a worst Λ")
    axes.set(xlabel="κ", ylabel="regret", xlim=(1, 9), ylim=(0, 1))
    axes.legend(loc="lower right")


def minimax(figure: Figure) -> None:
    """The largest regret over Λ of two levels of every encoder in the plane of μ_1 and μ_2, and W, over its angle."""
    angle, lines = np.radians(np.linspace(-50, 50, 101)), np.radians(np.linspace(0, 180, 361))
    claim = catalogue["neighbours.tang-minimax-width-one"].printed
    first, second = np.meshgrid(angle, lines, indexing="ij")
    cosine, sine = np.cos(second).ravel(), np.sin(second).ravel()
    axes, count = figure.subplots(), first.size
    for kappa, colour in ((1.5, GREEN), (3.0, SKY), (9.0, ORANGE)):
        fields = {
            "s": np.tile([2 / 3, 1 / 3], (count, 1)),
            "lam": np.tile([kappa, 1.0], (count, 1)),
            "turn": np.stack([np.stack([cosine, -sine], axis=1), np.stack([sine, cosine], axis=1)], axis=1),
            "phi": np.stack([np.cos(first).ravel(), np.sin(first).ravel()], axis=1)[..., None],
            "flat": np.full(count, 1 / kappa),
        }
        evaluate = seen(fields, n=2, d=1)
        lost = np.asarray(evaluate.value(1 - spectra.J / spectra.J_star)).reshape(first.shape).max(1)
        least = evaluate.value(claim.part("lower").lhs).max()
        axes.plot(np.degrees(angle), lost, color=colour, label=f"κ = {kappa:g}")
        axes.plot(np.degrees(angle), np.full(len(angle), least), "--", color=colour, linewidth=0.9)
        axes.plot([0], [least], "o", ms=3, color=BLUE)
    axes.set(xlabel="angle from μ₁ towards μ₂, in degrees", ylabel="largest regret", xlim=(-50, 50), ylim=(0, 1.1))
    axes.legend(loc="upper center", ncols=3)


def localisation_squared(figure: Figure) -> None:
    """Regrets at κ_r = 1 over θ_r, below the printed bound and the one with the square."""
    rng, count, size = np.random.default_rng(11), 500, 4
    tails = 10.0 ** rng.uniform(-1.5, 0, (count, 1)) * rng.uniform(0.3, 1, (count, size - 1))
    s = np.concatenate([np.ones((count, 1)), tails], axis=1)
    turn = turns(rng, count, size)
    towards = np.eye(size)[[1]] + rng.normal(size=(count, size)) * 10.0 ** rng.uniform(-1.5, 0.5, (count, 1))
    turn[::2, :, 0] = (towards / np.linalg.norm(towards, axis=1, keepdims=True))[::2]
    turn = np.linalg.qr(turn)[0]
    low = 10.0 ** rng.uniform(-5, 0, (count, 1))
    lam = np.concatenate([np.ones((count, 1)), low * rng.uniform(0, 1, (count, size - 1))], axis=1)
    fields = {"s": s / s.sum(1, keepdims=True), "lam": lam, "turn": turn, "extra": np.zeros(count)}
    evaluate = seen(fields, n=size, d=1)
    printed, sharp = (
        catalogue[f"neighbours.tang-localisation{name}"].printed.part("regret") for name in ("", "-squared")
    )
    theta = evaluate.value(localisation.THETA_R)
    axes, order = figure.subplots(), np.argsort(theta)
    axes.plot(theta[order], evaluate.value(printed.rhs)[order], "--", color=VERMILION, label="print")
    axes.plot(theta[order], evaluate.value(sharp.rhs)[order], color=BLUE, label="squared")
    axes.plot(theta, evaluate.value(sharp.lhs), ".", ms=3, color=SKY, label="a law and Λ")
    axes.set(xlabel="θ_r", ylabel="regret", xlim=(0, 4), ylim=(0, 1.2))
    axes.legend(loc="upper left", ncols=3)


def tail(figure: Figure) -> None:
    """Regrets where Λ is c·Id up to 2d, over what the tail gains."""
    rng, count, d, size = np.random.default_rng(12), 500, 2, 7
    s = np.sort(rng.uniform(0.3, 1, (count, size)), axis=1)[:, ::-1]
    inner = np.tile(np.eye(size), (count, 1, 1))
    inner[:, 2 * d :, 2 * d :] = turns(rng, count, size - 2 * d)
    loads = 10.0 ** rng.uniform(-1, 1, (count, 1)) * rng.uniform(0, 1, (count, size - 2 * d))
    fields = {
        "s": s / s.sum(1, keepdims=True),
        "lam": np.concatenate([np.ones((count, 2 * d)), loads], axis=1),
        "turn": inner,
    }
    evaluate = seen(fields, n=size, d=d)
    part = catalogue["neighbours.tang-tail-free"].variants["corrected"].part("only-if")
    gained, allowed = evaluate.sides(part)
    axes = figure.subplots()
    axes.axhline(0, linestyle="--", color=VERMILION, label="print", linewidth=1.6)
    axes.axvline(1, linestyle=":", color=BLUE, linewidth=0.9)
    axes.plot(gained / allowed, evaluate.value(spectra.rho), ".", ms=3, color=SKY, label="a law and Λ")
    axes.set(xlabel="λ₁(L_>) / (c·s_d²)", ylabel="regret", xlim=(0, 3), ylim=(-0.02, 0.6))
    axes.legend(loc="upper left")


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "regret": (regret, 3.4, 2.5),
    "minimax": (minimax, 3.4, 2.5),
    "localisation": (localisation_squared, 3.4, 2.5),
    "tail": (tail, 3.4, 2.5),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
