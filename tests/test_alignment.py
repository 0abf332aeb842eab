"""Alignment of representations, and spectra estimated from a part of the points."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from sklearn.cross_decomposition import CCA

from contextures import Context, InputError, align, graph_context, knn_context, load_table, rbf_context
from contextures.samples import neighbours
from contextures.samples.alignment import canonical_correlations, cca_alignment, mutual_neighbours, whitened
from contextures.samples.subset import subset_spectrum

RNG = np.random.default_rng(0)
FIRST = RNG.normal(size=(200, 5))
SECOND = np.concatenate([FIRST[:, :2] + 0.5 * RNG.normal(size=(200, 2)), RNG.normal(size=(200, 2))], axis=1)


def test_canonical_correlations_are_those_of_scikit_learn():
    model = CCA(n_components=1, max_iter=5000, tol=1e-12).fit(FIRST, SECOND)
    x, y = model.transform(FIRST, SECOND)
    assert canonical_correlations(FIRST, SECOND)[0] == pytest.approx(np.corrcoef(x.T, y.T)[0, 1], abs=1e-6)


def test_alignment_is_invariant_under_invertible_maps_and_1_on_a_subspace():
    maps = RNG.normal(size=(5, 5)), RNG.normal(size=(4, 4))
    assert cca_alignment(FIRST @ maps[0] + 3, SECOND @ maps[1]) == pytest.approx(cca_alignment(FIRST, SECOND))
    assert cca_alignment(FIRST, FIRST[:, :2] @ RNG.normal(size=(2, 2))) == pytest.approx(1)
    repeated = np.concatenate([FIRST, FIRST], axis=1)
    assert cca_alignment(repeated, SECOND) == pytest.approx(cca_alignment(FIRST, SECOND))
    assert mutual_neighbours(FIRST @ maps[0], SECOND) == pytest.approx(mutual_neighbours(FIRST, SECOND))


@pytest.mark.parametrize("unit", [1e-8, 1e6])
def test_alignment_does_not_depend_on_units(unit):
    units = np.array([1, unit, 1, 1, 1])
    assert cca_alignment(FIRST * units, SECOND) == pytest.approx(cca_alignment(FIRST, SECOND))
    assert mutual_neighbours(FIRST * units, FIRST) == 1
    with_constant = np.column_stack([FIRST, np.full(200, unit)])
    assert cca_alignment(with_constant, SECOND) == pytest.approx(cca_alignment(FIRST, SECOND))


def test_mutual_neighbours_hold_no_square_matrix(monkeypatch):
    monkeypatch.setattr(neighbours, "CELLS", 2**17)
    points = np.random.default_rng(5).normal(size=(5000, 3))
    tracemalloc.start()
    assert mutual_neighbours(points, points, 2, whiten=False) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(points) ** 2 / 2


def test_mutual_neighbours_by_its_definition():
    k, shared = 4, 0
    sets = []
    for values in (whitened(FIRST), whitened(SECOND)):
        squares = ((values[:, None] - values) ** 2).sum(axis=2)
        np.fill_diagonal(squares, np.inf)
        sets.append(np.argsort(squares, axis=1)[:, :k])
    for one, other in zip(*sets, strict=True):
        shared += len(set(one) & set(other))
    assert mutual_neighbours(FIRST, SECOND, k) == pytest.approx(shared / (200 * k))
    assert mutual_neighbours(FIRST, 2 * FIRST, k) == 1
    copies = np.repeat(FIRST[:20], 3, axis=0)
    assert mutual_neighbours(copies, copies, 1) == 1


def test_an_encoder_that_holds_the_contexture_gives_the_spectrum_exactly():
    for context in (load_table("hair_eye"), knn_context(np.repeat(FIRST, 2, axis=0), 9), rbf_context(FIRST, 0.1)):
        s = context.singular_values if isinstance(context, Context) else context.spectrum(6).singular_values
        left = context.left if isinstance(context, Context) else context.spectrum(6).left
        mixed = left @ RNG.normal(size=(left.shape[1],) * 2) + 1
        found = subset_spectrum(context, mixed)
        assert found.squares == pytest.approx(s**2, abs=1e-9)
        features = mixed - context.p_x @ mixed
        covariance = (features @ found.components).T @ ((features @ found.components) * context.p_x[:, None])
        assert covariance == pytest.approx(np.eye(len(s)), abs=1e-8)


def test_points_are_matched_by_label_whichever_side_is_the_context():
    rng = np.random.default_rng(1)
    names = [f"p{i}" for i in range(40)]
    counts = pd.DataFrame(rng.integers(1, 9, size=(40, 5)), index=names)
    finite = Context.from_table(counts)
    edges = np.array([(names[i], names[(i * step + 1) % 40]) for i in range(40) for step in (1, 2, 3)])
    for context in (finite, graph_context(edges[:, 0], edges[:, 1])):
        labels = [str(label) for label in context.row_labels]
        left = context.left if isinstance(context, Context) else context.spectrum(4).left
        values = pd.DataFrame(left[:, :4], index=labels)
        shuffled = values.loc[rng.permutation(labels)]
        for pair in ((context, shuffled), (shuffled, context)):
            found, known = align(*pair, rank=4), align(context, values.to_numpy(), rank=4)
            assert found.cca == pytest.approx(1)
            assert found.mutual_neighbours == pytest.approx(known.mutual_neighbours, abs=0.02)
            assert found.spectrum.squares == pytest.approx(known.spectrum.squares)
        with pytest.raises(InputError, match="different labels"):
            align(context, values.rename({labels[0]: "other"}))
    plain = Context.from_table(counts.to_numpy())
    assert align(plain, pd.DataFrame(plain.left, index=rng.permutation(names))).cca == pytest.approx(1)


def test_more_points_come_closer():
    context = rbf_context(RNG.normal(size=(1500, 2)), 0.5)
    spectrum = context.spectrum(5)
    errors = [
        np.mean(
            [
                np.abs(subset_spectrum(context, spectrum.left, m, seed).squares - spectrum.singular_values**2).max()
                for seed in range(5)
            ]
        )
        for m in (50, 1200)
    ]
    assert errors[1] < errors[0] / 3
    assert errors[1] < 0.03


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: cca_alignment(FIRST, SECOND[:5]), "200 and 5 points"),
        (lambda: cca_alignment(FIRST, np.ones((200, 2))), "second is constant"),
        (lambda: mutual_neighbours(FIRST, SECOND, 200), "k is 200"),
        (lambda: subset_spectrum(load_table("smoking"), np.ones(5)), "is constant"),
        (lambda: subset_spectrum(load_table("smoking"), np.ones(4)), "one row for each of the 5"),
        (lambda: subset_spectrum(load_table("smoking"), np.arange(5), 1), "at least 2"),
    ],
)
def test_what_cannot_be_used_is_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()
