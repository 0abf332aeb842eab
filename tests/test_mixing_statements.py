"""Chapter 4: its quantities against the public operations and a conic solver, its example, and planted errors."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures.exact.numbers import ball
from contextures.measure.domain import MIXED_CONTEXTS
from contextures.theory.catalogue import Catalogue
from contextures.theory.mixing import CONVEX_KERNEL, MODERATE, WEIGHTS
from contextures.theory.statement import Claim, Part
from contextures.theory.symbols.contexts import d
from contextures.theory.symbols.mixing import J, eta, game_value_average, game_value_best, lambda_mix, steps
from contextures.verify.certificates.certificate import digest
from contextures.verify.search.draws import supply_of

FIELDS = frozenset({
    "second", "third", "mixture", "mixture_other", "channel", "channel_after", "pair", "encoder", "encoder_second",
    "epsilon", "task", "rate",
})  # fmt: skip
Q = MIXED_CONTEXTS.quantities


@pytest.fixture(scope="module", params=[("small", 2), ("sparse", 3), ("graph", 2)], ids=lambda p: f"{p[0]}-{p[1]}")
def drawn(request):
    """A batch of a family, the world it is seen in, and the contexts of each instance as public objects."""
    name, count = request.param
    supply = supply_of(MIXED_CONTEXTS)
    family = next(family for family in supply.families if family.name == name)
    rng = np.random.default_rng(5)
    batch, world = supply.draw(rng, family, 6, {"N": 4, "M": 4, "d": 2, "J": count, "steps": 3}, FIELDS)
    contexts = []
    for k in range(6):
        first = cx.Context.from_table(batch.fields["joint"][k])
        rows = [batch.fields[name][k] for name in ("second", "third")[: count - 1]]
        rest = [cx.Context.from_conditional(w / w.sum(1, keepdims=True), first.p_x) for w in rows]
        contexts.append([first, *rest])
    return batch, world, contexts


def entries(quantity, world, k, length):
    """The values of an indexed quantity at one instance, filled with zeros."""
    values = [value[k] for value in Q[quantity](world)]
    return np.array((values + [0.0] * length)[:length])


def test_the_mixtures_are_the_public_ones(drawn):
    batch, world, contexts = drawn
    for k, each in enumerate(contexts):
        weights = batch.fields["mixture"][k] / batch.fields["mixture"][k].sum()
        mixed = cx.mix(*each, weights=weights)
        size = len(mixed.singular_values)
        np.testing.assert_allclose(entries("lambda_mix", world, k, size), mixed.singular_values**2, atol=1e-10)
        whole = cx.concatenate(*each).singular_values
        np.testing.assert_allclose(entries("s_concatenation", world, k, len(whole)), whole, atol=1e-7)
        channel = batch.fields["channel"][k]
        behind = cx.Context.from_conditional(channel / channel.sum(1, keepdims=True), each[0].p_a)
        chain = cx.convolve(each[0], behind).singular_values
        np.testing.assert_allclose(entries("s_convolution", world, k, len(chain)), chain, atol=1e-7)
        np.testing.assert_allclose(
            entries("s_link", world, k, len(behind.singular_values)), behind.singular_values, atol=1e-7
        )
        both = cx.product(each[0], cx.Context.from_table(batch.fields["pair"][k])).singular_values ** 2
        np.testing.assert_allclose(entries("lambda_product", world, k, len(both)), both, atol=1e-10)
        assert Q["tau_1"](world)[k] == pytest.approx(cx.usefulness(each[0]).tau, abs=1e-8)
        assert Q["tau_mix"](world)[k] == pytest.approx(cx.usefulness(mixed).tau, abs=1e-8)
        if batch.fields["task"][k].std() > 0:
            rho = cx.compatibility(mixed, batch.fields["task"][k])
            assert Q["rho_square_mix"](world)[k] == pytest.approx(rho**2, abs=1e-10)


def test_the_game_is_that_of_the_weights(drawn):
    batch, world, contexts = drawn
    for k, each in enumerate(contexts):
        best = cx.optimal_weights(each, 2)
        assert Q["game_value_best"](world)[k] == pytest.approx(best.value, abs=2e-5)
        assert Q["game_value_best"](world)[k] <= best.upper + 1e-9
        rate = batch.fields["rate"][k, 0] / batch.fields["rate"][k, 1]
        if best.upper - best.value < 1e-8:
            learned = cx.learn_weights(each, 2, steps=3, eta=rate)
            assert Q["game_value_average"](world)[k] >= best.value - learned.regret - 1e-9


def test_errors_of_encoders_are_the_public_ones(drawn):
    batch, world, contexts = drawn
    for k, (first, *_) in enumerate(contexts):
        one, two = batch.fields["encoder"][k], batch.fields["encoder_second"][k]
        both = np.hstack([one, two])
        assert Q["RT_both"](world)[k] == pytest.approx(cx.ratio_trace(first, both), abs=1e-9)
        epsilon = batch.fields["epsilon"][k, 0] / batch.fields["epsilon"][k, 1]
        if 1 - first.singular_values[0] + 1e-6 < epsilon <= 1:
            for name, encoder in (("error_first", one), ("error_second", two), ("error_both", both)):
                assert Q[name](world)[k] == pytest.approx(cx.worst_case_error(first, encoder, epsilon), abs=1e-8)


def test_exact_values_hold_the_floats(drawn):
    batch, world, _ = drawn
    indexed = ("lambda_mix", "s_concatenation", "s_convolution", "lambda_pairs", "weyl", "least_surplus", "rho_square")
    scalar = ("mix_defect", "convolution_defect", "game_value", "game_value_between", "tau_mix", "rho_square_mix")
    for k in range(2):
        exact = MIXED_CONTEXTS.world.of_instance(batch.instance(k))
        for name in scalar:
            assert float(ball(Q[name](exact)).mid()) == pytest.approx(Q[name](world)[k], abs=1e-8), name
        for name in indexed:
            values = np.array([float(ball(value).mid()) for value in Q[name](exact)])
            np.testing.assert_allclose(values, entries(name, world, k, len(values)), atol=1e-7, err_msg=name)


# Existence


@pytest.fixture(scope="module")
def example():
    report = cx.verify(MODERATE.id, instances=3000, seed=1, time_budget=3600.0)
    return report[MODERATE.id, "printed"]


def test_existence_is_proved_by_an_example(example):
    assert example.verdict == "proved"
    (document,) = example.certificates().values()
    assert document["kind"] == "example"
    assert cx.check(document).proves
    instance = document["instance"]
    first = cx.Context.from_table([[float(sp.Rational(v)) for v in row] for row in instance["joint"]])
    rows = np.array([[float(sp.Rational(v)) for v in row] for row in instance["second"]])
    second = cx.Context.from_conditional(rows / rows.sum(1, keepdims=True), first.p_x)
    weights = np.array([float(sp.Rational(v)) for v in instance["mixture"]])
    taus = [cx.usefulness(context).tau for context in (cx.mix(first, second, weights=weights), first, second)]
    assert taus[0] < min(taus[1:])


def test_an_edited_example_proves_nothing(example):
    (document,) = example.certificates().values()
    for key, value in (("kind", "refutation"), ("instance", {**document["instance"], "mixture": ["1", "0"]})):
        edited = {**document, key: value}
        assert not cx.check(edited).proves
        assert not cx.check({**edited, "sha256": digest(edited)}).proves


def test_what_does_not_exist_stays_open():
    part = dataclasses.replace(MODERATE.printed.parts[0], name="impossible", lhs=MODERATE.printed.parts[0].lhs + 1)
    claim = dataclasses.replace(MODERATE.printed, parts=(part,))
    impossible = dataclasses.replace(MODERATE, id="mine.impossible", printed=claim)
    report = cx.verify(statements=Catalogue([impossible]), instances=400, time_budget=3600.0)
    assert report["mine.impossible", "printed"].verdict == "unrefuted"


def test_an_equality_has_no_negation():
    with pytest.raises(ValueError, match="no relation"):
        _ = Part("equal", lambda_mix[1], "==", 0, exists=True).negation


# Planted errors


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        (
            WEIGHTS,
            Part(
                "regret",
                game_value_best - game_value_average,
                "<=",
                sp.log(J) / (eta * steps) + eta * d**2 / 18,
            ),
        ),
        (
            CONVEX_KERNEL,
            dataclasses.replace(
                CONVEX_KERNEL.printed.part("weyl"), rhs=sp.Rational(9, 10) * CONVEX_KERNEL.printed.part("weyl").rhs
            ),
        ),
    ],
    ids=["regret", "weyl"],
)
def test_a_planted_error_is_refuted(statement, part):
    claim = Claim(statement.printed.text, statement.printed.tex, (part,), statement.printed.given)
    planted = dataclasses.replace(statement, id="mine.planted", printed=claim, uses=())
    report = cx.verify(statements=Catalogue([planted]), instances=4_000, time_budget=3600.0)
    found = report["mine.planted", "printed"]
    assert found.verdict == "refuted"
    (document,) = found.certificates().values()
    assert cx.check(document, Catalogue([planted])).proves
