"""Classification in chapter 2: balanced and resampled classes, neural collapse, next tokens, nested classes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import scipy.linalg
from flint import fmpq

from contextures import Context
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.evaluate import Evaluator
from contextures.theory.objectives import supervised
from tests.descent import CLOSE, Operators, angle, case, descend, top
from tests.losses import (
    Array,
    Space,
    affine,
    balanced,
    bias,
    centre,
    kise,
    listed,
    measured,
    onehot,
    random_space,
    scalar,
)


def test_balanced_classifiers_of_unequal_classes_do_not_learn_the_contexture():
    space, d, T, (phi,) = case("balanced", "3x4-d1")
    assert np.ptp(space.p_a) > 0.05
    learned = top(T.left, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) > 0.02
    assert measured("learning_gap", space.world(d, encoder=phi)) > 1e-4
    least = measured("balanced_minimum", space.world(d))
    assert measured("balanced_loss", space.world(d, encoder=learned)) > least + 1e-4


@pytest.mark.parametrize("where", ["3x4-d1", "4x4-d2"])
def test_balanced_classification_is_classification_under_another_law(where):
    space, d, _, (phi,) = case("balanced", where)
    root = np.sqrt(space.p_a)
    other = Space(space.joint / root)
    total = (space.joint / root).sum()
    rng = np.random.default_rng(0)
    for encoder in (phi, rng.standard_normal(phi.shape)):
        expected = bias(other, encoder) * total
        assert measured("balanced_loss", space.world(d, encoder=encoder)) == pytest.approx(expected, abs=1e-9)
    T = Operators(other)
    rest = centre(np.eye(other.m), other.p_a)
    aimed = top(T.t @ ((rest @ rest.T) * other.p_a) @ T.dual, other.p_x, d, centred=True)
    assert angle(centre(phi, other.p_x), aimed, other.p_x) < CLOSE


def test_balanced_classifiers_of_equal_classes_learn_the_contexture():
    space = Space([[5, 1, 0], [1, 3, 2], [0, 2, 4]])
    assert np.ptp(space.p_a) < 1e-12
    (_, (phi,)), *_ = descend(balanced, space, [(3, 1)], seed=2)
    learned = top(Operators(space).left, space.p_x, 1, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE
    for encoder in (phi, np.array([[1.0], [0.0], [5.0]])):  # √M times the loss with a scaled target is √M·M times it
        world = space.world(1, encoder=encoder)
        assert measured("balanced_loss", world) * np.sqrt(3) == pytest.approx(measured("scaled_loss", world), abs=1e-9)


def resampled(space: Space) -> Space:
    """The law in which every class has been drawn equally often: P(x|a)/M."""
    return Space(space.joint / space.p_a / space.m)


@pytest.mark.parametrize("seed", range(3))
def test_classes_drawn_equally_often(seed):
    space = random_space(20 + seed, 4, 3)
    fair = resampled(space)
    np.testing.assert_allclose(fair.p_a, 1 / 3, atol=1e-14)
    (value, (phi,)), *_ = descend(bias, fair, [(4, 1)], seed=seed)
    context = Context.from_table(fair.joint)
    assert context.singular_values[0] ** 2 - context.singular_values[1] ** 2 > 1e-2
    assert angle(centre(phi, fair.p_x), context.left[:, :1], fair.p_x) < CLOSE
    world = fair.world(1, encoder=phi)
    assert measured("learning_gap", world) == pytest.approx(0, abs=1e-5)
    assert measured("onehot_operator_defect", world) < 1e-12
    assert measured("class_imbalance", world) < 1e-12
    assert value == pytest.approx(1 - 1 / 3 - context.singular_values[0] ** 2 / 3, abs=1e-7)
    assert measured("scaled_loss", world) == pytest.approx(3 * value, abs=1e-9)
    given = Context.from_table(space.joint)  # another law with other inputs, and another contexture
    assert np.abs(given.p_x - fair.p_x).max() > 1e-2
    assert angle(centre(phi, space.p_x), given.left[:, :1], space.p_x) > 5e-3


# ------------------------------------------------------------------------------------- neural collapse, next tokens
@pytest.mark.parametrize(("m", "size"), [(2, 1), (2, 3), (3, 2), (4, 2)])
def test_the_simplex_of_equal_classes_spans_one_dimension_less(m, size):
    space = Space(np.repeat(np.eye(m, dtype=int), size, axis=0))
    etf = np.repeat(np.eye(m), size, axis=0) - 1 / m
    assert np.linalg.matrix_rank(etf) == m - 1
    exact = space.exact(m)
    assert FINITE_CONTEXTS.quantities["label_noise"](exact) == 0
    assert FINITE_CONTEXTS.quantities["etf_gap"](exact) == 1 + fmpq(1, m)  # one dimension, and its eigenvalue 1/M
    assert FINITE_CONTEXTS.quantities["etf_centred_gap"](exact) == 0
    assert FINITE_CONTEXTS.quantities["label_kernel_defect"](exact) == 0
    assert angle(etf[:, : m - 1], Context.from_table(space.weights).left[:, : m - 1], space.p_x) < 1e-6
    assert onehot(space, etf) == pytest.approx(1 / m)
    assert onehot(space, affine(etf[:, 1:])) == pytest.approx(0, abs=1e-12)
    assert scalar(
        Evaluator(space.world(m), FINITE_CONTEXTS.quantities).value(supervised.ONEHOT.value)
    ) == pytest.approx(0, abs=1e-12)


def test_the_kernel_of_unequal_classes():
    space = Space([[1, 0, 0], [1, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 5]])
    T = Operators(space)
    kernel = T.t @ np.diag(space.p_a) @ T.dual / space.p_x
    labels = np.array([0, 0, 1, 2, 2])
    np.testing.assert_allclose(kernel, labels[:, None] == labels, atol=1e-14)
    assert FINITE_CONTEXTS.quantities["label_kernel_defect"](space.exact(3)) == 0


def stationary(after: Array) -> Array:
    """The stationary law of windows (i, j) of a source of order two, after[i, j] the law of the next token."""
    size = after.shape[0]
    windows = list(itertools.product(range(size), repeat=2))
    step = np.zeros((len(windows), len(windows)))
    for (i, j), (k, token) in itertools.product(windows, windows):
        if j == k:
            step[windows.index((i, j)), windows.index((k, token))] = after[i, j, token]
    equations = np.concatenate([step.T - np.eye(len(windows)), np.ones((1, len(windows)))])
    return np.asarray(np.linalg.lstsq(equations, np.r_[np.zeros(len(windows)), 1.0], rcond=None)[0])


def test_next_tokens_of_a_source_of_order_two():
    after = np.array([[[8, 2], [3, 7]], [[5, 5], [1, 9]]]) / 10
    windows = stationary(after)
    space = Space(windows[:, None] * after.reshape(4, 2))
    np.testing.assert_allclose(space.p_a, [windows[:2].sum(), windows[2:].sum()], atol=1e-12)  # stationary
    for d in (1, 2):
        minimum = scalar(Evaluator(space.world(d), FINITE_CONTEXTS.quantities).value(supervised.ONEHOT.value))
        found = [value for value, _ in descend(onehot, space, [(4, d)], seed=d)]
        assert min(found) == pytest.approx(minimum, abs=1e-7)
    noise = 1 - sum(windows[2 * i + j] * (after[i, j] ** 2).sum() for i in range(2) for j in range(2))
    assert minimum == pytest.approx(noise)  # two dimensions suffice to predict one of two tokens
    assert measured("onehot_loss", space.world(2, encoder=after.reshape(4, 2))) == pytest.approx(noise)


def test_next_tokens_of_a_source_of_order_one_need_the_last_token_only():
    chain = np.array([[6, 3, 1], [1, 2, 7], [4, 4, 2]]) / 10
    after = np.broadcast_to(chain, (3, 3, 3))
    space = Space(stationary(after)[:, None] * after.reshape(9, 3))
    last = np.tile(np.eye(3), (3, 1))
    minimum = scalar(Evaluator(space.world(3), FINITE_CONTEXTS.quantities).value(supervised.ONEHOT.value))
    assert measured("onehot_loss", space.world(3, encoder=last)) == pytest.approx(minimum)
    assert measured("onehot_gap", space.world(3, encoder=last)) == pytest.approx(0, abs=1e-9)
    before = np.repeat(np.eye(3), 3, axis=0)
    assert measured("onehot_loss", space.world(3, encoder=before)) > minimum + 1e-2


def test_next_tokens_of_a_text():
    text = "abcabbacabcbbcaabcab"
    turns = [text[k:] + text[:k] for k in range(len(text))]
    context = Context.from_pairs([t[:2] for t in turns], [t[2] for t in turns])
    assert context.total == len(text)
    for (x, window), (a, token) in itertools.product(enumerate(context.row_labels), enumerate(context.column_labels)):
        assert context.counts[x, a] == sum(turn[:3] == window + token for turn in turns)
    space = Space(context.counts)
    encoder = np.arange(space.n)[:, None] % 3
    slow = onehot(space, encoder.astype(float))
    assert scalar(FINITE_CONTEXTS.quantities["onehot_loss"](space.exact(1, encoder=encoder))) == pytest.approx(
        slow, abs=1e-12
    )


# ------------------------------------------------------------------------------------------------------ nested classes
@pytest.mark.parametrize(("n", "m", "d", "seed"), [(5, 4, 1, 0), (5, 5, 2, 1), (6, 3, 2, 2)])
def test_no_subspace_of_the_features_beats_the_value_of_their_class(n, m, d, seed):
    rng = np.random.default_rng(seed)
    space = random_space(40 + seed, n, m)
    features = rng.integers(-4, 5, (n, n))
    features[:, 1] = 3 * features[:, 0] + 1  # adds nothing
    values = listed("scaling_value", space.world(d, classes=features))
    exact = FINITE_CONTEXTS.quantities["scaling_value"](space.exact(d, classes=features))
    for k, (value, certain) in enumerate(zip(values, exact, strict=True), start=1):
        block = features[:, :k].astype(float)
        if np.linalg.matrix_rank(centre(block, space.p_x)) < d:
            assert np.isnan(value)
            assert certain is None
            continue
        assert scalar(certain) == pytest.approx(value, abs=1e-9)
        basis = block[:, [0, *range(2, k)]]

        def negative(_: Space, mix: Array, basis: Array = basis) -> float:
            return -kise(space, basis @ mix)

        shape = (basis.shape[1], d)
        assert all(-negative(space, rng.standard_normal(shape)) <= value + 1e-9 for _ in range(40))
        found = descend(negative, space, [shape], seed=k)
        assert -found[0][0] == pytest.approx(value, abs=1e-6)
    top_d = (scipy.linalg.svdvals(space.joint / np.sqrt(np.outer(space.p_x, space.p_a)))[1 : d + 1] ** 2).sum()
    assert values[-1] == pytest.approx(top_d)
    assert (np.diff(values[~np.isnan(values)]) >= -1e-12).all()


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_missing_once_the_features_hold_the_top_modes(seed):
    rng = np.random.default_rng(seed)
    space, d = random_space(50 + seed, 5, 4), 2
    context = Context.from_table(space.weights)
    noise = rng.standard_normal((5, 1))
    features = np.concatenate([noise, noise + context.left[:, :1], context.left[:, 1:2] - 2 * noise + 3], axis=1)
    world = space.world(d, classes=features)
    missing, values = listed("scaling_missing", world), listed("scaling_value", world)
    whole = (context.singular_values[:d] ** 2).sum()
    assert missing[-1] == pytest.approx(0, abs=1e-9)
    assert values[-1] == pytest.approx(whole)
    assert missing[0] > missing[1] > 1e-3
    assert values[1] < whole - 1e-6
    for k in (1, 2):
        root = np.sqrt(space.p_x)[:, None]
        basis = scipy.linalg.orth(root * centre(features[:, :k], space.p_x))
        modes = root * context.left[:, :d]
        assert missing[k - 1] == pytest.approx(((modes - basis @ basis.T @ modes) ** 2).sum())
