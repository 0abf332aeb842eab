"""Neural encoders come close to the exact functions, and say what is missing; PyTorch is not needed to run this."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from contextures.contexts.encoders import ratio_trace
from contextures.contexts.laws import cube, gaussian_channel, parities
from contextures.errors import InputError
from contextures.solvers.neural import NeuralEncoder
from contextures.solvers.subspace import subspace_error
from contextures.studies.convergence import draw_pairs, draw_partners

CHANNEL, CUBE = gaussian_channel(12, 12, 0.8), cube(3, 0.1)
WORDS = parities(3)[:, [1, 2, 4]]
SETTINGS: dict[str, Any] = {"hidden": (32,), "n_batches": 400, "random_state": 0}


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason="PyTorch, the extra contextures[neural], is not installed")


@pytest.fixture
def pairs() -> tuple[Any, Any]:
    return draw_pairs(CHANNEL, 4000, np.random.default_rng(0))


def test_without_torch_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(InputError, match=r"needs PyTorch; pip install 'contextures\[neural\]' is right$"):
        NeuralEncoder().fit([0.0, 1.0], [0.0, 1.0])


@pytest.mark.parametrize("objective", ["svme", "kise"])
@pytest.mark.parametrize("d", [1, 2])
def test_a_gaussian_channel_is_learnt_from_numbers(torch, objective, d):
    draw = draw_pairs if objective == "svme" else draw_partners
    x, a = draw(CHANNEL, 16000, np.random.default_rng(0))
    solver = NeuralEncoder(d, objective=objective, **SETTINGS)
    solver.fit(x, a)
    encoder, exact = solver.transform(np.arange(12)), CHANNEL.singular_values[:d]
    values = solver.transform(x if objective == "svme" else np.concatenate([x, a]))
    np.testing.assert_allclose(values.mean(axis=0), 0, rtol=0, atol=1e-8)
    np.testing.assert_allclose(values.T @ values / len(values), np.eye(d), rtol=0, atol=1e-8)
    np.testing.assert_allclose(solver.singular_values_, exact, rtol=0, atol=0.03)
    assert subspace_error(CHANNEL, encoder).largest < 0.15
    assert 0.99 * (exact @ exact) < ratio_trace(CHANNEL, encoder) < exact @ exact + 1e-12
    assert solver.losses_[-50:].mean() < solver.losses_[:5].mean()


def test_the_tied_functions_of_a_cube_and_both_encoders_are_learnt(torch):
    x, a = draw_pairs(CUBE, 16000, np.random.default_rng(1))
    solver = NeuralEncoder(3, **SETTINGS).fit(WORDS[x], WORDS[a])
    encoder, partner = solver.transform(WORDS), solver.transform_a(WORDS)
    assert subspace_error(CUBE, encoder).largest < 0.1
    assert ratio_trace(CUBE, encoder) > 0.99 * 3 * 0.8**2
    np.testing.assert_allclose(partner, CUBE.joint.T @ encoder / CUBE.p_a[:, None], rtol=0, atol=0.15)


def test_the_seed_decides_and_the_global_one_is_left_alone(torch, pairs):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    first, again = (NeuralEncoder(1, n_batches=5, random_state=3).fit(*pairs) for _ in range(2))
    assert torch.rand(1) == expected
    np.testing.assert_array_equal(first.losses_, again.losses_)
    other = NeuralEncoder(1, n_batches=5, random_state=4).fit(*pairs)
    assert (first.losses_ != other.losses_).any()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"objective": "pca"}, "objective is 'pca'"),
        ({"n_components": 0}, "n_components is 0"),
        ({"hidden": (0,)}, "a width of hidden is 0"),
        ({"batch_size": 5}, "a batch has 5 pairs; at least 2d"),
        ({"learning_rate": 0.0}, "learning_rate is 0"),
        ({"n_batches": 0}, "n_batches is 0"),
    ],
)
def test_bad_settings_are_refused(torch, pairs, settings, message):
    with pytest.raises(InputError, match=message):
        NeuralEncoder(**settings).fit(*pairs)


def test_bad_samples_are_refused(torch, pairs):
    x, a = pairs
    for arguments, message in (
        ((x,), "A is missing"),
        ((x, a[:-1]), "equally many"),
        ((x * np.nan, a), "X.* is nan"),
        ((x, np.column_stack([a, a])), "A has 2 features; 1 are right|X has 2 features; 1 are right"),
    ):
        with pytest.raises(InputError, match=message):
            NeuralEncoder(objective="kise", n_batches=2).fit(*arguments)
    fitted = NeuralEncoder(objective="kise", n_batches=2).fit(x, a)
    with pytest.raises(InputError, match="KISE has no encoder of A"):
        fitted.transform_a(a)
    with pytest.raises(InputError, match="X has 2 features; 1 are right"):
        fitted.transform(np.column_stack([x, x]))
