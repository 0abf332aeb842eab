"""Neighbours among many points: exact ones from an index, proved; approximate ones with their recall."""

from __future__ import annotations

import json
import sys

import faiss
import numpy as np
import pytest

import contextures as cx
from contextures import InputError, knn_context
from contextures.samples import approximate, cells, search
from contextures.samples.approximate import approximate_neighbours, lower_bound
from contextures.samples.cells import Cells
from contextures.samples.indices import Flat, Tree
from contextures.samples.neighbours import nearest
from contextures.samples.search import index_of, neighbours_of

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(700, 5))
GRID = RNG.integers(0, 4, size=(700, 3)).astype(float)
COPIES = np.concatenate([CLOUD[:600], CLOUD[:100]])
FAR = np.concatenate([CLOUD * 1e-3 + 1e6, [[1e9, 2e9, 0, 0, 0]]])
PAIR = np.concatenate([CLOUD[:350] * 1e-9, 1 + CLOUD[350:] * 1e-9])
"""Points that single precision does not tell apart."""


SHEET = (
    np.concatenate([RNG.normal(size=(700, 3)), np.zeros((700, 37))], axis=1)
    @ np.linalg.qr(RNG.normal(size=(40, 40)))[0]
)
"""Of 3 dimensions, in 40 columns."""
POINTS = {
    "cloud": CLOUD,
    "grid": GRID,
    "copies": COPIES,
    "far": FAR,
    "big": CLOUD * 1e140,
    "pair": PAIR,
    "sheet": SHEET,
}
POINTS["high"] = RNG.normal(size=(700, 40))
POINTS["one"] = np.concatenate([np.zeros((600, 5)), CLOUD[:100]])


@pytest.fixture
def few(monkeypatch):
    """Use indices from a handful of points on."""
    monkeypatch.setattr(search, "MANY", 10)
    monkeypatch.setattr(search, "FEW", 5)


INDICES = {"tree": lambda points: Tree.of(points), "cells": Cells.of, "flat": Flat}


# ---------------------------------------------------------------------------------------------------------------- exact
@pytest.mark.parametrize("kind", INDICES)
@pytest.mark.parametrize("name", POINTS)
@pytest.mark.parametrize("k", [1, 7])
def test_neighbours_by_an_index_are_those_of_all_distances_to_the_order_of_ties(monkeypatch, kind, name, k):
    monkeypatch.setattr(cells, "BLOCK", 64)
    monkeypatch.setattr(cells, "TOGETHER", 7)
    monkeypatch.setattr(cells, "ROOM", 400)
    monkeypatch.setattr(cells, "FIRST", 1)
    points = POINTS[name]
    index = INDICES[kind](points)
    queries = RNG.normal(size=(50, points.shape[1]))
    for asked in (points[:700], *([] if name == "pair" else [queries, queries * 1e3])):  # from afar a pair is a tie
        assert (neighbours_of(points, asked, k, index) == nearest(points, asked, k)).all()


def test_queries_that_are_asked_again_get_the_same_answer():
    asked = np.concatenate([GRID, CLOUD[:50, :3], GRID[::-1], CLOUD[:50, :3]])
    found = nearest(GRID, asked, 9)
    assert (found == [nearest(GRID, query[None], 9)[0] for query in asked]).all()


@pytest.mark.parametrize("kind", INDICES)
def test_a_cloud_is_proved_row_by_row_and_a_grid_is_not(kind):
    for points, sure in ((CLOUD, True), (SHEET, True), (GRID, False)):
        for rows, positions, bound in INDICES[kind](points).candidates(points, 13):
            assert search._proved(points, points[rows], positions, bound, 7)[1].all() == sure


@pytest.mark.parametrize("kind", INDICES)
@pytest.mark.parametrize("name", ["cloud", "far", "pair", "sheet", "high"])
def test_what_is_left_out_is_beyond_the_bound(kind, name):
    points = POINTS[name]
    seen = []
    for rows, positions, bound in INDICES[kind](points).candidates(points, 20):
        for i, row in enumerate(rows):
            others = np.delete(points, positions[i], axis=0)
            assert bound[i] <= np.square(others - points[row]).sum(axis=1).min() * (1 + 1e-12)
            assert len(set(positions[i])) == 20
        seen += rows.tolist()
    assert sorted(seen) == list(range(len(points)))


def test_few_cells_are_read_where_points_lie_on_a_sheet_and_most_where_they_fill_the_space():
    assert Cells.of(SHEET).share(7) < 0.5
    assert Cells.of(POINTS["high"]).share(7) > 0.9


def test_rows_with_many_ties_are_asked_for_more_before_all_distances_are_taken(few, monkeypatch):
    points = np.concatenate([CLOUD, np.full((20, 5), 9.0)])
    monkeypatch.setattr(search, "nearest", None)
    assert (neighbours_of(points, points, 7) == nearest(points, points, 7)).all()


def test_few_points_and_few_queries_need_no_index():
    assert index_of(CLOUD, len(CLOUD), 5) is None
    many = np.zeros((search.MANY + 1, 1))
    assert index_of(many, search.FEW, 5) is None
    assert index_of(np.zeros((search.MANY + 1, 17)), 1000, search.MANY) is None


def test_the_index_follows_from_the_columns_and_from_what_the_cells_leave_out(few, monkeypatch):
    assert isinstance(index_of(GRID, 700, 5), Tree)
    assert isinstance(index_of(SHEET, 700, 5), Cells)
    assert isinstance(index_of(POINTS["high"], 700, 5), Flat)
    monkeypatch.setitem(sys.modules, "faiss", None)
    assert isinstance(index_of(POINTS["high"], 700, 5), Cells)


# ---------------------------------------------------------------------------------------------------------- approximate
def recall_of(found, exact):
    return np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found.tolist(), exact.tolist(), strict=True)])


def test_the_recall_that_is_told_is_that_of_the_answer(monkeypatch):
    monkeypatch.setattr(approximate, "PROBE", 1)
    exact = nearest(CLOUD, CLOUD, 9)
    lists = []
    for wanted in (0.1, 0.7, 0.95, 0.999):
        found, audit = approximate_neighbours(CLOUD, 9, wanted)
        true = recall_of(found, exact)
        assert audit.recall == pytest.approx(true)  # every row is audited
        assert audit.recall >= wanted
        assert audit.lower < audit.recall
        assert audit.rows == 700
        lists.append(true)
    assert lists == sorted(lists)
    assert lists[0] < 0.95


def test_what_ties_with_the_farthest_neighbour_is_found():
    """On a grid whole shells of points are equally far, and single precision tells them apart no more than double."""
    grid = np.random.default_rng(0).integers(0, 3, size=(700, 6)).astype(float)
    grid = np.unique(grid, axis=0)
    found, audit = approximate_neighbours(grid, 9, 0.999)
    exact = nearest(grid, grid, 9)
    assert recall_of(found, exact) < 0.95
    assert audit.recall == 1.0
    far = [np.square(grid[rows] - grid[:, None]).sum(axis=2).max(axis=1) for rows in (found, exact)]
    assert (far[0] == far[1]).all()


def test_two_searches_agree_in_every_entry():
    first, second = approximate_neighbours(CLOUD, 9, 0.5), approximate_neighbours(CLOUD, 9, 0.5)
    assert (first[0] == second[0]).all()
    assert first[1] == second[1]


def test_lists_with_too_few_points_are_filled_up_exactly(monkeypatch):
    monkeypatch.setattr(approximate, "PROBE", 1)
    found, audit = approximate_neighbours(CLOUD, 60, 0.01)
    assert all(len(set(row)) == 60 for row in found.tolist())
    assert audit.recall == pytest.approx(recall_of(found, nearest(CLOUD, CLOUD, 60)))


def test_the_lower_bound_holds_as_often_as_it_says():
    law, n, doubt = np.array([0.0, 0.5, 1.0]), 60, 0.1
    rng = np.random.default_rng(1)
    for p in ([0.02, 0.08, 0.9], [0.0, 0.01, 0.99], [0.3, 0.3, 0.4]):
        means = rng.choice(law, p=p, size=(400, n)).mean(axis=1)
        above = np.mean([lower_bound(float(mean), n, doubt) > law @ p for mean in means])
        assert above <= doubt
    assert lower_bound(1.0, 100, 0.05) == pytest.approx(0.05 ** (1 / 100))
    assert lower_bound(0.0, 100, 0.05) == 0.0


def test_a_context_says_what_is_approximate(tmp_path):
    context = knn_context(CLOUD, 9, approximate=True, recall=0.9)
    assert not context.exact_neighbours
    assert "approximate" in context.description
    spectrum = context.spectrum(20)
    assert any("recall" in check for check in spectrum.checks)
    spectrum.save(tmp_path / "s.npz")
    again = cx.load_spectrum(tmp_path / "s.npz")
    assert again.context.audit == context.audit
    assert again.checks == spectrum.checks
    exact = knn_context(CLOUD, 9)
    assert exact.exact_neighbours
    assert exact.recall == 1.0
    document = cx.spectrum(CLOUD, context="knn", k=9, approximate=True, recall=0.9, rank=5).to_json()
    assert document["exact_neighbours"] is False
    assert document["recall"] == context.recall
    assert json.dumps(document)


@pytest.mark.parametrize("operation", [cx.mix, cx.convolve, cx.concatenate])
def test_a_mixture_says_what_is_approximate_in_its_parts(operation, tmp_path, monkeypatch):
    monkeypatch.setattr(approximate, "PROBE", 1)
    exact = knn_context(CLOUD, 3)
    near, far = (knn_context(CLOUD, k, approximate=True, recall=recall) for k, recall in ((9, 0.8), (4, 0.2)))
    cut = cx.rbf_context(CLOUD, 3.0, kept=20)
    assert 1.0 > near.recall != far.recall < 1.0
    assert operation(exact, exact).exact_neighbours
    assert operation(exact, exact).spectrum(4).checks == operation(exact, exact).spectrum(4).triplets.checks
    for parts in ((near, exact), (exact, near, far), (near, cut), (operation(exact, near), cut, far)):
        mixed = operation(*parts)
        assert not mixed.exact_neighbours
        assert mixed.recall == min(part.recall for part in parts)
        spectrum = mixed.spectrum(4)
        told = " ".join(spectrum.checks)
        for part in (near, far, cut):
            times = sum(part is one for one in parts) + (part is near and len(parts[0].parts))
            notes = [f"the part ({part.description}) by itself: {each}" for each in (part.audit, part.cut) if each]
            assert [told.count(note) for note in notes] == [times]
        spectrum.save(tmp_path / "m.npz")
        again = cx.load_spectrum(tmp_path / "m.npz")
        assert again.checks == spectrum.checks
        assert (again.context.audit, again.context.cut) == (mixed.audit, mixed.cut)
    assert operation(near, near).spectrum(4).checks[-1].count("recall") == 1


def test_a_part_of_no_weight_is_none():
    near, exact = knn_context(CLOUD, 9, approximate=True, recall=0.9), knn_context(CLOUD, 9)
    assert cx.mix(near, exact, weights=[0.0, 1.0]).exact_neighbours
    assert not cx.mix(near, exact, weights=[1.0, 0.0]).exact_neighbours


def test_commands_say_what_is_approximate(run, valid, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(approximate, "PROBE", 1)
    np.save("x.npy", CLOUD)
    made = ("x.npy", "--context", "knn", "--approximate", "--recall", 0.9, "--rank", 4)
    recall = cx.knn_context(CLOUD, 9, approximate=True, recall=0.9).recall
    for command, part in ((("mix", *made, "--k", 9, "--k", 12), "mixture"), (("evaluate", *made, "--k", 9), None)):
        document = json.loads(run(*command, "--json", "-").out)
        valid(command[0], document)
        for seen in [document] if part is None else [document[part], *document["contexts"]]:
            assert seen["exact_neighbours"] is False
            assert f"recall {seen['recall']:.4f}" in " ".join(seen["checks"])
        assert f"recall {recall:.4f}" in run(*command).out
    document = json.loads(run("recommend", *made, "--k", 9, "--k", 12, "--json", "-").out)
    valid("recommend", document)
    assert [seen["recall"] for seen in document["evidence"]] == [
        recall,
        knn_context(CLOUD, 12, approximate=True, recall=0.9).recall,
    ]
    assert f"recall {recall:.4f}" in run("recommend", *made, "--k", 9, "--k", 12).out


def test_many_points_in_more_than_four_columns_are_searched_approximately(monkeypatch):
    monkeypatch.setattr(approximate, "BEYOND", 600)
    assert not knn_context(CLOUD, 9, recall=0.9).exact_neighbours
    assert knn_context(CLOUD, 9, approximate=False).exact_neighbours
    assert knn_context(CLOUD[:, :4], 9).exact_neighbours
    assert knn_context(CLOUD[:600], 9).exact_neighbours
    assert knn_context(CLOUD, 9, mask=0.4, draws=3).exact_neighbours


def test_repeated_points_are_stored_once():
    context = knn_context(COPIES, 9, approximate=True, recall=0.9)
    assert context.core.shape[0] == 600
    assert context.n_x == 700


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize("module", [None, "broken"])
def test_without_faiss_the_exact_way_is_offered_with_its_time(monkeypatch, module):
    monkeypatch.setitem(sys.modules, "faiss", None if module is None else object())
    with pytest.raises(
        InputError, match=r"contextures\[neighbours\].*approximate=False.* would take about (a second|\d+ )"
    ) as caught:
        knn_context(CLOUD, 9, approximate=True)
    assert ("broken" in str(caught.value)) == (module is not None)
    assert "\n" not in str(caught.value)
    assert knn_context(CLOUD, 9).exact_neighbours


def test_a_faiss_that_breaks_down_at_its_work_is_told_in_a_sentence(monkeypatch):
    def broken(*_):
        raise RuntimeError("no memory\nfor lists")

    monkeypatch.setattr(faiss.IndexIVFFlat, "search", broken)
    with pytest.raises(InputError, match=r"which is broken here \(no memory for lists\).*install it anew"):
        knn_context(CLOUD, 5, approximate=True)


@pytest.mark.parametrize("recall", [0.0, 1.0, -1, np.nan, "much"])
def test_a_recall_out_of_range_is_refused(recall):
    with pytest.raises(InputError, match="recall"):
        knn_context(CLOUD, 9, approximate=True, recall=recall)


def test_a_recall_that_cannot_be_met_is_refused():
    with pytest.raises(InputError, match="approximate=False"):
        approximate_neighbours(PAIR, 9, 0.999)


def test_masks_and_other_contexts_refuse_it():
    with pytest.raises(InputError, match="without masks"):
        knn_context(CLOUD, 9, approximate=True, mask=0.4)
    with pytest.raises(InputError, match="approximate and exact are for context knn"):
        cx.spectrum(CLOUD, context="rbf", approximate=True)


def test_a_file_with_an_unsound_audit_is_refused(tmp_path):
    context = knn_context(CLOUD, 9, approximate=True, recall=0.9)
    context.save(tmp_path / "c.npz")
    arrays = dict(np.load(tmp_path / "c.npz"))
    np.savez(tmp_path / "d.npz", **{**arrays, "audit": np.array([0.5, 0.9, 0.1, 10])})
    with pytest.raises(InputError, match="audit"):
        cx.load_context(tmp_path / "d.npz")
