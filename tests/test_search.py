"""The moves of the search: finer steps, the same laws with other functions, and nothing good that is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contextures import catalogue
from contextures.measure.domain import DOMAINS, MeasuredDomain, domain_of
from contextures.measure.instance import Batch
from contextures.measure.worlds.contexts import ContextWorld
from contextures.measure.worlds.schemes import SchemeWorld
from contextures.measure.worlds.shift import LossWorld
from contextures.measure.worlds.stkr import KernelWorld
from contextures.theory.sorts import count
from contextures.verify.certificates.judge import judge
from contextures.verify.search.draws import mutate, refined, supply_of
from contextures.verify.search.draws.supply import Supply
from contextures.verify.search.search import PARENTS, RANDOM, Merits, best, survivors
from contextures.verify.search.shrink import smallest
from contextures.verify.search.simplifications import fewer_points, smaller_numbers
from contextures.verify.search.suspects import Refuter, Tally, look, settle

EVERY = {domain.name: domain for domain in DOMAINS.values()}


def drawn(domain: MeasuredDomain, seed: int = 0) -> tuple[Batch, np.random.Generator]:
    """A batch with every field there is."""
    supply, rng = supply_of(domain), np.random.default_rng(seed)
    return supply.draw(rng, supply.families[0], 6, supply.modest_sizes(rng, supply.families[0]), domain.fields)[0], rng


@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_larger_numbers_are_the_same_instances(domain: MeasuredDomain) -> None:
    batch, _ = drawn(domain)
    finer = refined(batch, 3)
    for k in range(len(batch)):
        assert finer.instance(k).to_json() == batch.instance(k).to_json()


@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_children_are_sound_and_change_some_field(domain: MeasuredDomain) -> None:
    batch, rng = drawn(domain)
    children = mutate(rng, batch, 5)
    assert children.sound().all()
    assert 0 < len(children) <= 5 * len(batch)
    parents = [batch.instance(k).to_json() for k in range(len(batch))]
    assert sum(children.instance(k).to_json() not in parents for k in range(len(children))) > len(children) / 3


@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_drawn_again_the_law_stays(domain: MeasuredDomain) -> None:
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
    parents = LossWorld.batch({"law": np.arange(1, 25).reshape(12, 2)}, {"k": 1})
    kept, margins = best(parents, np.arange(12.0)[::-1])
    assert len(kept) == PARENTS
    assert margins.tolist() == sorted(margins)
    children = LossWorld.batch({"law": np.full((2, 2), 7)}, {"k": 1})
    both, least = survivors(kept, margins, children, np.array([-1.0, 99.0]))
    assert least.tolist() == [-1.0, *margins[:-1]]
    assert both.fields["law"][0].tolist() == [7, 7]
    longer = LossWorld.batch({"law": np.full((2, 3), 7)}, {"k": 1})
    assert survivors(kept, margins, longer, np.array([1.0, 2.0]))[0] is kept
    assert survivors(kept, margins, longer, np.array([-1.0, 2.0]))[0].fields["law"].shape == (2, 3)


def test_families_that_meet_the_rarest_part_are_favoured() -> None:
    supply, rng = supply_of(DOMAINS["contexts"]), np.random.default_rng(0)
    total = {"often": Tally(), "rarely": Tally()}
    merits = Merits(supply, total)
    for k, family in enumerate(supply.families):
        total["often"].met += 100
        total["rarely"].met += 60 * (family.name == "graph")
        merits.add(family)
        total["often"].met += k
        merits.add(None)
    drawn = [merits.favoured(rng).name for _ in range(300)]
    assert 80 < drawn.count("graph") < 220
    assert set(drawn) == {family.name for family in supply.families}
    total["rarely"].refuters = [Refuter(-1.0, 0, ContextWorld.batch({}, {}))] * 4
    assert [merits.favoured(rng).name for _ in range(300)].count("graph") < 60


# -------------------------------------------------------------------------------------------------- simplifications
def balanced() -> tuple[Supply, Batch]:
    """A certain counterexample to the printed "if" of class-balanced classification, on 5 × 2 points."""
    joint = [[[16, 18], [0, 9], [0, 9], [32, 0], [16, 0]]]
    encoder = [[[8], [0], [0], [17], [17]]]
    batch = ContextWorld.batch({"joint": np.array(joint), "encoder": np.array(encoder)}, {"d": 1})
    return supply_of(DOMAINS["contexts"]), batch


def test_points_are_dropped_and_merged() -> None:
    supply, batch = balanced()
    shapes = {candidates.fields["joint"].shape[1:]: len(candidates) for candidates in fewer_points(batch, supply)}
    assert shapes == {(4, 2): 5 + 20}  # two columns are the fewest
    merged = [
        candidates.fields["joint"][k].tolist()
        for candidates in fewer_points(batch, supply)
        for k in range(len(candidates))
        if candidates.fields["joint"][k].sum() == 100
    ]
    assert [[16, 18], [0, 18], [32, 0], [16, 0]] in merged
    assert len(merged) == 20
    samples = SchemeWorld.batch({"alpha": np.array([[1, 2]])}, {"m": 3})
    assert [candidates.sizes for candidates in fewer_points(samples, supply)] == [{"m": 1}, {"m": 2}]


def test_ratios_become_smaller() -> None:
    found = smaller_numbers(LossWorld.batch({"law": np.array([[1, 2]]), "alpha": np.array([[2, 1]])}, {"k": 1}))
    assert {(1, 1), (1, 2), (3, 4)} <= {tuple(ratio) for ratio in found.fields["alpha"].tolist()}


def test_a_counterexample_is_shrunk_to_the_fewest_points() -> None:
    supply, batch = balanced()
    claim = catalogue["objectives.supervised-balanced"].printed
    part = claim.part("if")
    assert judge(supply.domain, claim, part, batch.instance(0)).proves()
    found = smallest(supply, claim, part, [batch], np.random.default_rng(0))
    assert found.batch.fields["joint"].shape[1:] == (3, 2)
    assert found.finding.rational
    assert found.burden[0] == 0


def test_what_no_hypothesis_reads_is_left_out_and_no_single_point_remains() -> None:
    supply, corrected = supply_of(DOMAINS["shift"]), catalogue["shift.doro-lower"].corrected
    assert corrected is not None
    part = replace(corrected.part("cvar"), lhs=corrected.part("cvar").rhs, rhs=0)
    claim = replace(corrected, parts=(part,))
    fields = {"law": [[1]], "epsilon": [[1, 3]], "alpha": [[1, 2]], "rho": [[0, 1]]}
    batch = LossWorld.batch({name: np.array(values) for name, values in fields.items()}, {"k": 1})
    found = smallest(supply, claim, part, [batch], np.random.default_rng(0))
    assert set(found.batch.fields) == {"law", "epsilon", "alpha"}
    assert found.batch.fields["law"].shape == (1, 2)


def test_an_open_suspect_is_settled_by_simpler_numbers() -> None:
    supply, claim = supply_of(DOMAINS["stkr"]), catalogue["stkr.minimax"].printed
    part, tally = claim.part("unique"), Tally()
    base = [[9, 6, 2, 8], [-9, 6, 2, 8], [0, -18, 2, 8], [0, 0, -8, 8], [0, 0, 0, -40]]
    fields = {
        "marginal": [[3, 3, 2, 2, 2]],
        "base": [base],
        "scale": [[11437, 3600000]],
        "powers": [[1, 0]],
        "task": [[5, 23, -58, 16, 0]],
        "encoder": [[[1, 8], [1, 8], [1, -12], [1, -13], [-5, 1]]],
        "epsilon": [[13450413, 10**7]],
    }
    batch = KernelWorld.batch(
        {name: np.array(values) for name, values in fields.items()}, {"d": 2, "n": 2, "m": 2, "p": 3}
    )
    assert judge(supply.domain, claim, part, batch.instance(0)).hypotheses["attains"][0] is None
    tally.open.append(Refuter(-0.07, 0, batch))
    settle(supply, claim, part, tally)
    assert tally.open == []
    (found,) = tally.refuters
    assert judge(supply.domain, claim, part, found.batch.instance(0)).proves()


def test_whole_numbers_without_an_axis_become_smaller() -> None:
    batch = Batch({"k": np.array([7])}, {}, {"k": count(2, 9)})
    found = smaller_numbers(batch).fields["k"].tolist()
    assert {3, 6} <= set(found)
    assert all(2 <= value <= 9 for value in found)


@pytest.mark.parametrize(
    ("id_", "part", "called"),
    [
        ("objectives.graph-nodes", "learns", "small-graph"),
        ("stkr.kernel-pca-approximation", "lower", "one-point"),
        ("stkr.minimax", "unique", "modes-beyond"),
        ("classical.contraction-absolute", "one", "mirrored"),
        ("classical.serfling-fraction", "fraction", "one or two draws"),
        ("classical.pb-optimistic", "every", "one example"),
        ("classical.pb-catoni-free", "bound", "one example"),
        ("neighbours.tang-posthoc-trained", "any", "a direction of two bits"),
    ],
)
def test_sizes_of_its_own_let_a_family_reach_what_falls_there(id_: str, part: str, called: str) -> None:
    statement = catalogue[id_]
    claim, supply = statement.printed, supply_of(domain_of(statement))
    family, needs = next(f for f in supply.families if f.name == called), supply.domain.needs(claim)
    for seed in range(8):
        rng, total = np.random.default_rng(seed), {p.name: Tally() for p in claim.parts}
        look(supply, claim, *supply.draw(rng, family, RANDOM, supply.sizes(rng, family), needs), total)
        settle(supply, claim, claim.part(part), total[part])
        assert total[part].refuters, seed
    for sizes in supply.small_sizes(needs, frozenset(), 5):
        if supply.suits(family, sizes):
            assert len(supply.draw(np.random.default_rng(0), family, 32, sizes, needs)[0]), sizes
