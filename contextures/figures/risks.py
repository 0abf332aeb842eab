"""CVaR, χ²-DRO and DORO risks of a law of losses, clean and contaminated, against ε and α."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.risks import chi2_risk, cvar, doro_risk, tv_infimum, worst_group_risk
from contextures.style import BLACK, BLUE, GREEN, GREY, PURPLE, VERMILION, letter

OUTLIER = 12.0
"""The loss that contaminates."""


def data(
    source: Source,
    *,
    points: int = 200,
    alpha: float = 0.2,
    share: float = 0.1,
    left_out: float = 0.15,
    steps: int = 61,
    most: float = 0.3,
) -> Arrays:
    """Return risks over the ε of DORO at one α, and over α at one ε.

    Clean losses are quantiles of an exponential law; a `share` of the contaminated law has the loss `OUTLIER`. The
    radius of the χ² ball is the one that holds every group of mass α, ½(1/α − 1)². The group of mass α is chosen by a
    noisy loss. The TV bound of DORO is NaN where ε is below the share.
    """
    clean = -np.log1p(-(np.arange(points) + 0.5) / points)
    trained = np.append(clean, OUTLIER)
    weights = np.append(np.full(points, (1 - share) / points), share)
    epsilons, alphas = np.linspace(0, most, steps), np.linspace(0.05, 1, steps)
    rho, radii = _radius(alpha), _radius(alphas)
    order = np.argsort(-(clean + source.rng("risks").normal(size=points)))
    groups = [np.isin(np.arange(points), order[: round(a * points)]) for a in alphas]
    bound = tv_infimum(clean, epsilons / (1 - epsilons), alpha=np.full(steps, alpha))
    return {
        "epsilon": epsilons,
        "alpha": alphas,
        "fixed": np.array([alpha, share, left_out]),
        "clean": np.array([cvar(clean, alpha), chi2_risk(clean, rho)]),
        "over_epsilon": np.stack(
            [
                doro_risk(trained, epsilons, alpha=np.full(steps, alpha), weights=weights),
                doro_risk(trained, epsilons, rho=np.full(steps, rho), weights=weights),
                np.where(epsilons >= share, bound, np.nan),
            ]
        ),
        "over_alpha": np.stack(
            [
                np.array([worst_group_risk(clean, group[None]) for group in groups]),
                cvar(clean, alphas),
                chi2_risk(clean, radii),
                cvar(trained, alphas, weights),
                doro_risk(trained, np.full(steps, left_out), alpha=alphas, weights=weights),
            ]
        ),
    }


def _radius(alpha: float | FloatArray) -> FloatArray:
    return np.asarray((1 / np.asarray(alpha) - 1) ** 2 / 2)


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the risks over ε above those over α."""
    upper, lower = figure.subplots(2, 1)
    alpha, share, left_out = arrays["fixed"]
    doro_cvar, doro_chi2, bound = arrays["over_epsilon"]
    for values, level, colour, name in (
        (doro_cvar, arrays["clean"][0], BLUE, "CVaR"),
        (doro_chi2, arrays["clean"][1], GREEN, "χ²-DRO"),
    ):
        upper.plot(arrays["epsilon"], values, color=colour, label=f"{name} with DORO")
        upper.axhline(level, color=colour, linestyle="--", linewidth=0.9, label=f"{name} of the clean law")
    upper.plot(arrays["epsilon"], bound, ":", color=BLACK, label="TV lower bound, CVaR")
    upper.axvline(share, color=GREY, linewidth=0.8, linestyle=":")
    upper.annotate("contaminated share", (share, upper.get_ylim()[1]), (3, -6), textcoords="offset points", fontsize=6)
    upper.set(xlabel="share that DORO leaves out, ε", ylabel="risk", ylim=(0, None))
    upper.legend(loc="upper right", bbox_to_anchor=(1, 0.92))
    letter(upper, "a", f"α = {alpha:g}")

    styles = ((GREY, "-."), (BLUE, "--"), (GREEN, "--"), (VERMILION, "-"), (PURPLE, "-"))
    labels = ("a group of mass α", "CVaR", "χ²-DRO", "CVaR, contaminated", "CVaR with DORO, contaminated")
    for values, (colour, dash), label in zip(arrays["over_alpha"], styles, labels, strict=True):
        lower.plot(arrays["alpha"], values, dash, color=colour, label=label)
    lower.set(xlabel="mass of the worst part, α", ylabel="risk", ylim=(0, None))
    lower.legend()
    letter(lower, "b", f"ε = {left_out:g}, contaminated share {share:g}")


PICTURE = Picture("risks", "CVaR, χ²-DRO and DORO risks against ε and α", data, draw, height=4.2)
