"""Chapter 6 on a second law of the inputs: back ends, programmes and contexts made anew as second routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cvxpy as cp
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

import contextures as cx
from contextures.exact.numbers import NotCertifiable, UndefinedError, ball
from contextures.measure.domain import SHIFTED_CONTEXTS
from contextures.measure.worlds.transfer import TransferWorld
from contextures.risks.balls import Ball
from contextures.risks.refitted import largest_refitted
from contextures.studies.shifted import study
from contextures.verify.search.draws import supply_of

Array = NDArray[Any]
QUANTITIES = SHIFTED_CONTEXTS.quantities
SUPPLY = supply_of(SHIFTED_CONTEXTS)
OWN = ("target_law", "alpha", "rho", "tv", "encoder", "task", "epsilon")


def drawn(index: int, n: int = 4) -> tuple[Any, TransferWorld]:
    rng = np.random.default_rng(index)
    family = SUPPLY.families[index % len(SUPPLY.families)]
    sizes = {"N": n, "M": n if family.square else 3, "d": 1 + index % 2}
    return SUPPLY.draw(rng, family, 2, sizes, frozenset(OWN))


def value(name: str, world: TransferWorld, k: int) -> float:
    return float(np.asarray(QUANTITIES[name](world))[k])


def test_every_statement_stands(searched: Callable[..., cx.Report]) -> None:
    report = searched("shift.covariate", "shift.context-marginal", "shift.robust-transfer")
    assert {r.verdict for r in report.results} <= {"unrefuted", "argued", "proved"}
    assert sum(part.undecided for r in report.results for part in r.parts) == 0


@pytest.mark.parametrize("index", range(12))
def test_floats_and_exact_numbers_agree(index: int) -> None:
    batch, _ = drawn(index)
    for k in range(2):
        instance = batch.instance(k)
        floats, exact = TransferWorld.of_floats(instance), TransferWorld.of_instance(instance)
        for name, quantity in QUANTITIES.items():
            if not set(quantity.needs) <= set(OWN) or not quantity.measure.__module__.endswith("transfer"):
                continue
            try:
                precise, rough = quantity(exact), quantity(floats)
            except NotCertifiable:
                assert name in {"error_contexture_p", "minimax_q"}
                continue
            except UndefinedError:
                assert np.isnan(quantity(floats)).all()
                continue
            pairs = zip(precise, rough, strict=True) if isinstance(precise, list) else [(precise, rough)]
            for p, r in pairs:
                close = pytest.approx(float(ball(p).mid()), rel=1e-7, abs=2e-7)
                assert float(np.ravel(r)[0]) == close, (name, instance.to_json())


@pytest.mark.parametrize("index", range(4))
def test_the_worst_law_is_a_programme(index: int) -> None:
    _, world = drawn(index)
    for k in range(2):
        squares, p, n = world.residual[k] ** 2, world.p_x[k], 4
        alpha, rho, tv = (float(world.fields[name][k]) for name in ("alpha", "rho", "tv"))
        worst = linprog(-squares, A_eq=np.ones((1, n)), b_eq=[1.0], bounds=list(zip(0 * p, p / alpha, strict=True)))
        assert value("transfer_cvar", world, k) == pytest.approx(-worst.fun, abs=1e-8)
        q = cp.Variable(n, nonneg=True)
        near = cp.Problem(cp.Maximize(squares @ q), [cp.sum(q) == 1, cp.norm1(q - p) <= 2 * tv])
        assert value("transfer_tv", world, k) == pytest.approx(near.solve(solver=cp.CLARABEL), rel=1e-5, abs=1e-5)
        ratio = cp.Variable(n, nonneg=True)
        inside = cp.sum(cp.multiply(p, cp.square(ratio - 1))) <= 2 * rho
        chi = cp.Problem(cp.Maximize((p * squares) @ ratio), [p @ ratio == 1, inside])
        assert value("transfer_chi", world, k) == pytest.approx(chi.solve(solver=cp.CLARABEL), rel=1e-4, abs=1e-4)


CONTEXT = cx.Context.from_table([[3, 1, 0, 1], [1, 3, 1, 0], [0, 1, 3, 2], [2, 0, 1, 5]])


def test_without_a_shift_the_worst_error_is_that_of_chapter_3() -> None:
    encoder = CONTEXT.left[:, :1]
    epsilon = 1 - float(CONTEXT.singular_values[1])
    expected = cx.worst_case_error(CONTEXT, encoder, epsilon)
    assert cx.worst_transfer_error(CONTEXT, encoder, epsilon, 1.0) == pytest.approx(expected)


def test_the_worst_task_and_law_are_never_exceeded_and_nearly_met() -> None:
    rng = np.random.default_rng(0)
    encoder, alpha = CONTEXT.left[:, :1] + 0.2 * CONTEXT.left[:, 1:2], 0.5
    epsilon = 1 - 0.9 * float(CONTEXT.singular_values[0])
    worst, best = cx.worst_transfer_error(CONTEXT, encoder, epsilon, alpha), 0.0
    s = np.append(CONTEXT.singular_values, np.zeros(3 - len(CONTEXT.singular_values)))
    for _ in range(3000):
        u = rng.normal(size=3) * np.array([4.0, 1.0, 1.0])
        u /= np.linalg.norm(u)
        if (s**2 * u**2).sum() < (1 - epsilon) ** 2:
            continue
        found = cx.transfer_error(CONTEXT, encoder, CONTEXT.left @ u, alpha=alpha)
        assert found <= worst + 1e-9
        best = max(best, found)
    assert best >= 0.97 * worst


def test_a_shifted_context_keeps_its_conditional_laws() -> None:
    shifted = cx.shifted_context(CONTEXT, [0.5, 0.25, 0.25, 0.0])
    assert shifted.n_x == 3
    rows = shifted.joint / shifted.p_x[:, None]
    assert np.allclose(rows, (CONTEXT.joint / CONTEXT.p_x[:, None])[:3])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cx.transfer_error(CONTEXT, [1, 2, 3, 4], [1, 0, 0, 1]), "exactly one of alpha"),
        (lambda: cx.transfer_error(CONTEXT, [1, 2, 3, 4], [1, 0, 0, 1], alpha=2), "alpha is 2"),
        (lambda: cx.transfer_error(CONTEXT, [1, 2, 3, 4], [1, 0, 0, 1], rho=np.inf), "rho is inf"),
        (lambda: cx.transfer_error(CONTEXT, [1, 2, 3, 4], [1, 0, 0, 1], delta=-1), "delta is -1"),
        (lambda: cx.worst_transfer_error(CONTEXT, [1, 2, 3, 4], 0.0, 0.5), "leaves no unit task"),
        (lambda: cx.worst_transfer_error(CONTEXT, [1, 2, 3, 4], 0.9, 0.0), "alpha is 0.0"),
        (lambda: cx.shifted_context(CONTEXT, [0.5, 0.5]), "one for each row"),
        (lambda: cx.shifted_context(CONTEXT, [0.5, 0.5, 0.5, 0.0]), "sums to"),
    ],
)
def test_bad_input_is_named(call: Any, said: str) -> None:
    with pytest.raises(cx.InputError, match=said):
        call()


def test_the_study_judges_the_rows_that_were_not_fitted() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(300, 3))
    target, groups = x @ [1.0, 0.5, 0.0] + rng.normal(size=300), np.stack([x[:, 2] > 0, x[:, 2] <= 1])
    fitted = np.arange(300) < 100
    found = study(x, target, groups, fitted, [1, 2, 3])
    weights, *_ = np.linalg.lstsq(np.c_[np.ones(100), x[:100, :2]], target[:100], rcond=None)
    rest = (target[100:] - np.c_[np.ones(200), x[100:, :2]] @ weights) ** 2
    assert found.mean[1] == pytest.approx(rest.mean() / target[100:].var())
    assert np.allclose(found.tails[0], found.mean)
    assert np.allclose(found.balls[0], found.mean)
    assert (found.worst_group >= found.mean - 0.2).all()
    assert found.best(found.mean) in (1, 2, 3)


@pytest.mark.parametrize("index", range(6))
def test_the_spectrum_under_q_is_that_of_the_context_made_anew(index: int) -> None:
    _, world = drawn(index)
    for k in range(2):
        again = cx.Context.from_table(world.joint_q[k])
        found = [float(s[k]) for s in world.singular_values_q]
        expected = np.zeros(len(found))
        expected[: len(again.singular_values)] = again.singular_values
        assert np.allclose(found, expected, atol=1e-7)


@pytest.mark.parametrize("index", range(12))
def test_the_contexture_of_p_under_q_is_judged_as_in_chapter_3(index: int) -> None:
    _, world = drawn(index)
    for k in range(2):
        context, held = cx.Context.from_table(world.joint_q[k]), world.q_x[k] > 0
        epsilon, d = float(world.fields["epsilon"][k]), world.sizes["d"]
        error, least = value("error_contexture_p", world, k), value("minimax_q", world, k)
        if held.sum() < 2 or abs(1 - epsilon) > context.singular_values[0] + 1e-9:
            assert np.isnan([error, least]).all()
            continue
        epsilon = min(epsilon, 2 - epsilon)
        expected = cx.worst_case_error(context, world.left_modes.functions[k][held][:, :d], epsilon)
        own = np.zeros((context.n_x, d))
        own[:, : min(d, context.n_x - 1)] = context.left[:, :d]
        assert error == pytest.approx(expected, abs=1e-7)
        assert least == pytest.approx(cx.worst_case_error(context, own, epsilon), abs=1e-7)


@pytest.mark.parametrize(
    ("kind", "name", "radius"),
    [("alpha", "alpha", 0.3), ("rho", "rho", 0.5), ("tv", "delta", 0.2), ("tv", "delta", 0.9)],
)
def test_the_largest_refitted_error_is_the_least_robust_one(kind: Any, name: str, radius: float) -> None:
    """By the minimax theorem: a law that climbs, and the probe that is fitted for the worst law."""
    rng = np.random.default_rng(7)
    for _ in range(3):
        context = cx.Context.from_table(rng.integers(1, 9, (5, 4)))
        encoder, task = rng.integers(-3, 4, (5, 2)).astype(float), rng.integers(-3, 4, 5).astype(float)
        features = np.column_stack([np.ones(5), encoder])
        found = largest_refitted(kind, np.array([radius]), context.p_x[None], features[None], task[None])
        least = cx.robust_probe(context, encoder, task, **{name: radius})
        assert found.value[0] == pytest.approx(least.value, rel=1e-6, abs=1e-9)
        assert Ball(name, radius).risk((task - found.fitted[0]) ** 2, context.p_x) == pytest.approx(
            least.value, rel=1e-4, abs=1e-9
        )


@pytest.mark.parametrize(("kind", "radius"), [("alpha", 0.05), ("rho", 20.0), ("tv", 0.95)])
def test_a_refitted_error_is_that_of_a_law_in_the_ball(kind: Any, radius: float) -> None:
    """Rounding takes no law beyond it, and where a law leaves points out the least error keeps its digits."""
    joint = np.array([[128, 32, 16, 32], [32, 128, 32, 16], [16, 32, 128, 32], [4, 2, 4, 16], [16, 8, 16, 64]])
    joint = np.vstack([joint, [[8, 4, 8, 32], [2, 1, 2, 8], [2, 1, 2, 8]]])
    p = joint.sum(1) / joint.sum()
    given = joint / joint.sum(1, keepdims=True)
    features = np.column_stack([np.ones(8), given])
    task = np.array([0, 0, 0, -5, 5, -5, -6, -4.0])
    found = largest_refitted(kind, np.array([radius]), p[None], features[None], task[None])
    law = found.law[0]
    assert law.sum() == pytest.approx(1, abs=1e-14)
    spread = {"alpha": (law / p).max() * radius, "rho": (p * (law / p - 1) ** 2).sum() / (2 * radius)}
    spread["tv"] = np.abs(law - p).sum() / (2 * radius)
    assert spread[kind] <= 1 + 1e-14
    root = np.sqrt(law)
    weights, *_ = np.linalg.lstsq(root[:, None] * features, root * task, rcond=None)
    assert found.value[0] == pytest.approx(law @ (task - features @ weights) ** 2, rel=1e-12)
