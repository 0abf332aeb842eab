"""Pictures of a context of samples: its points by their singular functions, and its singular values."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.samples.data_context import Spectrum
from contextures.style import BLUE, GREY

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
