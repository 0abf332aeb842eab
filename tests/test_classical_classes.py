"""Section 8.2: what the search finds of each row, certificates of what falls, and second routes to the quantities."""

from __future__ import annotations

from itertools import combinations, product
from math import comb, log, prod, sqrt
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from contextures.measure.domain import domain_of
from contextures.theory.catalogue import catalogue
from contextures.theory.classical import classes
from contextures.theory.statement import Statement, Variant
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.draws import supply_of
from tests.declaring import measured
from tests.searching import find

FALLEN = {
    "classical.massart-absolute": {"one"},
    "classical.desymmetrisation": {"free"},
    "classical.contraction-absolute": {"one"},
    "classical.ridge-loo-average": {"residual"},
}
"""The parts of the prints that fall."""
CHUNKS = {"classical.ridge-loo": 1, "classical.ridge-loo-average": 1}
"""Of a search that is longer than it need be."""
ROWS = [(statement, variant) for statement in classes.STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = find(statement, variant, CHUNKS.get(statement.id, 2))
    assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


@pytest.mark.parametrize("statement", classes.STATEMENTS, ids=[s.id for s in classes.STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def signs(n: int) -> list[tuple[int, ...]]:
    return list(product((-1, 1), repeat=n))


def samples(law: Any, n: int) -> list[tuple[tuple[int, ...], float]]:
    """Every sample in order, with its probability."""
    return [(s, prod(law[i] for i in s)) for s in product(range(len(law)), repeat=n)]


def test_misses_over_a_finite_class_are_sums_over_samples_in_order() -> None:
    fields, found = measured("classical.finite-class", z=3, h=3, n=3)
    for b in range(4):
        law, loss, delta = fields["law"][b], fields["losses"][b], fields["delta"][b]
        true = loss @ law
        above = either = erm = occam = realisable = 0.0
        for s, chance in samples(law, 3):
            gaps = true - loss[:, s].mean(1)
            above += chance * (gaps > sqrt(log(3 / delta) / 6)).any()
            either += chance * (abs(gaps) > sqrt(log(6 / delta) / 6)).any()
            best = np.isclose(loss[:, s].mean(1), loss[:, s].mean(1).min())
            erm += chance * (true[best] > true.min() + 2 * sqrt(log(6 / delta) / 6)).any()
            occam += chance * (gaps > np.sqrt(np.log(1 / (fields["prior"][b] * delta)) / 6)).any()
            faults = fields["faults"][b]
            clean = faults[:, s].sum(1) == 0
            realisable += chance * (clean & (faults @ law > fields["epsilon"][b])).any()
        names = ("miss_above", "miss_either", "miss_minimiser", "miss_weighted", "miss_realisable")
        assert [found[name][b] for name in names] == pytest.approx([above, either, erm, occam, realisable])


def lipschitz(points: Any, images: Any) -> tuple[Any, float]:
    """The images as functions of each coordinate, and their steepest slope."""
    table = images.copy()
    slope = 0.0
    for i in range(points.shape[1]):
        for a, b in product(range(len(points)), repeat=2):
            if np.array_equal(points[a, i], points[b, i]) and b < a:
                table[a, i] = table[b, i]
    for i in range(points.shape[1]):
        for a, b in combinations(range(len(points)), 2):
            gap = np.linalg.norm(np.atleast_1d(points[a, i] - points[b, i]))
            slope = max(slope, abs(table[a, i] - table[b, i]) / gap if gap else 0.0)
    return table, slope


def test_averages_over_signs_and_slopes() -> None:
    fields, found = measured("classical.massart", a=3, n=4)
    for b in range(4):
        a, images = fields["vectors"][b], fields["images"][b]
        sums = np.array([[np.dot(s, v) for v in a] for s in signs(4)])
        table, slope = lipschitz(a, images)
        origin = np.concatenate([np.zeros((1, 4)), a]), np.concatenate([np.zeros((1, 4)), images])
        table_0, slope_0 = lipschitz(*origin)
        assert found["rademacher"][b] == pytest.approx(sums.max(1).mean() / 4)
        assert found["rademacher_absolute"][b] == pytest.approx(abs(sums).max(1).mean() / 4)
        assert found["norm"][b] == pytest.approx(max(np.linalg.norm(v) for v in a))
        assert found["spread"][b] == pytest.approx(max(np.linalg.norm(v - a.mean(0)) for v in a))
        assert found["rho"][b] == pytest.approx(slope)
        assert found["rho_0"][b] == pytest.approx(slope_0)
        mapped = np.array([[np.dot(s, v) for v in table] for s in signs(4)])
        assert found["rademacher_mapped"][b] == pytest.approx(mapped.max(1).mean() / 4)
        mapped = np.array([[abs(np.dot(s, v)) for v in table_0[1:]] for s in signs(4)])
        assert found["largest_size_mapped"][b] == pytest.approx(mapped.max(1).mean())


def test_contraction_of_vectors_by_hand() -> None:
    fields, found = measured("classical.vector-contraction", t=3, n=2, q=2)
    for b in range(4):
        t, h = fields["points"][b], fields["images"][b]
        table, slope = lipschitz(t, h)
        coordinates = [max(float((np.reshape(s, (2, 2)) * v).sum()) for v in t) for s in signs(4)]
        functions = [max(float(np.dot(s, v)) for v in table) for s in signs(2)]
        assert found["largest_of_coordinates"][b] == pytest.approx(np.mean(coordinates))
        assert found["largest_of_functions"][b] == pytest.approx(np.mean(functions))
        assert found["rho_euclidean"][b] == pytest.approx(slope)


def test_complexities_are_averages_over_samples_in_order_and_signs() -> None:
    fields, found = measured("classical.rademacher-bound", z=3, g=3, n=3)
    for b in range(4):
        law, g = fields["law"][b], fields["values"][b]
        own = {s: np.mean([max(g[:, s] @ np.array(e)) / 3 for e in signs(3)]) for s, _ in samples(law, 3)}
        complexity = sum(chance * own[s] for s, chance in samples(law, 3))
        assert found["rademacher"][b] == pytest.approx(complexity)
        gaps = {s: (g @ law - g[:, s].mean(1)).max() for s in own}
        assert found["largest_excess"][b] == pytest.approx(sum(c * gaps[s] for s, c in samples(law, 3)))
        delta = fields["delta"][b]
        expected = sum(c * (gaps[s] > 2 * complexity + sqrt(log(1 / delta) / 6)) for s, c in samples(law, 3))
        empirical = sum(c * (gaps[s] > 2 * own[s] + 3 * sqrt(log(2 / delta) / 6)) for s, c in samples(law, 3))
        assert [found["miss_expected"][b], found["miss_empirical"][b]] == pytest.approx([expected, empirical])
    fields, found = measured("classical.desymmetrisation", z=2, f=2, n=3)
    for b in range(4):
        law, f = fields["law"][b], fields["functions"][b]
        means = f @ law
        plain = centred = deviation = 0.0
        for s, c in samples(law, 3):
            deviation += c * abs(f[:, s].mean(1) - means).max()
            for e in signs(3):
                plain += c / 8 * abs(f[:, s] @ np.array(e)).max() / 3
                centred += c / 8 * abs((f[:, s] - means[:, None]) @ np.array(e)).max() / 3
        names = ("plain", "centred", "deviation", "largest_mean", "walk")
        assert [found[name][b] for name in names] == pytest.approx(
            [plain, centred, deviation, abs(means).max(), np.mean([abs(sum(e)) for e in signs(3)]) / 3]
        )


def test_dimension_and_growth_by_sets() -> None:
    fields, found = measured("classical.sauer", h=6, n=4)
    for b in range(4):
        rows = {tuple(row) for row in fields["functions"][b]}
        shattered = [
            len(c)
            for k in range(5)
            for c in combinations(range(4), k)
            if len({tuple(r[i] for i in c) for r in rows}) == 2**k
        ]
        assert (found["d"][b], found["growth"][b]) == (max(shattered), len(rows))
        assert found["few_ones"][b] == sum(comb(4, i) for i in range(max(shattered) + 1))
    fields, found = measured("classical.vc-bound", z=3, h=5, n=1)
    for b in range(4):
        rows = {tuple(row) for row in fields["faults"][b]}
        most = max(len({(r[i], r[j]) for r in rows}) for i, j in product(range(3), repeat=2))
        assert found["growth"][b] == most  # of two examples
        law, delta = fields["law"][b], fields["delta"][b]
        gaps = {z: fields["faults"][b] @ law - fields["faults"][b][:, z] for z in range(3)}
        limits = {
            "miss_rademacher": lambda g, d=delta: g.max() > sqrt(2) + sqrt(log(1 / d) / 2),
            "miss_growth": lambda g, d=delta, m=most: abs(g).max() > (4 + sqrt(log(m))) / (d * sqrt(2)),
            "deviates": lambda g, e=fields["epsilon"][b]: abs(g).max() > e,
        }
        if found["d"][b] == 1:
            assert found["miss_rademacher"][b] == pytest.approx(
                sum(law[z] * limits["miss_rademacher"](gaps[z]) for z in range(3))
            )
        for name in ("miss_growth", "deviates"):
            assert found[name][b] == pytest.approx(sum(law[z] * limits[name](gaps[z]) for z in range(3)))


def test_bounded_differences_by_enumeration() -> None:
    fields, found = measured("classical.mcdiarmid", x=2, y=3, w=2)
    for b in range(4):
        f, laws = fields["values"][b], [fields[name][b] for name in ("first", "second", "third")]
        points = list(product(range(2), range(3), range(2)))
        chance = {p: prod(law[i] for law, i in zip(laws, p, strict=True)) for p in points}
        mean = sum(chance[p] * f[p] for p in points)
        assert found["variance"][b] == pytest.approx(sum(chance[p] * (f[p] - mean) ** 2 for p in points))
        assert found["tail"][b] == pytest.approx(sum(chance[p] for p in points if f[p] >= mean + fields["level"][b]))
        fresh, most = 0.0, [0.0] * 3
        for p in points:
            for axis, law in enumerate(laws):
                for value, weight in enumerate(law):
                    q = (*p[:axis], value, *p[axis + 1 :])
                    fresh += chance[p] * weight * (f[p] - f[q]) ** 2 / 2
                    most[axis] = max(most[axis], abs(f[p] - f[q]))
        assert [found["refreshed"][b], found["sum_c2"][b]] == pytest.approx([fresh, sum(c**2 for c in most)])


def test_stability_by_samples_in_order() -> None:
    fields, found = measured("classical.uniform-stability", z=2, n=2)
    for b in range(4):
        law, top, delta = fields["law"][b], fields["range"][b], fields["delta"][b]
        two, one = fields["losses_of_2"][b] * top, fields["losses_of_1"][b] * top
        every = samples(law, 2)
        gap = {s: two[s] @ law - np.mean([two[s][z] for z in s]) for s, _ in every}
        assert found["expected_gap"][b] == pytest.approx(sum(c * gap[s] for s, c in every))
        change, beta, removed = 0.0, 0.0, 0.0
        for s, c in every:
            for i in range(2):
                removed = max(removed, abs(one[s[1 - i]] - two[s]).max())
                for z, weight in enumerate(law):
                    new = (*s[:i], z, *s[i + 1 :])
                    change += c * weight / 2 * (two[new][s[i]] - two[s][s[i]])
                    beta = max(beta, abs(two[new] - two[s]).max())
        names = ("expected_change", "beta", "beta_removed")
        assert [found[name][b] for name in names] == pytest.approx([change, beta, removed])
        for name, factor, stability in (("miss_replaced", 1, beta), ("miss_removed", 2, removed)):
            limit = factor * stability + (4 * factor * stability + top) * sqrt(log(1 / delta) / 4)
            assert found[name][b] == pytest.approx(sum(c for s, c in every if gap[s] > limit))


def losses_at(w: float, slopes: Any, bends: Any, knots: Any) -> Any:
    return slopes * w + bends * abs(w - knots)


def best_point(weights: Any, lam: float, *curves: Any) -> float:
    """argmin of the weighted losses and λw², by search."""
    top = 1 + float(abs(curves[0]).max() + curves[1].max()) / lam
    found = minimize_scalar(
        lambda w: weights @ losses_at(w, *curves) + lam * w**2,
        bounds=(-top, top), method="bounded", options={"xatol": 1e-11},
    )  # fmt: skip
    return float(found.x)


def test_minimisers_are_those_of_a_numerical_search() -> None:
    fields, found = measured("classical.regularised-erm", z=3, n=2)
    for b in range(4):
        law, lam = fields["law"][b], fields["lambda"][b]
        curves = [fields[name][b] for name in ("slopes", "bends", "knots")]
        learned = {
            (i, j): losses_at(best_point((np.eye(3)[i] + np.eye(3)[j]) / 2, lam, *curves), *curves)
            for i, j in product(range(3), repeat=2)
        }
        close = {"abs": 1e-5 * (1 + abs(found["best"][b]) + found["rho"][b] ** 2 / lam)}
        every = samples(law, 2)
        assert found["expected_risk"][b] == pytest.approx(sum(q * (law @ learned[s]) for s, q in every), **close)
        gap = sum(q * (law @ learned[s] - learned[s][list(s)].mean()) for s, q in every)
        assert found["expected_gap"][b] == pytest.approx(gap, **close)
        change = max(learned[i, k][j] - learned[i, j][j] for i, j, k in product(range(3), repeat=3))
        assert found["largest_change"][b] == pytest.approx(change, **close)
        w = best_point(law, lam, *curves)
        assert found["best"][b] == pytest.approx(law @ losses_at(w, *curves) + lam * w**2, **close)


def test_residuals_left_out_are_those_of_solves() -> None:
    fields, found = measured("classical.ridge-loo", n=4, q=2)
    for b in range(4):
        x, y, lam = fields["points"][b], fields["labels"][b], fields["penalty"][b]
        for name, penalty in (("residual_left_out", lam), ("residual_of_averages", 3 * lam)):
            rows = np.concatenate([x[1:], sqrt(penalty) * np.eye(2)])
            w = np.linalg.lstsq(rows, np.concatenate([y[1:], np.zeros(2)]), rcond=None)[0]
            assert found[name][b] == pytest.approx(y[0] - x[0] @ w)


def test_tuples_of_indices_are_tried_one_by_one() -> None:
    for k, field in ((1, "of_one"), (2, "of_two")):
        fields, found = measured("classical.compression", seed=k, z=2, n=4, k=k)
        for b in range(4):
            law, delta, table = fields["law"][b], fields["delta"][b], fields[field][b]
            log_ = log(4 / delta)
            missed = consistent = 0.0
            for s, chance in samples(law, 4):
                any_, silent = False, False
                for indices in product(range(4), repeat=k):
                    losses = table[tuple(s[i] for i in indices)]
                    held = np.mean([losses[s[i]] for i in range(4) if i not in indices])
                    risk = losses @ law
                    any_ |= risk > held + sqrt(k * log_ * held) + 2 * k * log_
                    silent |= held == 0 and risk > 2 * k * log_
                missed, consistent = missed + chance * any_, consistent + chance * silent
            assert [found["miss"][b], found["miss_consistent"][b]] == pytest.approx([missed, consistent])
            rate, loss = log(1 / delta) / 4, fields["held"][b]
            out = sum(
                c for s, c in samples(law, 4)
                if loss @ law - loss[list(s)].mean() >= sqrt(2 * loss[list(s)].mean() * rate) + 4 * rate
            )  # fmt: skip
            assert found["miss_held_out"][b] == pytest.approx(out)


def test_a_family_meets_the_events_of_compression() -> None:
    statement = catalogue["classical.compression"]
    domain = domain_of(statement)
    supply, rng = supply_of(domain), np.random.default_rng(0)
    family = next(family for family in supply.families if family.name == "just missed")
    batch, world = supply.draw(rng, family, 50, {"z": 2, "n": 150, "k": 1}, frozenset(domain.world.sorts) | {"n", "k"})
    assert len(batch) == 50
    for name in ("miss", "miss_consistent"):
        met = domain.quantities[name](world)
        assert (met > 0).mean() > 0.8
        assert (met < 1e-15).all()
