"""Chapter 6 on losses: verdicts, certificates, second routes, sharp constants, boosting."""

from __future__ import annotations

import doctest
import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from numpy.typing import NDArray
from scipy.optimize import linprog

import contextures as cx
from contextures.exact import numbers
from contextures.exact.numbers import ball
from contextures.measure.domain import GROUPED_LOSSES, SHIFTED_LOSSES
from contextures.measure.encoding import fractions
from contextures.measure.worlds.shift import LossWorld
from contextures.risks import boosting
from contextures.verify.search.draws import supply_of

Array = NDArray[Any]

REFUTED = {
    "shift.group-in-ball",
    "shift.cvar-chi2",
    "shift.doro-formula",
    "shift.doro-worst-group",
}
CHAPTER = (
    "shift.cressie-read-dual",
    "shift.cvar-dual",
    "shift.doro-tv",
    "shift.doro-minimiser",
    "shift.cvar-zero-one",
    "shift.boosted-cvar",
    "shift.doro-lower",
    "shift.cvar-third",
    *sorted(REFUTED),
)


@pytest.fixture(scope="module")
def report(searched: Callable[..., cx.Report]) -> cx.Report:
    return searched(*CHAPTER)


def test_what_falls_and_what_stands(report: cx.Report) -> None:
    fallen = {r.statement.id for r in report.results if r.variant == "printed" and r.verdict == "refuted"}
    assert fallen == REFUTED
    assert report.fallen == ()
    assert report["shift.doro-minimiser", "printed"].verdict == "constant"
    assert report["shift.doro-lower", "printed"].verdict == "ill-posed"
    assert all(r.verdict in {"unrefuted", "argued", "proved"} for r in report.results if r.variant == "corrected")
    assert sum(part.undecided for r in report.results for part in r.parts) == 0


def test_certificates_are_accepted_and_small(report: cx.Report) -> None:
    for result in report.results:
        for document in result.certificates().values():
            assert cx.check(document).proves, document["id"]
            assert len(document["instance"]["law"]) <= 3, document["id"]
            changed = {**document, "instance": {**document["instance"], "law": ["9/10", "1/10"]}}
            assert not cx.check(changed).proves


def world(domain: Any = SHIFTED_LOSSES, k: int = 1, **fields: Any) -> LossWorld:
    """One instance in floats; ratios as fractions."""
    values = {name: Fraction(v) if np.ndim(v) == 0 else fractions(v) for name, v in fields.items()}
    return domain.world.of_floats(domain.world.instance(values, {"k": k}))


def value(name: str, seen: LossWorld, domain: Any = SHIFTED_LOSSES) -> float:
    return float(np.ravel(domain.quantities[name](seen))[0])


@pytest.mark.parametrize("domain", [SHIFTED_LOSSES, GROUPED_LOSSES], ids=["levels", "groups"])
def test_floats_and_exact_numbers_agree(domain: Any) -> None:
    supply, compared = supply_of(domain), set()
    needs = domain.fields - {"law"}
    for index, family in enumerate(supply.families):
        rng = np.random.default_rng(index)
        for _ in range(4):
            batch, _ = supply.draw(rng, family, 2, {**supply.sizes(rng, family), "k": 2}, needs)
            for k in range(2):
                instance = batch.instance(k)
                floats, exact = LossWorld.of_floats(instance), LossWorld.of_instance(instance)
                for name, quantity in domain.quantities.items():
                    try:
                        precise = ball(quantity(exact))
                    except ArithmeticError:
                        continue
                    with np.errstate(all="ignore"):
                        rough = float(np.ravel(quantity(floats))[0])
                    compared.add(name)
                    assert rough == pytest.approx(float(precise.mid()), rel=2e-7, abs=2e-7), (name, instance.to_json())
    assert compared == set(domain.quantities)


def test_doro_is_least_at_a_vertex_of_what_contamination_allows() -> None:
    """R is concave in the law, so that the least is at a vertex of {P' ≤ P_train/(1−ε)}."""
    rng = np.random.default_rng(1)
    for _ in range(8):
        losses, weights = rng.integers(0, 6, 4), rng.dirichlet(np.ones(4))
        epsilon = float(rng.choice([0.1, 0.3]))
        cap = weights / (1 - epsilon)
        laws = []
        for order in itertools.permutations(range(4)):
            law = np.zeros(4)
            for i in order:
                law[i] = min(cap[i], 1 - law.sum())
            laws.append(law)
        for chosen in ({"alpha": 0.4}, {"rho": 0.5, "beta": 2}, {"rho": 0.5, "beta": 3}):
            risks = [
                cx.cvar(losses, 0.4, p / p.sum())
                if "alpha" in chosen
                else cx.cressie_read_risk(losses, weights=p / p.sum(), **chosen)
                for p in laws
            ]
            assert cx.doro_risk(losses, epsilon, weights=weights, **chosen) == pytest.approx(min(risks), abs=1e-9)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_constant_of_the_cvar_gap_is_attained(k: int) -> None:
    """θ̂ = 0 loses 1 on a mass δ that the trimming hides; θ = 1 loses nothing: both have the DORO risk 0."""
    epsilon, alpha = Fraction(1, 11), Fraction(1, 3)
    delta = epsilon / (1 - epsilon)
    seen = world(
        k=k, law=[1 - delta, delta], losses=[[0, 1], [0, 0]], contamination=[1, 0], epsilon=epsilon, alpha=alpha
    )
    gap, sigma = value("cvar_gap", seen), value("sigma_2k", seen)
    assert gap == pytest.approx(float(sigma * delta ** (1 - 1 / (2 * k)) / alpha))


@pytest.mark.parametrize("k", [1, 2])
@pytest.mark.parametrize("rho", [Fraction(1, 10), Fraction(9, 2), Fraction(40)])
def test_the_chi_square_bound_is_attained_at_every_radius(k: int, rho: Fraction) -> None:
    """The loss that no learner can tell from none: 1 on a mass m, which trimming hides."""
    epsilon = Fraction(1, 11)
    delta = epsilon / (1 - epsilon)
    mass = min(delta, 1 / (1 + 2 * rho))
    seen = world(k=k, law=[1 - mass, mass], losses=[[0, 1], [0, 0]], contamination=[1, 0], epsilon=epsilon, rho=rho)
    m, t = float(mass), 2 * float(rho)
    bound = value("sigma_2k_chi", seen) * m ** (-1 / (2 * k)) * (m + np.sqrt(t * m * (1 - m)))
    assert value("chi_square_gap", seen) == pytest.approx(bound)
    assert bound == pytest.approx(value("learner_gap_chi", world(law=[1], epsilon=epsilon, rho=rho)))
    assert bound == pytest.approx(2 * value("drawn_gap_chi", world(law=[1], epsilon=epsilon, rho=rho)))
    older = np.sqrt(1 + t) * value("sigma_2k_chi", seen) * float(delta) ** (1 / 2 - 1 / (2 * k))
    assert bound <= older * (1 + 1e-12)


def test_the_sharp_bound_of_the_worst_group_is_attained() -> None:
    """A group of mass α with a loss a on a mass δ and b on the rest, none outside."""
    for high, low in ((5, 1), (3, 2), (1, 0)):
        alpha, delta = Fraction(1, 4), Fraction(1, 12)
        seen = world(
            GROUPED_LOSSES,
            law=[delta, alpha - delta, 1 - alpha],
            losses=[[high, low, 0]],
            groups=[[1, 1, 0]],
            contamination=[0, 0, 1],
            epsilon=delta / (1 + delta),
        )
        q = float(delta / alpha)
        kept, risk, sigma = (value(name, seen, GROUPED_LOSSES) for name in ("cvar_doro", "R_max", "sigma"))
        assert kept <= (1 - q) * sigma / np.sqrt(float(alpha))
        assert risk == pytest.approx(kept + np.sqrt(q * (sigma**2 / float(alpha) - kept**2 / (1 - q))))


def test_what_is_kept_is_farthest_from_the_law_by_a_linear_programme() -> None:
    """max Σ u over P' ≤ P_train/(1−ε) and u ≤ (P' − P)_+, by every choice of the points where P' is larger."""
    rng = np.random.default_rng(4)
    for _ in range(10):
        law, other = rng.integers(0, 4, 4) + np.eye(4, dtype=int)[0], rng.integers(0, 4, 4) + np.eye(4, dtype=int)[1]
        epsilon = Fraction(int(rng.integers(1, 5)), 10)
        seen = world(law=fractions(law), contamination=fractions(other), epsilon=epsilon)
        p, cap = seen.p[0], seen.train[0] / (1 - float(epsilon))
        best = 0.0
        for signs in itertools.product((0, 1), repeat=4):
            done = linprog(-np.array(signs), A_eq=np.ones((1, 4)), b_eq=[1.0], bounds=[(0, c) for c in cap])
            best = max(best, -done.fun - float(np.array(signs) @ p))
        assert value("farthest_kept", seen) == pytest.approx(best, abs=1e-9)


PAIRS = (("robust_risk", "robust_dual"), ("doro", "doro_split"))


def test_the_two_routes_over_a_ball_enclose_one_number_tightly() -> None:
    rng = np.random.default_rng(5)
    compared = 0
    for order in (Fraction(3, 2), Fraction(2), Fraction(3)):
        for _ in range(4):
            fields = {
                "law": fractions(rng.integers(1, 6, 4)),
                "losses": fractions(rng.integers(-3, 6, (1, 4))),
                "contamination": fractions(rng.integers(1, 6, 4)),
                "epsilon": Fraction(1, int(rng.integers(3, 9))),
                "rho": Fraction(int(rng.integers(0, 9)), 4),
                "beta": order,
            }
            exact = LossWorld.of_instance(LossWorld.instance(fields, {"k": 1}))
            for names in PAIRS:
                first, second = (ball(SHIFTED_LOSSES.quantities[name](exact)) for name in names)
                assert first.overlaps(second)
                assert float(first.rad()) + float(second.rad()) < 1e-7
                compared += order != 2
    assert compared == 16


def test_a_false_duality_is_certified_either_way() -> None:
    """1 % less on either side is refuted exactly, by brackets that know nothing of each other."""
    fields = {
        "law": fractions([1, 2, 1]),
        "losses": fractions([[4, 1, 0]]),
        "rho": Fraction(1, 3),
        "beta": Fraction(3),
        "alpha": Fraction(1, 2),
    }
    exact = LossWorld.of_instance(LossWorld.instance(fields, {"k": 1}))
    primal, dual = (SHIFTED_LOSSES.quantities[name](exact) for name in PAIRS[0])
    share = fmpq(99, 100)
    assert numbers.holds(primal, "<=", numbers.multiply([share, dual])) is False
    assert numbers.holds(dual, "<=", numbers.multiply([share, primal])) is False


def test_twice_the_larger_term_is_the_best_factor() -> None:
    """As δ/α → 0, with losses α/δ on mass δ and 1 on mass α, R_max over the larger term of the bound tends to 2."""
    ratios = []
    for small in (Fraction(1, 10), Fraction(1, 1000), Fraction(1, 10**5)):
        alpha = Fraction(1, 4)
        delta = alpha * small
        epsilon = delta / (1 + delta)
        law = [delta, alpha - delta, delta, 1 - alpha - delta]
        seen = world(
            GROUPED_LOSSES,
            law=law,
            losses=[[1 / small, 1, 1, 0]],
            groups=[[1, 1, 0, 0]],
            contamination=[0, 0, 0, 1],
            epsilon=epsilon,
        )
        noise = value("sigma", seen, GROUPED_LOSSES) * np.sqrt(float(delta)) / float(alpha)
        ratios.append(value("R_max", seen, GROUPED_LOSSES) / max(value("cvar_doro", seen, GROUPED_LOSSES), noise))
    assert ratios[0] < ratios[1] < ratios[2] <= 2
    assert ratios[2] > 1.9999


def test_lower_and_upper_bound_of_the_learners_are_equal() -> None:
    for epsilon, alpha in ((Fraction(1, 10), Fraction(1, 2)), (Fraction(1, 3), Fraction(1, 8))):
        seen = world(law=[1], epsilon=epsilon, alpha=alpha)
        delta = epsilon / (1 - epsilon)
        assert value("learner_gap", seen) == pytest.approx(float(min(alpha, delta) / alpha))
        assert value("drawn_gap", seen) == pytest.approx(float(min(alpha, delta) / alpha) / 2)


# ------------------------------------------------------------------------------------------------------------- boosting
def best_mixture(losses: Array, alpha: float) -> float:
    """The programme of one family, written in the weights of the points: max min_t ⟨w, ℓ^t⟩."""
    size, n = losses.shape
    done = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.concatenate([-losses, np.ones((size, 1))], axis=1),
        b_ub=np.zeros(size),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, 1 / (alpha * n))] * n + [(None, None)],
    )
    return float(-done.fun)


def test_mixtures_against_one_programme_at_a_time() -> None:
    rng = np.random.default_rng(0)
    losses, alpha = rng.integers(0, 2, (20, 4, 6)).astype(float), rng.choice([0.2, 0.5, 0.9, 1.0], 20)
    primal, dual = (boosting.solve_mixtures(losses, alpha, dual=dual) for dual in (False, True))
    expected = [best_mixture(table, level) for table, level in zip(losses, alpha, strict=True)]
    assert np.allclose(primal, expected, atol=1e-9)
    assert np.allclose(1 - dual, expected, atol=1e-9)


def test_primal_equals_dual_in_rationals() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        table = rng.integers(0, 2, (3, 5))
        instance = LossWorld.instance(
            {"law": fractions([1]), "losses": fractions(table), "alpha": Fraction(int(rng.integers(1, 11)), 10)},
            {"k": 1},
        )
        exact = LossWorld.of_instance(instance)
        found, dual = (SHIFTED_LOSSES.quantities[name](exact) for name in ("mixture_cvar", "boosting_value"))
        assert type(found).__name__ == "fmpq", found
        assert found == 1 - dual
        expected = best_mixture((table > 0).astype(float), float(instance.fields["alpha"]))
        assert float(found) == pytest.approx(expected, abs=1e-9)


def test_a_mixture_is_strictly_better_than_every_classifier() -> None:
    found = cx.boosted_cvar(np.eye(3), 1 / 3)
    assert found.value == pytest.approx(1 / 3)
    assert found.deterministic == 1.0
    assert found.mixture == pytest.approx(np.full(3, 1 / 3))
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights @ np.eye(3)).min() == pytest.approx(found.value)


@pytest.mark.parametrize(
    ("losses", "alpha", "said"),
    [([[1.0, np.nan]], 0.5, "losses"), ([1.0], 0.5, "a table"), ([[1.0]], 0.0, "alpha is 0.0"), ([[]], 0.5, "a table")],
)
def test_bad_input_of_boosting(losses: Any, alpha: float, said: str) -> None:
    with pytest.raises(cx.InputError, match=said):
        cx.boosted_cvar(losses, alpha)


def test_examples_of_the_documentation() -> None:
    assert doctest.testmod(boosting).failed == 0


def test_bounds_of_the_chapter_in_the_calculator() -> None:
    found = cx.bound("shift.doro-minimiser", alpha="1/2", epsilon="1/11", k=1, sigma_2k=2)
    assert found.value == pytest.approx(2 * 0.1**0.5 / 0.5)
    group = cx.bound("shift.doro-worst-group", alpha="1/4", epsilon="1/10", sigma=1, cvar_doro="1/2")
    assert group.value == pytest.approx(0.5 + 4 / 3)
    assert set(group.terms) == {"DORO", "contamination"}


def test_a_batch_keeps_its_instances() -> None:
    batch = LossWorld.batch({"law": np.array([[1, 3], [2, 2]]), "losses": np.array([[[0, 4]], [[4, 0]]])}, {"k": 1})
    assert np.allclose(LossWorld.of_batch(batch).p, [[0.25, 0.75], [0.5, 0.5]])


def test_a_better_mixture_is_shown_and_not_only_claimed(report: cx.Report) -> None:
    result = report["shift.boosted-cvar", "printed"]
    (part,) = (part for part in result.parts if part.name == "strictly-better")
    assert part.verdict == "proved"
    assert part.certificate is not None
    assert part.certificate["kind"] == "example"
    assert cx.check(part.certificate).proves
    weights, losses = part.certificate["instance"]["law"], np.array(part.certificate["instance"]["losses"], dtype=float)
    alpha = float(Fraction(part.certificate["instance"]["alpha"]))
    found = cx.boosted_cvar((losses > 0).astype(float), alpha)
    assert len(weights) == losses.shape[1]
    assert found.value < found.deterministic
