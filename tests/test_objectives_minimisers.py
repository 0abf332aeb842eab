"""Chapter 2 by a second route: minima and the spans of minimisers by numerical descent."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg

from contextures import Context
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.evaluate import Evaluator
from tests.descent import CASES, CLOSE, GAPPED, GRAPHS, MINIMA, TINY, Operators, angle, case, ends, top
from tests.losses import (
    Array,
    Loss,
    Space,
    affine,
    bias,
    centre,
    denoising,
    denoising_plain,
    kise,
    kise_pairs,
    measured,
    noncontrastive,
    onehot,
    plain,
    scalar,
    scaled,
    svme,
    white,
)


@pytest.mark.parametrize(("name", "where"), CASES)
def test_claimed_minima_are_minima(name, where):
    space, d = (GRAPHS if name == "graph" else TINY)[where]
    claimed = scalar(Evaluator(space.world(d), FINITE_CONTEXTS.quantities).value(MINIMA[name][2]))
    exact = Evaluator(space.exact(d), FINITE_CONTEXTS.quantities).value(MINIMA[name][2])
    assert scalar(exact) == pytest.approx(claimed, abs=1e-10)
    found = [value for value, _ in ends(name, where)]
    assert min(found) >= claimed - 1e-7
    assert min(found) <= claimed + 1e-5


@pytest.mark.parametrize("where", GAPPED)
def test_classifiers_span_the_top_of_their_operator(where):
    space, d, T, (phi,) = case("onehot", where)
    operator = T.t @ np.diag(space.p_a) @ T.dual
    assert angle(phi, top(operator, space.p_x, d), space.p_x) < CLOSE
    assert measured("onehot_gap", space.world(d, encoder=phi)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("where", GAPPED)
def test_scaled_classifiers_learn_the_contexture(where):
    space, d, T, (phi,) = case("scaled", where)
    learned = top(T.left, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE
    assert angle(learned, Context.from_table(space.weights).left[:, :d], space.p_x) < 1e-6
    assert measured("learning_gap", space.world(d, encoder=phi)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("where", GAPPED)
def test_regressors_span_the_top_of_their_operator(where):
    space, d, T, (phi,) = case("plain", where)
    gram = space.targets @ space.targets.T
    assert angle(phi, top(T.t @ (gram * space.p_a) @ T.dual, space.p_x, d), space.p_x) < CLOSE
    rest = centre(space.targets, space.p_a)
    _, _, _, (phi,) = case("bias", where)
    aimed = top(T.t @ ((rest @ rest.T) * space.p_a) @ T.dual, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), aimed, space.p_x) < CLOSE
    world = space.world(d, encoder=phi + 10)  # a constant is free, and spoils the span of φ as it stands
    assert measured("bias_loss", world) == pytest.approx(bias(space, phi), abs=1e-9)
    assert measured("centred_bias_gap", world) == pytest.approx(0, abs=1e-4)
    assert measured("bias_gap", world) > 1e-2


@pytest.mark.parametrize("where", GAPPED)
def test_denoisers_span_the_top_of_their_operator(where):
    space, d, T, (psi,) = case("denoising", where)
    rest = centre(space.positions, space.p_x)
    operator = T.dual @ ((rest @ rest.T) * space.p_x) @ T.t
    assert angle(centre(psi, space.p_a), top(operator, space.p_a, d, centred=True), space.p_a) < CLOSE
    phi = T.t @ centre(psi, space.p_a)
    image = T.left @ ((rest @ rest.T) * space.p_x) @ phi
    assert angle(phi, image, space.p_x) < CLOSE
    assert measured("denoising_image_defect", space.world(d, dual_encoder=psi)) == pytest.approx(0, abs=1e-5)
    _, _, _, (psi,) = case("denoising_plain", where)
    operator = T.dual @ ((space.positions @ space.positions.T) * space.p_x) @ T.t
    assert angle(psi, top(operator, space.p_a, d), space.p_a) < CLOSE


@pytest.mark.parametrize("where", GAPPED)
def test_contrastive_minimisers_learn_the_contexture_at_one_scale(where):
    space, d, T, (psi,) = case("contrastive", where)
    psi = centre(psi, space.p_a)
    assert angle(T.t @ psi, top(T.left, space.p_x, d, centred=True), space.p_x) < CLOSE
    assert angle(psi, top(T.right, space.p_a, d, centred=True), space.p_a) < CLOSE
    s = scipy.linalg.svdvals(space.joint / np.sqrt(np.outer(space.p_x, space.p_a)))
    sizes = np.linalg.eigvalsh(psi.T @ (space.p_a[:, None] * psi))[::-1]
    np.testing.assert_allclose(sizes, s[1 : d + 1] ** 2, atol=1e-4)
    doubled = space.world(d, dual_encoder=2 * psi)
    assert measured("learned_gap", doubled) == pytest.approx(0, abs=1e-5)
    assert measured("contrastive_loss", doubled) > ends("contrastive", where)[0][0] + 1e-3


@pytest.mark.parametrize("where", GAPPED)
def test_noncontrastive_minimisers_span_the_top_right_functions(where):
    space, d, T, (psi,) = case("noncontrastive", where)
    psi = centre(psi, space.p_a)
    assert angle(psi, top(T.right, space.p_a, d, centred=True), space.p_a) < CLOSE
    assert angle(psi, Context.from_table(space.weights).right[:, :d], space.p_a) < CLOSE
    assert angle(T.t @ psi, top(T.left, space.p_x, d, centred=True), space.p_x) < CLOSE


@pytest.mark.parametrize("where", GAPPED)
def test_svme_and_kise_learn_the_contexture(where):
    space, d, T, (phi, psi) = case("svme", where)
    learned = top(T.left, space.p_x, d, centred=True)
    assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE
    np.testing.assert_allclose(centre(psi, space.p_a), T.dual @ white(space.p_x, phi), atol=1e-3)
    for name in ("kise", "kise_pairs"):
        (phi,) = ends(name, where)[0][1]
        assert angle(centre(phi, space.p_x), learned, space.p_x) < CLOSE


@pytest.mark.parametrize("where", GAPPED)
def test_cross_modal_minimisers_span_the_constant_too(where):
    space, d, T, (phi, psi) = case("cross_modal", where)
    assert angle(phi, top(T.left, space.p_x, d), space.p_x) < CLOSE
    assert angle(affine(np.empty((space.n, 0))), phi, space.p_x) < CLOSE
    ratio = space.joint / np.outer(space.p_x, space.p_a)
    roots = np.sqrt(np.outer(space.p_x, space.p_a))
    u, s, vt = np.linalg.svd(ratio * roots)
    np.testing.assert_allclose(roots * (phi @ psi.T), (u[:, :d] * s[:d]) @ vt[:d], atol=1e-3)


def references(name: str, space: Space, d: int) -> tuple[Loss, Array, bool]:
    """A loss, functions whose span is claimed to be that of its minimisers, and whether constants are free."""
    T, p_x, p_a = Operators(space), space.p_x, space.p_a
    targets, positions = space.targets, space.positions
    around, about = centre(targets, p_a), centre(positions, p_x)
    left, right = (top(o, p, d, centred=True) for o, p in ((T.left, p_x), (T.right, p_a)))
    return {
        "onehot": lambda: (onehot, top(T.t @ np.diag(p_a) @ T.dual, p_x, d), False),
        "scaled": lambda: (scaled, left, True),
        "plain": lambda: (plain, top(T.t @ ((targets @ targets.T) * p_a) @ T.dual, p_x, d), False),
        "bias": lambda: (bias, top(T.t @ ((around @ around.T) * p_a) @ T.dual, p_x, d, centred=True), True),
        "denoising": lambda: (denoising, top(T.dual @ ((about @ about.T) * p_x) @ T.t, p_a, d, centred=True), True),
        "denoising_plain": lambda: (
            denoising_plain,
            top(T.dual @ ((positions @ positions.T) * p_x) @ T.t, p_a, d),
            False,
        ),
        "noncontrastive": lambda: (noncontrastive, right, True),
        "svme": lambda: (svme, left, True),
        "kise": lambda: (lambda space, phi: -kise(space, phi), left, True),
        "kise_pairs": lambda: (kise_pairs, left, True),
    }[name]()


@pytest.mark.parametrize("where", GAPPED)
@pytest.mark.parametrize("name", sorted(set(MINIMA) - {"balanced", "contrastive", "graph", "cross_modal"}))
def test_encoders_with_the_claimed_span_are_minimisers(name, where):
    space, d = TINY[where]
    loss, functions, free = references(name, space, d)
    mix = np.random.default_rng(0).standard_normal((d, d)) + 2 * np.eye(d)
    claimed = scalar(Evaluator(space.world(d), FINITE_CONTEXTS.quantities).value(MINIMA[name][2]))
    assert loss(space, functions @ mix + (3.0 if free else 0.0)) == pytest.approx(claimed, abs=1e-9)
    assert ends(name, where)[0][0] == pytest.approx(claimed, abs=1e-7)
