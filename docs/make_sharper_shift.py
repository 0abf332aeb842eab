"""Draw the pictures of docs/sharper.md for chapter 6: ``python docs/make_sharper_shift.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import contextures as cx
from contextures.risks.divergences import divergence
from contextures.risks.reweighting import Rule, fixed, reweighted_descent, worst_share
from contextures.style import BLUE, GREEN, ORANGE, SKY, VERMILION, render

PICTURES = Path(__file__).parent / "images"


def doro(figure: Figure) -> None:
    """χ² gaps of DORO minimisers of random pairs of losses and of hidden losses, over δ, with the bounds for k = 1."""
    rho, rng = 0.1, np.random.default_rng(4)
    epsilon = rng.uniform(0.002, 0.5, 4000)
    delta = epsilon / (1 - epsilon)
    mass = delta * rng.uniform(0.3, 3, 4000).clip(max=0.99 / delta)
    law = np.stack([mass, 1 - mass], axis=1)
    law = np.concatenate([law * (1 - (share := rng.uniform(0, 0.5, (4000, 1)) ** 4)), share], axis=1)
    losses = np.zeros((2, 4000, 3))
    losses[0, :, 0], losses[0, :, 1:], losses[1, :, 2] = 1, rng.uniform(0, 0.3, (4000, 2)) ** 3, rng.uniform(1, 4, 4000)
    train = (1 - epsilon)[:, None] * law + epsilon[:, None] * [0, 0, 1]
    seen = np.stack([cx.doro_risk(loss, epsilon, rho=np.full(4000, rho), weights=train) for loss in losses])
    true = np.stack([cx.chi2_risk(loss, np.full(4000, rho), law) for loss in losses])
    chosen = seen.argmin(0), np.arange(4000)
    gap, size = true[chosen] - true.min(0), np.sqrt((law * losses[chosen] ** 2).sum(1))
    axes, some = figure.subplots(), np.linspace(1e-3, 1, 400)
    hidden = np.minimum(some, 1 / (1 + 2 * rho))
    axes.plot(delta, gap / size, ".", ms=1.5, color=SKY, label="a minimiser of DORO")
    axes.plot([0, 1], [np.sqrt(1 + 2 * rho)] * 2, "--", color=VERMILION, label="√(1 + 2ρ)")
    axes.plot(some, hidden**-0.5 * (hidden + np.sqrt(2 * rho * hidden * (1 - hidden))), color=BLUE, label="the bound")
    pairs = some[::20]
    inside = np.stack([np.minimum(pairs, 1 / (1 + 2 * rho)), 1 - np.minimum(pairs, 1 / (1 + 2 * rho))], axis=1)
    risk = cx.chi2_risk([1.0, 0.0], np.full(len(pairs), rho), inside)
    axes.plot(
        pairs, risk / np.sqrt(inside[:, 0]), "o", ms=3, color=BLUE, markerfacecolor="white", label="the pair of laws"
    )
    axes.set(xlabel="δ = ε/(1−ε)", ylabel="χ² gap / σ", xlim=(0, 1), ylim=(0, 1.55))
    axes.legend(loc="upper left", ncols=2, markerscale=2)


def worst_group(figure: Figure) -> None:
    """Risks of groups of mass α over the DORO-CVaR of the contaminated law, in units of σ, under three bounds."""
    alpha, epsilon, rng, count = 0.25, 0.04, np.random.default_rng(5), 3000
    delta = epsilon / (1 - epsilon)
    q = delta / alpha
    top = np.where(rng.random(count) < 0.5, delta, rng.uniform(0, alpha, count))
    law = np.stack([top, alpha - top, np.full(count, 1 - alpha)], axis=1)
    losses = np.stack([np.ones(count), rng.uniform(0, 1, count), rng.uniform(0, 1, count) ** 6], axis=1)
    losses[::2, 2] = 0
    losses /= np.sqrt((law * losses**2).sum(1, keepdims=True))
    train = (1 - epsilon) * law + epsilon * np.eye(3)[2]
    found = cx.doro_risk(losses, epsilon, alpha=alpha, weights=train)
    groups = (law[:, :2] * losses[:, :2]).sum(1) / alpha
    axes, seen = figure.subplots(), np.linspace(0, 2, 300)
    kept = np.minimum(seen, (1 - q) / np.sqrt(alpha))
    axes.plot(found, groups, ".", ms=2, color=SKY, label="a group")
    rest = np.sqrt(delta) / alpha
    axes.plot(seen, 3 * np.maximum(seen, rest), "--", color=VERMILION, label="print")
    axes.plot(seen, seen + rest, color=ORANGE, label="D + σ√δ/α")
    axes.plot(seen, kept + np.sqrt(q * (1 / alpha - kept**2 / (1 - q))), color=BLUE, label="the bound")
    axes.set(xlabel="D = CVaR of DORO / σ", ylabel="R_max / σ", xlim=(0, 2), ylim=(0, 4))
    axes.legend(loc="upper left")


def radius(figure: Figure) -> None:
    """Divergences of random groups over their mass, and the printed radius, for two orders."""
    rng, axes = np.random.default_rng(6), figure.subplots()
    share = np.linspace(0.2, 1, 200)
    for beta, colour in ((2.0, BLUE), (4.0, GREEN)):
        printed = (share**-beta - beta / share + beta - 1) / (beta * (beta - 1))
        axes.plot(share, printed, "--", color=VERMILION if beta == 2 else ORANGE, label=f"print, β = {beta:.0f}")
        law = rng.dirichlet(np.ones(6), 60)
        inside = rng.random((60, 6)) < 0.6
        inside[:, 0] = True
        mass = (law * inside).sum(1)
        axes.plot(
            mass, divergence(law * inside / mass[:, None], law, beta), ".", ms=4, color=colour,
            label=f"a group, β = {beta:.0f}",
        )  # fmt: skip
        axes.plot(share, (share ** (1 - beta) - 1) / (beta * (beta - 1)), color=colour, linewidth=0.8)
        edge = beta ** (-1 / (beta - 1))
        axes.axvline(edge, color=colour, linewidth=0.6, linestyle=":")
    axes.set(xlabel="mass α of the group", ylabel="divergence from P", yscale="log", ylim=(3e-3, 30), xlim=(0.2, 1))
    axes.legend(loc="lower left")


def _energies(X: np.ndarray, y: np.ndarray, rule: Rule, steps: int) -> list[float]:
    """rᵀG⁻¹r before each step of a descent."""
    inverse, theta, found = np.linalg.inv(X @ X.T), np.zeros(X.shape[1]), list[float]()
    for t in range(steps):
        residuals = X @ theta - y
        found.append(float(residuals @ inverse @ residuals))
        theta = reweighted_descent(X, y, lambda _, losses, t=t: rule(t, losses), 1, start=theta).theta
    return found


def reweighting(figure: Figure) -> None:
    """The energy along descents that heed the larger losses, and distances of penalised solutions from ERM."""
    left, right = figure.subplots(1, 2)
    rng = np.random.default_rng(7)
    X, y = np.eye(4, 6) + 0.25 * rng.normal(size=(4, 6)), rng.normal(size=4)
    values, steps = np.linalg.eigvalsh(X @ X.T), 160
    rules = {"equal": fixed(np.full(4, 0.25)), "worst half": worst_share(0.5), "worst sample": worst_share(0.25)}
    for (name, rule), colour in zip(rules.items(), (ORANGE, GREEN, SKY), strict=True):
        energy = np.array(_energies(X, y, rule, steps))
        left.plot(energy / energy[0], color=colour, label=name)
    left.plot((1 - values[0] / values[-1] / 4) ** np.arange(steps), "--", color=BLUE, label="the bound, κ = 1")
    left.set(xlabel="step", ylabel="rᵀG⁻¹r, of its start", yscale="log", ylim=(1e-9, 1.5), xlim=(0, steps))
    left.legend(loc="lower left")
    erm, span = np.linalg.pinv(X), np.linalg.eigh(X @ X.T)[1]
    gram = X @ X.T
    for attains, style in (
        (False, {"color": SKY, "label": "random labels"}),
        (True, {"color": ORANGE, "label": "r = v_min"}),
    ):
        found = []
        for mu in rng.choice([0.01, 0.1, 1.0], 20 if attains else 130):
            q, worst = rng.dirichlet(np.ones(4)), span[:, 0] * 10 ** rng.uniform(-1.6, 1.2)
            labels = (gram * q @ worst + mu * worst) / mu if attains else rng.normal(size=4)
            theta = X.T @ np.linalg.solve(q[:, None] * gram + mu * np.eye(4), q * labels)
            residuals = np.linalg.norm(X @ theta - labels)
            found.append([residuals / np.sqrt(values[0]), np.linalg.norm(theta - erm @ labels)])
        right.loglog(*np.transpose(found), ".", ms=4, **style)
    right.plot([1e-2, 1e2], [1e-2, 1e2], color=BLUE, label="√(2nε/λ_min)")
    right.set(xlabel="bound", ylabel="‖θ_q − θ_ERM‖", xlim=(1e-2, 1e2), ylim=(1e-2, 1e2))
    right.legend(loc="upper left")


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "doro": (doro, 3.4, 2.5),
    "worst-group": (worst_group, 3.4, 2.5),
    "radius": (radius, 3.4, 2.5),
    "reweighting": (reweighting, 5.0, 2.5),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
