"""Commands on many samples: processes, folders and cuts give what the functions give; bad input is one sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import distributed
import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

import contextures as cx
from contextures.samples import (
    alignment,
    conditionals,
    cut,
    data_context,
    memory,
    needs,
    query_blocks,
    sampled,
)

RNG = np.random.default_rng(8)
POINTS = RNG.normal(size=(300, 3))
SPOILED = POINTS.copy()
SPOILED[251, 1] = np.nan


@pytest.fixture
def run(run, monkeypatch, tmp_path):
    """Run a command in a folder with samples."""
    monkeypatch.chdir(tmp_path)
    np.save("x.npy", POINTS)
    np.save("spoiled.npy", SPOILED)
    np.save("words.npy", np.array([["a", "b"]] * 50))
    np.save("cube.npy", np.ones((5, 2, 2)))
    np.save("objects.npy", np.array([[1.0, 2.0], [3.0, None]]), allow_pickle=True)
    np.save("columnless.npy", np.ones((5, 0)))
    Path("stump.npy").write_bytes(Path("x.npy").read_bytes()[:5])
    (tmp_path / "short.npy").write_bytes((tmp_path / "x.npy").read_bytes()[:-100])
    pd.DataFrame(POINTS, columns=list("abc")).assign(y=POINTS[:, 0]).to_csv("x.csv", index=False)
    skops.io.dump(LogisticRegression().fit(POINTS[:, :2], POINTS[:, 0] > 0), "two.skops")
    skops.io.dump(LogisticRegression(), "raw.skops")
    (tmp_path / "kept").mkdir()
    return run


@pytest.mark.parametrize("kind", [("knn",), ("knn-mask", "--mask", 0.4, "--draws", 3)], ids=str)
def test_processes_and_folders_change_nothing(run, kind, tmp_path):
    command = ("spectrum", "x.npy", "--samples", "--context", *kind, "--k", 6, "--rank", 4, "--json", "-")
    code, expected, err = run(*command)
    assert code == 0, err
    for more in (("--jobs", 2), ("--folder", "kept"), ("--folder", "kept", "--jobs", 2)):
        code, out, err = run(*command, *more)
        assert code == 0, err
        assert out == expected
    assert list((tmp_path / "kept").iterdir())


def test_a_cluster_changes_nothing(run):
    command = ("x.npy", "--context", "knn", "--k", 6, "--rank", 4, "--json", "-")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as cluster:
        for doing in (("spectrum", "--samples"), ("evaluate",), ("mix", "--k", 9), ("recommend", "--k", 9)):
            code, expected, err = run(*doing, *command)
            assert code == 0, err
            assert run(*doing, *command, "--scheduler", cluster.scheduler_address)[:2] == (0, expected)


def test_an_interrupted_command_goes_on_from_its_folder(run, monkeypatch, tmp_path):
    usual, asked = query_blocks.neighbours_of, []

    def tired(points, queries, k, index):
        asked.append(len(queries))
        if len(asked) == 5:
            raise KeyboardInterrupt
        return usual(points, queries, k, index)

    monkeypatch.setattr(query_blocks, "neighbours_of", tired)
    command = ("evaluate", "x.npy", "--context", "knn", "--k", 6, "--rank", 4, "--folder", "kept", "--save", "c.npz")
    code, out, _ = run(*command)
    assert code == 130
    assert out == ""
    assert not (tmp_path / "c.npz").exists()
    assert len(list((tmp_path / "kept").iterdir())) == 4
    code, _, err = run(*command)
    assert code == 0, err
    assert len(asked) == 5 + 12
    found = cx.load_context("c.npz").core
    assert (found != cx.knn_context(POINTS, 6).core).nnz == 0


def test_a_kernel_is_cut_by_a_command(run, valid):
    command = ("--context", "rbf", "--gamma", 3, "--kept", 40, "--rank", 4, "--json", "-")
    code, out, err = run("spectrum", "x.npy", "--samples", *command)
    assert code == 0, err
    document = json.loads(out)
    valid("spectrum", document)
    assert "the kernel is cut to the 40 nearest points" in document["checks"][-1]
    expected = cx.rbf_context(POINTS, 3.0, kept=40).spectrum(4).singular_values
    np.testing.assert_allclose(document["singular_values"], expected, atol=1e-12)
    for name in ("mix", "recommend"):
        code, out, err = run(name, "x.npy", *command, "--gamma", 5)
        assert code == 0, err
        assert "cut to 40 points" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("words.npy", "--context", "knn", "--k", 3),
            "contextures: words.npy holds values of type <U1; real numbers are right\n",
        ),
        (("cube.npy", "--context", "knn", "--k", 3), "cube.npy has shape (5, 2, 2)"),
        (("short.npy", "--context", "knn", "--k", 3), "short.npy cannot be read as points"),
        (("stump.npy", "--context", "knn", "--k", 3), "stump.npy cannot be read as points (no whole file of numbers)"),
        (("columnless.npy", "--context", "knn", "--k", 3), "columnless.npy has shape (5, 0)"),
        (("x.npy", "--context", "knn-mask", "--k", 3, "--seed", -1), "seed is -1; a whole number"),
        (
            ("spoiled.npy", "--context", "knn", "--k", 3),
            "spoiled.npy[251, 1] is nan; a finite number is right (row 251",
        ),
        (("x.npy", "--context", "knn", "--k", 300), "k is 300 of 300 points"),
        (("x.npy", "--context", "knn", "--k", 3, "--recall", 1.5, "--approximate"), "recall is 1.5"),
        (("x.npy", "--context", "knn", "--k", 3, "--recall", 2), "recall is 2; a number above 0 and below 1 is right"),
        (("x.npy", "--context", "rbf", "--kept", 300), "kept is 300 of 300 distinct points; a number"),
        (("x.npy", "--context", "knn", "--k", 3, "--recall", 0), "recall is 0; a number above 0 and below 1 is right"),
        (("objects.npy", "--context", "knn", "--k", 3), "objects.npy holds values of type object; real numbers are"),
        (("x.npy", "--context", "rbf-mask", "--kept", 30), "--kept is for --context rbf, not for"),
        (("x.npy", "--context", "rbf", "--jobs", 2), "--jobs is for --context knn"),
        (("x.npy", "--context", "knn", "--k", 3, "--folder", "absent"), "absent cannot be written to; a folder"),
        (
            ("x.npy", "--context", "knn", "--k", 3, "--folder", "absent", "--approximate"),
            "absent cannot be written to; a folder",
        ),
        (("x.npy", "--context", "knn", "--k", 3, "--jobs", 0), "jobs is 0"),
        (("x.npy", "--context", "knn", "--k", 3, "--scheduler", "nowhere"), "--scheduler: nothing answers at nowhere"),
        (("x.npy", "--context", "knn", "--k", 3, "--jobs", 2, "--approximate"), "with approximate=False"),
        (("x.csv", "--context", "teacher", "--model", "raw.skops"), "LogisticRegression is not fitted; a fitted one"),
        (("x.csv", "--context", "trees", "--model", "two.skops"), "LogisticRegression has no `apply`"),
        (("x.csv", "--context", "teacher", "--model", "two.skops"), "LogisticRegression cannot take these points"),
    ],
)
def test_bad_input_is_one_sentence(run, arguments, says):
    file, *options = arguments
    code, out, err = run("spectrum", file, "--samples", *options)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert says in err


def test_less_memory_than_a_spectrum_needs_is_refused_and_a_want_of_it_is_one_sentence(run, monkeypatch):
    command = ("x.npy", "--samples", "--context", "knn", "--k", 3, "--rank", 40)
    with monkeypatch.context() as patch:
        patch.setattr(memory, "available", lambda: 1e6)
        code, _, err = run("spectrum", *command)
    assert code == 2
    assert "a spectrum of 40 values of a law on 300 points needs 0.0 GB of memory, of which 0.0 are left" in err

    def full(*_, **__):
        raise MemoryError("Unable to allocate 26.8 GiB")

    monkeypatch.setattr(cx.DataContext, "spectrum", full)
    code, out, err = run("spectrum", *command)
    assert (code, out) == (2, "")
    assert err.startswith("contextures: this needs more memory than there is (Unable to allocate 26.8 GiB); fewer")


SPECTRA = [
    ("spectrum", "x.npy", "--samples", "--context", "knn", "--k", 3),
    ("spectrum", "x.npy", "--samples", "--context", "knn-mask", "--k", 3),
    ("spectrum", "x.npy", "--samples", "--context", "rbf", "--kept", 3),
    ("spectrum", "x.csv", "--samples", "--context", "knn", "--k", 3),
    ("evaluate", "x.npy", "--context", "knn", "--k", 3),
    ("evaluate", "x.csv", "--target", "y", "--context", "knn", "--k", 3),
    ("evaluate", "x.csv", "--target", "y", "--from", "saved.npz"),
    ("mix", "x.npy", "--context", "knn", "--k", 3, "--k", 5),
    ("mix", "saved.npz", "saved.npz"),
    ("recommend", "x.npy", "--context", "knn", "--k", 3, "--k", 5),
    ("recommend", "saved.npz", "saved.npz"),
    ("align", "saved.npz", "x.npy"),
]


@pytest.mark.parametrize("command", SPECTRA, ids=lambda command: " ".join(map(str, command)))
def test_less_memory_than_spectra_need_is_refused_before_any_work(run, monkeypatch, command):
    cx.knn_context(POINTS, 3).save("saved.npz")
    monkeypatch.setattr(needs, "DENSE", 10)
    available = 8 * needs.HELD * 180 * 25.0  # 25 values of a law on the 180 rows for pretraining, or 15 of all
    monkeypatch.setattr(memory, "available", lambda: available)
    for module in (conditionals, query_blocks, cut, alignment):
        monkeypatch.setattr(module, "neighbours_of", None)
    monkeypatch.setattr(data_context, "top_triplets", None)
    code, out, err = run(*command, "--rank", 40)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    found = re.search(r"a spectrum of 40 values of a law on (\d+) points needs .* at most (\d+) values are right", err)
    assert found is not None, err
    n, fits = map(int, found.groups())
    assert n == (180 if "--target" in command and "saved.npz" not in command else 300)
    law = 0 if "saved.npz" in command else 12 * n * (8 if command[0] in ("mix", "recommend") else 3)
    new = 120 if n == 180 else 0
    assert fits == int((available - law) / (8 * max(3 * n, 2 * n + new)))


def test_what_is_told_to_fit_fits(run, monkeypatch):
    monkeypatch.setattr(needs, "DENSE", 10)
    monkeypatch.setattr(memory, "available", lambda: 12.0 * 300 * 30 + 8 * 3 * 300 * 25)
    command = ("spectrum", "x.npy", "--samples", "--context", "knn", "--k", 10, "--rank")
    code, _, err = run(*command, 60)
    assert code == 2
    assert "at most 35 values are right" in err
    monkeypatch.setattr(sampled, "refuse_beyond", lambda *_: None)  # 0.1 GB for the search of 10⁵ points, here too much
    assert run(*command, 35)[0] == 0
    assert run(*command, 36)[0] == 2


def test_points_that_coincide_are_one_where_memory_is_short(monkeypatch):
    monkeypatch.setattr(needs, "DENSE", 10)
    monkeypatch.setattr(memory, "available", lambda: 8.0 * 3 * 300 * 20)
    monkeypatch.setattr(sampled, "refuse_beyond", lambda *_: None)
    copies = np.repeat(POINTS[:100], 3, axis=0)
    for source in (copies, pd.DataFrame(copies, columns=list("abc"))):
        assert len(cx.spectrum(source, context="knn", k=4, rank=15).singular_values) == 15
        with pytest.raises(cx.InputError, match="a law on 100 points needs"):
            cx.spectrum(source, context="knn", k=4, rank=90)
    with pytest.raises(cx.InputError, match="a law on 300 points needs"):
        cx.spectrum(POINTS, context="knn", k=4, rank=25)


def test_many_new_rows_need_memory_too(monkeypatch):
    monkeypatch.setattr(needs, "DENSE", 10)
    monkeypatch.setattr(sampled, "refuse_beyond", lambda *_: None)
    monkeypatch.setattr(memory, "available", lambda: 5e4)
    assert len(cx.evaluate(POINTS, POINTS[:, 0], context="knn", k=4, rank=9).tau_d) == 8
    monkeypatch.setattr(memory, "available", lambda: 2e4)
    assert needs.NUMBER * needs.HELD * 60 * 9 + 12 * 60 * 4 < 2e4
    with pytest.raises(cx.InputError, match=r"9 values of a law on 60 points .* at most 5 values are right"):
        cx.evaluate(POINTS, POINTS[:, 0], context="knn", k=4, rank=9, pretrain=0.2)


def test_less_memory_than_neighbours_need_is_refused_before_the_work(run, monkeypatch):
    monkeypatch.setattr(needs, "DENSE", 10)
    monkeypatch.setattr(memory, "available", lambda: 2e5)
    monkeypatch.setattr(query_blocks, "neighbours_of", None)
    code, _, err = run("spectrum", "x.npy", "--samples", "--context", "knn", "--k", 30, "--jobs", 2, "--rank", 1)
    assert code == 2
    assert "a law on 30 neighbours of 300 points needs 0.0 GB of memory, of which 0.0 are left" in err
    monkeypatch.setattr(memory, "available", lambda: 1.5e4)
    code, _, err = run("spectrum", "x.npy", "--samples", "--context", "knn", "--k", 3, "--approximate", "--rank", 1)
    assert code == 2
    assert "a spectrum of 1 value of a law on 300 points needs 0.0 GB of memory" in err
