"""Chapter 2 by a second route: losses as explicit sums over samples."""

from __future__ import annotations

import flint
import networkx as nx
import numpy as np
import pytest
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.enclosures import top_sum_in_balls
from contextures.exact.numbers import UndefinedError
from contextures.measure.domain import FINITE_CONTEXTS
from tests.losses import (
    DEFINED,
    PHI,
    PSI,
    SHAPES,
    WHITENED,
    Array,
    Space,
    balanced,
    centre,
    edge_space,
    measured,
    random_space,
    scalar,
    weighted,
)


def instances(name: str) -> list[tuple[Space, int, dict[str, Array]]]:
    """Random laws with random whole encoders."""
    found = []
    for seed, (n, m, d) in enumerate(SHAPES):
        rng = np.random.default_rng(100 + seed)
        space = random_space(seed, n, m)
        if name == "graph_loss":
            space = edge_space(weighted(nx.complete_graph(n), loops=seed % 2 == 1, seed=seed))
        fields = {"encoder": rng.integers(-4, 5, (space.n, d)), "dual_encoder": rng.integers(-4, 5, (space.m, d))}
        for side, values in fields.items():
            p = space.p_x if side == "encoder" else space.p_a
            while np.linalg.matrix_rank(values - p @ values) < min(d, len(p) - 1):
                values[:] = rng.integers(-4, 5, values.shape)
        found.append((space, d, fields))
    return found


@pytest.mark.parametrize("name", DEFINED)
def test_losses_are_what_their_definition_says(name):
    loss, sides = DEFINED[name]
    tried = 0
    for space, d, fields in instances(name):
        if name == "noncontrastive_loss" and d > space.m - 1:
            continue
        tried += 1
        slow = loss(space, *(fields[side].astype(float) for side in sides))
        assert measured(name, space.world(d, **fields)) == pytest.approx(slow, rel=1e-9, abs=1e-9)
        exact = FINITE_CONTEXTS.quantities[name](space.exact(d, **fields))
        assert isinstance(exact, fmpq) or name == "balanced_loss"
        assert scalar(exact) == pytest.approx(slow, rel=1e-9, abs=1e-9)
    assert tried >= 5


def test_the_balanced_loss_is_exact_where_the_roots_are_rational():
    space = Space([[1, 2, 0], [0, 1, 3], [0, 1, 1]])  # P_A = (1, 4, 4)/9
    assert space.p_a == pytest.approx([1 / 9, 4 / 9, 4 / 9])
    encoder = np.array([[1], [0], [3]])
    world = space.exact(1, encoder=encoder)
    assert isinstance(FINITE_CONTEXTS.quantities["balanced_loss"](world), fmpq)
    assert measured("balanced_loss", world) == pytest.approx(balanced(space, encoder), abs=1e-12)
    assert measured("balanced_minimum", world) == pytest.approx(measured("balanced_minimum", space.world(1)), abs=1e-12)


def test_the_balanced_loss_is_a_narrow_ball_where_they_are_not():
    space = Space([[1, 2, 0], [0, 1, 3], [0, 1, 2], [2, 2, 2]])
    encoder = np.array([[1, 2], [0, 0], [3, 6], [0, 1]])
    for d in (1, 2, 3, 4):
        world = space.exact(d, encoder=encoder[:, :d] if d < 3 else np.tile(encoder, 2)[:, :d])
        for name in ("balanced_loss", "balanced_minimum"):
            with flint.ctx.workprec(numbers.PRECISION):
                found = FINITE_CONTEXTS.quantities[name](world)
            assert float(found.rad()) < 1e-13
            seen = space.world(d, encoder=np.asarray(world.fields["encoder"], dtype=float))
            assert float(found.mid()) == pytest.approx(measured(name, seen), abs=1e-12)


def test_a_sum_of_top_eigenvalues_in_balls_holds_the_sum():
    rng = np.random.default_rng(0)
    for size in (2, 3, 5):
        factor = rng.integers(-3, 4, (size, size))
        form = np.kron(factor @ factor.T, np.eye(2, dtype=np.int64))  # every eigenvalue twice
        exact = np.vectorize(lambda v: numbers.rational(int(v)), otypes=[object])(form)
        for count in range(1, 2 * size + 1):
            found = top_sum_in_balls(exact, count)
            slow = float(np.linalg.eigvalsh(form.astype(float))[::-1][:count].sum())
            assert float(numbers.ball(found).rad()) < 1e-9
            assert float(numbers.ball(found).mid()) == pytest.approx(slow, rel=1e-12)


DEFICIENT = {
    "onehot_loss": PHI,
    "balanced_loss": PHI,
    "scaled_loss": PHI,
    "plain_loss": PHI,
    "bias_loss": PHI,
    "denoising_loss": PSI,
    "denoising_plain_loss": PSI,
    "cross_modal_best": PHI,
}


@pytest.mark.parametrize("name", DEFICIENT)
def test_losses_of_encoders_that_have_lost_dimensions(name):
    loss, _ = DEFINED[name]
    space = random_space(7, 4, 4)
    column = np.array([1, -2, 0, 3])
    for columns in ([column, 2 * column], [column, column * 0], [column, column * 0 + 1], [column * 0, column * 0]):
        encoder = np.stack(columns, axis=1)
        fields = {"encoder": encoder, "dual_encoder": encoder}
        assert measured(name, space.world(2, **fields)) == pytest.approx(loss(space, encoder.astype(float)), abs=1e-9)


@pytest.mark.parametrize("name", WHITENED)
def test_there_is_no_whitening_of_dependent_functions(name):
    space = edge_space(weighted(nx.complete_graph(4), loops=True))
    column = np.array([1, -2, 0, 3])
    for columns in ([column, 2 * column + 1], [column, column * 0 + 5]):
        encoder = np.stack(columns, axis=1)
        fields = {"encoder": encoder, "dual_encoder": encoder}
        assert np.isnan(measured(name, space.world(2, **fields)))
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](space.exact(2, **fields))


@pytest.mark.parametrize("name", ["svme_loss", "kise_value", "kise_pair_loss", "graph_loss", "noncontrastive_loss"])
def test_whitened_losses_depend_on_the_span_of_the_centred_functions_only(name):
    space = edge_space(weighted(nx.complete_graph(4), loops=True, seed=3))
    encoder = np.array([[1, 0], [2, -1], [0, 4], [5, 5]])
    other = encoder @ np.array([[2, 1], [-3, 5]]) + np.array([7, -4])
    first, second = ({"encoder": e, "dual_encoder": e} for e in (encoder, other))
    assert FINITE_CONTEXTS.quantities[name](space.exact(2, **first)) == FINITE_CONTEXTS.quantities[name](
        space.exact(2, **second)
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_contrastive_loss_is_half_the_coefficient_form(seed):
    n, m, d = SHAPES[seed]
    space = random_space(30 + seed, n, m)
    psi = np.random.default_rng(seed).integers(-3, 4, (m, d))
    world = space.exact(d, dual_encoder=psi)
    loss, form = (
        FINITE_CONTEXTS.quantities["contrastive_loss"](world),
        FINITE_CONTEXTS.quantities["coefficient_form"](world),
    )
    assert 2 * loss == form
    assert form != 0
    assert loss != form
    q = space.joint / np.sqrt(np.outer(space.p_x, space.p_a))
    _, s, vt = np.linalg.svd(q - np.sqrt(np.outer(space.p_x, space.p_a)))
    coefficients = vt @ (np.sqrt(space.p_a)[:, None] * centre(psi, space.p_a))
    gram = coefficients @ coefficients.T
    spectrum = np.diag(np.pad(s, (0, max(0, m - n)))[:m] ** 2)
    assert scalar(form) == pytest.approx(((gram - spectrum) ** 2).sum() - (spectrum**2).sum(), rel=1e-9)
