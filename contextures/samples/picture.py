"""Pictures of contexts: points by their singular functions, spectra, and what d dimensions are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.data_context import Spectrum
from contextures.style import BLACK, BLUE, COLOURS, DASHES, GREY, VERMILION

MOST_DRAWN = 20_000
"""Points of a picture; of more, every k-th."""


def draw_points(spectrum: Spectrum, axes: Any) -> None:
    """Draw μ_1 and μ_2 at the points.

    Raises
    ------
    InputError
        Where there are fewer than two singular functions above rounding.
    """
    if min(spectrum.resolved, len(spectrum.singular_values)) < 2:
        raise InputError("fewer than two singular functions are above rounding; two are needed for the points")
    step = -(-len(spectrum.left) // MOST_DRAWN)
    axes.scatter(*spectrum.left[::step, :2].T, s=5, color=BLUE, alpha=0.6, linewidths=0)
    s = spectrum.singular_values
    axes.set(xlabel=rf"$\mu_1$  ($s_1$ = {s[0]:.3g})", ylabel=rf"$\mu_2$  ($s_2$ = {s[1]:.3g})")
    axes.margins(0.06)


def draw_values(spectrum: Spectrum, axes: Any) -> None:
    """Draw the singular values, those that rounding hides in grey."""
    s, told = spectrum.singular_values, spectrum.resolved
    index = np.arange(1, len(s) + 1)
    axes.plot(index[:told], s[:told], "o-", color=BLUE, markersize=2.6, label="above rounding")
    if told < len(s):
        axes.plot(index[told:], s[told:], "o", color=GREY, markersize=2.6, markerfacecolor="none", label="rounding")
        axes.legend()
    axes.set(xlabel="i", ylabel="singular value $s_i$", ylim=(0, None))
    axes.xaxis.get_major_locator().set_params(integer=True)


Best = tuple[int, float] | None
"""The d of the least value, and that value."""


def draw_tau(tau_d: FloatArray, beta: float, best: Best, axes: Any) -> None:
    """Draw τ_d against d, with its least value marked; infinite ones are left out."""
    index = np.arange(1, len(tau_d) + 1)
    told = np.isfinite(tau_d)
    axes.plot(index[told], tau_d[told], color=BLUE)
    axes.axhline(1 + beta, color=GREY, linestyle="--", linewidth=0.9, label="1 + β: everything is kept")
    axes.set(xlabel="d", ylabel=r"$\tau_d$")
    _mark(best, "τ = {:.3g} at d = {}", axes)


def draw_probe(errors: FloatArray, baseline: float, best: Best, axes: Any) -> None:
    """Draw the error of a linear probe against d, up to twice that without features, with its least value."""
    axes.plot(np.arange(1, len(errors) + 1), errors, color=BLUE)
    axes.axhline(baseline, color=GREY, linestyle="--", linewidth=0.9, label="without features")
    axes.set(
        xlabel="d", ylabel="test error of a linear probe", ylim=(0, 1.25 * min(max(baseline, *errors), 1.5 * baseline))
    )
    _mark(best, "{:.3g} at d = {}", axes)


def _mark(best: Best, words: str, axes: Any) -> None:
    if best is not None:
        axes.plot([best[0]], [best[1]], "o", color=VERMILION, label=words.format(best[1], best[0]))
    axes.legend()


def draw_spectra(parts: Sequence[tuple[str, FloatArray]], whole: tuple[str, FloatArray], axes: Any) -> None:
    """Draw the spectra of contexts and of what was made of them."""
    for i, (name, s) in enumerate(parts):
        style = {"color": COLOURS[i % len(COLOURS)], "linestyle": DASHES[(i + 1) % len(DASHES)]}
        axes.plot(np.arange(1, len(s) + 1), s, label=name, **style)
    axes.plot(np.arange(1, len(whole[1]) + 1), whole[1], color=BLACK, linewidth=1.8, label=whole[0])
    axes.set(xlabel="i", ylabel="singular value $s_i$", ylim=(0, 1.05))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend()
