"""Operations on several contexts, against laws built draw by draw, and learned weights against a conic solver."""

from __future__ import annotations

from itertools import product as tuples

import cvxpy
import numpy as np
import pytest

import contextures as cx
from contextures.contexts.mixing import centred_operators


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def over(p_x, rng, m, **labels):
    return cx.Context.from_conditional(rng.dirichlet(np.full(m, 0.4), size=len(p_x)), p_x, **labels)


@pytest.fixture
def three(rng):
    """Three contexts over one law of five inputs, with 3, 4 and 2 values of A."""
    p_x = rng.dirichlet(np.ones(5))
    return [over(p_x, rng, m) for m in (3, 4, 2)]


def law(context):
    """P⁺ as a dictionary."""
    return {
        (x, a): context.joint[i, j]
        for i, x in enumerate(context.row_labels)
        for j, a in enumerate(context.column_labels)
        if context.joint[i, j] > 0
    }


def gathered(draws):
    total = {}
    for key, mass in draws:
        total[key] = total.get(key, 0.0) + mass
    return pytest.approx({key: mass for key, mass in total.items() if mass > 0}, abs=1e-14)


def test_convex_combination_draw_by_draw(three):
    w = [0.5, 0.2, 0.3]
    assert law(cx.mix(*three, weights=w)) == gathered(
        ((x, (j, a)), w[j] * mass) for j, context in enumerate(three) for (x, a), mass in law(context).items()
    )


def test_equal_weights_by_default(three):
    assert law(cx.mix(*three)) == pytest.approx(law(cx.mix(*three, weights=[1 / 3] * 3)))


def test_concatenation_draw_by_draw(three):
    p_x = three[0].p_x
    draws = (
        ((x, views), p_x[x] * np.prod([c.conditional[x, a] for c, a in zip(three, views, strict=True)]))
        for x in range(5)
        for views in tuples(range(3), range(4), range(2))
    )
    assert law(cx.concatenate(*three)) == gathered(draws)


def test_convolution_draw_by_draw(rng):
    first = over(rng.dirichlet(np.ones(4)), rng, 3, column_labels=["u", "v", "w"])
    # Another law of its inputs, another order of them and one that is never reached: only P_2(·|a) enters.
    second = over(rng.dirichlet(np.ones(4)), rng, 5, row_labels=["w", "z", "u", "v"])
    conditional = {(a, b): mass / second.p_x[second.row_labels.index(a)] for (a, b), mass in law(second).items()}
    draws = (
        ((x, b), mass * chance)
        for (x, a), mass in law(first).items()
        for (c, b), chance in conditional.items()
        if a == c
    )
    assert law(cx.convolve(first, second)) == gathered(draws)


def test_convolution_of_many_is_associative(rng):
    chain = [over(rng.dirichlet(np.ones(4)), rng, 4) for _ in range(3)]
    left = cx.convolve(cx.convolve(*chain[:2]), chain[2])
    np.testing.assert_allclose(left.joint, cx.convolve(*chain).joint, atol=1e-15)


def test_product_draw_by_draw(rng):
    pairs = [over(rng.dirichlet(np.ones(n)), rng, m) for n, m in ((3, 2), (2, 4))]
    draws = (
        (((x, z), (a, b)), first * second)
        for (x, a), first in law(pairs[0]).items()
        for (z, b), second in law(pairs[1]).items()
    )
    assert law(cx.product(*pairs)) == gathered(draws)


@pytest.mark.parametrize("operation", [cx.mix, cx.concatenate, cx.convolve, cx.product])
def test_one_context_is_itself(operation, three):
    np.testing.assert_allclose(operation(three[0]).joint, three[0].joint, atol=1e-15)


def test_inputs_are_matched_by_label(rng):
    p_x = rng.dirichlet(np.ones(4))
    conditional = rng.dirichlet(np.ones(3), size=4)
    order = [2, 0, 3, 1]
    plain = cx.Context.from_conditional(conditional, p_x, row_labels="abcd")
    shuffled = cx.Context.from_conditional(conditional[order], p_x[order], row_labels=["abcd"[k] for k in order])
    assert law(cx.mix(plain, shuffled)) == pytest.approx(law(cx.mix(plain, plain)))
    assert law(cx.concatenate(plain, shuffled)) == pytest.approx(law(cx.concatenate(plain, plain)))


def test_inputs_of_zero_mass_are_remembered(rng):
    table = np.array([[3.0, 1, 0], [0, 0, 0], [1, 2, 2]])
    context = cx.Context.from_table(table, row_labels=["a", "b", "c"])
    for mixed in (cx.mix(context, context), cx.concatenate(context, context)):
        assert mixed.row_labels == ("a", "c")
        assert mixed.dropped_rows == ("b",)
        assert mixed.original_shape[0] == 3
        np.testing.assert_allclose(mixed.p_x, context.p_x)
        assert mixed.on_x([1.0, 2.0, 3.0]).tolist() == [1.0, 3.0]


def test_a_weight_of_zero_leaves_a_context_out(three):
    np.testing.assert_allclose(cx.mix(*three, weights=[0, 1, 0]).joint, three[1].joint, atol=1e-15)


def test_centred_operators_are_those_of_the_contexts(three):
    for context, operator in zip(three, centred_operators(three), strict=True):
        np.testing.assert_allclose(operator, context.centred_operator, atol=1e-14)


# Bad input


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda c: cx.mix(), "at least one"),
        (lambda c: cx.mix([c]), "argument 1 is a list; a Context or DataContext"),
        (lambda c: cx.mix(c, weights=[0.5, 0.5]), "weights has 2 entries; 1"),
        (lambda c: cx.mix(c, c, weights=[0.7, 0.7]), "sums to 1.4"),
        (lambda c: cx.mix(c, c, weights=[1.5, -0.5]), r"weights\[1\] is -0.5"),
        (lambda c: cx.mix(c, cx.Context.from_table(np.ones((4, 2)))), "context 2 has 4 inputs and context 1 has 3"),
        (lambda c: cx.mix(c, cx.Context.from_table([[1, 0], [1, 1], [1, 1]])), r"context 2 has P_X\(0\) = 0.2 and"),
        (lambda c: cx.concatenate(c, cx.Context.from_table(np.eye(3), row_labels="xyz")), "context 2 has no input 0"),
        (lambda c: cx.convolve(c, cx.Context.from_table(np.eye(2), row_labels="xy")), "context 2 has no input 0"),
        (
            lambda c: cx.mix(
                cx.Context.from_table(np.eye(3), row_labels="xyz"), cx.Context.from_table(np.eye(3), row_labels="xxz")
            ),
            "two inputs of the same label",
        ),
        (lambda c: cx.concatenate(*[cx.Context.from_table(np.eye(100))] * 4), "cells"),
        (lambda c: cx.product(*[cx.Context.from_table(np.eye(200))] * 2), "cells"),
        (lambda c: cx.learn_weights([c], 0), "d is 0; a whole number from 1 to 2"),
        (lambda c: cx.learn_weights([c], 3), "d is 3; a whole number from 1 to 2"),
        (lambda c: cx.learn_weights([c], 1, steps=0), "steps is 0"),
        (lambda c: cx.learn_weights([c], 1, eta=-1.0), "eta is -1"),
        (lambda c: cx.optimal_weights([c], 1.5), "d is 1.5"),
        (lambda c: cx.optimal_weights([c], 1, tolerance=0.0), "tolerance is 0"),
        (lambda c: cx.optimal_weights([], 1), "at least one"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(cx.InputError, match=says):
        call(cx.Context.from_table([[3, 1], [2, 2], [1, 3]]))


# Weights


def most(kernels, d):
    """max_w of the sum of the d smallest eigenvalues of I − Σ w_jK_j on mean-zero functions, by a conic solver."""
    w = cvxpy.Variable(len(kernels), nonneg=True)
    mixed = sum(w[j] * kernel for j, kernel in enumerate(kernels))
    problem = cvxpy.Problem(cvxpy.Minimize(cvxpy.lambda_sum_largest(mixed, d)), [cvxpy.sum(w) == 1])
    problem.solve(solver=cvxpy.CLARABEL)
    return d - problem.value


@pytest.mark.parametrize(("count", "n", "d"), [(2, 5, 1), (3, 6, 2), (5, 7, 3)])
def test_optimal_weights_against_a_conic_solver(rng, count, n, d):
    p_x = rng.dirichlet(np.ones(n))
    contexts = [over(p_x, rng, n + j) for j in range(count)]
    found = cx.optimal_weights(contexts, d)
    assert found.value == pytest.approx(most([q @ q.T for q in centred_operators(contexts)], d), abs=1e-6)
    assert 0 <= found.upper - found.value <= 1e-9
    assert found.weights.sum() == pytest.approx(1)
    mixed = cx.mix(*contexts, weights=found.weights)
    assert found.value == pytest.approx(d - (mixed.singular_values[:d] ** 2).sum(), abs=1e-12)


def test_exponentiated_gradient_keeps_its_promise(rng):
    p_x = rng.dirichlet(np.ones(6))
    contexts = [over(p_x, rng, 6) for _ in range(4)]
    best = cx.optimal_weights(contexts, 2)
    gaps = []
    for steps in (1, 10, 100, 1000):
        learned = cx.learn_weights(contexts, 2, steps=steps)
        assert learned.trajectory.shape == (steps, 4)
        assert learned.weights == pytest.approx(learned.trajectory.mean(0))
        mixed = cx.mix(*contexts, weights=learned.weights)
        assert learned.value == pytest.approx(2 - (mixed.singular_values[:2] ** 2).sum(), abs=1e-12)
        gaps.append(best.upper - learned.value)
        assert gaps[-1] <= learned.regret
    assert gaps[3] < gaps[1]


def test_the_first_steps_by_hand():
    """Two inputs: K_1 = 0.64 and K_2 = 0.04 on the one mean-zero function, whatever the weights."""
    pair = [cx.Context.from_table([[9, 1], [1, 9]]), cx.Context.from_table([[6, 4], [4, 6]])]
    learned = cx.learn_weights(pair, 1, steps=3, eta=0.5)
    expected = [np.exp(0.5 * t * np.array([0.36, 0.96])) for t in range(3)]
    np.testing.assert_allclose(learned.trajectory, [e / e.sum() for e in expected], atol=1e-12)
    np.testing.assert_allclose(learned.losses, [0.36, 0.96], atol=1e-12)


def test_labels_of_a_conditional_law():
    context = cx.Context.from_conditional([[1.0, 0], [0.5, 0.5]], [0.5, 0.5], row_labels="ab", column_labels="uv")
    assert (context.row_labels, context.column_labels) == (("a", "b"), ("u", "v"))
    with pytest.raises(cx.InputError, match="row_labels has 1 labels; 2"):
        cx.Context.from_conditional([[1.0], [1.0]], [0.5, 0.5], row_labels="a")
