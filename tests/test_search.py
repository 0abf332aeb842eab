"""The moves of the search: finer steps, the same laws with other functions, and nothing good that is lost."""

from __future__ import annotations

import numpy as np
import pytest

from contextures.verify.domain import DOMAINS, Domain
from contextures.verify.draws import mutate, refined, supply_of
from contextures.verify.instance import Batch
from contextures.verify.search import PARENTS, best, survivors

EVERY = {domain.name: domain for domain in DOMAINS.values()}


def drawn(domain: Domain, seed: int = 0) -> tuple[Batch, np.random.Generator]:
    """A batch with every field there is."""
    supply, rng = supply_of(domain), np.random.default_rng(seed)
    return supply.draw(rng, supply.families[0], 6, supply.modest_sizes(rng, supply.families[0]), domain.fields)[0], rng


@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_larger_numbers_are_the_same_instances(domain: Domain) -> None:
    batch, _ = drawn(domain)
    finer = refined(batch, 3)
    for k in range(len(batch)):
        assert finer.instance(k).to_json() == batch.instance(k).to_json()


@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_children_are_sound_and_change_some_field(domain: Domain) -> None:
    batch, rng = drawn(domain)
    children = mutate(rng, batch, 5)
    assert children.sound().all()
    assert 0 < len(children) <= 5 * len(batch)
    parents = [batch.instance(k).to_json() for k in range(len(batch))]
    assert sum(children.instance(k).to_json() not in parents for k in range(len(children))) > len(children) / 3


@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_drawn_again_the_law_stays(domain: Domain) -> None:
    supply, rng = supply_of(domain), np.random.default_rng(1)
    family = supply.families[0]
    sizes = supply.sizes(rng, family)
    batch, _ = supply.draw(rng, family, 4, sizes, domain.fields)
    again, world = supply.again(rng, family, batch.take([2, 0]), 3, sizes, domain.fields)
    main = domain.world.main
    assert len(again) == world.count == 6
    assert set(again.fields) == set(batch.fields)
    for k, parent in enumerate([2, 2, 2, 0, 0, 0]):
        assert (again.fields[main][k] == batch.fields[main][parent]).all() or main == "law"


def test_the_best_survive() -> None:
    parents = Batch({"law": np.arange(1, 25).reshape(12, 2)}, {"k": 1})
    kept, margins = best(parents, np.arange(12.0)[::-1])
    assert len(kept) == PARENTS
    assert margins.tolist() == sorted(margins)
    children = Batch({"law": np.full((2, 2), 7)}, {"k": 1})
    both, least = survivors(kept, margins, children, np.array([-1.0, 99.0]))
    assert least.tolist() == [-1.0, *margins[:-1]]
    assert both.fields["law"][0].tolist() == [7, 7]
    longer = Batch({"law": np.full((2, 3), 7)}, {"k": 1})
    assert survivors(kept, margins, longer, np.array([1.0, 2.0]))[0] is kept
    assert survivors(kept, margins, longer, np.array([-1.0, 2.0]))[0].fields["law"].shape == (2, 3)
