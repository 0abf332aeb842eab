"""The experiment of Table 1: levels, checkpoints, resumption, summary and files."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import distributed
import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from sklearn.utils import Bunch

from contextures import InputError, knn_context, rbf_context
from contextures.cli import main
from contextures.cli.reproduce import Remaining
from contextures.cli.shown.reproduce import show_table1
from contextures.samples.tables import table_of_frame
from contextures.samples.usefulness import tau_curve
from contextures.studies.experiment import Protocol, checkpoint, read_checkpoint, results, run_family
from contextures.studies.levels import FAMILIES, Family, neighbour_levels
from contextures.studies.reproduce import Reproduction, Unit, reproduce
from contextures.studies.table1 import (
    PRINTED,
    available,
    distance_correlation,
    load,
    pearson_correlation,
    sensitivity,
    summary,
)

RNG = np.random.default_rng(0)
POINTS = np.concatenate([RNG.normal(size=(60, 4)), np.repeat(RNG.normal(size=(5, 4)), 6, axis=0)])
OTHERS = RNG.normal(size=(20, 4))
GROUPS = [[0], [1, 2], [3]]
SMALL = Protocol(levels=4, every=1, draws=4)


def frame(n=60):
    x = np.random.default_rng(2).normal(size=(n, 3))
    return pd.DataFrame(x, columns=list("abc")).assign(__target__=x[:, 0] + x[:, 1] ** 2)


@pytest.mark.parametrize("kind", FAMILIES)
def test_shared_work_gives_the_contexts_made_one_by_one(kind, monkeypatch):
    monkeypatch.setattr("contextures.studies.levels.MEMORY", 8 * 90 * 85 * 2)
    masked = {"mask": 0.3, "draws": 5, "groups": GROUPS, "seed": 1} if kind.endswith("mask") else {}
    values = [2, 7, 20] if kind.startswith("knn") else [0.01, 0.3, 5.0]
    family = Family(kind, POINTS, OTHERS, GROUPS, 0.3, 5, 1)
    for value, (context, others) in zip(values, family.contexts(values), strict=True):
        make = knn_context if kind.startswith("knn") else rbf_context
        expected = make(POINTS, value, **masked)
        vectors = RNG.normal(size=(expected.core.shape[1], 3))
        assert context.core @ vectors == pytest.approx(expected.core @ vectors, abs=1e-10)
        assert others @ vectors == pytest.approx(expected.at(OTHERS) @ vectors, abs=1e-10)
        assert (context.row_of == expected.row_of).all()


def test_levels_of_neighbours_are_distinct_and_reach_both_ends():
    for n, levels in [(419, 35), (70, 35), (50, 35), (6000, 7)]:
        values = neighbour_levels(n, levels)
        assert (values[0], values[-1]) == (2, n // 2)
        assert len(set(values)) == len(values) == min(levels, n // 2 - 1)
    with pytest.raises(InputError, match="does not fit 9 points"):
        neighbour_levels(9, 3, 2, 9)


def test_the_split_is_a_partition_that_repeats_with_the_seed():
    parts = Protocol().split.rows(101)
    assert [len(part) for part in parts] == [61, 20, 20]
    assert sorted(np.concatenate(parts).tolist()) == list(range(101))
    assert (Protocol(seed=1).split.rows(101)[0] != parts[0]).any()


def test_tables_are_fetched_from_openml_under_their_names_there(monkeypatch, tmp_path):
    asked = {}

    def fetch(**settings):
        asked.update(settings)
        colours = pd.Series(["low", "high"] * 30, dtype="category") if settings["name"] == "yeast" else None
        return Bunch(data=frame().drop(columns="__target__"), target=frame()["a"] if colours is None else colours)

    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetch)
    table = load("wine_red", None)
    assert (asked["name"], asked["as_frame"]) == ("red_wine", True)
    assert (table.name, table.task, list(table.features)) == ("wine_red", "regression", ["a", "b", "c"])
    assert table.target == pytest.approx(frame()["a"])
    assert sorted(set(load("yeast", None).target)) == ["high", "low"]

    assert table.notes == ("60 rows and 3 features; Table 1 prints 1599 and 11",)
    frame().to_csv(tmp_path / "yeast.csv", index=False)
    assert load("yeast", tmp_path).target.dtype.kind == "U"
    assert load("wine_red", tmp_path).task == "regression"

    def offline(**settings):
        raise OSError("no route to the host")

    monkeypatch.setattr("sklearn.datasets.fetch_openml", offline)
    with pytest.raises(InputError, match=r"yeast cannot be fetched from OpenML \(no route.*--data"):
        load("yeast", None)
    with pytest.raises(InputError, match=r"holds no dna\.csv or dna\.csv\.gz, and dna cannot be fetched"):
        load("dna", tmp_path)


def test_an_interrupted_run_goes_on_and_loses_nothing(tmp_path):
    table = table_of_frame("abalone", frame(), "__target__")
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    assert list(run_family(table, "knn-mask", SMALL, whole)) == [0, 1, 2, 3]
    stream = run_family(table, "knn-mask", SMALL, cut)
    assert next(stream) == 0
    assert next(stream) == 1
    stream.close()
    before = checkpoint(cut, "abalone", "knn-mask", 0).stat().st_mtime_ns
    assert list(run_family(table, "knn-mask", SMALL, cut)) == [2, 3]
    assert checkpoint(cut, "abalone", "knn-mask", 0).stat().st_mtime_ns == before
    for level in range(4):
        first, second = (read_checkpoint(checkpoint(f, "abalone", "knn-mask", level), SMALL) for f in (whole, cut))
        assert {**first, "cpu_seconds": 0} == {**second, "cpu_seconds": 0}


def test_checkpoints_of_other_settings_are_refused(tmp_path):
    table = table_of_frame("abalone", frame(), "__target__")
    list(run_family(table, "rbf", SMALL, tmp_path))
    assert list(run_family(table, "rbf", Protocol(levels=4, every=2, draws=4), tmp_path)) == []
    with pytest.raises(InputError, match="made with other settings"):
        list(run_family(table, "rbf", Protocol(levels=4, seed=1, draws=4), tmp_path))
    checkpoint(tmp_path, "abalone", "rbf", 0).write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="no checkpoint"):
        results(["abalone"], SMALL, tmp_path)


def test_of_a_large_table_fewer_levels_are_computed(tmp_path, monkeypatch):
    monkeypatch.setattr("contextures.studies.experiment.LARGE", 59)
    protocol = Protocol(levels=7, every=2, every_large=3, draws=4)
    for name, rows, levels in (("abalone", 60, [0, 3, 6]), ("yeast", 59, [0, 2, 4, 6])):
        table = table_of_frame(name, frame(rows), "__target__")
        assert list(run_family(table, "rbf", protocol, tmp_path)) == levels
        assert list(Unit(name, "rbf", rows, None, protocol, tmp_path).contexts) == levels
        assert list(run_family(table, "rbf", Protocol(levels=7, every=6, draws=4), tmp_path)) == []
    with pytest.raises(InputError, match="every_large and draws must be at least 1"):
        Protocol(every_large=0)


def test_correlations_have_their_known_values():
    x = RNG.normal(size=40)
    assert pearson_correlation(x, -2 * x + 1) == pytest.approx(-1)
    assert distance_correlation(x, 3 * x - 1) == pytest.approx(1)
    assert distance_correlation([0, 1, 2], [0, 1, 0]) == pytest.approx(by_hand([0, 1, 2], [0, 1, 0]))
    assert distance_correlation(x, np.ones(40)) is None
    assert pearson_correlation(x[:2], x[:2]) is None


def by_hand(x, y):
    """Distance correlation by its sums over triples."""
    n = len(x)
    a, b = ([[abs(u - v) for v in z] for u in z] for z in (x, y))

    def covariance(a, b):
        s1 = sum(a[i][j] * b[i][j] for i in range(n) for j in range(n)) / n**2
        s2 = sum(map(sum, a)) * sum(map(sum, b)) / n**4
        s3 = sum(a[i][j] * b[i][k] for i in range(n) for j in range(n) for k in range(n)) / n**3
        return s1 + s2 - 2 * s3

    return (covariance(a, b) / (covariance(a, a) * covariance(b, b)) ** 0.5) ** 0.5


def test_the_summary_leaves_infinite_metrics_out():
    rows = [
        {"dataset": "abalone", "context": "knn", "tau": tau, "error": error, "complete": True}
        for tau, error in [(1.0, 0.1), (2.0, 0.2), (3.0, 0.3), (None, 9.0)]
    ]
    line = summary(rows)[0]
    assert (line.contexts, line.infinite, line.context) == (3, 1, "all")
    assert line.pearson == pytest.approx(1)
    assert line.printed_pearson == PRINTED["abalone"].pearson


def test_contexts_that_are_left_out_are_told_on_the_screen(capsys):
    rows = [
        {"dataset": "abalone", "context": "knn", "tau": tau, "error": 0.5, "complete": True}
        for tau in (1.0, 2.0, None, 3.0, None)
    ]
    for chosen, shown in ((rows, "3 of 5"), (rows[:2], "2")):
        found = Reproduction(tuple(summary(chosen)), tuple(chosen), Path("out"))
        show_table1(found)
        out = capsys.readouterr().out
        assert re.search(rf"abalone +{shown} ", out)
        assert ("contexts of infinite τ are left out of the correlations: 2" in out) == ("of" in shown)
        assert f"<td>{shown}</td>" in found._repr_html_()


def test_the_printed_table_has_its_means_and_medians():
    pearson, distance = (np.array([getattr(p, key) for p in PRINTED.values()]) for key in ("pearson", "distance"))
    assert len(PRINTED) == 28
    assert [pearson.mean(), distance.mean()] == pytest.approx([0.431, 0.611], abs=1e-3)
    assert [np.median(pearson), np.median(distance)] == pytest.approx([0.587, 0.659], abs=1e-3)


def test_tables_of_a_folder(shared_data):
    described = json.loads((shared_data / "tables.json").read_text(encoding="utf-8"))
    names = available(shared_data)
    assert sorted(names) == sorted(described)
    for name in names:
        table, printed = load(name, shared_data), PRINTED[name]
        assert table.features.shape == tuple(described[name]["shape"])
        assert table.task == described[name]["task"] == printed.task
        assert any("Table 1 prints" in note for note in table.notes) == (table.features.shape != printed[:2])


def test_the_command_writes_resumes_and_refuses(tmp_path, monkeypatch, capsys):
    frame().to_csv(tmp_path / "abalone.csv", index=False)
    out = tmp_path / "out"

    def run(*more):
        options = ["--data", tmp_path, "--out", out, "--levels", 3, "--draws", 2, *more]
        monkeypatch.setattr(sys, "argv", ["contextures", "reproduce", "table1", *map(str, options)])
        with pytest.raises(SystemExit) as left:
            main()
        return (left.value.code or 0, *capsys.readouterr())

    code, output, errors = run()
    assert (code, errors) == (0, "abalone: 60 rows and 3 features; Table 1 prints 4177 and 8\n")
    assert "abalone" in output
    assert "12 contexts took" in output
    table, contexts = ((out / f"{name}.csv").read_bytes() for name in ("table1", "contexts"))
    picture = (out / "table1.svg").read_bytes()
    assert contexts.count(b"\n") == 13
    assert b"0.028" in table
    assert run()[0] == 2
    assert run("--resume")[0] == 0
    assert (out / "contexts.csv").read_bytes() == contexts
    assert (out / "table1.svg").read_bytes() == picture
    code, _, errors = run("--resume", "--seed", 3)
    assert code == 2
    assert "other settings" in errors
    assert json.loads((out / "abalone" / "knn-00.json").read_text(encoding="utf-8"))["protocol"]["seed"] == 0


def test_the_summary_is_of_all_tables_of_the_folder_and_workers_change_nothing(tmp_path, monkeypatch, capsys):
    for name in ("abalone", "spambase"):
        frame().to_csv(tmp_path / f"{name}.csv", index=False)
    runs = {}
    for jobs, steps in (("1", ["abalone,spambase"]), ("2", ["spambase", "abalone"])):
        out = tmp_path / f"out{jobs}"
        for names in steps:
            options = ["--data", tmp_path, "--out", out, "--levels", 3, "--draws", 2, "--jobs", jobs]
            words = ["contextures", "reproduce", "table1", "--datasets", names, *map(str, options), "--resume"]
            monkeypatch.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as left:
                main()
            assert left.value.code in (0, None), capsys.readouterr().err
        runs[jobs] = (out / "contexts.csv").read_bytes()
    assert runs["1"] == runs["2"]
    assert runs["1"].count(b"\n") == 25


def test_a_cluster_gives_the_same_study(tmp_path):
    frame().to_csv(tmp_path / "abalone.csv", index=False)
    settings = {"data": tmp_path, "levels": 2, "draws": 2}
    reproduce(out=tmp_path / "here", **settings)
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
    ):
        reproduce(out=tmp_path / "there", backend="dask", **settings)
    for name in ("contexts.csv", "table1.csv"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_several_seeds_are_one_run_with_means_and_standard_errors(tmp_path, monkeypatch, capsys):
    frame().to_csv(tmp_path / "abalone.csv", index=False)
    settings = {"data": tmp_path, "levels": 2, "draws": 2}
    alone = [reproduce(out=tmp_path / f"alone{seed}", seed=seed, **settings) for seed in (0, 4)]
    found = reproduce(out=tmp_path / "both", seed=(0, 4), **settings)
    assert [run.lines for run in found.runs] == [run.lines for run in alone]
    line, first, second = found.lines[0], alone[0].lines[0], alone[1].lines[0]
    assert (line.dataset, line.context, line.contexts) == ("abalone", "all", first.contexts + second.contexts)
    assert line.pearsons == (first.pearson, second.pearson)
    assert line.pearson == pytest.approx((first.pearson + second.pearson) / 2)
    assert line.distance_error == pytest.approx(abs(first.distance - second.distance) / 2)
    for seed in (0, 4):
        kept = tmp_path / "both" / f"seed-{seed}" / "contexts.csv"
        assert kept.read_bytes() == (tmp_path / f"alone{seed}" / "contexts.csv").read_bytes()
    written = pd.read_csv(tmp_path / "both" / "table1.csv")
    assert written["pearson_seed_4"][0] == pytest.approx(second.pearson)
    options = ["--data", tmp_path, "--out", tmp_path / "both", "--levels", 2, "--draws", 2, "--resume"]
    words = ["contextures", "reproduce", "table1", *map(str, options), "--seed", "0", "--seed", "4"]
    monkeypatch.setattr("contextures.studies.experiment.evaluate_context", None)  # all is there
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code in (0, None), capsys.readouterr().err
    shown = capsys.readouterr().out
    assert f"{line.pearson:.3f} ± {line.pearson_error:.3f}" in shown
    assert f"{second.distance:.3f}" in shown
    assert "±" in found._repr_html_()


def test_progress_counts_checkpoints_and_tells_the_time_that_remains(tmp_path, monkeypatch):
    clock = iter([100.0, 160.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock, 160.0))
    units = [Unit("abalone", kind, 60, None, SMALL, tmp_path) for kind in ("knn", "rbf")]
    remaining = Remaining(units)
    checkpoint(tmp_path, "abalone", "knn", 1).parent.mkdir()
    for level in (0, 1):
        checkpoint(tmp_path, "abalone", "knn", level).write_text("{}", encoding="utf-8")
    list(remaining.get_renderables())
    assert remaining.tasks[0].completed == pytest.approx(remaining.tasks[0].total / 4)
    assert remaining.tasks[0].fields["left"] == "about 3 min left"


def test_a_table_that_is_too_small_is_refused_before_anything_is_computed(tmp_path, monkeypatch, capsys):
    frame(30).to_csv(tmp_path / "abalone.csv", index=False)
    options = ["contextures", "reproduce", "table1", "--data", str(tmp_path), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", options)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "30 rows are too few" in capsys.readouterr().err


def test_choices_are_applied_to_what_was_kept(tmp_path):
    table = table_of_frame("abalone", frame(), "__target__")
    for kind in ("knn", "rbf"):
        list(run_family(table, kind, SMALL, tmp_path))
    found = [result for result in results(["abalone"], SMALL, tmp_path) if result["tau"] is not None]
    answers = sensitivity(found)
    line = summary(found)[0]
    assert answers["as stated"] == (line.pearson, line.distance)
    taus = [usefulness_of(result, 3.0) for result in found]
    assert answers["β = 3"][0] == pytest.approx(pearson_correlation(taus, [r["error"] for r in found]))
    own = [tau_curve(np.array(result["singular_values"])).min() for result in found]
    ranks = spearmanr(own, [result["error"] for result in found]).statistic
    moderate = [(tau, r["error"]) for tau, r in zip(own, found, strict=True) if tau <= 10]
    assert answers["τ ≤ 10"][0] == pytest.approx(pearson_correlation(*zip(*moderate, strict=True)))
    assert answers["ranks"][0] == pytest.approx(ranks, abs=1e-6)
    assert answers["middle 25 levels"] == (None, None)


def usefulness_of(result, beta):
    """τ by its formula, from the singular values of a checkpoint."""
    squares = [s * s for s in result["singular_values"]]
    following = [*squares[1:], 0.0]
    dimensions = [d for d in range(len(squares)) if following[d] < 1]
    return min(1 / (1 - following[d]) + beta * sum(squares[: d + 1]) / sum(squares) for d in dimensions)
