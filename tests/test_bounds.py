"""Chapter 5.1: second routes to its quantities."""

from __future__ import annotations

from itertools import product
from typing import Any

import cvxpy
import flint
import numpy as np
import pytest
from flint import fmpq
from scipy.optimize import minimize
from scipy.stats import multinomial

import contextures as cx
from contextures.exact import enumeration, numbers
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import PRECISION, Bracket, NotCertifiable, ball
from contextures.measure.domain import LEARNING, SAMPLING
from contextures.measure.encoding import fractions
from contextures.measure.instance import Batch, Instance
from contextures.measure.suprema import invariant_tasks
from contextures.measure.suprema.least_squares import worst_risk
from contextures.measure.worlds.bounds import LearningWorld, SampledWorld

RNG = np.random.default_rng


def world(seed: int, n: int = 4, m: int = 4, d: int = 2, epsilon: float = 0.3) -> LearningWorld:
    rng = RNG(seed)
    joint = rng.integers(1, 9, (1, n, m)).astype(float)
    encoder = np.concatenate([np.ones((1, m, 1)), rng.normal(size=(1, m, d - 1))], axis=2)
    fields = {"joint": joint / joint.sum(), "dual_encoder": encoder, "dual_task": rng.normal(size=(1, m))}
    return LearningWorld({**fields, "epsilon": np.array([epsilon]), "B": np.array([1.0])}, {"d": d}, Floats())


def measured(name: str, seen: LearningWorld) -> float:
    domain = SAMPLING if isinstance(seen, SampledWorld) else LEARNING
    return float(np.ravel(domain.quantities[name](seen))[0])


# ------------------------------------------------------------------------------------------- suprema over F_B(ε)
def shor(seen: LearningWorld, supremum: invariant_tasks.Supremum) -> float:
    """The semidefinite relaxation, which one quadratic constraint leaves tight."""
    p = seen.context.p_x[0]
    form = p[:, None] * supremum.operator(seen)[0]
    gap = p[:, None] * (np.eye(len(p)) / (1 - seen.fields["epsilon"][0]) - seen.inverse[0])
    matrix = cvxpy.Variable((len(p), len(p)), PSD=True)
    constraints = [cvxpy.trace(np.diag(p) @ matrix) == 1, cvxpy.trace((gap + gap.T) / 2 @ matrix) >= 0]
    problem = cvxpy.Problem(cvxpy.Maximize(cvxpy.trace((form + form.T) / 2 @ matrix)), constraints)
    return float(problem.solve(solver=cvxpy.CLARABEL))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("supremum", [invariant_tasks.PROBE, invariant_tasks.PROJECTION], ids=["probe", "projection"])
def test_suprema_against_a_semidefinite_programme(seed: int, supremum: invariant_tasks.Supremum) -> None:
    seen = world(seed, epsilon=(0.05, 0.3, 0.7)[seed % 3])
    assert invariant_tasks.batch_solution(seen, supremum).value[0] == pytest.approx(shor(seen, supremum), abs=1e-6)


def test_the_class_bounds_every_task_in_it() -> None:
    seen = world(5)
    context, rng = seen.context, RNG(0)
    for _ in range(300):
        g = rng.normal(size=4) * rng.choice([0.1, 1, 3]) + 4
        f = context.forward[0] @ g
        if (context.p_x[0] * f**2).sum() < 0.7 * (context.p_a[0] * g**2).sum():
            continue
        rest = f - seen.projector[0] @ f
        assert (context.p_x[0] * rest**2).sum() <= measured("error", seen) * (context.p_x[0] * f**2).sum() + 1e-9


def test_top_encoders_have_the_minimax_error_and_no_excess() -> None:
    seen = world(6, d=2, epsilon=0.2)
    right = np.concatenate([np.ones((1, 4, 1)), seen.context.right_modes.functions[..., :1]], axis=2)
    top = LearningWorld({**seen.fields, "dual_encoder": right}, {"d": 2}, Floats())
    assert measured("error", top) == pytest.approx(measured("error_top", top), abs=1e-10)
    assert measured("error_projection", top) == pytest.approx(measured("error_top", top), abs=1e-10)
    assert measured("excess", top) == pytest.approx(0, abs=1e-12)
    assert measured("tau", top) ** 2 == pytest.approx(float(seen.eigenvalues[2][0]))
    assert measured("learning_gap", top) == pytest.approx(0, abs=1e-12)


def test_small_eigenvalues_do_not_spoil_the_dual() -> None:
    lam, epsilon = 5.4e-5, 0.1281
    joint = np.array([[1 + np.sqrt(lam), 1 - np.sqrt(lam)], [1 - np.sqrt(lam), 1 + np.sqrt(lam)]])[None] / 4
    fields = {"joint": joint, "dual_encoder": np.ones((1, 2, 1)), "epsilon": np.array([epsilon]), "B": np.ones(1)}
    seen = LearningWorld(fields, {"d": 1}, Floats())
    assert measured("error", seen) == pytest.approx(lam / (1 - lam) * epsilon / (1 - epsilon), rel=1e-9)


def test_an_encoder_that_spans_the_whole_range_errs_by_nothing() -> None:
    rng = RNG(5)
    encoder = rng.integers(-5, 6, (20, 6, 6)) + 100.0 * (np.arange(6) == 0)
    fields = {"joint": rng.dirichlet(np.ones(42), 20).reshape(20, 7, 6), "dual_encoder": encoder}
    seen = LearningWorld({**fields, "epsilon": np.full(20, 0.5), "B": np.full(20, 3.0)}, {"d": 6}, Floats())
    assert np.abs(LEARNING.quantities["error"](seen)).max() < 1e-20


def batch(joint: list[list[int]], encoder: list[list[int]], epsilon: tuple[int, int]) -> Batch:
    """An instance, as a batch of one."""
    fields = {"joint": joint, "dual_encoder": encoder, "epsilon": epsilon, "B": (1, 1)}
    return LearningWorld.batch({name: np.array([value]) for name, value in fields.items()}, {"d": len(encoder[0])})


def test_suprema_near_independence_are_known_to_their_own_scale() -> None:
    """λ_2 = 1.5e-14; the tasks of the class are a + bμ_2 with a² + b² = 1 and a² + b²/λ_2 ≤ 10⁴."""
    near = batch([[10806, 2700], [10818, 2703]], [[2], [0]], (9999, 10000))
    exact = LearningWorld.of_instance(near.instance(0))
    value = invariant_tasks.exact_value(exact, invariant_tasks.PROBE)
    p, image = (np.asarray(x, dtype=float).ravel() for x in (exact.context.p_x, exact.averaged))
    along, across = p @ image, p @ (np.array([-1.0, 1.0]) * np.sqrt(p[::-1] / p) * image)
    following = float(exact.eigenvalues[1])
    b = np.sqrt(following / (1 - following) * 9999)
    slow = (b * along + np.sqrt(1 - b**2) * abs(across)) ** 2 / (along**2 + across**2)
    assert float(value.hi) == pytest.approx(slow, rel=1e-6)
    assert float(value.lo) == pytest.approx(slow, rel=0.05)
    assert measured("error", LearningWorld.of_batch(near)) == pytest.approx(slow, rel=1e-6)


def test_tied_trace_gaps_enclose_both() -> None:
    """On a cyclic group irrational eigenvalues come in pairs: the gaps of a top span at d' = 1 and at d' = 2 agree."""
    joint = [[1, 0, 2, 5], [5, 1, 0, 2], [2, 5, 1, 0], [0, 2, 5, 1]]
    exact = LearningWorld.of_instance(batch(joint, [[1, 1], [1, 0], [1, -1], [1, 0]], (1, 4)).instance(0))
    with flint.ctx.workprec(PRECISION):
        missing = LEARNING.quantities["excess"](exact)
        tau = ball(LEARNING.quantities["tau"](exact))
        second = numbers.power(exact.eigenvalues[1], fmpq(1, 2))
    assert float(numbers.upper(missing)) < 1e-12
    assert (tau - ball(second)).contains(0)


@pytest.mark.parametrize("name", ["error", "error_projection"])
def test_exact_suprema_enclose_the_floats(name: str) -> None:
    rng = RNG(8)
    instance = LearningWorld.instance(
        {
            "joint": fractions(rng.integers(1, 6, (3, 3))),
            "dual_encoder": fractions(np.array([[1, 2], [1, 0], [1, 5]])),
            "epsilon": fractions(np.array([1]))[0] / 4,
            "B": fractions(np.array([2]))[0],
        },
        {"d": 2},
    )
    exact = LEARNING.quantities[name](LearningWorld.of_instance(instance))
    value = measured(name, LearningWorld.of_floats(instance))
    assert isinstance(exact, Bracket)
    assert float(exact.lo) - 1e-9 <= value <= float(exact.hi) + 1e-9
    assert float(exact.hi - exact.lo) < 1e-6


# --------------------------------------------------------------------------------------------------- enumeration
def test_count_probabilities_are_multinomial() -> None:
    p = np.array([0.2, 0.3, 0.5])
    found = enumeration.count_probabilities(p[None], 7)[0]
    assert found == pytest.approx(multinomial(7, p).pmf(enumeration.count_vectors(3, 7)))
    exact = enumeration.count_probabilities(np.array([fmpq(1, 5), fmpq(3, 10), fmpq(1, 2)], dtype=object), 7)
    assert sum(exact, fmpq(0)) == 1
    assert [float(v) for v in exact] == pytest.approx(found)


def test_quantiles() -> None:
    values, chances = np.array([[3.0, 1.0, 2.0]]), np.array([[0.25, 0.5, 0.25]])
    for level, wanted in ((0.5, 1.0), (0.51, 2.0), (0.75, 2.0), (0.76, 3.0)):
        assert enumeration.quantile(values, chances, np.array([level]))[0][0] == wanted
    rationals = [fmpq(3), fmpq(1), fmpq(2)]
    assert enumeration.exact_quantile(rationals, [fmpq(1, 4), fmpq(1, 2), fmpq(1, 4)], fmpq(3, 4)) == 2


def sampled_instance(n: int, samples: int, **more: Any) -> Instance:
    fields = {"joint": fractions(np.array([[4, 1], [1, 2]])), **more}
    return SampledWorld.instance(fields, {"d": 1, "n": n, "samples": samples})


def test_the_deviation_is_exact_and_its_quantile_that_of_a_simulation() -> None:
    half = fractions(np.array([1]))[0] / 2
    instance = sampled_instance(1, 12, delta=half)
    value = measured("deviation", SampledWorld.of_floats(instance))
    exact = SAMPLING.quantities["deviation"](SampledWorld.of_instance(instance))
    assert float(ball(exact).mid()) == pytest.approx(value, abs=1e-12)
    context = SampledWorld.of_floats(instance).context
    scaled = context.joint[0] / np.sqrt(np.outer(context.p_x[0], context.p_a[0]))
    draws = RNG(0).multinomial(12, context.p_x[0], 20_000) / 12
    forms = np.einsum("xa,sx,xb->sab", scaled, 1 - draws / context.p_x[0], scaled)
    norms = np.abs(np.linalg.eigvalsh(forms)).max(1)
    assert (norms < value - 1e-9).mean() <= 0.5 + 0.02
    assert (norms <= value + 1e-9).mean() >= 0.5 - 0.02


# ------------------------------------------------------------------------------------------------- least squares
def brute(design: np.ndarray, labels: np.ndarray, radius: float, form: tuple[Any, Any, float]) -> float:
    """Minimisers of the empirical error on a fine disc, and the worst of them."""
    angles, radii = np.linspace(0, 2 * np.pi, 721), np.linspace(0, radius, 241)
    w = np.stack([np.outer(radii, np.cos(angles)), np.outer(radii, np.sin(angles))], axis=-1).reshape(-1, 2)
    losses = ((w @ design.T - labels) ** 2).sum(1)
    kept = w[losses <= losses.min() + 2e-3]
    quadratic, linear, constant = form
    return float((np.einsum("ki,ij,kj->k", kept, quadratic, kept) - 2 * kept @ linear + constant).max())


@pytest.mark.parametrize("case", ["inside", "outside", "one-direction", "blind"])
def test_constrained_least_squares_against_a_grid(case: str) -> None:
    rng = RNG(3)
    design = {
        "inside": rng.normal(size=(4, 2)),
        "outside": rng.normal(size=(4, 2)),
        "one-direction": np.outer([1.0, 2.0, -1.0], [0.6, 0.8]),
        "blind": np.zeros((2, 2)),
    }[case]
    labels = design @ np.array([0.3, -0.2]) * (8 if case == "outside" else 1) + 0.1 * rng.normal(size=len(design))
    root = rng.normal(size=(2, 2))
    form = root @ root.T, rng.normal(size=2) / 3, 1.0
    radius = 0.9
    found = worst_risk(
        design[None], labels[None], np.array([radius]), form[0][None], form[1][None], np.array([form[2]])
    )
    assert found[0] == pytest.approx(brute(design, labels, radius, form), abs=0.06)


def test_constrained_least_squares_against_an_optimiser() -> None:
    rng = RNG(4)
    for _ in range(5):
        design, labels, radius = rng.normal(size=(5, 2)), 3 * rng.normal(size=5), 0.4
        constraint = {"type": "ineq", "fun": lambda w, r=radius: r**2 - w @ w}
        found = minimize(
            lambda w, a=design, y=labels: ((a @ w - y) ** 2).sum(), np.zeros(2), constraints=[constraint], tol=1e-12
        ).x
        risk = worst_risk(
            design[None], labels[None], np.array([radius]), np.eye(2)[None], np.zeros((1, 2)), np.zeros(1)
        )
        assert risk[0] == pytest.approx(found @ found, abs=1e-5)


@pytest.mark.parametrize("n", [2, 4])
def test_the_mean_risk_of_one_function_by_hand(n: int) -> None:
    """d = 1, the constant: f̂ is the clipped mean of the labels."""
    one = fractions(np.array([1]))[0]
    instance = sampled_instance(
        n,
        1,
        dual_encoder=fractions(np.ones((2, 1), dtype=int)),
        dual_task=fractions(np.array([3, 2])),
        epsilon=one / 2,
        B=3 * one,
        sigma=one / 2,
    )
    seen = SampledWorld.of_floats(instance)
    p, f, radius = seen.context.p_x[0], seen.task[0], 3 / np.sqrt(0.5)
    mean = 0.0
    for x in product(range(2), repeat=n):
        for e in product((-0.5, 0.5), repeat=n):
            fitted = np.clip(np.mean([f[i] + noise for i, noise in zip(x, e, strict=True)]), -radius, radius)
            mean += p[list(x)].prod() / 2**n * (p * (fitted - f) ** 2).sum()
    assert measured("regression_mean", seen) == pytest.approx(mean)
    exact = SAMPLING.quantities["regression_mean"](SampledWorld.of_instance(instance))
    assert float(ball(exact).mid()) == pytest.approx(mean, abs=1e-14)


def test_the_chain_on_a_sample_that_changes_nothing() -> None:
    """With d = |A| every kernel-PCA encoder spans all functions, and the chain is regression on them."""
    one = fractions(np.array([1]))[0]
    more = {"dual_task": fractions(np.array([3, 2])), "epsilon": one / 2, "B": 3 * one, "sigma": one, "delta": one / 10}
    whole = SampledWorld.instance(
        {"joint": fractions(np.array([[4, 1], [1, 2]])), **more}, {"d": 2, "n": 2, "samples": 3}
    )
    encoder = fractions(np.array([[1, 0], [0, 1]]))
    direct = SampledWorld.instance({**whole.fields, "dual_encoder": encoder}, whole.sizes)
    chain = measured("chain_risk", SampledWorld.of_floats(whole))
    assert chain == pytest.approx(measured("regression_mean", SampledWorld.of_floats(direct)))


def test_what_is_not_exact_says_so() -> None:
    instance = sampled_instance(1, 2, delta=fractions(np.array([1]))[0] / 2)
    with pytest.raises(NotCertifiable):
        SAMPLING.quantities["pca_gap"](SampledWorld.of_instance(instance))


# ----------------------------------------------------------------------------------------------------- estimates
def test_an_estimate_encloses_what_enumeration_gives() -> None:
    context = cx.Context.from_table([[4, 1], [1, 2]])
    for bound, symbol in (("bounds.uniform-norm", "deviation"), ("bounds.kernel-pca-explicit", "pca_gap_known")):
        found = cx.bound(bound, context=context, d=1, N=25, delta=0.2)
        tenth = fractions(np.array([1]))[0] / 5
        exact = measured(symbol, SampledWorld.of_floats(sampled_instance(1, 25, delta=tenth)))
        assert found.estimate.low - 1e-9 <= exact <= found.estimate.high + 1e-9
        assert found.estimate.high <= found.value


def test_there_is_no_estimate_without_a_context_or_of_a_sweep() -> None:
    assert cx.bound("bounds.uniform-norm", kappa=2, N=25, delta=0.2).estimate is None
    context = cx.load_table("smoking")
    assert cx.bound("bounds.uniform-norm", context=context, N=np.array([25, 50]), delta=0.2).estimate is None
    assert cx.bound("bounds.approximation", context=context, d=1, epsilon=0.1, B=1).estimate is None
