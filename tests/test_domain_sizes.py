"""Whole numbers that the instances of a domain share: sample sizes and bounds that go together."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import contextures as cx
from contextures import InputError, sorts
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import ball
from contextures.measure.declared import quantities_of, world_of
from contextures.measure.domain import MeasuredDomain
from contextures.measure.instance import Instance
from contextures.measure.worlds.declared.world import DeclaredWorld
from contextures.verify.search.draws import supply_of


def losses(n: int = 5, **more: object) -> cx.Domain:
    fields = {"law": sorts.law("z"), "loss": sorts.ratios("h", "z"), "label": sorts.labels("z", "k")}
    return cx.Domain("losses", fields, sizes={"z": (1, 3)}, shared={"n": (2, n)}, **more)


def test_all_instances_of_a_batch_share_a_sample_size() -> None:
    domain = losses(together=lambda sizes: sizes["z"] * sizes["n"] <= 8)
    supply = supply_of(MeasuredDomain(domain.name, world_of(domain), quantities_of(domain), domain))
    rng, seen = np.random.default_rng(0), set()
    for family in supply.families:
        sizes = supply.sizes(rng, family)
        batch, world = supply.draw(rng, family, 5, sizes, frozenset({"law", "loss", "n"}))
        assert isinstance(world, DeclaredWorld)
        assert world.samples("law", world.size("n")).counts.sum(1).tolist()[0] == sizes["n"]
        assert batch.instance(0).to_json()["n"] == sizes["n"]
        assert (world["loss"] >= 0).all()
        assert (world["loss"] <= 1).all()
        seen.add((sizes["z"], sizes["n"]))
    assert all(z * n <= 8 and 2 <= n <= 5 for z, n in seen)
    assert len(seen) > 4


@pytest.mark.parametrize(
    ("shared", "says"),
    [({"z": (1, 2)}, "is a field or a space"), ({"1n": (1, 2)}, "no name"), ({"m": (0, 2)}, "from 1 up")],
)
def test_a_shared_number_has_a_name_of_its_own_and_bounds(shared: dict[str, tuple[int, int]], says: str) -> None:
    with pytest.raises(cx.InputError, match=says):
        cx.Domain("losses", {"law": sorts.law("z")}, shared=shared)


def test_the_least_sizes_go_together() -> None:
    with pytest.raises(cx.InputError, match="no instance"):
        losses(together=lambda sizes: sizes["n"] > 2)


def test_events_with_ties_and_outcomes_in_order_agree_in_both_back_ends() -> None:
    domain = losses()
    kind = world_of(domain)
    instance = Instance({"law": np.array([Fraction(1, 10), Fraction(9, 10)]), "loss": np.array([[Fraction(1, 3)] * 2])},
                        {"n": 3}, domain.fields)  # fmt: skip
    floats, exact = kind(instance.floats(), {"n": 3}, Floats()), kind.of_instance(instance)
    drawn = [world.sequences("law", world.size("n")) for world in (floats, exact)]
    assert drawn[0].points.tolist() == drawn[1].points.tolist()
    np.testing.assert_allclose(drawn[0].probabilities[0], [float(ball(v)) for v in drawn[1].probabilities.values])
    assert exact.sequences("law", 3).probabilities.sum().item() == 1
    for world in (floats, exact):
        tenth = world["law"][..., 0]
        thirds = tenth + tenth + tenth
        assert np.all(world.reaches(Fraction(3, 10) if world.exact else 0.3, thirds))
        assert not np.any(world.exceeds(thirds, Fraction(3, 10) if world.exact else 0.3))
        assert np.all(world.exceeds(tenth, -np.inf if not world.exact else -1))
    shuffled = np.sort(exact["law"] * [1, -1])
    assert [str(v) for v in shuffled.values] == ["-9/10", "1/10"]


def test_a_family_may_look_near_some_sizes_only():
    def ones(rng, count, sizes):
        assert sizes["k"] <= 3
        return {"v": np.ones((count, sizes["k"], 2), dtype=int)}

    near = cx.Domain(
        "near", {"v": sorts.ratios("k")}, sizes={"k": (1, 9)}, families={"ones": ones}, near={"ones": {"k": (2, 3)}}
    )
    supply = supply_of(MeasuredDomain(near.name, world_of(near), quantities_of(near), near))
    rng = np.random.default_rng(0)
    seen = {f.name: {supply.sizes(rng, f)["k"] for _ in range(200)} for f in supply.families}
    assert seen.pop("ones") == {2, 3}
    assert all(sizes == set(range(1, 10)) for sizes in seen.values())
    with pytest.raises(InputError, match="of no family"):
        cx.Domain("none", {"v": sorts.ratios("k")}, near={"ones": {"k": (2, 3)}})


def test_a_counterexample_keeps_sizes_that_go_together() -> None:
    domain = cx.Domain(
        "as many points of x as of y, at least",
        {"f": sorts.values("x"), "g": sorts.values("y")},
        sizes={"x": (1, 4), "y": (1, 3)},
        together=lambda sizes: sizes["x"] >= sizes["y"],
    )

    @domain.quantity("Σf − Σg")
    def gap(world: Any) -> Any:
        return world["f"].sum(-1) - world["g"].sum(-1)

    @domain.quantity("points of y")
    def points(world: Any) -> Any:
        return world.size("y")

    three = (cx.Hypothesis("three", 3, "<=", points),)
    claim = cx.Claim("Σf ≤ Σg.", r"\sum f\le\sum g", (cx.Part("below", gap, "<=", 0, scale=1),), three)
    statement = cx.Statement("mine.gap", "A gap", cx.Kind.INEQUALITY, cx.Source("ours"), domain=domain, printed=claim)
    found = cx.verify(statements=cx.Catalogue([statement]), instances=400, jobs=1).results[0].parts[0]
    assert found.certificate is not None
    instance = found.certificate["instance"]
    assert len(instance["f"]) == len(instance["g"]) == 3
