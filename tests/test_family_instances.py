"""Instances drawn on families of joint laws: whole, sound, aimed, repeatable, and so after a change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact.numbers import rational
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.instance import Batch
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws import mutate, supply_of
from contextures.verify.search.draws.laws import FAMILIES
from tests.families import BY_NAME, each_family, shapes

Array = NDArray[Any]
SUPPLY = supply_of(FINITE_CONTEXTS)
NEEDS = FINITE_CONTEXTS.fields - {"joint"}


def wanted(n: int, m: int, d: int) -> dict[str, tuple[int, ...]]:
    return {
        "joint": (n, m), "other": (n, m), "encoder": (n, d), "transform": (d, d), "features": (n, 2), "weights": (d, 2),
        "task": (n,), "dual_task": (m,), "loss_kernel": (m, m), "epsilon": (2,),
    }  # fmt: skip


def assert_sound(batch: Batch, n: int, m: int, d: int) -> None:
    assert batch.sizes == {"d": d}
    assert batch.extent == (n + m, d)
    for name, shape in wanted(n, m, d).items():
        assert batch.fields[name].shape == (len(batch), *shape), name
        assert batch.fields[name].dtype == np.int64, name
    assert batch.fields["channel"].shape[:2] == (len(batch), m)
    for name in ("joint", "other", "channel"):
        values = batch.fields[name]
        assert (values >= 0).all(), name
        assert (values.sum(1) > 0).all(), name
        assert (values.sum(2) > 0).all(), name
    assert (np.abs(np.linalg.det(batch.fields["transform"].astype(float))) > 0.5).all()
    numerator, denominator = batch.fields["epsilon"].T
    assert (denominator > 0).all()
    assert (numerator >= 0).all()


@each_family
def test_draws_have_every_field(family):
    for n, m in shapes(family):
        d = max(1, n - 2)
        batch, world = SUPPLY.draw(np.random.default_rng(n), family, 12, {"N": n, "M": m, "d": d}, NEEDS)
        assert len(batch) == 12
        assert set(batch.fields) == FINITE_CONTEXTS.fields
        assert_sound(batch, n, m, d)
        x = batch.fields["features"]
        distance = np.abs(x[:, :, None] - x[:, None]).sum(-1) + np.eye(n, dtype=np.int64)
        assert (distance > 0).all(), "two inputs coincide"
        np.testing.assert_allclose(world.joint.sum((1, 2)), 1.0)
        np.testing.assert_array_equal(
            world.fields["epsilon"], batch.fields["epsilon"][:, 0] / batch.fields["epsilon"][:, 1]
        )
        for k in range(3):
            FINITE_CONTEXTS.read(batch.instance(k).to_json())


@each_family
def test_draws_and_mutants_repeat(family):
    n, m = shapes(family)[2]
    batches = []
    for seed in (5, 5, 6):
        rng = np.random.default_rng(seed)
        parents, _ = SUPPLY.draw(rng, family, 8, {"N": n, "M": m, "d": 1}, NEEDS)
        batches.append((parents, mutate(rng, parents, 4)))
    for first, second, third in zip(*batches, strict=True):
        for name in FINITE_CONTEXTS.fields:
            np.testing.assert_array_equal(first.fields[name], second.fields[name])
        assert any(
            first.fields[name].shape != third.fields[name].shape or (first.fields[name] != third.fields[name]).any()
            for name in FINITE_CONTEXTS.fields
        )


def test_only_what_is_needed_is_drawn():
    rng = np.random.default_rng(0)
    batch, _ = SUPPLY.draw(rng, FAMILIES[0], 4, {"N": 3, "M": 3, "d": 1}, frozenset())
    assert set(batch.fields) == {"joint"}
    batch, _ = SUPPLY.draw(rng, FAMILIES[0], 4, {"N": 3, "M": 3, "d": 1}, frozenset({"encoder", "epsilon"}))
    assert set(batch.fields) == {"joint", "encoder", "epsilon"}


@each_family
def test_shapes_are_in_range(family):
    rng = np.random.default_rng(0)
    seen = [tuple(SUPPLY.sizes(rng, family).values()) for _ in range(400)]
    assert all(2 <= n <= 8 and 2 <= m <= 8 and 1 <= d <= n for n, m, d in seen)
    least, most = family.near.get("N", (2, 8))
    assert {n for n, _, _ in seen} == set(range(least, most + 1))
    assert all(n == m for n, m, _ in seen) == family.square
    assert any(d > n - 2 for n, _, d in seen if n > 3) == ("d" not in family.near)


@each_family
def test_mutants_are_sound(family):
    for n, m in shapes(family)[1:5]:
        d = min(2, n)
        rng = np.random.default_rng(m)
        parents, _ = SUPPLY.draw(rng, family, 6, {"N": n, "M": m, "d": d}, NEEDS)
        before = {name: values.copy() for name, values in parents.fields.items()}
        children = mutate(rng, parents, 10)
        for name, values in before.items():
            np.testing.assert_array_equal(parents.fields[name], values)
        assert 20 < len(children) <= 60
        assert_sound(children, n, m, d)
        grown = mutate(rng, children, 2)
        assert_sound(grown, n, m, d)


def test_mutants_change_something_but_not_everything():
    rng = np.random.default_rng(0)
    parent, _ = SUPPLY.draw(rng, FAMILIES[0], 1, {"N": 4, "M": 4, "d": 2}, NEEDS)
    children = mutate(rng, parent, 300)
    changed = {
        name: (children.fields[name] != parent.fields[name]).reshape(len(children), -1).any(1)
        for name in FINITE_CONTEXTS.fields
    }
    assert all(changed[name].any() for name in FINITE_CONTEXTS.fields)
    fields = np.sum(list(changed.values()), axis=0)
    assert fields.max() <= 2
    assert (fields > 0).mean() > 0.7


def test_encoders_aim_at_the_contexture_and_around_it():
    family = BY_NAME["contrasts"]
    rng = np.random.default_rng(3)
    batch, world = SUPPLY.draw(rng, family, 300, {"N": 5, "M": 5, "d": 2}, frozenset({"encoder", "task", "epsilon"}))
    encoder = world.encoder
    squares = np.stack(world.singular_values[:2], axis=1) ** 2
    gap = squares.sum(1) - np.trace(world.projector @ world.operator_x, axis1=1, axis2=2)
    rank_ = world.arithmetic.rank(encoder, world.p_x)
    learns = (gap < 1e-12) & (rank_ == 2)
    assert 0.1 < learns.mean() < 0.8
    assert (rank_ < 2).any()
    assert ((gap > 1e-6) & (gap < 0.1)).any(), "no small tilts"
    raw = batch.fields["encoder"]
    centred = ((world.p_x[:, :, None] * raw).sum(1) == 0).all(1)
    assert centred.any()
    assert not centred.all()
    norm = world.inner_x(world.task, world.task)
    assert (norm == 0).any()
    assert (norm > 0).mean() > 0.8


def test_settings_aim_at_the_thresholds():
    family = BY_NAME["contrasts"]
    batch, _ = SUPPLY.draw(
        np.random.default_rng(4), family, 200, {"N": 4, "M": 4, "d": 1}, frozenset({"epsilon", "encoder"})
    )
    at_edge, below = 0, 0
    for k in range(len(batch)):
        instance = batch.instance(k)
        s_1 = ContextWorld.of_instance(instance).singular_values[0]
        epsilon = rational(instance.fields["epsilon"])
        at_edge += epsilon == 1 - s_1
        below += epsilon < 1 - s_1
    assert at_edge >= 10, "ε = 1 − s_1 is hardly tried"
    assert below < 100
    numerator, denominator = batch.fields["epsilon"].T
    assert (numerator <= denominator).mean() > 0.8
    assert (numerator == 0).any()
    assert (numerator == denominator).any()
