"""Limits of a mean agree with other libraries of confidence bounds."""

from __future__ import annotations

import numpy as np
import pytest

import contextures as cx

LOSSES = np.round(np.random.default_rng(0).beta(1, 9, 300), 3)
LEVELS = [0.001, 0.05, 0.4]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("low", "high"), [(0, 1), (-2, 5)])
def test_limits_agree_with_concentration_lib(level: float, low: int, high: int) -> None:
    known = pytest.importorskip("concentration_lib.concentration_bounds", reason="concentration-lib is not installed")
    empirical = pytest.importorskip("concentration_lib.empirical_concentration_bounds")
    spread = pytest.importorskip("concentration_lib.concentration_variance_bounds")
    values = low + (high - low) * LOSSES
    n, mean = len(values), float(values.mean())
    ends = {"upper_bound": high, "lower_bound": low, "delta": level, "side": "upper"}
    at = {"n": n, "delta": level}
    hoeffding = cx.bound("classical.hoeffding", mean=mean, a=low, b=high, **at)
    assert hoeffding.value - mean == pytest.approx(known.hoeffding_bound(n, **ends), rel=1e-12)
    bernstein = cx.bound("classical.bernstein", mean=mean, true_variance="1/50", b=high - low, **at)
    assert bernstein.value - mean == pytest.approx(known.bernstein_bound(n, sigma=np.sqrt(1 / 50), **ends), rel=1e-12)
    # The library divides the squares by n, not by n − 1, which the theorem does.
    maurer = cx.bound("classical.empirical-bernstein", mean=mean, variance=float(values.var()), a=low, b=high, **at)
    assert maurer.value - mean == pytest.approx(empirical.empirical_bernstein_bound(values, **ends), rel=1e-12)
    assert cx.bound("classical.empirical-bernstein", sample=values, a=low, b=high, delta=level).value > maurer.value
    deviation = cx.bound("classical.std-bounds", part="upper", variance=0, **at)
    wanted = spread.maurer_pontil_std_dev_bound(n, **{**ends, "upper_bound": 1, "lower_bound": 0})
    assert deviation.value == pytest.approx(wanted, rel=1e-12)
