"""Mixtures of contexts of samples, against the same operations on the dense joint laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse
from scipy.sparse.linalg import LinearOperator

import contextures as cx
from contextures.samples import memory


@pytest.fixture(scope="module")
def points():
    return np.random.default_rng(3).normal(size=(90, 3))


@pytest.fixture(scope="module")
def contexts(points):
    return {
        "strong": cx.knn_context(points, 3),
        "weak": cx.knn_context(points, 30),
        "rbf": cx.rbf_context(points, 0.4),
        "sharp": cx.rbf_context(points, 900.0),
    }


def dense(law):
    return law.toarray() if sparse.issparse(law) else np.asarray(law @ np.eye(law.shape[1]))


def finite(context):
    return cx.Context.from_conditional(dense(context.conditional), context.p_x)


@pytest.mark.parametrize(
    ("operation", "names", "settings"),
    [
        (cx.mix, ("strong", "weak"), {"weights": [0.3, 0.7]}),
        (cx.mix, ("strong", "rbf", "weak"), {}),
        (cx.mix, ("strong", "rbf"), {"weights": [0.0, 1.0]}),
        (cx.convolve, ("strong", "weak"), {}),
        (cx.convolve, ("rbf", "strong"), {}),
        (cx.convolve, ("strong", "rbf", "weak"), {}),
        (cx.concatenate, ("strong", "weak"), {}),
        (cx.concatenate, ("weak", "weak"), {}),
        (cx.concatenate, ("strong", "rbf"), {}),
        (cx.concatenate, ("rbf", "rbf"), {}),
        (cx.concatenate, ("sharp", "rbf"), {}),
    ],
)
def test_spectra_are_those_of_the_dense_laws(contexts, points, operation, names, settings):
    chosen = [contexts[name] for name in names]
    mixed = operation(*chosen, **settings)
    spectrum = mixed.spectrum(20)
    exact = operation(*map(finite, chosen), **settings)
    assert spectrum.complete
    np.testing.assert_allclose(spectrum.singular_values, exact.singular_values[:20], atol=1e-10)
    assert mixed.chi_square == pytest.approx(exact.chi_square)
    if mixed.law is not None:  # known points extend to themselves
        np.testing.assert_allclose(spectrum.transform(points[:5]), spectrum.left[:5], atol=1e-8)


def test_sparse_stays_sparse_and_dense_stays_implicit(contexts):
    strong, weak, rbf = (contexts[name] for name in ("strong", "weak", "rbf"))
    assert sparse.issparse(cx.mix(strong, weak).core)
    assert sparse.issparse(cx.concatenate(strong, weak).core)
    assert isinstance(cx.mix(strong, rbf).core, LinearOperator)
    assert isinstance(cx.convolve(strong, rbf).core, LinearOperator)
    many = np.random.default_rng(0).normal(size=(600, 2))
    assert sparse.issparse(cx.convolve(cx.knn_context(many, 3), cx.knn_context(many, 4)).core)


def test_repeated_points(points):
    repeated = np.concatenate([points[:40], points[:10]])
    chosen = [cx.rbf_context(repeated, 0.4), cx.knn_context(repeated, 4)]
    for operation in (cx.mix, cx.convolve):
        exact = operation(*map(finite, chosen)).singular_values[:10]
        np.testing.assert_allclose(operation(*chosen).spectrum(10).singular_values, exact, atol=1e-10)


def test_three_laws_of_which_one_is_dense(points):
    few = points[:25]
    chosen = [cx.knn_context(few, 3), cx.rbf_context(few, 0.4), cx.mix(cx.knn_context(few, 2), cx.rbf_context(few, 3))]
    exact = cx.concatenate(*map(finite, chosen))
    found = cx.concatenate(*chosen)
    np.testing.assert_allclose(found.spectrum(20).singular_values, exact.singular_values[:20], atol=1e-10)
    assert found.chi_square == pytest.approx(exact.chi_square)
    np.testing.assert_allclose(found.p_a.sum(), 1)


def test_a_concatenation_of_dense_laws_is_kept_by_its_factors_and_known_at_new_points(contexts, points, tmp_path):
    new = np.r_[points[:3] + 0.1, [[90.0, 0.0, 0.0]]]
    for names in (("rbf", "rbf"), ("sharp", "weak")):
        chosen = [contexts[name] for name in names]
        joint = cx.concatenate(*chosen)
        spectrum = joint.spectrum(6)
        spectrum.save(tmp_path / "joint.npz")
        again = cx.load_spectrum(tmp_path / "joint.npz")
        np.testing.assert_array_equal(again.transform(new), spectrum.transform(new))
        laws = [law if isinstance(law, np.ndarray) else law.toarray() for law in (c.at(new) for c in chosen)]
        pairs = (laws[0][:, :, None] * laws[1][:, None, :])[:, joint.law.columns[:, 0], joint.law.columns[:, 1]]
        totals = pairs.sum(axis=1)
        expected = pairs / np.where(totals > 0, totals, 1)[:, None]
        expected[totals <= 0] = joint.p_a
        np.testing.assert_allclose(joint.at(new) @ np.eye(joint.n_a), expected, atol=1e-12)


def test_what_a_concatenation_needs_is_refused_before_the_work(contexts, monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 1e6)
    with pytest.raises(cx.InputError, match=r"over 90 × 90 tuples of values needs 0.0 GB of memory, of which 0.0"):
        cx.concatenate(contexts["rbf"], contexts["rbf"])


def test_values_that_are_never_reached():
    law = sparse.csr_array(np.array([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    context = cx.DataContext.from_conditional(law)
    dense = cx.Context.from_conditional(law.toarray(), [1 / 3] * 3)
    for operation in (cx.mix, cx.convolve, cx.concatenate):
        found = operation(context, context).spectrum(2).singular_values
        exact = operation(dense, dense).singular_values
        np.testing.assert_allclose(np.resize(found, 1), exact[:1], atol=1e-12)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda c: cx.mix(c["strong"], cx.knn_context(np.arange(5.0)[:, None], 2)), "context 2 has 5 points and"),
        (lambda c: cx.convolve(c["strong"], cx.knn_context(np.arange(5.0)[:, None], 2)), "context 2 has 5 points and"),
        (lambda c: cx.mix(c["strong"], finite(c["strong"])), "argument 2 is a Context among contexts of samples"),
        (lambda c: cx.mix(c["strong"], c["weak"], weights=[1.0]), "weights has 1 entries; 2"),
        (
            lambda c: cx.mix(c["strong"], cx.DataContext.from_conditional(np.eye(90), np.arange(1, 91) / 4095)),
            "context 2 has another P_X",
        ),
        (lambda c: cx.product(c["strong"], c["weak"]), "3 nearest neighbours is a context of a sample.*finite"),
    ],
)
def test_bad_input_is_named(contexts, call, says):
    with pytest.raises(cx.InputError, match=says):
        call(contexts)


# Labels


ENDS = list("aaabcde"), list("bcdcdea")


def kernel(context, points=None):
    """k_X of some points, or those of the sample, with those of the sample."""
    law = dense(context.conditional)
    rows = law if points is None else dense(context.at(points))
    return rows / context.p_a @ law.T


@pytest.fixture
def listed():
    """A graph, and the same one with its edges listed otherwise."""
    rng, edges = np.random.default_rng(2), np.array(ENDS).T
    other = [edge[:: rng.choice([-1, 1])] for edge in edges[rng.permutation(len(edges))]]
    first, second = cx.graph_context(*ENDS, uniform=True), cx.graph_context(*np.array(other).T, uniform=True)
    assert first.row_labels.tolist() != second.row_labels.tolist()
    return first, second


@pytest.mark.parametrize("operation", [cx.mix, cx.convolve, cx.concatenate])
def test_the_order_in_which_a_graph_is_listed_changes_nothing(listed, operation, tmp_path):
    first, second = listed
    expected = operation(first, first)
    for context in listed:
        context.save(tmp_path / f"{context is first}.npz")
    saved = [cx.load_context(tmp_path / f"{which}.npz") for which in (True, False)]
    for found in (operation(first, second), operation(*saved)):
        np.testing.assert_allclose(kernel(found), kernel(expected), atol=1e-12)
        assert found.row_labels.tolist() == first.row_labels.tolist()
        lists = [["c", "a"], {"b": 2, "e": 1}]
        np.testing.assert_allclose(kernel(found, lists), kernel(expected, lists), atol=1e-12)


def test_labels_go_through_convolutions(listed):
    first, second = listed
    chain = cx.convolve(cx.convolve(second, first), second)
    assert chain.row_labels.tolist() == chain.column_labels.tolist() == second.row_labels.tolist()
    np.testing.assert_allclose(dense(chain.conditional), np.linalg.matrix_power(dense(second.conditional), 3))


def test_values_of_a_are_points_of_the_next_context_by_their_label(listed):
    items = cx.view_context(list("xxyz"), list("edbe"))
    assert items.n_a == 3
    walked = cx.convolve(items, listed[0])
    place = [listed[0].row_labels.tolist().index(view) for view in "bde"]
    assert items.column_labels.tolist() == list("bde")
    expected = dense(items.conditional) @ dense(listed[0].conditional)[place]
    np.testing.assert_allclose(dense(walked.conditional), expected[:, expected.sum(axis=0) > 0])
    assert walked.column_labels.tolist() == listed[0].row_labels[expected.sum(axis=0) > 0].tolist()


def test_items_in_another_order_are_the_same_ones_also_beside_points_without_labels(points):
    names = [f"i{i}" for i in range(90)]
    views = [f"v{i % 7}" for i in range(90)]
    order = np.random.default_rng(0).permutation(90)
    listed = cx.view_context(names, views)
    moved = cx.view_context(np.array(names)[order], np.array(views)[order])
    for plain in (cx.knn_context(points, 5), cx.rbf_context(points, 0.5)):
        expected, found = cx.mix(plain, listed, listed), cx.mix(plain, listed, moved)
        np.testing.assert_allclose(found.spectrum(9).singular_values, expected.spectrum(9).singular_values, atol=1e-10)
        outer = cx.mix(moved, found).spectrum(9).singular_values
        np.testing.assert_allclose(outer, cx.mix(listed, expected).spectrum(9).singular_values, atol=1e-10)
    pairs = [[listed, cx.mix(plain, listed, each)] for each in (listed, moved)]
    np.testing.assert_allclose(*(cx.learn_weights(pair, 2, steps=2).trajectory for pair in pairs), atol=1e-8)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda g: cx.mix(g, cx.graph_context(*ENDS)), "context 2 has another P_X than context 1"),
        (
            lambda g: cx.mix(g, cx.graph_context(list("abcd"), list("bcda"), uniform=True)),
            "context 2 has no point 'e', which context 1 has; the same points are right",
        ),
        (
            lambda g: cx.concatenate(cx.graph_context(list("abcd"), list("bcda"), uniform=True), g),
            "context 1 has no point 'e', which context 2 has",
        ),
        (
            lambda g: cx.mix(g, cx.graph_context(list("abcdu"), list("bcdua"), uniform=True)),
            "context 2 has no point 'e', which context 1 has",
        ),
        (
            lambda g: cx.convolve(g, cx.graph_context(list("abcd"), list("bcda"))),
            "context 2 has no point 'e', which is a value of A in context 1; a context on all",
        ),
        (
            lambda g: cx.learn_weights([g, cx.graph_context(list("abcd"), list("bcda"), uniform=True)], 1),
            "context 2 has no point 'e'",
        ),
    ],
)
def test_points_that_differ_are_named(listed, call, says):
    with pytest.raises(cx.InputError, match=says):
        call(listed[1])


# New points


FRAME = pd.DataFrame(
    {"u": [0.1, 0.9, 2.2, 3.1], "v": [1.0, 0.0, 2.0, 1.0], "text": ["red sky", "red sea", "blue sky", "blue sea"]}
)
NUMBERS = FRAME[["u", "v"]].to_numpy()
NUMERIC = cx.knn_context(NUMBERS, 2)
NODES = cx.graph_context(list("aabc"), list("bccd"), uniform=True)
WORDS = cx.text_context(FRAME["text"])
CLASSES = cx.label_context([1, 2, 1, 2])


@pytest.mark.parametrize("operation", [cx.mix, cx.concatenate])
@pytest.mark.parametrize(
    ("contexts", "taken"),
    [
        ((NUMERIC, NODES), "a row of numbers and a list of values of A"),
        ((NODES, cx.mix(NUMERIC, NUMERIC)), "a list of values of A and a row of numbers"),
        ((WORDS, NUMERIC), "a document and a row of numbers"),
        ((NUMERIC, CLASSES), "a row of numbers and a label"),
        ((CLASSES, WORDS, NODES), "a label and a document and a list of values of A"),
    ],
)
def test_a_mixture_of_contexts_that_take_different_points_refuses_all(operation, contexts, taken):
    spectrum = operation(*contexts).spectrum(2)
    for points in (NUMBERS, [[1, 2], [3, 4]], ["red sky"], [["a", "b"]], [1, 2]):
        with pytest.raises(cx.InputError, match=f"takes no point, which would be {taken} at once"):
            spectrum.transform(points)


def test_contexts_that_take_rows_of_one_frame_are_mixed_at_new_points():
    numeric = FRAME.assign(kind=[1, 2, 1, 2])[["u", "v", "kind"]]
    for rows, chosen in (
        (FRAME, (cx.knn_context(FRAME, 2), cx.text_context(FRAME, "text"), cx.label_context(FRAME, "text"))),
        (numeric, (cx.knn_context(numeric, 2, preprocess=None), cx.label_context(numeric, "kind"))),
        (["red sky", "blue sea"], (WORDS, cx.label_context(list(FRAME["text"])))),
        ([["b", "c"], ["a"]], (NODES, NODES)),
    ):
        mixed = cx.mix(*chosen)
        expected = np.hstack([c.at(rows).toarray() / len(chosen) for c in chosen])
        np.testing.assert_allclose(mixed.at(rows).toarray(), expected[:, mixed.kept_columns])


@pytest.mark.parametrize(
    ("context", "points", "says"),
    [
        (NODES, NUMBERS, r"point 0 is array\(\[0.1, 1. \]\), numbers of which none is a value of A; a list"),
        (WORDS, NUMBERS, "document 0 is a ndarray; a text is right"),
        (CLASSES, [[1], [2]], r"the labels have shape \(2, 1\); one label for each point"),
        (CLASSES, [1, None], "the labels mix values that cannot be sorted"),
    ],
)
def test_points_of_another_sort_are_refused(context, points, says):
    with pytest.raises(cx.InputError, match=says):
        context.spectrum(1).transform(points)


def test_numbers_that_are_nodes_are_known():
    nodes = cx.graph_context([1.0, 2.0, 3.0], [2.0, 3.0, 3.0])
    assert nodes.at(np.array([[1.0, 3.0], [2.0, 7.5]])).toarray().tolist() == [[0.5, 0, 0.5], [0, 1, 0]]


# Weights


def test_learned_weights_are_those_of_the_dense_laws(contexts):
    chosen = [contexts["strong"], contexts["weak"], contexts["rbf"]]
    dense = list(map(finite, chosen))
    learned, exact = cx.learn_weights(chosen, 3, steps=4), cx.learn_weights(dense, 3, steps=4)
    np.testing.assert_allclose(learned.trajectory, exact.trajectory, atol=1e-8)
    assert learned.value == pytest.approx(exact.value, abs=1e-8)
    best, optimum = cx.optimal_weights(chosen, 3, tolerance=1e-6), cx.optimal_weights(dense, 3)
    assert best.value == pytest.approx(optimum.value, abs=1e-6)
    with pytest.raises(cx.InputError, match="argument 2 is a Context"):
        cx.learn_weights([chosen[0], dense[1]], 2)


# Recommendation


def test_recommendations_follow_the_strength_of_neighbours():
    points = np.random.default_rng(1).normal(size=(300, 5)) * [8, 4, 2, 1, 0.5]
    spectra = {k: cx.knn_context(points, k).spectrum(299) for k in (2, 3, 50, 100)}
    assert cx.recommend(spectra[2], spectra[3]).operation == "convolve"
    assert cx.recommend(spectra[50], spectra[100]).operation == "concatenate"
    found = cx.recommend(spectra[2], spectra[100])
    assert found.operation == "mix"
    assert [seen.association for seen in found.evidence] == ["strong", "weak"]
    assert found.evidence[0].decay_rate < found.evidence[1].decay_rate


def test_the_evidence_is_that_of_the_spectra_it_speaks_of(contexts):
    strong = finite(contexts["strong"])
    seen = cx.recommend(strong, strong).evidence[0]
    assert seen.tau == cx.usefulness(strong).tau
    # A bit with flip probability p: convolved with itself λ is squared.
    bit = cx.product(*[cx.Context.from_table([[9, 1], [1, 9]])] * 3)
    assert cx.recommend(bit, bit).evidence[0].tau_if_weaker == pytest.approx(cx.usefulness(cx.convolve(bit, bit)).tau)


def test_where_tau_does_not_tell_the_decay_rate_does():
    one = {rho: cx.Context.from_table([[1 + rho, 1 - rho], [1 - rho, 1 + rho]]) for rho in (0.2, 0.9)}
    assert cx.recommend(one[0.9], one[0.9]).operation == "convolve"
    assert cx.recommend(one[0.2], one[0.2]).operation == "concatenate"


def test_a_convolution_is_recommended_only_where_it_can_be_made():
    classes = [cx.label_context(np.arange(60) % m) for m in (2, 3)]
    found = cx.recommend(*classes)
    assert [seen.association for seen in found.evidence] == ["strong", "strong"]
    assert found.operation == "mix"
    assert "cannot be made (context 2 has 60 points and context 1 has 2 values of A" in found.reason
    table = [[9, 1], [1, 9]]
    strong, apart = cx.Context.from_table(table), cx.Context.from_table(table, column_labels=["u", "v"])
    assert cx.recommend(strong, apart).operation == "convolve"
    refused = cx.recommend(apart, strong)
    assert refused.operation == "mix"
    assert "cannot be made (context 2 has no input 'u'" in refused.reason
    assert cx.recommend(classes[0], classes[0].spectrum(1)).operation == "mix"


def test_one_context_is_too_few(contexts):
    with pytest.raises(cx.InputError, match="1 context was given; at least two"):
        cx.recommend(contexts["strong"])
