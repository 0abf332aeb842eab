"""Small errors planted in tight bounds over declared domains are found and certified; the true bounds stand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import contextures as cx
from benchmarks.hunting import hunt
from benchmarks.planted import DOMAINS, Planted
from contextures import sorts
from contextures.measure.domain import domain_of
from contextures.measure.instance import Batch
from contextures.verify.search import search
from contextures.verify.search.climb import FIRST, Steps, climb
from contextures.verify.search.directions import Directions
from contextures.verify.search.search import RANDOM, Merits, explore
from contextures.verify.search.suspects import Tally
from tests.dear import thirds

EVERY = {planted.original.id: planted for bounds in DOMAINS.values() for planted in bounds}
SAMPLE = {
    "chains.fano": 6, "chains.gibbs": 3, "channels.radius": 6, "channels.ball": 6, "graphs.resistance": 3,
    "graphs.rayleigh": 3, "operators.welch": 6, "operators.bell": 6, "samples.cantelli": 6,
}  # fmt: skip
"""Errors, and the chunks in which they are found."""
CHUNKS = 120
"""Far more than the slowest of them needs."""


def test_sixty_errors_in_five_domains() -> None:
    assert len(EVERY) == 60
    assert len({planted.original.domain for planted in EVERY.values()}) == len(DOMAINS) == 5
    assert all(planted.mutant.printed != planted.original.printed for planted in EVERY.values())


@pytest.mark.parametrize("id_", SAMPLE)
def test_a_sample_is_found_and_certified(id_: str) -> None:
    outcome = hunt(EVERY[id_], chunks=SAMPLE[id_])
    assert outcome.found
    assert not outcome.fell


@pytest.mark.campaign
@pytest.mark.parametrize("planted", thirds(EVERY.values()), ids=lambda planted: planted.original.id)
def test_every_error_is_found_and_no_true_bound_falls(planted: Planted) -> None:
    outcome = hunt(planted, chunks=CHUNKS)
    assert outcome.found, f"not found in {CHUNKS} chunks"
    assert not outcome.fell


def batch_of_one() -> Batch:
    """An instance with a field of every sort that has directions, and one that has none."""
    known = {
        "p": sorts.mass("x"), "k": sorts.channel("x", "y"), "w": sorts.graph("x"), "s": sorts.symmetric("x"),
        "c": sorts.semidefinite("x"), "r": sorts.ratio(0, 1), "u": sorts.unit("x", "y"), "side": sorts.subset("x"),
    }  # fmt: skip
    fields = {
        "p": np.array([[1, 0, 3]]),
        "k": np.array([[[1, 2], [0, 5], [4, 4]]]),
        "w": np.array([[[0, 1, 2], [1, 0, 0], [2, 0, 7]]]),
        "s": np.array([[[1, -1, 0], [-1, 2, 3], [0, 3, -5]]]),
        "c": np.array([[[1, 0, 0], [2, 1, 0], [0, 0, 3]]]),
        "r": np.array([[1, 4]]),
        "u": np.array([[[1, 0], [1, 1], [-2, 1]]]),
        "side": np.array([[1, 0, 1]]),
    }
    return Batch(fields, {}, known, {"s": 3, "c": 2})


def test_directions_give_the_instance_back() -> None:
    batch = batch_of_one()
    directions = Directions(batch, frozenset(batch.fields))
    again = directions.at(directions.start[None])
    before, after = batch.instance(0).fields, again.instance(0).fields
    for name in batch.fields:
        assert np.all(before[name] == after[name]), name


def test_directions_stay_with_what_is_read_and_within_bounds() -> None:
    batch = batch_of_one()
    directions = Directions(batch, frozenset({"p", "r", "side"}))
    assert len(directions.start) == 4
    found = directions.at(directions.start + np.array([[-9.0, 1.0, 0.0, 5.0], [0.0, 0.0, 1.0, -5.0]]))
    assert found.sound().all()
    assert [found.instance(k).fields["r"] for k in (0, 1)] == [1, 0]
    assert found.instance(0).fields["p"][0] == 0
    assert np.array_equal(found.fields["s"], np.repeat(batch.fields["s"], 2, axis=0))


def test_a_climb_reaches_an_optimum_off_the_axes() -> None:
    batch = Batch({"f": np.array([[3, -4, 8]])}, {}, {"f": sorts.values("x")}, {})
    seen: list[float] = []

    def look(tried: Batch) -> np.ndarray:
        f = tried.floats()["f"]
        found = 1 + 100 * (f.sum(-1) - 1) ** 2 + ((f - np.array([0.3, 0.3, 0.4])) ** 2).sum(-1)
        seen.append(found.min())
        return found

    climb(np.random.default_rng(0), batch, frozenset({"f"}), look)
    assert min(seen) < 1.001
    assert min(seen[:3]) > 2


def test_steps_grow_along_a_straight_way_and_shrink_where_nothing_is_gained() -> None:
    rng = np.random.default_rng(0)
    straight, lost = Steps(4), Steps(4)
    for _ in range(20):
        tried = straight.draw(rng)
        straight.learn(tried[np.argsort(-tried[:, 0])])
        tried = lost.draw(rng)
        lost.learn(tried[np.argsort((tried**2).sum(1))])
    assert straight.size > 2 * FIRST
    assert lost.size < FIRST
    assert straight.covariance[0, 0] > 2 * straight.covariance[1, 1]


def test_ties_are_no_place_to_go_on_from_and_sizes_are_tried_where_there_was_nothing_else() -> None:
    sizes = cx.Domain("a law on a space of any size", {"p": sorts.mass("x")}, sizes={"x": (2, 4)})

    @sizes.quantity("1 where there are four points")
    def four(world: object) -> object:
        return 1 if world.size("x") == 4 else 0

    part = cx.Part("none", four, "<=", 0)
    statement = cx.Statement(
        id="mine.four", title="No four points", kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=sizes,
        printed=cx.Claim("No four points.", "4=0", (part,)),
    )  # fmt: skip
    domain = domain_of(statement)
    supply = search.supply_of(domain)
    seen: list[tuple[int, int]] = []

    def look(batch: Batch, world: object) -> np.ndarray:
        seen.append((len(batch), batch.fields["p"].shape[1]))
        return np.zeros(len(batch))

    total = {"none": Tally(worst=0.0)}
    explore(supply, np.random.default_rng(0), 0, frozenset({"p"}), look, Merits(supply, total))
    assert [count for count, _ in seen[:4]] == [RANDOM] * 4
    assert {points for count, points in seen if count == search.GLANCE} == {2, 3, 4}
    looks = len(seen)
    total["none"] = Tally(worst=0.5)
    explore(supply, np.random.default_rng(0), 0, frozenset({"p"}), look, Merits(supply, total))
    assert len(seen) - looks < looks
    assert hunt(Planted(statement, statement, "four"), chunks=1).found


def test_once_a_part_has_fallen_the_other_is_searched() -> None:
    pair = cx.Domain("two numbers", {"s": sorts.ratio(0, 1), "t": sorts.ratio(0, 1)})

    @pair.quantity("s")
    def first(world: object) -> object:
        return world["s"]

    @pair.quantity("t")
    def second(world: object) -> object:
        return world["t"]

    third = Fraction(1, 3)
    hidden = (first - third) ** 2 + (second - third / 2) ** 2
    claim = cx.Claim(
        "Two bounds.", "", (cx.Part("wrong", first, "<=", third), cx.Part("hidden", Fraction(1, 10**5), "<=", hidden))
    )
    statement = cx.Statement(
        id="mine.two", title="Two", kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=pair, printed=claim
    )
    found = search.search_chunks(statement, "printed", 0, range(3))
    assert found["wrong"].refuters
    assert found["hidden"].refuters
