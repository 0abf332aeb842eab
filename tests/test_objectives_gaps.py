"""What the gaps of chapter 2 measure of an encoder, eigenvalue by eigenvalue."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
import scipy.linalg

from contextures.exact.numbers import UndefinedError
from contextures.measure.domain import FINITE_CONTEXTS
from tests.descent import CLOSE, Operators, angle, descend, top
from tests.losses import WHITENED, Array, Space, bias, centre, edge_space, measured, random_space, scalar, weighted


def missed(operator: Array, p: Array, columns: Array, d: int) -> float:
    """Top-d eigenvalues less what an orthonormal basis of the span reaches of them, and the dimensions it lacks."""
    root = np.sqrt(p)
    form = root[:, None] * operator / root[None, :]
    basis = scipy.linalg.orth(root[:, None] * columns, rcond=1e-10)
    values = np.linalg.eigvalsh((form + form.T) / 2)[::-1]
    return float(values[:d].sum() - np.trace(basis.T @ form @ basis) + d - basis.shape[1])


def kernel_of(vectors: Array, p: Array) -> Array:
    """The operator with the kernel of the inner products of some vectors."""
    return np.asarray((vectors @ vectors.T) * p)


GAPS: dict[str, Callable[[Space, Operators, Array, Array], tuple[Array, Array, Array]]] = {
    "onehot_gap": lambda o, T, phi, psi: (T.t @ np.diag(o.p_a) @ T.dual, o.p_x, phi),
    "plain_gap": lambda o, T, phi, psi: (T.t @ kernel_of(o.targets, o.p_a) @ T.dual, o.p_x, phi),
    "bias_gap": lambda o, T, phi, psi: (T.t @ kernel_of(centre(o.targets, o.p_a), o.p_a) @ T.dual, o.p_x, phi),
    "centred_bias_gap": lambda o, T, phi, psi: (
        T.t @ kernel_of(centre(o.targets, o.p_a), o.p_a) @ T.dual,
        o.p_x,
        centre(phi, o.p_x),
    ),
    "right_gap": lambda o, T, phi, psi: (T.right - o.p_a, o.p_a, psi),
    "centred_right_gap": lambda o, T, phi, psi: (T.right - o.p_a, o.p_a, centre(psi, o.p_a)),
    "image_gap": lambda o, T, phi, psi: (T.left - o.p_x, o.p_x, T.t @ psi),
    "learned_gap": lambda o, T, phi, psi: (T.left - o.p_x, o.p_x, T.t @ centre(psi, o.p_a)),
    "denoising_gap": lambda o, T, phi, psi: (
        T.dual @ kernel_of(centre(o.positions, o.p_x), o.p_x) @ T.t,
        o.p_a,
        centre(psi, o.p_a),
    ),
    "denoising_plain_gap": lambda o, T, phi, psi: (
        T.dual @ kernel_of(o.positions, o.p_x) @ T.t,
        o.p_a,
        centre(psi, o.p_a),
    ),
    "denoising_plain_gap_as_is": lambda o, T, phi, psi: (T.dual @ kernel_of(o.positions, o.p_x) @ T.t, o.p_a, psi),
    "edge_gap": lambda o, T, phi, psi: ((np.eye(o.n) + T.t) / 2 - o.p_x, o.p_x, centre(phi, o.p_x)),
    "full_gap": lambda o, T, phi, psi: (T.left, o.p_x, phi),
}


@pytest.mark.parametrize("second", ["random", "dependent", "constant"])
@pytest.mark.parametrize("name", GAPS)
def test_gaps_of_encoders(name, second):
    rng = np.random.default_rng(8)
    for seed in range(4):
        space = random_space(70 + seed, 4, 5)
        if name == "edge_gap":
            space = edge_space(weighted(nx.complete_graph(4), loops=True, seed=seed))
        phi, psi = rng.integers(-3, 4, (space.n, 2)), rng.integers(-3, 4, (space.m, 2))
        if second == "dependent":
            phi[:, 1], psi[:, 1] = phi[:, 0] * 2, psi[:, 0] * 2
        if second == "constant":
            phi[:, 1], psi[:, 1] = 3, 3
        slow = missed(*GAPS[name](space, Operators(space), phi.astype(float), psi.astype(float)), 2)
        fields = {"encoder": phi, "dual_encoder": psi}
        assert measured(name, space.world(2, **fields)) == pytest.approx(slow, abs=1e-9)
        assert scalar(FINITE_CONTEXTS.quantities[name](space.exact(2, **fields))) == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize("name", ["image_gap", "learned_gap", "denoising_image_defect"])
def test_functions_that_average_to_zero_span_nothing(name):
    """Three columns in proportion, and a Ψ of average zero over them: rounding must not count for a dimension."""
    rng = np.random.default_rng(9)
    for _ in range(10):
        share, column, psi = rng.integers(1, 5, 3), rng.integers(1, 8, (4, 1)), rng.integers(-3, 4, (4, 2))
        psi[:, 0] = share[1] * share[2], share[0] * share[2], -2 * share[0] * share[1], 0
        space = Space(np.concatenate([column * share, rng.integers(1, 8, (4, 1))], axis=1))
        exact = measured(name, space.exact(2, dual_encoder=psi))
        assert exact > 0.9
        assert measured(name, space.world(2, dual_encoder=psi)) == pytest.approx(exact, abs=1e-9)


def test_constants_cannot_be_whitened():
    for weights in ([[1, 2], [3, 1]], [[3, 4], [1, 2]], [[5, 1, 2], [1, 3, 7]]):
        space = Space(weights)
        encoder = {"encoder": np.full((space.n, 1), 3), "dual_encoder": np.full((space.m, 1), 3)}
        for name in sorted(set(WHITENED) - {"graph_loss"}):
            assert np.isnan(measured(name, space.world(1, **encoder)))
            with pytest.raises(UndefinedError):
                FINITE_CONTEXTS.quantities[name](space.exact(1, **encoder))
        assert measured("kernel_share", space.world(1, **encoder)) == 0


def test_averaging_an_encoder_on_the_context():
    space, d = random_space(60, 3, 5), 2
    T = Operators(space)
    left, right = (top(o, p, d, centred=True) for o, p in ((T.left, space.p_x), (T.right, space.p_a)))
    assert angle(T.t @ right, left, space.p_x) < 1e-9
    world = space.world(d, dual_encoder=right @ [[1.0, 2.0], [0.0, -1.0]])
    for name in ("right_gap", "image_gap", "learned_gap", "kernel_share"):
        assert measured(name, world) == pytest.approx(0, abs=1e-9)
    unseen = scipy.linalg.null_space(T.t)[:, :1]  # TΨ does not change, Ψ does
    world = space.world(d, dual_encoder=right + unseen)
    assert measured("image_gap", world) == pytest.approx(0, abs=1e-9)
    assert measured("right_gap", world) > 1e-3
    rest = centre(right + unseen, space.p_a)
    off = scipy.linalg.null_space(T.t)  # ⟂ ran T* in L²(P_A) is the kernel of T
    weights = space.p_a[:, None]
    coefficients = np.linalg.solve(off.T @ (weights * off), off.T @ (weights * rest))
    share = (weights * (off @ coefficients) ** 2).sum() / (weights * rest**2).sum()
    assert measured("kernel_share", world) == pytest.approx(share)


def test_a_student_recovers_the_principal_components_of_its_teacher():
    """A stochastic teacher of four features: A is one of five draws, seen with a probability that depends on x."""
    rng = np.random.default_rng(5)
    space, d = Space(rng.integers(1, 9, (4, 5)), targets=rng.integers(-4, 5, (5, 4))), 2
    mean = np.array([sum(space.joint[x, a] / space.p_x[x] * space.targets[a] for a in range(5)) for x in range(4)])
    rows = np.sqrt(space.p_x)[:, None] * centre(mean, space.p_x)
    u, s, _ = np.linalg.svd(rows)
    assert s[d] < 0.9 * s[d - 1]
    (value, (phi,)), *_ = descend(bias, space, [(4, d)], seed=4)
    assert angle(centre(phi, space.p_x), u[:, :d] / np.sqrt(space.p_x)[:, None], space.p_x) < CLOSE
    world = space.world(d, encoder=phi)
    assert measured("centred_bias_gap", world) == pytest.approx(0, abs=1e-5)
    around = centre(space.targets, space.p_a)
    spread = sum(space.p_a[a] * (around[a] ** 2).sum() for a in range(5))
    assert measured("variance", world) == pytest.approx(spread)
    assert value == pytest.approx(spread - (s[:d] ** 2).sum(), abs=1e-6)
