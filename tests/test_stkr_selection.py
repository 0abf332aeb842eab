"""STKRCV and STKRClassifierCV: the choice against fits one by one, the mean of f, refusals, and sparse graphs."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
from sklearn.base import clone

import contextures as cx
from contextures.errors import InputError
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.stkr import selection
from contextures.solvers.stkr.selection import _best
from contextures.solvers.stkr.transforms import InverseLaplacian, Polynomial, Truncation
from contextures.studies.few_labels import karate

RNG = np.random.default_rng(5)
POINTS = RNG.normal(size=(60, 2))
KERNEL = gaussian_kernel(POINTS, POINTS, 0.7)
F = np.sin(2 * POINTS[:, 0]) + POINTS[:, 1]
LABELLED = np.sort(RNG.choice(60, 12, replace=False))
Y = np.where(np.isin(np.arange(60), LABELLED), F + 0.1 * RNG.normal(size=60), np.nan)
CLASSES = np.where(np.isnan(Y), -1, np.digitize(F, [-0.7, 0.7]))
TRANSFORMS = (InverseLaplacian(0.9, relative=True), Polynomial((0.0, 1.0)), Truncation(5), lambda t: np.expm1(t))
BETAS = (1e-2, 1e-1)


def scale_of(model: cx.STKR, s: object) -> float:
    """The mean of K_s(x, x), from the dense kernel."""
    centred = KERNEL - KERNEL.mean(0) - KERNEL.mean(1)[:, None] + KERNEL.mean()
    values = np.linalg.eigvalsh(centred / 60)[::-1]
    values = values[values > 1e-12 * values[0]]
    if isinstance(s, Truncation):
        return values[: s.rank].sum()
    if isinstance(s, InverseLaplacian):
        return (values / (1 - s.eta * values / values[0])).sum()
    return np.asarray(s(values)).sum()


def test_errors_are_those_of_fits_that_leave_a_label_out():
    model = cx.STKRCV(TRANSFORMS, betas=BETAS, prior="labels", kernel="precomputed").fit(KERNEL, Y)
    assert model.cv_errors_.shape == (4, 2)
    for i, s in enumerate(TRANSFORMS):
        for j, beta in enumerate(BETAS):
            ridge = beta * scale_of(model, s)
            wrong = []
            for out in LABELLED:
                y = Y.copy()
                y[out] = np.nan
                fitted = cx.STKR(s, beta=ridge, kernel="precomputed").fit(KERNEL, y)
                wrong.append((fitted.values_[out, 0] - Y[out]) ** 2)
            assert model.cv_errors_[i, j] == pytest.approx(np.mean(wrong), rel=1e-4)
    again = cx.STKR(model.s_, beta=model.beta_, kernel="precomputed").fit(KERNEL, Y)
    np.testing.assert_allclose(again.values_, model.values_, atol=1e-6)
    assert model.beta_ == pytest.approx(model.relative_beta_ * scale_of(model, model.s_), rel=1e-6)


def test_the_mean_is_that_of_generalised_least_squares():
    s = InverseLaplacian(0.9, relative=True)
    model = cx.STKRCV([s], betas=[0.01], kernel="precomputed").fit(KERNEL, Y)
    centred = KERNEL - KERNEL.mean(0) - KERNEL.mean(1)[:, None] + KERNEL.mean()
    inverse = np.eye(60) - 0.9 / np.linalg.eigvalsh(centred)[-1] * centred
    k_s = np.linalg.solve(inverse, centred)
    system = k_s[np.ix_(LABELLED, LABELLED)] + 12 * model.beta_ * np.eye(12)
    root = scipy.linalg.cholesky(system, lower=True)
    whitened = scipy.linalg.solve_triangular(root, np.column_stack([np.ones(12), Y[LABELLED]]), lower=True)
    mean = np.linalg.lstsq(whitened[:, :1], whitened[:, 1], rcond=None)[0]
    assert model.offset_ == pytest.approx(mean, rel=1e-6)
    given = cx.STKRCV([s], betas=[0.01], kernel="precomputed", prior=[0.3]).fit(KERNEL, Y)
    assert given.offset_.tolist() == [0.3]
    assert given.values_.mean() == pytest.approx(0.3)
    assert cx.STKRCV([s], betas=[0.01], kernel="precomputed", center=False).fit(KERNEL, Y).offset_.tolist() == [0.0]


def test_labels_that_are_close_together_tell_less_of_the_proportions():
    left, right = RNG.normal(0, 0.1, (40, 1)), RNG.normal(3, 0.1, (40, 1))
    points, classes = np.r_[left, right], np.repeat([0, 1], 40)
    y = np.full(80, -1)
    y[[0, 1, 2, 3, 4, 5, 40]] = classes[[0, 1, 2, 3, 4, 5, 40]]
    prior = cx.STKRClassifierCV(gamma=1.0).fit(points, y).class_prior_
    assert prior == pytest.approx([0.5, 0.5], abs=0.1)
    counted = cx.STKRClassifierCV(gamma=1.0, prior="labels").fit(points, y)
    assert counted.class_prior_ == pytest.approx([6 / 7, 1 / 7])
    given = cx.STKRClassifierCV(gamma=1.0, prior=[0.2, 0.8]).fit(points, y)
    assert given.class_prior_ == pytest.approx([0.2, 0.8])


def test_a_choice_needs_evidence():
    two = np.full(60, -1)
    two[LABELLED[:2]] = [0, 1]
    model = cx.STKRClassifierCV(kernel="precomputed").fit(KERNEL, two)
    assert np.isnan(model.cv_errors_).all()
    assert (model.s_.eta, model.relative_beta_) == (0.99, 0.01)
    first, better = np.full(9, 1.0), np.linspace(0.0, 1.8, 9)
    assert _best(np.stack([[first], [better]])) == (0, 0)
    assert _best(np.stack([[first], [better - 0.5]])) == (1, 0)
    wiggly = np.where(np.isnan(Y), np.nan, np.linalg.eigh(KERNEL)[1][:, -1])
    chosen = cx.STKRCV([TRANSFORMS[0]], betas=[100.0, 1e-6], kernel="precomputed").fit(KERNEL, wiggly)
    assert chosen.relative_beta_ == 1e-6


def test_classes_of_three_kinds_and_points_to_come():
    model = cx.STKRClassifierCV(gamma=0.7, cv=4).fit(POINTS, CLASSES)
    dense = cx.STKRClassifierCV(kernel="precomputed", cv=4).fit(KERNEL, CLASSES)
    np.testing.assert_array_equal(model.predict(POINTS[:5]), dense.predict(KERNEL[:5]))
    assert model.class_prior_.sum() == pytest.approx(1)
    assert model.predict_proba(POINTS[:3]).sum(axis=1) == pytest.approx(1)
    assert np.mean(model.transduction_ == np.digitize(F, [-0.7, 0.7])) > 0.7
    other = cx.STKRClassifierCV(gamma=0.7, cv=4, random_state=1).fit(POINTS, CLASSES)
    assert (other.cv_errors_ != model.cv_errors_).any()
    assert clone(model).get_params()["cv"] == 4


def test_a_graph_stays_sparse_and_a_part_of_the_spectrum_will_do():
    club = karate()
    y = np.full(34, -1)
    y[[0, 1, 2, 33, 32, 31]] = club.classes[[0, 1, 2, 33, 32, 31]]
    whole = cx.STKRClassifierCV(kernel="precomputed").fit(club.kernel, y)
    part = cx.STKRClassifierCV(kernel="precomputed", rank=20).fit(club.kernel, y)
    assert np.mean(whole.transduction_ == club.classes) > 0.9
    assert part.solver_ == "richardson"
    assert np.mean(part.transduction_ == whole.transduction_) > 0.9


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"transforms": []}, "no candidate"),
        ({"betas": [0.1, -1.0]}, "betas is -1"),
        ({"betas": []}, "no candidate"),
        ({"betas": -0.1}, "betas is -0.1"),
        ({"betas": "0.1"}, "betas holds values of type"),
        ({"transforms": 3}, "s is 3; a transform"),
        ({"cv": 1}, "at least 2 parts"),
        ({"cv": 2.5}, "cv is 2.5"),
        ({"rank": 0}, "rank is 0"),
        ({"prior": "flat"}, "prior is 'flat'"),
        ({"prior": [0.5, 0.6, 0.1]}, "prior sums to"),
        ({"prior": [0.5, 0.5]}, "prior has 2 entries; 3, one for each class"),
        ({"transforms": [InverseLaplacian(1.5, relative=True)]}, "eta is 1.5"),
    ],
)
def test_bad_settings_are_refused(settings, says):
    with pytest.raises(InputError, match=says):
        cx.STKRClassifierCV(kernel="precomputed", **settings).fit(KERNEL, CLASSES)


@pytest.mark.parametrize("estimator", [cx.STKRCV, cx.STKRClassifierCV])
def test_a_single_value_is_the_only_candidate(estimator):
    y = Y if estimator is cx.STKRCV else CLASSES
    single = estimator(TRANSFORMS[1], betas=0.1, kernel="precomputed").fit(KERNEL, y)
    listed = estimator([TRANSFORMS[1]], betas=[0.1], kernel="precomputed").fit(KERNEL, y)
    assert (single.s_, single.relative_beta_) == (listed.s_, 0.1)
    assert single.cv_errors_.shape == (1, 1)
    np.testing.assert_array_equal(single.values_, listed.values_)


def test_a_mean_for_each_output():
    with pytest.raises(InputError, match="2 means, one for each output"):
        cx.STKRCV(prior=[0.1]).fit(POINTS, np.column_stack([Y, Y]))


def test_many_points_are_chosen_on_from_a_part_of_the_spectrum(monkeypatch):
    monkeypatch.setattr(selection, "DENSE", 30)
    monkeypatch.setattr(selection, "RANK", 40)
    part = cx.STKRClassifierCV(kernel="precomputed").fit(KERNEL, CLASSES)
    monkeypatch.undo()
    whole = cx.STKRClassifierCV(kernel="precomputed").fit(KERNEL, CLASSES)
    np.testing.assert_allclose(part.cv_errors_, whole.cv_errors_, rtol=1e-3)
    assert part.beta_ == pytest.approx(whole.beta_, rel=1e-4)
