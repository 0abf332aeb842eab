"""Quantities that are optima over a field or a witness: exact, and from their side only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures import InputError, sorts
from contextures.exact.numbers import ball
from contextures.measure.domain import domain_of
from contextures.verify.search.agreement import disagreement
from tests.declaring import drawn, stated, symbol


def best_domain() -> cx.Domain:
    domain = cx.Domain(
        "optima", {"w": sorts.graph("v"), "f": sorts.values("v"), "a": sorts.symmetric("v")}, sizes={"v": (2, 4)}
    )

    @domain.quantity("largest cut", best={"side": sorts.subset("v")})
    def cut(world: Any) -> Any:
        """Over all subsets."""
        side = world["side"]
        return (world["w"] * side[..., :, None] * (1 - side[..., None, :])).sum((-1, -2))

    @domain.quantity("all weight")
    def weight(world: Any) -> Any:
        return world["w"].sum((-1, -2)) / 2

    @domain.quantity("smallest mean", best={"q": sorts.mass("v")}, sense="smallest", shape="affine")
    def mean(world: Any) -> Any:
        return (world["q"] * world["f"]).sum(-1)

    @domain.quantity("least value")
    def least(world: Any) -> Any:
        return world["f"].min(-1)

    @domain.quantity("largest form", best={"u": sorts.unit(1, "v")}, shape="quadratic")
    def form(world: Any) -> Any:
        u = world["u"][..., 0, :]
        return (u[..., None, :] @ world["a"] @ u[..., :, None])[..., 0, 0]

    @domain.quantity("largest eigenvalue")
    def eigenvalue(world: Any) -> Any:
        return world.eigenvalues(world["a"])[..., 0]

    @domain.quantity("largest sum along a tour", best={"image": sorts.permutation("v")})
    def assigned(world: Any) -> Any:
        return (world.indicator(world["image"], "v") * world["f"][..., :, None] * world["f"][..., None, :]).sum(
            (-1, -2)
        )

    @domain.quantity("sum of squares")
    def squares(world: Any) -> Any:
        return (world["f"] ** 2).sum(-1)

    @domain.quantity("largest product", best={"q": sorts.mass("v"), "r": sorts.mass("v")})
    def product(world: Any) -> Any:
        return (world["q"] * world["r"]).sum(-1)

    return domain


@pytest.mark.parametrize(("best", "known"), [("mean", "least"), ("form", "eigenvalue"), ("assigned", "squares")])
def test_exact_optima_are_the_known_ones(best: str, known: str) -> None:
    domain = best_domain()
    statement = stated(domain, cx.Part("p", symbol(best), "==", symbol(known)))
    measured = domain_of(statement)
    batch, world = drawn(statement)
    np.testing.assert_allclose(measured.quantities[best](world), measured.quantities[known](world), atol=1e-9)
    for k in range(4):
        exact = measured.world.of_instance(batch.instance(k))
        one, other = (ball(measured.quantities[name](exact)) for name in (best, known))
        assert (one - other).contains(0)


def test_a_supremum_over_subsets_is_exact() -> None:
    domain = best_domain()
    cut, weight = (symbol(name) for name in ("cut", "weight"))
    report = cx.verify(
        statements=cx.Catalogue(
            [
                stated(domain, cx.Part("at-most", cut, "<=", weight), cx.Part("half", weight / 2, "<=", cut)),
                stated(domain, cx.Part("two-thirds", 2 * weight / 3, "<=", cut), name="two"),
            ]
        ),
        instances=4000,
    )
    one, two = report.results
    assert str(one.parts[0].verdict) == "unrefuted"
    assert str(one.parts[1].verdict) == "refuted"  # loops are never cut
    assert str(two.verdict) == "refuted"
    assert all(
        cx.check(part.certificate, cx.Catalogue([one.statement])).proves for part in one.parts if part.certificate
    )


def test_a_witness_refutes_from_its_side_only() -> None:
    domain = best_domain()
    product = symbol("product")
    statement = stated(domain, cx.Part("below", product, "<=", sp.Rational("9/10")), cx.Part("above", 2, "<=", product))
    report = cx.verify(statements=cx.Catalogue([statement]), instances=500)
    below, above = report.results[0].parts
    assert str(below.verdict) == "refuted"
    assert below.certificate is not None
    assert set(below.certificate["witness"]["product"]) == {"q", "r"}
    assert cx.check(below.certificate, cx.Catalogue([statement])).proves
    assert str(above.verdict) == "unrefuted"
    assert above.undecided > 0  # no witness bounds a supremum from above


def test_a_field_of_the_domain_is_optimised_where_it_is_the_witness() -> None:
    domain = cx.Domain("cuts", {"w": sorts.graph("v"), "side": sorts.subset("v")})

    @domain.quantity("largest cut", witness="side")
    def cut(world: Any) -> Any:
        side = world["side"]
        return (world["w"] * side[..., :, None] * (1 - side[..., None, :])).sum((-1, -2))

    @domain.quantity("weight")
    def weight(world: Any) -> Any:
        return (world["w"].sum((-1, -2)) - world.trace(world["w"])) / 2

    statement = stated(domain, cx.Part("half", weight / 2, "<=", cut), cx.Part("all", weight, "<=", cut))
    half, all_ = cx.verify(statements=cx.Catalogue([statement]), instances=2500).results[0].parts
    assert str(half.verdict) == "unrefuted"
    assert str(all_.verdict) == "refuted"
    assert all_.certificate is not None
    assert set(all_.certificate["instance"]) == {"w"}
    with pytest.raises(InputError, match="the witness 'no' is no field"):
        domain.quantity(witness="no")


def test_too_many_choices_are_refused() -> None:
    domain = cx.Domain("many", {"f": sorts.values("x")}, fixed={"x": 13})

    @domain.quantity(best={"s": sorts.subset("x")})
    def most(world: Any) -> Any:
        return (world["s"] * world["f"]).sum(-1)

    assert "8,192 choices; at most 4,096" in disagreement(stated(domain, cx.Part("p", most, "<=", 1)))
