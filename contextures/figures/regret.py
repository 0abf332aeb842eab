"""The regret of the spectral encoder at width one against the condition number of the tasks, bounded and exact."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.measure.formula import value_at
from contextures.style import BLACK, BLUE, GREEN, GREY, ORANGE
from contextures.theory.catalogue import catalogue
from contextures.theory.neighbours.tang.exact import largest_regret


def data(
    source: Source,
    *,
    squares: tuple[float, ...] = (0.3, 0.6, 0.9),
    most: float = 100.0,
    points: int = 201,
    seen: int = 13,
) -> Arrays:
    """Return bounds on the largest regret, its exact value, and the largest that a search over tasks sees.

    The laws have s_1 = 1 and s_2² = q; κ runs over (points,), the bounds are (q, points), the search is at (seen,).
    """
    kappa, some = np.geomspace(1.0, most, points), np.geomspace(1.0, most, seen)
    fast = catalogue["neighbours.tang-fast-rate"].printed.part("left").rhs
    price = catalogue["neighbours.tang-price"].printed.part("regret").lhs
    bounds = []
    for q in squares:
        at = {
            "d": 1,
            "s_1": 1.0,
            "S": 1.0,
            "S_second": q,
            "delta": 1 - q,
            "lam_min": 1.0,
            "lam_max": kappa,
            "flat": 1 / kappa,
        }
        exact = largest_regret(np, np.full(points, q), 1 / kappa)
        bounds.append([1 - 1 / kappa, value_at(fast, at, exact=False), exact, value_at(price, at, exact=False)])
    found = [[_searched(source.rng(f"regret {q} {k:.6g}"), q, k) for k in some] for q in squares]
    return {
        "kappa": kappa,
        "q": np.array(squares),
        "bounds": np.array(bounds),
        "some": some,
        "searched": np.array(found),
    }


def _searched(rng: np.random.Generator, q: float, kappa: float, draws: int = 4000) -> float:
    """Return the largest regret over tilted tasks of eigenvalues 1 and κ, drawn at random and then near the best."""
    s = np.array([1.0, np.sqrt(q)])
    angle = rng.uniform(0, np.pi, draws)
    best = 0.0
    for spread in (1e-1, 1e-3):
        regrets = _regrets(s, kappa, angle)
        best = max(best, float(regrets.max()))
        angle = angle[regrets.argmax()] + spread * rng.normal(size=draws)
    return max(best, float(_regrets(s, kappa, angle).max()))


def _regrets(s: FloatArray, kappa: float, angle: FloatArray) -> FloatArray:
    """Return 1 − J/J* of the first singular function for each tilt, by the eigenvalues of SΛS."""
    w = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    tasks = np.eye(2) + (kappa - 1) * w[:, :, None] * w[:, None, :]
    top = np.linalg.eigvalsh(s[:, None] * tasks * s)[:, -1]
    return np.asarray(1 - s[0] ** 2 * tasks[:, 0, 0] / top)


LINES = (
    ("1 − 1/κ, printed", GREY, "-"),
    ("fast rate, printed", ORANGE, "--"),
    ("largest regret", BLUE, "-"),
    ("price of every encoder, printed", GREEN, ":"),
)


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw a panel for each law."""
    panels = figure.subplots(1, len(arrays["q"]), sharey=True)
    for axes, q, curves, dots in zip(panels, arrays["q"], arrays["bounds"], arrays["searched"], strict=True):
        for (name, colour, line), values in zip(LINES, curves, strict=True):
            axes.semilogx(arrays["kappa"], values, line, color=colour, label=name)
        axes.plot(arrays["some"], dots, ".", color=BLACK, markersize=3, label="search over Λ")
        axes.set_title(f"s₂² = {q:g} s₁²", loc="left")
        axes.set(xlabel="κ(Λ)", ylim=(0, 1))
    panels[0].set_ylabel("regret ρ(Φₛ, Λ), d = 1")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=5.5)


PICTURE = Picture("regret", "The regret of the spectral encoder against the condition number of the tasks", data, draw)
