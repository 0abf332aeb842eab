"""What an encoder or a task is worth: values against simple formulas, shapes, and how bad input is refused."""

from __future__ import annotations

import doctest
import importlib
import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.linalg import eigh

import contextures
from contextures import (
    Context,
    InputError,
    compatibility,
    ratio_trace,
    trace_gap,
    worst_case_error,
    worst_transfer_error,
)
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.suprema import worst_case
from contextures.measure.worlds.contexts import ContextWorld


def random_context(seed: int, n: int, m: int) -> Context:
    """A law without zeros."""
    return Context.from_table(np.random.default_rng(seed).integers(1, 9, (n, m)))


SHAPES = [(2, 2), (3, 3), (4, 2), (3, 6), (5, 5), (7, 4)]
contexts = pytest.mark.parametrize("context", [random_context(k, *shape) for k, shape in enumerate(SHAPES)], ids=repr)
IDENTITY = Context.from_table(np.diag([1, 2, 3, 4]))
INDEPENDENT = Context.from_table(np.outer([1, 2, 3], [1, 4]))


def centred(context: Context, values: Any) -> Any:
    """Values with their mean removed, column by column."""
    return np.asarray(values) - context.p_x @ np.asarray(values)


def covariances(context: Context, encoder: Any) -> tuple[Any, Any]:
    """C_Φ and B_Φ, by loops over the definitions."""
    phi = centred(context, encoder)
    d = phi.shape[1]
    c, b = np.zeros((d, d)), np.zeros((d, d))
    for x in range(context.n_x):
        c += context.p_x[x] * np.outer(phi[x], phi[x])
    for a in range(context.n_a):
        mean = sum(context.joint[x, a] * phi[x] for x in range(context.n_x)) / context.p_a[a]
        b += context.p_a[a] * np.outer(mean, mean)
    return c, b


def squares(context: Context) -> Any:
    """s_1², s_2², …, then zeros."""
    return np.concatenate([context.singular_values**2, np.zeros(context.n_x + 1)])


def functions(context: Context, seed: int, d: int) -> Any:
    """An encoder of d random columns."""
    return np.random.default_rng(seed).normal(size=(context.n_x, d))


# -------------------------------------------------------------------------------------------------------- compatibility
@contexts
def test_compatibility_of_random_tasks(context: Context) -> None:
    for seed in range(5):
        f = functions(context, seed, 1)[:, 0]
        c, b = covariances(context, f[:, None])
        assert compatibility(context, f) == pytest.approx(math.sqrt(b[0, 0] / c[0, 0]), abs=1e-12)
        assert compatibility(context, 7 - 3 * f) == pytest.approx(compatibility(context, f), abs=1e-12)
        assert 0 <= compatibility(context, f) <= context.singular_values[0] + 1e-12


@contexts
def test_compatibility_of_the_singular_functions(context: Context) -> None:
    found = [compatibility(context, mode) for mode in context.left.T]
    assert found == pytest.approx(context.singular_values.tolist(), abs=1e-10)


def test_compatibility_at_the_extremes() -> None:
    assert compatibility(IDENTITY, [1, 0, 0, 0]) == pytest.approx(1, abs=1e-12)
    assert compatibility(INDEPENDENT, [1, 0, 0]) == pytest.approx(0, abs=1e-7)


# -------------------------------------------------------------------------------------------- ratio trace and trace gap
@contexts
def test_ratio_trace_of_random_encoders(context: Context) -> None:
    for d in range(1, context.n_x):
        encoder = functions(context, d, d)
        c, b = covariances(context, encoder)
        found = ratio_trace(context, encoder)
        assert found == pytest.approx(np.trace(np.linalg.solve(c, b)), abs=1e-9)
        assert found <= squares(context)[:d].sum() + 1e-9
        mixed = encoder @ functions(random_context(9, d, 2), 3, d) + 5
        assert ratio_trace(context, mixed) == pytest.approx(found, abs=1e-9)


@contexts
def test_ratio_trace_of_the_contexture_and_of_everything(context: Context) -> None:
    for d in range(1, context.left.shape[1] + 1):
        assert ratio_trace(context, context.left[:, :d]) == pytest.approx(squares(context)[:d].sum(), abs=1e-10)
    assert ratio_trace(context, np.eye(context.n_x)) == pytest.approx(context.chi_square, abs=1e-10)


@contexts
def test_dependent_columns_count_once(context: Context) -> None:
    encoder = functions(context, 1, 1)
    doubled = np.hstack([encoder, 2 * encoder, np.ones_like(encoder), encoder - 4])
    assert ratio_trace(context, doubled) == pytest.approx(ratio_trace(context, encoder), abs=1e-9)
    assert ratio_trace(context, np.ones(context.n_x)) == 0


@contexts
def test_trace_gap_of_random_encoders(context: Context) -> None:
    for d in range(1, context.n_x):
        encoder = functions(context, d, d)
        c, b = covariances(context, encoder)
        ritz = np.sort(eigh(b, c, eigvals_only=True))[::-1]
        gaps = [squares(context)[: k + 1].sum() - ritz[:k].sum() for k in range(1, d + 1)]
        assert trace_gap(context, encoder) == pytest.approx(max(0.0, min(gaps)), abs=1e-8)


@contexts
def test_trace_gap_of_the_contexture(context: Context) -> None:
    for d in range(1, context.left.shape[1] + 1):
        assert trace_gap(context, context.left[:, :d]) == pytest.approx(squares(context)[d], abs=1e-10)


def test_trace_gap_at_the_extremes() -> None:
    assert trace_gap(IDENTITY, [5, 5, 5, 5]) == math.inf
    assert trace_gap(IDENTITY, [1, 0, 0, 0]) == pytest.approx(1)
    assert trace_gap(INDEPENDENT, [1, 0, 0]) == pytest.approx(0)


# ----------------------------------------------------------------------------------------------------- worst-case error
def level(context: Context, share: float) -> float:
    """An ε between 1 − s_1 (share 0) and 1 (share 1)."""
    return float(1 - (1 - share) * context.singular_values[0])


@contexts
def test_worst_case_of_the_contexture(context: Context) -> None:
    for d in range(1, context.n_x - 1):
        encoder = np.hstack([context.left, functions(context, 0, d)])[:, :d]
        if d > context.left.shape[1]:
            continue
        top, following = squares(context)[0], squares(context)[d]
        for share in (0.01, 0.2, 0.6, 0.95):
            epsilon = level(context, share)
            c = (1 - epsilon) ** 2
            wanted = 1.0 if c <= following else (top - c) / (top - following)
            assert worst_case_error(context, encoder, epsilon) == pytest.approx(wanted, abs=1e-9)


@contexts
def test_worst_case_on_two_dimensions_of_tasks(context: Context) -> None:
    if context.n_x != 3:
        return
    angle = np.linspace(0, np.pi, 20001)
    modes = (
        np.linalg.qr(np.column_stack([np.sqrt(context.p_x), np.eye(3)[:, :2]]))[0][:, 1:]
        / np.sqrt(context.p_x)[:, None]
    )
    tasks = modes @ np.stack([np.cos(angle), np.sin(angle)])
    images = (context.joint / context.p_a).T @ tasks
    kept = context.p_a @ images**2
    phi = centred(context, functions(context, 2, 1))[:, 0]
    shares = (context.p_x * phi @ tasks) ** 2 / (context.p_x @ phi**2)
    for share in (0.05, 0.3, 0.7):
        epsilon = level(context, share)
        best = (1 - shares)[kept >= (1 - epsilon) ** 2].max()
        assert worst_case_error(context, phi, epsilon) == pytest.approx(best, abs=1e-3)


@contexts
def test_worst_case_is_never_below_a_compatible_task(context: Context) -> None:
    for d in range(1, context.n_x):
        encoder = functions(context, d, d)
        phi = centred(context, encoder) * np.sqrt(context.p_x)[:, None]
        epsilon = level(context, 0.5)
        found = worst_case_error(context, encoder, epsilon)
        for seed in range(30):
            f = context.left[:, 0] + 0.5 * functions(context, seed, 1)[:, 0]
            if compatibility(context, f) >= 1 - epsilon:
                weighted = centred(context, f) * np.sqrt(context.p_x)
                rest = weighted - phi @ np.linalg.lstsq(phi, weighted, rcond=None)[0]
                assert rest @ rest / (weighted @ weighted) <= found + 1e-9


@contexts
def test_worst_case_grows_with_epsilon_and_falls_with_the_span(context: Context) -> None:
    encoder = functions(context, 4, context.n_x)
    errors = [worst_case_error(context, encoder[:, :1], level(context, share)) for share in (0.0, 0.1, 0.4, 0.8, 1.0)]
    assert all(first <= second + 1e-9 for first, second in pairwise(errors))
    assert errors[-1] == pytest.approx(1.0 if context.n_x > 2 else 0.0, abs=1e-9)
    wider = [worst_case_error(context, encoder[:, :d], level(context, 0.5)) for d in range(1, context.n_x + 1)]
    assert all(first >= second - 1e-9 for first, second in pairwise(wider))
    assert wider[-1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("size", [10**3, 10**7, 10**9])
@pytest.mark.parametrize("share", [0.8, 0.6])
def test_worst_case_of_a_tiny_spectrum(size: int, share: float) -> None:
    """Near independence s_1 = 2s_2 is as small as one likes; the exact bracket of the same rational ε is the judge."""
    first, second = np.array([1, -1, 0]), np.array([1, 1, -2])
    table = size * np.ones((3, 3), dtype=int) + 6 * np.outer(first, first) + np.outer(second, second)
    context = Context.from_table(table)
    s_1, s_2 = context.singular_values
    assert s_1 == pytest.approx(4 / size, rel=1e-5)
    epsilon = Fraction(1) - Fraction(share * s_1).limit_denominator(size**2)
    encoders = {"contexture": [["1"], ["-1"], ["0"]], "tilted": [["3"], ["-1"], ["0"]]}
    for name, columns in encoders.items():
        joint = [[str(v) for v in row] for row in table]
        one = FINITE_CONTEXTS.read({"joint": joint, "encoder": columns, "epsilon": str(epsilon), "d": 1})
        exact = worst_case.exact_value(ContextWorld.of_instance(one), "error")
        assert float(exact.hi) - float(exact.lo) < 1e-6
        found = worst_case_error(context, np.array(columns, dtype=float), float(epsilon))
        assert found == pytest.approx(float(exact.hi), abs=1e-5), name
        assert worst_transfer_error(context, np.array(columns, dtype=float), float(epsilon), 1.0) == pytest.approx(
            found, abs=1e-9
        )
        if name == "contexture":
            assert found == pytest.approx((s_1**2 - (1 - epsilon) ** 2) / (s_1**2 - s_2**2), abs=1e-5)
    assert worst_case_error(context, first, 1 - s_1) == pytest.approx(0, abs=1e-9)
    with pytest.raises(InputError, match="leaves no unit task"):
        worst_case_error(context, first, 1 - 1.01 * s_1)


def test_worst_case_at_the_extremes() -> None:
    assert worst_case_error(IDENTITY, [1, 0, 0, 0], 0) == pytest.approx(1)
    assert worst_case_error(IDENTITY, np.eye(4)[:, :3], 0) == pytest.approx(0, abs=1e-12)
    assert worst_case_error(IDENTITY, [2, 2, 2, 2], 0.5) == pytest.approx(1)
    assert worst_case_error(INDEPENDENT, [1, 0, 0], 1) == pytest.approx(1)
    table = Context.from_table([[3, 1, 0], [1, 3, 1], [0, 1, 3]])
    edge = 1 - table.singular_values[0]
    assert worst_case_error(table, table.left[:, :1], edge) == pytest.approx(0, abs=1e-9)
    assert worst_case_error(table, table.left[:, 1], edge) == pytest.approx(1, abs=1e-9)


# --------------------------------------------------------------------------------------------------------------- shapes
DROPPED = Context.from_table([[4, 1, 0], [0, 0, 0], [1, 3, 0], [2, 5, 0]])
KEPT = Context.from_table([[4, 1], [1, 3], [2, 5]])


@pytest.mark.parametrize("measure", [ratio_trace, trace_gap, lambda c, e: worst_case_error(c, e, 0.7)])
def test_encoders_of_both_lengths(measure: Any) -> None:
    short, long = [[1, 2], [0, 1], [5, 0]], [[1, 2], [99, -7], [0, 1], [5, 0]]
    wanted = measure(KEPT, np.array(short))
    assert isinstance(wanted, float)
    for encoder in (short, long, np.array(long), np.array(short, dtype=np.float32), np.asfortranarray(short)):
        assert measure(DROPPED, encoder) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("measure", [compatibility, ratio_trace, trace_gap, lambda c, e: worst_case_error(c, e, 0.7)])
def test_vectors_of_both_lengths(measure: Any) -> None:
    wanted = measure(KEPT, [1, 0, 5])
    for values in ([1, 99, 0, 5], (1, 0, 5), np.array([1, 0, 5], dtype=np.int8)):
        assert measure(DROPPED, values) == pytest.approx(wanted, abs=1e-12)


# -------------------------------------------------------------------------------------------------------------- refusal
CONTEXT = Context.from_table([[3, 1, 0], [1, 3, 1], [0, 1, 3]])
MEASURES = {
    "worst_case_error": lambda values: worst_case_error(CONTEXT, values, 0.5),
    "compatibility": lambda values: compatibility(CONTEXT, values),
    "ratio_trace": lambda values: ratio_trace(CONTEXT, values),
    "trace_gap": lambda values: trace_gap(CONTEXT, values),
}
every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))


@every_measure
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1, 2], "values has 2 rows; a function on X has 3 here, one for each value of X"),
        ([1, 2, 3, 4], "values has 4 rows; a function on X has 3 here"),
        ([1, float("nan"), 0], r"values\[1\] is nan; a finite number"),
        ([[1], [0], [float("inf")]], r"values\[2, 0\] is inf; a finite number"),
        (["a", "b", "c"], "values"),
        ([1j, 0, 0], "values"),
        ([[1, 2], [3], [4]], "values"),
        ([], "values has shape"),
        (3.0, "values has shape"),
        (np.zeros((3, 0)), "values has shape"),
        (np.zeros((3, 1, 1)), "values has shape"),
        (None, "values"),
    ],
)
def test_values_that_cannot_be_used(measure: Any, values: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        measure(values)


def test_both_lengths_are_named() -> None:
    with pytest.raises(InputError, match="values has 2 rows; a function on X has 3 or 4 here"):
        ratio_trace(DROPPED, [1, 2])


@pytest.mark.parametrize("f", [[1, 1, 1], [0.1, 0.1, 0.1], [0, 0, 0]])
def test_a_constant_task(f: list[float]) -> None:
    with pytest.raises(InputError, match="the compatibility of a constant task is not defined"):
        compatibility(CONTEXT, f)
    with pytest.raises(ValueError, match="constant"):
        compatibility(CONTEXT, f)


def test_a_task_is_one_column() -> None:
    with pytest.raises(InputError, match="a task has one value for each row, not 2"):
        compatibility(CONTEXT, [[1, 2], [3, 4], [5, 6]])


@pytest.mark.parametrize("epsilon", [-0.1, 1.1, float("nan"), float("inf"), "0.5", None, [0.5], 0.5j])
def test_epsilon_out_of_range(epsilon: Any) -> None:
    with pytest.raises(InputError, match="epsilon must be a number from 0 to 1, not "):
        worst_case_error(CONTEXT, [1, 0, 0], epsilon)


def test_epsilon_below_the_first_task() -> None:
    smallest = 1 - CONTEXT.singular_values[0]
    with pytest.raises(InputError, match=rf"leaves no unit task: it must be at least 1 − s_1 = {smallest:.6g}"):
        worst_case_error(CONTEXT, [1, 0, 0], smallest - 1e-6)
    with pytest.raises(ValueError, match="leaves no unit task"):
        worst_case_error(INDEPENDENT, [1, 0, 0], 0.99)
    with pytest.raises(InputError, match="leaves no unit task"):
        worst_case_error(Context.from_table([[1, 2, 3]]), [1], 1)


# ------------------------------------------------------------------------------------------------------------- doctests
def test_the_examples_of_the_public_modules() -> None:
    homes = {getattr(getattr(contextures, name), "__module__", None) for name in contextures.__all__} - {
        None,
        "builtins",
    }
    assert "contextures.contexts.encoders" in homes
    results = {
        name: doctest.testmod(importlib.import_module(name)) for name in sorted(map(str, homes | {"contextures"}))
    }
    assert {name: result.failed for name, result in results.items() if result.failed} == {}
    assert results["contextures.contexts.encoders"].attempted > 0


@pytest.mark.parametrize("context", [None, [[1, 2], [3, 4]], contextures.knn_context([[0.0], [1.0], [3.0]], 2)])
def test_what_is_no_finite_context_is_named(context: Any) -> None:
    encoder = [1.0, 2.0, 3.0]
    uses = (
        lambda: worst_case_error(context, encoder, 0.5), lambda: compatibility(context, encoder),
        lambda: ratio_trace(context, encoder), lambda: trace_gap(context, encoder),
        lambda: worst_transfer_error(context, encoder, 0.5, 0.5), lambda: contextures.coordinates(context),
        lambda: contextures.shifted_context(context, [0.5, 0.5]),
        lambda: contextures.transfer_error(context, encoder, encoder, alpha=0.5),
        lambda: contextures.robust_probe(context, encoder, encoder, alpha=0.5),
    )  # fmt: skip
    for use in uses:
        with pytest.raises(InputError, match=f"context is a {type(context).__name__}; a finite Context"):
            use()
