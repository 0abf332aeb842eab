"""Kernel PCA and the projection error: families of laws in which the constants of the bounds are the least."""

from __future__ import annotations

import numpy as np
import pytest

from contextures import catalogue
from contextures.exact.arithmetic import Floats
from contextures.measure.domain import LEARNING, SAMPLING
from contextures.measure.evaluate import Evaluator
from contextures.measure.worlds.bounds import LearningWorld, SampledWorld

RNG = np.random.default_rng


def bounded(id_: str, part: str, world: SampledWorld) -> tuple[float, float]:
    """Both sides of a part, in floats."""
    statement = catalogue[id_]
    evaluate = Evaluator(world, SAMPLING.quantities)
    low, high = evaluate.sides(statement.printed.part(part))
    return float(np.ravel(low)[0]), float(np.ravel(high)[0])


def pair_of_points(size: int, delta: float) -> SampledWorld:
    """Two even points with λ_2 = 1/4."""
    fields = {"joint": np.array([[[3.0, 1.0], [1.0, 3.0]]]) / 8, "delta": np.array([delta])}
    return SampledWorld(fields, {"d": 1, "n": 1, "samples": size}, Floats())


def test_the_bound_with_a_gap_is_approached_by_two_points() -> None:
    ratios = []
    for delta in (1e-2, 1e-6, 1e-12):
        quantile, bound = bounded("bounds.kernel-pca-sharp", "near", pair_of_points(1000, delta))
        ratios.append((quantile - 0.25) / (bound - 0.25))
    assert ratios == sorted(ratios)
    assert 0.6 < ratios[-1] < 1


def test_nothing_is_lost_with_a_gap_in_the_limit() -> None:
    """N → ∞ at log(1/δ)/N = kl((1+u)/2‖½): D² → 4(κ²−1)·kl, and then u → 0."""
    following, found = 0.25, []
    for tilt in (0.3, 0.1, 0.01):
        up = (1 + tilt) / 2
        rate = up * np.log(2 * up) + (1 - up) * np.log(2 * (1 - up))
        gap, square = 1 - following, 4 * following * rate
        excess = gap / 2 * (1 - np.cos(np.arctan(2 * np.sqrt(following) * tilt / gap)))
        found.append(excess / ((gap - np.sqrt(gap**2 - 2 * square)) / 2))
    assert found == sorted(found)
    assert 0.999 < found[-1] <= 1


@pytest.mark.parametrize("pairs", [1, 2, 50])
def test_how_sharp_the_deviation_is_without_a_gap(pairs: int) -> None:
    """m of 2m + 1 even blocks are missed at kl(mp + (m+1)q), p = q(1−γ), where the whole encoder loses mγ."""
    count, gamma = 2 * pairs + 1, 1e-4
    seen = 1 / (pairs * (1 - gamma) + pairs + 1)
    missed = seen * (1 - gamma)
    rate = pairs * missed * np.log(count * missed) + (pairs + 1) * seen * np.log(count * seen)
    ratio = pairs * gamma / (np.sqrt(count * (count - 1)) * np.sqrt(2 * rate))
    assert ratio == pytest.approx(np.sqrt(count / (count + 1)), rel=1e-3)


def test_a_block_that_is_seen_least_is_missed() -> None:
    mixed = 0.05
    joint = np.array([[1, 0, 0], [0, 1 - mixed, mixed], [0, mixed, 1 - mixed]]) / 3
    world = SampledWorld.drawn(joint, 2, 0.5, np.array([[0.2, 0.4, 0.4]]))
    assert SAMPLING.quantities["pca_gap_known"](world)[0] == pytest.approx(1)
    assert world.eigenvalue(3) == pytest.approx((1 - 2 * mixed) ** 2)


def test_twice_the_distance_without_a_gap() -> None:
    """Two planes turned by 90° with the eigenvalues ½ and 0: τ² − λ_3 is 2‖C − C̄‖, whatever the subfamily."""
    operator, turned = np.diag([0.5, 0.5, 0, 0]), np.diag([0.25, 0.25, 0.25, 0.25])
    values, ritz = np.diag(operator), [0.0, 0.0]
    gaps = [values[: k + 1].sum() - sum(ritz[:k]) for k in (1, 2)]
    assert min(gaps) == 2 * np.linalg.norm(operator - turned)


def test_one_function_on_two_points_attains_the_projection_error() -> None:
    rng = RNG(5)
    following, slope, epsilon = rng.uniform(0.05, 0.6, 40), rng.normal(size=40), rng.uniform(0.05, 0.9, 40)
    signs = np.array([[1, -1], [-1, 1]])
    fields = {
        "joint": (1 + np.sqrt(following)[:, None, None] * signs) / 4,
        "dual_encoder": np.stack([1 + slope, 1 - slope], axis=1)[:, :, None],
        "epsilon": epsilon,
        "B": np.ones(40),
    }
    world = LearningWorld(fields, {"d": 1}, Floats())
    evaluate = Evaluator(world, LEARNING.quantities)
    error, bound = evaluate.sides(catalogue["bounds.approximation-excess"].printed.part("projection"))
    inside = LEARNING.quantities["tau"](world) ** 2 < 1 - epsilon
    assert inside.sum() > 10
    assert error[inside] == pytest.approx(bound[inside], abs=1e-6)


def test_the_bounds_hold_for_operators_drawn_at_random() -> None:
    """What ‖C − C̄‖ implies for the excess of the top-d space of C̄, by a route without laws or samples."""
    rng, closest = RNG(6), {"near": 0.0, "separated": 0.0, "any-dimension": 0.0}
    for trial in range(3000):
        size = int(rng.integers(2, 8))
        d = int(rng.integers(1, size))
        values = np.sort(rng.random(size) if trial % 2 else rng.integers(0, 3, size) / 2 + rng.random(size) / 50)[::-1]
        change = rng.normal(size=(size, size)) * rng.choice([0.01, 0.05, 0.2])
        change += change.T
        _, vectors = np.linalg.eigh(np.diag(values) - change)
        top = vectors[:, ::-1][:, :d]
        ritz = np.linalg.eigvalsh(top.T @ np.diag(values) @ top)[::-1]
        distance, gap = np.linalg.norm(change), values[d - 1] - values[d]
        losses = [values[: k + 1].sum() - ritz[:k].sum() - values[d] for k in range(1, d + 1)]
        closest["any-dimension"] = max(closest["any-dimension"], min(losses) / (4 * distance))
        if 2 * distance**2 <= gap**2:
            near = (gap - np.sqrt(gap**2 - 2 * distance**2)) / 2
            closest["near"] = max(closest["near"], losses[-1] / near)
        elif gap > 0:
            closest["separated"] = max(closest["separated"], losses[-1] * gap / (2 * distance**2))
    assert closest["near"] <= 1 + 1e-6
    assert closest["near"] > 0.9
    assert max(closest["separated"], closest["any-dimension"]) <= 1


@pytest.mark.parametrize("tiny", [1e-9, 1e-13, 1e-17])
def test_the_projection_error_is_exact_where_an_eigenvalue_is_tiny(tiny: float) -> None:
    modes = np.array([[1.0, 1, 1], [1, -2, 1], [1, 0, -1]]) / np.sqrt([[1], [2], [2 / 3]])
    values = np.array([1.0, 0.1, tiny])
    law = (modes.T * np.sqrt(values)) @ modes / 9
    fields = {"joint": law[None], "dual_encoder": np.ones((1, 3, 1)), "epsilon": np.array([0.5]), "B": np.array([2.0])}
    found = LEARNING.quantities["error_projection"](LearningWorld(fields, {"d": 1}, Floats()))
    assert found == pytest.approx([4 * 0.1 / 0.9], rel=1e-12)  # the minimax value, which the constant attains
